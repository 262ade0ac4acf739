"""What the frame of the window shows of a day: today's purchases, the members' share of them, and how much waits."""

import json
from datetime import date, datetime

from shopkeeper.records.book import Reading, instant_text
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class SoFar:
    """A day's purchases and their sum in minor units, returns of the day taken off; `by_members_minor` of it."""

    purchases: int
    total_minor: int
    by_members_minor: int


PASSED = "days_passed_through"  # among what is written about the shop: the day the last catching up reached


def is_behind(book: Reading, now: datetime, today: date) -> bool:
    """Whether time does something to somebody by today that was not done yet, or the clock has gone back since."""
    due = book.value("select exists (select 1 from standings where changes_on <= ?)", (today.isoformat(),))
    return bool(due) or clock_went_back(book, now, today)


def clock_went_back(book: Reading, now: datetime, today: date) -> bool:
    """Whether days have been let pass, or something was done, that by the clock of now are still to come."""
    passed = book.value("select value from shop where name = ?", (PASSED,))
    if passed is not None and json.loads(passed) > today.isoformat():
        return True
    last = book.value("select entered_at from acts order by id desc limit 1")
    return last is not None and last > instant_text(now)


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


def waiting(book: Reading, day: date) -> int:
    """How much waits on a day: promises due, complaints and requests without an end, and what has come for somebody."""
    row = book.row(
        "select (select count(*) from promises p join members m on m.id = p.member_id and m.gone = 0"
        "  where p.state = 'open' and p.due_on <= ?)"
        " + (select count(*) from matters a left join members m on m.id = a.member_id"
        "  where a.state <> 'closed' and coalesce(m.gone, 0) = 0)"
        " + (select count(*) from wanted w join members m on m.id = w.member_id and m.gone = 0 where w.state = 'arrived')",
        (day.isoformat(),),
    )
    assert row is not None
    return int(row[0])
