"""Dresses Qt's tables and lists the way every page shows them: quiet lines, whole rows, one height."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.lettering import runs_from_the_right

Index = QModelIndex | QPersistentModelIndex


class RowCells(QStyledItemDelegate):
    """Cells of a table that is chosen by rows: the focus is shown round the row, and a telephone number is not
    turned round in a mirrored window."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if mirrored and option.text and not runs_from_the_right(option.text):
            option.displayAlignment = QStyle.visualAlignment(option.direction, option.displayAlignment)
            option.direction = Qt.LayoutDirection.LeftToRight

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        self.ring(painter, option, index)

    def ring(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """This cell's part of the ring round the row that has the focus."""
        table = option.widget
        if (
            not isinstance(table, QTableView)
            or not table.hasFocus()
            or table.currentIndex().row() != index.row()
        ):
            return
        area, wide = QRectF(option.rect), theme.FOCUS_WIDTH
        accent = QColor(look.theme().accent)
        painter.fillRect(QRectF(area.x(), area.y(), area.width(), wide), accent)
        painter.fillRect(QRectF(area.x(), area.bottom() - wide, area.width(), wide), accent)
        head = table.horizontalHeader()
        shown = [
            at for place in range(head.count()) if not head.isSectionHidden(at := head.logicalIndex(place))
        ]
        first, last = shown[0], shown[-1]
        if table.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            first, last = last, first
        if index.column() == first:
            painter.fillRect(QRectF(area.x(), area.y(), wide, area.height()), accent)
        if index.column() == last:
            painter.fillRect(QRectF(area.right() - wide, area.y(), wide, area.height()), accent)


def dress_table(table: QTableView, name: str, *, rows: bool = True) -> None:
    """Gives a table our row height and lines; `name` is its accessible name; `rows` chooses whole rows, not cells."""
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(False)
    table.setCornerButtonEnabled(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    if rows:
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        if type(table.itemDelegate()) is QStyledItemDelegate:  # what a table paints by itself it keeps
            table.setItemDelegate(RowCells(table))
    across, down = table.horizontalHeader(), table.verticalHeader()
    across.setHighlightSections(False)
    across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    across.setMinimumHeight(look.row_height())
    down.setVisible(False)
    # Every row alike: a table that measures each of 200,000 rows stands still for a minute.
    down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    down.setDefaultSectionSize(look.row_height())


def keep_titles(table: QTableView) -> None:
    """Columns that share the room that is left are never narrower than their titles: with large text the table is moved
    sideways instead. The columns are those that stretch; they are known by this again when there is room once more."""
    head = table.horizontalHeader()
    stretch = QHeaderView.ResizeMode.Stretch
    shown = [column for column in range(head.count()) if not head.isSectionHidden(column)]
    kept = table.property("wide")
    wide = kept if kept is not None else [c for c in shown if head.sectionResizeMode(c) == stretch]
    if not wide:
        return
    table.setProperty("wide", wide)
    room = table.viewport().width() - sum(head.sectionSize(column) for column in shown if column not in wide)
    needed = {column: head.sectionSizeFromContents(column).width() for column in wide}
    cramped = any(room // len(wide) < least for least in needed.values())
    for column, least in needed.items():
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed if cramped else stretch)
        if cramped:
            head.resizeSection(column, least)
