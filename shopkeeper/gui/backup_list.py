"""The backups of a shop as a table: the day of each, what it holds, whether it was read through after it was made."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.tables import dress_table, keep_titles
from shopkeeper.say import Speech
from shopkeeper.service.backups import Backup

Index = QModelIndex | QPersistentModelIndex
WHEN, MEMBERS, PURCHASES, SIZE, WHY, STATE = range(6)
_FIGURES = (MEMBERS, PURCHASES, SIZE)
_MOST_ROWS = 8
_SIZE_UP_TO = 1.2  # the largest text size at which there is room for the size too


def size_words(size: int, speech: Speech) -> str:
    """The size of a file as it is read: `812 kB`, `43 MB`."""
    if size < 10**6:
        return f"{speech.count(-(-size // 1000))} kB"
    return f"{speech.count(round(size / 10**6))} MB"


class BackupModel(QAbstractTableModel):
    """The latest made first. `day_of` says which shop day an instant belongs to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._backups: tuple[Backup, ...] = ()
        self._speech: Speech | None = None
        self._day_of: Callable[[datetime], date] = datetime.date

    def show_backups(
        self, backups: Sequence[Backup], speech: Speech, day_of: Callable[[datetime], date]
    ) -> None:
        """Replaces what is listed."""
        self.beginResetModel()
        self._backups, self._speech, self._day_of = tuple(backups), speech, day_of
        self.endResetModel()

    def backup(self, row: int) -> Backup | None:
        """The backup a row shows."""
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def when(self, backup: Backup) -> str:
        """Day and time of a backup: `Friday 20 November 2026, 18:02`."""
        assert self._speech is not None
        day = self._speech.day_of_week(self._day_of(backup.instant))
        return self.tr("{day}, {time}").format(day=day, time=self._speech.time(backup.instant))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._backups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _FIGURES:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            self.tr("Made on"),
            self.tr("Members"),
            self.tr("Purchases"),
            self.tr("Size"),
            self.tr("Why"),
            self.tr("Read through"),
        )
        return heads[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        backup, column = self.backup(index.row()), index.column()
        if backup is None or self._speech is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _FIGURES:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column in _FIGURES:
            return look.tabular(look.font())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == WHEN:
            day = self._speech.day_short(self._day_of(backup.instant))
            return self.tr("{day}, {time}").format(day=day, time=self._speech.time(backup.instant))
        if column == SIZE:
            return size_words(backup.size, self._speech)
        if column == WHY:
            return self._why(backup.reason)
        if column == STATE:
            return self.tr("yes") if backup.verified else self.tr("damaged")
        if not backup.verified:
            return "–"
        return self._speech.count(backup.members if column == MEMBERS else backup.purchases)

    def _why(self, reason: str) -> str:
        words = {
            "daily": self.tr("of the day"),
            "regular": self.tr("during work"),
            "closing": self.tr("on closing"),
            "before import": self.tr("before a list came in"),
            "before merge": self.tr("before a merge"),
            "after forgetting": self.tr("after forgetting"),
            "by hand": self.tr("asked for"),
            "before restoring": self.tr("before one was restored"),
            "before migration": self.tr("before a new version"),
        }
        return words.get(reason, reason)


class BackupTable(QTableView):
    """Enter asks for the chosen one: `restore_asked(backup)`."""

    restore_asked = Signal(object)
    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._backups = BackupModel(self)
        self.setModel(self._backups)
        dress_table(self, self.tr("Backups"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        head = self.horizontalHeader()
        for column in range(6):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        self.setColumnHidden(SIZE, look.scale() > _SIZE_UP_TO)
        self.doubleClicked.connect(self._ask)
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def rows(self) -> BackupModel:
        """What is listed."""
        return self._backups

    @property
    def current(self) -> Backup | None:
        """The backup chosen."""
        return self._backups.backup(self.currentIndex().row())

    def show_backups(
        self, backups: Sequence[Backup], speech: Speech, day_of: Callable[[datetime], date]
    ) -> None:
        """Replaces what is listed; the one that was chosen stays so."""
        before = self.current
        self._backups.show_backups(backups, speech, day_of)
        paths = [backup.path for backup in backups]
        row = paths.index(before.path) if before is not None and before.path in paths else 0
        if paths:
            self.setCurrentIndex(self._backups.index(row, WHEN))
        rows = min(max(len(paths), 1), _MOST_ROWS)
        head = max(self.horizontalHeader().sizeHint().height(), look.row_height())
        self.setFixedHeight(
            head
            + rows * self.verticalHeader().defaultSectionSize()
            + look.px(2)
            + self.horizontalScrollBar().sizeHint().height()
        )
        keep_titles(self)
        self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        keep_titles(self)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit()

    def _ask(self, _index: QModelIndex) -> None:
        if self.current is not None:
            self.restore_asked.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.restore_asked.emit(self.current)
        else:
            super().keyPressEvent(event)
