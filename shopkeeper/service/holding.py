"""A member's data on hold: kept while something is disputed, and not used until that is settled."""

import json
from collections.abc import Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

HELD = "exists (select 1 from holds h where h.member_id = {id} and h.lifted_on is null)"
"""What is true of whoever is on hold; `{id}` is the column with the member."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Since when somebody's data is kept and not used, and what is disputed."""

    id: int
    text: str
    from_day: date
    by: str


@dataclass(frozen=True, slots=True)
class HoldSet:
    """A hold that was set or lifted; `hold` is what is in force now."""

    act: int
    member_id: int
    number: str
    name: str
    hold: Hold | None


def hold(w: Writing, member_id: int, words: str, *, by: int | None = None) -> HoldSet:
    """Keep what is held about a member from today, and do not use it. Undone as one.

    Purchases and points go on counting: they are the account itself. Declined: nothing is said of what is disputed;
    it is on hold already.
    """
    number, name = who(w, member_id)
    said = clean_line(words, about="hold", label=say("What is disputed"))
    if not said:
        raise Declined("hold_missing", say("Write in a word or two what is disputed."), "hold")
    if of(w, member_id) is not None:
        raise Declined("on_hold_already", say("It is on hold already. Lift that first."), "hold")
    act = acts.begin(w, "hold", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "holds",
        {
            "member_id": member_id, "text": said, "from_day": shops.today(w).isoformat(), "lifted_on": None,
            "by_person": by,
        },
    )  # fmt: skip
    return HoldSet(act, member_id, number, name, of(w, member_id))


def lift(w: Writing, member_id: int, *, by: int | None = None) -> HoldSet:
    """What is held may be used again from today. Undone as one. Declined where nothing is on hold."""
    number, name = who(w, member_id)
    there = w.rows("select id from holds where member_id = ? and lifted_on is null", (member_id,))
    if not there:
        raise Declined("not_on_hold", say("Nothing is on hold."), "hold")
    act = acts.begin(w, "hold", member_id=member_id, by=by, name=name, number=number)
    # Two records made one may have brought a hold each.
    for (row,) in there:
        acts.change_row(w, act, "holds", row, {"lifted_on": shops.today(w).isoformat()})
    return HoldSet(act, member_id, number, name, None)


def of(book: Reading, member_id: int) -> Hold | None:
    """The hold in force on a member, the oldest where there are two; None where there is none."""
    row = book.row(
        "select h.id, h.text, h.from_day, coalesce(p.name, '') from holds h left join people p on p.id = h.by_person"
        " where h.member_id = ? and h.lifted_on is null order by h.from_day, h.id limit 1",
        (member_id,),
    )
    return None if row is None else Hold(row[0], row[1], date.fromisoformat(row[2]), row[3])


def everybody(book: Reading) -> frozenset[int]:
    """Who is on hold: they count in sums, and are named, listed or counted as somebody to turn to nowhere."""
    return frozenset(
        row[0]
        for row in book.rows(
            "select h.member_id from holds h join members m on m.id = h.member_id and m.gone = 0 where h.lifted_on is null"
        )
    )


def among(book: Reading, member_ids: Sequence[int]) -> dict[int, str]:
    """Who of these is on hold, each with that as the reason to be left out."""
    rows = book.rows(
        "select member_id from holds where lifted_on is null and member_id in (select value from json_each(?))",
        (json.dumps(list(member_ids)),),
    )
    return {member: say("On hold: kept, not used") for (member,) in rows}


def listed(book: Reading, limit: int) -> tuple[tuple[str, str, Hold], ...]:
    """Everybody on hold with number and name, the longest first."""
    rows = book.rows(
        "select m.number, m.name, h.id, h.text, h.from_day, coalesce(p.name, '') from holds h join members m"
        " on m.id = h.member_id and m.gone = 0 left join people p on p.id = h.by_person where h.lifted_on is null"
        " order by h.from_day, h.id limit ?",
        (limit,),
    )
    return tuple((row[0], row[1], Hold(row[2], row[3], date.fromisoformat(row[4]), row[5])) for row in rows)
