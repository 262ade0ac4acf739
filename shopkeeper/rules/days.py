"""How the shop counts days: months, windows, years, the shop day of an instant, and birthdays in any year."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.say import text as say

LeapChoice = Literal["28 February", "1 March"]

FIRST_YEAR, LAST_YEAR = (
    1900,
    2199,
)  # what a shop's book can hold; beyond are slips, defaults and other calendars


@lru_cache(maxsize=1 << 15)  # a book has few days and many facts
def months_after(day: date, n: int) -> date:
    """The same day number n months later, clamped to the month's end: 31 January + 1 month is 28 or 29 February.

    Rule 3. Before the calendar's first or after its last day it is that day.
    """
    month = day.year * 12 + day.month - 1 + n
    year = month // 12
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    month = month % 12 + 1
    return date(year, month, min(day.day, month_length(year, month)))


def month_length(year: int, month: int) -> int:
    """How many days it has."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def months_before(day: date, n: int) -> date:
    """The same day number n months earlier, clamped; the trailing n months are the days after it (rule 9)."""
    return months_after(day, -n)


def days_after(day: date, n: int) -> date:
    """n days later (earlier, if negative), held within the calendar."""
    ordinal = day.toordinal() + n
    return date.fromordinal(max(1, min(ordinal, date.max.toordinal())))


def end_of_next_year(day: date) -> date:
    """31 December of the year after the day's: the term "end of next year" (rule 10)."""
    return date(min(day.year + 1, date.max.year), 12, 31)


def shop_day(instant: datetime, zone: tzinfo, ends_at_hour: int = 0) -> date:
    """The local date an instant belongs to, in a shop whose day ends at this hour of the next morning.

    The instant is aware. With `ends_at_hour` 2, half past one on Sunday still belongs to Saturday; daylight
    time moves nothing, because the hour is the one on the wall.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant carries its offset")
    try:
        local = instant.astimezone(zone)
    except OverflowError:
        return instant.date()
    day = local.date()
    return days_after(day, -1) if local.hour < ends_at_hour else day


def check_happened(day: date, today: date, about: str = "on") -> date:
    """The day, unless it is later than tomorrow: that is a slip or a wrong clock (`day_in_future`, rule 20)."""
    if day > days_after(today, 1):
        raise Declined(
            "day_in_future",
            say(
                "{day} is later than tomorrow. Nothing was recorded; look at the day, or at the till's clock."
            ).format(day=day.isoformat()),
            about,
        )
    return day


def read_iso_day(text: str, about: str = "on") -> date:
    """The date written `YYYY-MM-DD`, in ASCII digits and nothing else: for commands, files and programs.

    Refuses with `day_missing`, `day_not_understood`, `day_out_of_range`.
    """
    written = text.strip()
    if not written:
        raise Declined("day_missing", say("No day was given."), about)
    # date.fromisoformat alone would also take 2026-W09-7 and 20260301.
    if len(written) != 10 or not written.isascii() or written[4] != "-" or written[7] != "-":
        raise _not_understood(about)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _not_understood(about) from None
    return check_range(day, about)


def check_range(day: date, about: str) -> date:
    """The day, unless its year is no year of a shop's book (`day_out_of_range`)."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Declined(
            "day_out_of_range",
            say("The year {year} cannot be meant. Write the year as the Western calendar counts it.").format(
                year=f"{day.year:04d}"
            ),
            about,
        )
    return day


def _not_understood(about: str) -> Declined:
    return Declined("day_not_understood", say("This is not a day written as 2026-11-21."), about)


def read_instant(text: str, zone: tzinfo, about: str = "at") -> datetime:
    """The instant, in UTC, of an ISO 8601 date and time; without an offset it is the shop's wall clock.

    A space may stand for the T, and before the offset. A wall time that daylight saving skips or repeats is
    refused (`instant_ambiguous`) unless it has an offset. Refuses also with `instant_missing`,
    `instant_not_understood`, `day_out_of_range`.
    """
    written = text.strip()
    if not written:
        raise Declined("instant_missing", say("No day and time were given."), about)
    if (
        len(written) > 40
        or not written.isascii()
        or len(written) < 16
        or written[4] != "-"
        or written[7] != "-"
    ):
        raise _no_instant(about)
    date_part, clock = written[:10], written[11:].replace(" UTC", "Z").replace(" ", "")
    try:
        moment = datetime.fromisoformat(f"{date_part}T{clock}")
    except ValueError:
        raise _no_instant(about) from None
    if written[10] not in "T " or moment.hour == 24:
        raise _no_instant(about)
    check_range(moment.date(), about)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise Declined(
            "instant_ambiguous",
            say(
                "The clocks change at {when}, so this time is there twice or not at all. Add the offset, as in +01:00."
            ).format(when=f"{moment:%Y-%m-%d %H:%M}"),
            about,
        )
    return first.astimezone(UTC)


def _no_instant(about: str) -> Declined:
    return Declined(
        "instant_not_understood",
        say("This is not a day and time written as 2026-11-21T14:05:00+00:00."),
        about,
    )


def birthday_in(month: int, day: int, year: int, leap_choice: LeapChoice = "28 February") -> date:
    """The day a birthday falls on in a year; 29 February is kept on the chosen day of other years (rule 19)."""
    if month == 2 and day == 29 and month_length(year, 2) == 28:
        return date(year, 3, 1) if leap_choice == "1 March" else date(year, 2, 28)
    return date(year, month, day)


def next_birthday(month: int, day: int, on: date, leap_choice: LeapChoice = "28 February") -> date:
    """The first keeping of a birthday on or after a day."""
    this_year = birthday_in(month, day, on.year, leap_choice)
    return this_year if this_year >= on else birthday_in(month, day, on.year + 1, leap_choice)
