"""The owner's quiet hour on the screen: every figure says how it was worked out, and the list ends in something to do."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Cancelled, StorageTrouble
from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.desk import Changes, Desk, Sent
from shopkeeper.gui.door import DoorView
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.insights import on_paper, words
from shopkeeper.gui.pages.insights.balance_cards import BalanceCard, LeftCard
from shopkeeper.gui.pages.insights.coming_cards import AwayCard, BestCard, CohortsCard, MonthsCard, RhythmCard
from shopkeeper.gui.pages.insights.member_table import MemberTable
from shopkeeper.gui.pages.insights.parts import Explained, Figure, Told
from shopkeeper.gui.pages.insights.stages_cards import CrossedCard, PlanCard, WhereCard
from shopkeeper.gui.pages.insights.thresholds_sheet import ThresholdsSheet
from shopkeeper.gui.pages.insights.trials_list import TrialsPart
from shopkeeper.gui.pages.insights.value_cards import DemandCard, ValueCard
from shopkeeper.gui.pages.insights.worth_a_word import AT_FIRST, WordsTable
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.heatmap import HeatMap
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.readable import Readable
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.stages import Stage
from shopkeeper.say import Speech
from shopkeeper.service import insights, loyalty, programmes
from shopkeeper.service.insights import Insights

MONTHS = (12, 6, 3, 24)
_SIDE_BY_SIDE = 760


class InsightsPage(QWidget):
    """Says `member_opened(member_id)` and `letter_asked(member_id)` for somebody worth a word, `owed_asked` for who has earned
    a thank-you, `group_asked(rule)` for the members of a line of the plan, `needs_asked` for what
    members need, `programme_asked` for the programme, `new_asked` from an empty shop."""

    member_opened = Signal(int)
    letter_asked = Signal(int)
    owed_asked = Signal()
    group_asked = Signal(str)
    needs_asked = Signal()
    programme_asked = Signal()
    new_asked = Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        look.mark(self, panel="page")
        self._desk, self._shell = desk, shell
        self._found: Insights | None = None
        self._sent: Sent | None = None
        self._stale = True
        self._came = False
        tr = self.tr
        self.heading = Sentence(tr("Is the shop keeping its customers?"), "heading", "", self)
        self.months = QComboBox(self)
        self.months.setAccessibleName(tr("Over how many months"))
        self.months.setMinimumHeight(look.target_height())
        for months in MONTHS:
            self.months.addItem(tr("Last {n} months").format(n=months), months)
        self.print_button = QPushButton(tr("Print…"), self)
        self.print_button.setIcon(icons.icon("printer"))
        self._paper: LedgerSheet | None = None
        self.progress = ProgressLine(self)
        self.error = ErrorLine(self)
        self.kept = Figure(tr("Kept from the time before"), self)
        self.returning = Figure(tr("Sales from returning customers"), self)
        self.basket = Figure(tr("Average basket"), self)
        self.owed = Figure(tr("Recognition owed"), self)
        self.owed_list = QPushButton(tr("Who?"), self.owed)
        self.owed_list.setAccessibleName(tr("Who has earned a thank-you"))
        look.mark(self.owed_list, kind="link")
        self.owed.add(self.owed_list)
        self.where = WhereCard(self)
        self.crossed = CrossedCard(self)
        self.plan = PlanCard(self)
        self.value = ValueCard(desk, shell, self)
        self.demand = DemandCard(self)
        self.balance = BalanceCard(self)
        self.left = LeftCard(self)
        self._thresholds: ThresholdsSheet | None = None
        self.worth = Explained(tr("Worth a word: valuable and slipping away"), self)
        self.all_words = QPushButton("", self.worth)
        self.all_words.setCheckable(True)
        look.mark(self.all_words, kind="link")
        self.worth.head.addWidget(self.all_words)
        self.table = WordsTable(self.worth)
        self.nobody = Sentence(tr("Nobody valuable is slipping away."), "body", "2", self.worth)
        self.write = QPushButton(tr("Write to win back"), self.worth)
        self.open = QPushButton(tr("Open at the counter"), self.worth)
        acts = QHBoxLayout()
        acts.setSpacing(look.px(10))
        acts.addWidget(self.write)
        acts.addWidget(self.open)
        acts.addStretch(1)
        self.worth.add(self.table)
        self.worth.add(self.nobody)
        self.worth.add(acts)
        self.best = BestCard(self)
        self.monthly = MonthsCard(self)
        self.away = AwayCard(self)
        self.who_stays = CohortsCard(self)
        self.rhythm = RhythmCard(self)
        self.loyal = Told(tr("How loyal the shop is to them"), self)
        self.lists = Told(tr("The best of the year beside the best of all time"), self)
        self.figures = QWidget(self)
        self.door = DoorView(
            desk, "figures", tr("What members are worth, who is slipping away and how the shop keeps them is the owner’s to see."), self
        )  # fmt: skip
        self.trials_button = QPushButton(tr("Trials"), self)
        self.trials_button.setToolTip(tr("Whether an offer works, by lot · Ctrl T"))
        self._trials: TrialsPart | None = None
        self.empty = EmptyState(
            "insights", tr("Nothing to tell yet"),
            tr("Once members have bought something, this place says whether they come back, who the best are, and who is"
               " slipping away."),
            tr("New member"), "Ctrl+N", self,
        )  # fmt: skip
        self._arrange()
        self._connect()
        self.setAccessibleName(tr("Insights"))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        head.addWidget(self.heading, 1)
        head.addWidget(self.trials_button)
        head.addWidget(self.months)
        head.addWidget(self.print_button)
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self._grid = QGridLayout(inside)
        around = look.px(theme.SPACE_AROUND)
        self._grid.setContentsMargins(around, look.px(4), around, look.px(16))
        self._grid.setSpacing(look.px(theme.SPACE_BETWEEN))
        for part in range(4):
            self._grid.setColumnStretch(part, 1)
        self._narrow: bool | None = None
        self._place_cards()
        self.sheet = QScrollArea(self)
        self.sheet.setWidget(inside)
        self.sheet.setWidgetResizable(True)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.figures, 1)
        whole.addWidget(self.door, 1)
        column = QVBoxLayout(self.figures)
        column.setContentsMargins(0, look.px(16), 0, 0)
        column.setSpacing(look.px(8))
        top = QVBoxLayout()
        top.setContentsMargins(around, 0, around, 0)
        top.addLayout(head)
        top.addWidget(self.progress)
        top.addWidget(self.error)
        column.addLayout(top)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.empty, 1)
        column.addStretch(0)  # while the figures are worked out, the line about it stays at the top
        self.empty.hide()
        self.sheet.hide()

    def _place_cards(self) -> None:
        """Side by side; one below the other where text is large and room is short."""
        narrow = self.width() < look.px(_SIDE_BY_SIDE)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for part in (*self._figures(), *(card for row in self._rows() for card in row)):
            self._grid.removeWidget(part)
        across = 2 if narrow else 1
        for place, figure in enumerate(self._figures()):
            self._grid.addWidget(
                figure, place // 2 if narrow else 0, place % 2 * 2 if narrow else place, 1, across
            )
        at = 2 if narrow else 1
        for row in self._rows():
            beside = len(row) == 2 and not narrow
            for place, card in enumerate(row):
                self._grid.addWidget(card, at, 2 * place if beside else 0, 1, 2 if beside else 4)
                at += 0 if beside else 1
            at += 1 if beside else 0

    def _figures(self) -> tuple[QWidget, ...]:
        return self.kept, self.returning, self.basket, self.owed

    def _rows(self) -> tuple[tuple[QWidget, ...], ...]:
        """The cards from the top down, two of them side by side where there is room."""
        return (
            (self.best, self.where), (self.worth,), (self.plan,), (self.balance,), (self.crossed,), (self.value,), (self.demand,),
            (self.monthly, self.away), (self.left, self.loyal), (self.rhythm,), (self.who_stays,), (self.lists,),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def _connect(self) -> None:
        self.months.currentIndexChanged.connect(self.refresh)
        self.progress.cancelled.connect(self._cancel)
        self.print_button.clicked.connect(self.on_print)
        self.table.opened.connect(self.member_opened)
        self.table.written_to.connect(self.letter_asked)
        self.open.clicked.connect(self._open)
        self.write.clicked.connect(self._write)
        self.all_words.toggled.connect(self._show_all_words)
        self.owed_list.clicked.connect(self.owed_asked)
        self.where.thresholds_asked.connect(self._open_thresholds)
        self.plan.group_asked.connect(self.group_asked)
        for card in (self.value, self.demand):
            card.opened.connect(self.member_opened)
            card.written_to.connect(self.letter_asked)
        self.value.changed.connect(self.refresh)
        for chart in self._charts():
            chart.paper_asked.connect(self._print_chart)
        self.left.group_asked.connect(self.group_asked)
        self.balance.programme_asked.connect(self.programme_asked)
        self.demand.needs_asked.connect(self.needs_asked)
        self.empty.asked.connect(self.new_asked)
        self.trials_button.clicked.connect(self.show_trials)
        shortcut = QShortcut(QKeySequence("Ctrl+T"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._turn)
        self.door.opened.connect(self.activated)
        self._desk.doors_moved.connect(self._doors_moved)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)

    # ---- what the frame says ----

    def activated(self) -> None:
        """It comes to the front: worked out anew if the book has changed since. Where people have PINs, the owner's opens it."""
        if self._stands_before_door():
            return
        if self._tries:
            self.trials.activated()
            return
        if self._stale and self._sent is None:
            self.refresh()
        self._came = not self.table.isVisible()
        (self.months if self._came else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _stands_before_door(self) -> bool:
        shut = self.door.is_shut()
        if shut:
            self._cancel()
            if self._trials is not None:
                self._trials.hide()
            self.figures.hide()
            self.door.stand()
        elif not self._tries:
            self.door.hide()
            self.figures.show()
        return shut

    def _doors_moved(self) -> None:
        if self.isVisible() and self.door.isHidden():
            self._stands_before_door()

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        if self._tries:
            return self.trials.keys()
        return [
            ("Ctrl+T", self.tr("trials: does an offer work?")),
            ("Return", self.tr("open the chosen member at the counter")),
            ("W", self.tr("write to the chosen member")),
            ("?", self.tr("why the chosen member is worth so much")),
            ("Ctrl+P", self.tr("the figures on paper")),
            ("Right", self.tr("read out the next value of a chart")),
            ("Ctrl+C", self.tr("copy a chart as a table")),
            ("Ctrl+Shift+P", self.tr("a chart on paper")),
        ]

    @property
    def thresholds(self) -> ThresholdsSheet:
        """The sheet on which the stages are set, made when it is first asked for."""
        if self._thresholds is None:
            self._thresholds = ThresholdsSheet(self._desk, self._shell)
            self._thresholds.kept.connect(self._thresholds_kept)
        return self._thresholds

    def _open_thresholds(self) -> None:
        self.thresholds.begin()

    def _thresholds_kept(self) -> None:
        told = Toast(self.tr("The stages are judged anew"), self.tr("Looking back, too."), undo=True)
        self._shell.show_toast(told)
        self.refresh()

    @property
    def trials(self) -> TrialsPart:
        """The part in which offers are tried by lot, made when it is first asked for."""
        if self._trials is None:
            self._trials = TrialsPart(self._desk, self._shell, self)
            self._trials.left.connect(self.show_figures)
            self._trials.hide()
            whole = self.layout()
            assert whole is not None
            whole.addWidget(self._trials)
        return self._trials

    @property
    def _tries(self) -> bool:
        """Whether the trials are in front of the figures."""
        return self._trials is not None and not self._trials.isHidden()

    def show_trials(self) -> None:
        """The trials in place of the figures."""
        if self._stands_before_door():
            return
        self.figures.hide()
        self.trials.show()
        self.trials.activated()

    def show_figures(self) -> None:
        """Back to the figures."""
        self.trials.hide()
        self.figures.show()
        self.activated()

    def _turn(self) -> None:
        if self._tries:
            self.show_figures()
        else:
            self.show_trials()

    def _changed(self, changes: Changes) -> None:
        if changes.what == "acts.undo" and self.figures.isVisible():
            self.refresh()
        elif changes.members is None or changes.members:
            self._stale = (
                True  # worked out when it is next looked at: a sale at the counter must not wait for it
            )

    def _day_changed(self, _day: object) -> None:
        self._stale = True

    # ---- working it out ----

    def refresh(self) -> None:
        """Have everything worked out, on a thread of its own; what is shown stays until the answer is there."""
        self._cancel()
        self.error.clear()
        self._stale = self._came = False
        months = int(self.months.currentData())
        self._sent = self._desk.study_long(insights.insights, self._desk.today, months)
        self._sent.then(self._show).otherwise(self._refused).watched(self.progress.come)
        self.progress.begin(self.tr("Working out the figures"))

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()
            self._sent = None

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            if self._sent is None:
                self.progress.end()
                self._stale = True
            return
        self._sent = None
        self._stale = True
        self.progress.end()
        if isinstance(error, StorageTrouble):
            self.error.explain(error)

    def _show(self, found: Insights) -> None:
        self._sent = None
        self.progress.end()
        if self.door.is_shut():  # shut while this was worked out
            self._stale = True
            return
        self._found = found
        anything = bool(found.members - found.stages[Stage.PROSPECT])
        self.empty.setVisible(not anything)
        self.print_button.setEnabled(anything)
        self.sheet.setVisible(anything)
        if not anything:
            return
        speech = self._desk.speech
        self._show_figures(found, speech)
        for card in (
            self.best, self.where, self.crossed, self.plan, self.demand, self.balance, self.left, self.monthly, self.away,
            self.who_stays, self.rhythm,
        ):  # fmt: skip
            card.show_found(found, speech)
        self.value.show_found(found, speech, self._desk.ask(programmes.on, found.on))
        self._show_words(found, speech)
        kept = self._desk.ask(loyalty.loyalty, found.since, found.on)
        self.loyal.tell("\n".join(words.loyal(kept, speech)), words.how_loyal())
        self.lists.tell(words.best(found, speech), words.how_best())
        if self._came and self.months.hasFocus() and self.table.isVisible():
            self._came = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_figures(self, found: Insights, speech: Speech) -> None:
        self.kept.show_figure(*words.kept(found, speech))
        new = self.tr("from new ones {sum}").format(sum=speech.money(found.lately.new_minor))
        self.returning.show_figure(speech.money(found.lately.returning_minor), new)
        self.basket.show_figure(*words.basket(found, speech))
        people = (
            self.tr("1 person")
            if found.owed == 1
            else self.tr("{n} people").format(n=speech.count(found.owed))
        )
        self.owed.show_figure(
            people if found.owed else self.tr("Nobody"), self.tr("earned, not yet thanked"),
            figure_tone="attention" if found.owed else "",
        )  # fmt: skip
        self.owed_list.setVisible(bool(found.owed))

    def _show_words(self, found: Insights, speech: Speech) -> None:
        months = int(self.months.currentData())
        self.table.tiers.programme = self._desk.ask(programmes.on, found.on)
        self.table.words.show_rows(found.words, speech, self.tr("Spent in {n} months").format(n=months))
        there = bool(found.words)
        for part in (self.table, self.write, self.open):
            part.setVisible(there)
        self.nobody.setVisible(not there)
        self.all_words.setVisible(len(found.words) > AT_FIRST)
        self._name_all_words()
        self.worth.explain(words.how_chance(found))

    def _name_all_words(self) -> None:
        found = self._found
        if found is None:
            return
        shown = self._desk.speech.count(len(found.words))
        every = self.tr("The first few") if self.all_words.isChecked() else self.tr("All {n}").format(n=shown)
        if found.words_in_all > len(found.words) and not self.all_words.isChecked():
            every = self.tr("{n} of {all}").format(n=shown, all=self._desk.speech.count(found.words_in_all))
        self.all_words.setText(every)

    def _show_all_words(self, everybody: bool) -> None:
        self.table.words.show_all(everybody)
        self._name_all_words()

    # ---- what can be done ----

    def on_print(self) -> bool:
        """Lays the figures over the window as they will be printed."""
        if not self.door.isHidden():
            return True
        if self._tries:
            return self.trials.print_out()
        if self._found is None or self.sheet.isHidden():
            return False
        if self._paper is None:
            self._paper = LedgerSheet(self._desk, self._shell)
        ledger = on_paper.ledger_of(self._found, self._desk.shop, self._desk.speech)
        self._paper.show_ledger(
            ledger, self.tr("insights {day}").format(day=self._found.on.isoformat()) + ".pdf"
        )
        return True

    def _charts(self) -> Sequence[Readable | HeatMap | MemberTable]:
        return (
            self.best.curve, self.where.bars, self.balance.lines, self.crossed.heat, self.value.table, self.demand.table,
            self.monthly.columns, self.away.bars, self.left.bars, self.rhythm.heat, self.who_stays.heat,
        )  # fmt: skip

    def _print_chart(self) -> None:
        """Lays the chart that asks for it over the window as it will be printed."""
        chart, found = self.sender(), self._found
        if found is None or not isinstance(chart, Readable | HeatMap | MemberTable):
            return
        if self._paper is None:
            self._paper = LedgerSheet(self._desk, self._shell)
        speech, shown = self._desk.speech, chart.on_paper()
        whose = self.tr("{since} to {until}").format(
            since=speech.day(found.since), until=speech.day(found.on)
        )
        self._paper.show_ledger(
            on_paper.chart_of(shown, whose, self._desk.shop),
            self.tr("insights {day}").format(day=found.on.isoformat()) + ".pdf",
        )

    def _open(self) -> None:
        if self.table.current is not None:
            self.member_opened.emit(self.table.current.member_id)

    def _write(self) -> None:
        if self.table.current is not None:
            self.letter_asked.emit(self.table.current.member_id)
