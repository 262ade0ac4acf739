"""Every odd amount has one meaning, or a refusal that says why."""

from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import read_amount, read_plain_amount
from shopkeeper.rules.money import currency, currency_codes, plain_decimal
from shopkeeper.say import Speech

EUR = currency("EUR")
Mark = Literal[".", ","]


def typed(
    text: str, code: str = "EUR", mark: Mark = ".", *, minus: bool = False, largest: int | None = None
) -> int | str:
    """The minor units, or the code of the refusal without its first word."""
    try:
        return read_amount(
            text, currency=currency(code), decimal_mark=mark, allow_negative=minus, largest_minor=largest
        )
    except Declined as refused:
        return refused.code.removeprefix("amount_")


# input, where the shop writes 1.50, where it writes 1,50
HOSTILE: list[tuple[str, int | str, int | str]] = [
    ("0", 0, 0),
    ("1", 100, 100),
    ("1.00", 100, 100),
    ("1,00", 100, 100),
    ("1,5", 150, 150),
    ("1.5", 150, 150),
    (".5", 50, 50),
    (",5", 50, 50),
    ("5.", 500, 500),
    ("1.234,56", "not_understood", 123456),
    ("1,234.56", 123456, "not_understood"),
    ("1.234", "ambiguous", "ambiguous"),
    ("1,234", "ambiguous", "ambiguous"),
    ("1 234,56", 123456, 123456),
    ("1\xa0234,56", 123456, 123456),
    ("1\u202f234,56", 123456, 123456),
    ("1'234.56", 123456, 123456),
    ("1\u2019234.56", 123456, 123456),
    ("12,34,567.89", "not_understood", "not_understood"),  # lakhs, but not in euros: see below
    ("1,23,4", "not_understood", "not_understood"),
    ("1.2.3", "not_understood", "not_understood"),
    ("1,2,3", "not_understood", "not_understood"),
    ("1..2", "not_understood", "not_understood"),
    ("0.1", 10, 10),
    ("0.005", "too_fine", "too_fine"),
    ("0.015", "too_fine", "too_fine"),
    # 1005 is as likely as a slip; whichever was meant, nothing is rounded.
    ("1.005", "ambiguous", "ambiguous"),
    ("2.675", "ambiguous", "ambiguous"),
    ("1234.567", "too_fine", "too_fine"),
    ("19.99", 1999, 1999),
    ("1.10", 110, 110),
    ("4.35", 435, 435),
    ("0.29", 29, 29),
    ("1.15", 115, 115),
    ("8.2", 820, 820),
    ("-0", 0, 0),
    ("-0.00", 0, 0),
    ("-1", "negative", "negative"),
    ("\u22121", "negative", "negative"),
    ("\u20131", "negative", "negative"),
    ("(1.00)", "ambiguous", "ambiguous"),
    ("1-", "not_understood", "not_understood"),
    ("+1", 100, 100),
    ("--1", "not_understood", "not_understood"),
    ("€1", 100, 100),
    ("1 €", 100, 100),
    ("1€", 100, 100),
    ("1,00 EUR", 100, 100),
    ("1,00 eur", 100, 100),
    ("$1", "other_currency", "other_currency"),
    ("1 USD", "other_currency", "other_currency"),
    ("£1", "other_currency", "other_currency"),
    ("€1€", "not_understood", "not_understood"),
    ("1%", "not_understood", "not_understood"),
    ("100 %", "not_understood", "not_understood"),
    ("1e2", "not_understood", "not_understood"),
    ("1e9", "not_understood", "not_understood"),
    ("1E400", "not_understood", "not_understood"),
    ("inf", "not_understood", "not_understood"),
    ("-inf", "not_understood", "not_understood"),
    ("nan", "not_understood", "not_understood"),
    ("sNaN", "not_understood", "not_understood"),
    ("Infinity", "not_understood", "not_understood"),
    ("0x10", "not_understood", "not_understood"),
    ("0b1", "not_understood", "not_understood"),
    ("0o7", "not_understood", "not_understood"),
    ("1_000", "not_understood", "not_understood"),
    # Full-width and Arabic digits mean one thing, and are what a Japanese or Arabic keyboard leaves in a
    # field; a person typed them, so they are read. Files and commands are held to ASCII below.
    ("\uff11\uff12", 1200, 1200),
    ("\u0661\u0662", 1200, 1200),
    ("1\u0662", "not_understood", "not_understood"),
    ("½", "not_understood", "not_understood"),
    ("1½", "not_understood", "not_understood"),
    ("²", "not_understood", "not_understood"),
    ("①", "not_understood", "not_understood"),
    ("", "missing", "missing"),
    ("   ", "missing", "missing"),
    ("abc", "not_understood", "not_understood"),
    ("1a", "not_understood", "not_understood"),
    ("1 2", "not_understood", "not_understood"),
    ("1\n2", "not_understood", "not_understood"),
    ("1\t2", "not_understood", "not_understood"),
    ("1\x00", "not_understood", "not_understood"),
    ("999999.99", 99999999, 99999999),
    ("1000000", "too_large", "too_large"),
    ("92233720368547758.07", "too_large", "too_large"),
    ("92233720368547758.08", "too_large", "too_large"),
    ("9" * 30, "too_large", "too_large"),
    ("9" * 5000, "not_understood", "not_understood"),
    ("0" * 100_000 + "1", "not_understood", "not_understood"),
    ("1" + "0" * 400, "not_understood", "not_understood"),
    ("1.000.000,00", "not_understood", "too_large"),
    ("=1+1", "not_understood", "not_understood"),
    ("1+1", "not_understood", "not_understood"),
    ("1;2", "not_understood", "not_understood"),
    ("1/2", "not_understood", "not_understood"),
    ("1:30", "not_understood", "not_understood"),
    ("01.02", "ambiguous", "ambiguous"),
    ("01.02.2026", "not_understood", "not_understood"),
    ("4006381333931", "looks_scanned", "looks_scanned"),
    ("<b>1</b>", "not_understood", "not_understood"),
    ("NULL", "not_understood", "not_understood"),
    ("1' OR '1'='1", "not_understood", "not_understood"),
    ("1,-", 100, 100),
    ("-,50", 50, 50),
    ("1.-", 100, 100),
    ("1.--", 100, 100),
    ("1.234,-", 123400, 123400),
]


@pytest.mark.parametrize(("text", "point", "comma"), HOSTILE)
def test_an_odd_amount_means_one_thing_or_is_refused(text: str, point: int | str, comma: int | str) -> None:
    assert typed(text, mark=".") == point
    assert typed(text, mark=",") == comma


@pytest.mark.parametrize(
    ("text", "code", "mark", "meant"),
    [
        ("CHF 1.--", "CHF", ".", 100),
        ("Fr. 12.50", "CHF", ".", 1250),
        ("12,34,567.89", "INR", ".", "too_large"),
        ("₹1,23,456.50", "INR", ".", 12345650),
        ("12,50 zł", "PLN", ",", 1250),
        ("12 kr", "SEK", ",", 1200),
        ("$1", "AUD", ".", 100),
        ("1,234", "JPY", ".", 1234),
        ("1.234", "JPY", ",", 1234),
        ("1.234", "JPY", ".", "ambiguous"),
        ("1.5", "JPY", ".", "too_fine"),
        ("1200円", "JPY", ".", 1200),
        ("1.234", "KWD", ".", 1234),
        ("1,234", "KWD", ".", "ambiguous"),
        ("1.2345", "KWD", ".", "too_fine"),
        ("۱۲٫۵۰", "IRR", ".", 1250),
    ],
)
def test_a_currency_s_digits_decide_what_a_mark_can_mean(
    text: str, code: str, mark: Mark, meant: int | str
) -> None:
    assert typed(text, code, mark) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("-3", -300),
        ("\u22123,50", -350),
        ("-€3", -300),
        ("€-3", -300),
        ("- 3", -300),
        ("-0", 0),
        ("-,50", "ambiguous"),
        ("(3)", "ambiguous"),
    ],
)
def test_less_than_nothing_is_read_only_where_it_makes_sense(text: str, meant: int | str) -> None:
    assert typed(text, minus=True) == meant


def test_both_readings_of_an_ambiguous_amount_are_said() -> None:
    with pytest.raises(Declined) as refused:
        read_amount("1.234", currency=EUR)
    assert "1234.00" in refused.value.because
    assert "1.234" in refused.value.because


def test_an_amount_over_the_shop_s_own_limit_is_refused() -> None:
    assert typed("100.01", largest=10_000) == "too_large"
    assert typed("100.00", largest=10_000) == 10_000


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("24.50", 2450),
        ("24.5", 2450),
        ("24", 2400),
        (" 24.50 ", 2450),
        ("0", 0),
        ("-0", 0),
        ("24,50", "not_understood"),
        ("1,234.50", 123450),
        ("1,234", 123400),
        ("1.005", "too_fine"),
        ("-3", "negative"),
        ("+3", "not_understood"),
        (".5", "not_understood"),
        ("1e9", "not_understood"),
        ("nan", "not_understood"),
        ("\uff11\uff12", "not_understood"),  # a program that writes these is damaged
        ("١٢", "not_understood"),
        ("1_000", "not_understood"),
        ("", "missing"),
        ("1\n", 100),
        ("1\x00", "not_understood"),
        ("9" * 5000, "not_understood"),
        ("9223372036854775808", "not_understood"),
        ("1000000", "too_large"),
    ],
)
def test_a_file_or_a_command_writes_plain_decimals(text: str, meant: int | str) -> None:
    def plain() -> int | str:
        try:
            return read_plain_amount(text, currency=EUR)
        except Declined as refused:
            return refused.code.removeprefix("amount_")

    assert plain() == meant


def test_a_column_with_decimal_commas_is_read_with_them() -> None:
    assert read_plain_amount("1.234,56", currency=EUR, decimal_mark=",") == 123456
    assert read_plain_amount("-0,5", currency=EUR, decimal_mark=",", allow_negative=True) == -50
    assert read_plain_amount("1.234", currency=EUR, decimal_mark=",") == 123400


@given(st.text(), st.sampled_from(["EUR", "JPY", "KWD", "INR"]), st.sampled_from([".", ","]), st.booleans())
def test_any_text_is_an_amount_within_limits_or_is_declined(
    text: str, code: str, mark: Mark, minus: bool
) -> None:
    meant = typed(text, code, mark, minus=minus)
    assert isinstance(meant, str) or abs(meant) <= currency(code).largest_minor


@given(st.text("0123456789.,'-+ €()\u00a0", max_size=20), st.sampled_from([".", ","]), st.booleans())
def test_any_heap_of_digits_and_marks_is_an_amount_or_is_declined(text: str, mark: Mark, minus: bool) -> None:
    meant = typed(text, "EUR", mark, minus=minus)
    assert isinstance(meant, str) or minus or meant >= 0


SPEECHES = [
    Speech(locale, currency(code), ZoneInfo("UTC"))
    for locale, code in [
        ("en_GB", "GBP"), ("en_US", "USD"), ("de", "EUR"), ("de_CH", "CHF"), ("de_AT", "EUR"), ("fr", "EUR"),
        ("es", "EUR"), ("pt_BR", "BRL"), ("pl", "PLN"), ("sv", "SEK"), ("hi", "INR"), ("ja", "JPY"), ("nl", "EUR"),
        ("he", "ILS"), ("tr", "TRY"), ("ru", "RUB"), ("de", "JPY"), ("ar_KW", "KWD"),
    ]
]  # fmt: skip


@given(st.sampled_from(SPEECHES), st.integers(-99_999_999, 99_999_999))
def test_an_amount_we_write_is_read_back_as_itself(speech: Speech, amount_minor: int) -> None:
    money = currency(speech.currency.code)
    written = [speech.plain(amount_minor)] + (
        [speech.money(amount_minor)] if speech.currency.code != "KWD" else []
    )
    for words in written:
        assert (
            read_amount(words, currency=money, decimal_mark=speech.decimal_mark, allow_negative=True)
            == amount_minor
        )


@given(st.sampled_from(currency_codes()), st.integers(-999_999, 999_999))
def test_a_plain_decimal_is_read_back_as_itself(code: str, amount_minor: int) -> None:
    money = currency(code)
    assert (
        read_plain_amount(plain_decimal(amount_minor, money), currency=money, allow_negative=True)
        == amount_minor
    )
