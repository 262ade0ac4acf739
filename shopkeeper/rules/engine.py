"""The programme engine: takes a member's facts in the order of their days and keeps what follows from them.

The numbers in brackets are the rules of `docs/rules.md`. Time is an event like any other: `advance` lets the
days pass and does on each what falls due on it. Nothing here looks at a clock.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from shopkeeper.rules.days import end_of_next_year, months_after, months_before
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.occasions import Occasion, large_occasion, tier_occasion, visits_occasion
from shopkeeper.rules.programme import Basis, Programme, Version, version_on

ONE_DAY = timedelta(days=1)
NEVER = date.max
EXTENSION_DAYS = 30  # how long a point stays usable that comes back after it would have expired (6)

MovementKind = Literal[
    "earned", "used", "expired", "reversed", "restored", "gift", "answer", "adjustment", "waiver", "paid debt"
]


@dataclass(slots=True)
class Batch:
    """Points of one earning; `last_day` is the last day they can be used, None for ever (2)."""

    fact: int
    earned_on: date
    quantity: int
    left: int
    last_day: date | None
    expired: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the member's statement: the balance is the sum of all `points`."""

    on: date
    kind: MovementKind
    points: int
    fact: int


@dataclass(frozen=True, slots=True)
class TierChange:
    """From `on` the member was of rank `rank`; `because` says what brought it about."""

    on: date
    rank: int
    was: int
    because: Literal["reached", "ended", "return", "followed", "programme"]
    fact: int = 0


@dataclass(slots=True)
class Outcome:
    """What came of one purchase, needed when a part of it comes back."""

    on: date
    amount: int
    excluded: int
    used: int
    worth: int
    rate: tuple[int, int]
    earned: int
    batch: Batch | None
    taken: list[tuple[Batch, int]] = field(default_factory=list)
    returned: int = 0
    returned_excluded: int = 0
    reversed: int = 0
    restored: int = 0
    gone: bool = False


@dataclass(slots=True)
class Day:
    """What one shop day counts for: net spend, purchases not wholly returned, points earned by them."""

    spend: int = 0
    kept: int = 0
    points: int = 0


class Account:
    """A member's account while facts are applied to it; `standing` makes a frozen answer of it."""

    __slots__ = (
        "batches", "changes", "counting", "day", "debt", "due", "earned", "first_visit", "grace_until", "last_fact",
        "drops_on", "expires_on", "last_visit", "manual", "movements", "occasions", "outcomes", "perk_used_on",
        "programme", "purchases", "rank", "since", "spent", "term_until", "version", "versions", "visit_days", "visits", "window",
    )  # fmt: skip

    def __init__(self, versions: tuple[Version, ...], *, keep_history: bool = True) -> None:
        self.versions = versions
        self.version = versions[0]
        self.programme: Programme = versions[0].programme  # the version that holds on the day reached
        self.day: date = date.min
        self.batches: list[Batch] = []
        self.debt = 0
        self.rank = 0
        self.since: date | None = None
        self.term_until: date | None = None
        self.grace_until: date | None = None
        self.perk_used_on: date | None = None
        self.manual: list[tuple[str, date, date, int]] = []  # tier, from, through, fact
        self.window: dict[date, Day] = {}  # the days that count, oldest first or nearly so
        self.counting = Day()  # their sum; `kept` holds the number of days with a visit
        self.outcomes: dict[int, Outcome] | None = {} if keep_history else None
        self.visit_days: dict[date, int] | None = {} if keep_history else None
        self.movements: list[Movement] = []
        self.changes: list[TierChange] = []
        self.occasions: list[Occasion] = []
        self.earned: dict[int, int] = {}
        self.spent = 0
        self.purchases = 0
        self.visits = 0  # distinct days with a purchase that is not wholly returned, in the whole history
        self.first_visit: date | None = None
        self.last_visit: date | None = None
        self.last_fact = 0
        self.due: date = NEVER  # the next day on which time alone does something
        self.expires_on: date = NEVER  # no batch ends before this day
        self.drops_on: date = NEVER  # the first day on which the oldest counting day counts no more

    # ---- what a reader asks ----

    @property
    def balance(self) -> int:
        """Points the member can use, negative where they owe some (2)."""
        return sum(batch.left for batch in self.batches) - self.debt

    @property
    def effective_rank(self) -> int:
        """The earned rank, or the manual one if that is higher and holds today (12)."""
        rank = self.rank
        for name, start, until, _ in self.manual:
            if start <= self.day <= until:
                rank = max(rank, self.programme.rank(name))
        return rank

    def figure(self, basis: Basis) -> int:
        """The qualifying figure of a basis on the day reached (9)."""
        return _figure(self.counting, basis)

    def restart(self) -> None:
        """After the account was filled from what was kept: find again what is due and when."""
        self.drops_on = self._first_drop()
        self._schedule()

    # ---- time ----

    def advance(self, day: date) -> None:
        """Let the days pass through `day`; each does what falls due on it (2, 3, 9, 10, 12)."""
        if self.day == date.min:
            self.day = day
            self.version = version_on(self.versions, day)
            self.programme = self.version.programme
            self._schedule()
            return
        while self.due <= day:
            self._midnight(self.due)
            self._schedule()
        if day > self.day:
            self.day = day
            if day >= self.drops_on:
                self._forget_old_days()

    def _midnight(self, day: date) -> None:
        ended = day - ONE_DAY
        if self.expires_on < day:
            self._expire(day)
        self.day = ended
        if self.drops_on <= ended:
            self._forget_old_days()
        yesterday = self.counting
        if self.drops_on <= day:
            yesterday = Day(yesterday.spend, yesterday.kept, yesterday.points)
        self.day = day
        changed = False
        if len(self.versions) > 1:
            version = version_on(self.versions, day)
            changed = version is not self.version
            if changed:
                self._take_up(version)
        if self.drops_on <= day:
            self._forget_old_days()
        if self.programme.keep == "none":
            self._follow("programme" if changed else "followed", 0)
            return
        if changed:
            self._reach("programme", 0)
        if self.grace_until is not None and self.grace_until <= ended:
            self.grace_until = None
            self._fall_one_step()
        elif self.term_until is not None and self.term_until <= ended and self.grace_until is None:
            self._end_of_term(yesterday)

    def _expire(self, day: date) -> None:
        for batch in self.batches:
            if batch.last_day is not None and batch.last_day < day:
                self._move(day, "expired", -batch.left, batch.fact)
                batch.expired += batch.left
                batch.left = 0
        self.batches = [batch for batch in self.batches if batch.left]
        self.expires_on = min((batch.last_day or NEVER for batch in self.batches), default=NEVER)

    def _end_of_term(self, yesterday: Day) -> None:
        """The day after the term's last day: renewed, or grace, or one step down (10)."""
        tier = self.programme.tier(self.rank)
        if tier is None:
            self.term_until = None
            return
        # A calendar year begins at nothing: what is looked at is the year that has just ended.
        figure = self.figure(tier.basis)
        if self.programme.window == "calendar year":
            figure = max(figure, _figure(yesterday, tier.basis))
        if figure >= tier.reach or self._earned_rank() > self.rank:
            self.term_until = self._term(self.day)
        elif self.programme.grace_days:
            self.grace_until = self.day + timedelta(days=self.programme.grace_days - 1)
        else:
            self._fall_one_step()

    def _fall_one_step(self) -> None:
        self._set_rank(self.rank - 1, "ended", 0)

    def _take_up(self, version: Version) -> None:
        """A new version begins: a tier keeps its name where the name is still there, else its place."""
        old_name = self.programme.name(self.rank)
        self.version = version
        programme = self.programme = version.programme
        if self.rank:
            self.rank = programme.rank(old_name) or min(self.rank, len(programme.tiers))
            if not self.rank:
                self.term_until = self.grace_until = None
        if self.visit_days is not None and self.outcomes is not None:
            self._recount()

    def _recount(self) -> None:
        """Fill the window anew from the whole history, for another version may look further back."""
        self.window = {}
        self.counting = Day()
        self.drops_on = NEVER
        for outcome in self.outcomes.values() if self.outcomes else ():
            if self._counts(outcome.on):
                kept = outcome.amount - outcome.returned
                self._count(outcome.on, kept, int(not outcome.gone), outcome.earned - outcome.reversed)

    def _counts(self, on: date) -> bool:
        programme = self.programme
        if programme.window_months is not None:
            return on > months_before(self.day, programme.window_months)
        return programme.window == "ever" or on.year == self.day.year

    def _forget_old_days(self) -> None:
        old = []
        for on in self.window:  # oldest first
            if self._counts(on):
                break
            old.append(on)
        for on in old:
            gone = self.window.pop(on)
            self.counting.spend -= gone.spend
            self.counting.points -= gone.points
            self.counting.kept -= gone.kept > 0
        self.drops_on = self._first_drop()

    def _schedule(self) -> None:
        """Find the next day on which time alone does something."""
        due = self.expires_on
        if self.grace_until is not None:
            due = min(due, self.grace_until)
        elif self.term_until is not None:
            due = min(due, self.term_until)
        for _, _, until, _ in self.manual:
            if until >= self.day:
                due = min(due, until)
        if due is not NEVER:
            due += ONE_DAY
        if len(self.versions) > 1:
            for version in self.versions:
                if version.from_day > self.day:
                    due = min(due, version.from_day)
                    break
        if self.programme.keep == "none":
            due = min(due, self.drops_on)
        self.due = due

    def _first_drop(self) -> date:
        """The first day on which the oldest counting day counts no more."""
        programme = self.programme
        if programme.window == "ever" or not self.window:
            return NEVER
        oldest = next(iter(self.window))
        months = programme.window_months
        if months is None:
            return date(self.day.year + 1, 1, 1)
        drop = months_after(oldest, months)
        while months_before(drop, months) < oldest:
            drop += ONE_DAY
        return drop

    # ---- tiers ----

    def _earned_rank(self) -> int:
        counting = self.counting
        rank = len(self.programme.tiers)
        for tier in reversed(self.programme.tiers):
            if _figure(counting, tier.basis) >= tier.reach:
                return rank
            rank -= 1
        return 0

    def _term(self, day: date) -> date | None:
        programme = self.programme
        if programme.keep == "none":
            return None
        if programme.keep_months is not None:
            return months_after(day, programme.keep_months)
        return end_of_next_year(day)

    def _set_rank(
        self, rank: int, because: Literal["reached", "ended", "return", "followed", "programme"], fact: int
    ) -> None:
        self.changes.append(TierChange(self.day, rank, self.rank, because, fact))
        if rank > self.rank:
            self.occasions.append(tier_occasion(self.programme.name(rank), self.day, fact))
        self.rank = rank
        self.since = self.day if rank else None
        self.grace_until = None
        self.term_until = self._term(self.day) if rank else None

    def _reach(self, because: Literal["reached", "programme"], fact: int) -> None:
        earned = self._earned_rank()
        if earned > self.rank:
            self._set_rank(earned, because, fact)
        elif earned == self.rank and self.grace_until is not None:
            self.grace_until = None  # reached again within the days of grace: renewed (10)
            self.term_until = self._term(self.day)

    def _follow(self, because: Literal["followed", "programme", "return"], fact: int) -> None:
        earned = self._earned_rank()
        self.term_until = self.grace_until = None
        if earned != self.rank:
            self._set_rank(earned, because, fact)

    # ---- facts ----

    def apply(self, fact: Fact) -> int:
        """Let one fact happen; answers the points it moved. Facts come in the order of day and id."""
        self.advance(fact.on)
        self.last_fact = max(self.last_fact, fact.id)
        moved = 0
        if fact.kind == "purchase":
            moved = self._purchase(fact)
        elif fact.kind == "return":
            moved = self._return(fact)
        elif fact.kind in ("gift", "answer", "adjustment"):
            moved = fact.points
            if fact.points >= 0:
                self._add(fact.id, fact.points, fact.kind)
            else:
                self._move(self.day, "adjustment", fact.points, fact.id)
                self.debt += self._take(-fact.points)[1]
        elif fact.kind == "waiver":
            moved = min(self.debt, fact.points)
            self.debt -= moved
            self._move(self.day, "waiver", moved, fact.id)
        elif fact.kind == "tier":
            self.manual.append((fact.what, fact.on, fact.until or fact.on, fact.id))
        else:
            self.perk_used_on = self.day
        self._schedule()
        return moved

    def _purchase(self, fact: Fact) -> int:
        rate = self.programme.rates[self.effective_rank]  # the tier held just before (1)
        outcome = Outcome(
            self.day, fact.amount_minor, fact.excluded_minor, fact.points, fact.worth_minor, rate, 0, None
        )
        if fact.points:
            taken, short = self._take(fact.points)
            outcome.taken = taken
            self.debt += short  # only after a back-dated change: what was used stays used (14)
            self._move(self.day, "used", -fact.points, fact.id)
        outcome.earned = earned_points(outcome)
        outcome.batch = self._add(fact.id, outcome.earned, "earned")
        self.earned[fact.id] = outcome.earned
        large = large_occasion(fact.amount_minor, self.spent, self.purchases, self.day, fact.id)
        if large is not None:
            self.occasions.append(large)
        self.spent += fact.amount_minor
        self.purchases += 1
        if self.first_visit is None:
            self.first_visit = self.day
        self.last_visit = self.day
        if self.outcomes is not None and self.visit_days is not None:
            self.outcomes[fact.id] = outcome
            again = self.day in self.visit_days
            self.visit_days[self.day] = self.visit_days.get(self.day, 0) + 1
        else:
            counted = self.window.get(self.day)
            again = counted is not None and counted.kept > 0
        if not again:
            self.visits += 1
            round_number = visits_occasion(self.visits, self.day, fact.id)
            if round_number is not None:
                self.occasions.append(round_number)
        if self._counts(self.day):
            self._count(self.day, fact.amount_minor, 1, outcome.earned)
        if self.programme.keep == "none":
            self._follow("followed", fact.id)
        else:
            self._reach("reached", fact.id)
        return outcome.earned

    def _return(self, fact: Fact) -> int:
        outcome = self.outcomes.get(fact.of or 0) if self.outcomes is not None else None
        if outcome is None:
            raise LookupError("a return needs the purchase it belongs to")
        outcome.returned += fact.amount_minor
        outcome.returned_excluded += fact.excluded_minor
        gone = outcome.returned >= outcome.amount and not outcome.gone
        outcome.gone = outcome.gone or gone
        restored = self._restore(outcome, fact)
        undone = (outcome.earned - earned_points(outcome)) - outcome.reversed
        outcome.reversed += undone
        self._reverse(outcome, undone, fact)
        self.earned[fact.id] = restored - undone
        self.spent -= fact.amount_minor
        if gone:
            self.occasions = [occasion for occasion in self.occasions if occasion.fact != fact.of]
            if self.visit_days is not None:
                self._unvisit(outcome.on)
        if self._counts(outcome.on):
            self._count(outcome.on, -fact.amount_minor, -1 if gone else 0, -undone)
        if self.programme.keep == "none":
            self._follow("return", fact.id)
        return restored - undone

    def fall_by_return(self, rank: int, fact: int) -> None:
        """The tier would not have been reached without what came back, and nothing of it was used (11)."""
        if rank < self.rank:
            self._set_rank(rank, "return", fact)
            self._schedule()

    def _unvisit(self, on: date) -> None:
        assert self.visit_days is not None
        left = self.visit_days.get(on, 0) - 1
        if left > 0:
            self.visit_days[on] = left
            return
        self.visit_days.pop(on, None)
        self.visits -= 1
        if on in (self.first_visit, self.last_visit):
            self.first_visit = min(self.visit_days, default=None)
            self.last_visit = max(self.visit_days, default=None)

    def _count(self, on: date, spend: int, kept: int, points: int) -> None:
        day = self.window.get(on)
        if day is None:
            day = self.window[on] = Day()
            if len(self.window) == 1:
                self.drops_on = self._first_drop()
        was = day.kept > 0
        day.spend += spend
        day.kept += kept
        day.points += points
        self.counting.spend += spend
        self.counting.points += points
        self.counting.kept += (day.kept > 0) - was

    # ---- points ----

    def _move(self, on: date, kind: MovementKind, points: int, fact: int) -> None:
        if points:
            self.movements.append(Movement(on, kind, points, fact))

    def _add(
        self, fact: int, points: int, kind: Literal["earned", "gift", "answer", "adjustment"]
    ) -> Batch | None:
        if points <= 0:
            return None
        months = self.programme.expire_months
        pays = min(self.debt, points)  # a debt is paid first (5)
        self.debt -= pays
        batch = Batch(
            fact, self.day, points, points - pays, months_after(self.day, months) if months else None
        )
        if batch.left:
            self._hold(batch)
        self._move(self.day, kind, points, fact)
        return batch

    def _hold(self, batch: Batch) -> None:
        self.batches.append(batch)
        if batch.last_day is not None and batch.last_day < self.expires_on:
            self.expires_on = batch.last_day

    def _take(self, points: int) -> tuple[list[tuple[Batch, int]], int]:
        """Take points from the batches that expire first; answers what came from which, and what was not there."""
        taken = []
        for batch in sorted(self.batches, key=_first_to_expire):
            if not points:
                break
            share = min(batch.left, points)
            if share:
                batch.left -= share
                points -= share
                taken.append((batch, share))
        self.batches = [batch for batch in self.batches if batch.left]
        return taken, points

    def _restore(self, outcome: Outcome, fact: Fact) -> int:
        """Used points go back to the batches they came from (6)."""
        back = outcome.used - points_still_used(outcome) - outcome.restored
        outcome.restored += back
        self._move(self.day, "restored", back, fact.id)
        pays = min(self.debt, back)
        self.debt -= pays
        left = back - pays
        while left and outcome.taken:
            batch, share = outcome.taken[-1]
            part = min(share, left)
            left -= part
            if share == part:
                outcome.taken.pop()
            else:
                outcome.taken[-1] = (batch, share - part)
            self._refill(batch, part)
        if left:  # they were used on credit, and the debt has been paid since: a batch of their own
            months = self.programme.expire_months
            self._hold(
                Batch(fact.id, self.day, left, left, months_after(self.day, months) if months else None)
            )
        return back

    def _refill(self, batch: Batch, points: int) -> None:
        if batch.last_day is not None and batch.last_day < self.day:
            batch.last_day = self.day + timedelta(days=EXTENSION_DAYS)
        if not batch.left:
            self._hold(batch)
        batch.left += points

    def _reverse(self, outcome: Outcome, points: int, fact: Fact) -> None:
        """Take back what a returned purchase gave: from its own batch, else from others, else as debt (4, 5).

        Points of the purchase that have expired unused are gone already and are not taken a second time.
        """
        batch = outcome.batch
        if batch is None or points <= 0:
            return
        own = min(batch.left, points)
        if own:
            batch.left -= own
            if not batch.left:
                self.batches = [other for other in self.batches if other is not batch]
        expired = min(batch.expired, points - own)
        batch.expired -= expired
        rest = points - own - expired
        self._move(self.day, "reversed", -(own + rest), fact.id)
        if rest:
            self.debt += self._take(rest)[1]


def _figure(counting: Day, basis: Basis) -> int:
    if basis == "spend":
        return counting.spend
    return counting.kept if basis == "visits" else counting.points


def points_still_used(outcome: Outcome) -> int:
    """Of the points a purchase was paid with, those that pay for what is still kept.

    Money is given back first: the points return once less is kept than they paid for; a part of a point's worth
    still keeps the whole point, so that parts restore what the whole would.
    """
    if not outcome.used:
        return 0
    kept = min(outcome.worth, outcome.amount - outcome.returned)
    return -(-outcome.used * kept // outcome.worth) if outcome.worth else 0


def earned_points(outcome: Outcome) -> int:
    """Rule 1 on what is still kept of a purchase: floor(eligible × rate × multiplier), floored once."""
    kept = outcome.amount - outcome.returned
    excluded = min(max(0, outcome.excluded - outcome.returned_excluded), kept)
    eligible = kept - excluded - min(outcome.worth, kept)
    first, second = outcome.rate
    return max(0, eligible) * first // second


def _first_to_expire(batch: Batch) -> tuple[date, date, int]:
    return batch.last_day or NEVER, batch.earned_on, batch.fact
