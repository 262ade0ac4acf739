"""What a programme would do is told before it is saved, and is then what it does."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Cancelled, Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Programme, Tier, usual_programme
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import programme_trials, programmes, returns
from tests.books import NOW, TODAY, buy, enrol, new_book

USUAL = usual_programme("GBP")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for number, amount in enumerate((0, 10_000, 25_000, 45_000, 60_000, 120_000)):
        member = enrol(book, f"Member {number}")
        if amount:
            buy(book, member, amount, happened_on=TODAY - timedelta(days=number))
    return book


def with_reach(**reach: int) -> Programme:
    tiers = tuple(replace(tier, reach=reach.get(tier.name, tier.reach)) for tier in USUAL.tiers)
    return replace(USUAL, tiers=tiers)


def said(counts: tuple[programme_trials.TierYear | programmes.TierCount, ...]) -> dict[str, int]:
    return {count.name: count.members for count in counts}


def test_a_lower_threshold_lifts_members_and_saving_it_does_the_same(book: Book) -> None:
    programme = with_reach(Gold=40_000)
    told = programme_trials.try_out(book.reading(), programme, TODAY, TODAY)
    assert (told.members, told.counted("up"), told.counted("down"), told.counted("renamed")) == (6, 1, 0, 0)
    assert said(told.now.tiers) == {"Member": 2, "Bronze": 0, "Silver": 2, "Gold": 1, "Platinum": 1}
    assert said(told.then.tiers) == {"Member": 2, "Bronze": 0, "Silver": 1, "Gold": 2, "Platinum": 1}
    with book.writing(NOW) as w:
        assert programmes.set_programme(w, programme, TODAY).changed_members == len(told.moves)
    reading = book.reading()
    assert said(programmes.members_per_tier(reading, TODAY)) == said(told.then.tiers)
    assert reading.value("select sum(points) from standings") == told.points_after


def test_asking_changes_nothing(book: Book) -> None:
    reading = book.reading()
    before = reading.rows("select * from standings order by member_id")
    programme_trials.try_out(reading, replace(USUAL, tiers=()), TODAY, TODAY)
    assert reading.rows("select * from standings order by member_id") == before
    assert len(programmes.versions(reading)) == 1


def test_a_tier_by_another_name_is_counted_as_renamed(book: Book) -> None:
    tiers = tuple(replace(tier, name="Amber") if tier.name == "Gold" else tier for tier in USUAL.tiers)
    told = programme_trials.try_out(book.reading(), replace(USUAL, tiers=tiers), TODAY, TODAY)
    assert [(move.name, move.was, move.becomes, move.way) for move in told.moves] == [
        ("Member 4", "Gold", "Amber", "renamed")
    ]


def test_a_later_programme_is_looked_at_on_its_first_day(book: Book) -> None:
    new_year = date(2027, 1, 1)
    told = programme_trials.try_out(book.reading(), with_reach(Gold=40_000), new_year, TODAY)
    assert (told.on, told.counted("up")) == (new_year, 1)
    assert said(told.now.tiers)["Silver"] == 2


def test_a_removed_tier_lowers_who_was_in_it(book: Book) -> None:
    tiers = tuple(tier for tier in USUAL.tiers if tier.name != "Platinum")
    told = programme_trials.try_out(book.reading(), replace(USUAL, tiers=tiers), TODAY, TODAY)
    assert len(told.moves) == 1
    assert said(told.then.tiers)["Gold"] == 2


def test_a_day_before_today_and_a_tier_out_of_order_are_refused(book: Book) -> None:
    with pytest.raises(Declined) as past:
        programme_trials.try_out(book.reading(), USUAL, TODAY - timedelta(days=1), TODAY)
    assert past.value.code == "programme_in_the_past"
    wrong = replace(USUAL, tiers=(*USUAL.tiers, Tier("Ruby", "spend", 10)))
    with pytest.raises(Declined, match="must ask for more"):
        programme_trials.try_out(book.reading(), wrong, TODAY, TODAY)


def test_it_tells_how_far_it_is_and_can_be_ended(book: Book) -> None:
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))

    programme_trials.try_out(book.reading(), USUAL, TODAY, TODAY, progress=watch)
    assert steps == [(0, 6)]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        programme_trials.try_out(book.reading(), USUAL, TODAY, TODAY, progress=stop)


PRICED = """
[[tier]]
name = "Gold"
from_minor = 40000
multiplier = "1.5"
perks = [
    {name = "Hamper", cost_minor = 2000},
    {name = "Wrap", cost_minor = 50, each = "visit"},
    {name = "Champagne", cost_minor = 900, each = "once"},
]
"""


def test_what_a_year_costs_is_its_points_and_its_perks(tmp_path: Path) -> None:
    # The shop has been open for two years; a member of Gold came on four days of the last one, Silver is unknown.
    book = new_book(tmp_path, now=NOW - timedelta(days=730))
    loyal, other = enrol(book, "Loyal"), enrol(book, "Other")
    buy(book, loyal, 30_000, happened_on=TODAY - timedelta(days=400))
    for days in (300, 200, 100, 10):
        buy(book, loyal, 20_000, happened_on=TODAY - timedelta(days=days))
    buy(book, other, 1_000, happened_on=TODAY - timedelta(days=5))
    programme = read_programme('currency = "GBP"\n[points]\nworth_minor = 2\n' + PRICED)
    told = programme_trials.try_out(book.reading(), programme, TODAY, TODAY)
    base, gold = told.then.tiers
    # £200 before Gold at 1 point for £1, £200 that reaches it, then two more at 1.5: with the £300 before the year
    # began, Gold is there from the purchase of 300 days ago on.
    assert (gold.members, gold.points, gold.points_minor) == (1, 200 + 300 * 3, 2 * 1100)
    assert gold.perks_minor == 2000 + 4 * 50 + 900
    assert gold.each_minor == gold.cost_minor == 2200 + 3100
    assert (base.members, base.points, base.perks_minor) == (1, 10, 0)
    assert told.then.cost_minor == 5300 + 20
    assert (told.since, told.until, told.purchases) == (date(2025, 11, 22), TODAY, 6)
    assert told.then.outstanding == 300 + 1100 + 10


def test_the_side_of_today_is_what_the_page_of_the_programme_says(tmp_path: Path) -> None:
    book = new_book(tmp_path, now=NOW - timedelta(days=730))
    for number, amount in enumerate((5_000, 25_000, 60_000)):
        member = enrol(book, f"Member {number}")
        thanks = buy(book, member, amount, happened_on=TODAY - timedelta(days=30))
        buy(book, member, amount, happened_on=TODAY - timedelta(days=20))
        with book.writing(NOW) as w:
            returns.give_back(w, purchase=thanks.purchase, amount_minor=amount // 2)
    reading = book.reading()
    programme = programmes.on(reading, TODAY)
    told = programme_trials.try_out(reading, programme, TODAY + timedelta(days=1), TODAY)
    assert told.now.tiers == programme_trials.year_of(reading, TODAY)
    assert told.then == told.now
    assert told.moves == ()


def test_who_is_named_is_who_changes_tier_when_it_is_made_to_hold(book: Book) -> None:
    # What the trial says of the day is what saving brings about, member by member.
    programme = with_reach(Silver=9_000, Gold=30_000, Platinum=55_000)
    reading = book.reading()
    before = dict(reading.rows("select member_id, tier from standings"))
    told = programme_trials.try_out(reading, programme, TODAY, TODAY)
    with book.writing(NOW) as w:
        programmes.set_programme(w, programme, TODAY)
    after = dict(book.reading().rows("select member_id, tier from standings"))
    assert {move.member_id: (move.was, move.becomes) for move in told.moves} == {
        member: (before[member], tier) for member, tier in after.items() if before[member] != tier
    }


def test_a_perk_of_points_costs_what_they_pay_for_and_one_that_is_always_there_a_year_of_it() -> None:
    programme = read_programme(
        'currency = "GBP"\n[points]\nworth_minor = 2\n[[tier]]\nname = "Gold"\nfrom_minor = 1\nperks = ['
        '{name = "Late hours", cost_minor = 700, each = "always"},'
        ' {name = "Extra", kind = "points", points = 50, each = "visit"}]\n'
    )
    assert programme_trials.perks_cost(programme, 1, members=3, visits=4, reached=1) == 3 * 700 + 4 * 50 * 2
    assert programme_trials.perks_cost(programme, 0, members=3, visits=4, reached=1) == 0
