"""The members table itself: columns that can be moved, hidden and sorted by, and keys that go through the rows."""

from math import ceil

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members.cells import Cells
from shopkeeper.gui.pages.members.columns import (
    COLUMNS,
    KEYS,
    NAME,
    TIER,
    WIDEST,
    Arrangement,
    Column,
    letters_words,
    title_of,
)
from shopkeeper.gui.pages.members.model import MembersModel
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.service import listing
from shopkeeper.service.listing import Sort

NAME_AT_LEAST = 160


class MembersTable(QTableView):
    """`opened(member_id)` for Enter or a double click, `typed(text)` for a letter, `escaped` and `left_above` for the way
    back, `sort_asked(key)` for a click on a title, `arranged` when a column was moved or its width changed."""

    opened = Signal(int)
    typed = Signal(str)
    escaped = Signal()
    left_above = Signal()
    sort_asked = Signal(str)
    arranged = Signal()

    def __init__(self, desk: Desk, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self.members = MembersModel(desk, self)
        self._arrangement = arrangement
        self._placing = False
        self.setModel(self.members)
        dress_table(self, self.tr("Members"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.tiers = TierCells(self)
        self.setItemDelegateForColumn(TIER, self.tiers)
        self._cells = Cells(self)
        # Every dot is painted there: nothing of the window needs to be painted below it at each step.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setMinimumSectionSize(40)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.arrange()
        head.sectionClicked.connect(self._title_clicked)
        head.sectionMoved.connect(self._column_moved)
        head.sectionResized.connect(self._column_resized)
        self.doubleClicked.connect(self._open)

    # ---- columns ----

    def arrange(self) -> None:
        """Sets the columns as the arrangement says."""
        self._placing = True
        head, wish = self.horizontalHeader(), self._arrangement
        for place, key in enumerate(wish.order):
            head.moveSection(head.visualIndex(KEYS.index(key)), place)
        for number, column in enumerate(COLUMNS):
            fixed = QHeaderView.ResizeMode.Fixed if number == NAME else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, fixed)
            head.setSectionHidden(number, column.key in wish.hidden)
            if number != NAME:
                head.resizeSection(number, look.px(wish.widths.get(column.key, column.width)))
        self._placing = False
        self.show_sort()

    def _usual(self, column: Column) -> int:
        """As wide as its title (and the arrow, where it is sorted by) and its words need in the window's language."""
        title = look.metrics("small", 500).horizontalAdvance(title_of(column)) + look.px(2 * 11 + 6)
        if column.key == self._arrangement.sort:
            title += look.px(16)
        fixed = (letters_words(said) for said in (None, True, False)) if column.key == "letters" else ()
        words = max((look.metrics().horizontalAdvance(said) for said in fixed), default=0) + look.px(2 * 11)
        return ceil(max(look.px(column.width), title, words))

    def show_sort(self) -> None:
        """The little arrow stands at the column that is sorted by, which gets the room for it."""
        wish = self._arrangement
        self._placing = True
        for number, column in enumerate(COLUMNS):
            if number != NAME and column.key not in wish.widths:
                self.horizontalHeader().resizeSection(number, self._usual(column))
        self._placing = False
        self._fit_name()
        order = Qt.SortOrder.DescendingOrder if wish.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(KEYS.index(wish.sort), order)

    def _fit_name(self) -> None:
        """The name takes what the other columns leave, and enough in any case."""
        head = self.horizontalHeader()
        others = sum(
            head.sectionSize(number)
            for number in range(len(COLUMNS))
            if number != NAME and not head.isSectionHidden(number)
        )
        self._placing = True
        head.resizeSection(NAME, max(look.px(NAME_AT_LEAST), self.viewport().width() - others))
        self._placing = False

    def _title_clicked(self, number: int) -> None:
        self.show_sort()
        self.sort_asked.emit(KEYS[number])

    def _column_moved(self, number: int, before: int, now: int) -> None:
        if not self._placing:
            head = self.horizontalHeader()
            self._arrangement.order = [KEYS[head.logicalIndex(place)] for place in range(len(COLUMNS))]
            self.arranged.emit()

    def _column_resized(self, number: int, before: int, now: int) -> None:
        if not self._placing and number != NAME and now:
            key: Sort = KEYS[number]
            self._arrangement.widths[key] = min(WIDEST, max(40, round(now / look.scale())))
            self._fit_name()
            self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.members.dress()
            self.verticalHeader().setDefaultSectionSize(look.row_height())
            self.horizontalHeader().setMinimumHeight(look.row_height())
            self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._cells.paint(painter, event.rect())
        painter.end()

    # ---- rows ----

    @property
    def current_id(self) -> int | None:
        """The chosen member."""
        place = self.currentIndex().row()
        return self.members.ids[place] if 0 <= place < len(self.members.ids) else None

    def show_ids(self, ids: object) -> None:
        """Another order; the choice stays with the same member where they are still in it."""
        chosen = self.current_id
        self.members.set_ids(ids)  # type: ignore[arg-type]
        place = None if chosen is None else listing.position(self.members.ids, chosen)
        if place is not None:
            self.choose(place)
        else:
            self.scrollToTop()

    def choose(self, place: int) -> None:
        """Chooses a row and brings it into sight."""
        if 0 <= place < len(self.members.ids):
            self.setCurrentIndex(self.members.index(place, NAME))

    def step(self, key: int) -> bool:
        """Moves the choice as an arrow or page key would; for the find box."""
        page = max(1, self.viewport().height() // max(1, look.row_height()) - 1)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        by = steps.get(Qt.Key(key))
        if by is None or not self.members.ids:
            return False
        now = self.currentIndex().row()
        self.choose(0 if now < 0 else min(len(self.members.ids) - 1, max(0, now + by)))
        return True

    def _open(self, index: QModelIndex) -> None:
        if self.current_id is not None:
            self.opened.emit(self.current_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        commands = (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id is not None:
                self.opened.emit(self.current_id)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() & commands:
            self.choose(0 if key == Qt.Key.Key_Home else len(self.members.ids) - 1)
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & commands:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
