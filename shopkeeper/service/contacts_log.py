"""Every contact with a member over every channel in one log, what was the first of its kind, and what may come next."""

import json
from datetime import date
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules import firsts
from shopkeeper.say import text
from shopkeeper.service import consents, leaving, letter_whom, winback
from shopkeeper.service.common import who
from shopkeeper.values import dataclass, replace

Channel = Literal["counter", "phone", "letter", "e-mail", "visit"]
Kind = Literal["purchase", "talk", "letter", "complaint", "request", "try", "invited", "at the door"]
First = Literal[
    "", "first", "visits", "back", "first call", "first letter", "first e-mail", "first visit to them", "first complaint",
    "first request",
]  # fmt: skip
MOST = 400


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: the day, how, what it was, the words of it and who; `first` says what it was the first of, with `n`
    the number of the visit or the days away before it. `letter` is the kind of a letter."""

    on: date
    channel: Channel
    kind: Kind
    text: str
    by: str
    first: First = ""
    n: int = 0
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the shop may do next and why not: `letter` and `call` are the reasons against, "" where nothing stands
    against it; `tried_on` is the day of the last try within a fortnight."""

    letter: str
    call: str
    tried_on: date | None


@dataclass(frozen=True, slots=True)
class Log:
    """The contacts of a member, the latest first, at most so many of `of` in all, and what may come next."""

    number: str
    name: str
    contacts: tuple[Contact, ...]
    of: int
    limits: Limits


_ALL = (
    "select f.happened_on as d, 0 as at, 'counter' as c, 'purchase' as k, group_concat(nullif(f.what, ''), ', ') as t,"
    " max(coalesce(p.name, '')) as b, '' as l from facts f left join people p on p.id = f.by_person"
    " where f.member_id = :m and f.kind = 'purchase' and f.undone_by is null group by f.happened_on"
    " union all select t.happened_on, t.id, t.channel, 'talk', t.text, coalesce(p.name, ''), '' from talks t"
    " left join people p on p.id = t.by_person where t.member_id = :m"
    " union all select t.done_on, t.id, t.channel, 'try', t.text, coalesce(p.name, ''), '' from tries t"
    " left join people p on p.id = t.by_person where t.member_id = :m and t.done_on is not null"
    " union all select l.written_on, l.id, 'letter', 'letter', l.own_line, coalesce(p.name, ''), l.kind from letters l"
    " join acts a on a.id = l.act_id left join people p on p.id = a.by_person where l.member_id = :m and l.undone_by is null"
    " union all select a.heard_on, a.id, a.touch, a.kind, a.text, coalesce(p.name, ''), '' from matters a"
    " left join people p on p.id = a.by_person where a.member_id = :m"
    " union all select g.told_on, g.id, g.told_by, 'invited', e.name, coalesce(p.name, ''), '' from guests g"
    " join events e on e.id = g.event_id left join people p on p.id = g.by_person"
    " where g.member_id = :m and g.told_on is not null and g.told_by <> ''"
    " union all select e.on_day, g.id, 'counter', 'at the door', e.name, '', '' from guests g"
    " join events e on e.id = g.event_id where g.member_id = :m and g.arrived_at is not null"
)


def of(book: Reading, member_id: int, today: date, limit: int = MOST) -> Log:
    """The log of a member, bounded by `limit`. Declined for one who is not in the book."""
    number, name = who(book, member_id)
    rows = book.rows(f"select * from ({_ALL}) order by d, at", {"m": member_id})
    days = [date.fromisoformat(row[0]) for row in rows if row[3] == "purchase"]
    noticed = firsts.of_visits(days)
    seen: set[str] = set()
    found = []
    for on, _, channel, kind, words, by, letter in rows:
        one = Contact(date.fromisoformat(on), channel, kind, words or "", by, letter=letter)
        if kind == "purchase":
            about, n = noticed.get(one.on, ("", 0))
            one = replace(one, first=about, n=n)  # type: ignore[arg-type]
        else:
            one = replace(one, first=_first(channel, kind, seen))
        found.append(one)
    found.reverse()
    return Log(number, name, tuple(found[:limit]), len(found), limits(book, member_id, today))


def _first(channel: str, kind: str, seen: set[str]) -> First:
    """What a contact is the first of, the matter before the channel; both are seen from then on."""
    by_kind: dict[str, First] = {"complaint": "first complaint", "request": "first request"}
    by_channel: dict[str, First] = {
        "phone": "first call", "letter": "first letter", "e-mail": "first e-mail", "visit": "first visit to them",
    }  # fmt: skip
    fresh = [one for one in (by_kind.get(kind), by_channel.get(channel)) if one and one not in seen]
    seen.update(fresh)
    return fresh[0] if fresh else ""


def limits(book: Reading, member_id: int, today: date) -> Limits:
    """Whether they may be written to and called now, and why not."""
    written = letter_whom.may_write(book, member_id, today)
    call = leaving.in_peace(book, [member_id]).get(member_id, "")
    if not call:
        phone = next(one for one in consents.of(book, member_id) if one.channel == "phone")
        call = text("Asked for no calls") if phone.given is False else ""
    return Limits(written.because, call, winback.lately(book, member_id, today))


def of_acts(book: Reading, records: str) -> dict[tuple[str, int], tuple[First, int]]:
    """What on a timeline was the first of its kind, by source and row: facts, letters and acts of the member's records,
    a JSON list of ids."""
    found: dict[tuple[str, int], tuple[First, int]] = {}
    in_these = "in (select value from json_each(:records))"
    days = book.rows(
        "select min(id), happened_on from facts where member_id " + in_these + " and kind = 'purchase'"
        " and undone_by is null group by happened_on order by happened_on",
        {"records": records},
    )
    noticed = firsts.of_visits([date.fromisoformat(on) for _, on in days])
    for fact, on in days:
        about = noticed.get(date.fromisoformat(on))
        if about is not None:
            found["fact", fact] = about  # type: ignore[assignment]
    letter = book.value(
        f"select id from letters where member_id {in_these} and undone_by is null order by written_on, id limit 1",
        {"records": records},
    )
    if letter is not None:
        found["letter", letter] = "first letter", 0
    seen: set[str] = {"first letter"} if letter is not None else set()
    for act, became in book.rows(
        "select a.id, b.became from acts a join before b on b.act_id = a.id and b.was = 'null'"
        f" and b.about in ('talks', 'tries', 'matters') where a.member_id {in_these} and a.undone_by is null"
        " and a.kind in ('talk', 'try', 'matter', 'thanked') order by a.id, b.id",
        {"records": records},
    ):
        row = json.loads(became)
        if row.get("planned_on") and not row.get("done_on"):
            continue
        about_it = _first(row.get("channel") or row.get("touch") or "", row.get("kind") or "", seen)
        if about_it:
            found.setdefault(("noted", act), (about_it, 0))
    return found
