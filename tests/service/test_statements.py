"""A statement of points adds up line by line, whatever happened."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Programme, Tier
from shopkeeper.service import awards, purchases, returns, statements
from tests.books import NOW, TODAY, buy, enrol, new_book

SHORT = Programme("GBP", expire_months=2, tiers=(Tier("Silver", "spend", 20_000),))


def give_back(book: Book, purchase: int, amount_minor: int, on: date) -> None:
    with book.writing(NOW) as w:
        returns.give_back(w, purchase=purchase, amount_minor=amount_minor, happened_on=on)


def adds_up(statement: statements.Statement) -> None:
    balance = statement.opening
    for line in statement.lines:
        balance += line.points
        assert line.balance == balance
    assert balance == statement.closing
    assert statement.closing == sum(batch.left for batch in statement.batches) - statement.debt


def test_every_movement_has_its_line_with_what_it_was_for(tmp_path: Path) -> None:
    book = new_book(tmp_path, SHORT, now=NOW - timedelta(days=400))
    anna = enrol(book, "Anna Berg", joined_on=TODAY - timedelta(days=200))
    first = buy(book, anna, 10_000, what="Hamper", happened_on=TODAY - timedelta(days=100))
    with book.writing(NOW) as w:
        awards.gift(w, anna, 30, "Waited long", happened_on=TODAY - timedelta(days=90))
    buy(book, anna, 5_000, points=60, happened_on=TODAY - timedelta(days=80))
    give_back(book, first.purchase, 1_000, TODAY - timedelta(days=70))
    with book.writing(NOW) as w:
        awards.adjust(w, anna, -5, "Counted twice", happened_on=TODAY - timedelta(days=65))
    statement = statements.of(book.reading(), anna, TODAY)
    adds_up(statement)
    assert [(line.kind, line.points, line.what) for line in statement.lines] == [
        ("earned", 100, "Hamper"),
        ("gift", 30, "Waited long"),
        ("used", -60, ""),
        ("earned", 49, ""),
        ("reversed", -10, ""),
        ("adjustment", -5, "Counted twice"),
        ("expired", -25, ""),
        ("expired", -30, ""),
        ("expired", -49, ""),
    ]
    assert (statement.opening, statement.closing, statement.since) == (0, 0, TODAY - timedelta(days=200))
    assert statement.lines[4].of_on == TODAY - timedelta(days=100)
    assert statement.total("expired") == -104


def test_a_statement_of_some_days_begins_with_what_was_there(tmp_path: Path) -> None:
    book = new_book(tmp_path, now=NOW - timedelta(days=400))
    anna = enrol(book, "Anna Berg")
    for days in (90, 60, 30, 0):
        buy(book, anna, 1_000, happened_on=TODAY - timedelta(days=days))
    statement = statements.of(book.reading(), anna, TODAY - timedelta(days=1), TODAY - timedelta(days=60))
    adds_up(statement)
    assert (statement.opening, statement.closing, len(statement.lines)) == (10, 30, 2)
    with pytest.raises(Declined, match="end before it begins"):
        statements.of(book.reading(), anna, TODAY - timedelta(days=1), TODAY)
    with pytest.raises(Declined):
        statements.of(book.reading(), 999, TODAY)


def test_a_debt_is_a_balance_below_nothing(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    anna = enrol(book, "Anna Berg")
    first = buy(book, anna, 10_000)
    buy(book, anna, 9_000, points=90)
    give_back(book, first.purchase, 10_000, TODAY)
    statement = statements.of(book.reading(), anna, TODAY)
    adds_up(statement)
    assert min(line.balance for line in statement.lines) == statement.closing == 100 - 90 + 89 - 100 - 0


deeds = st.lists(
    st.tuples(
        st.sampled_from(["buy", "pay with points", "give back", "gift", "take", "waive"]),
        st.integers(0, 300),  # days ago
        st.integers(1, 20_000),
    ),
    max_size=14,
)


@given(deeds)
def test_any_history_adds_up(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, int]]
) -> None:
    book = new_book(tmp_path_factory.mktemp("any"), SHORT, now=NOW - timedelta(days=400))
    anna = enrol(book, "Anna Berg", joined_on=TODAY - timedelta(days=301))
    bought: list[int] = []
    for deed, days, size in history:
        on = TODAY - timedelta(days=days)
        try:
            with book.writing(NOW) as w:
                if deed == "buy":
                    done = purchases.record(w, member_id=anna, amount_minor=size, happened_on=on)
                    bought.append(done.purchase)
                elif deed == "pay with points":
                    points = size % 50 + 1
                    done = purchases.record(
                        w, member_id=anna, amount_minor=size, points=points, happened_on=on
                    )
                    bought.append(done.purchase)
                elif deed == "give back" and bought:
                    returns.give_back(w, purchase=bought[size % len(bought)], amount_minor=size // 2 + 1)
                elif deed in ("gift", "take"):
                    awards.adjust(w, anna, size if deed == "gift" else -size, "By hand", happened_on=on)
                elif deed == "waive":
                    awards.waive(w, anna, "Let go")
        except Declined:
            continue  # nothing to waive, not so many points, more than was bought: refused, and nothing happened
    reading = book.reading()
    try:
        whole = statements.of(reading, anna, TODAY)
        adds_up(whole)
        assert whole.opening == 0
        later = statements.of(reading, anna, TODAY, TODAY - timedelta(days=100))
        adds_up(later)
        assert whole.lines[len(whole.lines) - len(later.lines) :] == later.lines
        kept = reading.value("select points from standings where member_id = ?", (anna,))
        assert whole.closing == (kept or 0)
    finally:
        reading.close()
        book.close()
