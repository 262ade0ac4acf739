"""A file of purchases on its way into the book: worked out whole, then written whole."""

from dataclasses import dataclass
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
from shopkeeper.service.bulk import NewFact, PlainSale, add_facts, add_sales
from shopkeeper.service.importing_files import Source, free_numbers, second_half
from shopkeeper.service.importing_purchases import Sale, Sorted
from shopkeeper.service.importing_returns import Back
from shopkeeper.service.standings import Progress


@dataclass(slots=True)
class Plan:
    """What a file of purchases would do: all that is to be written, all that is not, and what it sums up to."""

    sales: list[Sale]
    backs: list[Back]
    paid: dict[int, int]  # what points paid, by the place of the sale
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
    made = Sorted()
    rows = importing_purchases.read_rows(source, shops.read(book), today, made.refused, progress)
    read = len(rows) + len(made.refused)
    importing_purchases.sort_rows(book, rows, made)
    paid = importing_returns.refuse_points(book, made, programmes.versions(book))
    backs = importing_returns.plan_returns(book, made)
    firsts: dict[str, str] = {}
    for sale in made.sales:
        who = sale.member
        if isinstance(who, str) and sale.on < firsts.get(who, "~"):
            firsts[who] = sale.on
    days = {sale.on for sale in made.sales}
    days.update(back.on for back in backs)
    return Plan(
        sales=made.sales,
        backs=backs,
        paid=paid,
        new_members=firsts,
        refused=made.refused,
        read=read,
        added=len(made.sales) + len({back.line for back in backs}),
        again=made.again,
        amount_minor=sum(sale.amount_minor for sale in made.sales) - sum(back.amount_minor for back in backs),
        first_on=date.fromisoformat(min(days)) if days else None,
        last_on=date.fromisoformat(max(days)) if days else None,
        lines=source.table.line_count,
    )


def write(w: Writing, act: int, made: Plan, today: date, progress: Progress) -> list[int]:
    """Write the plan as this act; answers the ids of the members it concerns."""
    new = _enrol_by_number(w, act, made.new_members)
    servers = _servers(w, {sale.by for sale in made.sales} | {back.by for back in made.backs})
    whole = {back.member for back in made.backs if back.member is not None}
    whole.update(who for place in made.paid if (who := made.sales[place].member) is not None)
    returned = {back.of for back in made.backs if not back.of_book}
    plain: list[PlainSale] = []
    facts: list[NewFact] = []
    moved: dict[int, int] = {}  # the place of a sale among the facts, by its place in the plan
    for place, (who, on, at, amount, what, key, by, points, _) in enumerate(made.sales):
        member = new[who] if isinstance(who, str) else who
        if who in whole or place in returned:
            moved[place] = len(facts)
            facts.append(
                NewFact(
                    "purchase", member, date.fromisoformat(on), at, amount, points=points,
                    worth_minor=made.paid.get(place, 0), key=key, what=what, by=servers[by],
                )
            )  # fmt: skip
        else:
            plain.append((member, on, at, amount, what, key, servers[by]))
    for back in made.backs:
        member = new[back.member] if isinstance(back.member, str) else back.member
        facts.append(
            NewFact(
                "return", member, date.fromisoformat(back.on), back.at, back.amount_minor, back.excluded_minor,
                of=back.of if back.of_book else moved[back.of], of_book=back.of_book, key=back.key, what=back.what,
                by=servers[back.by],
            )
        )  # fmt: skip
    versions = programmes.versions(w)
    further = second_half(progress, made.lines)
    newcomers = set(new.values())
    add_sales(w, act, plain, versions, today, further, newcomers=newcomers)
    if facts:
        add_facts(w, act, facts, versions, today, further)
    concerned = {sale[0] for sale in plain if sale[0] is not None}
    concerned.update(fact.member_id for fact in facts if fact.member_id is not None)
    finding.refresh_rank(w, sorted(concerned - newcomers))
    finding.bulk_load(w)
    return sorted(concerned)


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
