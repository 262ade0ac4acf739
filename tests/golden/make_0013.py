"""Writes tests/golden/shop-0013.db: the shop of version 12, as version 13 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0013` while version 13 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from shopkeeper.records.opening import open_book
from shopkeeper.service import voucher_redeeming, vouchers
from shopkeeper.service.vouchers import Plan
from tests.books import NOW, TODAY
from tests.golden import make_0012
from tests.golden.making import copied_out

GOLDEN = Path(__file__).with_name("shop-0013.db")


def make(target: Path) -> None:
    """The same shop, with a voucher that asks for a purchase of some size, and the purchase it was taken off."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        shutil.copyfile(make_0012.GOLDEN, file)
        book = open_book(file)
        plan = Plan(
            "Winter", "money", TODAY, TODAY + timedelta(days=40), value=500, named=False, least_minor=3000
        )
        with book.writing(NOW) as w:
            offer = vouchers.offer(w, plan).offer.id
        with book.writing(NOW) as w:
            (number,) = vouchers.make(w, offer, count=1).numbers
        with book.writing(NOW) as w:
            purchase = w.value("select max(id) from facts where kind = 'purchase' and undone_by is null")
            voucher_redeeming.redeem(w, number, amount_minor=3000, purchase=purchase)
        book.close()
        copied_out(file, target)


if __name__ == "__main__":
    make(GOLDEN)
