"""Two records of one person become one, and two again, and nothing of either is lost or there twice."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import (
    acts,
    awards,
    checking,
    circle,
    consents,
    finding,
    members,
    merging,
    programmes,
    returns,
    scanning,
    standings,
)
from shopkeeper.service.details import Address, Birthday, Remark
from tests.books import NOW, TODAY, buy, enrol, new_book

PROGRAMME = read_programme("""
currency = "GBP"
[points]
expire_months = 12
[[tier]]
name = "Silver"
from_minor = 20000
""")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Nora is in the book twice: 1 and 2; Ann is 3."""
    made = new_book(tmp_path, PROGRAMME)
    enrol(
        made, "Nora Byrne", now=NOW - timedelta(days=300), phones=("020 7946 0958",), letters=True, note="Tea, not coffee",
        remarks=(Remark("warning", "Allergic to nuts"),),
    )  # fmt: skip
    enrol(
        made, "N. Byrne", now=NOW - timedelta(days=400), phones=("+44 20 7946 0958", "07700 900123"), emails=("nora@example.com",),
        letters=False, birthday=Birthday(2, 29, 1980), addresses=(Address("3 Mill Lane", "", "CT2 8AB", "Canterbury"),),
        remarks=(Remark("warning", "Allergic to nuts"), Remark("likes", "Rye bread")),
    )  # fmt: skip
    enrol(made, "Ann Lee")
    return made


def card(book: Book, member_id: int) -> members.Card:
    reading = book.reading()
    try:
        return members.show(reading, member_id, TODAY)
    finally:
        reading.close()


def merge(book: Book, keep: int = 1, other: int = 2) -> merging.Merged:
    with book.writing(NOW) as w:
        return merging.merge(w, keep, other)


def everything(book: Book) -> list[object]:
    """All that is derived, and all details, as they stand."""
    reading = book.reading()
    try:
        rows: list[object] = [
            reading.rows("select id, number, name, letters, birthday_day, joined_on, note, gone from members")
        ]
        for about in ("contacts", "addresses", "cards", "remarks", "relations"):
            rows.append(reading.rows(f"select * from {about} order by id"))
        rows.append(
            reading.rows("select id, member_id, earned from facts where undone_by is null order by id")
        )
        rows.append(
            reading.rows(
                "select member_id, tier, points, debt, visits, spent_minor, state from standings order by 1"
            )
        )
        return rows
    finally:
        reading.close()


def sound(book: Book) -> None:
    assert checking.check(book, NOW, replay=True).problems == ()


def test_every_contact_card_remark_and_day_of_both_is_kept_once(book: Book) -> None:
    merge(book)
    kept = card(book, 1)
    assert kept.details.phones == ("020 7946 0958", "07700 900123"), "the same number, written twice, is one"
    assert kept.details.emails == ("nora@example.com",)
    assert [address.town for address in kept.details.addresses] == ["Canterbury"]
    assert len(kept.cards) == 2
    assert kept.details.birthday == Birthday(2, 29, 1980)
    assert kept.details.letters is False, "the stricter consent"
    assert kept.joined_on == TODAY - timedelta(days=400)
    told = {(remark.kind, remark.text) for remark in kept.details.remarks}
    assert told == {
        ("warning", "Allergic to nuts"),
        ("likes", "Rye bread"),
        ("fact", "Also known as N. Byrne"),
    }
    sound(book)


@pytest.mark.parametrize(
    ("one", "other", "then"),
    [(True, True, True), (True, None, None), (None, None, None), (True, False, False), (None, False, False)],
)
def test_the_stricter_consent_holds(
    tmp_path: Path, one: bool | None, other: bool | None, then: bool | None
) -> None:
    made = new_book(tmp_path)
    enrol(made, "Nora", letters=one)
    enrol(made, "Nora B", letters=other)
    merge(made)
    assert card(made, 1).details.letters is then


def test_both_numbers_and_all_cards_find_the_kept_member(book: Book) -> None:
    cards = [*card(book, 1).cards, *card(book, 2).cards]
    numbers = [card(book, 1).number, card(book, 2).number]
    merge(book)
    reading = book.reading()
    for text in (*numbers, *cards):
        assert members.find_member(reading, text) == 1
        assert [hit.member_id for hit in finding.find(reading, text).hits] == [1]
        assert scanning.read(reading, text).member_id == 1
    assert [hit.member_id for hit in finding.find(reading, "n byrne").hits] == [1]
    reading.close()


def test_each_batch_keeps_its_own_last_day_and_nobodys_points_are_there_twice(book: Book) -> None:
    buy(book, 1, 10_000, happened_on=date(2026, 3, 31))
    buy(book, 2, 5_000, happened_on=date(2026, 6, 30))
    merge(book)
    standing = card(book, 1).standing
    assert [(one.left, one.last_day) for one in standing.batches] == [
        (100, date(2027, 3, 31)),
        (50, date(2027, 6, 30)),
    ]
    assert standing.points == 150
    reading = book.reading()
    assert reading.value("select sum(points) from standings") == 150
    reading.close()
    sound(book)


def test_what_was_shown_is_what_comes_of_it(book: Book) -> None:
    buy(book, 1, 12_000, happened_on=date(2026, 3, 31))
    buy(book, 2, 9_000, happened_on=date(2026, 6, 30))
    reading = book.reading()
    shown = merging.effect(reading, 1, 2, TODAY)
    reading.close()
    assert (shown.kept.tier_before, shown.kept.tier_after) == ("Member", "Silver")
    assert (shown.purchases, shown.contacts, shown.cards, shown.letters) == (1, 2, 1, False)
    assert shown.kept_apart == ("name",)
    merge(book)
    after = card(book, 1).standing
    assert (after.points, after.tier) == (shown.kept.points_after, shown.kept.tier_after)


def test_a_merge_is_undone_as_if_it_had_never_been(book: Book) -> None:
    paid = buy(book, 2, 9_000, happened_on=date(2026, 6, 30))
    buy(book, 1, 12_000, happened_on=date(2026, 3, 31), key="till-1")
    with book.writing(NOW) as w:
        returns.give_back(w, paid.purchase, amount_minor=100)
    with book.writing(NOW) as w:
        circle.relate(w, 3, "Her sister", other=2)
        circle.relate(w, 1, "Herself, it seems", other=2)
    before = everything(book)
    merge(book)
    assert everything(book) != before
    with book.writing(NOW) as w:
        undone = acts.undo(w)
    assert {one.member_id for one in undone.affected} >= {1, 2}
    assert everything(book) == before
    sound(book)


def test_after_a_change_undo_names_what_was_changed_and_unmerge_leaves_it_with_the_kept_member(
    book: Book,
) -> None:
    theirs = buy(book, 2, 9_000, happened_on=date(2026, 6, 30))
    done = merge(book)
    since = buy(book, 1, 3_000)
    with book.writing(NOW) as w:
        back = returns.give_back(w, theirs.purchase, amount_minor=1_000)
    with book.writing(NOW) as w, pytest.raises(Declined, match=r"purchase \(2026-11-21\), return") as refused:
        acts.undo(w, done.merge)
    assert refused.value.code == "changed_since_merge"
    with book.writing(NOW) as w:
        apart = merging.unmerge(w, done.merge)
    assert [(change.act, change.kind, change.amount_minor) for change in apart.since] == [
        (since.act, "purchase", 3_000),
        (back.act, "return", 1_000),
    ]
    assert card(book, 1).standing.spent_minor == 3_000
    assert card(book, 2).standing.spent_minor == 8_000, "what came back of a purchase goes with it"
    sound(book)
    with book.writing(NOW) as w, pytest.raises(Declined):
        merging.unmerge(w, done.merge)


def test_what_was_edited_since_stays_as_it_was_edited(book: Book) -> None:
    done = merge(book)
    with book.writing(NOW) as w:
        details = members.details_of(w, 1)[0]
        members.edit(w, 1, replace(details, name="Nora Quinn"))
    with book.writing(NOW) as w:
        merging.unmerge(w, done.merge)
    assert (card(book, 1).name, card(book, 2).name) == ("Nora Quinn", "N. Byrne")
    assert card(book, 1).details.letters is True
    sound(book)


def test_merges_of_merges_are_found_by_every_number_and_come_apart_in_any_order(book: Book) -> None:
    numbers = [card(book, member).number for member in (1, 2, 3)]
    first = merge(book, 2, 1)
    merge(book, 3, 2)
    reading = book.reading()
    assert [members.find_member(reading, number) for number in numbers] == [3, 3, 3]
    reading.close()
    with book.writing(NOW) as w:
        merging.unmerge(w, first.merge)
    reading = book.reading()
    assert [members.find_member(reading, number) for number in numbers] == [1, 3, 3]
    reading.close()
    sound(book)


def test_a_gift_given_once_to_either_is_not_given_again(book: Book) -> None:
    with book.writing(NOW) as w:
        awards.gift(w, 2, 50, "Birthday", once="birthday 2026")
    merge(book)
    with book.writing(NOW) as w, pytest.raises(Declined) as refused:
        awards.gift(w, 1, 50, "Birthday", once="birthday 2026")
    assert refused.value.code == "given_already"


def test_the_enrolment_of_a_merged_record_is_not_undone_alone(book: Book) -> None:
    reading = book.reading()
    enrolled = reading.value("select act_id from members where id = 2")
    reading.close()
    merge(book)
    with book.writing(NOW) as w, pytest.raises(Declined) as refused:
        acts.undo(w, enrolled)
    assert refused.value.code == "member_merged"


def test_nobody_is_merged_with_themselves_or_with_nobody(book: Book) -> None:
    merge(book)
    for keep, other in ((1, 1), (1, 2), (1, 99)):
        with book.writing(NOW) as w, pytest.raises(Declined):
            merging.merge(w, keep, other)


def test_what_is_stored_after_a_merge_is_the_replay(book: Book) -> None:
    for member in (1, 2):
        for number in range(6):
            buy(book, member, 4_000, happened_on=TODAY - timedelta(days=40 * number + member))
    merge(book)
    buy(book, 1, 2_500)
    with book.writing(NOW) as w:
        assert list(standings.differences(w, programmes.versions(w), TODAY)) == []


def said(book: Book, member_id: int, channel: str) -> tuple[bool | None, str]:
    reading = book.reading()
    try:
        one = next(one for one in consents.of(reading, member_id) if one.channel == channel)
        return one.given, one.wording
    finally:
        reading.close()


@pytest.mark.parametrize("no_first", [True, False])
def test_of_a_yes_and_a_no_to_one_channel_the_no_holds_with_its_proof(book: Book, no_first: bool) -> None:
    for member in (2, 1) if no_first else (1, 2):
        with book.writing(NOW) as w:
            consents.answer(w, member, "phone", given=member == 1, how="in person", wording="May we call?")
    with book.writing(NOW) as w:
        consents.answer(w, 2, "message", given=True, how="on a form", wording="A text when it has come?")
    merged = merge(book)
    assert said(book, 1, "phone")[0] is False
    assert said(book, 1, "message") == (True, "A text when it has come?")
    with book.writing(NOW) as w:
        acts.undo(w, merged.merge)
    assert said(book, 1, "phone")[0] is True
    assert said(book, 2, "phone")[0] is False
    assert said(book, 1, "message")[0] is None
    assert said(book, 2, "message")[0] is True
