"""The purchase panel: an amount, what it pays and earns while it is typed, and one Enter that records it."""

import os
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter.fields import DayChoice, PointsField
from shopkeeper.gui.pages.counter.sums import Sums
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import ToastArea
from shopkeeper.rules.amounts import read_amount
from shopkeeper.service import previews
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.previews import PurchaseEffect
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A purchase ready to be recorded. `key` is its own: recorded twice it counts once. `vouchers` were redeemed for it."""

    key: str
    amount_minor: int
    what: str
    points: int
    happened_on: date | None
    vouchers: tuple[str, ...] = ()


class PurchasePanel(QFrame):
    """`for_whom` says who the purchase is for; the panel keeps what was typed until it is recorded."""

    record_asked = Signal()
    correct_asked = Signal()
    left = Signal()
    """Escape in the amount: back to the find box."""
    name_typed = Signal(str)
    """A letter was typed into the empty amount: it begins a name."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="side")
        self._desk = desk
        self._at: AtCounter | None = None
        self._nobody = False
        self.busy = False
        self.key = os.urandom(16).hex()
        self.vouchers: list[str] = []
        """What was redeemed for the purchase that is typed here."""
        self._title = Sentence(self.tr("Purchase"), "heading", "", self, wrap=False)
        self.day = DayChoice(self)
        self._day_error = ErrorLine(self)
        after, sign = desk.speech.sign_after, desk.shop.money.sign
        self.amount = AmountField(self.tr("Amount"), self._read_amount, sign, self, sign_after=after)
        self.what = Field(self.tr("What was bought"), self, longest=200, remark=self.tr("(optional)"))
        self.points = PointsField(self)
        self.sums = Sums(self)
        self._trouble = ErrorLine(self)
        self.record = KeyButton(self.tr("Record purchase"), "Enter", self)
        self.correct = QPushButton(self.tr("Return or correct"), self)
        self.correct.setAccessibleName(self.tr("Return or correct"))
        self.correct.setToolTip("Ctrl R")
        self.toast = ToastArea(self, narrow=True)
        self._lay_out()
        self._connect()
        self.refresh_speech()
        self.for_nobody_yet()

    def _lay_out(self) -> None:
        around = look.px(20)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._form = form = QWidget(self)
        look.mark(form, panel="inside")
        self._scroll = scroll = QScrollArea(self)
        scroll.setWidget(form)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(around, 0, around, look.px(20))
        foot.addWidget(self.toast)
        outer.addLayout(foot)
        column = QVBoxLayout(form)
        column.setContentsMargins(around, look.px(18), around, look.px(8))
        column.setSpacing(look.px(6))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self.day, 1)
        column.addLayout(head)
        column.addWidget(self._day_error)
        column.addSpacing(look.px(4))
        column.addWidget(Sentence(self.tr("Amount"), "label", "2", self))
        column.addWidget(self.amount)
        column.addSpacing(look.px(8))
        column.addWidget(self.what)
        column.addSpacing(look.px(8))
        column.addWidget(self.points)
        column.addSpacing(look.px(8))
        column.addWidget(line(self))
        column.addSpacing(look.px(4))
        column.addWidget(self.sums)
        column.addSpacing(look.px(6))
        column.addWidget(self._trouble)
        column.addWidget(self.record)
        column.addSpacing(look.px(4))
        column.addWidget(self.correct)
        column.addStretch(1)
        order = [
            self.amount.edit,
            self.what.edit,
            self.points.edit,
            self.record,
            self.correct,
            self.day.button,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.amount.changed.connect(self._amount_changed)
        self.amount.edit.returnPressed.connect(self.record_asked)
        self.amount.pressed.connect(self._pressed_in_amount)
        self.amount.edit.textEdited.connect(self._edited)
        self.what.entered.connect(self.record_asked)
        self.what.escaped.connect(self._back_to_amount)
        self.points.changed.connect(self.work_out)
        self.points.entered.connect(self.record_asked)
        self.points.pressed.connect(self._pressed_in_points)
        self.day.changed.connect(self._day_changed)
        self.day.done.connect(self._back_to_amount)
        self.record.clicked.connect(self.record_asked)
        self.correct.clicked.connect(self.correct_asked)

    @property
    def needed_width(self) -> int:
        """The least width at which nothing of it is cut at the side."""
        return self._form.minimumSizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width()

    # ---- for whom ----

    def for_member(self, at: AtCounter) -> None:
        """The purchase is this member's; what was typed stays."""
        self._at, self._nobody = at, False
        self._title.setText(self.tr("Purchase"))
        self.points.setVisible(at.programme.worth_minor > 0)
        self.points.set_balance(at.card.standing.pooled, self._desk.speech)
        self.record.setText(self.tr("Record purchase"))
        self.record.setAccessibleName(self.tr("Record purchase"))
        self.correct.setEnabled(bool(at.bought))
        self._say_nothing()
        self.work_out()

    def for_nobody_known(self, *, any_before: bool) -> None:
        """A sale to nobody known; `any_before` says whether there is one that could be corrected."""
        self._at, self._nobody = None, True
        self._title.setText(self.tr("Sale"))
        self.points.clear()
        self.points.hide()
        self.record.setText(self.tr("Record sale"))
        self.record.setAccessibleName(self.tr("Record sale to nobody known"))
        self.correct.setEnabled(any_before)
        self._say_nothing()
        self.work_out()

    def for_nobody_yet(self) -> None:
        """Nobody is chosen; an amount may be typed first all the same."""
        self._at, self._nobody = None, False
        self._title.setText(self.tr("Purchase"))
        self.points.clear()
        self.points.hide()
        self.record.setText(self.tr("Record purchase"))
        self.record.setAccessibleName(self.tr("Record purchase"))
        self.correct.setEnabled(False)
        self.work_out()

    # ---- what is typed ----

    def _read_amount(self, typed: str) -> int:
        money = self._desk.shop.money
        return read_amount(typed, currency=money, decimal_mark=self._desk.speech.decimal_mark)

    def refresh_speech(self) -> None:
        """The shop, its money or the day changed."""
        speech, shop = self._desk.speech, self._desk.shop
        self.amount.set_sign(shop.money.sign)
        self.amount.set_placeholder(speech.plain(0))
        self.day.tell(self._desk.today, speech)
        self.work_out()

    def form(self) -> Form | None:
        """What is to be recorded; None with the reason shown at its field and the caret there."""
        self._say_nothing()
        amount_minor = self.amount.check()
        if amount_minor is None:
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if self.day.refusal:
            self._day_error.say(self.day.refusal)
            self.day.ask()
            return None
        try:
            points = self.points.points if self._at is not None else 0
        except Declined as declined:
            self.explain(declined)
            return None
        day = None if self.day.is_today else self.day.day
        return Form(self.key, amount_minor, self.what.text, points, day, tuple(self.vouchers))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been typed."""
        return not (self.amount.text.strip() or self.what.text.strip() or self.points.edit.text().strip())

    def reset(self) -> None:
        """Recorded: an empty form with a key of its own."""
        self.key = os.urandom(16).hex()
        self.vouchers.clear()
        self.set_busy(False)
        self.amount.clear()
        self.what.clear()
        self.points.clear()
        self.day.reset()
        self._say_nothing()
        self.work_out()

    def set_busy(self, busy: bool) -> None:
        """While it is being recorded nothing more is typed into it."""
        self.busy = busy
        for edit in (self.amount.edit, self.what.edit, self.points.edit):
            edit.setReadOnly(busy)
        self.record.setEnabled(not busy)

    def say_for_whom(self) -> None:
        """Enter was pressed and nobody is chosen."""
        self.amount.say(
            self.tr("Whose purchase is it? Find the member, or press Ctrl 0 for a sale to nobody known."),
            "attention",
        )

    def explain(self, error: Declined | StorageTrouble) -> None:
        """Shows why it was not recorded, at the field it concerns; what was typed stays."""
        about = error.about if isinstance(error, Declined) else ""
        if about == "amount":
            self.amount.say(error.because)
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        elif about == "points" and self._at is not None:
            self.points.say(error.because)
            self.points.setFocus(Qt.FocusReason.OtherFocusReason)
        elif about == "what":
            self.what.say(error.because)
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        elif about == "on":
            self._day_error.say(error.because)
        else:
            self._trouble.say(error.because)

    def _say_nothing(self) -> None:
        self._day_error.clear()
        self._trouble.clear()
        self.what.say("")
        self.points.say("")
        if self.amount.refusal:
            self.amount.say("")

    @property
    def refusals(self) -> list[str]:
        """The sentences shown now, from the top."""
        shown = [self._day_error.text, self.amount.refusal, self.what.error.text, self.points.error.text]
        return [sentence for sentence in [*shown, self._trouble.text] if sentence]

    # ---- what it comes to ----

    def work_out(self) -> None:
        """Shows what is to pay, what it earns and how far the next tier is then."""
        amount_minor = self.amount.amount_minor
        if amount_minor is None:
            self.points.say("")
            standing = self._at.card.standing if self._at is not None else None
            self.sums.show_resting(standing, self._desk.speech)
            return
        effect = self._preview(amount_minor) if self._at is not None else None
        self.sums.show_sums(amount_minor, effect, self._desk.speech)

    def _preview(self, amount_minor: int) -> PurchaseEffect | None:
        assert self._at is not None
        member, day, today = self._at.card.member_id, self.day.day, self._desk.today
        self.points.say("")
        try:
            return self._desk.ask(
                previews.purchase, member, amount_minor, points=self.points.points, on=day, today=today
            )
        except Declined as declined:
            if declined.about == "points":
                self.points.say(declined.because)
            return None
        except StorageTrouble as trouble:
            self._trouble.explain(trouble)
            return None

    # ---- keys ----

    def _amount_changed(self, amount_minor: object) -> None:
        self._trouble.clear()
        self.work_out()

    def _day_changed(self) -> None:
        self._day_error.say(self.day.refusal)
        self.work_out()

    def _edited(self, typed: str) -> None:
        if len(typed) == 1 and typed.isalpha():
            self.amount.clear()
            self.name_typed.emit(typed)

    def _pressed_in_amount(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.left.emit()

    def _pressed_in_points(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self._back_to_amount()

    def _back_to_amount(self) -> None:
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
