"""A short table of members, as high as its rows: Enter opens one at the counter, W writes, ? asks why."""

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.widgets.readable import OnPaper, copy_rows, copyable
from shopkeeper.gui.widgets.rowtable import RowTable
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.values import dataclass

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member and the cells of their row, the name first."""

    member_id: int
    cells: tuple[str, ...]


class MemberRows(QAbstractTableModel):
    """The first few rows until all are asked for; `numbers` are the columns that stand at the trailing side."""

    def __init__(
        self, heads: Sequence[str], numbers: Collection[int], at_first: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._heads, self._numbers, self._at_first = heads, numbers, at_first
        self._all: Sequence[MemberRow] = ()
        self._every = False

    @property
    def rows(self) -> Sequence[MemberRow]:
        """Those who are listed."""
        return self._all if self._every else self._all[: self._at_first]

    def show_rows(self, rows: Sequence[MemberRow]) -> None:
        """Replaces the list."""
        self.beginResetModel()
        self._all = rows
        self.endResetModel()

    def show_all(self, every: bool) -> None:
        """List all of them, or the first few."""
        self.beginResetModel()
        self._every = every
        self.endResetModel()

    def table(self) -> list[Sequence[str]]:
        """All rows as cells, the heads first."""
        return [self._heads, *(row.cells for row in self._all)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numbers:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        column, words = index.column(), self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self._numbers:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column in self._numbers:
            return look.tabular(look.font("body"))
        return escape(words) if role == Qt.ItemDataRole.ToolTipRole else None


class MemberTable(RowTable):
    """`wide` are the columns that take the room that is left, `tier` the one that shows a badge, None where none does."""

    opened = Signal(int)
    written_to = Signal(int)
    why_asked = Signal(int)
    paper_asked = Signal()

    def __init__(
        self, name: str, heads: Sequence[str], parent: QWidget, *, numbers: Collection[int], wide: Collection[int],
        tier: int | None = None, at_first: int = 6,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.members = MemberRows(heads, numbers, at_first, self)
        self.setModel(self.members)
        dress_table(self, name)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self._open)
        self.tiers = TierCells(self)
        if tier is not None:
            self.setItemDelegateForColumn(tier, self.tiers)
        across = self.horizontalHeader()
        across.setMinimumSectionSize(look.px(96))
        for column in range(len(heads)):
            stretches = column in wide
            across.setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.ResizeToContents,
            )
        copyable(self, self)
        self.members.modelReset.connect(self._fit)

    @property
    def current(self) -> int | None:
        """The member chosen."""
        index = self.currentIndex()
        return self.members.rows[index.row()].member_id if index.isValid() else None

    def on_paper(self) -> OnPaper:
        """All rows as they stand on paper."""
        return OnPaper(self.accessibleName(), self.members.table())

    def copy_table(self) -> None:
        """All rows, shown or not, as a table a spreadsheet takes."""
        copy_rows(self.members.table())

    def copy_picture(self) -> None:
        """What is shown, as a picture."""
        QGuiApplication.clipboard().setPixmap(self.grab())

    def _fit(self) -> None:
        self.fit()
        if self.members.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.members.index(0, 0))

    def _open(self, index: Index) -> None:
        self.opened.emit(self.members.rows[index.row()].member_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.current
        if chosen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(chosen)
        elif chosen is not None and event.key() == Qt.Key.Key_W and not event.modifiers():
            self.written_to.emit(chosen)
        elif chosen is not None and event.text() == "?":
            self.why_asked.emit(chosen)
        else:
            super().keyPressEvent(event)
