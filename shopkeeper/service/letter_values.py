"""What stands in the fields of a letter for one member; only what the wording asks for is looked up."""

from collections.abc import Callable, Collection
from datetime import date
from functools import cached_property

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.addresses import address_lines
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.standing import NextTier, Standing
from shopkeeper.rules.wording import greeting_for
from shopkeeper.rules.wording_fields import CODE
from shopkeeper.service import programmes, standings, trials
from shopkeeper.service.letter_finding import points_ending, year_looked_back_on
from shopkeeper.service.letter_words import LetterWords
from shopkeeper.service.shops import Shop
from shopkeeper.values import dataclass

FAVOURITE_TIMES = 3
"""Nothing is a favourite that was bought less often."""
_LONGEST_FAVOURITE = 60


@dataclass(frozen=True)
class About:
    """One member, as a letter asks about them; `address` are the lines of the envelope."""

    book: Reading
    shop: Shop
    words: LetterWords
    member_id: int
    today: date
    number: str
    name: str
    greeting: str
    joined: date
    address: tuple[str, ...]

    @cached_property
    def standing(self) -> Standing:
        """Where the member stands today."""
        return standings.standing_on(self.book, programmes.versions(self.book), self.member_id, self.today)

    @cached_property
    def ending(self) -> tuple[int, date | None]:
        """The points that end soon, and the first day after which some are gone."""
        return points_ending(self.standing.batches, self.standing.points, self.today)

    @cached_property
    def card(self) -> str:
        """The number of the member's card, "" where there is none that is taken."""
        found = self.book.value(
            "select number from cards where member_id = ? and blocked_on is null order by id desc limit 1",
            (self.member_id,),
        )
        return str(found or "")


def about(
    book: Reading, shop: Shop, words: LetterWords, member_id: int, today: date, *, gone_too: bool = False
) -> About:
    """The member of this id. Declined for one who is not in the book, or has left it unless `gone_too`."""
    row = book.row(
        "select m.number, m.name, m.greeting, m.joined_on, a.street, a.address_2, a.postcode, a.town, a.region, a.country"
        " from members m left join addresses a on a.id ="
        "  (select min(o.id) from addresses o where o.member_id = m.id and o.street <> '')"
        " where m.id = ? and m.gone <= ?",
        (member_id, int(gone_too)),
    )
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    address = address_lines(row[1], row[4:], shop.country) if row[4] else ()
    return About(
        book, shop, words, member_id, today, row[0], row[1], row[2], date.fromisoformat(row[3]), address
    )


def values_for(one: About, asked: Collection[str], given: dict[str, str], *, reason: str) -> dict[str, str]:
    """The fields asked for; `given` are those known beforehand. What the reason `reason` (a kind of occasion) has
    said already is not said again."""
    values = {"shop": one.shop.name, "owner": one.shop.owner} | given
    for name, look_up in _FIELDS.items():
        if name in asked and name not in values:
            values[name] = look_up(one)
    if reason == "tier":
        values["tier_since"] = ""
    return {name: value for name, value in values.items() if name in asked}


def _tier_since(one: About) -> str:
    since = one.standing.tier_since
    return one.words.speech.day(since, one.today) if since and one.standing.rank else ""


def _tier_until(one: About) -> str:
    until = one.standing.tier_until
    return one.words.speech.day(until, one.today) if until and one.standing.rank else ""


def _to_keep(one: About) -> str:
    """What is missing today to the figure the tier was reached with."""
    versions = programmes.versions(one.book)
    account = standings.account_on(one.book, versions, one.member_id, one.today)
    level = account.programme.tier(account.rank)
    if level is None or account.rank != one.standing.rank:
        return ""
    missing = level.reach - account.figure(level.basis)
    return _figure(one, NextTier(level.name, level.basis, level.reach, missing, None))


def _next_tier(one: About) -> str:
    coming = one.standing.next_tier
    return coming.name if coming and coming.missing else ""


def _to_next(one: About) -> str:
    return "" if one.standing.next_tier is None else _figure(one, one.standing.next_tier)


def _figure(one: About, tier: NextTier) -> str:
    if tier.missing <= 0:
        return ""
    return (
        one.words.speech.money(tier.missing)
        if tier.basis == "spend"
        else one.words.count(tier.basis, tier.missing)
    )


def _perks(one: About) -> str:
    programme = programmes.on(one.book, one.today)
    rank = one.standing.rank
    level = programme.tier(rank) if rank <= len(programme.tiers) else None
    return one.words.together(level.perk_names) if level is not None and level.perks else ""


def _points(one: About) -> str:
    points = one.standing.points
    return one.words.count("points", points) if points > 0 else ""


def _worth(one: About, points: int) -> str:
    worth_minor = max(0, points) * programmes.on(one.book, one.today).worth_minor
    return one.words.speech.money(worth_minor) if worth_minor else ""


def _points_worth(one: About) -> str:
    return _worth(one, one.standing.points)


def _points_ending(one: About) -> str:
    return one.words.count("points", one.ending[0]) if one.ending[0] else ""


def _points_ending_worth(one: About) -> str:
    return _worth(one, one.ending[0])


def _points_end(one: About) -> str:
    on = one.ending[1]
    return "" if on is None else one.words.speech.day(on, one.today)


def _years(one: About) -> str:
    today, joined = one.today, one.joined
    years = today.year - joined.year - ((today.month, today.day) < (joined.month, joined.day))
    return one.words.count("years", years) if years > 0 else ""


def _visits(one: About) -> str:
    visits = one.standing.visits
    return one.words.count("visits", visits) if visits > 1 else ""


def _last_visit(one: About) -> str:
    last = one.standing.last_visit
    return "" if last is None else one.words.month(last, one.today)


def _favourite(one: About) -> str:
    """What was bought most often, three times at least; else what is noted as liked."""
    bought = one.book.row(
        "select what, count(*) from (select l.what from facts f join lines l on l.fact_id = f.id"
        "  where f.member_id = ? and f.kind = 'purchase' and f.undone_by is null"
        "  union all select f.what from facts f where f.member_id = ? and f.kind = 'purchase'"
        "  and f.undone_by is null and not exists (select 1 from lines l where l.fact_id = f.id))"
        " where what <> '' and length(what) <= ? group by what having count(*) >= ? order by 2 desc, what limit 1",
        (one.member_id, one.member_id, _LONGEST_FAVOURITE, FAVOURITE_TIMES),
    )
    liked = bought or one.book.row(
        "select text from remarks where member_id = ? and kind = 'likes' and length(text) <= ? order by id limit 1",
        (one.member_id, _LONGEST_FAVOURITE),
    )
    return one.words.running_on(liked[0].rstrip(". ")) if liked else ""


def _the_year(one: About) -> str:
    return str(year_looked_back_on(one.today))


def _year_visits(one: About) -> str:
    year = year_looked_back_on(one.today)
    visits = one.book.value(
        "select count(distinct happened_on) from facts where member_id = ? and kind = 'purchase'"
        " and undone_by is null and happened_on between ? and ?",
        (one.member_id, f"{year}-01-01", f"{year}-12-31"),
    )
    return one.words.count("visits", visits) if visits > 1 else ""


_FIELDS: dict[str, Callable[[About], str]] = {
    "name": lambda one: one.name,
    "greeting": lambda one: greeting_for(one.name, one.greeting),
    "tier": lambda one: one.standing.tier if one.standing.rank else "",
    "tier_since": _tier_since,
    "tier_until": _tier_until,
    "to_keep_tier": _to_keep,
    "next_tier": _next_tier,
    "to_next_tier": _to_next,
    "perks": _perks,
    "points": _points,
    "points_worth": _points_worth,
    "points_ending": _points_ending,
    "points_ending_worth": _points_ending_worth,
    "points_end": _points_end,
    "member_since": lambda one: one.words.month(one.joined),
    "years": _years,
    "visits": _visits,
    "last_visit": _last_visit,
    "favourite": _favourite,
    "the_year": _the_year,
    "year_visits": _year_visits,
    "offer": lambda one: one.words.running_on(trials.words_for(one.book, one.member_id, one.today)),
    "card": lambda one: spaced(one.card),
    "qr": lambda one: CODE if one.card else "",
}
