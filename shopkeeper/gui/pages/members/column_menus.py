"""By which column the list of members is sorted, and which columns it shows: chosen in two menus or by a title."""

from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from shopkeeper.gui.pages.members.columns import COLUMNS, Arrangement, title_of
from shopkeeper.gui.pages.members.table import MembersTable
from shopkeeper.gui.remembered import Remembered
from shopkeeper.service.listing import Sort

KEPT_AS = "members/table"


class ColumnMenus(QObject):
    """Fills the menus of the two buttons; says `sorted_anew` when another order is wanted."""

    sorted_anew = Signal()

    def __init__(
        self, sorting: QPushButton, choosing: QPushButton, arrangement: Arrangement, table: MembersTable, store: Remembered,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._sorting, self._choosing = sorting, choosing
        self._arrangement = arrangement
        self._table = table
        self._store = store
        self._fill_menus()
        table.sort_asked.connect(self._title_clicked)
        table.arranged.connect(self.keep)

    def _fill_menus(self) -> None:
        sort, show = self._sorting.menu(), self._choosing.menu()
        self._sorts: dict[Sort, QAction] = {}
        self.shows: dict[Sort, QAction] = {}
        for column in COLUMNS:
            action = sort.addAction(title_of(column))
            action.setCheckable(True)
            action.setData(column.key)
            action.triggered.connect(self._sort_chosen)
            self._sorts[column.key] = action
            if column.key != "name":
                shown = show.addAction(title_of(column))
                shown.setCheckable(True)
                shown.setChecked(column.key not in self._arrangement.hidden)
                shown.setData(column.key)
                shown.toggled.connect(self._show_chosen)
                self.shows[column.key] = shown
        sort.addSeparator()
        self._turn = sort.addAction(self.tr("The other way round"))
        self._turn.setCheckable(True)
        self._turn.triggered.connect(self._turn_round)
        show.addSeparator()
        usual = show.addAction(self.tr("As it was at first"))
        usual.triggered.connect(self.usual_columns)
        self.mark_sort()

    def mark_sort(self) -> None:
        """What the list is sorted by now is ticked, and named on the button."""
        wish = self._arrangement
        for key, action in self._sorts.items():
            action.setChecked(key == wish.sort)
        self._turn.setChecked(wish.descending != _falls(wish.sort))
        title = title_of(next(column for column in COLUMNS if column.key == wish.sort))
        self._sorting.setText(self.tr("Sort: {column}").format(column=title))
        self._sorting.setAccessibleName(self._sorting.text())

    def _title_clicked(self, key: str) -> None:
        sort = cast(Sort, key)
        wish = self._arrangement
        self.sort_by(sort, not wish.descending if sort == wish.sort else _falls(sort))

    def _sort_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        sort = cast(Sort, action.data())
        self.sort_by(sort, self._arrangement.descending if sort == self._arrangement.sort else _falls(sort))

    def _turn_round(self) -> None:
        self.sort_by(self._arrangement.sort, not self._arrangement.descending)

    def sort_by(self, sort: Sort, descending: bool) -> None:
        """Another order."""
        self._arrangement.sort, self._arrangement.descending = sort, descending
        self.mark_sort()
        self._table.show_sort()
        self.keep()
        self.sorted_anew.emit()

    def _show_chosen(self, shown: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        key = cast(Sort, action.data())
        (self._arrangement.hidden.discard if shown else self._arrangement.hidden.add)(key)
        self._table.arrange()
        self.keep()

    def usual_columns(self) -> None:
        """The columns as they were at first."""
        usual = Arrangement()
        self._arrangement.order, self._arrangement.widths = usual.order, {}
        for key, action in self.shows.items():
            action.setChecked(key not in usual.hidden)
        self._table.arrange()
        self.keep()

    def keep(self) -> None:
        """The arrangement is remembered for the next start."""
        self._store.remember(KEPT_AS, self._arrangement.written())


def _falls(sort: Sort) -> bool:
    return next(column.falls for column in COLUMNS if column.key == sort)
