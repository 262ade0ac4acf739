"""What a whole column tells that one cell cannot: the order of its days and the mark before its pence."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from shopkeeper.rules.amounts import DecimalMark
from shopkeeper.rules.headings import Mapping
from shopkeeper.rules.tables import Ask, Choice, Row
from shopkeeper.rules.typed_days import DayOrder, day_order_of
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS = re.compile(r"\d([.,])(\d+)\D*$")
_AMOUNTS = frozenset({"amount"})
_DAYS = ("on", "at", "birthday", "joined")
_ROWS_AT_ONCE = 1000
_CLOCK = re.compile(r"[ T]\d{1,2}:\d\d\S*(?: ?[ap]\.?m\.?)?$|^\d{1,2}:\d\d(?::\d\d)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Learnt:
    """How a file writes days and amounts, and what must be asked; None where the file does not say.

    An `Ask` is about `day_order` (values `dmy`, `mdy`, `ymd`) or `decimal_mark` (`.`, `,`).
    """

    day_order: DayOrder | None
    decimal_mark: DecimalMark | None
    asks: tuple[Ask, ...]


def learn_columns(
    rows: Iterable[Row],
    mapping: Mapping,
    *,
    day_order: DayOrder | None = None,
    decimal_mark: DecimalMark | None = None,
) -> Learnt:
    """Reads all rows once and settles how their days and amounts are written.

    What is passed in is an answer already given, and is not looked for. A column of `2026-11-21` or of whole
    pounds needs no answer: its order and mark stay None, and any will read it.
    """
    day_places = (
        [mapping.columns[ours] for ours in _DAYS if ours in mapping.columns] if day_order is None else []
    )
    amount_places = (
        [mapping.columns[ours] for ours in _AMOUNTS if ours in mapping.columns]
        if decimal_mark is None
        else []
    )
    if not day_places and not amount_places:
        return Learnt(day_order, decimal_mark, ())
    # Many rows say few things: each is looked at once.
    days: dict[str, None] = {}
    amounts: dict[str, None] = {}
    source = iter(rows)
    while some := list(islice(source, _ROWS_AT_ONCE)):
        for place in day_places:
            days.update(dict.fromkeys([cells[place] for _, cells in some]))
        for place in amount_places:
            amounts.update(dict.fromkeys([cells[place] for _, cells in some]))
    marks = _Marks()
    for cell in amounts:
        marks.look(cell)
    odd_days = [cell for cell in map(_day_of, days) if cell and not _ISO.fullmatch(cell)]
    asks: list[Ask] = []
    if odd_days:
        day_order = _order(list(dict.fromkeys(odd_days)), asks)
    if decimal_mark is None:
        decimal_mark = marks.settle(asks)
    return Learnt(day_order, decimal_mark, tuple(asks))


def _day_of(cell: str) -> str:
    """The day in a cell that may hold a time as well, "" where it holds nothing else."""
    return _CLOCK.sub("", cell) if ":" in cell else cell


def _order(days: Sequence[str], asks: list[Ask]) -> DayOrder | None:
    orders, readable = day_order_of(days)
    if not readable:
        return None
    if len(orders) == 1:
        return next(iter(orders))
    if len(orders) == 3:
        return None  # each day has its year in front
    shown = tuple(day for day in days if any(c.isdigit() for c in day))[:3]
    names: dict[DayOrder, str] = {
        "dmy": say("The day comes first, then the month"),
        "mdy": say("The month comes first, then the day"),
        "ymd": say("The year comes first"),
    }
    possible: list[DayOrder] = [order for order in names if order in orders] if orders else ["dmy", "mdy"]
    because = (
        say("The days of this file can be read in two ways. How are they written?")
        if orders
        else say(
            "The days of this file are written in more than one way. Choose the one most are written in."
        )
    )
    asks.append(
        Ask(
            "day_order_unclear",
            "day_order",
            because,
            tuple(Choice(order, names[order], shown) for order in possible),
        )
    )
    return None


class _Marks:
    """The votes of a column's amounts for the mark that stands before the pence."""

    def __init__(self) -> None:
        self._votes = {".": 0, ",": 0}
        self._unsure: dict[str, None] = {}
        self._shown: dict[str, str] = {}

    def look(self, cell: str) -> None:
        if cell.isdigit():
            return
        found = _PARTS.search(cell[-40:])
        if found is None:
            return
        mark, digits = found[1], found[2]
        other = "," if mark == "." else "."
        if other in cell or len(digits) != 3:
            self._vote(mark, cell)
        elif cell.count(mark) > 1:
            self._vote(other, cell)
        elif re.match(r"\D*0", cell):
            self._vote(mark, cell)  # 0.125 has no thousands
        elif len(self._unsure) < 10:
            self._unsure[cell] = None

    def _vote(self, mark: str, cell: str) -> None:
        self._votes[mark] += 1
        self._shown.setdefault(mark, cell)

    def settle(self, asks: list[Ask]) -> DecimalMark | None:
        point, comma = self._votes["."], self._votes[","]
        if bool(point) != bool(comma):
            return "." if point else ","
        if not point and not self._unsure:
            return None
        shown = tuple(self._unsure)[:3] or tuple(self._shown.values())
        asks.append(
            Ask(
                "decimal_mark_unclear",
                "decimal_mark",
                say("The amounts of this file can be read in two ways. What stands before the pence?"),
                (
                    Choice(".", say("A point, as in 24.50"), shown),
                    Choice(",", say("A comma, as in 24,50"), shown),
                ),
            )
        )
        return None
