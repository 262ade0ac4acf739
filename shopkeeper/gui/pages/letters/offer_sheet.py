"""The sheet on which vouchers are offered: what one gives, until when, for whom, and what it may cost."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.said_days import find_day
from shopkeeper.service import vouchers
from shopkeeper.service.vouchers import MOST_AT_ONCE, OfferKept, Plan


class OfferSheet(SlideOver):
    """Says `kept(OfferKept)`. What is typed stays until it is kept."""

    kept = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Offer vouchers"), host, width=520)
        self._desk = desk
        self._sending = False
        tr, sheet = self.tr, self.sheet
        self.gives = QComboBox(sheet)
        self.gives.setAccessibleName(tr("What a voucher gives"))
        for words, key in (
            (tr("Money off"), "money"),
            (tr("A percentage off"), "percent"),
            (tr("A thing"), "thing"),
        ):
            self.gives.addItem(words, key)
        self.value = Field(
            tr("How much"), sheet, hint=desk.speech.plain(5 * desk.shop.money.unit_minor), longest=40
        )
        self.percent = QSpinBox(sheet)
        dress_spin(self.percent, tr("How many per cent"))
        self.percent.setRange(1, 100)
        self.percent.setValue(10)
        self.percent.setSuffix(" %")
        self.thing = Field(tr("What it is"), sheet, hint=tr("A jar of honey"), longest=120)
        self.each = Field(tr("What one costs you, about"), sheet, remark=tr("(optional)"), longest=40)
        self.name = Field(tr("What you call it"), sheet, hint=tr("Winter thank-you"), longest=120)
        self.start = Field(tr("From"), sheet, remark=tr("(today if left empty)"), longest=60)
        self.end = Field(tr("Until"), sheet, hint=tr("31 December"), longest=60)
        self.whom = QComboBox(sheet)
        self.whom.setAccessibleName(tr("Whose they are"))
        self.whom.addItem(tr("One member each"), True)
        self.whom.addItem(tr("Whoever brings them"), False)
        self.most = QSpinBox(sheet)
        dress_spin(self.most, tr("How many there may be"))
        self.most.setRange(0, 10 * MOST_AT_ONCE)
        self.most.setSpecialValueText(tr("not counted"))
        self.budget = Field(tr("What all may cost together"), sheet, remark=tr("(optional)"), longest=40)
        self.cost = Sentence("", "body", "2", sheet)
        self.trouble = ErrorLine(sheet)
        self.keep = KeyButton(tr("Offer them"), "Ctrl+Return", sheet)
        self.last = self.keep
        self._percent = self._labelled(self.percent)
        self._arrange()
        self.gives.currentIndexChanged.connect(self._shape)
        self.most.valueChanged.connect(self._say_cost)
        for field in (self.value, self.each):
            field.changed.connect(self._say_cost)
        self.start.changed.connect(self._say_start)
        self.end.changed.connect(self._say_end)
        self.keep.clicked.connect(self._keep)
        for field in (self.value, self.thing, self.each, self.name, self.start, self.end, self.budget):
            field.entered.connect(self.focusNextChild)
        self._shape()

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, look.px(4), look.px(10), 0)
        column.setSpacing(look.px(8))
        for part in (
            self._labelled(self.gives), self.value, self._percent, self.thing, self.each, self.name, self.start, self.end,
            self._labelled(self.whom), self._labelled(self.most), self.budget, self.cost,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = QScrollArea(self.sheet)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll, 1)
        self.foot.setSpacing(look.px(8))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.keep)

    def _labelled(self, part: QWidget) -> QWidget:
        held = QWidget(self.sheet)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(Sentence(part.accessibleName(), "label", "2", held, wrap=False))
        column.addWidget(part)
        part.setMinimumHeight(look.target_height())
        return held

    def begin(self) -> None:
        """Opens, with what was typed and not kept."""
        self.trouble.clear()
        self.open(self.gives)

    def _shape(self, _index: object = None) -> None:
        """Only what belongs to the kind of voucher is asked."""
        gives = self.gives.currentData()
        self.value.setVisible(gives == "money")
        self._percent.setVisible(gives == "percent")
        self.thing.setVisible(gives == "thing")
        self.each.setVisible(gives != "money")
        self._say_cost()

    # --- what was typed -----------------------------------------------------------------------------

    def _amount(self, field: Field, about: str) -> int:
        speech = self._desk.speech
        return read_amount(
            field.text, currency=self._desk.shop.money, decimal_mark=speech.decimal_mark, about=about
        )

    def _day(self, field: Field, about: str) -> date:
        typed = field.text.strip()
        try:
            return date.fromisoformat(typed)
        except ValueError:
            said = find_day(typed, today=self._desk.today, order=self._desk.speech.day_order)
        if said is None:
            sentence = self.tr("This names no day. Write it like Friday, or 31 December.")
            raise Declined(f"{about}_not_understood", sentence, about)
        return said.day

    def _say_start(self) -> None:
        self._note(self.start)

    def _say_end(self) -> None:
        self._note(self.end)

    def _note(self, field: Field) -> None:
        try:
            field.note(self._desk.speech.day_of_week(self._day(field, "day")))
        except Declined:
            field.note("")

    def _say_cost(self, _typed: object = None) -> None:
        """What all of them may cost, while it is typed."""
        field = self.value if self.gives.currentData() == "money" else self.each
        try:
            one = self._amount(field, "value")
        except Declined:
            one = 0
        count = self.most.value()
        told = ""
        if one and count:
            told = self.tr("{n} of them cost {amount} at most.").format(
                n=self._desk.speech.count(count), amount=self._desk.speech.money(one * count)
            )
        self.cost.setText(told)
        self.cost.setVisible(bool(told))

    def _plan(self) -> Plan:
        gives = self.gives.currentData()
        value = (
            self._amount(self.value, "value")
            if gives == "money"
            else self.percent.value()
            if gives == "percent"
            else 0
        )
        each = self._amount(self.each, "each") if gives != "money" and self.each.text.strip() else 0
        return Plan(
            name=self.name.text, gives=gives,
            from_day=self._day(self.start, "from_day") if self.start.text.strip() else self._desk.today,
            through=self._day(self.end, "through"), value=value, thing=self.thing.text, named=bool(self.whom.currentData()),
            most=self.most.value() or None, each_minor=each,
            budget_minor=self._amount(self.budget, "budget") if self.budget.text.strip() else None,
        )  # fmt: skip

    def _keep(self) -> None:
        if self._sending:
            return
        self.trouble.clear()
        try:
            plan = self._plan()
        except Declined as declined:
            self._refused(declined)
            return
        self._sending = True
        self._desk.send(vouchers.offer, plan, by=self._desk.serving).then(self._done).otherwise(self._refused)

    def _done(self, kept: OfferKept) -> None:
        self._sending = False
        for field in (self.value, self.thing, self.each, self.name, self.start, self.end, self.budget):
            field.set_text("")
        self.most.setValue(0)
        self.put_away()
        self.kept.emit(kept)

    def _refused(self, error: Exception) -> None:
        self._sending = False
        fields = {
            "value": self.value, "thing": self.thing, "each": self.each, "name": self.name, "from_day": self.start,
            "through": self.end, "budget": self.budget,
        }  # fmt: skip
        field = fields.get(getattr(error, "about", ""))
        if field is not None and isinstance(error, Declined):
            field.say(error.because)
            self._scroll.ensureWidgetVisible(field)
            field.setFocus()
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._keep()
            event.accept()
            return
        super().keyPressEvent(event)
