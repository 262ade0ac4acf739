"""Where members stand, who moved in a month, and the next step for everybody from the top down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.insights import words
from shopkeeper.gui.pages.insights.parts import Bars, Explained
from shopkeeper.gui.widgets.heatmap import HeatMap
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.stages import Stage
from shopkeeper.say import Speech
from shopkeeper.service.insights import Insights
from shopkeeper.service.moving_up import Step

_LEAKS = (Stage.SLIPPING, Stage.LOST)
_ORDER = (*tuple(Stage)[1:], Stage.PROSPECT)


class WhereCard(Explained):
    """A bar for each stage; `thresholds_asked` wants the sheet on which they are set."""

    thresholds_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Where members stand"), parent)
        self.bars = Bars(self.tr("Where members stand"), self)
        self.moved = Sentence("", "body", "2", self)
        self.change = QPushButton(self.tr("Thresholds…"), self)
        look.mark(self.change, kind="link")
        self.change.clicked.connect(self.thresholds_asked)
        self.head.addWidget(self.change)
        self.add(self.bars)
        self.add(self.moved)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        self.bars.show_bars(
            [
                (
                    words.stage(stage), found.stages[stage], speech.count(found.stages[stage]),
                    "attention" if stage in _LEAKS else "accent", words.stage_meaning(stage, found.limits),
                )
                for stage in _ORDER
            ],
            (self.tr("Stage"), self.tr("Members")),
        )  # fmt: skip
        moved = found.moved
        self.moved.setText(self.tr("In 13 weeks: {up} moved up, {slipped} slipped, {back} came back.").format(
            up=speech.count(moved.up), slipped=speech.count(moved.slipped), back=speech.count(moved.came_back)
        ))  # fmt: skip
        self.explain(
            "\n".join(f"{words.stage(stage)}: {words.stage_meaning(stage, found.limits)}" for stage in Stage)
        )


class CrossedCard(Explained):
    """From which stage to which in a month: a row each, the number in every cell."""

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Who moved from where to where in a month")
        super().__init__(name, parent)
        self.heat = HeatMap(name, self)
        self.add(self.heat)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        rows = []
        for was in (Stage.PROSPECT, *_ORDER[:-1]):
            counts = found.crossed[was]
            of = sum(counts)
            cells = [
                (counts[now] / of, speech.count(counts[now])) if counts[now] else None for now in _ORDER[:-1]
            ]
            if of:
                rows.append(
                    (self.tr("{stage} · {n}").format(stage=words.stage(was), n=speech.count(of)), cells)
                )
        self.heat.show_rows([self.tr("Stood as"), *(words.stage(now) for now in _ORDER[:-1])], rows)
        self.explain(words.how_crossed(speech.day(found.on)))


class PlanCard(Explained):
    """A line for each kind of member: how many, what to do, and a button that lists them (`group_asked(rule)`)."""

    group_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("What to do, from the top down"), parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(14))
        self._grid.setVerticalSpacing(look.px(6))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Sentence, Sentence, Sentence, QPushButton]] = []
        self.before = Sentence("", "body", "2", self)
        self.add(self._grid)
        self.add(line(self))
        self.add(Sentence(self.tr("What goes before a second visit"), "strong", "", self))
        self.add(self.before)

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """The ways to the lists, from the top down."""
        return [row[3] for row in self._rows if not row[3].isHidden()]

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        for place, step in enumerate(found.plan):
            if place == len(self._rows):
                self._rows.append(self._row(place))
            self._fill(self._rows[place], step, found, speech)
        self.before.setText("\n".join(words.before(one, speech) for one in found.went_before))
        self.explain(words.how_plan())

    def _row(self, place: int) -> tuple[Sentence, Sentence, Sentence, QPushButton]:
        count = Sentence("", "figures", "", self, wrap=False)
        count.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        who = Sentence("", "strong", "", self)
        what = Sentence("", "body", "2", self)
        show = QPushButton(self.tr("Show"), self)
        look.mark(show, kind="link")
        show.clicked.connect(self._asked)
        self._grid.addWidget(count, 2 * place, 0)
        self._grid.addWidget(who, 2 * place, 1)
        self._grid.addWidget(show, 2 * place, 2)
        self._grid.addWidget(what, 2 * place + 1, 1, 1, 2)
        return count, who, what, show

    def _fill(
        self,
        row: tuple[Sentence, Sentence, Sentence, QPushButton],
        step: Step,
        found: Insights,
        speech: Speech,
    ) -> None:
        count, who, what, show = row
        name, todo = words.step(step.kind, found.limits)
        count.setText(speech.count(step.members))
        who.setText(name)
        what.setText(todo)
        show.setProperty("rule", step.rule)
        show.setAccessibleName(self.tr("Show: {who}").format(who=name))
        show.setVisible(bool(step.members))

    def _asked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QPushButton)
        self.group_asked.emit(str(sender.property("rule")))
