"""The border around a field made of several parts; it shows the focus of the line being typed in."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from shopkeeper.gui import look, theme

_EDGE = 3  # pixels that Qt leaves free at either end of a line


class BareEdit(QLineEdit):
    """A line to type in without a border of its own; says `pressed(key)` for keys it has no use for itself."""

    focused = Signal(bool)
    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[str, ...] = ()
        look.mark(self, kind="bare")
        self.setFrame(False)

    def set_hints(self, *hints: str) -> None:
        """What stands in the empty line: the first of these that is not cut, or else the last."""
        self._hints = hints
        self._hint()

    def _hint(self) -> None:
        if self._hints:
            room = self.width() - 2 * _EDGE
            fits = (hint for hint in self._hints if self.fontMetrics().horizontalAdvance(hint) <= room)
            self.setPlaceholderText(next(fits, self._hints[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape)
        if event.key() in keys:
            self.pressed.emit(event.key())
            event.accept()
            return
        super().keyPressEvent(event)


class FieldFrame(QFrame):
    """Paints the border of `edit`; a click anywhere in it puts the caret there."""

    def __init__(self, edit: BareEdit, parent: QWidget | None = None, *, radius: int = 8) -> None:
        super().__init__(parent)
        self._edit = edit
        self._radius = radius
        self._wrong = False
        edit.setParent(self)
        edit.focused.connect(self._repaint)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def set_wrong(self, wrong: bool) -> None:
        """Shows the border of a refused field."""
        self._wrong = wrong
        self.update()

    def _repaint(self, focused: bool) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        focused = self._edit.hasFocus()
        width = theme.FOCUS_WIDTH if focused else theme.LINE_WIDTH
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = worn.bad if self._wrong else worn.accent if focused else worn.line
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(QColor(worn.surface))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), self._radius, self._radius
        )
        painter.end()
