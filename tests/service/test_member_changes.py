"""What the members place asks for: changes that lose nothing made elsewhere, cards replaced, the list as a file."""

from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.service import acts, counter, listing_export, member_cards, members, scanning
from shopkeeper.service.details import Address, Birthday, Remark
from shopkeeper.service.listing import Sort
from shopkeeper.service.revising import revise
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def cards(book: Book, member: int) -> tuple[tuple[str, bool], ...]:
    reading = book.reading()
    found = members.details_of(reading, member)[2]
    reading.close()
    return found


def test_a_revision_keeps_what_was_changed_elsewhere_meanwhile(book: Book) -> None:
    ann = enrol(book, "Ann", phones=("020 7946 0417",), remarks=(Remark("likes", "Rye"),))
    with book.writing(NOW) as w:
        seen, _, _ = members.details_of(w, ann)
        counter.answer_letters(w, ann, True)
        done = revise(w, ann, seen, replace(seen, name="Ann Lee", phones=(), note="Left-handed"))
        assert done.changed and done.name == "Ann Lee"
        now, _, _ = members.details_of(w, ann)
    assert (now.letters, now.phones, now.note) == (True, (), "Left-handed")
    assert now.remarks == (Remark("likes", "Rye"),)
    with book.writing(NOW) as w:
        acts.undo(w)
        now, _, _ = members.details_of(w, ann)
    assert (now.name, now.letters, now.phones) == ("Ann", True, ("020 7946 0417",))


def test_a_revision_of_nothing_changes_nothing(book: Book) -> None:
    ann = enrol(book, "Ann")
    with book.writing(NOW) as w:
        seen, _, _ = members.details_of(w, ann)
        assert not revise(w, ann, seen, seen).changed
        last = acts.last_undoable(w)
        assert last is not None and last.kind == "enrol"


def test_a_lost_card_is_replaced_in_one_act_and_undone_as_one(book: Book) -> None:
    ann = enrol(book, "Ann")
    ((old, _),) = cards(book, ann)
    with book.writing(NOW) as w:
        done = member_cards.give(w, ann, lost=old)
    assert (done.name, done.lost) == ("Ann", old)
    assert cards(book, ann) == ((done.given, False), (old, True))
    reading = book.reading()
    assert scanning.read(reading, old).kind == "lost"
    with book.writing(NOW) as w:
        acts.undo(w)
    assert cards(book, ann) == ((old, False),)


def test_a_card_is_refused_that_is_somebodys_or_was_lost_before(book: Book) -> None:
    ann, ben = enrol(book, "Ann"), enrol(book, "Ben")
    ((old, _),) = cards(book, ann)
    with book.writing(NOW) as w, pytest.raises(Declined) as taken:
        member_cards.give(w, ben, old)
    assert taken.value.code == "card_taken"
    with book.writing(NOW) as w:
        assert member_cards.block(w, ann, old).lost == old
    with book.writing(NOW) as w, pytest.raises(Declined) as again:
        member_cards.block(w, ann, old)
    assert again.value.code == "card_lost_already"
    with book.writing(NOW) as w, pytest.raises(Declined) as whose:
        member_cards.give(w, ben, lost=old)
    assert whose.value.code == "card_unknown"
    assert len(cards(book, ben)) == 1, "a refused act leaves nothing"


def test_the_list_goes_out_in_its_order_with_the_columns_shown(book: Book, tmp_path: Path) -> None:
    ann = enrol(book, "=Ann", birthday=Birthday(5, 3), letters=False, addresses=(Address(town="York"),))
    ben = enrol(book, "Ben", birthday=Birthday(1, 31, 1980))
    buy(book, ann, 2_550)
    columns: tuple[Sort, ...] = ("name", "spent_year", "visits", "last_visit", "birthday", "letters", "town")
    path = tmp_path / "list.csv"
    reading = book.reading()
    done = listing_export.export_listed(reading, array("q", [ben, 999, ann]), columns, path, TODAY)
    assert done.written == 2 and path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8-sig").splitlines() == [
        '"name","spent_year","visits","last_visit","birthday","letters","town"',
        '"Ben","0.00","0","","1980-01-31","",""',
        '"\'=Ann","25.50","1","2026-11-21","05-03","no","York"',
    ]
    with pytest.raises(Declined):
        listing_export.export_listed(reading, array("q"), columns, tmp_path / "list.txt", TODAY)
    with pytest.raises(StorageTrouble):
        listing_export.export_listed(reading, array("q"), columns, tmp_path / "no" / "list.csv", TODAY)
