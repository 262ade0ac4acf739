"""Undo of what concerns more than one member tells the effect first, and Enter does it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import daybook, programmes, purchases
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann's purchase was moved to Ben a moment ago."""
    made = new_book(tmp_path)
    for name in ("Ann Ash", "Ben Birch"):
        enrol(made, name)
    buy(made, 1, 30_000)
    with made.writing(NOW) as w:
        purchases.move(w, 1, 2)
    return made


def points(person: Person) -> list[int]:
    book = person.program.desk.book.reading()
    found = [
        row[0]
        for row in book.rows(
            "select coalesce(s.points, 0) from members m left join standings s on s.member_id = m.id"
        )
    ]
    book.close()
    return found


def test_the_effect_stands_there_before_enter_undoes(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        sheet = person.program.undoing.sheet
        assert SlideOver.over(person.shell) is sheet
        assert sheet.effect.texts == [
            "2 members stand elsewhere then:",
            "Ann Ash, 0 → 300 points, becomes Silver",
            "Ben Birch, 300 → 0 points, falls to Member",
        ]
        assert points(person) == [0, 300], "nothing is done yet"
        person.enter()
        person.waits()
        assert points(person) == [300, 0]
        assert person.toast == "Undone: move of £300.00 for Ben Birch · 2 members are as they were before"
        assert SlideOver.over(person.shell) is None


def test_escape_leaves_it_as_it_is_and_it_can_be_asked_again(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        for _ in range(2):
            person.presses(Qt.Key.Key_Z, ctrl=True)
            person.waits()
            assert SlideOver.over(person.shell) is person.program.undoing.sheet
            person.presses(Qt.Key.Key_Escape)
            assert SlideOver.over(person.shell) is None
        assert points(person) == [0, 300]


def test_what_concerns_one_member_is_undone_at_once(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    buy(book, 1, 1_000)
    with at_counter(book, tmp_path, qtbot) as person:
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert person.toast.startswith("Undone: purchase of £10.00 for Ann Ash")
        assert points(person) == [0, 300]


def test_a_posting_s_own_undo_tells_who_stands_where_before_it_opens_the_page(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    slips = [Slip("a", "", "Ann Ash", 1, "40.00"), Slip("b", "", "Ben Birch", 2, "60.00")]
    with book.writing(NOW) as w:
        daybook.save_rows(w, TODAY, 1, list(enumerate(slips)))
    with book.writing(NOW) as w:
        daybook.post(w, TODAY, page=1, because="no till")
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("daybook")
        assert isinstance(page, DaybookPage)
        person.waits()
        page.till.undo.click()
        person.waits()
        sheet = person.program.undoing.sheet
        assert SlideOver.over(person.shell) is sheet
        assert sheet.effect.texts[0] == "2 members stand elsewhere then:"
        assert points(person) == [40, 360]
        person.enter()
        person.waits()
        assert points(person) == [0, 300]
        qtbot.waitUntil(lambda: page.model.posted is None)


def test_a_programme_to_come_that_concerns_nobody_yet_is_withdrawn_at_once(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        later = programmes.versions(w)[0].programme
        programmes.set_programme(w, replace(later, joining_points=50), TODAY + timedelta(days=30))
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("programme")
        assert isinstance(page, ProgrammePage)
        page.show_view.version_chosen.emit(1)
        page.show_view.withdraw.click()
        person.waits()
        assert SlideOver.over(person.shell) is None and len(programmes.versions(book.reading())) == 1
        assert person.toast.startswith("Undone:")
