"""Every figure of a member can say why, with the rule and with facts that add up."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.service import awards, explaining, returns
from shopkeeper.service.explaining import Why
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path, now=NOW - timedelta(days=400))


def whys(book: Book, member: int, **how: int) -> dict[str, Why]:
    return {why.figure: why for why in explaining.explain(book.reading(), member, TODAY, **how)}


def test_points_are_the_sum_of_their_movements(book: Book) -> None:
    anna = enrol(book, "Anna Berg", welcome=True)
    for days in (30, 20, 10):
        buy(book, anna, 10_000, what="Hamper", happened_on=TODAY - timedelta(days=days))
    why = whys(book, anna, lines=2)["points"]
    assert why.sentence == "400 points: 300 earned, 100 given."
    assert why.rules[0] == "1 point for each £1.00, times what the tier held just before gives."
    assert why.rules[-1] == "So says the programme in force since 17 October 2025."
    assert [(row.what, row.value) for row in why.rows] == [
        ("Gift: Welcome", "+100"),
        ("Earned: Hamper", "+100"),
        ("and 2 movements before", "+200"),
    ]
    assert why.total == "400 points"


def test_a_tier_says_how_it_was_reached_and_how_long_it_holds(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    buy(book, anna, 25_000, happened_on=TODAY - timedelta(days=10))
    found = whys(book, anna)
    assert found["tier"].sentence == "Silver since 11 November: reached with the purchase of that day."
    assert found["tier"].rules[:2] == (
        "Silver asks for £200.00.",
        "Silver holds through 31 December 2027, whatever is bought.",
    )
    assert found["progress"].sentence == "Gold asks for £500.00 within 12 months; £250.00 is there."
    assert found["progress"].total == "£250.00"
    with book.writing(NOW) as w:
        awards.tier(w, anna, "Gold", TODAY + timedelta(days=9), "Helped us move")
    assert whys(book, anna)["tier"].sentence == "Gold was given by hand."


def test_nobody_and_nothing_is_said_as_it_is(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    found = whys(book, anna)
    assert found["points"].sentence == "0 points: nothing was earned or given yet."
    assert found["tier"].sentence == "Member: no tier has been reached yet."
    assert set(found) == {"points", "tier", "progress"}


def test_what_expires_first_is_told_with_every_day_of_earning(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    for days in (60, 30):
        buy(book, anna, 10_000, happened_on=TODAY - timedelta(days=days))
    why = whys(book, anna)["expiry"]
    assert why.sentence == "100 points can be used through 22 September 2028, then they expire."
    assert why.rules == (
        "Points last 24 months from the day they were earned; those that end first are used first.",
    )
    assert [row.value for row in why.rows] == ["100", "100"]
    assert why.total == "200 points"


def test_a_debt_says_what_brought_it_and_adds_up_from_there(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    first = buy(book, anna, 10_000, happened_on=TODAY - timedelta(days=9))
    buy(book, anna, 10_000, points=100, happened_on=TODAY - timedelta(days=5))
    with book.writing(NOW) as w:
        returns.give_back(w, purchase=first.purchase, happened_on=TODAY - timedelta(days=2))
    why = whys(book, anna)["debt"]
    assert why.sentence.startswith("1 point is owed since") or "are owed since 19 November" in why.sentence
    assert "a purchase came back whose points had been used" in why.sentence
    values = [int(row.value.replace("−", "-").replace("+", "")) for row in why.rows]
    assert f"{sum(values)} points" in why.total.replace("−", "-")


def test_the_rank_says_among_how_many_and_how_many_spent_more(book: Book) -> None:
    for number in range(30):
        buy(book, enrol(book, f"Member {number}"), 1_000 * (number + 1))
    assert "rank" not in whys(book, 5)
    why = whys(book, 29)["rank"]
    assert why.sentence == "In the top 7% by what was spent in all: £290.00."
    assert why.rules == ("Of the 30 members who bought last, 1 spent more; returns are taken off.",)
