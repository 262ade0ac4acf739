"""A lively shop to look around in: a year and a half of its people and purchases, grown from a seed."""

from datetime import date, time

from shopkeeper.rules.days import birthday_in
from shopkeeper.service.demo.calendar import Calendar
from shopkeeper.service.demo.dice import Dice, Urn
from shopkeeper.service.demo.known import known_member, known_visits
from shopkeeper.service.demo.members import Town
from shopkeeper.service.demo.values import (
    DemoAddress,
    DemoGift,
    DemoLine,
    DemoMember,
    DemoPurchase,
    DemoRemark,
    DemoReturn,
    DemoServer,
    DemoShop,
)
from shopkeeper.service.demo.visits import (
    CLOSES_MINUTE,
    OPENS_MINUTE,
    Back,
    Habit,
    Taste,
    Visit,
    bring_back,
    come_and_go,
    draw_habit,
    fill,
    use_points,
)
from shopkeeper.service.demo.words import words
from shopkeeper.values import dataclass

__all__ = [
    "DemoAddress",
    "DemoGift",
    "DemoLine",
    "DemoMember",
    "DemoPurchase",
    "DemoRemark",
    "DemoReturn",
    "DemoServer",
    "DemoShop",
    "demo_shop",
]

# Numbers of chance beyond those of the members.
_STRANGERS, _SERVING = 1_000_001, 1_000_002
_BIRTHDAY_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Gift:
    day: int
    minute: int
    member: int
    kind: str
    what: str


def demo_shop(seed: int, until: date, members: int = 2000) -> DemoShop:
    """A shop whose book covers the eighteen months to `until`, that day included.

    The same seed, day and number give the same shop on every computer. The known people of the design are its
    first members; days they were seen count back from `until`.
    """
    calendar, town = Calendar(until), Town(seed, until)
    people, met, gifts = [], [], []
    for member in range(members):
        dice = Dice(seed, member)
        if member < len(words().known):
            person = words().known[member]
            visits = known_visits(dice, calendar, person)
            somebody = known_member(person, calendar.date(visits[0].day) if visits else None, until)
        else:
            habit = draw_habit(dice, calendar)
            somebody, taste = town.meet(dice, date.fromordinal(habit.joins))
            visits = come_and_go(dice, calendar, habit, taste)
            for visit in visits:
                if dice.chance(0.012):
                    bring_back(dice, calendar, visit)
            use_points(dice, visits, 0.05 if dice.chance(0.5) else 0.0)
            gifts += _gifts(dice, calendar, member, somebody, visits)
        people.append(somebody)
        met += [(visit.day, visit.minute, member, visit) for visit in visits]
    met += [(visit.day, visit.minute, -1 - at, visit) for at, visit in enumerate(_strangers(seed, calendar))]
    # No two have the same day, minute and number, so that visits themselves are never compared.
    met.sort(key=lambda entry: entry[:3])
    return _written_down(seed, calendar, people, met, gifts)


def _strangers(seed: int, calendar: Calendar) -> list[Visit]:
    """Some sales a day to people nobody knows."""
    dice, taste, visits = Dice(seed, _STRANGERS), Taste(), []
    habit = Habit(0, 0, 0, 0.0, 980, 0.6, 0, 0.0, 0, 0.05)
    for day in calendar.open_days():
        for _ in range(int(dice.whole(7, 18) * calendar.busy[day - calendar.first])):
            meant = int(habit.basket_minor * dice.luck(habit.spread))
            visit = Visit(day, dice.whole(OPENS_MINUTE, CLOSES_MINUTE), max(meant, 60))
            fill(dice, calendar, visit, taste, habit.counted)
            if dice.chance(0.006):
                bring_back(dice, calendar, visit)
            visits.append(visit)
    return visits


def _gifts(
    dice: Dice, calendar: Calendar, member: int, somebody: DemoMember, visits: list[Visit]
) -> list[_Gift]:
    """What was given: at the first visit of those who joined lately, on birthdays, and now and then."""
    gifts: list[_Gift] = []
    choice, joined = words().gifts, somebody.joined_on.toordinal()
    for at, visit in enumerate(visits):
        kind = ""
        if at == 0 and visit.day == joined and dice.chance(0.6):
            kind = "welcome"
        elif at >= 8 and _birthday_was(somebody, calendar.date(visit.day)):
            year = calendar.date(visit.day).year
            had = any(gift.kind == "birthday" and calendar.date(gift.day).year == year for gift in gifts)
            kind = "birthday" if not had and dice.chance(0.8) else ""
        elif at >= 5 and dice.chance(0.006):
            kind = "treat"
        if kind:
            gifts.append(_Gift(visit.day, visit.minute, member, kind, dice.pick(choice[kind])))
    return gifts


def _birthday_was(somebody: DemoMember, day: date) -> bool:
    """True on the birthday and some days after it, within the same year."""
    if somebody.birthday_month is None or somebody.birthday_day is None:
        return False
    birthday = birthday_in(somebody.birthday_month, somebody.birthday_day, day.year)
    return 0 <= (day - birthday).days < _BIRTHDAY_DAYS


def _written_down(
    seed: int,
    calendar: Calendar,
    people: list[DemoMember],
    met: list[tuple[int, int, int, Visit]],
    gifts: list[_Gift],
) -> DemoShop:
    """The visits as purchases, returns and gifts in the order they happened, each with who served."""
    dice, shop, rota = Dice(seed, _SERVING), words().shop, _Rota()
    clock = [time(minute // 60, minute % 60) for minute in range(24 * 60)]
    purchases: list[DemoPurchase] = []
    brought: list[tuple[int, Back]] = []
    for day, minute, member, visit in met:
        if visit.back is not None:
            brought.append((len(purchases), visit.back))
        purchases.append(
            DemoPurchase(
                member=member if member >= 0 else None,
                happened_on=calendar.date(day),
                at=clock[minute],
                amount_minor=visit.amount_minor,
                points_used=visit.points_used,
                what=visit.what,
                lines=visit.lines,
                served_by=rota.serving(dice, day),
            )
        )
    brought.sort(key=lambda entry: (entry[1].day, entry[1].minute, entry[0]))
    gifts.sort(key=lambda gift: (gift.day, gift.minute, gift.member))
    return DemoShop(
        name=shop["name"],
        motto=shop["motto"],
        street=shop["street"],
        town=shop["town"],
        postcode=shop["postcode"],
        country=shop["country"],
        currency=shop["currency"],
        language=shop["language"],
        timezone=shop["timezone"],
        begins_on=calendar.date(calendar.first),
        ends_on=calendar.date(calendar.last),
        people=tuple(
            DemoServer(entry["name"], entry["full_name"], entry["owner"]) for entry in words().serves
        ),
        members=tuple(people),
        purchases=tuple(purchases),
        returns=tuple(
            DemoReturn(
                purchase=purchase,
                happened_on=calendar.date(back.day),
                at=clock[back.minute],
                amount_minor=back.amount_minor,
                lines=back.lines,
                because=back.because,
                served_by=rota.serving(dice, back.day),
            )
            for purchase, back in brought
        ),
        gifts=tuple(
            DemoGift(
                member=gift.member,
                happened_on=calendar.date(gift.day),
                at=clock[gift.minute],
                kind=gift.kind,
                what=gift.what,
                given_by=rota.serving(dice, gift.day),
            )
            for gift in gifts
        ),
    )


class _Rota:
    """Who serves on which day of the week, and how much of the day."""

    def __init__(self) -> None:
        serves = words().serves
        self._days = [
            [at for at, entry in enumerate(serves) if weekday in entry["works"]] for weekday in range(6)
        ]
        self._urns = [Urn([serves[at]["share"] for at in day]) for day in self._days]

    def serving(self, dice: Dice, day: int) -> int:
        """Somebody who works on a day, as a position among those who serve."""
        weekday = (day + 6) % 7
        return self._days[weekday][self._urns[weekday].draw(dice)]
