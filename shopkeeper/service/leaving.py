"""Why a member left, asked and noted; and who is never to be written to, called or invited again."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeGuard

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.leaving import REASONS, SILENT, Reason
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, holding, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

NEVER = f"(exists (select 1 from leavings v where v.member_id = {{id}} and v.never = 1) or {holding.HELD})"
"""What is true of whoever is to be left in peace, or on hold; `{id}` is the column with the member."""
ALL_IN_PEACE = (
    "select member_id from leavings where never = 1 union select member_id from holds where lifted_on is null"
)
"""Everybody who is to be left in peace, or on hold."""
_NAMES: dict[Reason, str] = {
    "moved": "Moved away", "died": "Has died", "price": "The price", "service": "How they were served",
    "choice": "Not what they look for", "elsewhere": "Goes elsewhere", "no need": "Needs it no more",
    "asked": "Asked to be left in peace", "other": "Another reason", "not said": "Did not say",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaving:
    """Why somebody left, as it was noted; `back_on` is the first visit after that day, None while there was none."""

    id: int
    reason: Reason
    text: str
    never: bool
    noted_on: date
    by: str
    back_on: date | None


@dataclass(frozen=True, slots=True)
class LeavingNoted:
    """What an act wrote down or took out about somebody who left; `leaving` is what holds now."""

    act: int
    member_id: int
    number: str
    name: str
    leaving: Leaving | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many gave a reason within a time, and how many of them have been here since."""

    reason: Reason
    members: int
    back: int


def is_reason(words: str) -> TypeGuard[Reason]:
    """Whether a word is one of the reasons."""
    return words in REASONS


def reason_name(reason: Reason) -> str:
    """A reason in the shop's words."""
    return say(_NAMES[reason])


def note(
    w: Writing, member_id: int, reason: Reason, words: str = "", *, never: bool = False, by: int | None = None
) -> LeavingNoted:
    """Write down why a member left; a second note is another one, and the latest holds.

    Who moved away, has died, or asked to be left in peace is never written to again, whatever `never` says.
    Declined: there is no such reason; another reason without a word of what it is.
    """
    number, name = who(w, member_id)
    if reason not in REASONS:
        raise Declined("reason_unknown", say("There is no such reason. Choose one of the list."), "reason")
    said = clean_line(words, about="leaving", label=say("What they said"))
    if reason == "other" and not said:
        raise Declined("leaving_missing", say("Write in a word or two what it was."), "leaving")
    act = acts.begin(w, "leaving", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "leavings",
        {
            "member_id": member_id, "reason": reason, "text": said, "never": int(never or reason in SILENT),
            "noted_on": shops.today(w).isoformat(), "by_person": by,
        },
    )  # fmt: skip
    return LeavingNoted(act, member_id, number, name, of(w, member_id))


def take_out(w: Writing, member_id: int, *, by: int | None = None) -> LeavingNoted:
    """Take out the latest note, and every older one by which nobody was to write: they may be spoken to again."""
    number, name = who(w, member_id)
    holds = of(w, member_id)
    if holds is None:
        raise Declined("not_noted", say("Nothing is noted about why they left."), "leaving")
    act = acts.begin(w, "leaving", member_id=member_id, by=by, name=name, number=number)
    for (row,) in w.rows(
        "select id from leavings where member_id = ? and (never = 1 or id = ?)", (member_id, holds.id)
    ):
        acts.change_row(w, act, "leavings", row, None)
    return LeavingNoted(act, member_id, number, name, of(w, member_id))


def of(book: Reading, member_id: int) -> Leaving | None:
    """What is noted last about why this member left, None where nothing is."""
    row = book.row(
        "select v.id, v.reason, v.text, v.never, v.noted_on, coalesce(p.name, ''), (select min(f.happened_on) from facts f"
        " where f.member_id = v.member_id and f.kind = 'purchase' and f.undone_by is null and f.happened_on > v.noted_on)"
        " from leavings v left join people p on p.id = v.by_person where v.member_id = ? order by v.id desc limit 1",
        (member_id,),
    )
    if row is None:
        return None
    leaving, reason, said, never, noted_on, by, back_on = row
    return Leaving(
        leaving, reason, said, bool(never), date.fromisoformat(noted_on), by,
        None if back_on is None else date.fromisoformat(back_on),
    )  # fmt: skip


def in_peace(book: Reading, member_ids: Sequence[int]) -> dict[int, str]:
    """Who of these is to be left in peace or on hold, each with the reason in words: “Moved away”."""
    rows = book.rows(
        "select v.member_id, v.reason from leavings v where v.never = 1"
        " and v.member_id in (select value from json_each(?)) order by v.id",
        (json.dumps(list(member_ids)),),
    )
    return {member: because(reason) for member, reason in rows} | holding.among(book, member_ids)


def because(reason: Reason) -> str:
    """Why somebody is left out: the reason where it says so itself, else that they are to be left in peace."""
    return reason_name(reason) if reason in SILENT else say("To be left in peace")


def reasons(book: Reading, today: date, *, days: int = 365) -> tuple[ReasonCount, ...]:
    """Why members left within so many days by the latest note about each, the most named reason first."""
    rows = book.rows(
        "select v.reason, count(*), sum(exists (select 1 from facts f where f.member_id = v.member_id"
        " and f.kind = 'purchase' and f.undone_by is null and f.happened_on > v.noted_on)) from leavings v"
        " join members m on m.id = v.member_id and m.gone = 0 where v.noted_on > ? and v.noted_on <= ?"
        " and v.id = (select max(o.id) from leavings o where o.member_id = v.member_id)"
        " group by v.reason order by 2 desc, 1",
        ((today - timedelta(days=days)).isoformat(), today.isoformat()),
    )
    return tuple(ReasonCount(reason, members, back) for reason, members, back in rows)
