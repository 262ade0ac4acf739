"""Where each member stands on the way from the first purchase to recommending the shop, read from the book."""

from datetime import date

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.stages import USUAL, Thresholds, stages_on
from shopkeeper.rules.visiting import Flags, Ints, Visiting


def of(book: Reading, seen: Visiting, on: date, limits: Thresholds = USUAL) -> Ints:
    """The stage of each member of `seen` at the end of a day."""
    return stages_on(seen, on.toordinal(), _advocates(book, seen.members), limits)


def _advocates(book: Reading, members: Ints) -> Flags:
    """Who has brought somebody: named as the one who sent a member."""
    sent = {
        int(row[0])
        for row in book.rows(
            "select distinct other_member from relations where kind = 'referred by' and other_member is not null"
        )
    }
    return np.isin(members, np.fromiter(sent, dtype=np.int64, count=len(sent)))
