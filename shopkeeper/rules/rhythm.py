"""How often a member comes, and the day on which their own rhythm breaks: each is measured by themselves.

The formula, in the shop's open days, so that a closed Sunday or a fortnight's holiday makes nobody late:

- the gaps are those between the last thirteen days on which the member bought, in open days; four days are needed;
- m is the mean of the gaps' natural logarithms, the usual gap is e^m;
- s² is their spread around m, drawn towards the spread of shoppers at large while there are few gaps:
  (K · S² + Σ(ln gap − m)²) / (K + n − 1), with K = 3 and S = 0.55;
- the rhythm is broken once the member stays away longer than e^(m + z · s · √(1 + 1/n)), with z = 1.7: so long a gap
  happens to somebody who still comes about once in twenty visits.

Gaps are compared by ratio because six days late means much to who comes daily and nothing to who comes monthly.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from shopkeeper.values import dataclass

LATEST_DAYS = 13
FEWEST_DAYS = 4
PRIOR_WEIGHT = 3.0
PRIOR_SPREAD = 0.55
SURPRISE = 1.7
SHORTEST_BREAK = 4
"""Whoever comes daily is missed after so many open days, not sooner."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A member's rhythm: the usual gap and the longest that is not yet a break, both in open days."""

    every: float
    longest: int
    weekday: int | None
    """0 Monday … 6 Sunday, where at least half of the latest visits, and four of them, fall on it."""


def rhythm_of(gaps: Sequence[int], weekdays: Sequence[int] = ()) -> Rhythm | None:
    """The rhythm of somebody with these gaps (in open days, each at least one), None while they are too few."""
    latest = gaps[-(LATEST_DAYS - 1) :]
    n = len(latest)
    if n < FEWEST_DAYS - 1:
        return None
    logs = [math.log(max(gap, 1)) for gap in latest]
    mean = sum(logs) / n
    spread = sum((each - mean) ** 2 for each in logs)
    deviation = math.sqrt((PRIOR_WEIGHT * PRIOR_SPREAD**2 + spread) / (PRIOR_WEIGHT + n - 1))
    longest = math.exp(mean + SURPRISE * deviation * math.sqrt(1 + 1 / n))
    return Rhythm(math.exp(mean), max(SHORTEST_BREAK, math.floor(longest)), usual_weekday(weekdays))


def usual_weekday(weekdays: Sequence[int]) -> int | None:
    """The weekday of at least half of the latest visits, four at least."""
    latest = weekdays[-LATEST_DAYS:]
    if not latest:
        return None
    best = max(set(latest), key=lambda day: (latest.count(day), -day))
    count = latest.count(best)
    return best if count >= FEWEST_DAYS and count * 2 >= len(latest) else None


class OpenDays:
    """The days on which the shop was open: those with a sale; ahead it is open on the weekdays it lately was, but for
    the closed days (first and last of each span) that are known beforehand."""

    def __init__(self, days: Sequence[date], today: date, closed: Sequence[tuple[date, date]] = ()) -> None:
        self._days = [day.toordinal() for day in days if day < today]
        lately = self._days[-60:]
        weekdays = {(day + 6) % 7 for day in lately}
        seen = {weekday: sum((day + 6) % 7 == weekday for day in lately) for weekday in weekdays}
        most = max(seen.values(), default=0)
        self.weekdays = frozenset(day for day, count in seen.items() if count * 4 >= most) or frozenset(
            range(7)
        )
        self._today = today.toordinal()
        self._closed = [(first.toordinal(), last.toordinal()) for first, last in closed if last >= today]

    def gaps(self, visits: Sequence[date]) -> list[int]:
        """Open days from each visit to the next, in the order of the days."""
        return [self.between(first, second) for first, second in pairwise(visits)]

    def between(self, first: date, second: date) -> int:
        """How many open days lie after the first day, the second included."""
        low, high = first.toordinal(), second.toordinal()
        known = bisect_right(self._days, min(high, self._today - 1)) - bisect_right(self._days, low)
        known += sum(self._opens(day) for day in range(max(low + 1, self._today), high + 1))
        return max(known, 0)

    def breaks_on(self, last: date, longest: int) -> date:
        """The first day on which more than so many open days have passed since a visit without another."""
        position = bisect_right(self._days, last.toordinal())
        wanted = longest + 1
        known = len(self._days) - bisect_left(self._days, last.toordinal() + 1)
        if wanted <= known:
            return date.fromordinal(self._days[position + wanted - 1]) + timedelta(days=1)
        day, left = max(self._today, last.toordinal() + 1), wanted - known
        if self._closed:
            left -= 1
        else:
            whole, left = divmod(left - 1, len(self.weekdays))
            day += 7 * whole
        while True:
            if self._opens(day):
                if left == 0:
                    return date.fromordinal(day) + timedelta(days=1)
                left -= 1
            day += 1

    def _opens(self, day: int) -> bool:
        """Whether the shop is to be open on a day that is still to come."""
        return (day + 6) % 7 in self.weekdays and not any(
            first <= day <= last for first, last in self._closed
        )
