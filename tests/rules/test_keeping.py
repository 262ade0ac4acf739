"""Figures of keeping worked by hand on a few members, and stages judged by each one's own rhythm."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules import keeping
from shopkeeper.rules.stages import Moves, Stage, Thresholds, moves, stages_on
from shopkeeper.rules.visiting import Visiting

NEW_YEAR = date(2026, 1, 1).toordinal()


def book(*rows: tuple[int, int, int]) -> Visiting:
    """From (member, day of 2026 counted from 0, minor units)."""
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3)
    return Visiting.of(columns[:, 0], columns[:, 1] + NEW_YEAR, columns[:, 2])


def nobody(visits: Visiting) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.zeros(len(visits), dtype=np.bool_)


def on(day: int) -> int:
    return NEW_YEAR + day


WEEKLY = book(*((7, day, 1000) for day in range(0, 70, 7)), (9, 3, 500), (11, 60, 250), (11, 69, 250))


def test_columns_are_what_was_bought() -> None:
    assert WEEKLY.members.tolist() == [7, 9, 11]
    assert WEEKLY.count.tolist() == [10, 1, 2]
    assert WEEKLY.spent_minor.tolist() == [10_000, 500, 500]
    assert WEEKLY.usual_gap[[0, 2]].tolist() == [7, 9]
    assert str(WEEKLY.usual_gap[1]) == "nan"
    assert (WEEKLY.first - NEW_YEAR).tolist() == [0, 3, 60] and (WEEKLY.last - NEW_YEAR).tolist() == [
        63,
        3,
        69,
    ]
    seen = WEEKLY.seen_on(on(70), unit_minor=100)
    assert seen.repeats.tolist() == [9, 0, 1] and seen.mean_repeat.tolist() == [10, 0, 2.5]
    assert seen.recency_weeks.tolist()[:2] == [9, 0] and seen.age_weeks.tolist()[0] == 10


def test_a_part_of_the_days_holds_only_who_came_in_it() -> None:
    part = WEEKLY.within(on(59), on(65))
    assert part.members.tolist() == [7, 11] and part.count.tolist() == [1, 1]
    assert part.has(np.array([7, 9, 11])).tolist() == [True, False, True]
    assert len(WEEKLY.within(on(400))) == 0 and WEEKLY.within(on(400)).has(np.array([7])).tolist() == [False]


def test_kept_is_who_came_again_of_those_who_came_before() -> None:
    kept = keeping.kept_from(WEEKLY, on(-1), on(30), on(80))
    assert (kept.of, kept.kept, kept.share) == (2, 1, 0.5)
    assert keeping.kept_from(WEEKLY, on(-90), on(-1), on(80)).share is None


def test_new_and_returning_are_told_apart_and_add_up() -> None:
    lately = keeping.period(WEEKLY, on(30), on(80))
    assert (lately.new_members, lately.returning_members) == (1, 1)
    assert (lately.new_minor, lately.returning_minor, lately.minor) == (500, 5_000, 5_500)
    assert lately.visits == 7


def test_the_best_fifth_of_five_is_the_best_one() -> None:
    spread = keeping.concentration(np.array([600, 100, 100, 100, 100]))
    assert spread.best_fifth == 0.6
    assert [spread.curve[place] for place in (0, 1, -1)] == [(0, 0), (0.2, 0.6), (1, 1)]
    assert keeping.concentration(np.array([], dtype=np.int64)).curve == ()
    assert keeping.concentration(np.array([0, 0])).best_fifth == 0.0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_the_curve_rises_ever_more_slowly(spent: list[int]) -> None:
    curve = keeping.concentration(np.array(spent)).curve
    shares = [share for _, share in curve]
    assert shares == sorted(shares)
    assert all(share >= members - 1e-9 for members, share in curve) or not sum(spent)


def test_last_year_s_best_beside_the_best_of_all_time() -> None:
    visits = book((1, -400, 9_000), (1, 10, 100), (2, 20, 3_000), (3, 5, 200), (4, 5, 100), (5, 6, 50))
    lists = keeping.best_lists(visits, on(-365), on(30), share=0.4)
    assert lists.both == (2,) and lists.lately_only == (3,) and lists.ever_only == (1,)


def test_after_which_visit_members_stay_away() -> None:
    visits = book(
        (1, 0, 100), (2, 0, 100), (2, 10, 100), (3, 0, 100), (3, 10, 100), (3, 20, 100), (4, 95, 100)
    )
    away = keeping.after_which_visit(visits, on(100), enough_days=30)
    assert [(one.visit, one.of, one.away) for one in away] == [(1, 3, 1), (2, 2, 1), (3, 1, 1)]


def test_cohorts_count_who_came_again_month_by_month() -> None:
    visits = book((1, 0, 1), (1, 3, 1), (1, 40, 1), (2, 10, 1), (3, 35, 1))
    months = np.repeat([0, 1, 2], [31, 28, 31])
    began, came = keeping.cohorts(visits, months, NEW_YEAR)
    assert began.tolist() == [2, 1, 0]
    assert came.tolist() == [[2, 1, 0], [1, 0, -1], [0, -1, -1]]


def test_fifths_give_equal_scores_to_equal_values() -> None:
    assert keeping.fifths(np.array([10, 20, 30, 40, 50])).tolist() == [1, 2, 3, 4, 5]
    assert keeping.fifths(np.array([5, 5, 5, 5, 5])).tolist() == [5, 5, 5, 5, 5]
    assert keeping.fifths(np.array([1, 9]), np.array([False, True])).tolist() == [0, 5]


# ---- stages ----


@pytest.mark.parametrize(
    ("days", "today", "stage"),
    [
        ((0,), 60, Stage.FIRST), ((0,), 61, Stage.SLIPPING), ((0,), 180, Stage.SLIPPING), ((0,), 181, Stage.LOST),
        ((0, 7), 20, Stage.REPEAT), ((0, 7), 25, Stage.SLIPPING),  # every 7 days: 2½ times that is 17 days and a half
        ((0, 7), 63, Stage.SLIPPING), ((0, 7), 64, Stage.LOST),
        ((0, 1), 15, Stage.REPEAT), ((0, 1), 16, Stage.SLIPPING),  # a day's rhythm is no rhythm: a fortnight at least
        (tuple(range(0, 56, 7)), 56, Stage.CLIENT), (tuple(range(0, 49, 7)), 49, Stage.REPEAT),
        ((0, 200), 566, Stage.LOST),  # a year away is lost, whatever the rhythm
    ],
)  # fmt: skip
def test_a_stage_is_judged_by_ones_own_rhythm(days: tuple[int, ...], today: int, stage: Stage) -> None:
    visits = book(*((1, day, 100) for day in days))
    assert stages_on(visits, on(today), nobody(visits)).tolist() == [stage]


def test_a_client_who_brought_somebody_is_an_advocate() -> None:
    visits = book(*((1, day, 100) for day in range(0, 56, 7)), (2, 55, 100))
    assert stages_on(visits, on(56), np.array([True, True])).tolist() == [Stage.ADVOCATE, Stage.FIRST]


def test_the_shop_s_own_thresholds_hold() -> None:
    visits = book((1, 0, 100), (1, 10, 100))
    assert stages_on(visits, on(12), nobody(visits), Thresholds(client_visits=2)).tolist() == [Stage.CLIENT]


def test_moves_are_told_up_down_and_back() -> None:
    before, after = np.array([1, 2, 3]), np.array([1, 2, 3, 4])
    was = np.array([Stage.FIRST, Stage.CLIENT, Stage.LOST])
    now = np.array([Stage.REPEAT, Stage.SLIPPING, Stage.REPEAT, Stage.FIRST])
    assert moves(before, was, after, now) == Moves(up=2, slipped=1, came_back=1)


def test_an_empty_book_has_figures_of_nothing() -> None:
    empty = book()
    assert keeping.period(empty, 0, on(9)).members == 0
    assert keeping.kept_from(empty, 0, 1, on(9)).share is None
    assert stages_on(empty, on(9), nobody(empty)).tolist() == []
    assert keeping.after_which_visit(empty, on(9), 30) == ()
    assert keeping.cohorts(empty, np.zeros(0, dtype=np.int64), 0)[0].tolist() == []


rows_of_visits = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 119), st.integers(0, 9_999)),
    unique_by=lambda row: row[:2],
    max_size=60,
)


@given(rows_of_visits, st.lists(st.integers(-5, 130), min_size=2, max_size=6, unique=True))
def test_stretches_in_one_pass_are_those_taken_one_by_one(
    rows: list[tuple[int, int, int]], ends: list[int]
) -> None:
    visits, edges = book(*rows), [on(end) for end in sorted(ends)]
    assert keeping.periods(visits, edges) == tuple(
        keeping.period(visits, after, through) for after, through in itertools.pairwise(edges)
    )


def test_some_of_a_large_book_are_members_with_all_their_visits() -> None:
    large = book(*((member, day, 100) for member in range(1, 11) for day in range(member)))
    some = large.some(4)
    assert some.members.tolist() == [1, 4, 7, 10] and some.count.tolist() == [1, 4, 7, 10]
    assert large.some(10) is large and len(book().some(4)) == 0


@given(st.lists(st.integers(0, 12), max_size=40), st.integers(0, 45))
def test_the_highest_are_those_of_the_whole_order(values: list[int], most: int) -> None:
    value = np.array(values, dtype=np.int64)
    assert keeping.highest(value, most).tolist() == np.argsort(-value, kind="stable")[:most].tolist()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40))
def test_fifths_count_who_lies_above(values: list[int]) -> None:
    scores = keeping.fifths(np.array(values, dtype=np.int64)).tolist()
    assert scores == [5 - 5 * sum(other > one for other in values) // len(values) for one in values]
