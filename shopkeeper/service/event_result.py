"""What an event brought: what guests bought afterwards against like members, with how sure one can be, and its cost."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.comparing import Difference, difference, difference_in_pairs, like
from shopkeeper.service import events
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

BEFORE_DAYS = 180
"""Like is who held the same tier and spent about as much in so many days before."""


@dataclass(frozen=True, slots=True)
class Result:
    """After an event. `through` is the last day counted, `days_left` how many of them are to come.

    `compared` is `kept back` where the invited are set against those kept back by lot (the fair way: everybody invited,
    whether they came or not), `like` where those who came are set against like members who were not on the list.
    `guest_minor` and `other_minor` are per head; `difference` is None where there are too few to tell anything.
    """

    event_id: int
    came: int
    companions: int
    invited: int
    unasked: int
    through: date
    days_left: int
    compared: Literal["kept back", "like", "nobody"]
    ours: int
    others: int
    guest_minor: int
    other_minor: int
    difference: Difference | None
    spent_minor: int
    cost_minor: int


def result(book: Reading, event_id: int, today: date, progress: Progress = nobody_waits) -> Result:
    """Worked out anew from the facts; a question for the scholar. Declined for an event that is not in the book."""
    event = events.one(book, event_id)
    first = event.plan.on_day
    through = first + timedelta(days=event.plan.after_days - 1)
    rows = book.rows(
        "select g.member_id, g.state, g.rank, g.arrived_at is not null, g.came_with from guests g"
        " join members m on m.id = g.member_id and m.gone in (0, 3) where g.event_id = ? order by g.member_id",
        (event_id,),
    )
    came = [row for row in rows if row[3]]
    asked = [row for row in rows if row[1] == "invited"]
    back = [row for row in rows if row[1] == "kept back"]
    progress(1, 4)
    after = _spent(book, first, through, [row[0] for row in rows])
    progress(2, 4)
    compared: Literal["kept back", "like", "nobody"]
    apart: Difference | None
    if back:
        compared = "kept back"
        ours = [after.get(row[0], 0) for row in asked]
        others = [after.get(row[0], 0) for row in back]
        apart = difference(ours, others)
    else:
        pairs = _pairs(
            book, first, through, [(row[0], row[2]) for row in came], {row[0] for row in rows}, after
        )
        compared = "like" if pairs else "nobody"
        ours = [one for one, _ in pairs] or [after.get(row[0], 0) for row in came]
        others = [other for _, other in pairs]
        apart = difference_in_pairs(pairs)
    progress(4, 4)
    return Result(
        event_id, len(came), sum(row[4] for row in came), len(asked), sum(row[1] == "at the door" for row in came), through,
        max(0, (through - today).days), compared, len(ours), len(others), _mean(ours), _mean(others), apart,
        sum(after.get(row[0], 0) for row in came), event.plan.cost_minor,
    )  # fmt: skip


def _mean(amounts: Sequence[int]) -> int:
    return round(sum(amounts) / len(amounts)) if amounts else 0


def _spent(book: Reading, first: date, last: date, members: Sequence[int] | None) -> dict[int, int]:
    """What members spent on these days, what came back taken off; everybody's for None."""
    whose = "" if members is None else " and member_id in (select value from json_each(:members))"
    return dict(
        book.rows(
            "select member_id, sum(iif(kind = 'purchase', 1, -1) * amount_minor) from facts where member_id is not null"
            " and kind in ('purchase', 'return') and undone_by is null and happened_on between :first and :last"
            f"{whose} group by member_id",
            {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "members": json.dumps(list(members or ())),
            },
        )
    )


def _pairs(
    book: Reading,
    first: date,
    last: date,
    came: Sequence[tuple[int, int]],
    on_list: set[int],
    after: dict[int, int],
) -> list[tuple[int, int]]:
    """(what a guest spent, what the member most like them spent); guests with nobody like them are left out."""
    if not came:
        return []
    before = _spent(book, first - timedelta(days=BEFORE_DAYS), first - timedelta(days=1), None)
    ranks: dict[int, int] = dict(
        book.rows(
            "select m.id, coalesce(s.tier_rank, 0) from members m left join standings s on s.member_id = m.id where m.gone = 0"
        )
    )
    pool = sorted(member for member in before if member in ranks and member not in on_list)
    ours = [(rank, before.get(member, 0)) for member, rank in came]
    found = like(ours, [(ranks[member], before[member]) for member in pool])
    chosen = [pool[place] for place in found if place is not None]
    theirs = _spent(book, first, last, chosen)
    return [
        (after.get(came[at][0], 0), theirs.get(pool[place], 0))
        for at, place in enumerate(found)
        if place is not None
    ]


def results(book: Reading, event_ids: Sequence[int], today: date) -> dict[int, Result]:
    """The same for several events."""
    return {event: result(book, event, today) for event in event_ids}
