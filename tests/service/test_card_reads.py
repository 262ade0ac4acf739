"""What opening a card asks the book: nothing twice, nothing for letters nobody is due, and never a programme of before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from shopkeeper.records.book import Parameters, Reading
from shopkeeper.rules.standing import batches_of, dump, load
from shopkeeper.service import acts, counter, programmes, standings
from shopkeeper.service.counter import AtCounter
from tests.books import NOW, TODAY, buy, enrol, new_book


class Listening(Reading):
    """Keeps each question with its values."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.asked: list[tuple[str, str]] = []

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        self.asked.append((sql, repr(parameters)))
        return super().rows(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        self.asked.append((sql, repr(parameters)))
        return super().row(sql, parameters)


def opened(reading: Reading, member: int) -> tuple[AtCounter, list[tuple[str, str]]]:
    """The card, and what was asked for it."""
    listening = Listening(reading._driver)
    return counter.at_counter(listening, member, TODAY), listening.asked


def test_opening_a_card_asks_nothing_twice(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    quiet, thanked = enrol(book, "Margaret Okonkwo"), enrol(book, "Leon Abara", letters=True)
    buy(book, quiet, 500)
    buy(book, thanked, 90_000)
    reading = book.reading()
    for member in (quiet, thanked):
        card, asked = opened(reading, member)
        assert (card.thanks is None) == (member == quiet)
        assert sorted(asked) == sorted(set(asked))
    assert not any("from letters" in sql for sql, _ in opened(reading, quiet)[1])
    reading.close()


def test_the_card_shows_the_programme_as_it_was_set_and_as_it_was_undone(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    member = enrol(book, "Margaret Okonkwo")
    reading = book.reading()
    before = counter.at_counter(reading, member, TODAY).programme
    other = replace(before, birthday_points=before.birthday_points + 7)
    with book.writing(NOW) as w:
        act = programmes.set_programme(w, other, TODAY).act
    assert counter.at_counter(reading, member, TODAY).programme == other
    with book.writing(NOW) as w:
        acts.undo(w, act)
    assert counter.at_counter(reading, member, TODAY).programme == before
    reading.close()


def test_an_account_taken_up_again_shows_the_batches_it_was_put_down_with(tmp_path: Path) -> None:
    book = new_book(tmp_path, now=NOW - timedelta(days=30))
    member = enrol(book, "Margaret Okonkwo", now=NOW - timedelta(days=30))
    for days in (20, 20, 11, 4, 0):
        buy(book, member, 1000 + days, now=NOW - timedelta(days=days))
    with book.writing(NOW) as w:
        versions = programmes.versions(w)
        replayed = standings.replay_of(w, versions, member, TODAY).account
        taken_up = load(dump(replayed), versions, member)
        assert taken_up is not None
        assert len(batches_of(taken_up)) >= 4
        assert batches_of(taken_up) == batches_of(replayed)
        assert batches_of(taken_up) == tuple(
            sorted(batches_of(taken_up), key=lambda one: (str(one.last_day), one.earned_on))
        )
        assert dump(taken_up) == dump(replayed)
