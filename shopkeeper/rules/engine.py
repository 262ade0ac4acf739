"""The programme engine: takes a member's facts in the order of their days and keeps what follows from them.

The numbers in brackets are the rules of `docs/rules.md`. Time is an event like any other: `advance` lets the
days pass and does on each what falls due on it. Nothing here looks at a clock.
"""

from datetime import date, timedelta
from typing import Literal

from shopkeeper.rules.days import days_after, end_of_next_year, months_after
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.occasions import Occasion, large_occasion, tier_occasion, visits_occasion
from shopkeeper.rules.programme import Basis, Programme, Version, version_on
from shopkeeper.rules.purse import NEVER, Batch, Movement, MovementKind, Purse, take
from shopkeeper.rules.window import Figures, Window
from shopkeeper.values import dataclass, field

ONE_DAY = timedelta(days=1)

Because = Literal["reached", "ended", "return", "followed", "programme"]


@dataclass(frozen=True, slots=True)
class TierChange:
    """From `on` the member was of rank `rank`; `because` says what brought it about."""

    on: date
    rank: int
    was: int
    because: Because
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
    earned: int = 0
    batch: Batch | None = None
    taken: list[tuple[Purse, Batch, int]] = field(default_factory=list)
    on_credit: int = 0  # points used that were not there, after a back-dated change
    returned: int = 0
    returned_excluded: int = 0
    reversed: int = 0
    restored: int = 0
    gone: bool = False

    @property
    def qualifying(self) -> int:
        """The points that count towards a tier: as if money had paid, for redeeming never lowers the figure (9)."""
        kept = self.amount - self.returned
        eligible = kept - min(max(0, self.excluded - self.returned_excluded), kept)
        return eligible * self.rate[0] // self.rate[1]


class Account:
    """A member's account while facts are applied to it; `standing` makes a frozen answer of it.

    `housemates` are the accounts of those the member pools points with on the day reached (17).
    """

    __slots__ = (
        "changes", "day", "due", "earned", "first_visit", "grace_until", "housemates", "last_fact", "last_visit", "manual",
        "member", "occasions", "outcomes", "perk_used_on", "programme", "purchases", "purse", "rank", "since", "spent", "term_until", "turns_on",
        "version", "versions", "visit_days", "visits", "window",
    )  # fmt: skip

    def __init__(self, versions: tuple[Version, ...], *, keep_history: bool = True, member: int = 0) -> None:
        self.member = member
        self.versions = versions
        self.version = versions[0]
        self.programme: Programme = versions[0].programme  # the version that holds on the day reached
        self.day: date = date.min
        self.purse = Purse()
        self.rank = 0
        self.since: date | None = None
        self.term_until: date | None = None
        self.grace_until: date | None = None
        self.perk_used_on: date | None = None
        self.manual: list[tuple[str, date, date, int]] = []  # tier, from, through, fact
        self.window = Window(self.programme)
        self.housemates: tuple[Account, ...] = ()
        self.outcomes: dict[int, Outcome] | None = {} if keep_history else None
        self.visit_days: dict[date, int] | None = {} if keep_history else None
        self.changes: list[TierChange] = []
        self.occasions: list[Occasion] = []
        self.earned: dict[int, int] = {}
        self.spent = 0
        self.purchases = 0
        self.visits = 0  # distinct days with a purchase that is not wholly returned, in the whole history
        self.first_visit: date | None = None
        self.last_visit: date | None = None
        self.last_fact = 0
        self.turns_on: date = NEVER  # the next day on which somebody joins or leaves the household
        self.due: date = NEVER  # the next day on which time alone does something

    # ---- what a reader asks ----

    @property
    def balance(self) -> int:
        """The member's own points, negative where they owe some (2)."""
        return self.purse.balance

    @property
    def pooled(self) -> int:
        """Points the member can use: their own and those of the household (2, 17)."""
        return self.purse.balance + sum(mate.purse.balance for mate in self.housemates)

    @property
    def batches(self) -> list[Batch]:
        """The member's own batches that live, the first to end first."""
        return self.purse.batches

    @property
    def debt(self) -> int:
        """Points the member owes."""
        return self.purse.debt

    @property
    def movements(self) -> list[Movement]:
        """The member's statement."""
        return self.purse.movements

    @property
    def own_rank(self) -> int:
        """The earned rank, or the manual one if that is higher and holds today (12)."""
        rank = self.rank
        for name, start, until, _ in self.manual:
            if start <= self.day <= until:
                rank = max(rank, self.programme.rank(name))
        return rank

    @property
    def effective_rank(self) -> int:
        """The rank that holds: one's own, or the highest of the household if the programme shares tiers (17)."""
        rank = self.own_rank
        if self.housemates and self.programme.household_tier == "shared":
            rank = max(rank, *(mate.own_rank for mate in self.housemates))
        return rank

    def figure(self, basis: Basis) -> int:
        """The qualifying figure of a basis on the day reached (9)."""
        return self.window.figure(basis)

    def schedule(self) -> None:
        """Find the next day on which time alone does something."""
        due = self.purse.expires_on
        if self.grace_until is not None:
            due = min(due, self.grace_until)
        elif self.term_until is not None:
            due = min(due, self.term_until)
        for _, _, until, _ in self.manual:
            if until >= self.day:
                due = min(due, until)
        if due is not NEVER and due != NEVER:
            due += ONE_DAY
        if len(self.versions) > 1:
            for version in self.versions:
                if version.from_day > self.day:
                    due = min(due, version.from_day)
                    break
        if self.programme.keep == "none":
            due = min(due, self.window.drops_on)
        if self.turns_on > self.day:
            due = min(due, self.turns_on)
        self.due = due

    # ---- time ----

    def advance(self, day: date) -> None:
        """Let the days pass through `day`; each does what falls due on it (2, 3, 9, 10, 12)."""
        if self.day == date.min:
            self.day = day
            self.version = version_on(self.versions, day)
            self.programme = self.window.programme = self.version.programme
            self.schedule()
            return
        while self.due <= day:
            self._midnight(self.due)
            self.schedule()
        if day > self.day:
            self.day = day
            if day >= self.window.drops_on:
                self.window.forget(day)

    def _midnight(self, day: date) -> None:
        ended = day - ONE_DAY
        self.purse.expire(day)
        self.day = ended
        if self.window.drops_on <= ended:
            self.window.forget(ended)
        yesterday = self.window.figures
        self.day = day
        changed = False
        if len(self.versions) > 1:
            version = version_on(self.versions, day)
            changed = version is not self.version
            if changed:
                self._take_up(version)
        if self.window.drops_on <= day:
            self.window.forget(day)
        if self.programme.keep == "none":
            self._follow("programme" if changed else "followed", 0)
            return
        if changed:
            self._reach("programme", 0)
        if self.grace_until is not None and self.grace_until <= ended:
            self._set_rank(self.rank - 1, "ended", 0)
        elif self.term_until is not None and self.term_until <= ended and self.grace_until is None:
            self._end_of_term(yesterday)

    def _end_of_term(self, yesterday: Figures) -> None:
        """The day after the term's last day: renewed, or grace, or one step down (10)."""
        tier = self.programme.tier(self.rank)
        if tier is None:
            self.term_until = None
            return
        # A calendar year begins at nothing: what is looked at is the year that has just ended.
        figure = self.figure(tier.basis)
        if self.programme.window == "calendar year":
            figure = max(figure, yesterday.of(tier.basis))
        if figure >= tier.reach or self._earned_rank() > self.rank:
            self.term_until = self._term(self.day)
        elif self.programme.grace_days:
            self.grace_until = days_after(self.day, self.programme.grace_days - 1)
        else:
            self._set_rank(self.rank - 1, "ended", 0)

    def _take_up(self, version: Version) -> None:
        """A new version begins: a tier keeps its name where the name is still there, else its place (13)."""
        old = self.programme
        self.version = version
        programme = self.programme = version.programme
        if self.rank:
            rank = programme.rank(old.name(self.rank)) or min(self.rank, len(programme.tiers))
            if programme.name(rank) != old.name(self.rank):
                self.changes.append(TierChange(self.day, rank, self.rank, "programme"))
            self.rank = rank
            if not rank:
                self.since = self.term_until = self.grace_until = None
            elif self.term_until is None and self.grace_until is None:
                self.term_until = self._term(self.day)  # it followed the figure; from now on it is kept
        self.manual = [
            (
                programme.name(programme.rank(name) or min(old.rank(name), len(programme.tiers))),
                start,
                until,
                fact,
            )
            for name, start, until, fact in self.manual
        ]
        if self.outcomes is not None:
            self._recount()

    def _recount(self) -> None:
        """Fill the window anew from the whole history, for another version may look further back."""
        self.window = Window(self.programme)
        for outcome in self.outcomes.values() if self.outcomes else ():
            if self.window.counts(outcome.on, self.day):
                kept = outcome.amount - outcome.returned
                self.window.add(outcome.on, kept, int(not outcome.gone), outcome.qualifying)

    # ---- tiers ----

    def _earned_rank(self) -> int:
        rank = len(self.programme.tiers)
        for tier in reversed(self.programme.tiers):
            if self.window.figure(tier.basis) >= tier.reach:
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

    def _set_rank(self, rank: int, because: Because, fact: int) -> None:
        self.changes.append(TierChange(self.day, rank, self.rank, because, fact))
        if rank > self.rank:
            self.occasions.append(tier_occasion(self.programme.name(rank), self.day, fact))
        self.rank = rank
        self.since = self.day if rank else None
        self.grace_until = None
        self.term_until = self._term(self.day) if rank else None

    def _reach(self, because: Because, fact: int) -> None:
        earned = self._earned_rank()
        if earned > self.rank:
            self._set_rank(earned, because, fact)
        elif earned == self.rank and self.grace_until is not None:
            self.grace_until = None  # reached again within the days of grace: renewed (10)
            self.term_until = self._term(self.day)

    def _follow(self, because: Because, fact: int) -> None:
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
                self.purse.move(self.day, "adjustment", fact.points, fact.id)
                self.purse.debt += self.purse.take_own(-fact.points)
        elif fact.kind == "waiver":
            moved = min(self.purse.debt, fact.points)
            self.purse.debt -= moved
            self.purse.move(self.day, "waiver", moved, fact.id)
        elif fact.kind == "tier":
            self.manual.append((fact.what, fact.on, fact.until or fact.on, fact.id))
        else:
            moved = self._perk(fact)
        self.schedule()
        return moved

    def _purchase(self, fact: Fact) -> int:
        rate = self.programme.rates[self.effective_rank]  # the tier held just before (1)
        outcome = Outcome(
            self.day, fact.amount_minor, fact.excluded_minor, fact.points, fact.worth_minor, rate
        )
        if fact.points:
            purses = [self.purse, *(mate.purse for mate in self.housemates)]
            # What was used stays used: only after a back-dated change is some of it not there (14).
            outcome.taken, outcome.on_credit = take(purses, fact.points, self.day, fact.id)
            self.purse.debt += outcome.on_credit
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
            again = self.window.visited(self.day)
        if not again:
            self.visits += 1
            round_number = visits_occasion(self.visits, self.day, fact.id)
            if round_number is not None:
                self.occasions.append(round_number)
        self.window.add(self.day, fact.amount_minor, 1, outcome.qualifying)
        if self.programme.keep == "none":
            self._follow("followed", fact.id)
        else:
            self._reach("reached", fact.id)
        return outcome.earned

    def _return(self, fact: Fact) -> int:
        outcome = self.outcomes.get(fact.of or 0) if self.outcomes is not None else None
        if outcome is None:
            raise LookupError("a return needs the purchase it belongs to")
        counted = outcome.qualifying
        outcome.returned += fact.amount_minor
        outcome.returned_excluded += fact.excluded_minor
        gone = outcome.returned >= outcome.amount and not outcome.gone
        outcome.gone = outcome.gone or gone
        restored = self._restore(outcome, fact)
        undone = (outcome.earned - earned_points(outcome)) - outcome.reversed
        outcome.reversed += undone
        if outcome.batch is not None and undone > 0:
            self.purse.reverse(outcome.batch, undone, self.day, fact.id)
        self.earned[fact.id] = restored - undone
        self.spent -= fact.amount_minor
        if gone:
            self.occasions = [occasion for occasion in self.occasions if occasion.fact != fact.of]
            self._unvisit(outcome.on)
        if self.window.counts(outcome.on, self.day):
            self.window.add(outcome.on, -fact.amount_minor, -1 if gone else 0, outcome.qualifying - counted)
        if self.programme.keep == "none":
            self._follow("return", fact.id)
        return restored - undone

    def _restore(self, outcome: Outcome, fact: Fact) -> int:
        """Used points go back to the batches they came from, those used last first (6)."""
        back = outcome.used - points_still_used(outcome) - outcome.restored
        outcome.restored += back
        credit = min(outcome.on_credit, back)
        outcome.on_credit -= credit
        if credit:  # they were used on credit: what of the debt has been paid since is theirs again
            pays = min(self.purse.debt, credit)
            self.purse.debt -= pays
            self.purse.hold(Batch(fact.id, self.day, credit - pays, credit - pays, self._last_day()))
            self.purse.move(self.day, "restored", credit, fact.id)
        left = back - credit
        given: dict[int, tuple[Purse, int]] = {}
        while left:
            purse, batch, share = outcome.taken.pop()
            part = min(share, left)
            left -= part
            if part < share:
                outcome.taken.append((purse, batch, share - part))
            purse.refill(batch, part, self.day)
            given[id(purse)] = purse, given.get(id(purse), (purse, 0))[1] + part
        for purse, points in given.values():
            purse.move(self.day, "restored", points, fact.id)
        return back

    def _perk(self, fact: Fact) -> int:
        """A perk was given. It counts as used of the tier now held, unless another tier's list alone names it (11)."""
        tier = self.programme.tier(self.rank)
        listed = tier is not None and fact.what in tier.perk_names
        if listed or not any(fact.what in other.perk_names for other in self.programme.tiers):
            self.perk_used_on = self.day
        if fact.points:
            self._add(fact.id, fact.points, "perk")
        return fact.points

    @property
    def holds_by_perk(self) -> bool:
        """Whether a perk of the tier was used since it was reached, so that no return takes it (11)."""
        return self.perk_used_on is not None and self.since is not None and self.perk_used_on >= self.since

    def fall_by_return(self, without: "Account", fact: int) -> None:
        """Without what came back the tier would not have been reached: what `without` earned holds, with its term (11)."""
        if without.rank >= self.rank:
            return
        self._set_rank(without.rank, "return", fact)
        self.since, self.term_until, self.grace_until = without.since, without.term_until, without.grace_until
        self.schedule()

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

    def _add(
        self, fact: int, points: int, kind: Literal["earned", "gift", "answer", "adjustment", "perk"]
    ) -> Batch | None:
        return self.purse.add(fact, self.day, kind, points, self._last_day())

    def _last_day(self) -> date | None:
        months = self.programme.expire_months
        return months_after(self.day, months) if months else None


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


__all__ = [
    "NEVER", "Account", "Batch", "Movement", "MovementKind", "Outcome", "TierChange", "earned_points",
    "points_still_used",
]  # fmt: skip
