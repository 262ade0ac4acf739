"""The engine and the naive reading of the rules agree on any history; what must hold of a history holds of both."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Version
from shopkeeper.rules.standing import Replay, Stay, batches_of, replay, replay_together, standing_of
from tests.rules import histories, naive

# A long run is asked for by SHOPKEEPER_HISTORIES=100000 (docs/architecture.md).
HISTORIES = int(os.environ.get("SHOPKEEPER_HISTORIES", "2000"))


def last_day(histories_: Mapping[int, Sequence[Fact]]) -> date:
    return max((fact.on for facts in histories_.values() for fact in facts), default=histories.START)


def agree(done: Replay, read: naive.Member, versions: Sequence[Version], through: date) -> None:
    account = done.account
    programme = naive.programme_of(versions, through)
    standing = standing_of(account)
    assert (standing.points, standing.debt) == (read.balance, read.debt)
    assert [(one.earned_on, one.left, one.last_day) for one in batches_of(account)] == read.batches()
    assert (account.rank, account.since, account.term_until, account.grace_until) == (
        read.rank,
        read.since,
        read.term,
        read.grace,
    )
    assert account.own_rank == naive.held_rank(read, programme, through)
    for basis in ("spend", "visits", "points"):
        assert account.figure(basis) == naive.figure(read, programme, basis, through)
    kept = [sale for sale in read.sales.values() if not sale.wholly_returned]
    assert standing.visits == len({sale.fact.on for sale in kept})
    assert standing.spent_minor == sum(sale.kept for sale in read.sales.values())
    assert {fact: done.earned[fact] for fact in read.sales} == {
        fact: sale.earned for fact, sale in read.sales.items()
    }
    moved = sum(move.points for move in done.movements)
    assert (
        account.balance == sum(batch.left for batch in account.batches) - account.debt == moved == read.moved
    )


@pytest.mark.slow
@settings(max_examples=HISTORIES, suppress_health_check=list(HealthCheck), deadline=None)
@given(histories.facts(), histories.versions(), st.integers(0, 500))
def test_the_engine_and_the_naive_reading_agree_on_any_history(
    facts: dict[int, list[Fact]], versions: tuple[Version, ...], days: int
) -> None:
    if any(facts.values()):
        through = last_day(facts) + timedelta(days=days)
        agree(
            replay(facts[0], versions, through),
            naive.read(facts, (), versions, through)[0],
            versions,
            through,
        )


@pytest.mark.slow
@settings(max_examples=max(1, HISTORIES // 4), suppress_health_check=list(HealthCheck), deadline=None)
@given(histories.facts(members=3, most=18), histories.stays(3), histories.versions(), st.integers(0, 200))
def test_they_agree_on_households_too(
    facts: dict[int, list[Fact]], stays: list[Stay], versions: tuple[Version, ...], days: int
) -> None:
    through = last_day(facts) + timedelta(days=days)
    read = naive.read(facts, stays, versions, through)
    for member, done in replay_together(facts, stays, versions, through).items():
        if facts[member]:
            agree(done, read[member], versions, through)
