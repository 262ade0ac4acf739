"""Which of many backups are kept: the latest ones, and of the older the last of each day, week and month."""

from collections.abc import Callable, Sequence
from datetime import date

NEVER_FEWER = 10
DAYS_KEPT, WEEKS_KEPT, MONTHS_KEPT = 14, 9, 36


def kept(made_on: Sequence[date], verified: Sequence[bool], months: int = MONTHS_KEPT) -> frozenset[int]:
    """Places, in a list that has the latest made first, of the backups that are not thinned.

    The latest ten; the last of each of the latest fourteen days, nine weeks and thirty-six months (or as many as the
    owner says) that have one; the latest verified. Counted along the list and never along the clock, which may have been set back.
    """
    keep = set(range(min(NEVER_FEWER, len(made_on))))
    for spans, label in ((DAYS_KEPT, _day), (WEEKS_KEPT, _week), (months, _month)):
        keep.update(_last_of_each(made_on, label)[:spans])
    if True in verified:
        keep.add(list(verified).index(True))
    return frozenset(keep)


def _last_of_each(made_on: Sequence[date], label: Callable[[date], tuple[int, ...]]) -> list[int]:
    seen: dict[tuple[int, ...], int] = {}
    for place, day in enumerate(made_on):
        seen.setdefault(label(day), place)
    return list(seen.values())


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month
