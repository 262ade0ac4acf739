"""Nobody who has earned a thank-you is forgotten, nobody is thanked twice for the same, and no is no."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.wording import Misworded
from shopkeeper.service import acts, letters, shops
from shopkeeper.service.details import Details
from shopkeeper.service.letter_words import words_of
from tests.books import NOW, SHOP, TODAY, buy, enrol, new_book

GOLD, PLATINUM = 50_000, 100_000


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def due(book: Book, today: date = TODAY) -> letters.DueList:
    return letters.due(book.reading(), today)


def write(book: Book, member: int, now: datetime = NOW, own_line: str = "") -> letters.Written:
    reading = book.reading()
    today = SHOP.day_of(now)
    found = letters.due_for(reading, member, today)
    letter = letters.compose(reading, member, found.occasion if found else None, own_line, today)
    with book.writing(now) as w:
        return letters.written(w, [letter])


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# --- who is due ---------------------------------------------------------------------------------


def test_the_newest_tier_stands_first_and_each_has_its_reason_in_words(book: Book) -> None:
    visitor, large = enrol(book, "Yusuf Demir"), enrol(book, "Ansel Brandt")
    gold, platinum = enrol(book, "Margaret Okonkwo"), enrol(book, "Thandeka Mbeki")
    buy(book, gold, GOLD, happened_on=date(2026, 11, 1))
    buy(book, platinum, PLATINUM)
    for day in (300, 280, 260, 240, 220, 200, 180, 160, 140, 81):
        buy(book, visitor, 100, happened_on=days_ago(day))
    for day in (200, 199, 198, 197, 196):
        buy(book, large, 1000, happened_on=days_ago(day))
    buy(book, large, 12_000, happened_on=days_ago(1), what="hamper")
    said = [(one.name, one.tier, one.because) for one in due(book).due]
    assert said[:2] == [
        ("Thandeka Mbeki", "Platinum", "Reached Platinum today"),
        ("Margaret Okonkwo", "Gold", "Became Gold on 1 November"),
    ]
    assert ("Ansel Brandt", "Bronze", "£120.00 hamper yesterday") in said
    assert ("Yusuf Demir", "Bronze", "Tenth visit on 1 September") in said


def test_a_member_is_thanked_for_the_highest_of_several_reasons(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, 20_000, happened_on=days_ago(60))
    buy(book, member, 30_000, happened_on=days_ago(20))
    assert [one.because for one in due(book).due] == ["Became Gold on 1 November"]


def test_an_occasion_waits_ninety_days_and_no_longer(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, GOLD, happened_on=days_ago(90))
    assert len(due(book).due) == 1
    assert due(book, TODAY + timedelta(days=1)).due == ()


def test_one_member_is_asked_about_alone(book: Book) -> None:
    gold, other = enrol(book, "Margaret Okonkwo"), enrol(book, "Yusuf Demir")
    buy(book, gold, GOLD)
    buy(book, other, GOLD)
    found = letters.due_for(book.reading(), gold, TODAY)
    assert found is not None and found.name == "Margaret Okonkwo"
    write(book, gold)
    assert letters.due_for(book.reading(), gold, TODAY) is None


def test_who_asked_for_no_letters_or_had_one_lately_is_left_out_and_told_why(book: Book) -> None:
    silent, lately, number = enrol(book, "Ines", letters=False), enrol(book, "Yusuf"), enrol(book, "Nobody")
    with book.writing(NOW) as w:
        w.run("update members set name = '' where id = ?", (number,))
    for member in (silent, number):
        buy(book, member, GOLD)
    buy(book, lately, 20_000, happened_on=days_ago(10))
    write(book, lately, NOW - timedelta(days=9))
    buy(book, lately, 30_000)
    found = due(book)
    assert found.due == ()
    assert [(one.name, one.code, one.because) for one in found.left_out] == [
        ("", "no_name", "Known by number only"),
        ("Ines", "no_letters", "Asked for no letters"),
        ("Yusuf", "lately", "Had a thank-you on 12 November"),
    ]


def test_the_pause_between_two_notes_is_the_shops_own(book: Book) -> None:
    member = enrol(book, "Yusuf")
    buy(book, member, 20_000, happened_on=days_ago(10))
    write(book, member, NOW - timedelta(days=9))
    buy(book, member, 30_000)
    assert due(book).due == ()
    with book.writing(NOW) as w:
        letters.set_pause_days(w, 9)
    assert [one.because for one in due(book).due] == ["Reached Gold today"]
    with book.writing(NOW) as w, pytest.raises(Declined, match="from 0"):
        letters.set_pause_days(w, -1)


def test_may_write_is_a_no_for_who_asked_for_none_and_a_warning_soon_after_a_note(book: Book) -> None:
    silent, member = enrol(book, "Ines", letters=False), enrol(book, "Yusuf")
    reading = book.reading()
    assert letters.may_write(reading, silent, TODAY) == letters.MayWrite(
        False, "Asked for no letters", "no_letters"
    )
    assert letters.may_write(reading, member, TODAY) == letters.MayWrite(True)
    write(book, member)
    assert letters.may_write(reading, member, TODAY) == letters.MayWrite(
        True, "Had a thank-you today", "lately"
    )


# --- thanked once -------------------------------------------------------------------------------


def test_a_note_is_logged_once_and_undone_as_one_act(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, GOLD)
    done = write(book, member, own_line="Seven years of Fridays.")
    assert (done.letters, done.already) == (1, ())
    assert due(book) == letters.DueList((), ())
    logged = letters.lately(book.reading(), TODAY)
    assert [(one.name, one.because, one.own_line) for one in logged] == [
        ("Margaret Okonkwo", "Reached Gold today", "Seven years of Fridays.")
    ]
    with book.writing(NOW) as w:
        assert acts.undo(w).kind == "letter"
    assert len(due(book).due) == 1
    assert letters.lately(book.reading(), TODAY) == ()


def test_nobody_is_logged_twice_for_the_same_occasion(book: Book) -> None:
    first, second = enrol(book, "Margaret"), enrol(book, "Yusuf")
    for member in (first, second):
        buy(book, member, GOLD)
    reading = book.reading()
    both = [letters.compose(reading, one.member_id, one.occasion, "", TODAY) for one in due(book).due]
    write(book, first)
    with book.writing(NOW) as w:
        done = letters.written(w, both)
    assert (done.letters, len(done.already)) == (1, 1)
    with book.writing(NOW) as w, pytest.raises(Declined, match="twice"):
        letters.written(w, both)
    assert len(letters.lately(reading, TODAY)) == 2


def test_a_tier_whose_day_moves_is_not_thanked_for_again(book: Book) -> None:
    member = enrol(book, "Margaret")
    buy(book, member, 40_000, happened_on=days_ago(45))
    thanks = buy(book, member, 20_000, happened_on=days_ago(40))
    write(book, member, NOW - timedelta(days=40))
    with book.writing(NOW) as w:
        acts.undo(w, w.value("select act_id from facts where id = ?", (thanks.purchase,)))
    buy(book, member, 20_000, happened_on=days_ago(5))
    assert due(book) == letters.DueList((), ())


def test_a_note_without_a_reason_takes_no_thanks_away(book: Book) -> None:
    member = enrol(book, "Margaret")
    with book.writing(NOW) as w:
        letters.set_pause_days(w, 0)
        letters.written(w, [letters.compose(w, member, None, "Just so.", TODAY)])
    buy(book, member, GOLD)
    assert len(due(book).due) == 1


# --- the words ----------------------------------------------------------------------------------


def test_a_note_says_why_and_says_nothing_twice(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo", joined_on=date(2019, 3, 4))
    buy(book, member, 1000, happened_on=days_ago(30))
    buy(book, member, GOLD, happened_on=date(2026, 11, 1))
    found = letters.due_for(book.reading(), member, TODAY)
    assert found is not None
    letter = letters.compose(book.reading(), member, found.occasion, " Seven years\nof Fridays. ", TODAY)
    assert letter.salutation == "Dear Margaret,"
    assert letter.own_line == "Seven years of Fridays."
    assert letter.paragraphs[0] == (
        "You became one of our Gold members on 1 November. You have been a part of this shop for 2 visits now, "
        "and we were glad each time you came through the door."
    )
    assert (letter.date_text, letter.signature_name) == ("21 November 2026", "Ngozi Okafor")
    assert (letter.shop_name, letter.address_line) == ("Okafor & Daughters", "12 Wharf Street")


def test_the_next_note_to_the_same_member_uses_the_next_words(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    reading = book.reading()
    first = letters.compose(reading, member, None, "", TODAY)
    write(book, member)
    second = letters.compose(reading, member, None, "", TODAY)
    assert first.paragraphs != second.paragraphs


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "el"])
@pytest.mark.parametrize("visits", sorted({10, 25, 50, 100, 200, 300, 500, 1000}))
def test_every_language_can_say_every_reason(language: str, visits: int) -> None:
    shop = shops.Shop("Shop", "EUR", "GR", "Europe/Athens", language=language)
    words = words_of(shop)
    for kind, detail in (("tier", "Gold"), ("visits", str(visits)), ("large", "12000")):
        sentence = words.occasion(kind, detail, TODAY, TODAY)  # type: ignore[arg-type]
        assert sentence.endswith(".") and "{" not in sentence
    assert words.count("visits", 2).startswith("2 ")
    for text in letters.originals(language):
        assert text


def test_a_shop_in_another_language_gets_its_days_and_words(tmp_path: Path) -> None:
    shop = shops.Shop("Laden", "EUR", "AT", "Europe/Vienna", language="de", owner="Eva")
    book = new_book(tmp_path, shop=shop)
    member = enrol(book, "Jürgen Groß")
    buy(book, member, GOLD, happened_on=date(2026, 11, 1))
    found = letters.due_for(book.reading(), member, TODAY)
    assert found is not None
    letter = letters.compose(book.reading(), member, found.occasion, "", TODAY)
    assert letter.salutation == "Guten Tag Jürgen,"
    assert "Seit dem 1. November gehören Sie zu unseren Gold-Mitgliedern." in letter.paragraphs[0]
    assert letter.date_text == "21. November 2026"


def test_the_owners_wording_is_kept_and_the_original_comes_back(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    with book.writing(NOW) as w:
        letters.keep_wordings(w, ("Hello {{name}}, thank you.",))
    reading = book.reading()
    assert letters.wordings(reading).original is False
    assert letters.compose(reading, member, None, "", TODAY).paragraphs == (
        "Hello Margaret Okonkwo, thank you.",
    )
    with book.writing(NOW) as w:
        letters.original_wordings(w)
    assert letters.wordings(reading).original is True
    assert letters.compose(reading, member, None, "", TODAY).salutation == "Dear Margaret,"


def test_a_wording_with_an_unknown_field_is_refused_with_its_place_and_the_old_one_stays(book: Book) -> None:
    with book.writing(NOW) as w, pytest.raises(Misworded) as refused:
        letters.keep_wordings(w, ("Fine, {{name}}.", "Dear {{nmae}},\n\nThanks."))
    assert (refused.value.line, refused.value.column) == (1, 6)
    with book.writing(NOW) as w, pytest.raises(Misworded):
        letters.keep_wordings(w, ())
    assert letters.wordings(book.reading()).original is True


def test_what_a_member_is_called_is_never_read_as_a_field(book: Book) -> None:
    member = enrol(book, "{{owner}} <b>Bo</b>")
    letter = letters.compose(
        book.reading(), member, None, "{{points}}", TODAY, wording="Dear {{name}}, hello."
    )
    assert letter.paragraphs == ("Dear {{owner}} <b>Bo</b>, hello.",)
    assert letter.own_line == "{{points}}"


def test_a_note_that_cannot_be_is_refused(book: Book) -> None:
    member = enrol(book, "Margaret")
    reading = book.reading()
    for code, how in {
        "member_unknown": (999, None, ""),
        "occasion_unknown": (member, "tier:Gold:2026-11-01", ""),
        "own_line_too_long": (member, None, "x" * 501),
    }.items():
        with pytest.raises(Declined) as refused:
            letters.compose(reading, how[0], how[1], how[2], TODAY)
        assert refused.value.code == code


def test_a_logged_note_can_be_printed_again_as_it_was(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, GOLD)
    found = letters.due_for(book.reading(), member, TODAY)
    assert found is not None
    letter = letters.compose(book.reading(), member, found.occasion, "Fridays.", TODAY)
    with book.writing(NOW) as w:
        letters.written(w, [letter])
        letters.keep_wordings(w, ("Something else.",))
    reading = book.reading()
    again = letters.again(reading, letters.lately(reading, TODAY)[0].id)
    assert (again.salutation, again.paragraphs, again.closing) == (
        letter.salutation,
        letter.paragraphs,
        letter.closing,
    )
    assert (again.own_line, again.date_text) == ("Fridays.", "21 November 2026")
    with pytest.raises(Declined, match="not in the log"):
        letters.again(reading, 999)


def test_the_paper_is_the_shops_and_remembered(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    assert letters.paper(book.reading()) == letters.Paper("A5", True)
    with book.writing(NOW) as w:
        letters.set_paper(w, "A4", False)
    assert letters.paper(book.reading()) == letters.Paper("A4", False)
    (tmp_path / "us").mkdir()
    american = shops.Shop("Deli", "USD", "US", "America/New_York")
    assert letters.paper(new_book(tmp_path / "us", shop=american).reading()).size == "half-letter"


# --- the command --------------------------------------------------------------------------------


def test_the_command_prints_who_is_named_and_who_is_due(book: Book) -> None:
    gold, named, silent = enrol(book, "Margaret"), enrol(book, "Yusuf"), enrol(book, "Ines", letters=False)
    for member in (gold, silent):
        buy(book, member, GOLD)
    reading = book.reading()
    number = reading.value("select number from members where id = ?", (named,))
    found = letters.for_command(reading, [number], everybody_due=True, own_line="Hello.", today=TODAY)
    assert [(one.name, one.occasion != "", one.own_line) for one in found.letters] == [
        ("Yusuf", False, "Hello."),
        ("Margaret", True, "Hello."),
    ]
    assert [(one.name, one.because) for one in found.left_out] == [("Ines", "Asked for no letters")]
    with pytest.raises(Declined, match="--due"):
        letters.for_command(reading, [], everybody_due=False, own_line="", today=TODAY)


def test_changed_details_are_in_the_next_note(book: Book) -> None:
    from shopkeeper.service import members

    member = enrol(book, "Margaret Okonkwo")
    with book.writing(datetime(2026, 11, 21, 11, 0, tzinfo=UTC)) as w:
        members.edit(w, member, Details(name="Margaret Okonkwo", greeting="Auntie Meg"))
    assert letters.compose(book.reading(), member, None, "", TODAY).salutation == "Dear Auntie Meg,"


def test_what_the_reason_has_said_already_is_not_called_empty(book: Book) -> None:
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, 60_000, happened_on=TODAY - timedelta(days=1))
    reading = book.reading()
    (due,) = (one for one in letters.due(reading, TODAY).due if one.member_id == member)
    wording = "Dear {{greeting}},\n\n{{occasion}} Since {{tier_since}} you are Gold.\n\nThank you."
    letter = letters.compose(reading, member, due.occasion, "", TODAY, wording)
    assert "Since" not in letter.paragraphs[0]
    assert "tier_since" not in letter.left_out
