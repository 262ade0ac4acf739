"""The programme: tiers, points, perks and gifts as the owner decided them, from a day on."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.money import currency as money_of

Basis = Literal["spend", "visits", "points"]
BASES: tuple[Basis, ...] = ("spend", "visits", "points")
BASE_TIER = "Member"  # what everyone is who has reached no tier


@dataclass(frozen=True, slots=True)
class Tier:
    """One level: `reach` is in minor units for spend, in days for visits, in points for points."""

    name: str
    basis: Basis
    reach: int
    multiplier: Fraction = Fraction(1)
    perks: tuple[str, ...] = ()


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

    @cached_property
    def window_months(self) -> int | None:
        """Trailing months the figure is taken over; None for a calendar year or for ever."""
        return _months(self.window)

    @cached_property
    def keep_months(self) -> int | None:
        """Months a tier is kept; None where it is kept to the end of next year or follows the figure."""
        return _months(self.keep)

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


def _months(text: str) -> int | None:
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
    return Programme(
        currency=currency,
        per_unit=Fraction(1, scale),
        worth_minor=max(1, unit // 100),
        expire_months=24,
        joining_points=100,
        grace_days=30,
        tiers=(
            Tier("Bronze", "visits", 3, perks=("A name and a thank-you",)),
            Tier("Silver", "spend", 200 * unit, perks=("Birthday treat",)),
            Tier(
                "Gold",
                "spend",
                500 * unit,
                Fraction(3, 2),
                ("Sale preview", "Free gift wrap", "Birthday treat"),
            ),
            Tier(
                "Platinum",
                "spend",
                1000 * unit,
                Fraction(2),
                ("Late hours", "First choice of hampers", "Sale preview"),
            ),
        ),
    )


_POINTS = {"per_unit", "worth_minor", "expire_months"}
_TIERS = {"basis", "window", "keep", "grace_days"}
_TIER = {"name", "from", "from_minor", "basis", "multiplier", "perks"}
_TOP = {"currency", "points", "joining", "birthday", "tiers", "tier"}


def read_programme(text: str, *, currency: str | None = None) -> Programme:
    """The programme a TOML text describes; Declined, with the place, where it cannot be understood."""
    if len(text) > 100_000:
        raise _refuse("the file", "is over 100 kB")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _refuse("the file", f"is not TOML: {error}") from error
    _known(table, _TOP, "the file")
    stated = table.get("currency", currency)
    if not isinstance(stated, str):
        raise _refuse("currency", "is missing")
    if currency is not None and stated != currency:
        raise _refuse("currency", f"is {stated}, but this shop counts in {currency}")
    points = _section(table, "points", _POINTS)
    tiers = _section(table, "tiers", _TIERS)
    basis = _basis(tiers.get("basis", "spend"), "tiers.basis")
    listed = table.get("tier", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise _refuse("tier", "must be a list of [[tier]] tables")
    programme = Programme(
        currency=stated,
        per_unit=_fraction(points.get("per_unit", 1), "points.per_unit"),
        worth_minor=_whole(points.get("worth_minor", 1), "points.worth_minor"),
        expire_months=(
            _whole(points["expire_months"], "points.expire_months", least=1)
            if "expire_months" in points
            else None
        ),
        joining_points=_whole(_section(table, "joining", {"points"}).get("points", 0), "joining.points"),
        birthday_points=_whole(_section(table, "birthday", {"points"}).get("points", 0), "birthday.points"),
        window=_span(tiers.get("window", "12 months"), "tiers.window", ("calendar year", "ever")),
        keep=_span(tiers.get("keep", "end of next year"), "tiers.keep", ("end of next year", "none")),
        grace_days=_whole(tiers.get("grace_days", 0), "tiers.grace_days", most=3660),
        basis=basis,
        tiers=tuple(_tier(entry, position, basis) for position, entry in enumerate(listed, 1)),
    )
    return checked(programme)


def checked(programme: Programme) -> Programme:
    """The same programme, or Declined with what in it cannot be."""
    try:
        money_of(programme.currency)
    except Declined as error:
        raise _refuse("currency", f"{programme.currency} is not a currency") from error
    names = [tier.name for tier in programme.tiers]
    if len(names) > 50:
        raise _refuse("tier", "there are more than 50 tiers")
    for name in names:
        if names.count(name) > 1 or name == BASE_TIER:
            raise _refuse(f"tier “{name}”", "has a name that is taken; give each tier a name of its own")
    highest: dict[Basis, Tier] = {}
    for tier in programme.tiers:
        below = highest.get(tier.basis)
        if below is not None and tier.reach <= below.reach:
            raise _refuse(f"tier “{tier.name}”", f"must ask for more than “{below.name}” below it")
        highest[tier.basis] = tier
    return programme


def write_programme(programme: Programme) -> str:
    """The programme as TOML that `read_programme` reads back to the same."""
    out = [f'currency = "{programme.currency}"', "[points]", f"per_unit = {_number_text(programme.per_unit)}"]
    out.append(f"worth_minor = {programme.worth_minor}")
    if programme.expire_months is not None:
        out.append(f"expire_months = {programme.expire_months}")
    out += [
        "[joining]",
        f"points = {programme.joining_points}",
        "[birthday]",
        f"points = {programme.birthday_points}",
    ]
    out += [
        "[tiers]",
        f'basis = "{programme.basis}"',
        f'window = "{programme.window}"',
        f'keep = "{programme.keep}"',
    ]
    out.append(f"grace_days = {programme.grace_days}")
    for tier in programme.tiers:
        out += ["[[tier]]", f"name = {_string(tier.name)}"]
        if tier.basis != programme.basis:
            out.append(f'basis = "{tier.basis}"')
        out.append(f"{'from_minor' if tier.basis == 'spend' else 'from'} = {tier.reach}")
        if tier.multiplier != 1:
            out.append(f"multiplier = {_number_text(tier.multiplier)}")
        if tier.perks:
            out.append(f"perks = [{', '.join(_string(perk) for perk in tier.perks)}]")
    return "\n".join(out) + "\n"


def adds_nothing(programme: Programme) -> tuple[str, ...]:
    """Names of the tiers that give no more than the one below: same multiplier and no perk of their own."""
    empty = []
    below = Tier(BASE_TIER, "visits", 0)
    for tier in programme.tiers:
        if tier.multiplier <= below.multiplier and set(tier.perks) <= set(below.perks):
            empty.append(tier.name)
        below = tier
    return tuple(empty)


def _tier(entry: dict[str, Any], position: int, usual: Basis) -> Tier:
    where = f"tier {position}"
    _known(entry, _TIER, where)
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 40 or not name.isprintable():
        raise _refuse(f"{where}: name", "must be one to forty characters")
    basis = _basis(entry.get("basis", usual), f"{where}: basis")
    key = "from_minor" if basis == "spend" else "from"
    if key not in entry:
        raise _refuse(f"{where}: {key}", "is missing")
    perks = entry.get("perks", [])
    if not isinstance(perks, list) or not all(isinstance(perk, str) and perk.strip() for perk in perks):
        raise _refuse(f"{where}: perks", "must be a list of texts")
    return Tier(
        name.strip(),
        basis,
        _whole(entry[key], f"{where}: {key}"),
        _fraction(entry.get("multiplier", 1), f"{where}: multiplier"),
        tuple(perk.strip() for perk in perks),
    )


def _refuse(where: str, why: str) -> Declined:
    return Declined("programme_not_understood", f"The programme was left as it is: {where} {why}.", where)


def _known(table: dict[str, Any], names: set[str], where: str) -> None:
    unknown = sorted(set(table) - names)
    if unknown:
        raise _refuse(f"{where}: “{unknown[0]}”", "is not a setting of a programme")


def _section(table: dict[str, Any], name: str, known: set[str]) -> dict[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise _refuse(name, "must be a table")
    _known(section, known, name)
    return section


def _basis(value: object, where: str) -> Basis:
    for basis in BASES:
        if value == basis:
            return basis
    raise _refuse(where, "must be spend, visits or points")


def _whole(value: object, where: str, *, least: int = 0, most: int = 10**15) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refuse(where, f"must be a whole number of at least {least}")
    return value


def _fraction(value: object, where: str) -> Fraction:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | str)
        or (isinstance(value, str) and len(value) > 20)
    ):
        raise _refuse(where, 'must be a whole number, or a fraction as text such as "1.5"')
    try:
        number = Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise _refuse(where, 'must be a whole number, or a fraction as text such as "1.5"') from error
    if not 0 <= number <= 1_000_000 or number.denominator > 10**9:
        raise _refuse(where, "must lie between 0 and 1,000,000")
    return number


def _span(value: object, where: str, words: tuple[str, ...]) -> str:
    if isinstance(value, str):
        months = _months(value)
        if value in words:
            return value
        if months is not None and 1 <= months <= 1200:
            return f"{months} months"
    raise _refuse(where, f"must be “n months” or one of: {', '.join(words)}")


def _number_text(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f'"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"'


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
