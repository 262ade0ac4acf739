"""Many facts at once: written with what each earned, every member concerned judged once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shopkeeper.records.book import Writing
from shopkeeper.rules.facts import Fact, Kind
from shopkeeper.rules.programme import Version
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
    at: str
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
