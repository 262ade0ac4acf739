"""What was merged once: what has been done since, and the facts that go back when it is taken apart."""

import json

from shopkeeper.records.book import Reading, Writing
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Something done since two records were merged: the act, its kind, when it was entered, of how much."""

    act: int
    kind: str
    entered_at: str
    amount_minor: int = 0
    points: int = 0


def changes_since(book: Reading, merge_act: int) -> tuple[Change, ...]:
    """What has been done to either record since it was merged, the earliest first; what was undone again is not told."""
    rows = book.rows(
        "with concerned (id) as (select kept_member from merges where act_id = :act"
        " union select other_member from merges where act_id = :act)"
        " select a.id, a.kind, a.entered_at, a.summary from acts a where a.id > :act and a.undone_by is null"
        " and (a.undoes is null or a.undoes < :act) and a.kind <> 'nothing' and (a.member_id in concerned"
        "  or exists (select 1 from facts f where f.act_id = a.id and f.member_id in concerned)"
        "  or exists (select 1 from letters l where l.act_id = a.id and l.member_id in concerned)"
        "  or exists (select 1 from moves v where v.act_id = a.id"
        "   and (v.from_member in concerned or v.to_member in concerned)))"
        " order by a.id",
        {"act": merge_act},
    )
    found = []
    for act, kind, entered_at, summary in rows:
        told = json.loads(summary) if summary else {}
        found.append(Change(act, kind, entered_at, told.get("amount_minor") or 0, told.get("points") or 0))
    return tuple(found)


def take_apart(w: Writing, merge_act: int, undoing: int) -> set[int]:
    """Give the facts back to the record they came from, with what came back of its purchases since; answers both members.

    A purchase that was moved to somebody else since stays there.
    """
    row = w.row(
        "select kept_member, other_member from merges where act_id = ? and undone_by is null", (merge_act,)
    )
    if row is None:
        return set()
    kept, other = row
    w.run("update merges set undone_by = ? where act_id = ?", (undoing, merge_act))
    _find_again(w)
    for column in ("id", "of_fact"):
        w.run(
            "update facts set member_id = ? where member_id = ?"
            f" and {column} in (select fact_id from merged_facts where act_id = ?)",
            (other, kept, merge_act),
        )
    return {kept, other}


def _find_again(w: Writing) -> None:
    """As whom the numbers of merged records are found: follow the merges that still hold."""
    into: dict[int, int] = dict(
        w.rows("select other_member, kept_member from merges where undone_by is null")
    )
    for number, other, found_as in w.rows(
        "select id, other_member, found_as from merges where undone_by is null"
    ):
        now = into[other]
        while now in into:
            now = into[now]
        if now != found_as:
            w.run("update merges set found_as = ? where id = ?", (now, number))
