"""A list of purchases or of members comes in as one act: wholly or not at all, once and never twice, undone as one."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.errors import Cancelled, Declined
from shopkeeper.records import pouring
from shopkeeper.records.book import Book
from shopkeeper.rules.headings import Kind
from shopkeeper.service import acts, checking, importing, importing_files, members
from shopkeeper.service.importing import Choices, Imported
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def written(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(book: Book, kind: Kind, path: Path, choices: Choices | None = None, **how: Any) -> Imported:
    with book.writing(NOW) as w:
        return importing.import_file(w, kind, path, choices, **how)


def undo(book: Book) -> None:
    with book.writing(NOW) as w:
        acts.undo(w)


def sound(book: Book) -> bool:
    return checking.check(book, NOW, replay=True).ok


def totals(book: Book) -> tuple[int, int]:
    """How many purchases count, and their sum."""
    row = book.reading().row(
        "select count(*), coalesce(sum(amount_minor), 0) from facts where kind = 'purchase' and undone_by is null"
    )
    assert row is not None
    return row[0], row[1]


def many_purchases(folder: Path, *, recent: bool) -> tuple[Path, int]:
    """Some hundred members' purchases, in no order: of long ago, or up to yesterday."""
    dice = random.Random(7)
    first = TODAY - timedelta(days=700) if recent else date(1997, 1, 1)
    rows, total = ["member_id,date,amount,quantity"], 0
    for _ in range(3_000):
        amount = dice.randrange(0, 30_000)
        total += amount
        day = first + timedelta(days=dice.randrange(699))
        rows.append(
            f"{dice.randrange(200):05d},{day},{amount // 100}.{amount % 100:02d},{dice.randrange(1, 4)}"
        )
    return written(folder, "\n".join(rows) + "\n"), total


@pytest.mark.parametrize("recent", [False, True])
def test_purchases_of_any_age_come_in_whole_and_every_standing_equals_the_replay(
    book: Book, tmp_path: Path, recent: bool
) -> None:
    path, total = many_purchases(tmp_path, recent=recent)
    done = bring(book, "purchases", path)
    assert (done.read, done.added, done.new_members, done.amount_minor) == (3_000, 3_000, 200, total)
    assert totals(book) == (3_000, total) and sound(book)
    again = bring(book, "purchases", path)
    assert (again.added, again.again, again.act) == (0, 3_000, None)
    undo(book)
    assert totals(book) == (0, 0) and sound(book)
    assert bring(book, "purchases", path).added == 3_000 and sound(book)


def test_a_file_read_twice_and_one_kept_between_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = many_purchases(tmp_path, recent=True)
    path.write_text(path.read_text() + "00001,no day,1.00,1\ntoo,short\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    kept = bring(new_book(tmp_path / "a"), "purchases", path)
    monkeypatch.setattr(importing_files, "KEPT_BYTES", 0)
    twice = bring(new_book(tmp_path / "b"), "purchases", path)
    assert kept == twice and [one.line for one in kept.refused] == [3002, 3003]


def test_purchases_of_members_who_have_some_already_are_judged_with_them(book: Book, tmp_path: Path) -> None:
    member = enrol(book, "Ada Quill", number="7")
    buy(book, member, 60_000)
    path = written(tmp_path, "member,on,amount\n7,2026-11-20,10.00\n7,2026-01-02,490.00\n-,2026-11-20,3.00\n")
    assert bring(book, "purchases", path).added == 3
    card = members.show(book.reading(), member, TODAY)
    assert card.standing.spent_minor == 110_000 and card.standing.visits == 3 and sound(book)


def test_what_came_back_and_what_points_paid_is_in_the_file_too(book: Book, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "member,on,amount,receipt,points\n"
        "1,2026-01-05,50.00,R1,\n1,2026-01-09,-20.00,R1,\n1,2026-02-01,10.00,R2,20\n2,2026-02-01,-5.00,,\n",
    )
    done = bring(book, "purchases", path)
    assert done.added == 3 and [one.line for one in done.refused] == [5] and sound(book)
    standing = members.show(book.reading(), members.find_member(book.reading(), "1"), TODAY).standing
    assert (standing.spent_minor, standing.points) == (4_000, 30 - 20 + 9)


def test_a_stopped_import_leaves_nothing(book: Book, tmp_path: Path) -> None:
    path, _ = many_purchases(tmp_path, recent=True)
    steps = 0

    def stop(done: int, of: int) -> None:
        nonlocal steps
        steps += 1
        if done > of // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring(book, "purchases", path, progress=stop)
    assert steps and totals(book) == (0, 0) and sound(book)
    assert bring(book, "purchases", path).added == 3_000


def indexes(book: Book) -> list[tuple[Any, ...]]:
    return book.reading().rows(
        "select name, tbl_name, sql from sqlite_master where type = 'index' order by name"
    )


def test_a_large_import_leaves_every_index_as_it_was_and_so_does_one_that_is_stopped(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pouring, "WORTH_SORTING", 150)
    before = indexes(book)
    path, total = many_purchases(tmp_path, recent=False)

    def stop(done: int, of: int) -> None:
        if done == of:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring(book, "purchases", path, progress=stop)
    assert indexes(book) == before and totals(book) == (0, 0)
    assert bring(book, "purchases", path).added == 3_000
    assert indexes(book) == before and totals(book) == (3_000, total) and sound(book)


def test_rows_understood_at_once_and_one_by_one_are_the_same_rows(tmp_path: Path) -> None:
    path, _ = many_purchases(tmp_path, recent=True)
    lines = path.read_text().splitlines()
    odd = written(
        tmp_path, "\n".join([*lines[:1500], "00001,no day,1.00,1", *lines[1500:]]) + "\n", "odd.csv"
    )
    (tmp_path / "a").mkdir()
    book = new_book(tmp_path / "a")
    assert [one.line for one in bring(book, "purchases", odd).refused] == [1501]
    again = bring(book, "purchases", path)
    assert (again.added, again.again) == (0, 3_000)


def test_a_dry_run_says_what_would_come_and_changes_nothing(book: Book, tmp_path: Path) -> None:
    path, total = many_purchases(tmp_path, recent=True)
    tried = importing.try_file(book.reading(), "purchases", path, Choices(), TODAY)
    assert (tried.act, tried.added, tried.amount_minor) == (None, 3_000, total)
    assert totals(book) == (0, 0)
    assert bring(book, "purchases", path, dry_run=True).added == 3_000 and totals(book) == (0, 0)


@pytest.mark.parametrize(
    ("rows", "code", "about"),
    [
        ("member,on,amount\n1,03/04/2026,5.00\n", "day_order_unclear", "day_order"),
        ("member,on,amount\n1,2026-01-02,1.234\n", "decimal_mark_unclear", "decimal_mark"),
        ("member,on\n1,2026-01-02\n", "column_unclear", "amount"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_and_never_guessed(
    book: Book, tmp_path: Path, rows: str, code: str, about: str
) -> None:
    path = written(tmp_path, rows)
    with pytest.raises(Declined) as declined:
        bring(book, "purchases", path)
    assert (declined.value.code, declined.value.about) == (code, about)
    if code == "day_order_unclear":
        assert bring(book, "purchases", path, Choices(day_order="mdy")).first_on == date(2026, 3, 4)


def test_members_come_in_are_changed_by_their_number_and_the_same_list_adds_nothing(
    book: Book, tmp_path: Path
) -> None:
    first = written(
        tmp_path,
        "number,name,phone,email,town\n00012,Ada Quill,020 7946 0958,ada@example.com,York\n13,王小明,,,\n",
    )
    assert bring(book, "members", first).added == 2
    assert bring(book, "members", first).again == 2
    second = written(tmp_path, "number,name,town\n00012,Ada Quill-Berg,Leeds\n", "second.csv")
    done = bring(book, "members", second)
    assert (done.added, done.changed) == (0, 1)
    ada = members.find_member(book.reading(), "00012")
    details = members.details_of(book.reading(), ada)[0]
    assert (details.name, details.addresses[0].town, details.phones) == (
        "Ada Quill-Berg",
        "Leeds",
        ("020 7946 0958",),
    )
    undo(book)
    assert members.details_of(book.reading(), ada)[0].name == "Ada Quill" and sound(book)


def test_people_known_already_are_told_and_rows_that_cannot_be_kept_are_refused_by_line(
    book: Book, tmp_path: Path
) -> None:
    enrol(book, "Ada Quill", emails=("ada@example.com",))
    path = written(
        tmp_path,
        "name,email,birthday\nA. Quill,ada@example.com,\nBo Ek,not an address,\nCy Oh,,31 February\n,,\n",
    )
    done = bring(book, "members", path)
    assert [(one.line, one.reasons[0]) for one in done.likely] == [(2, "email")]
    assert [one.line for one in done.refused] == [3, 4]
    assert sound(book)


def test_a_list_of_which_nearly_nothing_can_be_taken_is_told_by_its_first_row(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_files, "MOST_REFUSED", 50)
    path = written(tmp_path, "name,phone\n" + "Ada,2\n" * 51)
    with pytest.raises(Declined, match="The first is line 2: This is not a phone number"):
        bring(book, "members", path)
    sales = written(tmp_path, "member,on,amount\n" + "1,2026-02-30,5.00\n" * 51, "sales.csv")
    with pytest.raises(Declined) as declined:
        bring(book, "purchases", sales)
    assert declined.value.code == "too_many_refused" and totals(book) == (0, 0)
