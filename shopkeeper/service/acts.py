"""Acts: what was done, when, by whom; the last ones can be undone, each as one."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopkeeper.errors import Contradiction, Declined
from shopkeeper.records import schema
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import built_on, finding, merged, pins, programmes, shops, standings
from shopkeeper.service.standings import Progress, nobody_waits

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
DETAILS = ("members", "contacts", "addresses", "cards", "remarks")


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
    pins.require(w, kind)
    return w.insert(
        "insert into acts (kind, entered_at, by_person, member_id, summary) values (?, ?, ?, ?, ?)",
        (
            kind,
            w.entered_at,
            pins.credited(w, kind, by),
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
    pins.require(w, act.kind)
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
        (w.entered_at, pins.proved(w), act.member_id, act.id),
    )
    w.run("update acts set undone_by = ? where id = ?", (undoing, act.id))
    today = shops.today(w)
    touched = _undo_facts(w, act.id, undoing)
    touched |= _undo_moves(w, act.id)
    touched |= merged.take_apart(w, act.id, undoing)
    touched |= _of_households(w, act.id)
    gone = _undo_members(w, act.id)
    edited = _undo_details(w, act.id, even_if_changed=even_if_changed)
    if act.kind == "household":
        _refuse_two_households(w, act.id)
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


def _undo_facts(w: Writing, act_id: int, undoing: int) -> set[int]:
    built_on = w.value(
        "select 1 from facts f join facts r on r.of_fact = f.id where f.act_id = ? and r.act_id <> ?"
        " and r.undone_by is null limit 1",
        (act_id, act_id),
    )
    if built_on:
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


def _undo_moves(w: Writing, act_id: int) -> set[int]:
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


def _of_households(book: Reading, act_id: int) -> set[int]:
    """Everybody who shared a household that an act changed: their standings change with it."""
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


def _refuse_two_households(w: Writing, act_id: int) -> None:
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


def _undo_members(w: Writing, act_id: int) -> set[int]:
    built_on.refuse_members(w, act_id)
    made = {row[0] for row in w.rows("select id from members where act_id = ? and gone = 0", (act_id,))}
    w.run("update members set gone = 1 where act_id = ? and gone = 0", (act_id,))
    return made


def _undo_details(w: Writing, act_id: int, *, even_if_changed: bool = False) -> set[int]:
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


# ---- details that can be put back: a row as it was and as it became ----


def row_now(book: Reading, about: str, row_id: int) -> dict[str, Any] | None:
    """A row of a member's details as a plain dictionary without its id, None where there is none."""
    columns = detail_columns(about)
    row = book.row(f"select {', '.join(columns)} from {about} where id = ?", (row_id,))
    return None if row is None else dict(zip(columns, row, strict=True))


def put_row(w: Writing, about: str, row_id: int, values: dict[str, Any] | None) -> None:
    """Make a row of details what it is to be: changed, there again, or gone."""
    if values is None:
        w.run(f"delete from {about} where id = ?", (row_id,))
        return
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    sets = ", ".join(f"{name} = excluded.{name}" for name in values)
    w.run(
        f"insert into {about} (id, {columns}) values (?, {marks}) on conflict (id) do update set {sets}",
        (row_id, *values.values()),
    )


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


_COLUMNS = {
    "members": ("act_id", "number", "name", "say", "greeting", "birthday_year", "birthday_month", "birthday_day",
                "leap_day", "joined_on", "letters", "letters_asked_on", "note", "gone"),
    "contacts": ("member_id", "kind", "text", "canonical"),
    "addresses": ("member_id", "street", "address_2", "postcode", "town", "region", "country"),
    "cards": ("member_id", "number", "given_on", "blocked_on"),
    "remarks": ("member_id", "kind", "text", "noted_on", "by_person", "source"),
    "people": ("name", "role", "active"),
    "letters": ("act_id", "member_id", "kind", "occasion", "written_on", "own_line", "paragraphs", "undone_by"),
    "households": ("name", "since"),
    "stays": ("member_id", "household_id", "from_day", "through"),
    "refusals": ("member_id", "perk", "happened_on", "by_person"),
    "promises": ("member_id", "text", "made_on", "due_on", "first_due_on", "by_person", "state", "settled_on", "settled_by"),
    "needs": ("text", "state", "made_on"),
    "matters": ("member_id", "kind", "text", "subject", "touch", "about_on", "heard_on", "heard_at", "by_person",
                "answered_at", "state", "right_now", "settled_on", "closed_on", "outcome", "need_id"),
    "matter_steps": ("matter_id", "member_id", "kind", "text", "amount_minor", "allowed", "done_on", "done_at", "by_person"),
    "wanted": ("member_id", "what", "folded", "noted_on", "by_person", "state", "arrived_on", "told_on", "ended_on"),
    "relations": ("member_id", "kind", "text", "other_member", "hides_gifts", "noted_on", "by_person"),
    "dates": ("member_id", "text", "month", "day", "year", "noted_on", "by_person"),
    "questions": ("text", "choices", "becomes", "points", "interest", "least_rank", "from_day", "state"),
    "answers": ("question_id", "member_id", "text", "answered_on", "by_person"),
    "talks": ("member_id", "channel", "text", "happened_on", "by_person"),
    "apart": ("member_id", "other_member"),
    "consents": ("member_id", "channel", "given", "said_on", "how", "wording", "by_person"),
    "events": ("kind", "name", "words", "on_day", "from_time", "until_time", "room", "places", "bring", "cost_minor", "goal",
               "note", "served", "after_days", "early_rank", "opens_on", "called_off_on"),
    "guests": ("act_id", "event_id", "member_id", "state", "rank", "told_on", "told_by", "answer", "answered_on",
               "companions", "waits_since", "arrived_at", "came_with", "by_person", "code"),
    "set_aside": ("member_id", "about", "until", "noted_on", "by_person", "given_to"),
    "leavings": ("member_id", "reason", "text", "never", "noted_on", "by_person"),
    "tries": ("member_id", "channel", "text", "planned_on", "due_on", "done_on", "by_person"),
    "holds": ("member_id", "text", "from_day", "lifted_on", "by_person"),
    "requests": ("member_id", "kind", "text", "asked_on", "due_on", "done_on", "outcome", "by_person"),
    "allowances": ("person_id", "amount_minor"),
    "cards_shown": ("member_id", "question_id", "shown_on"),
    "pictures": ("member_id", "taken_on", "agreed_on", "agreed_how", "by_person", "removed_on"),
    "praises": ("member_id", "person_id", "text", "said_on", "by_person", "passed_on"),
    "visit_forms": ("name", "statements", "made_on", "state"),
    "visit_reports": ("form_id", "visited_on", "visitor", "marks", "words", "by_person"),
    "questionnaires": ("name", "questions", "made_on", "state"),
    "closed_days": ("from_day", "through", "text"),
    "trials": ("act_id", "name", "first_offer", "second_offer", "first_points", "second_points", "first_cost_minor",
               "second_cost_minor", "often", "who", "measure", "goal", "weeks", "from_day", "through", "smallest", "seed",
               "stopped_on"),
    "trial_members": ("trial_id", "member_id", "household", "pair", "first"),
    "trial_gifts": ("act_id", "trial_id", "member_id", "what", "given_on", "by_person"),
    "offers": ("name", "gives", "value", "thing", "from_day", "through", "named", "most", "each_minor", "budget_minor",
               "made_on", "withdrawn_on"),
    "vouchers": ("act_id", "offer_id", "number", "member_id", "made_on", "used_on", "used_at", "used_by", "gave_minor"),
}  # fmt: skip


def detail_columns(about: str) -> tuple[str, ...]:
    """The columns of a table of details."""
    return _COLUMNS[about]


def next_id(w: Writing, about: str) -> int:
    """The id the next row of a table will have; nothing is ever deleted from the tables of facts."""
    return 1 + int(w.value(f"select coalesce(max(id), 0) from {about}"))


def day_text(day: date) -> str:
    """A shop day as it is stored."""
    return day.isoformat()
