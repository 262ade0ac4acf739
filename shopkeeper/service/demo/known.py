"""The customers everybody in the demo shop knows: who they are and how they come, as `people.toml` has it."""

from datetime import date, timedelta
from typing import Any

from shopkeeper.rules.days import months_before
from shopkeeper.service.demo.calendar import Calendar
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.values import DemoAddress, DemoMember, DemoRemark
from shopkeeper.service.demo.visits import Back, Visit, on_weekday, said_of, some_hour, within_hours
from shopkeeper.service.demo.words import words

_KINDS = (
    ("warning", "warnings"),
    ("likes", "likes"),
    ("dislikes", "dislikes"),
    ("size", "sizes"),
    ("fact", "facts"),
)


def known_member(person: dict[str, Any], first_visit: date | None, until: date) -> DemoMember:
    """Somebody of `people.toml`, as written there; they joined no later than their first visit."""
    joined_on = _joined(person, until)
    if first_visit is not None:
        joined_on = min(joined_on, first_visit)
    year, month, day = _known_birthday(person.get("birthday", ""), until)
    noted_on = max(joined_on, until - timedelta(days=70))
    return DemoMember(
        name=person["name"],
        say=person.get("say", ""),
        greeting=person.get("greeting", ""),
        birthday_year=year,
        birthday_month=month,
        birthday_day=day,
        joined_on=joined_on,
        letters=person.get("letters"),
        note=person.get("note", ""),
        phones=tuple(person["phones"]),
        emails=tuple(person.get("emails", ())),
        addresses=(
            DemoAddress(
                street=person["street"],
                address_2=person.get("address_2", ""),
                postcode=person["postcode"],
                town=person.get("town", words().shop["town"]),
                region="",
                country=words().shop["country"],
            ),
        ),
        remarks=tuple(
            DemoRemark(kind, text, noted_on) for kind, key in _KINDS for text in person.get(key, ())
        ),
        card_given_on=joined_on,
        place="known",
    )


def _joined(person: dict[str, Any], until: date) -> date:
    if "joined_years" in person:
        return months_before(_next_weekday(until, person["joined_weekday"]), 12 * person["joined_years"])
    if "joined_days" in person:
        return until - timedelta(days=person["joined_days"])
    joined: date = person["joined"]
    return min(joined, until)


def _next_weekday(after: date, weekday: int) -> date:
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def _known_birthday(told: str, until: date) -> tuple[int | None, int | None, int | None]:
    if not told:
        return None, None, None
    if told == "tuesday":
        coming = _next_weekday(until, 1)
        return None, coming.month, coming.day
    *year, month, day = (int(part) for part in told.split("-"))
    return (year[0] if year else None), month, day


def known_visits(dice: Dice, calendar: Calendar, person: dict[str, Any]) -> list[Visit]:
    """The visits of somebody of `people.toml`, whose year comes to the penny to what is written there."""
    days = _known_days(dice, calendar, person)
    recent = {days[at]: shown for at, shown in enumerate(person.get("recent", [])) if at < len(days)}
    minute, visits = some_hour(dice), []
    for day in sorted(days):
        visit = Visit(day, within_hours(minute + int(20 * dice.bell())), 0)
        shown = recent.get(day)
        if shown is None:
            visit.amount_minor = max(int(person["average_minor"] * dice.luck(0.2)), 60)
            visit.what = dice.pick(said_of(visit.amount_minor)) if dice.chance(0.5) else ""
        else:
            visit.amount_minor, visit.what = shown["amount_minor"], shown["what"]
            back_on = calendar.open_from(day + 2)
            if "returned_minor" in shown and back_on is not None:
                visit.back = Back(back_on, minute, shown["returned_minor"], (), shown["because"])
        visits.append(visit)
    if "year_minor" in person:
        _come_to(calendar, visits, recent, person["year_minor"])
    return visits


def _known_days(dice: Dice, calendar: Calendar, person: dict[str, Any]) -> list[int]:
    """Days of visits, newest first: the recent ones as written, before them by the person's rhythm."""
    most, weekday = person.get("visits", 10_000), person.get("weekday")
    if most == 0:
        return []
    last = calendar.last - person["last_seen"]
    if weekday is not None:
        last -= ((last + 6) % 7 - weekday) % 7
    opened = calendar.open_until(last)
    days: list[int] = []
    wanted = float(last)
    backs = [shown["back"] for shown in person.get("recent", [])][1:]
    while opened is not None and len(days) < most:
        if not days or opened < days[-1]:
            days.append(opened)
        if backs:
            wanted = float(last - backs.pop(0))
            opened = calendar.open_until(int(wanted))
            continue
        wanted -= person["every"] * (0.85 + 0.3 * dice.unit())
        day = int(wanted)
        if weekday is not None and dice.chance(0.88):
            day = on_weekday(day, weekday)
        opened = calendar.open_until(min(day, days[-1] - 1))
    return days


def _come_to(
    calendar: Calendar, visits: list[Visit], recent: dict[int, dict[str, Any]], year_minor: int
) -> None:
    """Stretch the amounts that are not given until the last twelve months come to a figure.

    What lies before is held a little lower, so that no other twelve months come to more.
    """
    in_year = [visit for visit in visits if visit.day > calendar.year_after]
    free = [visit for visit in in_year if visit.day not in recent]
    given = sum(
        visit.amount_minor - (visit.back.amount_minor if visit.back else 0)
        for visit in in_year
        if visit.day in recent
    )
    now = sum(visit.amount_minor for visit in free)
    for earlier in visits:
        if earlier.day not in recent:
            lower = 1 if earlier.day > calendar.year_after else 0.85
            earlier.amount_minor = max(int(earlier.amount_minor * (year_minor - given) * lower / now), 60)
    # What rounding left over goes to the newest of them.
    free[-1].amount_minor += year_minor - given - sum(visit.amount_minor for visit in free)
