"""What a scanned code says: which member it is, a card that was lost, a card of nobody, or goods."""

import json
from datetime import date
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import Scan, read_scan
from shopkeeper.rules.vouchers import (
    GUEST_DIGITS,
    GUEST_PREFIX,
    VOUCHER_DIGITS,
    VOUCHER_PREFIX,
    is_numbered,
)
from shopkeeper.service.common import NUMBERED
from shopkeeper.values import dataclass

ScannedKind = Literal["member", "lost", "unknown", "product", "nothing", "voucher", "guest"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """`number` is the code as it would stand on a card; `member_id` and `name` of the member it belongs or
    belonged to; `blocked_on` the day a lost card was reported; `event_id` the event of a guest's invitation."""

    kind: ScannedKind
    number: str
    member_id: int | None = None
    name: str = ""
    blocked_on: date | None = None
    event_id: int | None = None


def read(book: Reading, code: str) -> Scanned:
    """Whose code it is. Never refuses: a code that is nobody's is `unknown`, or `product` for a code on goods."""
    scan = read_scan(code)
    if scan is None:
        return Scanned("nothing", "")
    numbers = json.dumps(scan.numbers)
    row = book.row(
        "select c.number, m.id, m.name, c.blocked_on from cards c join members m on m.id = c.member_id"
        " where c.number in (select value from json_each(?)) and m.gone = 0"
        " order by c.blocked_on is not null, c.id desc",
        (numbers,),
    )
    if row is None:
        row = book.row(
            f"select n.number, m.id, m.name, null from {NUMBERED} n join members m on m.id = n.id"
            " where n.number in (select value from json_each(?))",
            (numbers,),
        )
    if row is None:
        return _no_card(book, scan)
    number, member_id, name, blocked_on = row
    if blocked_on is not None:
        return Scanned("lost", number, member_id, name, date.fromisoformat(blocked_on))
    return Scanned("member", number, member_id, name)


def _no_card(book: Reading, scan: Scan) -> Scanned:
    """A voucher, the invitation of a guest, goods, or a code nobody knows."""
    number = scan.number
    if is_numbered(number, VOUCHER_PREFIX, VOUCHER_DIGITS):
        return Scanned("voucher", number)
    if is_numbered(number, GUEST_PREFIX, GUEST_DIGITS):
        row = book.row(
            "select g.event_id, m.id, m.name from guests g join members m on m.id = g.member_id and m.gone = 0"
            " where g.code = ?",
            (number,),
        )
        if row is not None:
            return Scanned("guest", number, row[1], row[2], event_id=row[0])
    return Scanned("product" if scan.kind == "product" else "unknown", number)
