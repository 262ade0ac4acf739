"""A household pools its points: whose they are stays known, who may use them changes."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import (
    acts,
    awards,
    bulk,
    checking,
    finding,
    households,
    members,
    merging,
    programmes,
    purchases,
    returns,
    standings,
    timeline,
)
from shopkeeper.service.details import Address
from tests.books import NOW, TODAY, buy, enrol, new_book

PROGRAMME = """
currency = "GBP"
[points]
expire_months = 12
[[tier]]
name = "Silver"
from_minor = 20000
[[tier]]
name = "Gold"
from_minor = 50000
multiplier = "2"
"""
ANN, BEN, CAT = 1, 2, 3
YESTERDAY = TODAY - timedelta(days=1)


def shop(folder: Path, tier: str = "own") -> Book:
    made = new_book(
        folder, read_programme(PROGRAMME + f'[household]\ntier = "{tier}"\n'), now=NOW - timedelta(days=400)
    )
    for name in ("Ann", "Ben", "Cat"):
        enrol(made, name, now=NOW - timedelta(days=300))
    return made


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann has 100 points that end in a week, Ben 50 that end later; Cat has none."""
    made = shop(tmp_path)
    buy(made, ANN, 10_000, happened_on=TODAY - timedelta(days=358))
    buy(made, BEN, 5_000, happened_on=TODAY - timedelta(days=100))
    return made


def join(book: Book, member: int, other: int, days_ago: int = 0) -> households.Housed:
    with book.writing(NOW) as w:
        return households.join(w, member, other, happened_on=TODAY - timedelta(days=days_ago))


def leave(book: Book, member: int, days_ago: int = 0) -> households.Housed:
    with book.writing(NOW) as w:
        return households.leave(w, member, happened_on=TODAY - timedelta(days=days_ago))


def points(book: Book, member: int) -> tuple[int, int]:
    """Their own points, and those they can use."""
    reading = book.reading()
    try:
        standing = members.show(reading, member, TODAY).standing
        return standing.points, standing.pooled
    finally:
        reading.close()


def sound(book: Book) -> None:
    assert checking.check(book, NOW, replay=True).problems == ()


def test_each_can_use_the_points_of_all_and_those_that_end_first_go_first(book: Book) -> None:
    join(book, BEN, ANN)
    assert points(book, ANN) == (100, 150)
    assert points(book, BEN) == (50, 150)
    paid = buy(book, BEN, 5_000, points=120)
    assert paid.used == 120
    assert points(book, ANN) == (0, 30 + 48)
    assert points(book, BEN) == (30 + 48, 30 + 48)
    sound(book)


def test_more_than_the_household_has_is_not_there(book: Book) -> None:
    join(book, BEN, ANN)
    with pytest.raises(Declined) as refused:
        buy(book, BEN, 50_000, points=151)
    assert refused.value.code == "not_enough_points"


def test_points_that_paid_go_back_to_whose_they_were(book: Book) -> None:
    join(book, BEN, ANN)
    paid = buy(book, BEN, 130, points=130)
    assert (points(book, ANN)[0], points(book, BEN)[0]) == (0, 20)
    with book.writing(NOW) as w:
        back = returns.give_back(w, paid.purchase)
    assert back.restored == 130
    assert (points(book, ANN)[0], points(book, BEN)[0]) == (100, 50)
    sound(book)


def test_who_leaves_takes_what_is_left_of_their_own(book: Book) -> None:
    join(book, BEN, ANN, days_ago=30)
    buy(book, BEN, 30, points=30, happened_on=YESTERDAY)
    leave(book, ANN, days_ago=1)
    assert points(book, ANN) == (70, 70)
    assert points(book, BEN) == (50, 50)
    sound(book)
    reading = book.reading()
    assert households.of(reading, BEN, TODAY) is None, "the last two part from each other"
    reading.close()


def test_what_was_used_before_the_end_of_the_last_day_was_used_together(book: Book) -> None:
    join(book, BEN, ANN, days_ago=30)
    buy(book, BEN, 120, points=120)
    leave(book, BEN)
    assert (points(book, ANN)[0], points(book, BEN)[0]) == (0, 30)
    sound(book)
    with book.writing(NOW + timedelta(days=1)) as w:
        assert households.of(w, BEN, TODAY + timedelta(days=1)) is None


def test_a_debt_is_the_debtors_own_but_counts_in_the_pool(book: Book) -> None:
    join(book, BEN, ANN)
    with book.writing(NOW) as w:
        awards.adjust(w, CAT, -40, "Counted twice")
    join(book, CAT, ANN)
    assert points(book, CAT) == (-40, 110)
    leave(book, CAT)
    assert points(book, ANN)[0] == 100


def test_each_keeps_their_own_tier_unless_the_programme_shares_the_highest(tmp_path: Path) -> None:
    for tier, ben_is, earns in (("own", "Member", 10), ("shared", "Gold", 20)):
        folder = tmp_path / tier
        folder.mkdir()
        made = shop(folder, tier)
        buy(made, ANN, 50_000, happened_on=TODAY - timedelta(days=10))
        join(made, BEN, ANN)
        reading = made.reading()
        assert members.show(reading, BEN, TODAY).standing.tier == ben_is
        reading.close()
        assert buy(made, BEN, 1_000).earned == earns
        sound(made)
        made.close()


def test_a_tier_that_falls_falls_for_the_household_at_midnight(tmp_path: Path) -> None:
    made = shop(tmp_path, "shared")
    buy(made, ANN, 50_000, happened_on=TODAY - timedelta(days=360))
    join(made, BEN, ANN)
    later = NOW.replace(year=NOW.year + 2)
    assert checking.check(made, later, replay=True).problems == ()
    reading = made.reading()
    tiers = dict(reading.rows("select member_id, tier from standings"))
    assert tiers == {ANN: "Silver", BEN: "Silver"}
    reading.close()


def test_joining_is_shown_before_and_undone_as_one(book: Book) -> None:
    reading = book.reading()
    before = reading.rows("select * from standings order by 1")
    shown = households.joining_effect(reading, BEN, ANN, TODAY, TODAY)
    reading.close()
    assert ([effect.name for effect in shown.effects], shown.together) == (["Ann", "Ben"], 150)
    joined = join(book, BEN, ANN)
    assert {one.member_id for one in joined.affected} == {ANN, BEN}
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert reading.rows("select * from standings order by 1") == before
    assert households.of(reading, ANN, TODAY) is None
    reading.close()
    sound(book)


def test_joining_is_not_undone_under_those_who_joined_later(book: Book) -> None:
    first = join(book, BEN, ANN)
    join(book, CAT, BEN)
    with book.writing(NOW) as w, pytest.raises(Declined) as refused:
        acts.undo(w, first.act)
    assert refused.value.code == "joined_since"
    reading = book.reading()
    home = households.of(reading, CAT, TODAY)
    reading.close()
    assert home is not None
    assert ([mate.name for mate in home.mates], home.points) == (["Cat", "Ann", "Ben"], 150)


def test_leaving_is_not_undone_under_who_joined_a_household_since(book: Book) -> None:
    """Found by the long run of random histories."""
    join(book, BEN, ANN, days_ago=3)
    with book.writing(NOW) as w:
        left = households.leave(w, BEN, happened_on=YESTERDAY)
    again = join(book, BEN, CAT)
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        acts.undo(w, left.act)
    assert refused.value.code == "joined_since"
    sound(book)
    for act in (again.act, left.act):
        with book.writing(NOW) as w:
            acts.undo(w, act)
    reading = book.reading()
    home = households.of(reading, BEN, TODAY)
    reading.close()
    assert home is not None and [mate.name for mate in home.mates] == ["Ben", "Ann"]
    sound(book)


def test_nobody_is_in_two_households_and_nobody_alone_in_one(book: Book) -> None:
    join(book, BEN, ANN)
    dan, eve = enrol(book, "Dan"), enrol(book, "Eve")
    join(book, eve, dan)
    for member, other in ((ANN, dan), (BEN, ANN), (CAT, CAT)):
        with book.writing(NOW) as w, pytest.raises(Declined):
            households.join(w, member, other)
    with book.writing(NOW) as w, pytest.raises(Declined):
        households.leave(w, CAT)


def test_a_back_dated_joining_replays_from_its_day(book: Book) -> None:
    with book.writing(NOW) as w:
        purchases.record(w, member_id=BEN, amount_minor=5_000, happened_on=YESTERDAY)
    with book.writing(NOW - timedelta(days=20)) as w:
        purchases.record(w, member_id=BEN, amount_minor=40, points=40)
    join(book, BEN, ANN, days_ago=40)
    assert (points(book, ANN)[0], points(book, BEN)[0]) == (60, 100), "Ann's end first, so they paid"
    sound(book)


def test_many_facts_at_once_are_judged_together(tmp_path: Path) -> None:
    made = shop(tmp_path, "shared")
    join(made, BEN, ANN)
    with made.writing(NOW) as w:
        act = acts.begin(w, "import")
        versions = programmes.versions(w)
        new = [
            bulk.NewFact("purchase", ANN, TODAY, w.entered_at, 50_000),
            bulk.NewFact("purchase", BEN, TODAY, w.entered_at, 1_000),
        ]
        bulk.add_facts(w, act, new, versions, TODAY)
    assert points(made, BEN) == (20, 520)
    sound(made)


def test_a_member_of_a_household_is_merged_and_stays_in_it(book: Book) -> None:
    join(book, BEN, ANN)
    with book.writing(NOW) as w:
        merging.merge(w, CAT, BEN)
    assert points(book, CAT) == (50, 150)
    sound(book)
    with book.writing(NOW) as w:
        acts.undo(w)
    assert points(book, BEN) == (50, 150)
    sound(book)
    with book.writing(NOW) as w, pytest.raises(Declined) as refused:
        merging.merge(w, ANN, BEN)
    assert refused.value.code == "both_in_households"


def test_leaving_is_shown_before_with_the_tier_that_goes(tmp_path: Path) -> None:
    made = shop(tmp_path, "shared")
    buy(made, ANN, 50_000)
    join(made, BEN, ANN)
    reading = made.reading()
    shown = households.leaving_effect(reading, BEN, TODAY, TODAY)
    with pytest.raises(Declined):
        households.leaving_effect(reading, CAT, TODAY, TODAY)
    reading.close()
    assert [(one.name, one.tier_before, one.tier_after) for one in shown.effects] == [
        ("Ben", "Gold", "Member")
    ]
    assert shown.together == 0
    with made.writing(NOW) as w:
        households.leave(w, BEN)
    tomorrow = NOW + timedelta(days=1)
    with made.writing(tomorrow) as w:
        standing = standings.standing_on(w, programmes.versions(w), BEN, TODAY + timedelta(days=1))
    assert standing.tier == "Member"


def test_who_shares_a_phone_or_a_house_may_live_together(tmp_path: Path) -> None:
    made = new_book(tmp_path)
    mill = (Address("3 Mill Lane", "", "CT2 8AB", "Canterbury"),)
    ann = enrol(made, "Ann Ash", phones=("020 7946 0417",), addresses=mill)
    ben = enrol(
        made, "Ben Ash", phones=("+44 20 7946 0417",), addresses=(Address("3 Mill Ln.", "", "CT28AB", ""),)
    )
    cat = enrol(made, "Cat Ash", addresses=mill)
    enrol(made, "Dan Ash", addresses=(Address("4 Mill Lane", "", "CT2 8AB", "Canterbury"),))
    eve = enrol(made, "Eve Ash", phones=("020 7946 0417",))
    with made.writing(NOW) as w:
        finding.settle(w, at_most=100)
        households.join(w, eve, ann)
    reading = made.reading()
    found = households.who_shares(reading, ann, TODAY)
    reading.close()
    assert [(one.member_id, one.phone, one.address) for one in found] == [
        (ben, True, True),
        (cat, False, True),
    ]


def test_who_came_and_went_stands_in_the_story_of_all_who_lived_there(book: Book) -> None:
    join(book, BEN, ANN)
    join(book, CAT, BEN)
    with book.writing(NOW) as w:
        households.leave(w, CAT)

    def story(member: int) -> list[tuple[str, str]]:
        reading = book.reading()
        line = timeline.of(reading, member, TODAY).only(["details"])
        found = timeline.entries(reading, line, 0, 20)
        reading.close()
        return [(one.because, one.other) for one in found if one.kind == "household"]

    assert story(ANN) == [("other left", "Cat"), ("other joined", "Cat"), ("other joined", "Ben")]
    assert story(BEN) == [("other left", "Cat"), ("other joined", "Cat"), ("joined", "Ann")]
    assert story(CAT)[:2] == [("left", ""), ("joined", "Ben")]
