"""The table of members worth a word: valuable and slipping away, each with what can be done about it."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.insights import words
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.widgets.rowtable import RowTable
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.say import Speech
from shopkeeper.service.insights import Word

Index = QModelIndex | QPersistentModelIndex
MEMBER, TIER, SPENT, RHYTHM, QUIET, CHANCE = range(6)
_NUMBERS = (SPENT, QUIET, CHANCE)
AT_FIRST = 6


class WordsModel(QAbstractTableModel):
    """The most valuable first; the first few until all are asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: Sequence[Word] = ()
        self._shown = AT_FIRST
        self._speech: Speech | None = None
        self._spent_head = ""

    @property
    def rows(self) -> Sequence[Word]:
        """Those who are listed."""
        return self._all[: self._shown]

    def show_rows(self, rows: Sequence[Word], speech: Speech, spent_head: str) -> None:
        """Replaces the list."""
        self.beginResetModel()
        self._all, self._speech, self._spent_head = rows, speech, spent_head
        self.endResetModel()

    def show_all(self, everybody: bool) -> None:
        """List all of them, or the first few."""
        self.beginResetModel()
        self._shown = len(self._all) if everybody else AT_FIRST
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Member"), self.tr("Tier"), self._spent_head, self.tr("Used to come"), self.tr("Not seen for"),
            self.tr("Chance to come again"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._speech is None or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        name = row.name or self.tr("Member {number}").format(number=row.number)
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                name, row.tier, self._speech.money(row.spent_minor), words.rhythm(row, self._speech), words.quiet(row),
                words.share(self._speech, row.chance),
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column == QUIET:
            return QBrush(QColor(look.theme().attention))
        if role == Qt.ItemDataRole.FontRole and column in _NUMBERS:
            return look.tabular(look.font("strong" if column == QUIET else "body"))
        if role == Qt.ItemDataRole.ToolTipRole and column == MEMBER:
            return escape(name)
        return None


class WordsTable(RowTable):
    """Enter opens the member at the counter; W writes to them."""

    opened = Signal(int)
    written_to = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = WordsModel(self)
        self.setModel(self.words)
        dress_table(self, self.tr("Members worth a word"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self._open)
        self.tiers = TierCells(self)
        self.setItemDelegateForColumn(TIER, self.tiers)
        across = self.horizontalHeader()
        across.setMinimumSectionSize(look.px(96))
        for column in range(6):
            stretches = column in (MEMBER, RHYTHM)
            across.setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.ResizeToContents,
            )
        self.words.modelReset.connect(self._fit)

    @property
    def current(self) -> Word | None:
        """The member chosen."""
        index = self.currentIndex()
        return self.words.rows[index.row()] if index.isValid() else None

    def _fit(self) -> None:
        self.fit()
        if self.words.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.words.index(0, MEMBER))

    def _open(self, index: Index) -> None:
        self.opened.emit(self.words.rows[index.row()].member_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.current
        if chosen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(chosen.member_id)
        elif chosen is not None and event.key() == Qt.Key.Key_W and not event.modifiers():
            self.written_to.emit(chosen.member_id)
        else:
            super().keyPressEvent(event)
