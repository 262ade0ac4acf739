"""What taking back an act would do to the points and tiers of everybody, found out by doing it and leaving it undone."""

from typing import Any

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.service import acts, homes, previews, shops
from shopkeeper.service.common import who
from shopkeeper.service.previews import MOST_SHOWN, Effect
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

TOO_MANY = 2_000
"""Members of one act; beyond, its effect is worked out for the first of them alone."""

# Of these more than the one member an act is of may stand elsewhere after its undo.
_OF_MANY = frozenset({"import", "posting", "move", "merge", "household", "programme"})


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What undoing an act would change: `members` whose points, debt or tier it would be, and the first of them."""

    act: int
    kind: str
    summary: dict[str, Any]
    members: int
    effects: tuple[Effect, ...]


def may_concern_many(book: Reading, act_id: int | None = None) -> bool:
    """Whether it has to be looked at before it is undone; quickly answered. Declined as `acts.undo` is by its kind."""
    act = acts.undoable(book, act_id)
    return act.kind in _OF_MANY or (
        act.member_id is not None and bool(homes.in_households(book, [act.member_id]))
    )


def foresee(w: Writing, act_id: int | None = None, progress: Progress = nobody_waits) -> Foreseen:
    """Undo an act, the last one if none is named, see what comes of it, and put everything back. Declined as the undo."""
    act = acts.undoable(w, act_id)
    members = w.value(
        "select count(distinct member_id) from facts where act_id = ? and undone_by is null", (act.id,)
    )
    if members > TOO_MANY:
        found = previews.undo(w, act.id, shops.today(w))
        return Foreseen(act.id, act.kind, act.summary, members, found)
    before = _standings(w)
    w.run("savepoint foreseen")
    try:
        acts.undo(w, act.id, progress)
        after = _standings(w)
    finally:
        w.run("rollback to foreseen")
        w.run("release foreseen")
    nothing = (0, 0, BASE_TIER, 0)
    changed = [
        member
        for member in sorted(before.keys() | after.keys())
        if before.get(member, nothing) != after.get(member, nothing)
    ]
    effects = tuple(
        _effect(w, member, before.get(member, nothing), after.get(member, nothing))
        for member in changed[:MOST_SHOWN]
    )
    return Foreseen(act.id, act.kind, act.summary, len(changed), effects)


_Stands = tuple[int, int, str, int]  # points, debt, tier, rank


def _standings(book: Reading) -> dict[int, _Stands]:
    return {
        row[0]: row[1:] for row in book.each("select member_id, points, debt, tier, tier_rank from standings")
    }


def _effect(book: Reading, member: int, before: _Stands, after: _Stands) -> Effect:
    number, name = who(book, member, even_if_gone=True)
    return Effect(
        member,
        number,
        name,
        before[0],
        after[0],
        before[2],
        before[3],
        after[2],
        after[3],
        None,
        before[1],
        after[1],
    )
