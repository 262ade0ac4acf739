"""Writing members, purchases, standings or all there is to a file that others open and our own import reads back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, TypeVar

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.money import Currency, plain_decimal
from shopkeeper.rules.tables import Refused
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.rules.vcards import written_card
from shopkeeper.say import text as say
from shopkeeper.service import exporting_everything, groups, leaving, programmes, roles, shops, standings
from shopkeeper.service.details import REMARK_KINDS
from shopkeeper.service.exporting_files import Cells, write_csv, write_text, write_xlsx
from shopkeeper.service.importing_changes import ADDRESS_PARTS
from shopkeeper.service.importing_purchases import EXPORTED_KEY
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

ExportKind = Literal["members", "purchases", "standing", "everything"]
ENDINGS: dict[ExportKind, tuple[str, ...]] = {
    "members": (".csv", ".xlsx", ".vcf"),
    "purchases": (".csv", ".xlsx"),
    "standing": (".csv", ".xlsx"),
    "everything": (".json", ".xlsx"),
}
_BETWEEN = 2000
_ONLY = "(:only is null or {id} in (select value from json_each(:only)))"
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is wholly there: how many rows were `written` under its heading, and where it is."""

    written: int
    path: Path


@roles.for_owner
def export_file(
    book: Reading,
    kind: str,
    path: Path | str,
    today: date,
    *,
    group: str = "",
    progress: Progress = nobody_waits,
) -> Exported:
    """Write the file, readable by its owner only; what was there before stays until the new one is whole. With `group` only who is
    in that saved group today, or what they bought.

    Its ending says its form. Purchases are written with their returns (an amount below nothing, the receipt of the
    purchase); the lines of a bill, gifts and adjustments have no place in a table: `everything` as .json has them, and
    all else that the book holds. Declined: another kind, another ending, more than a sheet can hold. StorageTrouble:
    the folder is not there, full or not ours.
    """
    target = Path(path)
    if kind not in ENDINGS:
        raise Declined(
            "kind_unknown", say("What can be written is: {kinds}.").format(kinds=", ".join(ENDINGS)), "kind"
        )
    ending = target.suffix.lower()
    if ending not in ENDINGS[kind]:
        raise Declined(
            "ending_unknown",
            say("The file's name must end in one of: {endings}.").format(endings=", ".join(ENDINGS[kind])),
            "file",
        )
    if group and kind == "everything":
        raise Declined(
            "group_of_everything",
            say("Everything is the whole book. Write out the members of a group instead."),
            "group",
        )
    only = json.dumps(groups.members_in(book, groups.named(book, group).rule, today)) if group else None
    if ending == ".json":
        return Exported(exporting_everything.write(book, target, progress), target)
    if ending == ".vcf":
        total = int(book.value("select count(*) from members"))
        return Exported(write_text(target, _counted(_cards(book, only), progress, total)), target)
    money = shops.read(book).money
    kinds: tuple[ExportKind, ...] = ("members", "purchases", "standing") if kind == "everything" else (kind,)
    sheets = []
    for one in kinds:
        rows = {"members": _members, "purchases": _purchases, "standing": _standing}[one]
        total = int(book.value(f"select count(*) from {'facts' if one == 'purchases' else 'members'}"))
        sheets.append((one, _counted(rows(book, money, today, only), progress, total)))
    if ending == ".csv":
        return Exported(write_csv(target, sheets[0][1]) - 1, target)
    return Exported(write_xlsx(target, sheets, money.digits) - len(sheets), target)


def _counted(rows: Iterable[Row], progress: Progress, total: int) -> Iterator[Row]:
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
    rows = [(*headers, say("Line"), say("Why it was not taken"))]
    for one in refused:
        rows.append((*cells.get(one.line, ("",) * width), str(one.line), one.because))
    return write_csv(Path(path), rows) - 1


# ---- members ---------------------------------------------------------------------------------------------


def _members(book: Reading, _money: Currency, _today: date, only: str | None) -> Iterator[Cells]:
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
        "select id, number, name, say, greeting, birthday_year, birthday_month, birthday_day, joined_on,"
        f" iif({leaving.NEVER.format(id='members.id')}, 0, letters), note from members"
        f" where gone = 0 and {_ONLY.format(id='id')} order by id",
        {"only": only},
    ):
        texts = contacts.of(member)
        cells = [number, name, spoken, greeting]
        cells += _filled([text for kind, text in texts if kind == "phone"], max(1, phones))
        cells += _filled([text for kind, text in texts if kind == "email"], max(1, emails))
        cells += _filled(
            [part for address in places.of(member) for part in address], addresses * len(ADDRESS_PARTS)
        )
        cells.append(_birthday(year, month, day))
        cells.append(next((card for card, blocked in reversed(cards.of(member)) if blocked is None), ""))
        cells += ["" if letters is None else "yes" if letters else "no", joined, note]
        said = kept.of(member)
        for kind, most in remarks.items():
            cells += _filled([text for one, text in said if one == kind], most)
        yield cells


def _cards(book: Reading, only: str | None) -> Iterator[str]:
    """Everybody with a name as a card of an address book; of remarks and cards it knows nothing."""
    contacts = _Beside(book, "contacts", "kind, text")
    places = _Beside(book, "addresses", ", ".join(ADDRESS_PARTS))
    for member, number, name, year, month, day, note in book.each(
        "select id, number, name, birthday_year, birthday_month, birthday_day, note from members"
        f" where gone = 0 and {_ONLY.format(id='id')} order by id",
        {"only": only},
    ):
        texts, addresses = contacts.of(member), places.of(member)
        if name:
            yield written_card(
                uid=f"member-{number}",
                name=name,
                phones=[text for kind, text in texts if kind == "phone"],
                emails=[text for kind, text in texts if kind == "email"],
                addresses=[(row[0], row[1], row[2], row[3], row[4], row[5]) for row in addresses],
                birthday=_birthday(year, month, day),
                note=note,
            )


def _birthday(year: int | None, month: int | None, day: int | None) -> str:
    if month is None:
        return ""
    return f"{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"


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


def _purchases(book: Reading, money: Currency, _today: date, only: str | None) -> Iterator[Cells]:
    yield ("member", "on", "at", "amount", "what", "receipt", "points", "by")
    for kind, number, on, at, amount, what, key, fact, points, by in book.each(
        "select f.kind, coalesce(m.number, ''), f.happened_on, coalesce(f.happened_at, ''), f.amount_minor, f.what,"
        " case f.kind when 'return' then p.key else f.key end, coalesce(f.of_fact, f.id), f.points,"
        " coalesce(s.name, '') from facts f left join members m on m.id = f.member_id"
        " left join facts p on p.id = f.of_fact left join people s on s.id = f.by_person"
        f" where f.kind in ('purchase', 'return') and f.undone_by is null and {_ONLY.format(id='f.member_id')} order by f.id",
        {"only": only},
    ):
        back = kind == "return"
        yield (
            number, on, at, plain_decimal(-amount if back else amount, money), what,
            key or f"{EXPORTED_KEY}{fact}", str(points) if points and not back else "", by,
        )  # fmt: skip


def _standing(book: Reading, money: Currency, today: date, only: str | None) -> Iterator[Cells]:
    yield (
        "number", "name", "tier", "tier_since", "tier_until", "points", "debt", "spent", "purchases", "visits",
        "first_visit", "last_visit",
    )  # fmt: skip
    versions = programmes.versions(book)
    for member, number, name, changes_on, *stored in book.each(
        "select m.id, m.number, m.name, s.changes_on, s.tier, s.tier_since, s.tier_until, s.points, s.debt,"
        " s.spent_minor, s.purchases, s.visits, s.first_visit, s.last_visit from members m"
        f" left join standings s on s.member_id = m.id where m.gone = 0 and {_ONLY.format(id='m.id')} order by m.id",
        {"only": only},
    ):
        if changes_on is not None and changes_on <= today.isoformat():
            now = standings.standing_on(book, versions, member, today)
            stored = [
                now.tier, now.tier_since, now.tier_until, now.points, now.debt, now.spent_minor, now.purchases,
                now.visits, now.first_visit, now.last_visit,
            ]  # fmt: skip
        tier, since, until, points, debt, spent, purchases, visits, first, last = stored
        yield (
            number, name, tier or BASE_TIER, str(since or ""), str(until or ""),
            str(points or 0), str(debt or 0), plain_decimal(spent or 0, money), str(purchases or 0), str(visits or 0),
            str(first or ""), str(last or ""),
        )  # fmt: skip
