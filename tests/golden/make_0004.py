"""Writes tests/golden/shop-0004.db: the shop of version 3, as version 4 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0004` while version 4 is unreleased; afterwards the file stays as it is.
"""

from pathlib import Path

from shopkeeper.service import duplicates
from tests.books import NOW
from tests.golden import make_0003
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0004.db")


def make(target: Path) -> None:
    """The same shop, with two members of whom it was said that they are not one person."""
    with gone_on(make_0003.make, target) as book, book.writing(NOW) as w:
        one, other = (
            member for (member,) in w.rows("select id from members where gone = 0 order by id limit 2")
        )
        duplicates.say_apart(w, one, other)


if __name__ == "__main__":
    make(GOLDEN)
