"""How a table shows a tier: as its badge."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size, draw_badge
from shopkeeper.gui.widgets.tables import RowCells
from shopkeeper.rules.programme import Programme

Index = QModelIndex | QPersistentModelIndex


class TierCells(RowCells):
    """Paints a tier as its badge."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.programme: Programme | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self.programme is None or not index.data():
            return super().sizeHint(option, index)
        size = badge_size(face_of(self.programme, index.data())).toSize()
        return QSize(size.width() + look.px(20), size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tier = index.data()
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        view: QWidget = option.widget
        view.style().drawControl(view.style().ControlElement.CE_ItemViewItem, plain, painter, view)
        self.ring(painter, option, index)
        if self.programme is None or not tier:
            return
        face = face_of(self.programme, tier)
        size, area = badge_size(face), QRectF(option.rect)
        mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        badge = QRectF(0, 0, min(size.width(), area.width() - look.px(12)), size.height())
        badge.moveCenter(area.center())
        gap = look.px(8)
        badge.moveRight(area.right() - gap) if mirrored else badge.moveLeft(area.left() + gap)
        draw_badge(painter, badge, face, mirrored=mirrored)
