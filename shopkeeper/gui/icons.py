"""Our own line drawings, in the colours the application wears, sharp at every size."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from shopkeeper import assets
from shopkeeper.gui import look
from shopkeeper.gui.theme import Theme

_GRID = 20
_STROKE = 1.5
_ICON_STROKE = 1.65
"""Of the grid, for what Qt scales itself: 1.3 px at 16 px, 1.65 px at 20 px."""


@cache
def _drawing(name: str) -> str:
    return assets.path("icons", f"{name}.svg").read_text("utf-8")


@cache
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    text = (
        _drawing(name)
        .replace("currentColor", colour)
        .replace('stroke-width="1.5"', f'stroke-width="{stroke:.3f}"')
    )
    return QSvgRenderer(QByteArray(text.encode("utf-8")))


def draw(painter: QPainter, name: str, rect: QRectF | QRect, colour: str) -> None:
    """Draws the icon centred in `rect` with lines 1.5 px wide, whatever its size."""
    area = QRectF(rect)
    size = min(area.width(), area.height())
    if size <= 0:
        return
    # A larger drawing keeps its line; from 28 px on it may grow, or it would look thin.
    _render(painter, name, area, colour, _STROKE * _GRID / size * max(1.0, size / 28))


def _render(painter: QPainter, name: str, area: QRectF, colour: str, stroke: float) -> None:
    size = min(area.width(), area.height())
    square = QRectF(0, 0, size, size)
    square.moveCenter(area.center())
    _renderer(name, colour, round(stroke, 3)).render(painter, square)


class _LineIcon(QIconEngine):
    """Paints at the moment it is asked, so a change of theme needs no new icons."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        theme: Theme = look.theme()
        if mode == QIcon.Mode.Disabled:
            return theme.ink_3
        if state == QIcon.State.On:
            return theme.accent
        colour: str = getattr(theme, self._tone)
        return colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        draw(painter, self._name, rect, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        # `size` counts device pixels here, so 32 may be a small icon on a fine screen: the line grows with it.
        # A button asks at every painting; drawing the curves takes longer than all else of it.
        colour = self._colour(mode, state)
        key = f"icon {self._name} {colour} {size.width()} {size.height()}"
        made = QPixmap()
        if QPixmapCache.find(key, made):
            return made
        made = QPixmap(size)
        made.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(made)
        _render(painter, self._name, QRectF(QPoint(0, 0), size), colour, _ICON_STROKE)
        painter.end()
        QPixmapCache.insert(key, made)
        return made

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._tone)


@cache
def icon(name: str, tone: str = "ink_2") -> QIcon:
    """The icon of that name, in a colour of the theme (`ink_2`, `accent`, `on_accent`, `bad`, …); follows the theme.

    Raises FileNotFoundError where `resources/icons` has no such drawing.
    """
    _drawing(name)
    return QIcon(_LineIcon(name, tone))


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` pixels in `colour` (`#RRGGBB`), for what takes no icon."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(made)
    draw(painter, name, QRectF(QPoint(0, 0), QSize(size, size)), colour)
    painter.end()
    return made
