"""A label for a sentence: plain text, wrapped, never markup, selectable only when asked."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from shopkeeper.gui import look

LONG_WORD = 16
"""Signs; a word that is longer may be broken there, or the window would have to be as wide as the longest name."""
_BREAK = "\u200b"  # has no width, and a line may end at it
_LONG = re.compile(rf"\S{{{LONG_WORD}}}(?=\S)")


def breakable(text: str) -> str:
    """The text with places in it at which a long word may be broken."""
    return _LONG.sub(rf"\g<0>{_BREAK}", text)


class Sentence(QLabel):
    """Text in a kind of type (`body`, `strong`, `small`, `heading`, `name`, …) and a tone ("", "2", "hint", "accent",
    "attention", "bad").

    What a member's name or note holds is shown as it was written: nothing in it is read as markup.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "body",
        tone: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._wished = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if kind in ("figure", "total", "amount"):
            self.setFont(look.tabular(self.font()))
        self._lean()
        look.mark(self, type=kind, tone=tone)
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def setText(self, text: str) -> None:
        super().setText(breakable(text) if self.wordWrap() else text)
        if self.isVisible():
            self._keep_room()

    def text(self) -> str:
        """The text as it was given."""
        return super().text().replace(_BREAK, "")

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._wished = alignment
        self._lean()

    def _lean(self) -> None:
        """Leading is where the window begins: a label alone would go by the letters of its own text."""
        super().setAlignment(QStyle.visualAlignment(self.layoutDirection(), self._wished))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lean()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._keep_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_room()  # the text may have become smaller meanwhile

    def _keep_room(self) -> None:
        """A layout short of room would otherwise cut the last line."""
        if self.wordWrap():
            # A label's own answer is never less than its minimum: forget the last one first.
            self.setMinimumHeight(0)
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    def set_tone(self, tone: str) -> None:
        """Shows the text in another tone."""
        look.mark(self, tone=tone)
