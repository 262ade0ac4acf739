"""What comes back, and what was paid with points, in a file of purchases: worked out before anything is written."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from shopkeeper.records.book import Reading
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Version, version_on
from shopkeeper.say import text as say
from shopkeeper.service import standings
from shopkeeper.service.importing_purchases import ReturnRow, Sorted, keys_in_book
from shopkeeper.values import dataclass, field

_LATER = 1 << 62  # stands after every id of the book in the order of one day


class Back(NamedTuple):
    """A return to be written; `of` is a place in the list of sales, or an id of the book where `of_book` is set."""

    member: str
    on: str
    at: str | None
    amount_minor: int
    excluded_minor: int
    of: int
    of_book: bool
    what: str
    key: str
    by: str
    line: int


@dataclass(slots=True)
class _Bought:
    """A purchase that something can come back of: what is left of it, and the returns of it in the book."""

    member: str
    on: str
    of: int
    of_book: bool
    left: int
    left_excluded: int
    returned: list[tuple[str, int]] = field(default_factory=list)  # day and amount of each, in the book


def plan_returns(book: Reading, made: Sorted, members: Mapping[str, int]) -> list[Back]:
    """The returns of the file, day by day; those that fit no purchase are refused, those known are passed over."""
    if not made.returns:
        return []
    return _Returns(book, made, members).run()


class _Returns:
    """The returns of one file beside the purchases they may belong to."""

    def __init__(self, book: Reading, made: Sorted, members: Mapping[str, int]) -> None:
        self._book = book
        self._made = made
        self._members = members
        self._known = keys_in_book(book, [row.receipt for row in made.returns if row.receipt])
        self._by_key: dict[str, _Bought] = {}
        self._by_id: dict[int, _Bought] = {}
        self._of_member: dict[str, list[_Bought]] = {}
        self._looked_up: set[str] = set()
        concerned = {row.member for row in made.returns if row.member}
        receipts = {row.receipt for row in made.returns if row.receipt}
        for place, (who, on, _, amount, _, key, _) in enumerate(made.sales):
            if who in concerned or key in receipts:
                bought = _Bought(who, on, place, False, amount, 0)
                self._by_key[key] = bought
                if who:
                    self._of_member.setdefault(who, []).append(bought)

    def run(self) -> list[Back]:
        backs: list[Back] = []
        written = keys_in_book(self._book, [row.key for row in self._made.returns])
        for row in sorted(self._made.returns, key=lambda row: (row.on, row.line)):
            if row.key in written:
                self._pass_over(row)
                self._made.again += 1
                continue
            found = self._one(row)
            if isinstance(found, str):
                self._made.refuse(row.line, found)
            elif found:
                backs += found
            else:
                self._made.again += 1
        return backs

    def _pass_over(self, row: ReturnRow) -> None:
        named = self._named(row.receipt) if row.receipt else None
        if named is not None and (row.on, row.amount_minor) in named.returned:
            named.returned.remove((row.on, row.amount_minor))

    def _one(self, row: ReturnRow) -> list[Back] | str:
        """The returns a row makes, [] if it is in the book already, or why it is refused."""
        amount = row.amount_minor
        if row.points:
            return say(
                "Points are not given with a return; they go back by themselves. Leave the cell empty."
            )
        key = row.key
        if row.receipt:
            named = self._named(row.receipt)
            if named is not None:
                if (row.on, amount) in named.returned:
                    named.returned.remove((row.on, amount))
                    return []
                if named.on > row.on:
                    return say("This was bought on {day}; it cannot come back before.").format(day=named.on)
                if named.left < amount:
                    return say("That is more than is left of the purchase it names.")
                return [self._take(row, named, amount, key)]
            there = self._known.get(row.receipt)
            if there is not None:
                if there[1:4] == ("return", amount, row.on):
                    return []
                return say("Receipt {receipt} is in the book already, with another amount or day.").format(
                    receipt=row.receipt
                )
            self._known[row.receipt] = (0, "return", amount, row.on, None)
            key = row.receipt
        if not row.member:
            return say("A return needs the receipt of the purchase, or the member who brought it.")
        bought = [one for one in self._bought(row.member) if one.left > 0 and one.on <= row.on]
        if sum(one.left for one in bought) < amount:
            return say("That is more than this member had bought by then and not brought back.")
        backs: list[Back] = []
        for one in sorted(bought, key=_newest_first):
            part = min(one.left, amount)
            backs.append(self._take(row, one, part, key if not backs else f"{key}/{len(backs) + 1}"))
            amount -= part
            if not amount:
                break
        return backs

    def _take(self, row: ReturnRow, bought: _Bought, amount: int, key: str) -> Back:
        # Nobody said which goods came back: what earned nothing goes first, as `returns.give_back` has it.
        excluded = min(amount, bought.left_excluded)
        bought.left -= amount
        bought.left_excluded -= excluded
        return Back(
            bought.member,
            row.on,
            row.at,
            amount,
            excluded,
            bought.of,
            bought.of_book,
            row.what,
            key,
            row.by,
            row.line,
        )

    def _named(self, receipt: str) -> _Bought | None:
        known = self._by_key.get(receipt)
        if known is None:
            there = self._known.get(receipt)
            if there is not None and there[1] == "purchase":
                known = self._by_key[receipt] = self._from_book("f.id = ?", there[0])[0]
        return known

    def _bought(self, who: str) -> list[_Bought]:
        mine = self._of_member.setdefault(who, [])
        if who in self._members and who not in self._looked_up:
            self._looked_up.add(who)
            mine += self._from_book("f.member_id = ?", self._members[who])
        return mine

    def _from_book(self, which: str, value: int) -> list[_Bought]:
        found = []
        for fact, number, on, amount, excluded, back, back_excluded in self._book.rows(
            "select f.id, m.number, f.happened_on, f.amount_minor, f.excluded_minor,"
            " coalesce(sum(r.amount_minor), 0), coalesce(sum(r.excluded_minor), 0) from facts f"
            " left join members m on m.id = f.member_id"
            " left join facts r on r.of_fact = f.id and r.kind = 'return' and r.undone_by is null"
            f" where {which} and f.kind = 'purchase' and f.undone_by is null group by f.id",
            (value,),
        ):
            bought = self._by_id.get(fact)
            if bought is None:
                returned = self._book.rows(
                    "select happened_on, amount_minor from facts where of_fact = ? and kind = 'return'"
                    " and undone_by is null",
                    (fact,),
                )
                bought = self._by_id[fact] = _Bought(
                    number or "",
                    on,
                    fact,
                    True,
                    amount - back,
                    max(0, excluded - back_excluded),
                    list(returned),
                )
            found.append(bought)
        return found


def _newest_first(bought: _Bought) -> tuple[int, int]:
    return -date.fromisoformat(bought.on).toordinal(), -bought.of - (0 if bought.of_book else _LATER)


# ---- paid with points ------------------------------------------------------------------------------------


def refuse_points(
    book: Reading, made: Sorted, members: Mapping[str, int], versions: tuple[Version, ...]
) -> dict[int, int]:
    """Take out the sales whose points were not there or were more than the bill (7); answers what the others paid,
    by their place among the sales that are left."""
    if not made.points:
        return {}
    by_member: dict[str, list[int]] = {made.sales[place][0]: [] for place in made.points}
    for place, sale in enumerate(made.sales):
        if sale[0] in by_member:
            by_member[sale[0]].append(place)
    worth: dict[int, int] = {}
    wrong: set[int] = set()
    for who, places in by_member.items():
        history = standings.facts_of(book, members[who]) if who in members else []
        for place in sorted(places, key=lambda place: (made.sales[place][1], place)):
            pays = _pays(book, made, place, history, versions, members.get(who))
            if isinstance(pays, str):
                wrong.add(place)
                made.refuse(made.lines[place], pays)
                continue
            worth[place] = pays
            _, on, _, amount, _, _, _ = made.sales[place]
            used = made.points.get(place, 0)
            history.append(Fact(_LATER + place, "purchase", date.fromisoformat(on), amount, 0, used, pays))
    kept = [place for place in range(len(made.sales)) if place not in wrong]
    made.keep(kept)
    return {new: worth[old] for new, old in enumerate(kept) if new in made.points}


def _pays(
    book: Reading,
    made: Sorted,
    place: int,
    history: list[Fact],
    versions: tuple[Version, ...],
    member: int | None,
) -> int | str:
    """What the points of a sale pay, in minor units, or why they cannot."""
    points = made.points.get(place, 0)
    if not points:
        return 0
    who, on, _, amount, _, _, _ = made.sales[place]
    if not who:
        return say("Points belong to a member; this row names none.")
    day = date.fromisoformat(on)
    each = version_on(versions, day).programme.worth_minor
    if not each or (points - 1) * each >= amount:
        return say("That is more points than the bill comes to.")
    balance = standings.replayed(book, versions, {member or 0: history}, day)[member or 0].account.pooled
    if points > balance:
        return say("There were {balance} points to use on that day, not {points}.").format(
            balance=max(0, balance), points=points
        )
    return min(points * each, amount)


__all__ = ["Back", "plan_returns", "refuse_points"]
