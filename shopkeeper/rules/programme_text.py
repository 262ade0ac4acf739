"""A programme as TOML: read with the place of whatever cannot be understood, written so that it reads back the same."""

import tomllib
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from shopkeeper.rules.programme import (
    BASES,
    OFTEN,
    PERK_KINDS,
    Basis,
    HouseholdTier,
    Perk,
    Programme,
    Tier,
    checked,
    months_in,
    refusal,
    usually,
)

_POINTS = {"per_unit", "worth_minor", "expire_months"}
_TIERS = {"basis", "window", "keep", "grace_days"}
_TIER = {"name", "from", "from_minor", "basis", "multiplier", "perks"}
_PERK = {"name", "cost_minor", "each", "kind", "points"}
_TOP = {"currency", "points", "joining", "birthday", "household", "tiers", "tier"}


def read_programme(text: str, *, currency: str | None = None) -> Programme:
    """The programme a TOML text describes; Declined, with the place, where it cannot be understood."""
    if len(text) > 100_000:
        raise refusal("the file", "is over 100 kB")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise refusal("the file", f"is not TOML: {error}") from error
    _known(table, _TOP, "the file")
    stated = table.get("currency", currency)
    if not isinstance(stated, str):
        raise refusal("currency", "is missing")
    if currency is not None and stated != currency:
        raise refusal("currency", f"is {stated}, but this shop counts in {currency}")
    points = _section(table, "points", _POINTS)
    tiers = _section(table, "tiers", _TIERS)
    basis = _basis(tiers.get("basis", "spend"), "tiers.basis")
    listed = table.get("tier", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise refusal("tier", "must be a list of [[tier]] tables")
    costs = _perk_costs(listed)
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
        tiers=tuple(_tier(entry, position, basis, costs) for position, entry in enumerate(listed, 1)),
        household_tier=_household(_section(table, "household", {"tier"})),
    )
    return checked(programme)


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
    if programme.household_tier != "own":
        out += ["[household]", f'tier = "{programme.household_tier}"']
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
            out.append(f"perks = [{', '.join(_perk_text(perk) for perk in tier.perks)}]")
    return "\n".join(out) + "\n"


def _perk_costs(listed: list[dict[str, Any]]) -> dict[str, Perk]:
    """The perks that are told with their cost, by name: it need be told once."""
    costs: dict[str, Perk] = {}
    for position, entry in enumerate(listed, 1):
        perks = entry.get("perks", [])
        if not isinstance(perks, list):
            raise refusal(f"tier {position}: perks", "must be a list")
        for told in perks:
            if isinstance(told, dict):
                perk = _perk(told, f"tier {position}: perks")
                costs.setdefault(perk.name, perk)
    return costs


def _perk(told: object, where: str) -> Perk:
    if isinstance(told, str):
        told = {"name": told}
    if not isinstance(told, dict):
        raise refusal(where, "must be a list of texts, or of tables with name, cost_minor and each")
    _known(told, _PERK, where)
    name = told.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 200 or not name.isprintable():
        raise refusal(where, "must each have a name of one to two hundred characters")
    points = _whole(told.get("points", 0), f"{where}: points", most=10**7)
    kind = next((one for one in PERK_KINDS if one == told.get("kind", "points" if points else "other")), None)
    if kind is None:
        raise refusal(f"{where}: kind", f"must be one of: {', '.join(PERK_KINDS)}")
    if (kind == "points") != (points > 0):
        raise refusal(f"{where}: points", "belong to a perk of the kind points, and it needs them")
    each = next((often for often in OFTEN if often == told.get("each", usually(kind))), None)
    if each is None:
        raise refusal(f"{where}: each", "must be year, visit, once or always")
    if points and each == "always":
        raise refusal(f"{where}: each", "must be year, visit or once where a perk gives points")
    cost = _whole(told.get("cost_minor", 0), f"{where}: cost_minor", most=10**12)
    return Perk(name.strip(), cost, each, kind, points)


def _perk_text(perk: Perk) -> str:
    if perk == Perk(perk.name):
        return _string(perk.name)
    parts = [f"name = {_string(perk.name)}"]
    if perk.cost_minor:
        parts.append(f"cost_minor = {perk.cost_minor}")
    if perk.each != usually(perk.kind):
        parts.append(f'each = "{perk.each}"')
    if perk.kind != "other":
        parts.append(f'kind = "{perk.kind}"')
    if perk.points:
        parts.append(f"points = {perk.points}")
    return f"{{{', '.join(parts)}}}"


def _tier(entry: dict[str, Any], position: int, usual: Basis, costs: dict[str, Perk]) -> Tier:
    where = f"tier {position}"
    _known(entry, _TIER, where)
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 40 or not name.isprintable():
        raise refusal(f"{where}: name", "must be one to forty characters")
    basis = _basis(entry.get("basis", usual), f"{where}: basis")
    key = "from_minor" if basis == "spend" else "from"
    if key not in entry:
        raise refusal(f"{where}: {key}", "is missing")
    perks = []
    for told in entry.get("perks", []):
        perk = _perk(told, f"{where}: perks")
        perks.append(costs.get(perk.name, perk) if isinstance(told, str) else perk)
    return Tier(
        name.strip(),
        basis,
        _whole(entry[key], f"{where}: {key}"),
        _fraction(entry.get("multiplier", 1), f"{where}: multiplier"),
        tuple(perks),
    )


def _household(section: dict[str, Any]) -> HouseholdTier:
    told = section.get("tier", "own")
    if told == "shared":
        return "shared"
    if told != "own":
        raise refusal("household.tier", "must be own or shared")
    return "own"


def _known(table: dict[str, Any], names: set[str], where: str) -> None:
    unknown = sorted(set(table) - names)
    if unknown:
        raise refusal(f"{where}: “{unknown[0]}”", "is not a setting of a programme")


def _section(table: dict[str, Any], name: str, known: set[str]) -> dict[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise refusal(name, "must be a table")
    _known(section, known, name)
    return section


def _basis(value: object, where: str) -> Basis:
    for basis in BASES:
        if value == basis:
            return basis
    raise refusal(where, "must be spend, visits or points")


def _whole(value: object, where: str, *, least: int = 0, most: int = 10**15) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise refusal(where, f"must be a whole number of at least {least}")
    return value


def _fraction(value: object, where: str) -> Fraction:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | str)
        or (isinstance(value, str) and len(value) > 20)
    ):
        raise refusal(where, 'must be a whole number, or a fraction as text such as "1.5"')
    try:
        number = Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise refusal(where, 'must be a whole number, or a fraction as text such as "1.5"') from error
    if not 0 <= number <= 1_000_000 or number.denominator > 10**9:
        raise refusal(where, "must lie between 0 and 1,000,000")
    return number


def _span(value: object, where: str, words: tuple[str, ...]) -> str:
    if isinstance(value, str):
        months = months_in(value)
        if value in words:
            return value
        if months is not None and 1 <= months <= 1200:
            return f"{months} months"
    raise refusal(where, f"must be “n months” or one of: {', '.join(words)}")


def _number_text(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f'"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"'


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
