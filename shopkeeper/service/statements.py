"""A member's statement of points: every movement, what it was for and the balance after it; it adds up line by line."""

from datetime import date
from itertools import accumulate

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.engine import Movement, MovementKind
from shopkeeper.rules.standing import BatchLeft, standing_of
from shopkeeper.service import programmes, standings
from shopkeeper.service.common import who
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement. `what` is what was bought, or the reason that was given; `amount_minor` the bill, or what came
    back; `of_on` the day the purchase was made that came back; `balance` the points after it."""

    on: date
    kind: MovementKind
    points: int
    balance: int
    what: str
    amount_minor: int
    of_on: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What stood to a member's account before `since`, each movement through `until`, and what stands there then.

    opening + Σ points of the lines = closing = the points of the standing: what the batches hold less the debt.
    """

    member_id: int
    number: str
    name: str
    tier: str
    since: date
    until: date
    opening: int
    closing: int
    debt: int
    worth_minor: int
    lines: tuple[StatementLine, ...]
    batches: tuple[BatchLeft, ...]

    def total(self, kind: MovementKind) -> int:
        """The sum of all lines of a kind."""
        return sum(line.points for line in self.lines if line.kind == kind)


def of(book: Reading, member_id: int, until: date, since: date | None = None) -> Statement:
    """The statement of the days from `since` (the first movement, if left out) through `until`.

    Declined: a member who is not in the book; a first day after the last.
    """
    number, name = who(book, member_id)
    if since is not None and since > until:
        raise Declined(
            "statement_ends_before", "The statement would end before it begins. Check the days.", "since"
        )
    versions = programmes.versions(book)
    done = standings.replay_of(book, versions, member_id, until)
    standing = standing_of(done.account)
    balances = list(accumulate(movement.points for movement in done.movements))
    first = next(
        (at for at, move in enumerate(done.movements) if since is None or move.on >= since),
        len(done.movements),
    )
    joined = date.fromisoformat(book.value("select joined_on from members where id = ?", (member_id,)))
    begins = since or min([joined, *(move.on for move in done.movements[:1]), until])
    facts = _facts(book, member_id)
    return Statement(
        member_id=member_id,
        number=number,
        name=name,
        tier=standing.tier,
        since=begins,
        until=until,
        opening=balances[first - 1] if first else 0,
        closing=standing.points,
        debt=standing.debt,
        worth_minor=standing.worth_minor,
        lines=tuple(
            _line(move, balance, facts)
            for move, balance in zip(done.movements[first:], balances[first:], strict=True)
        ),
        batches=standing.batches,
    )


_Fact = tuple[str, int, date | None]


def _facts(book: Reading, member_id: int) -> dict[int, _Fact]:
    return {
        row[0]: (row[1], row[2], None if row[3] is None else date.fromisoformat(row[3]))
        for row in book.rows(
            "select f.id, f.what, f.amount_minor, p.happened_on from facts f"
            " left join facts p on p.id = f.of_fact where f.member_id = ?",
            (member_id,),
        )
    }


def _line(move: Movement, balance: int, facts: dict[int, _Fact]) -> StatementLine:
    what, amount, of_on = facts.get(move.fact, ("", 0, None))
    if move.kind == "expired":  # of an earning long ago: what was bought then is no news
        what, amount = "", 0
    return StatementLine(move.on, move.kind, move.points, balance, what, amount, of_on)
