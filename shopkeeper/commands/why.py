"""Why a member's points, tier, progress, expiry, debt and rank are what they are, in plain sentences."""

from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.say import Speech
from shopkeeper.service import explaining
from shopkeeper.service.explaining import Why

MOST_LINES = 20


def sentences(book: Reading, speech: Speech, member_id: int, day: date) -> list[str]:
    """Each figure's sentence, its rule and the facts behind it; as of the end of a day."""
    found = explaining.explain(book, member_id, day, lines=MOST_LINES)
    return [line for why in found for line in _lines(why, speech)]


def _lines(why: Why, speech: Speech) -> list[str]:
    said = [f"{why.title}: {why.sentence}", *why.rules]
    for row in why.rows:
        day = "" if row.on is None else f"{speech.day(row.on)}: "
        said.append(f"{day}{row.what}, {row.value}")
    return said
