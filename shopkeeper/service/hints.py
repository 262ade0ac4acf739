"""The one thing about a member's coming that whoever serves should know before they say a word."""

from datetime import date
from typing import Any, Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules import firsts
from shopkeeper.rules.occasions import VISITS_TO_THANK
from shopkeeper.rules.standing import Standing
from shopkeeper.service import holding, leaving
from shopkeeper.values import dataclass

LATELY_DAYS = 14


@dataclass(frozen=True, slots=True)
class Hint:
    """The one thing about a member's coming that whoever serves should know: `hold` with its day, `left` with the reason in words, `back`
    with the days away, `visits` with the number this visit is, `first call` or `first complaint` with its day."""

    kind: Literal["hold", "left", "back", "visits", "first call", "first complaint"]
    n: int = 0
    text: str = ""
    on: date | None = None


def hint(book: Reading, member_id: int, standing: Standing, today: date) -> Hint | None:
    """What to know about this member's coming today, the weightiest alone; bounded by a few rows.

    That their data is on hold; a note of why they left; that they are back after a long absence; that it is a round visit; that they called or
    complained for the first time within the last fortnight.
    """
    held = holding.of(book, member_id)
    if held is not None:
        return Hint("hold", text=held.text, on=held.from_day)
    left = book.row(
        "select reason, noted_on from leavings where member_id = ? order by id desc limit 1", (member_id,)
    )
    last = standing.last_visit
    if left is not None and (last is None or last <= date.fromisoformat(left[1])):
        return Hint("left", text=leaving.reason_name(left[0]), on=date.fromisoformat(left[1]))
    if last is not None and last < today and standing.visits >= firsts.FEWEST_VISITS:
        first = standing.first_visit or last
        usual = (last - first).days / max(1, standing.visits - 1)
        away = (today - last).days
        if away >= max(firsts.AWAY_DAYS, firsts.AWAY_TIMES * usual):
            return Hint("back", away)
    visits = standing.visits + (last is None or last < today)
    if visits in VISITS_TO_THANK:
        return Hint("visits", visits)
    return _first_lately(book, member_id, today)


def _first_lately(book: Reading, member_id: int, today: date) -> Hint | None:
    kinds: tuple[tuple[Any, str], ...] = (
        (
            "first complaint",
            "select min(heard_on) from matters where member_id = :m and kind = 'complaint'",
        ),
        (
            "first call",
            "select min(d) from (select happened_on as d from talks where member_id = :m and channel = 'phone' union all"
            " select heard_on from matters where member_id = :m and touch = 'phone' union all"
            " select done_on from tries where member_id = :m and channel = 'phone' and done_on is not null)",
        ),
    )
    for kind, question in kinds:
        on = book.value(question, {"m": member_id})
        if on is not None and 0 <= (today - date.fromisoformat(on)).days <= LATELY_DAYS:
            return Hint(kind, on=date.fromisoformat(on))
    return None
