"""Why somebody left is noted, who is to be left in peace is, and what the tries to see them again brought is worked out."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.leaving import Reason
from shopkeeper.service import (
    acts,
    events,
    exporting,
    groups,
    guest_choice,
    guests,
    leaving,
    letter_composing,
    letter_due,
    letter_log,
    letter_whom,
    listing,
    merging,
    pieces,
    timeline,
    winback,
)
from tests.books import NOW, TODAY, buy, enrol, new_book, slipping


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path, now=NOW - timedelta(days=400))


def _miss_you(book: Book, member: int, days_ago: int) -> int:
    now = NOW - timedelta(days=days_ago)
    with book.writing(now) as w:
        due = letter_due.to_one(w, member, None, now.date(), "miss-you")
        letter = letter_composing.compose(w, member, due.occasion, "", now.date(), kind="miss-you")
        return letter_log.written(w, [letter]).act


def test_why_somebody_left_is_noted_in_words_and_the_latest_holds(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW - timedelta(days=9)) as w:
        leaving.note(w, ada, "price", "Bread has become dear")
    with book.writing(NOW) as w:
        leaving.note(w, ada, "elsewhere", "The market is on her way")
    reading = book.reading()
    holds = leaving.of(reading, ada)
    assert holds is not None
    assert (holds.reason, holds.text, holds.never, holds.noted_on, holds.back_on) == (
        "elsewhere", "The market is on her way", False, TODAY, None,
    )  # fmt: skip
    assert leaving.reasons(reading, TODAY) == (leaving.ReasonCount("elsewhere", 1, 0),)
    told = timeline.entries(reading, timeline.of(reading, ada, TODAY), 0, 1)[0]
    assert (told.kind, told.because, told.what) == ("leaving", "elsewhere", "The market is on her way")
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)
        now_holds = leaving.of(w, ada)
    assert now_holds is not None and now_holds.reason == "price"


def test_a_reason_of_their_own_needs_a_word(book: Book) -> None:
    ada = slipping(book)
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        leaving.note(w, ada, "other", "  ")
    assert refused.value.code == "leaving_missing"


@pytest.mark.parametrize(
    ("reason", "never", "because"),
    [("moved", False, "Moved away"), ("died", False, "Has died"), ("asked", False, "Asked to be left in peace"),
     ("service", True, "To be left in peace")],
)  # fmt: skip
def test_who_is_to_be_left_in_peace_is_left_out_everywhere_with_the_reason(
    book: Book, tmp_path: Path, reason: Reason, never: bool, because: str
) -> None:
    ada = slipping(book)
    with book.writing(NOW) as w:
        tasting = events.plan(w, events.Plan("tasting", "Tasting", TODAY, "19:00", "21:00")).event.id
    with book.writing(NOW) as w:
        leaving.note(w, ada, reason, never=never)
    reading = book.reading()
    due = letter_due.due(reading, TODAY, "miss-you")
    assert due.due == ()
    assert [(one.code, one.because) for one in due.left_out] == [("never", because)]
    may = letter_whom.may_write(reading, ada, TODAY)
    assert (may.allowed, may.because) == (False, because)
    assert [one.because for one in pieces.these(reading, "labels", [ada], TODAY).left_out] == [because]
    chosen = guest_choice.choose(reading, tasting, guest_choice.Choice(), TODAY)
    assert (chosen.members, chosen.in_peace) == ((), 1)
    assert listing.rows(reading, [ada], TODAY)[0].letters is False
    assert groups.members_in(reading, "letters", TODAY) == ()
    assert groups.members_in(reading, "no letters", TODAY) == (ada,)
    out = tmp_path / "members.csv"
    exporting.export_file(reading, "members", out, TODAY)
    assert ',"no",' in out.read_text(encoding="utf-8-sig").splitlines()[1]
    reading.close()
    for act in (
        lambda w: guests.add_one(w, tasting, ada),
        lambda w: winback.tried(w, ada, "phone"),
        lambda w: winback.plan(w, ada, "letter", TODAY),
    ):
        with pytest.raises(Declined) as refused, book.writing(NOW) as w:
            act(w)
        assert refused.value.code == "left_in_peace"
        assert because in str(refused.value)


def test_a_guest_who_left_since_stands_on_the_list_with_the_reason(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW) as w:
        tasting = events.plan(w, events.Plan("tasting", "Tasting", TODAY, "19:00", "21:00")).event.id
        guests.add_one(w, tasting, ada)
        leaving.note(w, ada, "moved")
    reading = book.reading()
    listed = guests.listed(reading, tasting)
    assert [one.no_letter for one in listed] == ["Moved away"]
    assert guests.to_write_to(listed) == []
    reading.close()


def test_who_is_taken_out_of_peace_may_be_written_to_again(book: Book) -> None:
    ada, leon = slipping(book), enrol(book, "Leon Abara")
    with book.writing(NOW) as w:
        leaving.note(w, ada, "moved")
    with book.writing(NOW) as w:
        leaving.note(w, ada, "not said")
    reading = book.reading()
    assert not letter_whom.may_write(reading, ada, TODAY).allowed  # the first note still stands
    reading.close()
    with book.writing(NOW) as w:
        assert leaving.take_out(w, ada).leaving is None
        assert letter_whom.may_write(w, ada, TODAY).allowed
    with book.writing(NOW) as w:
        acts.undo(w)
        assert not letter_whom.may_write(w, ada, TODAY).allowed
        with pytest.raises(Declined):
            leaving.take_out(w, leon)


def test_the_result_of_a_try_is_read_from_the_book(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW - timedelta(days=20)) as w:
        winback.tried(w, ada, "phone", "Was in hospital, will come")
    reading = book.reading()
    assert [(one.channel, one.came_on, one.waiting) for one in winback.of(reading, ada, TODAY)] == [
        ("phone", None, True)
    ]
    reading.close()
    buy(book, ada, 2450, now=NOW - timedelta(days=4), what="Rye loaf")
    reading = book.reading()
    (one,) = winback.of(reading, ada, TODAY)
    assert (one.came_on, one.bought, one.amount_minor, one.waiting) == (
        TODAY - timedelta(days=4), "Rye loaf", 2450, False,
    )  # fmt: skip
    assert [
        (made.text, name) for made, _, name in winback.made_since(reading, TODAY - timedelta(days=90), TODAY)
    ] == [("Was in hospital, will come", "Ada Whitcombe")]
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)  # the purchase was none
        assert winback.of(w, ada, TODAY)[0].came_on is None


def test_a_visit_after_sixty_days_is_told_as_no_result(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW - timedelta(days=39)) as w:
        winback.tried(w, ada, "phone")
    buy(book, ada, 900, now=NOW + timedelta(days=30))
    later = TODAY + timedelta(days=31)
    reading = book.reading()
    (one,) = winback.of(reading, ada, later)
    assert (one.came_on, one.waiting) == (None, False)
    reading.close()


def test_a_we_miss_you_letter_is_a_try_and_does_what_was_planned(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW - timedelta(days=25)) as w:
        winback.plan(w, ada, "letter", TODAY - timedelta(days=20))
    reading = book.reading()
    assert [one.member_id for one in winback.planned(reading, TODAY, due_too=True)] == [ada]
    reading.close()
    _miss_you(book, ada, 19)
    reading = book.reading()
    assert winback.planned(reading, TODAY) == ()
    assert [(one.channel, one.done_on) for one in winback.of(reading, ada, TODAY)] == [
        ("letter", TODAY - timedelta(days=19))
    ]
    reading.close()
    with book.writing(NOW - timedelta(days=1)) as w:
        acts.undo(w)  # the letter was never printed
        assert [one.done_on for one in winback.of(w, ada, TODAY)] == [None]


def test_a_letter_without_a_plan_is_a_try_of_its_own(book: Book) -> None:
    ada = slipping(book)
    _miss_you(book, ada, 19)
    buy(book, ada, 700, now=NOW - timedelta(days=2), what="Honey")
    reading = book.reading()
    (one,) = winback.of(reading, ada, TODAY)
    assert (one.id, one.channel, one.came_on, one.bought) == (0, "letter", TODAY - timedelta(days=2), "Honey")
    reading.close()


def test_of_two_tries_the_last_one_before_the_visit_has_brought_it(book: Book) -> None:
    ada = slipping(book)
    _miss_you(book, ada, 30)
    with book.writing(NOW - timedelta(days=12)) as w:
        winback.tried(w, ada, "phone")
    buy(book, ada, 700, now=NOW - timedelta(days=2))
    reading = book.reading()
    assert [(one.channel, one.came_on is not None) for one in winback.of(reading, ada, TODAY)] == [
        ("letter", False), ("phone", True),
    ]  # fmt: skip
    reading.close()


def test_nobody_is_tried_twice_within_a_fortnight_but_for_who_insists(book: Book) -> None:
    ada = slipping(book)
    _miss_you(book, ada, 5)
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        winback.tried(w, ada, "phone")
    assert refused.value.code == "tried_lately"
    with book.writing(NOW) as w:
        winback.tried(w, ada, "phone", even_if_lately=True)
        assert len(winback.of(w, ada, TODAY)) == 2


def test_a_planned_try_is_moved_done_or_taken_out(book: Book) -> None:
    ada = slipping(book)
    with book.writing(NOW) as w:
        winback.plan(w, ada, "phone", TODAY, "Ask after the dog")
        with pytest.raises(Declined) as refused:
            winback.plan(w, ada, "phone", TODAY)
        assert refused.value.code == "planned_already"
        with pytest.raises(Declined):
            winback.plan(w, ada, "visit", TODAY - timedelta(days=1))
    with book.writing(NOW) as w:
        (one,) = winback.planned(w, TODAY)
        winback.move(w, one.id, TODAY + timedelta(days=3))
        assert winback.planned(w, TODAY, due_too=True) == ()
    with book.writing(NOW + timedelta(days=3)) as w:
        winback.tried(w, ada, "phone", "Comes on Friday")
        (one,) = winback.of(w, ada, TODAY + timedelta(days=3))
        assert (one.text, one.done_on) == ("Comes on Friday", TODAY + timedelta(days=3))
        with pytest.raises(Declined):
            winback.take_out(w, one.id)


def test_a_merge_brings_the_note_and_the_tries_over(book: Book) -> None:
    ada, twin = slipping(book), enrol(book, "Ada Witcombe")
    with book.writing(NOW) as w:
        leaving.note(w, twin, "moved")
        winback.tried(w, ada, "phone")
    with book.writing(NOW) as w:
        merging.merge(w, ada, twin)
        holds = leaving.of(w, ada)
        assert holds is not None and holds.never
    with book.writing(NOW) as w:
        acts.undo(w)
        assert leaving.of(w, ada) is None
