"""Where a promise stands on a day, and how a shop's word was kept."""

from datetime import date, timedelta

import pytest

from shopkeeper.rules.promises import BROKEN_AFTER_DAYS, Record, State, Word, late_days, record, standing

DUE = date(2026, 11, 20)


def _word(state: State = "open", *, settled: int | None = None, put_off: int = 0) -> Word:
    settled_on = None if settled is None else DUE + timedelta(days=settled)
    return Word(state, DUE + timedelta(days=put_off), DUE, settled_on)


@pytest.mark.parametrize(
    ("word", "days", "expected"),
    [
        (_word(), -1, "ahead"),
        (_word(), 0, "due"),
        (_word(), 1, "late"),
        (_word(), BROKEN_AFTER_DAYS, "late"),
        (_word(), BROKEN_AFTER_DAYS + 1, "broken"),
        (_word(put_off=3), 2, "ahead"),
        (_word("kept", settled=0), 30, "kept"),
        (_word("kept", settled=1), 30, "kept late"),
        (_word("kept", settled=3, put_off=3), 30, "kept late"),
        (_word("broken", settled=1), 30, "broken"),
        (_word("released", settled=1), 30, "released"),
    ],
)
def test_a_promise_is_measured_by_the_day_that_was_named_first(word: Word, days: int, expected: str) -> None:
    assert standing(word, DUE + timedelta(days=days)) == expected


def test_late_days_count_while_it_is_open() -> None:
    assert late_days(_word(), DUE + timedelta(days=4)) == 4
    assert late_days(_word("kept", settled=6), DUE + timedelta(days=9)) == 0


def test_a_record_leaves_out_what_is_ahead_and_what_was_released() -> None:
    words = [
        _word("kept", settled=0), _word("kept", settled=-1), _word("kept", settled=2), _word("broken", settled=1),
        _word("released", settled=1), _word(put_off=40),
    ]  # fmt: skip
    kept = record(words, DUE + timedelta(days=3))
    assert kept == Record(on_time=2, late=1, broken=1) and kept.given == 4
