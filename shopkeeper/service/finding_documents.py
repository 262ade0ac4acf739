"""From a member's rows to what the lookup index keeps of them: marked words, phone digits, and what a list shows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from shopkeeper.records import lookup, lookup_questions
from shopkeeper.records.book import Reading
from shopkeeper.rules import folding
from shopkeeper.values import dataclass

CHUNK = 1000
LONGEST_TEXT = 200
WORDS_OF_A_TEXT = 40

LATEST_OF_A_KIND = 20

Row = tuple[Any, ...]

# What else a member is found by: the kind it is shown as, its table, its words.
_MEMORY = (
    ("promise", "promises", "text", ""),
    ("matter", "matters", "text", "and member_id is not null"),
    ("wanted", "wanted", "what", "and state <> 'dropped'"),
    ("relation", "relations", "text", ""),
    ("date", "dates", "text", ""),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list of hits shows of a member besides the name; `also` is every (field, text) that can answer."""

    card: str = ""
    phone: str = ""
    town: str = ""
    street: str = ""
    also: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=8192)
def read_shown(text: str | None) -> Shown:
    """What the index keeps to show; nothing for a member known only by a number."""
    if not text:
        return Shown()
    card, phone, town, street, also = json.loads(text)
    return Shown(card, phone, town, street, tuple((field, value) for field, value in also))


def of(read: Reading, member_ids: Sequence[int]) -> Iterator[lookup.Document]:
    """The documents of these members, those who are gone left out."""
    for at in range(0, len(member_ids), CHUNK):
        yield from _documents(
            read, "in (select value from json_each(?))", (json.dumps(member_ids[at : at + CHUNK]),)
        )


def every(read: Reading) -> Iterator[lookup.Document]:
    """The documents of all members who can be found by more than a number."""
    last = int(read.value("select coalesce(max(id), 0) from members"))
    for low in range(0, last + 1, CHUNK):
        for document in _documents(read, "between ? and ?", (low, low + CHUNK - 1)):
            if document.words or document.digits:
                yield document


def gone(read: Reading, member_ids: Sequence[int]) -> list[int]:
    """Which of these members are not in the shop's list any more."""
    there = {
        member
        for (member,) in read.rows(
            "select id from members where gone = 0 and id in (select value from json_each(?))",
            (json.dumps(list(member_ids)),),
        )
    }
    return [member for member in member_ids if member not in there]


def _documents(read: Reading, which: str, parameters: tuple[object, ...]) -> Iterator[lookup.Document]:
    def by_member(columns: str, table: str, rest: str = "") -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for member, *row in read.rows(
            f"select member_id, {columns} from {table} where member_id {which} {rest} order by id",
            parameters,
        ):
            found.setdefault(member, []).append(tuple(row))
        return found

    members = read.rows(
        f"select id, name, say, note from members where id {which} and gone = 0 order by id",
        parameters,
    )
    contacts = by_member("kind, text, canonical", "contacts")
    addresses = by_member("street, address_2, postcode, town, region", "addresses")
    cards = by_member("number", "cards", "and blocked_on is null")
    remarks = by_member("kind, text", "remarks")
    for kind, table, text, rest in _MEMORY:
        for member_id, rows in by_member(f"'{kind}', {text}", table, rest).items():
            remarks.setdefault(member_id, []).extend(rows[-LATEST_OF_A_KIND:])
    for member_id, name, say, note in members:
        yield document(
            member_id,
            name,
            say,
            note,
            contacts.get(member_id, ()),
            addresses.get(member_id, ()),
            cards.get(member_id, ()),
            remarks.get(member_id, ()),
        )


def document(
    member_id: int,
    name: str,
    say: str,
    note: str,
    contacts: Iterable[Row],
    addresses: Iterable[Row],
    cards: Iterable[Row],
    remarks: Iterable[Row],
) -> lookup.Document:
    """One member's document. A phone number is there as it was typed and as it is dialled, without its signs."""
    names = folding.written_words(name[:LONGEST_TEXT])
    words = {lookup_questions.NAME + word for word in names} | names
    words.update(lookup_questions.SOUND + key for key in map(folding.sound, names) if key)
    also: list[tuple[str, str]] = []
    if say:
        spoken = folding.written_words(say[:LONGEST_TEXT])
        words.update(spoken, (lookup_questions.NAME + word for word in spoken))
        also.append(("say", say[:LONGEST_TEXT]))
    numbers: dict[str, None] = {}
    first_phone = ""
    for kind, text, canonical in contacts:
        if kind == "phone":
            first_phone = first_phone or text
            also.append(("phone", text[:LONGEST_TEXT]))
            numbers.update(dict.fromkeys(_dialled(text, canonical)))
        else:
            also.append(("email", text[:LONGEST_TEXT]))
            words.update(_mail_words(text[:LONGEST_TEXT]))
    street = town = ""
    for row_street, second, postcode, row_town, region in addresses:
        street, town = street or row_street, town or row_town
        for field, text in (
            ("street", row_street), ("street", second), ("postcode", postcode), ("town", row_town), ("region", region),
        ):  # fmt: skip
            if text:
                also.append((field, text[:LONGEST_TEXT]))
                words.update(folding.written_words(text[:LONGEST_TEXT]))
        joined = "".join(way[0] for way in folding.typed_words(postcode))
        if joined:
            words.add(joined)
    for kind, text in (*remarks, ("note", note)):
        if text:
            also.append((kind, text[:LONGEST_TEXT]))
            said = sorted(folding.written_words(text[:LONGEST_TEXT]))[:WORDS_OF_A_TEXT]
            words.update(word for word in said if len(word) > 1)
    card = next((number for (number,) in cards), "")
    shown = json.dumps([card, first_phone, town, street, also], ensure_ascii=False, separators=(",", ":"))
    if not (words or numbers):
        return lookup.Document(member_id, frozenset(), (), shown)
    return lookup.Document(member_id, frozenset(words), tuple(numbers), shown)


# Country codes of one and two digits; all others have three (E.164).
_SHORT_CODES = frozenset(
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86"
    " 90 91 92 93 94 95 98".split()
)


def _dialled(text: str, canonical: str) -> Iterator[str]:
    """The number's digits as dialled from abroad, from within the country, and as typed; each once."""
    typed, abroad = folding.digits(text)[:24], folding.digits(canonical)[:24]
    within = ""
    if abroad and canonical.startswith("+"):
        code = next((length for length in (1, 2) if abroad[:length] in _SHORT_CODES), 3)
        within = "0" + abroad[code:]
    yield from dict.fromkeys(number for number in (abroad, within, typed) if number)


def _mail_words(text: str) -> Iterator[str]:
    local = text.split("@", 1)[0]
    parts = [ways[0] for ways in folding.typed_words(local, at_most=8)]
    yield from parts
    if parts:
        yield "".join(parts)
        yield lookup_questions.MAILBOX + "".join(parts)
