"""What must hold of every history there can be, tried on random ones."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Programme, Tier, Version
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.rules.standing import can_continue, dump, load, replay, standing_of
from tests.rules.histories import facts as random_facts
from tests.rules.histories import versions as random_versions

START = date(2024, 1, 1)


tiers = st.lists(
    st.tuples(st.integers(1, 40_000), st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(2)])),
    min_size=0,
    max_size=3,
)
programmes = st.builds(
    lambda listed, visits, window, keep, grace, expire: Programme(
        currency="GBP",
        expire_months=expire,
        window=window,
        keep=keep,
        grace_days=grace,
        tiers=(
            *((Tier("Bronze", "visits", visits),) if visits else ()),
            *(
                Tier(f"T{number}", "spend", reach, multiplier)
                for number, (reach, multiplier) in enumerate(sorted(dict(listed).items()))
            ),
        ),
    ),
    tiers,
    st.integers(0, 4),
    st.sampled_from(["1 months", "12 months", "calendar year", "ever"]),
    st.sampled_from(["end of next year", "3 months", "none"]),
    st.sampled_from([0, 10]),
    st.sampled_from([None, 1, 12]),
)


@st.composite
def histories(draw: st.DrawFn, *, returns: bool = True) -> list[Fact]:
    facts: list[Fact] = []
    left: dict[int, int] = {}
    on = START
    for number in range(1, draw(st.integers(1, 14)) + 1):
        on += timedelta(days=draw(st.sampled_from([0, 0, 1, 5, 20, 31, 90, 200])))
        kind = draw(
            st.sampled_from(["purchase"] * 5 + ["gift", "adjustment", "waiver"] + ["return"] * 2 * returns)
        )
        open_purchases = [purchase for purchase, rest in left.items() if rest]
        if kind == "return" and open_purchases:
            purchase = draw(st.sampled_from(open_purchases))
            amount = draw(st.integers(1, left[purchase]))
            left[purchase] -= amount
            facts.append(Fact(number, "return", on, amount, of=purchase))
        elif kind in ("gift", "adjustment", "waiver"):
            points = draw(st.integers(1, 300)) * (
                draw(st.sampled_from([1, -1])) if kind == "adjustment" else 1
            )
            facts.append(Fact(number, kind, on, points=points))  # type: ignore[arg-type]
        else:
            amount = draw(st.integers(0, 30_000))
            points = draw(st.sampled_from([0, 0, 0, draw(st.integers(0, amount))]))
            facts.append(Fact(number, "purchase", on, amount, points=points, worth_minor=points))
            left[number] = amount
    return facts


def versions_of(programme: Programme) -> tuple[Version, ...]:
    return (Version(1, START, programme),)


@given(histories(), programmes, st.integers(0, 900))
def test_the_balance_is_what_the_batches_hold_less_the_debt_and_the_sum_of_the_movements(
    facts: list[Fact], programme: Programme, days: int
) -> None:
    done = replay(facts, versions_of(programme), facts[-1].on + timedelta(days=days))
    assert done.account.balance == sum(b.left for b in done.account.batches) - done.account.debt
    assert done.account.balance == sum(move.points for move in done.movements)
    assert all(batch.left > 0 for batch in done.account.batches)
    assert done.account.debt >= 0


@given(histories(returns=False), programmes, st.integers(0, 900))
def test_an_account_taken_up_again_after_every_fact_is_the_replay(
    facts: list[Fact], programme: Programme, days: int
) -> None:
    versions = versions_of(programme)
    kept = ""
    for fact in facts:
        account = load(kept, versions) if kept else replay([], versions, fact.on).account
        assert account is not None and can_continue(account, fact.on)
        account.apply(fact)
        kept = dump(account)
    account = load(kept, versions)
    assert account is not None
    through = facts[-1].on + timedelta(days=days)
    account.advance(through)
    assert standing_of(account) == standing_of(replay(facts, versions, through).account)


@given(histories(), programmes, st.lists(st.integers(1, 400), max_size=6))
def test_time_passes_alike_in_one_leap_and_day_by_day(
    facts: list[Fact], programme: Programme, leaps: list[int]
) -> None:
    versions = versions_of(programme)
    stepwise = replay(facts, versions, facts[-1].on).account
    day = facts[-1].on
    for leap in leaps:
        day += timedelta(days=leap)
        stepwise.advance(day)
    assert standing_of(stepwise) == standing_of(replay(facts, versions, day).account)


@given(
    st.integers(1, 5_000),
    st.integers(0, 5_000),
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    programmes,
)
def test_a_return_in_parts_takes_back_what_the_whole_would(
    amount: int, points: int, parts: list[int], programme: Programme
) -> None:
    total = min(amount, sum(parts))
    before = [
        Fact(1, "gift", START, points=5_000),
        Fact(2, "purchase", START, amount, points=min(points, amount), worth_minor=min(points, amount)),
    ]
    whole = [*before, Fact(3, "return", START, total, of=2)]
    split = list(before)
    left = total
    for number, part in enumerate(parts, 3):
        part = min(part, left)
        if part:
            split.append(Fact(number, "return", START, part, of=2))
            left -= part
    one = standing_of(replay(whole, versions_of(programme), START).account)
    many = standing_of(replay(split, versions_of(programme), START).account)
    assert replace(one, batches=()) == replace(many, batches=())
    assert sum(b.left for b in one.batches) == sum(b.left for b in many.batches)


@given(
    histories(returns=False),
    programmes,
    st.sampled_from(["none", "1200 months"]),
    st.integers(0, 13),
    st.integers(1, 20_000),
    st.integers(0, 400),
)
def test_more_spent_never_gives_a_lower_tier_while_no_term_has_ended(
    facts: list[Fact], programme: Programme, keep: str, which: int, more: int, days: int
) -> None:
    """A term is counted from the day it was reached: see “what meets here” in docs/rules.md."""
    versions = versions_of(replace(programme, keep=keep))
    purchases = [position for position, fact in enumerate(facts) if fact.kind == "purchase"]
    if not purchases:
        return
    position = purchases[which % len(purchases)]
    richer = list(facts)
    richer[position] = replace(facts[position], amount_minor=facts[position].amount_minor + more)
    through = facts[-1].on + timedelta(days=days)
    poor, rich = replay(facts, versions, through).account, replay(richer, versions, through).account
    assert rich.rank >= poor.rank
    assert all(rich.figure(basis) >= poor.figure(basis) for basis in ("spend", "visits", "points"))


@given(random_facts(), random_versions(), st.integers(0, 400))
def test_redeeming_never_changes_a_tier(
    told: dict[int, list[Fact]], versions: tuple[Version, ...], days: int
) -> None:
    facts = told[0]
    without = [replace(fact, points=0, worth_minor=0) if fact.kind == "purchase" else fact for fact in facts]
    through = max((fact.on for fact in facts), default=START) + timedelta(days=days)
    one, other = replay(facts, versions, through), replay(without, versions, through)
    assert [(c.on, c.rank) for c in one.changes] == [(c.on, c.rank) for c in other.changes]


@given(programmes)
def test_a_programme_written_down_reads_back_the_same(programme: Programme) -> None:
    names = [tier.name for tier in programme.tiers]
    if len(set(names)) == len(names):
        assert read_programme(write_programme(programme)) == programme
