"""A programme tried on the shop's own history before it is made to hold: who would stand where, and what it costs."""

from datetime import date
from functools import partial
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import days_after, months_before
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Often, Programme, Version, checked, version_on
from shopkeeper.rules.standing import Replay, replay
from shopkeeper.service import homes, programmes, roles, standings
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

YEAR_MONTHS = 12
_STEP = 100  # members between two tellings of how far it is


@dataclass(frozen=True, slots=True)
class TierYear:
    """One tier: who is in it, and what these members were given in the year that is looked at."""

    name: str
    rank: int
    members: int
    points: int
    points_minor: int
    perks_minor: int

    @property
    def cost_minor(self) -> int:
        """What the tier costs the shop in a year: the points at what they pay for, and its perks."""
        return self.points_minor + self.perks_minor

    @property
    def each_minor(self) -> int:
        """The same for one member, rounded down; 0 where nobody is in the tier."""
        return self.cost_minor // self.members if self.members else 0


@dataclass(frozen=True, slots=True)
class Side:
    """A programme over the shop's past: its tiers, lowest first, and the points that are in members' hands."""

    tiers: tuple[TierYear, ...]
    outstanding: int
    outstanding_minor: int

    @property
    def points(self) -> int:
        """Points given in the year."""
        return sum(tier.points for tier in self.tiers)

    @property
    def perks_minor(self) -> int:
        """What the perks of the year cost."""
        return sum(tier.perks_minor for tier in self.tiers)

    @property
    def cost_minor(self) -> int:
        """What the year cost: points at what they pay for, and perks."""
        return sum(tier.cost_minor for tier in self.tiers)


@dataclass(frozen=True, slots=True)
class Move:
    """A member who would be in another tier; `way` is renamed where the old name is no tier any more."""

    member_id: int
    number: str
    name: str
    was: str
    becomes: str
    way: Literal["up", "down", "renamed"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a programme would do, beside the one that holds.

    Members and moves are those of `on`, the day it is looked at: exactly what making it hold would bring about.
    Points, perks and what is outstanding are those of the year from `since` through `until`: as they were, and as
    they would have been had the programme held all along. `purchases` is how many were judged.
    """

    programme: Programme
    on: date
    since: date
    until: date
    members: int
    purchases: int
    now: Side
    then: Side
    moves: tuple[Move, ...]
    points_after: int

    def counted(self, way: Literal["up", "down", "renamed"]) -> int:
        """How many would move so."""
        return sum(move.way == way for move in self.moves)


class _Tally:
    """Adds members up, tier by tier, under one programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.members = [0] * (len(programme.tiers) + 1)
        self.points = [0] * len(self.members)
        self.perks = [0] * len(self.members)
        self.outstanding = 0
        self.unused = 0  # points that can be used: debts are nothing a shop pays for

    def add(self, rank: int, points: int, visits: int, reached: bool, balance: int) -> None:
        self.members[rank] += 1
        self.points[rank] += points
        self.perks[rank] += perks_cost(self.programme, rank, 1, visits, int(reached))
        self.outstanding += balance
        self.unused += max(0, balance)

    def side(self) -> Side:
        worth = self.programme.worth_minor
        tiers = tuple(
            TierYear(self.programme.name(rank), rank, self.members[rank], points, points * worth, self.perks[rank])
            for rank, points in enumerate(self.points)
        )  # fmt: skip
        return Side(tiers, self.outstanding, self.unused * worth)


def perks_cost(programme: Programme, rank: int, members: int, visits: int, reached: int) -> int:
    """What a year of a tier's perks costs for so many members, who came on so many days together, and of whom so many
    reached the tier in the year. Points that a perk gives count at what they pay for."""
    tier = programme.tier(rank)
    if tier is None:
        return 0
    times: dict[Often, int] = {"year": members, "always": members, "visit": visits, "once": reached}
    return sum(
        (perk.cost_minor + perk.points * programme.worth_minor) * times[perk.each] for perk in tier.perks
    )


def _judged(
    book: Reading,
    member_id: int,
    facts: list[Fact],
    versions: tuple[Version, ...],
    through: date,
    *,
    together: bool,
) -> Replay:
    """A member's history under some versions; one who shares or shared a household is judged beside the others."""
    if together:
        return standings.replayed(book, versions, {member_id: facts}, through)[member_id]
    return replay(facts, versions, through)


@roles.for_owner
def try_out(
    book: Reading, programme: Programme, from_day: date, today: date, progress: Progress = nobody_waits
) -> Trial:
    """Judge everybody by the programme as `programmes.set_programme` would, and change nothing.

    A programme that begins later is looked at on its first day, as if nobody bought anything until then; that day
    is compared with what the present programme would make of it. `progress` may end it. Refused as
    `set_programme` refuses.
    """
    programmes.refuse_past(from_day, today)
    checked(programme)
    now = programmes.versions(book)
    then = _with(now, programme, from_day)
    alone = (Version(0, date.min, programme),)
    on = max(today, from_day)
    since = days_after(months_before(today, YEAR_MONTHS), 1)
    old, new = _Tally(version_on(now, on).programme), _Tally(version_on(then, on).programme)
    people: dict[int, tuple[str, str]] = {
        row[0]: row[1:] for row in book.each("select id, number, name from members where gone = 0")
    }
    sharing = homes.in_households(book)
    moves: list[Move] = []
    seen: set[int] = set()
    purchases = points_after = 0
    for done, (member_id, facts, _) in enumerate(standings.histories(book)):
        if done % _STEP == 0:
            progress(done, len(people))
        if member_id not in people:
            continue
        seen.add(member_id)
        purchases += sum(fact.kind == "purchase" for fact in facts)
        judge = partial(_judged, book, member_id, facts, together=member_id in sharing)
        after, held = judge(then, on), judge(alone, today)
        # Before its first day the new version changes nothing, unless it takes the place of the very first.
        past = after if now[0].from_day < from_day > facts[-1].on else judge(now, today)
        stands = standings.account_on(book, now, member_id, on)
        was, becomes = stands.effective_rank, after.account.effective_rank
        points_after += after.account.balance
        old.add(was, *_year(past, since, today, was), stands.balance)
        new.add(becomes, *_year(held, since, today, becomes), held.account.balance)
        if old.programme.name(was) != new.programme.name(becomes):
            moves.append(_move(member_id, people[member_id], old.programme, was, new.programme, becomes))
    for tally in (old, new):
        tally.members[0] += len(people) - len(seen)
    # A welcome stands with the level that joining reaches.
    welcomed = _welcomed(book, since, old.programme.joining_points > 0)
    for tally in (old, new):
        tally.points[0] += welcomed * tally.programme.joining_points
    moves.sort(
        key=lambda move: (("up", "renamed", "down").index(move.way), move.name.casefold(), move.number)
    )
    return Trial(
        programme,
        on,
        since,
        today,
        len(people),
        purchases,
        old.side(),
        new.side(),
        tuple(moves),
        points_after,
    )


def _with(now: tuple[Version, ...], programme: Programme, from_day: date) -> tuple[Version, ...]:
    new = Version(1 + max(version.id for version in now), from_day, programme)
    kept = [version for version in now if version.from_day != from_day]
    return tuple(sorted([*kept, new], key=lambda version: version.from_day))


def _year(done: Replay, since: date, until: date, rank: int) -> tuple[int, int, bool]:
    """Points given for what was bought and kept, days with a visit, and whether the rank was reached, in the year."""
    points = 0
    days: set[date] = set()
    for outcome in (done.account.outcomes or {}).values():
        if since <= outcome.on <= until:
            points += outcome.earned - outcome.reversed
            if not outcome.gone:
                days.add(outcome.on)
    reached = any(
        change.on >= since and change.was < rank <= change.rank for change in reversed(done.changes)
    )
    return points, len(days), reached


def _move(
    member_id: int, person: tuple[str, str], old: Programme, was: int, new: Programme, becomes: int
) -> Move:
    stood = new.rank(old.name(was)) if was else 0
    way: Literal["up", "down", "renamed"] = "up" if becomes > stood else "down"
    if was and not stood:
        way = "renamed"
    return Move(member_id, person[0], person[1], old.name(was), new.name(becomes), way)


def _welcomed(book: Reading, since: date, gives: bool) -> int:
    """How many welcomes there were in the year: those given; where the programme gives none, all who joined."""
    if not gives:
        joined: int = book.value(
            "select count(*) from members where gone = 0 and joined_on >= ?", (since.isoformat(),)
        )
        return joined
    given: int = book.value(
        "select count(*) from facts f join members m on m.id = f.member_id and m.gone = 0"
        " where f.kind = 'gift' and f.key = 'gift:welcome:' || f.member_id and f.undone_by is null"
        " and f.happened_on >= ?",
        (since.isoformat(),),
    )
    return given


@roles.for_owner
def year_of(book: Reading, today: date) -> tuple[TierYear, ...]:
    """What the last twelve months of the present programme cost, for the members now in each tier, lowest first."""
    programme = programmes.on(book, today)
    first = days_after(months_before(today, YEAR_MONTHS), 1)
    since = first.isoformat()
    counts = {count.rank: count.members for count in programmes.members_per_tier(book, today)}
    size = len(programme.tiers) + 1
    points, visits, reached = [0] * size, [0] * size, [0] * size
    for rank, days, given in book.rows(
        "select rank, count(*), sum(given) from (select coalesce(s.tier_rank, 0) as rank, sum(f.earned + coalesce("
        "  (select sum(min(r.earned, 0)) from facts r where r.of_fact = f.id and r.undone_by is null), 0)) as given"
        " from facts f join members m on m.id = f.member_id and m.gone = 0"
        " left join standings s on s.member_id = f.member_id"
        " where f.kind = 'purchase' and f.undone_by is null and f.happened_on between ? and ?"
        " group by f.member_id, f.happened_on, rank) as each_day group by rank",
        (since, today.isoformat()),
    ):
        if rank < size:
            points[rank], visits[rank] = given, days
    for rank, members in book.rows(
        "select s.tier_rank, count(*) from standings s join members m on m.id = s.member_id and m.gone = 0"
        " where s.tier_since >= ? group by s.tier_rank",
        (since,),
    ):
        if rank < size:
            reached[rank] = members
    points[0] += programme.joining_points * _welcomed(book, first, programme.joining_points > 0)
    return tuple(
        TierYear(
            programme.name(rank), rank, counts.get(rank, 0), points[rank], points[rank] * programme.worth_minor,
            perks_cost(programme, rank, counts.get(rank, 0), visits[rank], reached[rank]),
        )
        for rank in range(size)
    )  # fmt: skip
