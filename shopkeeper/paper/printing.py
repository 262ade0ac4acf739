"""Letters to a printer, which is spoken to only when the user asks to print."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from shopkeeper.errors import Declined
from shopkeeper.paper.morning import MorningSheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import A5, DOTS_PER_INCH, PageSize
from shopkeeper.paper.sheets import Sheets, laid_out
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

_MOST_COPIES = 99


@dataclass(frozen=True, slots=True)
class Printed:
    """What was handed to the printer; after a cancel the job was withdrawn and both counts are 0."""

    notes: int
    pages: int
    cancelled: bool = False


def printer_names() -> tuple[str, ...]:
    """The printers this computer knows, the usual one first; may take a while where they are on a network."""
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(
        sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name.casefold()))
    )


def printer(size: PageSize = A5, name: str = "", copies: int = 1) -> QPrinter:
    """A printer ready for sheets of this size: the one named, or the usual one. Remembering it is the caller's.

    Refused: there is no printer, the one named is not there, copies not from 1 to 99.
    """
    if not 1 <= copies <= _MOST_COPIES:
        raise Declined("copies_out_of_range", "The number of copies is from 1 to 99.", "copies")
    known = printer_names()
    if not known:
        raise Declined(
            "no_printer",
            "No printer is set up on this computer. Nothing was printed. "
            "Add one in the system’s settings, or save the letters as a PDF and print it elsewhere.",
            "printer",
        )
    if name and name not in known:
        raise Declined(
            "printer_gone",
            say(
                "The printer “{name}” is not there. Nothing was printed. Switch it on or choose another one."
            ).format(name=name),
            "printer",
        )
    made = QPrinter(QPrinterInfo.printerInfo(name or known[0]), QPrinter.PrinterMode.HighResolution)
    made.setCopyCount(copies)
    made.setPageLayout(size.page_layout())
    return made


def print_notes(
    to: QPrinter,
    notes: Iterable[Note | MorningSheet | Sheets],
    *,
    title: str,
    progress: Callable[[int], bool] | None = None,
) -> Printed:
    """Print letters, each beginning on a sheet of its own; `to` comes from `printer` and may have been through a dialog.

    `progress` is told how many are done after each; when it answers False the job is withdrawn. Refused: no letter
    at all, or a printer that does not take the job or stops taking it (nothing counts as printed then).
    """
    to.setDocName(title)
    to.setFullPage(True)
    painter = QPainter()
    done = pages = 0
    for note in notes:
        laid = laid_out(note)
        to.setPageLayout(laid.size.page_layout())
        to.setFullPage(True)
        for page in range(laid.pages):
            started = to.newPage() if pages else painter.begin(to)
            if not started or to.printerState() in (
                QPrinter.PrinterState.Error,
                QPrinter.PrinterState.Aborted,
            ):
                _withdraw(to, painter)
                raise _stopped(pages)
            painter.save()
            painter.scale(to.logicalDpiX() / DOTS_PER_INCH, to.logicalDpiY() / DOTS_PER_INCH)
            laid.paint(painter, page)
            painter.restore()
            pages += 1
        done += 1
        if progress is not None and not progress(done):
            _withdraw(to, painter)
            return Printed(0, 0, cancelled=True)
    if not done:
        raise Declined("nothing_to_print", "There is no letter to print. Choose at least one member.")
    if not painter.end():
        raise _stopped(pages)
    return Printed(done, pages)


def _withdraw(to: QPrinter, painter: QPainter) -> None:
    if painter.isActive():
        to.abort()
        painter.end()


def _stopped(pages: int) -> Declined:
    if pages == 0:
        return Declined(
            "printer_refused",
            "The printer does not take the letters. Nothing was printed. Look whether it is on and has paper, "
            "or choose another one.",
            "printer",
        )
    return Declined(
        "printer_stopped",
        say(
            "The printer stopped at page {page}. None of these letters counts as printed. Look at the printer, then print again."
        ).format(page=pages + 1),
        "printer",
    )
