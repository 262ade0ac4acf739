"""Whole copies of a book: written and verified out of the live one, looked at with distrust, put back in one go."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import keyfile, keyring, opening, schema, seals, sqlite
from shopkeeper.records.book import Book
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

SPARE_BYTES = 20 * 2**20
SMALLEST_BYTES = 512


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: `last_act` is the number of the last act, `size` the bytes of the file, `head` its last seal."""

    members: int
    purchases: int
    last_act: int
    size: int
    head: str = ""


def copy_out(book: Path, part: Path) -> Contents:
    """Write a whole, verified copy of the live book to `part`, an empty file that is there already and private.

    It holds what was committed when it began; nobody waits for it. The bytes are on the disk when this returns.
    """
    with closing(sqlite.connect(book, read_only=True)) as live:
        try:
            check_room(part.parent, size_of(live))
            live.execute("pragma query_only=0")  # VACUUM INTO writes, though not to the book
            live.execute("vacuum into ?", (str(part),))
        except driver.Error as error:
            raise not_written(error) from error
    sync_file(part)
    return verified(part)


def size_of(connection: Any) -> int:
    """The bytes of an open book. The pages of a locked one are told as text."""
    pages, size = (
        int(connection.execute(f"pragma {name}").fetchone()[0]) for name in ("page_count", "page_size")
    )
    return pages * size


def not_written(error: Exception) -> StorageTrouble:
    """The trouble of a copy that could not be finished."""
    known = sqlite.trouble(error)
    if known.code in ("disk_full", "damaged", "locked"):
        return known
    return StorageTrouble(
        "backup_not_written",
        "The backup could not be written. The book itself is as it was. Choose another place.",
    )


def check_room(folder: Path, need_bytes: int) -> None:
    """StorageTrouble unless the disk has room for so much more, and a little over."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise cannot_write(folder) from error
    if free < need_bytes + SPARE_BYTES:
        raise StorageTrouble(
            "no_room",
            say(
                "A backup needs {needed} MB and the disk has {free} MB free. No backup was made; the book is as it was. Free some space, or choose another disk."
            ).format(needed=_megabytes(need_bytes + SPARE_BYTES), free=_megabytes(free)),
        )


def _megabytes(size: int) -> int:
    return -(-size // 2**20)


def cannot_write(folder: Path) -> StorageTrouble:
    """The trouble of a folder that takes no files."""
    return StorageTrouble(
        "backup_place",
        say(
            "Nothing can be written in “{folder}”. The book is as it was. Choose a folder that belongs to you."
        ).format(folder=folder),
    )


def verified(copy: Path) -> Contents:
    """What a copy holds, after the whole file was read and found sound; StorageTrouble where it is not."""
    with opened_copy(copy) as connection:
        if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
            raise StorageTrouble(
                "backup_damaged", "The backup is damaged. Nothing was changed. Choose an earlier one."
            )
        members, purchases, last_act = connection.execute(
            "select (select count(*) from members where gone = 0),"
            " (select count(*) from facts where kind = 'purchase' and undone_by is null),"
            " (select coalesce(max(id), 0) from acts)"
        ).fetchone()
        head = seals.head(connection)
    return Contents(members, purchases, last_act, copy.stat().st_size, head)


@contextmanager
def opened_copy(copy: Path) -> Iterator[Any]:
    """A connection to a file that nobody writes to: no lock is taken, no file appears beside it."""
    uri = f"{copy.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        with closing(connection):
            sqlite.say_key(connection, keyring.salt_of(copy))
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
                connection.execute(f"pragma {pragma}")
            yield connection
    except driver.Error as error:
        known = sqlite.trouble(error)
        raise StorageTrouble(
            "backup_damaged" if known.code in ("damaged", "storage") else known.code,
            "The backup is damaged. Nothing was changed. Choose an earlier one."
            if known.code in ("damaged", "storage")
            else known.because,
        ) from error


# ---- a file somebody hands us ----


def stage(source: Path, staged: Path) -> None:
    """Copy a file that is said to be a backup to a place of our own, after what can be seen without opening it.

    Declined: not there, no backup of ours, a book in use, of a newer version. The source is only read.
    """
    try:
        if not source.is_file():
            raise Declined("no_backup", "There is no such backup. Nothing was changed.", "file")
        wal = source.with_name(source.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise Declined(
                "book_in_use",
                "This file is a book that is in use, not a backup. Nothing was changed. "
                "Make a backup of it, and restore that.",
                "file",
            )
        size = source.stat().st_size
        ids = _ids(source) if size >= SMALLEST_BYTES else None
        if ids is None or ids[0] != opening.APPLICATION_ID or not ids[1] or size % 512:
            raise Declined(
                "not_a_backup", "This file is not a backup of a shop. Nothing was changed.", "file"
            )
        if ids[1] > opening.SCHEMA_VERSION:
            raise Declined(
                "newer_backup",
                "This backup was made by a newer version of the program. Nothing was changed. "
                "Install the newer version to restore it.",
                "file",
            )
        check_room(staged.parent, 3 * size)
        with source.open("rb") as there, staged.open("xb") as here:
            os.chmod(staged, 0o600)
            shutil.copyfileobj(there, here, 2**20)
    except OSError as error:
        raise StorageTrouble(
            "backup_unreadable", "The backup could not be read. Nothing was changed. Check the disk it is on."
        ) from error


def _ids(source: Path) -> tuple[int, int] | None:
    salt = keyring.salt_of(source)
    if salt is None:
        return sqlite.header(source)
    if not keyring.has(salt):
        if keyfile.found(source) is None:
            return None
        raise Declined(
            "backup_locked",
            "This backup is locked with a passphrase. Nothing was changed. Give the passphrase it was made with.",
            "passphrase",
        )
    with opened_copy(source) as connection:
        application, version = (
            connection.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
    return application, version


def refuse_foreign(staged: Path) -> None:
    """StorageTrouble if a staged copy's tables, triggers or views are not what this program makes.

    A trigger of somebody else's would be run by our next act.
    """
    with opened_copy(staged) as connection:
        foreign = schema.differing(connection.execute(schema.QUESTION))
    if foreign:
        raise StorageTrouble(
            "backup_foreign",
            say(
                "This backup holds what this program never wrote ({what}). Nothing was changed. Choose another."
            ).format(what=foreign[0][:80]),
        )


def has_book(path: Path) -> bool:
    """Whether a book of ours is there, sound or not; StorageTrouble if something else has its name.

    Asked through a connection: reading the file itself would drop the locks of those who have it open.
    """
    if not path.exists() or not path.stat().st_size:
        return False
    salt = keyring.wanted(path)
    if salt is not None and not keyring.has(salt) and keyfile.found(path) is None:
        raise _another()
    try:
        with closing(sqlite.connect(path, read_only=True)) as live:
            ours = live.execute("pragma application_id").fetchone() == (opening.APPLICATION_ID,)
    except StorageTrouble as error:
        if error.code not in ("not_a_book", "damaged"):
            raise
        ours = error.code == "damaged"
    if not ours:
        raise _another()
    return True


def _another() -> StorageTrouble:
    return StorageTrouble(
        "not_a_book",
        "The file in the book's place is not a shop's book. It was left as it is. "
        "Move it away, and restore again.",
    )


def copy_as_it_is(book: Path, aside: Path) -> None:
    """Copy a damaged book page by page, what can be read of it; of a locked one, whose pages are sealed, its bytes."""
    if keyring.wanted(book) is not None:
        for ending in ("", "-wal"):
            if (there := book.with_name(book.name + ending)).exists():
                _copy_bytes(there, aside.with_name(aside.name + ending))
        return
    begin_part(aside)
    with closing(_even_if_damaged(book)) as live, closing(driver.connect(str(aside))) as copy:
        try:
            live.backup(copy, pages=-1, progress=_Patience())
        except driver.Error as error:
            raise sqlite.trouble(error) from error


def _even_if_damaged(book: Path) -> Any:
    """A writing connection; one without our pragmas, which cannot be said, where the tables are past reading."""
    try:
        return sqlite.connect(book, read_only=False)
    except StorageTrouble as error:
        if error.code != "damaged":
            raise
    bare = driver.connect(str(book), timeout=sqlite.BUSY_TIMEOUT_MS / 1000, isolation_level=None)
    sqlite.say_key(bare, keyring.wanted(book))
    return bare


class _Patience:
    """The driver's copying waits for a lock without end; this ends it after some seconds."""

    def __init__(self) -> None:
        self.waited = 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if status in (5, 6):  # SQLITE_BUSY, SQLITE_LOCKED
            self.waited += 1
            if self.waited > 20:
                raise StorageTrouble(
                    "locked",
                    "Another program is using the book. Nothing was changed. Close it and try again.",
                )


def put_back(staged: Path, book: Book) -> None:
    """Make the live book what the staged copy is, in one go: after a crash it is wholly the old or wholly this."""
    book.close()
    if not book.path.exists():
        begin_part(book.path)
        keyring.settle(book.path, keyring.salt_of(staged))
    try:
        with opened_copy(staged) as source, closing(_even_if_damaged(book.path)) as live:
            source.backup(live, pages=-1, progress=_Patience())
            with suppress(driver.Error):  # somebody reads: the log goes into the book at the next settling
                live.execute("pragma wal_checkpoint(truncate)")
    except (driver.Error, MemoryError) as error:
        known = sqlite.trouble(error)
        if keyring.wanted(book.path) is None or known.code in ("disk_full", "locked"):
            raise known from error
        _replace_whole(staged, book.path)


def _replace_whole(staged: Path, book: Path) -> None:
    """Every page of a locked book is sealed, so one that is damaged cannot even be written over: the file is replaced."""
    part = book.with_name(book.name + ".part")
    with suppress(OSError):
        part.unlink(missing_ok=True)
    _copy_bytes(staged, part)
    try:
        for ending in ("-wal", "-shm"):  # they were the damaged file's
            book.with_name(book.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(book.parent) from error
    finish_part(part, book)


def _copy_bytes(source: Path, target: Path) -> None:
    begin_part(target)
    try:
        with source.open("rb") as there, target.open("wb") as here:
            shutil.copyfileobj(there, here, 2**20)
    except OSError as error:
        raise cannot_write(target.parent) from error
    sync_file(target)


# ---- the folder ----


def make_folder(folder: Path) -> None:
    """Make the folder of backups, for its owner alone, if it is not there."""
    try:
        sqlite.private_folder(folder)
    except OSError as error:
        raise cannot_write(folder) from error


def begin_part(part: Path) -> bool:
    """Make an empty private file; False if another backup is being written there."""
    make_folder(part.parent)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise cannot_write(part.parent) from error
    return True


def finish_part(part: Path, final: Path) -> None:
    """Give a written copy its name; it is there under it after a power cut too."""
    try:
        part.replace(final)
        sync_folder(final.parent)
    except OSError as error:
        raise cannot_write(final.parent) from error


def sync_file(path: Path) -> None:
    """Let what was written be on the disk."""
    try:
        file = os.open(path, os.O_RDWR)
        try:
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise cannot_write(path.parent) from error


def sync_folder(folder: Path) -> None:
    """Let the names in the folder be on the disk, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_small(path: Path, text: str) -> None:
    """Write a small file so that it is wholly the old one or wholly the new one."""
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path.parent) from error
