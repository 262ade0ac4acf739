"""Whatever is done to members through the acts of the shop, in any order, the index is the one that would be built afresh."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.records.lookup_questions import stream
from shopkeeper.service import acts, finding, forgetting, members, merging, noting, promises, purchases
from shopkeeper.service.details import Address, Details
from tests.books import NOW, TODAY, new_book

NAMES = (
    "Ann Smith",
    "Anna Smyth",
    "Jürgen Groß",
    "王小明",
    "O'Brien",
    "Παππάς Γιώργος",
    "Mary Ann Lee",
    "Шевченко Оля",
)
PHONES = ("07700 900123", "020 7946 0958", "+49 30 901820")
WORDS = ("rye bread", "dachshund Otto", "Ω-3 oil", "no nuts")

Step = tuple[int, int, int]
STEPS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(0, 1000)), min_size=6, max_size=24
)


def _enrol(w: Writing, _who: list[int], n: int) -> None:
    more = (
        {"phones": (PHONES[n % 3],)},
        {"emails": (f"a{n}@example.com",)},
        {"addresses": (Address(f"{n} Mill Lane", "", "CT2 8AB", "Canterbury"),)},
    )[n % 3]
    members.enrol(w, Details(name=NAMES[n % len(NAMES)], **more), even_if_known=True)


def _rename(w: Writing, who: list[int], n: int) -> None:
    details, _, _ = members.details_of(w, who[0])
    members.edit(w, who[0], replace(details, name=NAMES[n % len(NAMES)], phones=(PHONES[n % 3],) * (n % 2)))


def _buy(w: Writing, who: list[int], n: int) -> None:
    purchases.record(w, member_id=who[0], amount_minor=100 + n)


def _remember(w: Writing, who: list[int], n: int) -> None:
    noting.remark(w, who[0], "likes", WORDS[n % len(WORDS)])


def _promise(w: Writing, who: list[int], n: int) -> None:
    promises.make(w, who[0], WORDS[n % len(WORDS)], TODAY)


def _merge(w: Writing, who: list[int], _n: int) -> None:
    if len(who) > 1:
        merging.merge(w, who[0], who[1])


def _forget(w: Writing, who: list[int], _n: int) -> None:
    forgetting.forget(w, who[0])


def _undo_last(w: Writing, _who: list[int], _n: int) -> None:
    acts.undo(w)


def _undo_any(w: Writing, _who: list[int], n: int) -> None:
    last = int(w.value("select max(id) from acts") or 0)
    if last:
        acts.undo(w, 1 + n % last, even_if_changed=n % 2 == 0)


def _settle(w: Writing, _who: list[int], n: int) -> None:
    finding.settle(w, at_most=1 + n % 3)


DEEDS: tuple[Callable[[Writing, list[int], int], None], ...] = (
    _enrol, _enrol, _enrol, _rename, _buy, _remember, _promise, _merge, _forget, _undo_last, _undo_any, _settle,
)  # fmt: skip


def _do(book: Book, step: Step) -> None:
    what, whom, n = step
    try:
        with book.writing(NOW) as w:
            there = [member for (member,) in w.rows("select id from members where gone = 0 order by id")]
            if there or what < 3:
                at = whom % len(there) if there else 0
                DEEDS[what](w, there[at:] + there[:at], n)
    except Declined:
        pass  # an act that the shop refuses must leave the index alone as well


def _holds(read: Reading) -> tuple[object, ...]:
    """The index as the questions see it."""
    words = [word for (word,) in read.rows("select word from lookup_words")]
    return (
        read.rows("select row, words, parts, digits, shown from lookup_documents order by row"),
        read.rows("select word, members from lookup_words order by word"),
        [stream(read, f'"{word}"', 1000) for word in sorted(words)],
        read.value("select members from lookup_total"),
    )


def _play(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = new_book(Path(folder))
        try:
            for step in steps:
                _do(book, step)
            with book.writing(NOW) as w:
                while finding.settle(w, at_most=3):
                    pass
                assert finding.check(w) == []
                kept = _holds(w)
                for member, number, name in w.rows("select id, number, name from members where gone = 0"):
                    assert finding.find(w, number).hits[0].member_id == member
                    if name:
                        assert member in [hit.member_id for hit in finding.find(w, name, limit=50).hits]
                finding.rebuild(w)
                assert _holds(w) == kept
        finally:
            book.close()


@given(STEPS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_index_after_any_acts_is_the_one_built_afresh(steps: list[Step]) -> None:
    _play(steps)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_index_after_very_many_acts_is_the_one_built_afresh(steps: list[Step]) -> None:
    _play(steps)
