"""The day's birthdays: who, turning what, how to greet, the usual; the 29 of February by the member's choice."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import birthdays, leaving
from shopkeeper.service.details import Birthday, Remark
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def told(book: Book, first: date = TODAY, days: int = 1) -> list[tuple[str, int | None, str, str]]:
    found = birthdays.between(book.reading(), first, first + timedelta(days=days - 1))
    return [(one.name, one.turns, one.greeting, one.usual) for one in found]


def test_each_says_who_turning_what_how_to_greet_and_the_usual(book: Book) -> None:
    enrol(
        book, "Margaret Okonkwo", birthday=Birthday(11, 21, 1960), remarks=(Remark("usual", "A seeded loaf"),)
    )
    enrol(book, "Ben Obi", birthday=Birthday(11, 21), greeting="Benny")
    tea = enrol(book, "Cy", birthday=Birthday(11, 21), remarks=(Remark("likes", "Cheese"),))
    for _ in range(3):
        buy(book, tea, 300, what="Oolong tea")
    enrol(book, "Tomorrow", birthday=Birthday(11, 22))
    assert told(book) == [
        ("Ben Obi", None, "Benny", ""), ("Cy", None, "Cy", "Oolong tea"), ("Margaret Okonkwo", 66, "Margaret", "A seeded loaf"),
    ]  # fmt: skip
    assert [name for name, *_ in told(book, days=2)] == ["Ben Obi", "Cy", "Margaret Okonkwo", "Tomorrow"]


def test_a_leap_day_is_kept_on_the_day_the_member_keeps_it(book: Book) -> None:
    enrol(book, "Early", birthday=Birthday(2, 29, 2000))
    enrol(book, "Late", birthday=Birthday(2, 29, 2000, leap_day="1 March"))
    assert told(book, date(2027, 2, 28)) == [("Early", 27, "Early", "")]
    assert told(book, date(2027, 3, 1)) == [("Late", 27, "Late", "")]
    assert [name for name, *_ in told(book, date(2028, 2, 29))] == ["Early", "Late"]


def test_a_week_over_the_new_year_is_one_list(book: Book) -> None:
    enrol(book, "Old Year", birthday=Birthday(12, 30, 1980))
    enrol(book, "New Year", birthday=Birthday(1, 2, 1980))
    assert [(name, turns) for name, turns, *_ in told(book, date(2026, 12, 28), 7)] == [
        ("Old Year", 46),
        ("New Year", 47),
    ]


def test_whoever_is_to_be_left_in_peace_is_not_on_it(book: Book) -> None:
    away = enrol(book, "Gone Elsewhere", birthday=Birthday(11, 21))
    with book.writing(NOW) as w:
        leaving.note(w, away, "elsewhere", "Never again", never=True)
    assert told(book) == []


def test_the_days_are_some_and_in_order(book: Book) -> None:
    for last in (TODAY - timedelta(days=1), TODAY + timedelta(days=62)):
        with pytest.raises(Declined):
            birthdays.between(book.reading(), TODAY, last)
