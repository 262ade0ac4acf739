"""The days of the demo shop's book: which it is open on, and how busy the time of year is."""

from datetime import date

from shopkeeper.rules.days import months_before
from shopkeeper.service.demo.dice import Dice

MONTHS = 18
_CLOSED = {(12, 25), (12, 26), (1, 1)}
_SUNDAY = 6
# How often people come, and how much they take, against an ordinary month.
_BUSY = (0.0, 0.88, 0.94, 1.0, 1.04, 1.02, 1.0, 0.94, 0.84, 1.0, 1.03, 1.08, 1.3)
_FULL = (0.0, 0.93, 0.96, 1.0, 1.02, 1.0, 1.0, 0.98, 0.97, 1.0, 1.0, 1.04, 1.2)


class Calendar:
    """Eighteen months of days as ordinals; `first` and `last` are the first and last of them.

    `year_after` is the day twelve months before the last: a year's figure counts the days after it.
    """

    def __init__(self, until: date) -> None:
        begins = months_before(until, MONTHS)
        self.first = begins.toordinal() + 1
        self.last = until.toordinal()
        self.year_after = months_before(until, 12).toordinal()
        self.days = [date.fromordinal(day) for day in range(self.first, self.last + 1)]
        self._open = [day.weekday() != _SUNDAY and (day.month, day.day) not in _CLOSED for day in self.days]
        self.busy = [_BUSY[day.month] for day in self.days]
        self.full = [
            1.4 if day.month == 12 and 12 <= day.day <= 24 else _FULL[day.month] for day in self.days
        ]

    def date(self, day: int) -> date:
        """The date of an ordinal within the book."""
        return self.days[day - self.first]

    def open_from(self, day: int) -> int | None:
        """This day or the next one the shop is open; None when the book ends before."""
        for later in range(max(day, self.first), self.last + 1):
            if self._open[later - self.first]:
                return later
        return None

    def open_until(self, day: int) -> int | None:
        """This day or the last one before it the shop was open; None when the book begins after."""
        for earlier in range(min(day, self.last), self.first - 1, -1):
            if self._open[earlier - self.first]:
                return earlier
        return None

    def open_days(self) -> list[int]:
        return [day for day in range(self.first, self.last + 1) if self._open[day - self.first]]

    def some_day(self, dice: Dice) -> int:
        """Any day of the book, open or not."""
        return dice.whole(self.first, self.last)
