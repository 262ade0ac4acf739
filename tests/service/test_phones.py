"""Phone numbers are kept as typed, found by their international form, and warned about."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.service.phones import Phone, read_phone

WARNINGS = {
    "plus": "A plus is missing",
    "nought": "A nought is missing",
    "two": "two numbers",
    "letters": "letters or signs",
    "words": "words in this number",
    "nowhere": "does not look like",
    "unknown": "No number of this kind",
}

# As typed in a German shop: the international form (or the code of the refusal), and the warning.
# A shopkeeper writes down what the customer says; so what only looks wrong (a letter among digits, a service
# code, one digit too many) is kept with a warning, where a machine would refuse it. An extension stays in
# the text and is no part of the form a caller is found by.
HOSTILE = [
    ("", "", ""),
    ("   ", "", ""),
    ("abc", "phone_no_number", ""),
    ("0", "phone_no_number", ""),
    ("12", "phone_no_number", ""),
    ("110", "", "nowhere"),
    ("030 1234567", "+49301234567", ""),
    ("(030) 1234567", "+49301234567", ""),
    ("030/1234567", "+49301234567", ""),
    ("030-1234-567", "+49301234567", ""),
    ("030.123.4567", "+49301234567", ""),
    ("+49 30 1234567", "+49301234567", ""),
    ("0049 30 1234567", "+49301234567", ""),
    ("+49 (0)30 1234567", "+49301234567", ""),
    ("+4930 1234567 ", "+49301234567", ""),
    ("49301234567", "+49301234567", "plus"),
    ("+49 170 1234567", "+491701234567", ""),
    ("4.9170123456E+11", "phone_damaged", ""),
    ("491701234567.0", "+491701234567", "plus"),
    ("1701234567", "+491701234567", "nought"),
    ("'+491701234567", "+491701234567", ""),
    ('="+49170"', "phone_no_number", ""),
    ("+", "phone_no_number", ""),
    ("++49170", "", "two"),
    ("+49+170", "", "two"),
    ("00", "phone_no_number", ""),
    ("000000000000", "", "nowhere"),
    ("+0 123 456", "", "nowhere"),
    ("+999 12345678", "", "nowhere"),
    ("+1 212 555 0123", "+12125550123", ""),
    ("+1-800-FLOWERS", "", "letters"),
    ("+44 20 7946 0018", "+442079460018", ""),
    ("+39 06 1234567", "+39061234567", ""),
    ("+7 495 123-45-67", "+74951234567", ""),
    ("+86 10 12345678", "+861012345678", ""),
    ("+49 30 1234567 ext. 12", "+49301234567", ""),
    ("030 1234567 x12", "+49301234567", ""),
    ("+49301234567;ext=5", "+49301234567", ""),
    ("tel:+49301234567", "+49301234567", ""),
    ("+49\xa030\xa01234567", "+49301234567", ""),
    ("+49\u200930\u20091234567", "+49301234567", ""),
    ("\u202a+49301234567\u202c", "+49301234567", ""),
    ("+49 30\u20111234567", "+49301234567", ""),
    ("+49 30\u20131234567", "+49301234567", ""),
    ("\uff0b\uff14\uff19\uff13\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17", "+49301234567", ""),
    ("\u0660\u0663\u0660\u0661\u0662\u0663\u0664", "+49301234", ""),
    ("\u0966\u0969\u0966\u0967\u0968\u0969\u096a\u096b", "+493012345", ""),
    ("²³⁴⁵⁶⁷⁸", "phone_no_number", ""),
    ("①②③④⑤⑥⑦", "phone_no_number", ""),
    ("1e10", "phone_damaged", ""),
    ("0x1F", "phone_no_number", ""),
    ("1_000_000", "phone_no_number", ""),
    ("-301234567", "+49301234567", "nought"),
    ("111111111111111", "+49111111111111111", "unknown"),
    ("+1111111111111111", "", "nowhere"),
    ("1" * 1000, "phone_too_long", ""),
    ("9" * 5000, "phone_too_long", ""),
    ("+49 30 1234567, +49 170 1", "", "two"),
    ("+49 30 1234567 / 0170 1234567", "", "two"),
    ("030 1234567 (work)", "+49301234567", "words"),
    ("unknown", "phone_no_number", ""),
    ("n/a", "", ""),
    ("-", "", ""),
    ("none", "", ""),
    ("0301234567\n0170", "", "two"),
    ("0301234567\x00", "phone_unprintable", ""),
    ("*31#0301234567", "", "letters"),
    ("#100#", "", "letters"),
    ("%", "phone_no_number", ""),
    ("' OR 1=1--", "phone_no_number", ""),
    ('"', "phone_no_number", ""),
    ("<b>030</b>", "phone_no_number", ""),
    ("030 1234567" * 20, "phone_too_long", ""),
    ("+49 30 12345", "+493012345", ""),
    ("+882 13 1234567", "+882131234567", "unknown"),
    ("030 123456789012345", "", "nowhere"),
    ("+49-0-30-1234567", "+49301234567", ""),
    ("004930 1234567", "+49301234567", ""),
    ("01149 30 1234567", "+491149301234567", "unknown"),
    ("+49 30 l234567", "", "letters"),
    ("+49 3O 1234567", "", "letters"),
]


@pytest.mark.parametrize(("typed", "meant", "warning"), HOSTILE)
def test_an_odd_number_is_kept_with_a_warning_or_is_refused(typed: str, meant: str, warning: str) -> None:
    try:
        phone = read_phone(typed, "DE")
    except Declined as refused:
        found: tuple[str, str, str] = (refused.code, "", refused.about)
    else:
        found = (phone.canonical, phone.warning, "phone")
    assert found[0] == meant
    assert found[2] == "phone"
    assert (WARNINGS[warning] in found[1]) if warning else not found[1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(030) 123-45 67", "(030) 123-45 67"),
        (" 030  1234567 ", "030 1234567"),
        ("030 1234567 (work)", "030 1234567 (work)"),
        ("+49 30 1234567 ext. 12", "+49 30 1234567 ext. 12"),
        ("'+491701234567", "+491701234567"),
        ("\u202a+49301234567\u202c", "+49301234567"),
        ("n/a", ""),
    ],
)
def test_the_text_stays_as_typed_but_for_blanks_and_copied_marks(typed: str, kept: str) -> None:
    assert read_phone(typed, "DE").text == kept


@pytest.mark.parametrize(
    ("typed", "country", "canonical"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("212 555 0123", "us", "+12125550123"),
        ("06 1234567", "IT", "+39061234567"),
        ("+44 20 7946 0018", "DE", "+442079460018"),
        ("+44 20 7946 0018", "", "+442079460018"),
        ("020 7946 0018", "", ""),
        ("020 7946 0018", "XX", ""),
    ],
)
def test_a_number_is_read_as_in_the_shop_s_country(typed: str, country: str, canonical: str) -> None:
    assert read_phone(typed, country).canonical == canonical


def test_a_number_without_its_nought_says_how_it_was_read() -> None:
    assert read_phone("7911 123456", "GB") == Phone(
        "7911 123456", "+447911123456", "A nought is missing in front. It is read as +44 7911 123456."
    )


def test_the_numbering_plans_are_loaded_at_the_first_number_only() -> None:
    code = "import sys, shopkeeper.service.phones; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(
    st.text() | st.text("0123456789+()-. /x#,;", max_size=30), st.sampled_from(["DE", "GB", "US", "", "XX"])
)
def test_any_text_is_a_phone_or_is_declined(typed: str, country: str) -> None:
    try:
        phone = read_phone(typed, country)
    except Declined:
        return
    again = read_phone(phone.text, country)
    assert again.canonical == phone.canonical or phone.warning
