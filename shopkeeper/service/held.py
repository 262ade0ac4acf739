"""What the book holds about one member: every table with their id in it, for a page to read and as data."""

import json
from datetime import date
from typing import Any

from shopkeeper.records import schema
from shopkeeper.records.book import Reading
from shopkeeper.service import consents, roles
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

# Rows that belong to a member by way of another table: which column says so.
_THROUGH = {
    "lines": "fact_id in (select id from facts where member_id in {ids})",
    "returned_lines": "fact_id in (select id from facts where member_id in {ids})",
    "merged_facts": "fact_id in (select id from facts where member_id in {ids})",
    "households": "id in (select household_id from stays where member_id in {ids})",
    "acts": "member_id in {ids} or id in (select act_id from members where id in {ids})",
    "before": "about = 'members' and row_id in {ids} or json_extract(was, '$.member_id') in {ids}"
    " or json_extract(became, '$.member_id') in {ids}",
    "draws": "exists (select 1 from json_each(entered) e join members m on m.number = e.value and m.id in {ids})",
    "lookup_documents": "member_id in {ids}",
}


@dataclass(frozen=True, slots=True)
class Held:
    """All rows about a member, by table; `asked_on` is the day this was put together, `records` how many records of
    theirs were made one."""

    number: str
    name: str
    asked_on: date
    records: int
    consents: tuple[consents.Consent, ...]
    tables: dict[str, tuple[dict[str, Any], ...]]

    def as_data(self) -> dict[str, Any]:
        """Everything, as plain data for JSON; the names are those of the book's own columns."""
        return {
            "number": self.number,
            "name": self.name,
            "asked_on": self.asked_on.isoformat(),
            "tables": {table: list(rows) for table, rows in self.tables.items()},
        }


@roles.for_owner
def of(book: Reading, member_id: int, today: date) -> Held:
    """What is held about a member and every record merged into theirs. Declined for one who is not in the book.

    Of other members only their number is told, where a row ties this one to them.
    """
    number, name = who(book, member_id)
    ids = [
        member_id,
        *(row[0] for row in book.rows("select other_member from merges where found_as = ? and undone_by is null", (member_id,))),
    ]  # fmt: skip
    these = "(" + ", ".join(map(str, ids)) + ")"
    conditions = {"members": f"id in {these}"}
    for table, column in book.rows(schema.REFERRING, ("members",)):
        conditions[table] = " or ".join(filter(None, (conditions.get(table), f"{column} in {these}")))
    conditions |= {table: which.format(ids=these) for table, which in _THROUGH.items()}
    tables = {}
    for table in sorted(conditions):
        columns = [row[0] for row in book.rows("select name from pragma_table_info(?)", (table,))]
        rows = book.rows(f"select {', '.join(columns)} from {table} where {conditions[table]}")
        if rows:
            tables[table] = tuple(dict(zip(columns, map(_readable, row), strict=True)) for row in rows)
    return Held(number, name, today, len(ids), consents.of(book, member_id), tables)


def _readable(value: Any) -> Any:
    """A text that is JSON as what it says."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
