"""People around a member and days to remember: who belongs to whom, and what falls on which day."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import birthday_in, next_birthday
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, shops
from shopkeeper.service.common import who
from shopkeeper.service.detail_rows import row_now
from shopkeeper.values import dataclass

if TYPE_CHECKING:
    from shopkeeper.rules.noticing import RelationKind


@dataclass(frozen=True, slots=True)
class Relation:
    """Somebody around a member; `other` is set where it is another member, whose name is then theirs."""

    id: int
    kind: "RelationKind"
    text: str
    other: int | None
    other_name: str
    hides_gifts: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day to remember of a member: the next time it falls, and whether it comes back every year."""

    id: int
    member_id: int
    text: str
    on: date
    yearly: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What an act wrote down about who or what is around a member."""

    act: int
    member_id: int
    number: str
    name: str
    row: int
    text: str


def relate(
    w: Writing, member_id: int, text: str, kind: "RelationKind" = "family", *, other: int | None = None,
    hides_gifts: bool = False, by: int | None = None,
) -> Around:  # fmt: skip
    """Note somebody around a member; `other` is that person's own membership, if they have one.

    Who sent them here is found by the name, where one member has it and no second.
    """
    number, name = who(w, member_id)
    if other is not None:
        if other == member_id:
            raise Declined(
                "relation_to_self", say("Nobody is related to themselves. Choose somebody else."), "other"
            )
        who(w, other)
    words = clean_line(text, about="relation", label=say("Who it is"), required=True)
    if kind == "referred by" and other is None:
        found = _named(w, words)
        other = found if found != member_id else None
    act = acts.begin(w, "relation", member_id=member_id, by=by, name=name, number=number)
    row = acts.add_row(
        w, act, "relations",
        {
            "member_id": member_id, "kind": kind, "text": words, "other_member": other, "hides_gifts": int(hides_gifts),
            "noted_on": shops.today(w).isoformat(), "by_person": by,
        },
    )  # fmt: skip
    finding.refresh(w, [member_id])
    return Around(act, member_id, number, name, row, words)


def _named(book: Reading, words: str) -> int | None:
    rows = book.rows("select id from members where name = ? collate nocase and gone = 0 limit 2", (words,))
    return rows[0][0] if len(rows) == 1 else None


def remember_day(
    w: Writing,
    member_id: int,
    text: str,
    month: int,
    day: int,
    year: int | None = None,
    *,
    by: int | None = None,
) -> Around:
    """Note a day of a member; without a year it comes back every year, 29 February on 28 February of other years."""
    number, name = who(w, member_id)
    words = clean_line(text, about="date", label=say("What the day is"), required=True)
    try:
        date(year or 2000, month, day)
    except ValueError:
        raise Declined("day_not_understood", say("There is no such day. Check the date."), "day") from None
    act = acts.begin(w, "date", member_id=member_id, by=by, name=name, number=number)
    row = acts.add_row(
        w, act, "dates",
        {
            "member_id": member_id, "text": words, "month": month, "day": day, "year": year,
            "noted_on": shops.today(w).isoformat(), "by_person": by,
        },
    )  # fmt: skip
    finding.refresh(w, [member_id])
    return Around(act, member_id, number, name, row, words)


def remove(w: Writing, about: str, row_id: int, *, by: int | None = None) -> Around:
    """Take a relation (`relations`) or a day (`dates`) out again; what it was stays in the act, and Undo brings it back."""
    if about not in ("relations", "dates"):
        raise ValueError("only relations and dates are taken out here")
    row = row_now(w, about, row_id)
    if row is None:
        raise Declined("row_unknown", say("This is not in the book any more."))
    number, name = who(w, row["member_id"], even_if_gone=True)
    kind = "relation" if about == "relations" else "date"
    act = acts.begin(w, kind, member_id=row["member_id"], by=by, name=name, number=number)
    acts.change_row(w, act, about, row_id, None)
    finding.refresh(w, [row["member_id"]])
    return Around(act, row["member_id"], number, name, row_id, row["text"])


def around(book: Reading, member_id: int) -> tuple[Relation, ...]:
    """Who is around a member, as it was noted with them or with the other one."""
    rows = book.rows(
        "select r.id, r.kind, r.text, r.other_member, coalesce(o.name, ''), r.hides_gifts from relations r"
        " left join members o on o.id = r.other_member and o.gone = 0 where r.member_id = ? order by r.id",
        (member_id,),
    )
    return tuple(
        Relation(i, kind, text, other, name, bool(hides)) for i, kind, text, other, name, hides in rows
    )


def days_of(book: Reading, member_id: int, today: date) -> tuple[Day, ...]:
    """A member's days to remember that are still to come, the next one first."""
    rows = book.rows(
        "select id, member_id, text, month, day, year from dates where member_id = ?", (member_id,)
    )
    days = (_next(row, today) for row in rows)
    return tuple(sorted((day for day in days if day.on >= today), key=lambda day: (day.on, day.id)))


def coming(book: Reading, today: date, days: int, limit: int = 200) -> tuple[Day, ...]:
    """Days to remember of all members within so many days from today, that many at most, the nearest first."""
    pairs = month_days(today, days)
    marks = ", ".join(["(?, ?)"] * len(pairs))
    rows = book.rows(
        "select d.id, d.member_id, d.text, d.month, d.day, d.year from dates d join members m on m.id = d.member_id"
        f" and m.gone = 0 where (d.month, d.day) in (values {marks}) limit 2000",
        [part for pair in pairs for part in pair],
    )
    found = (_next(row, today) for row in rows)
    ahead = [day for day in found if 0 <= (day.on - today).days <= days]
    return tuple(sorted(ahead, key=lambda day: (day.on, day.id))[:limit])


def month_days(today: date, days: int) -> list[tuple[int, int]]:
    """Every (month, day) within so many days from today, 29 February beside the days it is kept on."""
    pairs = {
        ((today + timedelta(days=ahead)).month, (today + timedelta(days=ahead)).day)
        for ahead in range(days + 1)
    }
    if pairs & {(2, 28), (3, 1)}:
        pairs.add((2, 29))
    return sorted(pairs)


def _next(row: tuple[int, int, str, int, int, int | None], today: date) -> Day:
    row_id, member_id, text, month, day, year = row
    if year is None:
        return Day(row_id, member_id, text, next_birthday(month, day, today), True)
    return Day(row_id, member_id, text, birthday_in(month, day, year), False)
