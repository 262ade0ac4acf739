"""The surprising cases of every rule, worked by hand: what the member would be told, and why."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from shopkeeper.errors import Declined
from shopkeeper.rules.days import birthday_in, check_happened, shop_day
from shopkeeper.rules.programme import Perk, Programme, Tier, Version
from shopkeeper.rules.standing import Stay, replay, replay_together, standing_of
from tests.rules.test_recognition import GOLD, PLATINUM, SILVER, START, History

PLAIN = Programme(currency="GBP")
YEAR = Programme(currency="GBP", expire_months=12)


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---- 1: earning ----


@pytest.mark.parametrize(
    ("currency", "per_unit", "times", "amount", "earned"),
    [
        ("JPY", Fraction(1), Fraction(3, 2), 2_450, 3_675),  # a yen has no parts: ¥2450 × 1.5
        ("JPY", Fraction(1, 100), Fraction(3, 2), 199, 2),  # 1.99 × 1.5 = 2.985
        ("KWD", Fraction(1), Fraction(3, 2), 24_500, 36),  # 24.500 × 1.5 = 36.75
        ("KWD", Fraction(1), Fraction(3, 2), 666, 0),  # 0.666 × 1.5 = 0.999
        ("GBP", Fraction(1), Fraction(3, 2), 2_450, 36),
        (
            "GBP",
            Fraction(1, 3),
            Fraction(3, 2),
            2_000,
            10,
        ),  # a third of a point, one and a half times: no rounding between
    ],
)
def test_points_are_floored_once_in_any_currency(
    currency: str, per_unit: Fraction, times: Fraction, amount: int, earned: int
) -> None:
    tier = Tier("Gold", "visits", 1, times)
    h = History(Programme(currency=currency, per_unit=per_unit, tiers=(tier,)))
    h.buys(day("2026-01-01"), 0)
    bought = h.buys(day("2026-01-02"), amount)
    assert replay(h.facts, h.versions, day("2026-01-02")).earned[bought] == earned


def test_a_bill_that_is_excluded_and_paid_with_points_earns_nothing_and_never_less() -> None:
    h = History(PLAIN)
    h.gets(day("2026-01-01"), 5_000)
    h.buys(day("2026-01-01"), 1_000, excluded=800, points=500)
    assert h.on(day("2026-01-01")).points == 4_500


# ---- 2, 3: batches and expiry ----


def test_a_batch_that_expires_today_pays_today_and_what_is_left_of_it_ends_tomorrow() -> None:
    h = History(Programme(currency="GBP", expire_months=1))
    h.buys(day("2028-01-31"), 10_000)
    h.buys(day("2028-02-29"), 60, points=60)  # the leap day: 31 January + 1 month
    moves = replay(h.facts, h.versions, day("2028-03-01")).movements
    assert [(move.on, move.kind, move.points) for move in moves] == [
        (day("2028-01-31"), "earned", 100),
        (day("2028-02-29"), "used", -60),
        (day("2028-03-01"), "expired", -40),
    ]


def test_used_then_returned_then_expired_is_lost_once() -> None:
    h = History(YEAR)
    h.buys(day("2025-01-10"), 10_000)
    paid = h.buys(day("2025-06-01"), 80, points=80)
    h.returns(paid, day("2025-07-01"), 80)
    assert h.on(day("2026-01-10")).points == 100
    assert h.on(day("2026-01-11")).points == 0
    assert h.balance_adds_up(day("2026-01-11"))


def test_each_part_that_comes_back_after_the_last_day_has_thirty_days_of_its_own() -> None:
    h = History(YEAR)
    h.buys(day("2025-01-10"), 10_000)
    paid = h.buys(day("2026-01-10"), 100, points=100)
    h.returns(paid, day("2026-02-01"), 60)
    h.returns(paid, day("2026-02-20"), 40)
    assert [(one.left, one.last_day) for one in h.on(day("2026-02-20")).batches] == [
        (60, day("2026-03-03")),
        (40, day("2026-03-22")),
    ]


def test_a_return_after_points_came_back_late_takes_those_and_nothing_twice() -> None:
    h = History(YEAR)
    bought = h.buys(day("2025-01-10"), 10_000)
    paid = h.buys(day("2026-01-10"), 40, points=40)
    h.returns(paid, day("2026-02-01"), 40)
    h.returns(bought, day("2026-02-02"), 10_000)  # 60 expired unused, 40 are there again
    standing = h.on(day("2026-02-02"))
    assert (standing.points, standing.debt) == (0, 0)
    assert h.balance_adds_up(day("2026-02-02"))


# ---- 4 to 8: returns, debt, redeeming ----


@pytest.mark.parametrize("parts", [[10], [1] * 10, [3, 3, 4], [9, 1]])
def test_ten_pence_come_back_in_any_number_of_parts(parts: list[int]) -> None:
    h = History(Programme(currency="GBP", per_unit=Fraction(10)))  # a point for ten pence
    bought = h.buys(day("2026-01-01"), 105)
    for part in parts:
        h.returns(bought, day("2026-01-02"), part)
    assert h.on(day("2026-01-02")).points == 9  # ⌊95 ÷ 10⌋


def test_a_debt_is_paid_by_points_that_come_back_too() -> None:
    h = History(PLAIN)
    first = h.buys(day("2026-01-01"), 10_000)
    paid = h.buys(day("2026-01-02"), 100, points=100)
    h.returns(first, day("2026-01-03"), 10_000)
    h.returns(paid, day("2026-01-04"), 100)
    assert (h.on(day("2026-01-04")).points, h.on(day("2026-01-04")).debt) == (0, 0)


def test_a_waiver_forgives_no_more_than_is_owed() -> None:
    h = History(PLAIN)
    h._add(kind="adjustment", on=day("2026-01-01"), points=-30)
    h._add(kind="waiver", on=day("2026-01-02"), points=50)
    assert (h.on(day("2026-01-02")).points, h.on(day("2026-01-02")).debt) == (0, 0)
    assert h.balance_adds_up(day("2026-01-02"))


def test_paying_with_points_makes_no_tier_by_points_later() -> None:
    by_points = Programme(currency="GBP", tiers=(Tier("Silver", "points", 100),))
    with_points, with_money = History(by_points), History(by_points)
    for h in (with_points, with_money):
        h.gets(day("2026-01-01"), 2_000)
    with_points.buys(day("2026-01-02"), 10_000, points=2_000)
    with_money.buys(day("2026-01-02"), 10_000)
    assert with_points.on(day("2026-01-02")).points == 80
    assert with_points.on(day("2026-01-02")).tier == with_money.on(day("2026-01-02")).tier == "Silver"


# ---- 9, 10: reaching and keeping ----


@pytest.mark.parametrize(
    ("bought", "counts_through"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2027-02-28", "2027-03-27"),
        ("2028-01-31", "2028-02-29"),
        ("2026-03-15", "2026-04-14"),
    ],
)
def test_a_trailing_month_is_the_days_after_the_same_day_of_the_month_before(
    bought: str, counts_through: str
) -> None:
    h = History(Programme(currency="GBP", window="1 months", keep="none", tiers=(SILVER,)))
    h.buys(day(bought), 20_000)
    assert h.on(day(counts_through)).tier == "Silver"
    assert h.on(day(counts_through) + timedelta(days=1)).tier == "Member"


def test_a_year_from_a_leap_day_ends_on_the_28th() -> None:
    h = History(Programme(currency="GBP", keep="12 months", window="1 months", tiers=(SILVER,)))
    h.buys(day("2028-02-29"), 20_000)
    assert h.on(day("2028-03-01")).tier_until == day("2029-02-28")
    assert h.on(day("2029-03-01")).tier == "Member"


@pytest.mark.parametrize(("amount", "kept"), [(20_000, True), (19_999, False)])
def test_the_last_day_of_grace_renews_with_the_threshold_exactly_and_a_penny_less_does_not(
    amount: int, kept: bool
) -> None:
    h = History(Programme(currency="GBP", keep="3 months", window="1 months", grace_days=10, tiers=(SILVER,)))
    h.buys(day("2026-01-15"), 20_000)  # through 15 April, grace through 25 April
    h.buys(day("2026-04-25"), amount)
    assert h.on(day("2026-04-25")).tier == "Silver"
    assert h.on(day("2026-04-26")).tier == ("Silver" if kept else "Member")
    assert (h.on(day("2026-04-26")).tier_until == day("2026-07-25")) is kept


def test_what_changes_at_midnight_is_there_after_a_month_without_the_program() -> None:
    h = History(
        Programme(currency="GBP", keep="1 months", window="1 months", expire_months=1, tiers=(SILVER, GOLD))
    )
    h.buys(day("2026-01-10"), 50_000)
    daily = replay(h.facts, h.versions, day("2026-01-10")).account
    for ahead in range(1, 91):
        daily.advance(day("2026-01-10") + timedelta(days=ahead))
    at_once = replay(h.facts, h.versions, day("2026-04-10"))
    assert standing_of(daily) == standing_of(at_once.account)
    assert [(change.on, change.rank) for change in at_once.changes] == [
        (day("2026-01-10"), 2),
        (day("2026-02-11"), 1),
        (day("2026-03-12"), 0),
    ]


def test_a_tier_that_followed_the_figure_gets_a_term_when_tiers_begin_to_be_kept() -> None:
    follows = Programme(currency="GBP", keep="none", tiers=(SILVER,))
    kept = Programme(currency="GBP", keep="3 months", window="1 months", tiers=(SILVER,))
    h = History((Version(1, START, follows), Version(2, day("2026-06-01"), kept)))
    h.buys(day("2026-05-20"), 20_000)
    assert h.on(day("2026-06-01")).tier_until == day("2026-09-01")
    assert h.on(day("2026-09-02")).tier == "Member"


# ---- 11 to 13 ----


def test_after_a_return_the_lower_tier_has_the_term_it_would_have_had() -> None:
    h = History()
    h.buys(day("2025-06-01"), 20_000)
    big = h.buys(day("2026-03-01"), 50_000)
    h.returns(big, day("2026-12-20"), 50_000)
    fallen = h.on(day("2026-12-20"))
    assert (fallen.tier, fallen.tier_since, fallen.tier_until) == (
        "Silver",
        day("2025-06-01"),
        day("2026-12-31"),
    )


def test_a_perk_of_another_tier_does_not_hold_this_one() -> None:
    gold = Tier("Gold", "spend", 50_000, perks=(Perk("Wrap"),))
    platinum = Tier("Platinum", "spend", 100_000, perks=(Perk("Champagne"),))
    for perk, tier in (("Champagne", "Member"), ("Wrap", "Gold")):
        h = History(Programme(currency="GBP", tiers=(gold, platinum)))
        bought = h.buys(day("2026-01-01"), 50_000)
        h._add(kind="tier", on=day("2026-01-02"), what="Platinum", until=day("2026-01-31"))
        h._add(kind="perk", on=day("2026-01-03"), what=perk)
        h.returns(bought, day("2026-02-05"), 50_000)
        assert h.on(day("2026-02-05")).tier == tier


def test_a_perk_used_before_the_tier_was_reached_does_not_hold_it() -> None:
    h = History()
    h.buys(day("2026-01-01"), 20_000)
    h._add(kind="perk", on=day("2026-01-02"), what="Tea")
    bought = h.buys(day("2026-01-03"), 30_000)
    h.returns(bought, day("2026-01-04"), 30_000)
    assert h.on(day("2026-01-04")).tier == "Silver"


def test_a_manual_tier_counts_for_the_multiplier_and_leaves_the_earned_one_as_it_was() -> None:
    h = History()
    h.buys(day("2026-01-01"), 20_000)
    h._add(kind="tier", on=day("2026-01-02"), what="Platinum", until=day("2026-01-31"))
    h.buys(day("2026-01-31"), 1_000)
    h.buys(day("2026-02-01"), 1_000)
    assert h.on(day("2026-02-01")).points == 200 + 20 + 10
    assert h.on(day("2026-02-01")).tier_until == day("2027-12-31")


def test_a_renamed_tier_keeps_its_place_and_a_manual_one_with_it() -> None:
    before = Programme(currency="GBP", tiers=(SILVER, GOLD))
    after = Programme(
        currency="GBP", tiers=(Tier("Friend", "spend", 90_000), Tier("Best friend", "spend", 99_000))
    )
    h = History((Version(1, START, before), Version(2, day("2026-06-01"), after)))
    h.buys(day("2026-01-01"), 20_000)
    h._add(kind="tier", on=day("2026-05-01"), what="Gold", until=day("2026-06-30"))
    assert h.on(day("2026-06-01")).tier == "Best friend"
    assert h.on(day("2026-07-01")).tier == "Friend"


# ---- 14, 15: back-dated facts ----


def test_a_back_dated_purchase_makes_a_tier_earlier_and_its_return_takes_it_away_again() -> None:
    h = History()
    h.buys(day("2026-02-01"), 40_000)
    h.buys(day("2026-03-01"), 2_000)
    late = h.buys(day("2026-01-15"), 10_000)
    assert h.on(day("2026-02-01")).tier_since == day("2026-02-01")
    assert h.on(day("2026-03-01")).points == 100 + 400 + 30
    h.returns(late, day("2026-03-02"), 10_000)
    assert h.on(day("2026-03-02")).tier == "Silver"
    assert h.on(day("2026-03-02")).points == 400 + 30  # what March gave was given at the tier then held


def test_a_back_dated_use_of_points_makes_a_later_one_a_debt() -> None:
    h = History(PLAIN)
    h.buys(day("2026-01-01"), 10_000)
    h.buys(day("2026-03-01"), 100, points=100)
    h.buys(day("2026-02-01"), 100, points=100)
    assert (h.on(day("2026-02-01")).points, h.on(day("2026-03-01")).debt) == (0, 100)


# ---- 17: households ----


def test_a_household_uses_what_ends_first_whoevers_it_is_and_each_leaves_with_their_own() -> None:
    ann, ben = History(YEAR), History(YEAR)
    ann.buys(day("2026-01-01"), 10_000)
    ben.buys(day("2026-02-01"), 10_000)
    ben.facts.append(
        ben.facts[-1].__class__(90, "purchase", day("2026-03-01"), 120, points=120, worth_minor=120)
    )
    stays = [Stay(1, 7, day("2026-02-15")), Stay(2, 7, day("2026-02-15"), day("2026-03-31"))]
    done = replay_together({1: ann.facts, 2: ben.facts}, stays, ann.versions, day("2026-04-01"))
    assert [done[member].account.balance for member in (1, 2)] == [0, 80]
    assert [done[member].account.pooled for member in (1, 2)] == [0, 80], (
        "from the day after nobody shares any more"
    )


# ---- 19, 20: days ----


@pytest.mark.parametrize(
    ("choice", "year", "kept_on"),
    [("28 February", 2027, "2027-02-28"), ("1 March", 2027, "2027-03-01"), ("1 March", 2028, "2028-02-29")],
)
def test_a_leap_birthday_is_kept_as_the_member_chose(choice: str, year: int, kept_on: str) -> None:
    assert birthday_in(2, 29, year, choice) == day(kept_on)  # type: ignore[arg-type]


def test_the_hour_that_comes_twice_in_autumn_loses_and_reorders_nothing() -> None:
    london = ZoneInfo("Europe/London")
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert [instant.astimezone(london).hour for instant in (first, second)] == [1, 1]
    assert shop_day(first, london) == shop_day(second, london) == day("2026-10-25")
    assert shop_day(first, london, ends_at_hour=2) == day("2026-10-24")
    h = History()
    for instant in (first, second):
        h.buys(shop_day(instant, london), 25_000)
    assert h.on(day("2026-10-25")).tier == "Gold"


def test_facts_of_one_day_are_judged_as_they_were_entered_whatever_the_clock_said() -> None:
    h = History(Programme(currency="GBP", tiers=(SILVER, GOLD, PLATINUM)))
    h.buys(day("2026-01-01"), 50_000)  # entered first, at five
    h.buys(day("2026-01-01"), 10_000)  # the clock was set back: entered second, at four
    assert replay(list(reversed(h.facts)), h.versions, day("2026-01-01")).earned == {1: 500, 2: 150}


def test_a_fact_later_than_tomorrow_is_refused_and_one_of_tomorrow_is_not() -> None:
    today = day("2026-11-21")
    assert check_happened(day("2026-11-22"), today) == day("2026-11-22")
    with pytest.raises(Declined):
        check_happened(day("2026-11-23"), today)
