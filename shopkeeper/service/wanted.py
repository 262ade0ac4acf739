"""The wanted book: what members asked for and the shop had not; when it comes, whom to call, who was told, who bought."""

from datetime import date, timedelta
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

State = Literal["wanted", "arrived", "told", "bought", "dropped"]
_LIVE = "('wanted', 'arrived', 'told')"


@dataclass(frozen=True, slots=True)
class Want:
    """One member's line of the wanted book, with what is needed to call them."""

    id: int
    member_id: int
    number: str
    name: str
    phone: str
    what: str
    state: State
    noted_on: date
    arrived_on: date | None
    told_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted, by how many, and since when; `arrived` of them may be told."""

    what: str
    folded: str
    waiting: int
    arrived: int
    since: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an act did in the wanted book; `members` is how many lines it concerned."""

    act: int
    member_id: int | None
    number: str
    name: str
    what: str
    members: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of what was wanted: noted, told when it came, bought."""

    noted: int
    told: int
    bought: int


def note(w: Writing, member_id: int, what: str, *, by: int | None = None) -> Wanted:
    """Write down what a member would have bought. Declined where it stands there already."""
    today = shops.today(w)
    number, name = who(w, member_id)
    words = clean_line(what, about="what", label=say("What is wanted"), required=True)
    folded = fold(words)
    known = w.value(
        f"select 1 from wanted where member_id = ? and folded = ? and state in {_LIVE}", (member_id, folded)
    )
    if known:
        raise Declined(
            "wanted_already",
            say("This stands in the wanted book for {name} already.").format(name=name or number),
            "what",
        )
    act = acts.begin(w, "wanted", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "wanted",
        {
            "member_id": member_id, "what": words, "folded": folded, "noted_on": today.isoformat(), "by_person": by,
            "state": "wanted", "arrived_on": None, "told_on": None, "ended_on": None,
        },
    )  # fmt: skip
    finding.refresh(w, [member_id])
    return Wanted(act, member_id, number, name, words)


def arrived(w: Writing, folded: str, *, by: int | None = None) -> Wanted:
    """It has come: everybody who waits for it is to be told."""
    day = shops.today(w).isoformat()
    waiting = w.rows(
        "select id, what from wanted where folded = ? and state = 'wanted' order by id", (folded,)
    )
    if not waiting:
        raise Declined("nobody_waits", say("Nobody waits for this any more."), "what")
    act = acts.begin(w, "wanted", by=by, name=waiting[0][1])
    for row_id, _ in waiting:
        acts.change_row(w, act, "wanted", row_id, {"state": "arrived", "arrived_on": day})
    return Wanted(act, None, "", "", waiting[0][1], len(waiting))


def change(
    w: Writing, want_id: int, state: Literal["told", "bought", "dropped"], *, by: int | None = None
) -> Wanted:
    """The member was told that it is there, has bought it, or wants it no more."""
    day = shops.today(w).isoformat()
    row = w.row(f"select member_id, what from wanted where id = ? and state in {_LIVE}", (want_id,))
    if row is None:
        raise Declined("want_settled", say("This line of the wanted book is answered already."), "what")
    number, name = who(w, row[0], even_if_gone=True)
    act = acts.begin(w, "wanted", member_id=row[0], by=by, name=name, number=number)
    ended = {"told_on": day} if state == "told" else {"ended_on": day}
    acts.change_row(w, act, "wanted", want_id, {"state": state, **ended})
    finding.refresh(w, [row[0]])
    return Wanted(act, row[0], number, name, row[1])


def live_for(book: Reading, member_id: int) -> tuple[Want, ...]:
    """What this member waits for, what has come first."""
    return _wants(book, f"w.member_id = ? and w.state in {_LIVE}", (member_id,), 50)


def to_call(book: Reading, limit: int) -> tuple[Want, ...]:
    """Who is to be told that something has come, the longest waiting first."""
    return _wants(book, "w.state = 'arrived' and m.gone = 0", (), limit)


def waiting_for(book: Reading, folded: str, limit: int = 500) -> tuple[Want, ...]:
    """Everybody who wants the same."""
    return _wants(book, f"w.folded = ? and w.state in {_LIVE} and m.gone = 0", (folded,), limit)


def wishes(book: Reading, limit: int = 200) -> tuple[Wish, ...]:
    """What is wanted now, by most members first."""
    rows = book.rows(
        "select min(w.what), w.folded, sum(w.state = 'wanted'), sum(w.state <> 'wanted'), min(w.noted_on)"
        f" from wanted w join members m on m.id = w.member_id and m.gone = 0 where w.state in {_LIVE}"
        " group by w.folded order by count(*) desc, min(w.noted_on), w.folded limit ?",
        (limit,),
    )
    return tuple(
        Wish(what, folded, waiting, came, date.fromisoformat(since))
        for what, folded, waiting, came, since in rows
    )


def tally(book: Reading, today: date, *, days: int = 365) -> Tally:
    """How many lines were noted within so many days, how many of them were told of, how many bought."""
    row = book.row(
        "select count(*), coalesce(sum(told_on is not null or state = 'bought'), 0), coalesce(sum(state = 'bought'), 0)"
        " from wanted where noted_on > ? and noted_on <= ?",
        ((today - timedelta(days=days)).isoformat(), today.isoformat()),
    )
    assert row is not None
    return Tally(*row)


def fold(what: str) -> str:
    """The words by which the same wish of two members is one: without case, accents and order."""
    return " ".join(sorted({ways[0] for ways in folding.typed_words(what)})) or what.casefold()


def _wants(book: Reading, which: str, parameters: tuple[object, ...], limit: int) -> tuple[Want, ...]:
    rows = book.rows(
        "select w.id, w.member_id, m.number, m.name, coalesce((select text from contacts c where c.member_id = m.id"
        " and c.kind = 'phone' order by c.id limit 1), ''), w.what, w.state, w.noted_on, w.arrived_on, w.told_on,"
        " coalesce(p.name, '') from wanted w join members m on m.id = w.member_id"
        f" left join people p on p.id = w.by_person where {which}"
        " order by w.state <> 'arrived', w.noted_on, w.id limit ?",
        (*parameters, limit),
    )
    return tuple(_want(row) for row in rows)


def _want(row: tuple[Any, ...]) -> Want:
    return Want(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], date.fromisoformat(row[7]),
        None if row[8] is None else date.fromisoformat(row[8]),
        None if row[9] is None else date.fromisoformat(row[9]), row[10],
    )  # fmt: skip
