"""A saved group is read as it is said; what is not understood is refused with the words and with what could stand there."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.groups import Condition, read_group
from shopkeeper.rules.money import currency

TIERS = ("Member", "Bronze", "Silver", "Gold", "Platinum")
GBP = currency("GBP")


def read(rule: str) -> tuple[Condition, ...]:
    return read_group(rule, TIERS, GBP)


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        ("Gold", Condition("tier", ("3",))),
        ("gold or platinum", Condition("tier", ("3", "4"))),
        ("Silver or higher", Condition("tier", ("2", "3", "4"))),
        ("Silver and higher", Condition("tier", ("2", "3", "4"))),
        ("not Gold", Condition("tier", ("3",), no=True)),
        ("Member", Condition("tier", ("0",))),
        ("not seen for 30 days", Condition("unseen", number=30)),
        ("not seen for 2 months", Condition("unseen", number=60)),
        ("seen within 2 weeks", Condition("seen", number=14)),
        ("likes Comté or rye", Condition("remark", ("likes", "Comté", "rye"))),
        ("allergic to nuts", Condition("remark", ("warning", "nuts"))),
        ("spent over £200 in 12 months", Condition("spent", number=20_000, months=12)),
        ("spent less than 49.50", Condition("spent", number=4_950, most=True)),
        ("5 visits or more in 6 months", Condition("visits", number=5, months=6)),
        ("more than 5 visits", Condition("visits", number=6)),
        ("fewer than 3 visits in the last 1 year", Condition("visits", number=2, months=12, most=True)),
        ("500 points or more", Condition("points", number=500)),
        ("lives in York or Selby", Condition("town", ("York", "Selby"))),
        ("birthday in May", Condition("birthday", ("may",))),
        ("birthday this month", Condition("birthday", ("this month",))),
        ("may be written to", Condition("letters")),
        ("no letters", Condition("letters", ("no",))),
        ("joined before 2020", Condition("joined", ("before", "2020"))),
        ("slipping", Condition("stage", ("slipping",))),
        ("bought Tea in 3 months", Condition("bought", ("Tea",), months=3)),
    ],
)
def test_a_condition_is_read_as_it_is_said(rule: str, condition: Condition) -> None:
    assert read(rule) == (condition,)


def test_conditions_stand_with_commas_or_and_between_them() -> None:
    kinds = ["tier", "unseen", "remark"]
    assert [one.kind for one in read("Gold, not seen for 30 days, likes cheese")] == kinds
    assert [one.kind for one in read("Gold and not seen for 30 days and likes cheese")] == kinds
    assert [one.kind for one in read(" Gold ;not seen for 30 days,")] == kinds[:2]


def test_a_comma_inside_an_amount_is_part_of_it() -> None:
    assert read("spent over 1,250.00 in 12 months, Gold")[0].number == 125_000
    german = read_group("spent over 49,50, Gold", TIERS, currency("EUR"), ",")
    assert german[0].number == 4_950


@pytest.mark.parametrize(
    "rule", ["", "   ", "purple", "Gold, purple", "not seen for ages", "x" * 301, "spent over lots"]
)
def test_what_is_not_understood_is_a_sentence(rule: str) -> None:
    with pytest.raises(Declined) as refused:
        read(rule)
    assert refused.value.about == "rule" and refused.value.because.endswith(".")


@given(st.text(max_size=320))
def test_no_text_breaks_it(rule: str) -> None:
    with suppress(Declined):
        assert read(rule)
