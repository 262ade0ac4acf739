"""The printer is asked only when it is time to print, and says no in a sentence."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from shopkeeper.errors import Declined
from shopkeeper.paper import printing
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import A5
from shopkeeper.paper.printing import Printed, print_notes, printer

Write = Callable[..., Note]


def to_file(path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setPageLayout(A5.page_layout())
    return made


def no_printers(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: list(names))
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: names[-1] if names else "")


def test_without_a_printer_a_sentence_says_what_to_do(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    no_printers(monkeypatch)
    with pytest.raises(Declined, match="save the letters as a PDF") as refused:
        printer()
    assert refused.value.code == "no_printer"


def test_a_printer_that_is_gone_is_named(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    no_printers(monkeypatch, "Office")
    with pytest.raises(Declined, match="“Counter” is not there") as refused:
        printer(name="Counter")
    assert refused.value.code == "printer_gone"


def test_the_usual_printer_comes_first(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    no_printers(monkeypatch, "beta", "Alpha", "Zeta")
    assert printing.printer_names() == ("Zeta", "Alpha", "beta")


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_copies_are_from_one_to_ninety_nine(qapp: object, copies: int) -> None:
    with pytest.raises(Declined) as refused:
        printer(copies=copies)
    assert refused.value.about == "copies"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_the_printer_gets_the_lines_of_the_preview(note: Write, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    letters = [note(), note(salutation="Dear Yusuf,", paragraphs=("Long and longer still. " * 150,))]
    printed = print_notes(to_file(path), letters, title="Thank you")
    assert printed == Printed(2, sum(lay_out(letter).pages for letter in letters))
    run = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    shown = [line for raw in run.stdout.split("\n") if (line := raw.strip("\f").strip())]
    for letter in letters:
        for laid_line in lay_out(letter).lines:
            assert laid_line.text in shown


@pytest.mark.no_qt_log
def test_a_printer_that_does_not_take_the_job_is_told(note: Write, tmp_path: Path) -> None:
    with pytest.raises(Declined, match="Nothing was printed") as refused:
        print_notes(to_file(tmp_path / "gone" / "out.pdf"), [note()], title="Thank you")
    assert refused.value.code == "printer_refused"


def test_a_printer_that_vanishes_between_pages_is_told(
    note: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinter, "newPage", lambda self: False)
    with pytest.raises(Declined, match="stopped at page 2") as refused:
        print_notes(to_file(tmp_path / "out.pdf"), [note(), note()], title="Thank you")
    assert refused.value.code == "printer_stopped"


def test_a_cancel_withdraws_the_job(note: Write, tmp_path: Path) -> None:
    printed = print_notes(
        to_file(tmp_path / "out.pdf"), [note()] * 5, title="Thank you", progress=lambda count: count < 2
    )
    assert printed == Printed(0, 0, cancelled=True)


def test_no_letter_is_refused_and_nothing_is_sent(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(Declined) as refused:
        print_notes(to_file(tmp_path / "out.pdf"), [], title="Thank you")
    assert refused.value.code == "nothing_to_print"
    assert os.listdir(tmp_path) == []
