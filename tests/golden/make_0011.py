"""Writes tests/golden/shop-0011.db: the shop of version 10, as version 11 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0011` while version 11 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from pathlib import Path

from shopkeeper.records.opening import open_book
from shopkeeper.service import people
from tests.books import NOW
from tests.golden import make_0010
from tests.golden.making import copied_out

GOLDEN = Path(__file__).with_name("shop-0011.db")


def make(target: Path) -> None:
    """The same shop, its acts sealed, and somebody who serves since."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        shutil.copyfile(make_0010.GOLDEN, file)
        book = open_book(file)
        with book.writing(NOW) as w:
            people.add(w, "Kofi")
        book.close()
        copied_out(file, target)


if __name__ == "__main__":
    make(GOLDEN)
