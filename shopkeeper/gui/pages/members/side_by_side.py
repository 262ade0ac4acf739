"""Two records laid side by side, with what speaks for one person, and what merging or one household would do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import likeness_words
from shopkeeper.service.duplicates import Pair, Side
from shopkeeper.service.households import HouseEffect
from shopkeeper.service.merging import MergeEffect


class SideBySide(QScrollArea):
    """Two records, line by line; what they have in common is quiet, what differs stands out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The two records side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(14))
        self._grid.setVerticalSpacing(look.px(7))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._cells: list[tuple[Sentence, Sentence, Sentence]] = []
        for row in range(11):
            cells = (
                Sentence("", "small", "2", inside, wrap=False),
                Sentence("", "strong" if row == 0 else "body", "", inside),
                Sentence("", "strong" if row == 0 else "body", "", inside),
            )
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
            self._cells.append(cells)
        self.reasons = Sentence("", "body", "", inside)
        self.against = Sentence("", "body", "2", inside)
        self.after = Sentence("", "body", "2", inside)
        self.home = Sentence("", "body", "2", inside)
        column_of = QVBoxLayout(inside)
        column_of.setContentsMargins(look.px(4), 0, look.px(8), 0)
        column_of.setSpacing(look.px(10))
        column_of.addWidget(self.reasons)
        column_of.addWidget(self.against)
        column_of.addLayout(self._grid)
        column_of.addWidget(self.after)
        column_of.addWidget(self.home)
        column_of.addStretch(1)
        self.setWidget(inside)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What stands there: what it is, of the one, of the other."""
        return [
            (what.text(), one.text(), other.text()) for what, one, other in self._cells if not what.isHidden()
        ]

    def show_pair(self, pair: Pair, sides: tuple[Side, Side], effect: MergeEffect | None, desk: Desk) -> None:
        """Lays a pair side by side; `effect` is what merging into the first would do, None where it cannot be."""
        speech = desk.speech
        spoken_for, spoken_against = likeness_words.for_and_against(pair.reasons)
        self.reasons.setText(self.tr("For one person: {reasons}.").format(reasons=", ".join(spoken_for)))
        self.against.setText(
            self.tr("Against it: {reasons}.").format(reasons=", ".join(spoken_against))
            if spoken_against
            else ""
        )
        self.against.setVisible(bool(spoken_against))
        rows = [
            (self.tr("Name"), *(side.name for side in sides)),
            (self.tr("Number"), *(side.number for side in sides)),
            (self.tr("Phones"), *("\n".join(side.phones) for side in sides)),
            (self.tr("E-mail"), *("\n".join(side.emails) for side in sides)),
            (self.tr("Address"), *("\n".join(side.addresses) for side in sides)),
            (
                self.tr("Birthday"),
                *(
                    speech.birthday(side.birthday[1], side.birthday[2], side.birthday[0])
                    if side.birthday
                    else ""
                    for side in sides
                ),
            ),
            (self.tr("Cards"), *("\n".join(side.cards) for side in sides)),
            (self.tr("Visits"), *(speech.count(side.visits) for side in sides)),
            (
                self.tr("Last visit"),
                *(speech.day(side.last_visit, desk.today) if side.last_visit else "" for side in sides),
            ),
            (self.tr("Points"), *(speech.count(side.points) for side in sides)),
            (self.tr("Here since"), *(speech.day(side.joined_on, desk.today) for side in sides)),
        ]
        for cells, (what, one, other) in zip(self._cells, rows, strict=True):
            there = bool(one or other)
            for cell, text in zip(cells, (what, one or "–", other or "–"), strict=True):
                cell.setText(text)
                cell.setVisible(there)
            for cell in cells[1:]:
                cell.set_tone("2" if one == other else "")
        self.after.setVisible(effect is not None)
        if effect is not None:
            self.after.setText(
                self.tr("Merged, both cards and all contacts and purchases are kept: {points}{tier}.").format(
                    points=speech.points(effect.kept.points_after),
                    tier=f" · {effect.kept.tier_after}" if effect.kept.tier_after else "",
                )
            )

    def show_home(self, effect: HouseEffect | None, desk: Desk) -> None:
        """What living together would do; None where it is not offered."""
        self.home.setVisible(effect is not None)
        if effect is None:
            return
        said = [
            self.tr("In one household they could use {points}").format(
                points=desk.speech.points(effect.together)
            )
        ]
        said += [
            self.tr("{name} becomes {tier}").format(
                name=words.called(one.name, one.number), tier=one.tier_after
            )
            for one in effect.effects
            if one.tier_after != one.tier_before
        ]
        self.home.setText(self.tr("{effects}.").format(effects=", ".join(said)))
