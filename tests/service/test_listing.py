"""The members table: who stands in it, in which order, and what is read of them."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.service import listing, returns
from shopkeeper.service.details import Address, Birthday
from shopkeeper.service.listing import Wanted
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def names(book: Book, **wanted: object) -> list[str]:
    reading = book.reading()
    roll = listing.roll(reading, Wanted(**wanted), TODAY)  # type: ignore[arg-type]
    found = [row.name for row in listing.rows(reading, roll.ids, TODAY)]
    reading.close()
    return found


def test_names_stand_as_a_person_sorts_them(book: Book) -> None:
    for name in ("Zoe", "Ärmel", "armand", "Ήρα", "“Bob” Hope", "Armel"):
        enrol(book, name)
    assert names(book) == ["armand", "Armel", "Ärmel", "“Bob” Hope", "Ήρα", "Zoe"]
    assert names(book, descending=True) == list(reversed(names(book)))


def test_who_lacks_something_stands_last_either_way(book: Book) -> None:
    with_birthday = enrol(book, "May", birthday=Birthday(5, 3))
    enrol(book, "Nobody knows")
    enrol(book, "June", birthday=Birthday(6, 1), phones=("020 7946 0001",))
    assert with_birthday
    assert names(book, sort="birthday") == ["May", "June", "Nobody knows"]
    assert names(book, sort="birthday", descending=True) == ["June", "May", "Nobody knows"]
    assert names(book, sort="phone", descending=True)[0] == "June"


def test_every_column_can_be_sorted_by_both_ways(book: Book) -> None:
    for name, town in (("Ann", "York"), ("Ben", "Ärby"), ("Cy", "")):
        buy(book, enrol(book, name, addresses=(Address(town=town),)), 100 * len(name))
    for sort in (*listing._ORDERS, "name", "town", "spent_year"):
        for descending in (False, True):
            assert sorted(names(book, sort=sort, descending=descending)) == ["Ann", "Ben", "Cy"]
    assert names(book, sort="town") == ["Ben", "Ann", "Cy"]


def test_a_year_of_spending_leaves_out_older_purchases_and_what_came_back(book: Book) -> None:
    member = enrol(book, "Ann", joined_on=TODAY - timedelta(days=900))
    buy(book, member, 5_000, happened_on=TODAY - timedelta(days=500))
    bought = buy(book, member, 2_000)
    with book.writing(NOW) as w:
        returns.give_back(w, bought.purchase, amount_minor=500)
    reading = book.reading()
    (row,) = listing.rows(reading, [member], TODAY)
    assert (row.spent_year_minor, row.spent_minor, row.visits) == (1_500, 6_500, 2)
    other = enrol(book, "Ben")
    buy(book, other, 3_000)
    assert names(book, sort="spent_year", descending=True) == ["Ben", "Ann"]
    assert names(book, sort="spent", descending=True) == ["Ann", "Ben"]


def test_filters_leave_out_who_is_not_meant(book: Book) -> None:
    long_ago = TODAY - timedelta(days=100)
    gold = enrol(book, "Gold", letters=False, joined_on=long_ago)
    buy(book, gold, 60_000, happened_on=long_ago)
    buy(book, enrol(book, "New"), 100)
    enrol(book, "Never came", joined_on=long_ago)
    assert names(book, unseen_days=90) == ["Gold", "Never came"]
    assert names(book, no_letters=True) == ["Gold"]
    assert names(book, tier=3) == ["Gold"]
    assert names(book, tier=0) == ["Never came", "New"]
    assert not Wanted(sort="visits").filters and Wanted(tier=0).filters


def test_who_has_no_name_can_be_listed_and_who_is_gone_is_in_no_list(book: Book) -> None:
    ann, ben = enrol(book, "Ann"), enrol(book, "Ben")
    with book.writing(NOW) as w:
        w.run("update members set name = '' where id = ?", (ann,))
        w.run("update members set gone = 1 where id = ?", (ben,))
    reading = book.reading()
    assert list(listing.roll(reading, Wanted(nameless=True), TODAY).ids) == [ann]
    assert list(listing.roll(reading, Wanted(), TODAY).ids) == [ann]
    assert listing.rows(reading, [ben, ann], TODAY)[0].member_id == ann


def test_a_text_finds_by_all_that_the_find_box_knows(book: Book) -> None:
    enrol(book, "Margaret Okonkwo", phones=("020 7946 0417",), addresses=(Address(street="Wharf St"),))
    enrol(book, "Margot Leclerc", emails=("margot@example.com",))
    enrol(book, "Yusuf Demir")
    assert names(book, text="marg") == ["Margaret Okonkwo", "Margot Leclerc"]
    assert names(book, text="wharf") == ["Margaret Okonkwo"]
    assert names(book, text="0417") == ["Margaret Okonkwo"]
    assert names(book, text="margot@ex") == ["Margot Leclerc"]
    assert names(book, text="1003") == ["Yusuf Demir"]
    assert names(book, text="%' or 1=1 --") == []


def test_a_text_that_fits_nobody_shows_who_may_be_meant(book: Book) -> None:
    enrol(book, "Margaret Okonkwo")
    roll = listing.roll(book.reading(), Wanted(text="margrat"), TODAY)
    assert roll.guessed and len(roll.ids) == 1


def test_a_filter_keeps_the_order_there_is(book: Book) -> None:
    for name, town in (("Cy", "York"), ("Ann", "Leeds"), ("Ben", "York"), ("Di", "")):
        enrol(book, name, addresses=(Address(town=town),), letters=None if name == "Di" else name == "Cy")
    reading = book.reading()
    for sort in ("name", "number", "town", "spent_year"):
        for asked in (
            Wanted(sort=sort, text="york"),
            Wanted(sort=sort, no_letters=True),
            Wanted(sort=sort, tier=0),
        ):
            order = listing.roll(reading, Wanted(sort=sort), TODAY).ids
            assert listing.narrowed(reading, asked, order, TODAY) == listing.roll(reading, asked, TODAY)


def test_a_position_is_found_again_after_sorting(book: Book) -> None:
    ids = [enrol(book, name) for name in ("Cy", "Ann")]
    roll = listing.roll(book.reading(), Wanted(), TODAY)
    assert listing.position(roll.ids, ids[0]) == 1
    assert listing.position(roll.ids, 999) is None
