"""Files that leave the book: there when they are whole and not before, readable by their owner alone."""

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.rules.tables import defused
from shopkeeper.say import text as say

Cells = Sequence[str]
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_MOST_ROWS = 1_048_576  # of a sheet
_MOST_SIGNS = 32_767  # of a cell
# Headings whose cells are figures, to be summed up; all others are texts, for a number of a member begins with noughts.
_MONEY = frozenset({"amount", "spent"})
_FIGURES = frozenset({"points", "debt", "purchases", "visits"})


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to; it takes the place of `target` when the block ends well, and is gone when it does not."""
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield part
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageTrouble(
            "file_not_written",
            say("The file could not be written. Look whether its folder is there, yours, and has room."),
        ) from error


def write_csv(target: Path, rows: Iterable[Cells]) -> int:
    """The rows as CSV that no spreadsheet takes for formulas; answers how many there are, the heading included."""
    count = 0
    # The mark in front tells Excel that it is Unicode.
    with whole_file(target) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow([cell if _PLAIN.fullmatch(cell) else defused(cell) for cell in row])
            count += 1
    return count


def write_xlsx(target: Path, sheets: Sequence[tuple[str, Iterable[Cells]]], digits: int) -> int:
    """The rows of each sheet as a workbook; answers how many there are, the headings included. Nothing in it is a
    formula or a link, whatever it begins with; `digits` stand after the mark of an amount.

    Declined for more rows or longer texts than a sheet can hold.
    """
    import xlsxwriter

    count = 0
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        whole_file(target) as part,
        # Where the rows wait meanwhile: nobody else may look there, and it goes with the block.
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".part-") as waiting,
    ):
        book = xlsxwriter.Workbook(str(part), {"constant_memory": True, "tmpdir": waiting, **plain})
        money = book.add_format({"num_format": "0." + "0" * digits if digits else "0"})
        strong = book.add_format({"bold": True})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            headings: Cells = ()
            for number, row in enumerate(rows):
                if number >= _MOST_ROWS or any(len(cell) > _MOST_SIGNS for cell in row):
                    raise Declined(
                        "too_much_for_a_sheet",
                        say("This is more than a sheet of Excel can hold. Write it out as CSV."),
                        "file",
                    )
                headings = headings or row
                for place, (heading, cell) in enumerate(zip(headings, row, strict=True)):
                    if not number:
                        sheet.write_string(0, place, cell, strong)
                    elif cell and heading in _MONEY:
                        sheet.write_number(number, place, float(cell), money)
                    elif cell and heading in _FIGURES:
                        sheet.write_number(number, place, int(cell))
                    elif cell:
                        sheet.write_string(number, place, cell)
                count += 1
        book.close()
    return count


def write_text(target: Path, pieces: Iterable[str]) -> int:
    """The pieces one after the other in UTF-8; answers how many there are."""
    count = 0
    with whole_file(target) as part, part.open("w", encoding="utf-8", newline="") as file:
        for piece in pieces:
            file.write(piece)
            count += 1
    return count
