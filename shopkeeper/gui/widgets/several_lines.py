"""Several lines of plain text, as many signs as can be kept: what is pasted beyond is refused before it is laid out."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

LONGEST = 100_000  # signs; of megabytes a window would be busy for minutes, with half a gigabyte of memory


class SeveralLines(QPlainTextEdit):
    """Says `refused(sentence)` where a paste or a drop is longer than that; the text stays as it was."""

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, longest: int = LONGEST) -> None:
        super().__init__(parent)
        self._longest = longest
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What Ctrl V, the menu and a drop put in."""
        if len(source.text()) + self.document().characterCount() > self._longest:
            self.refused.emit(
                self.tr(
                    "That is longer than {n} characters, so nothing of it was put in. Take a shorter part."
                ).format(n=self.locale().toString(self._longest))
            )
            return
        super().insertFromMimeData(source)
