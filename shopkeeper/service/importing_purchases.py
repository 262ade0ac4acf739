"""Purchases from a file: what each row is, which of them are in the book already, and what is to be written."""

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, instant_text
from shopkeeper.rules.amounts import read_plain_amount
from shopkeeper.rules.cards import plain_code
from shopkeeper.rules.days import check_happened, read_instant, read_iso_day
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.tables import Refused, Row
from shopkeeper.rules.typed_days import read_day
from shopkeeper.say import text as say
from shopkeeper.service import forgetting
from shopkeeper.service.awards import MOST_POINTS
from shopkeeper.service.common import NUMBERED
from shopkeeper.service.details import clean_number
from shopkeeper.service.importing_files import ROWS_BETWEEN, Kept, Source, refuse
from shopkeeper.service.importing_sales import Sales, Texts
from shopkeeper.service.purchases import clean_key
from shopkeeper.service.shops import Shop
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass, field

EXPORTED_KEY = "id:"  # begins the receipt that an export gives to a purchase without one
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_NOBODY = ("", "-")
_CHUNK = 10_000


class ReturnRow(NamedTuple):
    """A row with an amount below nothing, made positive; `key` is the row's own, for the case that it has no other."""

    line: int
    member: str
    on: str
    at: str | None
    amount_minor: int
    what: str
    receipt: str
    key: str
    by: str
    points: int


@dataclass(slots=True)
class Sorted:
    """The rows of a file, each where it belongs. `lines` and `points` go by the place of the sale."""

    sales: Sales = field(default_factory=Sales)
    lines: "array[int]" = field(default_factory=lambda: array("i"))
    points: dict[int, int] = field(default_factory=dict)
    returns: list[ReturnRow] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    read: int = 0
    again: int = 0

    def refuse(self, line: int, because: str) -> None:
        """The line is not taken, and why."""
        refuse(self.refused, line, because)

    def keep(self, places: Iterable[int]) -> None:
        """Only the sales in these places stay."""
        kept = list(places)
        self.points = {new: self.points[old] for new, old in enumerate(kept) if old in self.points}
        self.sales = self.sales.only(kept)
        self.lines = array("i", map(self.lines.__getitem__, kept))


def read_rows(book: Reading, source: Source, shop: Shop, today: date, progress: Progress) -> Sorted:
    """Every row that can be understood, as a sale or a return; the others are refused by their line."""
    made = Sorted()
    cell = _Cells(book, source, shop, today)
    sales, lines = made.sales, made.lines
    texts = sales.members, sales.days, sales.whats, sales.servers
    members, days, whats, servers = (
        Kept(_numbered(read, into))
        for read, into in zip((cell.member, cell.day, cell.what, cell.by), texts, strict=True)
    )
    amounts, receipts, points = Kept(cell.amount), Kept(cell.receipt), Kept(cell.points)
    place = source.place
    member_at, on_at, at_at, amount_at = place("member"), place("on"), place("at"), place("amount")
    what_at, receipt_at, points_at, by_at = place("what"), place("receipt"), place("points"), place("by")
    assert amount_at is not None
    nobody, nothing, no_server = members[""], whats[""], servers[""]
    by_receipt: dict[str, int] = {}  # where it stands among the sales
    total = 2 * source.table.line_count
    done = 0
    at_once = None
    if on_at is not None and at_at is None and receipt_at is None and points_at is None:
        places = (on_at, member_at, amount_at, what_at, by_at)
        at_once = _AtOnce(places, (days, members, amounts, whats, servers))
    rows = iter(source.rows(made.refused))
    while some := list(islice(rows, ROWS_BETWEEN)):
        if done:
            progress(done, total)
        done += len(some)
        if at_once is not None and at_once.sell(some, made):
            continue
        for line, cells in some:
            try:
                at = None
                if at_at is not None:
                    day, at = cell.moment(cells[at_at], "" if on_at is None else cells[on_at])
                    on = sales.days[day]
                else:
                    on = days[cells[on_at]]  # type: ignore[index]
                who = nobody if member_at is None else members[cells[member_at]]
                amount = amounts[cells[amount_at]]
                what = nothing if what_at is None else whats[cells[what_at]]
                receipt = "" if receipt_at is None else receipts[cells[receipt_at]]
                pays = 0 if points_at is None else points[cells[points_at]]
                by = no_server if by_at is None else servers[cells[by_at]]
            except Declined as declined:
                refuse(made.refused, line, declined.because)
                continue
            if amount < 0:
                made.returns.append(_return(sales, line, who, on, at, amount, what, receipt, by, pays))
                continue
            if receipt:
                earlier = by_receipt.setdefault(receipt, len(sales))
                if earlier != len(sales):
                    if sales.says(earlier, who, on, at, amount, what, by):
                        made.again += 1
                    else:
                        made.refuse(line, _other_receipt(receipt, lines[earlier]))
                    continue
            sold = sales.add(who, on, at, amount, what, receipt, by)
            if pays:
                made.points[sold] = pays
            lines.append(line)
    sales.all_read()
    made.read = len(sales) + len(made.returns) + len(made.refused) + made.again
    return made


def _numbered(read: Callable[[str], str], into: Texts) -> Callable[[str], int]:
    return lambda text: into[read(text)]


def _return(
    sales: Sales,
    line: int,
    who: int,
    on: int,
    at: str | None,
    amount: int,
    what: int,
    receipt: str,
    by: int,
    pays: int,
) -> ReturnRow:
    key = f"{sales.said(who, on, amount, what)}{sales.next_number(who, on, amount, what)}"
    return ReturnRow(
        line, sales.members.texts[who], sales.days.texts[on], at, -amount, sales.whats.texts[what], receipt, key,
        sales.servers.texts[by], pays,
    )  # fmt: skip


class _AtOnce:
    """Rows that say no more than who, when, how much and what, understood column by column."""

    def __init__(self, places: tuple[int | None, ...], meanings: tuple[Kept[int], ...]) -> None:
        self._columns = tuple(zip(places, meanings, strict=True))

    def sell(self, rows: list[Row], made: Sorted) -> bool:
        """Take all of the rows as sales; False, and nothing done, where one is none or cannot be understood."""
        lines, cells = zip(*rows, strict=True)
        columns = list(zip(*cells, strict=True))
        try:
            ons, whos, amounts, whats, bys = (
                [meaning[""]] * len(rows) if place is None else [meaning[text] for text in columns[place]]
                for place, meaning in self._columns
            )
        except Declined:
            return False
        if min(amounts) < 0:
            return False
        made.sales.extend_plain(whos, ons, amounts, whats, bys)
        made.lines.extend(lines)
        return True


def _other_receipt(receipt: str, line: int) -> str:
    return say(
        "Receipt {receipt} stands in line {line} too, with something else. If each line is one article of a bill,"
        " leave out the column of receipts."
    ).format(receipt=receipt, line=line)


class _Cells:
    """What the texts of a purchase's cells mean in this file and this shop."""

    def __init__(self, book: Reading, source: Source, shop: Shop, today: date) -> None:
        self._book = book
        self._cards = bool(book.value("select 1 from cards limit 1"))
        self._forgotten = forgetting.Marks(book)
        self._number = source.number
        self._order = source.learnt.day_order
        self._mark = source.learnt.decimal_mark or "."
        self._shop = shop
        self._money = shop.money
        self._today = today

    def member(self, text: str) -> str:
        """A member's number, "" for nobody known; a card that is in the book stands for its member's number."""
        text = self._number(text)
        if text in _NOBODY:
            return ""
        row = None
        if self._cards:
            row = self._book.row(
                "select m.number from cards c join members m on m.id = c.member_id and m.gone = 0"
                " where c.number = ? and not exists (select 1 from members where number = ? and gone = 0)",
                (plain_code(text), text),
            )
        if row is not None:
            return str(row[0])
        # What somebody bought who is forgotten is a sale to nobody known.
        forgotten = self._forgotten.known((("number", text), ("card", plain_code(text))))
        return "" if forgotten else clean_number(text)

    def amount(self, text: str) -> int:
        return read_plain_amount(text, currency=self._money, decimal_mark=self._mark, allow_negative=True)

    def day(self, text: str) -> str:
        try:
            day = read_iso_day(text)
        except Declined:
            day = read_day(text, order=self._order, today=self._today)
        return check_happened(day, self._today).isoformat()

    def moment(self, text: str, on: str) -> tuple[str, str | None]:
        """The shop day and the instant of a row: `on` is the cell of the day, where there is one beside."""
        text = text.strip()
        if not text:
            return self.day(on), None
        if on.strip() and _TIME.fullmatch(text):
            return self._clock(self.day(on), text)
        try:
            instant = read_instant(text, self._shop.zone)
        except Declined as declined:
            if declined.code != "instant_not_understood":
                raise
            head, _, clock = text.partition(" ")
            day = self.day(head)
            if not clock:
                return day, None
            if not _TIME.fullmatch(clock):
                raise
            return self._clock(day, clock)
        return self.day(on) if on.strip() else self._day_of(instant), instant_text(instant)

    def _clock(self, day: str, clock: str) -> tuple[str, str]:
        instant = read_instant(
            f"{day}T{clock.zfill(5) if clock.count(':') == 1 else clock.zfill(8)}", self._shop.zone
        )
        return self._day_of(instant), instant_text(instant)

    def _day_of(self, instant: datetime) -> str:
        return check_happened(self._shop.day_of(instant), self._today, "at").isoformat()

    @staticmethod
    def what(text: str) -> str:
        return clean_line(text, about="what")

    @staticmethod
    def receipt(text: str) -> str:
        return clean_key(text) if text.strip() else ""

    @staticmethod
    def by(text: str) -> str:
        return clean_line(text, about="by", label=say("Who served"))

    @staticmethod
    def points(text: str) -> int:
        written = text.strip() or "0"
        if not (
            written.isascii() and written.isdecimal() and len(written) < 10 and int(written) <= MOST_POINTS
        ):
            raise Declined("points_not_understood", say("Points are a whole number, such as 120."), "points")
        return int(written)


# ---- once and never twice --------------------------------------------------------------------------------


def pass_over(book: Reading, made: Sorted) -> None:
    """Of the sales, those that are in the book already are counted, those that contradict it refused."""
    if not book.value("select 1 from facts limit 1"):
        return
    sales = made.sales
    kept = array("i")
    places = iter(range(len(sales)))
    while some := list(islice(places, _CHUNK)):
        known = keys_in_book(book, [sales.key(place) for place in some])
        for place in some:
            _, on, _, amount, _, key, _ = sales[place]
            there = known.get(key)
            if there is None:
                kept.append(place)
                continue
            if there[1:4] == ("purchase", amount, on):
                made.again += 1
                continue
            made.refuse(
                made.lines[place],
                say(
                    "Receipt {receipt} is in the book already, with another amount or day. If the till begins its"
                    " numbers anew, leave out the column of receipts."
                ).format(receipt=key),
            )
    if len(kept) < len(sales):
        made.keep(kept)


def members_of(book: Reading, numbers: Iterable[str]) -> dict[str, int]:
    """The ids of those of these numbers that are in the book."""
    found: dict[str, int] = {}
    if book.value("select 1 from members limit 1"):
        for some in _chunks(list(numbers)):
            found.update(
                book.rows(
                    f"select number, id from {NUMBERED} where number in (select value from json_each(?))",
                    (some,),
                )
            )
    return found


def _chunks(texts: list[str]) -> Iterator[str]:
    for at in range(0, len(texts), _CHUNK):
        yield json.dumps(texts[at : at + _CHUNK])


def keys_in_book(book: Reading, keys: list[str]) -> dict[str, tuple[Any, ...]]:
    """Of these keys those in the book that count: (id, kind, amount, day, member)."""
    if not book.value("select 1 from facts limit 1"):
        return {}
    found: dict[str, tuple[Any, ...]] = {}
    for some in _chunks(keys):
        for key, *fact in book.rows(
            "select key, id, kind, amount_minor, happened_on, member_id from facts where key is not null"
            " and undone_by is null and key in (select value from json_each(?))",
            (some,),
        ):
            found[key] = tuple(fact)
    # An export names a purchase without a receipt by its id.
    for key in keys:
        if (
            key.startswith(EXPORTED_KEY)
            and key not in found
            and key[len(EXPORTED_KEY) :].isdecimal()
            and len(key) < 20
        ):
            row = book.row(
                "select id, kind, amount_minor, happened_on, member_id from facts where id = ? and key is null"
                " and undone_by is null",
                (int(key[len(EXPORTED_KEY) :]),),
            )
            if row is not None:
                found[key] = tuple(row)
    return found
