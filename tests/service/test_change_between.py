"""A back-dated purchase between whose day and today the programme changed: judged by both, whoever it is booked for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import checking, daybook, previews, programmes
from tests.books import NOW, TODAY, buy, enrol, new_book

KEPT = """
currency = "GBP"
[tiers]
window = "1 months"
keep = "1 months"
[[tier]]
name = "Gold"
from_minor = 10000
"""
FOLLOWED = KEPT.replace('keep = "1 months"', 'keep = "none"').replace("1 months", "calendar year")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann was given points long ago, Ben has nothing; from today on a tier follows the figure of the year."""
    made = new_book(tmp_path, read_programme(KEPT), now=NOW - timedelta(days=300))
    enrol(made, "Ann", now=NOW - timedelta(days=300), welcome=True)
    enrol(made, "Ben")
    with made.writing(NOW) as w:
        programmes.set_programme(w, read_programme(FOLLOWED), TODAY)
    return made


@pytest.mark.parametrize("member", [1, 2])
def test_what_was_bought_before_the_change_counts_after_it(book: Book, member: int) -> None:
    on = date(2026, 10, 21)  # a month ago: in the window of a month no more
    reading = book.reading()
    shown = previews.purchase(reading, member, 10_000, on=on, today=TODAY)
    reading.close()
    assert (shown.effect.tier_after, buy(book, member, 10_000, happened_on=on).tier) == ("Gold", "Gold")
    assert checking.check(book, NOW, replay=True).ok


@pytest.mark.parametrize("member", [1, 2])
def test_a_page_of_yesterday_is_judged_by_both_programmes(book: Book, member: int) -> None:
    yesterday = TODAY - timedelta(days=1)
    with book.writing(NOW) as w:
        daybook.save_rows(w, yesterday, 1, [(0, Slip("a", "", "x", member, "100.00", ""))])
    with book.writing(NOW) as w:
        daybook.post(w, yesterday, because="no till")
    assert checking.check(book, NOW, replay=True).ok
