"""One member's whole story: everything is there once, in order, and what was undone only when asked for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    awards,
    circle,
    matters,
    member_cards,
    members,
    merging,
    promises,
    purchases,
    returns,
    timeline,
    wanted,
)
from shopkeeper.service.details import Address, Birthday, Remark
from shopkeeper.service.purchases import Line
from shopkeeper.service.timeline import Entry
from shopkeeper.service.timeline_details import Changed
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def story(book: Book, member: int, *, undone_too: bool = False) -> list[Entry]:
    reading = book.reading()
    line = timeline.of(reading, member, TODAY, undone_too=undone_too)
    found = list(timeline.entries(reading, line, 0, 1000))
    reading.close()
    return found


def kinds(book: Book, member: int, *, undone_too: bool = False) -> list[str]:
    return [entry.kind for entry in story(book, member, undone_too=undone_too)]


def edit(book: Book, member: int, **changes: object) -> None:
    with book.writing(NOW) as w:
        details, _, _ = members.details_of(w, member)
        members.edit(w, member, replace(details, **changes))  # type: ignore[arg-type]


def test_the_newest_stands_first_and_joining_last(book: Book) -> None:
    member = enrol(book, "Ann", joined_on=TODAY - timedelta(days=40))
    buy(book, member, 1_000, happened_on=TODAY - timedelta(days=40))
    buy(book, member, 2_000, happened_on=TODAY - timedelta(days=3))
    found = story(book, member)
    assert [entry.kind for entry in found] == ["purchase", "purchase", "joined"]
    assert [entry.amount_minor for entry in found[:2]] == [2_000, 1_000]


def test_a_purchase_tells_what_was_bought_and_what_came_back(book: Book) -> None:
    member = enrol(book, "Ann")
    bought = buy(book, member, 1_000, lines=(Line(700, True, "Rye"), Line(300, True, "Olives")))
    with book.writing(NOW) as w:
        returns.give_back(w, bought.purchase, amount_minor=300, what="Cracked jar")
    back, purchase = story(book, member)[:2]
    assert (purchase.what, purchase.returned_minor) == ("Rye, Olives", 300)
    assert (back.kind, back.what, back.of_on) == ("return", "Cracked jar", TODAY)


def test_a_tier_reached_stands_above_the_purchase_that_reached_it(book: Book) -> None:
    member = enrol(book, "Ann")
    buy(book, member, 60_000)
    climbed, purchase = story(book, member)[:2]
    assert (climbed.kind, climbed.tier, climbed.was) == ("climbed", "Gold", "Member")
    assert purchase.kind == "purchase" and climbed.act is None


def test_points_that_were_not_used_in_time_are_told(book: Book) -> None:
    long_ago = TODAY - timedelta(days=3 * 366)
    member = enrol(book, "Ann", joined_on=long_ago)
    buy(book, member, 5_000, happened_on=long_ago)
    expired = [entry for entry in story(book, member) if entry.kind == "expired"]
    assert [entry.points for entry in expired] == [-50]


def test_what_was_given_by_hand_says_why_and_can_be_undone(book: Book) -> None:
    member = enrol(book, "Ann")
    with book.writing(NOW) as w:
        awards.adjust(w, member, -20, "Counted twice")
        awards.gift(w, member, 50, "For the wait")
        awards.tier(w, member, "Gold", TODAY + timedelta(days=30), "Friend of the house")
    tier, gift, adjustment = story(book, member)[:3]
    assert (adjustment.points, adjustment.what) == (-20, "Counted twice")
    assert (gift.points, gift.what) == (50, "For the wait")
    assert (tier.tier, tier.reason, tier.until) == ("Gold", "Friend of the house", TODAY + timedelta(days=30))
    assert all(entry.act for entry in (tier, gift, adjustment))


def test_a_change_of_details_tells_each_field(book: Book) -> None:
    member = enrol(book, "Ann", phones=("020 7946 0001",), remarks=(Remark("likes", "Tea"),))
    edit(
        book, member, name="Anne", phones=("020 7946 0002",), birthday=Birthday(5, 3), letters=False,
        addresses=(Address(street="1 High St", town="York"),), remarks=(),
    )  # fmt: skip
    changes = set(story(book, member)[0].changes)
    assert changes == {
        Changed("name", "Ann", "Anne"), Changed("phone", "020 7946 0001", "020 7946 0002"),
        Changed("birthday", "", "05-03"), Changed("letters", "", "no"),
        Changed("address", "", "1 High St, York"), Changed("likes", "Tea", ""),
    }  # fmt: skip


def test_cards_given_and_lost_are_told(book: Book) -> None:
    member = enrol(book, "Ann")
    with book.writing(NOW) as w:
        old = members.details_of(w, member)[0].card
        member_cards.block(w, member, old)
        new = member_cards.give(w, member).given
    given, lost = story(book, member)[:2]
    assert given.changes == (Changed("card", "", new),)
    assert lost.changes == (Changed("card_blocked", "", old),)


def test_a_purchase_that_was_moved_is_told_on_both_sides(book: Book) -> None:
    ann, ben = enrol(book, "Ann"), enrol(book, "Ben")
    bought = buy(book, ann, 1_000)
    with book.writing(NOW) as w:
        purchases.move(w, bought.purchase, ben)
    away = story(book, ann)[0]
    assert (away.kind, away.other, away.amount_minor) == ("moved away", "Ben", 1_000)
    here = next(entry for entry in story(book, ben) if entry.kind == "moved here")
    assert here.other == "Ann"
    assert "purchase" in kinds(book, ben) and "purchase" not in kinds(book, ann)


def test_what_was_undone_is_shown_only_when_asked_for(book: Book) -> None:
    member = enrol(book, "Ann")
    buy(book, member, 1_000)
    with book.writing(NOW) as w:
        acts.undo(w)
    edit(book, member, name="Anne")
    with book.writing(NOW) as w:
        acts.undo(w)
    assert kinds(book, member) == ["joined"]
    shown = story(book, member, undone_too=True)
    assert [(entry.kind, entry.undone, entry.act) for entry in shown[:2]] == [
        ("edit", True, None),
        ("purchase", True, None),
    ]


def test_blocks_together_are_the_whole(book: Book) -> None:
    member = enrol(book, "Ann", joined_on=TODAY - timedelta(days=99))
    for days in range(25):
        buy(book, member, 1_000 + days, happened_on=TODAY - timedelta(days=days))
    reading = book.reading()
    line = timeline.of(reading, member, TODAY)
    blocks = [timeline.entries(reading, line, at, 7) for at in range(0, len(line.marks), 7)]
    assert [entry for block in blocks for entry in block] == story(book, member)


def test_nobody_has_no_timeline(book: Book) -> None:
    with pytest.raises(Declined, match="no such member"):
        timeline.of(book.reading(), 99, TODAY)


def test_a_timeline_is_cut_down_to_the_kinds_asked_for(book: Book) -> None:
    member = enrol(book, "Ann", welcome=True, joined_on=TODAY - timedelta(days=9))
    buy(book, member, 60_000)
    edit(book, member, note="Left-handed")
    reading = book.reading()
    line = timeline.of(reading, member, TODAY)

    def of(*wanted: timeline.Kind) -> list[str]:
        only = line.only(wanted)
        return [entry.kind for entry in timeline.entries(reading, only, 0, 99)]

    assert of("purchases") == ["purchase"]
    assert of("points") == ["gift"]
    assert of("tiers") == ["climbed"]
    assert of("details") == ["edit", "joined"]
    assert of("letters") == [] and line.only(timeline.KINDS) == line


def test_what_was_promised_wanted_and_noted_is_on_the_timeline_too(book: Book) -> None:
    member, other = enrol(book, "Ann", joined_on=TODAY - timedelta(days=9)), enrol(book, "Ben")
    with book.writing(NOW) as w:
        made = promises.make(w, other, "Two rye loaves", TODAY + timedelta(days=2))
        promises.settle(w, made.promise.id)
        heard = matters.hear(w, "complaint", "The jar was cracked", member_id=member)
        matters.remedy(w, heard.matter.id, "A new jar", 450)
        wanted.note(w, member, "Comté")
        gone = circle.relate(w, member, "Daughter Ada")
        circle.remove(w, "relations", gone.row)
        circle.remember_day(w, member, "Wedding", 6, 12)
        merging.merge(w, member, other)
    found = [(one.kind, one.what, one.because, one.other) for one in story(book, member)]
    assert found == [
        ("merge", "", "", "Ben"),
        ("date", "Wedding", "", ""),
        ("relation", "Daughter Ada", "gone", ""),
        ("relation", "Daughter Ada", "family", ""),
        ("wanted", "Comté", "wanted", ""),
        ("matter step", "A new jar", "remedy", ""),
        ("matter", "The jar was cracked", "complaint", ""),
        ("promise settled", "Two rye loaves", "kept", ""),
        ("promise", "Two rye loaves", "open", ""),
        ("joined", "", "", ""),
    ]
    # The promise was given to the other record: what is merged tells one story.
    promise = story(book, member)[8]
    assert promise.until == TODAY + timedelta(days=2) and promise.act is not None
    assert story(book, member)[5].amount_minor == 450
