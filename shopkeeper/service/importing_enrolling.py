"""A file of members on its way into the book: the new ones written at once, the known ones changed row by row."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from shopkeeper.records.book import Writing
from shopkeeper.records.pouring import pour, pour_all
from shopkeeper.service import acts, members
from shopkeeper.service.details import Details
from shopkeeper.service.importing_changes import ADDRESS_PARTS
from shopkeeper.service.importing_files import free_numbers, second_half
from shopkeeper.service.importing_likely import MemberRow
from shopkeeper.service.importing_members import Change, Plan
from shopkeeper.service.standings import Progress


def write(w: Writing, act: int, made: Plan, today: date, progress: Progress, by: int | None) -> list[int]:
    """Write the plan as this act; answers the ids of the members it concerns."""
    further = second_half(progress, made.lines)
    concerned = _add(w, act, made.new, today, further, by)
    for done, change in enumerate(made.changed):
        if done % 200 == 0:
            further(done, len(made.changed))
        _change(w, act, change, today, by)
        concerned.append(change.member_id)
    return concerned


def _add(
    w: Writing, act: int, rows: list[MemberRow], today: date, progress: Progress, by: int | None
) -> list[int]:
    if not rows:
        return []
    free_numbers(w, [row.details.number for row in rows if row.details.number])
    _free_cards(w, [row.details.card for row in rows if row.details.card])
    numbers = _numbers(w, rows)
    first = acts.next_id(w, "members")
    ids = list(range(first, first + len(rows)))
    day = today.isoformat()
    written = pour(
        w,
        "members",
        (
            "id", "number", "name", "say", "greeting", "birthday_year", "birthday_month", "birthday_day", "joined_on",
            "letters", "letters_asked_on", "note",
        ),
        (
            (member_id, numbers[place], *_columns(row.details, today))
            for place, (member_id, row) in enumerate(zip(ids, rows, strict=True))
        ),
        alike={"act_id": act},
    )  # fmt: skip
    for done in written:
        progress(done, 2 * len(rows))
    pour_all(
        w,
        "contacts",
        ("member_id", "kind", "text", "canonical"),
        (
            (member_id, contact.kind, contact.text, contact.canonical)
            for member_id, row in zip(ids, rows, strict=True)
            for contact in row.contacts
        ),
    )
    pour_all(
        w,
        "addresses",
        ("member_id", *ADDRESS_PARTS),
        (
            (member_id, *(getattr(address, part) for part in ADDRESS_PARTS))
            for member_id, row in zip(ids, rows, strict=True)
            for address in row.details.addresses
        ),
    )
    pour_all(
        w,
        "cards",
        ("member_id", "number"),
        ((member_id, row.details.card) for member_id, row in zip(ids, rows, strict=True) if row.details.card),
        alike={"given_on": day},
    )
    pour_all(
        w,
        "remarks",
        ("member_id", "kind", "text"),
        (
            (member_id, remark.kind, remark.text)
            for member_id, row in zip(ids, rows, strict=True)
            for remark in row.details.remarks
        ),
        alike={"noted_on": day, "by_person": by},
    )
    return ids


def _columns(details: Details, today: date) -> tuple[object, ...]:
    birthday = details.birthday
    return (
        details.name, details.say, details.greeting,
        birthday.year if birthday else None, birthday.month if birthday else None, birthday.day if birthday else None,
        (details.joined_on or today).isoformat(),
        None if details.letters is None else int(details.letters),
        None if details.letters is None else today.isoformat(), details.note,
    )  # fmt: skip


def _numbers(w: Writing, rows: list[MemberRow]) -> list[str]:
    """Each new member's number: the file's own, or the next that is free in the book and in the file."""
    taken = {row.details.number for row in rows}
    upcoming = _upcoming(w, taken)
    return [row.details.number or next(upcoming) for row in rows]


def _upcoming(w: Writing, taken: set[str]) -> Iterator[str]:
    number = int(members.next_number(w))
    while True:
        text = str(number)
        if text not in taken and not w.value("select 1 from members where number = ?", (text,)):
            yield text
        number += 1


def _free_cards(w: Writing, cards: list[str]) -> None:
    """Cards that only somebody has whose enrolment was undone belong to nobody again."""
    w.run(
        "update cards set number = number || '~' || id where number in (select value from json_each(?))"
        " and member_id in (select id from members where gone = 1)",
        (json.dumps(cards),),
    )


def _change(w: Writing, act: int, change: Change, today: date, by: int | None) -> None:
    day = today.isoformat()
    for about, row_id, columns in change.writes:
        values = dict(columns)
        if "letters" in values:
            values["letters_asked_on"] = day
        if row_id is None:
            values["member_id"] = change.member_id
            if about == "remarks":
                values |= {"noted_on": day, "by_person": by}
        acts.change_row(w, act, about, row_id or _next_row(w, about), values)
    _free_cards(w, list(change.cards))
    for card in change.cards:
        row: dict[str, Any] = {
            "member_id": change.member_id, "number": card, "given_on": day, "blocked_on": None,
        }  # fmt: skip
        acts.change_row(w, act, "cards", _next_row(w, "cards"), row)


def _next_row(w: Writing, about: str) -> int:
    """An id that no row of the table has or had."""
    highest = w.value(
        f"select max(coalesce((select seq from sqlite_sequence where name = '{about}'), 0),"
        f" coalesce((select max(id) from {about}), 0))"
    )
    return int(highest) + 1
