"""A member's standing: what the facts, the programme versions and a day make of them, and how it is kept between acts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shopkeeper.rules.engine import NEVER, Account, Batch, Day, Movement, TierChange
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import BASE_TIER, Basis, Version, version_on


@dataclass(frozen=True, slots=True)
class BatchLeft:
    """Points earned on one day that can be used through `last_day` (None: for ever)."""

    earned_on: date
    left: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class NextTier:
    """The tier above: `missing` (minor units, days or points, by `basis`) reaches it, counted through `by`."""

    name: str
    basis: Basis
    reach: int
    missing: int
    by: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands at the end of `as_of`; points may be negative by the debt they include."""

    as_of: date
    tier: str
    rank: int
    tier_since: date | None
    tier_until: date | None
    in_grace: bool
    points: int
    debt: int
    worth_minor: int
    batches: tuple[BatchLeft, ...]
    next_tier: NextTier | None
    basis: Basis
    qualifying: int
    multiplier_text: str
    spent_minor: int
    purchases: int
    visits: int
    first_visit: date | None
    last_visit: date | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A whole history replayed: the account at its end, its statement, its tiers and what each fact earned."""

    account: Account
    movements: tuple[Movement, ...]
    changes: tuple[TierChange, ...]
    earned: dict[int, int]


def replay(facts: Iterable[Fact], versions: tuple[Version, ...], through: date) -> Replay:
    """Apply all facts up to and including the day `through`, in the order of day and id, and let the days pass."""
    account = Account(versions)
    applied: list[Fact] = []
    for fact in sorted(facts, key=_order):
        if fact.on > through:
            break
        account.apply(fact)
        applied.append(fact)
        if fact.kind == "return":
            _fall_if_unearned(account, applied, versions, fact)
    account.advance(max(through, account.day))
    return Replay(account, tuple(account.movements), tuple(account.changes), account.earned)


def _order(fact: Fact) -> tuple[date, int]:
    return fact.on, fact.id


def _fall_if_unearned(
    account: Account, applied: list[Fact], versions: tuple[Version, ...], fact: Fact
) -> None:
    """Rule 11: would the tier have been reached without what has been returned by now?"""
    tier = account.programme.tier(account.rank)
    if tier is None or account.programme.keep == "none" or account.figure(tier.basis) >= tier.reach:
        return
    if (
        account.perk_used_on is not None
        and account.since is not None
        and account.perk_used_on >= account.since
    ):
        return
    without = replay(_net(applied), versions, account.day).account
    account.fall_by_return(without.rank, fact.id)


def _net(facts: list[Fact]) -> list[Fact]:
    """The same history as if what came back had never been bought."""
    returned: dict[int, tuple[int, int]] = {}
    whole: set[int] = set()
    amounts = {fact.id: fact.amount_minor for fact in facts if fact.kind == "purchase"}
    for fact in facts:
        if fact.kind == "return" and fact.of is not None:
            amount, excluded = returned.get(fact.of, (0, 0))
            returned[fact.of] = amount + fact.amount_minor, excluded + fact.excluded_minor
            if amount + fact.amount_minor >= amounts[fact.of]:
                whole.add(fact.of)
    net = []
    for fact in facts:
        if fact.kind == "return" or fact.id in whole:
            continue
        if fact.id in returned:
            amount, excluded = returned[fact.id]
            kept = fact.amount_minor - amount
            fact = replace(
                fact,
                amount_minor=kept,
                excluded_minor=min(max(0, fact.excluded_minor - excluded), kept),
                worth_minor=min(fact.worth_minor, kept),
            )
        net.append(fact)
    return net


def standing_of(account: Account) -> Standing:
    """The frozen answer of an account on the day it has reached."""
    programme = account.programme
    rank = account.effective_rank
    since, until = account.since, account.term_until
    if account.grace_until is not None:
        until = account.grace_until
    if rank > account.rank:
        spans = [
            (start, end)
            for name, start, end, _ in account.manual
            if programme.rank(name) == rank and start <= account.day <= end
        ]
        since, until = min(start for start, _ in spans), max(end for _, end in spans)
    points = account.balance
    return Standing(
        as_of=account.day,
        tier=programme.name(rank),
        rank=rank,
        tier_since=since,
        tier_until=until,
        in_grace=account.grace_until is not None,
        points=points,
        debt=account.debt,
        worth_minor=max(0, points) * programme.worth_minor,
        batches=batches_of(account),
        next_tier=_next_tier(account, rank),
        basis=programme.basis,
        qualifying=account.figure(programme.basis),
        multiplier_text=_multiplier_text(account, rank),
        spent_minor=account.spent,
        purchases=account.purchases,
        visits=account.visits,
        first_visit=account.first_visit,
        last_visit=account.last_visit,
    )


def batches_of(account: Account) -> tuple[BatchLeft, ...]:
    """The live batches, those that end first first; batches of one day with one end are one line."""
    lines: dict[tuple[date, date], int] = {}
    for batch in account.batches:
        key = batch.last_day or NEVER, batch.earned_on
        lines[key] = lines.get(key, 0) + batch.left
    return tuple(
        BatchLeft(earned_on, left, None if last_day is NEVER or last_day == NEVER else last_day)
        for (last_day, earned_on), left in sorted(lines.items())
    )


def _next_tier(account: Account, rank: int) -> NextTier | None:
    programme = account.programme
    if rank >= len(programme.tiers):
        return None
    tier = programme.tiers[rank]
    by: date | None = None
    if programme.window == "calendar year":
        by = date(account.day.year, 12, 31)
    elif account.drops_on != NEVER and programme.window != "ever":
        by = date.fromordinal(account.drops_on.toordinal() - 1)
    return NextTier(tier.name, tier.basis, tier.reach, max(0, tier.reach - account.figure(tier.basis)), by)


def _multiplier_text(account: Account, rank: int) -> str:
    tier = account.programme.tier(rank)
    if tier is None or tier.multiplier == 1:
        return ""
    text = f"{float(tier.multiplier):.4f}".rstrip("0").rstrip(".")
    return f"×{text}"


# ---- kept between acts ----


def dump(account: Account) -> str:
    """The account as text, short enough to be kept with each member and taken up again by `load`."""
    lines = batches_of(account)
    return json.dumps(
        [
            account.version.id,
            account.day.isoformat(),
            [[batch.earned_on.isoformat(), batch.left, _text(batch.last_day)] for batch in lines],
            account.debt,
            [account.rank, _text(account.since), _text(account.term_until), _text(account.grace_until)],
            _text(account.perk_used_on),
            [
                [name, start.isoformat(), until.isoformat(), fact]
                for name, start, until, fact in account.manual
            ],
            [[on.isoformat(), day.spend, day.kept, day.points] for on, day in account.window.items()],
            [account.spent, account.purchases, account.visits],
            [_text(account.first_visit), _text(account.last_visit), account.last_fact],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(text: str, versions: tuple[Version, ...]) -> Account | None:
    """The account as it was dumped, ready for the next fact; None where only a whole replay will do.

    It cannot take a return (that needs the purchase) nor pass into another version of the programme.
    """
    kept: list[Any] = json.loads(text)
    day = date.fromisoformat(kept[1])
    account = Account(versions, keep_history=False)
    account.version = version_on(versions, day)
    account.programme = account.version.programme
    if account.version.id != kept[0]:
        return None
    account.day = day
    for number, (earned_on, left, last_day) in enumerate(kept[2]):
        batch = Batch(number, date.fromisoformat(earned_on), left, left, _day(last_day))
        account.batches.append(batch)
        account.expires_on = min(account.expires_on, batch.last_day or NEVER)
    account.debt = kept[3]
    account.rank = kept[4][0]
    account.since, account.term_until, account.grace_until = (_day(part) for part in kept[4][1:])
    account.perk_used_on = _day(kept[5])
    account.manual = [
        (name, date.fromisoformat(start), date.fromisoformat(until), fact)
        for name, start, until, fact in kept[6]
    ]
    for on, spend, visits, points in kept[7]:
        account.window[date.fromisoformat(on)] = Day(spend, visits, points)
        account.counting.spend += spend
        account.counting.kept += visits > 0
        account.counting.points += points
    account.spent, account.purchases, account.visits = kept[8]
    account.first_visit, account.last_visit = _day(kept[9][0]), _day(kept[9][1])
    account.last_fact = kept[9][2]
    account.restart()
    return account


def can_continue(account: Account, through: date) -> bool:
    """Whether a loaded account may go on to a day without a whole replay."""
    return version_on(account.versions, max(through, account.day)).id == account.version.id


def base_standing(versions: tuple[Version, ...], today: date) -> Standing:
    """The standing of somebody who has no facts."""
    account = Account(versions)
    account.advance(today)
    return standing_of(account)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


__all__ = [
    "BASE_TIER", "BatchLeft", "NextTier", "Replay", "Standing", "base_standing", "batches_of", "can_continue",
    "dump", "load", "replay", "standing_of",
]  # fmt: skip
