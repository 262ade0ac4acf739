"""Known already? Who in the book is likely the person that is being enrolled; shown, never forced."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.folding import one_slip, spellings
from shopkeeper.service import finding
from shopkeeper.service.details import Birthday, Contact

Because = Literal["email", "name and phone", "name", "phone"]
# What alone is reason enough to look before enrolling; a phone may be shared by a family (rule 16).
SURE: frozenset[Because] = frozenset({"email", "name and phone", "name"})


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be the same person, and what speaks for it; `sure` enough to ask before enrolling."""

    member_id: int
    number: str
    name: str
    because: Because
    sure: bool


def known_already(
    book: Reading, name: str, contacts: Iterable[Contact] = (), birthday: Birthday | None = None
) -> tuple[Known, ...]:
    """The likely ones, the likeliest first, five at most. Of two people of one name, another phone or another
    birthday tells them apart."""
    listed = tuple(contacts)
    canonical = [contact.canonical for contact in listed if contact.canonical]
    candidates: dict[int, set[str]] = {}
    if canonical:
        marks = ", ".join("?" * len(canonical))
        for member_id, kind in book.rows(
            f"select member_id, kind from contacts where canonical in ({marks}) limit 50", canonical
        ):
            candidates.setdefault(member_id, set()).add(kind)
    if len(name.strip()) > 1:
        for hit in finding.find(book, name, limit=8).hits:
            candidates.setdefault(hit.member_id, set())
    found = []
    for member_id, shared in candidates.items():
        known = _judge(book, member_id, shared, name, listed, birthday)
        if known is not None:
            found.append(known)
    order: tuple[Because, ...] = ("name and phone", "email", "name", "phone")
    return tuple(sorted(found, key=lambda one: (order.index(one.because), one.member_id))[:5])


def _judge(
    book: Reading,
    member_id: int,
    shared: set[str],
    name: str,
    contacts: tuple[Contact, ...],
    birthday: Birthday | None,
) -> Known | None:
    row = book.row(
        "select number, name, birthday_year, birthday_month, birthday_day from members where id = ? and gone = 0",
        (member_id,),
    )
    if row is None:
        return None
    alike = same_name(name, row[1])
    if "phone" in shared and alike:
        because: Because = "name and phone"
    elif "email" in shared:
        because = "email"
    elif alike and not _told_apart(book, member_id, row, contacts, birthday):
        because = "name"
    elif "phone" in shared:
        because = "phone"
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
