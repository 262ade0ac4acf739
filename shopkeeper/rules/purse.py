"""A member's points: batches with a last day, what is owed, and every movement of them in the order it happened."""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from shopkeeper.values import dataclass

NEVER = date.max
EXTENSION = timedelta(
    days=30
)  # how long a point stays usable that comes back after it would have expired (6)

MovementKind = Literal[
    "earned", "used", "expired", "reversed", "restored", "gift", "answer", "adjustment", "waiver", "perk"
]


Line = tuple[date, int, date | None]
"""The day earned, what is left, the last day it can be used."""


@dataclass(slots=True)
class Batch:
    """Points of one earning; `last_day` is the last day they can be used, None for ever (2).

    `later` are those of its points that came back after that day and have a last day of their own (6).
    """

    fact: int
    earned_on: date
    quantity: int
    left: int
    last_day: date | None
    expired: int = 0
    later: "list[Batch] | None" = None


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the member's statement: the balance is the sum of all `points`."""

    on: date
    kind: MovementKind
    points: int
    fact: int


def _first_to_end(batch: Batch) -> tuple[date, date, int]:
    return batch.last_day or NEVER, batch.earned_on, batch.fact


class Purse:
    """Batches in the order they end. What was kept of a long list is unpacked only as far as it is needed: the
    `head` ends before the `packed` text, that before the `tail`."""

    __slots__ = ("_head", "_held", "_packed", "_tail", "debt", "movements")

    def __init__(self) -> None:
        self._head: list[Batch] = []
        self._packed = ""
        self._tail: list[Batch] = []
        self._held = 0
        self.debt = 0
        self.movements: list[Movement] = []

    @property
    def balance(self) -> int:
        """Points that can be used, negative where more are owed than held (2)."""
        return self._held - self.debt

    @property
    def batches(self) -> list[Batch]:
        """The batches that live, the first to end first."""
        self._unpack()
        return self._head

    @property
    def expires_on(self) -> date:
        """No batch ends before this day; `date.max` where none ends."""
        first = self.first
        return NEVER if first is None else first.last_day or NEVER

    @property
    def first(self) -> Batch | None:
        """The batch that ends first."""
        if not self._head:
            if self._packed:
                entry, _, self._packed = self._packed.partition(";")
                self._head = [_read(entry)]
            elif self._tail:
                self._head, self._tail = self._tail, []
            else:
                return None
        return self._head[0]

    def lines(self) -> list[Line]:
        """What the batches hold, the first to end first; those of one day with one end are one line."""
        packed = [_line(entry) for entry in self._packed.split(";")] if self._packed else []
        head, tail = (
            [(batch.earned_on, batch.left, batch.last_day) for batch in part]
            for part in (self._head, self._tail)
        )
        return _merged([*head, *packed, *tail])

    def move(self, on: date, kind: MovementKind, points: int, fact: int) -> None:
        """Write a line of the statement."""
        if points:
            self.movements.append(Movement(on, kind, points, fact))

    def add(
        self, fact: int, on: date, kind: MovementKind, points: int, last_day: date | None
    ) -> Batch | None:
        """A new batch; what is owed is paid from it first (5)."""
        if points <= 0:
            return None
        pays = min(self.debt, points)
        self.debt -= pays
        batch = Batch(fact, on, points, points - pays, last_day)
        self.hold(batch)
        self.move(on, kind, points, fact)
        return batch

    def hold(self, batch: Batch) -> None:
        """Keep a batch that has something left."""
        if not batch.left:
            return
        self._held += batch.left
        if self._tail and _first_to_end(batch) >= _first_to_end(self._tail[0]):
            insort(self._tail, batch, key=_first_to_end)
            return
        if self._packed or self._tail:
            self._unpack()
        if self._head and _first_to_end(batch) < _first_to_end(self._head[-1]):
            insort(self._head, batch, key=_first_to_end)
        else:
            self._head.append(batch)

    def expire(self, day: date) -> None:
        """What had its last day before `day` ends; it is a movement of the day after that last day (3)."""
        while (batch := self.first) is not None and batch.last_day is not None and batch.last_day < day:
            self.move(batch.last_day + timedelta(days=1), "expired", -batch.left, batch.fact)
            batch.expired += batch.left
            self._spend(batch, batch.left)

    def take_own(self, points: int) -> int:
        """Take points from what is here, the first to end first; answers what was not there."""
        while points and (batch := self.first) is not None:
            share = min(batch.left, points)
            points -= share
            self._spend(batch, share)
        return points

    def reverse(self, batch: Batch, points: int, on: date, fact: int) -> None:
        """Take back what a returned purchase gave: from its own batch, else from others, else as debt (4, 5).

        Points of the purchase that have expired unused are gone already and are not taken a second time.
        """
        family = list(_family(batch))
        own = expired = 0
        for part in family:
            share = min(part.left, points - own)
            if share:
                own += share
                self._spend(part, share)
        for part in family:
            share = min(part.expired, points - own - expired)
            part.expired -= share
            expired += share
        rest = points - own - expired
        self.move(on, "reversed", -(own + rest), fact)
        self.debt += self.take_own(rest)

    def refill(self, batch: Batch, points: int, on: date) -> None:
        """Used points go back to their batch, with its last day; one that has ended lasts thirty days more (6)."""
        pays = min(self.debt, points)
        self.debt -= pays
        points -= pays
        if not points:
            return
        if batch.left:
            batch.left += points
            self._held += points
            return
        if batch.last_day is not None and batch.last_day < on:
            late = Batch(batch.fact, batch.earned_on, points, points, on + EXTENSION)
            batch.later = [*(batch.later or ()), late]
            self.hold(late)
            return
        batch.left = points
        self.hold(batch)

    def _spend(self, batch: Batch, points: int) -> None:
        batch.left -= points
        self._held -= points
        if batch.left:
            return
        for part in (self._head, self._tail):
            if part and part[0] is batch:
                part.pop(0)
                return
            for place, other in enumerate(part):
                if other is batch:
                    del part[place]
                    return

    def _unpack(self) -> None:
        if self._packed:
            self._head += [_read(entry) for entry in self._packed.split(";")]
            self._packed = ""
        if self._tail:
            self._head += self._tail
            self._tail = []

    # ---- between acts ----

    def written(self) -> str:
        """The batches as text: ordinal of the day earned, what is left, ordinal of the last day or nothing."""
        parts = [*_entries(self._head), *([self._packed] if self._packed else ()), *_entries(self._tail)]
        return ";".join(parts)

    @staticmethod
    def read(text: str, held: int, debt: int) -> "Purse":
        """A purse as it was `written`, of which the batches hold `held` points."""
        purse = Purse()
        purse._held, purse.debt = held, debt
        if text:
            first, _, rest = text.partition(";")
            purse._head = [_read(first)]
            if rest:
                purse._packed, _, last = rest.rpartition(";")
                purse._tail = [_read(last)]
        return purse

    @property
    def held(self) -> int:
        """What the batches hold together."""
        return self._held


def _family(batch: Batch) -> Iterator[Batch]:
    yield batch
    for later in batch.later or ():
        yield from _family(later)


def take(
    purses: Sequence[Purse], points: int, on: date, fact: int
) -> tuple[list[tuple[Purse, Batch, int]], int]:
    """Use points of several purses, whichever batch ends first, the first purse first among equals (2, 17).

    Answers what came from which batch, and what was not there; each purse has its own movement of it.
    """
    taken: list[tuple[Purse, Batch, int]] = []
    shares: dict[int, int] = {}
    while points:
        open_purses = [(purse, batch) for purse in purses if (batch := purse.first) is not None]
        if not open_purses:
            break
        purse, batch = min(open_purses, key=lambda one: (one[1].last_day or NEVER, one[1].earned_on))
        share = min(batch.left, points)
        points -= share
        purse._spend(batch, share)
        taken.append((purse, batch, share))
        shares[id(purse)] = shares.get(id(purse), 0) + share
    for purse in purses[1:]:
        purse.move(on, "used", -shares.get(id(purse), 0), fact)
    purses[0].move(on, "used", -(shares.get(id(purses[0]), 0) + points), fact)
    return taken, points


def _read(entry: str) -> Batch:
    earned_on, left, last_day = _line(entry)
    return Batch(0, earned_on, left, left, last_day)


def _line(entry: str) -> Line:
    earned_on, left, last_day = entry.split(",")
    return (
        date.fromordinal(int(earned_on)),
        int(left),
        date.fromordinal(int(last_day)) if last_day else None,
    )


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Lines of one day with one end, which stand beside each other, as one."""
    merged: list[Line] = []
    before: date | None = None
    for line in lines:
        earned_on, left, last_day = line
        if earned_on == before and last_day == merged[-1][2]:
            merged[-1] = earned_on, merged[-1][1] + left, last_day
        else:
            merged.append(line)
            before = earned_on
    return merged


def _entries(batches: Sequence[Batch]) -> list[str]:
    """Batches of one day with one end are one entry."""
    return [
        f"{earned_on.toordinal()},{left},{'' if last_day is None else last_day.toordinal()}"
        for earned_on, left, last_day in _merged(
            [(batch.earned_on, batch.left, batch.last_day) for batch in batches]
        )
    ]
