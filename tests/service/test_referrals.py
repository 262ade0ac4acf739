"""Who sent whom is told with what came of it, and everybody who sent somebody is thanked once."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    circle,
    leaving,
    letter_composing,
    letter_due,
    letter_log,
    morning,
    referrals,
)
from shopkeeper.service.details import Address
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Hana sent Leon, the hotel sent Rosa."""
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    home = (Address("1 Quay Lane", postcode="SE1 1AA", town="London"),)
    enrol(made, "Hana Sato", now=NOW - timedelta(days=390), letters=True, addresses=home)
    leon = enrol(made, "Leon Abara", now=NOW - timedelta(days=20))
    rosa = enrol(made, "Rosa Lind", now=NOW - timedelta(days=12))
    with made.writing(NOW - timedelta(days=20)) as w:
        circle.relate(w, leon, "hana sato", "referred by")
    with made.writing(NOW - timedelta(days=12)) as w:
        circle.relate(w, rosa, "Hotel Bristol", "referred by")
    buy(made, leon, 2450, now=NOW - timedelta(days=3))
    return made


def _owed(book: Book) -> list[tuple[str, str]]:
    reading = book.reading()
    found = [(one.sender, one.name) for one in referrals.owed(reading, TODAY)]
    reading.close()
    return found


def _letter(book: Book, occasion: str) -> None:
    with book.writing(NOW) as w:
        due = letter_due.to_one(w, 1, occasion, TODAY, referrals.LETTER)
        letter = letter_composing.compose(w, 1, due.occasion, "", TODAY, kind=referrals.LETTER)
        letter_log.written(w, [letter])


def test_who_sent_whom_is_found_by_name_and_told_with_what_came_of_it(book: Book) -> None:
    reading = book.reading()
    sent = referrals.sent(reading, TODAY)
    assert [(one.sender_id, one.sender, one.name, one.visits, one.spent_minor) for one in sent] == [
        (None, "Hotel Bristol", "Rosa Lind", 0, 0), (1, "Hana Sato", "Leon Abara", 1, 2450),
    ]  # fmt: skip
    assert [(one.name, one.sent, one.came, one.owed) for one in referrals.senders(sent)] == [
        ("Hana Sato", 1, 1, 1), ("Hotel Bristol", 1, 0, 1),
    ]  # fmt: skip
    assert [line.text for line in morning.page(reading, TODAY).lines if line.section == "thanks"] == [
        "Hotel Bristol sent them here", "Sent Leon Abara here",
    ]  # fmt: skip
    reading.close()


def test_a_letter_thanks_once_and_for_all(book: Book) -> None:
    (occasion,) = [one.occasion for one in _all(book) if one.sender_id == 1]
    _letter(book, occasion)
    assert _owed(book) == [("Hotel Bristol", "Rosa Lind")]
    with pytest.raises(Declined) as refused:
        _letter(book, occasion)
    assert refused.value.code == "already_thanked"
    with pytest.raises(Declined) as twice, book.writing(NOW) as w:
        referrals.thank(w, 1)
    assert twice.value.code == "thanked_already"
    with book.writing(NOW) as w:
        acts.undo(w)
    assert len(_owed(book)) == 2


def _all(book: Book) -> tuple[referrals.Referral, ...]:
    reading = book.reading()
    found = referrals.sent(reading, TODAY)
    reading.close()
    return found


def test_thanks_that_were_said_need_no_letter(book: Book) -> None:
    with book.writing(NOW) as w:
        assert [one.member_id for one in letter_due.due(w, TODAY, referrals.LETTER).due] == [1]
        for one in referrals.owed(w, TODAY):
            referrals.thank(w, one.id)
        assert letter_due.due(w, TODAY, referrals.LETTER).due == ()
        assert w.rows("select member_id, text from talks") == [(1, "Thanked for sending Leon Abara")]
    assert _owed(book) == []
    with book.writing(NOW) as w:
        acts.undo(w)
        acts.undo(w)
        assert w.rows("select 1 from talks") == []
    assert len(_owed(book)) == 2


def test_a_name_that_two_have_is_nobody_until_it_is_said_who(book: Book) -> None:
    first, second = enrol(book, "Ada Whitcombe"), enrol(book, "Ada Whitcombe")
    newcomer = enrol(book, "Omar Haddad")
    with book.writing(NOW) as w:
        relation = circle.relate(w, newcomer, "Ada Whitcombe", "referred by").row
        assert referrals.one(w, relation).sender_id is None
        with pytest.raises(Declined):
            referrals.link(w, relation, newcomer)
        assert referrals.link(w, relation, second).referral.sender_id == second
        assert first != second
    with book.writing(NOW) as w:
        acts.undo(w)
        assert referrals.one(w, relation).sender_id is None


def test_who_is_to_be_left_in_peace_is_named_with_the_reason(book: Book) -> None:
    with book.writing(NOW) as w:
        leaving.note(w, 1, "died")
        owed = {one.sender: one.because for one in referrals.owed(w, TODAY)}
        assert owed == {"Hotel Bristol": "", "Hana Sato": "Has died"}
        assert [line.text for line in morning.page(w, TODAY).lines if line.section == "thanks"] == [
            "Hotel Bristol sent them here"
        ]
