"""What every act asks first: which day it happened on, and who the member is."""

from datetime import date, datetime, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.say import text as say
from shopkeeper.service.shops import Shop

# Every number by which a member is found: their own, and that of a record that was merged into theirs.
NUMBERED = (
    "(select number, id from members where gone = 0 union all select o.number, g.found_as from merges g"
    " join members o on o.id = g.other_member join members m on m.id = g.found_as and m.gone = 0 where g.undone_by is null)"
)


def day_of(happened_on: date | None, happened_at: datetime | None, shop: Shop, today: date) -> date:
    """The shop day a thing happened on; Declined if it is later than tomorrow (20)."""
    if happened_at is not None and happened_at.tzinfo is None:
        raise Declined(
            "instant_without_zone",
            "A point in time needs its offset, such as 2026-11-21T10:15:00+00:00.",
            "at",
        )
    day = happened_on or (shop.day_of(happened_at) if happened_at is not None else today)
    if day > today + timedelta(days=1):
        raise Declined(
            "day_in_the_future",
            say("{day} is still to come. Today is {today}. Check the date.").format(
                day=day.isoformat(), today=today.isoformat()
            ),
            "on",
        )
    return day


def who(book: Reading, member_id: int | None, *, even_if_gone: bool = False) -> tuple[str, str]:
    """Number and name of a member; Declined for one that is not in the book."""
    if member_id is None:
        return "", ""
    row = book.row("select number, name, gone from members where id = ?", (member_id,))
    if row is None or (row[2] and not even_if_gone):
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    return row[0], row[1]
