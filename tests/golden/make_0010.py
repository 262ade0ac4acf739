"""Writes tests/golden/shop-0010.db: the shop of version 9, as version 10 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0010` while version 10 is unreleased; afterwards the file stays as it is.
"""

from datetime import timedelta
from pathlib import Path

from shopkeeper.service import voucher_redeeming, vouchers
from tests.books import NOW, TODAY
from tests.golden import make_0009
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0010.db")


def make(target: Path) -> None:
    """The same shop, with a voucher that was redeemed and one that is open."""
    with gone_on(make_0009.make, target) as book, book.writing(NOW) as w:
        members = [row[0] for row in w.rows("select id from members where gone = 0 order by id limit 2")]
        five = vouchers.Plan("Five pounds", "money", TODAY, TODAY + timedelta(days=30), value=500)
        made = vouchers.make(w, vouchers.offer(w, five).offer.id, members)
        voucher_redeeming.redeem(w, made.numbers[0], amount_minor=2450)


if __name__ == "__main__":
    make(GOLDEN)
