"""One trial: what was set, the two halves, and what can be said of it; nothing of one against the other before the end."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.pages.insights.parts import Explained, Figure
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.interval import IntervalBar
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service import trial_words as words
from shopkeeper.service.trial_result import Half, Result
from shopkeeper.service.trials import Trial

_NARROW = 620


class TrialView(QWidget):
    """Says what is asked for; the part has it done."""

    print_asked = Signal()
    csv_asked = Signal()
    stop_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="inside")
        tr = self.tr
        self.title = Sentence("", "heading", "", self)
        self.about = Sentence("", "body", "2", self)
        self.print_button = self._button(tr("Print…"), self.print_asked.emit)
        self.print_button.setIcon(icons.icon("printer"))
        self.csv_button = self._button(tr("Save as a table…"), self.csv_asked.emit)
        self.stop_button = self._button(tr("End it early"), self.stop_asked.emit)
        look.mark(self.stop_button, kind="danger")
        self.progress = ProgressLine(self)
        self.error = ErrorLine(self)
        self.said = Explained(tr("What came of it"), self)
        self.headline = Sentence("", "heading", "", self.said)
        self.range = IntervalBar(self.said)
        self.meaning = Sentence("", "body", "", self.said)
        self.next = Sentence("", "strong", "accent", self.said)
        self.cost = Sentence("", "body", "2", self.said)
        self.again = QPushButton(tr("Try again for longer…"), self.said)
        self.again.clicked.connect(self.again_asked)
        for part in (self.headline, self.range, self.meaning, self.next, self.cost):
            self.said.add(part)
        acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        acts.addWidget(self.again)
        acts.addStretch(1)
        self.said.add(acts)
        self.said.explain(words.how())
        self.first = Figure("", self)
        self.second = Figure("", self)
        self.time = Figure(tr("How long"), self)
        self.goal = Figure(tr("Hoped for"), self)
        self._arrange()

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(True)
        made.clicked.connect(pressed)
        return made

    def _arrange(self) -> None:
        around, between = look.px(theme.SPACE_AROUND), look.px(theme.SPACE_BETWEEN)
        head = QVBoxLayout()
        head.setSpacing(look.px(4))
        head.addWidget(self.title)
        head.addWidget(self.about)
        self._acts = FlowBox(self, gap=10, row_gap=8)
        self._buttons = (self.stop_button, self.csv_button, self.print_button)
        for button in self._buttons:
            self._acts.flow.addWidget(button)
        self._acts.setMinimumHeight(look.target_height())
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(between)
        self._head.addLayout(head, 1)
        self._head.addWidget(self._acts, 0, Qt.AlignmentFlag.AlignTop)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(between)
        column = QVBoxLayout(self)
        column.setContentsMargins(around, around, around, between)
        column.setSpacing(between)
        column.addLayout(self._head)
        column.addWidget(self.progress)
        column.addWidget(self.error)
        column.addWidget(self.said)
        column.addLayout(self._tiles)
        column.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        shown = [button for button in self._buttons if not button.isHidden()]
        wanted = sum(button.sizeHint().width() for button in shown) + look.px(10) * max(0, len(shown) - 1)
        beside = self.width() >= wanted + look.px(360)
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._acts.setMinimumWidth(wanted if beside else 0)
        columns = 4 if self.width() >= look.px(1000) else 2 if self.width() >= look.px(_NARROW) else 1
        for place, tile in enumerate((self.first, self.second, self.goal, self.time)):
            self._tiles.addWidget(tile, place // columns, place % columns)
        for column in range(4):
            self._tiles.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # ---- showing ----

    def show_trial(self, trial: Trial, speech: Speech, today: date, *, same: bool) -> None:
        """What was set before; the count is still to come, and what was shown of the `same` trial stays till then."""
        plan = trial.plan
        self.error.clear()
        self.title.setText(plan.name)
        self.about.setText(
            " · ".join((words.whom(plan), words.measure(plan.measure), words.state(trial, speech, today)))
        )
        self.goal.show_figure(
            words.amount(plan.measure, plan.goal, speech),
            self.tr("it was said to find {amount} or more").format(
                amount=words.amount(plan.measure, trial.smallest, speech)
            )
            if trial.smallest is not None
            else self.tr("the book was too young to say what it would find"),
        )
        self.time.show_figure(
            speech.counted(plan.weeks, "{n} week", "{n} weeks"),
            self.tr("{first} to {last}").format(
                first=speech.day_short(plan.from_day, today), last=speech.day_short(trial.through, today)
            ),
        )
        if not same:
            self.said.setVisible(False)
            self.again.setVisible(False)
            for figure, first in ((self.first, True), (self.second, False)):
                figure.name(words.offer(plan, first=first))
                figure.show_figure("–", "")
        self.stop_button.setVisible(trial.state(today) in ("to come", "running"))
        self._fit()

    def show_result(self, result: Result, speech: Speech) -> None:
        """How it stands, or what came of it."""
        plan, found = result.trial.plan, result.compared
        self.said.setVisible(True)
        self.said.set_title(
            self.tr("What came of it") if result.state in ("over", "stopped") else self.tr("How it stands")
        )
        self.headline.setText(words.headline(result, speech))
        tone = {"better": "accent", "worse": "attention"}.get(result.said or "", "")
        self.headline.set_tone(tone)
        self.meaning.setText(words.meaning(result, speech))
        self.next.setText(words.next_step(result, speech))
        self.cost.setText(words.cost(result, speech))
        self.range.setVisible(found is not None)
        if found is not None:
            hoped = self.tr("hoped for")
            self.range.show_range(
                found.low, found.difference, found.high, plan.goal, (self.tr("no difference"), hoped),
                words.meaning(result, speech),
            )  # fmt: skip
        self.again.setVisible(result.longer_weeks is not None)
        for figure, half, offer in (
            (self.first, result.first, plan.first),
            (self.second, result.second, plan.second),
        ):
            figure.show_figure(
                speech.counted(half.members, "{n} member", "{n} members"),
                self._given(half, speech) if offer.words else self.tr("gets nothing more than before"),
            )

    def _given(self, half: Half, speech: Speech) -> str:
        if not half.given:
            return self.tr("not given to anybody yet")
        return self.tr("{n} of them have had it").format(n=speech.count(half.had))
