"""What a purchase comes to: to pay, what it earns, how far the next tier is after it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.standing import Standing
from shopkeeper.say import Speech
from shopkeeper.service.previews import PurchaseEffect


class Sums(QWidget):
    """Three lines; those that say nothing take no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(look.px(5))
        self._pay = self._row("total")
        self._earns = self._row("body")
        self._nearing = self._row("body")

    def _row(self, kind: str) -> tuple[Sentence, Sentence]:
        name, value = Sentence("", "body", "2", self), Sentence("", kind, "", self, wrap=False)
        value.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        value.setFont(look.tabular(value.font()))
        at = self._grid.rowCount()
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(value, at, 1)
        return name, value

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The lines shown: name and value."""
        rows = (self._pay, self._earns, self._nearing)
        return [(name.text(), value.text()) for name, value in rows if not name.isHidden()]

    def show_sums(self, amount_minor: int, effect: PurchaseEffect | None, speech: Speech) -> None:
        """Shows what an amount would pay and do; no effect for nobody known."""
        worth = effect.worth_minor if effect is not None else 0
        self._say(self._pay, self.tr("To pay"), speech.money(amount_minor - worth))
        self._say(self._earns, *self._earning(effect, speech))
        self._say(self._nearing, *self._tier_after(effect, speech))

    def show_resting(self, standing: Standing | None, speech: Speech) -> None:
        """No amount is typed: how things stand now; None for nobody known."""
        self._say(self._pay, self.tr("To pay"), speech.money(0))
        self._say(self._earns, "", "")
        upper = standing.next_tier if standing is not None else None
        name = self.tr("To {tier}").format(tier=upper.name) if upper is not None else ""
        self._say(self._nearing, name, words.missing(upper, speech) if upper is not None else "")

    def _earning(self, effect: PurchaseEffect | None, speech: Speech) -> tuple[str, str]:
        if effect is None:
            return "", ""
        name = self.tr("Earns")
        if effect.multiplier_text:
            name = self.tr("Earns ({tier} {times})").format(tier=effect.tier, times=effect.multiplier_text)
        points = speech.points(effect.earned)
        return name, f"+{points}" if effect.earned else points

    def _tier_after(self, effect: PurchaseEffect | None, speech: Speech) -> tuple[str, str]:
        if effect is None:
            return "", ""
        after = effect.effect
        if after.rank_after > after.rank_before:
            return self.tr("Becomes"), after.tier_after
        if after.next_tier is None:
            return "", ""
        return self.tr("To {tier} after").format(tier=after.next_tier.name), words.missing(
            after.next_tier, speech
        )

    def _say(self, row: tuple[Sentence, Sentence], name: str, value: str) -> None:
        for label, said in zip(row, (name, value), strict=True):
            label.setText(said)
            label.setVisible(bool(name))
