"""A member's own rhythm, and the day it breaks: closed days do not count, and it beats any fixed number of days."""

from datetime import date, timedelta

from bench.rhythm import scores
from shopkeeper.rules.rhythm import FEWEST_DAYS, OpenDays, rhythm_of, usual_weekday

MONDAY = date(2026, 3, 2)


def _weeks(count: int, closed: tuple[int, ...] = (6,)) -> list[date]:
    days = (MONDAY + timedelta(days=day) for day in range(7 * count))
    return [day for day in days if day.weekday() not in closed]


def test_three_gaps_are_needed() -> None:
    assert rhythm_of([6, 6]) is None
    assert rhythm_of([6, 6, 6]) is not None
    assert FEWEST_DAYS == 4


def test_who_comes_steadily_is_missed_sooner_than_who_comes_now_and_then() -> None:
    steady, erratic = rhythm_of([6] * 12), rhythm_of([1, 14, 3, 20, 2, 9, 1, 30, 4, 12, 2, 18])
    assert steady is not None and erratic is not None
    assert round(steady.every) == 6 and 8 <= steady.longest <= 12
    assert erratic.longest > 3 * erratic.every


def test_six_days_are_nothing_to_who_comes_monthly() -> None:
    daily, monthly = rhythm_of([1] * 12), rhythm_of([26] * 12)
    assert daily is not None and monthly is not None
    assert daily.longest == 4 and monthly.longest > 32


def test_only_the_latest_gaps_count() -> None:
    assert rhythm_of([40] * 30 + [6] * 12) == rhythm_of([6] * 12)


def test_the_usual_weekday_is_that_of_half_the_visits() -> None:
    assert usual_weekday([4, 4, 4, 4, 1, 2, 4, 4]) == 4
    assert usual_weekday([4, 4, 4]) is None
    assert usual_weekday([0, 1, 2, 3, 4, 5, 0, 1]) is None
    assert usual_weekday([]) is None


def test_closed_days_make_nobody_late() -> None:
    today = MONDAY + timedelta(weeks=10)
    opened = OpenDays(_weeks(10), today)
    saturday, monday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=7)
    assert opened.between(saturday, monday) == 1
    assert opened.between(MONDAY, MONDAY) == 0
    holiday = [day for day in _weeks(10) if not 28 <= (day - MONDAY).days < 42]
    assert OpenDays(holiday, today).between(MONDAY, today - timedelta(days=1)) == len(holiday) - 1


def test_the_day_of_the_break_is_the_first_after_the_longest_gap() -> None:
    today = MONDAY + timedelta(weeks=10)
    opened = OpenDays(_weeks(10), today)
    for last in (MONDAY + timedelta(days=3), MONDAY + timedelta(weeks=9, days=4), today - timedelta(days=1)):
        for longest in (1, 4, 9, 30):
            day = opened.breaks_on(last, longest)
            assert opened.between(last, day - timedelta(days=1)) == longest + 1
            assert opened.between(last, day - timedelta(days=2)) <= longest


def test_own_rhythms_beat_thirty_sixty_and_ninety_days() -> None:
    """The table of `bench.rhythm` at a smaller size: better than each fixed number, in precision above all."""
    table = {score.name: score for score in scores(600, 21)}
    own = table.pop("own rhythm")
    assert own.f1 > 0.72
    for score in table.values():
        assert own.f1 > score.f1 + 0.03, score
    assert own.precision > table["30 days"].precision + 0.1
    assert own.recall > table["60 days"].recall + 0.1


def test_closed_days_that_are_known_ahead_count_for_nobody() -> None:
    today = MONDAY + timedelta(weeks=10)
    holiday = (today + timedelta(days=3), today + timedelta(days=16))
    opened = OpenDays(_weeks(10), today, [holiday, (MONDAY, MONDAY)])
    plain = OpenDays(_weeks(10), today)
    assert (
        opened.between(today, today + timedelta(days=20))
        == plain.between(today, today + timedelta(days=20)) - 12
    )
    for last in (MONDAY + timedelta(weeks=9, days=4), today - timedelta(days=1), today + timedelta(days=5)):
        for longest in (1, 4, 9, 30):
            day = opened.breaks_on(last, longest)
            assert opened.between(last, day - timedelta(days=1)) == longest + 1
            assert opened.between(last, day - timedelta(days=2)) <= longest
