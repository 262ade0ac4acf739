"""Visits by somebody who is not known as a visitor: a short form, what each visit found, and how that changes by month."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import visit_marks
from shopkeeper.rules.names import clean_line, clean_note
from shopkeeper.rules.visit_marks import LEAST, MOST, Trend
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.values import dataclass

MOST_STATEMENTS = 10
MONTHS = 12
WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A form: what a visitor says of each statement, from 1 (not at all) to 5 (wholly)."""

    id: int
    name: str
    statements: tuple[str, ...]
    made_on: date
    put_away: bool


@dataclass(frozen=True, slots=True)
class FormKept:
    """A form that was made or put away."""

    act: int
    form: VisitForm


@dataclass(frozen=True, slots=True)
class Report:
    """One visit: a mark for each statement, None where the visitor left it out."""

    id: int
    visited_on: date
    visitor: str
    marks: tuple[int | None, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A visit that was typed in."""

    act: int
    form: VisitForm
    report: Report


@dataclass(frozen=True, slots=True)
class Found:
    """What a form's visits say: for each statement and for all together, by month; the latest words, the newest first."""

    form: VisitForm
    months: tuple[date, ...]
    statements: tuple[Trend, ...]
    overall: Trend
    visits: int
    latest: tuple[Report, ...]


def make(w: Writing, name: str, statements: Sequence[str], *, by: int | None = None) -> FormKept:
    """A new form of one to ten statements. It stays as it is, so that its marks can be compared."""
    called = clean_line(name, about="name", label=say("The name of the form"), required=True)
    lines = [clean_line(one, about="statements", label=say("A statement")) for one in statements]
    lines = list(dict.fromkeys(one for one in lines if one))
    if not 1 <= len(lines) <= MOST_STATEMENTS:
        raise Declined(
            "statements_needed",
            say(
                "A form has one to ten statements, such as “I was greeted at once”. A short one is answered."
            ),
            "statements",
        )
    act = acts.begin(w, "visit form", by=by, name=called)
    made = acts.add_row(
        w, act, "visit_forms",
        {
            "name": called, "statements": json.dumps(lines, ensure_ascii=False), "made_on": shops.today(w).isoformat(),
            "state": "used",
        },
    )  # fmt: skip
    return FormKept(act, one(w, made))


def put_away(w: Writing, form_id: int, *, by: int | None = None) -> FormKept:
    """The form is used no more; its visits stay. Declined where it was put away before."""
    form = one(w, form_id)
    if form.put_away:
        raise Declined("put_away_already", say("This form is put away already."), "form")
    act = acts.begin(w, "visit form", by=by, name=form.name)
    acts.change_row(w, act, "visit_forms", form_id, {"state": "put away"})
    return FormKept(act, one(w, form_id))


def report(
    w: Writing, form_id: int, marks: Sequence[int | None], *, visited_on: date | None = None, visitor: str = "",
    words: str = "", by: int | None = None,
) -> Reported:  # fmt: skip
    """Keep what a visit found. Declined: a mark that is none, no mark and no word at all, a day to come."""
    form = one(w, form_id)
    today = shops.today(w)
    on = visited_on or today
    given = tuple(marks)
    if on > today or on < today - timedelta(days=3 * 366):
        raise Declined("day_out_of_range", say("A visit was today or on a day of the last years."), "day")
    if len(given) != len(form.statements) or any(
        mark is not None and not LEAST <= mark <= MOST for mark in given
    ):
        raise Declined("mark_out_of_range", say("A mark is 1 to 5; a statement may be left out."), "marks")
    said = clean_note(words, about="words", label=say("What the visitor said"))
    if all(mark is None for mark in given) and not said:
        raise Declined(
            "nothing_said", say("Nothing is marked yet. Press 1 to 5 for each statement."), "marks"
        )
    act = acts.begin(w, "visit report", by=by, name=form.name)
    made = acts.add_row(
        w, act, "visit_reports",
        {
            "form_id": form_id, "visited_on": on.isoformat(), "visitor": clean_line(visitor, about="visitor"),
            "marks": json.dumps(given), "words": said, "by_person": by,
        },
    )  # fmt: skip
    (kept,) = _reports(w, "id = ?", (made,))
    return Reported(act, form, kept)


def forms(book: Reading) -> tuple[VisitForm, ...]:
    """All forms, those in use first, the newest first."""
    rows = book.rows(f"{_SELECT} order by state <> 'used', id desc limit 50")
    return tuple(_form(row) for row in rows)


def one(book: Reading, form_id: int) -> VisitForm:
    """A form by its id."""
    row = book.row(f"{_SELECT} where id = ?", (form_id,))
    if row is None:
        raise Declined("form_unknown", say("There is no such form in this book."), "form")
    return _form(row)


def found(book: Reading, form_id: int, today: date) -> Found:
    """What the visits of the last twelve months say."""
    form = one(book, form_id)
    months = visit_marks.months_until(today, MONTHS)
    reports = _reports(
        book,
        "form_id = ? and visited_on >= ? order by visited_on desc, id desc",
        (form_id, months[0].isoformat()),
    )
    by_statement: list[list[tuple[date, int]]] = [[] for _ in form.statements]
    for each in reports:
        for place, mark in enumerate(each.marks):
            if mark is not None:
                by_statement[place].append((each.visited_on, mark))
    return Found(
        form,
        months,
        tuple(visit_marks.trend(marks, months) for marks in by_statement),
        visit_marks.trend([mark for marks in by_statement for mark in marks], months),
        len(reports),
        reports[:WORDS_SHOWN],
    )


def all_found(book: Reading, today: date) -> tuple[Found, ...]:
    """What the visits of every form in use say."""
    return tuple(found(book, form.id, today) for form in forms(book) if not form.put_away)


_SELECT = "select id, name, statements, made_on, state from visit_forms"


def _form(row: tuple[Any, ...]) -> VisitForm:
    return VisitForm(
        row[0], row[1], tuple(json.loads(row[2])), date.fromisoformat(row[3]), row[4] == "put away"
    )


def _reports(book: Reading, where: str, values: tuple[object, ...]) -> tuple[Report, ...]:
    rows = book.rows(f"select id, visited_on, visitor, marks, words from visit_reports where {where}", values)
    return tuple(
        Report(row[0], date.fromisoformat(row[1]), row[2], tuple(json.loads(row[3])), row[4]) for row in rows
    )
