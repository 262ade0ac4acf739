"""Charts drawn by ourselves: readable in both lights, by keyboard (the arrows read the values out) and as a table to copy."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.readable import OnPaper, Readable
from shopkeeper.values import dataclass

_ON_PAPER = 20
_SCALE = 46
"""Pixels at text size 100 % for the words of the lines across, on the side reading begins."""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing a chart shows: what it is of, its words, and its height between 0 and 1 (of `part` and `rest`, stacked)."""

    label: str
    words: str
    part: float
    rest: float = 0.0


class Chart(Readable):
    """Shows `values`; the arrows choose one, whose words are read out and shown beside the pointer."""

    def __init__(self, name: str, parent: QWidget, *, height: int = 220) -> None:
        self._values: Sequence[Value] = ()
        super().__init__(name, parent)
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def values(self) -> Sequence[Value]:
        """What is shown."""
        return self._values

    def show_values(self, values: Sequence[Value], heads: tuple[str, str]) -> None:
        """Replaces what is shown; `heads` are the two columns' names where it is copied as a table."""
        self._values, self._heads = values, heads
        self._chosen = min(self._chosen, len(values) - 1)
        self._tell()
        self.update()

    def readings(self) -> Sequence[tuple[str, str]]:
        return [(value.label, value.words) for value in self._values]

    def lengths(self) -> Sequence[float]:
        return [value.part + value.rest for value in self._values]

    def nearest(self, at: QPointF) -> int | None:
        if not self._values:
            return None
        return min(range(len(self._values)), key=lambda place: abs(self.spot(place).x() - at.x()))

    # ---- what a chart of its kind says ----

    def spot(self, place: int) -> QPointF:
        """Where a value stands on the screen."""
        area = self.area()
        across = (place + 0.5) / max(1, len(self._values)) * area.width()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            across = area.width() - across
        value = self._values[place]
        return QPointF(
            area.left() + across, area.bottom() - min(1.0, value.part + value.rest) * area.height()
        )

    def area(self) -> QRectF:
        """Where the values are drawn."""
        left, right = look.px(_SCALE), look.px(8)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        return QRectF(self.rect()).adjusted(left, look.px(10), -right, -look.px(26))

    def draw(self, painter: QPainter) -> None:
        """Draw the values: a dot for each, unless a chart of its kind knows better."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.theme().accent))
        for place in range(len(self._values)):
            painter.drawEllipse(self.spot(place), look.px(3), look.px(3))

    # ---- Qt's own ----

    def sizeHint(self) -> QSize:
        return QSize(look.px(360), look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(220), look.px(min(self._height, 150)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        if self._values:
            self.draw(painter)
        worn = look.theme()
        if self._values and 0 <= self._chosen < len(self._values) and self.hasFocus():
            self._draw_chosen(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _draw_chosen(self, painter: QPainter) -> None:
        worn = look.theme()
        spot = self.spot(self._chosen)
        painter.setPen(QPen(QColor(worn.surface), 2))
        painter.setBrush(QColor(worn.accent))
        painter.drawEllipse(spot, look.px(5), look.px(5))
        words = self.said(self._chosen)
        metrics = QFontMetricsF(painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + look.px(16), metrics.height() + look.px(8))
        box.moveCenter(QPointF(spot.x(), spot.y() - box.height()))
        box.moveLeft(max(2.0, min(box.left(), self.width() - box.width() - 2)))
        box.moveTop(max(2.0, box.top()))
        painter.setPen(QPen(QColor(worn.line), 1))
        painter.setBrush(QColor(worn.surface))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(worn.ink))
        write(painter, box, Qt.AlignmentFlag.AlignCenter, words)

    def _draw_grid(self, painter: QPainter, labels: Sequence[tuple[float, str]]) -> None:
        """Quiet lines across at heights between 0 and 1, with their labels where there are words."""
        worn, area = look.theme(), self.area()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for height, words in labels:
            y = area.bottom() - height * area.height()
            painter.setPen(QPen(QColor(worn.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(worn.ink_2))
            room = QRectF(0, y - look.px(9), look.px(_SCALE - 6), look.px(18))
            if mirrored:
                room.moveLeft(area.right() + look.px(6))
            side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
            write(painter, room, side | Qt.AlignmentFlag.AlignVCenter, words)


class CurveChart(Chart):
    """What the best bring: members along the foot from the best on, their share of sales upwards; a mark at one value."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent, height=250)
        self._mark = 0.2
        self._mark_words = ""
        self._ends = ("", "")
        self._across: Sequence[float] = ()
        self._levels: Sequence[tuple[float, str]] = ()

    def show_curve(
        self, values: Sequence[Value], across: Sequence[float], heads: tuple[str, str], *, mark: float, mark_words: str,
        ends: tuple[str, str], levels: Sequence[tuple[float, str]],
    ) -> None:  # fmt: skip
        """`across` are the values' places along the foot between 0 and 1; `levels` the lines with their words."""
        self._across, self._mark, self._mark_words = across, mark, mark_words
        self._ends, self._levels = ends, levels
        self.show_values(values, heads)

    def spot(self, place: int) -> QPointF:
        area = self.area()
        return QPointF(self._x(self._across[place]), area.bottom() - self._values[place].part * area.height())

    def on_paper(self) -> OnPaper:
        whole = super().on_paper()
        step = max(1, len(self._values) // _ON_PAPER)  # a curve needs no hundred lines
        return OnPaper(whole.name, [whole.rows[0], *whole.rows[1::step]], whole.bars[::step])

    def _x(self, share: float) -> float:
        area = self.area()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return area.right() - share * area.width()
        return area.left() + share * area.width()

    def draw(self, painter: QPainter) -> None:
        worn, area = look.theme(), self.area()
        self._draw_grid(painter, self._levels)
        mark = self._x(self._mark)
        painter.setPen(QPen(QColor(worn.attention), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(mark, area.top()), QPointF(mark, area.bottom()))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setPen(QColor(worn.attention))
        words = QRectF(mark + look.px(6), area.bottom() - look.px(22), area.width() * 0.6, look.px(18))
        if mirrored:
            words.moveRight(mark - look.px(6))
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        trailing = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        write(painter, words, leading | Qt.AlignmentFlag.AlignVCenter, self._mark_words)
        path = QPainterPath(self.spot(0))
        for place in range(1, len(self._values)):
            path.lineTo(self.spot(place))
        painter.setPen(QPen(QColor(worn.accent), 2.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(QColor(worn.ink_2))
        foot = QRectF(area.left(), area.bottom() + look.px(5), area.width(), look.px(18))
        write(painter, foot, leading | Qt.AlignmentFlag.AlignVCenter, self._ends[0])
        write(painter, foot, trailing | Qt.AlignmentFlag.AlignVCenter, self._ends[1])


class ColumnChart(Chart):
    """Columns side by side, each in two parts, the lower one darker; every column's label at its foot where there is room."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._levels: Sequence[tuple[float, str]] = ()

    def show_columns(
        self, values: Sequence[Value], heads: tuple[str, str], levels: Sequence[tuple[float, str]]
    ) -> None:
        """`levels` are the lines across with their words."""
        self._levels = levels
        self.show_values(values, heads)

    def draw(self, painter: QPainter) -> None:
        worn, area = look.theme(), self.area()
        self._draw_grid(painter, self._levels)
        room = area.width() / len(self._values)
        wide = min(room * 0.66, look.px(44))
        metrics = QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(value.label) for value in self._values) + look.px(6)
        every = max(1, -int(-widest // room))
        for place, value in enumerate(self._values):
            middle = self.spot(place).x()
            lower = QRectF(
                middle - wide / 2,
                area.bottom() - value.part * area.height(),
                wide,
                value.part * area.height(),
            )
            upper = QRectF(
                lower.left(), lower.top() - value.rest * area.height(), wide, value.rest * area.height()
            )
            painter.fillRect(lower, QColor(worn.accent))
            if value.rest:
                painter.fillRect(upper, QColor(worn.accent_soft))
                painter.setPen(QPen(QColor(worn.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(upper)
            if (len(self._values) - 1 - place) % every == 0:
                painter.setPen(QColor(worn.ink_2))
                under = QRectF(middle - widest, area.bottom() + look.px(5), 2 * widest, look.px(18))
                write(
                    painter, under, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, value.label
                )
