"""Faces for the demo shop, drawn from a few colours: plainly nobody's."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from shopkeeper.gui.portraits import SIDE, as_jpeg
from shopkeeper.service.demo import DemoFace

_INK = QColor(58, 44, 40)
_QUALITY = 85
_MIDDLE = 120.0
"""Drawn on a field of 240 by 240, whatever size is kept."""


def drawn(face: DemoFace) -> bytes:
    """The face as a small JPEG; in any thread, for it is drawn on a picture and shown nowhere."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(face.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SIDE / (2 * _MIDDLE), SIDE / (2 * _MIDDLE))
    painter.setPen(Qt.PenStyle.NoPen)
    skin, hair = QColor(face.skin), QColor(face.hair)
    _behind(painter, face.style, hair)
    _disc(painter, QColor(face.coat), 120, 262, 86, 84)
    painter.setBrush(skin.darker(112))
    painter.drawRoundedRect(QRectF(102, 140, 36, 52), 18, 18)
    for side in (-1, 1):
        _disc(painter, skin, _MIDDLE + side * 51, 112, 9, 12)
    _disc(painter, skin, 120, 108, 50, 58)
    if face.beard:
        _beard(painter, hair)
    _cap(painter, face.style, hair)
    _features(painter, skin, glasses=face.glasses)
    painter.end()
    return as_jpeg(image, _QUALITY)


def _disc(painter: QPainter, colour: QColor, x: float, y: float, across: float, down: float) -> None:
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), across, down)


def _behind(painter: QPainter, style: str, hair: QColor) -> None:
    """What of the hair is behind the head."""
    if style == "long":
        painter.setBrush(hair)
        painter.drawRoundedRect(QRectF(60, 50, 120, 142), 56, 48)
    elif style == "round":
        _disc(painter, hair, 120, 88, 76, 70)
    elif style == "bun":
        _disc(painter, hair, 120, 34, 25, 22)
        _disc(painter, hair, 120, 96, 57, 58)


def _cap(painter: QPainter, style: str, hair: QColor) -> None:
    """The hair over the forehead: the top of the head without a curve that is left free."""
    top = QPainterPath()
    top.addEllipse(QPointF(120, 102), 53, 58)
    free = QPainterPath()
    free.setFillRule(Qt.FillRule.WindingFill)
    if style in ("long", "bun"):
        free.addEllipse(QPointF(92, 130), 62, 58)
        free.addEllipse(QPointF(160, 134), 44, 58)
    else:
        free.addEllipse(QPointF(120, 138), 58, 62)
    below = QPainterPath()
    below.addRect(QRectF(60, 116, 120, 60))
    painter.setBrush(hair)
    painter.drawPath(top.subtracted(free).subtracted(below))


def _beard(painter: QPainter, hair: QColor) -> None:
    chin = QPainterPath()
    chin.addEllipse(QPointF(120, 110), 51, 60)
    free = QPainterPath()
    free.addRect(QRectF(60, 40, 120, 78))
    mouth = QPainterPath()
    mouth.addEllipse(QPointF(120, 122), 38, 26)
    painter.setBrush(hair)
    painter.drawPath(chin.subtracted(free).subtracted(mouth))


def _features(painter: QPainter, skin: QColor, *, glasses: bool) -> None:
    for side in (-1, 1):
        x = _MIDDLE + side * 20
        _disc(painter, _INK, x, 106, 4.4, 5.2)
        _disc(painter, QColor(255, 255, 255), x + 1.4, 104.2, 1.4, 1.4)
        _disc(painter, QColor(214, 96, 80, 60), _MIDDLE + side * 31, 124, 9, 6)
    pen = QPen(_INK, 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(102, 120, 36, 22), 200 * 16, 140 * 16)
    if glasses:
        for side in (-1, 1):
            painter.drawEllipse(QPointF(_MIDDLE + side * 20, 106), 14, 13)
        painter.drawLine(QPointF(114, 105), QPointF(126, 105))
    painter.setPen(QPen(skin.darker(130), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(114, 108, 12, 12), 230 * 16, 110 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
