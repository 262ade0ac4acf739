"""Households: members who pool their points; each keeps their own purchases, details and, unless shared, tier (17)."""

from dataclasses import dataclass
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.standing import Stay
from shopkeeper.say import text as say
from shopkeeper.service import acts, homes, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import day_of, who
from shopkeeper.service.previews import Effect, effect_of, stands

MOST_TOGETHER = 20


@dataclass(frozen=True, slots=True)
class Mate:
    """One of a household, with their own points."""

    member_id: int
    number: str
    name: str
    points: int
    since: date


@dataclass(frozen=True, slots=True)
class Household:
    """Who shares one on a day, the member asked about first, and the points that any of them can use."""

    id: int
    mates: tuple[Mate, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Housed:
    """Somebody joined a household or left one; where everyone concerned stands now."""

    act: int
    household: int
    member_id: int
    number: str
    name: str
    happened_on: date
    affected: tuple[Affected, ...]


def of(book: Reading, member_id: int, today: date) -> Household | None:
    """The household a member shares today; None for somebody on their own."""
    row = book.row(
        "select household_id from stays where member_id = ? and from_day <= ? and (through is null or through >= ?)",
        (member_id, today.isoformat(), today.isoformat()),
    )
    if row is None:
        return None
    rows = book.rows(
        "select m.id, m.number, m.name, coalesce(s.points, 0), t.from_day from stays t join members m on m.id = t.member_id"
        " left join standings s on s.member_id = m.id where t.household_id = ? and t.from_day <= ?"
        " and (t.through is null or t.through >= ?) and m.gone = 0 order by m.id <> ?, m.id",
        (row[0], today.isoformat(), today.isoformat(), member_id),
    )
    mates = tuple(
        Mate(number, written, name, points, date.fromisoformat(since))
        for number, written, name, points, since in rows
    )
    return Household(row[0], mates, sum(mate.points for mate in mates))


def join(
    w: Writing, member_id: int, other_id: int, *, happened_on: date | None = None, by: int | None = None
) -> Housed:
    """A member joins another's household, from the beginning of a day; there is one of the two from then on if there was
    none. Declined: somebody who is in a household already; a day to come."""
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day = min(day_of(happened_on, None, shop, today), today)
    number, name = who(w, member_id)
    home, founding = _home_to_join(w, member_id, other_id, day)
    act = acts.begin(w, "household", member_id=member_id, by=by, name=name, number=number)
    if home is None:
        home = acts.add_row(w, act, "households", {"name": "", "since": day.isoformat()})
    for joining in (other_id, member_id) if founding else (member_id,):
        acts.add_row(
            w,
            act,
            "stays",
            {"member_id": joining, "household_id": home, "from_day": day.isoformat(), "through": None},
        )
    standings.replay_members(w, programmes.versions(w), [member_id], today)
    return _housed(w, act, home, member_id, number, name, day)


def _home_to_join(book: Reading, member_id: int, other_id: int, day: date) -> tuple[int | None, bool]:
    if member_id == other_id:
        raise Declined("same_member", say("A household needs somebody else. Choose another member."), "other")
    who(book, other_id)
    written = day.isoformat()
    if book.value(
        "select 1 from stays where member_id = ? and (through is null or through >= ?)", (member_id, written)
    ):
        raise Declined(
            "in_a_household",
            say("This member shares a household on that day or later. Leave that one first."),
            "member",
        )
    home: int | None = book.value(
        "select household_id from stays where member_id = ? and from_day <= ? and through is null",
        (other_id, written),
    )
    if home is not None:
        if (
            book.value("select count(*) from stays where household_id = ? and through is null", (home,))
            >= MOST_TOGETHER
        ):
            raise Declined("household_full", say("A household has twenty members at most."), "other")
        return home, False
    if book.value(
        "select 1 from stays where member_id = ? and (through is null or through >= ?)", (other_id, written)
    ):
        raise Declined(
            "in_a_household",
            say("The other shares a household, but not on that day. Check the day."),
            "other",
        )
    return None, True


def leave(w: Writing, member_id: int, *, happened_on: date | None = None, by: int | None = None) -> Housed:
    """A member leaves, at the end of a day, with what is left of the points they brought and earned; the last two part
    from each other. Declined for somebody who shares no household then."""
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day = min(day_of(happened_on, None, shop, today), today)
    number, name = who(w, member_id)
    row = w.row(
        "select id, household_id from stays where member_id = ? and from_day <= ? and through is null",
        (member_id, day.isoformat()),
    )
    if row is None:
        raise Declined("in_no_household", say("This member shares no household on that day."), "member")
    act = acts.begin(w, "household", member_id=member_id, by=by, name=name, number=number)
    stays = [row[0]]
    others = w.rows(
        "select id from stays where household_id = ? and through is null and id <> ?", (row[1], row[0])
    )
    if len(others) == 1:
        stays.append(others[0][0])
    for stay in stays:
        begun = w.value("select from_day from stays where id = ?", (stay,))
        acts.change_row(w, act, "stays", stay, {"through": max(day.isoformat(), begun)})
    standings.replay_members(w, programmes.versions(w), [member_id], today)
    return _housed(w, act, row[1], member_id, number, name, day)


def _housed(w: Writing, act: int, home: int, member_id: int, number: str, name: str, day: date) -> Housed:
    concerned = [
        row[0] for row in w.rows("select distinct member_id from stays where household_id = ?", (home,))
    ]
    return Housed(act, home, member_id, number, name, day, acts.affected(w, sorted(concerned)))


def joining_effect(book: Reading, member_id: int, other_id: int, on: date, today: date) -> tuple[Effect, ...]:
    """What joining would do to everyone concerned; nothing is written. Declined as joining would be."""
    home, founding = _home_to_join(book, member_id, other_id, on)
    everyone, stays = homes.ever_shared(book, [member_id, other_id])
    new = [Stay(joining, home or -1, on) for joining in ((member_id, other_id) if founding else (member_id,))]
    versions = programmes.versions(book)
    facts = {member: standings.facts_of(book, member) for member in everyone}
    before = standings.replayed(book, versions, facts, today)
    after = standings.replayed(book, versions, facts, today, stays=[*stays, *new])
    return tuple(
        effect_of(
            member,
            *who(book, member, even_if_gone=True),
            stands(before[member].account),
            after[member].account,
        )
        for member in sorted(everyone)
    )
