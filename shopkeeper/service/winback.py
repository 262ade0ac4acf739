"""The plan to see somebody again: tries with day and channel, the “we miss you” letters among them, and what came of each."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal, get_args

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.leaving import outcomes
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, leaving, shops
from shopkeeper.service.common import who
from shopkeeper.service.detail_rows import row_now
from shopkeeper.values import dataclass, replace

Channel = Literal["counter", "phone", "letter", "e-mail", "visit"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
LONGEST_DAYS = 366
LETTER = "miss-you"
PAUSE_DAYS = 14
"""Nobody is tried twice within so many days, but for one who insists."""


@dataclass(frozen=True, slots=True)
class Try:
    """A try to see somebody again. `id` is 0 for a letter of the log; `done_on` None while it is planned.

    `came_on` is the day they came back after it, with what they bought and for how much; `waiting` while it is too
    early to say that they did not.
    """

    id: int
    member_id: int
    channel: Channel
    text: str
    due_on: date
    done_on: date | None
    by: str
    came_on: date | None = None
    bought: str = ""
    amount_minor: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What an act did to the plan of a member."""

    act: int
    member_id: int
    number: str
    name: str
    channel: Channel
    due_on: date
    done: bool


def plan(
    w: Writing, member_id: int, channel: Channel, due_on: date, words: str = "", *, by: int | None = None
) -> Tried:
    """Plan a try for a day; until then the member is not listed as slipping away.

    Declined: who is to be left in peace; a day that has passed or is a year away; a try over this channel is planned.
    """
    today = shops.today(w)
    _check(w, member_id, channel)
    if due_on < today:
        raise Declined("day_in_the_past", say("A try is planned for today or a day to come."), "day")
    if (due_on - today).days > LONGEST_DAYS:
        raise Declined("day_out_of_range", say("That day is more than a year away. Check the date."), "day")
    if any(one.channel == channel and one.done_on is None for one in of(w, member_id, today)):
        raise Declined(
            "planned_already", say("That is planned already. Do it, or take it out first."), "channel"
        )
    act, number, name = _begin(w, member_id, by)
    _add(w, act, member_id, channel, words, today, due_on, None, by)
    return Tried(act, member_id, number, name, channel, due_on, False)


def tried(
    w: Writing, member_id: int, channel: Channel, words: str = "", *, even_if_lately: bool = False, by: int | None = None
) -> Tried:  # fmt: skip
    """Write down a try that was made today; one that was planned over this channel is done with it.

    Declined: who is to be left in peace; who was tried within the last fortnight, unless `even_if_lately`.
    """
    today = shops.today(w)
    _check(w, member_id, channel)
    if not even_if_lately:
        last = lately(w, member_id, today)
        if last is not None:
            raise Declined(
                "tried_lately",
                say(
                    "They were tried on {day} already. Leave them a fortnight, or say that it is right all the same."
                ).format(day=last.isoformat()),
                "channel",
            )
    act, number, name = _begin(w, member_id, by)
    done_in(w, act, member_id, channel, words, by)
    return Tried(act, member_id, number, name, channel, today, True)


def do(w: Writing, try_id: int, words: str = "", *, by: int | None = None) -> Tried:
    """A planned try is done today. Declined for one that was done, or is not there; for who is to be left in peace."""
    row = row_now(w, "tries", try_id)
    if row is None or row["done_on"] is not None:
        raise Declined("try_unknown", say("This is not planned any more."), "try")
    return tried(w, row["member_id"], row["channel"], words, even_if_lately=True, by=by)


def done_in(w: Writing, act: int, member_id: int, channel: Channel, words: str, by: int | None) -> None:
    """A try that was made today, as a part of another act."""
    today = shops.today(w)
    said = clean_line(words, about="try", label=say("What was said"))
    planned = w.value(
        "select id from tries where member_id = ? and channel = ? and done_on is null order by due_on limit 1",
        (member_id, channel),
    )
    if planned is None:
        _add(w, act, member_id, channel, said, today, today, today, by)
    else:
        changes: dict[str, Any] = {"done_on": today.isoformat(), "by_person": by}
        acts.change_row(w, act, "tries", planned, changes | ({"text": said} if said else {}))


def take_out(w: Writing, try_id: int, *, by: int | None = None) -> Tried:
    """Take a try out of the plan again. Declined for one that was done, or is not there."""
    row = row_now(w, "tries", try_id)
    if row is None or row["done_on"] is not None:
        raise Declined("try_unknown", say("This is not planned any more."), "try")
    act, number, name = _begin(w, row["member_id"], by)
    acts.change_row(w, act, "tries", try_id, None)
    return Tried(
        act, row["member_id"], number, name, row["channel"], date.fromisoformat(row["due_on"]), False
    )


def move(w: Writing, try_id: int, due_on: date, *, by: int | None = None) -> Tried:
    """Another day for a planned try."""
    row = row_now(w, "tries", try_id)
    if row is None or row["done_on"] is not None:
        raise Declined("try_unknown", say("This is not planned any more."), "try")
    act, number, name = _begin(w, row["member_id"], by)
    acts.change_row(w, act, "tries", try_id, {"due_on": due_on.isoformat()})
    return Tried(act, row["member_id"], number, name, row["channel"], due_on, False)


def _check(book: Reading, member_id: int, channel: Channel) -> None:
    who(book, member_id)
    if channel not in CHANNELS:
        raise Declined(
            "channel_unknown", say("At the counter, by phone, letter, e-mail or on a visit."), "channel"
        )
    why = leaving.in_peace(book, [member_id]).get(member_id)
    if why is not None:
        raise Declined("left_in_peace", say("{why}. Nobody tries them any more.").format(why=why), "member")


def _begin(w: Writing, member_id: int, by: int | None) -> tuple[int, str, str]:
    number, name = who(w, member_id, even_if_gone=True)
    return acts.begin(w, "try", member_id=member_id, by=by, name=name, number=number), number, name


def _add(
    w: Writing, act: int, member_id: int, channel: Channel, words: str, planned_on: date, due_on: date,
    done_on: date | None, by: int | None,
) -> None:  # fmt: skip
    acts.add_row(
        w, act, "tries",
        {
            "member_id": member_id, "channel": channel, "text": clean_line(words, about="try", label=say("What was said")),
            "planned_on": planned_on.isoformat(), "due_on": due_on.isoformat(),
            "done_on": None if done_on is None else done_on.isoformat(), "by_person": by,
        },
    )  # fmt: skip


# ---- reading ---------------------------------------------------------------------------------------------

# A letter that was planned is done once one of the kind stands in the log.
_DONE_ON = (
    "coalesce(t.done_on, iif(t.channel = 'letter', (select min(l.written_on) from letters l where l.member_id = t.member_id"
    f" and l.kind = '{LETTER}' and l.undone_by is null and l.written_on >= t.planned_on), null))"
)


def of(book: Reading, member_id: int, today: date) -> tuple[Try, ...]:
    """Every try of a member, planned, done, or a letter of the log, the earliest first, each with what came of it."""
    rows = book.rows(
        f"select * from (select t.id, t.channel, t.text, t.due_on, {_DONE_ON} as done, coalesce(p.name, '') from tries t"
        " left join people p on p.id = t.by_person where t.member_id = :member"
        " union all select 0, 'letter', l.own_line, l.written_on, l.written_on, coalesce(p.name, '') from letters l"
        " join acts a on a.id = l.act_id left join people p on p.id = a.by_person where l.member_id = :member"
        f" and l.kind = '{LETTER}' and l.undone_by is null and not exists (select 1 from tries t"
        "  where t.member_id = l.member_id and t.channel = 'letter' and t.done_on is null and t.planned_on <= l.written_on"
        f"  and l.written_on = {_DONE_ON})) order by done is null, done, due_on, id",
        {"member": member_id},
    )
    tries = [
        Try(i, member_id, channel, words, date.fromisoformat(due), None if done is None else date.fromisoformat(done), by)
        for i, channel, words, due, done, by in rows
    ]  # fmt: skip
    return _with_outcomes(book, tries, today)


def _with_outcomes(book: Reading, tries: list[Try], today: date) -> tuple[Try, ...]:
    """The tries of one member with what came of those that were made."""
    made = [one for one in tries if one.done_on is not None]
    if not made:
        return tuple(tries)
    days = [one.done_on for one in made if one.done_on is not None]
    visits: dict[date, tuple[str, int]] = {}
    for on, what, amount in book.rows(
        "select f.happened_on, f.what || coalesce((select group_concat(l.what, ', ') from lines l where l.fact_id = f.id"
        " and l.what <> '' and f.what = ''), ''), f.amount_minor from facts f where f.member_id = ? and f.kind = 'purchase'"
        " and f.undone_by is null and f.happened_on > ? order by f.happened_on, f.id",
        (made[0].member_id, days[0].isoformat()),
    ):
        before = visits.get(date.fromisoformat(on), ("", 0))
        words = ", ".join(part for part in (before[0], what) if part)
        visits[date.fromisoformat(on)] = words, before[1] + amount
    told = outcomes(days, list(visits), today)
    found = []
    for one, outcome in zip(made, told, strict=True):
        bought, amount = ("", 0) if outcome.came_on is None else visits[outcome.came_on]
        found.append(
            replace(one, came_on=outcome.came_on, bought=bought, amount_minor=amount, waiting=outcome.waiting)
        )
    return (*found, *(one for one in tries if one.done_on is None))


def lately(book: Reading, member_id: int, today: date) -> date | None:
    """The day this member was tried last, if it is within the last fortnight."""
    since = today - timedelta(days=PAUSE_DAYS)
    days = [one.done_on for one in of(book, member_id, today) if one.done_on is not None]
    return max((day for day in days if day > since), default=None)


def planned(book: Reading, today: date, *, due_too: bool = False, limit: int = 200) -> tuple[Try, ...]:
    """What is planned and not done, the nearest day first; `due_too` asks for what is due today or before alone."""
    rows = book.rows(
        "select t.id, t.member_id, t.channel, t.text, t.due_on, coalesce(p.name, '') from tries t"
        " join members m on m.id = t.member_id and m.gone = 0 left join people p on p.id = t.by_person"
        f" where t.done_on is null and {_DONE_ON} is null and (t.due_on <= :today or :later)"
        f" and not {leaving.NEVER.format(id='t.member_id')} order by t.due_on, t.id limit :most",
        {"today": today.isoformat(), "later": int(not due_too), "most": limit},
    )
    return tuple(
        Try(i, member, channel, words, date.fromisoformat(due), None, by)
        for i, member, channel, words, due, by in rows
    )


def names_of(book: Reading, member_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Number and name of each of these."""
    rows = book.rows(
        "select id, number, name from members where id in (select value from json_each(?))",
        (json.dumps(list(member_ids)),),
    )
    return {member: (number, name) for member, number, name in rows}


def occasion(book: Reading, member_id: int, today: date) -> str:
    """The occasion of a “we miss you” letter to this member, "" where there is none."""
    from shopkeeper.service import letter_due

    return letter_due.own_occasion(book, member_id, today, LETTER) or ""


def made_since(book: Reading, since: date, today: date, limit: int = 200) -> tuple[tuple[Try, str, str], ...]:
    """The tries since a day, the latest first, each with number and name of whom it was for, at most so many."""
    rows = book.rows(
        "select distinct member_id from (select member_id, done_on as d from tries where done_on > :since union all"
        f" select member_id, written_on from letters where kind = '{LETTER}' and undone_by is null and written_on > :since)"
        " order by d desc limit :most",
        {"since": since.isoformat(), "most": limit},
    )
    found: list[tuple[Try, str, str]] = []
    for (member_id,) in rows:
        row = book.row("select number, name from members where id = ? and gone = 0", (member_id,))
        if row is not None:
            found += [
                (one, row[0], row[1])
                for one in of(book, member_id, today)
                if one.done_on is not None and one.done_on > since
            ]
    found.sort(key=lambda entry: (entry[0].done_on or date.min, entry[2]), reverse=True)
    return tuple(found[:limit])
