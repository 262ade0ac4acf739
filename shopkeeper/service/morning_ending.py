"""Whose points or tier end within the week, and who were not told so by letter; bounded also in the largest shop."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.standing import batches_of
from shopkeeper.service import programmes, shops, standings
from shopkeeper.values import dataclass

ENDING_DAYS = 7
"""What ends within so many days is worth a word this morning; Letters looks further ahead."""
TOLD_DAYS = 60
FEW = 400
"""Up to so many members each is looked at; beyond it those with most at stake."""
LOOKED_AT = 60
UNCOUNTED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends for a member and when: a `tier` by name, or `points`."""

    member_id: int
    on: date
    tier: str = ""
    points: int = 0


def ending(book: Reading, today: date, limit: int) -> tuple[tuple[Ending, ...], int]:
    """Tiers before points, the highest and the most first, at most so many; and how many there are (`UNCOUNTED` and
    above: some more, not counted)."""
    tiers, more_tiers = _tiers(book, today, limit)
    points, more_points = _points(book, today, limit)
    found = (*tiers, *points)
    uncounted = UNCOUNTED if more_tiers or more_points or len(found) > limit else 0
    return found[:limit], len(found[:limit]) + uncounted


def _tiers(book: Reading, today: date, limit: int) -> tuple[list[Ending], bool]:
    """Whose tier ends and will not be renewed as things stand."""
    versions = programmes.versions(book)
    last = today + timedelta(days=ENDING_DAYS)
    rows = book.rows(
        "select s.member_id, s.tier, s.tier_rank, s.tier_until from standings s join members m on m.id = s.member_id"
        " and m.gone = 0 where s.tier_rank > 0 and s.tier_until between ? and ?"
        " order by s.tier_rank desc, s.spent_minor desc, s.member_id limit ?",
        (today.isoformat(), last.isoformat(), LOOKED_AT),
    )
    told = _told(book, "tier-ending", [row[0] for row in rows], today)
    found: list[Ending] = []
    for member, tier, rank, until in rows:
        if member in told or len(found) == limit:
            continue
        on = date.fromisoformat(until)
        account = standings.account_on(book, versions, member, on)
        level = account.programme.tier(account.rank)
        if account.rank != rank or level is None or account.figure(level.basis) < level.reach:
            found.append(Ending(member, on, tier=tier))
    return found, len(rows) == LOOKED_AT


def _points(book: Reading, today: date, limit: int) -> tuple[list[Ending], bool]:
    """Whose points end, where they are worth as much as one unit of money at least; the most first."""
    programme = programmes.on(book, today)
    unit = shops.read(book).money.unit_minor
    least = -(-unit // programme.worth_minor) if programme.worth_minor else 1
    last = today + timedelta(days=ENDING_DAYS)
    candidates, more = _candidates(book, today, last, least)
    told = _told(book, "points-expiring", candidates, today)
    versions = programmes.versions(book)
    balances = dict(
        book.rows(
            "select member_id, points from standings where member_id in (select value from json_each(?))",
            (json.dumps(candidates),),
        )
    )
    found = []
    for member in candidates:
        if member in told:
            continue
        account = standings.account_on(book, versions, member, today)
        near = [
            (one.last_day, one.left)
            for one in batches_of(account)
            if one.last_day is not None and today <= one.last_day <= last and one.left > 0
        ]
        points = min(balances[member], sum(left for _, left in near)) if near else 0
        if points >= least:
            found.append(Ending(member, min(on for on, _ in near), points=points))
    found.sort(key=lambda one: (-one.points, one.on, one.member_id))
    return found[:limit], more or len(found) > limit


def _candidates(book: Reading, today: date, last: date, least: int) -> tuple[list[int], bool]:
    """Who may have points that end; where there are too many to look at each, those who earned most on the days whose
    points end now, by every programme that was in force."""
    changing = book.rows(
        "select s.member_id from standings s join members m on m.id = s.member_id and m.gone = 0"
        " where s.points >= ? and s.changes_on <= ? order by s.member_id limit ?",
        (least, (last + timedelta(days=1)).isoformat(), FEW + 1),
    )
    if len(changing) <= FEW:
        return [member for (member,) in changing], False
    months = {one.programme.expire_months for one in programmes.versions(book)} - {None}
    spans = [(months_before(today, count), months_before(last, count)) for count in months if count]
    if not spans:
        return [], False
    where = " or ".join(["f.happened_on between ? and ?"] * len(spans))
    rows = book.rows(
        "select f.member_id from facts f join standings s on s.member_id = f.member_id and s.points >= ?"
        f" where ({where}) and f.member_id is not null and f.undone_by is null"
        " group by f.member_id order by sum(iif(f.kind = 'purchase', f.earned, f.points)) desc, f.member_id limit ?",
        (least, *(day.isoformat() for span in spans for day in span), LOOKED_AT),
    )
    return [member for (member,) in rows], True


def _told(book: Reading, kind: str, members: Sequence[int], today: date) -> set[int]:
    rows = book.rows(
        "select member_id from letters where kind = ? and undone_by is null and written_on >= ?"
        " and member_id in (select value from json_each(?))",
        (kind, (today - timedelta(days=TOLD_DAYS)).isoformat(), json.dumps(list(members))),
    )
    return {member for (member,) in rows}
