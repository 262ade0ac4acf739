"""The badge of a tier: its name, a shape of its own, a colour; small in lists, round and large on the member's card."""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, QSizeF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.shapes import SHAPES, shape
from shopkeeper.values import dataclass

__all__ = [
    "BUILT_IN",
    "SHAPES",
    "RoundBadge",
    "TierBadge",
    "TierFace",
    "badge_ground",
    "badge_size",
    "draw_badge",
]


@dataclass(frozen=True, slots=True)
class TierFace:
    """How a tier looks. `shape` is one of SHAPES; `colour` one of our names (`gold`) or an owner's `#RRGGBB`."""

    name: str
    shape: str = "ring"
    colour: str = "member"


BUILT_IN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "member": ("ring", "member"),
        "bronze": ("half", "bronze"),
        "silver": ("diamond", "silver"),
        "gold": ("star", "gold"),
        "platinum": ("sparkle", "platinum"),
    }
)
"""Shape and colour of the tiers the program brings, by their key."""


def badge_size(face: TierFace) -> QSizeF:
    """The room the small badge takes, for delegates."""
    metrics = look.metrics("badge")
    width = metrics.horizontalAdvance(face.name) + look.px(10) + look.px(4) + 2 * look.px(7)
    return QSizeF(ceil(width), ceil(metrics.height()) + 2 * look.px(2))


def draw_badge(painter: QPainter, area: QRectF, face: TierFace, *, mirrored: bool = False) -> None:
    """Draws the small badge into `area` (of `badge_size`); a name too long for it is elided."""
    pair = look.theme().tier(face.colour)
    painter.drawPixmap(
        QPointF(round(area.x()), round(area.y())),
        badge_ground(face, area.size(), painter.device().devicePixelRatioF(), mirrored=mirrored),
    )
    side = look.px(7)
    lead = look.px(14)
    words = area.adjusted(side + (0 if mirrored else lead), 0, -side - (lead if mirrored else 0), 0)
    painter.setFont(look.font("badge"))
    painter.setPen(QColor(pair.text))
    shown = look.metrics("badge").elidedText(face.name, _ELIDED, words.width() + 1)
    write(painter, words, _TRAILING if mirrored else _LEADING, shown)


_ELIDED = Qt.TextElideMode.ElideRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEADING = int(Qt.AlignmentFlag.AlignLeft | _MIDDLE)
_TRAILING = int(Qt.AlignmentFlag.AlignRight | _MIDDLE)


def badge_ground(face: TierFace, size: QSizeF, ratio: float, *, mirrored: bool) -> QPixmap:
    """The badge without its name, painted once for each look and screen; the name itself is as sharp as all text."""
    pair = look.theme().tier(face.colour)
    width, height, side = ceil(size.width()), ceil(size.height()), look.px(10)
    key = f"badge {face.shape} {pair.soft} {pair.text} {width} {height} {side} {mirrored} {ratio}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = QPixmap(QSize(ceil(width * ratio), ceil(height * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    area = QRectF(0, 0, size.width(), size.height())
    inside = area.adjusted(look.px(7), 0, -look.px(7), 0)
    sign = QRectF(inside.x(), inside.center().y() - side / 2, side, side)
    if mirrored:
        sign.moveRight(inside.right())
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.soft))
    painter.drawRoundedRect(area, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
    painter.fillPath(shape(face.shape, sign), QColor(pair.text))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


class TierBadge(QWidget):
    """The small badge as a widget."""

    def __init__(self, face: TierFace | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_face(face)

    @property
    def face(self) -> TierFace | None:
        """The tier shown."""
        return self._face

    def set_face(self, face: TierFace | None) -> None:
        """Shows a tier; None hides the badge."""
        self._face = face
        self.setAccessibleName(face.name if face else "")
        # A widget that has no parent yet would be shown as a window of its own.
        if face is None or self.parent() is not None:
            self.setVisible(face is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._face).toSize() if self._face else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._face is None:
            return
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        draw_badge(painter, QRectF(self.rect()), self._face, mirrored=mirrored)
        painter.end()


class RoundBadge(QWidget):
    """The large round badge. `set_face(…, celebrate=True)` turns the old tier into the new one before the eyes.

    Where the system or the person wants no movement, it changes at once; `settled` is said either way.
    """

    settled = Signal()
    HALO = 6
    _DURATION_MS = 1100

    def __init__(
        self, face: TierFace | None = None, parent: QWidget | None = None, *, diameter: int = 62
    ) -> None:
        super().__init__(parent)
        self._diameter = diameter
        self._face = face
        self._before: TierFace | None = None
        self._at = 1.0
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(1.0)
        self._turn.valueChanged.connect(self._move)
        self._turn.finished.connect(self._rest)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(face.name if face else "")

    @property
    def face(self) -> TierFace | None:
        """The tier shown, or about to be."""
        return self._face

    def set_face(self, face: TierFace | None, *, celebrate: bool = False) -> None:
        """Shows a tier; with `celebrate` the change is a moment of a second."""
        self._turn.stop()
        self._before, self._face = self._face, face
        self.setAccessibleName(face.name if face else "")
        duration_ms = look.motion_ms(self._DURATION_MS) if celebrate and self.isVisible() else 0
        if duration_ms and self._before != face:
            self._turn.setDuration(duration_ms)
            self._at = 0.0
            self._turn.start()
        else:
            self._rest()

    def _move(self, at: object) -> None:
        assert isinstance(at, float)
        self._at = at
        self.update()

    def _rest(self) -> None:
        self._at = 1.0
        self._before = None
        self.update()
        self.settled.emit()

    def sizeHint(self) -> QSize:
        side = look.px(self._diameter + 2 * self.HALO)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._at < 0.4 and self._before is not None:
            gone = QEasingCurve(QEasingCurve.Type.InCubic).valueForProgress(self._at / 0.4)
            self._draw(painter, self._before, 1.0 - gone)
        elif self._face is not None:
            come = 1.0
            if self._at < 1.0:
                come = QEasingCurve(QEasingCurve.Type.OutBack).valueForProgress(
                    max(0.0, self._at - 0.4) / 0.6
                )
                self._draw_halo(painter, self._face, (self._at - 0.4) / 0.6)
            self._draw(painter, self._face, come)
        painter.end()

    def _draw_halo(self, painter: QPainter, face: TierFace, at: float) -> None:
        colour = QColor(look.theme().tier(face.colour).text)
        colour.setAlphaF(max(0.0, 0.5 * (1.0 - at)))
        reach = look.px(self._diameter) / 2 + look.px(self.HALO) * at
        painter.setPen(QPen(colour, look.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(self.rect()).center(), reach - 1, reach - 1)

    def _draw(self, painter: QPainter, face: TierFace, size: float) -> None:
        pair = look.theme().tier(face.colour)
        middle = QRectF(self.rect()).center()
        radius = look.px(self._diameter) / 2 * min(size, 1.08)
        if radius < 1:
            return
        painter.setPen(QPen(QColor(pair.text), 2))
        painter.setBrush(QColor(pair.soft))
        painter.drawEllipse(middle, radius - 1, radius - 1)
        inner = QRectF(0, 0, radius * 0.9, radius * 0.9)
        inner.moveCenter(middle)
        painter.fillPath(shape(face.shape, inner), QColor(pair.text))
