"""Reads a workbook in a process of its own: it knows no book and no path, and what it cannot bear ends it alone.

The workbook comes in on standard input. Out go lines of JSON: first what there is, then the rows of one sheet, each as
[number, [texts]]. Nothing of this package is imported here.
"""

import io
import json
import lzma
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_BYTES = 50_000_000  # of the file, and of all that is packed in it
MOST_ENTRIES = 200
MOST_TEXT = 12_000_000  # bytes that go out
MOST_COLUMNS = 500
MEMORY = 280_000_000
LAST_ROW = 1_048_576  # of any sheet; what names a later one would be padded with emptiness for ever
_PREVIEWED = 3


class Refused(Exception):
    """The workbook is not read; its text is one of the words the other side knows."""


def main() -> int:
    """Read standard input, answer on standard output; 0 always, for what is wrong is said in the answer."""
    chosen = sys.argv[-1] if len(sys.argv) > 2 else ""
    out = sys.stdout.buffer
    _limit_memory()
    try:
        _read(sys.stdin.buffer.read(MOST_BYTES + 1), chosen, out)
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
    except MemoryError:
        out.write(b'{"refused": "too_large"}\n')
    out.flush()
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: there the guard below is all there is
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def guard(data: bytes) -> None:
    """Refuses an archive that holds too much, or what no workbook holds, by unpacking it bit by bit."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large")
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Refused("too_large")
            names = [entry.filename for entry in entries]
            if len(set(names)) < len(names):
                raise Refused("not_safe")
            left = MOST_BYTES
            for entry in entries:
                left = _guard_entry(archive, entry, left)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as bad:
        raise Refused("damaged") from bad
    except RuntimeError as locked:  # zipfile's word for a password
        raise Refused("locked") from locked


def _guard_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    name = entry.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
        raise Refused("not_safe")
    if entry.flag_bits & 1:
        raise Refused("locked")
    if entry.file_size > left:
        raise Refused("too_large")
    tail = b""
    try:
        with archive.open(entry) as file:
            while piece := file.read(1 << 20):
                left -= len(piece)
                if left < 0:
                    raise Refused("too_large")
                if name.lower().endswith((".xml", ".rels")):
                    if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                        raise Refused("not_safe")
                    tail = piece[-16:]
    except (zlib.error, lzma.LZMAError) as bad:
        raise Refused("damaged") from bad
    return left


def _read(data: bytes, chosen: str, out: Any) -> None:
    guard(data)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        found = []
        for place, name in enumerate(names):
            sheet = book.get_sheet_by_index(place)
            end = sheet.end or (0, 0)
            if sheet.width > MOST_COLUMNS or end[0] >= LAST_ROW:
                raise Refused("too_large")
            rows = _first_rows(sheet)
            if rows:
                found.append((name, rows))
        wanted = next((name for name, _ in found if name == chosen), "")
        if len(found) == 1:
            wanted = found[0][0]
        told = {"sheets": [[name, rows] for name, rows in found[:50]], "chosen": wanted}
        out.write(json.dumps(told).encode() + b"\n")
        if wanted:
            _write_rows(book.get_sheet_by_name(wanted), out)
        out.write(b'{"end": true}\n')
    except python_calamine.PasswordError as locked:
        raise Refused("locked") from locked
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as bad:
        raise Refused("damaged") from bad


def _first_rows(sheet: Any) -> list[str]:
    shown = []
    for row in sheet.iter_rows():
        texts = [text for text in map(text_of, row) if text]
        if texts:
            shown.append(" · ".join(texts[:8])[:200])
        if len(shown) == _PREVIEWED:
            break
    return shown


def _write_rows(sheet: Any, out: Any) -> None:
    sent = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = [text_of(value) for value in row]
        if any(texts):
            line = json.dumps([number, texts]).encode() + b"\n"
            sent += len(line)
            if sent > MOST_TEXT:
                raise Refused("too_large")
            out.write(line)


def text_of(value: object) -> str:
    """A cell as somebody would have typed it: what became a number of the calculator's is put right.

    Whole numbers lose their `.0`, and a number of 16 digits or more, of which the last are lost, keeps the look of a
    damaged one (`4.9E+15`), so that it is refused where a number is expected.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        if abs(value) >= 1e15:
            return f"{value:.6E}"
        return str(int(value)) if value == int(value) else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


if __name__ == "__main__":
    raise SystemExit(main())
