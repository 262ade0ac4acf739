"""Whether a promise is kept, due, late or broken, and how many of a shop's promises were kept on time."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from shopkeeper.values import dataclass

State = Literal["open", "kept", "broken", "released"]
Standing = Literal["ahead", "due", "late", "broken", "kept", "kept late", "released"]

BROKEN_AFTER_DAYS = 7
"""A promise that is so many days late counts as broken, whether somebody said so or not."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of one promise: when it is due now, when it was due first, and when it ended."""

    state: State
    due_on: date
    first_due_on: date
    settled_on: date | None = None


def standing(word: Word, today: date) -> Standing:
    """Where a promise stands on a day; a kept one is measured by the day that was named first."""
    if word.state == "kept":
        assert word.settled_on is not None
        return "kept" if word.settled_on <= word.first_due_on else "kept late"
    if word.state != "open":
        return word.state
    days = (today - word.due_on).days
    if days < 0:
        return "ahead"
    if days == 0:
        return "due"
    return "late" if days <= BROKEN_AFTER_DAYS else "broken"


def late_days(word: Word, today: date) -> int:
    """By how many days an open promise is late, 0 where it is not."""
    return max(0, (today - word.due_on).days) if word.state == "open" else 0


@dataclass(frozen=True, slots=True)
class Record:
    """How a shop kept its word: `on_time`, `late` and `broken` of those whose day has come; what was released and
    what is still ahead counts nowhere."""

    on_time: int
    late: int
    broken: int

    @property
    def given(self) -> int:
        """All that count."""
        return self.on_time + self.late + self.broken


def record(words: Iterable[Word], today: date) -> Record:
    """How these promises were kept. One that is late and still open is late; after a week it is broken."""
    stands = [standing(word, today) for word in words]
    return Record(
        sum(one == "kept" for one in stands),
        sum(one in ("kept late", "late") for one in stands),
        sum(one == "broken" for one in stands),
    )
