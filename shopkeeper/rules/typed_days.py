"""What day or birthday a person meant who typed one: in the shop's order, and asked where two are possible."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from shopkeeper.errors import Declined
from shopkeeper.rules.days import FIRST_YEAR, check_range, days_after
from shopkeeper.say import text as say

DayOrder = Literal["dmy", "mdy", "ymd"]

_LONGEST = 40
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-")
    | {"\uff0f": "/", "\uff0e": ".", "\u5e74": "-", "\u6708": "-", "\u65e5": "", "\u00a0": " "}
)
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})(?:\2(\d{1,4}))?(\.?)")
_WITH_MONTH = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th|º|er)?)[ -]?(?:de )?([^\W\d]{3,12})\.?(?:,? ?(?:de )?-?(\d{4}))?"
)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?")
_MONTHS = (
    "january januar janvier enero gennaio januari janeiro styczen stycznia",
    "february februar fevrier febrero febbraio februari fevereiro luty lutego",
    "march marz maerz mars marzo maart marco mrz marzec marca",
    "april avril abril aprile kwiecien kwietnia",
    "may mai mayo maggio mei maio maj maja",
    "june juni juin junio giugno junho czerwiec czerwca",
    "july juli juillet julio luglio julho lipiec lipca",
    "august aout agosto augustus augusti sierpien sierpnia",
    "september septembre septiembre settembre setembro wrzesien wrzesnia",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika",
    "november novembre noviembre novembro listopad listopada",
    "december dezember decembre diciembre dicembre dezembro grudzien grudnia",
)


class Birthday(NamedTuple):
    """A month and a day, and the year if it is known; `year` is None where it is not."""

    year: int | None
    month: int
    day: int

    def __str__(self) -> str:
        plain = f"{self.month:02d}-{self.day:02d}"
        return plain if self.year is None else f"{self.year:04d}-{plain}"


def read_day(text: str, *, order: DayOrder | None, today: date, about: str = "on") -> date:
    """The date a person typed: `21.11.2026`, `21/11`, `3 March`, `2026-11-21`; without a year the latest one.

    `order` is the shop's; None means nobody knows, and what can be read two ways is refused with both readings
    (`day_ambiguous`). A day without a year is the latest that is not after tomorrow; two digits of a year are
    the latest such year not after next year. Refuses also with `day_missing`, `day_not_understood`,
    `day_out_of_range`, `day_looks_like_number`.
    """
    written = _folded(text, about)
    readings = [_whole(found, today) for found in _readings(written, order)]
    days = sorted({day for day in readings if day is not None})
    if not days:
        raise _refusal(written, about)
    if len(days) > 1:
        raise _two_readings(days, about)
    return check_range(days[0], about)


def read_birthday(text: str, *, order: DayOrder | None, today: date, about: str = "birthday") -> Birthday:
    """The birthday a person typed, with or without a year; 1900 to today.

    Refuses with `birthday_missing`, `birthday_not_understood`, `birthday_ambiguous`, `birthday_out_of_range`,
    `day_looks_like_number`.
    """
    written = _folded(text, about, "birthday")
    if _DAY_NUMBER.fullmatch(written):
        raise _refusal(written, about)
    return _birthday(_readings(written, order), today, about)


def read_iso_birthday(text: str, *, today: date, about: str = "birthday") -> Birthday:
    """The birthday written `YYYY-MM-DD`, `MM-DD` or `--MM-DD` (as in an address book): for commands and files."""
    written = text.strip()
    found = re.fullmatch(r"(?:([0-9]{4})-|--)?([0-9]{2})-?([0-9]{2})", written) if len(written) < 12 else None
    if not written:
        raise Declined("birthday_missing", say("No birthday was given."), about)
    if found is None or (written.isdigit()):
        raise _no_birthday(about)
    return _birthday([(found[1] or "", int(found[2]), int(found[3]))], today, about)


def doubtful_birthday(birthday: Birthday) -> str:
    """A sentence if this is the day a program fills in for a birthday it does not know; otherwise ''."""
    if tuple(birthday) in {(1900, 1, 1), (1901, 1, 1), (1970, 1, 1), (1904, 1, 1)}:
        return say("Many programs write this day when they know none. Keep it only if it is theirs.")
    return ""


def day_order_of(column: Iterable[str]) -> tuple[set[DayOrder], int]:
    """The orders in which every readable day of a column can be read, and how many are readable at all.

    One order left: that is the column's. More: ask. None: the column mixes them. A year in front settles a
    value by itself, so a column of such days leaves every order open, and any of them reads it.
    """
    orders: set[DayOrder] = {"dmy", "mdy", "ymd"}
    readable = 0
    for value in column:
        if len(value) == 10 and value[4:5] == "-" == value[7:8]:
            readable += 1
            continue
        found = _NUMBERS.fullmatch(value.strip().translate(_DASHES)) if len(value) <= _LONGEST else None
        if found is None or found[4] is None:
            continue
        fits = {
            order for order in orders if any(_possible(r) for r in _readings(found[0], order, strict=True))
        }
        readable += 1
        orders &= fits
        if not orders:
            break
    return orders, readable


# ---- how a text is taken apart ---------------------------------------------------------------------------

_Reading = tuple[str, int, int]  # the year as typed ("" for none), month, day


def _folded(text: str, about: str, what: str = "day") -> str:
    stripped = text.strip() if len(text) < 1000 else text
    if not stripped:
        raise Declined(f"{what}_missing", say("Nothing was given here."), about)
    if len(stripped) > _LONGEST:
        raise _no_birthday(about) if what == "birthday" else _refusal("", about)
    folded = "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c
        for c in stripped.translate(_DASHES)
    )
    folded = unicodedata.normalize("NFKD", folded.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def _readings(written: str, order: DayOrder | None, *, strict: bool = False) -> list[_Reading]:
    """Every way to read the text that is a day of some year; with `strict` only in exactly this order."""
    if re.fullmatch(r"\d{8}", written):
        return [(written[:4], int(written[4:6]), int(written[6:]))]
    found = _NUMBERS.fullmatch(written)
    if found is None:
        return _with_month_name(written)
    a, mark, b, c = found[1], found[2], found[3], found[4]
    if c is None:
        return _without_year(a, b, order)
    if len(a) == 4:
        return [(a, int(b), int(c))] if len(c) <= 2 and not found[5] else []
    if len(a) == 3 or len(c) not in {2, 4}:
        return []
    readings: dict[DayOrder, _Reading] = {"dmy": (c, int(b), int(a)), "mdy": (c, int(a), int(b))}
    if len(c) == 2:
        readings["ymd"] = (a, int(b), int(c))
    if strict:
        return [readings[order]] if order in readings else []
    if mark == "." and len(c) == 4:  # nobody writes the month first with points
        return [readings["dmy"]]
    if order in readings and _possible(readings[order]):
        return [readings[order]]
    return [reading for reading in readings.values() if _possible(reading)]


def _without_year(a: str, b: str, order: DayOrder | None) -> list[_Reading]:
    if len(a) > 2:
        return []
    day_first, month_first = ("", int(b), int(a)), ("", int(a), int(b))
    if order is not None:
        preferred = day_first if order == "dmy" else month_first
        if _possible(preferred):
            return [preferred]
    return [reading for reading in (day_first, month_first) if _possible(reading)]


def _with_month_name(written: str) -> list[_Reading]:
    found = _WITH_MONTH.fullmatch(written)
    if found:
        day, name, year = found[1], found[2], found[3]
    else:
        found = _MONTH_FIRST.fullmatch(written)
        if not found:
            return []
        name, day, year = found[1], found[2], found[3]
    months = [n for n, names in enumerate(_MONTHS, 1) if any(full.startswith(name) for full in names.split())]
    return [(year or "", months[0], int(day))] if len(months) == 1 else []


def _possible(reading: _Reading) -> bool:
    year, month, day = reading
    try:
        date(int(year) if len(year) == 4 else 2000, month, day)
    except ValueError:
        return False
    return True


def _whole(reading: _Reading, today: date) -> date | None:
    typed_year, month, day = reading
    latest = days_after(today, 1)
    try:
        if len(typed_year) == 4:
            return date(int(typed_year), month, day)
        if typed_year:
            year = today.year + 1 - (today.year + 1 - int(typed_year)) % 100
            return date(year, month, day)
        for year in range(latest.year, latest.year - 9, -1):  # 29 February may be eight years back
            if _possible((str(year), month, day)) and date(year, month, day) <= latest:
                return date(year, month, day)
    except ValueError:
        return None
    return None


def _birthday(readings: list[_Reading], today: date, about: str) -> Birthday:
    found: set[Birthday] = set()
    for typed_year, month, day in readings:
        year: int | None = None
        if typed_year:
            year = int(typed_year)
            if len(typed_year) < 4:
                year = today.year - (today.year - year) % 100
        if _possible((f"{year:04d}" if year else "", month, day)):
            found.add(Birthday(year, month, day))
    if not found:
        raise _no_birthday(about)
    if len(found) > 1:
        raise Declined(
            "birthday_ambiguous",
            say(
                "This can be {first} or {second}. Write it as 1980-03-21, or as 03-21 without the year."
            ).format(first=min(found, key=str), second=max(found, key=str)),
            about,
        )
    birthday = found.pop()
    if birthday.year is not None and (
        birthday.year < FIRST_YEAR or date(birthday.year, birthday.month, birthday.day) > today
    ):
        raise Declined(
            "birthday_out_of_range",
            say("A birthday lies between {first} and today. Leave the year out if it is not known.").format(
                first=FIRST_YEAR
            ),
            about,
        )
    return birthday


def _two_readings(days: list[date], about: str) -> Declined:
    return Declined(
        "day_ambiguous",
        say("This can be {first} or {second}. Write the one that is meant.").format(
            first=days[0], second=days[-1]
        ),
        about,
    )


def _refusal(written: str, about: str) -> Declined:
    if _DAY_NUMBER.fullmatch(written):
        return Declined(
            "day_looks_like_number",
            say(
                "This is a spreadsheet's number of a day. Give the column the form of a date, and save it again."
            ),
            about,
        )
    return Declined("day_not_understood", say("This is not a day. Write it like 2026-11-21."), about)


def _no_birthday(about: str) -> Declined:
    return Declined(
        "birthday_not_understood",
        say("This is not a birthday. Write it like 1980-03-21, or 03-21 without the year."),
        about,
    )
