"""A difference drawn with how sure one can be of it: the range, what was found in it, nothing, and what was hoped for."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look

_THICK = 10


class IntervalBar(QWidget):
    """What it shows is one name for a screen reader; the words below it are given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._found: tuple[float, float, float, float] | None = None
        self._nothing, self._hoped = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_range(
        self, low: float, middle: float, high: float, hoped: float, words: tuple[str, str], meaning: str
    ) -> None:
        """The range and its middle beside nothing and what was hoped for; `words` name those two marks."""
        self._found = low, middle, high, hoped
        self._nothing, self._hoped = words
        self.setAccessibleName(meaning)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), look.px(_THICK + 18) + QFontMetrics(look.font("small")).height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        low, middle, high, hoped = self._found
        worn = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        measure = painter.fontMetrics()
        least, most = min(low, 0.0, hoped), max(high, 0.0, hoped)
        span = (most - least) or 1.0
        edge = (
            look.px(10)
            + max(measure.horizontalAdvance(self._nothing), measure.horizontalAdvance(self._hoped)) / 2
        )
        room = max(1.0, self.width() - 2 * edge)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def across(value: float) -> float:
            part = (value - least) / span
            return edge + room * (1 - part if mirrored else part)

        top, thick = look.px(7), look.px(_THICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(worn.sunken))
        painter.drawRoundedRect(QRectF(edge, top, room, thick), 4, 4)
        tone = worn.accent if low > 0 else worn.attention if high < 0 else worn.ink_3
        ends = sorted((across(low), across(high)))
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(ends[0], top, max(2.0, ends[1] - ends[0]), thick), 4, 4)
        painter.setBrush(QColor(worn.surface))
        painter.setPen(QPen(QColor(tone), 2))
        painter.drawEllipse(QPointF(across(middle), top + thick / 2), thick * 0.55, thick * 0.55)
        near = abs(across(0.0) - across(hoped)) < 2 * edge
        for value, words, dashed in ((0.0, self._nothing, False), (hoped, self._hoped, True)):
            if near and not dashed:
                words = ""
            pen = QPen(QColor(worn.ink_2), 1.5, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawLine(
                QPointF(across(value), look.px(1)), QPointF(across(value), top + thick + look.px(5))
            )
            painter.setPen(QColor(worn.ink_2))
            width = measure.horizontalAdvance(words) + 2
            place = min(max(across(value) - width / 2, 0), max(0, self.width() - width))
            painter.drawText(QPointF(place, top + thick + look.px(8) + measure.ascent()), words)
