"""The boxes of Leitner: a right answer goes one box on, a miss back to the first, and five minutes a day are enough."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.learning import (
    KNOWN_BOX,
    MOST_CARDS,
    MOST_NEW,
    NEVER,
    WAITS_DAYS,
    Learned,
    chosen,
    learned,
)

DAY = date(2026, 11, 2)


def after(*answers: tuple[int, bool]) -> Learned:
    return learned((DAY + timedelta(days=day), knew) for day, knew in answers)


@pytest.mark.parametrize(
    ("answers", "box", "due_in"),
    [
        ((), 0, None),
        (((0, True),), 2, 2),
        (((0, False),), 1, 1),
        (((0, True), (2, True)), 3, 6),
        (((0, True), (2, True), (6, True)), 4, 14),
        (((0, True), (2, True), (6, False)), 1, 7),
        (((0, False), (0, True)), 1, 1),  # who was just told knows it for a minute
        (((0, True), (0, True), (0, True)), 2, 2),
        (((0, True), (0, False)), 1, 1),
        (((0, False), (1, True), (3, True)), 3, 7),
    ],
)
def test_where_a_card_stands(answers: tuple[tuple[int, bool], ...], box: int, due_in: int | None) -> None:
    found = after(*answers)
    assert found.box == box
    assert found.due_on == (None if due_in is None else DAY + timedelta(days=due_in))


def test_known_is_what_was_right_on_two_days() -> None:
    assert not after((0, True)).known
    assert after((0, True), (2, True)).known
    assert not after((0, True), (2, True), (6, False)).known


def test_those_due_come_first_the_longest_waiting_before_the_rest_then_a_few_new_ones() -> None:
    cards = [
        NEVER,
        Learned(2, DAY),
        Learned(4, DAY - timedelta(days=1)),
        Learned(2, DAY - timedelta(days=4)),
        NEVER,
    ]
    assert chosen(cards, DAY) == [3, 2, 1, 0, 4]
    assert chosen([Learned(2, DAY + timedelta(days=1))], DAY) == []


def test_a_day_holds_no_more_than_five_minutes() -> None:
    assert len(chosen([NEVER] * 60, DAY)) == MOST_NEW
    assert len(chosen([*[Learned(1, DAY)] * 60, *[NEVER] * 60], DAY)) == MOST_CARDS
    assert len(chosen([*[Learned(1, DAY)] * 18, *[NEVER] * 60], DAY)) == MOST_CARDS


@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=40))
def test_after_a_miss_nothing_is_known_and_after_any_answers_it_is_asked_again(
    answers: list[tuple[int, bool]],
) -> None:
    answers.sort(key=lambda one: one[0])
    found = after(*answers)
    assert 0 <= found.box < len(WAITS_DAYS)
    if answers:
        assert found.due_on is not None and found.due_on > DAY + timedelta(days=answers[-1][0])
        if not answers[-1][1]:
            assert found.box == 1 and not found.known
    assert found.known == (found.box >= KNOWN_BOX)
