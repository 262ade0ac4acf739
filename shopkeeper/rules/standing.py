"""A member's standing: what the facts, the programme versions and a day make of them, and how it is kept between acts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from shopkeeper.rules.days import days_after
from shopkeeper.rules.engine import NEVER, Account, Movement, TierChange
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Basis, Version, version_on
from shopkeeper.rules.purse import Purse
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.rules.window import Window
from shopkeeper.values import dataclass, replace


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
    """Where a member stands at the end of `as_of`; points may be negative by the debt they include.

    `pooled` is what the member can use: their own points and those of the household; `worth_minor` is its worth.
    """

    as_of: date
    tier: str
    rank: int
    tier_since: date | None
    tier_until: date | None
    in_grace: bool
    points: int
    pooled: int
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


@dataclass(frozen=True, slots=True)
class Stay:
    """A member belongs to a household from the beginning of a day to the end of another (None: still) (17)."""

    member: int
    household: int
    from_day: date
    through: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the member belongs to the household on a day."""
        return self.from_day <= day and (self.through is None or day <= self.through)


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
    return _finished(account)


def replay_together(
    histories: Mapping[int, Iterable[Fact]],
    stays: Sequence[Stay],
    versions: tuple[Version, ...],
    through: date,
) -> dict[int, Replay]:
    """Replay members who have shared a household at some time, side by side, each fact on its day (17).

    Who joins belongs from the beginning of that day, who leaves to the end of it.
    """
    accounts = {member: Account(versions, member=member) for member in histories}
    applied: dict[int, list[Fact]] = {member: [] for member in histories}
    turns = sorted(
        {stay.from_day for stay in stays}
        | {days_after(stay.through, 1) for stay in stays if stay.through is not None}
    )
    for account in accounts.values():
        account.turns_on = turns[0] if turns else NEVER
    facts = sorted(
        ((fact, member) for member, history in histories.items() for fact in history),
        key=lambda one: _order(one[0]),
    )
    for fact, member in facts:
        if fact.on > through:
            break
        while turns and turns[0] <= fact.on:
            _live_together(accounts, stays, turns)
        account = accounts[member]
        for mate in account.housemates:
            mate.advance(fact.on)
        account.apply(fact)
        applied[member].append(fact)
        if fact.kind == "return":
            _fall_if_unearned(account, applied[member], versions, fact)
    while turns and turns[0] <= through:
        _live_together(accounts, stays, turns)
    for account in accounts.values():
        account.advance(max(through, account.day))
    return {member: _finished(account) for member, account in accounts.items()}


def _live_together(accounts: Mapping[int, Account], stays: Sequence[Stay], turns: list[date]) -> None:
    day = turns.pop(0)
    homes: dict[int, list[Account]] = {}
    for stay in stays:
        if stay.holds(day) and stay.member in accounts:
            homes.setdefault(stay.household, []).append(accounts[stay.member])
    for account in accounts.values():
        account.advance(max(day, account.day))
        account.housemates = ()
        account.turns_on = turns[0] if turns else NEVER
        account.schedule()
    for home in homes.values():
        for account in home:
            account.housemates = tuple(mate for mate in home if mate is not account)


def _finished(account: Account) -> Replay:
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
    if not account.holds_by_perk:
        account.fall_by_return(replay(_net(applied), versions, account.day).account, fact.id)


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


def standing_of(account: Account, *, with_batches: bool = True) -> Standing:
    """The frozen answer of an account on the day it has reached, if wished without the list of its batches."""
    programme = account.programme
    rank, since, until = tier_held(account)
    pooled = account.pooled
    return Standing(
        as_of=account.day,
        tier=programme.name(rank),
        rank=rank,
        tier_since=since,
        tier_until=until,
        in_grace=account.grace_until is not None and rank == account.rank,
        points=account.balance,
        pooled=pooled,
        debt=account.debt,
        worth_minor=max(0, pooled) * programme.worth_minor,
        batches=batches_of(account) if with_batches else (),
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


def tier_held(account: Account) -> tuple[int, date | None, date | None]:
    """The rank that holds on the day reached, since when, and until when."""
    rank = account.effective_rank
    if rank > account.rank:
        return rank, *_span_of(account, rank)
    until = account.term_until if account.grace_until is None else account.grace_until
    return rank, account.since, until


def _span_of(account: Account, rank: int) -> tuple[date | None, date | None]:
    """Since when and until when a rank holds that was not earned: by hand, or by somebody of the household."""
    programme = account.programme
    spans = [
        (start, end)
        for name, start, end, _ in account.manual
        if programme.rank(name) == rank and start <= account.day <= end
    ]
    if spans:
        return min(start for start, _ in spans), max(end for _, end in spans)
    for mate in account.housemates:
        if mate.own_rank == rank:
            return (
                (mate.since, mate.grace_until or mate.term_until)
                if mate.rank == rank
                else _span_of(mate, rank)
            )
    return account.since, account.term_until


def batches_of(account: Account) -> tuple[BatchLeft, ...]:
    """The live batches, those that end first first; batches of one day with one end are one line."""
    return tuple(
        BatchLeft(earned_on, left, None if last_day == NEVER else last_day)
        for earned_on, left, last_day in account.purse.lines()
    )


def _next_tier(account: Account, rank: int) -> NextTier | None:
    programme = account.programme
    if rank >= len(programme.tiers):
        return None
    tier = programme.tiers[rank]
    by: date | None = None
    if programme.window == "calendar year":
        by = date(account.day.year, 12, 31)
    elif account.window.drops_on != NEVER:
        by = days_after(account.window.drops_on, -1)
    return NextTier(tier.name, tier.basis, tier.reach, max(0, tier.reach - account.figure(tier.basis)), by)


def _multiplier_text(account: Account, rank: int) -> str:
    tier = account.programme.tier(rank)
    if tier is None or tier.multiplier == 1:
        return ""
    text = f"{float(tier.multiplier):.4f}".rstrip("0").rstrip(".")
    return f"×{text}"


# ---- kept between acts ----


def dump(account: Account) -> str:
    """The account as text, short enough to be kept with each member and taken up again by `load`.

    It begins with the day it was reached on. A long history makes it longer only by the batches that live and the
    days inside the window, and those are neither read nor written one by one.
    """
    manual = [
        [name, start.isoformat(), until.isoformat(), fact] for name, start, until, fact in account.manual
    ]
    days = (account.since, account.term_until, account.grace_until, account.perk_used_on)
    seen = (account.first_visit, account.last_visit)
    return "|".join(
        (
            account.day.isoformat(),
            f"{account.version.id},{account.rank}," + ",".join(map(_text, days)),
            f"{account.spent},{account.purchases},{account.visits},{_text(seen[0])},{_text(seen[1])},{account.last_fact}",
            f"{account.purse.held},{account.purse.debt}",
            account.purse.written(),
            account.window.written(),
            json.dumps(manual, ensure_ascii=False, separators=(",", ":")) if manual else "",
        )
    )


def load(text: str, versions: tuple[Version, ...], member: int = 0) -> Account | None:
    """The account as it was dumped, ready for the next fact; None where only a whole replay will do.

    It cannot take a return (that needs the purchase) nor pass into another version of the programme.
    """
    parts = text.split("|", 6)
    if len(parts) != 7:
        return None
    day = date.fromisoformat(parts[0])
    account = Account(versions, keep_history=False, member=member)
    account.version = version_on(versions, day)
    account.programme = account.version.programme
    version, rank, *days = parts[1].split(",")
    if account.version.id != int(version):
        return None
    account.day = day
    account.rank = int(rank)
    account.since, account.term_until, account.grace_until, account.perk_used_on = map(_day, days)
    spent, purchases, visits, first, last, last_fact = parts[2].split(",")
    account.spent, account.purchases, account.visits = int(spent), int(purchases), int(visits)
    account.first_visit, account.last_visit, account.last_fact = _day(first), _day(last), int(last_fact)
    held, debt = parts[3].split(",")
    account.purse = Purse.read(parts[4], int(held), int(debt))
    account.window = Window.read(parts[5], account.programme)
    if parts[6]:
        manual: list[Any] = json.loads(parts[6])
        account.manual = [
            (name, date.fromisoformat(start), date.fromisoformat(until), fact)
            for name, start, until, fact in manual
        ]
    account.schedule()
    return account


def day_reached(text: str) -> date:
    """The day an account had reached when it was dumped."""
    return date.fromisoformat(text[:10])


def can_continue(account: Account, through: date) -> bool:
    """Whether a loaded account may go on to a day without a whole replay."""
    day = max(through, account.day)
    return account.turns_on > day and version_on(account.versions, day).id == account.version.id


def can_begin(account: Account, day: date, through: date) -> bool:
    """Whether an account of which nothing is known yet may begin on a day and go on without a whole replay."""
    return version_on(account.versions, day).id == version_on(account.versions, through).id


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


__all__ = [
    "BASE_TIER", "BatchLeft", "NextTier", "Replay", "Standing", "Stay", "batches_of", "can_begin", "can_continue",
    "day_reached", "dump", "load", "replay", "replay_together", "standing_of", "tier_held",
]  # fmt: skip
