"""Writes tests/golden/shop-0012.db: the shop of version 11, as version 12 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0012` while version 12 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from pathlib import Path

from shopkeeper.records.opening import open_book
from shopkeeper.service import holding, requests
from tests.books import NOW
from tests.golden import make_0011
from tests.golden.making import copied_out

GOLDEN = Path(__file__).with_name("shop-0012.db")


def make(target: Path) -> None:
    """The same shop, with a member on hold who asked to be shown what is held."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        shutil.copyfile(make_0011.GOLDEN, file)
        book = open_book(file)
        with book.writing(NOW) as w:
            member = w.value("select min(id) from members where gone = 0")
            holding.hold(w, member, "The bill of May is disputed")
        with book.writing(NOW) as w:
            requests.ask(w, member, "see")
        book.close()
        copied_out(file, target)


if __name__ == "__main__":
    make(GOLDEN)
