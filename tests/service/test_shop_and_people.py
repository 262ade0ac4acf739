"""The shop and the people who serve are changed by acts that can be undone; money already counted keeps its currency."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, people, programmes, shops
from tests.books import NOW, SHOP, buy, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def shop_of(book: Book) -> shops.Shop:
    reading = book.reading()
    try:
        return shops.read(reading)
    finally:
        reading.close()


def names(book: Book) -> list[tuple[str, str, bool]]:
    reading = book.reading()
    try:
        return [(one.name, one.role, one.active) for one in people.everyone(reading, gone_too=True)]
    finally:
        reading.close()


def undo(book: Book) -> acts.Undone:
    with book.writing(NOW) as w:
        return acts.undo(w)


def test_a_change_of_the_shop_is_undone_and_leaves_later_changes_of_other_things(book: Book) -> None:
    with book.writing(NOW) as w:
        shops.change(w, replace(SHOP, name="Okafor & Son", street="1 Mill Lane"))
        first = acts.last_undoable(w)
    with book.writing(NOW) as w:
        shops.change(w, replace(shops.read(w), town="Leeds"))
    assert first is not None
    with book.writing(NOW) as w:
        assert acts.undo(w, first.id).kind == "shop"
    assert shop_of(book) == replace(SHOP, town="Leeds")


def test_what_was_changed_again_is_not_undone_over_it(book: Book) -> None:
    for name in ("One", "Two"):
        with book.writing(NOW) as w:
            shops.change(w, replace(SHOP, name=name))
    with book.writing(NOW) as w:
        first = w.value("select min(id) from acts where kind = 'shop'")
    with book.writing(NOW) as w, pytest.raises(Declined, match="changed again"):
        acts.undo(w, first)
    assert shop_of(book).name == "Two"


def test_a_shop_kept_as_it_was_is_no_act(book: Book) -> None:
    with book.writing(NOW) as w:
        shops.change(w, SHOP)
        assert acts.last_undoable(w) is None


def test_another_currency_brings_its_own_programme_and_goes_back_with_it(book: Book) -> None:
    with book.writing(NOW) as w:
        shops.change(w, replace(SHOP, currency="JPY"))
        assert [version.programme.currency for version in programmes.versions(w)] == ["JPY"]
    undo(book)
    reading = book.reading()
    assert [version.programme.currency for version in programmes.versions(reading)] == ["GBP"]
    reading.close()
    assert shop_of(book) == SHOP


def test_the_currency_stays_once_something_was_sold(book: Book) -> None:
    buy(book, None, 500)
    with book.writing(NOW) as w, pytest.raises(Declined, match="already counts in GBP"):
        shops.change(w, replace(SHOP, currency="JPY"))
    assert shop_of(book).currency == "GBP"


def test_who_serves_is_added_renamed_and_gone_and_each_is_undone(book: Book) -> None:
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
    with book.writing(NOW) as w:
        people.change(w, ines, name="Inés", role="serve")
    with book.writing(NOW) as w:
        people.leave(w, ines)
    assert names(book) == [("Ngozi Okafor", "owner", True), ("Inés", "serve", False)]
    undo(book)
    assert ("Inés", "serve", True) in names(book)
    undo(book)
    assert ("Ines", "serve", True) in names(book)
    undo(book)
    assert names(book) == [("Ngozi Okafor", "owner", True)]


def test_somebody_who_served_keeps_their_name_when_the_adding_is_undone(book: Book) -> None:
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        added = acts.last_undoable(w)
    thanks = buy(book, None, 500, by=ines)
    assert added is not None and thanks.purchase
    with book.writing(NOW) as w:
        acts.undo(w, added.id)
    assert ("Ines", "serve", False) in names(book)


def test_a_name_that_was_here_before_comes_back_by_adding_it_again(book: Book) -> None:
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        other = people.add(w, "Ada").id
        people.leave(w, ines)
    with book.writing(NOW) as w, pytest.raises(Declined, match="served here before"):
        people.change(w, other, name="Ines", role="serve")
    with book.writing(NOW) as w:
        assert people.add(w, "Ines").id == ines
    undo(book)
    assert ("Ines", "serve", False) in names(book)


def test_a_name_taken_since_is_not_given_back_by_an_undo(book: Book) -> None:
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
    with book.writing(NOW) as w:
        people.change(w, ines, name="Inés", role="serve")
        renamed = acts.last_undoable(w)
    with book.writing(NOW) as w:
        people.add(w, "Ines")
    assert renamed is not None
    with book.writing(NOW) as w, pytest.raises(Declined, match="on the list again"):
        acts.undo(w, renamed.id)
