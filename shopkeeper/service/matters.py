"""Complaints and requests, from the first word over answer and remedy to “is it right now?”, and to the end."""

from datetime import date, datetime
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import complaints as rules
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, allowances, finding, shops
from shopkeeper.service.common import who
from shopkeeper.service.detail_rows import row_now
from shopkeeper.values import dataclass

MatterKind = Literal["complaint", "request"]
Touch = Literal["counter", "phone", "letter", "e-mail", "visit"]
TOUCHES: tuple[Touch, ...] = ("counter", "phone", "letter", "e-mail", "visit")
State = Literal["open", "settled", "closed"]
LATE_DAYS = 3
"""A complaint that was heard so many days ago and is still open is late."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done about a matter; `allowed` is None while the owner has not answered about a remedy."""

    id: int
    kind: Literal["answer", "remedy", "asked", "closed", "opened again"]
    text: str
    amount_minor: int
    allowed: bool | None
    done_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A complaint or a request; `member_id` is None where nobody known brought it.

    `answered_after_minutes` is the time to the first answer, None while there is none. `asks_owner` says that a
    remedy waits for the owner's yes.
    """

    id: int
    kind: MatterKind
    member_id: int | None
    name: str
    text: str
    subject: str
    touch: Touch
    about_on: date | None
    heard_on: date
    state: State
    answered_after_minutes: int | None
    right_now: bool | None
    settled_on: date | None
    closed_on: date | None
    outcome: str
    by: str
    asks_owner: bool
    need: str


@dataclass(frozen=True, slots=True)
class Handled:
    """What an act did about a matter; `asked_owner` says that it waits for the owner's yes."""

    act: int
    member_id: int | None
    number: str
    name: str
    matter: Matter
    asked_owner: bool = False


def hear(
    w: Writing, kind: MatterKind, text: str, *, member_id: int | None = None, touch: Touch = "counter",
    subject: str | None = None, about_on: date | None = None, by: int | None = None,
) -> Handled:  # fmt: skip
    """Write down a complaint or a request as it was said; the subject is told from its words unless one is given."""
    shop = shops.read(w)
    today = shop.day_of(w.now)
    number, name = who(w, member_id)
    words = clean_line(text, about="matter", label=say("What it is about"), required=True)
    if touch not in TOUCHES:
        raise Declined(
            "touch_unknown", say("It came over the counter, by phone, letter, e-mail or on a visit."), "touch"
        )
    if about_on is not None and about_on > today:
        raise Declined("day_in_the_future", say("That day is still to come. Check the date."), "on")
    about = (
        rules.subject_of(words)
        if subject is None
        else clean_line(subject, about="subject", label=say("The subject"))
    )
    act = acts.begin(w, "matter", member_id=member_id, by=by, name=name, number=number)
    made = acts.add_row(
        w, act, "matters",
        {
            "member_id": member_id, "kind": kind, "text": words, "subject": about, "touch": touch,
            "about_on": None if about_on is None else about_on.isoformat(), "heard_on": today.isoformat(),
            "heard_at": w.entered_at, "by_person": by, "answered_at": None, "state": "open", "right_now": None,
            "settled_on": None, "closed_on": None, "outcome": "", "need_id": None,
        },
    )  # fmt: skip
    return _handled(w, act, made)


def answer(w: Writing, matter_id: int, text: str = "", *, by: int | None = None) -> Handled:
    """Somebody answered the member; the first time is what “time to first answer” is measured by."""
    row = _live(w, matter_id)
    act = _begin(w, row, by)
    _step(w, act, row, "answer", clean_line(text, about="answer", label=say("The answer")), by=by)
    _first_answer(w, act, row)
    return _handled(w, act, matter_id)


def remedy(w: Writing, matter_id: int, text: str, amount_minor: int = 0, *, by: int | None = None) -> Handled:
    """Put it right: what was given and what it is worth. Beyond the allowance of who gives it the owner is asked.

    What is within it counts at once and the matter is settled; what is beyond waits for `allow`.
    """
    row = _live(w, matter_id)
    words = clean_line(text, about="remedy", label=say("What puts it right"), required=True)
    if amount_minor < 0:
        raise Declined("amount_negative", say("A remedy is worth nothing or more."), "amount")
    spent = int(
        w.value(
            "select coalesce(sum(amount_minor), 0) from matter_steps where matter_id = ? and kind = 'remedy' and allowed = 1",
            (matter_id,),
        )
    )
    may = rules.within(spent, amount_minor, allowances.allowance_minor(w, by))
    act = _begin(w, row, by)
    _step(w, act, row, "remedy", words, amount_minor=amount_minor, allowed=1 if may else None, by=by)
    _first_answer(w, act, row)
    if may:
        _settle(w, act, matter_id)
    return _handled(w, act, matter_id, asked_owner=not may)


def allow(w: Writing, matter_id: int, yes: bool, *, by: int | None) -> Handled:
    """The owner answers about the remedy that waits. Declined for anybody else."""
    row = _live(w, matter_id)
    if not allowances.is_owner(w, by):
        raise Declined("owner_only", say("Only the owner can allow more than the allowance."), "by")
    step = w.value(
        "select id from matter_steps where matter_id = ? and kind = 'remedy' and allowed is null order by id limit 1",
        (matter_id,),
    )
    if step is None:
        raise Declined("nothing_waits", say("No remedy waits for the owner here."), "matter")
    act = _begin(w, row, by)
    acts.change_row(w, act, "matter_steps", step, {"allowed": int(yes)})
    if yes:
        _settle(w, act, matter_id)
    return _handled(w, act, matter_id)


def ask(w: Writing, matter_id: int, right_now: bool, words: str = "", *, by: int | None = None) -> Handled:
    """The member was asked “is it right now?”; after a no the matter is open again."""
    row = _live(w, matter_id)
    act = _begin(w, row, by)
    said = clean_line(words, about="answer", label=say("What was said"))
    _step(w, act, row, "asked" if right_now else "opened again", said, by=by)
    changes: dict[str, Any] = {"right_now": int(right_now)}
    if not right_now:
        changes |= {"state": "open", "settled_on": None}
    acts.change_row(w, act, "matters", matter_id, changes)
    return _handled(w, act, matter_id)


def close(w: Writing, matter_id: int, outcome: str, *, by: int | None = None) -> Handled:
    """End a matter with what came of it. A complaint is closed only after the member said that it is right now."""
    row = _live(w, matter_id)
    words = clean_line(outcome, about="outcome", label=say("What came of it"), required=True)
    if row["kind"] == "complaint" and row["member_id"] is not None and row["right_now"] != 1:
        raise Declined(
            "not_asked_yet",
            say("First ask whether it is right now. A complaint ends with the answer of who brought it."),
            "matter",
        )
    act = _begin(w, row, by)
    _step(w, act, row, "closed", words, by=by)
    day = shops.today(w).isoformat()
    acts.change_row(w, act, "matters", matter_id, {"state": "closed", "closed_on": day, "outcome": words})
    return _handled(w, act, matter_id)


def file_under(w: Writing, matter_id: int, subject: str, need: str = "", *, by: int | None = None) -> Handled:
    """Give a matter its subject and the need it speaks of; a need of that name is made where there is none."""
    row = row_now(w, "matters", matter_id)
    if row is None:
        raise _unknown()
    about = clean_line(subject, about="subject", label=say("The subject"))
    wish = clean_line(need, about="need", label=say("The need"))
    act = _begin(w, row, by)
    need_id = None
    if wish:
        need_id = w.value("select id from needs where text = ? collate nocase", (wish,))
        if need_id is None:
            need_id = acts.add_row(w, act, "needs", {"text": wish, "state": "open", "made_on": None})
    acts.change_row(w, act, "matters", matter_id, {"subject": about, "need_id": need_id})
    return _handled(w, act, matter_id)


# ---- reading ---------------------------------------------------------------------------------------------

_SELECT = (
    "select a.id, a.kind, a.member_id, coalesce(m.name, ''), a.text, a.subject, a.touch, a.about_on, a.heard_on, a.state,"
    " a.heard_at, a.answered_at, a.right_now, a.settled_on, a.closed_on, a.outcome, coalesce(p.name, ''),"
    " exists (select 1 from matter_steps s where s.matter_id = a.id and s.kind = 'remedy' and s.allowed is null),"
    " coalesce(n.text, '') from matters a left join members m on m.id = a.member_id"
    " left join people p on p.id = a.by_person left join needs n on n.id = a.need_id"
)


def waiting(book: Reading, limit: int) -> tuple[Matter, ...]:
    """What is not at its end: complaints before requests, the oldest first."""
    rows = book.rows(
        f"{_SELECT} where a.state <> 'closed' and coalesce(m.gone, 0) = 0"
        " order by a.kind, a.state, a.heard_on, a.id limit ?",
        (limit,),
    )
    return tuple(_matter(row) for row in rows)


def count_waiting(book: Reading) -> tuple[int, int]:
    """How many complaints, and how many requests, are not at their end."""
    row = book.row(
        "select coalesce(sum(a.kind = 'complaint'), 0), coalesce(sum(a.kind = 'request'), 0) from matters a"
        " left join members m on m.id = a.member_id where a.state <> 'closed' and coalesce(m.gone, 0) = 0"
    )
    assert row is not None
    return row[0], row[1]


def live_for(book: Reading, member_id: int) -> tuple[Matter, ...]:
    """What this member brought and is not at its end, complaints first."""
    rows = book.rows(
        f"{_SELECT} where a.member_id = ? and a.state <> 'closed' order by a.kind, a.heard_on, a.id limit 20",
        (member_id,),
    )
    return tuple(_matter(row) for row in rows)


def one(book: Reading, matter_id: int) -> tuple[Matter, tuple[Step, ...]]:
    """A matter with all that was done about it. Declined for one that is not in the book."""
    row = book.row(f"{_SELECT} where a.id = ?", (matter_id,))
    if row is None:
        raise _unknown()
    steps = book.rows(
        "select s.id, s.kind, s.text, s.amount_minor, s.allowed, s.done_on, coalesce(p.name, '') from matter_steps s"
        " left join people p on p.id = s.by_person where s.matter_id = ? order by s.id",
        (matter_id,),
    )
    return _matter(row), tuple(
        Step(i, kind, text, amount, None if allowed is None else bool(allowed), date.fromisoformat(on), by)
        for i, kind, text, amount, allowed, on, by in steps
    )


def _matter(row: tuple[Any, ...]) -> Matter:
    (matter_id, kind, member_id, name, text, subject, touch, about_on, heard_on, state, heard_at, answered_at, right_now,
     settled_on, closed_on, outcome, by, asks_owner, need) = row  # fmt: skip
    minutes = None
    if answered_at is not None:
        minutes = round((_instant(answered_at) - _instant(heard_at)).total_seconds() / 60)
    return Matter(
        matter_id, kind, member_id, name, text, subject, touch, _day(about_on), date.fromisoformat(heard_on), state,
        minutes, None if right_now is None else bool(right_now), _day(settled_on), _day(closed_on), outcome, by,
        bool(asks_owner), need,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# ---- writing ---------------------------------------------------------------------------------------------


def _unknown() -> Declined:
    return Declined("matter_unknown", say("There is no such complaint or request in this book."), "matter")


def _live(w: Writing, matter_id: int) -> dict[str, Any]:
    row = row_now(w, "matters", matter_id)
    if row is None:
        raise _unknown()
    if row["state"] == "closed":
        raise Declined("matter_closed", say("This is closed already."), "matter")
    return {**row, "id": matter_id}


def _begin(w: Writing, row: dict[str, Any], by: int | None) -> int:
    number, name = who(w, row["member_id"], even_if_gone=True)
    return acts.begin(w, "matter step", member_id=row["member_id"], by=by, name=name, number=number)


def _step(
    w: Writing, act: int, row: dict[str, Any], kind: str, text: str, *, amount_minor: int = 0,
    allowed: int | None = 1, by: int | None,
) -> None:  # fmt: skip
    acts.add_row(
        w, act, "matter_steps",
        {
            "matter_id": row["id"], "member_id": row["member_id"], "kind": kind, "text": text,
            "amount_minor": amount_minor, "allowed": allowed, "done_on": shops.today(w).isoformat(),
            "done_at": w.entered_at, "by_person": by,
        },
    )  # fmt: skip


def _first_answer(w: Writing, act: int, row: dict[str, Any]) -> None:
    if row["answered_at"] is None:
        acts.change_row(w, act, "matters", row["id"], {"answered_at": w.entered_at})


def _settle(w: Writing, act: int, matter_id: int) -> None:
    settled = {"state": "settled", "settled_on": shops.today(w).isoformat(), "right_now": None}
    acts.change_row(w, act, "matters", matter_id, settled)


def _handled(w: Writing, act: int, matter_id: int, *, asked_owner: bool = False) -> Handled:
    row = w.row(f"{_SELECT} where a.id = ?", (matter_id,))
    assert row is not None
    matter = _matter(row)
    if matter.member_id is not None:
        finding.refresh(w, [matter.member_id])
    number, name = who(w, matter.member_id, even_if_gone=True)
    return Handled(act, matter.member_id, number, name, matter, asked_owner)
