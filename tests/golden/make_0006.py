"""Writes tests/golden/shop-0006.db: the shop of version 5, as version 6 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0006` while version 6 is unreleased; afterwards the file stays as it is.
"""

from datetime import timedelta
from pathlib import Path

from shopkeeper.records.book import Writing
from shopkeeper.service import door, events, guests
from tests.books import NOW, TODAY
from tests.golden import make_0005
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0006.db")


def make(target: Path) -> None:
    """The same shop, with a tasting today to which one member has come, and a preview to come."""
    with gone_on(make_0005.make, target) as book, book.writing(NOW) as w:
        one, other = (
            member for (member,) in w.rows("select id from members where gone = 0 order by id limit 2")
        )
        tasting = events.plan(
            w, events.Plan("tasting", "Cheese tasting", TODAY, "19:00", "21:00", places=1)
        ).event.id
        guests.answer(w, _on_list(w, tasting, one), "yes")
        guests.answer(w, _on_list(w, tasting, other), "yes")
        door.check_in(w, tasting, one)
        later = TODAY + timedelta(days=9)
        events.plan(w, events.Plan("sale preview", "Sale preview", later, "18:00", "20:00", early_rank=1))


def _on_list(w: Writing, event: int, member: int) -> int:
    guests.add_one(w, event, member)
    guest = guests.of_member(w, event, member)
    assert guest is not None
    return guest.id


if __name__ == "__main__":
    make(GOLDEN)
