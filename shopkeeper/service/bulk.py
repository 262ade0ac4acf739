"""Many facts at once: written with what each earned, every member concerned judged once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopkeeper.records.book import Writing
from shopkeeper.records.pouring import pour, pour_all
from shopkeeper.rules.facts import Fact, Kind
from shopkeeper.rules.long_ago import LongAgo
from shopkeeper.rules.programme import BASE_TIER, Version
from shopkeeper.rules.standing import replay
from shopkeeper.service import acts, standings
from shopkeeper.service.standings import Progress, nobody_waits


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be written; `of` is the position, in the same list, of the purchase a return belongs to,
    or the id of one in the book if `of_book` is set. `lines` are (amount, earns, what)."""

    kind: Kind
    member_id: int | None
    on: date
    at: str | None
    amount_minor: int = 0
    excluded_minor: int = 0
    points: int = 0
    worth_minor: int = 0
    of: int | None = None
    of_book: bool = False
    key: str | None = None
    what: str = ""
    by: int | None = None
    lines: tuple[tuple[int, bool, str], ...] = ()


def add_facts(
    w: Writing,
    act: int,
    new: Sequence[NewFact],
    versions: tuple[Version, ...],
    today: date,
    progress: Progress = nobody_waits,
) -> tuple[int, ...]:
    """Write the facts in their order, with what each earned, and everybody's standing after them.

    Answers the ids. The index of who comes how often is left to `finding.refresh_rank` or `bulk_load`.
    """
    first = acts.next_id(w, "facts")
    by_member: dict[int, list[Fact]] = {}
    facts: list[Fact] = []
    for number, entry in enumerate(new, first):
        of = None if entry.of is None else entry.of if entry.of_book else first + entry.of
        fact = Fact(
            number, entry.kind, entry.on, entry.amount_minor, entry.excluded_minor, entry.points, entry.worth_minor,
            of, entry.what if entry.kind == "tier" else "",
        )  # fmt: skip
        facts.append(fact)
        if entry.member_id is not None:
            by_member.setdefault(entry.member_id, []).append(fact)
    earned: dict[int, int] = {}
    rows: list[tuple[object, ...]] = []
    occasions: list[tuple[object, ...]] = []
    old_earned: list[tuple[int, int]] = []
    known = _with_history(w, by_member)
    total = len(by_member)
    for done, (member_id, history) in enumerate(by_member.items()):
        if done % 200 == 0:
            progress(done, total)
        if member_id in known:
            history = [*standings.facts_of(w, member_id), *history]
        last = max(fact.on for fact in history)
        finished = replay(history, versions, max(today, last))
        for fact_id, value in finished.earned.items():
            if fact_id >= first:
                earned[fact_id] = value
            else:
                old_earned.append((value, fact_id))
        rows.append(standings.row_of(member_id, finished.account))
        if last >= date.fromordinal(today.toordinal() - standings.OCCASIONS_KEPT_DAYS):
            occasions += standings.occasion_rows(member_id, finished.account, today)
    w.many(
        "insert into facts (id, act_id, kind, member_id, happened_on, happened_at, amount_minor, excluded_minor, points,"
        " worth_minor, of_fact, key, what, by_person, earned) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                fact.id, act, fact.kind, entry.member_id, entry.on.isoformat(), entry.at, fact.amount_minor,
                fact.excluded_minor, fact.points, fact.worth_minor, fact.of, entry.key, entry.what, entry.by,
                earned.get(fact.id, 0),
            )
            for fact, entry in zip(facts, new, strict=True)
        ),
    )  # fmt: skip
    w.many(
        "insert into lines (fact_id, position, amount_minor, earns, what) values (?, ?, ?, ?, ?)",
        (
            (fact.id, position, amount, int(earns), what)
            for fact, entry in zip(facts, new, strict=True)
            for position, (amount, earns, what) in enumerate(entry.lines, 1)
        ),
    )
    w.many("update facts set earned = ? where id = ? and earned <> ?", [(v, f, v) for v, f in old_earned])
    w.many("delete from occasions where member_id = ?", [(member_id,) for member_id in known])
    standings.store_rows(w, rows, occasions)
    progress(total, total)
    return tuple(fact.id for fact in facts)


# A purchase of which nothing came back and nothing was paid with points: (member, day as YYYY-MM-DD, instant or None,
# amount, what, key, who served).
PlainSale = tuple[int | None, str, str | None, int, str, str, int | None]


def add_sales(
    w: Writing,
    act: int,
    sales: Sequence[PlainSale],
    versions: tuple[Version, ...],
    today: date,
    progress: Progress = nobody_waits,
    *,
    newcomers: Collection[int] = (),
) -> None:
    """Write plain purchases in their order, as `add_facts` would; `newcomers` have nothing in the book yet."""
    first = acts.next_id(w, "facts")
    by_member: dict[int, list[int]] = {}
    for place, sale in enumerate(sales):
        if sale[0] is not None:
            by_member.setdefault(sale[0], []).append(place)
    new = newcomers if isinstance(newcomers, set | frozenset) else set(newcomers)
    known = _with_history(w, [member_id for member_id in by_member if member_id not in new])
    over = LongAgo(versions, today)
    over_before = min(over.before, today - timedelta(days=standings.OCCASIONS_KEPT_DAYS)).isoformat()
    earned = [0] * len(sales)
    light: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    occasions: list[tuple[object, ...]] = []
    old_earned: list[tuple[int, int]] = []
    days: dict[str, date] = {}
    total = 2 * len(by_member)
    for done, (member_id, places) in enumerate(by_member.items()):
        if done % 200 == 0:
            progress(done, total)
        if member_id not in known:
            spent = points = 0
            visited = set()
            for place in places:
                _, on, _, amount, _, _, _ = sales[place]
                visited.add(on)
                spent += amount
                earned[place] = gave = over.points_of(amount)
                points += gave
            last = max(visited)
            if last < over_before and over.covers(spent, len(places), points):
                opened = min(visited)
                last_fact = first + places[-1]
                light.append((
                    member_id, spent, len(places), len(visited), opened, last, last_fact,
                    over.state(spent, len(places), len(visited), opened, last, last_fact),
                ))  # fmt: skip
                continue
        history = standings.facts_of(w, member_id) if member_id in known else []
        for place in places:
            on = sales[place][1]
            day = days.get(on) or days.setdefault(on, date.fromisoformat(on))
            history.append(Fact(first + place, "purchase", day, sales[place][3]))
        latest = max(fact.on for fact in history)
        finished = replay(history, versions, max(today, latest))
        for fact_id, value in finished.earned.items():
            if fact_id >= first:
                earned[fact_id - first] = value
            else:
                old_earned.append((value, fact_id))
        rows.append(standings.row_of(member_id, finished.account))
        occasions += standings.occasion_rows(member_id, finished.account, today)
    written = pour(
        w,
        "facts",
        (
            "member_id",
            "happened_on",
            "happened_at",
            "amount_minor",
            "what",
            "key",
            "by_person",
            "id",
            "earned",
        ),
        ((*sale, first + place, earned[place]) for place, sale in enumerate(sales)),
        alike={"act_id": act, "kind": "purchase"},
    )
    for done in written:
        progress(len(by_member) + done * len(by_member) // len(sales), total)
    w.many("update facts set earned = ? where id = ? and earned <> ?", [(v, f, v) for v, f in old_earned])
    w.many("delete from occasions where member_id = ?", [(member_id,) for member_id in known])
    pour_all(
        w,
        "standings",
        (
            "member_id",
            "spent_minor",
            "purchases",
            "visits",
            "first_visit",
            "last_visit",
            "last_fact",
            "state",
        ),
        light,
        alike={"tier": BASE_TIER},
    )
    standings.store_rows(w, rows, occasions)


def _with_history(w: Writing, member_ids: Iterable[int]) -> set[int]:
    ids = list(member_ids)
    if len(ids) > 1000:
        everybody = {
            row[0] for row in w.rows("select distinct member_id from facts where member_id is not null")
        }
        return everybody.intersection(ids)
    found = set()
    for member_id in ids:
        if w.value("select 1 from facts where member_id = ? limit 1", (member_id,)):
            found.add(member_id)
    return found
