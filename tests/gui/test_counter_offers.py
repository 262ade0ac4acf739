"""An offer of a trial at the counter: said, given by one key, undone; who gets nothing sees nothing of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopkeeper.records.book import Book
from tests.books import NOW, buy, enrol, new_book, trial_of
from tests.gui.at_counter import Person, at_counter


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Margaret is drawn for a coffee with ten points, Ben for nothing."""
    made = new_book(tmp_path, now=NOW - timedelta(days=90))
    margaret, ben = enrol(made, "Margaret Okonkwo"), enrol(made, "Ben Lund")
    for member in (margaret, ben):
        buy(made, member, 3_000, now=NOW - timedelta(days=20))
    with made.writing(NOW) as w:
        trial_of(w, [margaret, ben], first="A <b>free</b> coffee", points=10)
    return made


def _said(person: Person) -> list[str]:
    labels = person.counter.area.card.offers.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_what_is_offered_is_given_by_one_key_and_given_back_by_undo(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        offers = person.counter.area.card.offers
        assert _said(person) == ["For them now", "A <b>free</b> coffee", "10 points"]
        assert list(offers.buttons) == ["Given: A <b>free</b> coffee"]
        person.presses(Qt.Key.Key_B, ctrl=True)
        person.waits()
        assert person.toast == "A <b>free</b> coffee for Margaret Okonkwo · +10 points"
        assert person.finding, "the next name can be typed at once"
        qtbot.waitUntil(lambda: "10 points · given today" in _said(person))
        assert offers.buttons == {}
        person.presses(Qt.Key.Key_B, ctrl=True)
        person.waits()
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert list(offers.buttons) == ["Given: A <b>free</b> coffee"]


def test_who_gets_nothing_sees_nothing(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("ben")
        assert not person.counter.area.card.offers.isVisible()
        person.presses(Qt.Key.Key_B, ctrl=True)
        person.waits()
        assert person.toast == ""


def test_by_tab_and_space_it_is_given_too(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        (button,) = person.counter.area.card.offers.buttons.values()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        person.presses(Qt.Key.Key_Space)
        person.waits()
        assert person.toast.startswith("A <b>free</b> coffee for Margaret Okonkwo")
