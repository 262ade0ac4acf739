"""What a trial is measured by, and in which unit that is told."""

from decimal import Decimal, InvalidOperation
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import DecimalMark, read_amount
from shopkeeper.rules.money import Currency
from shopkeeper.say import text

Measure = Literal["spend", "visits", "came"]
MEASURES: tuple[Measure, ...] = ("spend", "visits", "came")
LONGEST_WEEKS = 104


def parts(measure: Measure, weeks: int) -> float:
    """What one unit of a member's figure over the whole trial is told as: money in minor units a week, visits in
    hundredths in four weeks, those who came in thousandths of all."""
    return {"spend": 1 / weeks, "visits": 400 / weeks, "came": 1000.0}[measure]


def read_goal(typed: str, measure: Measure, currency: Currency, decimal_mark: DecimalMark = ".") -> int:
    """The difference that is hoped for as it is typed, in parts: `3.00` a week, `0.35` visits in four weeks, `2.5` in 100.

    Declined (`goal_not_understood`, `goal_missing`): no number, nothing, or less than the smallest part.
    """
    plain = typed.strip()
    if not plain:
        raise Declined(
            "goal_missing",
            text("Say what difference would be worth having: that is set before it begins."),
            "goal",
        )
    if measure == "spend":
        parts_ = read_amount(plain, currency=currency, decimal_mark=decimal_mark, about="goal")
    else:
        try:
            figure = Decimal(plain.removesuffix("%").strip().replace(decimal_mark, "."))
        except InvalidOperation:
            figure = Decimal(-1)
        if not 0 <= figure <= 1000:
            raise Declined("goal_not_understood", text("The goal is a number, such as 0.35."), "goal")
        parts_ = int((figure * (100 if measure == "visits" else 10)).to_integral_value())
    if parts_ < 1:
        raise Declined("goal_missing", text("The difference that is hoped for is more than nothing."), "goal")
    return parts_
