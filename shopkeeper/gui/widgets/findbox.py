"""The find field: where the caret waits, with its key beside it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QToolButton, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.ground import OwnGround
from shopkeeper.gui.widgets.keyhint import KeyHint


class _Line(OwnGround, BareEdit):
    """Where it is typed: a letter paints neither the box nor the window anew."""


class _End(OwnGround, QWidget):
    """The end of the box: its key while it is empty, what empties it while it is not.

    Both stand in one place, and no layout is asked when one gives way to the other: the first letter moves nothing.
    """

    def __init__(self, parent: QWidget, keys: str) -> None:
        super().__init__(parent)
        self.hint = KeyHint(keys, self)
        self.clear = QToolButton(self)
        self.clear.hide()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return self.hint.sizeHint().expandedTo(self.clear.sizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Sets both against the border."""
        for part in (self.hint, self.clear):
            part.setGeometry(
                QStyle.alignedRect(self.layoutDirection(), _AT_END, part.sizeHint(), self.rect())
            )


_AT_END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class FindBox(FieldFrame):
    """Says every change, Enter, and the keys that choose in a list (Up, Down, Page Up, Page Down as Qt.Key ints).

    Escape empties it; in an empty box it says `escaped`, which a page takes as a step back.
    """

    text_changed = Signal(str)
    submitted = Signal()
    key = Signal(int)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None, *, keys: str = "/") -> None:
        self.edit = _Line()
        super().__init__(self.edit, parent)
        self.edit.setAccessibleName(self.tr("Find a member"))
        self.edit.setMaxLength(200)
        look.mark(self.edit, type="find")
        self._end = _End(self, keys)
        self._hint, self._clear = self._end.hint, self._end.clear
        self._clear.setIcon(icons.icon("close"))
        self._clear.setAccessibleName(self.tr("Empty the find box"))
        self._clear.setToolTip(self.tr("Empty the find box"))
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setAutoRaise(True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._end)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()
        self.edit.textChanged.connect(self._changed)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.pressed.connect(self._pressed)
        self._clear.clicked.connect(self.clear)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._dress()

    def _dress(self) -> None:
        self.edit.setMinimumHeight(look.px(28))
        before, after = look.px(38), look.px(12)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, after = after, before
        self._row.setContentsMargins(before, look.px(6), after, look.px(6))
        self._row.setSpacing(look.px(8))
        self._clear.setIconSize(QSize(look.px(14), look.px(14)))
        self._end.updateGeometry()
        self._end.place()
        self.setMinimumHeight(max(look.px(42), look.target_height()))

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Puts a text in, as if typed."""
        self.edit.setText(text)

    def set_hint(self, words: str) -> None:
        """What stands in the empty box: what can be found here."""
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleName(words)

    def clear(self) -> None:
        """Empties the box and keeps the caret in it; Ctrl Z then undoes the last act, not the emptying."""
        self.edit.setText("")
        self.call()

    def call(self) -> None:
        """Takes the caret, with the text chosen so that the next key replaces it."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def take(self, typed: str) -> None:
        """Takes the caret and what was typed elsewhere."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.deselect()
        self.edit.end(False)
        self.edit.insert(typed)

    def _changed(self, text: str) -> None:
        if self._hint.isHidden() != bool(text):
            self._clear.setVisible(bool(text))
            self._hint.setVisible(not text)
        self.text_changed.emit(text)

    def _pressed(self, key: int) -> None:
        if key != Qt.Key.Key_Escape:
            self.key.emit(key)
        elif self.edit.text():
            self.edit.setText("")
        else:
            self.escaped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = look.px(18)
        sign = QRectF(look.px(13), (self.height() - size) / 2, size, size)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            sign.moveRight(self.width() - look.px(13))
        worn = look.theme()
        icons.draw(painter, "find", sign, worn.accent if self.edit.hasFocus() else worn.ink_2)
        painter.end()
