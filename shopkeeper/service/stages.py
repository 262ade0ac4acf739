"""Where each member stands on the way from the first purchase to recommending the shop, by the shop's own thresholds."""

import json
from datetime import date

import numpy as np

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.stages import USUAL, Stage, Thresholds, checked, stages_on
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.service import acts, shops, visiting
from shopkeeper.values import asdict, dataclass

_KEPT = "stages"


@dataclass(frozen=True, slots=True)
class StagesSet:
    """An act that changed the thresholds."""

    act: int
    limits: Thresholds


def thresholds(book: Reading) -> Thresholds:
    """The shop's own, the usual ones where it has not said."""
    kept = book.value("select value from shop where name = ?", (_KEPT,))
    return Thresholds(**{**asdict(USUAL), **((json.loads(kept) if kept else None) or {})})


def set_thresholds(w: Writing, limits: Thresholds, *, by: int | None = None) -> StagesSet:
    """Keep other thresholds, from now on and for every day looked back upon; nothing is written down about anybody.
    Declined where they contradict each other, with the field."""
    good = checked(limits)
    kept = w.value("select value from shop where name = ?", (_KEPT,))
    was = json.loads(kept) if kept else None
    act = acts.begin(w, "stages", by=by)
    w.insert(
        "insert into before (act_id, about, row_id, was, became) values (?, 'kept', 0, ?, ?)",
        (act, json.dumps({_KEPT: was}), json.dumps({_KEPT: asdict(good)})),
    )
    shops.keep(w, _KEPT, asdict(good))
    return StagesSet(act, good)


def of(book: Reading, seen: Visiting, on: date, limits: Thresholds | None = None) -> Ints:
    """The stage of each member of `seen` at the end of a day, by the shop's own thresholds unless others are given."""
    return stages_on(seen, on.toordinal(), _advocates(book, seen.members), limits or thresholds(book))


def of_member(book: Reading, member_id: int, on: date) -> Stage:
    """Where one member stands at the end of a day."""
    seen = visiting.of_member(book, member_id, on)
    return Stage(int(of(book, seen, on)[0])) if len(seen) else Stage.PROSPECT


def _advocates(book: Reading, members: Ints) -> Flags:
    """Who has brought somebody: named as the one who sent a member."""
    sent = {
        int(row[0])
        for row in book.rows(
            "select distinct other_member from relations where kind = 'referred by' and other_member is not null"
        )
    }
    return np.isin(members, np.fromiter(sent, dtype=np.int64, count=len(sent)))
