"""Which perks of a tier are owed on a day: not given yet, and not refused, for this year, visit or time in the tier."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from shopkeeper.rules.programme import Perk
from shopkeeper.values import dataclass

PerkState = Literal["owed", "given", "refused", "always"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A perk that was given, or refused, on a day."""

    perk: str
    on: date
    given: bool


def counts_for(perk: Perk, settled: Settled, since: date | None, today: date) -> bool:
    """Whether what was given or refused then settles the perk today; `since` is the day the tier was reached."""
    if settled.perk != perk.name or settled.on > today:
        return False
    if perk.each == "year":
        return settled.on.year == today.year
    if perk.each == "visit":
        return settled.on == today
    return perk.each == "once" and (since is None or settled.on >= since)


def state_of(
    perk: Perk, settled: Iterable[Settled], since: date | None, today: date
) -> tuple[PerkState, date | None]:
    """How it stands with a perk, and the day it was given or refused, if that counts today."""
    if perk.each == "always":
        return "always", None
    counting = [one for one in settled if counts_for(perk, one, since, today)]
    if not counting:
        return "owed", None
    last = max(counting, key=lambda one: (one.given, one.on))
    return ("given" if last.given else "refused"), last.on
