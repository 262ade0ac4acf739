"""Writes tests/golden/shop-0004.db: the shop of version 3, as version 4 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0004` while version 4 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from pathlib import Path

from shopkeeper.records.backups import copy_out
from shopkeeper.records.opening import open_book
from shopkeeper.service import duplicates
from tests.books import NOW
from tests.golden import make_0003

GOLDEN = Path(__file__).with_name("shop-0004.db")


def make(target: Path) -> None:
    """The same shop, with two members of whom it was said that they are not one person."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        make_0003.make(file)
        book = open_book(file)
        with book.writing(NOW) as w:
            one, other = (
                member for (member,) in w.rows("select id from members where gone = 0 order by id limit 2")
            )
            duplicates.say_apart(w, one, other)
        book.close()
        part = Path(folder) / "copy.part"
        part.touch()
        copy_out(file, part)
        shutil.copyfile(part, target)


if __name__ == "__main__":
    make(GOLDEN)
