"""Purchases from a file: what each row is, which of them are in the book already, and what is to be written."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, instant_text
from shopkeeper.rules.amounts import read_plain_amount
from shopkeeper.rules.days import check_happened, read_instant, read_iso_day
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.tables import Refused
from shopkeeper.rules.typed_days import read_day
from shopkeeper.say import text as say
from shopkeeper.service.awards import MOST_POINTS
from shopkeeper.service.details import clean_number
from shopkeeper.service.importing_files import ROWS_BETWEEN, Kept, Source
from shopkeeper.service.purchases import clean_key
from shopkeeper.service.shops import Shop
from shopkeeper.service.standings import Progress

OWN_KEY = "row:"  # begins the key of a row without a receipt
EXPORTED_KEY = "id:"  # begins the receipt that an export gives to a purchase without one
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_NOBODY = ("", "-")
_CHUNK = 10_000


class BoughtRow(NamedTuple):
    """One row as the file says it: `member` is its cell, `on` is `YYYY-MM-DD`, `at` an instant as it is stored."""

    line: int
    member: str
    on: str
    at: str | None
    amount_minor: int
    what: str
    receipt: str
    points: int
    by: str


class Sale(NamedTuple):
    """A purchase to be written; `member` is an id, the number of somebody new, or None for nobody known."""

    member: int | str | None
    on: str
    at: str | None
    amount_minor: int
    what: str
    key: str
    by: str
    points: int
    line: int


@dataclass(slots=True)
class Sorted:
    """The rows of a file, each where it belongs."""

    sales: list[Sale] = field(default_factory=list)
    returns: list[tuple[BoughtRow, int | str | None]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    read: int = 0
    again: int = 0

    def refuse(self, line: int, because: str) -> None:
        """The line is not taken, and why."""
        self.refused.append(Refused(line, because))


def read_rows(
    source: Source, shop: Shop, today: date, refused: list[Refused], progress: Progress
) -> list[BoughtRow]:
    """Every row that can be understood; the others go to `refused`."""
    cell = _Cells(source, shop, today)
    amounts, whats = Kept(cell.amount), Kept(cell.what)
    days, keys, points, people = Kept(cell.day), Kept(cell.receipt), Kept(cell.points), Kept(cell.by)
    place = source.place
    member_at, on_at, at_at, amount_at = place("member"), place("on"), place("at"), place("amount")
    what_at, receipt_at, points_at, by_at = place("what"), place("receipt"), place("points"), place("by")
    assert amount_at is not None
    found: list[BoughtRow] = []
    total = source.table.line_count
    for done, (line, cells) in enumerate(source.rows(refused), 1):
        if done % ROWS_BETWEEN == 0:
            progress(done, 2 * total)
        try:
            instant = None
            if at_at is not None:
                on, instant = cell.moment(cells[at_at], "" if on_at is None else cells[on_at])
            else:
                assert on_at is not None
                on = days[cells[on_at]]
            found.append(
                BoughtRow(
                    line,
                    "" if member_at is None else cells[member_at].strip(),
                    on,
                    instant,
                    amounts[cells[amount_at]],
                    "" if what_at is None else whats[cells[what_at]],
                    "" if receipt_at is None else keys[cells[receipt_at]],
                    0 if points_at is None else points[cells[points_at]],
                    "" if by_at is None else people[cells[by_at]],
                )
            )
        except Declined as declined:
            refused.append(Refused(line, declined.because))
    return found


class _Cells:
    """What the texts of a purchase's cells mean in this file and this shop."""

    def __init__(self, source: Source, shop: Shop, today: date) -> None:
        self._order = source.learnt.day_order
        self._mark = source.learnt.decimal_mark or "."
        self._shop = shop
        self._money = shop.money
        self._today = today

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
        return self._day_of(instant), instant_text(instant)

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


# ---- who bought ------------------------------------------------------------------------------------------


def members_named(book: Reading, texts: Iterable[str]) -> dict[str, int | str | Declined | None]:
    """For each text of a member's cell: the id of who is meant, the number of somebody new, nobody, or why not."""
    found: dict[str, int | str | Declined | None] = dict.fromkeys(_NOBODY)
    listed = [text for text in dict.fromkeys(texts) if text not in found]
    for some in _chunks(listed):
        found.update(
            book.rows(
                "select number, id from members where gone = 0 and number in (select value from json_each(?))",
                (some,),
            )
        )
    unknown = [text for text in listed if text not in found]
    for some in _chunks([text.replace(" ", "").replace("-", "") for text in unknown]):
        found.update(
            book.rows(
                "select c.number, c.member_id from cards c join members m on m.id = c.member_id and m.gone = 0"
                " where c.number in (select value from json_each(?))",
                (some,),
            )
        )
    for text in unknown:
        card = found.get(text.replace(" ", "").replace("-", ""))
        if isinstance(card, int):
            found[text] = card
            continue
        try:
            found[text] = clean_number(text)
        except Declined as declined:
            found[text] = declined
    return found


def _chunks(texts: list[str]) -> Iterator[str]:
    for at in range(0, len(texts), _CHUNK):
        yield json.dumps(texts[at : at + _CHUNK])


# ---- once and never twice --------------------------------------------------------------------------------


class Keys:
    """The keys of rows without a receipt: by what the row says, and which of its equals in the file it is.

    The same file gives the same keys again, and equal rows within a file are purchases of their own. No text of the
    file can be read out of a key.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[object, ...], int] = {}
        self._short = Kept(_short)

    def of(self, row: BoughtRow) -> str:
        """The key of the next row that says this."""
        _, member, on, _, amount, what, receipt, _, _ = row
        said = (member, on, amount, what, receipt)
        number = self._counts[said] = self._counts.get(said, 0) + 1
        short = self._short
        return f"{OWN_KEY}{short[member]}:{on}:{amount}:{short[what + receipt]}:{number}"


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def sort_rows(book: Reading, rows: list[BoughtRow], made: Sorted) -> None:
    """Put each row where it belongs: a sale, a return, in the book already, or refused."""
    members = members_named(book, (row.member for row in rows))
    keys = Keys()
    by_receipt: dict[str, BoughtRow] = {}
    keyed: list[tuple[str, BoughtRow]] = []
    for row in rows:
        who = members[row.member]
        if isinstance(who, Declined):
            made.refuse(row.line, who.because)
        elif row.amount_minor < 0:
            made.returns.append((row, who))
        elif not row.receipt:
            keyed.append((keys.of(row), row))
        else:
            earlier = by_receipt.setdefault(row.receipt, row)
            if earlier is row:
                keyed.append((row.receipt, row))
            elif earlier[1:] == row[1:]:
                made.again += 1
            else:
                made.refuse(row.line, _other_receipt(row.receipt, earlier.line))
    known = keys_in_book(book, [key for key, _ in keyed])
    for key, row in keyed:
        there = known.get(key) if known else None
        if there is None:
            who = members[row.member]
            assert not isinstance(who, Declined)
            made.sales.append(
                Sale(who, row.on, row.at, row.amount_minor, row.what, key, row.by, row.points, row.line)
            )
        elif there[1:4] == ("purchase", row.amount_minor, row.on):
            made.again += 1
        else:
            made.refuse(
                row.line,
                say(
                    "Receipt {receipt} is in the book already, with another amount or day. If the till begins its"
                    " numbers anew, leave out the column of receipts."
                ).format(receipt=row.receipt),
            )


def _other_receipt(receipt: str, line: int) -> str:
    return say(
        "Receipt {receipt} stands in line {line} too, with something else. If each line is one article of a bill,"
        " leave out the column of receipts."
    ).format(receipt=receipt, line=line)


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
