"""What among a member's visits is worth noticing: the first, round numbers, and the first after a long absence."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.rules.occasions import VISITS_TO_THANK

FEWEST_VISITS = 4
AWAY_DAYS = 45
AWAY_TIMES = 3
"""Who came four times and then stayed away for three times their usual gap, and 45 days at least, is back after it."""


def was_away(visits: Sequence[date], place: int) -> int:
    """For how many days somebody had been away before the visit at this place, 0 where that is nothing to notice."""
    if place < FEWEST_VISITS:
        return 0
    usual = (visits[place - 1] - visits[0]).days / (place - 1)
    away = (visits[place] - visits[place - 1]).days
    return away if away >= max(AWAY_DAYS, AWAY_TIMES * usual) else 0


def of_visits(visits: Sequence[date]) -> dict[date, tuple[str, int]]:
    """The visits to notice by their day: `first`, `visits` with the number, `back` with the days away."""
    found: dict[date, tuple[str, int]] = {}
    for place, on in enumerate(visits):
        away = was_away(visits, place)
        if place == 0:
            found[on] = "first", 1
        elif away:
            found[on] = "back", away
        elif place + 1 in VISITS_TO_THANK:
            found[on] = "visits", place + 1
    return found
