"""Tries are set against silences of like members: a real effect is told, none is not invented."""

import random
from datetime import date

import numpy as np
import pytest

from shopkeeper.rules.comparing import difference_in_pairs
from shopkeeper.rules.leaving import Outcome, outcomes
from shopkeeper.rules.visiting import Visiting
from shopkeeper.rules.won_back import pairs

TODAY = date(2026, 11, 21).toordinal()
DAY = date(2026, 11, 21)


def _shop(seed: int, lift: float) -> tuple[Visiting, list[tuple[int, int]]]:
    """Members who come at their own pace for half a year and then stay away; a third are tried after three gaps, and of
    those that many more come back."""
    dice = random.Random(seed)
    rows: list[tuple[int, int]] = []
    tried = []
    for member in range(1, 901):
        every = dice.choice((5, 7, 10, 14))
        day = TODAY - dice.randrange(260, 300)
        for _ in range(dice.randrange(6, 12)):
            rows.append((member, day))
            day += max(1, every + dice.randrange(-1, 2))
        last = rows[-1][1]
        on = last + 3 * every
        is_tried = member % 3 == 0
        if is_tried:
            tried.append((member, on))
        if dice.random() < 0.3 + (lift if is_tried else 0.0):
            day = on + dice.randrange(2, 50)
            while day < TODAY:  # who is back comes as before
                rows.append((member, day))
                day += max(1, every + dice.randrange(-1, 2))
    rows.sort()
    columns = np.array(rows, dtype=np.int64)
    return Visiting.of(columns[:, 0], columns[:, 1], np.ones(len(rows), dtype=np.int64)), tried


def test_a_real_effect_is_told_and_about_as_large_as_it_is() -> None:
    seen, tried = _shop(1, 0.3)
    found, alone = pairs(seen, tried, TODAY, TODAY - 400)
    assert len(found) > 250 and alone + len(found) == len(tried)
    apart = difference_in_pairs(found)
    assert apart is not None and apart.tells
    assert apart.low < 0.3 < apart.high


@pytest.mark.parametrize("seed", range(5))
def test_where_the_tries_did_nothing_the_truth_lies_within(seed: int) -> None:
    seen, tried = _shop(10 + seed, 0.0)
    found, _ = pairs(seen, tried, TODAY, TODAY - 400)
    apart = difference_in_pairs(found)
    assert apart is not None and not apart.tells


def test_who_was_tried_lately_or_never_came_is_not_counted() -> None:
    seen, tried = _shop(1, 0.0)
    assert pairs(seen, [(tried[0][0], TODAY - 10), (99_999, TODAY - 200)], TODAY, TODAY - 400) == ([], 0)
    empty = np.array([], dtype=np.int64)
    assert pairs(Visiting.of(empty, empty, empty), tried, TODAY, TODAY - 400) == ([], 0)


def _on(days_ago: int) -> date:
    return date.fromordinal(TODAY - days_ago)


@pytest.mark.parametrize(
    ("tries", "visits", "expected"),
    [
        ([80], [], [Outcome(None, False)]),
        ([20], [], [Outcome(None, True)]),
        ([20], [20], [Outcome(None, True)]),  # on the very day
        ([80], [19], [Outcome(None, False)]),  # after sixty-one days
        ([80], [20], [Outcome(_on(20), False)]),
        ([50, 30], [20], [Outcome(None, False), Outcome(_on(20), False)]),
        ([50, 30], [40, 20], [Outcome(_on(40), False), Outcome(_on(20), False)]),
        ([30, 30], [20], [Outcome(None, False), Outcome(_on(20), False)]),
    ],
)
def test_a_visit_belongs_to_the_last_try_before_it(
    tries: list[int], visits: list[int], expected: list[Outcome]
) -> None:
    assert list(outcomes([_on(one) for one in tries], [_on(one) for one in visits], DAY)) == expected
