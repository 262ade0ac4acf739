"""The morning, and a promise on a slip, to a printer or into a file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups import words
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.morning import MorningSheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import A4, A6, PageSize
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.printing import print_notes, printer
from shopkeeper.service import promises
from shopkeeper.service.morning import Line, Morning
from shopkeeper.service.standings import Progress


class OnPaper(QObject):
    """Says `refused(Exception)` where nothing came out."""

    refused = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._shell, self._view = desk, shell, view
        self.asker = Asker()

    def print_morning(self, shown: Morning) -> None:
        """The morning to a printer."""
        sheet = words.on_paper(shown, self._desk.shop, self._desk.speech)
        self._print(sheet, A4, self.tr("Print the morning"), self._came_out)

    def print_slip(self, line: Line) -> None:
        """A promise on a slip of paper, to be laid on what is kept aside."""
        assert line.member_id is not None
        given = self._desk.ask(promises.open_for, line.member_id, self._desk.today)
        promise = next((one for one in given if one.id == line.row), None)
        if promise is not None:
            slip = words.slip(line, promise, self._desk.shop, self._desk.speech)
            self._print(slip, A6, self.tr("Print a slip"), self._slip_came_out)

    def save_morning(self, shown: Morning) -> None:
        """The morning as a PDF."""
        sheet = words.on_paper(shown, self._desk.shop, self._desk.speech)
        name = self.tr("Morning {day}").format(day=self._desk.today.isoformat()) + ".pdf"
        path = self.asker.pdf(self._view, self.tr("Save as PDF"), name)
        if path is not None:
            sent = self._desk.study_long(save_morning, sheet, path, self._desk.shop.name)
            sent.then(self._saved).otherwise(self._refuse)

    def _print(self, sheet: MorningSheet | Note, size: PageSize, title: str, then: Any) -> None:
        try:
            ready = printer(size)
        except Declined as error:
            self._refuse(error)
            return
        if self.asker.printer(self._view, ready, title):
            self._desk.study_long(print_morning, sheet, ready).then(then).otherwise(self._refuse)

    def _slip_came_out(self, pages: int) -> None:
        self._shell.show_toast(Toast(self.tr("The slip was sent to the printer")))

    def _came_out(self, pages: int) -> None:
        self._shell.show_toast(Toast(self.tr("The morning was sent to the printer")))

    def _saved(self, path: Path) -> None:
        self._shell.show_toast(Toast(self.tr("The morning is saved"), path.name))

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(error)


def print_morning(_book: Any, sheet: MorningSheet | Note, to: QPrinter, *, progress: Progress) -> int:
    """Send the sheet, or a slip, to a printer; answers its pages."""
    title = sheet.title if isinstance(sheet, MorningSheet) else sheet.salutation
    return print_notes(to, (sheet,), title=title).pages


def save_morning(_book: Any, sheet: MorningSheet, path: Path, author: str, *, progress: Progress) -> Path:
    """Write the sheet as a PDF."""
    write_pdf(path, (sheet,), title=sheet.title, author=author)
    return path
