"""The list of what was done: each act with its instant, who did it, about whom, and whether it was taken back."""

import json
from datetime import datetime
from typing import Any

from shopkeeper.records.book import Reading
from shopkeeper.service import roles
from shopkeeper.values import dataclass

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Done:
    """One act. `by` is "" for the program itself, and where nobody was named; `undoes` the act it took back, `undone` whether it was taken back;
    `number` and `name` are the member's as they are called now, of one who is forgotten the number that was left."""

    act: int
    kind: str
    summary: dict[str, Any]
    at: datetime
    by: str
    number: str
    name: str
    undoes: int | None
    undone: bool


@roles.for_owner
def lately(
    book: Reading, limit: int = AT_ONCE, *, before: int | None = None, person: int | None = None
) -> tuple[Done, ...]:
    """The last acts, the latest first; those before an act, those of one who serves."""
    rows = book.rows(
        "select a.id, a.kind, a.summary, a.entered_at, coalesce(p.name, ''), coalesce(m.number, ''), coalesce(m.name, ''),"
        " a.undoes, a.undone_by is not null from acts a left join people p on p.id = a.by_person"
        " left join members m on m.id = a.member_id where (:before is null or a.id < :before)"
        " and (:person is null or a.by_person = :person) order by a.id desc limit :limit",
        {"before": before, "person": person, "limit": max(0, min(limit, AT_ONCE))},
    )
    return tuple(
        Done(
            row[0], row[1], json.loads(row[2]) if row[2] else {}, datetime.fromisoformat(row[3]), row[4], row[5], row[6],
            row[7], bool(row[8]),
        )
        for row in rows
    )  # fmt: skip
