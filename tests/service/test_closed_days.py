"""Closed days make nobody late, empty the list of who comes, and bring promises forward; each is undone as one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, closed_days, morning, promises, rhythms
from tests.books import NOW, TODAY, buy, enrol, new_book

DAY = timedelta(days=1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop open every day, with a member who came every second day until yesterday."""
    book = new_book(tmp_path)
    member = enrol(book, "Anna Berg")
    for back in range(1, 80):
        buy(book, None, 100, happened_on=TODAY - back * DAY)
    for back in range(8):
        buy(book, member, 500, happened_on=TODAY - (1 + 2 * back) * DAY)
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    return book


def closed(book: Book, first: date, last: date, text: str = "") -> closed_days.ClosedKept:
    with book.writing(NOW) as w:
        return closed_days.close(w, first, last, text)


def breaks_on(book: Book) -> date:
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    return date.fromisoformat(book.reading().value("select breaks_on from rhythms where member_id = 1"))


def test_a_holiday_puts_off_the_day_on_which_a_rhythm_breaks(book: Book) -> None:
    before = breaks_on(book)
    made = closed(book, TODAY + DAY, TODAY + 14 * DAY)
    assert breaks_on(book) == before + 14 * DAY
    with book.writing(NOW) as w:
        acts.undo(w, made.act)
    assert breaks_on(book) == before
    closed(book, TODAY + DAY, TODAY + 14 * DAY)
    with book.writing(NOW) as w:
        closed_days.remove(w, book.reading().value("select id from closed_days"))
    assert breaks_on(book) == before


def test_nobody_is_expected_on_a_closed_day(book: Book) -> None:
    for week in range(1, 9):
        member = enrol(book, "Weekly Wendy") if week == 1 else 2
        buy(book, member, 500, happened_on=TODAY - 7 * week * DAY)
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    assert rhythms.expected(book.reading(), TODAY, 5)[1] == 1
    closed(book, TODAY, TODAY, "Stocktaking")
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    assert rhythms.expected(book.reading(), TODAY, 5) == ((), 0)
    assert morning.page(book.reading(), TODAY).closed == "Closed through 21 November: Stocktaking"


def test_what_is_promised_for_closed_days_stands_on_the_last_open_morning(book: Book) -> None:
    with book.writing(NOW) as w:
        promises.make(w, 1, "A goose", TODAY + 4 * DAY)
    closed(book, TODAY + DAY, TODAY + 9 * DAY, "Christmas")
    page = morning.page(book.reading(), TODAY)
    (line,) = [line for line in page.lines if line.section == "promises"]
    assert (line.text, line.aside, line.late) == ("A goose", "due on Wednesday, when we are closed", False)
    assert page.closed == "Closed from 22 November through 30 November: Christmas"
    assert not [one for one in morning.page(book.reading(), TODAY - DAY).lines if one.section == "promises"]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (TODAY, TODAY - DAY, "days_turned"),
        (TODAY, TODAY + 120 * DAY, "day_out_of_range"),
        (TODAY + 401 * DAY, TODAY + 402 * DAY, "day_out_of_range"),
        (TODAY + 14 * DAY, TODAY + 20 * DAY, "closed_already"),
    ],
)
def test_days_that_cannot_be_are_refused(book: Book, first: date, last: date, code: str) -> None:
    closed(book, TODAY + 10 * DAY, TODAY + 14 * DAY)
    with pytest.raises(Declined) as declined:
        closed(book, first, last)
    assert declined.value.code == code


def test_what_is_ahead_is_listed_first_and_what_is_long_over_not_at_all(book: Book) -> None:
    for first in (30, 10, -20, -400):
        closed(book, TODAY + first * DAY, TODAY + (first + 2) * DAY)
    found = closed_days.listed(book.reading(), TODAY)
    assert [(one.from_day - TODAY).days for one in found] == [10, 30, -20]
    with pytest.raises(Declined), book.writing(NOW) as w:
        closed_days.remove(w, 99)
