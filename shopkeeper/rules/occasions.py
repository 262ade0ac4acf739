"""What a member can be thanked for: a tier reached, a round number of visits, an unusually large purchase."""

from datetime import date
from typing import Literal

from shopkeeper.values import dataclass

OccasionKind = Literal["tier", "visits", "large"]

VISITS_TO_THANK = frozenset({10, 25, 50, 100, 200, 300, 500, 1000})
LARGE_TIMES_AVERAGE = 3
LARGE_AFTER_PURCHASES = 5


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reason to say thank you. `key` is the same whenever the history is replayed; `detail` is the tier's
    name, the number of visits, or the amount in minor units."""

    key: str
    kind: OccasionKind
    on: date
    detail: str
    fact: int


def tier_occasion(name: str, on: date, fact: int) -> Occasion:
    """The member reached a tier."""
    return Occasion(f"tier:{name}:{on.isoformat()}", "tier", on, name, fact)


def visits_occasion(visits: int, on: date, fact: int) -> Occasion | None:
    """A visit that makes a round number, or None."""
    if visits not in VISITS_TO_THANK:
        return None
    return Occasion(f"visits:{visits}", "visits", on, str(visits), fact)


def large_occasion(
    amount: int, spent_before: int, purchases_before: int, on: date, fact: int
) -> Occasion | None:
    """A purchase of at least three times what the member usually spends, after five purchases; or None."""
    if purchases_before < LARGE_AFTER_PURCHASES or spent_before <= 0:
        return None
    if amount * purchases_before < LARGE_TIMES_AVERAGE * spent_before:
        return None
    return Occasion(f"large:{fact}", "large", on, str(amount), fact)
