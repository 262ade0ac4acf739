"""The birthdays of a day or some: who, turning what, how to greet them, what they usually have."""

import json
from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.days import birthday_in
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.rules.wording import greeting_for
from shopkeeper.say import text as say
from shopkeeper.service import leaving
from shopkeeper.values import dataclass

MOST_DAYS = 62
_FAVOURITE_TIMES = 3


@dataclass(frozen=True, slots=True)
class Birthday:
    """One member's; `turns` is None where the year is not known; `said` is how the name is pronounced, `usual` what they
    usually have, "" where nobody noted it."""

    member_id: int
    number: str
    name: str
    tier: str
    on: date
    turns: int | None
    greeting: str
    said: str
    usual: str


def between(book: Reading, first: date, last: date) -> tuple[Birthday, ...]:
    """The birthdays from one day to another, both included, by day and name; whoever is to be left in peace is left out.

    Declined: the days are the wrong way round, or more than two months.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Declined("days_out_of_range", say("From 1 to {n} days.").format(n=MOST_DAYS), "days")
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    months = sorted({day.month for day in days} | {2})
    marks = ", ".join("?" * len(months))
    found: list[Birthday] = []
    for row in book.rows(
        "select m.id, m.number, m.name, coalesce(nullif(s.tier, ''), ?), m.birthday_year, m.birthday_month, m.birthday_day,"
        " m.leap_day, m.greeting, m.say from members m left join standings s on s.member_id = m.id"
        f" where m.birthday_month in ({marks}) and m.gone = 0",
        (BASE_TIER, *months),
    ):
        member, number, name, tier, year, month, day, leap, greeting, said = row
        for on in days:
            if birthday_in(month, day, on.year, leap) == on:
                turns = on.year - year if year is not None and on.year > year else None
                found.append(
                    Birthday(member, number, name, tier, on, turns, greeting_for(name, greeting), said, "")
                )
    ids = [one.member_id for one in found]
    peace, usual = leaving.in_peace(book, ids), _usual(book, ids)
    kept = [one for one in found if one.member_id not in peace]
    kept.sort(key=lambda one: (one.on, one.name.casefold(), one.number))
    return tuple(
        Birthday(
            one.member_id,
            one.number,
            one.name,
            one.tier,
            one.on,
            one.turns,
            one.greeting,
            one.said,
            usual.get(one.member_id, ""),
        )
        for one in kept
    )


def _usual(book: Reading, ids: list[int]) -> dict[int, str]:
    """What is noted as the usual, else what was bought most often, three times at least, else what is liked."""
    noted = book.rows(
        "select member_id, kind, text from remarks where kind in ('usual', 'likes')"
        " and member_id in (select value from json_each(?)) order by id desc",
        (json.dumps(ids),),
    )
    said = {kind: {member: text for member, of, text in noted if of == kind} for kind in ("usual", "likes")}
    found: dict[int, str] = {}
    for member in ids:
        bought = None
        if member not in said["usual"]:
            bought = book.value(
                "select what from facts where member_id = ? and kind = 'purchase' and undone_by is null and what <> ''"
                " and length(what) <= 60 group by what having count(*) >= ? order by count(*) desc, what limit 1",
                (member, _FAVOURITE_TIMES),
            )
        found[member] = said["usual"].get(member) or bought or said["likes"].get(member, "")
    return found
