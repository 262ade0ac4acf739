"""A trial: who is drawn for which offer, how small a difference it can find, and what was found, as far as it can be known.

Households are put in pairs of those most alike before (as many members, then the nearest figure), and the lot decides
which of the two gets the first offer. What was found is set against every other way the lot could have fallen: if no
offer did anything, the difference seen is one draw among those (Fisher 1935, Pitman 1937). The interval holds each
difference that, taken off those who had the first offer, would leave nothing the lot alone does not do often enough.
"""

from collections.abc import Callable
from hashlib import shake_256
from math import isfinite, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np

from shopkeeper.rules.draws import ticket
from shopkeeper.rules.histories import Floats
from shopkeeper.rules.trial_measures import Measure
from shopkeeper.rules.visiting import Flags, Ints
from shopkeeper.values import dataclass

Verdict = Literal["better", "worse", "no matter", "cannot tell"]

LEAST_PAIRS = 10
"""With fewer pairs of households the lot can fall in too few ways to tell anything."""
LOTS = 4_999
SURE = 0.95
POWER = 0.80
BEFORE_WEEKS = 26
"""Alike is who had about the same figure in so many weeks before, or in as many as the trial lasts."""
_AT_ONCE = 4_000_000
_SURE, _POWER = NormalDist().inv_cdf(0.5 + SURE / 2), NormalDist().inv_cdf(POWER)
Progress = Callable[[int, int], object]


# ---- before it begins ----


def paired(sizes: Ints, before: Ints) -> Ints:
    """The pair of each household, from 0: the nearest of those with as many members. Of an odd number one stays alone."""
    order = np.lexsort((np.arange(len(sizes)), before, sizes))
    found = np.empty(len(sizes), dtype=np.int64)
    found[order] = np.arange(len(sizes)) // 2
    return found


def by_lot(seed: str, pair: Ints) -> Flags:
    """Which households get the first offer: of each pair the one whose place in the list draws the smaller ticket
    (`rules.draws`), so that the list and the seed are enough to draw it again. One alone gets it on a ticket below 8."""
    first = np.zeros(len(pair), dtype=np.bool_)
    drawn: dict[int, tuple[str, int]] = {}
    for place, number in enumerate(pair.tolist()):
        mine = ticket(seed, str(place))
        other = drawn.pop(number, None)
        if other is None:
            drawn[number] = mine, place
        else:
            first[min((mine, place), other)[1]] = True
    for mine, place in drawn.values():
        first[place] = mine < "8"
    return first


def smallest(pair: Ints, members: Ints, figure: Floats, measure: Measure) -> float | None:
    """The smallest difference per member that is found in four of five such trials, by what the households of such pairs came
    to when nothing was offered; None where no difference would be.

    An offer that works makes those do more who do much, and so spreads its own half: what comes by chance grows with it,
    visits as chance does (its square by so much), sums in full, for baskets may grow as well as visits. The test, too, takes
    a part of an effect for chance, the more the fewer pairs there are. All of it is reckoned with: the difference is 1.96
    times the spread that the test will see and 0.84 times that of what is measured.
    """
    order = np.argsort(pair, kind="stable")
    second = np.zeros(len(pair), dtype=np.bool_)
    second[order[1:]] = pair[order[1:]] == pair[order[:-1]]
    slots = _slots(pair, ~second, members, figure)
    whole = float(slots.members.sum())
    mean = float(slots.figure.sum()) / whole if whole else 0.0
    if mean == 0:
        return None
    one, other = slots.figure - mean * slots.members
    people = slots.members.sum(axis=0)
    shared = max(0.0, float((one * other).sum()))
    alone = max(0.0, float((one**2 + other**2).sum()) / 2 - shared)
    lean, crowd = float((people * (one + other)).sum()), float((people**2).sum())

    def missing(difference: float) -> float:
        """By how much a difference falls short of being found."""
        times = 1.0 if measure == "came" else 1 + difference / mean
        chance = times**2 if measure == "spend" else times
        measured = (times - 1) ** 2 * shared + (chance + 1) * alone
        seen = max(0.0, measured + difference / 2 * (times - 1) * lean + (difference / 2) ** 2 * crowd)
        return 2 / whole * (_SURE * sqrt(seen) + _POWER * sqrt(measured)) - difference

    low, high = 0.0, 100 * mean
    if missing(high) > 0:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if missing(middle) > 0 else (low, middle)
    return high


# ---- when it is over ----


@dataclass(frozen=True, slots=True)
class Compared:
    """The mean per member of those with the first offer and of the others, what the first have more, and between which
    bounds the truth lies in 19 of 20 such trials; `chance` is how often the lot alone does as much."""

    ours: float
    theirs: float
    difference: float
    low: float
    high: float
    chance: float

    def times(self, factor: float) -> "Compared":
        """The same in another unit."""
        return Compared(
            self.ours * factor, self.theirs * factor, self.difference * factor, self.low * factor, self.high * factor,
            self.chance,
        )  # fmt: skip


@dataclass(frozen=True)
class _Slots:
    """Two rows of pairs: first the households with the first offer, then the others; 0 where there is none."""

    members: Floats
    figure: Floats


def _slots(pair: Ints, first: Flags, members: Ints, figure: Floats) -> _Slots:
    """The figures of each pair's two, by the lot."""
    count = int(pair.max()) + 1 if len(pair) else 0
    held = np.zeros((2, count)), np.zeros((2, count))
    row = np.where(first, 0, 1)
    held[0][row, pair] = members
    held[1][row, pair] = figure
    return _Slots(*held)


def compare(
    pair: Ints, first: Flags, members: Ints, figure: Floats, seed: str, progress: Progress | None = None
) -> Compared | None:
    """What the households with the first offer have more, per member; None where there are too few pairs.

    `members` of a household that are counted and their `figure` together. The lot is drawn `LOTS` times anew from a
    stream that follows from the seed (SHAKE-256), so that whoever asks again gets the same answer. Each draw gives the
    one difference at which it would do as much as the lot that fell: the interval is read off their order (Pitman's
    test turned round, as Tritchler 1984 and Garthwaite 1996 do), exact if an offer does the same for all, and near it
    otherwise, for the halves are of one size.
    """
    slots = _slots(pair, first, members, figure)
    if np.count_nonzero(slots.members.all(axis=0)) < LEAST_PAIRS:
        return None
    ours, theirs = _means(slots.figure[0].sum(), slots.members[0].sum(), slots)
    seen = float(ours - theirs)
    drawn, shifted = _other_lots(slots, seed, progress)
    with np.errstate(divide="ignore", invalid="ignore"):
        turns = (seen - drawn) / (1 - shifted)
    same = np.isclose(
        shifted, 1.0, rtol=0, atol=1e-12
    )  # the lot that fell, drawn again: it does as much whatever the truth is
    rank = round((LOTS + 1) * (1 - SURE) / 2)
    low = float(np.partition(np.where(same, -np.inf, turns), rank - 1)[rank - 1])
    high = float(-np.partition(np.where(same, -np.inf, -turns), rank - 1)[rank - 1])
    if not (isfinite(low) and isfinite(high)):
        return None
    more = 1 + int(np.count_nonzero((turns <= 0) | same))
    less = 1 + int(np.count_nonzero((turns >= 0) | same))
    return Compared(float(ours), float(theirs), seen, low, high, min(1.0, 2 * min(more, less) / (LOTS + 1)))


def _other_lots(slots: _Slots, seed: str, progress: Progress | None) -> tuple[Floats, Floats]:
    """Of each lot drawn anew the difference it makes, and what it would make of one unit more for each who had the first offer."""
    pairs = slots.members.shape[1]
    had = np.array((slots.members[0], np.zeros(pairs)))
    change = np.stack(
        (slots.figure[1] - slots.figure[0], slots.members[1] - slots.members[0], had[1] - had[0]), axis=1
    )
    begin = np.array((slots.figure[0].sum(), slots.members[0].sum(), had[0].sum()))
    figures, people, once = slots.figure.sum(), slots.members.sum(), had.sum()
    drawn, shifted = np.empty(LOTS), np.empty(LOTS)
    step = max(1, min(LOTS, _AT_ONCE // max(1, pairs)))
    width = -(-pairs // 8)
    for number, at in enumerate(range(0, LOTS, step)):
        rows = min(step, LOTS - at)
        stream = shake_256(f"{seed}:{number}".encode()).digest(rows * width)
        turned = np.unpackbits(
            np.frombuffer(stream, dtype=np.uint8).reshape(rows, width), axis=1, count=pairs
        )
        total = begin + turned.astype(np.float64) @ change
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn[at : at + rows] = total[:, 0] / total[:, 1] - (figures - total[:, 0]) / (
                people - total[:, 1]
            )
            shifted[at : at + rows] = total[:, 2] / total[:, 1] - (once - total[:, 2]) / (
                people - total[:, 1]
            )
        if progress is not None:
            progress(at + rows, LOTS)
    return drawn, shifted


def _means(figure: float, members: float, slots: _Slots) -> tuple[float, float]:
    return figure / members, (slots.figure.sum() - figure) / (slots.members.sum() - members)


def verdict(found: Compared, goal: float) -> Verdict:
    """What can be said: the first offer does more, or less; it makes no difference of the size that was hoped for; or it
    cannot be told."""
    if found.low > 0:
        return "better"
    if found.high < 0:
        return "worse"
    return "no matter" if -goal < found.low and found.high < goal else "cannot tell"
