"""Opening somebody's workbook, Excel's or ODS: read by a process of its own, held as rows like those of a CSV file."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, Any

from shopkeeper.errors import Declined
from shopkeeper.rules.headings import known_headings
from shopkeeper.rules.tables import LONGEST_LINE, Ask, Choice, Row, heading_key
from shopkeeper.say import text as say
from shopkeeper.service import workbook_child
from shopkeeper.service.reading_files import Table, held_table

LONGEST_S = 60
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TITLES = 10  # rows that may stand above the heading
_REFUSED = {
    "too_large": "This workbook is too large to be read safely. Save the sheet as CSV and bring that in.",
    "not_safe": "This workbook holds parts that no list needs, and was left alone. Save the sheet as CSV.",
    "locked": "This workbook is locked with a password. Open it in your spreadsheet, and save it without.",
    "damaged": "This file is no workbook that can be read. Open it in your spreadsheet, and save it as CSV.",
}


def open_workbook(path: Path, *, sheet: str | None = None, header: bool | None = None) -> Table | Ask:
    """The table in a workbook, or which of its sheets is meant (an `Ask` about `sheet`).

    Refuses with `file_not_readable`, `file_empty`, `file_too_large`, `workbook_refused`.
    """
    try:
        with path.open("rb") as file:
            told, rows = _ask_child(file, sheet or "")
    except OSError as trouble:
        raise Declined(
            "file_not_readable", say("This file cannot be read. Look whether it is still there."), "file"
        ) from trouble
    found: list[tuple[str, list[str]]] = told["sheets"]
    if not found:
        raise Declined("file_empty", say("There is nothing in this file."), "file")
    if not told["chosen"]:
        choices = tuple(Choice(name, name, tuple(shown)) for name, shown in found)
        return Ask(
            "sheet_unclear", "sheet", say("This workbook has several sheets. Which one is the list?"), choices
        )
    width = max(len(cells) for _, cells in rows)
    rows = [(line, cells + ("",) * (width - len(cells))) for line, cells in rows]
    return held_table(path, "workbook", *_heading(rows, header))


def _heading(rows: list[Row], header: bool | None) -> tuple[tuple[str, ...], list[Row]]:
    """The heading and what stands below it: the row near the top that says most that is known, else the first."""
    width = len(rows[0][1])
    if header is False:
        return tuple(say("Column {n}").format(n=n) for n in range(1, width + 1)), rows
    known = known_headings()

    def weight(place: int) -> tuple[int, int]:
        return sum(heading_key(cell) in known for cell in rows[place][1] if cell), -place

    at = max(range(min(_TITLES, len(rows))), key=weight)
    headings = tuple(
        " ".join(cell.split())[:200] or say("Column {n}").format(n=n) for n, cell in enumerate(rows[at][1], 1)
    )
    return headings, rows[at + 1 :]


def _ask_child(file: IO[bytes], sheet: str) -> tuple[dict[str, Any], list[Row]]:
    # In the packed program there is no other Python: it starts itself.
    script = [] if getattr(sys, "frozen", False) else ["-I", str(Path(workbook_child.__file__))]
    child = subprocess.Popen(
        [sys.executable, *script, "--read-workbook", sheet],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=0x08000000 if sys.platform == "win32" else 0,  # no console window of its own
    )
    late = Timer(LONGEST_S, child.kill)
    late.start()
    try:
        assert child.stdout is not None
        lines = _lines(child.stdout)
        told = next(lines, {"refused": "too_large"})
        rows = list(_rows(lines, told))
    finally:
        late.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
    if "refused" in told:
        raise Declined("workbook_refused", say(_REFUSED[told["refused"]]), "file")
    return told, rows


def _lines(out: IO[bytes]) -> Iterator[Any]:
    taken = 0
    for line in out:
        taken += len(line)
        if taken > 2 * workbook_child.MOST_TEXT or not line.endswith(b"\n"):
            return
        yield json.loads(line)


def _rows(lines: Iterator[Any], told: dict[str, Any]) -> Iterator[Row]:
    """The rows; `told` says that it is refused where they have no end, for then the child did not outlive them."""
    if "refused" in told:
        return
    same: dict[str, str] = {}  # many cells say the same: each text is kept once
    for line in lines:
        if isinstance(line, dict):
            told.update(line)
            return
        number, texts = line
        if sum(map(len, texts)) <= LONGEST_LINE:
            yield number, tuple(same.setdefault(text, text) for text in texts)
    told["refused"] = "too_large"


__all__ = ["MAGIC", "open_workbook"]
