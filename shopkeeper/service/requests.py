"""What members ask about their data: each has a month to be answered in, from the day it was asked."""

from datetime import date
from typing import Literal, TypeGuard, get_args

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import months_after
from shopkeeper.rules.names import clean_line
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.common import who
from shopkeeper.service.detail_rows import row_now
from shopkeeper.values import dataclass

Kind = Literal["see", "correct", "object", "forget", "restrict"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_NAMES: dict[Kind, str] = {
    "see": "To be shown what is held", "correct": "To have it put right", "object": "Not to have it used for something",
    "forget": "To be forgotten", "restrict": "To have it kept, and not used",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked, by when it is answered, and what was done; `done_on` is None while it is open."""

    id: int
    member_id: int
    number: str
    name: str
    kind: Kind
    text: str
    asked_on: date
    due_on: date
    done_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was written down, or answered."""

    act: int
    member_id: int
    number: str
    name: str
    request: Request


def is_kind(words: str) -> TypeGuard[Kind]:
    """Whether a word is one of what can be asked."""
    return words in KINDS


def kind_name(kind: Kind) -> str:
    """What is asked, in the shop's words."""
    return say(_NAMES[kind])


def due_words(one: Request, today: date) -> str:
    """“due in 12 days”, “due today”, “3 days late”."""
    days = (one.due_on - today).days
    if days < 0:
        return counted(-days, "{n} day late", "{n} days late")
    return counted(days, "due in {n} day", "due in {n} days") if days else say("due today")


def ask(
    w: Writing, member_id: int, kind: Kind, words: str = "", *, asked_on: date | None = None, by: int | None = None
) -> Asked:  # fmt: skip
    """Write down what a member asked; it is due on the same day of the next month, or on that month's last. Undone as one.

    Declined: there is no such request; a day to come.
    """
    number, name = who(w, member_id)
    if kind not in KINDS:
        raise Declined("request_unknown", say("There is no such request. Choose one of the list."), "kind")
    said = clean_line(words, about="request", label=say("In their words"))
    today = shops.today(w)
    day = asked_on or today
    if day > today:
        raise Declined("day_in_the_future", say("That day is still to come. Check the date."), "asked_on")
    act = acts.begin(w, "data request", member_id=member_id, by=by, name=name, number=number)
    row = acts.add_row(
        w, act, "requests",
        {
            "member_id": member_id, "kind": kind, "text": said, "asked_on": day.isoformat(),
            "due_on": months_after(day, 1).isoformat(), "done_on": None, "outcome": "", "by_person": by,
        },
    )  # fmt: skip
    return Asked(act, member_id, number, name, one(w, row))


def answer(w: Writing, request_id: int, outcome: str, *, by: int | None = None) -> Asked:
    """Write down what was done about a request, today. Undone as one.

    Declined: it is not open any more; nothing is said of what was done.
    """
    row = row_now(w, "requests", request_id)
    if row is None or row["done_on"] is not None:
        raise Declined("request_gone", say("This request is not open any more."), "request")
    said = clean_line(outcome, about="outcome", label=say("What was done"))
    if not said:
        raise Declined("outcome_missing", say("Write in a word or two what was done."), "outcome")
    number, name = who(w, row["member_id"])
    act = acts.begin(w, "data request", member_id=row["member_id"], by=by, name=name, number=number)
    acts.change_row(w, act, "requests", request_id, {"done_on": shops.today(w).isoformat(), "outcome": said})
    return Asked(act, row["member_id"], number, name, one(w, request_id))


_SELECT = (
    "select r.id, r.member_id, m.number, m.name, r.kind, r.text, r.asked_on, r.due_on, r.done_on, r.outcome"
    " from requests r join members m on m.id = r.member_id"
)


def one(book: Reading, request_id: int) -> Request:
    """A request by its number in the book. Declined where there is none."""
    found = _read(book, "where r.id = ?", (request_id,))
    if not found:
        raise Declined("request_gone", say("This request is not open any more."), "request")
    return found[0]


def of(book: Reading, member_id: int, limit: int = 20) -> tuple[Request, ...]:
    """What a member asked: what is open first and the first due before all, then what was answered, the latest first."""
    return _read(
        book,
        "where r.member_id = ? order by r.done_on is not null, iif(r.done_on is null, r.due_on, ''), r.due_on desc, r.id"
        " limit ?",
        (member_id, limit),
    )


def waiting(book: Reading, limit: int) -> tuple[Request, ...]:
    """What is open, the first due first."""
    return _read(book, "where r.done_on is null and m.gone = 0 order by r.due_on, r.id limit ?", (limit,))


def count_waiting(book: Reading) -> int:
    """How many are open."""
    return int(
        book.value(
            "select count(*) from requests r join members m on m.id = r.member_id and m.gone = 0 where r.done_on is null"
        )
    )


def _read(book: Reading, which: str, values: tuple[int, ...]) -> tuple[Request, ...]:
    return tuple(
        Request(
            row[0], row[1], row[2], row[3], row[4], row[5], date.fromisoformat(row[6]), date.fromisoformat(row[7]),
            None if row[8] is None else date.fromisoformat(row[8]), row[9],
        )
        for row in book.rows(f"{_SELECT} {which}", values)
    )  # fmt: skip
