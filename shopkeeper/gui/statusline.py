"""The line at the foot of the window: the day in figures, and whether all is safe."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.lettering import write


class StatusLine(QFrame):
    """Texts side by side; what finds no room is cut with an ellipsis, the right one last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self._left: tuple[str, ...] = ()
        self._right = ""
        self._dress()

    @property
    def texts(self) -> tuple[tuple[str, ...], str]:
        """What is shown: the texts from the left, and the one on the right."""
        return self._left, self._right

    def set_texts(self, left: Sequence[str], right: str) -> None:
        """Replaces what is shown."""
        self._left, self._right = tuple(left), right
        self.setAccessibleName(" · ".join([*left, right]))
        self.update()

    def _dress(self) -> None:
        self.setFixedHeight(look.px(theme.STATUS_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        font = look.tabular(look.font("small"))
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(look.theme().ink_2))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        area = QRectF(self.rect()).adjusted(look.px(24), 0, -look.px(24), 0)
        right = metrics.elidedText(self._right, Qt.TextElideMode.ElideRight, area.width())
        right_width = metrics.horizontalAdvance(right)
        at, end = 0.0, area.width() - right_width - look.px(22)
        for text in self._left:
            room = end - at
            if room < look.px(24):
                break
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(shown)
            self._write(painter, area, at, width, shown, mirrored)
            at += width + look.px(22)
        self._write(painter, area, area.width() - right_width, right_width, right, mirrored)
        painter.end()

    def _write(
        self, painter: QPainter, area: QRectF, at: float, width: float, text: str, mirrored: bool
    ) -> None:
        x = area.right() - at - width if mirrored else area.x() + at
        box = QRectF(x - 1, area.y(), width + 2, area.height())
        write(painter, box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), text)
