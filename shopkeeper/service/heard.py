"""What complaints say together: who else bought the same, and how they go over time by subject and touch point."""

from datetime import date, timedelta
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules import folding
from shopkeeper.say import text as say
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class AlsoBought:
    """Somebody who bought the same thing about the same day, with what is needed to warn them."""

    member_id: int
    number: str
    name: str
    phone: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Trend:
    """How many complaints of one subject, or over one touch point, a time brought and the time before it."""

    about: str
    now: int
    before: int


def bought_same(
    book: Reading, what: str, first: date, last: date, *, besides: int | None = None, limit: int = 100
) -> tuple[AlsoBought, ...]:
    """All who bought something by that name between two days, each once, the latest first.

    Declined: no word to look for, or more than a month to look through.
    """
    wanted = {ways[0] for ways in folding.typed_words(what) if len(ways[0]) > 2}
    if not wanted:
        raise Declined(
            "what_missing", say("What was bought? One word is enough, such as strawberries."), "what"
        )
    if not 0 <= (last - first).days <= 31:
        raise Declined("day_out_of_range", say("Look through a month at most, the first day first."), "on")
    found: dict[int, AlsoBought] = {}
    for member_id, number, name, phone, on, said in book.each(
        "select f.member_id, m.number, m.name, coalesce((select text from contacts c where c.member_id = m.id and"
        " c.kind = 'phone' order by c.id limit 1), ''), f.happened_on, f.what || coalesce((select ', ' ||"
        " group_concat(l.what, ', ') from lines l where l.fact_id = f.id and l.what <> ''), '') from facts f"
        " join members m on m.id = f.member_id and m.gone = 0 where f.happened_on between ? and ?"
        " and f.kind = 'purchase' and f.undone_by is null order by f.happened_on desc, f.id desc",
        (first.isoformat(), last.isoformat()),
    ):
        if member_id in found or member_id == besides:
            continue
        words = {ways[0] for ways in folding.typed_words(said)}
        if all(any(word.startswith(one[: max(3, len(one) - 2)]) for word in words) for one in wanted):
            found[member_id] = AlsoBought(
                member_id, number, name, phone, date.fromisoformat(on), said.strip(", ")
            )
            if len(found) == limit:
                break
    return tuple(found.values())


def trend(
    book: Reading, today: date, by: Literal["subject", "touch"], *, days: int = 90
) -> tuple[Trend, ...]:
    """Complaints of the last so many days by subject or touch point beside those of the time before, most first."""
    since, before = today - timedelta(days=days), today - timedelta(days=2 * days)
    rows = book.rows(
        f"select {by}, sum(heard_on > :since), sum(heard_on <= :since) from matters where kind = 'complaint'"
        f" and heard_on > :before and heard_on <= :today group by {by} order by 2 desc, 3 desc, 1",
        {"since": since.isoformat(), "before": before.isoformat(), "today": today.isoformat()},
    )
    return tuple(Trend(*row) for row in rows)
