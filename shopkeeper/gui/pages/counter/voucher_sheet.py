"""A voucher on the counter: what it gives, whose it is and until when, what is left to pay, and Enter redeems it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter.purchase import PurchasePanel
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.cards import plain_code, spaced
from shopkeeper.rules.vouchers import is_voucher, taken_off
from shopkeeper.service import voucher_redeeming, vouchers
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.voucher_redeeming import Redeemed
from shopkeeper.service.voucher_words import gives_in_words, gives_with_condition, too_small, why_not
from shopkeeper.service.vouchers import Voucher


class VoucherSheet(SlideOver):
    """The sheet; says `redeemed(Redeemed)`, and `opened(member_id)` when whose it is shall be opened."""

    redeemed = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Voucher"), host, width=480, tall=True)
        self._desk = desk
        self._voucher: Voucher | None = None
        self._here: AtCounter | None = None
        self._busy = False
        sheet = self.sheet
        self.number = Sentence("", "strong", "2", sheet, wrap=False)
        self.gives = Sentence("", "name", "", sheet)
        self.about = Sentence("", "body", "", sheet)
        self.whose = QPushButton(self.tr("Open whose it is"), sheet)
        look.mark(self.whose, kind="link")
        self.whose.clicked.connect(self._open_owner)
        self.state = ErrorLine(sheet)
        self.other = ErrorLine(sheet)
        self.amount = AmountField(
            self.tr("Amount of the purchase"), self._read, desk.shop.money.sign, sheet,
            sign_after=desk.speech.sign_after, kind="total",
        )  # fmt: skip
        self.asks = Sentence("", "strong", "", sheet)
        self.effect = Sentence("", "body", "2", sheet)
        self.trouble = ErrorLine(sheet)
        self.redeem = KeyButton(self.tr("Redeem it"), "Enter", sheet)
        self.last = self.redeem
        self.body.setSpacing(look.px(10))
        for part in (
            self.number, self.gives, self.about, self.whose, self.state, self.other, self.asks, self.amount, self.effect,
        ):  # fmt: skip
            self.body.addWidget(
                part, 0, Qt.AlignmentFlag.AlignLeading if part is self.whose else Qt.AlignmentFlag(0)
            )
        self.body.addStretch(1)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.redeem)
        self.redeem.clicked.connect(self._redeem)
        self.amount.changed.connect(self._amount_changed)
        self.amount.edit.returnPressed.connect(self._redeem)
        self.amount.pressed.connect(self._pressed)

    def _read(self, typed: str) -> int:
        return read_amount(typed, currency=self._desk.shop.money, decimal_mark=self._desk.speech.decimal_mark)

    def show_number(self, typed: str, here: AtCounter | None, amount: str) -> None:
        """Looks a number up; `here` is whose card is open, `amount` what stands in the purchase."""
        self._voucher, self._here, self._busy = None, here, False
        self.trouble.clear()
        self.number.setText(spaced(plain_code(typed)))
        try:
            found: Voucher | None = self._desk.ask(vouchers.look, typed, self._desk.today)
            self.state.clear()
        except (Declined, StorageTrouble) as trouble:
            found = None
            self.state.explain(trouble)
        self._voucher = found
        usable = found is not None and found.state == "open"
        for part in (self.gives, self.about):
            part.setVisible(found is not None)
        asks = usable and found is not None and (found.offer.gives != "thing" or found.offer.least_minor > 0)
        parts: tuple[QWidget, ...] = (self.asks, self.amount, self.effect)
        for shown in parts:
            shown.setVisible(asks)
        self.redeem.setVisible(usable)
        self.other.clear()
        self.whose.hide()
        if found is not None:
            self._tell(found)
        self.amount.clear()
        if asks and amount.strip():
            self.amount.set_text(amount)
        self._amount_changed(self.amount.amount_minor)
        self.open(self.amount.edit if asks else self.redeem if usable else self._close)

    def _tell(self, voucher: Voucher) -> None:
        speech, today = self._desk.speech, self._desk.today
        said = gives_with_condition(voucher.offer, speech)
        self.gives.setText(said[:1].upper() + said[1:])
        until = self.tr("until {day}").format(day=speech.day(voucher.offer.through, today))
        owner = words.called(voucher.member_name, voucher.member_number) if voucher.member_number else ""
        whom = self.tr("for {name}").format(name=owner) if owner else self.tr("for whoever brings it")
        self.about.setText(f"{voucher.name} · {whom} · {until}")
        if voucher.state != "open":
            self.state.say(why_not(voucher, speech, today), "attention")
        here = self._here
        elsewhere = bool(owner) and (here is None or here.card.member_id != voucher.member_id)
        self.whose.setVisible(elsewhere)
        self.whose.setAccessibleName(self.tr("Open {name}").format(name=owner))
        self.redeem.setText(self.tr("Redeem it"))
        if elsewhere and here is not None and voucher.state == "open":
            standing = words.called(here.card.name, here.card.number)
            self.other.say(
                self.tr("This is {owner}’s voucher, and {name} stands here.").format(
                    owner=owner, name=standing
                ),
                "attention",
            )
            self.redeem.setText(self.tr("Redeem it all the same"))
        self.asks.setText(
            self.tr("Of which amount?")
            if _needs_amount(voucher)
            else self.tr("Off which amount? (may be left empty)")
        )

    def _amount_changed(self, amount_minor: object) -> None:
        voucher = self._voucher
        told = ""
        small = ""
        if voucher is not None and isinstance(amount_minor, int) and amount_minor > 0:
            small = too_small(voucher.offer, amount_minor, self._desk.speech)
        if small:
            told = small
        elif (
            voucher is not None
            and isinstance(amount_minor, int)
            and amount_minor > 0
            and voucher.offer.gives != "thing"
        ):
            gives = taken_off(voucher.offer, amount_minor, voucher.each_minor)
            told = self.tr("{gives} off, {left} to pay").format(
                gives=self._desk.speech.money(gives), left=self._desk.speech.money(amount_minor - gives)
            )
        self.effect.setText(told)
        self.effect.set_tone("bad" if small else "2")

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.escape()

    def _redeem(self) -> None:
        voucher = self._voucher
        if voucher is None or voucher.state != "open" or self._busy:
            return
        amount_minor = None
        if not self.amount.isHidden() and (self.amount.text.strip() or _needs_amount(voucher)):
            amount_minor = self.amount.check()
            if amount_minor is None:
                self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._busy = True
        here = self._here.card.member_id if self._here is not None else None
        sent = self._desk.send(
            voucher_redeeming.redeem, voucher.number, amount_minor=amount_minor, member_id=here, by=self._desk.serving,
            even_if_others=True,
        )  # fmt: skip
        sent.then(self._done).otherwise(self._refused)

    def _done(self, done: Redeemed) -> None:
        self._busy = False
        self.put_away()
        self.redeemed.emit(done)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Declined) and error.about == "amount":
            self.amount.say(error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _open_owner(self) -> None:
        if self._voucher is not None and self._voucher.member_id is not None:
            member = self._voucher.member_id
            self.put_away()
            self.opened.emit(member)


def _needs_amount(voucher: Voucher) -> bool:
    """Whether what it gives, or whether it is taken at all, depends on what the purchase comes to."""
    return voucher.offer.gives == "percent" or voucher.offer.least_minor > 0


class VoucherDesk(QObject):
    """Shows what was scanned or typed, tells what was redeemed, and leaves what is to pay in the purchase."""

    def __init__(
        self, desk: Desk, shell: Shell, panel: PurchasePanel, open_member: Callable[[object], None], parent: QObject
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self._shell, self._panel, self._open_member = desk, shell, panel, open_member
        self._sheet: VoucherSheet | None = None
        self._asked: tuple[str, AtCounter | None] = "", None

    @property
    def sheet(self) -> VoucherSheet:
        """Made when it is first asked for."""
        if self._sheet is None:
            self._sheet = VoucherSheet(self._desk, self._shell)
            self._sheet.redeemed.connect(self._redeemed)
            self._sheet.opened.connect(self._open_member)
        return self._sheet

    def take(self, typed: str, here: AtCounter | None) -> bool:
        """Shows the voucher of a number that was typed or scanned; False where it looks like none."""
        if not is_voucher(typed):
            return False
        self._asked = typed, here
        # The Enter that asked is still on its way; it is not to press what stands on the sheet.
        QTimer.singleShot(0, self._show)
        return True

    def _show(self) -> None:
        typed, here = self._asked
        self.sheet.show_number(typed, here, self._panel.amount.text)

    def _redeemed(self, done: Redeemed) -> None:
        speech = self._desk.speech
        voucher = done.voucher
        said = gives_in_words(voucher.offer, speech)
        self._panel.vouchers.append(voucher.number)
        name = words.called(voucher.member_name, voucher.member_number) if voucher.member_number else ""
        told = self.tr("Redeemed: {gives}, {name}") if name else self.tr("Redeemed: {gives}")
        left = ""
        if done.to_pay_minor is not None and voucher.offer.gives != "thing":
            left = self.tr("{left} to pay").format(left=speech.money(done.to_pay_minor))
            if done.to_pay_minor:
                self._panel.amount.set_text(speech.plain(done.to_pay_minor))
        self._shell.show_toast(Toast(told.format(gives=said, name=name), left, undo=True))
