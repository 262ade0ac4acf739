"""Currencies are counted as ISO 4217 says."""

import contextlib

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.money import currency, currency_codes, plain_decimal


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("GBP", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("VND", 0),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
    ],
)
def test_a_currency_has_the_minor_digits_of_iso_4217(code: str, digits: int) -> None:
    assert currency(code).digits == digits
    assert currency(code).unit_minor == 10**digits


def test_every_currency_of_the_table_is_one_the_world_knows() -> None:
    assert set(currency_codes()) <= set(list_currencies())
    assert len(currency_codes()) > 160


def test_a_code_in_small_letters_is_the_same_currency() -> None:
    assert currency(" gbp ") == currency("GBP")


@pytest.mark.parametrize("code", ["", "EURO", "XXX", "€", "G B", "ＧＢＰ", "GBP\x00"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with pytest.raises(Declined) as refused:
        currency(code)
    assert refused.value.code == "currency_unknown"


@pytest.mark.parametrize(
    ("code", "sign"), [("GBP", "£"), ("EUR", "€"), ("USD", "$"), ("PLN", "zł"), ("AED", "AED"), ("JPY", "¥")]
)
def test_a_currency_has_the_sign_of_the_counter_or_its_code(code: str, sign: str) -> None:
    assert currency(code).sign == sign


@pytest.mark.parametrize(
    ("minor", "code", "written"),
    [
        (2450, "GBP", "24.50"),
        (5, "GBP", "0.05"),
        (-5, "GBP", "-0.05"),
        (0, "GBP", "0.00"),
        (1200, "JPY", "1200"),
        (-1200, "JPY", "-1200"),
        (1234, "KWD", "1.234"),
    ],
)
def test_a_plain_decimal_has_all_minor_digits_and_no_sign(minor: int, code: str, written: str) -> None:
    assert plain_decimal(minor, currency(code)) == written


def test_the_largest_sale_is_a_till_s_and_more_where_money_has_many_noughts() -> None:
    assert currency("GBP").largest_minor == 99_999_999
    assert currency("JPY").largest_minor == 999_999_999


@given(st.text())
def test_any_text_is_a_currency_or_is_declined(code: str) -> None:
    with contextlib.suppress(Declined):
        assert currency(code).code in currency_codes()
