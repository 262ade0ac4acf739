"""Bad days of the memory: whoever goes, and whatever is withdrawn, nothing that was open is lost without a word."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    circle,
    forgetting,
    leaving,
    matters,
    merging,
    morning,
    people,
    promises,
    referrals,
    winback,
)
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    for name in ("Ada Whitcombe", "Leon Abara"):
        enrol(made, name, now=NOW - timedelta(days=390), letters=True)
    return made


def _said(book: Book, today: date = TODAY) -> list[tuple[str, str, str]]:
    reading = book.reading()
    found = [(str(line.section), line.name, line.text) for line in morning.page(reading, today).lines]
    reading.close()
    return found


def test_two_promises_of_the_same_thing_are_refused_with_the_day_and_made_all_the_same(book: Book) -> None:
    with book.writing(NOW) as w:
        promises.make(w, 1, "Two rye loaves", TODAY)
    with pytest.raises(Declined, match="promised this already, by 2026-11-21"), book.writing(NOW) as w:
        promises.make(w, 1, "two rye loaves", TODAY)
    with book.writing(NOW) as w:
        promises.make(w, 1, "two rye loaves", TODAY, even_if_there=True)
    assert len(_said(book)) == 2


def test_a_member_forgotten_with_open_matters_takes_them_off_the_page_and_the_sums_stay(book: Book) -> None:
    buy(book, 1, 2450)
    with book.writing(NOW) as w:
        promises.make(w, 1, "Two rye loaves", TODAY)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1)
        winback.plan(w, 1, "phone", TODAY)
        leaving.note(w, 2, "price", "Ada said so")
        circle.relate(w, 2, "Ada Whitcombe", "referred by")
    assert {section for section, _, _ in _said(book)} == {"promises", "complaints", "thanks", "tries"}
    with book.writing(NOW) as w:
        assert forgetting.forget(w, 1).mentioned == ("1002",)
    assert _said(book) == []
    reading = book.reading()
    assert reading.value("select sum(amount_minor) from facts") == 2450
    assert reading.rows("select state from promises") == [("released",)]
    assert reading.rows("select state from matters") == [("closed",)]
    assert reading.rows("select 1 from tries") == []
    reading.close()


def test_members_made_one_keep_every_open_line_under_the_kept_name(book: Book) -> None:
    with book.writing(NOW) as w:
        promises.make(w, 2, "Two rye loaves", TODAY)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=2)
        winback.plan(w, 2, "phone", TODAY)
        ines = people.add(w, "Ines").id
    line = next(one for one in _said(book) if one[0] == "complaints")
    with book.writing(NOW) as w:
        morning.give(w, 2, "matter:1", ines)
        merging.merge(w, 1, 2)
    assert [(section, name) for section, name, _ in _said(book)] == [
        ("promises", "Ada Whitcombe"), ("complaints", "Ada Whitcombe"), ("tries", "Ada Whitcombe"),
    ]  # fmt: skip
    reading = book.reading()
    given = [one.given_to for one in morning.page(reading, TODAY).lines if one.section == "complaints"]
    reading.close()
    assert given == ["Ines"]
    with book.writing(NOW) as w:
        acts.undo(w)
    assert line in _said(book)


def test_lines_of_a_person_who_is_gone_keep_the_name_and_can_be_given_on(book: Book) -> None:
    with book.writing(NOW) as w:
        ines, tom = people.add(w, "Ines").id, people.add(w, "Tom").id
        promises.make(w, 1, "Two rye loaves", TODAY, by=ines)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1)
        morning.give(w, 1, "matter:1", ines)
    with book.writing(NOW) as w:
        people.leave(w, ines)
    reading = book.reading()
    page = morning.page(reading, TODAY)
    assert [(line.aside, line.given_to) for line in page.lines if line.section != "thanks"] == [
        ("today · Ines", ""), ("since today", "Ines"),
    ]  # fmt: skip
    reading.close()
    with pytest.raises(Declined), book.writing(NOW) as w:
        morning.give(w, 1, "matter:1", ines)  # who is gone takes nothing on
    with book.writing(NOW) as w:
        morning.give(w, 1, "matter:1", tom)
        assert [line.given_to for line in morning.page(w, TODAY).lines if line.section == "complaints"] == [
            "Tom"
        ]


def test_thanks_for_a_friend_are_owed_to_nobody_who_is_gone(book: Book) -> None:
    with book.writing(NOW) as w:
        circle.relate(w, 2, "Ada Whitcombe", "referred by")
        assert [one.sender_id for one in referrals.owed(w, TODAY)] == [1]
    with book.writing(NOW) as w:
        forgetting.forget(w, 2)
        assert referrals.owed(w, TODAY) == ()
