"""Households: members who pool their points; each keeps their own purchases, details and, unless shared, tier (17)."""

from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.standing import Stay
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, homes, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import day_of, who
from shopkeeper.service.previews import Effect, effect_of, stands
from shopkeeper.values import dataclass, replace

MOST_TOGETHER = 20
MOST_SHOWN = 5
NEAR = 20  # so many of those who are found by their house are looked at


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
    w: Writing,
    member_id: int,
    other_id: int,
    *,
    happened_on: date | None = None,
    two_people: bool = False,
    by: int | None = None,
) -> Housed:
    """A member joins another's household, from the beginning of a day; there is one of the two from then on if there was
    none. With `two_people` it is remembered too that they are not one person who is there twice. Declined: somebody who
    is in a household already; a day to come."""
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day = min(day_of(happened_on, None, shop, today), today)
    number, name = who(w, member_id)
    home, founding = _home_to_join(w, member_id, other_id, day)
    other_number, other_name = who(w, other_id)
    act = acts.begin(
        w, "household", member_id=member_id, by=by, name=name, number=number, other=other_name or other_number
    )
    if home is None:
        home = acts.add_row(w, act, "households", {"name": "", "since": day.isoformat()})
    for joining in (other_id, member_id) if founding else (member_id,):
        acts.add_row(
            w,
            act,
            "stays",
            {"member_id": joining, "household_id": home, "from_day": day.isoformat(), "through": None},
        )
    from shopkeeper.service.duplicates import said_apart

    if two_people and not said_apart(w, member_id, other_id):
        low, high = sorted((member_id, other_id))
        acts.add_row(w, act, "apart", {"member_id": low, "other_member": high})
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
    leaving = _stays_that_end(w, member_id, day)
    act = acts.begin(w, "household", member_id=member_id, by=by, name=name, number=number)
    for stay in leaving.values():
        begun = w.value("select from_day from stays where id = ?", (stay,))
        acts.change_row(w, act, "stays", stay, {"through": max(day.isoformat(), begun)})
    standings.replay_members(w, programmes.versions(w), [member_id], today)
    home = w.value("select household_id from stays where id = ?", (leaving[member_id],))
    return _housed(w, act, home, member_id, number, name, day)


def _stays_that_end(book: Reading, member_id: int, day: date) -> dict[int, int]:
    """The stays, by member, that end when a member leaves: theirs, and the other's where the last two part."""
    row = book.row(
        "select id, household_id from stays where member_id = ? and from_day <= ? and through is null",
        (member_id, day.isoformat()),
    )
    if row is None:
        raise Declined("in_no_household", say("This member shares no household on that day."), "member")
    others = book.rows(
        "select member_id, id from stays where household_id = ? and through is null and id <> ?",
        (row[1], row[0]),
    )
    return {member_id: row[0], **(dict(others) if len(others) == 1 else {})}


def _housed(w: Writing, act: int, home: int, member_id: int, number: str, name: str, day: date) -> Housed:
    concerned = [
        row[0] for row in w.rows("select distinct member_id from stays where household_id = ?", (home,))
    ]
    return Housed(act, home, member_id, number, name, day, acts.affected(w, sorted(concerned)))


@dataclass(frozen=True, slots=True)
class HouseEffect:
    """What joining or leaving would do: to each concerned, and the points that the member and those they live with
    then can use together."""

    effects: tuple[Effect, ...]
    together: int


def joining_effect(book: Reading, member_id: int, other_id: int, on: date, today: date) -> HouseEffect:
    """What joining would do to everyone concerned; nothing is written. Declined as joining would be."""
    home, founding = _home_to_join(book, member_id, other_id, on)
    everyone, stays = homes.ever_shared(book, [member_id, other_id])
    new = [Stay(joining, home or -1, on) for joining in ((member_id, other_id) if founding else (member_id,))]
    return _effect(book, member_id, everyone, [*stays, *new], max(on, today))


def leaving_effect(book: Reading, member_id: int, on: date, today: date) -> HouseEffect:
    """What leaving at the end of a day would do from the next day on; nothing is written. Declined as leaving would be."""
    leaving = _stays_that_end(book, member_id, on)
    everyone, stays = homes.ever_shared(book, [member_id])
    ends = [
        replace(stay, through=max(on, stay.from_day))
        if stay.through is None and stay.member in leaving
        else stay
        for stay in stays
    ]
    return _effect(book, member_id, everyone, ends, max(on, today) + timedelta(days=1))


def _effect(book: Reading, member_id: int, everyone: set[int], stays: list[Stay], day: date) -> HouseEffect:
    versions = programmes.versions(book)
    facts = {member: standings.facts_of(book, member) for member in everyone}
    through = max([day, *(fact.on for history in facts.values() for fact in history)])
    before = standings.replayed(book, versions, facts, through)
    after = standings.replayed(book, versions, facts, through, stays=stays)
    together = {member_id, *homes.mates_on(stays, member_id, through)}
    effects = tuple(
        effect_of(
            member,
            *who(book, member, even_if_gone=True),
            stands(before[member].account),
            after[member].account,
        )
        for member in sorted(everyone)
        if member in together or stands(before[member].account) != stands(after[member].account)
    )
    return HouseEffect(effects, after[member_id].account.pooled)


@dataclass(frozen=True, slots=True)
class Shares:
    """Somebody who shares a phone or an address with a member and lives in no household with them."""

    member_id: int
    number: str
    name: str
    phone: bool
    address: bool


def who_shares(book: Reading, member_id: int, today: date) -> tuple[Shares, ...]:
    """Who may live with a member, for they share a phone or a house; five at most. No such thing makes one person (16)."""
    from shopkeeper.service.duplicates import described  # with all that weighs whether two are one
    from shopkeeper.service.known import house_words

    own = dict(described(book, [member_id])).get(member_id)
    if own is None:
        return ()
    by_phone = {
        row[0]
        for row in book.rows(
            "select o.member_id from contacts c join contacts o on o.canonical = c.canonical and o.kind = 'phone'"
            " where c.member_id = ? and c.kind = 'phone' and c.canonical <> '' limit 50",
            (member_id,),
        )
    }
    houses = book.rows(
        "select street, postcode from addresses where member_id = ? and street <> '' and postcode <> '' limit 3",
        (member_id,),
    )
    near = {
        hit.member_id for house in houses for hit in finding.find(book, house_words(*house), limit=NEAR).hits
    }
    home = of(book, member_id, today)
    apart = {member_id, *(mate.member_id for mate in home.mates)} if home else {member_id}
    theirs = dict(described(book, sorted((by_phone | near) - apart)))
    own_houses = {(one.house, one.street, one.postcode) for one in own.homes if one.street}
    found = []
    for other, about in theirs.items():
        same_house = any((one.house, one.street, one.postcode) in own_houses for one in about.homes)
        if other in by_phone or same_house:
            found.append(Shares(other, *who(book, other), other in by_phone, same_house))
    found.sort(key=lambda one: (-one.phone - one.address, one.member_id))
    return tuple(found[:MOST_SHOWN])
