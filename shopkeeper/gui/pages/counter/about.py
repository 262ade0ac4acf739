"""What the member likes and what the tier means to them."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.chips import Chip, Chips
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech, text
from shopkeeper.service.circle import Relation
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.events import Invited
from shopkeeper.service.perks import Owed

NOTE_KEYS = "Ctrl+J"
NOTE_SHOWN = 240
"""Signs of the note on the card; the whole of it stands on the member's page."""


class Likes(Panel):
    """Chips of what is liked, a warning first and in red; facts and the note below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Likes"), parent=parent)
        self._chips = Chips(self)
        self._facts = Sentence("", "body", "2", self)
        self.add(self._chips)
        self.add(self._facts)

    def show_member(self, at: AtCounter) -> None:
        """Shows what is known; a sentence where nothing is."""
        details = at.card.details
        by_kind: dict[str, list[str]] = {}
        for remark in details.remarks:
            by_kind.setdefault(remark.kind, []).append(remark.text)
        chips = [Chip(warning, "bad") for warning in by_kind.get("warning", ())]
        chips += [Chip(liked) for liked in by_kind.get("likes", ())]
        chips += [Chip(self.tr("size {size}").format(size=size)) for size in by_kind.get("size", ())]
        chips += [
            Chip(self.tr("not {thing}").format(thing=thing), "attention")
            for thing in by_kind.get("dislikes", ())
        ]
        self._chips.set_chips(chips)
        self._chips.setVisible(bool(chips))
        lines = [self.tr("The usual: {usual}").format(usual=usual) for usual in by_kind.get("usual", ())]
        lines += [self.tr("What matters: {what}").format(what=what) for what in by_kind.get("matters", ())]
        lines += [_around(one) for one in at.around]
        lines += by_kind.get("fact", ())
        lines += [
            self.tr("Looks for {what}").format(what=one.what) for one in at.wanted if one.state == "wanted"
        ]
        if details.note:
            note = details.note
            lines.append(note if len(note) <= NOTE_SHOWN else note[: NOTE_SHOWN - 1].rstrip() + "…")
        if not chips and not lines:
            lines = [self.tr("Nothing is noted yet.")]
        self._facts.setText("\n".join(lines))
        self._facts.setVisible(bool(lines))


def _around(one: Relation) -> str:
    if one.other_name and one.other_name.casefold() not in one.text.casefold():
        return f"{one.text}: {one.other_name}"
    return text("Sent here by {name}").format(name=one.text) if one.kind == "referred by" else one.text


class Perks(Panel):
    """What the tier gives: what is owed can be given or refused here; hidden where there is nothing to name.

    Says `settled(perk, given)`.
    """

    settled = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._lines: list[QWidget] = []

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """What can be pressed, by its accessible name."""
        return {
            button.accessibleName(): button
            for line in self._lines
            for button in line.findChildren(QPushButton)
        }

    def show_member(self, at: AtCounter, speech: Speech, today: date) -> None:
        """Shows the perks of the tier held, and how it stands with each."""
        standing = at.card.standing
        self.set_title(self.tr("{tier} means").format(tier=standing.tier))
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        if standing.multiplier_text:
            times = self.tr("Points {times}").format(times=standing.multiplier_text)
            self._lines.append(Sentence(times, "body", "", self))
        self._lines += [Sentence(_invited(one, speech, today), "body", "", self) for one in at.events]
        self._lines += [self._line(owed, speech, today) for owed in at.perks]
        self.body.setSpacing(look.px(5))
        for line in self._lines:
            self.add(line)
        self.setVisible(bool(self._lines))

    def _line(self, owed: Owed, speech: Speech, today: date) -> QWidget:
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.px(4))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Sentence(owed.perk.name, "body", "", row))
        said = self._state(owed, speech, today)
        if said:
            words.addWidget(Sentence(said, "small", "2", row))
        across.addLayout(words, 1)
        if owed.state != "given":
            give = QPushButton(self.tr("Give"), row)
            give.setAccessibleName(self.tr("Give: {perk}").format(perk=owed.perk.name))
            give.clicked.connect(self._gives)
            self._small(give, "small", owed, across)
        if owed.state == "owed":
            refuse = QPushButton(row)
            refuse.setAccessibleName(self.tr("Not wanted: {perk}").format(perk=owed.perk.name))
            refuse.setToolTip(self.tr("Not wanted"))
            refuse.setIcon(icons.icon("close"))
            refuse.clicked.connect(self._refuses)
            self._small(refuse, "link", owed, across)
        row.setAccessibleName(f"{owed.perk.name}, {said}" if said else owed.perk.name)
        return row

    def _small(self, button: QPushButton, kind: str, owed: Owed, across: QHBoxLayout) -> None:
        button.setProperty("perk", owed.perk.name)
        look.mark(button, kind=kind)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _state(self, owed: Owed, speech: Speech, today: date) -> str:
        words = {
            "owed": {
                "once": self.tr("not given yet"),
                "year": self.tr("not given this year"),
                "visit": self.tr("each visit"),
            }.get(owed.perk.each, ""),
            "always": "",
            "given": self.tr("given {day}"),
            "refused": self.tr("not wanted {day}"),
        }[owed.state]
        said = words.format(day="" if owed.on is None else speech.ago(owed.on, today))
        if owed.state == "given" and owed.by:
            said = self.tr("{given} by {person}").format(given=said, person=owed.by)
        if owed.perk.points and owed.state == "owed":
            said = f"{said} · {speech.points(owed.perk.points)}"
        return said

    def _gives(self) -> None:
        self.settled.emit(str(self.sender().property("perk")), True)

    def _refuses(self) -> None:
        self.settled.emit(str(self.sender().property("perk")), False)


def _invited(one: Invited, speech: Speech, today: date) -> str:
    how = {
        "invited": text("{event}, {day} · invited"),
        "coming": text("{event}, {day} · coming"),
        "regrets": text("{event}, {day} · sends regrets"),
        "waiting": text("{event}, {day} · waits for a place"),
        "here": text("{event}, {day} · in"),
        "early": text("{event}, {day} · open to them early"),
    }[one.how]
    said = how.format(event=one.name, day=speech.day_of_week(one.on_day, today))
    if one.how == "early" and one.opens_on is not None and one.opens_on > one.on_day:
        return text("{said}, to everybody {day}").format(said=said, day=speech.near(one.opens_on, today))
    return said


def columns_fit(width: int) -> bool:
    """Whether two panels have room side by side."""
    return width >= look.px(470)
