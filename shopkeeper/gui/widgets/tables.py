"""Dresses Qt's tables and lists the way every page shows them: quiet lines, whole rows, one height."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from shopkeeper.gui import look


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
    across, down = table.horizontalHeader(), table.verticalHeader()
    across.setHighlightSections(False)
    across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    across.setMinimumHeight(look.row_height())
    down.setVisible(False)
    # Every row alike: a table that measures each of 200,000 rows stands still for a minute.
    down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    down.setDefaultSectionSize(look.row_height())
