"""A list beside what is chosen in it (events, trials): a name in bold, what there is to know of it below."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.sentence import breakable

Index = QModelIndex | QPersistentModelIndex
_WORDS, _KEY = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap)


class _Entry(QStyledItemDelegate):
    """Paints an entry; as high as its words need."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        # As if there were a bar to scroll: it may come when all are as high as they need.
        bar = view.verticalScrollBar().sizeHint().width() if isinstance(view, QListWidget) else 0
        width = (view.width() - bar if isinstance(view, QListWidget) else 220) - 2 * look.px(14)
        box = QRect(0, 0, max(width, look.px(80)), 10_000)
        name = (
            QFontMetrics(look.font("strong", 600)).boundingRect(box, _WRAP, breakable(index.data())).height()
        )
        words = QFontMetrics(look.font()).boundingRect(box, _WRAP, breakable(index.data(_WORDS))).height()
        return QSize(look.px(100), name + words + 2 * look.px(9) + look.px(3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn = look.theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(worn.accent_soft))
            painter.setPen(
                QColor(worn.accent) if option.state & QStyle.StateFlag.State_HasFocus else Qt.PenStyle.NoPen
            )
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 7, 7)
        inside = option.rect.adjusted(look.px(14), look.px(9), -look.px(14), -look.px(9))
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = _WRAP | int(Qt.AlignmentFlag.AlignTop | side)
        painter.setFont(look.font("strong", 600))
        painter.setPen(QColor(worn.ink))
        taken = painter.boundingRect(inside, flags, breakable(index.data()))
        write(painter, inside, flags, breakable(index.data()))
        painter.setFont(look.font())
        painter.setPen(QColor(worn.ink_2))
        write(
            painter,
            inside.adjusted(0, taken.height() + look.px(3), 0, 0),
            flags,
            breakable(index.data(_WORDS)),
        )
        painter.restore()


class EntryList(QListWidget):
    """Says `chosen(key)`, the number of an entry; Enter says `entered`."""

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Entry(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._changed)
        self.itemActivated.connect(self.entered)

    @property
    def key(self) -> int | None:
        """The number of what is chosen."""
        row = self.currentRow()
        return None if row < 0 else int(self.item(row).data(_KEY))

    def show_entries(self, entries: Sequence[tuple[int, str, str]], chosen: int | None) -> None:
        """Replaces the list: (key, name, words); `chosen` stays so, or else the first."""
        self.blockSignals(True)
        keys = [key for key, _, _ in entries]
        if keys != [self.item(row).data(_KEY) for row in range(self.count())]:
            self.clear()
            for key in keys:
                QListWidgetItem(self).setData(_KEY, key)
        for row, (_, name, words) in enumerate(entries):
            item = self.item(row)
            if (item.text(), item.data(_WORDS)) != (name, words):
                item.setText(name)
                item.setData(_WORDS, words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}. {words}")
        self.setCurrentRow(keys.index(chosen) if chosen in keys else 0 if keys else -1)
        self.blockSignals(False)

    def _changed(self) -> None:
        key = self.key
        if key is not None:
            self.chosen.emit(key)
