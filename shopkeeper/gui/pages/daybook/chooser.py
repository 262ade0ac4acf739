"""The small list below a name being typed: who may be meant, a new member, or nobody known."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.service.finding import Hit
from shopkeeper.values import dataclass

Kind = Literal["member", "enrol", "nobody"]
_CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: `detail` tells two of one name apart."""

    kind: Kind
    words: str
    detail: str = ""
    hit: Hit | None = None


class Chooser(QListWidget):
    """Stays while the field keeps the caret: the field tells it `step(±1)`; a click says `chosen`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setAccessibleName(self.tr("Who is meant"))
        # Reached by the field's arrows; a click must not take the caret away.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setItemDelegate(_Line(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._clicked)
        self.hide()

    def offer(self, choices: Sequence[Choice], below: QWidget) -> None:
        """Show the choices at a field, none of them chosen yet; none at all hides the list."""
        self.clear()
        for choice in choices:
            item = QListWidgetItem(choice.words, self)
            item.setData(_CHOICE, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.words} {choice.detail}".strip())
        if not choices:
            self.hide()
            return
        self.setCurrentRow(-1)
        home = self._home
        height = look.row_height() * len(choices) + 2 * look.px(4) + 2
        width = max(below.width(), look.px(330))
        place = below.mapTo(home, QPoint(0, below.height() + 2))
        if place.y() + height > home.height():
            place = below.mapTo(home, QPoint(0, -height - 2))
        x = max(0, min(place.x(), home.width() - width))
        self.setStyleSheet(
            f"QListWidget {{ border: 1px solid {look.theme().line}; border-radius: {theme.RADIUS}px;"
            f" background: {look.theme().surface}; padding: {look.px(4)}px; }}"
        )
        self.setGeometry(x, max(0, place.y()), width, height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Choose the next or the one before; from the first back to none."""
        self.setCurrentRow(max(-1, min(self.count() - 1, self.currentRow() + by)))

    @property
    def choice(self) -> Choice | None:
        """What is chosen now."""
        item = self.currentItem() if self.isVisible() and self.currentRow() >= 0 else None
        found: Choice | None = item.data(_CHOICE) if item is not None else None
        return found

    def _clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_CHOICE))


class _Line(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(look.px(200), look.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        worn = look.theme()
        choice: Choice = index.data(_CHOICE)
        parent = self.parent()
        assert isinstance(parent, QListWidget)
        area = QRectF(option.rect)
        painter.save()
        if index.row() == parent.currentRow():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.accent_soft))
            painter.drawRoundedRect(area, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
        inside = area.adjusted(look.px(8), 0, -look.px(8), 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if choice.kind != "member":
            sign = QRectF(inside.x(), inside.y(), look.px(16), inside.height())
            if mirrored:
                sign.moveRight(inside.right())
                inside.setRight(inside.right() - look.px(22))
            else:
                inside.setLeft(inside.left() + look.px(22))
            icons.draw(painter, "person-plus" if choice.kind == "enrol" else "minus", sign, worn.ink_2)
        font = look.font("body")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = inside.width() - (
            metrics.horizontalAdvance(choice.detail) + look.px(12) if choice.detail else 0
        )
        near, far = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if mirrored:
            near, far = far, near
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setPen(QColor(worn.ink if choice.kind == "member" else worn.accent))
        words = metrics.elidedText(choice.words, Qt.TextElideMode.ElideRight, room)
        write(painter, inside, flags | int(near), words)
        painter.setPen(QColor(worn.ink_2))
        write(painter, inside, flags | int(far), choice.detail)
        painter.restore()
