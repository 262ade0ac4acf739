"""Who is in the book twice is found over the whole shop, explained, remembered where it is not so, and merged without loss."""

from datetime import timedelta
from pathlib import Path

import pytest

from bench import twins
from shopkeeper.errors import Cancelled, Declined
from shopkeeper.records.book import Book
from shopkeeper.records.opening import create_book
from shopkeeper.service import acts, duplicates, likeness_words, merging
from shopkeeper.service.details import Address, Birthday
from shopkeeper.service.duplicates import Duplicates
from tests.books import NOW, TODAY, buy, enrol, new_book

MILL = (Address("3 Mill Lane", "", "CT2 8AB", "Canterbury"),)


def looked_through(book: Book, at_most: int = 500) -> Duplicates:
    reading = book.reading()
    try:
        return duplicates.look_through(reading, at_most=at_most)
    finally:
        reading.close()


def pairs(book: Book) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in looked_through(book).pairs]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def test_one_person_written_twice_is_found_with_the_reasons(book: Book) -> None:
    anna = enrol(book, "Anna Wetherby", phones=("020 7946 0958",), addresses=MILL)
    enrol(book, "Tom Okafor", phones=("020 7946 0111",))
    again = enrol(book, "Wetherby Ann", phones=("+44 20 7946 0958",), birthday=Birthday(4, 7))
    found = looked_through(book)
    assert (found.members, found.found) == (3, 1)
    (pair,) = found.pairs
    assert (pair.one, pair.other, pair.sure) == (anna, again, True)
    assert likeness_words.for_and_against(pair.reasons) == (
        ("the same phone", "a short form of the name"),
        (),
    )
    book.close()


def test_a_family_under_one_roof_is_not_one_person(book: Book) -> None:
    for name, born in (("Anna Wetherby", 1980), ("Clara Wetherby", 2009), ("Tom Wetherby", 1978)):
        enrol(
            book, name, phones=("020 7946 0958",), addresses=MILL, birthday=Birthday(4, born % 27 + 1, born)
        )
    assert looked_through(book).found == 0
    book.close()


def test_a_number_without_a_name_is_nobody_to_compare(book: Book) -> None:
    with book.writing(NOW) as w:
        act = acts.begin(w, "import")
        w.many(
            "insert into members (act_id, number, name, joined_on) values (?, ?, '', '2026-01-01')",
            [(act, str(number)) for number in range(1, 200)],
        )
    assert looked_through(book) == Duplicates(0, 0, 0, ())
    book.close()


def test_two_who_are_not_one_person_are_remembered_and_that_can_be_undone(book: Book) -> None:
    one = enrol(book, "Anna Wetherby", phones=("020 7946 0958",))
    other = enrol(book, "Anne Wetherby", phones=("020 7946 0958",))
    assert pairs(book) == [(one, other)]
    with book.writing(NOW) as w:
        act = duplicates.say_apart(w, other, one)
    assert pairs(book) == []
    for again, code in (
        ((one, other), "apart_already"),
        ((one, one), "member_unknown"),
        ((one, 77), "member_unknown"),
    ):
        with pytest.raises(Declined) as refused, book.writing(NOW) as w:
            duplicates.say_apart(w, *again)
        assert refused.value.code == code
    with book.writing(NOW) as w:
        assert acts.undo(w, act).kind == "apart"
    assert pairs(book) == [(one, other)]
    book.close()


def test_a_pair_that_was_merged_is_found_no_more_and_comes_back_when_it_is_undone(book: Book) -> None:
    one = enrol(book, "Anna Wetherby", phones=("020 7946 0958",))
    other = enrol(book, "Anna Wetherby", phones=("020 7946 0958", "07700 900123"))
    buy(book, other, 1500)
    with book.writing(NOW + timedelta(hours=1)) as w:
        merge = merging.merge(w, one, other)
    assert pairs(book) == []
    reading = book.reading()
    kept = duplicates.sides(reading, [one, other])
    assert list(kept) == [one]
    assert (len(kept[one].phones), kept[one].visits, kept[one].last_visit) == (2, 1, TODAY)
    reading.close()
    with book.writing(NOW + timedelta(hours=2)) as w:
        acts.undo(w, merge.merge)
    assert pairs(book) == [(one, other)]
    book.close()


def test_both_sides_are_laid_out_whole(book: Book) -> None:
    anna = enrol(
        book, "Anna Wetherby", phones=("020 7946 0958", "07700 900123"), emails=("anna@example.com",), addresses=MILL,
        birthday=Birthday(2, 29),
    )  # fmt: skip
    reading = book.reading()
    side = duplicates.sides(reading, [anna, 999])[anna]
    reading.close()
    assert side.phones == ("020 7946 0958", "07700 900123")
    assert (side.emails, side.addresses) == (("anna@example.com",), ("3 Mill Lane, CT2 8AB, Canterbury",))
    assert (side.birthday, side.visits, side.last_visit, len(side.cards)) == ((None, 2, 29), 0, None, 1)
    book.close()


def test_the_look_says_how_far_it_is_and_can_be_ended(book: Book) -> None:
    for number in range(30):
        enrol(book, f"Anna Wetherby{number}")
    told: list[tuple[int, int]] = []
    reading = book.reading()
    duplicates.look_through(reading, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 60) and told[-1] == (60, 60)
    assert told == sorted(told)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        duplicates.look_through(reading, progress=stop)
    reading.close()
    book.close()


def test_of_labelled_people_most_are_found_and_few_that_are_not(tmp_path: Path) -> None:
    data = twins.labelled(3000, 12)
    book = create_book(tmp_path / "a.db")
    twins.fill(book, data.records)
    answer = looked_through(book, 10**6)
    found = {(pair.one - 1, pair.other - 1) for pair in answer.pairs}
    right = len(found & data.twice.keys())
    assert right / len(data.twice) > 0.88
    assert right / len(found) > 0.88
    assert answer.compared < 3000 * 10
    sure = {(pair.one - 1, pair.other - 1) for pair in answer.pairs if pair.sure}
    assert len(sure & data.twice.keys()) / len(sure) > 0.95
    book.close()
