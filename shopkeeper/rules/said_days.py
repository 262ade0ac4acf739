"""Which day to come is meant by a word in a sentence: “by Friday”, “tomorrow”, “5 Sept”, “in two weeks”."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.rules.days import birthday_in
from shopkeeper.rules.typed_days import Birthday, DayOrder, read_birthday
from shopkeeper.values import dataclass

_WEEKDAYS = (
    "monday mon montag lundi lunes",
    "tuesday tue tues dienstag mardi martes",
    "wednesday wed mittwoch mercredi miércoles miercoles",
    "thursday thu thurs donnerstag jeudi jueves",
    "friday fri freitag vendredi viernes",
    "saturday sat samstag sonnabend samedi sábado sabado",
    "sunday sun sonntag dimanche domingo",
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_NEAR = {
    "today": 0, "tonight": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0,
    "tomorrow": 1, "morgen": 1, "demain": 1, "mañana": 1, "übermorgen": 2, "après-demain": 2,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "ein": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "une": 1, "un": 1, "deux": 2, "trois": 3,
    "una": 1, "dos": 2, "tres": 3,
}  # fmt: skip
_UNITS = {
    "day": 1, "days": 1, "tag": 1, "tagen": 1, "jour": 1, "jours": 1, "día": 1, "días": 1, "dias": 1,
    "week": 7, "weeks": 7, "woche": 7, "wochen": 7, "semaine": 7, "semaines": 7, "semana": 7, "semanas": 7,
}  # fmt: skip
# What leads to a day and goes with it when the day is taken out of the sentence.
_LEADS = r"(?:by|on|for|until|till|before|every|bis|am|zum|ab|für|le|pour|avant|d'ici|para|el|antes del?)"
_LEAD = re.compile(rf"(?:^|(?<=[\s,;:]))(?:{_LEADS}\s+){{1,2}}$", re.IGNORECASE)
_PATTERNS = (
    re.compile(r"(?<!\d)(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"),
    re.compile(r"(?<![\w/.])(?P<typed>\d{1,2}[./]\d{1,2})(?:[./](?P<y1>\d{4}))?(?![\w/])"),
    re.compile(
        r"(?<![\w.])(?P<typed>\d{1,2}(?:\.|st|nd|rd|th)?\s(?:of\s|de\s)?[^\W\d]{3,12})\.?(?:,?\s(?P<y1>\d{4}))?(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?P<typed>[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?)(?:,?\s(?P<y1>\d{4}))?(?![\w.:/])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)in\s(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})\s(?P<unit>{'|'.join(_UNITS)})(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?P<next>next|nächsten?|kommenden?)\s(?P<weekday>[^\W\d]{3,10})(?!\w)", re.IGNORECASE
    ),
    re.compile(r"(?<!\w)(?P<word>[^\W\d][\w’'-]{1,12})(?!\w)"),
)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """The day that is meant, the month and day of it (29 February stays one), whether a year was said, and what is
    left of the sentence without it."""

    day: date
    month: int
    day_of_month: int
    year_said: bool
    rest: str


def find_day(sentence: str, *, today: date, order: DayOrder | None = None) -> SaidDay | None:
    """The first day to come that a sentence names, None where it names none.

    A weekday is the next one after today, with “next” in front the one of the week after this one; a date without
    a year is the next such day, today included. Dates with a year may lie in the past.
    """
    for pattern in _PATTERNS:
        for found in pattern.finditer(sentence):
            said = _meant(found, today, order)
            if said is not None:
                day, birthday, year_said = said
                before = _LEAD.sub("", sentence[: found.start()])
                rest = f"{before} {sentence[found.end() :]}"
                return SaidDay(day, birthday.month, birthday.day, year_said, _tidied(rest))
    return None


def _meant(found: "re.Match[str]", today: date, order: DayOrder | None) -> tuple[date, Birthday, bool] | None:
    parts = found.groupdict()
    if parts.get("iso"):
        try:
            day = date(*map(int, parts["iso"].split("-")))
        except ValueError:
            return None
        return day, Birthday(None, day.month, day.day), True
    if parts.get("typed"):
        return _typed(parts["typed"], parts.get("y1"), today, order)
    day_found = next(_by_word(parts, today), None)
    if day_found is None:
        return None
    return day_found, Birthday(None, day_found.month, day_found.day), False


def _typed(
    typed: str, year: str | None, today: date, order: DayOrder | None
) -> tuple[date, Birthday, bool] | None:
    try:
        birthday = read_birthday(typed.replace(" of ", " ").rstrip("."), order=order, today=today)
    except Declined:
        return None
    if year is not None:
        try:
            return date(int(year), birthday.month, birthday.day), birthday, True
        except ValueError:
            return None
    day = birthday_in(birthday.month, birthday.day, today.year)
    if day < today:
        day = birthday_in(birthday.month, birthday.day, today.year + 1)
    return day, birthday, False


def _by_word(parts: dict[str, str | None], today: date) -> Iterator[date]:
    unit = parts.get("unit")
    if unit:
        count = (parts["count"] or "").casefold()
        yield today + timedelta(
            days=_NUMBERS.get(count, 0) * _UNITS[unit.casefold()] or int(count) * _UNITS[unit.casefold()]
        )
        return
    weekday = _WEEKDAY.get((parts.get("weekday") or parts.get("word") or "").casefold())
    if weekday is not None:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        if parts.get("next") and today.weekday() + ahead < 7:
            ahead += 7
        yield today + timedelta(days=ahead)
        return
    near = _NEAR.get((parts.get("word") or "").casefold())
    if near is not None:
        yield today + timedelta(days=near)


def _tidied(rest: str) -> str:
    rest = re.sub(r"\s+", " ", rest).strip()
    return re.sub(r"\s*[,;:–-]+$|^[,;:–-]+\s*", "", rest).strip()
