"""What an act wrote is taken back, one kind of thing after the other; each answers whom that concerns."""

import json
from typing import Any

from shopkeeper.errors import Contradiction, Declined
from shopkeeper.records import schema
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import built_on, shops
from shopkeeper.service.detail_rows import put_row, row_now


def facts(w: Writing, act_id: int, undoing: int) -> set[int]:
    """Facts count no more; Declined for a purchase of which a part has come back by another act."""
    came_back = w.value(
        "select 1 from facts f join facts r on r.of_fact = f.id where f.act_id = ? and r.act_id <> ?"
        " and r.undone_by is null limit 1",
        (act_id, act_id),
    )
    if came_back:
        raise Declined(
            "has_a_return", "A part of this purchase has come back since. Undo the return first.", "act"
        )
    touched = {
        row[0]
        for row in w.rows(
            "select distinct member_id from facts where act_id = ? and member_id is not null", (act_id,)
        )
    }
    w.run("update facts set undone_by = ? where act_id = ? and undone_by is null", (undoing, act_id))
    return touched


def moves(w: Writing, act_id: int) -> set[int]:
    """Purchases stand again where they were moved from; Declined where they have been moved on."""
    touched: set[int] = set()
    for fact, source, target in w.rows(
        "select fact_id, from_member, to_member from moves where act_id = ? order by id desc", (act_id,)
    ):
        if w.value("select member_id from facts where id = ?", (fact,)) != target:
            raise Declined("moved_again", "This purchase has been moved again since. Undo that first.", "act")
        w.run("update facts set member_id = ? where id = ? or of_fact = ?", (source, fact, fact))
        if source is None:
            w.run("update facts set earned = 0 where id = ? or of_fact = ?", (fact, fact))
        touched |= {member for member in (source, target) if member is not None}
    return touched


def sharing_households(book: Reading, act_id: int) -> set[int]:
    """Everybody who shared a household that an act changed: their standings change with it. Nothing is taken back by this."""
    if not book.value("select 1 from before where act_id = ? and about = 'stays' limit 1", (act_id,)):
        return set()
    changed = book.rows(
        "select t.household_id, t.member_id from before b join stays t on t.id = b.row_id"
        " where b.act_id = ? and b.about = 'stays'",
        (act_id,),
    )
    found = {member for _, member in changed}
    for home in {home for home, _ in changed}:
        found |= {row[0] for row in book.rows("select member_id from stays where household_id = ?", (home,))}
    return found


def refuse_two_households(w: Writing, act_id: int) -> None:
    """Who left a household and joined one since cannot be in both again."""
    both = w.value(
        "select m.number from before b join stays t on t.id = b.row_id join members m on m.id = t.member_id"
        " join stays o on o.member_id = t.member_id and o.id <> t.id"
        " where b.act_id = ? and b.about = 'stays' and o.from_day <= coalesce(t.through, '9999-12-31')"
        " and t.from_day <= coalesce(o.through, '9999-12-31') limit 1",
        (act_id,),
    )
    if both is not None:
        raise Declined(
            "joined_since",
            say("Member {both} has joined a household since. Undo that first.").format(both=both),
            "act",
        )


def members(w: Writing, act_id: int) -> set[int]:
    """Who was taken in is not in the book; Declined by what has been done with them since."""
    built_on.refuse_members(w, act_id)
    made = {row[0] for row in w.rows("select id from members where act_id = ? and gone = 0", (act_id,))}
    w.run("update members set gone = 1 where act_id = ? and gone = 0", (act_id,))
    return made


def details(w: Writing, act_id: int, *, even_if_changed: bool = False) -> set[int]:
    """Rows are as they were before the act, the last change first; Declined for one that was changed again since, unless
    `even_if_changed`: then what was changed since stays."""
    touched = set()
    for about, row_id, was, became in w.rows(
        "select about, row_id, was, became from before where act_id = ? order by id desc", (act_id,)
    ):
        if about == "shop":
            shops.put_back(w, json.loads(was), json.loads(became))
            continue
        if about == "kept":
            shops.put_back_kept(w, json.loads(was), json.loads(became))
            continue
        now = row_now(w, about, row_id)
        if not _still(now, json.loads(became)):
            if even_if_changed:
                _undo_part(w, about, row_id, now, json.loads(was), json.loads(became))
                touched |= _owners(about, row_id, json.loads(was), json.loads(became))
                continue
            raise Declined(
                "changed_since", "These details have been changed again since. Undo that first.", "act"
            )
        if about == "people":
            _put_person(w, row_id, json.loads(was), json.loads(became))
            continue
        if was == "null":
            built_on.refuse_row(w, about, row_id)
        _put_back(w, about, row_id, json.loads(was))
        if about == "closed_days":
            forget_rhythms(w, (json.loads(was) or json.loads(became))["from_day"])
        touched |= _owners(about, row_id, json.loads(was), json.loads(became))
    return touched


def _put_back(w: Writing, about: str, row_id: int, was: dict[str, Any] | None) -> None:
    """A row as it was; Declined where what has come since has its place, or what it belonged to is gone."""
    try:
        put_row(w, about, row_id, was)
    except Contradiction as contradiction:
        raise Declined(
            "built_on",
            "What has been done since stands in the way. Undo that first, or correct it by hand.",
            "act",
        ) from contradiction


def forget_rhythms(w: Writing, from_day: str) -> None:
    """The days on which members’ rhythms would break from a day on are worked out anew: when the shop is open has changed."""
    w.run("delete from rhythms where breaks_on >= ?", (from_day,))


def _owners(about: str, row_id: int, was: dict[str, Any] | None, became: dict[str, Any] | None) -> set[int]:
    """The members whose details a row is or was."""
    if about == "members":
        return {row_id}
    owners = {row.get("member_id") for row in (was, became) if row}
    return {owner for owner in owners if owner is not None}


def _undo_part(
    w: Writing, about: str, row_id: int, now: dict[str, Any] | None, was: dict[str, Any] | None, became: dict[str, Any] | None
) -> None:  # fmt: skip
    """Of a row that was changed again since, put back what was not; a row that is gone, or came to be, stays so."""
    if now and was and became:
        untouched = {name for name in was if now.get(name) == became.get(name)}
        _put_back(w, about, row_id, now | {name: was[name] for name in untouched})


def _still(now: dict[str, Any] | None, became: dict[str, Any] | None) -> bool:
    """Whether a row is as an act left it; a column that came with a later version was not known to the act."""
    if now is None or became is None:
        return now is became
    return all(now[name] == value for name, value in became.items() if name in now)


def _put_person(w: Writing, person_id: int, was: dict[str, Any] | None, became: dict[str, Any]) -> None:
    """Somebody who serves is who they were; one who did something since stays with their name, and is gone."""
    if was is None:
        busy = any(
            w.value(f"select 1 from {table} where {column} = ? limit 1", (person_id,))
            for table, column in w.rows(schema.REFERRING, ("people",))
        )
        put_row(w, "people", person_id, {**became, "active": 0} if busy else None)
        return
    if w.value("select 1 from people where name = ? and id <> ?", (was["name"], person_id)):
        raise Declined(
            "person_known",
            say("{name} is on the list again since. Undo that first.").format(name=was["name"]),
            "act",
        )
    put_row(w, "people", person_id, was)
