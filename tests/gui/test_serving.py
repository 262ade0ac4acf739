"""The name trainer by keyboard alone, who serves at a glance, and thanks that reach whom they are for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.pages.followups.trainer_sheet import TrainerSheet
from shopkeeper.records.book import Book
from shopkeeper.service import learning, people, rhythms
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach

KNOWN = {
    "Anna Berg": "Dachshund called Biscuit",
    "Łukasz Żółć": "Plays the tuba",
    "王小明": "Wants the window open",
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for name, fact in KNOWN.items():
        member = enrol(book, name, remarks=(Remark("fact", fact),))
        for back in range(8):
            buy(book, member, 500, happened_on=TODAY - timedelta(days=1 + 2 * back))
    with book.writing(NOW) as w:
        people.add(w, "Ana Souza")
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    return book


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting


def followups(person: Person) -> FollowupsPage:
    person.presses(Qt.Key.Key_6, ctrl=True)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    person.waits()
    return page


def trainer(person: Person, page: FollowupsPage) -> TrainerSheet:
    page.morning.offers.names.setFocus()
    person.enter()
    person.waits()
    sheet = page.serving.trainer
    assert sheet is not None and sheet.isVisible()
    return sheet


def test_names_are_learned_by_keyboard_alone(person: Person, book: Book) -> None:
    page = followups(person)
    assert page.morning.offers.names.text() == "3 names to learn today: five minutes at most"
    sheet = trainer(person, page)
    assert_within_reach(sheet)
    assert sheet.question.text() == "Who is this?"
    first = sheet.card
    assert first is not None and sheet.clues.text() == KNOWN[first.name]
    assert not sheet.answer.isVisible()
    person.enter()
    assert sheet.answer.text() == first.name and sheet.answer.isVisible()
    person.presses(Qt.Key.Key_2)  # not yet: it comes once more at the end
    person.waits()
    for _ in range(3):
        person.enter()
        person.enter()
        person.waits()
    assert sheet.question.text() == "That is all for today"
    assert "4 answers today, 3 of them right" in sheet.where.text()
    person.enter()
    assert sheet.isHidden()
    person.waits()
    assert learning.waiting(book.reading(), 1, TODAY) == 0
    assert learning.waiting(book.reading(), 1, TODAY + timedelta(days=1)) == 1
    assert not page.morning.offers.isVisible()


def test_a_slip_of_the_finger_is_taken_back_with_one_key(person: Person, book: Book) -> None:
    sheet = trainer(person, followups(person))
    first = sheet.card
    person.enter()
    person.presses(Qt.Key.Key_2)
    person.waits()
    assert sheet.card is not first
    person.presses(Qt.Key.Key_Backspace)
    person.waits()
    assert sheet.card is first and sheet.answer.isVisible()
    assert book.reading().value("select count(*) from studied") == 0
    person.enter()
    person.waits()
    assert book.reading().rows("select knew from studied") == [(1,)]


def test_who_serves_is_seen_with_what_they_kept_and_who_thanked_them(person: Person, book: Book) -> None:
    person.finds("anna")
    person.presses(Qt.Key.Key_J, ctrl=True)
    person.types("thanks to Ana: found the tin")
    assert person.counter.area.card.note.understood == "Thanks to somebody who serves: Ana: found the tin"
    person.enter()
    person.waits()
    page = followups(person)
    for _ in range(4):
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
    person.waits()
    assert page.views.currentWidget() is page.serving
    rows = [row.accessibleName() for row in page.serving.there._shown if row.accessibleName()]
    assert any(row.startswith("Ana Souza") and "thanked once in three months" in row for row in rows)
    button = next(
        one for one in page.serving.findChildren(QPushButton) if one.accessibleName() == "Open: Ana Souza"
    )
    button.setFocus()
    person.enter()
    person.waits()
    sheet = page.serving.person
    assert sheet is not None and sheet.isVisible()
    assert_within_reach(sheet)
    assert "Knows 0 of 3 regulars by name" in sheet.about.text()
    names = {row.accessibleName() for row in sheet.names._shown if row.accessibleName()}
    assert names == set(KNOWN)
    person.enter()
    assert sheet.isHidden()


def test_thanks_reach_whom_they_are_for_when_they_next_serve(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("anna")
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("thanks to Ana: found the tin")
        person.enter()
        person.waits()
    (tmp_path / "next").mkdir()
    from shopkeeper.records.opening import open_book

    again = open_book(book.path)
    with at_counter(again, tmp_path / "next", qtbot, NOW + timedelta(days=1)) as person:
        page = followups(person)
        texts = [row.line.text for row in page.morning.rows]
        assert "thanked Ana Souza: Found the tin" in texts
        person.shell.serving_chosen.emit(people.find(again.reading(), "Ana Souza"))
        person.waits()
        assert person.toast == "Thanks for Ana Souza from Anna Berg · Found the tin"
        qtbot.waitUntil(lambda: "praises" not in {row.line.section for row in page.morning.rows})
