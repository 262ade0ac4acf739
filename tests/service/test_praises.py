"""Thanks to somebody who serves: told apart by name, passed on on the next day, counted, kept when they have gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.noticing import notice
from shopkeeper.service import acts, merging, morning, noting, people, praises
from tests.books import NOW, TODAY, enrol, new_book

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for name in ("Ana Souza", "Ben"):
        with book.writing(NOW) as w:
            people.add(w, name)
    return book


def noted(book: Book, member: int, line: str) -> noting.Noted:
    found = notice(line, today=TODAY)
    assert found is not None
    with book.writing(NOW) as w:
        return noting.note(w, member, found)


@pytest.mark.parametrize(
    ("line", "person", "text"),
    [
        ("thanks to Ana: found the tin", "Ana Souza", "Found the tin"),
        ("Thanks to ana souza, who carried the bags", "Ana Souza", "Who carried the bags"),
        ("praises Ben for the cake", "Ben", "For the cake"),
        ("says thank you to Ben", "Ben", ""),
        ("thanks: Ben was patient", "Ben", "Was patient"),
    ],
)
def test_one_line_says_whom_and_what_for(book: Book, line: str, person: str, text: str) -> None:
    marjorie = enrol(book, "Marjorie Finch")
    assert noted(book, marjorie, line).kind == "praise"
    (one,) = praises.waiting(book.reading(), TOMORROW)
    assert (one.name, one.person, one.text) == ("Marjorie Finch", person, text)


@pytest.mark.parametrize("line", ["thanks to Benedict: the cake", "thanks to everybody"])
def test_thanks_to_nobody_who_serves_are_refused_with_the_names(book: Book, line: str) -> None:
    marjorie = enrol(book, "Marjorie Finch")
    with pytest.raises(Declined) as declined:
        noted(book, marjorie, line)
    assert "Ana, Ben, Ngozi" in declined.value.because


def test_two_of_one_first_name_are_asked_for_the_whole(book: Book) -> None:
    marjorie = enrol(book, "Marjorie Finch")
    with book.writing(NOW) as w:
        people.add(w, "Ana Lima")
    with pytest.raises(Declined) as declined:
        noted(book, marjorie, "thanks to Ana: the tin")
    assert declined.value.code == "person_not_told"
    noted(book, marjorie, "thanks to Ana Lima: the tin")
    assert praises.waiting(book.reading(), TOMORROW)[0].person == "Ana Lima"


def test_it_is_on_the_next_morning_and_leaves_it_once_passed_on(book: Book) -> None:
    marjorie = enrol(book, "Marjorie Finch")
    noted(book, marjorie, "thanks to Ana: found the tin")
    assert not [line for line in morning.page(book.reading(), TODAY).lines if line.section == "praises"]
    (line,) = [line for line in morning.page(book.reading(), TOMORROW).lines if line.section == "praises"]
    assert (line.name, line.text, line.act) == (
        "Marjorie Finch",
        "thanked Ana Souza: Found the tin",
        "passed",
    )
    with book.writing(NOW + timedelta(days=1)) as w:
        told = praises.pass_on(w, [line.row])
    assert not praises.waiting(book.reading(), TOMORROW)
    with book.writing(NOW + timedelta(days=1)) as w:
        acts.undo(w, told.act)
    assert praises.waiting(book.reading(), TOMORROW)


def test_who_is_gone_keeps_their_thanks(book: Book) -> None:
    marjorie = enrol(book, "Marjorie Finch")
    noted(book, marjorie, "thanks to Ben: the cake")
    ben = people.find(book.reading(), "Ben")
    with book.writing(NOW) as w:
        people.leave(w, ben)
    assert not praises.waiting(book.reading(), TOMORROW)
    assert [one.text for one in praises.of(book.reading(), ben)] == ["The cake"]
    assert praises.counts(book.reading(), TODAY, TODAY) == {ben: 1}


def test_thanks_go_over_with_a_merge(book: Book) -> None:
    marjorie, twin = enrol(book, "Marjorie Finch"), enrol(book, "M Finch")
    noted(book, twin, "thanks to Ben: the cake")
    with book.writing(NOW) as w:
        merging.merge(w, marjorie, twin)
    assert praises.waiting(book.reading(), TOMORROW)[0].name == "Marjorie Finch"
