"""The members table as Qt sees it: an order of ids, and rows that are read by the block when they are looked at.

How the cells look is in `cells.py`; what is told here is for measuring columns, hints and screen readers.
"""

from array import array
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members.columns import COLUMNS, cell, name_of, title_of
from shopkeeper.say import Speech
from shopkeeper.service import listing
from shopkeeper.service.listing import Row

Index = QModelIndex | QPersistentModelIndex
BLOCK = 32  # some more than are seen at once: a jump reads two at most
BLOCKS_KEPT = 250

# Qt hands a role over as a number: to make an enum of it in each of thousands of calls is what costs.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ROW = int(Qt.ItemDataRole.UserRole)
_LEADING = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_TRAILING = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


class MembersModel(QAbstractTableModel):
    """Says `complained(sentence)` when the book could not be read; the rows concerned stay empty."""

    complained = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: array[int] = array("q")
        self._blocks: dict[int, dict[int, Row]] = {}
        self.dress()

    def dress(self) -> None:
        """Takes up the look that is worn."""
        self._figures: QFont = look.tabular(look.font("body"))
        self._name: QFont = look.font("body", 500)

    @property
    def ids(self) -> "array[int]":
        """Who is listed, in order."""
        return self._ids

    def set_ids(self, ids: "array[int]") -> None:
        """Another order, or other members."""
        self.beginResetModel()
        self._ids = ids
        self._blocks = {}
        self.endResetModel()

    def forget(self) -> None:
        """What is shown is read again."""
        self._blocks = {}
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    @property
    def told_with(self) -> tuple[Speech, date]:
        """What the cells are told with: how this shop speaks, and the day."""
        return self._desk.speech, self._desk.today

    def row_at(self, place: int) -> Row | None:
        """The member of a row; None for one who has gone since the order was made."""
        number = place // BLOCK
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        return block.get(self._ids[place])

    def _read(self, number: int) -> dict[int, Row]:
        wanted = self._ids[number * BLOCK : (number + 1) * BLOCK]
        found: tuple[Row, ...] = ()
        try:
            found = self._desk.ask(listing.rows, wanted, self._desk.today)
        except StorageTrouble as trouble:
            self.complained.emit(trouble.because)
        if len(self._blocks) >= BLOCKS_KEPT:
            del self._blocks[next(iter(self._blocks))]
        block = self._blocks[number] = {row.member_id: row for row in found}
        return block

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return title_of(COLUMNS[section])
        if role == _ALIGNMENT:
            return _TRAILING if COLUMNS[section].figures else _LEADING
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        place, number = index.row(), index.column()
        if not 0 <= place < len(self._ids):
            return None
        column = COLUMNS[number]
        if role == _DISPLAY:
            row = self.row_at(place)
            return "" if row is None else cell(row, column.key, self._desk.speech, self._desk.today)
        if role == _FONT:
            return self._name if column.key == "name" else self._figures
        if role not in (_ROW, _TIP, _SPOKEN):
            return None
        row = self.row_at(place)
        if row is None or role == _ROW:
            return row
        said = cell(row, column.key, self._desk.speech, self._desk.today)
        if role == _TIP:
            return escape(said) if column.key in ("name", "town", "phone") and len(said) > 14 else None
        return name_of(row) if column.key == "name" else f"{name_of(row)}, {title_of(column)}: {said}"
