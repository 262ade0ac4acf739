"""The table of members who are due a note: a tick, the name, the tier and why."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.rules.programme import Programme
from shopkeeper.service.letters import DueLetter

Index = QModelIndex | QPersistentModelIndex
TICK, TO, TIER, BECAUSE = range(4)
_WANTED_ROWS = 2  # of a long list: more are shown where there is room
_LARGE = 1.4  # size of text at which the name needs the room of the tier
_MEASURED = 300  # rows whose words decide how wide a column is


class DueModel(QAbstractTableModel):
    """Everybody who is due; `ticked` are the members who get a note now."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Sequence[DueLetter] = ()
        self._unticked: set[int] = set()
        self.heading = self.tr("Because")

    @property
    def rows(self) -> Sequence[DueLetter]:
        """All who are listed."""
        return self._rows

    @property
    def ticked(self) -> list[DueLetter]:
        """Those who get a note now, in their order."""
        return [row for row in self._rows if row.member_id not in self._unticked]

    def set_rows(self, rows: Sequence[DueLetter]) -> None:
        """Replaces the list; whoever was left unticked stays so."""
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self._unticked &= {row.member_id for row in rows}
        self.endResetModel()
        self.ticks_changed.emit()

    def is_ticked(self, row: int) -> bool:
        """Whether the member of this row gets a note now."""
        return self._rows[row].member_id not in self._unticked

    def tick(self, row: int, ticked: bool) -> None:
        """Takes a member in or leaves them out for now."""
        change = self._unticked.discard if ticked else self._unticked.add
        change(self._rows[row].member_id)
        index = self.index(row, TICK)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def tick_all(self, ticked: bool) -> None:
        """Takes all in, or leaves all out for now."""
        self._unticked = set() if ticked else {row.member_id for row in self._rows}
        if self._rows:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self._rows) - 1, TICK))
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("", self.tr("To"), self.tr("Tier"), self.heading)[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        own = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return own | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else own

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK:
            return Qt.CheckState.Checked if self.is_ticked(index.row()) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.UserRole:
            return row
        name = row.name or self.tr("Member {number}").format(number=row.number)
        if role == Qt.ItemDataRole.DisplayRole:
            return ("", name, row.tier, row.because)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("A note to {name}").format(name=name) if column == TICK else None
        if role == Qt.ItemDataRole.ToolTipRole and column in (TO, BECAUSE):
            return escape(name if column == TO else row.because)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.tick(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


class DueTable(QTableView):
    """Space ticks, Enter goes on to the line of one's own; `chosen` says which letter is looked at."""

    chosen = Signal(object)  # DueLetter | None
    line_asked = Signal()

    def __init__(self, model: DueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._due = model
        dress_table(self, self.tr("Members who are due a note"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.tiers = TierCells(self)
        self.setItemDelegateForColumn(TIER, self.tiers)
        self._fit_columns()

    def _fit_columns(self) -> None:
        head = self.horizontalHeader()
        fixed, stretch = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch
        for column, mode in ((TICK, fixed), (TO, stretch), (TIER, fixed), (BECAUSE, fixed)):
            head.setSectionResizeMode(column, mode)
        self.setColumnWidth(TICK, look.px(38))
        self.setColumnHidden(TIER, look.scale() > _LARGE)

    def fit_tiers(self, programme: Programme) -> None:
        """Gives the tiers' column the room of the widest badge, within reason."""
        self.tiers.programme = programme
        names = {row.tier for row in self._due.rows} or {""}
        widest = max(badge_size(face_of(programme, name)).width() for name in names)
        words = QFontMetricsF(look.font("small")).horizontalAdvance(self.tr("Tier")) + look.px(24)
        self.setColumnWidth(TIER, round(min(max(widest + look.px(18), words), look.px(150))))
        self._fit_because()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_because()

    def _fit_because(self) -> None:
        """The reason gets the room its words need, the name what is left; neither is starved."""
        metrics = QFontMetricsF(self.font())
        words = {row.because for row in self._due.rows[:_MEASURED]} or {""}
        wanted = max(metrics.horizontalAdvance(text) for text in words) + look.px(26)
        free = (
            self.viewport().width() - self.columnWidth(TICK) - self.columnWidth(TIER)
        )  # a hidden one has none
        most = 0.65 if look.scale() <= _LARGE else 0.5
        self.setColumnWidth(BECAUSE, round(max(free * 0.35, min(wanted, free * most))))

    @property
    def current(self) -> DueLetter | None:
        """The letter looked at."""
        index = self.currentIndex()
        return self._due.rows[index.row()] if index.isValid() else None

    def show_row(self, row: int) -> None:
        """Looks at the letter of a row; None there is, where the table is empty."""
        if 0 <= row < len(self._due.rows):
            self.setCurrentIndex(self._due.index(row, TO))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self._due.tick(index.row(), not self._due.is_ticked(index.row()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.line_asked.emit()
        elif event.key() == Qt.Key.Key_A and control:
            self._due.tick_all(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def whole_height(self) -> int:
        """What it takes to show every row."""
        return self._height(max(1, self._due.rowCount()))

    def sizeHint(self) -> QSize:
        return QSize(look.px(420), self._height(max(1, min(_WANTED_ROWS, self._due.rowCount()))))

    def _height(self, rows: int) -> int:
        head = self.horizontalHeader().sizeHint().height()
        return head + rows * self.verticalHeader().defaultSectionSize() + 4
