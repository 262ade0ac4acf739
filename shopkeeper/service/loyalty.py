"""How loyal the shop is to its members: its word kept, its answers, its thanks, what it gave beyond points, what it learnt."""

from datetime import date
from statistics import median

from shopkeeper.records.book import Reading
from shopkeeper.service import promises, roles
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Loyalty:
    """Over the days after `since` through `on`: promises due and kept on time; complaints and requests heard, answered, and the
    middle of the minutes to the first answer; letters of thanks; perks and gifts given; things noted and answers heard."""

    since: date
    on: date
    promises_due: int
    promises_kept: int
    heard: int
    answered: int
    answered_after_minutes: int | None
    thanked: int
    perks: int
    gifts: int
    learnt: int


@roles.for_owner
def loyalty(book: Reading, since: date, on: date) -> Loyalty:
    """The figures, from what is written down; what was undone does not count."""
    record = promises.kept_share(book, on, days=(on - since).days)
    span = (since.isoformat(), on.isoformat())
    waited = [
        int(minutes) if minutes is not None else None
        for (minutes,) in book.rows(
            "select (julianday(answered_at) - julianday(heard_at)) * 1440 from matters where heard_on > ? and heard_on <= ?",
            span,
        )
    ]
    answered = [minutes for minutes in waited if minutes is not None]
    given: dict[str, int] = dict(
        book.rows(
            "select kind, count(*) from facts where kind in ('perk', 'gift') and undone_by is null and happened_on > ?"
            " and happened_on <= ? group by kind",
            span,
        )
    )
    thanked = book.value(
        "select count(*) from letters where kind = 'thank-you' and undone_by is null and written_on > ? and written_on <= ?",
        span,
    )
    noted = book.value("select count(*) from remarks where noted_on > ? and noted_on <= ?", span)
    return Loyalty(
        since, on, record.given, record.on_time, len(waited), len(answered), round(median(answered)) if answered else None,
        int(thanked), given.get("perk", 0), given.get("gift", 0), int(noted),
    )  # fmt: skip
