"""What a tier promises is owed, given once for its time by somebody on a day, or refused; and it holds the tier."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.perks import Settled, state_of
from shopkeeper.rules.programme import Often, Perk, Tier, adds_nothing, usual_programme
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.service import acts, checking, counter, people, perks, returns
from tests.books import NOW, TODAY, buy, enrol, new_book

TOML = """
currency = "GBP"
[[tier]]
name = "Silver"
from_minor = 20000
perks = [
  {name = "Birthday treat", kind = "treat"},
  "Sale preview",
  {name = "Late hours", kind = "entry", each = "always"},
  {name = "Gift wrap", kind = "wrap", each = "visit"},
  {name = "Welcome hamper", kind = "treat", each = "once", cost_minor = 1500},
  {name = "Fifty points", points = 50},
]
"""
REACHED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("each", "settled_on", "given", "state"),
    [
        ("year", date(2026, 1, 1), True, "given"),
        ("year", date(2025, 12, 31), True, "owed"),
        ("year", date(2026, 11, 21), False, "refused"),
        ("visit", date(2026, 11, 21), True, "given"),
        ("visit", date(2026, 11, 20), True, "owed"),
        ("once", REACHED, True, "given"),
        ("once", REACHED - timedelta(days=1), True, "owed"),
        ("always", date(2026, 11, 21), True, "always"),
        ("year", date(2026, 11, 22), True, "owed"),
    ],
)
def test_a_perk_is_owed_again_when_its_time_comes_again(
    each: Often, settled_on: date, given: bool, state: str
) -> None:
    settled = [Settled("Cake", settled_on, given), Settled("Tea", TODAY, True)]
    assert state_of(Perk("Cake", each=each), settled, REACHED, TODAY)[0] == state


def test_what_was_refused_and_given_after_all_was_given() -> None:
    settled = [Settled("Cake", TODAY, True), Settled("Cake", TODAY, False)]
    assert state_of(Perk("Cake", each="year"), settled, REACHED, TODAY) == ("given", TODAY)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann has been Silver since today; Tom serves."""
    made = new_book(tmp_path, read_programme(TOML))
    enrol(made, "Ann")
    buy(made, 1, 20_000)
    with made.writing(NOW) as w:
        people.add(w, "Tom")
    return made


def owed(book: Book, on: date = TODAY) -> dict[str, str]:
    reading = book.reading()
    try:
        return {one.perk.name: one.state for one in counter.at_counter(reading, 1, on).perks}
    finally:
        reading.close()


def test_the_counter_shows_what_is_owed_and_by_whom_it_was_given(book: Book) -> None:
    assert owed(book) == {
        "Birthday treat": "owed", "Sale preview": "always", "Late hours": "always", "Gift wrap": "owed", "Welcome hamper": "owed",
        "Fifty points": "owed",
    }  # fmt: skip
    with book.writing(NOW) as w:
        tom = w.value("select id from people where name = 'Tom'")
        perks.give(w, 1, "Gift wrap", by=tom)
    reading = book.reading()
    wrap = counter.at_counter(reading, 1, TODAY).perks[3]
    reading.close()
    assert (wrap.state, wrap.on, wrap.by) == ("given", TODAY, "Tom")
    assert owed(book, TODAY + timedelta(days=1))["Gift wrap"] == "owed"
    assert checking.check(book, NOW, replay=True).ok


def test_a_perk_is_given_once_for_its_time_and_its_undo_makes_it_owed(book: Book) -> None:
    with book.writing(NOW) as w:
        given = perks.give(w, 1, "Fifty points")
    assert (given.points, given.standing.points) == (50, 250)
    with book.writing(NOW) as w, pytest.raises(Declined) as again:
        perks.give(w, 1, "Fifty points")
    assert again.value.code == "given_already"
    with book.writing(NOW) as w:
        acts.undo(w, given.act)
    assert owed(book)["Fifty points"] == "owed"
    with book.writing(NOW) as w, pytest.raises(Declined) as unknown:
        perks.give(w, 1, "Champagne")
    assert unknown.value.code == "perk_unknown"


def test_a_refused_perk_is_owed_no_more_may_still_be_given_and_is_undone(book: Book) -> None:
    with book.writing(NOW) as w:
        refused = perks.refuse(w, 1, "Birthday treat")
    assert owed(book)["Birthday treat"] == "refused"
    with book.writing(NOW) as w, pytest.raises(Declined):
        perks.refuse(w, 1, "Birthday treat")
    with book.writing(NOW) as w:
        perks.give(w, 1, "Birthday treat")
    assert owed(book)["Birthday treat"] == "given"
    with book.writing(NOW) as w:
        acts.undo(w, refused.act)
    assert owed(book)["Birthday treat"] == "given"


@pytest.mark.parametrize(("settle", "tier"), [(perks.give, "Silver"), (perks.refuse, "Member")])
def test_a_tier_of_which_a_perk_was_used_is_not_taken_by_a_return(
    book: Book, settle: object, tier: str
) -> None:
    with book.writing(NOW) as w:
        settle(w, 1, "Gift wrap")  # type: ignore[operator]
    with book.writing(NOW) as w:
        assert returns.give_back(w, 1).tier == tier


def test_a_programmes_perks_are_written_as_they_were_read() -> None:
    programme = read_programme(TOML)
    assert read_programme(write_programme(programme)) == programme
    assert programme.tiers[0].perks == (
        Perk("Birthday treat", each="year", kind="treat"),
        Perk("Sale preview", each="always"),
        Perk("Late hours", kind="entry", each="always"),
        Perk("Gift wrap", kind="wrap", each="visit"),
        Perk("Welcome hamper", 1500, "once", "treat"),
        Perk("Fifty points", each="year", kind="points", points=50),
    )
    assert read_programme(write_programme(usual_programme("GBP"))) == usual_programme("GBP")


def test_of_the_usual_programme_only_the_treat_is_owed(tmp_path: Path) -> None:
    usual = new_book(tmp_path)
    enrol(usual, "Ann")
    buy(usual, 1, 60_000)
    assert owed(usual) == {"Sale preview": "always", "Free gift wrap": "always", "Birthday treat": "owed"}


@pytest.mark.parametrize(
    "perk", ['{name = "X", points = 5, each = "always"}', '{name = "X", kind = "points"}', '{name = "X", each = "daily"}',
             '{name = "X", kind = "wrap", points = 5}', '{kind = "wrap"}', '{name = "X", often = "year"}'],
)  # fmt: skip
def test_a_perk_that_cannot_be_is_refused_with_its_place(perk: str) -> None:
    with pytest.raises(Declined, match="tier 1: perks"):
        read_programme(f'currency = "GBP"\n[[tier]]\nname = "A"\nfrom_minor = 1\nperks = [{perk}]')


@pytest.mark.parametrize(
    ("perk", "nothing"),
    [
        (Perk("Wrap", each="year"), True),
        (Perk("Wrap", each="once"), True),
        (Perk("Wrap", each="visit"), False),
        (Perk("Wrap"), False),
        (Perk("Cake"), False),
    ],
)
def test_a_tier_whose_perks_come_no_oftener_adds_nothing(perk: Perk, nothing: bool) -> None:
    below = Tier("A", "spend", 1, perks=(Perk("Wrap", each="year"),))
    programme = read_programme('currency = "GBP"')
    programme = type(programme)("GBP", tiers=(below, Tier("B", "spend", 2, perks=(perk,))))
    assert adds_nothing(programme) == (("B",) if nothing else ())
