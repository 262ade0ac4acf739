"""Known already? Who in the book is likely the person that is being enrolled; shown, never forced."""

from collections.abc import Iterable
from math import log2
from typing import Any, Literal

from shopkeeper.records import lookup_questions
from shopkeeper.records.book import Reading
from shopkeeper.rules import likeness
from shopkeeper.rules.folding import one_slip, spellings
from shopkeeper.rules.likeness import Described, Reason
from shopkeeper.service import duplicates, finding
from shopkeeper.service.details import Address, Birthday, Contact
from shopkeeper.values import dataclass

Because = Literal[
    "name and phone", "name and birthday", "name and address", "email", "name", "birthday and phone", "phone"
]
_ORDER: tuple[Because, ...] = (
    "name and phone", "name and birthday", "email", "name and address", "name", "birthday and phone", "phone",
)  # fmt: skip
# What alone is reason enough to look before enrolling; a phone may be shared by a family (rule 16).
SURE: frozenset[Because] = frozenset(
    {"email", "name and phone", "name and birthday", "name and address", "name"}
)
_SAME_NAME: frozenset[Reason] = frozenset(
    {"name", "name swapped", "name slip", "name sound", "nickname", "name part"}
)
_OTHER_NAME: frozenset[Reason] = frozenset({"given name", "surname"})
_HOUSEHOLD_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be the same person, and what speaks for it; `sure` enough to ask before enrolling."""

    member_id: int
    number: str
    name: str
    because: Because
    sure: bool


def known_already(
    book: Reading,
    name: str,
    contacts: Iterable[Contact] = (),
    birthday: Birthday | None = None,
    addresses: Iterable[Address] = (),
) -> tuple[Known, ...]:
    """The likely ones, the likeliest first, five at most. Of two people of one name, another phone or another
    birthday tells them apart."""
    listed = tuple(contacts)
    homes = tuple(addresses)
    canonical = [contact.canonical for contact in listed if contact.canonical]
    candidates: dict[int, set[str]] = {}
    if canonical:
        marks = ", ".join("?" * len(canonical))
        for member_id, kind in book.rows(
            f"select member_id, kind from contacts where canonical in ({marks}) limit 50", canonical
        ):
            candidates.setdefault(member_id, set()).add(kind)
    looked_for = [
        name,
        *(house_words(home.street, home.postcode) for home in homes if home.street and home.postcode),
    ]
    for text in looked_for:
        if len(text.strip()) > 1:
            for hit in finding.find(book, text, limit=_HOUSEHOLD_LOOKED_AT).hits:
                candidates.setdefault(hit.member_id, set())
    new = _new(name, listed, birthday, homes)
    there = dict(duplicates.described(book, list(candidates)))
    found = []
    for member_id, shared in candidates.items():
        if member_id in there:
            known = _judge(book, member_id, shared, name, listed, birthday, new, there[member_id])
            if known is not None:
                found.append(known)
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.because), one.member_id))[:5])


def house_words(street: str, postcode: str) -> str:
    """What finds those who live there, however the street is written: the number of the house and the postcode."""
    number = " ".join(word for word in street.replace(",", " ").split() if word[0].isdigit())
    return f"{number} {''.join(postcode.split())}"


def _new(
    name: str, contacts: tuple[Contact, ...], birthday: Birthday | None, homes: tuple[Address, ...]
) -> Described:
    of_kind = {
        kind: frozenset(
            duplicates.phone_key(contact.text, contact.canonical)
            if kind == "phone"
            else (contact.canonical or contact.text).casefold()
            for contact in contacts
            if contact.kind == kind
        )
        - {""}
        for kind in ("phone", "email")
    }
    return Described(
        likeness.name_words(name),
        of_kind["phone"],
        of_kind["email"],
        (birthday.year, birthday.month, birthday.day) if birthday is not None else None,
        tuple(likeness.home(home.street, home.postcode, home.town) for home in homes),
    )


def _reasons(book: Reading, new: Described, there: Described) -> frozenset[Reason]:
    people = max(1, lookup_questions.total(book))

    def rarity(word: str) -> float:
        return log2((people + 1) / (lookup_questions.members_named(book, word) + 0.5))

    return frozenset(likeness.likeness(new, there, rarity, people).reasons)


def _judge(
    book: Reading,
    member_id: int,
    shared: set[str],
    name: str,
    contacts: tuple[Contact, ...],
    birthday: Birthday | None,
    new: Described,
    there: Described,
) -> Known | None:
    row = book.row(
        "select number, name, birthday_year, birthday_month, birthday_day from members where id = ? and gone = 0",
        (member_id,),
    )
    if row is None:
        return None
    reasons = _reasons(book, new, there)
    same = same_name(name, row[1])
    alike = same or bool(reasons & _SAME_NAME and not reasons & _OTHER_NAME)
    because: Because
    if "phone" in shared and alike:
        because = "name and phone"
    elif "email" in shared:
        because = "email"
    elif alike and "birthday" in reasons:
        because = "name and birthday"
    elif alike and "address" in reasons and "other birthday" not in reasons:
        because = "name and address"
    elif same and not _told_apart(book, member_id, row, contacts, birthday):
        because = "name"
    elif "phone" in shared:
        because = "birthday and phone" if "birthday" in reasons and "given name" not in reasons else "phone"
    else:
        return None
    exact = because != "name" or _words(name) == _words(row[1])
    return Known(member_id, row[0], row[1], because, because in SURE and exact)


def _told_apart(
    book: Reading,
    member_id: int,
    row: tuple[Any, ...],
    contacts: tuple[Contact, ...],
    birthday: Birthday | None,
) -> bool:
    if birthday is not None and row[3] is not None:
        if (row[3], row[4]) != (birthday.month, birthday.day):
            return True
        if row[2] and birthday.year and row[2] != birthday.year:
            return True
    for kind in ("phone", "email"):
        mine = {contact.canonical or contact.text for contact in contacts if contact.kind == kind}
        theirs = {
            canonical or text
            for canonical, text in book.rows(
                "select canonical, text from contacts where member_id = ? and kind = ?", (member_id, kind)
            )
        }
        if mine and theirs and not mine & theirs:
            return True
    return False


def _words(name: str) -> frozenset[str]:
    return frozenset(spellings(word)[0] for word in name.split() if spellings(word))


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words in any order, one slip of the pen allowed in each."""
    mine, theirs = sorted(_words(one)), sorted(_words(other))
    if not mine or len(mine) != len(theirs):
        return False
    left = list(theirs)
    for word in mine:
        same = next((other for other in left if other == word or one_slip(word, other)), None)
        if same is None:
            return False
        left.remove(same)
    return True
