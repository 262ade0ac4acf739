"""The rules read a second time, from the document alone and as simply as can be: day by day, point by point, every
figure counted anew from the whole history. Slow on purpose; nothing of the engine is used here but the words for facts."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Programme, Tier, Version
from shopkeeper.rules.standing import Stay


@dataclass(eq=False)
class Point:
    """A single point: where it is now is one of live, used, expired, gone."""

    of: int
    earned_on: date
    last_day: date | None
    where: str = "live"


@dataclass
class Sale:
    """A purchase, with what came back of it so far."""

    fact: Fact
    rank: int
    programme: Programme
    earned: int = 0
    back: int = 0
    back_excluded: int = 0
    reversed: int = 0
    restored: int = 0
    on_credit: int = 0
    used: list[tuple["Member", Point]] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return self.fact.amount_minor - self.back

    @property
    def wholly_returned(self) -> bool:
        return self.back >= self.fact.amount_minor and self.came_back

    came_back: bool = False

    def points(self, paid: int) -> int:
        """Rule 1 on what is kept."""
        excluded = max(0, self.fact.excluded_minor - self.back_excluded)
        eligible = max(0, self.kept - min(excluded, self.kept) - paid)
        programme = self.programme
        times = programme.tiers[self.rank - 1].multiplier if self.rank else 1
        exact = eligible * programme.per_unit * times / programme.unit_minor
        return exact.numerator // exact.denominator


@dataclass(eq=False)
class Member:
    """Where a member stands while the days go by."""

    points: list[Point] = field(default_factory=list)
    debt: int = 0
    sales: dict[int, Sale] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    rank: int = 0
    since: date | None = None
    term: date | None = None
    grace: date | None = None
    perk_on: date | None = None
    manual: list[tuple[str, date, date]] = field(default_factory=list)
    moved: int = 0

    @property
    def live(self) -> list[Point]:
        """What can be used, the first to end first."""
        points = [point for point in self.points if point.where == "live"]
        return sorted(points, key=lambda point: (point.last_day or date.max, point.earned_on))

    @property
    def balance(self) -> int:
        return len(self.live) - self.debt

    def batches(self) -> list[tuple[date, int, date | None]]:
        """The live points by the day they were earned and their last day."""
        found: dict[tuple[date, date], int] = {}
        for point in self.live:
            key = point.last_day or date.max, point.earned_on
            found[key] = found.get(key, 0) + 1
        return [(on, left, None if last == date.max else last) for (last, on), left in sorted(found.items())]


def month_later(day: date, months: int) -> date:
    """The same day number, clamped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def programme_of(versions: Sequence[Version], day: date) -> Programme:
    holds = versions[0].programme
    for version in versions:
        if version.from_day <= day:
            holds = version.programme
    return holds


def figure(member: Member, programme: Programme, basis: str, day: date, year: int | None = None) -> int:
    """The qualifying figure on a day, from all sales so far."""
    words = programme.window.split()
    sales = []
    for sale in member.sales.values():
        on = sale.fact.on
        if programme.window == "calendar year":
            counts = on.year == (year or day.year)
        elif programme.window == "ever":
            counts = True
        else:
            counts = on > month_later(day, -int(words[0]))
        if counts:
            sales.append(sale)
    if basis == "spend":
        return sum(sale.kept for sale in sales)
    if basis == "visits":
        return len({sale.fact.on for sale in sales if not sale.wholly_returned})
    return sum(sale.points(0) for sale in sales)


def earned_rank(member: Member, programme: Programme, day: date) -> int:
    reached = [
        rank
        for rank, tier in enumerate(programme.tiers, 1)
        if figure(member, programme, tier.basis, day) >= tier.reach
    ]
    return max(reached, default=0)


def held_rank(member: Member, programme: Programme, day: date) -> int:
    """The earned tier, or a manual one that is higher."""
    names = [tier.name for tier in programme.tiers]
    by_hand = [
        names.index(name) + 1 for name, first, last in member.manual if first <= day <= last and name in names
    ]
    return max([member.rank, *by_hand])


def term_from(programme: Programme, day: date) -> date | None:
    if programme.keep == "none":
        return None
    if programme.keep == "end of next year":
        return date(day.year + 1, 12, 31)
    return month_later(day, int(programme.keep.split()[0]))


def set_rank(member: Member, programme: Programme, rank: int, day: date) -> None:
    member.rank = rank
    member.since = day if rank else None
    member.grace = None
    member.term = term_from(programme, day) if rank else None


def midnight(member: Member, versions: Sequence[Version], day: date) -> None:
    """What the beginning of a day does."""
    before, programme = programme_of(versions, day - timedelta(days=1)), programme_of(versions, day)
    for point in member.points:
        if point.where == "live" and point.last_day is not None and point.last_day < day:
            point.where = "expired"
            member.moved -= 1
    changed = before is not programme
    if changed:
        member.rank = renamed(before, programme, member.rank)
        member.manual = [
            (
                name
                if place(programme, name)
                else named(programme, min(place(before, name), len(programme.tiers))),
                first,
                last,
            )
            for name, first, last in member.manual
        ]
        if not member.rank:
            member.since = member.term = member.grace = None
        elif member.term is None and member.grace is None:
            member.term = term_from(programme, day)
    if programme.keep == "none":
        member.term = member.grace = None
        rank = earned_rank(member, programme, day)
        if rank != member.rank:
            set_rank(member, programme, rank, day)
        return
    if changed:
        reach(member, programme, day)
    if member.grace is not None:
        if member.grace < day:
            set_rank(member, programme, member.rank - 1, day)
    elif member.term is not None and member.term < day:
        tier = programme.tiers[member.rank - 1]
        now = figure(member, programme, tier.basis, day)
        if programme.window == "calendar year":
            now = max(now, figure(member, programme, tier.basis, day, (day - timedelta(days=1)).year))
        if now >= tier.reach or earned_rank(member, programme, day) > member.rank:
            member.term = term_from(programme, day)
        elif programme.grace_days:
            member.grace = day + timedelta(days=programme.grace_days - 1)
        else:
            set_rank(member, programme, member.rank - 1, day)


def place(programme: Programme, name: str) -> int:
    return next((rank for rank, tier in enumerate(programme.tiers, 1) if tier.name == name), 0)


def named(programme: Programme, rank: int) -> str:
    return programme.tiers[rank - 1].name if rank else "Member"


def renamed(before: Programme, now: Programme, rank: int) -> int:
    """A tier keeps its name in a new version, else its place."""
    if not rank:
        return 0
    return place(now, before.tiers[rank - 1].name) or min(rank, len(now.tiers))


def reach(member: Member, programme: Programme, day: date) -> None:
    earned = earned_rank(member, programme, day)
    if earned > member.rank:
        set_rank(member, programme, earned, day)
    elif earned == member.rank and member.grace is not None:
        member.grace, member.term = None, term_from(programme, day)


def give(member: Member, programme: Programme, fact: int, points: int, day: date) -> None:
    months = programme.expire_months
    last = None if months is None else month_later(day, months)
    for _ in range(points):
        point = Point(fact, day, last)
        if member.debt:
            member.debt -= 1
            point.where = "gone"
        member.points.append(point)
    member.moved += points


def take(member: Member, points: int) -> None:
    for point in member.live[:points]:
        point.where = "gone"
        points -= 1
    member.debt += points


def buy(member: Member, mates: Sequence[Member], programme: Programme, fact: Fact) -> None:
    rank = held_rank(member, programme, fact.on)
    if mates and programme.household_tier == "shared":
        rank = max([rank, *(held_rank(mate, programme, fact.on) for mate in mates)])
    sale = Sale(fact, rank, programme)
    everyone = [member, *mates]
    for _ in range(fact.points):
        there = [(one.live[0].last_day or date.max, one.live[0].earned_on, place, one)
                 for place, one in enumerate(everyone) if one.live]  # fmt: skip
        if not there:
            sale.on_credit += 1
            member.debt += 1
            member.moved -= 1
            continue
        owner = min(there, key=lambda one: one[:3])[3]
        point = owner.live[0]
        point.where = "used"
        owner.moved -= 1
        sale.used.append((owner, point))
    sale.earned = sale.points(fact.worth_minor)
    member.sales[fact.id] = sale
    give(member, programme, fact.id, sale.earned, fact.on)


def bring_back(member: Member, fact: Fact) -> None:
    sale = member.sales[fact.of or 0]
    sale.back += fact.amount_minor
    sale.back_excluded += fact.excluded_minor
    sale.came_back = True
    still = 0
    if sale.fact.points and sale.fact.worth_minor:
        paying = min(sale.fact.worth_minor, sale.kept)
        still = -(-sale.fact.points * paying // sale.fact.worth_minor)
    for _ in range(sale.fact.points - still - sale.restored):
        sale.restored += 1
        if sale.on_credit:
            sale.on_credit -= 1
            member.moved += 1
            if member.debt:
                member.debt -= 1
            else:
                programme = programme_on_return(member)
                months = programme.expire_months
                last = None if months is None else month_later(fact.on, months)
                member.points.append(Point(fact.id, fact.on, last))
            continue
        owner, point = sale.used.pop()
        owner.moved += 1
        if owner.debt:
            owner.debt -= 1
            point.where = "gone"
            continue
        point.where = "live"
        if point.last_day is not None and point.last_day < fact.on:
            point.last_day = fact.on + timedelta(days=30)
    undone = sale.earned - sale.points(min(sale.fact.worth_minor, sale.kept)) - sale.reversed
    sale.reversed += undone
    own = [point for point in member.live if point.of == sale.fact.id]
    lost = [point for point in member.points if point.where == "expired" and point.of == sale.fact.id]
    for point in own[:undone]:
        point.where = "gone"
        member.moved -= 1
        undone -= 1
    for point in lost[:undone]:
        point.where = "gone"
        undone -= 1
    member.moved -= undone
    take(member, undone)


_today: list[Programme] = []


def programme_on_return(_member: Member) -> Programme:
    return _today[-1]


def fall_by_return(member: Member, versions: Sequence[Version], programme: Programme, fact: Fact) -> None:
    """Rule 11."""
    if not member.rank or programme.keep == "none":
        return
    tier = programme.tiers[member.rank - 1]
    if figure(member, programme, tier.basis, fact.on) >= tier.reach:
        return
    if member.perk_on is not None and member.since is not None and member.perk_on >= member.since:
        return
    rest = []
    for one in member.facts:
        if one.kind == "return":
            continue
        if one.kind == "purchase":
            sale = member.sales[one.id]
            if sale.wholly_returned:
                continue
            if sale.came_back:
                one = replace(
                    one,
                    amount_minor=sale.kept,
                    excluded_minor=min(sale.kept, max(0, one.excluded_minor - sale.back_excluded)),
                    worth_minor=min(one.worth_minor, sale.kept),
                )
        rest.append(one)
    without = read({0: rest}, (), versions, fact.on)[0]
    if without.rank < member.rank:
        member.rank, member.since, member.term, member.grace = (
            without.rank,
            without.since,
            without.term,
            without.grace,
        )


def uses_perk(programme: Programme, tier: Tier | None, name: str) -> bool:
    if tier is not None and name in tier.perk_names:
        return True
    return all(name not in other.perk_names for other in programme.tiers)


def happen(member: Member, mates: Sequence[Member], versions: Sequence[Version], fact: Fact) -> None:
    programme = programme_of(versions, fact.on)
    _today.append(programme)
    member.facts.append(fact)
    if fact.kind == "purchase":
        buy(member, mates, programme, fact)
        if programme.keep == "none":
            rank = earned_rank(member, programme, fact.on)
            if rank != member.rank:
                set_rank(member, programme, rank, fact.on)
        else:
            reach(member, programme, fact.on)
    elif fact.kind == "return":
        bring_back(member, fact)
        if programme.keep == "none":
            rank = earned_rank(member, programme, fact.on)
            if rank != member.rank:
                set_rank(member, programme, rank, fact.on)
        fall_by_return(member, versions, programme, fact)
    elif fact.kind == "waiver":
        waived = min(fact.points, member.debt)
        member.debt -= waived
        member.moved += waived
    elif fact.kind == "tier":
        member.manual.append((fact.what, fact.on, fact.until or fact.on))
    elif fact.kind == "perk":
        if uses_perk(programme, programme.tiers[member.rank - 1] if member.rank else None, fact.what):
            member.perk_on = fact.on
        give(member, programme, fact.id, fact.points, fact.on)
    elif fact.points >= 0:
        give(member, programme, fact.id, fact.points, fact.on)
    else:
        member.moved += fact.points
        take(member, -fact.points)
    _today.pop()


def read(
    histories: Mapping[int, Sequence[Fact]], stays: Sequence[Stay], versions: Sequence[Version], through: date
) -> dict[int, Member]:
    """Every member at the end of a day."""
    members = {number: Member() for number in histories}
    told = sorted(
        (
            (fact.on, fact.id, number, fact)
            for number, facts in histories.items()
            for fact in facts
            if fact.on <= through
        ),
        key=lambda one: one[:2],
    )
    if not told:
        return members
    day = told[0][0]
    first = True
    while day <= through:
        if not first:
            for member in members.values():
                midnight(member, versions, day)
        first = False
        for _, _, number, fact in [one for one in told if one[0] == day]:
            homes = {stay.household for stay in stays if stay.member == number and stay.holds(day)}
            mates = [
                members[other]
                for other in members
                if other != number
                and any(
                    stay.member == other and stay.household in homes and stay.holds(day) for stay in stays
                )
            ]
            happen(members[number], mates, versions, fact)
        day += timedelta(days=1)
    return members
