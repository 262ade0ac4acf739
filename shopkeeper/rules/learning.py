"""What somebody has learned, and when to ask again: cards in boxes, after Sebastian Leitner, “So lernt man lernen” (1972).

A card answered rightly goes one box on, one that was missed goes back to the first; each box waits twice as long as the
one before. What is known is a pure function of the answers, so nothing but the answers is kept. Of the answers of one day
the first counts, for who has just been told knows it for a minute; only a miss counts whenever it comes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from shopkeeper.values import dataclass

WAITS_DAYS = (0, 1, 2, 4, 8, 16, 32)
"""How long a card of each box waits; box 0 was never asked."""
KNOWN_BOX = 3
"""Known is what was right on two days running at least."""
MOST_CARDS, MOST_NEW = 20, 6
"""Of one day: a card takes some fifteen seconds, and five minutes a day are kept up."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Where a card stands: its box, the day from which it is asked again, the days it was first and last asked."""

    box: int
    due_on: date | None
    first_on: date | None = None
    last_on: date | None = None

    @property
    def known(self) -> bool:
        """Whether it counts as known."""
        return self.box >= KNOWN_BOX

    def is_due(self, today: date) -> bool:
        """Whether it was asked before, and is to be asked again today."""
        return self.due_on is not None and self.due_on <= today


NEVER = Learned(0, None)


def learned(answers: Iterable[tuple[date, bool]]) -> Learned:
    """Where a card stands after these answers, in the order in which they were given."""
    box, on, first = 0, None, None
    for day, knew in answers:
        if not knew:
            box = 1
        elif on is None or day > on:
            box = min(box + 1, len(WAITS_DAYS) - 1) if box else 2
        on = day if on is None else max(on, day)
        first = first or day
    return NEVER if on is None else Learned(box, on + timedelta(days=WAITS_DAYS[box]), first, on)


def chosen(cards: Sequence[Learned], today: date) -> list[int]:
    """Which cards are asked today, by their place: those that waited longest beyond their time first, then new ones in
    the order given. No more than five minutes hold, what was asked today already counted in."""
    room = MOST_CARDS - sum(card.last_on == today for card in cards)
    fresh = MOST_NEW - sum(card.first_on == today for card in cards)
    due = sorted(
        (place for place, card in enumerate(cards) if card.is_due(today)),
        key=lambda place: (-_overdue(cards[place], today), place),
    )
    new = [place for place, card in enumerate(cards) if card.due_on is None]
    due = due[: max(0, room)]
    return [*due, *new[: max(0, min(fresh, room - len(due)))]]


def _overdue(card: Learned, today: date) -> float:
    assert card.due_on is not None
    return (today - card.due_on).days / max(1, WAITS_DAYS[card.box])
