"""The recognition report of a month is looked at, turned, laid on paper and saved, by keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.asking import Asker
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from tests.books import buy, enrol, new_book
from tests.gui.helpers import assert_within_reach
from tests.gui.test_programme import Sitting


class Hand(Asker):
    """Names the file in place of the system's own window."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        return self.path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for name, amount, on in (("Anna Berg", 60_000, date(2026, 11, 3)), ("", 25_000, date(2026, 10, 3))):
        buy(book, enrol(book, name or "x" * 60), amount, happened_on=on)
    return book


@pytest.fixture
def at(book: Book, qtbot: QtBot) -> Iterator[Sitting]:
    sitting = Sitting(book, qtbot)
    QTest.keyClick(sitting.page.show_view.report, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sitting.page.report.found is not None)
    yield sitting
    sitting.waits()
    sitting.desk.close()


def rows(at: Sitting) -> list[list[str]]:
    model = at.page.report.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_month_says_what_was_earned_and_what_is_owed(at: Sitting) -> None:
    assert_within_reach(at.page.report)
    assert at.page.report.said.text().startswith("1 earned, 0 thanked, 1 still owed.")
    assert rows(at) == [["3 Nov", "Anna Berg", "Became Gold on 3 November", "owed"]]
    assert not at.page.report.after.isEnabled()


def test_another_month_is_a_key_away_and_escape_goes_back(at: Sitting) -> None:
    report = at.page.report
    QTest.keyClick(report.before, Qt.Key.Key_Space)
    at.qtbot.waitUntil(lambda: report.span.text() == "1 October to 31 October 2026")
    assert rows(at)[0][2] == "Became Silver on 3 October"
    QTest.keyClick(report.after, Qt.Key.Key_Space)
    at.qtbot.waitUntil(lambda: report.span.text() == "1 November to 21 November 2026")
    QTest.keyClick(report.table, Qt.Key.Key_Escape)
    assert at.page.views.currentWidget() is at.page.show_view


def test_an_empty_month_says_so_and_has_nothing_to_print(at: Sitting) -> None:
    report = at.page.report
    at.page.reporting.ask(date(2025, 1, 5))
    at.qtbot.waitUntil(lambda: report.span.text() == "1 January to 31 January 2025")
    assert report.said.text().startswith("Nothing was earned in these days.")
    assert not report.print_button.isEnabled() and report.after.isEnabled()


def test_the_report_is_laid_on_paper_and_written_as_csv(at: Sitting, tmp_path: Path) -> None:
    assert at.page.on_print()
    sheet = SlideOver.over(at.shell)
    assert isinstance(sheet, LedgerSheet)
    text = sheet.view.accessibleDescription()
    assert "Anna Berg: Became Gold on 3 November" in text and "Page 1 of 1" in text
    sheet.put_away()
    at.page.reporting.asker = Hand(tmp_path / "r.csv")
    QTest.keyClick(at.page.report.csv_button, Qt.Key.Key_Space)
    at.qtbot.waitUntil(lambda: at.shell.toast is not None)
    assert at.shell.toast is not None
    assert (at.shell.toast.text, at.shell.toast.detail) == ("The report is saved", "1 line")
    assert "Anna Berg" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    at.page.reporting.asker = Hand(tmp_path / "nowhere" / "r.csv")
    at.page.report.csv_button.click()
    at.qtbot.waitUntil(lambda: "could not be written" in at.page.report.error.text)


def test_printing_elsewhere_in_the_place_is_nothing(at: Sitting) -> None:
    at.page._leave()
    assert not at.page.on_print()
