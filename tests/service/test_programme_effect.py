"""What a programme would do is told before it is saved, and is then what it does."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Cancelled, Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Programme, Tier, usual_programme
from shopkeeper.service import programmes
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


def said(counts: tuple[programmes.TierCount, ...]) -> dict[str, int]:
    return {count.name: count.members for count in counts}


def test_a_lower_threshold_lifts_members_and_saving_it_does_the_same(book: Book) -> None:
    programme = with_reach(Gold=40_000)
    told = programmes.effect(book.reading(), programme, TODAY, TODAY)
    assert (told.members, told.higher, told.lower, told.renamed) == (6, 1, 0, 0)
    assert said(told.before) == {"Member": 2, "Bronze": 0, "Silver": 2, "Gold": 1, "Platinum": 1}
    assert said(told.after) == {"Member": 2, "Bronze": 0, "Silver": 1, "Gold": 2, "Platinum": 1}
    with book.writing(NOW) as w:
        assert programmes.set_programme(w, programme, TODAY).changed_members == told.changed
    reading = book.reading()
    assert said(programmes.members_per_tier(reading, TODAY)) == said(told.after)
    assert reading.value("select sum(points) from standings") == told.points_after


def test_asking_changes_nothing(book: Book) -> None:
    reading = book.reading()
    before = reading.rows("select * from standings order by member_id")
    programmes.effect(reading, replace(USUAL, tiers=()), TODAY, TODAY)
    assert reading.rows("select * from standings order by member_id") == before
    assert len(programmes.versions(reading)) == 1


def test_a_tier_by_another_name_is_counted_as_renamed(book: Book) -> None:
    tiers = tuple(replace(tier, name="Amber") if tier.name == "Gold" else tier for tier in USUAL.tiers)
    told = programmes.effect(book.reading(), replace(USUAL, tiers=tiers), TODAY, TODAY)
    assert (told.renamed, told.higher, told.lower) == (1, 0, 0)


def test_a_later_programme_is_looked_at_on_its_first_day(book: Book) -> None:
    new_year = date(2027, 1, 1)
    told = programmes.effect(book.reading(), with_reach(Gold=40_000), new_year, TODAY)
    assert (told.on, told.higher) == (new_year, 1)
    assert said(told.before)["Silver"] == 2


def test_a_removed_tier_lowers_who_was_in_it(book: Book) -> None:
    tiers = tuple(tier for tier in USUAL.tiers if tier.name != "Platinum")
    told = programmes.effect(book.reading(), replace(USUAL, tiers=tiers), TODAY, TODAY)
    assert told.renamed + told.lower == 1
    assert said(told.after)["Gold"] == 2


def test_a_day_before_today_and_a_tier_out_of_order_are_refused(book: Book) -> None:
    with pytest.raises(Declined) as past:
        programmes.effect(book.reading(), USUAL, TODAY - timedelta(days=1), TODAY)
    assert past.value.code == "programme_in_the_past"
    wrong = replace(USUAL, tiers=(*USUAL.tiers, Tier("Ruby", "spend", 10)))
    with pytest.raises(Declined, match="must ask for more"):
        programmes.effect(book.reading(), wrong, TODAY, TODAY)


def test_it_tells_how_far_it_is_and_can_be_ended(book: Book) -> None:
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))

    programmes.effect(book.reading(), USUAL, TODAY, TODAY, progress=watch)
    assert steps == [(0, 6)]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        programmes.effect(book.reading(), USUAL, TODAY, TODAY, progress=stop)
