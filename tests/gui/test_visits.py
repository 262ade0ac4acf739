"""A form is made, printed and a visit typed in within seconds, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.records.book import Book
from shopkeeper.service import visit_forms
from tests.books import TODAY, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting


def visits(person: Person) -> FollowupsPage:
    person.presses(Qt.Key.Key_6, ctrl=True)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    while page.views.currentWidget() is not page.visits:
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
    person.waits()
    return page


def press(person: Person, page: FollowupsPage, name: str) -> None:
    def shown() -> list[QPushButton]:
        return [
            one
            for one in page.visits.findChildren(QPushButton)
            if one.accessibleName().startswith(name) and one.isVisible()
        ]

    person.qtbot.waitUntil(lambda: bool(shown()))
    (button,) = shown()
    button.setFocus()
    person.enter()
    person.waits()


def test_a_form_is_made_and_a_visit_typed_in_by_keyboard(person: Person, book: Book) -> None:
    page = visits(person)
    page.visits.new.setFocus()
    person.enter()
    sheet = page.visits.new_sheet
    assert sheet is not None
    assert_within_reach(sheet)
    person.types("A visit")
    person.enter()
    person.types("I was greeted at once")
    person.enter()
    person.types("I was thanked")
    person.presses(Qt.Key.Key_Return, ctrl=True)
    person.waits()
    assert person.toast == "Form made · A visit"
    person.qtbot.waitUntil(lambda: len(page.visits.forms) == 1)
    press(person, page, "Type in a visit")
    visit = page.visits.visit
    assert visit is not None
    assert_within_reach(visit)
    person.types("4")
    assert person.caret() is visit.rows[1].buttons[0]
    person.presses(Qt.Key.Key_Up)
    person.types("5")
    person.types("3")
    person.types("They were friendly")
    person.enter()
    person.waits()
    assert person.toast == "Visit of 21 November 2026 kept · A visit"
    (found,) = visit_forms.all_found(book.reading(), TODAY)
    assert (found.latest[0].marks, found.latest[0].words) == ((5, 3), "They were friendly")
    person.qtbot.waitUntil(lambda: page.visits.shown[0].visits == 1)
    rows = [row.accessibleName() for row in page.visits.forms[0]._shown if row.accessibleName()]
    assert rows[0] == "One visit in twelve months. Nov 4.0. 4.0 of 5 over all"
    assert rows[1].startswith("I was greeted at once. Nov 5.0. 5.0")
    person.presses(Qt.Key.Key_Z, ctrl=True)
    person.waits()
    person.qtbot.waitUntil(lambda: page.visits.shown[0].visits == 0)


def test_nothing_typed_is_lost_where_it_cannot_be_kept(person: Person) -> None:
    page = visits(person)
    page.visits.new.setFocus()
    person.enter()
    sheet = page.visits.new_sheet
    assert sheet is not None
    person.types("A visit")
    person.presses(Qt.Key.Key_Return, ctrl=True)
    person.waits()
    assert "one to ten statements" in sheet.trouble.text
    sheet.statements.setFocus()
    person.types("I was thanked")
    person.presses(Qt.Key.Key_Return, ctrl=True)
    person.waits()
    person.qtbot.waitUntil(lambda: len(page.visits.forms) == 1)
    press(person, page, "Type in a visit")
    visit = page.visits.visit
    assert visit is not None
    person.enter()
    person.waits()
    assert "Nothing is marked yet" in visit.trouble.text
    person.types("4")
    visit.day.set_text("the other day")
    person.enter()
    person.waits()
    assert visit.day.error.text and visit.isVisible() and visit.rows[0].chosen == 4


def test_the_form_is_looked_at_and_saved_as_paper(person: Person, tmp_path: Path) -> None:
    page = visits(person)
    page.visits.new.setFocus()
    person.enter()
    assert page.visits.new_sheet is not None
    page.visits.new_sheet.name.set_text("Ein Besuch – 訪問")
    person.enter()
    person.types("I was greeted at once")
    person.presses(Qt.Key.Key_Return, ctrl=True)
    person.waits()
    person.qtbot.waitUntil(lambda: len(page.visits.forms) == 1)
    press(person, page, "Paper…")
    paper = page.visits.paper
    assert paper is not None
    assert_within_reach(paper)
    text = paper.view.accessibleDescription()
    assert "I was greeted at once" in text and "Day and time" in text and "訪問" in text

    class Chosen:
        def pdf(self, *_asked: object) -> Path:
            return tmp_path / "form.pdf"

    paper.asker = Chosen()  # type: ignore[assignment]
    paper.pdf_button.click()
    person.waits()
    assert paper.said.text() == "Saved as PDF."
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")
