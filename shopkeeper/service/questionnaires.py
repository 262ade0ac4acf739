"""Some of the questions on one sheet of paper: handed out blank or with a member's code, typed in with a key a question."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, groups, members, questions, shops
from shopkeeper.service.common import who
from shopkeeper.service.questions import Question
from shopkeeper.values import dataclass

MOST_QUESTIONS = 8
MOST_SHEETS = 500
"""So many sheets with names are made at once."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A sheet: its questions in the order in which they are printed and typed."""

    id: int
    name: str
    questions: tuple[Question, ...]
    made_on: date
    put_away: bool
    answered: int
    """Members who answered one of its questions at least, at the counter or on paper."""


@dataclass(frozen=True, slots=True)
class SheetKept:
    """A sheet that was made or put away."""

    act: int
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class TypedIn:
    """A filled-in sheet in the book: how many answers were kept, how many had been given before, the points for them."""

    act: int
    member_id: int
    number: str
    name: str
    kept: int
    known: int
    points: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """A sheet for one member: the code that says whose it is, and how it is written for people."""

    code: str
    name: str
    number: str


def make(w: Writing, name: str, question_ids: Sequence[int], *, by: int | None = None) -> SheetKept:
    """A sheet of one to eight questions that are asked. It stays as it is, so that a filled-in sheet can be read."""
    called = clean_line(name, about="name", label=say("The name of the sheet"), required=True)
    ids = list(dict.fromkeys(question_ids))
    if not 1 <= len(ids) <= MOST_QUESTIONS:
        raise Declined(
            "questions_needed",
            say("A sheet has one to eight questions. Short ones are filled in."),
            "questions",
        )
    for question_id in ids:
        questions.one(w, question_id)
    act = acts.begin(w, "questionnaire", by=by, name=called)
    made = acts.add_row(
        w, act, "questionnaires",
        {"name": called, "questions": json.dumps(ids), "made_on": shops.today(w).isoformat(), "state": "used"},
    )  # fmt: skip
    return SheetKept(act, one(w, made))


def put_away(w: Writing, questionnaire_id: int, *, by: int | None = None) -> SheetKept:
    """The sheet is handed out no more; its answers stay, and one that comes late can still be typed in by hand."""
    sheet = one(w, questionnaire_id)
    if sheet.put_away:
        raise Declined("put_away_already", say("This sheet is put away already."), "sheet")
    act = acts.begin(w, "questionnaire", by=by, name=sheet.name)
    acts.change_row(w, act, "questionnaires", questionnaire_id, {"state": "put away"})
    return SheetKept(act, one(w, questionnaire_id))


def type_in(
    w: Writing, questionnaire_id: int, code: str, chosen: Sequence[int | None], *, by: int | None = None
) -> TypedIn:
    """Keep a filled-in sheet as one act: `chosen` has a place from 1 for each question, None where it was left blank.

    Each answer earns its points once (8) and becomes a preference with its day and the question it came from; one that
    was given before stays as it was. Declined: a code that is nobody's, a place that is not there, nothing new.
    """
    sheet = one(w, questionnaire_id)
    member_id = members.find_member(w, code)
    number, name = who(w, member_id)
    if len(chosen) != len(sheet.questions) or any(
        place is not None and not 1 <= place <= len(question.choices)
        for place, question in zip(chosen, sheet.questions, strict=False)
    ):
        raise Declined("choice_unknown", say("There is no such answer on this sheet."), "choices")
    given = [
        (question, question.choices[place - 1])
        for question, place in zip(sheet.questions, chosen, strict=True)
        if place is not None
    ]
    if not given:
        raise Declined(
            "nothing_chosen", say("Nothing is chosen yet. Press the number of an answer."), "choices"
        )
    new = [
        (question, words) for question, words in given if not questions.is_answered(w, question.id, member_id)
    ]
    if not new:
        raise Declined(
            "answered_already",
            say("{name} has answered all of this already.").format(name=name or number),
            "code",
        )
    act = acts.begin(w, "sheet answered", member_id=member_id, by=by, name=name, number=number)
    points = sum(questions.keep_answer(w, act, question, member_id, words, by) for question, words in new)
    finding.refresh(w, [member_id])
    return TypedIn(act, member_id, number, name, len(new), len(given) - len(new), points)


def in_use(book: Reading) -> tuple[Questionnaire, ...]:
    """The sheets that are handed out, the newest first."""
    rows = book.rows(f"{_SELECT} where state = 'used' order by id desc limit 50")
    return tuple(_sheet(book, row) for row in rows)


def one(book: Reading, questionnaire_id: int) -> Questionnaire:
    """A sheet by its id."""
    row = book.row(f"{_SELECT} where id = ?", (questionnaire_id,))
    if row is None:
        raise Declined("sheet_unknown", say("There is no such sheet in this book."), "sheet")
    return _sheet(book, row)


def addressed(book: Reading, questionnaire_id: int, group: str, today: date) -> tuple[Addressed, ...]:
    """The members of a saved group for whom a sheet can be printed: those who have not answered all of it, by name.

    Declined where they are more than can be made at once.
    """
    sheet = one(book, questionnaire_id)
    ids = groups.members_in(book, groups.named(book, group).rule, today)
    if len(ids) > MOST_SHEETS:
        raise Declined(
            "too_many_sheets",
            say(
                "More than {most} members are in this group. Choose a smaller one, or print blank sheets."
            ).format(most=MOST_SHEETS),
            "group",
        )
    wanted = json.dumps([question.id for question in sheet.questions])
    rows = book.rows(
        "select coalesce((select c.number from cards c where c.member_id = m.id and c.blocked_on is null order by c.id"
        " desc limit 1), m.number), m.name, m.number from members m where m.id in (select value from json_each(?))"
        " and m.gone = 0 and (select count(*) from answers a where a.member_id = m.id and a.question_id in"
        " (select value from json_each(?))) < ? order by m.name collate nocase, m.id",
        (json.dumps(list(ids)), wanted, len(sheet.questions)),
    )
    return tuple(Addressed(*row) for row in rows)


_SELECT = "select id, name, questions, made_on, state from questionnaires"


def _sheet(book: Reading, row: tuple[Any, ...]) -> Questionnaire:
    asked = tuple(questions.one(book, question_id) for question_id in json.loads(row[2]))
    answered = book.value(
        "select count(distinct member_id) from answers where question_id in (select value from json_each(?))",
        (row[2],),
    )
    return Questionnaire(
        row[0], row[1], asked, date.fromisoformat(row[3]), row[4] == "put away", int(answered)
    )
