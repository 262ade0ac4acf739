"""Who may be here twice is looked at by keyboard: two records side by side, merged, kept apart, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.pages.members.duplicates import DuplicatesSheet
from shopkeeper.records.book import Book
from shopkeeper.service import members
from shopkeeper.service.details import Address, Birthday
from tests.books import TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach

MILL = (Address("3 Mill Lane", "", "CT2 8AB", "Canterbury"),)


class Looker(Person):
    """Looks the shop through for those who are there twice."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.program, person.qtbot)
        page = person.shell.go("members")
        assert isinstance(page, MembersPage)
        self.page = page

    @property
    def sheet(self) -> DuplicatesSheet:
        return self.page.duplicates

    def looks(self) -> None:
        """Presses the button and waits for the pairs."""
        button = self.page.list.comparing
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: self.sheet.progress.isHidden() and self.sheet.isVisible())

    def does(self, key: Qt.Key, shift: bool = False) -> None:
        """A key in the list of pairs; waits until what it asks for is done."""
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.sheet.pairs, key, modifier)
        self.waits()

    @property
    def names(self) -> list[str]:
        table = self.sheet.pairs
        return [str(table.model().index(row, 0).data()) for row in range(table.rowCount())]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    anna = enrol(
        made, "Anna Wetherby", phones=("020 7946 0958",), addresses=MILL, birthday=Birthday(4, 7, 1980)
    )
    again = enrol(made, "Wetherby Anna", phones=("+44 20 7946 0958", "07700 900123"))
    enrol(made, "Γιώργος Παπαδόπουλος", emails=("giorgos@example.com",))
    enrol(made, "Giorgos Papadopoulos", emails=("giorgos@example.com",), birthday=Birthday(5, 1))
    enrol(made, "Tom Okafor", phones=("020 7946 0111",))
    buy(made, anna, 2_000)
    buy(made, again, 1_500)
    return made


@pytest.fixture
def looker(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Looker]:
    with at_counter(book, tmp_path, qtbot) as person:
        yield Looker(person)


def test_two_records_are_laid_side_by_side_with_the_reasons(looker: Looker) -> None:
    looker.looks()
    assert looker.sheet.pairs.hasFocus()
    assert sorted(looker.names) == [
        "Anna Wetherby · Wetherby Anna",
        "Γιώργος Παπαδόπουλος · Giorgos Papadopoulos",
    ]
    row = looker.names.index("Anna Wetherby · Wetherby Anna")
    while looker.sheet.pairs.currentRow() != row:
        looker.does(Qt.Key.Key_Down)
    shown = {what: (one, other) for what, one, other in looker.sheet.beside.lines}
    assert shown["Name"] == ("Anna Wetherby", "Wetherby Anna")
    assert shown["Phones"] == ("020 7946 0958", "+44 20 7946 0958\n07700 900123")
    assert shown["Address"] == ("3 Mill Lane, CT2 8AB, Canterbury", "–")
    assert (
        looker.sheet.beside.reasons.text()
        == "For one person: the same phone, the same name in another order."
    )
    assert "Merged, both cards and all contacts and purchases are kept" in looker.sheet.beside.after.text()
    assert looker.sheet.keep_one.text() == "Merge into 1001"
    assert_within_reach(looker.sheet)


def test_return_merges_and_undo_takes_it_apart_again(looker: Looker) -> None:
    looker.looks()
    row = looker.names.index("Anna Wetherby · Wetherby Anna")
    while looker.sheet.pairs.currentRow() != row:
        looker.does(Qt.Key.Key_Down)
    looker.does(Qt.Key.Key_Return)
    looker.qtbot.waitUntil(lambda: len(looker.names) == 1)
    assert looker.toast == "1002 is 1001 now · Anna Wetherby"
    reading = looker.program.desk.book.reading()
    card = members.show(reading, members.find_member(reading, "1001"), TODAY)
    assert (card.standing.spent_minor, len(card.details.phones), len(card.cards)) == (3_500, 2, 2)
    assert members.find_member(reading, "1002") == members.find_member(reading, "1001")
    reading.close()
    looker.program.undo()
    looker.waits()
    looker.enter()  # the effect on both is told first
    looker.waits()
    looker.looks()
    assert len(looker.names) == 2


def test_shift_return_keeps_the_other_and_delete_says_two_people(looker: Looker) -> None:
    looker.looks()
    row = looker.names.index("Anna Wetherby · Wetherby Anna")
    while looker.sheet.pairs.currentRow() != row:
        looker.does(Qt.Key.Key_Down)
    looker.does(Qt.Key.Key_Return, shift=True)
    looker.qtbot.waitUntil(lambda: len(looker.names) == 1)
    assert looker.toast == "1001 is 1002 now · Wetherby Anna"
    looker.does(Qt.Key.Key_Delete)
    looker.qtbot.waitUntil(lambda: looker.sheet.pairs.rowCount() == 0)
    assert looker.toast == "1003 and 1004 are two people"
    assert looker.sheet.stack.currentWidget() is looker.sheet.nobody
    looker.sheet.put_away()
    looker.looks()
    assert looker.names == []
    QTest.keyClick(looker.sheet, Qt.Key.Key_Escape)
    assert looker.sheet.isHidden()


def test_two_people_who_share_a_phone_are_put_into_one_household(looker: Looker) -> None:
    looker.looks()
    row = looker.names.index("Anna Wetherby · Wetherby Anna")
    while looker.sheet.pairs.currentRow() != row:
        looker.does(Qt.Key.Key_Down)
    assert looker.sheet.beside.home.text() == "In one household they could use 35 points."
    looker.does(Qt.Key.Key_Delete, shift=True)
    looker.qtbot.waitUntil(lambda: len(looker.names) == 1)
    assert looker.toast == "1001 and 1002 are two people of one household"
    assert not looker.sheet.one_home.isEnabled(), "these share an e-mail alone"
    looker.sheet.put_away()
    looker.looks()
    assert len(looker.names) == 1
    looker.program.undo()
    looker.waits()
    looker.sheet.put_away()
    looker.looks()
    assert len(looker.names) == 2, "one act, taken back as one"
