"""Vouchers: what is offered, for whom numbers are made, and on which sheet they are printed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.letters.offers_table import OffersTable
from shopkeeper.gui.pages.letters.parts import button
from shopkeeper.gui.pages.letters.pieces_view import PiecesView
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.say import Speech
from shopkeeper.service.pieces import Ways
from shopkeeper.service.vouchers import MOST_AT_ONCE, Offered

_ROWS_FIT = 1.25  # size of text up to which buttons that stand side by side have the room for it
_GROUP = "group\n"  # no name of a tier has a line break


class VouchersView(PiecesView):
    """The pieces of an offer: `offer` is the one looked at, `wanted` how many are made for whoever brings them."""

    offer_asked = Signal()
    offer_chosen = Signal()
    change_asked = Signal()
    withdraw_asked = Signal()
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers = OffersTable(self)
        self.offers.chosen.connect(self.offer_chosen)
        self.offers.entered.connect(self.change_asked)
        self.new: QPushButton = button(self.tr("Offer vouchers…"), self, self.offer_asked.emit)
        self.new.setToolTip(self.tr("Offer vouchers · Ctrl L"))
        self.numbers: QPushButton = button(self.tr("List of numbers…"), self, self.list_asked.emit)
        self.change: QPushButton = button(self.tr("Change this offer…"), self, self.change_asked.emit)
        self.withdraw: QPushButton = button(self.tr("Withdraw this offer"), self, self.withdraw_asked.emit)
        self.figures = Sentence("", "body", "2", self)
        self.wanted = QSpinBox(self)
        dress_spin(self.wanted, self.tr("How many vouchers"))
        self.wanted.setRange(1, MOST_AT_ONCE)
        self.wanted.setValue(20)
        self.wanted.setPrefix(self.tr("so many: "))
        self.wanted.setMaximumWidth(look.px(220))
        self.wanted.valueChanged.connect(self._count)
        self.none = EmptyState(
            "gift", self.tr("No vouchers are offered yet"),
            self.tr("Money off, a percentage or a thing, each with a number that is redeemed once. Letters can bring them."),
            self.tr("Offer vouchers"), "Ctrl+L", self,
        )  # fmt: skip
        self.none.asked.connect(self.offer_asked)
        shortcut = QShortcut(QKeySequence("Ctrl+L"), self)
        shortcut.activated.connect(self.offer_asked)
        self._offers = Panel(parent=self)
        self._offers.add(self.offers)
        self._offers.add(self.figures)
        acts = self._flow(self._offers, self.new, self.change, self.numbers, self.withdraw)
        self._offers.add(acts)
        if look.scale() <= _ROWS_FIT:
            # In rows as there is room for: their least is one row, not as many as the narrowest window would take.
            for flowing in (acts, self.buttons, self._formats):
                flowing.setMinimumHeight(look.target_height())
        column = self.column
        column.insertWidget(1, self._offers)
        column.insertWidget(2, self.none, 100)
        column.insertWidget(column.indexOf(self._sheet), self.wanted)
        self._for = (self.whom, self.left_out, self._all, self.adding)
        self._ready = True

    def open_offers(self, ways: Ways, tiers: Sequence[str], groups: Sequence[str]) -> None:
        """The place comes to the front: nobody is chosen yet."""
        self.set_thing("vouchers", ways, tiers)
        for name in groups:
            self.whom.addItem(self.tr("Group: {name}").format(name=name), _GROUP + name)

    def show_offers(self, rows: Sequence[Offered], speech: Speech, current: int | None) -> None:
        """What is offered, with what it has come to."""
        self.offers.show_offers(rows, speech, current)
        self.show_offer(speech)

    def show_offer(self, speech: Speech) -> None:
        """The figures of the one that is looked at, and what can be made of it."""
        one = self.offer
        self.none.setVisible(one is None)
        self._offers.setVisible(one is not None)
        can = one is not None and one.withdrawn_on is None and not one.over
        named = one is not None and one.plan.named
        if one is not None:
            left = self.tr("Still open: {n}, which may cost {amount}.").format(
                n=speech.count(one.open), amount=speech.money(one.open_minor)
            )
            budget = one.plan.budget_minor
            set_aside = (
                self.tr("{amount} were set aside.").format(amount=speech.money(budget))
                if budget is not None
                else ""
            )
            self.figures.setText(" ".join(part for part in (left, set_aside) if part))
        for part in self._for:
            part.setVisible(can and named)
        self.wanted.setVisible(can and not named)
        self._sheet.setVisible(can)
        self.buttons.setVisible(can)
        self.change.setVisible(one is not None and one.withdrawn_on is None)
        self.withdraw.setVisible(one is not None and one.withdrawn_on is None)
        self.numbers.setEnabled(one is not None and one.made > 0)
        self._can, self._named = can, named
        self._count()

    _ready = False
    _can = False
    _named = True

    @property
    def offer(self) -> Offered | None:
        """The offer that is looked at."""
        return self.offers.current

    @property
    def tier(self) -> str:
        """The tier that is chosen as a whole, "" for none."""
        chosen = str(self.whom.currentData() or "")
        return "" if chosen.startswith(_GROUP) else chosen

    @property
    def group(self) -> str:
        """The saved group that is chosen, "" for none."""
        chosen = str(self.whom.currentData() or "")
        return chosen.removeprefix(_GROUP) if chosen.startswith(_GROUP) else ""

    @property
    def how_many(self) -> int:
        """How many vouchers would be printed now."""
        return len(self.chosen) if self._named else self.wanted.value()

    def _count(self, _value: object = None) -> None:
        super()._count()
        if not self._ready:
            return  # the parts every piece has are being made
        there = self._can and bool(self.how_many)
        listed = self._can and self._named and bool(self.model.rows)
        self._list.setVisible(listed)
        self.empty.setVisible(self._can and self._named and not listed)
        self.summary.setVisible(listed)
        self._all.setVisible(listed and len(self.model.rows) > 1)
        words = (
            self.tr("Print 1 voucher…")
            if self.how_many == 1
            else self.tr("Print %n vouchers…", "", self.how_many)
        )
        self.print_button.setText(words)
        for part in (self.print_button, self.pdf_button):
            part.setVisible(self._can)
            part.setEnabled(there)

    def set_busy(self, busy: bool) -> None:
        """While vouchers are on their way nothing is changed."""
        super().set_busy(busy)
        for part in (self._offers, self.wanted):
            part.setEnabled(not busy)

    def take_caret(self) -> None:
        """Puts the caret where work begins."""
        first = self.offers if self.offer is not None else self.none.button
        if first is not None:
            first.setFocus()
