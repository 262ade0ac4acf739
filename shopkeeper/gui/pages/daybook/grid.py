"""The grid of slips, driven from the keyboard: the field goes where the caret goes."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.daybook.editors import CellEdit, way_of
from shopkeeper.gui.pages.daybook.model import (
    AMOUNT,
    EDITABLE,
    EFFECT,
    NUMBER,
    POINTS,
    TIER,
    TIME,
    WHAT,
    WHO,
    SlipsModel,
)
from shopkeeper.gui.pages.daybook.painting import INSIDE, SlipPainter
from shopkeeper.gui.pages.daybook.whom import Whom
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.tables import dress_table

_FIXED = {NUMBER: 36, TIME: 60, TIER: 106, AMOUNT: 92, POINTS: 68}
ROOM = 330
"""Pixels at text size 100 % that member, what and effect want together."""
EFFECT_ROOM = 240
"""With less, the effect leaves its room to the other two."""
_SHARES = {WHO: 37, WHAT: 27, EFFECT: 36}


class SlipGrid(QTableView):
    """One row, one slip. Says what is more than moving about: `way(str)` for copy, remove, paste, post, move, and
    `left(bool)` when the caret goes out at the end (True) or at the beginning."""

    way = Signal(str)
    left = Signal(bool)
    entered = Signal(int, int)
    finished = Signal(int, int)

    def __init__(self, model: SlipsModel, painter: SlipPainter, parent: QWidget) -> None:
        super().__init__(parent)
        self._slips = model
        self._painter = painter
        self._at = (-1, -1)
        self._before = ""
        self.whom: Whom | None = None
        self._hints: tuple[str, ...] = ()
        self.setModel(model)
        self.setItemDelegate(painter)
        dress_table(self, self.tr("The day's slips"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsClickable(False)
        self.edits = {column: CellEdit(self.viewport()) for column in EDITABLE}
        self.edits[AMOUNT].setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self.edits[AMOUNT].setPlaceholderText(model.speech.plain(0))
        self.edits[AMOUNT].setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edits[WHAT].setPlaceholderText(self.tr("What"))
        for column, edit in self.edits.items():
            edit.setAccessibleName(str(model.headerData(column, Qt.Orientation.Horizontal)))
            edit.way.connect(self._way)
            edit.left.connect(self._caret_left)
            edit.textEdited.connect(self._typed)
        model.dataChanged.connect(self._changed)
        model.modelReset.connect(self._anew)
        model.rowsInserted.connect(self._inserted)
        self._set_widths()

    # ---- where the caret is ----

    @property
    def at(self) -> tuple[int, int]:
        """The row and column being typed in, (-1, -1) for none."""
        return self._at

    @property
    def field(self) -> CellEdit | None:
        """The field being typed in."""
        return self.edits.get(self._at[1])

    def start_column(self, row: int) -> int:
        """Where a new row begins: at the time if times are being typed, else at the member."""
        timed = row > 0 and bool(self._slips.sheet[row - 1].time_text)
        return TIME if timed else WHO

    def enter_cell(self, row: int, column: int | None = None, *, caret: bool = True) -> None:
        """Put the field over a cell; without a column where the row begins. `caret` False only shows the row."""
        if not self._slips.open:
            self._show_row(max(0, min(row, self._slips.rowCount() - 1)))
            return
        self.finish()
        row = max(0, min(row, self._slips.rowCount() - 1))
        column = self.start_column(row) if column is None else column
        self._at = (row, column)
        self._show_row(row)
        self.setCurrentIndex(self._slips.index(row, column))
        self._slips.set_typing(row, column)
        edit = self.edits[column]
        self._before = self._slips.typed(row, column)
        edit.setText(self._before)
        name = str(self._slips.headerData(column, Qt.Orientation.Horizontal))
        edit.setAccessibleName(self.tr("{field}, row {row}").format(field=name, row=row + 1))
        self.scrollTo(self._slips.index(row, column))
        self._place()
        if caret:
            edit.show()
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            edit.selectAll()
            self.entered.emit(row, column)

    def finish(self) -> None:
        """The field is left: what was typed stands in the cell."""
        row, column = self._at
        if row < 0:
            return
        self._at = (-1, -1)
        self.finished.emit(row, column)
        self._slips.set_typing(-1, -1)
        self.edits[column].hide()

    def reread(self) -> None:
        """The cell being typed in was changed by something else: show it."""
        edit = self.field
        if edit is not None:
            text = self._slips.typed(*self._at)
            if edit.text() != text:
                edit.setText(text)

    def _show_row(self, row: int) -> None:
        self._painter.current = row
        self.viewport().update()

    # ---- keys ----

    @Slot(str)
    def _way(self, way: str) -> None:
        row, column = self._at
        if row < 0:
            return
        step = EDITABLE.index(column)
        whom = self.whom if column == WHO else None
        if whom is not None and (
            (way in ("up", "down") and whom.step(-1 if way == "up" else 1))
            or (way == "escape" and whom.close())
        ):
            return
        if way in ("next", "on"):
            if (
                way == "next"
                and self._slips.sheet[row].blank
                and row == self._slips.rowCount() - 1
                and column != TIME
            ):
                self._leave(forward=True)
            elif step + 1 < len(EDITABLE):
                self.enter_cell(row, EDITABLE[step + 1])
            else:
                self.enter_cell(row + 1)
        elif way in ("previous", "back"):
            if step:
                self.enter_cell(row, EDITABLE[step - 1])
            elif row:
                self.enter_cell(row - 1, EDITABLE[-1])
            elif way == "previous":
                self._leave(forward=False)
        elif way == "enter":
            self._enter(row)
        elif way in ("up", "down", "page up", "page down", "first", "last"):
            page = max(1, self.viewport().height() // look.row_height() - 1)
            by = {"up": -1, "down": 1, "page up": -page, "page down": page}
            to = {"first": 0, "last": self._slips.rowCount() - 1}.get(way, row + by.get(way, 0))
            self.enter_cell(to, column)
        elif way == "escape":
            self._escape()
        else:
            self.way.emit(way)

    def _enter(self, row: int) -> None:
        self.finish()
        last = row >= self._slips.rowCount() - 1
        if last and self._slips.sheet[row].blank:
            self.left.emit(True)
        else:
            self.enter_cell(row + 1)

    def _leave(self, *, forward: bool) -> None:
        self.finish()
        self.left.emit(forward)

    def _escape(self) -> None:
        edit = self.field
        if edit is not None and edit.text() != self._before:
            edit.setText(self._before)
            self._slips.put(self._at[0], self._at[1], self._before)
            edit.selectAll()

    @Slot(str)
    def _typed(self, text: str) -> None:
        row, column = self._at
        if row < 0:
            return
        if column == TIME and text[:1].isalpha() and not self._before:
            # Nobody writes a time in letters: a name was begun.
            self._slips.put(row, TIME, "")
            self.enter_cell(row, WHO)
            self.edits[WHO].setText("")
            self.edits[WHO].insert(text)
            return
        self._slips.put(row, column, text)

    @Slot()
    def _caret_left(self) -> None:
        edit = self.field
        if edit is not None and not edit.hasFocus():
            self.finish()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._slips.open and self._at[0] < 0:
            row = self._painter.current
            if event.reason() == Qt.FocusReason.BacktabFocusReason or not 0 <= row < self._slips.rowCount():
                row = self._slips.rowCount() - 1
            self.enter_cell(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = way_of(event)
        if way in ("post", "paste"):
            self.way.emit(way)
        elif not self._slips.open and way in ("up", "down"):
            self.enter_cell(self._painter.current + (1 if way == "down" else -1))
            self.scrollTo(self._slips.index(self._painter.current, WHO))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            nearest = {NUMBER: TIME, TIER: WHO, POINTS: WHAT, EFFECT: WHAT}.get(
                index.column(), index.column()
            )
            self.enter_cell(index.row(), nearest)
        elif self._slips.open:
            self.enter_cell(self._slips.rowCount() - 1)
        event.accept()

    # ---- where things are ----

    def set_hints(self, hints: tuple[str, ...]) -> None:
        """Quiet lines below the last row, as far as there is room."""
        if hints != self._hints:
            self._hints = hints
            self.setAccessibleDescription(" ".join(hints))
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        last = self._slips.rowCount() - 1
        top = (
            self.rowViewportPosition(last) + self.rowHeight(last) + look.px(12) if last >= 0 else look.px(12)
        )
        height = look.px(24)
        painter = QPainter(self.viewport())
        painter.setFont(look.font("body"))
        painter.setPen(QColor(look.theme().hint))
        inside = look.px(INSIDE)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        metrics = painter.fontMetrics()
        for hint in self._hints:
            if top + height > self.viewport().height():
                break
            area = QRect(inside, top, self.viewport().width() - 2 * inside, height)
            shown = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, area.width())
            write(painter, area, int(leading | Qt.AlignmentFlag.AlignVCenter), shown)
            top += height
        painter.end()

    def _place(self) -> None:
        row, column = self._at
        if row < 0:
            return
        cell = self.visualRect(self._slips.index(row, column))
        self.edits[column].setGeometry(QRect(cell).adjusted(0, 1, 0, -2))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "edits"):
            self._place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "edits"):
            for edit in self.edits.values():
                edit.dress()
            self.verticalHeader().setDefaultSectionSize(look.row_height())
            self._set_widths()

    def _set_widths(self) -> None:
        fixed = {column: look.px(width) for column, width in _FIXED.items()}
        # With little room (large text, a small window) the cells that are typed in come first.
        for column in (NUMBER, TIER, POINTS):
            narrow = self.viewport().width() - sum(fixed.values()) < look.px(ROOM)
            self.setColumnHidden(column, narrow)
            if narrow:
                del fixed[column]
        rest = max(look.px(150), self.viewport().width() - sum(fixed.values()))
        # What comes of a slip is told by its tip and beside the till as well; who it is and what, only here.
        untold = rest < look.px(EFFECT_ROOM)
        self.setColumnHidden(EFFECT, untold)
        shares = {column: share for column, share in _SHARES.items() if not (untold and column == EFFECT)}
        for column, share in shares.items():
            fixed[column] = rest * share // sum(shares.values())
        for column, width in fixed.items():
            self.setColumnWidth(column, width)
        self._fit_rows(0, self._slips.rowCount() - 1)
        self._place()

    @Slot(QModelIndex, QModelIndex)
    def _changed(
        self, first: QModelIndex | QPersistentModelIndex, last: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._fit_rows(first.row(), last.row())

    @Slot()
    def _anew(self) -> None:
        self._at = (-1, -1)
        for edit in self.edits.values():
            edit.hide()
        self._fit_rows(0, self._slips.rowCount() - 1)

    @Slot(QModelIndex, int, int)
    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._fit_rows(first, last)

    def _fit_rows(self, first: int, last: int) -> None:
        widths = {
            column: self.columnWidth(column) for column in (WHAT, EFFECT) if not self.isColumnHidden(column)
        }
        down = self.verticalHeader()
        for row in range(first, min(last, self._slips.rowCount() - 1) + 1):
            height = self._painter.row_height(row, widths)
            if down.sectionSize(row) != height:
                down.resizeSection(row, height)
