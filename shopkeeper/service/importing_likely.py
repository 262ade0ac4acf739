"""New people of a file who may be in the book already: found by what they share, weighed as twins are, laid side by side."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from shopkeeper.records.book import Reading
from shopkeeper.rules import likeness
from shopkeeper.rules.likeness import Described, Likeness, Reason
from shopkeeper.service import duplicates
from shopkeeper.service.details import Contact, Details
from shopkeeper.service.duplicates import LARGEST_BLOCK, Side, Weigh
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass, replace

ROWS_AT_ONCE = 20_000  # of a file that are held at a time, and compared with everybody in the book
MOST_ROWS = (
    100_000  # of a file that are compared; beyond, a list is the book, and is looked through afterwards
)
SHOWN = 200  # pairs laid side by side, the likeliest; a choice for all holds for the others too


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One row as the file says it; `details` are cleaned, and empty where the file says nothing."""

    line: int
    details: Details
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody new in `line`, by name `added`, who may be the member of this number and name, or of `other_line` of the
    same file; `reasons` say why, the strongest first.

    `fills` is whether the member's record would say more if it were the same person. `row` and `there` are laid side
    by side; None where there are too many to be shown.
    """

    line: int
    added: str
    member_id: int | None
    number: str
    name: str
    other_line: int
    reasons: tuple[Reason, ...]
    bits: float = 0.0
    sure: bool = False
    fills: bool = True
    row: MemberRow | None = None
    there: Side | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """A person's word that the row in `line`, of this name, is a member."""

    line: int
    added: str
    member_id: int


def find(book: Reading, rows: Sequence[MemberRow], progress: Progress) -> list[Likely]:
    """For each of some rows the member who is likeliest the same person, where one is likely; the likeliest first.

    Each is compared with those who share something rare with it, not with everybody.
    """
    everybody = int(book.value("select count(*) from members where gone = 0"))
    if not everybody or not rows:
        return []
    found = likeliest(_of_some(book, rows, everybody, progress))
    return _laid_out(book, found, {row.line: row for row in rows})


def likeliest(found: Sequence[Likely]) -> list[Likely]:
    """The likeliest first; only some are laid out."""
    ordered = sorted(found, key=lambda one: (-one.bits, one.line))
    return [*ordered[:SHOWN], *(replace(one, row=None, there=None) for one in ordered[SHOWN:])]


def _of_some(book: Reading, rows: Sequence[MemberRow], everybody: int, progress: Progress) -> list[Likely]:
    new = [_described(row) for row in rows]
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    words: Counter[str] = Counter()
    for place, one in enumerate(new):
        words.update(set(one.words))
        for key in duplicates.keys(one):
            blocks[key].append(place)
    met: Counter[str] = Counter({key: len(places) for key, places in blocks.items()})
    beside: dict[int, dict[int, Described]] = {}  # of each row, the members who share something with it
    for member, there in duplicates.described(book, progress=progress):
        words.update(set(there.words))
        for key in duplicates.keys(there):
            if key in blocks:
                met[key] += 1
                if met[key] <= LARGEST_BLOCK:
                    for place in blocks[key]:
                        beside.setdefault(place, {})[member] = there
    weigh = Weigh(words, everybody + len(rows))
    found = []
    for place, members in beside.items():
        best = max(((weigh(new[place], there), -member) for member, there in members.items()), key=_by_bits)
        if best[0].likely:
            row = rows[place]
            found.append(
                Likely(
                    row.line,
                    row.details.name,
                    -best[1],
                    "",
                    "",
                    0,
                    best[0].reasons,
                    best[0].bits,
                    best[0].sure,
                )
            )
    return found


def _by_bits(weighed: tuple[Likeness, int]) -> tuple[float, int]:
    return weighed[0].bits, weighed[1]


def _laid_out(book: Reading, found: list[Likely], rows: dict[int, MemberRow]) -> list[Likely]:
    named: dict[int, tuple[str, str]] = {}
    sides: dict[int, Side] = {}
    ids = [one.member_id for one in found if one.member_id is not None]
    for at in range(0, len(ids), 1000):
        for member, side in duplicates.sides(book, ids[at : at + 1000]).items():
            named[member] = (side.number, side.name)
            if at < SHOWN:
                sides[member] = side
    told = []
    for place, one in enumerate(found):
        assert one.member_id is not None
        number, name = named[one.member_id]
        shown = place < SHOWN
        told.append(
            replace(
                one, number=number, name=name, row=rows[one.line] if shown else None,
                there=sides.get(one.member_id) if shown else None,
            )
        )  # fmt: skip
    return told


def _described(row: MemberRow) -> Described:
    details = row.details
    born = details.birthday
    return Described(
        likeness.name_words(details.name) if details.name else (),
        frozenset(
            number
            for one in row.contacts
            if one.kind == "phone" and (number := duplicates.phone_key(one.text, one.canonical))
        ),
        frozenset((one.canonical or one.text).casefold() for one in row.contacts if one.kind == "email"),
        None if born is None else (born.year, born.month, born.day),
        tuple(likeness.home(home.street, home.postcode, home.town) for home in details.addresses),
    )
