"""Every figure on the card can be asked why, by keyboard, and the whole account goes on paper from there."""

import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.asking import Asker
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from tests.books import TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach


class Hand(Asker):
    """Names the file in place of the system's own window."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        return self.path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for number in range(30):
        buy(book, enrol(book, f"Member {number}"), 1_000 + number)
    anna = enrol(book, "Annabel <b>Thandeka</b>")
    for days in range(60):
        buy(book, anna, 1_000 + days, what="Weekly shop", happened_on=TODAY - timedelta(days=days))
    return book


def asked(person: Person) -> WhyPopover:
    person.finds("annabel")
    person.counter.area.card.head.why.click()
    popover = person.shell.findChild(WhyPopover)
    assert popover is not None
    return popover


def test_left_and_right_go_from_figure_to_figure(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        popover = asked(person)
        assert_within_reach(popover)
        seen = []
        for _ in popover._whys:
            seen.append(popover.why.figure)
            QTest.keyClick(popover, Qt.Key.Key_Right)
        assert seen == ["points", "tier", "progress", "expiry", "rank"]
        assert popover.why.figure == "points"
        QTest.keyClick(popover, Qt.Key.Key_Left)
        assert "In the top" in popover.text
        person.presses(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: person.shell.findChild(WhyPopover) is None)
        assert person.paying, "the caret is where it was"


def test_the_rank_and_the_way_to_the_next_tier_are_asked_where_they_stand(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("annabel")
        card = person.counter.area.card
        for button, figure in ((card.rank_why, "rank"), (card.progress.why, "progress")):
            button.click()
            popover = person.shell.findChild(WhyPopover)
            assert popover is not None and popover.why.figure == figure
            popover.close()
            qtbot.waitUntil(lambda: person.shell.findChild(WhyPopover) is None)
        person.finds("member 0")
        assert not card.rank_why.isVisible()


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_statement_is_looked_at_and_saved_by_keyboard(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        popover = asked(person)
        popover.statement.setFocus()
        person.enter()
        qtbot.waitUntil(lambda: isinstance(SlideOver.over(person.shell), LedgerSheet))
        sheet = SlideOver.over(person.shell)
        assert isinstance(sheet, LedgerSheet)
        assert_within_reach(sheet)
        assert "Annabel <b>Thandeka</b>" in sheet.view.accessibleDescription()
        assert sheet._page.text() == "sheet 1 of 2"
        person.presses(Qt.Key.Key_PageDown)
        assert sheet._page.text() == "sheet 2 of 2"
        sheet.asker = Hand(tmp_path / "statement.pdf")
        person.presses(Qt.Key.Key_Tab)
        assert person.caret() is sheet.pdf_button
        person.enter()
        person.waits()
        qtbot.waitUntil(lambda: sheet.said.text() == "Saved as PDF.")
        text = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / "statement.pdf"), "-"],
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        assert text.count("Earned: Weekly shop") == 60
        assert "Page 2 of 2" in text and "Carried forward" in text
        person.presses(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: SlideOver.over(person.shell) is None)
