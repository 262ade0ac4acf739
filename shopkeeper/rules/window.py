"""The days that count towards a tier: what each adds to the figures, their sum, and which day drops out when."""

from datetime import date, timedelta

from shopkeeper.rules.days import months_after, months_before
from shopkeeper.rules.programme import Basis, Programme
from shopkeeper.values import dataclass

NEVER = date.max
_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Day:
    """What one shop day counts for: net spend, purchases not wholly returned, points earned by them."""

    spend: int = 0
    kept: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The qualifying figures of some span: net spend, days with a visit, points that purchases earned (9)."""

    spend: int = 0
    visits: int = 0
    points: int = 0

    def of(self, basis: Basis) -> int:
        """The figure a tier of this basis is reached by."""
        if basis == "spend":
            return self.spend
        return self.visits if basis == "visits" else self.points


class Window:
    """The counting days, oldest first. Of a window taken up again only the oldest and the latest day are unpacked."""

    __slots__ = ("_days", "_oldest", "_packed", "drops_on", "points", "programme", "spend", "visits")

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._oldest: tuple[date, Day] | None = None
        self._packed = ""
        self._days: dict[date, Day] = {}
        self.spend = self.visits = self.points = 0
        self.drops_on: date = NEVER  # the first day on which the oldest counting day counts no more

    @property
    def figures(self) -> Figures:
        """The sums over the days that count."""
        return Figures(self.spend, self.visits, self.points)

    def figure(self, basis: Basis) -> int:
        """One of the sums."""
        if basis == "spend":
            return self.spend
        return self.visits if basis == "visits" else self.points

    def counts(self, on: date, day: date) -> bool:
        """Whether what happened `on` counts on `day` (9)."""
        months = self.programme.window_months
        if months is not None:
            return on > months_before(day, months)
        return self.programme.window == "ever" or on.year == day.year

    def visited(self, on: date) -> bool:
        """Whether the day has a purchase that is kept; of a window taken up again only the latest day is asked."""
        known = self._days.get(on)
        return known is not None and known.kept > 0

    def add(self, on: date, spend: int, kept: int, points: int) -> None:
        """Count something for a day that counts."""
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = Day()
            if self._oldest is None and len(self._days) == 1:
                self.drops_on = self._drop(on)
        was = known.kept > 0
        known.spend += spend
        known.kept += kept
        known.points += points
        self.spend += spend
        self.points += points
        self.visits += (known.kept > 0) - was

    def forget(self, day: date) -> None:
        """Let go of the days that do not count on `day` any more."""
        while (oldest := self._first()) is not None and not self.counts(oldest[0], day):
            on, gone = oldest
            self.spend -= gone.spend
            self.points -= gone.points
            self.visits -= gone.kept > 0
            if self._oldest is not None:
                self._oldest = None
            else:
                del self._days[on]
        self.drops_on = NEVER if oldest is None else self._drop(oldest[0])

    def _first(self) -> tuple[date, Day] | None:
        if self._oldest is None and self._packed:
            entry, _, self._packed = self._packed.partition(";")
            self._oldest = _read(entry)
        if self._oldest is not None:
            return self._oldest
        return next(iter(self._days.items()), None)

    def _drop(self, oldest: date) -> date:
        months = self.programme.window_months
        if months is None:
            return NEVER if self.programme.window == "ever" else date(min(oldest.year + 1, 9999), 1, 1)
        drop = months_after(oldest, months)
        while months_before(drop, months) < oldest:
            if drop == NEVER:
                return NEVER
            drop += _ONE_DAY
        return drop

    # ---- between acts ----

    def written(self) -> str:
        """The days as text, after their sums; of a window without end only the latest day is needed."""
        days = [_entry(on, day) for on, day in self._days.items()]
        if self.programme.window == "ever":
            days = days[-1:]
        else:
            if self._packed:
                days.insert(0, self._packed)
            if self._oldest is not None:
                days.insert(0, _entry(*self._oldest))
        return ";".join([f"{self.spend},{self.visits},{self.points}", *days])

    @staticmethod
    def read(text: str, programme: Programme) -> "Window":
        """A window as it was `written`, under the same programme."""
        window = Window(programme)
        sums, _, days = text.partition(";")
        window.spend, window.visits, window.points = (int(part) for part in sums.split(","))
        if days:
            before, _, last = days.rpartition(";")
            on, day = _read(last)
            window._days[on] = day
            if before:
                first, _, window._packed = before.partition(";")
                window._oldest = _read(first)
                on = window._oldest[0]
            window.drops_on = window._drop(on)
        return window


def _entry(on: date, day: Day) -> str:
    return f"{on.toordinal()},{day.spend},{day.kept},{day.points}"


def _read(entry: str) -> tuple[date, Day]:
    on, spend, kept, points = entry.split(",")
    return date.fromordinal(int(on)), Day(int(spend), int(kept), int(points))
