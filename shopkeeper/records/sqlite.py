"""How SQLite in particular is opened, locked, spoken to and understood when it complains."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import Contradiction, StorageTrouble
from shopkeeper.records import keyring

if TYPE_CHECKING:
    from sqlalchemy import Engine

# A bit that fell over within a text makes it no text any more; the driver says so in Python's own words.
DriverError = (driver.Error, UnicodeDecodeError)

BUSY_TIMEOUT_MS = 2000
PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    "synchronous=FULL",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "cache_size=-16000",
    "journal_size_limit=16777216",
)
# Checkpoints are made between acts (see Book.settle); this is the safety net for a writer that never rests.
AUTOCHECKPOINT_PAGES = 4000


def connect(path: Path, *, read_only: bool) -> Any:
    """A connection with our pragmas set, in autocommit: BEGIN is said by us or not at all."""
    try:
        connection = driver.connect(
            str(path), timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
        )
    except driver.Error as error:
        raise trouble(error) from error
    try:
        say_key(connection, keyring.wanted(path))
        for pragma in PRAGMAS:
            connection.execute(f"pragma {pragma}")
        if sys.platform == "darwin":
            connection.execute("pragma fullfsync=1")
            connection.execute("pragma checkpoint_fullfsync=1")
        if read_only:
            connection.execute("pragma query_only=1")
        else:
            connection.execute("pragma journal_mode=wal")
            connection.execute(f"pragma wal_autocheckpoint={AUTOCHECKPOINT_PAGES}")
    except DriverError as error:
        connection.close()
        raise trouble(error) from error
    except StorageTrouble:
        connection.close()
        raise
    return connection


def say_key(connection: Any, salt: bytes | None) -> None:
    """Tell a new connection the key of its file; StorageTrouble `locked_book` where none was given."""
    if salt is None:
        return
    key = keyring.words(salt)
    if key is None:
        raise locked_book()
    connection.execute("pragma cipher_log_level=none")  # what it has to say comes as an error
    connection.execute(f'pragma key="{key}"')


def locked_book() -> StorageTrouble:
    """The trouble of a file whose passphrase was not said."""
    return StorageTrouble(
        "locked_book",
        "The book is locked with a passphrase. Nothing was changed. Give the passphrase, or the recovery code.",
    )


def writer_engine(path: Path) -> "Engine":
    """The one engine that writes: a single connection, every transaction a BEGIN IMMEDIATE."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import QueuePool

    engine = create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=lambda: connect(path, read_only=False),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
        pool_reset_on_return=None,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


def header(path: Path) -> tuple[int, int] | None:
    """(application id, schema version) as the file's first page says, None for a file that is no SQLite database.

    Read before any connection of ours exists: closing a file drops this process's locks on it.
    """
    with path.open("rb") as file:
        first = file.read(100)
    if len(first) < 100 or not first.startswith(b"SQLite format 3\0"):
        return None
    return int.from_bytes(first[68:72], "big"), int.from_bytes(first[60:64], "big")


_NETWORKS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "afpfs",
        "webdav",
        "fuse.sshfs",
        "fuse.davfs",
        "fuse.rclone",
    }
)


def on_network(path: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Whether the file lies on a drive of another computer, as far as this system says.

    Locks do not hold there, and two computers would write over each other.
    """
    if sys.platform == "win32":
        import ctypes

        there = str(path.resolve())
        return there.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor) == 4
    try:
        told = [line.split(" ") for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return False  # a system that does not tell: macOS
    here = path.resolve()
    holding = [
        (len(part[1]), part[2])
        for part in told
        if len(part) > 2 and here.is_relative_to(part[1].replace("\\040", " "))
    ]
    return bool(holding) and max(holding)[1] in _NETWORKS


def refuse_network(path: Path) -> None:
    """StorageTrouble for a book on a drive of another computer."""
    if on_network(path):
        raise StorageTrouble(
            "on_network",
            "The book lies on a network drive, where locks do not hold and two computers can spoil it. It was left as it"
            " is. Move its folder to this computer, and choose the network drive as second place for backups.",
        )


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def keep_private(path: Path) -> None:
    """Let nobody but the owner read the file."""
    if os.name == "posix" and path.exists():
        path.chmod(0o600)


def trouble(error: BaseException) -> StorageTrouble:
    """The driver's complaint as a sentence a shopkeeper can act on."""
    said = str(getattr(error, "orig", error)).lower()
    for mark, code in _COMPLAINTS:
        if mark in said:
            if code == "not_a_book" and keyring.any_given():
                code = "damaged"  # its key is known and its pages do not answer to it: so says a locked book
            return StorageTrouble(code, _BECAUSE[code])
    unread = StorageTrouble(
        "storage",
        "The book could not be read or written. Nothing of the last act was saved. Try it once more.",
    )
    return Contradiction(unread.code, unread.because) if "constraint failed" in said else unread


_BECAUSE = {
    "disk_full": "The disk is full. Nothing of the last act was saved. Free some space and try again.",
    "locked": "Another program is using the book. Nothing was saved. Wait a moment and try again.",
    "read_only": "The book may only be read, not written. Nothing was saved. Check the file's permissions.",
    "let_go": "The question was stopped, so that the book could go on. Nothing was changed. Ask it once more.",
    "damaged": "The book is damaged. Nothing was saved. Restore the last backup in Settings.",
    "not_a_book": "This file is not a shop's book. It was left as it is.",
    "cannot_open": "The book cannot be opened. Check that its folder exists and belongs to you.",
    "disk_error": "The disk reported an error. Nothing of the last act was saved. Make a backup elsewhere.",
}
# What the driver says, and which of these that is.
_COMPLAINTS = (
    ("full", "disk_full"),
    ("locked", "locked"),
    ("readonly", "read_only"),
    ("interrupted", "let_go"),
    ("malformed", "damaged"),
    ("decode", "damaged"),
    ("not a database", "not_a_book"),
    ("encrypted", "not_a_book"),
    ("unable to open", "cannot_open"),
    ("disk i/o", "disk_error"),
)
