"""A request about data is due a month after it was asked, told until it is answered, and its words can be forgotten."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, forgetting, keeping_times, morning, requests, timeline
from tests.books import NOW, TODAY, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path, now=NOW - timedelta(days=400))


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2025-01-15", "2025-02-15"), ("2025-01-31", "2025-02-28"), ("2024-01-31", "2024-02-29"), ("2024-12-31", "2025-01-31")],
)  # fmt: skip
def test_it_is_due_on_the_same_day_of_the_next_month_or_on_its_last(book: Book, asked: str, due: str) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390))
    with book.writing(NOW) as w:
        told = requests.ask(w, ada, "see", asked_on=date.fromisoformat(asked))
    assert told.request.due_on == date.fromisoformat(due)


def test_the_days_left_are_counted_and_what_is_late_is_said_to_be(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe")
    with book.writing(NOW) as w:
        one = requests.ask(w, ada, "see").request
    said = [requests.due_words(one, one.due_on + timedelta(days=days)) for days in (-30, -1, 0, 1, 12)]
    assert said == ["due in 30 days", "due in 1 day", "due today", "1 day late", "12 days late"]


def test_the_morning_says_what_is_to_be_answered_until_it_is(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=90))
    with book.writing(NOW) as w:
        late = requests.ask(w, ada, "correct", "The street", asked_on=TODAY - timedelta(days=45)).request
        requests.ask(w, ada, "see")
    lines = morning.page(book.reading(), TODAY).lines
    assert [(line.section, line.text, line.tone, line.late, line.act) for line in lines] == [
        ("requests", "To have it put right: The street", "bad", True, "open"),
        ("requests", "To be shown what is held", "", False, "open"),
    ]
    assert "late" in lines[0].aside and "due in" in lines[1].aside
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        requests.answer(w, late.id, " ")
    assert refused.value.about == "outcome"
    with book.writing(NOW) as w:
        done = requests.answer(w, late.id, "Street changed").request
    assert (done.done_on, done.outcome) == (TODAY, "Street changed")
    assert len(morning.page(book.reading(), TODAY).lines) == 1
    with pytest.raises(Declined), book.writing(NOW) as w:
        requests.answer(w, late.id, "Again")
    reading = book.reading()
    told = timeline.entries(reading, timeline.of(reading, ada, TODAY), 0, 1)[0]
    assert (told.kind, told.because, told.what, told.other) == (
        "data request",
        "ended",
        "Street changed",
        "correct",
    )
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)
    assert requests.count_waiting(book.reading()) == 2


def test_a_day_to_come_and_a_request_there_is_not_are_refused(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe")
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        requests.ask(w, ada, "see", asked_on=TODAY + timedelta(days=1))
    assert refused.value.about == "asked_on"
    with pytest.raises(Declined), book.writing(NOW) as w:
        requests.ask(w, ada, "sing")  # type: ignore[arg-type]


def test_forgetting_answers_it_and_takes_the_words(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390))
    with book.writing(NOW) as w:
        keeping_times.set_times(w, keeping_times.Times(members=3))
        requests.ask(w, ada, "forget", "By letter of Ada")
        assert keeping_times.due(w, TODAY).members == 0  # nobody goes before they are answered
    with book.writing(NOW) as w:
        forgetting.forget(w, ada)
    reading = book.reading()
    assert requests.waiting(reading, 10) == ()
    assert reading.rows("select kind, text, outcome, done_on is not null from requests") == [
        ("forget", "", "", 1)
    ]
