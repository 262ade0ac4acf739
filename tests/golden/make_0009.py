"""Writes tests/golden/shop-0009.db: the shop of version 8, as version 9 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0009` while version 9 is unreleased; afterwards the file stays as it is.
"""

from pathlib import Path

from shopkeeper.service import acts
from tests.books import NOW, TODAY
from tests.golden import make_0008
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0009.db")


def make(target: Path) -> None:
    """The same shop, with a trial of three members that has begun and an offer that was given."""
    with gone_on(make_0008.make, target) as book, book.writing(NOW) as w:
        act = acts.begin(w, "trial", name="Coffee or points", drawn=3, first=2, seed="golden")
        trial = w.insert(
            "insert into trials (act_id, name, first_offer, second_offer, second_points, first_cost_minor, often, who,"
            " measure, goal, weeks, from_day, through, smallest, seed) values (?, 'Coffee or points', 'A coffee', '50"
            " points', 50, 40, 'visit', 'Gold', 'spend', 300, 8, ?, '2027-01-15', 250, 'golden')",
            (act, TODAY.isoformat()),
        )
        w.run(
            "insert into trial_members (trial_id, member_id, household, pair, first)"
            " select ?, id, id - 1, (id - 1) / 2, id % 2 from members where gone = 0",
            (trial,),
        )
        w.run(
            "insert into trial_gifts (act_id, trial_id, member_id, what, given_on)"
            " select ?, trial_id, member_id, 'A coffee', ? from trial_members where first = 1 limit 1",
            (act, TODAY.isoformat()),
        )


if __name__ == "__main__":
    make(GOLDEN)
