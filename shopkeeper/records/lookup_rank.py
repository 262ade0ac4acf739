"""How a member's rank follows from their visits, and how the index's row carries it."""

import math
from collections.abc import Iterable
from datetime import date

# Below the step of a thirty-second stands its sixteenth, which books of before left at nought: those members stand first
# within their step, as they did, until their next visit. A finer step moves no row more often, for a visit crosses
# several; a coarser one lets members change places who come nearly alike.
MEMBER_BITS = 28
MEMBER_MASK = (1 << MEMBER_BITS) - 1
STEPS_A_DOUBLING = 512
HIGHEST_STEP = 16384 * 16 - 1
HALF_LIFE_DAYS = 180
_EPOCH = date(1970, 1, 1).toordinal()


def rank_of(visits: Iterable[date | str]) -> float:
    """log2 of the visits, each counting twice as much for every 180 days it is later (forward decay); 0 for none.

    The order between two members never changes by time passing, so only a buyer's own rank moves.
    """
    total = 0.0
    for visit in visits:
        total += weight_on(visit if isinstance(visit, str) else visit.isoformat())
    return max(0.0, math.log2(total)) if total > 0 else 0.0


_weights: dict[str, float] = {}


def weight_on(day: str) -> float:
    weight = _weights.get(day)
    if weight is None:
        weight = _weights[day] = 2.0 ** ((date.fromisoformat(day).toordinal() - _EPOCH) / HALF_LIFE_DAYS)
    return weight


def row_of(member_id: int, rank: float) -> int:
    """The document's row: a lower one is a better rank; equal ranks by member."""
    step = min(HIGHEST_STEP, max(0, math.floor(rank * STEPS_A_DOUBLING)))
    return (HIGHEST_STEP - step) << MEMBER_BITS | member_id


def member_of(row: int) -> int:
    """The member a row is of."""
    return row & MEMBER_MASK


def rank_at(row: int) -> float:
    """The rank a row carries, to a step."""
    return (HIGHEST_STEP - (row >> MEMBER_BITS)) / STEPS_A_DOUBLING


def rank_on(day: date) -> float:
    """The rank of one visit on the day: what other ranks are compared with."""
    return (day.toordinal() - _EPOCH) / HALF_LIFE_DAYS
