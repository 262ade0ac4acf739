"""A picture is there where the member agreed, leaves nothing behind where they think better of it, and is nowhere once forgotten."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    care,
    counter,
    exporting,
    forgetting,
    held,
    importing_everything,
    listing,
    merging,
    pictures,
)
from tests.books import NOW, TODAY, enrol, new_book
from tests.golden.make_0008 import JPEG

OTHER = JPEG + b"\x00other"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def put(book: Book, member: int, jpeg: bytes = JPEG) -> pictures.Pictured:
    with book.writing(NOW) as w:
        return pictures.put(w, member, jpeg, how="in person")


def shown(book: Book, member: int) -> bytes | None:
    found = pictures.of(book.reading(), member)
    return None if found is None else found.jpeg


def test_a_picture_is_kept_with_who_agreed_and_is_shown_at_the_counter(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    owner = book.reading().value("select id from people")
    with book.writing(NOW) as w:
        pictures.put(w, anna, JPEG, how="on a form", agreed_on=TODAY - timedelta(days=3), by=owner)
    at = counter.at_counter(book.reading(), anna, TODAY)
    assert at.picture == pictures.Picture(JPEG, TODAY, TODAY - timedelta(days=3), "on a form", "Ngozi Okafor")


def test_putting_replacing_and_taking_out_are_each_undone_as_one(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    put(book, anna)
    replaced = put(book, anna, OTHER)
    assert shown(book, anna) == OTHER
    with book.writing(NOW) as w:
        acts.undo(w, replaced.act)
    assert shown(book, anna) == JPEG
    with book.writing(NOW) as w:
        removed = pictures.remove(w, anna)
    assert shown(book, anna) is None
    with book.writing(NOW) as w:
        acts.undo(w, removed.act)
    assert shown(book, anna) == JPEG
    # What was undone has left the book at once.
    assert book.reading().value("select count(*) from pictures") == 1


@pytest.mark.parametrize(
    ("jpeg", "days", "code"),
    [(b"GIF89a", 0, "picture_not_understood"), (b"", 0, "picture_not_understood"),
     (JPEG + bytes(pictures.MOST_BYTES), 0, "picture_not_understood"), (JPEG, 1, "not_agreed")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_a_sentence(book: Book, jpeg: bytes, days: int, code: str) -> None:
    anna = enrol(book, "Anna Berg")
    with pytest.raises(Declined) as declined, book.writing(NOW) as w:
        pictures.put(w, anna, jpeg, how="in person", agreed_on=TODAY + timedelta(days=days))
    assert declined.value.code == code
    with pytest.raises(Declined), book.writing(NOW) as w:
        pictures.remove(w, anna)


def test_a_picture_taken_out_leaves_the_book_after_seven_days(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    put(book, anna)
    with book.writing(NOW) as w:
        removed = pictures.remove(w, anna)
    care.keep_no_longer(book, NOW + timedelta(days=7), TODAY + timedelta(days=7))
    assert book.reading().value("select count(*) from pictures") == 1
    care.keep_no_longer(book, NOW + timedelta(days=8), TODAY + timedelta(days=8))
    assert book.reading().value("select count(*) from pictures") == 0
    written = base64.b64encode(JPEG)[:60]
    assert written not in book.path.read_bytes()
    with pytest.raises(Declined), book.writing(NOW) as w:
        acts.undo(w, removed.act)
    assert shown(book, anna) is None


def test_who_is_forgotten_leaves_no_byte_of_a_face(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    put(book, anna, OTHER)
    put(book, anna)
    with book.writing(NOW) as w:
        forgetting.forget(w, anna)
    book.empty_log()
    assert base64.b64encode(JPEG)[:60] not in book.path.read_bytes()
    assert book.reading().value("select count(*) from pictures") == 0


def test_a_merge_keeps_the_face_of_the_kept_record_and_takes_one_it_lacks(book: Book) -> None:
    anna, twin, third = (enrol(book, name) for name in ("Anna Berg", "Anna B", "A Berg"))
    put(book, twin, OTHER)
    with book.writing(NOW) as w:
        merging.merge(w, anna, twin)
    assert shown(book, anna) == OTHER
    put(book, third)
    with book.writing(NOW) as w:
        merged = merging.merge(w, anna, third)
    assert shown(book, anna) == OTHER
    with book.writing(NOW) as w:
        acts.undo(w, merged.merge)
    assert (shown(book, anna), shown(book, third)) == (OTHER, JPEG)


def test_the_face_is_in_what_is_held_and_in_the_list_of_everything(book: Book, tmp_path: Path) -> None:
    anna = enrol(book, "Anna Berg")
    put(book, anna)
    found = held.of(book.reading(), anna, TODAY)
    assert base64.b64decode(found.tables["pictures"][0]["jpeg"]) == JPEG
    exporting.export_file(book.reading(), "everything", tmp_path / "all.json", TODAY)
    (tmp_path / "two").mkdir()
    again = new_book(tmp_path / "two")
    with again.writing(NOW) as w:
        importing_everything.bring_back(w, tmp_path / "all.json")
    assert shown(again, anna) == JPEG


def test_no_list_loads_a_face(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    put(book, anna)
    rows = listing.rows(book.reading(), [anna], TODAY)
    assert "/9j/" not in repr(rows)
