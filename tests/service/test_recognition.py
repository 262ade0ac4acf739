"""What was earned, what was given, what is owed, and how long it took."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import awards, letters, recognition
from shopkeeper.service.recognition import Recognition
from tests.books import NOW, TODAY, buy, enrol, new_book

OPENED = NOW - timedelta(days=800)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path, now=OPENED)
    anna = enrol(book, "Anna Berg", joined_on=date(2024, 11, 12), letters=True)
    buy(book, anna, 60_000, happened_on=date(2026, 11, 3))
    ben = enrol(book, "=Ben", joined_on=date(2025, 1, 5), letters=False)
    for days in range(10):
        buy(book, ben, 100, happened_on=date(2026, 11, 1) + timedelta(days=days))
    buy(book, ben, 2_000, what="Hamper", happened_on=date(2026, 11, 15))
    return book


def thank(book: Book, member: int, days_later: int = 0) -> None:
    reading = book.reading()
    for_one = letters.for_command(
        reading, [str(reading.value("select number from members where id = ?", (member,)))], everybody_due=False,
        own_line="", today=TODAY,
    )  # fmt: skip
    with book.writing(NOW + timedelta(days=days_later)) as w:
        letters.written(w, for_one.letters)


def told(found: Recognition) -> list[tuple[str, str, str, date | None]]:
    return [(one.name, one.kind, one.because, one.thanked_on) for one in found.earned]


def test_a_month_has_every_reason_to_thank_with_its_day(book: Book) -> None:
    found = recognition.month(book.reading(), TODAY, TODAY)
    assert (found.first, found.last) == (date(2026, 11, 1), TODAY)
    assert told(found) == [
        ("=Ben", "tier", "Became Bronze on 3 November", None),
        ("Anna Berg", "tier", "Became Gold on 3 November", None),
        ("=Ben", "visits", "Tenth visit on 10 November", None),
        ("Anna Berg", "anniversary", "A member for 2 years on 12 November", None),
        ("=Ben", "large", "£20.00 Hamper on 15 November", None),
    ]
    assert (len(found.owed), found.thanked, found.took) == (5, 0, None)
    assert [one.by_post for one in found.earned if one.name == "=Ben"] == [False] * 3


def test_a_letter_settles_what_it_thanks_for_and_the_days_are_counted(book: Book) -> None:
    thank(book, 1)
    found = recognition.month(book.reading(), TODAY, TODAY)
    tier = next(one for one in found.earned if one.name == "Anna Berg" and one.kind == "tier")
    assert (tier.thanked_on, tier.days) == (TODAY, 18)
    assert found.letters == 1
    assert found.of_kind("tier").thanked == 1
    assert found.of_kind("tier").took == (18, 18)


def test_gifts_and_perks_of_the_month_are_counted(book: Book) -> None:
    with book.writing(NOW) as w:
        awards.gift(w, 1, 50, "Waited long", happened_on=date(2026, 11, 4))
        awards.gift(w, 2, 30, "Helped", happened_on=date(2026, 10, 4))
    found = recognition.month(book.reading(), TODAY, TODAY)
    assert (found.gifts, found.gift_points) == (1, 50)


def test_a_month_long_ago_is_worked_out_from_the_facts_and_says_the_same(book: Book) -> None:
    later = TODAY + timedelta(days=200)
    near = recognition.month(book.reading(), TODAY, TODAY)
    far = recognition.month(book.reading(), TODAY, later)
    assert far.last == date(2026, 11, 30)
    assert [(one.name, one.kind, one.on) for one in far.earned] == [
        (one.name, one.kind, one.on) for one in near.earned
    ]


def test_what_waits_is_what_was_earned_in_ninety_days(book: Book) -> None:
    assert len(recognition.waiting(book.reading(), TODAY).owed) == 5
    # By the end of March only the year since a joining in January is within ninety days.
    later = recognition.waiting(book.reading(), TODAY + timedelta(days=120))
    assert [(one.name, one.kind) for one in later.owed] == [("=Ben", "anniversary")]


def test_somebody_who_has_gone_is_no_longer_owed_anything(book: Book) -> None:
    with book.writing(NOW) as w:
        w.run("update members set gone = 1 where id = 2")
    assert {one.name for one in recognition.month(book.reading(), TODAY, TODAY).earned} == {"Anna Berg"}


def test_the_list_is_written_so_that_no_spreadsheet_takes_a_name_for_a_formula(
    book: Book, tmp_path: Path
) -> None:
    found = recognition.month(book.reading(), TODAY, TODAY)
    assert recognition.write_list(found.earned, tmp_path / "r.csv") == 5
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert '"\'=Ben"' in text and '"=Ben"' not in text
    with pytest.raises(Declined, match="must end in"):
        recognition.write_list(found.earned, tmp_path / "r.txt")
