"""What a change of details changed, field by field, read from the rows as they were and as they became."""

import json
from collections.abc import Sequence
from typing import Any

from shopkeeper.records.book import Reading
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """One field: `was` and `became` as they are kept, "" for nothing. `field` is name, number, say, greeting,
    birthday, leap_day, joined_on, letters (yes, no, ""), note, phone, email, address, card, card_blocked or a kind
    of remark (warning, likes, dislikes, size, fact)."""

    field: str
    was: str
    became: str


_PLAIN = ("name", "number", "say", "greeting", "leap_day", "joined_on", "note")
_LETTERS = {1: "yes", 0: "no", None: ""}
_ADDRESS = ("street", "address_2", "postcode", "town", "region", "country")

Kept = dict[str, Any] | None


def changed_details(book: Reading, acts: Sequence[int]) -> dict[int, tuple[Changed, ...]]:
    """What each of these acts changed, a thing taken away and one put in its place told as one."""
    found: dict[int, list[Changed]] = {}
    for act, about, was, became in book.rows(
        "select act_id, about, was, became from before where act_id in (select value from json_each(?)) order by id",
        (json.dumps(list(acts)),),
    ):
        found.setdefault(act, []).extend(_of_row(about, json.loads(was), json.loads(became)))
    return {act: _paired(changes) for act, changes in found.items()}


def _of_row(about: str, was: Kept, became: Kept) -> list[Changed]:
    if about == "members" and was is not None and became is not None:
        return _of_member(was, became)
    row = became or was or {}
    if about == "cards" and was is not None and became is not None:
        return [Changed("card_blocked" if became["blocked_on"] else "card", "", row["number"])]
    field = {
        "contacts": row.get("kind", ""),
        "remarks": row.get("kind", ""),
        "addresses": "address",
        "cards": "card",
    }
    return [Changed(field.get(about, about), _said(about, was), _said(about, became))]


def _said(about: str, row: Kept) -> str:
    if row is None:
        return ""
    if about == "addresses":
        return ", ".join(row[part] for part in _ADDRESS if row[part])
    return str(row["number"] if about == "cards" else row["text"])


def _of_member(was: dict[str, Any], became: dict[str, Any]) -> list[Changed]:
    changes = [
        Changed(field, was[field] or "", became[field] or "")
        for field in _PLAIN
        if was[field] != became[field]
    ]
    if _birthday(was) != _birthday(became):
        changes.append(Changed("birthday", _birthday(was), _birthday(became)))
    if was["letters"] != became["letters"]:
        changes.append(Changed("letters", _LETTERS[was["letters"]], _LETTERS[became["letters"]]))
    return changes


def _birthday(row: dict[str, Any]) -> str:
    """MM-DD, or YYYY-MM-DD where the year is known."""
    if not row["birthday_month"]:
        return ""
    day = f"{row['birthday_month']:02d}-{row['birthday_day']:02d}"
    return f"{row['birthday_year']:04d}-{day}" if row["birthday_year"] else day


def _paired(changes: list[Changed]) -> tuple[Changed, ...]:
    done: list[Changed] = []
    for change in changes:
        gone = next(
            (
                at
                for at, one in enumerate(done)
                if one.field == change.field and not one.became and not change.was
            ),
            None,
        )
        if gone is not None and change.became:
            done[gone] = Changed(change.field, done[gone].was, change.became)
        else:
            done.append(change)
    return tuple(done)
