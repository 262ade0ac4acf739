"""A change of the key file is announced beside it first: whatever cuts it off, the next start writes its act down, once."""

import json
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyfile
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.service.opening import owed_of

BY_CODE = "passphrase by code"
_KINDS = ("passphrase", "code", BY_CODE)


def announce(book: Path, new: keyfile.KeyFile, changed: str, act: int = 0, by: int | None = None) -> None:
    """Before the key file is written: which it will be, and by which act; 0 where the book is not open yet."""
    _write(book, {"act": act, "changed": changed, "by": by, "key": _mark(new)})


def take_away(book: Path) -> None:
    """It is written down, or was not done. One that stays is found to be so at the next start."""
    with suppress(OSError):
        owed_of(book).unlink(missing_ok=True)


def kept(book: Path, act: int, changed: str) -> bool:
    """Whether the act is in the book, whatever was said of its commit. StorageTrouble: nobody can tell now."""
    with closing(Book(book).reading()) as reading:
        return _is_kept(reading, act, changed)


def write_down(book: Book, now: datetime) -> None:
    """In a book that was just opened: what was changed without its act is written down. A disk that will not is asked at
    the next start again."""
    with suppress(StorageTrouble):
        with book.writing(now) as w:
            pay(w, book.path)
        take_away(book.path)


def pay(w: Writing, book: Path) -> None:
    """The same within an act."""
    from shopkeeper.service import acts

    told = _read(book)
    if told is None or _is_kept(w, told["act"], told["changed"]) or not _stands(book, told["key"]):
        return
    by = w.value("select id from people where id = ?", (told["by"],))
    told["act"] = acts.begin(w, "lock", by=by, changed=told["changed"])
    _write(book, told)  # so that one who is cut off after this does not write it down twice


def _is_kept(reading: Reading, act: int, changed: str) -> bool:
    summary = reading.value("select summary from acts where id = ? and kind = 'lock'", (act,))
    return bool(summary) and json.loads(summary).get("changed") == changed


def _stands(book: Path, mark: object) -> bool:
    with suppress(StorageTrouble):
        return _mark(keyfile.read(keyfile.beside(book))) == mark
    return False


def _mark(file: keyfile.KeyFile) -> list[str]:
    return [file.passphrase.sealed.hex(), file.recovery.sealed.hex()]


def _write(book: Path, told: dict[str, Any]) -> None:
    copies.write_small(owed_of(book), json.dumps(told) + "\n")


def _read(book: Path) -> dict[str, Any] | None:
    """What was announced; None where it is nothing of ours."""
    with suppress(OSError, ValueError, RecursionError), owed_of(book).open("rb") as there:
        told = json.loads(there.read(keyfile.LONGEST_FILE))
        if (
            isinstance(told, dict)
            and type(told.get("act")) is int
            and told.get("changed") in _KINDS
            and isinstance(told.get("by"), int | None)
        ):
            return {name: told.get(name) for name in ("act", "changed", "by", "key")}
    return None
