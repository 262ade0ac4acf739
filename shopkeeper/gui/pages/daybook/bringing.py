"""Slips that come in by the dozen: pasted from a spreadsheet or read from a CSV file, shown first where it is unclear."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.daybook.editors import CellEdit
from shopkeeper.gui.pages.daybook.pasting import PasteSheet
from shopkeeper.rules.daybook import Page
from shopkeeper.rules.pasted import Pasted, Taken, is_table, read_cells, read_pasted, take
from shopkeeper.rules.tables import Ask
from shopkeeper.service import reading_files


class Bringing(QObject):
    """Says `brought(Taken)` with slips to put in, `asking(bool)` while its sheet stands in the grid's place, and
    `refused(str)` for what cannot be read. `page` gives the page that is open now."""

    brought = Signal(object)
    asking = Signal(bool)
    refused = Signal(str)

    def __init__(self, desk: Desk, sheet: PasteSheet, page: Callable[[], Page], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet = sheet
        self._page = page
        self._window = parent
        self._path = self._question = ""
        self._answers: dict[str, str] = {}
        sheet.taken.connect(self._take)
        sheet.answered.connect(self._answered)
        sheet.closed.connect(self.close)

    def paste(self, field: CellEdit | None) -> None:
        """What the clipboard holds: rows go in, or are shown first; a single word goes into the field."""
        text = QGuiApplication.clipboard().text()
        if field is not None and not is_table(text):
            field.paste()
            return
        desk = self._desk
        try:
            pasted = read_pasted(
                text, desk.shop.money, desk.speech.decimal_mark, desk.speech.day_order, desk.today
            )
        except Declined as declined:
            self.refused.emit(declined.because)
            return
        self._offer(pasted)

    @Slot()
    def ask_file(self) -> None:
        """Ask for a file, and read it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a CSV file"), "", self.tr("Tables (*.csv *.txt *.tsv)")
        )
        if path:
            self.open_file(path)

    def open_file(self, path: str) -> None:
        """The rows of a CSV file, as if they had been pasted."""
        self._path, self._answers = path, {}
        self._read()

    @Slot()
    def close(self) -> None:
        """Put the sheet away; nothing was taken."""
        if not self._sheet.isHidden():
            self._sheet.hide()
            self.asking.emit(False)

    @Slot(str)
    def _answered(self, answer: str) -> None:
        self._answers[self._question] = answer
        self._read()

    def _read(self) -> None:
        header = {"yes": True, "no": False}.get(self._answers.get("header", ""))
        desk = self._desk
        try:
            table = reading_files.open_table(
                self._path, encoding=self._answers.get("encoding"), header=header
            )
            if isinstance(table, Ask):
                self._question = table.about
                self._show()
                self._sheet.show_question(table)
                return
            pasted = read_cells(
                [row for _, row in table.rows()], desk.shop.money, desk.speech.decimal_mark,
                desk.speech.day_order, desk.today, headers=table.headers,
            )  # fmt: skip
        except Declined as declined:
            self.close()
            self.refused.emit(declined.because)
            return
        self._offer(pasted)

    def _offer(self, pasted: Pasted) -> None:
        desk, day = self._desk, self._page().day
        if pasted.unclear or "amount" not in pasted.columns:
            self._show()
            self._sheet.show_table(pasted, day, desk.today, desk.speech)
        else:
            self._take(take(pasted, pasted.columns, day, desk.speech.day_order, desk.today))

    def _show(self) -> None:
        self.asking.emit(True)
        self._sheet.show()

    @Slot(object)
    def _take(self, taken: Taken) -> None:
        self.close()
        self.brought.emit(taken)
