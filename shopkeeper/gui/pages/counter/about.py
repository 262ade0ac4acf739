"""What the member likes and what the tier means to them."""

from PySide6.QtWidgets import QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.chips import Chip, Chips
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import text
from shopkeeper.service.circle import Relation
from shopkeeper.service.counter import AtCounter

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
    """What the tier gives; hidden where it gives nothing that could be named."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._lines: list[Sentence] = []

    def show_member(self, at: AtCounter) -> None:
        """Shows the perks of the tier held."""
        standing = at.card.standing
        self.set_title(self.tr("{tier} means").format(tier=standing.tier))
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        words = list(at.card.perks)
        if standing.multiplier_text:
            words.insert(0, self.tr("Points {times}").format(times=standing.multiplier_text))
        self._lines = [Sentence(perk, "body", "", self) for perk in words]
        self.body.setSpacing(look.px(5))
        for line in self._lines:
            self.add(line)
        self.setVisible(bool(words))


def columns_fit(width: int) -> bool:
    """Whether two panels have room side by side."""
    return width >= look.px(470)
