"""Writes tests/golden/shop-0005.db: the shop of version 4, as version 5 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0005` while version 5 is unreleased; afterwards the file stays as it is.
"""

from pathlib import Path

from shopkeeper.service import consents, forgetting, members
from shopkeeper.service.details import Details
from tests.books import NOW
from tests.golden import make_0004
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0005.db")


def make(target: Path) -> None:
    """The same shop, with an answer about letters, and somebody who was forgotten."""
    with gone_on(make_0004.make, target) as book:
        with book.writing(NOW) as w:
            one = w.value("select min(id) from members where gone = 0")
            consents.answer(w, one, "letter", given=True, how="in person", wording="May we write to you?")
        with book.writing(NOW) as w:
            leaver = members.enrol(
                w, Details("Somebody Else", phones=("020 7946 0990",)), welcome=False
            ).member_id
        with book.writing(NOW) as w:
            forgetting.forget(w, leaver)
        book.empty_log()


if __name__ == "__main__":
    make(GOLDEN)
