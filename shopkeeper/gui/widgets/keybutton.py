"""A button that shows the key that presses it: "Record purchase [Enter]"."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.widgets.keyhint import draw_key, key_size, key_words
from shopkeeper.gui.widgets.lettering import write


class KeyButton(QPushButton):
    """`keys` is only shown, in Qt's portable form; the page gives it its meaning. `kind` as in the style sheet."""

    def __init__(self, text: str, keys: str, parent: QWidget | None = None, *, kind: str = "primary") -> None:
        super().__init__(text, parent)
        self._key = key_words(keys)
        self.setAccessibleName(text)
        self.setAccessibleDescription(self._key)
        look.mark(self, kind=kind)

    def sizeHint(self) -> QSize:
        key = key_size(self._key)
        hint = super().sizeHint()
        return QSize(hint.width() + ceil(key.width()) + look.px(10), max(hint.height(), look.px(44)))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = self.text(), ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        worn = look.theme()
        primary = self.property("kind") == "primary"
        ink = worn.on_accent if primary else worn.ink
        if not self.isEnabled():
            ink = worn.ink_2 if primary else worn.ink_3
        metrics = QFontMetricsF(self.font())
        key = key_size(self._key)
        gap = look.px(10)
        area = QRectF(self.rect())
        words = metrics.horizontalAdvance(text)
        shows_key = words + gap + key.width() + 2 * gap <= area.width()
        whole = words + (gap + key.width() if shows_key else 0)
        left = area.center().x() - whole / 2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = QRectF(
            left + (key.width() + gap if mirrored and shows_key else 0), area.y(), words + 1, area.height()
        )
        painter.setPen(QColor(ink))
        painter.setFont(self.font())
        write(painter, at, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), text)
        if shows_key:
            box = QRectF(left if mirrored else at.right() + gap - 1, area.y(), key.width(), area.height())
            ground = worn.surface if not primary else worn.accent if self.isEnabled() else worn.accent_soft
            draw_key(painter, box, self._key, ink=ink, ground="none" if primary else ground, border=ink)
        painter.end()


def press_focused_button(event: QKeyEvent) -> bool:
    """Enter presses the button that has the caret, as Space does; Qt itself does so in dialogs only."""
    button = QApplication.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(button, QAbstractButton):
        return False
    button.click()
    return True
