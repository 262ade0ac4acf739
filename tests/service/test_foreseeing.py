"""What an undo would do is told before, for everybody concerned, and nothing is changed by looking."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import checking, daybook, foreseeing, households, merging, programmes, purchases
from shopkeeper.service.foreseeing import Foreseen
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann is Silver with 300 points, Ben has 50."""
    made = new_book(tmp_path)
    for name in ("Ann", "Ben", "Cat"):
        enrol(made, name)
    buy(made, 1, 30_000)
    buy(made, 2, 5_000)
    return made


def everything(book: Book) -> list[object]:
    reading = book.reading()
    found: list[object] = [
        reading.rows(f"select * from {table} order by 1")
        for table in ("facts", "acts", "standings", "occasions", "members", "stays", "merges", "programmes")
    ]
    reading.close()
    return found


def foresee(book: Book) -> Foreseen:
    before = everything(book)
    with book.writing(NOW) as w:
        found = foreseeing.foresee(w)
    assert everything(book) == before, "it was only looked at"
    return found


def told(found: Foreseen) -> list[tuple[str, int, int, str, str]]:
    return [
        (one.name, one.points_before, one.points_after, one.tier_before, one.tier_after)
        for one in found.effects
    ]


def test_undoing_a_page_of_the_day_book_tells_everybody_on_it(book: Book) -> None:
    slips = [
        Slip("a", "", "x", 1, "200.00", ""),
        Slip("b", "", "x", 2, "150.00", ""),
        Slip("c", "", "", None, "9.00", ""),
    ]
    with book.writing(NOW) as w:
        daybook.save_rows(w, TODAY, 1, list(enumerate(slips)))
    with book.writing(NOW) as w:
        daybook.post(w, TODAY, because="no till")
    found = foresee(book)
    assert (found.kind, found.members) == ("posting", 2)
    assert told(found) == [("Ann", 500, 300, "Gold", "Silver"), ("Ben", 200, 50, "Silver", "Member")]
    assert checking.check(book, NOW, replay=True).ok


def test_undoing_a_move_a_merge_a_household_tells_both(book: Book) -> None:
    with book.writing(NOW) as w:
        purchases.move(w, 2, 3)
    assert told(foresee(book)) == [("Ben", 0, 50, "Member", "Member"), ("Cat", 50, 0, "Member", "Member")]
    with book.writing(NOW) as w:
        merging.merge(w, 1, 3)
    assert told(foresee(book)) == [("Ann", 350, 300, "Silver", "Silver"), ("Cat", 0, 50, "Member", "Member")]
    with book.writing(NOW) as w:
        households.join(w, 1, 2)
    assert foresee(book).members == 0, "each keeps their own points and tier"


def test_undoing_a_change_of_programme_tells_who_changes_tier(book: Book) -> None:
    reading = book.reading()
    assert not foreseeing.may_concern_many(reading), "a purchase of somebody alone"
    programme = programmes.on(reading, TODAY)
    reading.close()
    lower = tuple(
        type(tier)(tier.name, tier.basis, 4_000 + place, tier.multiplier, tier.perks)
        for place, tier in enumerate(programme.tiers)
        if tier.basis == "spend"
    )
    with book.writing(NOW) as w:
        programmes.set_programme(w, type(programme)("GBP", tiers=lower), TODAY)
    found = foresee(book)
    assert [(name, before, after) for name, _, _, before, after in told(found)] == [
        ("Ann", "Platinum", "Silver"),
        ("Ben", "Platinum", "Member"),
    ]
    reading = book.reading()
    assert foreseeing.may_concern_many(reading)
    reading.close()


def test_what_cannot_be_undone_is_declined_and_leaves_nothing(book: Book) -> None:
    with book.writing(NOW) as w:
        households.join(w, 1, 2)
    first = book.reading().value("select max(id) from acts")
    with book.writing(NOW + timedelta(minutes=1)) as w:
        households.join(w, 3, 2)
    before = everything(book)
    with pytest.raises(Declined), book.writing(NOW) as w:
        foreseeing.foresee(w, first)
    assert everything(book) == before
