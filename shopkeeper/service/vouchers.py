"""Vouchers: offered by the owner, each with a number of its own; how they stand, and what they cost."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.vouchers import (
    GIVES,
    VOUCHER_DIGITS,
    VOUCHER_PREFIX,
    Gives,
    Offer,
    State,
    draws,
    numbered,
    read_voucher,
    state_on,
    worsened,
)
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service import acts, letter_words, shops
from shopkeeper.service.common import who
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

MOST_AT_ONCE = 10_000
LONGEST_DAYS = 5 * 366
MOST_LISTED = 300
_STEP = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What the owner offers. `named`: each number belongs to one member; else whoever brings it. `most` numbers at most,
    None: nobody counts. `each_minor` is what one costs the shop, of money what it gives; `budget_minor` what all may
    cost together, None: no limit was set. `least_minor` is the smallest purchase one is taken off, 0: any."""

    name: str
    gives: Gives
    from_day: date
    through: date
    value: int = 0
    thing: str = ""
    named: bool = True
    most: int | None = None
    each_minor: int = 0
    budget_minor: int | None = None
    least_minor: int = 0

    @property
    def offer(self) -> Offer:
        """What one of them gives, when, and from which amount on."""
        return Offer(self.gives, self.value, self.thing, self.from_day, self.through, self.least_minor)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with its figures: numbers made, used, still open, and those whose time is over; `gave_minor` is what those
    used have cost, `open_minor` what those open may still cost."""

    id: int
    plan: Plan
    withdrawn_on: date | None
    made: int
    used: int
    open: int
    over: int
    gave_minor: int

    @property
    def open_minor(self) -> int:
        """What the numbers still open may cost."""
        return self.open * self.plan.each_minor


@dataclass(frozen=True, slots=True)
class OfferKept:
    """What an act made of an offer."""

    act: int
    offer: Offered


@dataclass(frozen=True, slots=True)
class Voucher:
    """One number as it stands today; `member_id` None belongs to whoever brings it. `used_by` names who redeemed it;
    `purchase` is the one it was taken off, and what that came to, where it is known and not undone."""

    id: int
    number: str
    offer_id: int
    name: str
    offer: Offer
    each_minor: int
    state: State
    member_id: int | None
    member_number: str
    member_name: str
    made_on: date
    used_on: date | None
    used_at: str
    used_by: str
    gave_minor: int
    purchase: int | None = None
    purchase_minor: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """Numbers that were made, in the order of the members they are for; `act` None where all had theirs already."""

    act: int | None
    offer_id: int
    numbers: tuple[str, ...]
    fresh: int
    affected: tuple[acts.Affected, ...]


# ---- offering ----


def offer(w: Writing, plan: Plan, *, by: int | None = None) -> OfferKept:
    """Offer vouchers; their numbers are made afterwards. Declined: nothing given, days that are over or the wrong way
    round, figures out of range."""
    values = _checked(plan, shops.today(w))
    act = acts.begin(w, "voucher offer", by=by, name=values["name"])
    made = acts.add_row(w, act, "offers", values)
    return OfferKept(act, one(w, made, shops.today(w)))


def change(w: Writing, offer_id: int, plan: Plan, *, by: int | None = None) -> OfferKept:
    """Change what is offered, as one act. Of an offer whose numbers were made nothing becomes less than they say.

    Declined: as `offer`; withdrawn; fewer than were made, or less money than they may cost; what is printed would not hold.
    """
    today = shops.today(w)
    was = one(w, offer_id, today)
    if was.withdrawn_on is not None:
        raise Declined("offer_withdrawn", say("This offer was withdrawn. Make a new one."), "offer")
    values = _checked(plan, today)
    del values["made_on"], values["withdrawn_on"]
    if was.made:
        _refuse_worse(was, plan, letter_words.speech_of(shops.read(w)))
    act = acts.begin(w, "voucher offer", by=by, name=values["name"])
    acts.change_row(w, act, "offers", offer_id, values)
    return OfferKept(act, one(w, offer_id, today))


def _refuse_worse(was: Offered, plan: Plan, speech: Speech) -> None:
    made = speech.count(was.made)
    if plan.named is not was.plan.named:
        raise Declined(
            "for_whom", say("Vouchers of this offer are made already: whose they are stays."), "named"
        )
    if plan.most is not None and plan.most < was.made:
        words = say("{n} vouchers are made already. There can be more of them, not fewer.")
        raise Declined("fewer_than_made", words.format(n=made), "most")
    cost = was.gave_minor + was.open * (plan.value if plan.gives == "money" else plan.each_minor)
    if plan.budget_minor is not None and cost > plan.budget_minor:
        words = say("Those that are made may cost {cost} together. Set at least that aside.")
        raise Declined("more_than_budget", words.format(cost=speech.money(cost)), "budget")
    less = worsened(
        was.plan.offer,
        Offer(plan.gives, _value(plan), clean_thing(plan), plan.from_day, plan.through, plan.least_minor),
    )
    if less:
        words = say(
            "{n} vouchers are made already, and that stands on them. They may become worth more, not less. To stop them, withdraw the offer."
        )
        raise Declined("less_than_printed", words.format(n=made), less)


def withdraw(w: Writing, offer_id: int, *, by: int | None = None) -> OfferKept:
    """None of its numbers is taken any more. Declined where it was withdrawn already."""
    today = shops.today(w)
    offered = one(w, offer_id, today)
    if offered.withdrawn_on is not None:
        raise Declined("withdrawn_already", say("This offer was withdrawn already."), "offer")
    act = acts.begin(w, "voucher offer", by=by, name=offered.plan.name)
    acts.change_row(w, act, "offers", offer_id, {"withdrawn_on": today.isoformat()})
    return OfferKept(act, one(w, offer_id, today))


def _checked(plan: Plan, today: date) -> dict[str, Any]:
    if plan.gives not in GIVES:
        raise Declined("gives_unknown", say("A voucher gives money off, a percentage or a thing."), "gives")
    thing = clean_thing(plan)
    if plan.gives == "money" and plan.value <= 0:
        raise Declined("value_missing", say("Say how much money a voucher gives."), "value")
    if plan.gives == "percent" and not 1 <= plan.value <= 100:
        raise Declined("value_out_of_range", say("A percentage is from 1 to 100."), "value")
    if plan.through < plan.from_day:
        raise Declined("days_turned_round", say("The last day is before the first. Check both."), "through")
    if plan.through < today:
        raise Declined("over_already", say("The last day is over already. Name a day to come."), "through")
    if plan.through > today + timedelta(days=LONGEST_DAYS):
        raise Declined("day_out_of_range", say("That day is years away. Check the date."), "through")
    if plan.most is not None and plan.most < 1:
        raise Declined(
            "most_out_of_range", say("There is one voucher at least, or nobody counts them."), "most"
        )
    if min(plan.each_minor, plan.budget_minor or 0) < 0:
        raise Declined("cost_negative", say("What it costs is not less than nothing."), "budget")
    if plan.least_minor < 0:
        raise Declined("least_negative", say("The smallest purchase is not less than nothing."), "least")
    return {
        "name": clean_line(plan.name, about="name", label=say("The name"), required=True, limit=120),
        "gives": plan.gives,
        "value": _value(plan),
        "thing": thing,
        "from_day": plan.from_day.isoformat(),
        "through": plan.through.isoformat(),
        "named": int(plan.named),
        "most": plan.most,
        "each_minor": plan.value if plan.gives == "money" else plan.each_minor,
        "budget_minor": plan.budget_minor,
        "made_on": today.isoformat(),
        "withdrawn_on": None,
        "least_minor": plan.least_minor or None,
    }


def _value(plan: Plan) -> int:
    return 0 if plan.gives == "thing" else plan.value


def clean_thing(plan: Plan) -> str:
    """What is handed over, as it is kept; "" where a voucher gives money or a percentage."""
    asked = plan.gives == "thing"
    thing = clean_line(plan.thing, about="thing", label=say("What it gives"), required=asked, limit=120)
    return thing if asked else ""


# ---- numbers ----


def make(
    w: Writing, offer_id: int, member_ids: Sequence[int] = (), *, count: int = 0, by: int | None = None,
    progress: Progress = nobody_waits,
) -> Made:  # fmt: skip
    """Make a number for each of these members, or `count` for whoever brings them; who has an open one keeps it.

    Declined: an offer that is over or withdrawn, more than it may have, or more than may be spent, all with the figures.
    """
    today = shops.today(w)
    offered = one(w, offer_id, today)
    _refuse_closed(offered, today)
    if offered.plan.named is not bool(member_ids):
        raise Declined(
            "for_whom",
            say("These vouchers are made for members: choose at least one.")
            if offered.plan.named
            else say("These vouchers belong to nobody: say how many."),
            "member",
        )
    held = {} if not member_ids else held_by(w, offer_id, member_ids)
    wanted: list[int | None] = (
        [member for member in dict.fromkeys(member_ids) if member not in held]
        if member_ids
        else [None] * count
    )
    if not member_ids and count < 1:
        raise Declined("count_missing", say("Say how many vouchers: one at least."), "count")
    if len(wanted) > MOST_AT_ONCE:
        raise Declined("too_many_at_once", say("At most {n} at once.").format(n=f"{MOST_AT_ONCE:,}"), "count")
    if not wanted:
        return Made(None, offer_id, tuple(held[member] for member in member_ids), 0, ())
    _refuse_beyond(offered, len(wanted), letter_words.speech_of(shops.read(w)))
    alone = wanted[0] if len(wanted) == 1 else None
    number, name = who(w, alone)
    summary = {"number": number, "name": name} if alone else {"vouchers": len(wanted)}
    act = acts.begin(w, "vouchers", member_id=alone, by=by, offer=offered.plan.name, **summary)
    made: list[str] = []
    for at, member in enumerate(wanted):
        drawn = _fresh_number(w)
        acts.add_row(w, act, "vouchers", {
            "act_id": act, "offer_id": offer_id, "number": drawn, "member_id": member, "made_on": today.isoformat(),
            "used_on": None, "used_at": None, "used_by": None, "gave_minor": 0, "fact_id": None,
        })  # fmt: skip
        made.append(drawn)
        if member is not None:
            held[member] = drawn
        if at % _STEP == 0:
            progress(at, len(wanted))
    numbers = tuple(held[member] for member in dict.fromkeys(member_ids)) if member_ids else tuple(made)
    concerned = acts.affected(w, [member for member in wanted[:100] if member is not None])
    return Made(act, offer_id, numbers, len(made), concerned)


def _fresh_number(book: Reading) -> str:
    """A number drawn by lot that nothing has: counting on from one that is known finds no other."""
    import secrets  # brings in OpenSSL, and most days no number is drawn

    while True:
        number = numbered(
            secrets.randbelow(draws(VOUCHER_PREFIX, VOUCHER_DIGITS)), VOUCHER_PREFIX, VOUCHER_DIGITS
        )
        if not book.value("select 1 from vouchers where number = ?", (number,)):
            return number


def _refuse_closed(offered: Offered, today: date) -> None:
    if offered.withdrawn_on is not None:
        raise Declined("offer_withdrawn", say("This offer was withdrawn. Make a new one."), "offer")
    if offered.plan.through < today:
        raise Declined("offer_over", say("The last day of this offer is over. Make a new one."), "offer")


def _refuse_beyond(offered: Offered, more: int, speech: Speech) -> None:
    plan = offered.plan
    if plan.most is not None and offered.made + more > plan.most:
        words = say("That would make {n} of {most} that were planned. Nothing was made.")
        raise Declined(
            "more_than_planned",
            words.format(n=speech.count(offered.made + more), most=speech.count(plan.most)),
            "count",
        )
    cost = offered.gave_minor + offered.open_minor + more * plan.each_minor
    if plan.budget_minor is not None and cost > plan.budget_minor:
        words = say("Together they may cost {cost}; {budget} were set aside. Nothing was made.")
        raise Declined(
            "more_than_budget",
            words.format(cost=speech.money(cost), budget=speech.money(plan.budget_minor)),
            "count",
        )


# ---- reading ----

_OFFERED = (
    "select o.id, o.name, o.gives, o.value, o.thing, o.from_day, o.through, o.named, o.most, o.each_minor, o.budget_minor,"
    " iif(o.withdrawn_on <= :on, o.withdrawn_on, null), count(v.id), coalesce(sum(v.used_on <= :on), 0),"
    " coalesce(sum(iif(v.used_on <= :on, v.gave_minor, 0)), 0), coalesce(o.least_minor, 0)"
    " from offers o left join vouchers v on v.offer_id = o.id and v.made_on <= :on"
)


def offered(book: Reading, today: date) -> tuple[Offered, ...]:
    """All offers there were by the end of a day with their figures then, the latest first."""
    rows = book.rows(
        f"{_OFFERED} where o.made_on <= :on group by o.id order by o.id desc limit :most",
        {"on": today.isoformat(), "most": MOST_LISTED},
    )
    return tuple(_offered(row, today) for row in rows)


def current(book: Reading, today: date) -> tuple[Offered, ...]:
    """The offers for members of which numbers can be made today, the latest first: those a letter can bring."""
    return tuple(
        one
        for one in offered(book, today)
        if one.plan.named and one.withdrawn_on is None and one.plan.through >= today
    )


def one(book: Reading, offer_id: int, today: date) -> Offered:
    """An offer. Declined for one that is not in the book."""
    row = book.row(
        f"{_OFFERED} where o.id = :offer group by o.id", {"offer": offer_id, "on": today.isoformat()}
    )
    if row is None:
        raise Declined("offer_unknown", say("There is no such offer in this book."), "offer")
    return _offered(row, today)


def named(book: Reading, text: str, today: date) -> Offered:
    """The offer of this name or number, of several of a name the latest. Declined where there is none."""
    wanted = " ".join(text.split()).casefold()
    all_of_them = offered(book, today)
    found = next((one for one in all_of_them if one.plan.name.casefold() == wanted), None)
    found = found or next((one for one in all_of_them if str(one.id) == wanted), None)
    if found is None:
        raise Declined(
            "offer_unknown", say("There is no offer called “{name}”.").format(name=text[:60]), "offer"
        )
    return found


def _offered(row: tuple[Any, ...], today: date) -> Offered:
    (
        offer_id,
        name,
        gives,
        value,
        thing,
        from_day,
        through,
        named_,
        most,
        each,
        budget,
        withdrawn,
        made,
        used,
        gave,
        least,
    ) = row
    plan = Plan(
        name,
        gives,
        date.fromisoformat(from_day),
        date.fromisoformat(through),
        value,
        thing,
        bool(named_),
        most,
        each,
        budget,
        least,
    )
    left = made - used
    closed = withdrawn is not None or plan.through < today
    return Offered(
        offer_id, plan, None if withdrawn is None else date.fromisoformat(withdrawn), made, used, 0 if closed else left,
        left if closed else 0, gave,
    )  # fmt: skip


def look(book: Reading, typed: str, today: date) -> Voucher:
    """The voucher of a number as it stands today. Declined: a wrong digit in it, or a number that was never made."""
    number = read_voucher(typed)
    found = _vouchers(book, "v.number = :number", {"number": number}, today)
    if not found:
        raise Declined(
            "voucher_unknown",
            say("The number {number} is in order, but was never made here.").format(number=spaced(number)),
            "voucher",
        )
    return found[0]


def listed(book: Reading, offer_id: int, today: date, *, limit: int = 2000) -> tuple[Voucher, ...]:
    """The numbers of an offer, the latest used first, then those that are open as they were made; bounded."""
    return _vouchers(
        book, "v.offer_id = :offer", {"offer": offer_id}, today, "v.used_at desc, v.id limit :limit", limit
    )


def of_member(book: Reading, member_id: int, today: date) -> tuple[Voucher, ...]:
    """The member's vouchers that can be redeemed today or later, the one that ends first before the others; bounded."""
    found = _vouchers(
        book, "v.member_id = :member and v.used_on is null and o.withdrawn_on is null and o.through >= :today",
        {"member": member_id, "today": today.isoformat()}, today, "o.through, v.id limit :limit", 20,
    )  # fmt: skip
    return found


def held_by(book: Reading, offer_id: int, member_ids: Sequence[int]) -> dict[int, str]:
    """The open number of an offer that each of these members has, of those who have one."""
    wanted = set(member_ids)
    return {
        member: number
        for member, number in book.rows(
            "select member_id, number from vouchers where offer_id = ? and used_on is null and member_id is not null order by id",
            (offer_id,),
        )
        if member in wanted
    }


def held_number(book: Reading, offer_id: int, member_id: int) -> str:
    """The open number of an offer that a member has, "" for none."""
    found = book.value(
        "select number from vouchers where member_id = ? and offer_id = ? and used_on is null order by id desc limit 1",
        (member_id, offer_id),
    )
    return str(found or "")


def by_numbers(book: Reading, numbers: Sequence[str], today: date) -> tuple[Voucher, ...]:
    """These vouchers, in this order."""
    found: dict[str, Voucher] = {}
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        marks = ", ".join(f":n{at}" for at in range(len(some)))
        values: dict[str, object] = {f"n{at}": number for at, number in enumerate(some)}
        found |= {one.number: one for one in _vouchers(book, f"v.number in ({marks})", values, today)}
    return tuple(found[number] for number in numbers if number in found)


def _vouchers(
    book: Reading, where: str, values: dict[str, object], today: date, order: str = "v.id", limit: int | None = None
) -> tuple[Voucher, ...]:  # fmt: skip
    if limit is not None:
        values = {**values, "limit": limit}
    rows = book.rows(
        "select v.id, v.number, v.offer_id, o.name, o.gives, o.value, o.thing, o.from_day, o.through, o.each_minor,"
        " v.used_on is not null, o.withdrawn_on is not null, v.member_id, coalesce(m.number, ''), coalesce(m.name, ''),"
        " v.made_on, v.used_on, coalesce(v.used_at, ''), coalesce(p.name, ''), v.gave_minor, coalesce(o.least_minor, 0),"
        " f.id, coalesce(f.amount_minor, 0) from vouchers v left join facts f on f.id = v.fact_id and f.undone_by is null"
        " join offers o on o.id = v.offer_id left join members m on m.id = v.member_id and m.gone = 0"
        f" left join people p on p.id = v.used_by where {where} order by {order}",
        values,
    )
    return tuple(_voucher(row, today) for row in rows)


def _voucher(row: tuple[Any, ...], today: date) -> Voucher:
    (voucher, number, offer_id, name, gives, value, thing, from_day, through, each, used, withdrawn, member, member_number,
     member_name, made_on, used_on, used_at, used_by, gave, least, purchase, came_to) = row  # fmt: skip
    what = Offer(gives, value, thing, date.fromisoformat(from_day), date.fromisoformat(through), least)
    return Voucher(
        voucher, number, offer_id, name, what, each,
        state_on(what, today, used=bool(used), withdrawn=bool(withdrawn)), member, member_number, member_name,
        date.fromisoformat(made_on), None if used_on is None else date.fromisoformat(used_on), used_at, used_by, gave,
        purchase, came_to,
    )  # fmt: skip
