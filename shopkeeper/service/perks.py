"""Perks: what of a member's tier is owed today, given by whom and when, or refused."""

from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.perks import PerkState, Settled, state_of
from shopkeeper.rules.programme import Perk, Programme
from shopkeeper.rules.standing import Standing
from shopkeeper.say import text as say
from shopkeeper.service import acts, programmes, shops, standings
from shopkeeper.service.common import day_of, who
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Owed:
    """A perk of the tier held, how it stands with it, and, where it was given or refused, when and by whom."""

    perk: Perk
    state: PerkState
    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class PerkSettled:
    """A perk that was given or refused; `points` are those it gave, `standing` what it is after it."""

    act: int
    member_id: int
    number: str
    name: str
    perk: str
    given: bool
    points: int
    standing: Standing


def of(
    book: Reading, member_id: int, programme: Programme, standing: Standing, today: date
) -> tuple[Owed, ...]:
    """The perks of the tier that holds, in the programme's order; bounded by what the tier lists."""
    tier = programme.tier(standing.rank)
    if tier is None or not tier.perks:
        return ()
    settled = _settled(book, member_id, today)
    found = []
    for perk in tier.perks:
        state, on = state_of(perk, [one for one, _ in settled], standing.tier_since, today)
        by = next((name for one, name in reversed(settled) if (one.perk, one.on) == (perk.name, on)), "")
        found.append(Owed(perk, state, on, by))
    return tuple(found)


def _settled(book: Reading, member_id: int, today: date) -> list[tuple[Settled, str]]:
    rows = book.rows(
        "select f.what, f.happened_on, 1, coalesce(p.name, '') from facts f left join people p on p.id = f.by_person"
        " where f.member_id = ? and f.kind = 'perk' and f.undone_by is null and f.happened_on <= ?"
        " union all select r.perk, r.happened_on, 0, coalesce(p.name, '') from refusals r"
        " left join people p on p.id = r.by_person where r.member_id = ? and r.happened_on <= ? order by 2",
        (member_id, today.isoformat(), member_id, today.isoformat()),
    )
    return [(Settled(perk, date.fromisoformat(on), bool(given)), by) for perk, on, given, by in rows]


def give(
    w: Writing, member_id: int, perk: str, *, happened_on: date | None = None, by: int | None = None
) -> PerkSettled:
    """Give a perk of the tier held on that day; what was given counts as used, so that no return takes the tier (11).

    Declined: a perk the tier has not; one that was given for this year, visit or time in the tier already.
    """
    return _settle(w, member_id, perk, happened_on, by, given=True)


def refuse(
    w: Writing, member_id: int, perk: str, *, happened_on: date | None = None, by: int | None = None
) -> PerkSettled:
    """The member does not want a perk: it is owed no more for this year, visit or time in the tier. Declined as `give`."""
    return _settle(w, member_id, perk, happened_on, by, given=False)


def _settle(
    w: Writing, member_id: int, perk: str, happened_on: date | None, by: int | None, *, given: bool
) -> PerkSettled:
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day = day_of(happened_on, None, shop, today)
    number, name = who(w, member_id)
    versions = programmes.versions(w)
    programme = programmes.on(w, day)
    standing = standings.standing_on(w, versions, member_id, day)
    known = {one.perk.name: one for one in of(w, member_id, programme, standing, day)}
    owed = known.get(perk)
    if owed is None:
        listed = ", ".join(known) or say("none")
        raise Declined(
            "perk_unknown",
            say("{tier} has no such perk. Its perks: {perks}.").format(tier=standing.tier, perks=listed),
            "perk",
        )
    if owed.state == "given" or (owed.state == "refused" and not given):
        raise Declined("given_already", say("This has been given or refused already for this time."), "perk")
    kind = "perk" if given else "perk refused"
    act = acts.begin(w, kind, member_id=member_id, by=by, name=name, number=number, perk=perk)
    points = owed.perk.points if given else 0
    if given:
        w.insert(
            "insert into facts (act_id, kind, member_id, happened_on, happened_at, points, what, by_person)"
            " values (?, 'perk', ?, ?, ?, ?, ?, ?)",
            (act, member_id, day.isoformat(), w.entered_at, points, perk, by),
        )
        standing = standings.replay_member(w, versions, member_id, today)
    else:
        acts.add_row(
            w,
            act,
            "refusals",
            {"member_id": member_id, "perk": perk, "happened_on": day.isoformat(), "by_person": by},
        )
        standing = standings.standing_on(w, versions, member_id, today)
    return PerkSettled(act, member_id, number, name, perk, given, points, standing)
