"""What was promised, complained of, wanted, answered and noted around a member, each act told by the row it wrote."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from shopkeeper.records.book import Reading
from shopkeeper.values import dataclass, replace

# Acts of this subject by their kind; one that gave points is on the timeline by its fact already.
KINDS = (
    "promise", "promise settled", "matter", "matter step", "wanted", "relation", "date", "answered", "talk", "merge",
    "household", "perk refused", "guests", "guest", "door", "leaving", "try", "thanked", "hold", "data request",
    "picture", "praise", "sheet answered",
    "offer",
    "vouchers", "voucher",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remembered:
    """One act. `what` are the words written down, `state` what became of it: the state or kind of its row ("gone" for
    one taken out; of a household `joined`, `left`, with `other` before it where somebody else did), `due_on` the day of a promise or an event, `amount_minor` what a remedy cost, `other` the record merged in.
    Of a try the state is `planned` or `done` and `other` its channel; of a note of why somebody left, the reason. Of a hold or a
    request about data it is `begun` or `ended`, `other` what is asked."""

    act: int
    kind: str
    entered_at: str
    by: str
    undone: bool
    what: str = ""
    state: str = ""
    due_on: date | None = None
    amount_minor: int = 0
    other: str = ""
    many: bool = False  # an act of many members, to be undone where it was done


def marks(book: Reading, records: str, *, undone_too: bool) -> list[tuple[int, str, str]]:
    """The acts about a member, whose `records` are a JSON list of ids, with the instant of each and its kind.

    Who joined or left the household a member lived in is told with them too.
    """
    shown = "" if undone_too else " and a.undone_by is null"
    return book.rows(
        "select a.id, a.entered_at, a.kind from guests g join acts a on a.id = g.act_id and a.member_id is null"
        " where g.member_id in (select value from json_each(:records)) and g.state <> 'kept back'"
        " and a.kind in (select value from json_each(:kinds)) union"
        " select a.id, a.entered_at, a.kind from vouchers v join acts a on a.id = v.act_id and a.member_id is null"
        " where v.member_id in (select value from json_each(:records)) union"
        " select a.id, a.entered_at, a.kind from acts a where a.member_id in (select value from json_each(:records))"
        f" and a.kind in (select value from json_each(:kinds)){shown}"
        " and not exists (select 1 from facts f where f.act_id = a.id)"
        " union select a.id, a.entered_at, a.kind from stays mine join stays theirs"
        "  on theirs.household_id = mine.household_id and theirs.member_id <> mine.member_id"
        " join acts a on a.member_id = theirs.member_id and a.kind = 'household'"
        " join before b on b.act_id = a.id and b.about = 'stays' and b.row_id = theirs.id"
        " where mine.member_id in (select value from json_each(:records))"
        " and iif(b.was = 'null', theirs.from_day, theirs.through) between mine.from_day"
        f" and coalesce(mine.through, '9999-12-31'){shown}",
        {"records": records, "kinds": json.dumps(KINDS)},
    )


def remembered(book: Reading, ids: Sequence[int], records: str) -> dict[int, Remembered]:
    """What each of these acts was to the member with these records."""
    rows = book.rows(
        "select a.id, a.kind, a.entered_at, coalesce(p.name, ''), a.undone_by is not null, a.summary,"
        " (select json_array(b.about, json(b.was), json(b.became)) from before b where b.act_id = a.id order by b.id limit 1),"
        " a.member_id in (select value from json_each(:records)) from acts a left join people p on p.id = a.by_person where a.id in (select value from json_each(:ids))",
        {"ids": json.dumps(list(ids)), "records": records},
    )
    return {row[0]: _told(book, *row) for row in rows}


def _told(
    book: Reading,
    act: int,
    kind: str,
    at: str,
    by: str,
    undone: int,
    summary: str,
    written: str | None,
    own: int,
) -> Remembered:
    plain = Remembered(act, kind, at, by, bool(undone))
    said: dict[str, Any] = json.loads(summary) if summary else {}
    if kind == "merge":
        other = said.get("other") or said.get("other_number") or ""
        return Remembered(act, kind, at, by, bool(undone), other=other)
    if kind in ("vouchers", "voucher"):
        return replace(
            plain, what=said.get("offer", ""), amount_minor=said.get("gave_minor", 0), many="vouchers" in said
        )
    if written is None:
        return plain
    about, was, became = json.loads(written)
    if kind == "household":
        what = "joined" if was is None else "left"
        if own:
            return replace(plain, state=what, other=said.get("other") or "")
        return replace(plain, state=f"other {what}", other=said.get("name") or said.get("number") or "")
    if about in ("leavings", "tries"):
        return _left_or_tried(plain, about, was, became)
    if about in ("holds", "requests"):
        return _asked(plain, about, became or was or {})
    if about == "pictures":
        return replace(plain, state="there" if said.get("there") else "gone")
    if about == "praises":
        return _praise(book, plain, became or was or {})
    if about == "guests":
        return _guest(book, plain, said, was, became)
    row: dict[str, Any] = became or was or {}
    state = "gone" if became is None else _state(about, was, row)
    what = row.get("text") or row.get("what") or row.get("perk") or ""
    if about == "matter_steps" and not what:
        what = book.value("select text from matters where id = ?", (row["matter_id"],)) or ""
    due = row.get("due_on") if about == "promises" else None
    return Remembered(
        act, kind, at, by, bool(undone), what, state, date.fromisoformat(due) if due else None,
        row.get("amount_minor") or 0,
    )  # fmt: skip


def _praise(book: Reading, plain: Remembered, row: dict[str, Any]) -> Remembered:
    """Whom of those who serve a member thanked, and what for."""
    person = book.value("select name from people where id = ?", (row["person_id"],)) or ""
    return replace(plain, what=": ".join(part for part in (person, row["text"]) if part))


def _asked(plain: Remembered, about: str, row: dict[str, Any]) -> Remembered:
    """A hold, or a request about data; `due_on` is the day a request is to be answered by."""
    if about == "holds":
        return replace(plain, what=row["text"], state="ended" if row["lifted_on"] else "begun")
    state = "ended" if row["done_on"] else "begun"
    what = row["outcome"] if row["done_on"] else row["text"]
    return replace(plain, what=what, state=state, other=row["kind"], due_on=date.fromisoformat(row["due_on"]))


def _left_or_tried(
    plain: Remembered, about: str, was: dict[str, Any] | None, became: dict[str, Any] | None
) -> Remembered:
    """Why somebody left, or a try to see them again; `due_on` is the day a try is planned for."""
    row: dict[str, Any] = became or was or {}
    if about == "leavings":
        return replace(plain, what=row["text"], state="gone" if became is None else row["reason"])
    state = "gone" if became is None else "done" if row["done_on"] else "planned"
    return replace(
        plain, what=row["text"], state=state, other=row["channel"], due_on=date.fromisoformat(row["due_on"])
    )


def _guest(
    book: Reading,
    plain: Remembered,
    said: dict[str, Any],
    was: dict[str, Any] | None,
    became: dict[str, Any] | None,
) -> Remembered:
    """On the list of an event, off it, an answer, or in at the door; `due_on` is the event's day."""
    row = became or was or {}
    event = book.row("select name, on_day from events where id = ?", (row["event_id"],)) or (
        said.get("event", ""),
        None,
    )
    if became is None:
        state = "gone"
    elif became["arrived_at"] and not (was and was["arrived_at"]):
        state = "came" if became["state"] == "invited" else "came unasked"
    elif was is None or (was["state"] == "kept back" and not became["answer"]):
        state = "listed"
    elif was["arrived_at"] and not became["arrived_at"]:
        state = "not in"
    elif became["told_on"] and not was["told_on"]:
        state = "told"
    else:
        state = "waits" if became["state"] == "waiting" else f"answered {became['answer']}"
    return replace(
        plain, what=event[0], state=state, due_on=date.fromisoformat(event[1]) if event[1] else None,
        many="guests" in said,
    )  # fmt: skip


def _state(about: str, was: dict[str, Any] | None, row: dict[str, Any]) -> str:
    if about in ("matters", "relations", "matter_steps") and (was is None or about == "matter_steps"):
        return str(row["kind"])
    return str(row.get("state", ""))
