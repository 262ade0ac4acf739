"""The rules of recognition, worked by hand: each case says what a member would be told."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Programme, Tier, Version
from shopkeeper.rules.standing import Standing, replay, standing_of

BRONZE = Tier("Bronze", "visits", 3)
SILVER = Tier("Silver", "spend", 20_000)
GOLD = Tier("Gold", "spend", 50_000, Fraction(3, 2))
PLATINUM = Tier("Platinum", "spend", 100_000, Fraction(2))
USUAL = Programme(currency="GBP", expire_months=24, grace_days=30, tiers=(BRONZE, SILVER, GOLD, PLATINUM))
START = date(2026, 1, 1)


def versions(programme: Programme = USUAL, from_day: date = START) -> tuple[Version, ...]:
    return (Version(1, from_day, programme),)


class History:
    """Facts in the order they are told; ids count up."""

    def __init__(self, programme: Programme | tuple[Version, ...] = USUAL) -> None:
        self.versions = programme if isinstance(programme, tuple) else versions(programme)
        self.facts: list[Fact] = []

    def _add(self, **values: object) -> int:
        self.facts.append(Fact(id=len(self.facts) + 1, **values))  # type: ignore[arg-type]
        return len(self.facts)

    def buys(self, on: date, amount: int, excluded: int = 0, points: int = 0) -> int:
        worth = min(points * self.versions[0].programme.worth_minor, amount)
        return self._add(
            kind="purchase",
            on=on,
            amount_minor=amount,
            excluded_minor=excluded,
            points=points,
            worth_minor=worth,
        )

    def returns(self, of: int, on: date, amount: int, excluded: int = 0) -> int:
        return self._add(kind="return", on=on, amount_minor=amount, excluded_minor=excluded, of=of)

    def gets(self, on: date, points: int) -> int:
        return self._add(kind="gift", on=on, points=points)

    def on(self, day: date) -> Standing:
        return standing_of(replay(self.facts, self.versions, day).account)

    def balance_adds_up(self, day: date) -> bool:
        done = replay(self.facts, self.versions, day)
        account = done.account
        live = sum(batch.left for batch in account.batches) - account.debt
        return account.balance == live == sum(move.points for move in done.movements)


# ---- rule 1: earning ----


def test_a_gold_member_earns_half_as_much_again_floored_once() -> None:
    h = History()
    h.buys(date(2026, 1, 1), 50_000)
    purchase = h.buys(date(2026, 1, 2), 2_450)
    assert replay(h.facts, h.versions, date(2026, 1, 2)).earned[purchase] == 36


def test_the_multiplier_is_that_of_the_tier_held_just_before() -> None:
    h = History()
    h.buys(date(2026, 1, 1), 50_000)
    assert h.on(date(2026, 1, 1)).points == 500
    assert h.on(date(2026, 1, 1)).tier == "Gold"


@pytest.mark.parametrize(
    ("amount", "excluded", "points", "earned"),
    [
        (99, 0, 0, 0),
        (100, 0, 0, 1),
        (2_499, 0, 0, 24),
        (2_000, 500, 0, 15),
        (2_000, 2_000, 0, 0),
        (2_000, 0, 100, 19),
    ],
)
def test_points_are_floored_on_what_is_eligible(amount: int, excluded: int, points: int, earned: int) -> None:
    h = History()
    h.gets(date(2026, 1, 1), 1_000)
    purchase = h.buys(date(2026, 1, 1), amount, excluded, points)
    assert replay(h.facts, h.versions, date(2026, 1, 1)).earned[purchase] == earned


@pytest.mark.parametrize(
    ("currency", "per_unit", "amount", "earned"),
    [
        ("JPY", Fraction(1, 100), 12_345, 123),
        ("KWD", Fraction(1), 12_345, 12),
        ("KWD", Fraction(1, 1000), 12_345_000, 12),
        ("GBP", Fraction("0.1"), 999, 0),
        ("GBP", Fraction("2.5"), 1_000, 25),
    ],
)
def test_a_currency_has_the_minor_units_it_has(
    currency: str, per_unit: Fraction, amount: int, earned: int
) -> None:
    h = History(Programme(currency=currency, per_unit=per_unit))
    h.buys(date(2026, 1, 1), amount)
    assert h.on(date(2026, 1, 1)).points == earned


# ---- rules 2 and 3: batches and expiry ----


def test_a_hundred_expired_then_fifty_earned_is_fifty_although_a_hundred_were_used_before() -> None:
    h = History(Programme(currency="GBP", expire_months=12))
    h.buys(date(2024, 1, 10), 10_000)
    h.buys(date(2024, 12, 1), 100, points=100)
    h.buys(date(2025, 6, 1), 5_000)
    assert h.on(date(2025, 6, 1)).points == 50
    assert h.balance_adds_up(date(2025, 6, 1))


@pytest.mark.parametrize(
    ("earned_on", "months", "last_day"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
    ],
)
def test_points_are_valid_through_the_same_day_number_clamped(
    earned_on: date, months: int, last_day: date
) -> None:
    h = History(Programme(currency="GBP", expire_months=months))
    h.buys(earned_on, 10_000)
    assert h.on(last_day).points == 100
    assert h.on(last_day + timedelta(days=1)).points == 0


def test_a_batch_can_be_used_on_the_day_it_expires() -> None:
    h = History(Programme(currency="GBP", expire_months=1))
    h.buys(date(2025, 1, 31), 10_000)
    h.buys(date(2025, 2, 28), 100, points=100)
    assert h.on(date(2025, 2, 28)).points == 0
    assert h.on(date(2025, 3, 1)).points == 0


def test_redeeming_takes_from_the_batch_that_expires_first() -> None:
    h = History(Programme(currency="GBP", expire_months=12))
    h.buys(date(2025, 1, 10), 10_000)
    h.buys(date(2025, 3, 10), 10_000)
    h.buys(date(2025, 4, 1), 150, points=150)
    batches = h.on(date(2025, 4, 1)).batches
    assert [(batch.earned_on, batch.left) for batch in batches] == [(date(2025, 3, 10), 50)]


def test_expiry_is_a_dated_movement() -> None:
    h = History(Programme(currency="GBP", expire_months=1))
    h.buys(date(2025, 1, 31), 10_000)
    moves = replay(h.facts, h.versions, date(2025, 5, 1)).movements
    assert [(move.on, move.kind, move.points) for move in moves] == [
        (date(2025, 1, 31), "earned", 100),
        (date(2025, 3, 1), "expired", -100),
    ]


def test_points_that_never_expire_stay() -> None:
    h = History(Programme(currency="GBP"))
    h.buys(date(1997, 1, 1), 10_000)
    assert h.on(date(2026, 1, 1)).points == 100


# ---- rules 4 to 7: returns and redeeming ----


def test_ten_returns_of_a_penny_reverse_what_one_of_ten_pence_would() -> None:
    whole, parts = History(), History()
    for h in (whole, parts):
        h.buys(date(2026, 1, 1), 1_000)
    whole.returns(1, date(2026, 1, 2), 10)
    for _ in range(10):
        parts.returns(1, date(2026, 1, 2), 1)
    assert whole.on(date(2026, 1, 2)).points == parts.on(date(2026, 1, 2)).points == 9


def test_a_return_of_points_already_spent_is_a_debt_that_later_earnings_pay() -> None:
    h = History(Programme(currency="GBP"))
    purchase = h.buys(date(2026, 1, 1), 10_000)
    h.buys(date(2026, 1, 2), 100, points=100)
    h.returns(purchase, date(2026, 1, 3), 10_000)
    assert (h.on(date(2026, 1, 3)).points, h.on(date(2026, 1, 3)).debt) == (-100, 100)
    h.buys(date(2026, 1, 4), 3_000)
    assert (h.on(date(2026, 1, 4)).points, h.on(date(2026, 1, 4)).debt) == (-70, 70)
    assert h.balance_adds_up(date(2026, 1, 4))


def test_a_return_after_expiry_does_not_take_the_points_a_second_time() -> None:
    h = History(Programme(currency="GBP", expire_months=1))
    purchase = h.buys(date(2026, 1, 1), 10_000)
    h.buys(date(2026, 3, 1), 5_000)
    h.returns(purchase, date(2026, 3, 2), 10_000)
    assert h.on(date(2026, 3, 2)).points == 50
    assert h.balance_adds_up(date(2026, 3, 2))


def test_points_that_paid_come_back_to_their_batch_with_its_last_day() -> None:
    h = History(Programme(currency="GBP", expire_months=12))
    h.buys(date(2026, 1, 1), 10_000)
    paid = h.buys(date(2026, 2, 1), 100, points=100)
    h.returns(paid, date(2026, 3, 1), 100)
    (batch,) = h.on(date(2026, 3, 1)).batches
    assert (batch.left, batch.last_day) == (100, date(2027, 1, 1))


def test_points_that_come_back_after_their_last_day_stay_usable_for_thirty_days() -> None:
    h = History(Programme(currency="GBP", expire_months=12))
    h.buys(date(2026, 1, 1), 10_000)
    paid = h.buys(date(2026, 12, 31), 100, points=100)
    h.returns(paid, date(2027, 2, 1), 100)
    assert h.on(date(2027, 3, 3)).points == 100
    assert h.on(date(2027, 3, 4)).points == 0
    assert h.balance_adds_up(date(2027, 3, 4))


def test_points_may_pay_a_whole_bill_to_the_last_penny() -> None:
    h = History(Programme(currency="GBP"))
    h.buys(date(2026, 1, 1), 10_000)
    purchase = h.buys(date(2026, 1, 2), 100, points=100)
    done = replay(h.facts, h.versions, date(2026, 1, 2))
    assert done.earned[purchase] == 0
    assert done.account.balance == 0


# ---- rules 9 and 10: tiers ----


def test_a_threshold_met_exactly_is_reached_and_a_penny_less_is_not() -> None:
    exact, short = History(), History()
    exact.buys(date(2026, 1, 1), 20_000)
    short.buys(date(2026, 1, 1), 19_999)
    assert exact.on(date(2026, 1, 1)).tier == "Silver"
    assert short.on(date(2026, 1, 1)).tier == "Member"


def test_three_days_with_a_purchase_reach_bronze_and_three_on_one_day_do_not() -> None:
    days, one_day = History(), History()
    for number in range(3):
        days.buys(date(2026, 1, 1 + number), 100)
        one_day.buys(date(2026, 1, 1), 100)
    assert days.on(date(2026, 1, 3)).tier == "Bronze"
    assert one_day.on(date(2026, 1, 3)).tier == "Member"


def test_the_trailing_year_counts_the_days_after_the_same_day_a_year_ago() -> None:
    follows = Programme(currency="GBP", keep="none", tiers=(SILVER,))
    h = History(follows)
    h.buys(date(2026, 3, 10), 20_000)
    assert h.on(date(2027, 3, 9)).tier == "Silver"
    assert h.on(date(2027, 3, 10)).tier == "Member"


def test_a_tier_is_kept_to_the_end_of_the_next_calendar_year_then_grace_then_one_step_down() -> None:
    h = History()
    h.buys(date(2026, 6, 1), 50_000)
    assert h.on(date(2027, 12, 31)).tier_until == date(2027, 12, 31)
    grace = h.on(date(2028, 1, 1))
    assert (grace.tier, grace.in_grace, grace.tier_until) == ("Gold", True, date(2028, 1, 30))
    assert h.on(date(2028, 1, 30)).tier == "Gold"
    fallen = h.on(date(2028, 1, 31))
    assert (fallen.tier, fallen.tier_until) == ("Silver", date(2029, 12, 31))


def test_reaching_it_again_on_the_last_day_of_grace_renews_the_tier() -> None:
    h = History()
    h.buys(date(2026, 6, 1), 50_000)
    h.buys(date(2028, 1, 30), 50_000)
    renewed = h.on(date(2028, 1, 31))
    assert (renewed.tier, renewed.tier_until, renewed.in_grace) == ("Gold", date(2029, 12, 31), False)


def test_a_figure_still_high_enough_renews_the_term() -> None:
    h = History()
    h.buys(date(2026, 6, 1), 50_000)
    h.buys(date(2027, 6, 1), 50_000)
    assert h.on(date(2028, 1, 1)).tier_until == date(2029, 12, 31)


def test_a_term_in_months_ends_on_the_same_day_number_clamped() -> None:
    h = History(Programme(currency="GBP", keep="6 months", tiers=(SILVER,)))
    h.buys(date(2025, 8, 31), 20_000)
    assert h.on(date(2025, 9, 1)).tier_until == date(2026, 2, 28)
    assert h.on(date(2026, 2, 28)).tier == "Silver"


def test_nobody_falls_more_than_one_step_at_a_time() -> None:
    h = History()
    h.buys(date(2026, 1, 1), 100_000)
    seen = [change.rank for change in replay(h.facts, h.versions, date(2036, 1, 1)).changes]
    assert seen == [4, 3, 2, 1, 0]


def test_a_calendar_year_is_judged_by_the_year_that_has_ended() -> None:
    by_year = Programme(currency="GBP", window="calendar year", tiers=(SILVER,))
    h = History(by_year)
    h.buys(date(2026, 5, 1), 20_000)
    h.buys(date(2027, 5, 1), 20_000)
    assert h.on(date(2028, 1, 1)).tier == "Silver"
    assert h.on(date(2028, 1, 1)).tier_until == date(2029, 12, 31)
    assert h.on(date(2030, 1, 1)).tier == "Member"


def test_redeeming_and_expiring_never_lower_the_figure() -> None:
    h = History(Programme(currency="GBP", expire_months=1, tiers=(Tier("Star", "points", 100),), keep="none"))
    h.buys(date(2026, 1, 1), 10_000)
    h.buys(date(2026, 1, 2), 100, points=100)
    assert h.on(date(2026, 1, 31)).tier == "Star"
    assert h.on(date(2026, 6, 1)).tier == "Star"


def test_what_is_missing_to_the_next_tier_is_said_with_the_day() -> None:
    h = History(Programme(currency="GBP", window="calendar year", tiers=(SILVER, GOLD, PLATINUM)))
    h.buys(date(2026, 11, 1), 91_360)
    following = h.on(date(2026, 11, 21)).next_tier
    assert following is not None
    assert (following.name, following.missing, following.by) == ("Platinum", 8_640, date(2026, 12, 31))


# ---- rules 11 to 13 ----


def test_a_tier_falls_by_a_return_when_it_would_not_have_been_reached_without() -> None:
    h = History()
    purchase = h.buys(date(2026, 1, 1), 50_000)
    h.returns(purchase, date(2026, 1, 5), 31_000)
    assert h.on(date(2026, 1, 4)).tier == "Gold"
    assert h.on(date(2026, 1, 5)).tier == "Member"


def test_a_tier_stays_after_a_return_when_a_perk_of_it_was_used() -> None:
    h = History()
    purchase = h.buys(date(2026, 1, 1), 50_000)
    h._add(kind="perk", on=date(2026, 1, 2), what="Free gift wrap")
    h.returns(purchase, date(2026, 1, 5), 50_000)
    assert h.on(date(2026, 1, 5)).tier == "Gold"


def test_a_tier_stays_after_a_return_when_the_rest_would_have_reached_it() -> None:
    h = History()
    purchase = h.buys(date(2026, 1, 1), 50_000)
    h.buys(date(2026, 1, 2), 45_000)
    h.returns(purchase, date(2027, 3, 1), 50_000 - 5_000)
    assert h.on(date(2027, 3, 1)).tier == "Gold"


def test_a_manual_tier_never_lowers_and_ends_on_its_day() -> None:
    h = History()
    h.buys(date(2026, 1, 1), 20_000)
    h._add(kind="tier", on=date(2026, 1, 2), what="Platinum", until=date(2026, 2, 1))
    h._add(kind="tier", on=date(2026, 1, 2), what="Bronze", until=date(2027, 2, 1))
    assert h.on(date(2026, 2, 1)).tier == "Platinum"
    assert h.on(date(2026, 2, 2)).tier == "Silver"


def test_a_programme_that_starts_judges_the_purchases_already_in_the_book() -> None:
    late = Version(2, date(2026, 6, 1), Programme(currency="GBP", tiers=(Tier("Friend", "spend", 1_000),)))
    h = History((Version(1, START, Programme(currency="GBP")), late))
    h.buys(date(2026, 3, 1), 1_500)
    assert h.on(date(2026, 5, 31)).tier == "Member"
    assert h.on(date(2026, 6, 1)).tier == "Friend"


def test_changed_rules_leave_what_the_old_rules_gave() -> None:
    double = Version(2, date(2026, 6, 1), Programme(currency="GBP", per_unit=Fraction(2), expire_months=1))
    h = History((Version(1, START, Programme(currency="GBP")), double))
    h.buys(date(2026, 3, 1), 1_000)
    h.buys(date(2026, 6, 1), 1_000)
    assert h.on(date(2026, 6, 1)).points == 10 + 20
    assert h.on(date(2026, 8, 1)).points == 10  # the first batch keeps the policy it was born with


def test_a_purchase_entered_late_can_make_a_tier_earlier() -> None:
    h = History()
    h.buys(date(2026, 1, 1), 40_000)
    h.buys(date(2026, 3, 1), 2_000)
    assert h.on(date(2026, 3, 1)).points == 400 + 20
    h.buys(date(2026, 2, 1), 10_000)
    assert h.on(date(2026, 3, 1)).points == 400 + 100 + 30


def test_a_term_that_ends_in_march_is_not_renewed_by_the_year_before() -> None:
    short = Programme(currency="GBP", window="calendar year", keep="3 months", tiers=(SILVER,))
    h = History(short)
    h.buys(date(2026, 12, 1), 20_000)
    assert h.on(date(2027, 3, 1)).tier == "Silver"
    assert h.on(date(2027, 3, 2)).tier == "Member"
