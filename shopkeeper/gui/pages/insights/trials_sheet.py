"""The sheet on which a trial is set up: both offers, with whom, what for; and what it could find, before it begins."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.entry_sheet import EntrySheet
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.trial_measures import LONGEST_WEEKS, MEASURES, read_goal
from shopkeeper.service import groups, programmes, trial_lot, trial_words
from shopkeeper.service.trial_lot import MOST_POINTS, Lot, Size
from shopkeeper.service.trial_result import Result
from shopkeeper.service.trials import Offer, Plan, TrialKept

SIZE_AFTER_MS = 500
SEEN_LATELY = "seen within 26 weeks"


class TrialSheet(EntrySheet):
    """Says `kept(TrialKept)` when the lot is drawn. What is typed stays until then."""

    kept = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("A new trial"), desk, host, width=620)
        self._sizing: Sent | None = None
        self._sending: Sent | None = None
        tr, sheet = self.tr, self.sheet
        self.name = Field(tr("Name of the trial"), sheet, hint=tr("Coffee or nothing"), longest=120)
        self.first = Field(tr("Half of them get"), sheet, hint=tr("A free coffee"), longest=200)
        self.first_points = self.spin(tr("Points with it"), 0, MOST_POINTS, tr("none"))
        self.first_cost = Field(tr("Costs you each time"), sheet, remark=tr("(optional)"), longest=40)
        self.second = Field(
            tr("The other half get"),
            sheet,
            hint=tr("nothing, or another offer"),
            remark=tr("(optional)"),
            longest=200,
        )
        self.second_points = self.spin(tr("Points with the other"), 0, MOST_POINTS, tr("none"))
        self.second_cost = Field(tr("The other costs you"), sheet, remark=tr("(optional)"), longest=40)
        self.often = self.box(tr("It is given"), [(tr("once"), "once"), (tr("at every visit"), "visit")])
        self.who = self.box(tr("With whom"))
        self.who.setEditable(True)
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        measures = [(trial_words.measure(one), one) for one in MEASURES]
        self.measure = self.box(tr("What is to change"), measures)
        self.goal = Field(tr("By how much, to be worth it"), sheet, longest=40)
        self.weeks = self.spin(tr("How many weeks"), 1, LONGEST_WEEKS, "")
        self.weeks.setValue(8)
        self.day = Field(tr("First day"), sheet, hint=tr("today"), remark=tr("(optional)"), longest=60)
        self.could = Panel(tr("What it could find"), parent=sheet)
        self.finds = Sentence("", "body", "", self.could)
        self.enough = Sentence("", "strong", "", self.could)
        self.left_out = Sentence("", "small", "2", self.could)
        self.progress = ProgressLine(self.could)
        for part in (self.finds, self.enough, self.left_out, self.progress):
            self.could.add(part)
        self.keep = KeyButton(tr("Draw the lot and begin"), "Ctrl+Return", sheet)
        self.last: QPushButton = self.keep
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SIZE_AFTER_MS)
        self._arrange()
        self._connect()
        self._say_unit()

    def _arrange(self) -> None:
        rows: list[tuple[QWidget, ...]] = [
            (self.name,), (self.first,), (self.labelled(self.first_points), self.first_cost), (self.second,),
            (self.labelled(self.second_points), self.second_cost), (self.labelled(self.often), self.labelled(self.who)),
            (self.labelled(self.measure), self.goal), (self.labelled(self.weeks), self.day),
        ]  # fmt: skip
        if not self.beside:  # large text leaves the foot no room for it
            rows.append((self.could,))
        self.lay_out(rows)
        if self.beside:
            self.foot.addWidget(self.could)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.keep)

    def _connect(self) -> None:
        self.keep.clicked.connect(self.submit)
        self.progress.cancelled.connect(self._cancel)
        self._soon.timeout.connect(self._study)
        self.measure.currentIndexChanged.connect(self._say_unit)
        self.who.editTextChanged.connect(self._later)
        self.weeks.valueChanged.connect(self._later)
        self.goal.changed.connect(self._say_unit)
        self.day.changed.connect(self._say_day)
        for field in (
            self.name,
            self.first,
            self.second,
            self.goal,
            self.first_cost,
            self.second_cost,
            self.day,
        ):
            field.entered.connect(self.focusNextChild)
            field.escaped.connect(self.escape)

    # ---- opening ----

    def begin(self, after: Result | None = None) -> None:
        """Opens with what was typed and not kept; `after` a trial that could not tell, as it was and for longer."""
        typed = self.who.currentText()
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(self.tr("Who came within half a year"), SEEN_LATELY)
        self.who.addItem(self.tr("Everyone"), "")
        for tier in self._desk.ask(programmes.on, self._desk.today).tiers:
            self.who.addItem(tier.name, tier.name)
        for group in self._desk.ask(groups.groups):
            self.who.addItem(group.name, group.rule)
        if typed:
            self.who.setCurrentText(typed)
        self.who.blockSignals(False)
        if after is not None:
            self._fill(after)
        self.trouble.clear()
        self.open(self.name)
        self._later()

    def _fill(self, after: Result) -> None:
        plan, speech = after.trial.plan, self._desk.speech
        for field, text in (
            (self.name, self.tr("{name}, for longer").format(name=plan.name)[:120]), (self.first, plan.first.words),
            (self.second, plan.second.words), (self.day, ""),
            (self.first_cost, speech.plain(plan.first.cost_minor) if plan.first.cost_minor else ""),
            (self.second_cost, speech.plain(plan.second.cost_minor) if plan.second.cost_minor else ""),
        ):  # fmt: skip
            field.set_text(text)
        self.first_points.setValue(plan.first.points)
        self.second_points.setValue(plan.second.points)
        self.often.setCurrentIndex(self.often.findData(plan.often))
        place = self.who.findData(plan.who)
        if place >= 0:
            self.who.setCurrentIndex(place)
        else:
            self.who.setEditText(plan.who)
        self.measure.setCurrentIndex(self.measure.findData(plan.measure))
        goal = {"spend": speech.plain(plan.goal), "visits": speech.hundredths(plan.goal)}
        self.goal.set_text(goal.get(plan.measure, speech.tenths(plan.goal)))
        self.weeks.setValue(after.longer_weeks or plan.weeks)

    # ---- what was typed ----

    def _say_unit(self) -> None:
        """What the goal is counted in follows what is to change."""
        unit = {
            "spend": self.tr("more money a week, from each member"),
            "visits": self.tr("more visits in four weeks, by each member"),
            "came": self.tr("more members in 100"),
        }[self.measure.currentData()]
        self.goal.note(unit)
        self._later()

    def _say_day(self) -> None:
        self.note_day(self.day)

    def _day(self) -> date:
        return self.read_day(self.day, "from_day") if self.day.text.strip() else self._desk.today

    def _rule(self) -> str:
        """Whom it is tried with: one of the list, or a rule that was typed."""
        typed = self.who.currentText()
        place = self.who.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.who.itemData(place)) if place >= 0 else typed.strip()

    def _money(self, field: Field, about: str) -> int:
        return self.read_money(field, about) if field.text.strip() else 0

    def _goal(self) -> int:
        speech, shop = self._desk.speech, self._desk.shop
        return read_goal(self.goal.text, self.measure.currentData(), shop.money, speech.decimal_mark)

    def _plan(self) -> Plan:
        return Plan(
            self.name.text,
            Offer(self.first.text, self.first_points.value(), self._money(self.first_cost, "first_cost")),
            Offer(self.second.text, self.second_points.value(), self._money(self.second_cost, "second_cost")),
            self.measure.currentData(), self._goal(), self.weeks.value(), self._day(), self._rule(), self.often.currentData(),
        )  # fmt: skip

    # ---- what it could find ----

    def _later(self) -> None:
        if not self.isHidden():
            self._soon.start()

    def _study(self) -> None:
        self._cancel()
        try:
            goal = self._goal() if self.goal.text.strip() else 0
            day = self._day()
        except Declined:
            return  # said when it is kept, or while it is typed on
        self._sizing = self._desk.study_long(
            trial_lot.size,
            self._rule(),
            self.measure.currentData(),
            self.weeks.value(),
            goal,
            day,
            self._desk.today,
        )
        self._sizing.then(self._show_size).otherwise(self._no_size).watched(self.progress.come)
        self.progress.begin(self.tr("Looking at the past"))

    def _show_size(self, size: Size) -> None:
        self._sizing = None
        self.progress.end()
        speech, measure = self._desk.speech, self.measure.currentData()
        self.finds.setText(trial_words.finds(size, measure, speech))
        said = trial_words.enough(size, measure, self._goal(), speech) if self.goal.text.strip() else ""
        self.enough.setText(said)
        self.enough.setVisible(bool(said))
        enough = size.smallest is not None and bool(said) and size.smallest <= self._goal()
        self.enough.set_tone("accent" if enough else "attention")
        left_out = trial_words.left_out(size, speech)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))

    def _no_size(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._sizing = None
        self.progress.end()
        if isinstance(error, Declined | StorageTrouble):
            self.finds.setText(error.because)
            self.enough.hide()
            self.left_out.hide()

    def _cancel(self) -> None:
        for sent in (self._sizing, self._sending):
            if sent is not None:
                sent.cancel()
        self._sizing = None
        self.progress.end()

    # ---- the act ----

    def submit(self) -> None:
        if self._sending is not None:
            return
        self.trouble.clear()
        self._soon.stop()
        self._cancel()
        try:
            plan = self._plan()
        except Declined as declined:
            self._refused(declined)
            return
        self._sending = self._desk.study_long(trial_lot.draw, plan, self._desk.today)
        self._sending.then(self._drawn).otherwise(self._refused).watched(self.progress.come)
        self.progress.begin(self.tr("Drawing the lot"))

    def _drawn(self, lot: Lot) -> None:
        self._sending = self._desk.send_long(trial_lot.begin, lot, by=self._desk.serving)
        self._sending.then(self._done).otherwise(self._refused).watched(self.progress.come)

    def _done(self, kept: TrialKept) -> None:
        self._sending = None
        self.progress.end()
        for field in (
            self.name,
            self.first,
            self.second,
            self.first_cost,
            self.second_cost,
            self.goal,
            self.day,
        ):
            field.set_text("")
        for spin in (self.first_points, self.second_points):
            spin.setValue(0)
        self._say_unit()
        self.put_away()
        self.kept.emit(kept)

    def _refused(self, error: Exception) -> None:
        self._sending = None
        self.progress.end()
        fields = {
            "name": self.name, "first": self.first, "second": self.second, "first_cost": self.first_cost,
            "second_cost": self.second_cost, "goal": self.goal, "from_day": self.day,
        }  # fmt: skip
        self.tell_at(fields, error)
        if isinstance(error, Declined) and error.about in ("rule", "who"):
            self.who.setFocus()
