"""Getting and keeping, and the rhythm of the shop, beside a second reading in plain SQL, and a shop whose welcome is unfair."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.programme import usual_programme
from shopkeeper.rules.stages import Stage
from shopkeeper.service import insights, programmes, shops
from shopkeeper.service.balance import LEFT_AFTER_DAYS
from shopkeeper.service.insights import Insights
from shopkeeper.service.shop_rhythm import busiest_and_quietest
from tests.books import SHOP, TODAY, buy, demo_book, enrol, new_book
from tests.service.second_reading import DAYS, run

SINCE = months_before(TODAY, 12)
SPAN = (SINCE.isoformat(), TODAY.isoformat())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = demo_book(tmp_path_factory.mktemp("balance"))
    yield book
    book.close()


def test_what_is_sold_at_full_price_is_that_of_a_second_reading(reading: Reading, found: Insights) -> None:
    [(billed, full, earned)] = reading.rows(
        "select sum(amount_minor), sum(case when amount_minor > excluded_minor + worth_minor"
        " then amount_minor - excluded_minor - worth_minor else 0 end), sum(earned) from facts where kind = 'purchase'"
        " and undone_by is null and member_id is not null and happened_on > ? and happened_on <= ?",
        SPAN,
    )
    assert (found.balance.billed_minor, found.balance.full_price_minor) == (billed, full)
    assert 0 < full <= billed and earned > 0


def test_what_is_spent_on_getting_and_on_keeping_is_that_of_a_second_reading(
    reading: Reading, found: Insights
) -> None:
    programme = programmes.on(reading, TODAY)
    first, later = 0, 0
    firsts = run(reading, DAYS + "select member, min(day) from visit group by member", on=TODAY.isoformat())
    first_day = {str(member): str(day) for member, day in firsts}
    for member, day, earned in reading.rows(
        "select member_id, happened_on, earned from facts where kind = 'purchase' and undone_by is null"
        " and member_id is not null and happened_on > ? and happened_on <= ?",
        SPAN,
    ):
        if first_day.get(str(member)) == day:
            first += earned
        else:
            later += earned
    gifts = Counter[bool]()
    for key, points in reading.rows(
        "select coalesce(key, ''), points from facts where kind = 'gift' and undone_by is null and happened_on > ? and happened_on <= ?",
        SPAN,
    ):
        gifts[key.startswith("gift:welcome:")] += points
    costs = {perk.name: perk.cost_minor for tier in programme.tiers for perk in tier.perks}
    perks = sum(
        costs[what]
        for (what,) in reading.rows(
            "select what from facts where kind = 'perk' and undone_by is null and happened_on > ? and happened_on <= ?",
            SPAN,
        )
    )
    [(remedies,)] = reading.rows(
        "select coalesce(sum(amount_minor), 0) from matter_steps where kind = 'remedy' and allowed and done_on > ? and done_on <= ?",
        SPAN,
    )
    [(events,)] = reading.rows(
        "select coalesce(sum(cost_minor), 0) from events where called_off_on is null and on_day > ? and on_day <= ?",
        SPAN,
    )
    vouchers = {"whoever brings it": 0, "one member": 0}
    named = dict(reading.rows("select id, named from offers"))
    for offer, gave in reading.rows(
        "select offer_id, gave_minor from vouchers where used_on is not null and used_on > ? and used_on <= ?",
        SPAN,
    ):
        vouchers["one member" if named[offer] else "whoever brings it"] += gave
    worth, spent = programme.worth_minor, found.balance.spent
    assert dict(spent.getting) == {
        "welcome": gifts[True] * worth, "first": first * worth, "vouchers": vouchers["whoever brings it"],
    }  # fmt: skip
    assert dict(spent.keeping) == {
        "points": later * worth, "gifts": gifts[False] * worth, "perks": perks, "vouchers": vouchers["one member"],
        "remedies": remedies,
        "events": events,
    }  # fmt: skip
    assert spent.getting_minor > 0 and spent.keeping_minor > spent.getting_minor
    balance = found.balance
    assert balance.each_newcomer_minor == round(spent.getting_minor / found.lately.new_members)
    assert balance.each_returning_minor == round(spent.keeping_minor / found.lately.returning_members)


def test_referrals_and_how_long_the_lost_had_stayed_are_those_of_a_second_reading(
    reading: Reading, found: Insights
) -> None:
    rows = reading.rows("select member_id, noted_on from relations where kind = 'referred by'")
    bought = {
        row[0] for row in run(reading, DAYS + "select distinct member from visit", on=TODAY.isoformat())
    }
    lately = {member for member, day in rows if SPAN[0] < day <= SPAN[1]}
    assert (found.balance.referred, found.balance.referred_bought) == (len(lately), len(lately & bought))
    before = months_before(TODAY, 24).isoformat()
    assert found.balance.referred_before == len({member for member, day in rows if before < day <= SPAN[0]})
    assert sum(found.balance.left_after) == found.stages[Stage.LOST]
    stayed = run(
        reading,
        DAYS
        + "select julianday(max(day)) - julianday(min(day)), julianday(:on) - julianday(max(day)) from visit group by member",
        on=TODAY.isoformat(),
    )
    surely_lost = [int(float(str(days))) for days, quiet in stayed if float(str(quiet)) > 365]
    for place, least in enumerate(LEFT_AFTER_DAYS):
        most = (*LEFT_AFTER_DAYS, 10**6)[place + 1]
        assert found.balance.left_after[place] >= sum(least <= days < most for days in surely_lost)


def test_who_comes_when_is_that_of_a_second_reading(reading: Reading, found: Insights) -> None:
    rhythm, zone = found.rhythm, ZoneInfo("Europe/London")
    assert rhythm is not None and rhythm.by == "hour"
    sales, members = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for at, day, member in reading.rows(
        "select happened_at, happened_on, member_id from facts where kind = 'purchase' and undone_by is null"
        " and happened_on > ? and happened_on <= ?",
        SPAN,
    ):
        local = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(zone)
        if local.date().isoformat() == day:
            sales[local.weekday(), local.hour] += 1
            members[local.weekday(), local.hour] += member is not None
    open_days = {row[0] for row in reading.rows(
        "select distinct happened_on from facts where kind = 'purchase' and undone_by is null and happened_on > ? and happened_on <= ?",
        SPAN,
    )}  # fmt: skip
    of_weekday = Counter(date.fromisoformat(day).weekday() for day in open_days)
    for weekday in range(7):
        for place, hour in enumerate(rhythm.places):
            assert rhythm.sales[weekday][place] == sales[weekday, hour]
            assert rhythm.of_members[weekday][place] == members[weekday, hour]
            assert rhythm.days[weekday][place] == of_weekday[weekday]
    (day, place), _ = busiest_and_quietest(rhythm)
    most = max(sales, key=lambda one: sales[one] / of_weekday[one[0]])
    assert (day, rhythm.places[place]) == most


def test_without_times_the_rhythm_is_told_by_weekday_and_month(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    anna = enrol(book, "Anna Berg")
    for days in range(7, 120, 7):
        # Recorded today for another day: the hour of the recording says nothing of the visit.
        buy(book, anna, 1_000, happened_on=TODAY - timedelta(days=days))
    reading = book.reading()
    rhythm = insights.insights(reading, TODAY).rhythm
    reading.close()
    book.close()
    assert rhythm is not None and rhythm.by == "month" and rhythm.places == (7, 8, 9, 10, 11)
    assert sum(map(sum, rhythm.sales)) == 17 and rhythm.sales[TODAY.weekday()] == (1, 5, 4, 5, 2)
    assert rhythm.each(TODAY.weekday(), 0) == 1.0


def test_an_evening_sale_is_of_its_own_weekday_and_hour(tmp_path: Path) -> None:
    shop = replace(SHOP, timezone="Asia/Kolkata", day_ends_at_hour=2)
    late = datetime(
        2026, 11, 20, 19, 45, tzinfo=UTC
    )  # a quarter past one on Saturday there: still Friday's business
    book = shops.create(tmp_path / "shop.db", shop, late)
    anna = enrol(book, "Anna Berg", now=late)
    buy(book, anna, 1_000, now=late)
    reading = book.reading()
    rhythm = insights.insights(reading, date(2026, 11, 20)).rhythm
    reading.close()
    book.close()
    assert rhythm is not None and (rhythm.by, rhythm.places) == ("hour", (1,)) and rhythm.sales[4] == (1,)


def test_a_welcome_that_beats_what_the_loyal_get_is_warned_of(tmp_path: Path) -> None:
    programme = replace(usual_programme("GBP"), joining_points=2_000)
    book = new_book(tmp_path, programme)
    anna = enrol(book, "Anna Berg", welcome=True)
    for days in (500, 40, 10):
        buy(book, anna, 1_000, happened_on=TODAY - timedelta(days=days))
    reading = book.reading()
    unfair = insights.insights(reading, TODAY).balance
    assert unfair.newcomers_offer_minor == 2_000 * programme.worth_minor
    assert unfair.each_returning_minor is not None and unfair.unfair
    reading.close()
    book.close()
    plain = replace(usual_programme("GBP"), joining_points=0)
    (tmp_path / "fair").mkdir()
    book = new_book(tmp_path / "fair", plain)
    anna = enrol(book, "Anna Berg", welcome=True)
    for days in (500, 40, 10):
        buy(book, anna, 1_000, happened_on=TODAY - timedelta(days=days))
    reading = book.reading()
    fair = insights.insights(reading, TODAY).balance
    assert not fair.unfair and fair.newcomers == 0 and fair.each_newcomer_minor is None
    reading.close()
    book.close()
