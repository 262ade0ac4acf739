"""A sheet of questions is made, printed with each member's code, and typed in with a dozen keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.records.book import Book
from shopkeeper.service import groups, members, questionnaires, questions
from tests.books import NOW, TODAY, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach, scan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    enrol(book, "Anna Berg")
    enrol(book, "Ben & Söhne")
    for text, choices in (
        ("Tea or coffee?", ("Tea", "Coffee")),
        ("Rye or white?", ("Rye", "White", "Neither")),
    ):
        with book.writing(NOW) as w:
            questions.add(w, text, choices, points=10)
    return book


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting


def at_questions(person: Person) -> FollowupsPage:
    person.presses(Qt.Key.Key_6, ctrl=True)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    while page.views.currentWidget() is not page.questions:
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
    person.waits()
    return page


def press(person: Person, page: FollowupsPage, name: str) -> None:
    def shown() -> list[QPushButton]:
        buttons = page.questions.findChildren(QPushButton)
        return [one for one in buttons if one.accessibleName().startswith(name) and one.isVisible()]

    person.qtbot.waitUntil(lambda: bool(shown()))
    shown()[0].setFocus()
    person.enter()
    person.waits()


def kept_sheet(book: Book) -> int:
    with book.writing(NOW) as w:
        return questionnaires.make(w, "Two questions", [1, 2]).questionnaire.id


def test_a_sheet_is_made_by_keyboard_and_printed_blank(person: Person, book: Book) -> None:
    page = at_questions(person)
    page.questions.paper.new.setFocus()
    person.enter()
    make = page.questions.paper.make
    assert_within_reach(make)
    person.types("Two questions")
    person.enter()
    person.waits()
    assert "one to eight questions" in make.trouble.text and make.name.text == "Two questions"
    for box in make.boxes:
        box.setFocus()
        person.presses(Qt.Key.Key_Space)
    person.enter()
    person.waits()
    assert person.toast == "Sheet made · Two questions"
    press(person, page, "Blank sheet…")
    text = page.questions.paper.paper.view.accessibleDescription()
    assert "Tea or coffee?" in text and "2 Coffee" in " ".join(text.split())
    assert "Your name or card number" in text and "20 points" in text


def test_a_filled_in_sheet_takes_a_dozen_keys(person: Person, book: Book) -> None:
    kept_sheet(book)
    page = at_questions(person)
    press(person, page, "Type in")
    sheet = page.questions.paper.type_in
    assert_within_reach(sheet)
    keys = "1001\r21\r"
    for key in keys:
        person.enter() if key == "\r" else person.types(key)
    assert len(keys) <= 12
    person.waits()
    assert person.toast == "Anna Berg: 2 answers kept · 20 points"
    assert sheet.isVisible() and sheet.code.edit.hasFocus() and sheet.code.text == ""
    reading = book.reading()
    assert reading.rows("select member_id, text from remarks order by id") == [(1, "Coffee"), (1, "Rye")]
    assert members.show(reading, 1, TODAY).standing.points == 20


def test_a_code_of_nobody_and_a_sheet_twice_are_told_and_nothing_is_lost(person: Person, book: Book) -> None:
    kept_sheet(book)
    page = at_questions(person)
    press(person, page, "Type in")
    sheet = page.questions.paper.type_in
    person.types("9999")
    person.enter()
    assert "Nobody has this number" in sheet.code.error.text and sheet.code.edit.hasFocus()
    sheet.code.set_text("")
    person.types("1002")
    assert sheet.code._note.text() == "Ben & Söhne"
    person.enter()
    person.types("1")
    person.types("0")  # left out
    person.enter()
    person.waits()
    assert person.toast.startswith("Ben & Söhne: one answer kept")
    person.types("1002")
    person.enter()
    person.types("1")
    person.presses(Qt.Key.Key_Up)
    person.presses(Qt.Key.Key_Down)
    person.enter()
    person.waits()
    assert "has answered all of this already" in sheet.code.error.text
    assert sheet.rows[0].chosen == 1


def test_the_code_on_the_sheet_is_scanned(person: Person, book: Book) -> None:
    kept_sheet(book)
    card = members.show(book.reading(), 1, TODAY).cards[0]
    page = at_questions(person)
    press(person, page, "Type in")
    sheet = page.questions.paper.type_in
    scan(person.shell, card)
    person.qtbot.waitUntil(lambda: sheet.rows[0].buttons[0].hasFocus())
    assert sheet.code.text == card and sheet.code._note.text() == "Anna Berg"


def test_sheets_for_a_group_carry_each_members_own_code(person: Person, book: Book) -> None:
    kept_sheet(book)
    page = at_questions(person)
    press(person, page, "For members…")
    assert person.toast.startswith("There is no saved group yet")
    with book.writing(NOW) as w:
        groups.save(w, "All", "joined this year")
    paper = page.questions.paper
    paper._printed = person.program.desk.ask(questionnaires.in_use)[0]
    action = paper.menu(["All"]).actions()[0]
    assert isinstance(action, QAction)
    action.trigger()
    person.waits()
    view = paper.paper.view
    assert view.page_count == 2
    texts = []
    for page_number in range(2):
        view.show_page(page_number)
        texts.append(view.accessibleDescription())
    assert "Anna Berg · 1001" in texts[0] and "Ben & Söhne · 1002" in texts[1]
