"""The members place as a whole: long names at every size, its place in the program, and its end."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.book import Book
from tests.books import NOW
from tests.gui.at_members import LONG, at_members, five_members


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return five_members(tmp_path)


@pytest.mark.parametrize("percent", [100, 200])
def test_long_greek_and_chinese_names_fit_at_every_size(
    book: Book, tmp_path: Path, qtbot: QtBot, percent: int
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        look.wear(look.Wish(scheme="dark", text_percent=percent, still=True))
        page = person.page
        for member in (3, 4, 5):
            page.open_member(member)
            person.waits()
            name = page.member.head.name
            assert name.text() in (LONG, "Γιώργος Παπαδόπουλος", "王小明")
            assert name.heightForWidth(name.width()) <= name.height()
            page._edit()
            assert page.form.name.text == name.text()
            page.form.leave()
    look.wear(look.Wish(scheme="light", still=True))


def test_a_program_of_its_own_has_the_places_where_they_belong(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    program = Program(Desk(book, lambda: NOW), Remembered(tmp_path / "window.json"), lambda _where: None)
    qtbot.addWidget(program.shell)
    keys = {place.key: place.shortcut for place in program._places()}
    assert keys["members"] == "Ctrl+3" and keys["letters"] == "Ctrl+4" and keys["programme"] == "Ctrl+8"
    program.shell.close()


def test_a_question_still_waiting_when_the_window_closes_is_let_go(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        for member in (1, 2, 3, 1, 2, 3):
            person.page.open_member(member)
        person.shell.close()
        person.waits()
