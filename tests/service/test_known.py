"""Known already? While somebody is enrolled, who is likely the same person is told, with what speaks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Reading
from shopkeeper.service import members
from shopkeeper.service.details import Address, Birthday, Details, cleaned
from shopkeeper.service.known import Because, known_already
from tests.books import NOW, enrol, new_book

MILL = Address("3 Mill Lane", "", "CT2 8AB", "Canterbury")
ELM = Address("9 Elm Street", "", "LS1 1AA", "Leeds")
BORN = Birthday(4, 7, 1980)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = new_book(tmp_path)
    enrol(
        made,
        "Catherine Wetherby",
        phones=("020 7946 0958",),
        emails=("cat@example.com",),
        addresses=(MILL,),
        birthday=BORN,
    )
    for name in ("Tom Okafor", "Mary Smith", "王小明"):
        enrol(made, name, birthday=Birthday(1, 2, 1960))
    yield made
    made.close()


@pytest.fixture
def read(book: Book) -> Iterator[Reading]:
    reading = book.reading()
    yield reading
    reading.close()


def told(read: Reading, details: Details) -> list[tuple[str, Because, bool]]:
    good, contacts = cleaned(details, country="GB")
    return [
        (one.name, one.because, one.sure)
        for one in known_already(read, good.name, contacts, good.birthday, good.addresses)
    ]


@pytest.mark.parametrize(
    ("details", "because", "sure"),
    [
        (Details("Catherine Wetherby"), "name", True),
        (Details("wetherby catherine"), "name", True),
        (Details("Catherine Wetherbey"), "name", False),
        (Details("Kate Wetherby", phones=("+44 20 7946 0958",)), "name and phone", True),
        (Details("C. Wetherby", phones=("020 7946 0958",)), "name and phone", True),
        (Details("Katherine Wetherby", addresses=(ELM,), birthday=BORN), "name and birthday", True),
        (
            Details("Kate Wetherby", addresses=(Address("3 Mill Ln", "", "ct28ab", ""),)),
            "name and address",
            True,
        ),
        (Details("Catherine Marlowe", phones=("020 7946 0958",), birthday=BORN), "birthday and phone", False),
        (Details("Clara Wetherby", phones=("020 7946 0958",)), "phone", False),
        (Details("Somebody Else", emails=("CAT@example.com",)), "email", True),
    ],
)
def test_the_likely_one_is_told_with_the_reason(
    read: Reading, details: Details, because: Because, sure: bool
) -> None:
    assert told(read, details) == [("Catherine Wetherby", because, sure)]


@pytest.mark.parametrize(
    "details",
    [
        Details("Tom Wetherby"),
        Details("Clara Wetherby", addresses=(MILL,)),
        Details("Catherine Wetherby", phones=("07700 900123",)),
        Details("Catherine Wetherby", addresses=(MILL,), birthday=Birthday(11, 30, 2011)),
        Details("Kate"),
        Details("=1+1"),
    ],
)
def test_who_only_looks_alike_is_not_told(read: Reading, details: Details) -> None:
    assert told(read, details) == []


def test_enrolling_asks_first_and_never_forces(book: Book) -> None:
    again = Details("Kate Wetherby", addresses=(MILL,))
    with pytest.raises(Declined) as asked, book.writing(NOW) as w:
        members.enrol(w, again)
    assert asked.value.code == "known_already"
    assert "Catherine Wetherby (1001)" in asked.value.because
    with book.writing(NOW) as w:
        assert members.enrol(w, again, even_if_known=True).number == "1005"
