"""Acts: what was done, when, by whom; the last ones can be undone, each as one."""

import json
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import built_on, finding, merged, programmes, roles, shops, standings, taking_back
from shopkeeper.service.detail_rows import put_row, row_now
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

# What can be undone, in the words of the person who did it.
UNDOABLE = {
    "purchase": "purchase", "return": "return", "adjustment": "adjustment", "gift": "gift", "waiver": "waiver",
    "tier": "manual tier", "move": "move to another member", "enrol": "new member", "edit": "change of details",
    "import": "import", "posting": "day's posting", "letter": "letter", "programme": "change of programme",
    "merge": "merge of two records", "apart": "note that two are not one person", "household": "change of a household", "perk": "perk given",
    "perk refused": "perk refused",
    "promise": "promise", "promise settled": "answer to a promise", "matter": "complaint or request",
    "matter step": "step in a complaint or request", "wanted": "line of the wanted book", "relation": "person around a member",
    "date": "day to remember", "question": "question", "answered": "answer", "talk": "note of a talk",
    "set aside": "line of the morning page", "draw": "draw", "need": "need",
    "consent": "answer about letters and calls", "shop": "change of the shop", "person": "people who serve",
    "event": "event", "guests": "guest list", "guest": "guest", "door": "check-in at the door",
    "group": "saved group", "stages": "change of the stages", "discount": "how later money is counted", "leaving": "note of why somebody left", "try": "try to see somebody again",
    "hold": "hold on what is kept", "data request": "request about data",
    "allowance": "allowance to put things right", "not now": "question put aside",
    "thanked": "thanks for sending somebody",
    "picture": "picture", "praise": "thanks to somebody who serves", "visit form": "visit form",
    "visit report": "visit to the shop", "questionnaire": "sheet of questions", "sheet answered": "answered sheet",
    "closed": "closed days",
    "trial": "trial", "trial stopped": "end of a trial", "offer": "offer given",
    "voucher offer": "offer of vouchers", "vouchers": "vouchers made", "voucher": "voucher redeemed",
}  # fmt: skip
WORTH_WATCHING = 100  # members to be replayed


@dataclass(frozen=True, slots=True)
class Act:
    """One line of what was done."""

    id: int
    kind: str
    entered_at: str
    member_id: int | None
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Affected:
    """A member whose standing an act changed, and where it stands now."""

    member_id: int
    number: str
    name: str
    tier: str
    points: int


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that is as if it had never been, and whom that concerns (the first hundred of `members`)."""

    act: int
    undid: int
    kind: str
    summary: dict[str, Any]
    affected: tuple[Affected, ...]
    members: int


def begin(
    w: Writing, kind: str, *, member_id: int | None = None, by: int | None = None, **summary: object
) -> int:
    """Write down that something is being done; answers the act's id."""
    roles.require(w, kind)
    return w.insert(
        "insert into acts (kind, entered_at, by_person, member_id, summary) values (?, ?, ?, ?, ?)",
        (
            kind,
            w.entered_at,
            roles.credited(w, kind, by),
            member_id,
            json.dumps(summary, ensure_ascii=False) if summary else "",
        ),
    )


def last_undoable(book: Reading) -> Act | None:
    """What Undo would undo now."""
    marks = ", ".join("?" * len(UNDOABLE))
    row = book.row(
        "select id, kind, entered_at, member_id, summary from acts"
        f" where undone_by is null and kind in ({marks}) and {_NOT_FORGOTTEN} order by id desc limit 1",
        tuple(UNDOABLE),
    )
    return None if row is None else _act(row)


# What somebody did who is forgotten is as it is: nothing is left to put back.
_NOT_FORGOTTEN = (
    "not exists (select 1 from members m where m.gone = 3 and (m.id = acts.member_id or m.act_id = acts.id"
    " and acts.kind = 'enrol'))"
)


def _act(row: tuple[Any, ...]) -> Act:
    return Act(row[0], row[1], row[2], row[3], json.loads(row[4]) if row[4] else {})


def undo(
    w: Writing, act_id: int | None = None, progress: Progress = nobody_waits, *, even_if_changed: bool = False
) -> Undone:
    """Take back an act, the last one if none is named, so that all that is derived is as if it had never been.

    Declined: nothing to undo; undone already; what later acts build upon (a purchase with a return, all that
    `built_on` names, details changed again since, merged records of which either has changed). A merge is
    taken apart all the same if `even_if_changed`; then what was changed since stays as it is.
    """
    act = undoable(w, act_id)
    roles.require(w, act.kind)
    w.run("savepoint undoing")  # what is declined halfway is not done at all, even where the caller goes on
    try:
        undone = _take_back(w, act, progress, even_if_changed=even_if_changed)
    except Declined:
        w.run("rollback to undoing")
        w.run("release undoing")
        raise
    w.run("release undoing")
    return undone


def _take_back(w: Writing, act: Act, progress: Progress, *, even_if_changed: bool) -> Undone:
    if act.kind == "merge" and not even_if_changed:
        _refuse_changed_merge(w, act.id)
    undoing = w.insert(
        "insert into acts (kind, entered_at, by_person, member_id, undoes) values ('undo', ?, ?, ?, ?)",
        (w.entered_at, roles.credited(w, act.kind, None), act.member_id, act.id),
    )
    w.run("update acts set undone_by = ? where id = ?", (undoing, act.id))
    today = shops.today(w)
    touched = taking_back.facts(w, act.id, undoing)
    touched |= taking_back.moves(w, act.id)
    touched |= merged.take_apart(w, act.id, undoing)
    touched |= taking_back.sharing_households(w, act.id)
    gone = taking_back.members(w, act.id)
    edited = taking_back.details(w, act.id, even_if_changed=even_if_changed)
    if act.kind == "household":
        taking_back.refuse_two_households(w, act.id)
    w.run("update letters set undone_by = ? where act_id = ?", (undoing, act.id))
    w.run("update draws set undone_by = ? where act_id = ?", (undoing, act.id))
    if act.kind == "trial":
        built_on.refuse_trial(w, act.id)
        w.run("update trials set undone_by = ? where act_id = ?", (undoing, act.id))
    w.run("update draft_days set posted_act = null where posted_act = ?", (act.id,))
    w.run("update programmes set undone_by = null where undone_by = ?", (act.id,))
    if (
        w.run("update programmes set undone_by = ? where act_id = ?", (undoing, act.id))
        or len(touched) > 2000
    ):
        standings.replay_all(w, programmes.versions(w), today, progress=progress)
    else:
        watched = progress if len(touched) >= WORTH_WATCHING else nobody_waits
        standings.replay_members(w, programmes.versions(w), touched, today, watched)
    if gone or edited:
        finding.refresh(w, sorted(gone | edited))
    if touched:
        finding.refresh_rank(w, sorted(touched - gone))
    everyone = sorted(touched | gone | edited)
    return Undone(undoing, act.id, act.kind, act.summary, affected(w, everyone[:100]), len(everyone))


def undoable(book: Reading, act_id: int | None = None) -> Act:
    """The act that would be undone, the last one if none is named; Declined where it cannot be by its kind."""
    act = last_undoable(book) if act_id is None else _find(book, act_id)
    if act is None:
        raise Declined("nothing_to_undo", "There is nothing left to undo.")
    return act


def affected(book: Reading, member_ids: list[int]) -> tuple[Affected, ...]:
    """Where these members stand now, by the cache."""
    if not member_ids:
        return ()
    marks = ", ".join("?" * len(member_ids))
    rows = book.rows(
        "select m.id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.points, 0) from members m"
        f" left join standings s on s.member_id = m.id where m.id in ({marks}) order by m.id",
        member_ids,
    )
    return tuple(Affected(*row) for row in rows)


def _find(book: Reading, act_id: int) -> Act:
    row = book.row(
        "select id, kind, entered_at, member_id, summary, undone_by from acts where id = ?", (act_id,)
    )
    if row is None:
        raise Declined("act_unknown", say("There is no act {act} in this book.").format(act=act_id), "act")
    if row[5] is not None:
        raise Declined("undone_already", "That has been undone already.", "act")
    if row[1] not in UNDOABLE:
        raise Declined("cannot_undo", "That cannot be undone.", "act")
    if not book.value(f"select 1 from acts where id = ? and {_NOT_FORGOTTEN}", (act_id,)):
        raise Declined(
            "was_forgotten", "This was about a member who is forgotten. It cannot be undone.", "act"
        )
    return _act(row)


def _refuse_changed_merge(book: Reading, act_id: int) -> None:
    since = merged.changes_since(book, act_id)
    if not since:
        return
    told = dict.fromkeys(
        f"{UNDOABLE.get(change.kind, change.kind)} ({change.entered_at[:10]})" for change in since
    )
    listed = ", ".join(list(told)[:6]) + (", …" if len(told) > 6 else "")
    raise Declined(
        "changed_since_merge",
        say(
            "The merged record has changed since: {listed}. Take the merge apart with Unmerge; what was done since stays with the member it was kept as."
        ).format(listed=listed),
        "act",
    )


# ---- what an act writes so that it can be taken back ----


def change_row(w: Writing, act_id: int, about: str, row_id: int, values: dict[str, Any] | None) -> bool:
    """Change, add or remove a row of details so that the act can be undone; answers whether anything changed."""
    was = row_now(w, about, row_id)
    if was is not None and values is not None:
        values = {**was, **values}
    if was == values:
        return False
    put_row(w, about, row_id, values)
    w.insert(
        "insert into before (act_id, about, row_id, was, became) values (?, ?, ?, ?, ?)",
        (act_id, about, row_id, json.dumps(was, ensure_ascii=False), json.dumps(values, ensure_ascii=False)),
    )
    return True


def add_row(w: Writing, act_id: int, about: str, values: dict[str, Any]) -> int:
    """Add a row of details so that the act can be undone; answers its id, which no row had before."""
    highest = w.value(
        "select max(coalesce((select seq from sqlite_sequence where name = ?), 0),"
        f" coalesce((select max(id) from {about}), 0))",
        (about,),
    )
    change_row(w, act_id, about, highest + 1, values)
    return int(highest) + 1


def next_id(w: Writing, about: str) -> int:
    """The id the next row of a table will have; nothing is ever deleted from the tables of facts."""
    return 1 + int(w.value(f"select coalesce(max(id), 0) from {about}"))
