"""Who is chosen for an event: by tier, by what they like or buy, by what they spend, from a saved group."""

import json
from datetime import date, timedelta
from functools import lru_cache

from shopkeeper.records.book import Reading
from shopkeeper.rules import folding
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.service import groups, leaving
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

VALUE_DAYS = 365
"""What somebody buys, and how much, is looked at over so many days."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is meant: members of these tiers (all, where none is named), who like or buy `interest`, who are in a saved `group`, who spent at least so
    much in a year; the best first, `at_most` so many."""

    tiers: tuple[str, ...] = ()
    interest: str = ""
    group: str = ""
    spent_minor: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a choice finds: those to be added, how many stand on the list already, how many cannot be written to, and
    how many are not asked at all because they are to be left in peace."""

    members: tuple[tuple[int, int], ...]  # (member, rank of the tier), the best first
    already: int
    unwritable: int
    in_peace: int = 0


def choose(
    book: Reading, event_id: int, choice: Choice, today: date, progress: Progress = nobody_waits
) -> Chosen:
    """Whom the choice finds now; a question for the scholar, for it may look at every member."""
    since = (today - timedelta(days=VALUE_DAYS)).isoformat()
    rows = book.rows(
        "select m.id, coalesce(s.tier_rank, 0), coalesce((select sum(iif(f.kind = 'purchase', 1, -1) * f.amount_minor)"
        " from facts f where f.member_id = m.id and f.kind in ('purchase', 'return') and f.undone_by is null"
        " and f.happened_on > :since), 0) as spent, m.letters is 0 or m.name = '',"
        " exists (select 1 from guests g where g.event_id = :event and g.member_id = m.id),"
        f" {leaving.NEVER.format(id='m.id')} from members m left join standings s on s.member_id = m.id where m.gone = 0"
        " and (:tiers = '[]' or coalesce(nullif(s.tier, ''), :base) in (select value from json_each(:tiers)))"
        " order by 2 desc, 3 desc, m.id",
        {"since": since, "event": event_id, "tiers": json.dumps(choice.tiers), "base": BASE_TIER},
    )
    rows = [row for row in rows if row[2] >= choice.spent_minor]
    if choice.group:
        inside = frozenset(
            groups.members_in(book, groups.named(book, choice.group).rule, today, held_too=True)
        )
        rows = [row for row in rows if row[0] in inside]
    wanted = _words(choice.interest)
    if wanted:
        fit = _interested(book, wanted, since, progress)
        rows = [row for row in rows if row[0] in fit]
    elif choice.interest.strip():
        rows = []
    fresh = [row for row in rows if not row[4] and not row[5]]
    already = sum(row[4] for row in rows)
    taken = fresh if choice.at_most is None else fresh[: max(0, choice.at_most)]
    return Chosen(
        tuple((row[0], row[1]) for row in taken),
        already,
        sum(row[3] for row in taken),
        sum(row[5] > row[4] for row in rows),
    )


def _interested(book: Reading, wanted: frozenset[str], since: str, progress: Progress) -> set[int]:
    """Who likes it by what is noted, or has bought it within the year."""
    found: set[int] = set()
    total = book.value("select count(*) from facts where kind = 'purchase' and happened_on > ?", (since,))
    for count, (member, text) in enumerate(
        book.each(
            "select member_id, text from remarks where kind in ('likes', 'usual') union all"
            " select f.member_id, f.what from facts f where f.kind = 'purchase' and f.undone_by is null and f.what <> ''"
            " and f.member_id is not null and f.happened_on > :since union all"
            " select f.member_id, l.what from facts f join lines l on l.fact_id = f.id where f.kind = 'purchase'"
            " and f.undone_by is null and l.what <> '' and f.member_id is not null and f.happened_on > :since",
            {"since": since},
        )
    ):
        if member not in found and wanted <= _words(text):
            found.add(member)
        if count % 20_000 == 0:
            progress(min(count, total), total)
    return found


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(ways[0] for ways in folding.typed_words(text))
