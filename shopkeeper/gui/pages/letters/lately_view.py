"""What was written lately and to whom, to look at and to print again."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.letters.parts import button, set_close
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.say import Speech
from shopkeeper.service.letters import Logged

_NAMES = 0.36  # of the room beside the day


class LatelyView(QWidget):
    """`current` is the note looked at; printing it again logs nothing anew."""

    looked_at = Signal()
    print_asked = Signal()
    pdf_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Logged] = ()
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels([self.tr("Written"), self.tr("To"), self.tr("Because")])
        dress_table(self.table, self.tr("Notes written lately"))
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.currentCellChanged.connect(self._look)
        self.empty = EmptyState(
            "letters",
            self.tr("No note was written yet"),
            self.tr("Each note that is printed or saved is kept here, word for word, to print again."),
            parent=self,
        )
        self.error = ErrorLine(self)
        self.progress = ProgressLine(self)
        self.print_button = button(self.tr("Print again…"), self, self.print_asked.emit)
        self.pdf_button = button(self.tr("Save as PDF"), self, self.pdf_asked.emit)
        self._list = Panel(parent=self)
        set_close(self._list)
        self._list.add(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.print_button)
        row.addWidget(self.pdf_button)
        row.addStretch(1)
        around = look.px(theme.SPACE_AROUND)
        column = QVBoxLayout(self)
        column.setContentsMargins(around, around, around, look.px(theme.SPACE_BETWEEN))
        column.setSpacing(look.px(theme.SPACE_WITHIN))
        column.addWidget(Sentence(self.tr("Written lately"), "heading", "", self))
        column.addWidget(self._list, 1)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addLayout(row)
        column.addWidget(self.empty, 1)

    @property
    def current(self) -> Logged | None:
        """The note looked at."""
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def set_rows(self, rows: Sequence[Logged], speech: Speech, today: date) -> None:
        """Replaces the list, the newest first."""
        before = self.current
        self.table.blockSignals(True)
        self._rows = rows
        self.table.setRowCount(len(rows))
        for n, one in enumerate(rows):
            name = one.name or self.tr("Member {number}").format(number=one.number)
            for column, text in enumerate((speech.day_short(one.written_on, today), name, one.because)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(n, column, item)
        there = next((n for n, row in enumerate(rows) if before and row.id == before.id), 0)
        if rows:
            self.table.setCurrentCell(there, 1)
        self.table.blockSignals(False)
        for part in (self._list, self.print_button, self.pdf_button):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._fit()
        self.looked_at.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A reason is longer than a name, and gets more of the room."""
        free = self.table.viewport().width() - self.table.columnWidth(0)
        self.table.setColumnWidth(1, max(0, round(free * _NAMES)))

    def set_busy(self, busy: bool) -> None:
        """While the note is on its way nothing is changed."""
        for part in (self.table, self.print_button, self.pdf_button):
            part.setEnabled(not busy)

    def take_caret(self) -> None:
        """Puts the caret where work begins."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, step: int) -> None:
        """Looks at the note above or below."""
        row = self.table.currentRow() + step
        if 0 <= row < len(self._rows):
            self.table.setCurrentCell(row, 1)

    def _look(self, row: int, _column: int, before: int, _before: int) -> None:
        if row != before:
            self.looked_at.emit()
