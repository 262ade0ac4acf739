"""What a member buys can be kept from those they live with, and spoken of again."""

from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, counter, households, secret_gifts
from tests.books import NOW, TODAY, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann and Ben live together; Cat lives alone."""
    made = new_book(tmp_path)
    for name in ("Ann", "Ben", "Cat"):
        enrol(made, name)
    with made.writing(NOW) as w:
        households.join(w, 1, 2)
    return made


def secrets_before(book: Book, member: int) -> tuple[str, ...]:
    reading = book.reading()
    try:
        return counter.at_counter(reading, member, TODAY).secrets_of
    finally:
        reading.close()


def test_a_gift_is_kept_from_who_lives_with_them_and_from_nobody_else(book: Book) -> None:
    with book.writing(NOW) as w:
        kept = secret_gifts.keep(w, 1, secret=True)
    assert kept.secret == ("Ben",)
    assert [secrets_before(book, member) for member in (1, 2, 3)] == [(), ("Ann",), ()]


def test_it_can_be_undone_and_spoken_of_again(book: Book) -> None:
    with book.writing(NOW) as w:
        secret_gifts.keep(w, 1, secret=True)
    with book.writing(NOW) as w:
        assert secret_gifts.keep(w, 1, secret=False).secret == ()
    assert secrets_before(book, 2) == ()
    with book.writing(NOW) as w:
        acts.undo(w)
    assert secrets_before(book, 2) == ("Ann",)
    with book.writing(NOW) as w:
        acts.undo(w)
    assert secrets_before(book, 2) == ()


def test_who_lives_alone_has_nobody_to_keep_a_gift_from(book: Book) -> None:
    with book.writing(NOW) as w, pytest.raises(Declined) as declined:
        secret_gifts.keep(w, 3, secret=True)
    assert declined.value.code == "lives_alone"
    with book.writing(NOW) as w, pytest.raises(Declined) as declined:
        secret_gifts.keep(w, 1, secret=False)
    assert declined.value.code == "nothing_to_change"
