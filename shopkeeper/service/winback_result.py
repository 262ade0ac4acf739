"""What the tries of a year brought, against like members whom nobody tried."""

from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.rules.comparing import Difference, difference_in_pairs
from shopkeeper.rules.leaving import WITHIN_DAYS
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.service.winback import LETTER
from shopkeeper.values import dataclass

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Brought:
    """Of `pairs` who were tried `came` within sixty days, of as many like them whom nobody tried `others_came`.

    `difference` is between the two, None where there are too few to tell anything; `alone` had nobody like them, and
    `waiting` were tried too lately to be counted.
    """

    pairs: int
    came: int
    others_came: int
    difference: Difference | None
    alone: int
    waiting: int


def brought(book: Reading, today: date, progress: Progress = nobody_waits) -> Brought:
    """Worked out anew from all visits; a question for the scholar."""
    from shopkeeper.rules import won_back
    from shopkeeper.service import visiting

    since = today - timedelta(days=YEAR_DAYS + WITHIN_DAYS)
    tried = [
        (member, date.fromisoformat(on).toordinal())
        for member, on in book.rows(
            "select member_id, done_on from tries where done_on >= :since union"
            f" select member_id, written_on from letters where kind = '{LETTER}' and undone_by is null"
            " and written_on >= :since",
            {"since": since.isoformat()},
        )
    ]
    if not tried:
        return Brought(0, 0, 0, None, 0, 0)
    seen = visiting.visits(book, today, progress)
    found, alone = won_back.pairs(seen, tried, today.toordinal(), since.toordinal() - YEAR_DAYS)
    waiting = sum(day + WITHIN_DAYS > today.toordinal() for _, day in tried)
    return Brought(
        len(found), sum(ours for ours, _ in found), sum(theirs for _, theirs in found), difference_in_pairs(found), alone,
        waiting,
    )  # fmt: skip
