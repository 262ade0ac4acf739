"""Writing members, purchases or standings to a CSV file that any spreadsheet opens and our own import reads back."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Reading
from shopkeeper.rules.money import Currency, plain_decimal
from shopkeeper.rules.programme import BASE_TIER
from shopkeeper.rules.tables import Refused, defused
from shopkeeper.say import text as say
from shopkeeper.service import programmes, shops, standings
from shopkeeper.service.details import REMARK_KINDS
from shopkeeper.service.importing_changes import ADDRESS_PARTS
from shopkeeper.service.importing_purchases import EXPORTED_KEY
from shopkeeper.service.standings import Progress, nobody_waits

ExportKind = Literal["members", "purchases", "standing"]
KINDS: tuple[ExportKind, ...] = ("members", "purchases", "standing")
_BETWEEN = 2000
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is wholly there: how many rows were `written` under its heading, and where it is."""

    written: int
    path: Path


def export_file(
    book: Reading, kind: str, path: Path | str, today: date, *, progress: Progress = nobody_waits
) -> Exported:
    """Write the file, readable by its owner only; what was there before stays until the new one is whole.

    Purchases are written with their returns (an amount below nothing, the receipt of the purchase); the lines of a bill,
    gifts and adjustments have no place in such a table. Declined: another kind, another ending than .csv.
    StorageTrouble: the folder is not there, full or not ours.
    """
    target = Path(path)
    if kind not in KINDS:
        raise Declined(
            "kind_unknown", say("What can be written is: {kinds}.").format(kinds=", ".join(KINDS)), "kind"
        )
    if target.suffix.lower() != ".csv":
        raise Declined("ending_unknown", say("The file's name must end in .csv."), "file")
    money = shops.read(book).money
    rows = {"members": _members, "purchases": _purchases, "standing": _standing}[kind]
    total = int(book.value(f"select count(*) from {'facts' if kind == 'purchases' else 'members'}"))
    written = write_csv(target, _counted(rows(book, money, today), progress, total))
    return Exported(written - 1, target)


def _counted(rows: Iterable[Cells], progress: Progress, total: int) -> Iterator[Cells]:
    for done, row in enumerate(rows):
        if done % _BETWEEN == 0:
            progress(min(done, total), total)
        yield row


def write_refused(
    path: Path | str, refused: Iterable[Refused], source: Sequence[tuple[int, Cells]], headers: Cells
) -> int:
    """Write refused lines as they stood in their file, each with why, so that they can be put right and brought in.

    `source` are those lines with their cells; a line that could not be taken apart has none. Answers how many.
    """
    cells = dict(source)
    width = len(headers)
    rows = [(*map(defused, headers), say("Line"), say("Why it was not taken"))]
    for one in refused:
        stood = [defused(cell) for cell in cells.get(one.line, ("",) * width)]
        rows.append((*stood, str(one.line), one.because))
    return write_csv(Path(path), rows) - 1


def write_csv(target: Path, rows: Iterable[Cells]) -> int:
    """The rows as a file of mode 0600, there when it is whole and not before; answers how many there are."""
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        count = 0
        try:
            # The mark in front tells Excel that it is Unicode.
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, quoting=csv.QUOTE_ALL)
                for row in rows:
                    writer.writerow(row)
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageTrouble(
            "file_not_written",
            say("The file could not be written. Look whether its folder is there, yours, and has room."),
        ) from error
    return count


# ---- members ---------------------------------------------------------------------------------------------


def _members(book: Reading, _money: Currency, _today: date) -> Iterator[Cells]:
    phones, emails = _most(book, "contacts", "phone"), _most(book, "contacts", "email")
    addresses = max(1, _most(book, "addresses"))
    remarks = {kind: _most(book, "remarks", kind) for kind in REMARK_KINDS}
    heading = [
        "number",
        "name",
        "say",
        "greeting",
        *_numbered("phone", max(1, phones)),
        *_numbered("email", max(1, emails)),
    ]
    for place in range(1, addresses + 1):
        heading += [part if place == 1 else f"{part}_{place}" for part in ADDRESS_PARTS]
    heading += ["birthday", "card", "letters", "joined", "note"]
    for kind, most in remarks.items():
        heading += _numbered(kind, most)
    yield heading
    contacts = _Beside(book, "contacts", "kind, text")
    places = _Beside(book, "addresses", ", ".join(ADDRESS_PARTS))
    cards = _Beside(book, "cards", "number, blocked_on")
    kept = _Beside(book, "remarks", "kind, text")
    for member, number, name, spoken, greeting, year, month, day, joined, letters, note in book.each(
        "select id, number, name, say, greeting, birthday_year, birthday_month, birthday_day, joined_on, letters, note"
        " from members where gone = 0 order by id"
    ):
        texts = contacts.of(member)
        cells = [number, name, spoken, greeting]
        cells += _filled([text for kind, text in texts if kind == "phone"], max(1, phones))
        cells += _filled([text for kind, text in texts if kind == "email"], max(1, emails))
        cells += _filled(
            [part for address in places.of(member) for part in address], addresses * len(ADDRESS_PARTS)
        )
        cells.append(
            ""
            if month is None
            else f"{month:02d}-{day:02d}"
            if year is None
            else f"{year:04d}-{month:02d}-{day:02d}"
        )
        cells.append(next((card for card, blocked in reversed(cards.of(member)) if blocked is None), ""))
        cells += ["" if letters is None else "yes" if letters else "no", joined, note]
        said = kept.of(member)
        for kind, most in remarks.items():
            cells += _filled([text for one, text in said if one == kind], most)
        yield [defused(cell) for cell in cells]


def _most(book: Reading, table: str, kind: str = "") -> int:
    """How many of a kind the member with the most of them has."""
    which = "and t.kind = ?" if kind else ""
    return int(
        book.value(
            f"select coalesce(max(n), 0) from (select count(*) n from {table} t join members m on m.id = t.member_id"
            f" where m.gone = 0 {which} group by t.member_id)",
            (kind,) if kind else (),
        )
    )


def _numbered(ours: str, most: int) -> list[str]:
    return [ours if number == 1 else f"{ours}_{number}" for number in range(1, most + 1)]


def _filled(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


class _Beside:
    """The rows of a table of details, read along with the members in the order of their ids."""

    def __init__(self, book: Reading, table: str, columns: str) -> None:
        rows = book.each(f"select member_id, {columns} from {table} order by member_id, id")
        self._groups = groupby(rows, key=itemgetter(0))
        self._member = -1
        self._rows: list[tuple[Any, ...]] = []

    def of(self, member: int) -> list[tuple[Any, ...]]:
        """This member's rows; members are asked for in the order of their ids."""
        while self._member < member:
            following = next(self._groups, None)
            if following is None:
                self._member, self._rows = 1 << 62, []
            else:
                self._member, self._rows = following[0], [row[1:] for row in following[1]]
        return self._rows if self._member == member else []


# ---- purchases and standing ------------------------------------------------------------------------------


def _purchases(book: Reading, money: Currency, _today: date) -> Iterator[Cells]:
    yield ("member", "on", "at", "amount", "what", "receipt", "points", "by")
    for kind, number, on, at, amount, what, key, fact, points, by in book.each(
        "select f.kind, coalesce(m.number, ''), f.happened_on, coalesce(f.happened_at, ''), f.amount_minor, f.what,"
        " case f.kind when 'return' then p.key else f.key end, coalesce(f.of_fact, f.id), f.points,"
        " coalesce(s.name, '') from facts f left join members m on m.id = f.member_id"
        " left join facts p on p.id = f.of_fact left join people s on s.id = f.by_person"
        " where f.kind in ('purchase', 'return') and f.undone_by is null order by f.id"
    ):
        back = kind == "return"
        yield (
            defused(number), on, at, plain_decimal(-amount if back else amount, money), defused(what),
            defused(key or f"{EXPORTED_KEY}{fact}"), str(points) if points and not back else "", defused(by),
        )  # fmt: skip


def _standing(book: Reading, money: Currency, today: date) -> Iterator[Cells]:
    yield (
        "number", "name", "tier", "tier_since", "tier_until", "points", "debt", "spent", "purchases", "visits",
        "first_visit", "last_visit",
    )  # fmt: skip
    versions = programmes.versions(book)
    for member, number, name, changes_on, *stored in book.each(
        "select m.id, m.number, m.name, s.changes_on, s.tier, s.tier_since, s.tier_until, s.points, s.debt,"
        " s.spent_minor, s.purchases, s.visits, s.first_visit, s.last_visit from members m"
        " left join standings s on s.member_id = m.id where m.gone = 0 order by m.id"
    ):
        if changes_on is not None and changes_on <= today.isoformat():
            now = standings.standing_on(book, versions, member, today)
            stored = [
                now.tier, now.tier_since, now.tier_until, now.points, now.debt, now.spent_minor, now.purchases,
                now.visits, now.first_visit, now.last_visit,
            ]  # fmt: skip
        tier, since, until, points, debt, spent, purchases, visits, first, last = stored
        yield (
            defused(number), defused(name), defused(tier or BASE_TIER), str(since or ""), str(until or ""),
            str(points or 0), str(debt or 0), plain_decimal(spent or 0, money), str(purchases or 0), str(visits or 0),
            str(first or ""), str(last or ""),
        )  # fmt: skip
