"""Numbers that have lost the noughts in front of them are asked about, with the book's own beside them."""

from contextlib import closing
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.tables import Ask
from shopkeeper.service import importing, importing_trial, importing_zeros
from shopkeeper.service.importing import Choices
from shopkeeper.service.importing_files import Source, look
from tests.books import NOW, TODAY, enrol, new_book

SALES = "member,on,amount\n12,2026-11-20,10.00\n13,2026-11-20,3.00\n-,2026-11-20,1.00\n"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Ada Quill", number="00012")
    enrol(made, "Bo Ek", number="13")
    return made


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def numbers(book: Book) -> list[str]:
    with closing(book.reading()) as reading:
        return [number for (number,) in reading.rows("select number from members order by id")]


def spent(book: Book, number: str) -> int:
    with closing(book.reading()) as reading:
        return int(
            reading.value(
                "select coalesce(sum(f.amount_minor), 0) from facts f join members m on m.id = f.member_id where m.number = ?",
                (number,),
            )
        )


def test_it_is_asked_with_both_shown_and_nothing_is_tried_before(book: Book, tmp_path: Path) -> None:
    with closing(book.reading()) as reading:
        seen = importing_trial.see(reading, written(tmp_path, SALES), None, Choices(), TODAY)
    (ask,) = seen.asks
    assert (ask.code, ask.about, seen.tried) == ("zeros_lost", "zeros", None)
    assert ask.because.startswith("1 number of this list is in the book with noughts in front of it.")
    assert [choice.preview for choice in ask.choices] == [("12 = 00012",), ("12",)]
    with book.writing(NOW) as w, pytest.raises(Declined, match="Were they lost on the way"):
        importing.import_file(w, "purchases", tmp_path / "list.csv")


@pytest.mark.parametrize(
    ("lost", "known", "sum_"), [(True, ["00012", "13"], 1000), (False, ["00012", "13", "12"], 0)]
)
def test_the_answer_decides_whose_they_are(
    book: Book, tmp_path: Path, lost: bool, known: list[str], sum_: int
) -> None:
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", written(tmp_path, SALES), Choices(zeros=lost))
    assert numbers(book) == known and spent(book, "00012") == sum_


def test_members_and_their_cards_too(book: Book, tmp_path: Path) -> None:
    enrol(book, "Cy Oh", number="14", card="000777")
    path = written(tmp_path, "number,name,card,town\n12,Ada Quill,,York\n14,Cy Oh,777,Leeds\n")
    with book.writing(NOW) as w:
        done = importing.import_file(w, "members", path, Choices(zeros=True))
    assert (done.added, done.changed, done.refused) == (0, 2, ())
    with closing(book.reading()) as reading:
        assert reading.rows("select number from cards where number like '%777'") == [("000777",)]


def test_nothing_is_asked_where_the_number_without_is_somebody_s_or_two_would_fit(
    book: Book, tmp_path: Path
) -> None:
    enrol(book, "Dee Fox", number="12")
    enrol(book, "Eli Gow", number="007")
    enrol(book, "Fay Hay", number="07")
    path = written(
        tmp_path, "member,on,amount\n12,2026-11-20,10.00\n7,2026-11-20,1.00\n00012,2026-11-20,1.00\n"
    )
    source = look(path, "purchases", Choices())
    assert isinstance(source, Source)
    with closing(book.reading()) as reading:
        assert not isinstance(importing_zeros.settled(reading, source, Choices()), Ask)
