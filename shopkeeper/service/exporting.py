"""Lists as CSV files, whole or not there, harmless in a spreadsheet, and read back by our own import."""

import csv
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Reading
from shopkeeper.rules.money import plain_decimal
from shopkeeper.rules.tables import defused
from shopkeeper.service import programmes, shops, standings

Export = Literal["members", "purchases", "standing"]


def export_file(book: Reading, kind: Export, path: Path, today: date) -> int:
    """Write a list to a file that is not there yet; answers how many rows. Only the owner may read it."""
    lists = {"members": _members, "purchases": _purchases, "standing": _standing}
    if kind not in lists:
        raise Declined("export_unknown", "Members, purchases or standing can be written.", "what")
    if path.exists():
        raise Declined("file_exists", "There is a file of this name already. Nothing was written.", "file")
    rows = _harmless(lists[kind](book, today))
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            written = -1  # the headings are no row
            for row in rows:
                csv.writer(file).writerow(row)
                written += 1
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageTrouble(
            "cannot_write",
            "The file could not be written, and nothing of it is left. Check the folder and its space.",
        ) from error
    return written


def _harmless(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield [defused("" if cell is None else str(cell)) for cell in row]


def _members(book: Reading, today: date) -> Iterator[Iterable[object]]:
    yield (
        "number", "name", "phone", "phone_2", "email", "street", "address_2", "postcode", "town", "region", "country",
        "birthday", "card", "note", "joined",
    )  # fmt: skip
    for row in book.rows(
        "select id, number, name, birthday_year, birthday_month, birthday_day, note, joined_on from members"
        " where gone = 0 order by id"
    ):
        contacts = book.rows("select kind, text from contacts where member_id = ? order by id", (row[0],))
        phones = [text for kind, text in contacts if kind == "phone"] + ["", ""]
        emails = [text for kind, text in contacts if kind == "email"] + [""]
        address = book.row(
            "select street, address_2, postcode, town, region, country from addresses where member_id = ? order by id",
            (row[0],),
        )
        card = book.value(
            "select number from cards where member_id = ? and blocked_on is null order by id desc", (row[0],)
        )
        birthday = ""
        if row[4]:
            birthday = (
                f"{row[4]:02d}-{row[5]:02d}" if row[3] is None else f"{row[3]:04d}-{row[4]:02d}-{row[5]:02d}"
            )
        yield (
            row[1], row[2], phones[0], phones[1], emails[0], *(address or ("",) * 6), birthday, card, row[6], row[7]
        )  # fmt: skip


def _purchases(book: Reading, today: date) -> Iterator[Iterable[object]]:
    money = shops.read(book).money
    yield ("member", "on", "amount", "what", "receipt", "points", "by")
    for row in book.each(
        "select m.number, f.happened_on, f.amount_minor, f.what, coalesce(f.key, 'no-' || f.id), f.points, p.name"
        " from facts f left join members m on m.id = f.member_id left join people p on p.id = f.by_person"
        " where f.kind = 'purchase' and f.undone_by is null order by f.happened_on, f.id"
    ):
        yield (row[0], row[1], plain_decimal(row[2], money), row[3], row[4], row[5] or "", row[6])


def _standing(book: Reading, today: date) -> Iterator[Iterable[object]]:
    money = shops.read(book).money
    versions = programmes.versions(book)
    yield (
        "number",
        "name",
        "tier",
        "tier_since",
        "tier_until",
        "points",
        "debt",
        "spent",
        "visits",
        "last_visit",
    )
    for member_id, number, name in book.rows(
        "select id, number, name from members where gone = 0 order by id"
    ):
        now = standings.standing_on(book, versions, member_id, today)
        yield (
            number, name, now.tier, now.tier_since, now.tier_until, now.points, now.debt,
            plain_decimal(now.spent_minor, money), now.visits, now.last_visit,
        )  # fmt: skip
