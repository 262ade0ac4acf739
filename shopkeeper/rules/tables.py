"""Rows of a table written as text: which mark parts the columns, and what each line holds, or why it is refused."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from shopkeeper.errors import Declined
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 100_000  # characters of one row; a longer one is refused by its line
MOST_REFUSED = 20_000  # lines that cannot be taken apart; what has more of them is no list
MOST_LINES_OF_A_ROW = 200  # a quoted note may have lines; an unclosed quotation mark must not eat the file

_DOS_END = "\x1a"  # Ctrl-Z, with which DOS ended a file

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, and why; `line` counts from 1, the heading included."""

    line: int
    because: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an `Ask`: `value` goes back into the call, `label` is for the reader, `preview` shows it."""

    value: str
    label: str
    preview: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What only a person can decide. `about` names the argument or column that the chosen value answers."""

    code: str
    about: str
    because: str
    choices: tuple[Choice, ...]


def read_rows(
    lines: Iterator[str],
    *,
    delimiter: str,
    width: int,
    first_line: int,
    refused: list[Refused],
    plain: bool = False,
) -> Iterator[Row]:
    """Each row of `width` columns with the number of its first line; other rows go to `refused`.

    `lines` end in `\\n` or nothing. Blank lines and rows of empty cells are passed over. `plain` promises that
    there is no quotation mark, NUL, apostrophe or over-long line, so that the row can be taken apart at once.
    """
    if plain:
        return _plain_rows(lines, delimiter or "\x00", width, first_line, refused)
    return _careful_rows(lines, delimiter or "\x00", width, first_line, refused)


def _plain_rows(
    lines: Iterator[str], delimiter: str, width: int, first_line: int, refused: list[Refused]
) -> Iterator[Row]:
    # The NUL that stands for "one column" is a mark no line of a plain file holds.
    reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    before = first_line - 1
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) == width:
            yield before + reader.line_num, tuple(cells)
        elif cells != [_DOS_END]:
            _refuse(refused, before + reader.line_num, _wrong_width(len(cells), width))


def _careful_rows(
    lines: Iterator[str], delimiter: str, width: int, first_line: int, refused: list[Refused]
) -> Iterator[Row]:
    ahead = _Ahead(lines)
    number = first_line - 1
    while (line := ahead.take()) is not None:
        number += 1
        used = 0
        cells: Sequence[str] | str
        if len(line) > LONGEST_LINE:
            cells = say("The line is longer than {limit} characters.").format(limit=LONGEST_LINE)
        elif "\x00" in line:
            cells = say("The line holds characters that are no text (NUL).")
        elif '"' not in line:
            cells = line.rstrip("\n").split(delimiter)
        else:
            cells, used = _quoted(line, ahead, delimiter)
        if isinstance(cells, str):
            _refuse(refused, number, cells)
        elif len(cells) == width:
            if any(cells):
                yield (
                    number,
                    tuple(restored(cell) for cell in cells)
                    if used or "'" in line or "=" in line
                    else tuple(cells),
                )
            ahead.drop(used)
            number += used
        elif any(cells) and cells != [_DOS_END]:
            _refuse(refused, number, _wrong_width(len(cells), width))


def _refuse(refused: list[Refused], line: int, because: str) -> None:
    refused.append(Refused(line, because))
    if len(refused) > MOST_REFUSED:
        raise Declined(
            "file_not_a_table",
            say(
                "More than {n} lines of this file cannot be taken apart; it is no list. Look at line {line}."
            ).format(n=MOST_REFUSED, line=refused[0].line),
            "file",
        )


def split_line(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line by itself; None where its quotation marks do not close or do not fit."""
    cells, _ = _quoted(line, _Ahead(iter(())), delimiter or "\x00")
    return None if isinstance(cells, str) else [restored(cell) for cell in cells]


class _Ahead:
    """Lines that can be looked at before they are taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._seen: list[str] = []

    def take(self) -> str | None:
        return self._seen.pop(0) if self._seen else next(self._lines, None)

    def peek(self, n: int) -> str | None:
        while len(self._seen) <= n:
            line = next(self._lines, None)
            if line is None:
                return None
            self._seen.append(line)
        return self._seen[n]

    def drop(self, n: int) -> None:
        del self._seen[:n]


def _quoted(line: str, ahead: _Ahead, delimiter: str) -> tuple[list[str] | str, int]:
    """The cells of a line with quotation marks, or why not; and how many further lines belong to the row.

    When a mark does not close within some lines, or closes where it cannot, only this first line is refused:
    the lines after it are rows of their own.
    """
    if delimiter != "\x00":
        try:
            return next(csv.reader((line.rstrip("\n"),), delimiter=delimiter, strict=True)), 0
        except csv.Error:
            pass
    record = line
    used = 0
    while True:
        cells = _cells(record.rstrip("\n"), delimiter)
        if cells is None:
            if r"\"" in line:
                return say("A quotation mark is escaped by a backslash; double it instead."), 0
            return say("There is text after a closing quotation mark."), 0
        if cells:
            return cells, used
        following = ahead.peek(used) if used < MOST_LINES_OF_A_ROW else None
        if following is None or len(record) + len(following) > LONGEST_LINE or "\x00" in following:
            return say("A quotation mark opens here and is not closed."), 0
        record += following
        used += 1


def _cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of a record; [] where a quotation mark is still open, None where one closes in mid-cell."""
    cells: list[str] = []
    at = 0
    while True:
        if record.startswith('"', at):
            end = at + 1
            while True:
                end = record.find('"', end)
                if end < 0:
                    return []
                if not record.startswith('"', end + 1):
                    break
                end += 2
            cells.append(record[at + 1 : end].replace('""', '"'))
            end += 1
            if end < len(record) and record[end] != delimiter:
                return None
        else:
            end = record.find(delimiter, at)
            end = len(record) if end < 0 else end
            cells.append(record[at:end])
        if end >= len(record):
            return cells
        at = end + 1


def _wrong_width(found: int, width: int) -> str:
    return say("The line has {found} columns where the heading has {width}.").format(found=found, width=width)


# ---- formulas --------------------------------------------------------------------------------------------

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")
_FORCED_TEXT = re.compile(r'="([^"=]*)"')


def defused(cell: str) -> str:
    """A cell for a CSV file that no spreadsheet takes for a formula; `restored` gives it back exactly."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def restored(cell: str) -> str:
    """A cell as it was before `defused`: our apostrophe comes off, a name's own (`'t Hooft`) stays.

    `="0301234"`, by which programs keep a spreadsheet from eating noughts, is the text inside.
    """
    if cell[:1] == "'" and _DEFUSED.match(cell):
        return cell[1:]
    if cell[:2] == '="':
        found = _FORCED_TEXT.fullmatch(cell)
        return found[1] if found else cell
    return cell


# ---- which mark parts the columns ------------------------------------------------------------------------


def sep_line(line: str) -> str | None:
    """The mark that Excel's own first line `sep=;` names; None for any other line."""
    found = re.fullmatch(r'"?sep=(.)"?\s*', line, re.IGNORECASE)
    return found[1] if found and found[1] in DELIMITERS else None


def delimiter_of(lines: Sequence[str], known: Iterable[str] = ()) -> str:
    """The mark that parts the columns of a heading and some rows: '' where there is but one column.

    Known headings weigh most, then rows as wide as the heading, then the number of columns.
    """
    headings = frozenset(known)
    heading, rows = lines[0], [line for line in lines[1:] if line.strip()]

    def weight(delimiter: str) -> tuple[int, float, int]:
        cells = split_line(heading, delimiter) or []
        if len(cells) < 2:
            return (0, 0.0, 0)
        widths = [len(split_line(row, delimiter) or ()) for row in rows]
        fitting = sum(width == len(cells) for width in widths) / len(widths) if widths else 0.0
        return (sum(heading_key(cell) in headings for cell in cells), fitting, len(cells))

    weights = {delimiter: weight(delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: weights[delimiter])
    return best if weights[best][2] > 1 else ""


def heading_key(heading: str) -> str:
    """What is left of a heading when capitals, accents, spaces and marks are taken away."""
    folded = unicodedata.normalize("NFKD", heading.casefold().replace("ß", "ss"))
    return "".join(c for c in folded if c.isalnum())
