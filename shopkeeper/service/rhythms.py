"""Each member's own rhythm, kept beside the standings: brought up to date between acts, read by the morning page."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.rhythm import FEWEST_DAYS, LATEST_DAYS, OpenDays, rhythm_of
from shopkeeper.service import closed_days, leaving, shops
from shopkeeper.values import dataclass

PART = 60
"""So many members are worked out between two acts, which takes some hundredths of a second."""
LOOKED_THROUGH = 4000
"""So many numbers are looked at for whose rhythm is owed, in one part."""
CHUNK = 500
SLIPPING_DAYS = 42
"""Whose rhythm broke within so many days is slipping away; who has been away for longer is gone."""
_OPEN_DAYS_LOOKED_AT = 1100
_RECENT = 2
_SETTLED = "rhythms:settled_on"


@dataclass(frozen=True, slots=True)
class Slipping:
    """A member whose rhythm is broken: came every so many days, and has not been seen for so many."""

    member_id: int
    every_days: int
    away_days: int
    last_visit: date


@dataclass(frozen=True, slots=True)
class Expected:
    """A member who usually comes on this weekday."""

    member_id: int
    last_visit: date


@dataclass(frozen=True, slots=True)
class Pass:
    """How far one going through of the members has come: those up to `after` are done. `opened` are the days the shop was
    open, read once for all of its parts."""

    opened: OpenDays
    after: int = 0
    done: int = 0
    ended: bool = False


def begin(book: Reading, today: date) -> Pass:
    """The start of a going through."""
    return Pass(open_days(book, today))


def settle_part(w: Writing, so_far: Pass, *, all_too: bool = False, at_most: int = PART) -> Pass:
    """Work out anew the rhythms of members whose last visit has changed: those of the last days, or `all_too`; some of
    them, so that an act never waits long for it. What is kept is a cache, and changes nothing else.
    """
    today = shops.today(w)
    looked_through = so_far.after + LOOKED_THROUGH
    # All are gone through by number; those of the last days are found by their day (the plus keeps it so).
    number = "s.member_id" if all_too else "+s.member_id"
    within = f" and {number} <= :through" if all_too else ""
    stale = w.rows(
        f"{_stale(all_too)} and {number} > :after{within} order by {number} limit :most",
        {**_since(today), "after": so_far.after, "through": looked_through, "most": at_most},
    )
    if len(stale) == at_most:
        after, ended = stale[-1][0], False
    else:
        after = looked_through
        ended = not (
            all_too and w.value("select 1 from standings where member_id > ? limit 1", (looked_through,))
        )
    if ended and all_too:
        w.run(
            "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
            (_SETTLED, json.dumps(today.isoformat())),
        )
    if stale:
        _keep(w, so_far.opened, stale)
    return Pass(so_far.opened, after, len(stale), ended)


def _keep(w: Writing, opened: OpenDays, stale: Sequence[tuple[int, str]]) -> None:
    done: list[tuple[int, str, int, str | None, int | None]] = []
    for member_id, last_visit in stale:
        visits = _visits(w, member_id)
        rhythm = rhythm_of(opened.gaps(visits), [visit.weekday() for visit in visits])
        if rhythm is None:
            done.append((member_id, last_visit, 0, None, None))
        else:
            breaks_on = opened.breaks_on(visits[-1], rhythm.longest).isoformat()
            done.append((member_id, last_visit, round(rhythm.every * 10), breaks_on, rhythm.weekday))
    w.many(
        "insert into rhythms (member_id, last_visit, every_tenths, breaks_on, weekday) values (?, ?, ?, ?, ?)"
        " on conflict (member_id) do update set last_visit = excluded.last_visit, every_tenths = excluded.every_tenths,"
        " breaks_on = excluded.breaks_on, weekday = excluded.weekday",
        done,
    )


def is_owed(book: Reading, today: date) -> bool:
    """Whether the rhythm of somebody who was here in the last days is owed."""
    return bool(book.rows(f"{_stale(False)} limit 1", _since(today)))


def unsettled(book: Reading) -> bool:
    """Whether the rhythms of a book that has just come (an import, an older version) are not all worked out yet."""
    if book.value("select 1 from shop where name = ?", (_SETTLED,)):
        return False
    return bool(book.rows(f"{_stale(True)} limit 1", {"fewest": FEWEST_DAYS}))


def _stale(all_too: bool) -> str:
    return (
        "select s.member_id, s.last_visit from standings s left join rhythms r on r.member_id = s.member_id"
        f" where {'s.last_visit is not null' if all_too else 's.last_visit >= :since'} and s.visits >= :fewest"
        " and (r.member_id is null or r.last_visit <> s.last_visit)"
    )


def _since(today: date) -> dict[str, object]:
    return {"since": (today - timedelta(days=_RECENT)).isoformat(), "fewest": FEWEST_DAYS}


def settle_all(w: Writing) -> None:
    """Work out every rhythm that is owed, after an import or a made-up shop."""
    so_far = begin(w, shops.today(w))
    while not so_far.ended:
        so_far = settle_part(w, so_far, all_too=True, at_most=CHUNK)


def slipping(book: Reading, today: date, limit: int) -> tuple[tuple[Slipping, ...], int]:
    """Whose rhythm broke lately, who brought most first, at most so many; and how many there are by what is kept.

    Whoever was tried since their last visit, or is to be, is in the plan to see them again and not listed here. Each is
    looked at once more with the days the shop was really open, so that a holiday flags nobody.
    """
    span = ((today - timedelta(days=SLIPPING_DAYS)).isoformat(), today.isoformat())
    kept = (
        " from rhythms r join standings s on s.member_id = r.member_id and s.last_visit = r.last_visit"
        " join members m on m.id = r.member_id and m.gone = 0 left join set_aside a on a.member_id = r.member_id"
        " and a.about = 'slipping:' || r.last_visit and (a.until is null or a.until > ?)"
        " where r.breaks_on between ? and ? and a.id is null"
        " and not exists (select 1 from tries t where t.member_id = r.member_id and t.planned_on > r.last_visit)"
        " and not exists (select 1 from letters l where l.member_id = r.member_id and l.kind = 'miss-you'"
        "  and l.undone_by is null and l.written_on > r.last_visit)"
        f" and not {leaving.NEVER.format(id='r.member_id')}"
    )
    rows = book.rows(
        f"select r.member_id{kept} order by s.spent_minor desc, r.member_id limit ?",
        (today.isoformat(), *span, 3 * limit),
    )
    opened = open_days(book, today)
    found = []
    for (member_id,) in rows:
        one = _slips(book, member_id, today, opened)
        if one is not None:
            found.append(one)
        if len(found) == limit:
            return tuple(found), max(
                len(found), int(book.value(f"select count(*){kept}", (today.isoformat(), *span)))
            )
    return tuple(found), len(found)


def slips(book: Reading, member_id: int, today: date) -> Slipping | None:
    """Whether this member's own rhythm is broken, worked out from their visits."""
    return _slips(book, member_id, today, open_days(book, today))


def expected(book: Reading, today: date, limit: int) -> tuple[tuple[Expected, ...], int]:
    """Who usually comes on this weekday and still comes, who brought most first; and how many there are. Nobody on a day
    on which the shop is closed."""
    if closed_days.on(book, today) is not None:
        return (), 0
    kept = (
        " from rhythms r join standings s on s.member_id = r.member_id and s.last_visit = r.last_visit"
        " join members m on m.id = r.member_id and m.gone = 0"
        " where r.weekday = ? and r.breaks_on > ? and r.last_visit < ?"
        f" and not {leaving.NEVER.format(id='r.member_id')}"
    )
    values = (today.weekday(), today.isoformat(), today.isoformat())
    rows = book.rows(
        f"select r.member_id, r.last_visit{kept} order by s.spent_minor desc, r.member_id limit ?",
        (*values, limit),
    )
    found = tuple(Expected(member_id, date.fromisoformat(last)) for member_id, last in rows)
    count = len(found) if len(found) < limit else int(book.value(f"select count(*){kept}", values))
    return found, count


def open_days(book: Reading, today: date) -> OpenDays:
    """The days on which the shop sold something, the latest three years of them."""
    rows = book.rows(
        "with recursive days (day, n) as (select max(happened_on), 1 from facts where happened_on < :today"
        " and undone_by is null union all select (select max(happened_on) from facts where happened_on < days.day"
        " and undone_by is null), n + 1 from days"
        " where day is not null and n < :most) select day from days where day is not null",
        {"today": today.isoformat(), "most": _OPEN_DAYS_LOOKED_AT},
    )
    closed = closed_days.spans(book, today)
    return OpenDays([date.fromisoformat(day) for (day,) in reversed(rows)], today, closed)


def _slips(book: Reading, member_id: int, today: date, opened: OpenDays) -> Slipping | None:
    visits = _visits(book, member_id)
    rhythm = rhythm_of(opened.gaps(visits))
    if rhythm is None or opened.between(visits[-1], today - timedelta(days=1)) <= rhythm.longest:
        return None
    every = round(rhythm.every * 7 / len(opened.weekdays))
    return Slipping(member_id, max(1, every), (today - visits[-1]).days, visits[-1])


def _visits(book: Reading, member_id: int) -> list[date]:
    rows = book.rows(
        "select distinct happened_on from facts where member_id = ? and kind = 'purchase' and undone_by is null"
        " order by happened_on desc limit ?",
        (member_id, LATEST_DAYS),
    )
    return [date.fromisoformat(day) for (day,) in reversed(rows)]
