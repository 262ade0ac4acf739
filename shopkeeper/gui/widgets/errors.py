"""One line that says, beside the field it concerns, why something was not taken and what to do."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.sentence import Sentence


class ErrorLine(QWidget):
    """Hidden while all is well; `say` shows a sentence, `clear` hides it. Tone "bad" refuses, "attention" only warns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "bad"
        self._sign = QLabel(self)
        self._text = Sentence("", "body", "bad", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, look.px(4), 0, 0)
        line.setSpacing(look.px(6))
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown now, "" when there is none."""
        return self._text.text()

    def say(self, sentence: str, tone: str = "bad") -> None:
        """Shows the sentence and lets a screen reader speak it; an empty one clears."""
        if not sentence:
            self.clear()
            return
        self._tone = tone
        self._text.set_tone(tone)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        colour: str = getattr(look.theme(), tone)
        self._sign.setPixmap(icons.pixmap("warning", look.px(16), colour, self.devicePixelRatioF()))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def explain(self, trouble: Declined | StorageTrouble) -> None:
        """Shows what a refused act says for itself."""
        self.say(trouble.because)

    def clear(self) -> None:
        """Takes the sentence away."""
        self._text.clear()
        self.setAccessibleName("")
        self.hide()
