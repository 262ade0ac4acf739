"""Promises: to whom, what, by when, by whom; kept, put off, broken or released, and the share kept on time."""

from datetime import date, timedelta
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import promises as rules
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.promises import Record, Standing, Word
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

Ending = Literal["kept", "broken", "released"]
LONGEST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with where it stands; `by` is who gave it, "" where nobody was named."""

    id: int
    member_id: int
    text: str
    made_on: date
    due_on: date
    by: str
    by_person: int | None
    standing: Standing
    late_days: int
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """What an act did to a promise."""

    act: int
    member_id: int
    number: str
    name: str
    promise: Promise


def make(
    w: Writing, member_id: int, text: str, due_on: date, *, by: int | None = None, even_if_there: bool = False
) -> Promised:
    """Promise a member something by a day.

    Declined: a day that has passed or is years away; the same words promised already and still open (unless
    `even_if_there`), so that two who serve do not keep the same loaf aside twice.
    """
    today = shops.today(w)
    number, name = who(w, member_id)
    words = clean_line(text, about="promise", label=say("The promise"), required=True)
    _check_day(due_on, today)
    if not even_if_there:
        for open_one in open_for(w, member_id, today):
            if open_one.text.casefold() == words.casefold():
                raise Declined(
                    "promised_already",
                    say(
                        "{name} has been promised this already, by {day}. Change the day there, or say more."
                    ).format(name=name or number, day=open_one.due_on.isoformat()),
                    "promise",
                )
    act = acts.begin(w, "promise", member_id=member_id, by=by, name=name, number=number)
    made = acts.add_row(
        w, act, "promises",
        {
            "member_id": member_id, "text": words, "made_on": today.isoformat(), "due_on": due_on.isoformat(),
            "first_due_on": due_on.isoformat(), "by_person": by, "state": "open", "settled_on": None, "settled_by": None,
        },
    )  # fmt: skip
    return _answer(w, act, made, today)


def settle(
    w: Writing, promise_id: int, ending: Ending = "kept", *, on: date | None = None, by: int | None = None
) -> Promised:
    """A promise was kept, is broken for good, or the member released the shop from it."""
    today = shops.today(w)
    row = _open(w, promise_id)
    day = on or today
    if not row.made_on <= day <= today:
        raise Declined("day_out_of_range", say("The day lies between the promise and today."), "on")
    act = _begin(w, row.member_id, by)
    acts.change_row(
        w, act, "promises", promise_id, {"state": ending, "settled_on": day.isoformat(), "settled_by": by}
    )
    return _answer(w, act, promise_id, today)


def put_off(w: Writing, promise_id: int, due_on: date, *, by: int | None = None) -> Promised:
    """Another day for a promise; the day that was named first stays the one it is measured by."""
    today = shops.today(w)
    row = _open(w, promise_id)
    _check_day(due_on, today)
    act = _begin(w, row.member_id, by)
    acts.change_row(w, act, "promises", promise_id, {"due_on": due_on.isoformat()})
    return _answer(w, act, promise_id, today)


def hand_over(w: Writing, promise_id: int, to_person: int, *, by: int | None = None) -> Promised:
    """Somebody else keeps the promise."""
    today = shops.today(w)
    row = _open(w, promise_id)
    if w.value("select 1 from people where id = ? and active = 1", (to_person,)) is None:
        raise Declined(
            "person_unknown", say("There is nobody of that name among the people who serve."), "by"
        )
    act = _begin(w, row.member_id, by)
    acts.change_row(w, act, "promises", promise_id, {"by_person": to_person})
    return _answer(w, act, promise_id, today)


_SELECT = (
    "select p.id, p.member_id, p.text, p.made_on, p.due_on, p.first_due_on, p.state, p.settled_on, p.by_person,"
    " coalesce(s.name, '') from promises p left join people s on s.id = p.by_person"
)


def open_for(book: Reading, member_id: int, today: date) -> tuple[Promise, ...]:
    """What this member was promised and has not had, the longest overdue first."""
    rows = book.rows(
        f"{_SELECT} where p.member_id = ? and p.state = 'open' order by p.due_on, p.id", (member_id,)
    )
    return tuple(_promise(row, today) for row in rows)


def due(book: Reading, today: date, limit: int, *, through: date | None = None) -> tuple[Promise, ...]:
    """What is due by the end of the day (or of a later one), the broken ones first, at most so many."""
    rows = book.rows(
        f"{_SELECT} join members m on m.id = p.member_id and m.gone = 0"
        " where p.state = 'open' and p.due_on <= ? order by p.due_on, p.id limit ?",
        ((through or today).isoformat(), limit),
    )
    return tuple(_promise(row, today) for row in rows)


def count_due(book: Reading, today: date, *, through: date | None = None) -> tuple[int, int]:
    """How many promises are due by the end of the day (or of a later one), and how many of them are late."""
    row = book.row(
        "select count(*), coalesce(sum(p.due_on < :today), 0) from promises p"
        " join members m on m.id = p.member_id and m.gone = 0 where p.state = 'open' and p.due_on <= :through",
        {"today": today.isoformat(), "through": (through or today).isoformat()},
    )
    assert row is not None
    return row[0], row[1]


def kept_share(book: Reading, today: date, *, days: int = 365, person: int | None = None) -> Record:
    """How the promises of the last so many days were kept, by one who serves or by all."""
    whose = "" if person is None else " and p.by_person = :person"
    rows = book.rows(
        f"{_SELECT} where p.first_due_on > :since and p.first_due_on <= :today{whose}",
        {"since": (today - timedelta(days=days)).isoformat(), "today": today.isoformat(), "person": person},
    )
    return rules.record((_word(row) for row in rows), today)


def _word(row: tuple[Any, ...]) -> Word:
    settled = None if row[7] is None else date.fromisoformat(row[7])
    return Word(row[6], date.fromisoformat(row[4]), date.fromisoformat(row[5]), settled)


def _promise(row: tuple[Any, ...], today: date) -> Promise:
    word = _word(row)
    return Promise(
        row[0], row[1], row[2], date.fromisoformat(row[3]), word.due_on, row[9], row[8],
        rules.standing(word, today), rules.late_days(word, today), word.settled_on,
    )  # fmt: skip


def _open(w: Writing, promise_id: int) -> Promise:
    row = w.row(f"{_SELECT} where p.id = ?", (promise_id,))
    if row is None:
        raise Declined("promise_unknown", say("There is no such promise in this book."), "promise")
    if row[6] != "open":
        raise Declined("promise_settled", say("This promise has been answered already."), "promise")
    return _promise(row, shops.today(w))


def _begin(w: Writing, member_id: int, by: int | None) -> int:
    number, name = who(w, member_id, even_if_gone=True)
    return acts.begin(w, "promise settled", member_id=member_id, by=by, name=name, number=number)


def _answer(w: Writing, act: int, promise_id: int, today: date) -> Promised:
    row = w.row(f"{_SELECT} where p.id = ?", (promise_id,))
    assert row is not None
    finding.refresh(w, [row[1]])
    number, name = who(w, row[1], even_if_gone=True)
    return Promised(act, row[1], number, name, _promise(row, today))


def _check_day(day: date, today: date) -> None:
    if day < today:
        raise Declined("promise_in_the_past", say("A promise is for today or a day to come."), "day")
    if (day - today).days > LONGEST_DAYS:
        raise Declined("day_out_of_range", say("That day is years away. Check the date."), "day")
