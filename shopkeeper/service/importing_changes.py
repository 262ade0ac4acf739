"""What a row of a file changes of a member who is known: only what the file says, and nothing is taken away."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from shopkeeper.records.book import Reading
from shopkeeper.service.details import Address, Contact, Details
from shopkeeper.values import dataclass, field

ADDRESS_PARTS = ("street", "address_2", "postcode", "town", "region", "country")
_CHUNK = 1000

# A row of details as it will be: the table, its id (None for a new one), and the columns that change.
Write = tuple[str, int | None, dict[str, Any]]


@dataclass(slots=True)
class KnownMember:
    """A member's rows as they stand in the book."""

    member_id: int
    number: str
    columns: dict[str, Any]
    contacts: list[tuple[int, str, str, str]] = field(default_factory=list)  # id, kind, text, canonical
    addresses: list[tuple[int, Address]] = field(default_factory=list)
    remarks: set[tuple[str, str]] = field(default_factory=set)
    cards: list[str] = field(default_factory=list)


_COLUMNS = (
    "name", "say", "greeting", "birthday_year", "birthday_month", "birthday_day", "joined_on", "letters", "note",
)  # fmt: skip


def members_known(book: Reading, member_ids: Iterable[int]) -> dict[int, KnownMember]:
    """The rows of these members."""
    listed = sorted(set(member_ids))
    found: dict[int, KnownMember] = {}
    for at in range(0, len(listed), _CHUNK):
        some = (json.dumps(listed[at : at + _CHUNK]),)
        which = "in (select value from json_each(?)) order by id"
        for member_id, number, *values in book.rows(
            f"select id, number, {', '.join(_COLUMNS)} from members where gone = 0 and id {which}", some
        ):
            found[member_id] = KnownMember(member_id, number, dict(zip(_COLUMNS, values, strict=True)))
        some = (json.dumps([one for one in listed[at : at + _CHUNK] if one in found]),)
        for member_id, *contact in book.rows(
            f"select member_id, id, kind, text, canonical from contacts where member_id {which}", some
        ):
            found[member_id].contacts.append((contact[0], contact[1], contact[2], contact[3]))
        for member_id, row_id, *parts in book.rows(
            f"select member_id, id, {', '.join(ADDRESS_PARTS)} from addresses where member_id {which}", some
        ):
            found[member_id].addresses.append((row_id, Address(*parts)))
        for member_id, kind, text in book.rows(
            f"select member_id, kind, text from remarks where member_id {which}", some
        ):
            found[member_id].remarks.add((kind, text))
        for member_id, card in book.rows(
            f"select member_id, number from cards where member_id {which}", some
        ):
            found[member_id].cards.append(card)
    return found


def changes(member: KnownMember, said: Details, contacts: Sequence[Contact]) -> tuple[Write, ...]:
    """The rows that must be written so that the member's record says what the file does; () if it does already.

    A phone in the first place takes the place of the member's first, unless it is one of theirs anyway.
    """
    made: list[Write] = []
    columns = {name: value for name, value in _said(member, said).items() if member.columns[name] != value}
    if columns:
        made.append(("members", member.member_id, columns))
    for kind in ("phone", "email"):
        made += _contacts(member, kind, [contact for contact in contacts if contact.kind == kind])
    for place, address in enumerate(said.addresses):
        made += _address(member, place, address)
    for remark in said.remarks:
        if (remark.kind, remark.text) not in member.remarks:
            made.append(("remarks", None, {"kind": remark.kind, "text": remark.text}))
    return tuple(made)


def _said(member: KnownMember, said: Details) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(said, name) for name in ("name", "say", "greeting", "note") if getattr(said, name)
    }
    # A no is the member's own word: no list turns it into a yes.
    if said.letters is not None and not (said.letters and member.columns["letters"] == 0):
        found["letters"] = int(said.letters)
    if said.joined_on is not None:
        found["joined_on"] = said.joined_on.isoformat()
    if said.birthday is not None:
        there = member.columns
        found["birthday_month"], found["birthday_day"] = said.birthday.month, said.birthday.day
        same_day = (there["birthday_month"], there["birthday_day"]) == (
            said.birthday.month,
            said.birthday.day,
        )
        if said.birthday.year is not None or not same_day:
            found["birthday_year"] = said.birthday.year
    return found


def _contacts(member: KnownMember, kind: str, said: Sequence[Contact]) -> list[Write]:
    there = [one for one in member.contacts if one[1] == kind]
    has = {canonical or text for _, _, text, canonical in there}
    keeps = {contact.canonical or contact.text for contact in said}
    made: list[Write] = []
    for place, contact in enumerate(said):
        if (contact.canonical or contact.text) in has:
            continue
        row = {"kind": contact.kind, "text": contact.text, "canonical": contact.canonical}
        old = there[place] if place < len(there) else None
        gives_way = old is not None and (old[3] or old[2]) not in keeps
        made.append(("contacts", old[0] if old is not None and gives_way else None, row))
    return made


def _address(member: KnownMember, place: int, said: Address) -> list[Write]:
    if place >= len(member.addresses):
        parts = {part: getattr(said, part) for part in ADDRESS_PARTS}
        return [("addresses", None, parts)]
    row_id, there = member.addresses[place]
    parts = {
        part: getattr(said, part)
        for part in ADDRESS_PARTS
        if getattr(said, part) and getattr(said, part) != getattr(there, part)
    }
    return [("addresses", row_id, parts)] if parts else []


def filled(member: KnownMember, said: Details, contacts: Sequence[Contact]) -> tuple[Write, ...]:
    """The rows that must be written so that the member's record also says what it lacks and the file has; what stands
    there stays as it is. A no to letters is taken over all the same."""
    made: list[Write] = []
    there = member.columns
    lacking = {name: value for name, value in _said(member, said).items() if not name.startswith("birthday")}
    columns = {name: value for name, value in lacking.items() if there[name] in ("", None)}
    if said.letters is False and there["letters"] != 0:
        columns["letters"] = 0
    if born := said.birthday:
        if there["birthday_month"] is None:
            columns |= {"birthday_year": born.year, "birthday_month": born.month, "birthday_day": born.day}
        elif (
            born.year
            and there["birthday_year"] is None
            and (born.month, born.day) == (there["birthday_month"], there["birthday_day"])
        ):
            columns["birthday_year"] = born.year
    if columns:
        made.append(("members", member.member_id, columns))
    has = {(kind, canonical or text) for _, kind, text, canonical in member.contacts}
    for contact in contacts:
        if (contact.kind, contact.canonical or contact.text) not in has:
            row = {"kind": contact.kind, "text": contact.text, "canonical": contact.canonical}
            made.append(("contacts", None, row))
    if not member.addresses:
        made += [write for place, one in enumerate(said.addresses) for write in _address(member, place, one)]
    for remark in said.remarks:
        if (remark.kind, remark.text) not in member.remarks:
            made.append(("remarks", None, {"kind": remark.kind, "text": remark.text}))
    return tuple(made)


def apply(member: KnownMember, writes: Sequence[Write], cards: Sequence[str]) -> None:
    """The member as they will be, for a further row that is about them too."""
    for about, _, row in writes:
        if about == "members":
            member.columns |= row
        elif about == "contacts":
            member.contacts.append((0, row["kind"], row["text"], row["canonical"]))
        elif about == "addresses":
            member.addresses.append((0, Address(**row)))
        else:
            member.remarks.add((row["kind"], row["text"]))
    member.cards += cards
