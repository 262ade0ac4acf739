"""What the makers of golden files share: the shop of the version before, gone on with, and copied out whole."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shopkeeper.records.backups import copy_out
from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book


def copied_out(book: Path, target: Path) -> None:
    """The closed book as one file without a log."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "copy.part"
        part.touch()
        copy_out(book, part)
        shutil.copyfile(part, target)


@contextmanager
def gone_on(before: Callable[[Path], None], target: Path) -> Iterator[Book]:
    """The shop of the version before, open to be gone on with; then it is the target."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        before(file)
        book = open_book(file)
        yield book
        book.close()
        copied_out(file, target)
