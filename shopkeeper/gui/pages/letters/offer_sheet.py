"""The sheet on which vouchers are offered: what one gives, until when, for whom, and what it may cost."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.entry_sheet import EntrySheet
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import vouchers
from shopkeeper.service.vouchers import MOST_AT_ONCE, Offered, OfferKept, Plan


class OfferSheet(EntrySheet):
    """Says `kept(OfferKept)`. What is typed for a new one stays until it is kept; `changes` where one there is is changed."""

    kept = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Offer vouchers"), desk, host, width=520)
        self._sending = False
        self._changed: Offered | None = None
        tr, sheet = self.tr, self.sheet
        self.gives = self.box(
            tr("What a voucher gives"),
            [(tr("Money off"), "money"), (tr("A percentage off"), "percent"), (tr("A thing"), "thing")],
        )
        self.value = Field(
            tr("How much"), sheet, hint=desk.speech.plain(5 * desk.shop.money.unit_minor), longest=40
        )
        self.percent = self.spin(tr("How many per cent"), 1, 100)
        self.percent.setValue(10)
        self.percent.setSuffix(" %")
        self.thing = Field(tr("What it is"), sheet, hint=tr("A jar of honey"), longest=120)
        self.each = Field(tr("What one costs you, about"), sheet, remark=tr("(optional)"), longest=40)
        self.name = Field(tr("What you call it"), sheet, hint=tr("Winter thank-you"), longest=120)
        self.least = Field(
            tr("From which purchase on"), sheet, remark=tr("(any, if left empty)"),
            hint=desk.speech.plain(30 * desk.shop.money.unit_minor), longest=40,
        )  # fmt: skip
        self.start = Field(tr("From"), sheet, remark=tr("(today if left empty)"), longest=60)
        self.end = Field(tr("Until"), sheet, hint=tr("31 December"), longest=60)
        self.whom = self.box(
            tr("Whose they are"), [(tr("One member each"), True), (tr("Whoever brings them"), False)]
        )
        self.most = self.spin(tr("How many there may be"), 0, 10 * MOST_AT_ONCE, tr("not counted"))
        self.budget = Field(tr("What all may cost together"), sheet, remark=tr("(optional)"), longest=40)
        self.cost = Sentence("", "body", "2", sheet)
        self.keep = KeyButton(tr("Offer them"), "Ctrl+Return", sheet)
        self.last = self.keep
        self._percent = self.labelled(self.percent)
        self._arrange()
        self.gives.currentIndexChanged.connect(self._shape)
        self.most.valueChanged.connect(self._say_cost)
        for field in (self.value, self.each):
            field.changed.connect(self._say_cost)
        self.start.changed.connect(self._say_start)
        self.end.changed.connect(self._say_end)
        self.keep.clicked.connect(self.submit)
        for field in self._typed:
            field.entered.connect(self.focusNextChild)
        self._shape()

    def _arrange(self) -> None:
        self.lay_out([
            (part,) for part in (
                self.labelled(self.gives), self.value, self._percent, self.thing, self.each, self.name, self.least, self.start, self.end,
                self.labelled(self.whom), self.labelled(self.most), self.budget, self.cost,
            )
        ])  # fmt: skip
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.keep)

    @property
    def _typed(self) -> tuple[Field, ...]:
        return self.value, self.thing, self.each, self.name, self.least, self.start, self.end, self.budget

    @property
    def changes(self) -> bool:
        """Whether it is an offer there is that is changed."""
        return self._changed is not None

    def begin(self) -> None:
        """Opens for a new one, with what was typed and not kept."""
        if self._changed is not None:
            self._changed = None
            self._empty()
        self.set_title(self.tr("Offer vouchers"))
        self.keep.setText(self.tr("Offer them"))
        self._dress_fixed(made=0)
        self.trouble.clear()
        self.open(self.gives)

    def begin_change(self, offered: Offered) -> None:
        """Opens with an offer there is, as it stands; what was typed for a new one is gone."""
        self._changed = offered
        self._empty()
        plan, speech = offered.plan, self._desk.speech
        self.set_title(self.tr("Change this offer"))
        self.keep.setText(self.tr("Change it"))
        self.gives.setCurrentIndex(self.gives.findData(plan.gives))
        self.whom.setCurrentIndex(self.whom.findData(plan.named))
        self.percent.setValue(plan.value if plan.gives == "percent" else 10)
        self.most.setValue(plan.most or 0)
        amounts = (
            (self.value, plan.value if plan.gives == "money" else 0), (self.each, plan.each_minor),
            (self.least, plan.least_minor), (self.budget, plan.budget_minor or 0),
        )  # fmt: skip
        for field, amount in amounts:
            field.set_text(speech.plain(amount) if amount else "")
        self.name.set_text(plan.name)
        self.thing.set_text(plan.thing)
        self.start.set_text(plan.from_day.isoformat())
        self.end.set_text(plan.through.isoformat())
        self._dress_fixed(made=offered.made)
        self._shape()
        self.trouble.clear()
        self.open(self.name)

    def _dress_fixed(self, *, made: int) -> None:
        """What stands on paper already is not asked again."""
        for part in (self.gives, self.whom):
            part.setEnabled(not made)
        self.thing.edit.setReadOnly(made > 0)

    def _empty(self) -> None:
        for field in self._typed:
            field.set_text("")
            field.say("")
        self.most.setValue(0)

    def _shape(self, _index: object = None) -> None:
        """Only what belongs to the kind of voucher is asked."""
        gives = self.gives.currentData()
        self.value.setVisible(gives == "money")
        self._percent.setVisible(gives == "percent")
        self.thing.setVisible(gives == "thing")
        self.each.setVisible(gives != "money")
        self._say_cost()

    # --- what was typed -----------------------------------------------------------------------------

    def _say_start(self) -> None:
        self.note_day(self.start)

    def _say_end(self) -> None:
        self.note_day(self.end)

    def _say_cost(self, _typed: object = None) -> None:
        """What all of them may cost, while it is typed."""
        field = self.value if self.gives.currentData() == "money" else self.each
        try:
            one = self.read_money(field, "value")
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
            self.read_money(self.value, "value")
            if gives == "money"
            else self.percent.value()
            if gives == "percent"
            else 0
        )
        each = self.read_money(self.each, "each") if gives != "money" and self.each.text.strip() else 0
        return Plan(
            name=self.name.text, gives=gives,
            from_day=self.read_day(self.start, "from_day") if self.start.text.strip() else self._desk.today,
            through=self.read_day(self.end, "through"), value=value, thing=self.thing.text, named=bool(self.whom.currentData()),
            most=self.most.value() or None, each_minor=each,
            budget_minor=self.read_money(self.budget, "budget") if self.budget.text.strip() else None,
            least_minor=self.read_money(self.least, "least") if self.least.text.strip() else 0,
        )  # fmt: skip

    def submit(self) -> None:
        if self._sending:
            return
        self.trouble.clear()
        try:
            plan = self._plan()
        except Declined as declined:
            self._refused(declined)
            return
        self._sending = True
        by = self._desk.serving
        sent = (
            self._desk.send(vouchers.offer, plan, by=by)
            if self._changed is None
            else self._desk.send(vouchers.change, self._changed.id, plan, by=by)
        )
        sent.then(self._done).otherwise(self._refused)

    def _done(self, kept: OfferKept) -> None:
        self._sending = False
        self._empty()
        self.put_away()
        self.kept.emit(kept)

    def _refused(self, error: Exception) -> None:
        self._sending = False
        fields = {
            "value": self.value, "thing": self.thing, "each": self.each, "name": self.name, "from_day": self.start,
            "through": self.end, "budget": self.budget, "least": self.least,
        }  # fmt: skip
        self.tell_at(fields, error)
