"""The shapes of tiers as paths, so that a tier is known without its colour."""

import math
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform


def _polar(radius: float, degrees: float) -> QPointF:
    angle = math.radians(degrees - 90)
    return QPointF(radius * math.cos(angle), radius * math.sin(angle))


def _polygon(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([*points, points[0]]))
    path.closeSubpath()
    return path


def _pointed(points: int, inner: float) -> QPainterPath:
    return _polygon([_polar(1.0 if i % 2 == 0 else inner, i * 180 / points) for i in range(2 * points)])


def _ring() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(), 0.82, 0.82)
    path.addEllipse(QPointF(), 0.54, 0.54)
    return path


def _half() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(-0.42, -0.88)
    path.arcTo(QRectF(-1.3, -0.88, 1.76, 1.76), 90, -180)
    path.closeSubpath()
    return path


def _diamond() -> QPainterPath:
    return _polygon([QPointF(0, -1), QPointF(0.92, 0), QPointF(0, 1), QPointF(-0.92, 0)])


def _sparkle() -> QPainterPath:
    path = QPainterPath(_polar(1.05, 0))
    for quarter in range(4):
        path.quadTo(_polar(0.26, quarter * 90 + 45), _polar(1.05, quarter * 90 + 90))
    path.closeSubpath()
    return path


def _drop() -> QPainterPath:
    path = QPainterPath(QPointF(0, -1))
    path.cubicTo(QPointF(0.35, -0.35), QPointF(0.75, -0.05), QPointF(0.75, 0.3))
    path.cubicTo(QPointF(0.75, 0.72), QPointF(0.4, 1), QPointF(0, 1))
    path.cubicTo(QPointF(-0.4, 1), QPointF(-0.75, 0.72), QPointF(-0.75, 0.3))
    path.cubicTo(QPointF(-0.75, -0.05), QPointF(-0.35, -0.35), QPointF(0, -1))
    return path


def _leaf() -> QPainterPath:
    path = QPainterPath(QPointF(0.9, -0.9))
    path.cubicTo(QPointF(1.0, 0.4), QPointF(0.5, 0.95), QPointF(-0.9, 0.9))
    path.cubicTo(QPointF(-1.0, -0.4), QPointF(-0.5, -0.95), QPointF(0.9, -0.9))
    return path


def _crown() -> QPainterPath:
    corners = [
        (-0.95, -0.6),
        (-0.48, -0.02),
        (0, -0.85),
        (0.48, -0.02),
        (0.95, -0.6),
        (0.75, 0.75),
        (-0.75, 0.75),
    ]
    return _polygon([QPointF(x, y) for x, y in corners])


def _shield() -> QPainterPath:
    path = QPainterPath(QPointF(-0.8, -0.85))
    path.lineTo(0.8, -0.85)
    path.lineTo(0.8, 0.05)
    path.cubicTo(QPointF(0.8, 0.55), QPointF(0.4, 0.85), QPointF(0, 1))
    path.cubicTo(QPointF(-0.4, 0.85), QPointF(-0.8, 0.55), QPointF(-0.8, 0.05))
    path.closeSubpath()
    return path


def _heart() -> QPainterPath:
    path = QPainterPath(QPointF(0, 0.92))
    path.cubicTo(QPointF(-1.5, -0.15), QPointF(-0.85, -1.25), QPointF(0, -0.42))
    path.cubicTo(QPointF(0.85, -1.25), QPointF(1.5, -0.15), QPointF(0, 0.92))
    return path


_SHAPES: Mapping[str, Callable[[], QPainterPath]] = MappingProxyType(
    {
        "ring": _ring,
        "half": _half,
        "diamond": _diamond,
        "star": lambda: _pointed(5, 0.44),
        "sparkle": _sparkle,
        "triangle": lambda: _polygon([_polar(1.0, d) for d in (0, 120, 240)]),
        "square": lambda: _polygon([_polar(1.05, d) for d in (45, 135, 225, 315)]),
        "hexagon": lambda: _polygon([_polar(0.95, d) for d in range(0, 360, 60)]),
        "sun": lambda: _pointed(8, 0.62),
        "drop": _drop,
        "leaf": _leaf,
        "crown": _crown,
        "shield": _shield,
        "heart": _heart,
    }
)

SHAPES: tuple[str, ...] = tuple(_SHAPES)
"""The names of all shapes; the first five belong to the tiers the program brings."""


@cache
def _unit(name: str) -> QPainterPath:
    return _SHAPES.get(name, _ring)()


def shape(name: str, area: QRectF) -> QPainterPath:
    """The shape of that name as large as `area` allows; an unknown name is a ring."""
    half = min(area.width(), area.height()) / 2
    return QTransform(half, 0, 0, half, area.center().x(), area.center().y()).map(_unit(name))
