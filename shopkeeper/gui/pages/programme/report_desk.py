"""Brings the recognition report to the page: asked of the desk, laid on paper, written as CSV."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.programme import recognition_words as words
from shopkeeper.gui.pages.programme.recognition_view import RecognitionView
from shopkeeper.service import recognition
from shopkeeper.service.recognition import Recognition


def _write(_book: object, found: Recognition, path: Path) -> int:
    return recognition.write_list(found.earned, path)


class ReportDesk(QObject):
    """`written` says how many lines stand in the CSV file."""

    written = Signal(object)

    def __init__(self, desk: Desk, view: RecognitionView, host: QWidget) -> None:
        super().__init__(view)
        self._desk, self._view, self._host = desk, view, host
        self._sent: Sent | None = None
        self._sheet: LedgerSheet | None = None
        self.asker = Asker()
        view.month_asked.connect(self.ask)
        view.print_asked.connect(self.on_paper)
        view.csv_asked.connect(self._save)
        view.progress.cancelled.connect(self._cancel)

    def ask(self, day: date) -> None:
        """Asks for the month of a day."""
        if self._sent is not None:
            return
        self._view.error.clear()
        self._view.set_busy(True)
        self._view.progress.begin(self._view.tr("Looking through the book"))
        self._sent = self._desk.study_long(recognition.month, day, self._desk.today)
        self._sent.then(self._found).otherwise(self._failed).watched(self._come)

    def _come(self, done: int, of: int) -> None:
        self._view.progress.come(done, of)

    def _found(self, found: Recognition) -> None:
        self._rest()
        self._view.show_month(found, self._desk.speech, self._desk.today)

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._view.set_busy(False)
        if isinstance(error, Declined | StorageTrouble):
            self._view.error.explain(error)
        elif isinstance(error, Cancelled):
            self._view.error.say(self._view.tr("Stopped. The month before is still shown."), "attention")

    def _rest(self) -> None:
        self._sent = None
        self._view.progress.end()

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()

    def on_paper(self) -> None:
        """Lays the report over the window as it will be printed."""
        found = self._view.found
        if found is None or not found.earned:
            return
        if self._sheet is None:
            self._sheet = LedgerSheet(self._desk, self._host)
        ledger = words.ledger_of(found, self._desk.shop, self._desk.speech, self._desk.today)
        self._sheet.show_ledger(ledger, f"{self._name(found)}.pdf")

    def _name(self, found: Recognition) -> str:
        return self._view.tr("recognition {month}").format(month=found.first.strftime("%Y-%m"))

    def _save(self) -> None:
        found = self._view.found
        if found is None:
            return
        title = self._view.tr("Save as CSV")
        path = self.asker.save(self._view, title, f"{self._name(found)}.csv", "CSV (*.csv)")
        if path is not None:
            self._view.error.clear()
            self._desk.study(_write, found, path).then(self.written.emit).otherwise(self._failed)
