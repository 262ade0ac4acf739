"""A week played through by keyboard: what is promised on Monday is kept on Friday, and nobody is forgotten on Sunday.

With `SHOPKEEPER_PICTURES` set to a folder, what is on the screen at each step is kept there.
"""

import os
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


def _seen(person: Person, name: str) -> None:
    """Keeps what is on the screen, where somebody wants to see it."""
    folder = os.environ.get("SHOPKEEPER_PICTURES", "")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        person.waits()
        person.qtbot.wait(300)
        person.shell.grab().save(str(Path(folder) / f"week-{name}.png"))


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


def _notes(person: Person, line: str, seen: str = "") -> None:
    person.presses(Qt.Key.Key_J, ctrl=True)
    person.types(line)
    if seen:
        _seen(person, seen)
    person.enter()
    person.waits()


def _morning(person: Person, seen: str) -> list[str]:
    person.presses(Qt.Key.Key_6, ctrl=True)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    person.waits()
    person.qtbot.waitUntil(lambda: page.morning.shown is not None and not page.morning.shown.settling)
    person.waits()
    _seen(person, seen)
    assert page.morning.shown is not None
    lines = [f"{line.name}: {line.text}" for line in page.morning.shown.lines if line.section != "thanks"]
    person.presses(Qt.Key.Key_1, ctrl=True)
    return lines


def test_a_week_is_remembered(shop: Path, qtbot: QtBot) -> None:
    with _day(shop, qtbot, 0) as monday:
        monday.finds("margaret")
        _notes(monday, "promise: two rye loaves by Friday", "1-monday-a-promise")
        assert monday.toast == "Noted for Margaret Okonkwo · Promise by Friday: Two rye loaves"
        monday.types("12.50")
        monday.enter()
        monday.waits()

    with _day(shop, qtbot, 1) as tuesday:
        assert "Margaret Okonkwo: Two rye loaves" not in _morning(tuesday, "2-tuesday-morning")
        tuesday.finds("leon")
        _notes(tuesday, "the strawberries were mouldy")
        _presses(tuesday, "Open")
        tuesday.types("We told the farm")
        tuesday.enter()
        tuesday.waits()
        _presses(tuesday, "Open")
        tuesday.types("A fresh punnet")
        _seen(tuesday, "3-tuesday-a-complaint")
        tuesday.enter()
        tuesday.waits()
        assert tuesday.toast == "Put right for Leon Abara"

    with _day(shop, qtbot, 2) as wednesday:
        assert (
            "Leon Abara: The strawberries were mouldy. Put right; not yet asked whether it is right now"
            in _morning(wednesday, "4-wednesday-morning")
        )
        wednesday.finds("hana")
        _seen(wednesday, "5-wednesday-a-question")
        _presses(wednesday, "Tea")
        assert wednesday.toast == "Hana Sato: Tea · +10 points"

    with _day(shop, qtbot, 3) as thursday:
        assert "Priya Shah: Came every 7 days; not seen for 40 days" in _morning(
            thursday, "6-thursday-morning"
        )
        thursday.finds("priya")
        _notes(thursday, "thanks to Ines: remembered my bread after forty days", "7-thursday-back-again")
        assert thursday.toast.startswith("Noted for Priya Shah")
        thursday.types("8.20")
        thursday.enter()
        thursday.waits()
        assert not [line for line in _morning(thursday, "8-thursday-later") if line.startswith("Priya")]

    with _day(shop, qtbot, 4) as friday:
        lines = _morning(friday, "9-friday-morning")
        assert "Margaret Okonkwo: Two rye loaves" in lines
        assert "Priya Shah: thanked Ines: Remembered my bread after forty days" in lines
        friday.shell.serving_chosen.emit(people.find(friday.program.desk.book.reading(), "Ines"))
        friday.waits()
        assert friday.toast.startswith("Thanks for Ines from Priya Shah")
        friday.finds("margaret")
        _seen(friday, "10-friday-the-promise")
        assert _remembered(friday)[0].startswith("Promise due today. Two rye loaves")
        _presses(friday, "Done")
        friday.finds("hana")
        chips = friday.counter.area.card.likes.findChild(Chips)
        assert chips is not None
        _seen(friday, "11-friday-what-hana-likes")
        assert [chip.accessibleName() for chip in chips.findChildren(QWidget)] == ["Tea"]
        friday.shell.find_box.clear()
        friday.finds("leon")
        _presses(friday, "It is")

    with _day(shop, qtbot, 5) as saturday:
        assert "Anna Berg: Birthday tomorrow" in _morning(saturday, "12-saturday-morning")
        saturday.finds("anna")
        _seen(saturday, "13-saturday-born-on-29-february")
        assert "Birthday tomorrow. A word is enough" in _remembered(saturday)

    with _day(shop, qtbot, 7) as next_monday:
        lines = _morning(next_monday, "14-monday-after-a-closed-sunday")
        assert not [line for line in lines if "Birthday" in line or "Priya" in line or "Margaret" in line]
        assert lines == ["Leon Abara: The strawberries were mouldy. It is right now; not yet closed"]

    book = open_book(shop / "shop.db")
    assert checking.check(book, _at(7), replay=True).problems == ()
    book.close()
