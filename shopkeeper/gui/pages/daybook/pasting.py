"""What a pasted table or a file would bring: its columns, to be settled before its rows are taken."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.pasted import Column, Pasted, Taken, take
from shopkeeper.rules.tables import Ask
from shopkeeper.say import Speech, counted

SHOWN_ROWS = 5
SHOWN_COLUMNS = 8


class PasteSheet(QWidget):
    """Says `taken(Taken)` when the columns are right, `answered(str)` to a file's question, `closed()` for neither."""

    taken = Signal(object)
    answered = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pasted: Pasted | None = None
        self._day = self._today = date.min
        self._speech: Speech | None = None
        self._combos: list[QComboBox] = []
        self._panel = Panel("", "", self)
        self._words = Sentence("", "body", "attention", self._panel)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(look.px(14))
        self._table.setVerticalSpacing(look.px(6))
        self._remark = Sentence("", "body", "2", self._panel)
        self.add = QPushButton(self._panel)
        self.add.setAccessibleName(self.tr("Add these slips"))
        look.mark(self.add, kind="primary")
        self.cancel = QPushButton(self.tr("Cancel"), self._panel)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.add)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for part in (self._words, self._table, self._remark, row):
            self._panel.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.closed)

    def show_table(self, pasted: Pasted, day: date, today: date, speech: Speech) -> None:
        """A table whose columns are to be settled."""
        self._pasted, self._day, self._today, self._speech = pasted, day, today, speech
        self._panel.set_title(self.tr("Rows of a spreadsheet"))
        self._words.setText(pasted.unclear)
        self._words.setVisible(bool(pasted.unclear))
        self._empty()
        self.add.show()
        names: tuple[tuple[str, Column], ...] = (
            (self.tr("leave out"), ""), (self.tr("Time"), "time"), (self.tr("Member"), "who"), (self.tr("Amount"), "amount"),
            (self.tr("What"), "what"), (self.tr("Day"), "day"),
        )  # fmt: skip
        for place, column in enumerate(pasted.columns[:SHOWN_COLUMNS]):
            combo = QComboBox(self)
            combo.setAccessibleName(self.tr("Column {n} is").format(n=place + 1))
            for words, value in names:
                combo.addItem(words, value)
            combo.setCurrentIndex([value for _, value in names].index(column))
            combo.currentIndexChanged.connect(self._changed)
            self._combos.append(combo)
            self._table.addWidget(combo, 0, place)
            for row, cells in enumerate(pasted.cells[:SHOWN_ROWS], 1):
                tone = "2" if row == 1 and pasted.heading else ""
                cell = Sentence(cells[place][:40], "strong" if tone else "body", tone, self, wrap=False)
                cell.setMaximumWidth(look.px(190))
                self._table.addWidget(cell, row, place)
        self._changed()
        self._combos[0].show()
        self._combos[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(self, ask: Ask) -> None:
        """What a file asks before it can be read."""
        self._pasted = None
        self._panel.set_title(self.tr("About this file"))
        self._words.setText(ask.because)
        self._words.show()
        self._empty()
        self._remark.setText("")
        self.add.hide()
        for row, choice in enumerate(ask.choices):
            button = QPushButton(choice.label, self)
            button.setProperty("answer", choice.value)
            button.clicked.connect(self._answer)
            self._table.addWidget(button, row, 0)
            shown = Sentence(" · ".join(choice.preview)[:80], "body", "2", self, wrap=False)
            self._table.addWidget(shown, row, 1)
            if not row:
                button.show()
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _empty(self) -> None:
        self._combos = []
        while (item := self._table.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _columns(self) -> Sequence[Column]:
        assert self._pasted is not None
        chosen: list[Column] = [combo.currentData() for combo in self._combos]
        return [*chosen, *self._pasted.columns[len(chosen) :]]

    def _taken(self) -> Taken:
        assert self._pasted is not None and self._speech is not None
        return take(self._pasted, self._columns(), self._day, self._speech.day_order, self._today)

    @Slot()
    def _changed(self) -> None:
        taken = self._taken()
        self.add.setText(counted(len(taken.slips), "Add {n} slip", "Add {n} slips"))
        self.add.setEnabled(bool(taken.slips) and "amount" in self._columns())
        self._remark.setText(taken.remark)

    @Slot()
    def _add(self) -> None:
        self.taken.emit(self._taken())

    @Slot()
    def _answer(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.answered.emit(str(button.property("answer")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.add.isEnabled()
            and self.add.isVisible()
        ):
            self._add()
        else:
            super().keyPressEvent(event)
