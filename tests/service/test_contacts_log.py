"""Every contact over every channel stands in one log; what is the first of its kind is noticed, at the counter in one hint."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.rules.firsts import of_visits
from shopkeeper.service import (
    acts,
    consents,
    contacts_log,
    counter,
    door,
    events,
    guests,
    leaving,
    letter_composing,
    letter_log,
    matters,
    morning,
    timeline,
    winback,
)
from shopkeeper.service.hints import Hint
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    enrol(made, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=True)
    return made


def _come(book: Book, *days_ago: int) -> None:
    for days in days_ago:
        buy(book, 1, 900, now=NOW - timedelta(days=days), what="Rye loaf")


def _hint(book: Book, today: date = TODAY) -> Hint | None:
    reading = book.reading()
    found = counter.at_counter(reading, 1, today).hint
    reading.close()
    return found


def _everything(book: Book) -> None:
    """One contact over each channel."""
    _come(book, 130, 120, 110, 100, 10)
    with book.writing(NOW - timedelta(days=9)) as w:
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1, touch="phone")
    with book.writing(NOW - timedelta(days=8)) as w:
        matters.hear(w, "request", "Open on Sundays", member_id=1, touch="e-mail")
    with book.writing(NOW - timedelta(days=7)) as w:
        morning.called(w, 1, "talk", words="Rang about the jelly")
    with book.writing(NOW - timedelta(days=6)) as w:
        letter_log.written(w, [letter_composing.compose(w, 1, None, "", TODAY)])
    with book.writing(NOW - timedelta(days=5)) as w:
        winback.tried(w, 1, "visit", "Brought a loaf")
    with book.writing(NOW - timedelta(days=4)) as w:
        tasting = events.plan(
            w, events.Plan("tasting", "Cheese tasting", TODAY - timedelta(days=1), "19:00", "21:00")
        ).event.id
        guests.add_one(w, tasting, 1)
        guests.tell(w, 1, "counter")
    with book.writing(NOW - timedelta(days=1)) as w:
        door.check_in(w, tasting, 1)


def test_every_channel_stands_in_one_log_with_what_was_the_first(book: Book) -> None:
    _everything(book)
    reading = book.reading()
    log = contacts_log.of(reading, 1, TODAY)
    assert [(one.channel, one.kind, one.first, one.n) for one in log.contacts] == [
        ("counter", "at the door", "", 0),
        ("counter", "invited", "", 0),
        ("visit", "try", "first visit to them", 0),
        ("letter", "letter", "first letter", 0),
        ("phone", "talk", "", 0),
        ("e-mail", "request", "first request", 0),
        ("phone", "complaint", "first complaint", 0),
        ("counter", "purchase", "back", 90),
        ("counter", "purchase", "", 0),
        ("counter", "purchase", "", 0),
        ("counter", "purchase", "", 0),
        ("counter", "purchase", "first", 1),
    ]
    assert log.of == 12
    assert contacts_log.of(reading, 1, TODAY, limit=3).contacts == log.contacts[:3]
    assert log.limits.letter == "Had a thank-you on 15 November"
    assert (log.limits.call, log.limits.tried_on) == ("", TODAY - timedelta(days=5))
    reading.close()


def test_what_stands_against_the_next_letter_and_call_is_said(book: Book) -> None:
    with book.writing(NOW) as w:
        consents.answer(w, 1, "phone", given=False, how="in person")
        assert contacts_log.limits(w, 1, TODAY).call == "Asked for no calls"
        leaving.note(w, 1, "moved")
        found = contacts_log.limits(w, 1, TODAY)
    assert (found.letter, found.call) == ("Moved away", "Moved away")


def test_the_timeline_says_what_was_the_first_and_forgets_what_was_undone(book: Book) -> None:
    _everything(book)
    reading = book.reading()
    line = timeline.of(reading, 1, TODAY)
    told = [one for one in timeline.entries(reading, line, 0, 99) if one.first]
    assert [(one.kind, one.first) for one in told] == [
        ("try", "first visit to them"), ("letter", "first letter"), ("matter", "first request"),
        ("matter", "first complaint"), ("purchase", "back"), ("purchase", "first"),
    ]  # fmt: skip
    complaint = next(one.act for one in told if one.first == "first complaint")
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w, complaint)
        line = timeline.of(w, 1, TODAY)
        told = [one for one in timeline.entries(w, line, 0, 99) if one.first]
    assert ("talk", "first call") in [(one.kind, one.first) for one in told]


def test_who_is_back_after_a_long_absence_is_hinted_at_until_they_have_bought(book: Book) -> None:
    _come(book, 130, 120, 110, 100)
    assert _hint(book) == Hint("back", 100)
    _come(book, 0)
    assert _hint(book) is None


def test_a_round_visit_is_hinted_at_before_and_after_it_is_recorded(book: Book) -> None:
    _come(book, *range(27, 0, -3))
    assert _hint(book) == Hint("visits", 10)
    _come(book, 0)
    assert _hint(book) == Hint("visits", 10)


def test_a_first_complaint_or_call_is_hinted_at_for_a_fortnight(book: Book) -> None:
    with book.writing(NOW - timedelta(days=3)) as w:
        matters.hear(w, "request", "Open on Sundays", member_id=1, touch="phone")
    assert _hint(book) == Hint("first call", on=TODAY - timedelta(days=3))
    assert _hint(book, TODAY + timedelta(days=12)) is None
    with book.writing(NOW) as w:
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1)
    assert _hint(book) == Hint("first complaint", on=TODAY)


def test_who_was_noted_as_gone_and_comes_is_hinted_at_first(book: Book) -> None:
    _come(book, 130, 120, 110, 100)
    with book.writing(NOW - timedelta(days=20)) as w:
        leaving.note(w, 1, "moved")
    assert _hint(book) == Hint("left", text="Moved away", on=TODAY - timedelta(days=20))
    _come(book, 0)
    assert _hint(book) is None


def test_visits_of_one_pace_are_no_absence_and_the_hundredth_is_noticed() -> None:
    days = [TODAY - timedelta(days=3 * place) for place in range(120)][::-1]
    found = of_visits(days)
    assert found[days[0]] == ("first", 1)
    assert found[days[99]] == ("visits", 100)
    assert "back" not in [kind for kind, _ in found.values()]
    assert of_visits([]) == {}
