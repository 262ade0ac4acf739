"""Writes tests/golden/shop-0007.db: the shop of version 6, as version 7 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0007` while version 7 is unreleased; afterwards the file stays as it is.
"""

from datetime import timedelta
from pathlib import Path

from shopkeeper.service import leaving, morning, winback
from tests.books import NOW, TODAY
from tests.golden import make_0006
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0007.db")


def make(target: Path) -> None:
    """The same shop; one member went elsewhere, was called and is to be written to, another has moved away."""
    with gone_on(make_0006.make, target) as book, book.writing(NOW) as w:
        one, other = (
            member for (member,) in w.rows("select id from members where gone = 0 order by id limit 2")
        )
        leaving.note(w, one, "elsewhere", "The market is nearer")
        winback.tried(w, one, "phone", "Will look in")
        winback.plan(w, one, "letter", TODAY + timedelta(days=7))
        leaving.note(w, other, "moved")
        morning.put_off(w, one, "birthday:2026-11-24", TODAY + timedelta(days=1))


if __name__ == "__main__":
    make(GOLDEN)
