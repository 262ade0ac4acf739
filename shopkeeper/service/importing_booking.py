"""A file of purchases on its way into the book: worked out whole, then written whole."""

from array import array
from collections.abc import Mapping
from datetime import date

from shopkeeper.records.book import Reading, Writing
from shopkeeper.records.pouring import pour_all
from shopkeeper.rules.tables import Refused
from shopkeeper.service import (
    acts,
    finding,
    importing_purchases,
    importing_returns,
    people,
    programmes,
    shops,
)
from shopkeeper.service.bulk import NewFact, add_facts, add_sales
from shopkeeper.service.importing_files import Source, free_numbers, second_half
from shopkeeper.service.importing_returns import Back
from shopkeeper.service.importing_sales import Sales
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass


@dataclass(slots=True)
class Plan:
    """What a file of purchases would do: all that is to be written, all that is not, and what it sums up to."""

    sales: Sales
    backs: list[Back]
    points: dict[int, int]  # used, by the place of the sale
    paid: dict[int, int]  # what they paid
    known_members: dict[str, int]
    new_members: dict[str, str]  # number: the day of the first purchase
    refused: list[Refused]
    read: int
    added: int
    again: int
    amount_minor: int
    first_on: date | None
    last_on: date | None
    lines: int


def plan(book: Reading, source: Source, today: date, progress: Progress) -> Plan:
    """What bringing the file in would do; nothing is changed."""
    made = importing_purchases.read_rows(book, source, shops.read(book), today, progress)
    importing_purchases.pass_over(book, made)
    numbers = set(made.sales.numbers())
    numbers.update(row.member for row in made.returns)
    known = importing_purchases.members_of(book, numbers)
    paid = importing_returns.refuse_points(book, made, known, programmes.versions(book))
    backs = importing_returns.plan_returns(book, made, known)
    new: dict[str, str] = {}
    for who, on in zip(made.sales.numbers(), made.sales.ons(), strict=True):
        if who and who not in known and on < new.get(who, "~"):
            new[who] = on
    days = set(made.sales.ons())
    days.update(back.on for back in backs)
    return Plan(
        sales=made.sales,
        backs=backs,
        points=made.points,
        paid=paid,
        known_members=known,
        new_members=new,
        refused=made.refused,
        read=made.read,
        added=len(made.sales) + len({back.line for back in backs}),
        again=made.again,
        amount_minor=sum(made.sales.amounts) - sum(back.amount_minor for back in backs),
        first_on=date.fromisoformat(min(days)) if days else None,
        last_on=date.fromisoformat(max(days)) if days else None,
        lines=source.table.line_count,
    )


def write(w: Writing, act: int, made: Plan, today: date, progress: Progress) -> list[int]:
    """Write the plan as this act; answers the ids of the members it concerns."""
    new = _enrol_by_number(w, act, made.new_members)
    members: dict[str, int | None] = {"": None, **made.known_members, **new}
    servers = _servers(w, made.sales.serving() | {back.by for back in made.backs})
    versions = programmes.versions(w)
    further = second_half(progress, made.lines)
    plain, facts = _parted(made, members, servers)
    add_sales(w, act, plain, members, servers, versions, today, further, newcomers=frozenset(new.values()))
    if facts:
        add_facts(w, act, facts, versions, today, further)
    concerned = {members[number] for number in set(plain.numbers())} | {fact.member_id for fact in facts}
    ids = sorted(member for member in concerned if member is not None)
    finding.refresh_rank(w, sorted(set(ids).difference(new.values())))
    finding.bulk_load(w)
    return ids


def _parted(
    made: Plan, members: Mapping[str, int | None], servers: Mapping[str, int | None]
) -> tuple[Sales, list[NewFact]]:
    """The sales of whom nothing else is known in the file, and all facts of those who brought back or used points."""
    if not (made.backs or made.paid):
        return made.sales, []
    whole = {back.member for back in made.backs} | {made.sales[place][0] for place in made.paid}
    whole.discard("")
    returned = {back.of for back in made.backs if not back.of_book}
    plain = array("i")
    facts: list[NewFact] = []
    moved: dict[int, int] = {}  # where a sale stands among the facts, by its place in the plan
    for place, sale in enumerate(made.sales):
        who, on, at, amount, what, key, by = sale
        if who not in whole and place not in returned:
            plain.append(place)
            continue
        moved[place] = len(facts)
        facts.append(
            NewFact(
                "purchase", members[who], date.fromisoformat(on), at, amount, points=made.points.get(place, 0),
                worth_minor=made.paid.get(place, 0), key=key, what=what, by=servers[by],
            )
        )  # fmt: skip
    for back in made.backs:
        facts.append(
            NewFact(
                "return", members[back.member], date.fromisoformat(back.on), back.at, back.amount_minor,
                back.excluded_minor, of=back.of if back.of_book else moved[back.of], of_book=back.of_book, key=back.key,
                what=back.what, by=servers[back.by],
            )
        )  # fmt: skip
    return made.sales.only(plain), facts


def _enrol_by_number(w: Writing, act: int, numbers: dict[str, str]) -> dict[str, int]:
    """Members known by a number until a name is given; each joined on the day of the first purchase."""
    free_numbers(w, list(numbers))
    first = acts.next_id(w, "members")
    pour_all(
        w,
        "members",
        ("id", "number", "joined_on"),
        ((member_id, number, on) for member_id, (number, on) in enumerate(numbers.items(), first)),
        alike={"act_id": act},
    )
    return dict(zip(numbers, range(first, first + len(numbers)), strict=True))


def _servers(w: Writing, names: set[str]) -> dict[str, int | None]:
    """Who served, by name; one who is not on the list is taken for somebody who served once and serves no more."""
    there = {person.name.casefold(): person.id for person in people.everyone(w, gone_too=True)}
    found: dict[str, int | None] = {"": None}
    for name in sorted(names - {""}):
        person = there.get(name.casefold())
        if person is None:
            person = w.insert("insert into people (name, role, active) values (?, 'serve', 0)", (name,))
            there[name.casefold()] = person
        found[name] = person
    return found
