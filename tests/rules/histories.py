"""Random programmes and histories, as surprising as shops are, for whoever wants to try the rules on them."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Perk, Programme, Tier, Version
from shopkeeper.rules.standing import Stay

START = date(2023, 12, 30)
NAMES = ("Bronze", "Silver", "Gold")
PERKS = (Perk("Cake"), Perk("Wrap"))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A programme: thresholds low enough to be met, spans short enough to end."""
    tiers = []
    reach = {"spend": 0, "visits": 0, "points": 0}
    for name in NAMES[: draw(st.integers(0, 3))]:
        basis = draw(st.sampled_from(["spend", "spend", "visits", "points"]))
        reach[basis] += draw(st.integers(1, {"spend": 15_000, "visits": 4, "points": 150}[basis]))
        tiers.append(
            Tier(
                name, basis, reach[basis], draw(st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(2)])),  # type: ignore[arg-type]
                draw(st.sampled_from([(), PERKS[:1], PERKS])),
            )
        )  # fmt: skip
    return Programme(
        currency="GBP",
        per_unit=draw(st.sampled_from([Fraction(1), Fraction(1, 3), Fraction("0.1")])),
        expire_months=draw(st.sampled_from([None, 1, 1, 12])),
        window=draw(st.sampled_from(["1 months", "2 months", "12 months", "calendar year", "ever"])),
        keep=draw(st.sampled_from(["end of next year", "1 months", "3 months", "none"])),
        grace_days=draw(st.sampled_from([0, 0, 1, 10])),
        tiers=tuple(tiers),
        household_tier=draw(st.sampled_from(["own", "shared"])),
    )


@st.composite
def versions(draw: st.DrawFn) -> tuple[Version, ...]:
    """One version, sometimes two or three; the first may begin in the middle of the history."""
    found = [Version(1, START + timedelta(days=draw(st.sampled_from([0, 0, 40]))), draw(programmes()))]
    for number in range(2, 2 + draw(st.sampled_from([0, 0, 0, 1, 2]))):
        day = found[-1].from_day + timedelta(days=draw(st.integers(1, 200)))
        found.append(Version(number, day, draw(programmes())))
    return tuple(found)


@st.composite
def facts(draw: st.DrawFn, *, members: int = 1, most: int = 14) -> dict[int, list[Fact]]:
    """What happened to some members, in the order of days or not (back-dated facts have the later number)."""
    found: dict[int, list[Fact]] = {member: [] for member in range(members)}
    left: dict[int, tuple[int, int, int, date]] = {}
    on = START + timedelta(days=draw(st.sampled_from([0, 1, 2, 31, 60])))
    for number in range(1, draw(st.integers(1, most)) + 1):
        on += timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 2, 5, 20, 28, 30, 31, 90, 200])))
        member = draw(st.integers(0, members - 1))
        day = on - timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 3, 40])))
        day = max(day, START)
        kind = draw(
            st.sampled_from(
                ["purchase"] * 6 + ["return"] * 3 + ["gift", "adjustment", "waiver", "tier", "perk"]
            )
        )
        open_purchases = [purchase for purchase, rest in left.items() if rest[0] and rest[3] <= on]
        if kind == "return" and open_purchases:
            purchase = draw(st.sampled_from(open_purchases))
            rest, excluded, owner, _ = left[purchase]
            amount = draw(st.sampled_from([rest, draw(st.integers(1, rest))]))
            share = min(amount, excluded)
            left[purchase] = rest - amount, excluded - share, owner, on
            found[owner].append(Fact(number, "return", on, amount, share, of=purchase))
        elif kind == "gift":
            found[member].append(Fact(number, "gift", day, points=draw(st.integers(1, 120))))
        elif kind == "adjustment":
            points = draw(st.integers(-120, 120))
            found[member].append(Fact(number, "adjustment", day, points=points))
        elif kind == "waiver":
            found[member].append(Fact(number, "waiver", day, points=draw(st.integers(1, 120))))
        elif kind == "tier":
            until = day + timedelta(days=draw(st.integers(0, 90)))
            found[member].append(Fact(number, "tier", day, what=draw(st.sampled_from(NAMES)), until=until))
        elif kind == "perk":
            points = draw(st.sampled_from([0, 0, 20]))
            found[member].append(
                Fact(number, "perk", day, points=points, what=draw(st.sampled_from(PERKS)).name)
            )
        else:
            amount = draw(st.sampled_from([0, 1, 99, 100, 5_000, draw(st.integers(0, 15_000))]))
            excluded = draw(st.sampled_from([0, 0, draw(st.integers(0, amount))]))
            points = draw(st.sampled_from([0, 0, draw(st.integers(0, min(amount, 150)))]))
            found[member].append(Fact(number, "purchase", day, amount, excluded, points, points))
            left[number] = amount, excluded, member, day
    return found


@st.composite
def stays(draw: st.DrawFn, members: int) -> list[Stay]:
    """Who lives together when: each in one household at a time."""
    found = []
    for member in range(members):
        day = START
        for _ in range(draw(st.integers(0, 2))):
            begin = day + timedelta(days=draw(st.integers(0, 120)))
            through = draw(st.sampled_from([None, begin + timedelta(days=draw(st.integers(0, 200)))]))
            found.append(Stay(member, draw(st.integers(1, 2)), begin, through))
            if through is None:
                break
            day = through + timedelta(days=1)
    return found
