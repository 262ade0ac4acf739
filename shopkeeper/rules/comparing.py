"""How sure one can be that two groups differ: an interval, and whether it says anything at all."""

from bisect import bisect_left
from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, variance

from shopkeeper.values import dataclass

LEAST = 8
"""Fewer of either are too few to tell anything."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the first group has more than the second, on average; the truth lies between `low` and `high` in 19 of 20
    such cases."""

    mean: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Whether the sign of it is sure: the interval does not hold nothing at all."""
        return self.low > 0 or self.high < 0


def difference(ours: Sequence[int], theirs: Sequence[int]) -> Difference | None:
    """Between two groups that have nothing to do with each other (Welch); None where either is too small."""
    if min(len(ours), len(theirs)) < LEAST:
        return None
    mean = fmean(ours) - fmean(theirs)
    parts = [(variance(group) / len(group), len(group)) for group in (ours, theirs)]
    both = sum(part for part, _ in parts)
    if both == 0:
        return Difference(mean, mean, mean)
    freedom = both**2 / sum(part**2 / (size - 1) for part, size in parts)
    return _around(mean, both, freedom)


def difference_in_pairs(pairs: Sequence[tuple[int, int]]) -> Difference | None:
    """Between the two of each pair, one of ours and one like it; None where there are too few pairs."""
    if len(pairs) < LEAST:
        return None
    apart = [one - other for one, other in pairs]
    return _around(fmean(apart), variance(apart) / len(apart), len(apart) - 1)


def like(ours: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[int | None]:
    """For each of ours the place of the nearest of the others, nobody twice; None where nobody is left.

    Each is (kind, figure): only the same kind is alike, and of that kind the nearest figure. The largest choose first,
    for they have the fewest like them.
    """
    free: dict[int, list[tuple[int, int]]] = {}
    for place, (kind, figure) in enumerate(others):
        free.setdefault(kind, []).append((figure, place))
    for places in free.values():
        places.sort()
    found: list[int | None] = [None] * len(ours)
    for at in sorted(range(len(ours)), key=lambda number: -ours[number][1]):
        kind, wanted = ours[at]
        places = free.get(kind, [])
        if places:
            right = bisect_left(places, (wanted, -1))
            near = [there for there in (right - 1, right) if 0 <= there < len(places)]
            found[at] = places.pop(min(near, key=lambda there: abs(places[there][0] - wanted)))[1]
    return found


def _around(mean: float, spread: float, freedom: float) -> Difference:
    reach = _student(freedom) * sqrt(spread)
    return Difference(mean, mean - reach, mean + reach)


def _student(freedom: float) -> float:
    """Student's t for 19 of 20, by the expansion around the normal one; right to a thousandth from 7 on."""
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
