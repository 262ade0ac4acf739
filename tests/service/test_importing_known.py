"""A list of members brings people who are in the book already: they are found, shown, and it is said who is the same."""

from contextlib import closing
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, checking, importing, importing_likely, members
from shopkeeper.service.details import Address, Birthday, Details
from shopkeeper.service.importing import Choices, Imported, Likely, Same
from shopkeeper.service.standings import Progress
from tests.books import NOW, TODAY, enrol, new_book

HEADING = "number,name,phone,email,street,postcode,town,birthday,note\n"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    enrol(
        book, "Margaret Osei", number="7", phones=("020 7946 0958",), birthday=Birthday(4, 3),
        addresses=(Address("12 Wharf Street", postcode="N1 7GU", town="London"),),
    )  # fmt: skip
    for n in range(40):
        enrol(book, f"Somebody Else{n}", number=str(100 + n), phones=(f"020 7946 {n:04d}",))
    return book


def a_list(folder: Path, *rows: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def tried(book: Book, path: Path) -> Imported:
    reading = book.reading()
    try:
        return importing.try_file(reading, "members", path, Choices(), TODAY)
    finally:
        reading.close()


def bring(book: Book, path: Path, *same: Likely) -> Imported:
    said = [Same(one.line, one.added, one.member_id) for one in same if one.member_id is not None]
    with book.writing(NOW) as w:
        return importing.import_file(w, "members", path, same=said)


def details(book: Book, number: str) -> Details:
    reading = book.reading()
    try:
        return members.details_of(reading, members.find_member(reading, number))[0]
    finally:
        reading.close()


def counted(book: Book) -> int:
    reading = book.reading()
    try:
        return int(reading.value("select count(*) from members where gone = 0"))
    finally:
        reading.close()


PEGGY = (
    "4711,Peggy Osei,+44 20 7946 0958,peggy@example.com,12 Wharf St,N1 7GU,London,1951-03-04,By the window"
)


def test_who_is_known_by_another_name_is_shown_with_both_records_and_why(book: Book, tmp_path: Path) -> None:
    (one,) = tried(book, a_list(tmp_path, PEGGY, ",Cy Oh,,,,,,,")).likely
    assert (one.line, one.added, one.number, one.name, one.sure) == (
        2,
        "Peggy Osei",
        "7",
        "Margaret Osei",
        True,
    )
    assert {"nickname", "phone", "address"} <= set(one.reasons)
    assert one.row is not None and one.row.details.note == "By the window"
    assert one.there is not None and one.there.phones == ("020 7946 0958",)


def test_two_of_one_household_are_two_people(book: Book, tmp_path: Path) -> None:
    assert not tried(
        book, a_list(tmp_path, ",Kofi Osei,020 7946 0958,,12 Wharf Street,N1 7GU,London,,")
    ).likely


def test_unless_somebody_says_it_is_the_same_they_come_in_and_nobody_is_changed(
    book: Book, tmp_path: Path
) -> None:
    before = details(book, "7")
    done = bring(book, a_list(tmp_path, PEGGY))
    assert (done.added, done.changed) == (1, 0) and details(book, "7") == before


def test_the_same_person_s_record_is_filled_in_and_nothing_that_stood_there_is_changed(
    book: Book, tmp_path: Path
) -> None:
    path = a_list(tmp_path, PEGGY)
    before, people = details(book, "7"), counted(book)
    done = bring(book, path, *tried(book, path).likely)
    assert (done.added, done.changed, counted(book)) == (0, 1, people)
    now = details(book, "7")
    assert (now.name, now.addresses, now.phones) == (before.name, before.addresses, before.phones)
    assert now.emails == ("peggy@example.com",) and now.note == "By the window"
    assert now.birthday == Birthday(4, 3), "another day is no year that was missing"
    assert details(book, "4711").name == "Margaret Osei", (
        "a till that knows the number of the list finds them"
    )
    with book.writing(NOW) as w:
        acts.undo(w)
    assert details(book, "7") == before and checking.check(book, NOW, replay=True).ok


def test_the_same_list_again_adds_nothing_by_number_or_without_one(book: Book, tmp_path: Path) -> None:
    for path in (a_list(tmp_path, PEGGY), a_list(tmp_path, PEGGY.replace("4711", "", 1), name="b.csv")):
        bring(book, path, *tried(book, path).likely)
        people = counted(book)
        again = tried(book, path)
        assert again.again == 1 or [(one.sure, one.fills) for one in again.likely] == [(True, False)]
        done = bring(book, path, *again.likely)
        assert (done.added, done.changed, done.again, counted(book)) == (0, 0, 1, people)


def test_two_rows_that_are_one_member_fill_in_once(book: Book, tmp_path: Path) -> None:
    path = a_list(tmp_path, PEGGY, PEGGY.replace("4711", "", 1).replace("By the window", ""))
    done = bring(book, path, *(one for one in tried(book, path).likely if one.member_id))
    assert (done.added, done.changed, done.again) == (0, 1, 1)
    assert details(book, "7").emails == ("peggy@example.com",)


def test_a_no_to_letters_is_heard_and_a_yes_is_not_guessed(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "no.csv"
    path.write_text("name,phone,letters\nMargaret Osei,020 7946 0958,no\n", encoding="utf-8")
    found = tried(book, path).likely
    bring(book, path, *found)
    assert details(book, "7").letters is False
    path.write_text(
        "name,phone,letters,email\nMargaret Osei,020 7946 0958,yes,m@example.com\n", encoding="utf-8"
    )
    bring(book, path, *tried(book, path).likely)
    assert details(book, "7").letters is False and details(book, "7").emails == ("m@example.com",)


def test_a_file_that_changed_after_it_was_looked_at_fills_in_nobody(book: Book, tmp_path: Path) -> None:
    path = a_list(tmp_path, PEGGY)
    found = tried(book, path).likely
    a_list(tmp_path, ",Cy Oh,,,,,,,", PEGGY)
    with pytest.raises(Declined, match="has changed"):
        bring(book, path, *found)


def test_of_a_large_list_the_likeliest_are_laid_out_and_the_others_are_known(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_likely, "SHOWN", 5)
    monkeypatch.setattr(importing_likely, "ROWS_AT_ONCE", 7)
    path = a_list(tmp_path, *(f",Somebody Else{n},020 7946 {n:04d},s{n}@example.com,,,,," for n in range(30)))
    found = tried(book, path).likely
    assert len(found) == 30 and [one.row is not None for one in found] == [True] * 5 + [False] * 25
    assert {one.added for one in found} == {one.name for one in found}
    done = bring(book, path, *found)
    assert (done.added, done.changed) == (0, 30)


def told_to(steps: list[tuple[int, int]]) -> Progress:
    return lambda done, of: steps.append((done, of))


def messy(folder: Path) -> Path:
    """Numbers and none, the same again, another under a number that stands there, cards twice, names the book has."""
    rows = []
    for n in range(60):
        rows.append(f"{500 + n},Person {n},020 7946 {5000 + n},,,,,,")
        if n % 5 == 0:
            rows.append(f",Nobody {n},,n{n}@example.com,,,,,")
            rows.append(f"{500 + n // 2},Another {n},,,,,,,")
        if n % 7 == 0:
            rows += [
                rows[-1],
                f"7,Margaret Osei,,m{n}@example.com,,,,,",
                "8,bad,,no address,,,,,",
                "too,short",
            ]
        if n % 11 == 0:
            rows.append(f",Somebody Else{n},020 7946 {n:04d},,,,,,")
    return a_list(folder, *rows, name="messy.csv")


def test_a_file_held_part_by_part_is_the_same_as_one_held_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, people = [], []
    for name, at_once in (("whole", 20_000), ("parts", 7)):
        monkeypatch.setattr(importing_likely, "ROWS_AT_ONCE", at_once)
        (tmp_path / name).mkdir()
        made = new_book(tmp_path / name)
        enrol(made, "Margaret Osei", number="7")
        enrol(made, "Somebody Else11", number="111")
        path = messy(tmp_path)
        before = tried(made, path)
        steps: list[tuple[int, int]] = []
        with made.writing(NOW) as w:
            done = importing.import_file(w, "members", path, same=(), progress=told_to(steps))
        assert (before.added, before.changed, before.again) == (done.added, done.changed, done.again)
        shares = [at / of for at, of in steps]
        assert shares == sorted(shares) and shares[-1] <= 1
        told.append((done.read, done.added, done.changed, done.again, done.refused, done.members))
        with closing(made.reading()) as reading:
            people.append(reading.rows("select number, name from members where gone = 0 order by id"))
        assert checking.check(made, NOW, replay=True).ok
    assert told[0] == told[1] and people[0] == people[1]
