"""A member's details changed by keyboard and undone as one; points, tiers and cards given by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui.pages.members.by_hand import read_points
from shopkeeper.records.book import Book
from shopkeeper.service import (
    awards,
    counter,
)
from shopkeeper.service.details import Birthday
from tests.books import NOW
from tests.gui.at_members import at_members, five_members
from tests.gui.helpers import scan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return five_members(tmp_path)


def test_details_are_changed_by_keyboard_and_undone_as_one(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        assert form.name.edit.hasFocus() and not form.save.isEnabled()
        before = person.kept()
        person.fills(form.name.edit, "Margaret Adaeze Okonkwo")
        person.fills(form.greeting.edit, "Maggie")
        person.fills(form.birthday.edit, "29 Feb 1960")
        assert form.leap.isVisible()
        form.leap.buttons[1].click()
        assert len(form.phones.fields) == 3, "an empty line waits for another phone"
        form.phones.fields[1].clear()
        person.fills(form.phones.fields[2].edit, "020 7946 0999")
        person.fills(form.emails.fields[1].edit, "m.okonkwo@example.com")
        person.fills(form.addresses.blocks[0].parts["town"].edit, "Leeds")
        form.addresses.another.click()
        person.types("2 Mill Lane")
        person.fills(form.remarks["likes"].fields[0].edit, "Sourdough")
        person.fills(form.remarks["fact"].fields[0].edit, "Daughter Ada in York")
        form.letters.buttons[1].click()
        form.note.edit.setFocus()
        form.note.edit.selectAll()
        QTest.keyClicks(form.note.edit, "Two lines")
        QTest.keyClick(form.note.edit, Qt.Key.Key_Return)
        QTest.keyClicks(form.note.edit, "kept")
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.waits()
        now = person.kept()
        assert (now.name, now.greeting, now.letters) == ("Margaret Adaeze Okonkwo", "Maggie", True)
        assert now.birthday == Birthday(2, 29, 1960, "1 March")
        assert now.phones == ("020 7946 0417", "020 7946 0999") and len(now.emails) == 2
        assert [address.town or address.street for address in now.addresses] == ["Leeds", "2 Mill Lane"]
        assert {(one.kind, one.text) for one in now.remarks} == {
            ("warning", "Nut allergy"), ("likes", "Sourdough"), ("likes", "Oolong"), ("fact", "Daughter Ada in York"),
        }  # fmt: skip
        assert now.note == "Two lines\nkept"
        assert person.toast == "Changed the details of Margaret Adaeze Okonkwo"
        assert person.page.views.currentWidget() is person.page.member
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        after = person.kept()
        assert (after.name, after.birthday, after.note) == (before.name, before.birthday, before.note)
        assert sorted(after.phones) == sorted(before.phones) and set(after.remarks) == set(before.remarks)


def test_nothing_typed_is_lost_by_leaving(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        person.fills(form.say.edit, "oh-kon")
        person.presses(Qt.Key.Key_1, ctrl=True)
        assert person.shell.current == "counter"
        person.presses(Qt.Key.Key_3, ctrl=True)
        assert person.page.views.currentWidget() is form and form.say.text == "oh-kon"
        person.presses(Qt.Key.Key_Escape)
        member = person.page.member
        assert member.pending.isVisible()
        person.presses(Qt.Key.Key_Escape)
        person.opens("ben")
        assert not member.pending.isVisible()
        person.presses(Qt.Key.Key_F2)
        assert form.say.text == ""
        person.presses(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
        person.opens("marg")
        member.go_on.click()
        assert form.say.text == "oh-kon" and form.again.isVisible()
        form.throw.click()
        assert form.say.text == "oh-KON-kwo" and not form.waiting
        person.fills(form.say.edit, "x")
        person.presses(Qt.Key.Key_Escape)
        member.forget.click()
        assert not member.pending.isVisible() and not form.waiting
        assert person.kept().say == "oh-KON-kwo"


def test_what_was_changed_elsewhere_meanwhile_stays(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.fills(person.page.form.greeting.edit, "Maggie")
        with book.writing(NOW) as w:
            counter.answer_letters(w, 1, False)
        person.enter()
        person.waits()
        assert (person.kept().greeting, person.kept().letters) == ("Maggie", False)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "name"),
        ("birthday", "31 February", "day"),
        ("joined", "2027-01-01", "still to come"),
        ("number", "12a", "digits"),
        ("number", "1002", "somebody"),
        ("say", "x\u202ey", "invisible"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_stays(
    book: Book, tmp_path: Path, qtbot: QtBot, field: str, typed: str, said: str
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        part = form._fields[field]
        part.edit.setFocus()
        part.set_text(typed)
        person.enter()
        person.waits()
        assert said in part.error.text.casefold() and part.edit.hasFocus() and part.text == typed
        assert person.page.views.currentWidget() is form


def test_a_wrong_phone_e_mail_or_remark_is_refused_at_its_line(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        for line, typed in (
            (form.emails.fields[1], "no at sign"),
            (form.remarks["size"].fields[0], "x\u202ey"),
        ):
            line.set_text(typed)
            form.name.edit.setFocus()
            person.enter()
            person.waits()
            assert line.error.text
            assert line.edit.hasFocus() and line.text == typed
            line.clear()
        form.addresses.blocks[0].parts["street"].set_text("x\x07y")
        person.enter()
        person.waits()
        assert form.addresses.blocks[0].parts["street"].error.text
        form.addresses.blocks[0].parts["street"].set_text("1 High St")
        form.note.set_text("a\x07")
        form.note.edit.setFocus()
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.waits()
        assert form.note.error.text and person.page.views.currentWidget() is form


def test_the_window_closes_only_when_it_was_said_what_is_not_saved(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.fills(person.page.form.greeting.edit, "Maggie")
        person.presses(Qt.Key.Key_1, ctrl=True)
        assert not person.shell.close() and person.shell.isVisible()
        assert person.shell.current == "members" and person.page.views.currentWidget() is person.page.form
        assert person.page.form.greeting.text == "Maggie"
        assert person.toast.startswith("What is typed here is not saved yet")
        assert person.shell.close()


# ---- by hand ----


def test_points_are_given_and_corrected_with_a_reason(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page
        page._give("gift")
        person.types("5x")
        person.enter()
        sheet = page._by_hand
        assert sheet is not None and "whole number" in sheet.points.error.text
        person.presses(Qt.Key.Key_A, ctrl=True)
        person.types("50")
        person.enter()
        person.waits()
        assert sheet.reason.edit.hasFocus() and sheet.reason.error.text
        person.types("Waited long")
        person.presses(Qt.Key.Key_Escape)
        page._give("gift")
        assert (sheet.points.text, sheet.reason.text) == ("50", "Waited long"), "put away, not lost"
        person.enter()
        person.waits()
        assert person.toast.startswith("Given 50 points to Ben Ash")
        assert page.member.at is not None
        points = page.member.at.card.standing.points
        page._give("adjust")
        sheet.points.set_text("−20")
        sheet.reason.set_text("Counted twice")
        person.enter()
        person.waits()
        assert page.member.at.card.standing.points == points - 20
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert page.member.at.card.standing.points == points


def test_a_tier_is_given_and_a_debt_forgotten(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        awards.adjust(w, 2, -500, "Returned elsewhere")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page
        assert page.member.waive.isEnabled()
        page._give("tier")
        sheet = page._by_hand
        assert sheet is not None
        sheet.tier.setCurrentText("Gold")
        sheet.until.set_text("31 February")
        sheet.reason.set_text("Neighbour")
        sheet.reason.edit.setFocus()
        person.enter()
        assert sheet.until.error.text and sheet.until.edit.hasFocus()
        sheet.until.set_text("31/12/2027")
        person.enter()
        person.waits()
        assert page.member.at is not None and page.member.at.card.standing.tier == "Gold"
        page._give("waive")
        person.types("Old story")
        person.enter()
        person.waits()
        assert page.member.at.card.standing.debt == 0 and not page.member.waive.isEnabled()


def test_a_lost_card_is_replaced_and_a_scanned_one_is_given(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page

        def lost_button() -> QPushButton:
            return next(
                button
                for button in page.member.side.cards.findChildren(QPushButton)
                if button.text() == "Lost" and button.isVisible()
            )

        lost_button().click()
        sheet = page._by_hand
        assert sheet is not None and "is not taken any more" in sheet.about.text()
        person.enter()
        person.waits()
        assert page.member.at is not None
        card = page.member.at.card
        assert len(card.cards) == 1 and len(card.blocked_cards) == 1
        lost_button().click()
        sheet.no_new.click()
        person.waits()
        assert person.toast.startswith("Reported lost: the card of Ben Ash")
        assert not page.member.at.card.cards
        page.member.side.cards.give.click()
        scan(person.shell, "ABC 12345")
        assert sheet.card.text == "ABC12345"
        person.enter()
        person.waits()
        assert page.member.at.card.cards[0] == "ABC12345"
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert not page.member.at.card.cards


@pytest.mark.parametrize(
    ("typed", "points"),
    [("50", 50), ("+50", 50), ("−20", -20), ("1,250", 1250), ("５０", 50), ("1 000", 1000)],
)
def test_points_are_read_as_they_are_written(typed: str, points: int) -> None:
    assert read_points(typed, signed=True) == points


@pytest.mark.parametrize("typed", ["", "1,5", "1.005.1", "1e9", "-", "9" * 13, "٣x"])
def test_points_that_are_no_whole_number_are_refused(typed: str) -> None:
    with pytest.raises(Declined):
        read_points(typed, signed=True)


def test_a_gift_takes_nothing() -> None:
    with pytest.raises(Declined):
        read_points("-5", signed=False)
