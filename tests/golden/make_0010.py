"""Writes tests/golden/shop-0010.db: the shop of version 9, as version 10 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0010` while version 10 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from shopkeeper.records.backups import copy_out
from shopkeeper.records.opening import open_book
from shopkeeper.service import vouchers
from tests.books import NOW, TODAY
from tests.golden import make_0009

GOLDEN = Path(__file__).with_name("shop-0010.db")


def make(target: Path) -> None:
    """The same shop, with a voucher that was redeemed and one that is open."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        make_0009.make(file)
        book = open_book(file)
        with book.writing(NOW) as w:
            members = [row[0] for row in w.rows("select id from members where gone = 0 order by id limit 2")]
            five = vouchers.Plan("Five pounds", "money", TODAY, TODAY + timedelta(days=30), value=500)
            made = vouchers.make(w, vouchers.offer(w, five).offer.id, members)
            vouchers.redeem(w, made.numbers[0], amount_minor=2450)
        book.close()
        part = Path(folder) / "copy.part"
        part.touch()
        copy_out(file, part)
        shutil.copyfile(part, target)


if __name__ == "__main__":
    make(GOLDEN)
