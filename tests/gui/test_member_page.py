"""One member's page on a real book: all that happened on one line of time, undone where it stands, and left again."""

from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopkeeper import assets
from shopkeeper.gui.pages.members.telling import ICONS, letter_word, tell
from shopkeeper.records.book import Book
from shopkeeper.rules import letter_kinds
from shopkeeper.rules.money import currency
from shopkeeper.say import Speech
from shopkeeper.service import (
    awards,
    circle,
    counter,
    matters,
    members,
    promises,
    timeline_memory,
    wanted,
)
from shopkeeper.service.timeline import Entry
from tests.books import NOW, TODAY, enrol
from tests.gui.at_counter import at_counter
from tests.gui.at_members import Reader, at_members, five_members
from tests.gui.helpers import scan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return five_members(tmp_path)


def test_everything_that_happened_stands_on_one_timeline(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        awards.gift(w, 1, 50, "Birthday")
        awards.tier(w, 1, "Platinum", date(2027, 12, 31), "For thirty years")
        counter.answer_letters(w, 1, True)
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.shows(7)
        assert (
            person.story
            == [
                "Letters added: yes",
                "Platinum by hand, through 31 December 2027",
                "Gift of points",
                "Rye, olives",
                "Joined",
                "Became Gold",
                "Hamper",
            ]
            or "Hamper" in person.story
        )
        member = person.page.member
        member._kinds["purchases"].click()
        assert person.story == ["Rye, olives", "Hamper"]
        member._kinds["points"].click()
        assert person.story == ["Gift of points", "Rye, olives", "Hamper"]
        for kind in ("purchases", "points", "letters"):
            member._kinds[kind].click()
        assert person.story == [] and member.nothing.isVisible()


def test_promises_complaints_and_wishes_stand_in_the_story_too(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        made = promises.make(w, 2, "Two rye loaves", TODAY + timedelta(days=2))
        promises.settle(w, made.promise.id)
        heard = matters.hear(w, "complaint", "The jar was cracked", member_id=2)
        matters.remedy(w, heard.matter.id, "A new jar", 450)
        wanted.note(w, 2, "Comté")
        circle.relate(w, 2, "Daughter Ada")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        person.shows(8)
        person.page.member._kinds["memory"].click()
        assert person.story == [
            "Around them: Daughter Ada",
            "Wants: Comté",
            "Put right: A new jar",
            "Complaint: The jar was cracked",
            "Promise kept: Two rye loaves",
            "Promised: Two rye loaves",
        ]
        told = person.page.member.story.story.told
        assert told[2].amount == "£4.50" and told[5].more == "for 23 November"
        story = person.page.member.story
        story.setCurrentIndex(story.story.index(1))
        person.page.member.undo_one.click()
        person.waits()
        qtbot.waitUntil(lambda: "Wants: Comté" not in person.story)


def test_every_kind_of_entry_has_words_and_a_sign() -> None:
    speech = Speech("en_GB", currency("GBP"), UTC)
    facts = (
        "purchase",
        "return",
        "gift",
        "answer",
        "adjustment",
        "waiver",
        "tier",
        "perk",
        "climbed",
        "fell",
    )
    others = ("expired", "letter", "edit", "moved here", "moved away", "joined", *timeline_memory.KINDS)
    for kind in (*facts, *others):
        for state in ("", "kept", "gone", "remedy"):
            entry = Entry(
                TODAY, kind, what="rye", because=state, other="Ann", tier="Gold", was="Silver", by="Ines"
            )
            told = tell(entry, speech, TODAY)
            assert told.what and "{" not in told.what, (kind, state)
        assert (assets.path("icons", f"{ICONS[kind]}.svg")).exists()
    assert len({letter_word(kind) for kind in (*letter_kinds.KEYS, "")}) == len(letter_kinds.KEYS) + 1


def test_a_long_story_is_read_by_the_block(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        for number in range(200):
            counter.answer_letters(w, 2, number % 2 == 0)
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        story = person.page.member.story
        person.shows(80)
        person.presses(Qt.Key.Key_End)
        qtbot.waitUntil(lambda: len(story.story.entries) == 160)
        story.scrollToBottom()
        qtbot.waitUntil(lambda: len(story.story.entries) == 202)


def test_one_entry_is_undone_where_it_stands_and_shown_as_undone(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.shows(4)
        member = person.page.member
        story = member.story
        row = person.story.index("Hamper")
        story.setCurrentIndex(story.story.index(row))
        assert member.undo_one.isEnabled()
        person.presses(Qt.Key.Key_Backspace, ctrl=True)
        person.waits()
        assert person.toast.startswith("Undone: purchase of £600.00")
        person.waits()
        qtbot.waitUntil(lambda: "Hamper" not in person.story)
        assert member.at is not None and member.at.card.standing.spent_minor == 2_450
        member.undone.click()
        person.waits()
        qtbot.waitUntil(lambda: "Hamper" in person.story)
        story.setCurrentIndex(story.story.index(person.story.index("Hamper")))
        assert not member.undo_one.isEnabled()


def test_the_next_member_and_the_one_before_are_a_key_away(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert person.page.member_id == 1, "in a list of one there is no other"
        person.presses(Qt.Key.Key_Escape)
        person.page.list.show_everybody()
        person.waits()
        person.page._open_listed(2)
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert person.page.member_id == 3
        person.presses(Qt.Key.Key_PageUp, ctrl=True)
        assert person.page.member_id == 2
        assert not person.page.member.earlier.isEnabled() and person.page.member.later.isEnabled()


def test_the_counter_leads_to_the_whole_story_and_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("marg")
        person.presses(Qt.Key.Key_I, ctrl=True)
        reader = Reader(person)
        reader.waits()
        assert person.shell.current == "members" and reader.page.member_id == 1
        assert reader.page.member.back.text() == "Counter"
        assert person.shell.find_box.text == ""
        person.presses(Qt.Key.Key_Escape)
        assert person.shell.current == "counter" and person.counter.member_id == 1 and person.paying
        person.counter.area.card.story.click()
        person.presses(Qt.Key.Key_Return, ctrl=True)
        assert person.shell.current == "counter" and person.counter.member_id == 1


def test_a_card_scanned_here_opens_that_member_here(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    reading = book.reading()
    cards = [members.details_of(reading, member)[2][0][0] for member in (1, 2)]
    reading.close()
    with at_members(book, tmp_path, qtbot) as person:
        scan(person.shell, cards[1])
        assert person.shell.current == "members" and person.page.member_id == 2
        assert person.shell.find_box.text == ""
        person.presses(Qt.Key.Key_F2)
        person.types("Dr ")
        scan(person.shell, cards[0])
        assert person.page.member_id == 1 and person.page.views.currentWidget() is person.page.member
        scan(person.shell, cards[1])
        assert person.page.member.pending.isVisible(), "what was typed before the scan is kept"
        person.page.member.go_on.click()
        assert person.page.form.name.text == "Dr Ben Ash"
        scan(person.shell, "9780131103627")
        assert person.toast.startswith("Nobody has the card")


def test_a_sale_elsewhere_is_seen_when_one_comes_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        person.shows(2)
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.types("5")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_3, ctrl=True)
        person.waits()
        person.shows(3)
        row = person.page.list.table.members.row_at(0)
        assert row is not None and row.spent_minor == 1_700


def test_a_member_who_is_undone_while_shown_leaves_the_page(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    enrol(book, "Zoe")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("zoe")
        person.presses(Qt.Key.Key_F2)
        person.types("x")
        person.program.undo()
        person.waits()
        assert person.page.views.currentWidget() is person.page.list
        assert not person.page.form.waiting
