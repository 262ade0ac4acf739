"""The programme: tiers, points, perks and gifts as the owner decided them, from a day on."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.money import currency as money_of
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import text as say
from shopkeeper.values import dataclass, field

Basis = Literal["spend", "visits", "points"]
BASES: tuple[Basis, ...] = ("spend", "visits", "points")
HouseholdTier = Literal["own", "shared"]
Often = Literal["year", "visit", "once", "always"]
OFTEN: tuple[Often, ...] = ("year", "visit", "once", "always")
PerkKind = Literal["entry", "treat", "wrap", "choice", "points", "other"]
PERK_KINDS: tuple[PerkKind, ...] = ("entry", "treat", "wrap", "choice", "points", "other")


@dataclass(frozen=True, slots=True)
class Perk:
    """What a tier gives besides points. `cost_minor` is what giving it costs the shop, `each` time: for every year
    in the tier, every visit, or once when the tier is reached. A perk costs the same in every tier.

    So often it is owed; one that is there `always`, as a perk is of which nothing else is said, is never owed and may be
    given at any time, and its cost is that of a year. `kind` is a special entry, a treat, wrapping, the first choice, or `points`, of which it gives some (8).
    """

    name: str
    cost_minor: int = 0
    each: Often = "always"
    kind: PerkKind = "other"
    points: int = 0


def usually(kind: PerkKind) -> Often:
    """How often a perk of a kind is given where nobody says it: a treat or points once a year, all else is there always."""
    return "year" if kind in ("treat", "points") else "always"


@dataclass(frozen=True, slots=True)
class Tier:
    """One level: `reach` is in minor units for spend, in days for visits, in points for points."""

    name: str
    basis: Basis
    reach: int
    multiplier: Fraction = Fraction(1)
    perks: tuple[Perk, ...] = ()

    @property
    def perk_names(self) -> tuple[str, ...]:
        """What the perks are called, in their order."""
        return tuple(perk.name for perk in self.perks)


@dataclass(frozen=True)
class Programme:
    """What holds from a day on. Tiers stand lowest first; the level below them all has no entry."""

    currency: str
    per_unit: Fraction = Fraction(1)
    worth_minor: int = 1
    expire_months: int | None = None
    joining_points: int = 0
    birthday_points: int = 0
    window: str = "12 months"
    keep: str = "end of next year"
    grace_days: int = 0
    basis: Basis = "spend"
    tiers: tuple[Tier, ...] = field(default=())
    household_tier: HouseholdTier = (
        "own"  # in a household each has their own tier, or all the highest of them (17)
    )

    @cached_property
    def window_months(self) -> int | None:
        """Trailing months the figure is taken over; None for a calendar year or for ever."""
        return months_in(self.window)

    @cached_property
    def keep_months(self) -> int | None:
        """Months a tier is kept; None where it is kept to the end of next year or follows the figure."""
        return months_in(self.keep)

    @cached_property
    def unit_minor(self) -> int:
        """Minor units in one unit of the currency: 100 for GBP, 1 for JPY, 1000 for KWD."""
        return money_of(self.currency).unit_minor

    @cached_property
    def rates(self) -> tuple[tuple[int, int], ...]:
        """For each rank (0 is below all tiers): points = eligible_minor × first // second."""
        found = []
        for multiplier in (Fraction(1), *(tier.multiplier for tier in self.tiers)):
            rate = self.per_unit * multiplier / self.unit_minor
            found.append((rate.numerator, rate.denominator))
        return tuple(found)

    def rank(self, name: str) -> int:
        """Where a tier stands, 1 the lowest; 0 for a name that is not among them."""
        for rank, tier in enumerate(self.tiers, 1):
            if tier.name == name:
                return rank
        return 0

    def tier(self, rank: int) -> Tier | None:
        """The tier of a rank, None for rank 0."""
        return self.tiers[rank - 1] if rank else None

    def name(self, rank: int) -> str:
        """What the rank is called."""
        return self.tiers[rank - 1].name if rank else BASE_TIER


@dataclass(frozen=True, slots=True)
class Version:
    """A programme and the first shop day it applies to."""

    id: int
    from_day: date
    programme: Programme


def months_in(text: str) -> int | None:
    """The months of “n months”, None for any other span."""
    head, _, tail = text.partition(" ")
    return int(head) if tail in ("month", "months") and head.isdecimal() else None


def version_on(versions: tuple[Version, ...], day: date) -> Version:
    """The version of a day; before the first version the first one holds, so that history counts (rule 13)."""
    current = versions[0]
    for version in versions[1:]:
        if version.from_day > day:
            break
        current = version
    return current


# Only twos and fives in them, so that one point for so many units is a decimal fraction.
_ROUGHLY = {"JPY": 100, "KRW": 1000, "INR": 100, "HUF": 400, "CLP": 1000, "COP": 5000, "IDR": 20000, "VND": 20000,
            "NGN": 1000, "RUB": 100, "UAH": 50, "TRY": 40, "CZK": 25, "SEK": 10, "NOK": 10, "DKK": 10, "MXN": 20,
            "ZAR": 20, "CNY": 10, "HKD": 10, "TWD": 40, "THB": 40, "PHP": 50, "ISK": 100, "PLN": 5}  # fmt: skip


def usual_programme(currency: str) -> Programme:
    """What a shop begins with: four tiers at sums that are roughly alike in every currency."""
    scale = _ROUGHLY.get(currency, 1)
    unit = money_of(currency).unit_minor * scale
    treat = Perk("Birthday treat", each=usually("treat"), kind="treat")
    return Programme(
        currency=currency,
        per_unit=Fraction(1, scale),
        worth_minor=max(1, unit // 100),
        expire_months=24,
        joining_points=100,
        grace_days=30,
        tiers=(
            Tier("Bronze", "visits", 3, perks=(Perk("A name and a thank-you"),)),
            Tier("Silver", "spend", 200 * unit, perks=(treat,)),
            Tier(
                "Gold",
                "spend",
                500 * unit,
                Fraction(3, 2),
                (Perk("Sale preview"), Perk("Free gift wrap"), treat),
            ),
            Tier(
                "Platinum",
                "spend",
                1000 * unit,
                Fraction(2),
                (Perk("Late hours"), Perk("First choice of hampers"), Perk("Sale preview")),
            ),
        ),
    )


def checked(programme: Programme) -> Programme:
    """The same programme, or Declined with what in it cannot be."""
    try:
        money_of(programme.currency)
    except Declined as error:
        raise refusal("currency", f"{programme.currency} is not a currency") from error
    names = [tier.name for tier in programme.tiers]
    if len(names) > 50:
        raise refusal("tier", "there are more than 50 tiers")
    for name in names:
        if names.count(name) > 1 or name == BASE_TIER:
            raise refusal(f"tier “{name}”", "has a name that is taken; give each tier a name of its own")
    highest: dict[Basis, Tier] = {}
    for tier in programme.tiers:
        below = highest.get(tier.basis)
        if below is not None and tier.reach <= below.reach:
            raise refusal(f"tier “{tier.name}”", f"must ask for more than “{below.name}” below it")
        highest[tier.basis] = tier
    known: dict[str, Perk] = {}
    for perk in (perk for tier in programme.tiers for perk in tier.perks):
        if known.setdefault(perk.name, perk) != perk:
            raise refusal(f"perk “{perk.name}”", "must cost the same in every tier")
    return programme


_HOW_OFTEN: dict[Often, int] = {"once": 0, "year": 1, "visit": 2, "always": 3}


def adds_nothing(programme: Programme) -> tuple[str, ...]:
    """Names of the tiers that give no more than the one below: no more points, no perk that is new, oftener or larger."""
    empty = []
    below = Tier(BASE_TIER, "visits", 0)
    for tier in programme.tiers:
        known = {perk.name: perk for perk in below.perks}
        more = any(
            perk.name not in known
            or _HOW_OFTEN[perk.each] > _HOW_OFTEN[known[perk.name].each]
            or perk.points > known[perk.name].points
            for perk in tier.perks
        )
        if tier.multiplier <= below.multiplier and not more:
            empty.append(tier.name)
        below = tier
    return tuple(empty)


def refusal(where: str, why: str) -> Declined:
    """What is said of a programme that cannot be."""
    return Declined(
        "programme_not_understood",
        say("The programme was left as it is: {where} {why}.").format(where=where, why=why),
        where,
    )
