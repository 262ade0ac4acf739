"""What the marks of visits come to: by statement and by month, in tenths, so that no figure looks finer than it is."""

from collections.abc import Iterable, Sequence
from datetime import date

from shopkeeper.values import dataclass

LEAST, MOST = 1, 5
LATEST = 3
"""Months that are held against those before."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of some marks in tenths (42 is 4.2), of how many; None of none."""

    tenths: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One statement over the months, the last one last, over the whole time, and over the latest three months against those before."""

    months: tuple[Mean, ...]
    whole: Mean
    earlier: Mean
    later: Mean

    @property
    def way(self) -> int:
        """1 where the latest months are better by three tenths or more, -1 where it is worse, 0 where that cannot be said."""
        if self.earlier.tenths is None or self.later.tenths is None:
            return 0
        more = self.later.tenths - self.earlier.tenths
        return 1 if more >= 3 else -1 if more <= -3 else 0


def months_until(today: date, count: int) -> tuple[date, ...]:
    """The first days of so many months, the present one last."""
    first = today.year * 12 + today.month - count
    return tuple(date((first + n) // 12, (first + n) % 12 + 1, 1) for n in range(count))


def mean(marks: Iterable[int]) -> Mean:
    """The mean in tenths, rounded half up."""
    found = list(marks)
    if not found:
        return Mean(None, 0)
    return Mean((20 * sum(found) + len(found)) // (2 * len(found)), len(found))


def trend(marks: Sequence[tuple[date, int]], months: Sequence[date]) -> Trend:
    """The marks of one statement (or of all), each with its day, over these months; what lies before them is left out."""
    inside = [(day, mark) for day, mark in marks if months[0] <= day]
    by_month = [
        mean(mark for day, mark in inside if (day.year, day.month) == (month.year, month.month))
        for month in months
    ]
    middle = months[-LATEST]
    return Trend(
        tuple(by_month),
        mean(mark for _, mark in inside),
        mean(mark for day, mark in inside if day < middle),
        mean(mark for day, mark in inside if day >= middle),
    )
