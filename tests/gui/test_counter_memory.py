"""The memory at the counter, by keyboard: a line that is noted, a promise kept, a question answered, nothing overlooked."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.counter.remember import Remember
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.service import finding, matters, people, promises, questions, wanted
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop of two; Ines serves."""
    made = new_book(tmp_path)
    enrol(made, "Margaret Okonkwo", letters=True, remarks=(Remark("warning", "Nut allergy"),))
    enrol(made, "Leon Abara", letters=True)
    with made.writing(NOW) as w:
        people.add(w, "Ines")
    return made


def _remember(person: Person) -> Remember:
    return person.counter.area.card.remember


def _lines(person: Person) -> list[str]:
    return [row.accessibleName() for row in _remember(person)._rows if row.accessibleName()]


def _press(person: Person, name: str) -> None:
    def shown() -> list[QPushButton]:
        buttons = _remember(person).findChildren(QPushButton)
        return [one for one in buttons if one.text() == name and one.isVisible()]

    person.qtbot.waitUntil(lambda: bool(shown()))
    button = shown()[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    person.waits()


def _rows(book: Book, sql: str) -> list[tuple[object, ...]]:
    reading = book.reading()
    rows = reading.rows(sql)
    reading.close()
    return rows


def test_a_line_is_understood_before_enter_kept_and_found(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        assert person.paying
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("likes pumpernickel")
        note = person.counter.area.card.note
        assert note.understood == "Likes: Pumpernickel"
        person.enter()
        person.waits()
        assert person.toast == "Noted for Margaret Okonkwo · Likes: Pumpernickel"
        assert note.edit.text() == ""
        assert person.counter.panel.amount.edit.hasFocus()
        hits = person.program.desk.ask(finding.find, "pumpernickel").hits
        assert [hit.name for hit in hits] == ["Margaret Okonkwo"]


def test_one_key_changes_the_kind(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("likes rye")
        person.presses(Qt.Key.Key_Down)
        assert person.counter.area.card.note.understood == "Does not like: Likes rye"
        person.presses(Qt.Key.Key_Up, Qt.Key.Key_Escape)
        assert person.paying
        assert person.counter.area.card.note.edit.text() == "likes rye"


def test_what_cannot_be_kept_is_said_and_stays_typed(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("warning: nut allergy")
        person.enter()
        person.waits()
        note = person.counter.area.card.note
        assert note.error.text == "This is noted for Margaret Okonkwo already."
        assert note.edit.text() == "warning: nut allergy" and note.edit.hasFocus()


def test_a_promise_is_made_in_one_line_and_kept_with_undo(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("promise: two loaves by today")
        person.enter()
        person.waits()
        assert _lines(person)[:2] == [
            "Nut allergy", "Promise due today. Two loaves · Ngozi Okafor promised it today",
        ]  # fmt: skip
        _press(person, "Done")
        assert person.toast == "Promise to Margaret Okonkwo kept · Two loaves"
        assert not any("Promise" in line for line in _lines(person)) and person.finding
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert any("Promise due today" in line for line in _lines(person))


def test_the_order_is_serve_first_and_four_lines_at_a_glance(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    early = NOW - timedelta(days=20)
    with book.writing(early) as w:
        promises.make(w, 1, "The late goose", TODAY - timedelta(days=9))
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1)
        folded = wanted.note(w, 1, "Quince jelly")
        wanted.arrived(w, wanted.fold(folded.what))
        questions.add(w, "Tea or coffee?", ("Tea", "Coffee"))
        matters.hear(w, "request", "Open on Sundays", member_id=1)
    buy(book, 1, 60_000, now=NOW - timedelta(days=2), what="Hamper")
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        assert _lines(person) == [
            "Nut allergy",
            "Broken promise, 9 days late. The late goose · promised on 1 November",
            "Complaint waiting. Mouldy strawberries · open 20 days",
            "It has come. Quince jelly, asked for",
        ]
        person.presses(Qt.Key.Key_L, ctrl=True)
        assert [line.partition(".")[0] for line in _lines(person)[4:]] == [
            "Became Gold on 19 November",
            "Request",
        ]
        assert_within_reach(person.counter)


def test_five_warnings_are_all_shown(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    warnings = tuple(
        Remark("warning", f"Allergic to {what}") for what in ("nuts", "eggs", "milk", "fish", "soy")
    )
    enrol(book, "Zora Klein", letters=True, remarks=warnings)
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("zora")
        assert len(_lines(person)) == 5


def test_a_question_is_answered_in_one_touch_and_never_put_twice(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        questions.add(w, "Tea or coffee?", ("Tea", "Coffee"), points=10)
        questions.add(w, "Sweet or salty?", ("Sweet", "Salty"))
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("leon")
        assert "Ask. “Tea or coffee?” The answer earns 10 points" in _lines(person)
        _press(person, "Tea")
        assert person.toast == "Leon Abara: Tea · +10 points"
        assert not any("Ask" in line for line in _lines(person))
        assert _rows(book, "select kind, text, source from remarks where member_id = 2") == [
            ("likes", "Tea", "Tea or coffee?")
        ]
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert any("Tea or coffee" in line for line in _lines(person))


def test_a_question_that_was_shown_in_a_visit_is_not_shown_again(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        questions.add(w, "Tea or coffee?", ("Tea", "Coffee"))
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("leon")
        person.types("24.50")
        person.enter()
        person.waits()
        person.finds("leon")
        assert not any("Ask" in line for line in _lines(person))
    assert _rows(book, "select member_id, question_id from cards_shown") == [(2, 1)]


def test_a_complaint_is_opened_answered_and_put_right_by_keyboard(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("leon")
        person.presses(Qt.Key.Key_J, ctrl=True)
        person.types("the strawberries were mouldy")
        person.enter()
        person.waits()
        _press(person, "Open")
        sheet = SlideOver.over(person.shell)
        assert sheet is not None
        assert_within_reach(sheet)
        person.types("Said sorry")
        person.enter()
        person.waits()
        assert person.toast == "Answered Leon Abara"
        _press(person, "Open")
        person.types("A fresh punnet")
        person.enter()
        person.waits()
        assert person.toast == "Put right for Leon Abara"
        assert any("ask whether it is right now" in line for line in _lines(person))
        _press(person, "It is")
        assert _rows(book, "select state, right_now from matters") == [("settled", 1)]
        assert QApplication.focusWidget() is person.shell.find_box.edit
