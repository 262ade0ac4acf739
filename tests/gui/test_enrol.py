"""A new member: a name and Enter are enough; nobody is enrolled twice, nothing typed is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui.pages.enrol import EnrolSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.rules.cards import next_card, spaced
from shopkeeper.service import members
from shopkeeper.service.details import Details, Remark
from tests.books import enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach, scan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop of one."""
    made = new_book(tmp_path)
    enrol(made, "Margaret Okonkwo", phones=("020 7946 0417",))
    return made


def opened(person: Person) -> EnrolSheet:
    """The sheet, by Ctrl N."""
    person.presses(Qt.Key.Key_N, ctrl=True)
    sheet = person.program.reception.sheet
    assert SlideOver.over(person.shell) is sheet
    return sheet


def kept(person: Person, member_id: int) -> Details:
    found: Details = person.program.desk.ask(members.details_of, member_id)[0]
    return found


def test_a_name_and_enter_enrol_and_the_caret_is_in_the_amount(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        opened(person)
        person.types("Marjorie Finch")
        person.enter()
        person.waits()
        assert SlideOver.over(person.shell) is None
        assert person.counter.member_id == 2 and person.paying
        assert person.toast.startswith("Enrolled Marjorie Finch · card 2700")
        assert "100 points" in person.toast
        person.types("18")
        person.enter()
        person.waits()
        assert person.recorded() == [("purchase", 1_800, 2)]


def test_everything_that_was_typed_is_kept_as_typed(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        typed = {
            "name": "王小明", "say": "wang SHYOW-ming", "phone": "07700 900123", "email": "wang@example.org",
            "birthday": "29 Feb", "street": "1 High St", "postcode": "YO1 7AB", "town": "York",
            "likes": "Oolong, rye bread", "warning": "Peanuts",
        }  # fmt: skip
        for name, text in typed.items():
            sheet._named[name].set_text(text)
        sheet.note.set_text("Two lines\nof a note")
        sheet.letters.buttons[2].click()
        assert sheet.birthday._note.text() == "29 February"
        sheet.town.edit.setFocus()
        person.enter()
        person.waits()
        found = kept(person, 2)
        assert (found.name, found.say, found.phones) == ("王小明", "wang SHYOW-ming", ("07700 900123",))
        assert found.emails == ("wang@example.org",) and found.letters is False
        assert found.birthday is not None and (found.birthday.month, found.birthday.year) == (2, None)
        assert found.addresses[0].town == "York" and found.note == "Two lines\nof a note"
        assert set(found.remarks) == {
            Remark("warning", "Peanuts"),
            Remark("likes", "Oolong"),
            Remark("likes", "rye bread"),
        }


def test_who_may_be_known_already_is_shown_while_typing_and_can_be_opened(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("margaret okonkwo")
        qtbot.waitUntil(lambda: bool(sheet.hint.known))
        assert "Margaret Okonkwo" in sheet.hint.accessibleName()
        person.enter()
        person.waits()
        assert person.caret() is sheet.hint.people[0].button
        person.enter()
        assert person.counter.member_id == 1 and person.paying


def test_another_person_of_the_same_name_is_enrolled_when_said_so(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("Margaret Okonkwo")
        person.enter()
        person.waits()
        assert not sheet.isHidden()
        person.presses(Qt.Key.Key_Tab)
        assert person.caret() is sheet.hint.other
        person.enter()
        person.waits()
        assert person.counter.member_id == 2


def test_an_unknown_card_offers_a_new_member_with_its_number(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    card = next_card(4711)
    with at_counter(book, tmp_path, qtbot) as person:
        scan(person.shell, card)
        sheet = person.program.reception.sheet
        assert not sheet.isHidden() and sheet.card.text == spaced(card)
        person.types("Ann Lee")
        person.enter()
        person.waits()
        assert kept(person, 2).card == card
        person.shell.find_box.call()
        scan(person.shell, card)
        assert person.counter.member_id == 2


def test_a_card_scanned_while_the_sheet_is_open_is_the_new_members(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    card = next_card(815)
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("Ann")
        scan(person.shell, card)
        assert (sheet.name.text, sheet.card.text) == ("Ann", spaced(card))


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "empty"),
        ("name", "x" * 300, "longer than"),
        ("email", "nobody", ""),
        ("birthday", "31 Feb", "not a birthday"),
        ("card", "2700000000015", "wrong digit"),
        ("phone", "abc", "not a phone number"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_stays(
    field: str, typed: str, says: str, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        sheet.name.set_text("Ann Lee")
        sheet._named[field].set_text(typed)
        person.enter()
        person.waits()
        assert not sheet.isHidden()
        assert says in sheet._named[field].error.text and sheet._named[field].error.text
        assert sheet._named[field].text == typed
        assert person.caret() is sheet._named[field].edit


def test_a_doubtful_phone_is_warned_about_and_kept(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("Ann Lee")
        sheet.phone.edit.setFocus()
        person.types("12345")
        person.presses(Qt.Key.Key_Tab)
        assert "kept as typed" in sheet.phone.error.text
        person.enter()
        person.waits()
        assert kept(person, 2).phones == ("12345",)


def test_enter_twice_enrols_once(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        opened(person)
        person.types("Ann Lee")
        person.enter()
        person.enter()
        person.waits()
        reading = book.reading()
        assert reading.value("select count(*) from members where gone = 0") == 2
        reading.close()


def test_what_was_typed_is_offered_again_after_escape(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("Ann L")
        sheet.town.set_text("York")
        person.presses(Qt.Key.Key_Escape)
        assert sheet.isHidden() and person.finding
        opened(person)
        assert sheet.name.text == "" and "Ann L" in sheet.take_up.text()
        sheet.take_up.click()
        assert (sheet.name.text, sheet.town.text) == ("Ann L", "York")


def test_what_was_looked_for_in_vain_stands_in_the_field_it_fits(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.types("zebedee quill")
        sheet = opened(person)
        assert sheet.name.text == "Zebedee Quill"
        person.presses(Qt.Key.Key_Escape)
        person.shell.find_box.set_text("07700900999")
        person.shell.find_box.call()
        opened(person)
        assert sheet.phone.text == "07700900999" and sheet.name.text == ""


def test_trouble_with_the_book_keeps_the_sheet(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_how: object) -> None:
        raise StorageTrouble("gone", "The book is not there. Nothing was saved.")

    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        person.types("Ann Lee")
        with monkeypatch.context() as broken:
            broken.setattr(members, "enrol", gone)
            person.enter()
            person.waits()
        assert sheet.trouble.text == "The book is not there. Nothing was saved."
        assert sheet.name.text == "Ann Lee"


def test_tab_stays_in_the_sheet_and_everything_can_be_reached(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        sheet = opened(person)
        assert_within_reach(sheet)
        seen = set()
        for _ in range(40):
            person.presses(Qt.Key.Key_Tab)
            caret = QApplication.focusWidget()
            assert caret is not None and sheet.isAncestorOf(caret)
            seen.add(caret.accessibleName())
        assert {"Name", "Phone", "E-mail", "Card", "Note", "Enrol", "May we write? Not asked"} <= seen


def test_a_new_member_is_undone_as_one(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        opened(person)
        person.types("Ann Lee")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert person.toast.startswith("Undone: new member: Ann Lee")
        assert person.counter.member_id is None
