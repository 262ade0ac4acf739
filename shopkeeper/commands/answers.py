"""Standings, occasions and members as plain values for JSON: amounts in minor units, days as text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shopkeeper.rules.occasions import Occasion
from shopkeeper.rules.programme import Basis
from shopkeeper.rules.standing import NextTier, Standing
from shopkeeper.service.acts import Affected

Answer = dict[str, Any]
_UNIT: dict[Basis, str] = {"spend": "minor", "visits": "visits", "points": "points"}


def day(value: date | None) -> str | None:
    """A shop day as text."""
    return None if value is None else value.isoformat()


def next_tier(tier: NextTier | None) -> Answer | None:
    """What is missing to the tier above."""
    if tier is None:
        return None
    return {"name": tier.name, f"missing_{_UNIT[tier.basis]}": tier.missing, "by": day(tier.by)}


def standing(of: Standing) -> Answer:
    """Tier, points and the way to the next tier."""
    return {
        "tier": of.tier,
        "tier_since": day(of.tier_since),
        "tier_until": day(of.tier_until),
        "points": of.points,
        "pooled": of.pooled,
        "debt": of.debt,
        "worth_minor": of.worth_minor,
        "batches": [
            {"earned_on": day(batch.earned_on), "left": batch.left, "last_day": day(batch.last_day)}
            for batch in of.batches
        ],
        "next_tier": next_tier(of.next_tier),
        f"qualifying_{_UNIT[of.basis]}": of.qualifying,
        "spent_minor": of.spent_minor,
        "visits": of.visits,
        "last_visit": day(of.last_visit),
    }


def occasions(found: Iterable[Occasion]) -> list[Answer]:
    """What there is to be thankful for."""
    return [{"kind": one.kind, "on": day(one.on), "detail": one.detail} for one in found]


def changed(members: Iterable[Affected]) -> list[Answer]:
    """Where the members an act concerned stand now."""
    return [
        {"number": one.number, "name": one.name, "tier": one.tier, "points": one.points} for one in members
    ]
