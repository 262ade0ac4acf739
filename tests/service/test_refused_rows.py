"""Rows that cannot be taken go into a file with their cells and why; put right there, they come in with the next try."""

import csv
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from shopkeeper.records.book import Book
from shopkeeper.service import importing, importing_trial
from shopkeeper.service.importing import Choices
from tests.books import NOW, TODAY, new_book

CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quill\r\nBDAY:19991332\r\nTEL:020 7946 0958\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:020 7946 0111\r\nEMAIL:bo@example.org\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cy Oh\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dee Fox\r\nTEL:1"
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def workbook(path: Path) -> Path:
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("People")
    for row, cells in enumerate(
        (
            ("name", "phone", "birthday"),
            ("Ada Quill", "4.9E+11", ""),
            ("Bo Ek", "", "31 February"),
            ("Cy Oh", "", ""),
        )
    ):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    made.close()
    return path


def refused(book: Book, path: Path, target: Path) -> list[dict[str, str]]:
    """Brings the file in and saves what was refused."""
    with closing(book.reading()) as reading:
        seen = importing_trial.see(reading, path, "members", Choices(), TODAY)
    assert seen.tried is not None
    with book.writing(NOW) as w:
        importing.import_file(w, "members", path)
    with closing(book.reading()) as reading:
        importing_trial.save_refused(reading, seen, seen.tried.refused, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put_right(book: Book, rows: list[dict[str, str]], target: Path) -> tuple[int, int]:
    """The same file, corrected and dropped again."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with book.writing(NOW) as w:
        done = importing.import_file(w, "members", target)
    return done.added, len(done.refused)


def names(book: Book) -> list[str]:
    with closing(book.reading()) as reading:
        return [name for (name,) in reading.rows("select name from members order by id")]


def test_cards_that_cannot_be_taken_keep_what_could_be_read_of_them(book: Book, tmp_path: Path) -> None:
    path, target = tmp_path / "cards.vcf", tmp_path / "refused.csv"
    path.write_bytes(CARDS.encode())
    rows = refused(book, path, target)
    assert [(row["name"], row["phone"], row["email"]) for row in rows] == [
        ("Ada Quill", "020 7946 0958", ""), ("", "020 7946 0111", "bo@example.org"), ("Dee Fox", "1", ""),
    ]  # fmt: skip
    assert rows[1]["Why it was not taken"] == "This card has no name." and names(book) == ["Cy Oh"]
    rows[0]["birthday"], rows[1]["name"], rows[2]["phone"] = "1999-12-31", "Bo Ek", ""
    assert put_right(book, rows, target) == (3, 0)
    assert names(book) == ["Cy Oh", "Ada Quill", "Bo Ek", "Dee Fox"]


def test_rows_of_a_workbook_too(book: Book, tmp_path: Path) -> None:
    rows = refused(book, workbook(tmp_path / "list.xlsx"), tmp_path / "refused.csv")
    assert [(row["Line"], row["name"], row["phone"], row["birthday"]) for row in rows] == [
        ("2", "Ada Quill", "4.9E+11", ""), ("3", "Bo Ek", "", "31 February"),
    ]  # fmt: skip
    rows[0]["phone"], rows[1]["birthday"] = "020 7946 0958", "--03-01"
    assert put_right(book, rows, tmp_path / "refused.csv") == (2, 0)
    assert names(book) == ["Cy Oh", "Ada Quill", "Bo Ek"]
