"""Who may be in the book twice: pairs, the likeliest first, laid side by side, merged or said to be two people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.say import counted
from shopkeeper.service import duplicates, likeness_words, merging
from shopkeeper.service.duplicates import Duplicates, Pair, Side
from shopkeeper.service.merging import Merged, MergeEffect

WIDTH = 1060


class DuplicatesSheet(SlideOver):
    """Slides over the Members place; looks the whole shop through each time it is opened."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell.tr("Who may be here twice"), shell, width=WIDTH)
        self._desk = desk
        self._shell = shell
        self._looking: Sent | None = None
        self._pairs: list[Pair] = []
        self._sides: dict[int, Side] = {}
        self._busy = False
        self.words = Sentence("", "body", "2", self)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self._stop)
        self.trouble = ErrorLine(self)
        self.pairs = _Pairs(self)
        self.beside = SideBySide(self)
        self.nobody = EmptyState(
            "members",
            self.tr("Nobody seems to be here twice"),
            self.tr("Everybody was compared with those who share a name, a phone, an address or a birthday."),
            parent=self,
        )
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(14))
        row.addWidget(self.pairs, 2)
        row.addWidget(self.beside, 3)
        self._empty = QWidget(self)
        self.stack = QStackedWidget(self)
        for part in (self._empty, inside, self.nobody):
            self.stack.addWidget(part)
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.words)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.stack, 1)
        self.keep_one = KeyButton(self.tr("Merge"), "Return", self)
        self.keep_other = KeyButton(self.tr("Keep the other"), "Shift+Return", self, kind="")
        self.two_people = KeyButton(self.tr("Two people"), "Del", self, kind="")
        foot = QHBoxLayout()
        foot.setSpacing(look.px(10))
        for button in (self.keep_one, self.keep_other, self.two_people):
            foot.addWidget(button)
        foot.addStretch(1)
        self.foot.addWidget(self.trouble)
        self.foot.addLayout(foot)
        self.last = self.two_people
        self.keep_one.clicked.connect(self._merge_first)
        self.keep_other.clicked.connect(self._merge_second)
        self.two_people.clicked.connect(self._two_people)
        self.pairs.merge_asked.connect(self._merge_first)
        self.pairs.other_asked.connect(self._merge_second)
        self.pairs.apart_asked.connect(self._two_people)
        self.pairs.escaped.connect(self.escape)
        self.pairs.currentCellChanged.connect(self._look_at)
        self.closed.connect(self._stop)

    def begin(self) -> None:
        """Slide in and look the shop through."""
        self._pairs, self._sides = [], {}
        self.trouble.say("")
        self.words.setText(self.tr("Everybody is compared with those who share something with them."))
        self.stack.setCurrentWidget(self._empty)
        self._enable(False)
        self.progress.begin(self.tr("Comparing members"))
        self.open(self.progress)
        self._looking = (
            self._desk.study_long(duplicates.laid_out)
            .watched(self.progress.come)
            .then(self._found)
            .otherwise(self._not_found)
        )

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def _not_found(self, error: Exception) -> None:
        self._looking = None
        self.progress.end()
        if isinstance(error, Cancelled):
            self.put_away()
        else:
            self.trouble.say(str(error))

    def _found(self, answer: tuple[Duplicates, dict[int, Side]]) -> None:
        self._looking = None
        self.progress.end()
        found, self._sides = answer
        self._pairs = list(found.pairs)
        self._show_list(0)
        if found.found > len(found.pairs):
            self.words.setText(
                self.tr("The likeliest {shown} of {found} pairs. What is merged can be undone.").format(
                    shown=self._desk.speech.count(len(found.pairs)),
                    found=self._desk.speech.count(found.found),
                )
            )

    # ---- the list ----

    def _show_list(self, at: int) -> None:
        self.pairs.show_pairs(self._pairs, self._sides)
        self._enable(bool(self._pairs))
        if not self._pairs:
            self.words.setText("")
            self.stack.setCurrentWidget(self.nobody)
            return
        self.words.setText(
            counted(
                len(self._pairs),
                self.tr("{n} pair may be one person. What is merged can be undone."),
                self.tr("{n} pairs may be one person each. What is merged can be undone."),
            )
        )
        self.stack.setCurrentIndex(1)
        self.pairs.setCurrentCell(min(at, len(self._pairs) - 1), 0)
        self.pairs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self, there: bool) -> None:
        for button in (self.keep_one, self.keep_other, self.two_people):
            button.setVisible(there)
            button.setEnabled(there and not self._busy)

    @property
    def pair(self) -> Pair | None:
        """The pair that is laid side by side."""
        row = self.pairs.currentRow()
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def _look_at(self, row: int, _column: int, _before: int, _before_column: int) -> None:
        if not 0 <= row < len(self._pairs):
            return
        pair = self._pairs[row]
        one, other = self._sides[pair.one], self._sides[pair.other]
        self.trouble.say("")
        try:
            effect: MergeEffect | None = self._desk.ask(
                merging.effect, pair.one, pair.other, self._desk.today
            )
        except (Declined, StorageTrouble) as error:
            effect = None
            self.trouble.say(str(error))
        self.beside.show_pair(pair, (one, other), effect, self._desk)
        self.keep_one.setText(self.tr("Merge into {number}").format(number=one.number))
        self.keep_other.setText(self.tr("Merge into {number}").format(number=other.number))
        for button in (self.keep_one, self.keep_other):
            button.setAccessibleName(button.text())
            button.setEnabled(effect is not None and not self._busy)

    # ---- what is done about a pair ----

    def _merge_first(self) -> None:
        if self.pair is not None and self.keep_one.isEnabled():
            self._merge(self.pair.one, self.pair.other)

    def _merge_second(self) -> None:
        if self.pair is not None and self.keep_other.isEnabled():
            self._merge(self.pair.other, self.pair.one)

    def _merge(self, kept: int, other: int) -> None:
        self._set_busy(True)
        sent = self._desk.send(merging.merge, kept, other, by=self._desk.serving)
        sent.then(self._merged).otherwise(self._refused)

    def _merged(self, merged: Merged) -> None:
        self._set_busy(False)
        at = self.pairs.currentRow()
        gone = merged.other
        self._pairs = [pair for pair in self._pairs if gone not in (pair.one, pair.other)]
        fresh = self._desk.ask(duplicates.sides, [merged.kept])
        self._sides |= fresh
        words = self.tr("{other} is {number} now").format(other=merged.other_number, number=merged.number)
        self._shell.show_toast(Toast(words, merged.name, undo=True))
        self._show_list(max(0, at))

    def _two_people(self) -> None:
        if self.pair is None or self._busy:
            return
        self._set_busy(True)
        sent = self._desk.send(duplicates.say_apart, self.pair.one, self.pair.other, by=self._desk.serving)
        sent.then(self._said).otherwise(self._refused)

    def _said(self, _act: int) -> None:
        self._set_busy(False)
        at = self.pairs.currentRow()
        if 0 <= at < len(self._pairs):
            pair = self._pairs.pop(at)
            words = self.tr("{one} and {other} are two people").format(
                one=self._sides[pair.one].number, other=self._sides[pair.other].number
            )
            self._shell.show_toast(Toast(words, "", undo=True))
        self._show_list(max(0, at))

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        self.trouble.say(str(error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for button in (self.keep_one, self.keep_other, self.two_people):
            button.setEnabled(not busy)


class _Pairs(QTableWidget):
    """The pairs; Return merges, Shift Return keeps the other, Delete says that they are two people."""

    merge_asked = Signal()
    other_asked = Signal()
    apart_asked = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self.setHorizontalHeaderLabels([self.tr("These two"), self.tr("One person?")])
        dress_table(self, self.tr("Pairs that may be one person"))
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumWidth(look.px(240))

    def show_pairs(self, pairs: Sequence[Pair], sides: dict[int, Side]) -> None:
        """Replaces the list."""
        self.blockSignals(True)
        self.setRowCount(len(pairs))
        for row, pair in enumerate(pairs):
            one, other = sides[pair.one], sides[pair.other]
            name = _called(one.name, one.number)
            again = _called(other.name, other.number)
            text = name if name == again else f"{name} · {again}"
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.setItem(row, 0, item)
            self.setItem(
                row, 1, QTableWidgetItem(self.tr("Almost surely") if pair.sure else self.tr("Likely"))
            )
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.other_asked if shift else self.merge_asked).emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.apart_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def _called(name: str, number: str) -> str:
    return name or f"№ {number}"


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
        column_of = QVBoxLayout(inside)
        column_of.setContentsMargins(look.px(4), 0, look.px(8), 0)
        column_of.setSpacing(look.px(10))
        column_of.addWidget(self.reasons)
        column_of.addWidget(self.against)
        column_of.addLayout(self._grid)
        column_of.addWidget(self.after)
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
