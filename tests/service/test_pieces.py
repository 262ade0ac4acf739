"""Cards, labels and envelopes are for who can have one, and everybody else is told why not."""

import json
from datetime import date
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, letter_pictures, letters, member_cards, pieces, scanning, shops
from shopkeeper.service.details import Address
from tests.books import NOW, TODAY, buy, enrol, new_book

POST = Address(street="14 Quay Street", postcode="bs1 4rw", town="Bristol")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def test_a_card_says_who_in_which_tier_since_when_and_under_which_number(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo", joined_on=date(2019, 3, 4))
    buy(book, member, 50_000)
    (card,) = pieces.cards(book.reading(), [member])
    assert (card.name, card.tier, card.since) == ("Margaret Okonkwo", "Gold", "Member since March 2019")
    assert card.shown == f"{card.number[:4]} {card.number[4:8]} {card.number[8:12]} {card.number[12:]}"
    assert (card.shop_name, card.rank) == ("Okafor & Daughters", 3)


def test_a_lost_card_gives_way_to_a_new_number_and_the_act_can_be_undone(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    (old,) = pieces.cards(book.reading(), [member])
    with book.writing(NOW) as w:
        member_cards.give(w, member, lost=old.number)
    (new,) = pieces.cards(book.reading(), [member])
    assert new.number != old.number
    assert scanning.read(book.reading(), old.number).kind == "lost"
    with book.writing(NOW) as w:
        acts.undo(w)
    assert pieces.cards(book.reading(), [member]) == (old,)


def test_who_can_have_none_is_left_out_with_the_reason(book: Book) -> None:
    posted, homeless, silent = (
        enrol(book, "Anna", addresses=(POST,)),
        enrol(book, "Bo"),
        enrol(book, "Ines", addresses=(POST,), letters=False),
    )
    reading = book.reading()
    found = pieces.these(reading, "labels", [silent, homeless, posted], TODAY)
    assert [(one.name, one.because) for one in found.due] == [("Anna", "14 Quay Street, Bristol")]
    assert {one.name: one.because for one in found.left_out} == {
        "Ines": "Asked for no letters",
        "Bo": "No address to post it to",
    }
    assert [one.name for one in pieces.these(reading, "cards", [silent, homeless], TODAY).due] == [
        "Ines",
        "Bo",
    ]
    (address,) = pieces.addresses(reading, [posted])
    assert address.lines == ("Anna", "14 Quay Street", "BRISTOL", "BS1 4RW")
    assert address.sender == "Okafor & Daughters, 12 Wharf Street"


def test_a_whole_tier_has_its_cards_and_a_member_without_one_is_told_of(book: Book) -> None:
    gold = enrol(book, "Margaret")
    buy(book, gold, 50_000)
    reading = book.reading()
    assert [one.name for one in pieces.in_tier(reading, "cards", "Gold", TODAY).due] == ["Margaret"]
    with book.writing(NOW) as w:
        w.run("update cards set blocked_on = '2026-11-01'")
    left = pieces.in_tier(book.reading(), "cards", "Gold", TODAY).left_out
    assert [(one.code, one.because) for one in left] == [("no_card", "Has no card; give one first")]


def test_the_sheets_are_the_shops_own_and_remembered(tmp_path: Path, book: Book) -> None:
    assert pieces.ways(book.reading()) == pieces.Ways("cards-A4", "L7160", "env-DL", 0, 0)
    with book.writing(NOW) as w:
        pieces.set_ways(w, pieces.Ways("card", "L7163", "env-C6", -3, 7))
    assert pieces.ways(book.reading()) == pieces.Ways("card", "L7163", "env-C6", -3, 7)
    (tmp_path / "us").mkdir()
    american = shops.Shop("Deli", "USD", "US", "America/New_York")
    assert pieces.ways(new_book(tmp_path / "us", shop=american).reading()).labels == "5160"


def test_logo_and_signature_are_kept_in_the_book_and_the_shop_is_read_without_them(book: Book) -> None:
    with book.writing(NOW) as w:
        letter_pictures.keep(w, "logo", b"png")
        letter_pictures.keep(w, "signature", b"hand")
    reading = book.reading()
    assert letter_pictures.pictures(reading) == letter_pictures.Pictures(b"png", b"hand")
    assert shops.read(reading).name == "Okafor & Daughters"
    with book.writing(NOW) as w, pytest.raises(Declined, match="too rich"):
        letter_pictures.keep(w, "logo", b"x" * 4_000_001)
    with book.writing(NOW) as w:
        letter_pictures.keep(w, "logo", b"")
    assert letter_pictures.pictures(book.reading()) == letter_pictures.Pictures(b"", b"hand")


def test_old_settings_of_the_paper_are_still_read(book: Book) -> None:
    with book.writing(NOW) as w:
        shops.keep(w, "letters:paper", json.loads('{"size": "A4", "by_hand": false}'))
    assert letters.paper(book.reading()) == letters.Paper("A4", False, False)
