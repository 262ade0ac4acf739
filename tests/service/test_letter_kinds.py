"""Every kind of letter finds its own occasion, says what it is for, and is written once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.assets import path as asset
from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.letter_kinds import KEYS, KINDS
from shopkeeper.rules.programme import usual_programme
from shopkeeper.service import acts, awards, circle, letters, matters, timeline
from shopkeeper.service.details import Address, Birthday, Remark
from shopkeeper.service.letter_titles import title
from tests.books import NOW, SHOP, TODAY, buy, enrol, new_book

GOLD = 50_000
POST = Address(street="14 Quay Street", postcode="bs1 4rw", town="Bristol")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def reasons(book: Book, kind: str, today: date = TODAY) -> list[tuple[str, str]]:
    return [(one.name, one.because) for one in letters.due(book.reading(), today, kind).due]


def write(book: Book, kind: str, now: datetime = NOW) -> list[letters.Letter]:
    reading = book.reading()
    today = SHOP.day_of(now)
    due = letters.due(reading, today, kind).due
    made = [letters.compose(reading, one.member_id, one.occasion, "", today, kind=kind) for one in due]
    with book.writing(now) as w:
        letters.written(w, made)
    return made


def whole(letter: letters.Letter) -> str:
    return "\n".join((letter.salutation, *letter.paragraphs, letter.closing))


# --- occasions ----------------------------------------------------------------------------------


def test_whoever_enrolled_lately_is_welcomed_once_with_their_card_and_points(book: Book) -> None:
    enrol(book, "Old Hand", joined_on=days_ago(61))
    enrol(book, "New Face", joined_on=days_ago(60), welcome=True)
    assert reasons(book, "welcome") == [("New Face", "Joined on 22 September")]
    (letter,) = write(book, "welcome")
    assert "Your card is 2700 0000 00" in whole(letter) and "100 points, worth £1.00" in whole(letter)
    assert reasons(book, "welcome") == []


def test_a_birthday_is_written_for_two_weeks_before_and_once_a_year(book: Book) -> None:
    enrol(book, "Leap", birthday=Birthday(2, 29, 1996))
    enrol(book, "Soon", birthday=Birthday(12, 5))
    enrol(book, "Later", birthday=Birthday(12, 6))
    enrol(book, "Tomorrow", birthday=Birthday(11, 22, 1960))
    assert reasons(book, "birthday") == [
        ("Tomorrow", "Birthday tomorrow"),
        ("Soon", "Birthday on 5 December"),
    ]
    write(book, "birthday")
    assert reasons(book, "birthday") == []
    assert reasons(book, "birthday", date(2027, 2, 20)) == [("Leap", "Birthday on 28 February")]
    assert [name for name, _ in reasons(book, "birthday", date(2027, 11, 21))] == ["Tomorrow", "Soon"]


def test_an_anniversary_counts_whole_years(book: Book) -> None:
    enrol(book, "Seven", joined_on=date(2019, 11, 25))
    enrol(book, "One", joined_on=date(2025, 11, 21))
    enrol(book, "This year", joined_on=days_ago(5))
    assert reasons(book, "anniversary") == [
        ("One", "A member for one year today"),
        ("Seven", "A member for 7 years on 25 November"),
    ]
    assert [one.kind for one in write(book, "anniversary")] == ["anniversary"] * 2
    assert reasons(book, "anniversary") == []


def test_who_breaks_their_own_rhythm_is_missed_and_who_never_came_often_is_not(book: Book) -> None:
    weekly, slow, gone = enrol(book, "Weekly"), enrol(book, "Slow"), enrol(book, "Long gone")
    for step in range(6):
        buy(book, weekly, 500, happened_on=days_ago(60 + 7 * step), what="Oolong tea")
        buy(book, slow, 500, happened_on=days_ago(60 + 40 * step))
        buy(book, gone, 500, happened_on=days_ago(731 + 7 * step))
    assert reasons(book, "miss-you") == [("Weekly", "Last here 22 Sept; came every 7 days")]
    (letter,) = write(book, "miss-you")
    assert "We have not seen you since September" in whole(letter)
    assert "oolong tea is still where it always was" in whole(letter)
    assert reasons(book, "miss-you") == []


def test_points_that_end_soon_are_told_of_once_where_they_are_worth_a_letter(book: Book) -> None:
    rich, poor = enrol(book, "Rich"), enrol(book, "Poor")
    for member, points in ((rich, 240), (poor, 40)):
        with book.writing(NOW) as w:
            awards.gift(w, member, points, "Sorry", happened_on=date(2024, 12, 20))
    assert reasons(book, "points-expiring") == [("Rich", "240 points end on 20 December")]
    (letter,) = write(book, "points-expiring")
    assert "240 points of yours can be used through 20 December" in whole(letter)
    assert "worth £2.40" in whole(letter)
    assert reasons(book, "points-expiring") == []


def test_a_tier_that_will_not_be_renewed_is_told_of_with_what_is_missing(book: Book) -> None:
    short, enough = enrol(book, "Short"), enrol(book, "Enough")
    buy(book, short, 20_000, happened_on=date(2025, 3, 1), now=NOW)
    buy(book, short, 15_000, happened_on=date(2026, 6, 1))
    buy(book, enough, 20_000, happened_on=date(2025, 3, 1), now=NOW)
    buy(book, enough, 20_000, happened_on=date(2026, 6, 1))
    found = reasons(book, "tier-ending", date(2026, 12, 1))
    assert found == [("Short", "Silver ends on 31 December")]
    reading = book.reading()
    letter = letters.compose(reading, short, None, "", date(2026, 12, 1), kind="tier-ending")
    assert "£50.00 is all that is missing" in whole(letter)
    assert "31 December" in whole(letter)


def test_a_year_is_looked_back_on_in_december_and_january_only(book: Book) -> None:
    member = enrol(book, "Regular", joined_on=date(2019, 3, 4))
    for day in (1, 2, 3):
        buy(book, member, 500, happened_on=date(2026, 5, day), what="Rye bread")
    assert reasons(book, "year") == []
    for today in (date(2026, 12, 1), date(2027, 1, 31)):
        assert reasons(book, "year", today) == [("Regular", "3 visits in 2026")]
        letter = letters.compose(book.reading(), member, "year:2026:3", "", today, kind="year")
        assert (
            "The year 2026" in whole(letter) and "rye bread" in whole(letter) and "3 visits" in whole(letter)
        )


def test_the_newsletter_goes_to_who_said_yes_and_once_a_month(book: Book) -> None:
    yes = enrol(book, "Yes", letters=True)
    enrol(book, "Never asked")
    enrol(book, "No", letters=False)
    assert reasons(book, "newsletter") == [("Yes", "Said yes to letters")]
    with book.writing(NOW) as w:
        letters.set_pause_days(w, 0)
    letter = letters.compose(
        book.reading(), yes, "newsletter:2026-11", "", TODAY, kind="newsletter", told="Oranges are in."
    )
    assert letter.paragraphs[0] == "Oranges are in."
    with book.writing(NOW) as w:
        letters.written(w, [letter])
    assert reasons(book, "newsletter") == []
    assert reasons(book, "newsletter", date(2026, 12, 1)) == [("Yes", "Said yes to letters")]


def test_a_new_tier_is_told_of_by_its_letter_or_by_a_thank_you_not_by_both(book: Book) -> None:
    first, second = enrol(book, "First"), enrol(book, "Second")
    buy(book, first, GOLD)
    assert reasons(book, "new-tier") == [("First", "Reached Gold today")]
    (letter,) = write(book, "new-tier")
    assert "You became one of our Gold members on 21 November." in whole(letter)
    assert "this is yours, every time: sale preview" in whole(letter)
    assert reasons(book, "thank-you") == []
    buy(book, second, GOLD)
    write(book, "thank-you")
    assert reasons(book, "new-tier") == []


@pytest.mark.parametrize("kind", KEYS)
def test_one_member_is_found_as_among_all(book: Book, kind: str) -> None:
    for name in ("Anna", "Bo"):
        member = enrol(
            book, name, letters=True, birthday=Birthday(12, 5), joined_on=date(2019, 12, 4), welcome=True
        )
        for day in (date(2025, 3, 1), date(2026, 2, 1), date(2026, 2, 8), date(2026, 2, 15)):
            buy(book, member, 15_000, happened_on=day)
        with book.writing(NOW) as w:
            awards.gift(w, member, 400, "Sorry", happened_on=date(2024, 12, 20))
            matters.hear(w, "complaint", "The bag tore.", member_id=member)
    reading = book.reading()
    for today in (TODAY, date(2026, 12, 1)):
        found = letters.due(reading, today, kind).due
        for one in found:
            assert letters.own_occasion(reading, one.member_id, today, kind) == one.occasion
            alone = letters.to_one(reading, one.member_id, one.occasion, today, kind)
            assert (alone.because, alone.on) == (one.because, one.on)


def test_what_is_chosen_by_hand_finds_nobody_by_itself(book: Book) -> None:
    buy(book, enrol(book, "Margaret"), GOLD)
    by_hand = [kind.key for kind in KINDS if kind.found == "hand"]
    assert by_hand == ["vip-invitation", "sale-preview"]
    assert all(reasons(book, kind) == [] for kind in by_hand)


def test_a_complaint_is_apologised_for_once_and_thanked_for_when_it_is_settled(book: Book) -> None:
    member = enrol(book, "Margaret")
    with book.writing(NOW) as w:
        heard = matters.hear(w, "complaint", "The bag tore.", member_id=member)
    assert reasons(book, "sorry") == [("Margaret", "Complained today: The bag tore.")]
    assert reasons(book, "thanks-for-telling") == []
    write(book, "sorry")
    assert reasons(book, "sorry") == []
    with book.writing(NOW) as w:
        matters.remedy(w, heard.matter.id, "A new bag")
    assert reasons(book, "thanks-for-telling") == [
        ("Margaret", "Told us, and it was settled today: The bag tore.")
    ]
    write(book, "thanks-for-telling")
    assert reasons(book, "thanks-for-telling") == []
    told = {one.because for one in letters.lately(book.reading(), TODAY)}
    assert told == {"Complained today", "Told us, and it was settled today"}


def test_who_sent_a_friend_is_thanked_once(book: Book) -> None:
    sender, newcomer = enrol(book, "Margaret"), enrol(book, "Yusuf")
    with book.writing(NOW) as w:
        circle.relate(w, newcomer, "Margaret", "referred by", other=sender)
    assert reasons(book, "thanks-for-friend") == [("Margaret", "Sent Yusuf today")]
    write(book, "thanks-for-friend")
    assert reasons(book, "thanks-for-friend") == []


# --- a tier, an event ---------------------------------------------------------------------------


def test_a_tier_is_invited_and_nobody_twice_to_the_same(book: Book) -> None:
    gold, other = enrol(book, "Margaret"), enrol(book, "Yusuf")
    buy(book, gold, GOLD)
    reading = book.reading()
    event = "the winter sale on 3 December"
    (one,) = letters.due_in_tier(reading, TODAY, "sale-preview", "Gold", event).due
    assert (one.member_id, one.because) == (gold, "Gold member")
    letter = letters.compose(reading, gold, None, "", TODAY, kind="sale-preview", told=event)
    assert f"we wanted you to know: {event}." in whole(letter)
    with book.writing(NOW) as w:
        letters.set_pause_days(w, 0)
        letters.written(w, [letter])
    assert letters.due_in_tier(reading, TODAY, "sale-preview", "Gold", event).due == ()
    assert len(letters.due_in_tier(reading, TODAY, "sale-preview", "Gold", "the tasting").due) == 1
    assert [one.because for one in letters.lately(reading, TODAY)] == [f"Invited to {event}"]
    assert [one.name for one in letters.due_in_tier(reading, TODAY, "sorry", "Member").due] == ["Yusuf"]
    assert other


def test_the_command_refuses_an_invitation_to_nothing_and_a_tier_there_is_not(book: Book) -> None:
    buy(book, enrol(book, "Margaret"), GOLD)
    reading = book.reading()

    def asked(**how: Any) -> letters.ForCommand:
        return letters.for_command(
            reading, [], everybody_due=False, own_line="", today=TODAY, kind="vip-invitation", **how
        )

    with pytest.raises(Declined, match="Say first to what"):
        asked(tier="Gold")
    with pytest.raises(Declined, match="The tiers are: Platinum, Gold"):
        asked(tier="Tin", told="tea")
    assert [one.name for one in asked(tier="gold", told="tea").letters] == ["Margaret"]


# --- who is left out ----------------------------------------------------------------------------


def test_by_post_whoever_has_no_address_is_left_out_with_the_reason(book: Book) -> None:
    enrol(book, "Anna Berg", addresses=(POST,), birthday=Birthday(11, 25))
    enrol(book, "Bo", birthday=Birthday(11, 25))
    with book.writing(NOW) as w:
        assert letters.set_paper(w, "A5", True, True).by_post
        assert not letters.set_paper(w, "A6", True, True).by_post, "a small card has no room for an address"
        letters.set_paper(w, "A5", True, True)
    found = letters.due(book.reading(), TODAY, "birthday")
    assert [one.name for one in found.due] == ["Anna Berg"]
    assert [(one.name, one.code, one.because) for one in found.left_out] == [
        ("Bo", "no_address", "No address to post it to")
    ]
    (letter,) = write(book, "birthday")
    assert letter.address == ("Anna Berg", "14 Quay Street", "BRISTOL", "BS1 4RW")


def test_a_letter_tied_to_a_day_does_not_wait_for_the_pause_and_others_do(book: Book) -> None:
    member = enrol(book, "Yusuf", birthday=Birthday(11, 25), letters=True)
    with book.writing(NOW) as w:
        letters.written(w, [letters.compose(w, member, None, "", TODAY, kind="sorry")])
    assert reasons(book, "birthday") == [("Yusuf", "Birthday on 25 November")]
    (left,) = letters.due(book.reading(), TODAY, "newsletter").left_out
    assert (left.code, left.because) == ("lately", "Had a letter today")


# --- words and log ------------------------------------------------------------------------------


def test_every_kind_has_its_words_in_every_language_there_is_and_a_title() -> None:
    languages = {file.name.split(".")[1] for file in asset("letters").glob("thank-you.*.txt")}
    assert languages == {"en", "de", "fr", "es", "el"}
    for kind in KEYS:
        assert title(kind).name and "{n}" in title(kind).due
        for language in languages:
            assert letters.originals(language, kind)
            if language == "en" and kind != "newsletter":
                assert len(letters.originals(language, kind)) > 1


@pytest.mark.parametrize("kind", KEYS)
def test_every_letter_can_be_written_logged_undone_and_printed_again(book: Book, kind: str) -> None:
    member = enrol(book, "Margaret <b>Okonkwo</b>", remarks=(Remark("likes", "Oolong tea"),))
    buy(book, member, GOLD, happened_on=days_ago(20))
    reading = book.reading()
    letter = letters.compose(reading, member, None, "Hello.", TODAY, kind=kind, told="a small feast.")
    assert letter.salutation == "Dear Margaret," and letter.paragraphs
    with book.writing(NOW) as w:
        letters.written(w, [letter])
    logged = letters.lately(reading, TODAY)[0]
    assert (logged.kind, letters.again(reading, logged.id)) == (kind, replace(letter, left_out=()))
    told = timeline.entries(reading, timeline.of(reading, member, TODAY), 0, 20)
    assert kind in {entry.reason for entry in told if entry.kind == "letter"}
    with book.writing(NOW) as w:
        acts.undo(w)
    assert letters.lately(reading, TODAY) == ()


@pytest.mark.parametrize("kind", KEYS)
def test_an_example_of_every_kind_leaves_nothing_out_that_was_written(book: Book, kind: str) -> None:
    letter = letters.example(book.reading(), "", TODAY, kind=kind)
    assert letter.salutation == "Dear Margaret," and letter.kind == kind
    assert set(letter.left_out) <= {"occasion", "tier_since"}


def test_a_code_asked_for_is_a_picture_on_the_sheet_and_no_word(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    wording = "Dear {{greeting}},\n\nShow this at the counter.\n\n{{qr}}\n\nThank you."
    letter = letters.compose(book.reading(), member, None, "", TODAY, wording)
    assert len(letter.code) == 13 and letter.paragraphs == ("Show this at the counter.",)
    with book.writing(NOW) as w:
        letters.written(w, [letter])
    reading = book.reading()
    assert letters.again(reading, letters.lately(reading, TODAY)[0].id).code == letter.code


def test_the_usual_programme_pays_points_with_money() -> None:
    assert usual_programme("GBP").worth_minor == 1
