"""How silences end, worked by hand: one that has not ended counts only as far as it has come."""

import numpy as np
import pytest

from shopkeeper.rules.silence import Silences
from shopkeeper.rules.visiting import Visiting


def book(*members: tuple[int, ...]) -> Visiting:
    rows = [(number, day, 100) for number, days in enumerate(members, 1) for day in days]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Visiting.of(columns[:, 0], columns[:, 1], columns[:, 2])


def test_of_four_first_silences_two_ended_within_a_week() -> None:
    """After 5 and 7 days two came again; two are away for 30. Within a week of the first visit: half; after that: nobody yet."""
    visits = book((0, 5), (0, 7), (0,), (0,))
    learnt = Silences.of(visits, 30)
    fresh = book((30,))
    assert learnt.chance(fresh, 30, weeks=1).tolist() == [0.5]
    assert learnt.chance(book((0,)), 30, weeks=1).tolist() == [0.0]


def test_a_silence_that_has_not_ended_leaves_those_that_last_longer_to_judge() -> None:
    """Kaplan and Meier by hand: of four that came as far as day 2 one ended there (3/4 last longer); one is only 3 days old; of the
    two that came as far as day 6 one ended (3/8)."""
    visits = book((28, 30), (29,), (0, 6), (0,))
    learnt = Silences.of(visits, 32)
    assert learnt.ends[0].lengths.tolist() == pytest.approx([2 / 7, 3 / 7, 6 / 7, 32 / 7])
    assert learnt.ends[0].outlast.tolist() == pytest.approx([3 / 4, 3 / 4, 3 / 8, 3 / 8])


def test_a_rhythm_is_the_measure_for_whoever_has_one() -> None:
    """The third gap of 20 days after gaps of ten is a silence of 2.0, in the group of those with several gaps before."""
    learnt = Silences.of(book((0, 10, 20, 40)), 40)
    assert learnt.ends[2].lengths.tolist() == [0.0, 2.0]


def test_the_longer_one_is_away_for_one_s_own_rhythm_the_less_likely_one_comes() -> None:
    weekly = [tuple(range(0, 210, 7)) for _ in range(40)]
    left = [tuple(range(0, 70, 7)) for _ in range(40)]
    late = [(*range(0, 70, 7), *range(84, 210, 7)) for _ in range(10)]
    learnt = Silences.of(book(*weekly, *left, *late), 210)
    asked = [learnt.chance(book(tuple(range(0, 70, 7))), 63 + quiet, weeks=13)[0] for quiet in (3, 10, 30)]
    assert asked[0] > 0.8 > asked[1] > asked[2] == 0


def test_nobody_yet_tells_nothing() -> None:
    empty = book()
    assert Silences.of(empty, 10).chance(empty, 10, 5).tolist() == []
    assert Silences.of(empty, 10).chance(book((1,)), 10, 5).tolist() == [0.0]
