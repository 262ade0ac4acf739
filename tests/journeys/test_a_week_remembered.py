"""A week played through by keyboard: what is promised on Monday is kept on Friday, and nobody is forgotten on Sunday."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.widgets.chips import Chips
from shopkeeper.records.opening import open_book
from shopkeeper.service import checking, people, questions
from shopkeeper.service.details import Birthday
from tests.books import buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter

MONDAY = datetime(2027, 2, 22, 9, 30, tzinfo=UTC)


def _at(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop closed on Sundays. Priya has come every Saturday until forty days before Thursday; Anna was born on 29
    February; nobody has been asked yet whether they prefer tea."""
    book = new_book(tmp_path, now=_at(-400))
    for days in range(-200, 0):
        if _at(days).weekday() != 6:
            buy(book, None, 500, now=_at(days))
    early = _at(-300)
    enrol(book, "Margaret Okonkwo", now=early, letters=True)
    enrol(book, "Leon Abara", now=early, letters=True)
    enrol(book, "Hana Sato", now=early, letters=True)
    priya = enrol(book, "Priya Shah", now=early, letters=True, phones=("07700 900123",))
    enrol(book, "Anna Berg", now=early, letters=True, birthday=Birthday(2, 29))
    for weeks in range(20):
        buy(book, priya, 10, now=_at(3 - 40 - 7 * weeks))
    with book.writing(early) as w:
        people.add(w, "Ines")
        questions.add(w, "Tea or coffee with your cake?", ("Tea", "Coffee"), points=10)
    book.close()
    return tmp_path


@contextmanager
def _day(shop: Path, qtbot: QtBot, days: int) -> Iterator[Person]:
    with at_counter(open_book(shop / "shop.db"), shop, qtbot, now=_at(days)) as person:
        yield person


def _remembered(person: Person) -> list[str]:
    rows = person.counter.area.card.remember._rows
    return [row.accessibleName() for row in rows if row.accessibleName()]


def _presses(person: Person, name: str) -> None:
    def shown() -> list[QPushButton]:
        buttons = person.counter.area.card.remember.findChildren(QPushButton)
        return [one for one in buttons if one.text() == name and one.isVisible()]

    person.qtbot.waitUntil(lambda: bool(shown()))
    shown()[0].setFocus()
    QTest.keyClick(shown()[0], Qt.Key.Key_Space)
    person.waits()


def _notes(person: Person, line: str) -> None:
    person.presses(Qt.Key.Key_J, ctrl=True)
    person.types(line)
    person.enter()
    person.waits()


def _morning(person: Person) -> list[str]:
    person.presses(Qt.Key.Key_6, ctrl=True)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    person.waits()
    person.qtbot.waitUntil(lambda: page.morning.shown is not None and not page.morning.shown.settling)
    person.waits()
    assert page.morning.shown is not None
    lines = [f"{line.name}: {line.text}" for line in page.morning.shown.lines if line.section != "thanks"]
    person.presses(Qt.Key.Key_1, ctrl=True)
    return lines


def test_a_week_is_remembered(shop: Path, qtbot: QtBot) -> None:
    with _day(shop, qtbot, 0) as monday:
        monday.finds("margaret")
        _notes(monday, "promise: two rye loaves by Friday")
        assert monday.toast == "Noted for Margaret Okonkwo · Promise by Friday: Two rye loaves"
        monday.types("12.50")
        monday.enter()
        monday.waits()

    with _day(shop, qtbot, 1) as tuesday:
        assert "Margaret Okonkwo: Two rye loaves" not in _morning(tuesday)
        tuesday.finds("leon")
        _notes(tuesday, "the strawberries were mouldy")
        _presses(tuesday, "Open")
        tuesday.types("We told the farm")
        tuesday.enter()
        tuesday.waits()
        _presses(tuesday, "Open")
        tuesday.types("A fresh punnet")
        tuesday.enter()
        tuesday.waits()
        assert tuesday.toast == "Put right for Leon Abara"

    with _day(shop, qtbot, 2) as wednesday:
        assert (
            "Leon Abara: The strawberries were mouldy. Put right; not yet asked whether it is right now"
            in _morning(wednesday)
        )
        wednesday.finds("hana")
        _presses(wednesday, "Tea")
        assert wednesday.toast == "Hana Sato: Tea · +10 points"

    with _day(shop, qtbot, 3) as thursday:
        assert "Priya Shah: Came every 7 days; not seen for 40" in _morning(thursday)
        thursday.finds("priya")
        thursday.types("8.20")
        thursday.enter()
        thursday.waits()
        assert not [line for line in _morning(thursday) if line.startswith("Priya")]

    with _day(shop, qtbot, 4) as friday:
        assert "Margaret Okonkwo: Two rye loaves" in _morning(friday)
        friday.finds("margaret")
        assert _remembered(friday)[0].startswith("Promise due today. Two rye loaves")
        _presses(friday, "Done")
        friday.finds("hana")
        chips = friday.counter.area.card.likes.findChild(Chips)
        assert chips is not None
        assert [chip.accessibleName() for chip in chips.findChildren(QWidget)] == ["Tea"]
        friday.shell.find_box.clear()
        friday.finds("leon")
        _presses(friday, "It is")

    with _day(shop, qtbot, 5) as saturday:
        assert "Anna Berg: Birthday tomorrow" in _morning(saturday)
        saturday.finds("anna")
        assert "Birthday tomorrow. A word is enough" in _remembered(saturday)

    with _day(shop, qtbot, 7) as next_monday:
        lines = _morning(next_monday)
        assert not [line for line in lines if "Birthday" in line or "Priya" in line or "Margaret" in line]
        assert lines == ["Leon Abara: The strawberries were mouldy. It is right now; not yet closed"]

    book = open_book(shop / "shop.db")
    assert checking.check(book, _at(7), replay=True).problems == ()
    book.close()
