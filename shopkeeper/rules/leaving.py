"""Why customers leave, and whether somebody came back after they were tried."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from shopkeeper.values import dataclass

Reason = Literal[
    "moved", "died", "price", "service", "choice", "elsewhere", "no need", "asked", "other", "not said"
]
REASONS: tuple[Reason, ...] = get_args(Reason)
SILENT: frozenset[Reason] = frozenset({"moved", "died", "asked"})
"""Whoever left so is never written to, called or invited again; for the others the shop may decide it."""
WITHIN_DAYS = 60
"""Whoever comes within so many days of a try came after it; later it is told as no result of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: the day they came back, None while they have not; `waiting` while the days still run."""

    came_on: date | None
    waiting: bool


def outcomes(tries: Sequence[date], visits: Sequence[date], today: date) -> tuple[Outcome, ...]:
    """What came of each try, both in the order of their days; a visit belongs to the last try before it alone.

    A visit on the very day of a try is not counted: nothing tells which was first.
    """
    found = []
    for place, on in enumerate(tries):
        until = on + timedelta(days=WITHIN_DAYS)
        later = tries[place + 1] if place + 1 < len(tries) else None
        came = next((day for day in visits if on < day <= until), None)
        if came is not None and later is not None and later < came:
            came = None
        found.append(Outcome(came, came is None and today <= until and later is None))
    return tuple(found)
