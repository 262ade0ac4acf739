"""What is spent on getting customers beside what is spent on keeping them, whether that is fair, and when members leave."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.insights import balance_words
from shopkeeper.gui.pages.insights.parts import Bars, Explained, Lines
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.insights import Insights


class BalanceCard(Explained):
    """Says `programme_asked` where the programme is to be looked at."""

    programme_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Getting customers and keeping them")
        super().__init__(name, parent)
        self.lines = Lines(name, self)
        self.fairness = Sentence("", "strong", "", self)
        self.programme = QPushButton(self.tr("Programme…"), self)
        self.programme.setAccessibleName(self.tr("Look at the programme"))
        look.mark(self.programme, kind="link")
        self.programme.clicked.connect(self.programme_asked)
        self.head.addWidget(self.programme)
        self.add(self.lines)
        self.add(self.fairness)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        self.lines.show_lines(balance_words.lines(found, speech), (self.tr("Of what"), self.tr("Figure")))
        self.fairness.setText(balance_words.fairness(found.balance, speech))
        self.fairness.set_tone("attention" if found.balance.unfair else "accent")
        self.explain(balance_words.how(found, speech))


class LeftCard(Explained):
    """How long those who are lost now had stayed; `group_asked(rule)` lists them."""

    group_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("When members leave")
        super().__init__(name, parent)
        self.bars = Bars(name, self)
        self.show_them = QPushButton(self.tr("Show"), self)
        self.show_them.setAccessibleName(self.tr("Show: {who}").format(who=self.tr("the lost")))
        look.mark(self.show_them, kind="link")
        self.show_them.clicked.connect(self._show_lost)
        self.head.addWidget(self.show_them)
        self.add(self.bars)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        counts, spans = found.balance.left_after, balance_words.spans()
        lost = sum(counts)
        self.bars.show_bars(
            [
                (span, count, self.tr("{n} · {share}").format(n=speech.count(count), share=speech.percent(count, lost)), "attention", "")
                for span, count in zip(spans, counts, strict=True)
            ],
            (self.tr("From first to last visit"), self.tr("Members")),
        )  # fmt: skip
        self.show_them.setVisible(bool(lost))
        self.explain(balance_words.how_left())

    def _show_lost(self) -> None:
        self.group_asked.emit("lost")
