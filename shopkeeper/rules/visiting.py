"""Who came on which day and what they left there, as columns: what every figure about keeping and value is worked out from.

Several slips of one member and day are one visit; what came back is taken off the day it was bought; a day of which
everything came back is no visit. Days are ordinals of the proleptic calendar (`date.toordinal`).
"""

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from shopkeeper.rules.histories import Floats, Visits
from shopkeeper.values import dataclass

Ints: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
_GAP_BITS = 24  # more days than the calendar has


@dataclass(frozen=True)
class Visiting:
    """One row a visit, by member and then by day: whose (an index into `members`), on which day, what was kept of the
    bill in minor units. `members` are the ids of all who have a row, ascending."""

    members: Ints
    whose: Ints
    day: Ints
    net_minor: Ints

    @classmethod
    def of(cls, member_ids: Ints, day: Ints, net_minor: Ints) -> "Visiting":
        """From columns sorted by member, then day."""
        if len(member_ids) == 0:
            return cls(member_ids, member_ids, day, net_minor)
        begins = np.concatenate(([True], member_ids[1:] != member_ids[:-1]))
        return cls(member_ids[begins], np.cumsum(begins) - 1, day, net_minor)

    def __len__(self) -> int:
        """How many members there are."""
        return len(self.members)

    def within(self, after: int | None = None, through: int | None = None) -> "Visiting":
        """The visits after one day and through another."""
        wanted = np.ones(len(self.day), dtype=np.bool_)
        if after is not None:
            wanted &= self.day > after
        if through is not None:
            wanted &= self.day <= through
        return Visiting.of(self.members[self.whose[wanted]], self.day[wanted], self.net_minor[wanted])

    def some(self, most: int) -> "Visiting":
        """Every second, third … member with all their visits, so that no more than so many are left: enough to learn from."""
        step = -(-len(self) // most)
        if step <= 1:
            return self
        wanted = self.whose % step == 0
        return Visiting.of(self.members[self.whose[wanted]], self.day[wanted], self.net_minor[wanted])

    @cached_property
    def starts(self) -> Ints:
        """Where each member's rows begin."""
        return (
            np.flatnonzero(np.concatenate(([True], self.whose[1:] != self.whose[:-1])))
            if len(self)
            else self.whose
        )

    @cached_property
    def count(self) -> Ints:
        """Each member's visits."""
        return np.diff(np.append(self.starts, len(self.day)))

    @cached_property
    def first(self) -> Ints:
        """Each member's first day."""
        return self.day[self.starts]

    @cached_property
    def last(self) -> Ints:
        """Each member's last day."""
        final: Ints = self.day[self.starts + self.count - 1]
        return final

    @cached_property
    def spent_minor(self) -> Ints:
        """What each spent in all."""
        if not len(self):
            return self.net_minor
        spent: Ints = np.add.reduceat(self.net_minor, self.starts)
        return spent

    @cached_property
    def usual_gap(self) -> Floats:
        """The middle number of days between a member's visits, NaN for whoever came once."""
        gaps = np.full(len(self), np.nan)
        if len(self) == 0:
            return gaps
        again = np.flatnonzero(self.whose[1:] == self.whose[:-1]) + 1
        # Owner and gap in one number: a plain sort is several times quicker than one by two columns.
        both = np.sort(self.whose[again] << _GAP_BITS | (self.day[again] - self.day[again - 1]))
        owner, days = both >> _GAP_BITS, both & ((1 << _GAP_BITS) - 1)
        begins = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1]))) if len(owner) else owner
        counts = np.diff(np.append(begins, len(owner)))
        gaps[owner[begins]] = (days[begins + (counts - 1) // 2] + days[begins + counts // 2]) / 2
        return gaps

    def at(self, member_ids: Ints) -> Ints:
        """The places of these members, -1 for who has no visit here."""
        if len(self) == 0:
            return np.full(len(member_ids), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.members, member_ids), len(self) - 1)
        return np.where(self.members[place] == member_ids, place, -1)

    def has(self, member_ids: Ints) -> Flags:
        """Which of these members have a visit here."""
        return self.at(member_ids) >= 0

    def seen_on(self, day: int, unit_minor: int = 1) -> Visits:
        """Everybody as they stood at the end of a day on or after the last visit; money in units of so many minor ones."""
        repeats = (self.count - 1).astype(np.float64)
        spent = self.spent_minor / unit_minor
        first = self.net_minor[self.starts] / unit_minor if len(self) else spent
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(repeats > 0, (spent - first) / repeats, 0.0)
        return Visits(repeats, (self.last - self.first) / 7, (day - self.first) / 7, mean, spent)
