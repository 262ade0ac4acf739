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
from shopkeeper.service.importing_files import free_numbers
from shopkeeper.service.importing_likely import MemberRow
from shopkeeper.service.importing_members import Change, Part
from shopkeeper.service.standings import Progress

SOME = 100  # members who are named in the answer


class Enrolling:
    """Writes part after part of a file as one act; `concerned` is how many members it is about, `first` some of them."""

    def __init__(self, w: Writing, act: int, taken: set[str], today: date, by: int | None) -> None:
        self._w, self._act, self._today, self._by = w, act, today, by
        self._upcoming = _upcoming(w, taken)
        self.concerned = 0
        self.first: list[int] = []

    def write(self, part: Part, tick: Progress) -> None:
        """Write a part."""
        total = len(part.new) + len(part.changed)
        concerned = self._add(part.new, lambda done, _of: tick(done, total)) if part.new else []
        for done, change in enumerate(part.changed, len(part.new)):
            if done % 200 == 0:
                tick(done, total)
            _change(self._w, self._act, change, self._today, self._by)
            concerned.append(change.member_id)
        self.concerned += len(concerned)
        self.first += concerned[: SOME - len(self.first)]

    def _add(self, rows: list[MemberRow], tick: Progress) -> list[int]:
        w = self._w
        free_numbers(w, [row.details.number for row in rows if row.details.number])
        _free_cards(w, [row.details.card for row in rows if row.details.card])
        first = acts.next_id(w, "members")
        ids = list(range(first, first + len(rows)))
        day = self._today.isoformat()
        for done in pour(
            w,
            "members",
            (
                "id", "number", "name", "say", "greeting", "birthday_year", "birthday_month", "birthday_day", "joined_on",
                "letters", "letters_asked_on", "note",
            ),
            (
                (member_id, row.details.number or next(self._upcoming), *_columns(row.details, self._today))
                for member_id, row in zip(ids, rows, strict=True)
            ),
            alike={"act_id": self._act},
        ):  # fmt: skip
            tick(done, len(rows))
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
            (
                (member_id, row.details.card)
                for member_id, row in zip(ids, rows, strict=True)
                if row.details.card
            ),
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
            alike={"noted_on": day, "by_person": self._by},
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


def _upcoming(w: Writing, taken: set[str]) -> Iterator[str]:
    """The numbers for those who have none: the next that is free in the book and in the file."""
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
