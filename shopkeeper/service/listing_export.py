"""The members table as a file: those who are listed, in their order, with the columns that are shown."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.money import Currency, plain_decimal
from shopkeeper.say import text
from shopkeeper.service import listing, roles, shops
from shopkeeper.service.exporting import Exported
from shopkeeper.service.exporting_files import write_csv
from shopkeeper.service.listing import Row, Sort
from shopkeeper.service.standings import Progress, nobody_waits

_BLOCK = 500


@roles.for_owner
def export_listed(
    book: Reading,
    ids: "array[int]",
    columns: Sequence[Sort],
    path: Path | str,
    today: date,
    *,
    progress: Progress = nobody_waits,
) -> Exported:
    """Write the file, readable by its owner only; what was there before stays until the new one is whole.

    The heading names the columns as our own import reads them; amounts and days are plain, so that any program can
    count with them. Who is gone since is left out. Declined for another ending than .csv.
    """
    target = Path(path)
    if target.suffix.lower() != ".csv":
        raise Declined("ending_unknown", text("The file's name must end in .csv."), "file")
    written = write_csv(target, _rows(book, ids, columns, today, progress))
    return Exported(written - 1, target)


def _rows(
    book: Reading, ids: "array[int]", columns: Sequence[Sort], today: date, progress: Progress
) -> Iterator[Sequence[str]]:
    money = shops.read(book).money
    yield columns
    for start in range(0, len(ids), _BLOCK):
        progress(start, len(ids))
        for row in listing.rows(book, ids[start : start + _BLOCK], today):
            yield [_cell(row, column, money) for column in columns]


def _cell(row: Row, column: Sort, money: Currency) -> str:
    if column in ("spent", "spent_year"):
        return plain_decimal(row.spent_minor if column == "spent" else row.spent_year_minor, money)
    if column == "letters":
        return "" if row.letters is None else "yes" if row.letters else "no"
    if column == "birthday":
        return _birthday(row)
    if column == "joined":
        return row.joined_on.isoformat()
    if column == "last_visit":
        return row.last_visit.isoformat() if row.last_visit is not None else ""
    return str(getattr(row, column))


def _birthday(row: Row) -> str:
    if row.birthday is None:
        return ""
    month, day, year = row.birthday
    return f"{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"
