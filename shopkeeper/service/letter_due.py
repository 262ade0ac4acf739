"""Who is due a letter of a kind, or is in a tier, or is named; and who of them is left out."""

from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.letter_kinds import THANK_YOU, kind_of
from shopkeeper.rules.programme import Programme
from shopkeeper.service import letter_finding, thanks_due
from shopkeeper.service.letter_whom import DueLetter, DueList, Found, one_member, sift
from shopkeeper.values import replace


def due(book: Reading, today: date, kind: str = THANK_YOU) -> DueList:
    """Everybody who is due a letter of this kind and has not had it. Nobody, for a kind that is chosen by hand."""
    return sift(book, kind_of(kind), _found(book, kind, today), today)


def due_in_tier(book: Reading, today: date, kind: str, tier: str, event: str = "") -> DueList:
    """All members of a tier, by name, each with the reason they are due the letter for, where they have one.

    With `event`, whoever was invited to it is passed over.
    """
    there = letter_finding.in_tier(book, tier, event if kind_of(kind).asks == "event" else "", today)
    return _chosen(book, today, kind, there)


def due_in_group(book: Reading, today: date, kind: str, group: str, event: str = "") -> DueList:
    """The same for a saved group. Declined: there is no group of that name."""
    there = letter_finding.in_group(book, group, event if kind_of(kind).asks == "event" else "", today)
    return _chosen(book, today, kind, there)


def _chosen(book: Reading, today: date, kind: str, there: list[Found]) -> DueList:
    own = {one.member_id: one for one in _found(book, kind, today)}
    return sift(book, kind_of(kind), [own.get(one.member_id, one) for one in there], today)


def due_for(
    book: Reading, member_id: int, today: date, programme: Programme | None = None
) -> DueLetter | None:
    """What this member is to be thanked for now, None if nothing or if the member is left out."""
    found = thanks_due.earned(book, THANK_YOU, today, member_id, programme)
    listed = sift(book, kind_of(THANK_YOU), found, today).due
    return listed[0] if listed else None


def to_one(
    book: Reading, member_id: int, occasion: str | None, today: date, kind: str = THANK_YOU
) -> DueLetter:
    """A letter to this member, due or not: for the occasion if it is (still) there, else for no special reason.

    Declined for one who is not in the book; whether they may be written to says `may_write`.
    """
    plain = one_member(book, member_id, today)
    if not occasion:
        return plain
    found = thanks_due.occasion_of(book, member_id, occasion, today) or next(
        (
            one
            for one in letter_finding.found(book, kind, today, member_id)
            if (one.member_id, one.key) == (member_id, occasion)
        ),
        None,
    )
    if found is None:
        return plain
    return replace(plain, occasion=found.key, kind=found.kind, on=found.on, because=found.because)


def own_occasion(book: Reading, member_id: int, today: date, kind: str) -> str | None:
    """The occasion for which this member is due a letter of the kind, None where there is none."""
    return next((one.key for one in _found(book, kind, today, member_id) if one.member_id == member_id), None)


def _found(book: Reading, kind: str, today: date, member_id: int | None = None) -> list[Found]:
    if kind_of(kind).found == "occasion":
        return thanks_due.earned(book, kind, today, member_id)
    return letter_finding.found(book, kind, today, member_id)
