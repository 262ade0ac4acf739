"""A guest's own code finds them again; afterwards who came is thanked and who could not is missed, once each."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.vouchers import GUEST_DIGITS, GUEST_PREFIX, is_numbered
from shopkeeper.service import acts, door, events, guests, letter_guests, letters
from tests.books import NOW, TODAY, enrol, new_book

LATER = NOW + timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def evening(book: Book) -> int:
    """A tasting today: Anna came, Bo said no, Cy never answered an invitation, Di waited in vain, Ed was not told."""
    members = {name: enrol(book, name) for name in ("Anna", "Bo", "Cy", "Di", "Ed")}
    with book.writing(NOW) as w:
        plan = events.Plan(
            "tasting",
            "Cheese tasting",
            TODAY,
            "19:00",
            "21:00",
            words="our cheese tasting",
            places=1,
            bring=0,
        )
        event = events.plan(w, plan).event.id
        on_list = {}
        for name, member in members.items():
            guests.add_one(w, event, member)
            guest = guests.of_member(w, event, member)
            assert guest is not None
            on_list[name] = guest.id
        guests.answer(w, on_list["Anna"], "yes")
        guests.answer(w, on_list["Bo"], "no")
        guests.tell(w, on_list["Cy"], "phone")
        guests.answer(w, on_list["Di"], "yes")
        door.check_in(w, event, members["Anna"])
    return event


def due(book: Book, kind: str, event: int | None = None) -> list[tuple[str, str]]:
    reading = book.reading()
    found = (
        letters.due(reading, TOMORROW, kind)
        if event is None
        else letter_guests.due_to_guests(reading, TOMORROW, kind, event)
    )
    return [(one.name, one.because) for one in found.due]


def test_each_guest_has_a_code_of_their_own_that_finds_them(book: Book, evening: int) -> None:
    codes = [code for (code,) in book.reading().rows("select code from guests order by id")]
    assert len(set(codes)) == 5 and all(is_numbered(code, GUEST_PREFIX, GUEST_DIGITS) for code in codes)
    anna = book.reading().value("select member_id from guests order by id limit 1")
    shown = f" {codes[0][:4]} {codes[0][4:8]} {codes[0][8:]} "
    assert guests.by_code(book.reading(), shown) == (evening, anna)
    assert guests.by_code(book.reading(), "020 7946 0737") is None
    with book.writing(NOW) as w:
        guests.take_off(w, 5)
    with pytest.raises(Declined) as gone:
        guests.by_code(book.reading(), codes[4])
    assert gone.value.code == "code_unknown"
    with book.writing(NOW) as w:
        acts.undo(w)
    assert guests.by_code(book.reading(), codes[4]) is not None


def test_an_invitation_brings_the_code_and_the_log_keeps_it(book: Book) -> None:
    anna = enrol(book, "Anna")
    with book.writing(NOW) as w:
        plan = events.Plan("vip night", "VIP night", TODAY + timedelta(days=9), "19:00", "21:00")
        event = events.plan(w, plan).event.id
        guests.add_one(w, event, anna)
    code = book.reading().value("select code from guests")
    (letter,) = letters.for_command(
        book.reading(),
        [],
        everybody_due=False,
        own_line="",
        today=TODAY,
        kind="vip-invitation",
        event="VIP night",
    ).letters
    assert letter.own_code == code
    assert any(f"{code[:4]} {code[4:8]} {code[8:]}" in part for part in letter.paragraphs)
    with book.writing(NOW) as w:
        letters.written(w, [letter])
    (logged,) = letters.lately(book.reading(), TODAY)
    again = letters.again(book.reading(), logged.id)
    assert (again.own_code, again.paragraphs) == (code, letter.paragraphs)


def test_without_an_event_the_code_is_neither_there_nor_missed(book: Book) -> None:
    letter = letters.compose(
        book.reading(), enrol(book, "Anna"), None, "", TODAY, kind="vip-invitation", told="tea"
    )
    assert (letter.own_code, letter.left_out) == ("", ())
    assert not any("code" in part for part in letter.paragraphs)


def test_who_came_is_thanked_and_who_was_asked_and_did_not_is_missed(book: Book, evening: int) -> None:
    assert due(book, "thanks-for-coming") == due(book, "thanks-for-coming", evening) == [
        ("Anna", "Came to Cheese tasting")
    ]  # fmt: skip
    missed = [("Bo", "Was not at Cheese tasting"), ("Cy", "Was not at Cheese tasting")]
    assert due(book, "could-not-come") == due(book, "could-not-come", evening) == missed
    assert letters.due(book.reading(), TODAY, "thanks-for-coming").due == ()
    assert letters.due(book.reading(), TODAY + timedelta(days=43), "could-not-come").due == ()


def test_the_letter_names_the_event_and_its_day_and_is_written_once(book: Book, evening: int) -> None:
    chosen = letters.for_command(
        book.reading(), [], everybody_due=True, own_line="", today=TOMORROW, kind="thanks-for-coming"
    ).letters
    assert "our cheese tasting on 21 November 2026" in chosen[0].paragraphs[0]
    assert chosen[0].left_out == ()
    with book.writing(LATER) as w:
        letters.written(w, chosen)
    assert due(book, "thanks-for-coming") == []
    assert [one.because for one in letters.lately(book.reading(), TOMORROW)] == ["Came to Cheese tasting"]
    missed = letters.for_command(
        book.reading(),
        [],
        everybody_due=False,
        own_line="",
        today=TOMORROW,
        kind="could-not-come",
        event="Cheese tasting",
    ).letters
    assert [one.name for one in missed] == ["Bo", "Cy"]


def test_an_event_called_off_is_nothing_to_be_thanked_for(book: Book, evening: int) -> None:
    with book.writing(NOW) as w:
        events.call_off(w, evening)
    assert due(book, "thanks-for-coming") == due(book, "could-not-come") == []


def test_which_events_a_letter_can_go_to(book: Book, evening: int) -> None:
    assert letter_guests.events_for(book.reading(), "vip-invitation", TODAY) == ((evening, "Cheese tasting"),)
    assert letter_guests.events_for(book.reading(), "vip-invitation", TOMORROW) == ()
    assert letter_guests.events_for(book.reading(), "could-not-come", TOMORROW) == (
        (evening, "Cheese tasting"),
    )
    assert letter_guests.events_for(book.reading(), "birthday", TOMORROW) == ()
    with pytest.raises(Declined) as asked:
        letters.for_command(
            book.reading(), [], everybody_due=False, own_line="", today=TODAY, kind="birthday", event="1"
        )
    assert asked.value.code == "event_not_asked"
