"""A shop to look around in: the made-up one, written into a book of its own in one act."""

from datetime import date, datetime
from pathlib import Path

from shopkeeper.records.book import Book, Writing, instant_text
from shopkeeper.rules.cards import next_card
from shopkeeper.rules.programme import Programme, usual_programme
from shopkeeper.service import acts, finding, members, people, programmes, rhythms, shops
from shopkeeper.service.bulk import NewFact, add_facts
from shopkeeper.service.demo import DemoMember, DemoShop, demo_shop
from shopkeeper.service.demo.company import send_friends, share_homes, thank
from shopkeeper.service.demo.evenings import hold
from shopkeeper.service.demo.leaving import stay_away
from shopkeeper.service.demo.life import Draw, learn_names, live
from shopkeeper.service.demo.memory import remember
from shopkeeper.service.demo.offers import try_offers
from shopkeeper.service.demo.vouchering import give_vouchers
from shopkeeper.service.demo.words import words
from shopkeeper.service.details import Address, Birthday, Details, Remark, cleaned
from shopkeeper.service.standings import Progress, nobody_waits

SEED = 1974
FIRST_NUMBER = 1001


def create_demo(
    path: Path,
    now: datetime,
    *,
    members_wanted: int = 2000,
    progress: Progress = nobody_waits,
    draw: Draw | None = None,
) -> Book:
    """A book with a lively year and a half up to yesterday, marked as a demo shop; its file is all there is of it.

    `draw` draws the made-up faces of some members; without it nobody has a picture.
    """
    shop = shops.Shop(
        name="", currency="GBP", country="GB", timezone="Europe/London", day_ends_at_hour=0
    )  # the day is wanted before the shop is made
    yesterday = date.fromordinal(shop.day_of(now).toordinal() - 1)
    made = demo_shop(SEED, yesterday, members_wanted)
    owner = next(server.full_name for server in made.people if server.owner)
    book = shops.create(
        path,
        shops.Shop(
            name=made.name, currency=made.currency, country=made.country, timezone=made.timezone,
            language=made.language, tagline=made.motto, street=made.street, postcode=made.postcode, town=made.town,
            owner=owner, demo=True,
        ),
        now,
        demo_programme(made.currency),
    )  # fmt: skip
    with book.writing(now) as w:
        load_demo(w, made, progress, draw)
    return book


def demo_programme(currency: str) -> Programme:
    """The usual programme; a gift of points welcomes everybody."""
    return usual_programme(currency)


def load_demo(
    w: Writing, made: DemoShop, progress: Progress = nobody_waits, draw: Draw | None = None
) -> None:
    """Write the made-up shop into an empty book."""
    shop = shops.read(w)
    today = shop.day_of(w.now)
    # The shop has had its programme since before the first day of its book.
    w.run("update programmes set from_day = ?", (made.begins_on.isoformat(),))
    versions = programmes.versions(w)
    act = acts.begin(w, "demo")
    servers = [
        _server(w, server.name if not server.owner else server.full_name, server.owner)
        for server in made.people
    ]
    ids = [
        _member(w, act, number, somebody, shop.country, today) for number, somebody in enumerate(made.members)
    ]
    share_homes(w, made, ids, SEED)
    worth = versions[0].programme.worth_minor
    joining = versions[0].programme.joining_points
    new: list[tuple[datetime, int, NewFact]] = []
    positions: dict[int, int] = {}

    def at(day: date, time: object) -> datetime:
        return datetime.combine(day, time, shop.zone)  # type: ignore[arg-type]

    for gift in made.gifts:
        moment = at(gift.happened_on, gift.at)
        points = joining if gift.kind == "welcome" else 50
        key = f"gift:welcome:{ids[gift.member]}" if gift.kind == "welcome" else None
        new.append((moment, 0, NewFact(
            "gift", ids[gift.member], gift.happened_on, instant_text(moment), points=points, key=key, what=gift.what,
            by=servers[gift.given_by],
        )))  # fmt: skip
    for number, bought in enumerate(made.purchases):
        moment = at(bought.happened_on, bought.at)
        new.append((moment, 1, NewFact(
            "purchase", None if bought.member is None else ids[bought.member], bought.happened_on, instant_text(moment),
            bought.amount_minor, sum(line.amount_minor for line in bought.lines if not line.earns),
            bought.points_used, min(bought.points_used * worth, bought.amount_minor), key=f"demo-{number}",
            what=bought.what, by=servers[bought.served_by],
            lines=tuple((line.amount_minor, line.earns, line.text) for line in bought.lines),
        )))  # fmt: skip
    order = sorted(range(len(new)), key=lambda position: new[position][:2])
    facts = [new[position][2] for position in order]
    for place, position in enumerate(order):
        positions[position] = place
    offset = len(made.gifts)
    for back in made.returns:
        bought = made.purchases[back.purchase]
        excluded = sum(bought.lines[line].amount_minor for line in back.lines if not bought.lines[line].earns)
        moment = at(back.happened_on, back.at)
        facts.append(NewFact(
            "return", None if bought.member is None else ids[bought.member], back.happened_on, instant_text(moment),
            back.amount_minor, excluded, of=positions[offset + back.purchase], what=back.because,
            by=servers[back.served_by],
        ))  # fmt: skip
    add_facts(w, act, facts, versions, today, progress)
    known = {somebody.name: ids[at] for at, somebody in enumerate(made.members[: len(words().known)])}
    remember(w, known, today)
    hold(w, act, SEED, today)
    try_offers(w, act, SEED, today)
    send_friends(w, made, ids, SEED)
    thank(w, act, made, ids, today, SEED)
    stay_away(w, ids, today, SEED)
    live(w, known, today, SEED, draw)
    give_vouchers(w, act, known, today, SEED)
    rhythms.settle_all(w)
    learn_names(w, today, SEED)
    finding.bulk_load(w)


def _server(w: Writing, name: str, owner: bool) -> int:
    known = w.row("select id from people where name = ?", (name,))
    return known[0] if known is not None else people.enter(w, name, "owner" if owner else "serve")


def _member(w: Writing, act: int, position: int, somebody: DemoMember, country: str, today: date) -> int:
    birthday = None
    if somebody.birthday_month and somebody.birthday_day:
        birthday = Birthday(somebody.birthday_month, somebody.birthday_day, somebody.birthday_year)
    details, contacts = cleaned(
        Details(
            name=somebody.name, say=somebody.say, greeting=somebody.greeting, phones=somebody.phones,
            emails=somebody.emails, birthday=birthday, letters=somebody.letters, note=somebody.note,
            addresses=tuple(
                Address(a.street, a.address_2, a.postcode, a.town, a.region, a.country) for a in somebody.addresses
            ),
            remarks=tuple(Remark(r.kind, r.text) for r in somebody.remarks),  # type: ignore[arg-type]
            card=next_card(position) if somebody.card_given_on else "", joined_on=somebody.joined_on,
            number=str(FIRST_NUMBER + position),
        ),
        country=country,
    )  # fmt: skip
    return members.insert(w, act, details, contacts, today)


__all__ = ["create_demo", "demo_programme", "load_demo"]
