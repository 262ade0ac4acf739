"""A book is written anew, locked or in the clear, beside the old one; verified; and takes its place in one instant."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyring, sqlite
from shopkeeper.say import text as say

# Whoever began to wait for the old file gives up within this time, and opens the new one next.
OUTWAIT_S = sqlite.BUSY_TIMEOUT_MS / 1000 + 0.5


def aside_of(book: Path) -> Path:
    """Where the book as it was is kept, until the new one was seen to open."""
    return book.with_name(book.name + ".before")


@contextmanager
def alone_with(book: Path) -> Iterator[Any]:
    """A connection to the live book that nobody else has open, or opens before this ends; all is in the one file.

    Declined where another window or program has it open.
    """
    with closing(sqlite.connect(book, read_only=False)) as live:
        try:
            # The log can only be put away by the last connection there is.
            live.execute("pragma busy_timeout=200")
            live.execute("pragma locking_mode=exclusive")
            if live.execute("pragma journal_mode=delete").fetchone()[0] != "delete":
                raise _in_use()
            live.execute("begin exclusive")
            live.execute("commit")
        except driver.Error as error:
            if sqlite.trouble(error).code == "locked":
                raise _in_use() from error
            raise sqlite.trouble(error) from error
        yield live


def _in_use() -> Declined:
    return Declined(
        "book_in_use",
        "Another window or program has the book open. Nothing was changed. Close it, then try again.",
    )


def write_anew(source: Any, target: Path, salt: bytes | None) -> None:
    """Write all of an open book to `target`, an empty private file, under the key of `salt` or in the clear.

    Verified and on the disk when this returns; StorageTrouble otherwise.
    """
    key = "" if salt is None else keyring.words(salt)
    if key is None:
        raise sqlite.locked_book()
    size = copies.size_of(source)
    copies.check_room(target.parent, size)
    try:
        source.execute("attach ? as turned key ?", (str(target), key))
        try:
            # What is half written is thrown away, and the whole is brought to the disk at the end.
            source.execute("pragma turned.journal_mode=off")
            source.execute("pragma turned.synchronous=off")
            source.execute("select sqlcipher_export('turned')").fetchall()
            for name in ("application_id", "user_version"):
                source.execute(f"pragma turned.{name}={source.execute(f'pragma main.{name}').fetchone()[0]}")
        finally:
            source.execute("detach turned")
        copies.sync_file(target)
        with copies.opened_copy(target) as written:
            _compare(source, written)
    except driver.Error as error:
        raise copies.not_written(error) from error


def _compare(source: Any, written: Any) -> None:
    """StorageTrouble unless every page of the new file is sound and every table holds as many rows as before."""
    if written.execute("pragma quick_check(1)").fetchone() != ("ok",):
        raise _not_the_same()
    question = "select type, name, sql from sqlite_master order by type, name"
    tables = source.execute(question).fetchall()
    if tables != written.execute(question).fetchall():
        raise _not_the_same()
    for kind, name, sql in tables:
        if kind == "table" and not (sql or "").lower().startswith("create virtual"):
            count = f'select count(*), max(rowid) from "{name}"'
            if "without rowid" in (sql or "").lower():
                count = f'select count(*) from "{name}"'
            if source.execute(count).fetchone() != written.execute(count).fetchone():
                raise _not_the_same()
    for name in ("application_id", "user_version"):
        ask = f"pragma {name}"
        if source.execute(ask).fetchone() != written.execute(ask).fetchone():
            raise _not_the_same()


def _not_the_same() -> StorageTrouble:
    return StorageTrouble(
        "not_the_same",
        "What was written is not what was read, so it was thrown away. The book is as it was. Look after the disk.",
    )


def take_place(
    live: Any, part: Path, book: Path, salt: bytes | None, wait: Callable[[float], object] = time.sleep
) -> None:
    """Let the new file be the book; the old one is kept beside it. At every instant the book's name is one or the other.

    `live` is the connection of `alone_with`: it is held until nobody can still be waiting for the old file.
    """
    aside = aside_of(book)
    try:
        if (
            os.name == "nt"
        ):  # where an open file cannot be given away: whoever comes now finds no book, or the new one
            live.close()
            book.replace(aside)
        else:
            try:
                os.link(book, aside)
            except (
                OSError
            ):  # a disk that knows no second names (a stick): `put_back_name` mends what a power cut leaves
                book.replace(aside)
        part.replace(book)
    except OSError as error:
        put_back_name(book)
        raise copies.cannot_write(book.parent) from error
    # From here on it is the new one, whatever is said or happens.
    keyring.settle(book, salt)
    with suppress(OSError):
        copies.sync_folder(book.parent)
    if os.name != "nt":
        wait(OUTWAIT_S)


def put_back_name(book: Path) -> None:
    """After a power cut between two names, on a disk that cannot give both at once: the book as it was."""
    aside = aside_of(book)
    if not book.exists() and aside.exists():
        with suppress(OSError):
            aside.replace(book)


def turn_copy(copy: Path, salt: bytes | None) -> None:
    """Write a backup anew, locked or in the clear, under the same name; the old bytes are overwritten."""
    part = copy.with_name(copy.name + ".part")
    with suppress(OSError):
        part.unlink(missing_ok=True)  # of a program that was ended
    if not copies.begin_part(part):
        raise copies.cannot_write(copy.parent)
    try:
        with copies.opened_copy(copy) as source:
            write_anew(source, part, salt)
        with copy.open("r+b") as old:
            copies.finish_part(part, copy)
            _overwrite(old)
    except OSError as error:
        raise copies.cannot_write(copy.parent) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def destroy(path: Path) -> None:
    """Overwrite a file and remove it. On a solid-state disk bytes may outlast that; docs/privacy.md says so.

    One that has another name loses this one only: after a power cut between the two it is the book.
    """
    try:
        with suppress(FileNotFoundError):
            if path.stat().st_nlink == 1:
                with path.open("r+b") as file:
                    _overwrite(file)
            path.unlink()
    except OSError as error:
        raise StorageTrouble(
            "not_removed",
            say(
                "“{name}” could not be overwritten and removed. The book itself is whole. It is tried again at the next start."
            ).format(name=path.name),
        ) from error


def _overwrite(file: Any) -> None:
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    nothing = bytes(2**20)
    while length > 0:
        file.write(nothing[: min(length, len(nothing))])
        length -= len(nothing)
    file.flush()
    os.fsync(file.fileno())
