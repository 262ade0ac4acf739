"""A shop's book is opened: one of an older version is backed up first, and only then is anything heavy brought in."""

from datetime import datetime
from pathlib import Path

from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book


def open_shop(path: Path, now: datetime) -> Book:
    """The book in the file; one of an older version is backed up first, then migrated."""

    def first(older: Path) -> None:
        from shopkeeper.service.backups import before_migration

        before_migration(older, now)

    if not path.exists():
        mend_name(path)
    book = open_book(path, backup_first=first)
    if owed_of(path).exists():
        from shopkeeper.service import lock_owed

        lock_owed.write_down(book, now)
    return book


def owed_of(path: Path) -> Path:
    """Where a change of the book's key file is announced until its act is written down; see `lock_owed`."""
    return path.with_name(path.name + ".key.owed")


def mend_name(path: Path) -> None:
    """A power cut while a book was locked may have left it under its second name, on a disk that knows only one."""
    from shopkeeper.records.turning import put_back_name

    put_back_name(path)
