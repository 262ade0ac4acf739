"""The marks of visits in tenths, by month, and whether it gets better."""

from datetime import date

import pytest

from shopkeeper.rules.visit_marks import Mean, mean, months_until, trend

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("marks", "tenths"),
    [((), None), ((4,), 40), ((4, 5), 45), ((1, 1, 2), 13), ((5, 5, 4), 47), ((1, 2, 2), 17)],
)
def test_a_mean_is_rounded_half_up_to_tenths(marks: tuple[int, ...], tenths: int | None) -> None:
    assert mean(marks) == Mean(tenths, len(marks))


def test_twelve_months_end_with_this_one() -> None:
    months = months_until(TODAY, 12)
    assert (months[0], months[-1], len(months)) == (date(2025, 12, 1), date(2026, 11, 1), 12)
    assert months_until(date(2026, 1, 31), 2) == (date(2025, 12, 1), date(2026, 1, 1))


def test_a_statement_is_told_by_month_and_by_which_way_it_goes() -> None:
    months = months_until(TODAY, 4)
    found = trend(
        [(date(2026, 7, 31), 1), (date(2026, 8, 5), 3), (date(2026, 9, 1), 3), (date(2026, 11, 20), 5)],
        months,
    )
    assert [one.tenths for one in found.months] == [30, 30, None, 50]
    assert (found.whole, found.way) == (Mean(37, 3), 1)
    assert trend([(date(2026, 8, 5), 4), (date(2026, 11, 5), 4)], months).way == 0
    assert trend([(date(2026, 8, 5), 5), (date(2026, 11, 5), 4)], months).way == -1
    assert trend([(date(2026, 11, 5), 4)], months).way == 0
    assert trend([], months).whole == Mean(None, 0)
