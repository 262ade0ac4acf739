"""Opening somebody's CSV file: what it is, in which alphabet, how parted, and its rows one after another."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.headings import known_headings
from shopkeeper.rules.tables import (
    LONGEST_LINE,
    Ask,
    Choice,
    Refused,
    Row,
    delimiter_of,
    heading_key,
    read_rows,
    sep_line,
    split_line,
)
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service.alphabets import (
    TWICE,
    ask_for_encoding,
    canonical_encoding,
    doubts_of_unicode,
    marked_encoding,
    read_twice,
    unmarked_utf16,
)
from shopkeeper.values import dataclass

LARGEST_FILE = 1_000_000_000  # bytes
LONGEST_RUN = 10_000_000  # characters without a line end: no table
MOST_COLUMNS = 500
_PREVIEW_ROWS = 20
_CHUNK = 1 << 20

_OTHER_FILES = (
    (
        b"PK\x03\x04",
        "file_is_workbook",
        "This is a workbook or another packed file, not CSV. Save it as CSV first.",
    ),
    (b"\xd0\xcf\x11\xe0", "file_is_workbook", "This is an old workbook, not CSV. Save it as CSV first."),
    (b"SQLite format 3\x00", "file_not_a_table", "This is a database, not CSV. Nothing was read."),
    (b"%PDF", "file_not_a_table", "This is a PDF, not CSV. Nothing was read."),
    (b"\x89PNG", "file_not_a_table", "This is a picture, not CSV. Nothing was read."),
    (b"\xff\xd8\xff", "file_not_a_table", "This is a picture, not CSV. Nothing was read."),
    (b"\x1f\x8b", "file_not_a_table", "This is a packed file, not CSV. Unpack it first."),
    (b"BEGIN:VCARD", "file_is_cards", "These are cards of an address book, not CSV."),
    (b"<", "file_not_a_table", "This is a web page, not CSV. Nothing was read."),
    (b"[{", "file_not_a_table", "This is JSON, not CSV. Nothing was read."),
    (b"{", "file_not_a_table", "This is JSON, not CSV. Nothing was read."),
)


Form = Literal["text", "workbook", "cards"]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read as a table.

    `preview` are the first rows that can be taken, `line_count` the lines of the file with its heading (for a
    progress bar), `warnings` sentences to show above the preview. Nothing of the file is held open.
    """

    path: Path
    headers: tuple[str, ...]
    encoding: str
    delimiter: str
    preview: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]
    line_count: int
    size_bytes: int
    first_line: int
    plain: bool
    form: Form = "text"
    held: tuple[Row, ...] | None = None  # the rows of what is no text: a workbook, an address book
    held_refused: tuple[Refused, ...] = ()
    held_spoilt: tuple[Row, ...] = ()  # what could be read of those that were refused

    def rows(self, refused: list[Refused] | None = None) -> Iterator[Row]:
        """The line number and the cells of each row, read as they are asked for.

        Every row has as many cells as there are headers. Lines that cannot be taken are appended to `refused`
        as they are passed. If the file has changed meanwhile and is no text any more: `file_changed`.
        """
        if self.held is not None:
            if refused is not None:
                refused += self.held_refused
            yield from self.held
            return
        try:
            with _opened(self.path, self.encoding) as file:
                lines = _lines(file, self.encoding)
                for _ in range(self.first_line - 1):
                    next(lines, None)
                yield from read_rows(
                    lines,
                    delimiter=self.delimiter,
                    width=len(self.headers),
                    first_line=self.first_line,
                    refused=[] if refused is None else refused,
                    plain=self.plain,
                )
        except (UnicodeError, OSError, csv.Error) as trouble:
            raise Declined(
                "file_changed",
                say("The file has changed, or cannot be read any more. Nothing was kept of it."),
                "file",
            ) from trouble

    def lines(self, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
        """These lines as they stand in the file, each by its number and without its end."""
        if self.held is not None:
            return
        last = max(wanted, default=0)
        with _opened(self.path, self.encoding) as file:
            for number, line in enumerate(islice(_lines(file, self.encoding), last), 1):
                if number in wanted:
                    yield number, line[:LONGEST_LINE].replace("\x00", "").rstrip("\n")


@dataclass(slots=True)
class _Look:
    """What the first reading of a whole file has shown."""

    sample: str = ""
    lines: int = 0
    longest: int = 0
    quotes: bool = False
    nuls: int = 0
    apostrophes: bool = False
    size: int = 0


def held_table(
    path: Path,
    form: Form,
    headers: tuple[str, ...],
    rows: Sequence[Row],
    refused: tuple[Refused, ...] = (),
) -> Table:
    """A table of rows that were read already, from what is no text."""
    good, bad = [], list(refused)
    for line, cells in rows:
        if any("\x00" in cell for cell in cells):
            bad.append(Refused(line, say("The line holds characters that are no text (NUL).")))
        elif any(cells):
            good.append((line, cells))
    return Table(
        path=path, headers=headers, encoding="", delimiter="",
        preview=tuple(cells for _, cells in good[:_PREVIEW_ROWS]),
        warnings=() if good else (say("There are no rows under the heading."),),
        line_count=len(good) + len(bad) + 1, size_bytes=path.stat().st_size, first_line=2, plain=False,
        form=form, held=tuple(good), held_refused=tuple(bad),
    )  # fmt: skip


def open_table(
    path: Path | str, *, encoding: str | None = None, delimiter: str | None = None, header: bool | None = None
) -> Table | Ask:
    """The table in a CSV file, or the question that must be answered first: call again with the answer.

    An `Ask` is about `encoding` (not UTF-8 throughout) or `header` (the first row looks like a person; its
    values are `yes` and `no`, for `header=True` and `False`). The whole file is read once, so that nothing
    unreadable turns up half-way. Refuses with `file_not_readable`, `file_empty`, `file_too_large`,
    `file_not_a_table`, `file_is_workbook`, `file_is_cards`, `file_no_columns`, `heading_not_understood`,
    `encoding_unknown`.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(65_536)
        _refuse_other_files(head, size)
        if encoding is None:
            question = None if marked_encoding(head) else unmarked_utf16(head)
            if question:
                return question
        name = canonical_encoding(encoding) if encoding else marked_encoding(head) or "utf-8"
        try:
            look = _look_through(path, name)
        except UnicodeError:
            return ask_for_encoding(path, without=name)
    except OSError as trouble:
        raise Declined(
            "file_not_readable", say("This file cannot be read. Look whether it is still there."), "file"
        ) from trouble
    if encoding is None and name == "utf-8" and (doubt := doubts_of_unicode(look.sample)):
        return doubt
    return _table(path, name, look, delimiter, header)


def _table(path: Path, encoding: str, look: _Look, delimiter: str | None, header: bool | None) -> Table | Ask:
    lines = look.sample.rstrip("\x1a").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise Declined("file_empty", say("There is nothing in this file."), "file")
    named = sep_line(lines[first])
    if named:
        first += 1
    if first >= len(lines):
        raise Declined("file_empty", say("There is nothing in this file."), "file")
    known = known_headings()
    mark = delimiter if delimiter is not None else named or delimiter_of(lines[first : first + 50], known)
    if not mark and len(lines[first].split()) > 1 and "  " in lines[first].strip():
        raise Declined(
            "file_no_columns",
            say("The columns of this file are parted by blanks. Save it as CSV, with commas or semicolons."),
            "file",
        )
    headers = _headers(lines[first], mark)
    if header is None and not any(heading_key(cell) in known for cell in headers) and _like_a_row(headers):
        return Ask(
            "heading_unclear",
            "header",
            say("The first line looks like a row, not like a heading. Is it a heading?"),
            (
                Choice("no", say("No, it is the first row"), tuple(headers)),
                Choice("yes", say("Yes, it names the columns"), tuple(headers)),
            ),
        )
    first_line = first + (1 if header is False else 2)
    if header is False:
        headers = [say("Column {n}").format(n=n) for n in range(1, len(headers) + 1)]
    table = Table(
        path=path,
        headers=tuple(headers),
        encoding=encoding,
        delimiter=mark,
        preview=(),
        warnings=(),
        line_count=look.lines,
        size_bytes=look.size,
        first_line=first_line,
        plain=not (look.quotes or look.nuls or look.apostrophes) and look.longest <= LONGEST_LINE,
    )
    refused: list[Refused] = []
    preview = tuple(cells for _, cells in islice(table.rows(refused), _PREVIEW_ROWS))
    warnings = [] if preview else [say("There are no rows under the heading.")]
    if refused:
        warnings.append(
            counted(
                len(refused),
                "Among the first lines, {n} cannot be taken.",
                "Among the first lines, {n} cannot be taken.",
            )
        )
    return Table(
        path,
        table.headers,
        encoding,
        mark,
        preview,
        tuple(warnings),
        look.lines,
        look.size,
        first_line,
        table.plain,
    )


def _headers(line: str, delimiter: str) -> list[str]:
    cells = split_line(line, delimiter) if len(line) <= LONGEST_LINE else None
    if cells is None or any(not c.isprintable() for cell in cells for c in cell.strip()):
        raise Declined(
            "heading_not_understood",
            say("The first line of this file cannot be read as a heading. Nothing was read."),
            "file",
        )
    if len(cells) > MOST_COLUMNS:
        raise Declined(
            "heading_not_understood",
            say("This file has {found} columns; at most {most} can be read.").format(
                found=len(cells), most=MOST_COLUMNS
            ),
            "file",
        )
    return [cell.strip() for cell in cells]


def _like_a_row(cells: list[str]) -> bool:
    return any("@" in cell or sum(c.isdigit() for c in cell) >= 3 for cell in cells)


def _refuse_other_files(head: bytes, size: int) -> None:
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare.strip(b"\x00 \r\n\t\x1a") and size <= len(head):
        raise Declined("file_empty", say("There is nothing in this file."), "file")
    if size > LARGEST_FILE:
        raise Declined("file_too_large", say("This file is too large to be a shop's list."), "file")
    for start, code, because in _OTHER_FILES:
        if bare.startswith(start):
            raise Declined(code, say(because), "file")
    if marked_encoding(head) is None and head.count(0) > len(head) // 10 and unmarked_utf16(head) is None:
        raise Declined("file_not_a_table", say("This file holds no text. Nothing was read."), "file")


def _look_through(path: Path, encoding: str) -> _Look:
    """Reads the whole file once: whether it is text throughout, and what its lines are like."""
    look = _Look(size=path.stat().st_size)
    run = 0
    with _opened(path, encoding) as file:
        while chunk := file.read(_CHUNK):
            if encoding == TWICE:
                chunk = "\n".join(read_twice(line) for line in chunk.split("\n"))
            if len(look.sample) < _CHUNK:
                look.sample += chunk
            look.quotes = look.quotes or '"' in chunk
            look.apostrophes = look.apostrophes or "'" in chunk or "=" in chunk
            look.nuls += chunk.count("\x00")
            lines = chunk.split("\n")
            look.lines += len(lines) - 1
            look.longest = max(look.longest, run + len(lines[0]), max(map(len, lines)))
            run = len(lines[-1]) + (run if len(lines) == 1 else 0)
            if look.longest > LONGEST_RUN:
                raise Declined(
                    "file_not_a_table",
                    say("This file has lines without an end; it is no table. Nothing was read."),
                    "file",
                )
    look.lines += run > 0
    return look


def _opened(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding="utf-8" if encoding == TWICE else encoding, errors="strict", newline=None)


def _lines(file: io.TextIOWrapper, encoding: str) -> Iterator[str]:
    return map(read_twice, file) if encoding == TWICE else iter(file)
