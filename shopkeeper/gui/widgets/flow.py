"""A layout that sets its things one after the other like words, and begins a new row where one is full."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from shopkeeper.gui import look


class Flow(QLayout):
    """Rows run from right to left where the language does. `gap` is the space between things, in pixels. One that is
    `wide` asks for the room of a single row, and takes less."""

    def __init__(
        self, parent: QWidget | None = None, gap: int = 6, row_gap: int | None = None, *, wide: bool = False
    ) -> None:
        super().__init__(parent) if parent is not None else super().__init__()
        self._wide = wide
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._row_gap = gap if row_gap is None else row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int, /) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        least = self.minimumSize()
        if not self._wide:
            return least
        shown = [item.sizeHint().width() for item in self._items if not _is_hidden(item)]
        margins = self.contentsMargins()
        row = sum(shown) + self._gap * max(0, len(shown) - 1) + margins.left() + margins.right()
        return QSize(max(least.width(), row), least.height())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def clear(self) -> None:
        """Removes and deletes everything in it."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y, row_height = area.x(), area.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []

        def settle() -> None:
            """What stands in one row has one middle, however high each is."""
            for item, place in row if move else ():
                item.setGeometry(place.translated(0, (row_height - place.height()) // 2))
            row.clear()

        for item in self._items:
            if _is_hidden(item):
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(1, area.width()))
            if x > area.x() and x + width > area.right() + 1:
                settle()
                x, y, row_height = area.x(), y + row_height + self._row_gap, 0
            left = area.right() + 1 - (x - area.x()) - width if mirrored else x
            row.append((item, QRect(QPoint(left, y), QSize(width, hint.height()))))
            x += width + self._gap
            row_height = max(row_height, hint.height())
        settle()
        return y + row_height - rect.y() + margins.bottom()


def _is_hidden(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.isHidden()


class FlowBox(QWidget):
    """Words and badges one after the other, in as many rows as they need; add them to `flow`."""

    def __init__(self, parent: QWidget, *, gap: int = 5, row_gap: int = 2, wide: bool = False) -> None:
        super().__init__(parent)
        self.flow = Flow(self, gap=look.px(gap), row_gap=look.px(row_gap), wide=wide)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
