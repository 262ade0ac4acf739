"""A day at the demo shop by keyboard alone: a sale, a return, an evening of forty slips, a note to paper.

With `SHOPKEEPER_PICTURES` set to a folder, what is on the screen at each step is kept there.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.asking import Asker
from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.service import checking, letters, loading
from tests.books import NOW, TODAY
from tests.gui.at_counter import Person, at_counter

Picture = Callable[[str], None]
SLIPS = 40


class Hand(Asker):
    """Names the file in place of the system's own window."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        return self.path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return loading.create_demo(tmp_path / "demo" / "shop.db", NOW, members_wanted=200)


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting


@pytest.fixture
def seen(person: Person) -> Picture:
    """Keeps what is on the screen, where somebody wants to see it."""
    folder = os.environ.get("SHOPKEEPER_PICTURES", "")

    def take(name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            person.qtbot.wait(300)
            person.shell.grab().save(str(Path(folder) / f"keyboard-{name}.png"))

    return take


def open_at_counter(person: Person, name: str) -> None:
    person.finds(name)
    person.qtbot.waitUntil(lambda: person.paying)


def test_a_sale(person: Person, seen: Picture) -> None:
    before = len(person.recorded())
    person.types("marg")
    seen("sale-1-letters")
    person.enter()
    person.qtbot.waitUntil(lambda: person.paying)
    person.types("24.50")
    person.presses(Qt.Key.Key_Tab)
    person.types("Oolong, oat biscuits")
    seen("sale-2-amount")
    person.enter()
    person.waits()
    assert len(person.recorded()) == before + 1
    assert person.recorded()[-1][:2] == ("purchase", 2_450)
    assert person.toast.startswith("Recorded £24.50 for Margaret Okonkwo")
    assert person.finding
    seen("sale-3-recorded")


def test_a_return_with_its_effect_told_first(person: Person, seen: Picture) -> None:
    open_at_counter(person, "margaret oko")
    person.presses(Qt.Key.Key_R, ctrl=True)
    sheet = SlideOver.over(person.shell)
    assert sheet is not None
    person.enter()
    person.types("5")
    seen("return-1-effect")
    person.enter()
    person.waits()
    assert person.recorded()[-1][:2] == ("return", 500)
    assert person.toast.startswith("Returned £5.00 for Margaret Okonkwo")
    seen("return-2-returned")


def test_an_evening_of_forty_slips_agrees_with_the_till_and_is_posted_as_one(
    person: Person, book: Book, seen: Picture
) -> None:
    reading = book.reading()
    named = reading.rows(
        "select min(name) from members where gone = 0 and name <> '' group by name having count(*) = 1 order by min(id)"
    )
    names = [name for (name,) in named if name.isascii()]  # the keys of the keyboard here
    reading.close()
    before = len(person.recorded())
    person.presses(Qt.Key.Key_2, ctrl=True)
    page = person.shell.page("daybook")
    assert isinstance(page, DaybookPage)
    person.qtbot.waitUntil(lambda: page.grid.field is not None and page.grid.field.hasFocus())
    total = 0
    for row in range(SLIPS):
        if row % 8 == 7:
            person.types("-")
        else:
            person.types(names[row])
        person.presses(Qt.Key.Key_Tab)
        amount = 350 + 127 * row
        total += amount
        person.types(f"{amount // 100}.{amount % 100:02}")
        person.enter()
        if row == SLIPS // 2:
            seen("evening-1-half-way")
    person.presses(Qt.Key.Key_T, ctrl=True)
    person.types(f"{total // 100}.{total % 100:02}")
    person.waits()
    assert page.till.post.isEnabled(), page.till.open.text()
    seen("evening-2-agrees")
    person.enter()
    person.qtbot.waitUntil(lambda: page.model.posted is not None)
    assert len(person.recorded()) == before + SLIPS
    assert sum(amount for _, amount, _ in person.recorded()[before:]) == total
    seen("evening-3-posted")
    assert checking.check(book, NOW, replay=True).ok
    person.presses(Qt.Key.Key_Z, ctrl=True)
    person.waits()
    assert len(person.recorded()) == before + SLIPS, "what it would change is told first"
    person.enter()
    person.waits()
    assert len(person.recorded()) == before


def test_a_note_to_paper(person: Person, book: Book, tmp_path: Path, seen: Picture) -> None:
    open_at_counter(person, "ansel brandt")
    person.types("512")
    person.enter()
    person.waits()
    open_at_counter(person, "ansel brandt")
    written = len(letters.lately(book.reading(), TODAY))
    seen("note-1-a-new-tier")
    person.presses(Qt.Key.Key_P, ctrl=True)
    page = person.shell.page("letters")
    assert isinstance(page, LettersPage)
    page.press.asker = Hand(tmp_path / "note.pdf")
    person.types("The cheese board was a pleasure to cut.")
    seen("note-2-a-line-of-ones-own")
    for _ in range(60):
        if person.caret() is page.due.pdf_button:
            break
        person.presses(Qt.Key.Key_Tab)
    person.enter()
    person.qtbot.waitUntil(lambda: len(letters.lately(book.reading(), TODAY)) == written + 1)
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    seen("note-3-logged")
