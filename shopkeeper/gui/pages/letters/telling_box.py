"""What the shop writes anew each time such a letter is printed: what it invites to, or what is new."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.several_lines import SeveralLines
from shopkeeper.service.letters import LONGEST_TOLD

TYPING_MS = 200


class TellingBox(Panel):
    """One text for every letter of the run; `told` says it, while it is typed."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._asks = ""
        self._words = Sentence("", "strong", "", self)
        self._hint = Sentence("", "small", "hint", self)
        self.edit = SeveralLines(self, longest=20 * LONGEST_TOLD)
        self.edit.setAccessibleName(self.tr("What you invite to, and when"))
        self.error = ErrorLine(self)
        self.edit.textChanged.connect(self.error.clear)
        self.edit.refused.connect(self.error.say)
        self.edit.textChanged.connect(self._typed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._say)
        self.add(self._words)
        self.add(self.edit)
        self.add(self.error)
        self.add(self._hint)

    def ask(self, asks: str) -> None:
        """Shows what is asked for by this kind of letter: an event, news, or nothing at all."""
        self.setVisible(bool(asks))
        if asks == self._asks:
            return
        self._asks = asks
        event = asks == "event"
        words = self.tr("What you invite to, and when") if event else self.tr("What is new")
        self._words.setText(words)
        self._hint.setText(
            self.tr("It stands inside a sentence: the winter sale on Thursday 3 December from six o’clock")
            if event
            else self.tr("Whole sentences, as they will stand in every letter.")
        )
        self.edit.setAccessibleName(words)
        self.edit.setFixedHeight(look.px(52 if event else 104))
        self.edit.blockSignals(True)
        self.edit.clear()
        self.edit.blockSignals(False)

    def set_text(self, text: str) -> None:
        """Puts a text in that is known beforehand; it can be changed as any."""
        self.edit.setPlainText(text)
        self._timer.stop()
        self._say()

    @property
    def text(self) -> str:
        """What is told, in one line."""
        return " ".join(self.edit.toPlainText().split())[:LONGEST_TOLD]

    def _typed(self) -> None:
        self._timer.start()

    def _say(self) -> None:
        self.told.emit(self.text)
