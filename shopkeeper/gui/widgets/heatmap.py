"""A table of shares whose cells are the deeper coloured the higher they are; the number stands in every cell all the same."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.readable import OnPaper, copy_rows, copyable
from shopkeeper.gui.widgets.rowtable import RowTable
from shopkeeper.gui.widgets.tables import dress_table

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[float, str] | tuple[float, str, str]
SHARE = Qt.ItemDataRole.UserRole


class HeatModel(QAbstractTableModel):
    """Rows of (label, cells); a cell is (share between 0 and 1, its words) and, where more is said of it, those words; None where
    there is nothing yet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heads: Sequence[str] = ()
        self._rows: Sequence[tuple[str, Sequence[Cell | None]]] = ()

    def show_rows(self, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]]) -> None:
        """Replaces what is shown; the first head is the labels'."""
        self.beginResetModel()
        self._heads, self._rows = heads, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        label, cells = self._rows[index.row()]
        if index.column() == 0:
            return label if role == Qt.ItemDataRole.DisplayRole else None
        cell = cells[index.column() - 1] if index.column() <= len(cells) else None
        if cell is None:
            return self.said(index) if role == Qt.ItemDataRole.AccessibleTextRole else None
        share, words = cell[:2]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return escape(self.said(index)) if role == Qt.ItemDataRole.ToolTipRole else self.said(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return share if role == SHARE else None

    def said(self, index: Index) -> str:
        """A cell as it is read out: its row, its column, its number."""
        label, cells = self._rows[index.row()]
        cell = cells[index.column() - 1] if 0 < index.column() <= len(cells) else None
        return label if cell is None else f"{label}, {self._heads[index.column()]}: {cell[-1]}"

    def table(self) -> Sequence[Sequence[str]]:
        """Everything as rows of cells, the heads first."""
        across = range(len(self._heads) - 1)
        rows = [
            [label, *((cells[at] or ("", ""))[1] if at < len(cells) else "" for at in across)]
            for label, cells in self._rows
        ]
        return [list(self._heads), *rows]


class _Cells(QStyledItemDelegate):
    """Paints a cell's ground from the surface to the accent, its words in whichever ink reads better on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE)
        if share is None:
            super().paint(painter, option, index)
            return
        worn = look.theme()
        ground = theme.mix(worn.surface, worn.accent, min(1.0, share))
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
        inks = (worn.ink, worn.surface)
        painter.setPen(QColor(max(inks, key=lambda ink: theme.contrast(ink, ground))))
        painter.setFont(look.tabular(look.font("small")))
        write(painter, area, Qt.AlignmentFlag.AlignCenter, index.data())
        view: QWidget = option.widget
        if view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(worn.ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
        painter.restore()


class HeatMap(RowTable):
    """The table, as high as its rows."""

    paper_asked = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.heat = HeatModel(self)
        self.setModel(self.heat)
        self.setItemDelegate(_Cells(self))
        dress_table(self, name, rows=False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        copyable(self, self)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_rows(self, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]]) -> None:
        """Replaces what is shown."""
        self.heat.show_rows(heads, rows)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        widest = max((across.sectionSizeHint(at) for at in range(1, len(heads))), default=0)
        across.setMinimumSectionSize(widest)  # narrower, it is moved sideways instead
        if heads:
            across.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(0, max(look.px(150), self.sizeHintForColumn(0) + look.px(8)))
        self.fit()

    def on_paper(self) -> OnPaper:
        """All rows as they stand on paper."""
        return OnPaper(self.accessibleName(), self.heat.table())

    def copy_table(self) -> None:
        """All of it as a table a spreadsheet takes."""
        copy_rows(self.heat.table())

    def copy_picture(self) -> None:
        """All of it as a picture."""
        QGuiApplication.clipboard().setPixmap(self.grab())
