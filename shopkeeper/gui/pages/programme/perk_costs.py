"""What each perk costs the shop, in the form: one row a perk, whichever tiers give it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.terms import show_wrong
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.money import Currency
from shopkeeper.rules.programme import OFTEN, Often, Perk
from shopkeeper.say import Speech, text
from shopkeeper.values import replace

_LARGEST = 10**12
_TWO_COLUMNS = 1.2  # the largest text size at which two perks fit beside each other


class PerkCosts(Panel):
    """Keeps what was typed about a perk also while no tier names it; `read` gives every perk by its name."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("What the perks cost you"))
        self._money: Currency | None = None
        self._speech: Speech | None = None
        self._known: dict[str, Perk] = {}
        self.rows: dict[str, tuple[Sentence, QLineEdit, QComboBox]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.setVerticalSpacing(look.px(6))
        self._grid.setColumnMinimumWidth(3, look.px(22))
        self._grid.setColumnStretch(7, 1)
        self.add(self._grid)

    def open(self, perks: Sequence[Perk], money: Currency, speech: Speech) -> None:
        """Begins with these perks as they are."""
        self._money, self._speech = money, speech
        for name in tuple(self.rows):
            self._drop(name)
        self._known = {perk.name: perk for perk in perks}
        self.show_perks(tuple(self._known))

    def show_perks(self, names: Sequence[str]) -> None:
        """Has one row for each of these, in their order; hidden where there is none."""
        for name in tuple(self.rows):
            if name not in names:
                self._drop(name)
        for line, name in enumerate(names):
            if name not in self.rows:
                self.rows[name] = self._row(name)
            row, beside = (line // 2, 4 * (line % 2)) if look.scale() <= _TWO_COLUMNS else (line, 0)
            for column, widget in enumerate(self.rows[name]):
                self._grid.addWidget(widget, row, beside + column)
                widget.show()
        self.setVisible(bool(names))

    def _row(self, name: str) -> tuple[Sentence, QLineEdit, QComboBox]:
        assert self._speech is not None
        perk = self._known.get(name) or Perk(name)
        label = Sentence(name, "body", "", self, wrap=False)
        label.setMaximumWidth(look.px(220))
        cost = QLineEdit(words.typed_money(self._speech, perk.cost_minor) if perk.cost_minor else "", self)
        cost.setAccessibleName(text("What {perk} costs").format(perk=name))
        cost.setPlaceholderText(text("nothing"))
        cost.setMaxLength(40)
        cost.setFixedWidth(look.px(110))
        each = QComboBox(self)
        each.setAccessibleName(text("How often {perk} is given").format(perk=name))
        for often in OFTEN:
            each.addItem(words.often_words(often), often)
        each.setCurrentIndex(each.findData(perk.each))
        cost.textEdited.connect(self._say_changed)
        each.activated.connect(self._say_changed)
        return label, cost, each

    def _drop(self, name: str) -> None:
        _, cost, each = row = self.rows.pop(name)
        try:
            amount = self._amount(cost)
        except Declined:
            amount = 0
        self._known[name] = self._told(name, amount, each.currentData())
        for widget in row:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _told(self, name: str, amount: int, each: Often) -> Perk:
        """The perk with its cost; what else is known of it stays."""
        return replace(self._known.get(name) or Perk(name), cost_minor=amount, each=each)

    def _amount(self, cost: QLineEdit) -> int:
        assert self._money is not None and self._speech is not None
        if not cost.text().strip():
            return 0
        return read_amount(
            cost.text(),
            currency=self._money,
            decimal_mark=self._speech.decimal_mark,
            largest_minor=_LARGEST,
            about="perk",
        )

    def read(self) -> dict[str, Perk]:
        """Every perk by its name; Declined, with the caret in the field, for a cost that is no amount."""
        found = {}
        for name, (_, cost, each) in self.rows.items():
            try:
                found[name] = self._told(name, self._amount(cost), each.currentData())
            except Declined:
                show_wrong(cost)
                raise
        return found

    def clear_marks(self) -> None:
        """No field is wrong any more."""
        for _, cost, _ in self.rows.values():
            look.mark(cost, wrong=False)

    def _say_changed(self, _what: object = None) -> None:
        self.changed.emit()
