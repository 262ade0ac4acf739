"""A voucher's number cannot be mistyped unnoticed; what it takes off is never more than there is to pay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.cards import read_scan
from shopkeeper.rules.vouchers import (
    GUEST_DIGITS,
    GUEST_PREFIX,
    VOUCHER_DIGITS,
    VOUCHER_PREFIX,
    Offer,
    draws,
    is_numbered,
    is_voucher,
    numbered,
    read_voucher,
    state_on,
    taken_off,
)

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 30)
DRAWN = st.integers(0, draws(VOUCHER_PREFIX, VOUCHER_DIGITS) - 1)


def number_of(drawn: int) -> str:
    return numbered(drawn, VOUCHER_PREFIX, VOUCHER_DIGITS)


def offer(gives: str, value: int = 0, thing: str = "") -> Offer:
    return Offer(gives, value, thing, MARCH, APRIL)  # type: ignore[arg-type]


@given(DRAWN)
def test_a_number_is_read_as_it_is_printed(drawn: int) -> None:
    number = number_of(drawn)
    assert len(number) == VOUCHER_DIGITS
    printed = " ".join(number[at : at + 4] for at in range(0, 14, 4))
    assert read_voucher(printed) == read_voucher(number.replace("2", "2-", 1)) == number


@given(DRAWN, st.integers(2, VOUCHER_DIGITS - 1), st.integers(1, 9))
def test_every_wrong_digit_is_noticed(drawn: int, place: int, by: int) -> None:
    number = number_of(drawn)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(Declined) as refused:
        read_voucher(wrong)
    assert refused.value.code == "voucher_mistyped"


@given(DRAWN, st.integers(2, VOUCHER_DIGITS - 2))
def test_two_neighbours_exchanged_are_noticed(drawn: int, place: int) -> None:
    number = number_of(drawn)
    a, b = number[place], number[place + 1]
    if a != b:
        assert not is_numbered(number[:place] + b + a + number[place + 2 :], VOUCHER_PREFIX, VOUCHER_DIGITS)


def test_a_number_is_no_card_and_no_goods() -> None:
    scan = read_scan(number_of(123_456_789))
    assert scan is not None and scan.kind == "code"


@pytest.mark.parametrize("typed", ["", "28", "Margaret", "2700000000123", "280000000001234", "020 7946 0737"])
def test_what_is_no_number_is_told_so(typed: str) -> None:
    assert not is_voucher(typed)
    with pytest.raises(Declined) as refused:
        read_voucher(typed)
    assert refused.value.code == "voucher_not_understood"


def test_a_guests_code_is_short_and_has_its_own_beginning() -> None:
    code = numbered(42, GUEST_PREFIX, GUEST_DIGITS)
    assert (len(code), code[:2]) == (10, "29")
    assert is_numbered(code, GUEST_PREFIX, GUEST_DIGITS) and not is_voucher(code)


@pytest.mark.parametrize(
    ("what", "amount", "gave"),
    [
        (offer("money", 500), None, 500),
        (offer("money", 500), 2450, 500),
        (offer("money", 500), 320, 320),
        (offer("percent", 10), 2450, 245),
        (offer("percent", 15), 999, 150),
        (offer("percent", 100), 1, 1),
        (offer("thing", thing="A jar of honey"), None, 300),
        (offer("thing", thing="A jar of honey"), 2450, 300),
    ],
)
def test_what_it_takes_off(what: Offer, amount: int | None, gave: int) -> None:
    assert taken_off(what, amount, 300) == gave


@given(st.integers(1, 100), st.integers(1, 10**9))
def test_a_percentage_never_gives_more_than_there_is_to_pay(value: int, amount: int) -> None:
    assert 0 <= taken_off(offer("percent", value), amount, 0) <= amount


@pytest.mark.parametrize(("amount", "code"), [(None, "amount_missing"), (0, "amount_not_positive")])
def test_a_part_of_nothing_is_asked_about(amount: int | None, code: str) -> None:
    with pytest.raises(Declined) as refused:
        taken_off(offer("percent", 10), amount, 0)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("today", "used", "withdrawn", "state"),
    [
        (date(2026, 2, 28), False, False, "not yet"),
        (MARCH, False, False, "open"),
        (APRIL, False, False, "open"),
        (date(2026, 5, 1), False, False, "over"),
        (APRIL, False, True, "withdrawn"),
        (date(2026, 5, 1), True, True, "used"),
    ],
)
def test_how_it_stands(today: date, used: bool, withdrawn: bool, state: str) -> None:
    assert state_on(offer("money", 500), today, used=used, withdrawn=withdrawn) == state
