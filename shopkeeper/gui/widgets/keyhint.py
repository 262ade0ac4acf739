"""The little box that names a key: "Ctrl 1", "/", "Enter"."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look, theme


def key_words(keys: str) -> str:
    """A shortcut as people write it here: `Ctrl+1` becomes "Ctrl 1" (or the Mac's signs)."""
    written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ") or keys
    return written.replace("Return", "Enter")


def key_size(words: str) -> QSizeF:
    """The room a key's box takes."""
    metrics = QFontMetricsF(look.font("key"))
    height = ceil(metrics.height()) + look.px(1)
    return QSizeF(max(metrics.horizontalAdvance(words) + 2 * look.px(5), height), height)


def draw_key(
    painter: QPainter, area: QRectF, words: str, ink: str = "", ground: str = "", border: str = ""
) -> None:
    """Draws the box centred in `area`; colours of the theme unless others are given."""
    worn = look.theme()
    size = key_size(words)
    box = QRectF(0, 0, size.width(), size.height())
    box.moveCenter(area.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(border or worn.line))
    painter.setBrush(QColor(ground or worn.surface) if ground != "none" else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_SMALL, theme.RADIUS_SMALL)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.setFont(look.font("key"))
    painter.setPen(QColor(ink or worn.ink_2))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), words)
    painter.restore()


class KeyHint(QWidget):
    """Shows the key that does what stands beside it; `keys` in Qt's portable form, e.g. `Ctrl+Z`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = key_words(keys)
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        size = key_size(self._words)
        return QSize(ceil(size.width()), ceil(size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_key(painter, QRectF(self.rect()), self._words)
        painter.end()
