"""A face in a rounded square, cut to its upper middle, where faces are; it takes no room where there is none."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look, theme


@lru_cache(maxsize=16)
def image_of(jpeg: bytes) -> QImage:
    """The picture to draw; an empty one where the bytes are none."""
    image = QImage()
    image.loadFromData(jpeg)
    return image


class Portrait(QWidget):
    """Shows a picture, `side` pixels square at text size 100 %."""

    def __init__(self, parent: QWidget, *, side: int = 62) -> None:
        super().__init__(parent)
        self._side = side
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def there(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    def set_image(self, image: QImage | None, said: str = "") -> None:
        """Shows a picture, which a screen reader calls by `said`; None takes it away."""
        self._image = image if image is not None else QImage()
        self.setAccessibleName(said)
        self.setVisible(self.there)
        self.update()

    def sizeHint(self) -> QSize:
        side = look.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        # Short of room it is smaller, and never out of shape.
        edge = min(self.width(), self.height())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        area = QRectF(self.width() - edge if mirrored else 0, 0, edge, edge)
        round_ = QPainterPath()
        round_.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CARD, theme.RADIUS_CARD)
        whole = self._image.size()
        side = min(whole.width(), whole.height())
        left, top = (whole.width() - side) / 2, (whole.height() - side) / 3
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(round_)
        painter.drawImage(area, self._image, QRectF(left, top, side, side))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(look.theme().line), theme.LINE_WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(round_)
        painter.end()
