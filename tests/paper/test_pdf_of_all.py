"""Every kind of paper as a PDF: the lines of the preview, searchable, fonts embedded, titled, and clean to others' tools."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtWidgets import QApplication

from shopkeeper.gui.notes import note_of, pieces_of, trial_sheet
from shopkeeper.paper.labels import FORMATS
from shopkeeper.paper.page import FOLDS, LABELS
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.sheets import Sheets, laid_out
from shopkeeper.records.book import Book
from shopkeeper.rules.letter_kinds import KEYS
from shopkeeper.service import letters, pieces
from shopkeeper.service.details import Address, Remark
from tests.books import TODAY, buy, enrol, new_book

NAMES = (
    "Bo",
    "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third",
    "Ελένη Παπαδοπούλου",
    "王小明",
    "نور الهاشمي",
)
POST = Address(street="14 Quay Street", postcode="BS1 4RW", town="Bristol")

needs_poppler = pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
needs_qpdf = pytest.mark.skipif(which("qpdf") is None, reason="qpdf is not installed")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, list[int]]:
    book = new_book(tmp_path_factory.mktemp("shop"))
    ids = []
    for name in NAMES:
        likes = (Remark("likes", "Oolong tea"),)
        ids.append(enrol(book, name, addresses=(POST,), joined_on=date(2019, 3, 4), remarks=likes))
        buy(book, ids[-1], 52_000, happened_on=date(2026, 8, 14))
    return book, ids


def sheets_of(shop: tuple[Book, list[int]], kind: str, paper: letters.Paper) -> list[Sheets]:
    book, ids = shop
    reading = book.reading()
    told = "the winter sale on Thursday 3 December"
    return [
        laid_out(note_of(letters.compose(reading, one, None, "", TODAY, kind=kind, told=told), paper))
        for one in ids
    ]


def words(text: str) -> str:
    """The text without what only a reader's eye needs: spaces, marks of direction, page breaks."""
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f\f]+", "", text)


def lines_of(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout


@needs_poppler
@pytest.mark.parametrize("kind", KEYS)
def test_lines_break_at_the_same_words_on_the_printer_and_in_the_preview(
    kind: str, shop: tuple[Book, list[int]], tmp_path: Path, qapp: QApplication
) -> None:
    made = sheets_of(shop, kind, letters.Paper("A5", by_hand=False))
    shown = [sheet.text(page).splitlines() for sheet in made for page in range(sheet.pages)]
    for dots_per_inch in (600, 1200):
        path = tmp_path / f"{dots_per_inch}.pdf"
        write_pdf(path, made, title=kind, author="Okafor", dots_per_inch=dots_per_inch)
        printed = [page.strip().splitlines() for page in lines_of(path).split("\f") if page.strip()]
        for expected, got in zip(shown, printed, strict=True):
            latin = [words(line) for line in expected if line.isascii()]
            assert latin == [words(line) for line in got if words(line) in latin]


@needs_poppler
@pytest.mark.parametrize("size", list(LABELS))
def test_every_paper_can_be_searched_for_every_name(
    size: str, shop: tuple[Book, list[int]], tmp_path: Path, qapp: QApplication
) -> None:
    made = sheets_of(shop, "welcome", letters.Paper(size, by_hand=False, by_post=size == "A4"))
    path = tmp_path / "a.pdf"
    done = write_pdf(path, made, title="Welcome", author="Okafor")
    text = words(lines_of(path))
    for name in ("Bo", "Wilhelmina", "Ελένη", "王小明"):
        assert f"Dear{name}," in text
    assert done.pages == sum(sheet.pages for sheet in made)
    if size in FOLDS:
        assert text.count("Welcome") >= len(NAMES)


def pieces_at(shop: tuple[Book, list[int]], thing: str) -> list[Sheets]:
    book, ids = shop
    reading = book.reading()
    return list(pieces_of(reading, thing, ids, pieces.ways(reading)))


def every_kind(shop: tuple[Book, list[int]]) -> dict[str, Callable[[], list[Sheets]]]:
    """All that can be printed, by name."""
    ways = pieces.Ways()
    made: dict[str, Callable[[], list[Sheets]]] = {
        key: lambda key=key: sheets_of(shop, "birthday", letters.Paper(key, by_post=True))  # type: ignore[misc]
        for key in LABELS
    }
    made |= {thing: lambda thing=thing: pieces_at(shop, thing) for thing in pieces.THINGS}  # type: ignore[misc]
    made["test page"] = lambda: [trial_sheet(key, ways) for key in FORMATS]
    return made


@needs_qpdf
@needs_poppler
def test_every_pdf_is_clean_has_its_fonts_and_says_what_it_is(
    shop: tuple[Book, list[int]], tmp_path: Path, qapp: QApplication
) -> None:
    for name, make in every_kind(shop).items():
        path = tmp_path / f"{name}.pdf"
        write_pdf(path, make(), title=f"{name} for members", author="Okafor & Daughters", language="en-GB")
        checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0 and "No syntax or stream encoding errors" in checked.stdout, name
        info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
        assert f"{name} for members" in info and "Okafor & Daughters" in info
        fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
        embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
        assert embedded and set(embedded) == {"yes"}, name
        catalogue = json.loads(
            subprocess.run(
                ["qpdf", "--json", "--json-key=qpdf", str(path)], capture_output=True, text=True, check=True
            ).stdout
        )
        assert '"/Lang": "u:en-GB"' in json.dumps(catalogue), name
