"""Ground of one's own: a part that paints all of itself, so that nothing of the window is painted below it when it changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from shopkeeper.gui import look

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class OwnGround(_Widget):
    """Mixed into a widget that stands on a surface: `class Head(OwnGround, Sentence)`."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._own_it()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._own_it()

    def _own_it(self) -> None:
        # Again and again: a style sheet takes it away from whatever it dresses.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(look.theme().surface))
        painter.end()
        super().paintEvent(event)
