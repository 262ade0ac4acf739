"""Reads who came when and for how much out of the book, as columns for the figures of the quiet hour.

Ten million rows as Python's own values take longer to make than all figures together: each column of a stretch of rows comes as one
text, put together by the database, and numpy takes it apart. The rows are read in the order they were written, not by member.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias, TypeVar

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

ROWS_AT_ONCE = 100_000
_Columns: TypeAlias = tuple[Ints, Ints]
_Key = TypeVar("_Key")
_DAY_BITS = 22  # a day's ordinal up to the year 9999
_DAY = (1 << _DAY_BITS) - 1
# A purchase of nothing is a visit; a day of which all came back is none. Nobody known is member 0.
_BOUGHT = (
    "select group_concat(coalesce(member_id, 0)), group_concat(happened_on, ''), group_concat(amount_minor){more}"
    " from facts where id > ? and id <= ? and kind = 'purchase' and undone_by is null and happened_on <= ?"
)
_LATELY = (
    ", sum(amount_minor) filter (where member_id is not null and happened_on > ?),"
    " sum(max(0, amount_minor - excluded_minor - worth_minor)) filter (where member_id is not null and happened_on > ?),"
    " group_concat(iif(happened_on > ?, earned, 0))"
)
_BACK = (
    "select group_concat(p.member_id), group_concat(p.happened_on, ''), group_concat(r.amount_minor)"
    " from facts r join facts p on p.id = r.of_fact where r.of_fact > ? and r.of_fact <= ? and r.kind = 'return'"
    " and r.undone_by is null and p.undone_by is null and p.member_id is not null and r.happened_on <= ?"
)
# To ten minutes, since some time zones are half an hour apart from the rest; and the day it counts for.
_TIMES = (
    "select substr(happened_at, 1, 15) || happened_on, count(*), count(member_id) from facts where id > ? and id <= ?"
    " and kind = 'purchase' and undone_by is null and happened_on > ? and happened_on <= ? and happened_at is not null group by 1"
)
# What was given: by kind, what it was, and whether it was the welcome.
_GIVEN = (
    "select kind, what, coalesce(key, '') like 'gift:welcome:%', count(*), sum(points) from facts where id > ? and id <= ?"
    " and kind in ('gift', 'perk') and undone_by is null and happened_on > ? and happened_on <= ? group by 1, 2, 3"
)
# What each place of YYYY-MM-DD is worth in a number of which every month has 31 days.
_PLACES = np.array([372_000, 37_200, 3_720, 372, 0, 310, 31, 0, 10, 1], dtype=np.int32)


@dataclass(frozen=True)
class Takings:
    """What was sold on each day, as it was paid: days ascending, minor units and slips."""

    day: Ints
    minor: Ints
    slips: Ints

    def within(self, after: int, through: int) -> tuple[int, int]:
        """Minor units and slips of the days after one and through another."""
        wanted = (self.day > after) & (self.day <= through)
        return int(self.minor[wanted].sum()), int(self.slips[wanted].sum())


@dataclass(frozen=True)
class Sales:
    """Who came when, the takings of members and of everybody else; and of what happened after a day: minor units as members were
    billed, of them at full price (no line that earns nothing, nothing paid with points), the points they earned, in all and on a member's first day. `times` holds
    by ten minutes and day how many sales there were, and how many of them members'; `given` by (kind, what it was, whether it was
    the welcome) how often a gift or a perk was given, and for how many points."""

    visits: Visiting
    of_members: Takings
    of_others: Takings
    billed_minor: int
    full_price_minor: int
    earned_points: int
    first_day_points: int
    times: dict[str, tuple[int, int]]
    given: dict[tuple[str, str, bool], tuple[int, int]]


def visits(book: Reading, through: date, progress: Progress = nobody_waits) -> Visiting:
    """Every member's visits through a day, what came back by then taken off."""
    return sales(book, through, progress).visits


def sales(
    book: Reading, through: date, progress: Progress = nobody_waits, *, since: date = date.max
) -> Sales:
    """The same with the takings, and the sums of the days after `since`, read in one pass; says after each stretch how far it is."""
    on, after_day = through.isoformat(), since.isoformat()
    highest = int(book.value("select coalesce(max(id), 0) from facts"))
    ordinal_of = _days()
    wanted = 3 if since < through else 0  # how often the day is named in what is counted beside
    bought_sql = _BOUGHT.format(more=_LATELY if wanted else "")
    bought: list[_Columns] = []
    back: list[_Columns] = []
    earned: list[_Columns] = []
    billed, full_price = 0, 0
    times: dict[str, tuple[int, int]] = {}
    given: dict[tuple[str, str, bool], tuple[int, int]] = {}
    for after in range(0, highest, ROWS_AT_ONCE):
        stretch = (after, after + ROWS_AT_ONCE, on)
        row = book.row(bought_sql, (*[after_day] * wanted, *stretch))
        if row is not None and row[0] is not None:
            keys = numbers(row[0]) << _DAY_BITS | ordinal_of(row[1])
            bought.append((keys, numbers(row[2])))
            if wanted:
                billed, full_price = billed + (row[3] or 0), full_price + (row[4] or 0)
                points = numbers(row[5])
                earned.append((keys[points != 0], points[points != 0]))
        row = book.row(_BACK, stretch)
        if row is not None and row[0] is not None:
            back.append((numbers(row[0]) << _DAY_BITS | ordinal_of(row[1]), numbers(row[2])))
        if wanted:
            lately = (after, after + ROWS_AT_ONCE, after_day, on)
            for told, *counts in book.rows(_TIMES, lately):
                _add(times, told, counts)
            for kind, what, welcome, *counts in book.rows(_GIVEN, lately):
                _add(given, (kind, what, bool(welcome)), counts)
        progress(min(after + ROWS_AT_ONCE, highest), highest)
    keys, net_minor, slips = _by_key(bought)
    progress(highest, highest)
    known = keys > _DAY
    of_members, of_others = (_takings(keys, net_minor, slips, which) for which in (known, ~known))
    keys, net_minor = keys[known], net_minor[known]
    if back and len(keys):
        came_back, back_minor, _ = _by_key(back)
        there = np.zeros(len(keys), dtype=np.int64)
        there[np.searchsorted(keys, came_back)] = back_minor
        kept = (there < net_minor) | (net_minor == 0)
        keys, net_minor = keys[kept], (net_minor - there)[kept]
    progress(highest, highest)
    seen = Visiting.of(keys >> _DAY_BITS, keys & _DAY, net_minor)
    del keys, net_minor
    progress(highest, highest)
    in_all, on_first_days = _points(seen, earned)
    return Sales(seen, of_members, of_others, billed, full_price, in_all, on_first_days, times, given)


def _points(seen: Visiting, earned: list[_Columns]) -> tuple[int, int]:
    """How many were earned, and how many of them on a member's first day."""
    in_all, first = 0, 0
    for keys, points in earned:
        place = seen.at(keys >> _DAY_BITS)
        began = place >= 0
        began[began] = seen.first[place[began]] == (keys & _DAY)[began]
        in_all, first = in_all + int(points.sum()), first + int(points[began].sum())
    return in_all, first


def of_member(book: Reading, member_id: int, through: date) -> Visiting:
    """One member's visits through a day, read for them alone."""
    on = through.isoformat()
    days: dict[str, tuple[int, int]] = {}
    for day, minor, back in book.rows(
        "select p.happened_on, p.amount_minor, (select coalesce(sum(r.amount_minor), 0) from facts r where r.of_fact = p.id"
        " and r.kind = 'return' and r.undone_by is null and r.happened_on <= :on) from facts p where p.member_id = :member"
        " and p.kind = 'purchase' and p.undone_by is null and p.happened_on <= :on",
        {"member": member_id, "on": on},
    ):
        before = days.get(day, (0, 0))
        days[day] = (before[0] + minor, before[1] + back)
    rows = sorted(
        (date.fromisoformat(day).toordinal(), minor - back)
        for day, (minor, back) in days.items()
        if minor == 0 or back < minor
    )
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return Visiting.of(np.full(len(rows), member_id, dtype=np.int64), table[:, 0], table[:, 1])


def numbers(packed: str) -> Ints:
    """Whole numbers with commas between them, as `group_concat` gives a column."""
    return np.fromstring(packed, dtype=np.int64, sep=",")


def _add(counts: dict[_Key, tuple[int, int]], key: _Key, more: list[int]) -> None:
    before = counts.get(key, (0, 0))
    counts[key] = (before[0] + more[0], before[1] + more[1])


def _by_key(parts: list[_Columns]) -> tuple[Ints, Ints, Ints]:
    """Each key once, ascending, with the sum of its amounts and how many there were; takes the parts, so that they are not
    held twice."""
    if not parts:
        return (np.zeros(0, dtype=np.int64),) * 3
    keys, amounts = (np.concatenate(column) for column in zip(*parts, strict=True))
    parts.clear()
    order = np.argsort(keys)
    keys, amounts = keys[order], amounts[order]
    del order
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[begins], np.add.reduceat(amounts, begins), np.diff(np.append(begins, len(keys)))


def _takings(keys: Ints, minor: Ints, slips: Ints, which: Flags) -> Takings:
    day = keys[which] & _DAY
    if not len(day):
        return Takings(day, day, day)
    first = int(day.min())
    count, sums = (
        np.bincount(day - first, weights=column[which]).round().astype(np.int64) for column in (slips, minor)
    )
    open_days = np.flatnonzero(count)
    return Takings(open_days + first, sums[open_days], count[open_days])


def _days() -> Callable[[str], Ints]:
    """Reads days that stand one after the other, YYYY-MM-DD, as ordinals; each day is looked up in the calendar once."""
    known = np.zeros(0, dtype=np.int64)

    def ordinals(packed: str) -> Ints:
        nonlocal known
        digits = np.frombuffer(packed.encode("ascii"), dtype=np.uint8).reshape(-1, 10) - np.uint8(48)
        code = digits @ _PLACES
        if int(code.max()) >= len(known):
            known = np.concatenate((known, np.zeros(int(code.max()) + 1 - len(known), dtype=np.int64)))
        met = np.zeros(len(known), dtype=np.bool_)
        met[code] = True
        for new in np.flatnonzero(met & (known == 0)).tolist():
            year, rest = divmod(new - 32, 372)
            known[new] = date(year, rest // 31 + 1, rest % 31 + 1).toordinal()
        found: Ints = known[code]
        return found

    return ordinals
