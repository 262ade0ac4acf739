"""A column that scrolls where the window is too low for it, as with large text, and is not noticed where it is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.gui import look


class EdgeKept(QObject):
    """What scrolls ends where it ended before its bar came: the bar takes its room from the margin beside it."""

    def __init__(self, area: QScrollArea, inside: QLayout) -> None:
        super().__init__(area)
        self._area, self._inside, self._taken = area, inside, 0
        area.verticalScrollBar().rangeChanged.connect(self._fit)

    def _fit(self, _least: int, most: int) -> None:
        margins = self._inside.contentsMargins()
        mirrored = self._area.layoutDirection() == Qt.LayoutDirection.RightToLeft
        beside = (margins.left() if mirrored else margins.right()) + self._taken
        self._taken = min(beside, self._area.verticalScrollBar().sizeHint().width()) if most > 0 else 0
        if mirrored:
            margins.setLeft(beside - self._taken)
        else:
            margins.setRight(beside - self._taken)
        self._inside.setContentsMargins(margins)


class Tall(QScrollArea):
    """Fills `parent`; what it shows is laid out in `column`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inside = inside = QWidget()
        look.mark(inside, panel="inside")
        self.column = QVBoxLayout(inside)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(parent)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        # With the bar that may come: what it stands beside would else be cut.
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, look.px(120))
