"""Cards have check digits, and a scan means a card, a product or something to look up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.cards import (
    Scan,
    check_card,
    check_digit,
    is_own,
    next_card,
    read_scan,
    spaced,
)


@pytest.mark.parametrize(
    "code", ["4006381333931", "5901234123457", "9780201379624", "012345678905", "96385074", "73513537"]
)
def test_the_check_digit_is_that_of_ean(code: str) -> None:
    assert check_digit(code[:-1]) == code[-1]


def test_a_card_is_thirteen_digits_of_the_shop_s_own_range() -> None:
    assert next_card(1) == "2700000000014"
    assert is_own(next_card(1))
    assert spaced(next_card(1)) == "2700 0000 0001 4"
    for seed in (-1, 10**10):
        with pytest.raises(ValueError, match="ten digits"):
            next_card(seed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2700 0000 0001 4", "2700000000014"),
        ("2700-0000-0001-4", "2700000000014"),
        ("２７０００００００００１４", "2700000000014"),
        (" 2700000000014\r\n", "2700000000014"),
        ("vip-0042", "VIP0042"),
        ("*A123*", "A123"),
        ("]E02700000000014", "2700000000014"),
        ("00004", "00004"),  # leading noughts matter
    ],
)
def test_a_typed_card_loses_spaces_and_dashes(typed: str, kept: str) -> None:
    assert check_card(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "card_missing"),
        (" - ", "card_missing"),
        ("2700000000013", "card_mistyped"),
        ("12", "card_not_understood"),
        ("1" * 31, "card_not_understood"),
        ("Ana Müller", "card_not_understood"),
        ("<b>1234</b>", "card_not_understood"),
        ("1" * 10_000, "card_missing"),
        ("12\ud80034", "card_not_understood"),
    ],
)
def test_what_cannot_be_a_card_number_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Declined) as refused:
        check_card(typed)
    assert (refused.value.code, refused.value.about) == (code, "card")


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("2700000000014", Scan("card", "2700000000014")),
        ("2700000000013", Scan("code", "2700000000013")),
        ("4006381333931", Scan("product", "4006381333931")),
        ("4006381333932", Scan("code", "4006381333932")),
        ("012345678905", Scan("product", "012345678905", ("0012345678905",))),
        ("0012345678905", Scan("product", "0012345678905", ("012345678905",))),
        ("96385074", Scan("product", "96385074")),
        ("VIP-0042", Scan("code", "VIP0042")),
        ("00004", Scan("code", "00004")),
        ("]C10104\x1d", Scan("code", "0104")),
        ("", None),
        ("Ana Müller", None),
        ("\x00", None),
        ("1" * 10_000, None),
    ],
)
def test_a_scan_means_a_card_a_product_or_something_to_look_up(code: str, meant: Scan | None) -> None:
    assert read_scan(code) == meant


def test_a_scan_is_looked_up_under_every_spelling() -> None:
    scan = read_scan("012345678905")
    assert scan
    assert scan.numbers == ("012345678905", "0012345678905")


@given(st.integers(0, 10**10 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(seed: int, place: int, by: int) -> None:
    card = next_card(seed)
    wrong = card[:place] + str((int(card[place]) + by) % 10) + card[place + 1 :]
    assert not is_own(wrong)


@given(st.text())
def test_any_text_is_a_card_or_is_declined(typed: str) -> None:
    read_scan(typed)
    try:
        kept = check_card(typed)
    except Declined:
        return
    assert check_card(kept) == kept


@pytest.mark.parametrize("text", ["4.9E+11", "2.7E+12", "3e+15", "2,70000E+12"])
def test_what_a_spreadsheet_has_rounded_is_no_card(text: str) -> None:
    with pytest.raises(Declined) as declined:
        check_card(text)
    assert declined.value.code == "card_damaged"
