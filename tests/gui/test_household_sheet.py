"""Who lives together, by keyboard: joined with the effect shown, left, undone, and told in both stories."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopkeeper.gui.household_sheet import HouseholdSheet
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import households
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.at_members import Reader, at_members
from tests.gui.helpers import assert_within_reach

PROGRAMME = """
currency = "GBP"
[household]
tier = "shared"
[[tier]]
name = "Gold"
from_minor = 20000
"""
PHONE = ("020 7946 0417",)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Margaret is Gold with 300 points; Ben has 50, and the same phone; Cat is somebody else."""
    made = new_book(tmp_path, read_programme(PROGRAMME), now=NOW - timedelta(days=90))
    margaret = enrol(made, "Margaret Okonkwo", phones=PHONE)
    ben = enrol(made, "Ben Okonkwo", phones=PHONE)
    enrol(made, "Cat Ash")
    buy(made, margaret, 30_000, now=NOW - timedelta(days=20))
    buy(made, ben, 5_000, now=NOW - timedelta(days=20))
    return made


def sheet_of(reader: Reader) -> HouseholdSheet:
    """Opens the household of whose page is open, by its menu."""
    action = next(one for one in reader.page.member.hand.menu().actions() if one.data() == "household")
    action.trigger()
    reader.qtbot.waitUntil(lambda: reader.page.household.whom.box.edit.hasFocus())
    return reader.page.household


def remembered(person: Person) -> str:
    """What the counter has to remember, as it is read."""
    return " ".join(row.accessibleName() for row in person.counter.area.card.remember._rows)


def mates(book: Book, member: int) -> list[str]:
    reading = book.reading()
    home = households.of(reading, member, TODAY)
    reading.close()
    return [] if home is None else [mate.name for mate in home.mates]


def test_who_lives_with_them_is_found_the_effect_shown_and_enter_joins(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as reader:
        reader.opens("ben")
        sheet = sheet_of(reader)
        assert sheet.about.text().startswith("Ben Okonkwo shares no household.")
        assert not sheet.save.isEnabled()
        reader.types("margaret")
        assert sheet.effect.texts == [
            "Together they can use 350 points.",
            "Margaret Okonkwo, 300 points, stays Gold",
            "Ben Okonkwo, 50 points, becomes Gold",
        ]
        assert mates(book, 2) == [], "nothing is done before Enter"
        assert_within_reach(sheet)
        reader.enter()
        reader.waits()
        assert reader.toast == "Ben Okonkwo lives in a household now · 350 points together"
        assert mates(book, 2) == ["Ben Okonkwo", "Margaret Okonkwo"]
        reader.qtbot.waitUntil(lambda: "Lives with Margaret Okonkwo now" in reader.story)
        reader.opens("margaret")
        reader.qtbot.waitUntil(lambda: "Ben Okonkwo joined the household" in reader.story)
        reader.presses(Qt.Key.Key_Z, ctrl=True)
        reader.waits()
        assert mates(book, 2) == []


def test_who_shares_a_phone_is_offered_and_nobody_joins_themselves(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as reader:
        reader.opens("margaret")
        sheet = sheet_of(reader)
        buttons = [button for button in sheet.near.findChildren(type(sheet.leave)) if not button.isHidden()]
        assert [button.text() for button in buttons] == ["Ben Okonkwo · the same phone"]
        buttons[0].setFocus()
        reader.presses(Qt.Key.Key_Space)
        assert sheet.effect.texts[0] == "Together they can use 350 points."
        sheet.whom.box.edit.selectAll()
        reader.types("margaret")
        assert sheet.trouble.text.startswith("A household needs somebody else.")
        assert not sheet.save.isEnabled()


def test_leaving_is_pressed_twice_with_the_effect_between(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        households.join(w, 2, 1, happened_on=TODAY - timedelta(days=3))
    with at_members(book, tmp_path, qtbot) as reader:
        reader.opens("ben")
        sheet = sheet_of(reader)
        assert sheet.about.text() == "Ben Okonkwo lives with Margaret Okonkwo; together they have 350 points."
        sheet.leave.setFocus()
        reader.presses(Qt.Key.Key_Space)
        assert sheet.effect.texts == [
            "From tomorrow on Ben Okonkwo can use 50 points.",
            "Ben Okonkwo, 50 points, falls to Member",
        ]
        assert sheet.leave.text() == "Leave the household now"
        reader.presses(Qt.Key.Key_Space)
        reader.waits()
        assert reader.toast.startswith("Ben Okonkwo left the household")
        reader.qtbot.waitUntil(lambda: "Left the household" in reader.story)
        reader.presses(Qt.Key.Key_Z, ctrl=True)
        reader.waits()
        assert mates(book, 2) == ["Ben Okonkwo", "Margaret Okonkwo"]


def test_a_new_member_with_a_known_phone_is_enrolled_into_the_household(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.presses(Qt.Key.Key_N, ctrl=True)
        enrolling = person.program.reception.sheet
        qtbot.waitUntil(enrolling.name.edit.hasFocus)
        person.types("Dan")
        enrolling.phone.edit.setFocus()
        person.types(PHONE[0])
        qtbot.waitUntil(lambda: bool(enrolling.hint.people))
        home = enrolling.hint.people[0].home
        assert home.accessibleName() == "Enrol: somebody else, who lives with Margaret Okonkwo"
        home.setFocus()
        person.presses(Qt.Key.Key_Space)
        person.waits()
        sheet = person.program.reception.household
        qtbot.waitUntil(sheet.whom.box.edit.hasFocus)
        assert sheet.effect.texts[0] == "Together they can use 300 points."
        person.enter()
        person.waits()
        assert mates(book, 4) == ["Dan", "Margaret Okonkwo"]


def test_a_gift_is_kept_from_the_other_half_and_the_counter_says_so(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        households.join(w, 1, 2)
    with at_members(book, tmp_path, qtbot) as reader:
        reader.opens("margaret")
        sheet = sheet_of(reader)
        assert sheet.secret.isVisible() and not sheet.secret.isChecked()
        sheet.secret.setFocus()
        reader.presses(Qt.Key.Key_Space)
        reader.waits()
        assert reader.toast == "What Margaret Okonkwo buys is not spoken of before Ben Okonkwo"
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("ben")
        assert "Say nothing of what Margaret Okonkwo buys" in remembered(person)
        person.presses(Qt.Key.Key_Escape)
        person.finds("margaret")
        assert "Say nothing" not in remembered(person)
