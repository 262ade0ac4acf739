"""A bar that fills: how near the next tier is, how far an import has come."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look


class Bar(QWidget):
    """`share` runs from 0.0 to 1.0; the words that give it its meaning stand beside it and name it."""

    def __init__(self, parent: QWidget | None = None, *, thick: int = 7, tone: str = "accent") -> None:
        super().__init__(parent)
        self._share = 0.0
        self._shown = 0.0
        self._thick = thick
        self._tone = tone
        self._glide = QVariantAnimation(self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._at)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        """How full the bar is or is about to be."""
        return self._share

    def set_share(self, share: float, meaning: str = "", *, glide: bool = False) -> None:
        """Fills the bar; `meaning` is read out by a screen reader; `glide` moves there in a third of a second."""
        self._share = min(1.0, max(0.0, share))
        if meaning:
            self.setAccessibleName(meaning)
        duration_ms = look.motion_ms(320) if glide and self.isVisible() else 0
        self._glide.stop()
        if duration_ms:
            self._glide.setDuration(duration_ms)
            self._glide.setStartValue(self._shown)
            self._glide.setEndValue(self._share)
            self._glide.start()
        else:
            self._at(self._share)

    def _at(self, share: object) -> None:
        assert isinstance(share, float)
        self._shown = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(120), look.px(self._thick))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(24), look.px(self._thick))

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        radius = min(area.height() / 2, 4)
        well = QPainterPath()
        well.addRoundedRect(area, radius, radius)
        painter.fillPath(well, QColor(worn.sunken))
        width = area.width() * self._shown
        if width > 0:
            painter.setClipPath(well)
            filled = QRectF(area.x(), area.y(), width, area.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                filled.moveRight(area.right())
            colour: str = getattr(worn, self._tone)
            painter.fillRect(filled, QColor(colour))
        painter.end()
