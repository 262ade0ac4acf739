"""Reads who came when and for how much out of the book, as columns for the figures of the quiet hour."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.visiting import Visiting
from shopkeeper.service.standings import Progress, nobody_waits

_BETWEEN = 50_000
# A purchase of nothing is a visit; a day of which all came back is none.
_DAYS = (
    "select member_id, happened_on, sum(amount_minor) from facts where kind = 'purchase' and undone_by is null"
    " and member_id is not null and happened_on <= ? group by member_id, happened_on order by member_id, happened_on"
)
_BACK = (
    "select p.member_id, p.happened_on, sum(r.amount_minor),"
    "  (select coalesce(sum(q.amount_minor), 0) from facts q where q.member_id = p.member_id"
    "    and q.happened_on = p.happened_on and q.kind = 'purchase' and q.undone_by is null)"
    " from facts r join facts p on p.id = r.of_fact"
    " where r.kind = 'return' and r.undone_by is null and p.undone_by is null and p.member_id is not null"
    " and r.happened_on <= ? group by p.member_id, p.happened_on"
)


def visits(book: Reading, through: date, progress: Progress = nobody_waits) -> Visiting:
    """Every member's visits through a day, what came back by then taken off."""
    on = through.isoformat()
    total = int(book.value("select count(*) from standings"))
    ordinals: dict[str, int] = {}
    back = {(member, day): (minor, minor >= bought) for member, day, minor, bought in book.rows(_BACK, (on,))}

    def rows() -> Iterator[tuple[int, int, int]]:
        seen, before = 0, 0
        for member, day, minor in book.each(_DAYS, (on,)):
            if member != before:
                before, seen = member, seen + 1
                if seen % _BETWEEN == 0:
                    progress(min(seen, total), total)
            ordinal = ordinals.get(day)
            if ordinal is None:
                ordinal = ordinals[day] = date.fromisoformat(day).toordinal()
            if back and (member, day) in back:
                returned, whole = back[member, day]
                if whole:
                    continue
                minor -= returned
            yield member, ordinal, minor

    found = np.fromiter(rows(), dtype=np.dtype("i8,i8,i8"))
    return Visiting.of(found["f0"].copy(), found["f1"].copy(), found["f2"].copy())
