"""Whether tries to see somebody again bring anything: each who was tried beside one like them whom nobody tried.

Like is who had come about as often and about as many times, whose longest absence before was about as long by their own
measure, and who had now stayed away for as many of their own gaps as the other had when they were tried. Both are then
watched for the same number of days.
"""

from collections.abc import Sequence

import numpy as np

from shopkeeper.rules.histories import Floats
from shopkeeper.rules.leaving import WITHIN_DAYS
from shopkeeper.rules.visiting import Visiting

FEWEST_VISITS = 4
NEAR = 0.35
"""Gaps are alike whose natural logarithms are no further apart: four days and five and a half, say."""


def pairs(
    seen: Visiting, tried: Sequence[tuple[int, int]], today: int, since: int
) -> tuple[list[tuple[int, int]], int]:
    """For everybody tried whether they came within sixty days, 1 or 0, beside the same of somebody like them; and how
    many of the tried had nobody like them, or too few visits to have a rhythm.

    `tried` are (member, day) with days as ordinals; of several tries in one silence the first. `since` is the first day
    of a silence that is looked at. Whoever was tried less than sixty days ago is not counted yet.
    """
    if not len(seen):
        return [], 0
    position = np.arange(len(seen.day)) - np.repeat(seen.starts, seen.count)
    first = np.repeat(seen.first, seen.count)
    following = np.append(seen.day[1:], 0)
    last_of_all = np.append(seen.whose[1:] != seen.whose[:-1], True)
    until = np.where(last_of_all, today + 1, following)
    gap = np.where(position > 0, (seen.day - first) / np.maximum(position, 1), np.nan)
    steadiness = _longest_before(seen) / gap
    fit = position + 1 >= FEWEST_VISITS
    first_try: dict[int, int] = {}
    for member, day in sorted(tried, key=lambda one: one[1]):
        at = _silence(seen, member, day)
        if at is not None and fit[at] and day < until[at] + 1:
            first_try.setdefault(at, day)
    free = fit & (seen.day >= since)
    free[list(first_try)] = False
    of_free = np.flatnonzero(free)
    found, alone = [], 0
    for at, day in first_try.items():
        if day + WITHIN_DAYS > today:
            continue
        times = (day - seen.day[at]) / gap[at]
        point = seen.day[of_free] + np.ceil(times * gap[of_free])
        apart = np.abs(np.log(gap[of_free] / gap[at]))
        still_away = (until[of_free] > point) & (point + WITHIN_DAYS <= today)
        good = free[of_free] & still_away & (apart <= NEAR)
        if not good.any():
            alone += 1
            continue
        often = np.abs(np.log((position[of_free] + 1) / (position[at] + 1)))
        steady = np.abs(np.log(steadiness[of_free] / steadiness[at]))
        best = int(np.argmin(np.where(good, apart + steady + often / 4, np.inf)))
        other = int(of_free[best])
        # Nobody stands beside two.
        free[other] = False
        found.append(
            (
                int(day < until[at] <= min(day + WITHIN_DAYS, today)),
                int(until[other] <= min(point[best] + WITHIN_DAYS, today)),
            )
        )
    return found, alone


def _longest_before(seen: Visiting) -> Floats:
    """The longest of a member's gaps up to each visit, in days; NaN at the first."""
    gaps = np.diff(seen.day, prepend=seen.day[:1])
    gaps[seen.starts] = 0
    # A running maximum that begins anew with each member: members stand apart by more than any gap.
    reach = int(gaps.max(initial=0)) + 1
    running = np.maximum.accumulate(gaps + seen.whose * reach) - seen.whose * reach
    found: Floats = np.where(running > 0, running, np.nan).astype(np.float64)
    return found


def _silence(seen: Visiting, member: int, day: int) -> int | None:
    """The row of the last visit before a day, None for somebody who had not been here."""
    place = int(seen.at(np.array([member], dtype=np.int64))[0])
    if place < 0:
        return None
    start = int(seen.starts[place])
    end = start + int(seen.count[place])
    at = start + int(np.searchsorted(seen.day[start:end], day, side="left")) - 1
    return at if at >= start else None
