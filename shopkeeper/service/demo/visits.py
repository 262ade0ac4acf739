"""How the demo shop's customers come: each with a rhythm, a day, an hour and a basket of their own."""

from functools import cache

from shopkeeper.service.demo.calendar import Calendar
from shopkeeper.service.demo.dice import Dice, Urn
from shopkeeper.service.demo.values import DemoLine
from shopkeeper.service.demo.words import Good, words
from shopkeeper.values import dataclass, field

OPENS_MINUTE, CLOSES_MINUTE = 8 * 60, 18 * 60 + 30
_MOST_LINES = 8


@dataclass(slots=True)
class Back:
    """What of a visit's purchase was brought back."""

    day: int
    minute: int
    amount_minor: int
    lines: tuple[int, ...]
    because: str


@dataclass(slots=True)
class Visit:
    """A sale in the making: `day` is an ordinal, `minute` counts from midnight."""

    day: int
    minute: int
    amount_minor: int
    what: str = ""
    lines: tuple[DemoLine, ...] = ()
    points_used: int = 0
    back: Back | None = None


@dataclass(frozen=True, slots=True)
class Taste:
    """What somebody buys with pleasure and what must never be in the basket."""

    favourites: tuple[Good, ...] = ()
    avoids: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A kind of shopper: so many of a hundred, days between visits, the usual basket in minor units."""

    share: int
    every: float
    basket_minor: int


# The last two come once, or have a card and have not come yet.
_RHYTHMS = (
    Rhythm(2, 4.0, 1150),
    Rhythm(8, 7.5, 1220),
    Rhythm(14, 15.0, 1280),
    Rhythm(26, 32.0, 1300),
    Rhythm(20, 70.0, 1500),
    Rhythm(27, 0.0, 1300),
    Rhythm(3, -1.0, 0),
)
_RHYTHM_URN = Urn([rhythm.share for rhythm in _RHYTHMS])
# Monday to Saturday: the end of the week is busier.
_WEEKDAY_URN = Urn([12, 12, 14, 17, 24, 21])


@dataclass(frozen=True, slots=True)
class Habit:
    """How one person comes: joined on `joins`, last seen about `stops`, between them every `every` days."""

    joins: int
    starts: int
    stops: int
    every: float
    basket_minor: int
    spread: float
    weekday: int
    faithful: float
    minute: int
    counted: float


def draw_habit(dice: Dice, calendar: Calendar) -> Habit:
    """A shopper of some kind; those who came once did so lately, the others may have joined long ago."""
    rhythm = _RHYTHMS[_RHYTHM_URN.draw(dice)]
    if dice.chance(0.85 if rhythm.every <= 0 else 0.33):
        joins = calendar.open_from(calendar.some_day(dice)) or calendar.last
        starts = joins
    else:
        share = dice.unit()
        joins = calendar.first - 1 - int(share * share * 4200)
        starts = calendar.first + int(dice.unit() * max(rhythm.every, 10.0))
    stops = calendar.last
    if rhythm.every > 0 and dice.chance(0.17):
        stops = dice.whole(min(starts + int(rhythm.every * 3), calendar.last), calendar.last)
    return Habit(
        joins=joins,
        starts=starts,
        stops=stops,
        every=rhythm.every * (0.8 + 0.4 * dice.unit()),
        basket_minor=int(rhythm.basket_minor * dice.luck(0.5)),
        spread=0.25 + 0.3 * dice.unit(),
        weekday=_WEEKDAY_URN.draw(dice),
        faithful=0.35 + 0.55 * dice.unit(),
        minute=some_hour(dice),
        counted=0.5 if dice.chance(0.35) else 0.04,
    )


def some_hour(dice: Dice) -> int:
    """A time of day, busiest in the middle of the morning and after work."""
    middle = 10 * 60 + 20 if dice.chance(0.62) else 16 * 60 + 40
    return within_hours(middle + int(75 * dice.bell()))


def within_hours(minute: int) -> int:
    return min(max(minute, OPENS_MINUTE), CLOSES_MINUTE)


def on_weekday(day: int, weekday: int) -> int:
    """The nearest day of the week to a day, at most three days off."""
    return day + (weekday - (day + 6) % 7 + 3) % 7 - 3


# After which visit those stay away who never settle in: the second and the fifth lose the most.
_GIVES_UP = 0.09
_GIVES_UP_URN = Urn([0, 0, 38, 12, 10, 32, 8])


def come_and_go(dice: Dice, calendar: Calendar, habit: Habit, taste: Taste) -> list[Visit]:
    """All visits of somebody with a habit, in the order they happen; a few try the shop and do not come back."""
    visits = _coming(dice, calendar, habit, taste)
    if habit.every > 0 and dice.chance(_GIVES_UP):
        return visits[: _GIVES_UP_URN.draw(dice)]
    return visits


def _coming(dice: Dice, calendar: Calendar, habit: Habit, taste: Taste) -> list[Visit]:
    if habit.every < 0 or habit.basket_minor < 1:
        return []
    visits: list[Visit] = []
    due, last_day, stretch = float(habit.starts), 0, 1.0
    fades = dice.chance(0.5)
    while True:
        day = int(due)
        if habit.every >= 5 and visits and dice.chance(habit.faithful):
            day = on_weekday(day, habit.weekday)
        open_day = calendar.open_from(max(day, last_day + 1))
        if open_day is None or (open_day > habit.stops and not fades):
            return visits
        visits.append(_visit(dice, calendar, habit, taste, open_day))
        if habit.every == 0:
            return visits
        if open_day > habit.stops:
            # Somebody who slips away comes more and more rarely.
            stretch *= 2.5
        gap = habit.every * stretch * dice.luck(0.28) / calendar.busy[open_day - calendar.first]
        due, last_day = max(due + gap, open_day + 1.0), open_day


def _visit(dice: Dice, calendar: Calendar, habit: Habit, taste: Taste, day: int) -> Visit:
    meant = habit.basket_minor * calendar.full[day - calendar.first] * dice.luck(habit.spread)
    visit = Visit(day, within_hours(habit.minute + int(25 * dice.bell())), max(int(meant), 60))
    fill(dice, calendar, visit, taste, habit.counted)
    return visit


def fill(dice: Dice, calendar: Calendar, visit: Visit, taste: Taste, counted: float) -> None:
    """What was bought: counted by the good in some cases, in a word or two in others, else nothing said."""
    share = dice.unit()
    if share < counted:
        visit.lines = basket(dice, visit.amount_minor, calendar.date(visit.day).month, taste)
        if visit.lines:
            visit.amount_minor = sum(line.amount_minor for line in visit.lines)
            visit.what = ", ".join(_in_a_list(line.text, at) for at, line in enumerate(visit.lines[:3]))
            return
    if share > 0.72:
        visit.what = dice.pick(said_of(visit.amount_minor))


def _in_a_list(text: str, at: int) -> str:
    return text if at == 0 else _written_small().get(text, text)


@cache
def _written_small() -> dict[str, str]:
    """The goods whose name is not a name of its own, as they stand within a sentence."""
    return {good.line.text: good.small for good in words().goods}


def said_of(amount_minor: int) -> tuple[str, ...]:
    fitting = words().said[0][1]
    for least, what in words().said:
        if amount_minor >= least:
            fitting = what
    return fitting


@cache
def _on_sale(month: int, avoids: frozenset[str]) -> tuple[Good, ...]:
    return tuple(good for good in words().goods if month in good.months and not good.holds & avoids)


def basket(dice: Dice, meant_minor: int, month: int, taste: Taste) -> tuple[DemoLine, ...]:
    """Goods of the season that come to about the amount meant; empty when it buys nothing."""
    on_sale, left = _on_sale(month, taste.avoids), meant_minor
    lines: list[DemoLine] = []
    for _ in range(_MOST_LINES * 2):
        if left < 100 or len(lines) == _MOST_LINES:
            break
        liked = taste.favourites and dice.chance(0.35)
        good = dice.pick(taste.favourites if liked else on_sale)
        if good.line.amount_minor <= left + 150 and month in good.months:
            lines.append(good.line)
            left -= good.line.amount_minor
    if lines and left >= 500:
        lines.append(DemoLine("Other groceries", left, True))
    if lines and dice.chance(0.03):
        lines.append(dice.pick(words().for_others))
    return tuple(lines)


def bring_back(dice: Dice, calendar: Calendar, visit: Visit) -> None:
    """All or a part of a purchase comes back within a fortnight, if the book goes on so long."""
    day = calendar.open_from(visit.day + dice.whole(1, 12))
    if day is None or visit.points_used:
        return
    because = dice.pick(words().returned_because)
    if visit.lines:
        chosen: tuple[int, ...] = (dice.whole(0, len(visit.lines) - 1),)
        if len(visit.lines) > 3 and dice.chance(0.25):
            chosen = (0, len(visit.lines) - 1)
        amount = sum(visit.lines[at].amount_minor for at in chosen)
    else:
        chosen = ()
        amount = visit.amount_minor if dice.chance(0.3) else max(int(visit.amount_minor * dice.unit()), 50)
    visit.back = Back(day, some_hour(dice), min(amount, visit.amount_minor), chosen, because)


def use_points(dice: Dice, visits: list[Visit], often: float) -> None:
    """Some visits are paid in part with points, never with more than surely are there.

    What is surely there is one point for each whole pound kept. A return is counted from the day of its
    purchase on: whoever brings something back has never held less than that.
    """
    sure = 0
    for visit in visits:
        kept = visit.amount_minor - (visit.back.amount_minor if visit.back else 0)
        kept -= sum(
            line.amount_minor
            for at, line in enumerate(visit.lines)
            if not line.earns and not (visit.back and at in visit.back.lines)
        )
        if sure >= 100 and not visit.back and dice.chance(often):
            visit.points_used = min(sure, kept, 500) // 50 * 50
        sure += max(kept - visit.points_used, 0) // 100 - visit.points_used
