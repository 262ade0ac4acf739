"""What only a person can decide about a file: the sentence, and each answer with how the file would look then."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.lists.cells import Cells, read_or_as_it_stands
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.headings import Kind
from shopkeeper.rules.tables import Ask, Choice

_MOST_ROWS = 7


class QuestionCard(Panel):
    """Hidden while nothing is asked. Says `answered(about, value)` when Enter or a double click chooses."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.set_tone("attention")
        self._ask: Ask | None = None
        self._words = Sentence("", "strong", "", self)
        self.answers = QListWidget(self)
        self.answers.setAccessibleName(self.tr("Answers"))
        self.answers.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.answers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answers.itemActivated.connect(self._chosen)
        self._hint = Sentence(self.tr("The arrows choose, Enter answers."), "small", "2", self)
        for part in (self._words, self.answers, self._hint):
            self.add(part)
        self.hide()

    @property
    def asked(self) -> Ask | None:
        """The question that is open."""
        return self._ask

    def ask(self, question: Ask | None, desk: Desk, kind: Kind) -> None:
        """Shows a question; None takes it away."""
        self._ask = question
        self.setVisible(question is not None)
        self.answers.clear()
        if question is None:
            return
        self._words.setText(question.because)
        self.setAccessibleName(question.because)
        self.answers.setAccessibleName(question.because)
        for choice in question.choices:
            shown = " · ".join(_shown(question, choice, desk, kind))
            item = QListWidgetItem(f"{choice.label}   {shown}" if shown else choice.label, self.answers)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setSizeHint(QSize(0, look.row_height()))
        rows = min(_MOST_ROWS, len(question.choices))
        self.answers.setFixedHeight(rows * look.row_height() + look.px(4))
        self.answers.setCurrentRow(0)

    def _chosen(self, item: QListWidgetItem) -> None:
        if self._ask is not None:
            self.answered.emit(self._ask.about, str(item.data(Qt.ItemDataRole.UserRole)))


def _shown(question: Ask, choice: Choice, desk: Desk, kind: Kind) -> list[str]:
    """The first texts it is about, as they would be read by this answer."""
    texts = [text.strip()[:80] for text in choice.preview if text.strip()]
    if question.about == "day_order":
        cells = Cells(desk, choice.value, None)  # type: ignore[arg-type]
        read = cells.birthday if kind == "members" else cells.day
    elif question.about == "decimal_mark":
        read = Cells(desk, None, choice.value).amount  # type: ignore[arg-type]
    else:
        return texts
    return [read_or_as_it_stands(read, text)[0] for text in texts]
