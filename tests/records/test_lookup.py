"""The index keeps its documents in the order of rank, whatever is put in, moved and taken out."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.records import lookup, lookup_rank
from shopkeeper.records import lookup_questions as questions
from shopkeeper.records.book import Writing
from shopkeeper.records.lookup import Document
from shopkeeper.records.lookup_questions import Term
from shopkeeper.records.opening import create_book

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAYS = st.lists(st.dates(date(1971, 1, 1), date(2100, 1, 1)), max_size=30)


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Writing]:
    book = create_book(tmp_path / "a.shop")
    with book.writing(NOW) as writing:
        act = writing.insert("insert into acts (kind, entered_at) values ('enrol', ?)", (writing.entered_at,))
        for number in range(1, 10):
            writing.insert(
                "insert into members (act_id, number, name, joined_on) values (?, ?, 'Ann', '2026-01-01')",
                (act, str(number)),
            )
        writing.run("delete from lookup_due")
        yield writing
    book.close()


def document(member: int, *words: str, digits: tuple[str, ...] = ()) -> Document:
    return Document(member, frozenset(words), digits, "[]")


def members(write: Writing, *groups: list[Term]) -> list[int]:
    match = questions.asked(write, groups, {})
    return [lookup_rank.member_of(row) for row in questions.stream(write, match, 20)] if match else []


def bought(write: Writing, member: int, *days: str) -> None:
    write.many(
        "insert into facts (act_id, kind, member_id, happened_on, amount_minor) values (1, 'purchase', ?, ?, 1)",
        [(member, day) for day in days],
    )


@given(DAYS, st.dates(date(1971, 1, 1), date(2100, 1, 1)))
def test_a_visit_more_never_lowers_a_rank(days: list[date], day: date) -> None:
    assert lookup_rank.rank_of([*days, day]) >= lookup_rank.rank_of(days)


@given(DAYS, DAYS, st.integers(1, 4000))
def test_the_order_of_two_members_does_not_change_as_time_passes(
    one: list[date], two: list[date], later: int
) -> None:
    first, second = lookup_rank.rank_of(one), lookup_rank.rank_of(two)
    shift = timedelta(days=later)
    moved = lookup_rank.rank_of(day + shift for day in one), lookup_rank.rank_of(day + shift for day in two)
    if one and two and abs(first - second) > 1e-6:
        assert (first > second) == (moved[0] > moved[1])


@given(st.integers(1, lookup_rank.MEMBER_MASK), st.floats(0, 500))
def test_a_row_tells_its_member_and_its_rank(member: int, rank: float) -> None:
    row = lookup_rank.row_of(member, rank)
    assert lookup_rank.member_of(row) == member
    assert 0 <= rank - lookup_rank.rank_at(row) < 1 / lookup_rank.STEPS_A_DOUBLING


def test_a_row_written_by_an_earlier_program_stands_within_its_thirty_second() -> None:
    rank, member = 114.3, 77
    earlier = (16383 - math.floor(rank * 32)) << 32 | member
    assert lookup_rank.member_of(earlier) == member
    assert -1 / 32 < rank - lookup_rank.rank_at(earlier) < 1 / 32
    assert lookup_rank.row_of(member, rank + 1 / 32) < earlier < lookup_rank.row_of(member, rank - 1 / 32)


def test_members_who_come_nearly_alike_keep_their_order() -> None:
    days = [date(2026, 11, 20) - timedelta(days=3 * visit) for visit in range(60)]
    a_day_earlier = [*days[:-1], days[-1] - timedelta(days=1)]
    more, fewer = lookup_rank.rank_of(days), lookup_rank.rank_of(days[1:])
    assert lookup_rank.row_of(2, more) < lookup_rank.row_of(1, fewer)
    assert lookup_rank.row_of(2, more) <= lookup_rank.row_of(2, lookup_rank.rank_of(a_day_earlier))


def test_documents_are_found_by_words_and_beginnings(write: Writing) -> None:
    lookup.put(write, document(1, "=smithson", "smithson", "york"))
    lookup.put(write, document(2, "=smith", "smith"))
    lookup.put(write, document(3, "=yorke", "yorke"))
    assert members(write, [Term("=smith", begins=True)]) == [1, 2]
    assert members(write, [Term("=smith")]) == [2]
    assert members(write, [Term("=smiths", begins=True)]) == [1]
    assert members(write, [Term("yor", begins=True)]) == [1, 3]
    assert members(write, [Term("=yor", begins=True)]) == [3]
    assert members(write, [Term("york")], [Term("=smithso", begins=True), Term("=nobody")]) == [1]
    assert members(write, [Term("=nobody", begins=True)]) == []


def test_who_comes_more_and_later_stands_first(write: Writing) -> None:
    bought(write, 2, "2026-10-01", "2026-10-02")
    bought(write, 3, "2020-10-01", "2020-10-02")
    bought(write, 4, "2026-10-01")
    for member in range(1, 5):
        lookup.put(write, document(member, "=ann", "ann"))
    assert members(write, [Term("=ann")]) == [2, 4, 3, 1]
    bought(write, 1, "2026-11-01", "2026-11-02", "2026-11-03")
    assert lookup.rerank(write, 1)
    assert not lookup.rerank(write, 1)
    assert members(write, [Term("=ann")]) == [1, 2, 4, 3]


def test_phones_are_found_by_their_end_and_by_any_part(write: Writing) -> None:
    lookup.put(write, document(1, digits=("447700900123", "07700900123")))
    lookup.put(write, document(2, digits=("442079460018",)))
    ends = [lookup_rank.member_of(row) for row in questions.phones_ending(write, "0123", 20)]
    holds = [lookup_rank.member_of(row) for row in questions.phones_holding(write, "90012", 20)]
    assert (ends, holds) == ([1], [1])
    assert questions.phones_holding(write, "447700900124", 20) == []
    assert questions.phones_holding(write, "44", 20) == []


def test_near_spellings_are_known_words_or_begin_one(write: Writing) -> None:
    lookup.put(write, document(1, "=smith", "smith", "=jones", "jones"))
    lookup.put(write, document(2, "=smithson", "smithson", "smiths"))
    assert questions.near(write, "=", ["smith", "smitt", "zmith"], at_most=9) == [Term("=smith")]
    assert questions.near(write, "=", ["smithso"], at_most=9) == [Term("=smithso", begins=True)]
    assert questions.near(write, "", ["smiths", "jone"], at_most=9) == [
        Term("smiths"),
        Term("jone", begins=True),
    ]


def test_a_document_put_again_or_removed_leaves_nothing_of_the_old(write: Writing) -> None:
    for member in range(1, 10):
        lookup.put(write, document(member, "=ann", "ann", digits=("123456",)))
    lookup.put(write, document(1, "=bob", "bob", digits=("98765",)))
    lookup.put(write, document(1, "=bob", "bob", digits=("98765",)))
    lookup.remove(write, 2)
    write.run("update members set gone = 1 where id = 2")
    lookup.seen(write, [2], words=True)
    assert members(write, [Term("=ann")]) == [3, 4, 5, 6, 7, 8, 9]
    assert len(questions.phones_ending(write, "456", 20)) == 7
    assert lookup.check(write) == []
    assert write.rows("select word, members from lookup_words order by word") == [
        ("=ann", 7), ("=bob", 1), ("ann", 7), ("bob", 1),
    ]  # fmt: skip


def test_check_tells_an_index_that_does_not_agree(write: Writing) -> None:
    for member in range(1, 10):
        lookup.put(write, document(member, "=ann", "ann"))
    assert lookup.check(write) == []
    write.run("delete from lookup_documents where member_id = 5")
    assert len(lookup.check(write)) == 2  # missing, and the words' counts
    write.run("insert into lookup_index (lookup_index, rowid, words) values ('delete', ?, '=ann ann')",
              (lookup_rank.row_of(6, 0.0),))  # fmt: skip
    assert any("names and places" in problem for problem in lookup.check(write))
    lookup.rebuild(write, [document(member, "=ann", "ann") for member in range(1, 10)])
    assert lookup.check(write) == []


def test_a_long_beginning_with_many_words_is_bounded(write: Writing) -> None:
    words = [f"=abcdef{number:04d}" for number in range(3000)]
    lookup.rebuild(write, [document(1, *words)])
    assert len(questions.spelled(write, Term("=abcdef", begins=True))) <= questions.WORDS_A_PREFIX
    assert members(write, [Term("=abcdef", begins=True)]) == [1]
