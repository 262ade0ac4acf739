"""Purchases from a file: what each row is, which of them are in the book already, and what is to be written."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice, repeat
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
from shopkeeper.service.importing_files import ROWS_BETWEEN, Kept, Source, bare_number
from shopkeeper.service.purchases import clean_key
from shopkeeper.service.shops import Shop
from shopkeeper.service.standings import Progress

OWN_KEY = "row:"  # begins the key of a row without a receipt
EXPORTED_KEY = "id:"  # begins the receipt that an export gives to a purchase without one
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_NOBODY = ("", "-")
_CHUNK = 10_000


# A purchase as the file says it: the member's cell ("" for nobody known), the day as YYYY-MM-DD, the instant as it is
# stored or None, the amount in minor units, what was bought, its key, who served. A tuple, for there are many of them.
Sale = tuple[str, str, str | None, int, str, str, str]


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

    sales: list[Sale] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    points: dict[int, int] = field(default_factory=dict)
    returns: list[ReturnRow] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    read: int = 0
    again: int = 0

    def refuse(self, line: int, because: str) -> None:
        """The line is not taken, and why."""
        self.refused.append(Refused(line, because))

    def keep(self, places: Iterable[int]) -> None:
        """Only the sales in these places stay."""
        kept = list(places)
        self.points = {new: self.points[old] for new, old in enumerate(kept) if old in self.points}
        self.sales = [self.sales[place] for place in kept]
        self.lines = [self.lines[place] for place in kept]


def read_rows(book: Reading, source: Source, shop: Shop, today: date, progress: Progress) -> Sorted:
    """Every row that can be understood, as a sale or a return; the others are refused by their line."""
    made = Sorted()
    cell = _Cells(book, source, shop, today)
    members, days, amounts, whats = Kept(cell.member), Kept(cell.day), Kept(cell.amount), Kept(cell.what)
    receipts, points, servers, short = Kept(cell.receipt), Kept(cell.points), Kept(cell.by), Kept(_short)
    place = source.place
    member_at, on_at, at_at, amount_at = place("member"), place("on"), place("at"), place("amount")
    what_at, receipt_at, points_at, by_at = place("what"), place("receipt"), place("points"), place("by")
    assert amount_at is not None
    counts: dict[str, int] = {}
    by_receipt: dict[str, tuple[int, Sale]] = {}
    sales, lines = made.sales, made.lines
    total = 2 * source.table.line_count
    done = 0
    at_once = None
    if on_at is not None and at_at is None and receipt_at is None and points_at is None:
        places = (on_at, member_at, amount_at, what_at, by_at)
        at_once = _AtOnce(places, (days, members, amounts, whats, servers), short, counts)
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
                    on, at = cell.moment(cells[at_at], "" if on_at is None else cells[on_at])
                else:
                    on = days[cells[on_at]]  # type: ignore[index]
                who = "" if member_at is None else members[cells[member_at]]
                amount = amounts[cells[amount_at]]
                what = "" if what_at is None else whats[cells[what_at]]
                receipt = "" if receipt_at is None else receipts[cells[receipt_at]]
                pays = 0 if points_at is None else points[cells[points_at]]
                by = "" if by_at is None else servers[cells[by_at]]
            except Declined as declined:
                made.refused.append(Refused(line, declined.because))
                continue
            if receipt and amount >= 0:
                sale = (who, on, at, amount, what, receipt, by)
                earlier = by_receipt.setdefault(receipt, (line, sale))
                if earlier[1] is not sale:
                    if earlier[1] == sale:
                        made.again += 1
                    else:
                        made.refuse(line, _other_receipt(receipt, earlier[0]))
                    continue
            else:
                # The same file gives the same keys again, and equal rows within it are purchases of their own. No text
                # of the file can be read out of a key, for a key is kept for ever.
                said = f"{OWN_KEY}{short[who]}:{on}:{amount}:{short[what]}:"
                number = counts[said] = counts.get(said, 0) + 1
                if amount < 0:
                    made.returns.append(
                        ReturnRow(line, who, on, at, -amount, what, receipt, f"{said}{number}", by, pays)
                    )
                    continue
                sale = (who, on, at, amount, what, f"{said}{number}", by)
            if pays:
                made.points[len(sales)] = pays
            sales.append(sale)
            lines.append(line)
    made.read = len(sales) + len(made.returns) + len(made.refused) + made.again
    return made


class _AtOnce:
    """Rows that say no more than who, when, how much and what, understood column by column."""

    def __init__(
        self,
        places: tuple[int | None, ...],
        meanings: tuple[Kept[Any], ...],
        short: Kept[str],
        counts: dict[str, int],
    ) -> None:
        self._columns = tuple(zip(places, meanings, strict=True))
        self._short = short
        self._counts = counts

    def sell(self, rows: list[Row], made: Sorted) -> bool:
        """Take all of the rows as sales; False, and nothing done, where one is none or cannot be understood."""
        lines, cells = zip(*rows, strict=True)
        columns = list(zip(*cells, strict=True))
        nothing: list[Any] = [""] * len(rows)
        try:
            ons, whos, amounts, whats, bys = (
                nothing if place is None else [meaning[text] for text in columns[place]]
                for place, meaning in self._columns
            )
        except Declined:
            return False
        if min(amounts) < 0:
            return False
        short, counts = self._short, self._counts
        keys = []
        for who, on, amount, what in zip(whos, ons, amounts, whats, strict=True):
            said = f"{OWN_KEY}{short[who]}:{on}:{amount}:{short[what]}:"
            number = counts[said] = counts.get(said, 0) + 1
            keys.append(f"{said}{number}")
        made.sales += zip(whos, ons, repeat(None), amounts, whats, keys, bys)
        made.lines += lines
        return True


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10] if text else ""


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
        self._order = source.learnt.day_order
        self._mark = source.learnt.decimal_mark or "."
        self._shop = shop
        self._money = shop.money
        self._today = today

    def member(self, text: str) -> str:
        """A member's number, "" for nobody known; a card that is in the book stands for its member's number."""
        text = bare_number(text)
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
    known = keys_in_book(book, [sale[5] for sale in made.sales])
    if not known:
        return
    kept = []
    for place, (_, on, _, amount, _, key, _) in enumerate(made.sales):
        there = known.get(key)
        if there is None:
            kept.append(place)
        elif there[1:4] == ("purchase", amount, on):
            made.again += 1
        else:
            made.refuse(
                made.lines[place],
                say(
                    "Receipt {receipt} is in the book already, with another amount or day. If the till begins its"
                    " numbers anew, leave out the column of receipts."
                ).format(receipt=key),
            )
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
