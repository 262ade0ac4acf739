"""Writes tests/golden/shop-0002.db: a small shop as version 2 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0002` while version 2 is unreleased; afterwards the file stays as it is.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from shopkeeper.service import (
    acts,
    awards,
    circle,
    finding,
    matters,
    members,
    promises,
    purchases,
    returns,
    wanted,
)
from shopkeeper.service.details import Address, Birthday, Details, Remark
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.golden.making import copied_out

GOLDEN = Path(__file__).with_name("shop-0002.db")


def make(target: Path) -> None:
    """A shop with something in most of its tables, copied out whole."""
    with tempfile.TemporaryDirectory() as folder:
        book = new_book(Path(folder), now=NOW - timedelta(days=400))
        early = NOW - timedelta(days=300)
        anna = enrol(
            book, "Anna Berg", now=early, welcome=True, phones=("020 7946 0958",), emails=("anna@example.com",),
            addresses=(Address("3 Mill Lane", "", "CT2 8AB", "Canterbury"),), birthday=Birthday(2, 29),
            remarks=(Remark("warning", "Allergic to nuts"), Remark("fact", "Dachshund called Biscuit")), letters=True,
        )  # fmt: skip
        chen = enrol(book, "陈丽", now=early, say="Chen Li")
        eleni = enrol(book, "Ελένη Παπαδοπούλου", now=early)
        for week in range(30):
            buy(book, (anna, chen, None)[week % 3], 1999 + 731 * week, now=early + timedelta(days=7 * week))
        kept = buy(
            book,
            anna,
            3000,
            key="till-1",
            lines=(purchases.Line(2000, what="Cheese"), purchases.Line(1000, False)),
        )
        with book.writing(NOW) as w:
            returns.give_back(w, kept.purchase, line_positions=(2,))
        paid = buy(book, anna, 500, points=200)
        with book.writing(NOW) as w:
            purchases.move(w, paid.purchase, chen)
        with book.writing(NOW) as w:
            awards.adjust(w, eleni, -50, "Counted twice")
        with book.writing(NOW) as w:
            awards.tier(w, eleni, "Gold", TODAY + timedelta(days=30), "Helped us move")
        with book.writing(NOW) as w:
            members.edit(w, chen, Details("陈丽", say="Chen Li", note="Likes green tea"))
        with book.writing(NOW) as w:
            acts.undo(w)
        with book.writing(NOW) as w:
            kept_word = promises.make(w, anna, "Two rye loaves", TODAY + timedelta(days=3)).promise
            promises.make(w, eleni, "Phone when the olives are in", TODAY)
            promises.settle(w, kept_word.id)
            wanted.note(w, anna, "Seville oranges")
            circle.relate(w, anna, "Son Tom")
            circle.relate(w, chen, "Friend from the choir", "friend", other=anna)
            circle.remember_day(w, anna, "Wedding anniversary", 2, 29)
            heard = matters.hear(w, "complaint", "Mouldy strawberries", member_id=anna, about_on=TODAY)
            matters.remedy(w, heard.matter.id, "A fresh punnet", 250)
        with book.writing(NOW) as w:
            finding.settle(w)
        book.close()
        copied_out(book.path, target)


if __name__ == "__main__":
    make(GOLDEN)
