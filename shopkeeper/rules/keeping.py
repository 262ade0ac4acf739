"""Is the shop keeping its customers: who came again, who is new, what the best bring, after which visit people stay away."""

from collections.abc import Sequence

import numpy as np

from shopkeeper.rules.histories import Floats
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Of how many who bought in the year before, how many bought again in the year since."""

    of: int
    kept: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there was nobody to keep."""
        return self.kept / self.of if self.of else None


def kept_from(visits: Visiting, earlier_after: int, earlier_through: int, later_through: int) -> Kept:
    """Who bought after one day through another, and again from then through a third."""
    earlier = visits.within(earlier_after, earlier_through).members
    again = visits.within(earlier_through, later_through).has(earlier)
    return Kept(len(earlier), int(np.count_nonzero(again)))


@dataclass(frozen=True, slots=True)
class Period:
    """Who bought in a stretch of days and for how much, new (their first purchase lies in it) and returning."""

    new_members: int
    returning_members: int
    new_minor: int
    returning_minor: int
    visits: int

    @property
    def members(self) -> int:
        """Everybody who bought."""
        return self.new_members + self.returning_members

    @property
    def minor(self) -> int:
        """What members spent."""
        return self.new_minor + self.returning_minor


def period(visits: Visiting, after: int, through: int) -> Period:
    """The figures of the days after one day and through another."""
    part = visits.within(after, through)
    new = visits.first[visits.at(part.members)] > after if len(part) else np.zeros(0, dtype=np.bool_)
    spent = part.spent_minor
    return Period(
        int(np.count_nonzero(new)), int(np.count_nonzero(~new)), int(spent[new].sum()), int(spent[~new].sum()),
        len(part.day),
    )  # fmt: skip


def periods(visits: Visiting, edges: Sequence[int]) -> tuple[Period, ...]:
    """The figures of stretches that follow each other, in one pass: after the first of `edges` through the second, and so on."""
    ends = np.asarray(edges, dtype=np.int64)
    inside = (visits.day > ends[0]) & (visits.day <= ends[-1])
    whose, minor = visits.whose[inside], visits.net_minor[inside]
    stretch = np.searchsorted(ends, visits.day[inside], side="left") - 1
    new = stretch == (np.searchsorted(ends, visits.first, side="left") - 1)[whose] if len(visits) else inside
    repeated = (whose[1:] == whose[:-1]) & (stretch[1:] == stretch[:-1])
    once = np.concatenate(([True], ~repeated)) if len(whose) else new

    def each(which: Flags, of: Ints | None = None) -> list[int]:
        sums = np.bincount(stretch[which], None if of is None else of[which], len(ends) - 1)
        return [round(one) for one in sums.tolist()]

    return tuple(map(
        Period, each(once & new), each(once & ~new), each(new, minor), each(~new, minor), each(np.ones_like(new))
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly the sales are spread: `curve` are (members, their sales) from the best down, both shares of the whole;
    `best_fifth` is what the best fifth of the members bring."""

    members: int
    best_fifth: float
    curve: tuple[tuple[float, float], ...]


def concentration(spent_minor: Ints, points: int = 100) -> Concentration:
    """The curve of what each spent, at so many even steps. The best fifth is rounded to whole members, half up."""
    ranked = np.sort(np.maximum(spent_minor, 0))[::-1]
    count, whole = len(ranked), int(ranked.sum())
    if not whole:
        return Concentration(count, 0.0, ((0.0, 0.0), (1.0, 1.0)) if count else ())
    through = np.concatenate(([0], np.cumsum(ranked)))
    places = np.unique(np.round(np.linspace(0, count, min(points, count) + 1)).astype(np.int64))
    curve = tuple((int(place) / count, int(through[place]) / whole) for place in places)
    return Concentration(count, int(through[(2 * count + 5) // 10]) / whole, curve)


@dataclass(frozen=True, slots=True)
class BestLists:
    """The best of the last year beside the best of all time: members' ids on both, and on one of the two alone."""

    both: tuple[int, ...]
    lately_only: tuple[int, ...]
    ever_only: tuple[int, ...]


def best_lists(visits: Visiting, after: int, through: int, share: float = 0.2) -> BestLists:
    """The best `share` by what they spent after one day through another, and by what they ever spent; best first."""
    lately, ever = (
        _best(part, share) for part in (visits.within(after, through), visits.within(None, through))
    )
    on_lately, on_ever = set(lately), set(ever)
    return BestLists(
        tuple(one for one in lately if one in on_ever),
        tuple(one for one in lately if one not in on_ever),
        tuple(one for one in ever if one not in on_lately),
    )


def _best(visits: Visiting, share: float) -> list[int]:
    best: list[int] = visits.members[highest(visits.spent_minor, round(len(visits) * share))].tolist()
    return best


def highest(value: Ints | Floats, most: int) -> Ints:
    """The places of the highest `most`, the highest first, equal ones in their order; the rest is not put in order."""
    if most <= 0 or not len(value):
        return np.zeros(0, dtype=np.int64)
    most = min(most, len(value))
    least = np.partition(value, len(value) - most)[len(value) - most]
    there = np.flatnonzero(value >= least)
    found: Ints = there[np.argsort(-value[there], kind="stable")[:most]]
    return found


@dataclass(frozen=True, slots=True)
class StaysAway:
    """Of `of` members whose visit number `visit` is long enough ago, `away` never came again."""

    visit: int
    of: int
    away: int


def after_which_visit(visits: Visiting, on: int, enough_days: int, most: int = 8) -> tuple[StaysAway, ...]:
    """After which visit members stay away. A visit of the last `enough_days` decides nothing yet and is not counted."""
    place = np.arange(len(visits.day)) - visits.starts[visits.whose] if len(visits) else visits.day
    old = visits.day <= on - enough_days
    final = place == visits.count[visits.whose] - 1 if len(visits) else visits.day == 0
    return tuple(
        StaysAway(number + 1, int(np.count_nonzero(nth)), int(np.count_nonzero(nth & final)))
        for number in range(most)
        if (nth := old & (place == number)).any()
    )


@dataclass(frozen=True, slots=True)
class CameAgain:
    """Of `of` first-time buyers not seen again at first, `came` within the days looked at."""

    of: int
    came: int


def came_again(
    visits: Visiting, which: Flags, after: int, through: int, soon_days: int, within_days: int
) -> CameAgain:
    """Of `which` members whose first visit lies after one day and is decided by another: of those with no second visit in its
    first `soon_days`, how many came within the `within_days` after. Whoever was back at once is left out on both sides: what is
    done in these days can have had no part in it."""
    if not len(visits):
        return CameAgain(0, 0)
    second = np.where(
        visits.count > 1, visits.day[np.minimum(visits.starts + 1, len(visits.day) - 1)], through + 1
    )
    wait = second - visits.first
    decided = (visits.first > after) & (visits.first <= through - soon_days - within_days)
    of = which & decided & ((wait > soon_days) | (second > through))
    return CameAgain(
        int(np.count_nonzero(of)),
        int(np.count_nonzero(of & (wait <= soon_days + within_days) & (second <= through))),
    )


def cohorts(visits: Visiting, month_of_day: Ints, first_day: int) -> tuple[Ints, Ints]:
    """Who of those that first came in a month came again in the months after: (how many began in each month, how many of
    them came in the month, one month later, …, -1 for months to come). `month_of_day[d - first_day]` numbers months
    from 0; the first and the last may be broken."""
    months = int(month_of_day[-1]) + 1 if len(month_of_day) else 0
    began = np.zeros(months, dtype=np.int64)
    came = np.full((months, months), -1, dtype=np.int64)
    if len(visits) == 0:
        return began, came
    begin = month_of_day[visits.first - first_day]
    began = np.bincount(begin, minlength=months).astype(np.int64)
    month = month_of_day[visits.day - first_day]
    again = (visits.whose[1:] == visits.whose[:-1]) & (month[1:] == month[:-1])
    whose, month = (column[np.concatenate(([True], ~again))] for column in (visits.whose, month))
    for row in range(months):
        came[row, : months - row] = 0
    np.add.at(came, (begin[whose], month - begin[whose]), 1)
    return began, came


def fifths(value: Ints, known: Flags | None = None) -> Ints:
    """5 for the highest fifth down to 1 for the lowest, as RFM scores; equal values get equal scores (the better one)."""
    count = len(value)
    # A score is reached from a value on that so many fifths at most lie above: four values of the ranked list tell all.
    ranks = [count - -(-count * (6 - score) // 5) for score in (2, 3, 4, 5)]
    scores = np.ones(count, dtype=np.int64)
    if count:
        for least in np.partition(value, ranks)[ranks]:
            scores += value >= least
    return scores if known is None else np.where(known, scores, 0)
