"""The rhythm of the shop: on which weekday, at which hour or in which month, so many come."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Literal

import numpy as np

from shopkeeper.service.shops import Shop
from shopkeeper.service.visiting import Sales
from shopkeeper.values import dataclass

ENOUGH_TIMES = 0.5
"""From such a share of sales with their time on it is told by the hour; below it, by the month."""


@dataclass(frozen=True, slots=True)
class ShopRhythm:
    """`sales[weekday][place]` counts the sales of a weekday (0 Monday) in each of `places`, hours of the day or months of the year;
    `of_members` those of members. `days[weekday][place]` is on how many days that was: of the weekday for an hour, of the weekday
    in that month for a month."""

    by: Literal["hour", "month"]
    places: tuple[int, ...]
    sales: tuple[tuple[int, ...], ...]
    of_members: tuple[tuple[int, ...], ...]
    days: tuple[tuple[int, ...], ...]

    def each(self, weekday: int, place: int) -> float:
        """How many sales one such day has, on the average."""
        return self.sales[weekday][place] / self.days[weekday][place] if self.days[weekday][place] else 0.0


def of(sold: Sales, shop: Shop, since: date, on: date) -> ShopRhythm | None:
    """Of the days after `since` through `on`; None where nothing was sold in them."""
    member_days, other_days = _by_day(sold, since, on)
    open_days = sorted(member_days.keys() | other_days.keys())
    slips = sum(member_days.values()) + sum(other_days.values())
    if not slips:
        return None
    sales: Counter[tuple[int, int]] = Counter()
    of_members: Counter[tuple[int, int]] = Counter()
    for (weekday, hour), (count, members) in _by_hour(sold.times, shop).items():
        sales[weekday, hour] += count
        of_members[weekday, hour] += members
    if sum(sales.values()) >= ENOUGH_TIMES * slips:
        of_weekday = Counter(day.weekday() for day in open_days)
        hours = tuple(range(min(hour for _, hour in sales), max(hour for _, hour in sales) + 1))
        days = Counter({(weekday, hour): of_weekday[weekday] for weekday in range(7) for hour in hours})
        return _laid_out("hour", hours, sales, of_members, days)
    sales, of_members, days = Counter(), Counter(), Counter()
    for day in open_days:
        place = (day.weekday(), day.month)
        sales[place] += member_days[day] + other_days[day]
        of_members[place] += member_days[day]
        days[place] += 1
    return _laid_out("month", tuple(sorted({month for _, month in sales})), sales, of_members, days)


def _by_day(sold: Sales, since: date, on: date) -> tuple[Counter[date], Counter[date]]:
    found = []
    for takings in (sold.of_members, sold.of_others):
        inside = (takings.day > since.toordinal()) & (takings.day <= on.toordinal())
        pairs = zip(takings.day[inside].tolist(), takings.slips[inside].tolist(), strict=True)
        found.append(Counter({date.fromordinal(day): slips for day, slips in pairs}))
    return found[0], found[1]


def _by_hour(times: Mapping[str, tuple[int, int]], shop: Shop) -> dict[tuple[int, int], tuple[int, int]]:
    """What was recorded later under another day has no time of its own, and is left out."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for told, (count, members) in times.items():
        instant, day = (
            datetime.fromisoformat(told[:15] + "0").replace(tzinfo=UTC),
            date.fromisoformat(told[15:]),
        )
        if shop.day_of(instant) != day:
            continue
        place = (day.weekday(), instant.astimezone(shop.zone).hour)
        before = found.get(place, (0, 0))
        found[place] = (before[0] + count, before[1] + members)
    return found


def _laid_out(
    by: Literal["hour", "month"], places: tuple[int, ...], *counts: Counter[tuple[int, int]]
) -> ShopRhythm:
    tables = [
        tuple(tuple(count[weekday, place] for place in places) for weekday in range(7)) for count in counts
    ]
    return ShopRhythm(by, places, *tables)


def busiest_and_quietest(of: ShopRhythm) -> tuple[tuple[int, int], tuple[int, int]]:
    """(weekday, place) of the most sales a day, and of the fewest where there are any."""
    table = np.array([[of.each(weekday, place) for place in range(len(of.places))] for weekday in range(7)])
    open_too = np.where(table > 0, table, np.inf)
    busy, quiet = (int(one) for one in (table.argmax(), open_too.argmin()))
    across = len(of.places)
    return (busy // across, busy % across), (quiet // across, quiet % across)
