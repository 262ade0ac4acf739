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
    return open_book(path, backup_first=first)


def mend_name(path: Path) -> None:
    """A power cut while a book was locked may have left it under its second name, on a disk that knows only one."""
    from shopkeeper.records.turning import put_back_name

    put_back_name(path)
