"""The purchase panel: an amount, what it pays and earns while it is typed, and one Enter that records it."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import uuid4

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import words
from shopkeeper.gui.pages.counter.fields import DayChoice, PointsField
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import ToastArea
from shopkeeper.rules.amounts import read_amount
from shopkeeper.service import previews
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.previews import PurchaseEffect


@dataclass(frozen=True, slots=True)
class Form:
    """A purchase ready to be recorded. `key` is its own: recorded twice it counts once."""

    key: str
    amount_minor: int
    what: str
    points: int
    happened_on: date | None


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
        self.key = uuid4().hex
        self._title = Sentence(self.tr("Purchase"), "heading", "", self, wrap=False)
        self.day = DayChoice(self)
        self._day_error = ErrorLine(self)
        self.amount = AmountField(self.tr("Amount"), self._read_amount, desk.shop.money.sign, self)
        self.what = BareEdit()
        self.what.setMaxLength(200)
        self.what.setAccessibleName(self.tr("What was bought"))
        self._what_frame = FieldFrame(self.what, self, radius=6)
        self._what_error = ErrorLine(self)
        self.points = PointsField(self)
        self._rows = QGridLayout()
        self._pay = self._row(self.tr("To pay"), "total")
        self._earns = self._row("", "body")
        self._after = self._row("", "body")
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

    def _row(self, name: str, kind: str) -> tuple[Sentence, Sentence]:
        left = Sentence(name, "body", "2", self)
        right = Sentence("", kind, "", self, wrap=False)
        right.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        right.setFont(look.tabular(right.font()))
        at = self._rows.rowCount()
        self._rows.addWidget(left, at, 0)
        self._rows.addWidget(right, at, 1)
        return left, right

    def _lay_out(self) -> None:
        self._rows.setColumnStretch(0, 1)
        self._rows.setVerticalSpacing(look.px(5))
        inside = QHBoxLayout(self._what_frame)
        inside.setContentsMargins(look.px(12), 0, look.px(12), 0)
        inside.addWidget(self.what)
        self._what_frame.setMinimumHeight(look.target_height())
        column = QVBoxLayout(self)
        around = look.px(20)
        column.setContentsMargins(around, look.px(18), around, look.px(20))
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
        label = QHBoxLayout()
        label.setSpacing(look.px(4))
        label.addWidget(Sentence(self.tr("What was bought"), "label", "2", self, wrap=False))
        label.addWidget(Sentence(self.tr("(optional)"), "label", "hint", self, wrap=False))
        label.addStretch(1)
        column.addLayout(label)
        column.addWidget(self._what_frame)
        column.addWidget(self._what_error)
        column.addSpacing(look.px(8))
        column.addWidget(self.points)
        column.addSpacing(look.px(8))
        column.addWidget(line(self))
        column.addSpacing(look.px(4))
        column.addLayout(self._rows)
        column.addSpacing(look.px(6))
        column.addWidget(self._trouble)
        column.addWidget(self.record)
        column.addSpacing(look.px(4))
        column.addWidget(self.correct)
        column.addStretch(1)
        column.addWidget(self.toast)
        order = [self.amount.edit, self.what, self.points.edit, self.record, self.correct, self.day.button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.amount.changed.connect(self._amount_changed)
        self.amount.edit.returnPressed.connect(self.record_asked)
        self.amount.pressed.connect(self._pressed_in_amount)
        self.amount.edit.textEdited.connect(self._edited)
        self.what.returnPressed.connect(self.record_asked)
        self.what.textChanged.connect(self._what_changed)
        self.what.pressed.connect(self._pressed_below)
        self.points.changed.connect(self.work_out)
        self.points.entered.connect(self.record_asked)
        self.points.pressed.connect(self._pressed_below)
        self.day.changed.connect(self._day_changed)
        self.day.done.connect(self.amount.setFocus)
        self.record.clicked.connect(self.record_asked)
        self.correct.clicked.connect(self.correct_asked)

    # ---- for whom ----

    def for_member(self, at: AtCounter) -> None:
        """The purchase is this member's; what was typed stays."""
        self._at, self._nobody = at, False
        self._title.setText(self.tr("Purchase"))
        self.points.setVisible(at.programme.worth_minor > 0)
        self.points.set_balance(at.card.standing.points, self._desk.speech)
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
        return Form(self.key, amount_minor, self.what.text(), points, day)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been typed."""
        return not (self.amount.text.strip() or self.what.text().strip() or self.points.edit.text().strip())

    def reset(self) -> None:
        """Recorded: an empty form with a key of its own."""
        self.key = uuid4().hex
        self.set_busy(False)
        self.amount.clear()
        self.what.setText("")
        self.points.clear()
        self.day.reset()
        self._say_nothing()
        self.work_out()

    def set_busy(self, busy: bool) -> None:
        """While it is being recorded nothing more is typed into it."""
        self.busy = busy
        for edit in (self.amount.edit, self.what, self.points.edit):
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
            self._what_error.say(error.because)
            self._what_frame.set_wrong(True)
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        elif about == "on":
            self._day_error.say(error.because)
        else:
            self._trouble.say(error.because)

    def _say_nothing(self) -> None:
        for error in (self._day_error, self._what_error, self._trouble):
            error.clear()
        self._what_frame.set_wrong(False)
        self.points.say("")
        if self.amount.refusal:
            self.amount.say("")

    @property
    def refusals(self) -> list[str]:
        """The sentences shown now, from the top."""
        shown = [self._day_error.text, self.amount.refusal, self._what_error.text, self.points.error.text]
        return [sentence for sentence in [*shown, self._trouble.text] if sentence]

    # ---- what it comes to ----

    def work_out(self) -> None:
        """Shows what is to pay, what it earns and how far the next tier is then."""
        amount_minor = self.amount.amount_minor
        speech = self._desk.speech
        effect: PurchaseEffect | None = None
        if self._at is not None and self.amount.refusal == "":
            effect = self._preview(amount_minor or 0)
        worth = effect.worth_minor if effect is not None else 0
        self._pay[1].setText(speech.money((amount_minor or 0) - worth))
        self._show_row(self._earns, *self._earning(effect))
        self._show_row(self._after, *self._nearing(effect))

    def _preview(self, amount_minor: int) -> PurchaseEffect | None:
        assert self._at is not None
        member, day, today = self._at.card.member_id, self.day.day, self._desk.today
        self.points.say("")
        try:
            points = self.points.points
            return self._desk.ask(
                previews.purchase,
                member,
                amount_minor,
                points=points if amount_minor else 0,
                on=day,
                today=today,
            )
        except Declined as declined:
            if declined.about == "points":
                self.points.say(declined.because)
            return None
        except StorageTrouble as trouble:
            self._trouble.explain(trouble)
            return None

    def _earning(self, effect: PurchaseEffect | None) -> tuple[str, str]:
        if effect is None:
            return "", ""
        name = self.tr("Earns")
        if effect.multiplier_text:
            name = self.tr("Earns ({tier} {times})").format(tier=effect.tier, times=effect.multiplier_text)
        speech = self._desk.speech
        points = speech.points(effect.earned)
        return name, f"+{points}" if effect.earned else points

    def _nearing(self, effect: PurchaseEffect | None) -> tuple[str, str]:
        if effect is None:
            return "", ""
        after = effect.effect
        if after.rank_after > after.rank_before:
            return self.tr("Becomes"), after.tier_after
        if after.next_tier is None:
            return "", ""
        name = self.tr("To {tier} after") if self.amount.amount_minor else self.tr("To {tier}")
        return name.format(tier=after.next_tier.name), words.missing(after.next_tier, self._desk.speech)

    def _show_row(self, row: tuple[Sentence, Sentence], name: str, value: str) -> None:
        for label, said in zip(row, (name, value), strict=True):
            label.setText(said)
            label.setVisible(bool(name))

    # ---- keys ----

    def _amount_changed(self, amount_minor: object) -> None:
        self._trouble.clear()
        self.work_out()

    def _what_changed(self, typed: str) -> None:
        self._what_error.clear()
        self._what_frame.set_wrong(False)

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

    def _pressed_below(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._what_frame.setMinimumHeight(look.target_height())
