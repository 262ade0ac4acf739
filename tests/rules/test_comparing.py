"""How sure one can be: the interval holds the truth as often as it says, and like finds the nearest of its kind."""

from random import Random

import pytest

from shopkeeper.errors import Declined
from shopkeeper.rules import comparing
from shopkeeper.rules.hours import read_hour


def test_students_t_is_right_to_a_thousandth() -> None:
    for freedom, wanted in ((7, 2.365), (10, 2.228), (30, 2.042), (1000, 1.962)):
        assert comparing._student(freedom) == pytest.approx(wanted, abs=0.002)


def test_nineteen_of_twenty_intervals_hold_the_truth_with_spending_as_lopsided_as_it_is() -> None:
    dice, held, tried = Random(7), 0, 600
    for _ in range(tried):
        ours = [round(dice.lognormvariate(8, 0.9)) for _ in range(40)]
        theirs = [round(dice.lognormvariate(8, 0.9)) for _ in range(25)]
        found = comparing.difference(ours, theirs)
        assert found is not None
        held += found.low <= 0 <= found.high
    assert 0.92 <= held / tried <= 0.985


def test_too_few_tell_nothing_and_a_clear_difference_tells() -> None:
    assert comparing.difference([1] * 7, [2] * 50) is None
    assert comparing.difference_in_pairs([(1, 2)] * 7) is None
    found = comparing.difference([100, 110, 90] * 5, [10, 20, 15] * 5)
    assert found is not None and found.tells and found.low > 0
    same = comparing.difference_in_pairs([(10, 12), (12, 10)] * 6)
    assert same is not None and not same.tells


def test_like_is_of_the_same_kind_and_the_nearest_and_nobody_is_taken_twice() -> None:
    ours = [(3, 500), (3, 900), (4, 100)]
    others = [(3, 480), (3, 850), (3, 10), (2, 500)]
    assert comparing.like(ours, others) == [0, 1, None]
    assert comparing.like([(1, 5), (1, 5)], [(1, 5)]) in ([0, None], [None, 0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("18:00", "18:00"), ("6 pm", "18:00"), ("12am", "00:00"), ("7.30", "07:30"), ("1800", "18:00"), ("18h", "18:00"),
     ("18 Uhr", "18:00"), ("１９：３０", "19:30"), ("9", "09:00")],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert read_hour(typed) == meant


@pytest.mark.parametrize("typed", ["", "25:00", "18:75", "soon", "-3", "1e9"])
def test_what_is_no_time_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(Declined):
        read_hour(typed)
