"""Each member as they stood on a day, as columns: how often, since when, how lately and for how much they came."""

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from shopkeeper.values import dataclass

Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Visits:
    """One row a member, arrays of equal length: days with a purchase after the first day, weeks from the first to the
    last such day, weeks from the first day to the day judged, mean spend of the days after the first (0 where there
    are none), all that was ever spent. Several slips of one day are one visit; returns are taken off before."""

    repeats: Floats
    recency_weeks: Floats
    age_weeks: Floats
    mean_repeat: Floats
    spent: Floats

    def __len__(self) -> int:
        return len(self.repeats)

    @cached_property
    def repeat_buyers(self) -> int:
        """How many came on a second day."""
        return int(np.count_nonzero(self.repeats))

    @property
    def quiet_weeks(self) -> Floats:
        """Weeks since the last visit."""
        return self.age_weeks - self.recency_weeks
