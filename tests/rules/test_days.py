"""Days, months, birthdays and what a typed day means."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.days import (
    LeapChoice,
    birthday_in,
    check_happened,
    end_of_next_year,
    months_after,
    months_before,
    next_birthday,
    read_instant,
    read_iso_day,
    shop_day,
)
from shopkeeper.rules.typed_days import (
    Birthday,
    DayOrder,
    day_order_of,
    doubtful_birthday,
    read_birthday,
    read_day,
    read_iso_birthday,
)

TODAY = date(2026, 11, 21)
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ORDERS: list[DayOrder | None] = ["dmy", "mdy", "ymd", None]


def said(read: Callable[[], object]) -> str:
    """What was read, or the code of the refusal."""
    try:
        return str(read())
    except Declined as refused:
        return refused.code


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", 10**9, "9999-12-31"),
        ("2026-01-15", -(10**9), "0001-01-01"),
    ],
)
def test_months_later_is_the_same_day_number_clamped_to_the_month_s_end(day: str, n: int, then: str) -> None:
    assert months_after(date.fromisoformat(day), n) == date.fromisoformat(then)
    assert months_before(date.fromisoformat(day), -n) == date.fromisoformat(then)


@given(DAYS, st.integers(0, 1200))
def test_months_forth_and_back_lose_at_most_the_clamped_days(day: date, n: int) -> None:
    back = months_before(months_after(day, n), n)
    assert back <= day
    assert (day - back).days <= 3
    assert back == day or day.day > 28


@given(DAYS, st.integers(0, 600), st.integers(0, 600))
def test_more_months_are_never_earlier(day: date, n: int, more: int) -> None:
    assert months_after(day, n + more) >= months_after(day, n)


def test_a_year_ends_on_its_last_day() -> None:
    assert end_of_next_year(date(2026, 2, 3)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("instant", "ends_at", "day"),
    [
        ("2026-11-21T22:59:00+00:00", 0, "2026-11-21"),
        ("2026-11-21T23:00:00+00:00", 0, "2026-11-22"),  # midnight in Berlin
        ("2026-11-22T00:59:00+00:00", 2, "2026-11-21"),
        ("2026-11-22T01:00:00+00:00", 2, "2026-11-22"),
        ("2026-03-29T00:30:00+00:00", 2, "2026-03-28"),  # the night the clocks go forward
        ("2026-03-29T01:00:00+00:00", 2, "2026-03-29"),
        ("2026-10-25T00:30:00+00:00", 3, "2026-10-24"),  # the night they go back
        ("2026-10-25T01:30:00+00:00", 3, "2026-10-24"),
        ("2026-10-25T02:00:00+00:00", 3, "2026-10-25"),
    ],
)
def test_an_instant_belongs_to_the_shop_s_own_day(instant: str, ends_at: int, day: str) -> None:
    assert shop_day(datetime.fromisoformat(instant), BERLIN, ends_at) == date.fromisoformat(day)


@given(DAYS, st.integers(0, 6), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/New_York"]))
def test_a_shop_day_begins_where_the_one_before_it_ends(day: date, ends_at: int, zone: str) -> None:
    begins = datetime.combine(day, time(ends_at), ZoneInfo(zone)).astimezone(UTC)
    assert shop_day(begins, ZoneInfo(zone), ends_at) == day
    if not (day.month in {3, 4, 10, 11} or day.year < 1990):  # no change of clocks near
        assert shop_day(begins - timedelta(seconds=1), ZoneInfo(zone), ends_at) == day - timedelta(days=1)


def test_an_instant_without_an_offset_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="offset"):
        shop_day(datetime(2026, 1, 1), BERLIN)  # noqa: DTZ001


def test_a_purchase_may_be_dated_tomorrow_but_not_later() -> None:
    assert check_happened(date(2026, 11, 22), TODAY) == date(2026, 11, 22)
    with pytest.raises(Declined, match="2026-11-23") as refused:
        check_happened(date(2026, 11, 23), TODAY)
    assert (refused.value.code, refused.value.about) == ("day_in_future", "on")


# ---- hostile days: as typed where days come first, where months do, and where nobody knows ---------------

NU, OUT, ASK = "day_not_understood", "day_out_of_range", "day_ambiguous"
HOSTILE: list[tuple[str, str, str, str]] = [
    ("", "day_missing", "day_missing", "day_missing"),
    ("2026-03-01", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026-03-01 ", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("01.03.2026", "2026-03-01", "2026-03-01", "2026-03-01"),  # with points the day comes first, everywhere
    ("1.3.2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1.3.26", "2026-03-01", "2026-01-03", ASK),
    # The shop has said how it writes days, so in its own fields this is no question; in a file it is.
    ("03/04/2026", "2026-04-03", "2026-03-04", ASK),
    ("13/04/2026", "2026-04-13", "2026-04-13", "2026-04-13"),
    ("04/13/2026", "2026-04-13", "2026-04-13", "2026-04-13"),
    ("2026/03/01", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026.03.01", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("20260301", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026-3-1", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026–03–01", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026年3月1日", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("01-Mar-2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1. März 2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1 mars 2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1 de marzo de 2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("March 1, 2026", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1st March", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("1 jui 2026", NU, NU, NU),  # June or July in French
    ("März", NU, NU, NU),
    ("03.2026", NU, NU, NU),
    ("2026-02-29", NU, NU, NU),
    ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("1900-02-29", NU, NU, NU),
    ("2100-02-29", NU, NU, NU),
    ("2026-02-30", NU, NU, NU),
    ("31.04.2026", NU, NU, NU),
    ("32.01.2026", NU, NU, NU),
    ("2026-13-01", NU, NU, NU),
    ("2026-00-10", NU, NU, NU),
    ("2026-01-00", NU, NU, NU),
    ("0000-01-01", NU, NU, NU),
    ("01.01.0000", NU, NU, NU),
    ("0001-01-01", OUT, OUT, OUT),
    ("9999-12-31", OUT, OUT, OUT),
    ("10000-01-01", NU, NU, NU),
    ("-0044-03-15", NU, NU, NU),
    ("1899-12-30", OUT, OUT, OUT),
    ("2038-01-20", "2038-01-20", "2038-01-20", "2038-01-20"),
    ("tomorrow+1", NU, NU, NU),
    ("today", NU, NU, NU),
    ("heute", NU, NU, NU),
    ("now", NU, NU, NU),
    ("45000", "day_looks_like_number", "day_looks_like_number", "day_looks_like_number"),
    ("45000.5", "day_looks_like_number", "day_looks_like_number", "day_looks_like_number"),
    ("0", NU, NU, NU),
    ("-1", NU, NU, NU),
    ("60", NU, NU, NU),
    ("1e5", NU, NU, NU),
    ("1700000000", NU, NU, NU),
    ("1700000000000", NU, NU, NU),
    ("2026-03-01T10:00:00Z", NU, NU, NU),  # an instant, not a day: read_instant
    ("2026-W09-7", NU, NU, NU),
    ("2026-060", NU, NU, NU),
    ("29.02.", "2024-02-29", "2024-02-29", "2024-02-29"),  # the latest there was
    ("21.11", "2026-11-21", "2026-11-21", "2026-11-21"),
    ("22/11", "2026-11-22", "2026-11-22", "2026-11-22"),
    ("23/11", "2025-11-23", "2025-11-23", "2025-11-23"),  # later than tomorrow, so it is last year's
    ("12.12.12", "2012-12-12", "2012-12-12", "2012-12-12"),  # one day however it is read
    ("11.10.09", "2009-10-11", "2009-11-10", ASK),
    ("1.1.1", NU, NU, NU),
    ("01,03,2026", NU, NU, NU),
    ("2026-01-01\x00", NU, NU, NU),
    (
        "２０２６-０３-０１",
        "2026-03-01",
        "2026-03-01",
        "2026-03-01",
    ),  # typed by hand on another keyboard; files are held to ASCII
    ("٢٠٢٦-٠٣-٠١", "2026-03-01", "2026-03-01", "2026-03-01"),
    ("令和8年3月1日", NU, NU, NU),
    # Thai, Hebrew and Persian years: refused with a sentence that names the reason, never moved by guess.
    ("2569-03-01", OUT, OUT, OUT),
    ("5786-06-12", OUT, OUT, OUT),
    ("1405-12-10", OUT, OUT, OUT),
    ("2026-03-01 <b>", NU, NU, NU),
    ("=TODAY()", NU, NU, NU),
    ("'; DROP", NU, NU, NU),
    ("2026-03-01" * 1000, NU, NU, NU),
    ("0" * 4301, NU, NU, NU),
]


@pytest.mark.parametrize(("text", "dmy", "mdy", "unknown"), HOSTILE)
def test_an_odd_day_is_one_day_or_is_refused(text: str, dmy: str, mdy: str, unknown: str) -> None:
    orders: list[tuple[DayOrder | None, str]] = [("dmy", dmy), ("mdy", mdy), (None, unknown)]
    for order, meant in orders:
        assert said(lambda order=order: read_day(text, order=order, today=TODAY)) == meant  # type: ignore[misc]


def test_both_readings_of_an_ambiguous_day_are_said() -> None:
    with pytest.raises(Declined, match="2026-03-04 or 2026-04-03"):
        read_day("03/04/2026", order=None, today=TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-01", "2026-03-01"),
        (" 2026-03-01\n", "2026-03-01"),
        ("20260301", NU),
        ("2026-W09-7", NU),
        ("2026-3-1", NU),
        ("01.03.2026", NU),
        ("２０２６-０３-０１", NU),
        ("2026-02-29", NU),
        ("2026-03-01T10:00", NU),
        ("2026-01-01\x00", NU),
        ("9999-12-31", OUT),
        ("0001-01-01", OUT),
        ("", "day_missing"),
    ],
)
def test_a_command_or_a_file_writes_a_day_in_one_way(text: str, meant: str) -> None:
    assert said(lambda: read_iso_day(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01 10:00:00+00:00"),
        ("2026-03-01 10:00:00 +0000", "2026-03-01 10:00:00+00:00"),
        ("2026-03-01 10:00:00 UTC", "2026-03-01 10:00:00+00:00"),
        ("2026-03-01 10:00", "2026-03-01 09:00:00+00:00"),
        ("2026-12-31T23:30:00-05:00", "2027-01-01 04:30:00+00:00"),
        ("2026-03-29 02:30", "instant_ambiguous"),
        ("2026-10-25 02:30", "instant_ambiguous"),
        ("2026-10-25 02:30+01:00", "2026-10-25 01:30:00+00:00"),
        ("2026-03-01T23:59:60Z", "instant_not_understood"),
        ("2026-03-01T24:00:00", "instant_not_understood"),
        ("2026-03-01T10:00:00+25:00", "instant_not_understood"),
        ("2026-03-01", "instant_not_understood"),
        ("now", "instant_not_understood"),
        ("", "instant_missing"),
        ("9999-12-31T23:59:59-12:00", OUT),
    ],
)
def test_an_instant_has_an_offset_or_is_the_shop_s_wall_clock(text: str, meant: str) -> None:
    assert said(lambda: read_instant(text, BERLIN)) == meant


# ---- birthdays -------------------------------------------------------------------------------------------

BNU, BOUT = "birthday_not_understood", "birthday_out_of_range"


@pytest.mark.parametrize(
    ("text", "typed", "written"),
    [
        ("1980-03-21", "1980-03-21", "1980-03-21"),
        ("03-21", "03-21", "03-21"),
        ("--0229", BNU, "02-29"),
        ("--02-29", BNU, "02-29"),
        ("02-29", "02-29", "02-29"),
        ("29.02.", "02-29", BNU),  # a birthday needs no year
        ("21.3.", "03-21", BNU),
        ("21 March", "03-21", BNU),
        ("21.3.80", "1980-03-21", BNU),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("1999-02-29", BNU, BNU),
        ("13-32", BNU, BNU),
        ("2026-11-21", "2026-11-21", "2026-11-21"),
        ("2026-11-22", BOUT, BOUT),
        ("2099-01-01", BOUT, BOUT),
        ("2106-02-07", BOUT, BOUT),
        ("1850-05-05", BOUT, BOUT),
        ("1899-12-30", BOUT, BOUT),
        ("1900-01-01", "1900-01-01", "1900-01-01"),
        ("0000-01-01", BOUT, BOUT),
        ("19991332", BNU, BNU),
        ("0321", BNU, BNU),
        ("45000", "day_looks_like_number", BNU),
        ("circa 1800", BNU, BNU),
        ("", "birthday_missing", "birthday_missing"),
        ("9" * 5000, BNU, BNU),
    ],
)
def test_a_birthday_may_lack_its_year(text: str, typed: str, written: str) -> None:
    assert said(lambda: read_birthday(text, order="dmy", today=TODAY)) == typed
    assert said(lambda: read_iso_birthday(text, today=TODAY)) == written


def test_a_birthday_that_can_be_two_days_is_asked() -> None:
    with pytest.raises(Declined, match="1990-03-04 or 1990-04-03") as refused:
        read_birthday("03/04/1990", order=None, today=TODAY)
    assert refused.value.code == "birthday_ambiguous"
    assert read_birthday("25/06/1991", order=None, today=TODAY) == Birthday(1991, 6, 25)


def test_a_day_that_programs_fill_in_is_doubted_not_refused() -> None:
    # 1 January 1970 is the real birthday of many; only the person at the counter can tell.
    assert doubtful_birthday(Birthday(1970, 1, 1))
    assert doubtful_birthday(Birthday(1900, 1, 1))
    assert not doubtful_birthday(Birthday(None, 1, 1))
    assert not doubtful_birthday(Birthday(1980, 3, 21))


@pytest.mark.parametrize(
    ("year", "choice", "kept"),
    [
        (2026, "28 February", "2026-02-28"),
        (2026, "1 March", "2026-03-01"),
        (2028, "28 February", "2028-02-29"),
        (2028, "1 March", "2028-02-29"),
        (2100, "28 February", "2100-02-28"),
    ],
)
def test_a_leap_day_birthday_is_kept_on_the_chosen_day_of_other_years(
    year: int, choice: LeapChoice, kept: str
) -> None:
    assert birthday_in(2, 29, year, choice) == date.fromisoformat(kept)


def test_the_next_birthday_counts_today() -> None:
    assert next_birthday(11, 21, TODAY) == TODAY
    assert next_birthday(11, 20, TODAY) == date(2027, 11, 20)


# ---- columns ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "orders"),
    [
        (["03/04/1990", "05/06/1991"], {"dmy", "mdy"}),
        (["03/04/1990", "25/06/1991"], {"dmy"}),
        (["03/04/1990", "06/25/1991"], {"mdy"}),
        (["25/06/1991", "06/25/1991"], set()),
        (["1997-01-01", "1997-01-18"], {"dmy", "mdy", "ymd"}),
        (["90/04/03", "91/06/25"], {"ymd"}),
        (["", "unknown"], {"dmy", "mdy", "ymd"}),
    ],
)
def test_a_whole_column_tells_how_its_days_are_written(column: list[str], orders: set[str]) -> None:
    assert day_order_of(column)[0] == orders


# ---- properties ------------------------------------------------------------------------------------------


@given(DAYS)
def test_a_day_written_in_any_order_is_read_back(day: date) -> None:
    for order, form in (("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y"), ("ymd", "%Y/%m/%d"), ("dmy", "%d %B %Y")):
        assert read_day(day.strftime(form), order=order, today=TODAY) == day  # type: ignore[arg-type]
    assert read_iso_day(day.isoformat()) == day


@given(DAYS.filter(lambda day: day <= TODAY), st.booleans())
def test_a_birthday_we_write_is_read_back(day: date, with_year: bool) -> None:
    birthday = Birthday(day.year if with_year else None, day.month, day.day)
    assert read_iso_birthday(str(birthday), today=TODAY) == birthday


@given(st.text() | st.text("0123456789.-/: TZ+MWMarz", max_size=25), st.sampled_from(ORDERS))
def test_any_text_is_a_day_or_is_declined(text: str, order: DayOrder | None) -> None:
    for read in (
        lambda: read_day(text, order=order, today=TODAY),
        lambda: read_birthday(text, order=order, today=TODAY),
        lambda: read_iso_day(text),
        lambda: read_iso_birthday(text, today=TODAY),
        lambda: read_instant(text, BERLIN),
    ):
        assert said(read)
    day_order_of([text])


def test_an_instant_is_answered_in_utc() -> None:
    assert read_instant("2026-11-21 14:05", BERLIN).tzinfo is UTC
