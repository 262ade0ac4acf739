"""How silences end: of all the times members of this shop stayed away so long, measured by their own rhythm, how many came again.

A silence is the time since a member's last visit; most end with the next one, the last of each member has not ended yet. How
many outlast which length is Kaplan and Meier's estimate (1958), in which a silence that has not ended counts only as far as it
has come. Whoever has a rhythm is measured by it (a silence twice the mean of the gaps before it is 2.0), the others in weeks.
"""

import numpy as np

from shopkeeper.rules.histories import Floats
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.values import dataclass

_KNOWN = 3  # told apart: no gap before the silence, one, several
_DAYS_A_WEEK = 7.0


@dataclass(frozen=True)
class _Ends:
    """The lengths at which silences ended, ascending, and the share that lasts longer than each."""

    lengths: Floats
    outlast: Floats

    @classmethod
    def of(cls, lengths: Floats, ended: Flags) -> "_Ends":
        order = np.argsort(lengths, kind="stable")
        lengths, ended = lengths[order], ended[order]
        if not len(lengths):
            return cls(lengths, lengths)
        starts = np.flatnonzero(np.concatenate(([True], lengths[1:] != lengths[:-1])))
        came_so_far = len(lengths) - starts
        ended_here = np.add.reduceat(ended.astype(np.float64), starts)
        outlast = np.cumprod(1 - ended_here / came_so_far).astype(np.float64)
        return cls(lengths[starts], outlast)

    def longer_than(self, length: Floats) -> Floats:
        """The share of silences that outlast a length."""
        if not len(self.lengths):
            return np.ones(len(length))
        place = np.searchsorted(self.lengths, length, side="right")
        found: Floats = np.concatenate(([1.0], self.outlast))[place]
        return found


@dataclass(frozen=True)
class Silences:
    """What was learnt of a book's silences."""

    ends: tuple[_Ends, ...]

    @classmethod
    def of(cls, visits: Visiting, day: int) -> "Silences":
        """From all visits through a day."""
        length, rhythm, known, ended = _silences(visits, day)
        measured = length / rhythm
        return cls(tuple(_Ends.of(measured[known == kind], ended[known == kind]) for kind in range(_KNOWN)))

    def chance(self, visits: Visiting, day: int, weeks: float) -> Floats:
        """The chance of each member's silence to end within so many weeks, as those of its kind and length did."""
        quiet = np.maximum((day - visits.last).astype(np.float64), 0.0)
        rhythm = _rhythm(visits.count - 1, (visits.last - visits.first).astype(np.float64))
        known = np.minimum(visits.count - 1, _KNOWN - 1)
        chance = np.zeros(len(visits))
        for kind, ends in enumerate(self.ends):
            these = known == kind
            so_far = ends.longer_than(quiet[these] / rhythm[these])
            then = ends.longer_than((quiet[these] + weeks * _DAYS_A_WEEK) / rhythm[these])
            chance[these] = np.where(so_far > 0, 1 - then / np.maximum(so_far, 1e-12), 0.0)
        return chance


def _rhythm(gaps: Ints, days: Floats) -> Floats:
    """The mean gap in days, a week for whoever has none."""
    mean: Floats = np.where(gaps > 0, np.maximum(days, 1.0) / np.maximum(gaps, 1), _DAYS_A_WEEK)
    return np.maximum(mean, 1.0)


def _silences(visits: Visiting, day: int) -> tuple[Floats, Floats, Ints, Flags]:
    """Of every silence: its length in days, the rhythm before it, how many gaps that rhythm is known from, whether it ended."""
    rows = len(visits.day)
    if not rows:
        return np.zeros(0), np.ones(0), visits.day, np.zeros(0, dtype=np.bool_)
    number = np.arange(rows) - visits.starts[visits.whose]  # visits before the one the silence follows
    ended = np.concatenate((visits.whose[1:] == visits.whose[:-1], [False]))
    until = np.where(ended, np.concatenate((visits.day[1:], [day])), day)
    length = np.maximum((until - visits.day).astype(np.float64), 0.0)
    days = (visits.day - visits.first[visits.whose]).astype(np.float64)
    return length, _rhythm(number, days), np.minimum(number, _KNOWN - 1), ended
