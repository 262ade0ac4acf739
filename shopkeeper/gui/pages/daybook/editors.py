"""The field that lies over the cell being typed in; beside a name being typed stands who it would be."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.daybook.painting import INSIDE
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.rules.daybook import LONGEST_TEXT

_WAYS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "page up",
    Qt.Key.Key_PageDown: "page down",
    Qt.Key.Key_Escape: "escape",
}
_WITH_CTRL = {
    Qt.Key.Key_D: "copy",
    Qt.Key.Key_Backspace: "remove",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Return: "post",
    Qt.Key.Key_Enter: "post",
    Qt.Key.Key_V: "paste",
}
_WITH_ALT = {Qt.Key.Key_Up: "move up", Qt.Key.Key_Down: "move down"}


def way_of(event: QKeyEvent) -> str:
    """What a key asks of the grid, "" for one that belongs to the field."""
    ctrl, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    modifiers = event.modifiers() & (ctrl | alt | Qt.KeyboardModifier.ShiftModifier)
    key = Qt.Key(event.key())
    if modifiers == ctrl:
        return _WITH_CTRL.get(key, "")
    if modifiers == alt:
        return _WITH_ALT.get(key, "")
    return _WAYS.get(key, "") if not modifiers else ""


class CellEdit(QLineEdit):
    """Says `way(str)` for every key that is the grid's: next, previous, enter, up, down, copy, remove, paste, …"""

    way = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, kind="bare")
        self.setFrame(False)
        self.setMaxLength(LONGEST_TEXT)
        self._ghost = ""
        self.hide()
        self.dress()

    def dress(self) -> None:
        """Take the font and room that the look gives now."""
        self.setFont(look.tabular(look.font("body")))
        self.setTextMargins(look.px(INSIDE), 0, look.px(INSIDE), 0)

    def set_ghost(self, words: str) -> None:
        """Who the text would be, in quiet letters at the other end; "" for nobody."""
        if words != self._ghost:
            self._ghost = words
            self.setAccessibleDescription(words)
            self.update()

    @property
    def ghost(self) -> str:
        """What stands there now."""
        return self._ghost

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.way.emit("next" if forward else "previous")
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = way_of(event)
        if not way and not event.modifiers() and not self.hasSelectedText():
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            start, end = (
                (Qt.Key.Key_Right, Qt.Key.Key_Left) if mirrored else (Qt.Key.Key_Left, Qt.Key.Key_Right)
            )
            if event.key() == start and self.cursorPosition() == 0:
                way = "back"
            elif event.key() == end and self.cursorPosition() == len(self.text()):
                way = "on"
        if way:
            event.accept()
            self.way.emit(way)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # The field knows Ctrl Backspace, Ctrl Home and others itself; here they are the grid's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and way_of(event):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
        painter.setBrush(QColor(worn.surface))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS_SMALL, theme.RADIUS_SMALL
        )
        if self._ghost:
            inside = QRectF(self.rect()).adjusted(look.px(INSIDE), 0, -look.px(INSIDE), 0)
            metrics = QFontMetricsF(self.font())
            room = inside.width() - metrics.horizontalAdvance(self.text()) - look.px(14)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            if room > metrics.averageCharWidth() * 4:
                # The last digits tell two of one name apart: what is cut is cut in the middle.
                shown = metrics.elidedText(self._ghost, Qt.TextElideMode.ElideMiddle, room)
                side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
                painter.setPen(QColor(worn.hint))
                painter.setFont(self.font())
                write(
                    painter,
                    inside,
                    int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
                    shown,
                )
        painter.end()
        super().paintEvent(event)
