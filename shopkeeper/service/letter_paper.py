"""What the shop prints its letters on, and how they reach the member."""

import json

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.values import asdict, dataclass

SIZES = (
    "A5", "A6", "A4", "DL", "half-letter", "letter", "A5-folded", "A4-folded", "letter-folded",
)  # fmt: skip
POSTED_SIZES = ("A5", "A4", "half-letter", "letter")
"""The sheets that have room for an address where a window envelope shows it."""
_PAPER = "letters:paper"
_INCHES = ("US", "CA", "MX", "PH", "CL", "CO")


@dataclass(frozen=True, slots=True)
class Paper:
    """What letters are printed on: the key of a size, whether room is left to sign by hand, and whether they are
    posted, with the address where a window envelope shows it."""

    size: str
    by_hand: bool = True
    by_post: bool = False


def paper(book: Reading) -> Paper:
    """What the shop prints its letters on: A5 with room to sign, or half letter where paper is measured in inches."""
    kept = book.value("select value from shop where name = ?", (_PAPER,))
    if kept is not None:
        return Paper(**json.loads(kept))
    return Paper("half-letter" if in_inches(book) else "A5")


def by_post(book: Reading) -> bool:
    """Whether letters are posted."""
    kept = book.value("select value from shop where name = ?", (_PAPER,))
    return kept is not None and Paper(**json.loads(kept)).by_post


def in_inches(book: Reading) -> bool:
    """Whether paper is measured in inches where the shop is."""
    return shops.read(book).country in _INCHES


def set_paper(w: Writing, size: str, by_hand: bool, by_post: bool = False) -> Paper:
    """Remember what letters are printed on. A card has no room for an address: on one, nothing is by post."""
    if size not in SIZES:
        raise Declined(
            "size_unknown", say("There is no paper called “{name}”.").format(name=size[:40]), "size"
        )
    chosen = Paper(size, by_hand, by_post and size in POSTED_SIZES)
    shops.keep(w, _PAPER, asdict(chosen))
    acts.begin(w, "letter settings", size=size)
    return chosen
