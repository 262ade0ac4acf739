"""The line at the foot of the window: today's purchases, and the members' share of them."""

from dataclasses import dataclass
from datetime import date

from shopkeeper.records.book import Reading


@dataclass(frozen=True, slots=True)
class SoFar:
    """A day's purchases and their sum in minor units, returns of the day taken off; `by_members_minor` of it."""

    purchases: int
    total_minor: int
    by_members_minor: int


def is_behind(book: Reading, today: date) -> bool:
    """Whether time does something to somebody by today that was not done yet."""
    return bool(
        book.value("select exists (select 1 from standings where changes_on <= ?)", (today.isoformat(),))
    )


def so_far(book: Reading, day: date) -> SoFar:
    """What a shop day has brought until now."""
    row = book.row(
        "select coalesce(sum(kind = 'purchase'), 0),"
        " coalesce(sum(case kind when 'purchase' then amount_minor when 'return' then -amount_minor else 0 end), 0),"
        " coalesce(sum(case when member_id is null then 0 when kind = 'purchase' then amount_minor"
        "  when kind = 'return' then -amount_minor else 0 end), 0)"
        " from facts where happened_on = ? and undone_by is null",
        (day.isoformat(),),
    )
    assert row is not None
    return SoFar(*row)
