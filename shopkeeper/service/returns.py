"""Goods that come back: all that is left of a purchase, an amount, or some of its lines; points follow."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.programme import Version
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, programmes, shops, standings
from shopkeeper.service.common import day_of, who
from shopkeeper.service.purchases import by_key, clean_key
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return took and gave back; `points` is the balance after it."""

    act: int
    returned: int
    purchase: int
    key: str
    member_id: int | None
    number: str
    name: str
    amount_minor: int
    reversed: int
    restored: int
    points: int
    debt: int
    tier: str
    was_tier: str
    happened_on: date
    again: bool = False


def give_back(
    w: Writing,
    purchase: int,
    *,
    amount_minor: int | None = None,
    line_positions: Sequence[int] = (),
    happened_on: date | None = None,
    key: str | None = None,
    what: str = "",
    by: int | None = None,
    act: int | None = None,
) -> Returned:
    """Take back a purchase: all that is left of it, an amount, or some of its lines (numbered from 1).

    Declined: more than is left; a line that has come back already; a day before the purchase.
    """
    shop = shops.read(w)
    if key is not None:
        key = clean_key(key)
        known = by_key(w, key)
        if known is not None:
            if known[1] != "return":
                raise Declined("key_taken", "This key belongs to something that is not a return.", "key")
            return _returned_again(w, known[0])
    today = shop.day_of(w.now)
    bought = w.row(
        "select member_id, happened_on, amount_minor, excluded_minor, undone_by from facts"
        " where id = ? and kind = 'purchase'",
        (purchase,),
    )
    if bought is None or bought[4] is not None:
        raise Declined("purchase_unknown", "There is no such purchase in this book.", "purchase")
    day = day_of(happened_on, None, shop, today)
    if day < date.fromisoformat(bought[1]):
        raise Declined(
            "returned_before_bought",
            say("This was bought on {day}; it cannot come back before.").format(day=bought[1]),
            "on",
        )
    amount, excluded, lines = what_comes_back(w, purchase, bought, amount_minor, line_positions)
    member_id = bought[0]
    number, name = who(w, member_id, even_if_gone=True)
    versions = programmes.versions(w)
    was = standings.standing_on(w, versions, member_id, today).tier if member_id is not None else ""
    if act is None:
        act = acts.begin(
            w, "return", member_id=member_id, by=by, amount_minor=amount, name=name, number=number
        )
    fact_id = w.insert(
        "insert into facts (act_id, kind, member_id, happened_on, happened_at, amount_minor, excluded_minor, of_fact,"
        " key, what, by_person) values (?, 'return', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act, member_id, day.isoformat(), w.entered_at, amount, excluded, purchase, key,
            clean_line(what, about="what"), by,
        ),
    )  # fmt: skip
    w.many("insert into returned_lines (fact_id, line_id) values (?, ?)", [(fact_id, line) for line in lines])
    taken = restored = 0
    standing = None
    if member_id is not None:
        standing = standings.replay_member(w, versions, member_id, max(today, day))
        taken, restored = _points_of_return(w, versions, member_id, fact_id, max(today, day))
        finding.refresh_rank(w, [member_id])
    return Returned(
        act, fact_id, purchase, key or "", member_id, number, name, amount, taken, restored,
        standing.points if standing else 0, standing.debt if standing else 0, standing.tier if standing else "", was, day,
    )  # fmt: skip


def _points_of_return(
    w: Reading, versions: tuple[Version, ...], member_id: int, fact_id: int, day: date
) -> tuple[int, int]:
    """Points a return took back (what the purchase gave less what its kept part gives) and gave back."""
    return standings.points_of_return(standings.replay_of(w, versions, member_id, day), fact_id)


def _returned_again(w: Writing, fact_id: int) -> Returned:
    row = w.row(
        "select act_id, of_fact, member_id, happened_on, amount_minor, key from facts where id = ?",
        (fact_id,),
    )
    assert row is not None
    number, name = who(w, row[2], even_if_gone=True)
    taken = restored = 0
    standing = None
    today = shops.today(w)
    if row[2] is not None:
        versions = programmes.versions(w)
        standing = standings.standing_on(w, versions, row[2], today)
        taken, restored = _points_of_return(
            w, versions, row[2], fact_id, max(today, date.fromisoformat(row[3]))
        )
    return Returned(
        row[0], fact_id, row[1], row[5], row[2], number, name, row[4], taken, restored,
        standing.points if standing else 0, standing.debt if standing else 0, standing.tier if standing else "",
        standing.tier if standing else "", date.fromisoformat(row[3]), again=True,
    )  # fmt: skip


def what_comes_back(
    w: Reading, purchase: int, bought: tuple[Any, ...], amount_minor: int | None, positions: Sequence[int]
) -> tuple[int, int, list[int]]:
    """(amount, the part of it that earned nothing, ids of the lines) of a return."""
    back, back_excluded, times = w.rows(
        "select coalesce(sum(amount_minor), 0), coalesce(sum(excluded_minor), 0), count(*) from facts"
        " where of_fact = ? and kind = 'return' and undone_by is null",
        (purchase,),
    )[0]
    left, left_excluded = bought[2] - back, max(0, bought[3] - back_excluded)
    if left <= 0 and (times or bought[2]):
        raise Declined("returned_already", "All of this purchase has come back already.", "purchase")
    if positions:
        amount, excluded, lines = _lines_back(w, purchase, positions, left)
        return amount, min(excluded, left_excluded), lines  # an amount that came back before took those first
    if amount_minor is None:
        return left, min(left, left_excluded), []
    if amount_minor <= 0:
        raise Declined("amount_not_positive", "A return needs an amount above nothing.", "amount")
    if amount_minor > left:
        raise Declined("more_than_left", "That is more than is left of this purchase.", "amount")
    # Nobody said which goods came back: what earned nothing goes first, for the member keeps more points so.
    return amount_minor, min(amount_minor, left_excluded), []


def _lines_back(w: Reading, purchase: int, positions: Sequence[int], left: int) -> tuple[int, int, list[int]]:
    known = {
        row[0]: row[1:]
        for row in w.rows(
            "select position, id, amount_minor, earns from lines where fact_id = ?", (purchase,)
        )
    }
    gone = {
        row[0]
        for row in w.rows(
            "select r.line_id from returned_lines r join facts f on f.id = r.fact_id"
            " where f.of_fact = ? and f.undone_by is null",
            (purchase,),
        )
    }
    amount = excluded = 0
    lines: list[int] = []
    for position in dict.fromkeys(positions):
        if position not in known:
            raise Declined(
                "line_unknown", say("This purchase has no line {position}.").format(position=position), "line"
            )
        line, line_amount, earns = known[position]
        if line in gone:
            raise Declined(
                "line_returned",
                say("Line {position} has come back already.").format(position=position),
                "line",
            )
        amount += line_amount
        excluded += 0 if earns else line_amount
        lines.append(line)
    if amount > left:
        raise Declined("more_than_left", "These lines are more than is left of this purchase.", "line")
    return amount, excluded, lines
