"""Sitting before the Members place: its book of five, and somebody who reads there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.records.book import Book
from shopkeeper.service import (
    members,
)
from shopkeeper.service.details import Address, Birthday, Details, Remark
from tests.books import TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter

LONG = "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third"


def five_members(folder: Path) -> Book:
    """Margaret who is known well, Ben who was not here for long, a Greek, a Chinese and a very long name."""
    made = new_book(folder)
    margaret = enrol(
        made,
        "Margaret Okonkwo",
        say="oh-KON-kwo",
        phones=("020 7946 0417", "020 7946 0418"),
        emails=("margaret@example.com",),
        addresses=(Address(street="31 Wharf St", postcode="YO1 7HH", town="York"),),
        remarks=(Remark("warning", "Nut allergy"), Remark("likes", "Rye bread"), Remark("likes", "Oolong")),
        birthday=Birthday(11, 24, 1961),
        note="Comes with Biscuit",
    )
    ben = enrol(made, "Ben Ash", letters=False, joined_on=TODAY - timedelta(days=400))
    enrol(made, "Γιώργος Παπαδόπουλος")
    enrol(made, "王小明")
    enrol(made, LONG)
    buy(made, margaret, 60_000, what="Hamper", happened_on=TODAY - timedelta(days=2))
    buy(made, margaret, 2_450, what="Rye, olives")
    buy(made, ben, 1_200, happened_on=TODAY - timedelta(days=200))
    return made


class Reader(Person):
    """Sits before the Members place."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.program, person.qtbot)
        page = person.shell.page("members")
        assert isinstance(page, MembersPage)
        self.page = page

    @property
    def listed(self) -> list[str]:
        """The names in the table, in order."""
        model = self.page.list.table.members
        rows = [model.row_at(place) for place in range(model.rowCount())]
        return [row.name or row.number for row in rows if row is not None]

    def opens(self, name: str) -> None:
        """Finds somebody in the list and opens the page."""
        self.shell.find_box.edit.setFocus()
        self.shell.find_box.edit.selectAll()
        self.types(name)
        self.enter()
        self.waits()
        assert self.page.views.currentWidget() is self.page.member

    def shows(self, entries: int) -> None:
        """Waits until the story has so many lines."""
        self.qtbot.waitUntil(lambda: len(self.page.member.story.story.entries) == entries)

    @property
    def story(self) -> list[str]:
        """What the story says, line by line."""
        return [told.what for told in self.page.member.story.story.told]

    def kept(self, member: int = 1) -> Details:
        """What the book holds of a member."""
        book = self.program.desk.book.reading()
        details = members.details_of(book, member)[0]
        book.close()
        return details

    def fills(self, line: QLineEdit, text: str) -> None:
        """Types a text in place of what stands in a field."""
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)


@contextmanager
def at_members(book: Book, folder: Path, qtbot: QtBot) -> Iterator[Reader]:
    """The program with Members in front, the caret in the find box."""
    with at_counter(book, folder, qtbot) as person:
        person.presses(Qt.Key.Key_3, ctrl=True)
        assert person.shell.current == "members"
        reader = Reader(person)
        reader.waits()
        yield reader
