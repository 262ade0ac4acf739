"""PINs in the window: asked in place so that the act goes on; a window left alone shows nothing, and keeps what was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopkeeper.gui import lock_page, look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records import keyfile, keyring
from shopkeeper.records.book import Book
from shopkeeper.service import locks, people, pins
from tests.books import NOW, enrol, new_book
from tests.gui.helpers import assert_within_reach

OWNER, KOFI = "271828", "161803"
LOCK = 5


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Anna Wintergruen")
    with made.writing(NOW) as w:
        kofi = people.add(w, "Kofi").id
    with made.writing(NOW) as w:
        pins.give(w, next(one.id for one in people.everyone(w) if one.role == "owner"), OWNER)
        pins.give(w, kofi, KOFI)
    return made


class At:
    """The window with PINs in use."""

    def __init__(self, book: Book, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.qtbot = qtbot
        self.program = Program(
            Desk(book, lambda: NOW), Remembered(folder / "window.json"), lambda _where: None
        )
        self.shell, self.desk, self.guard = self.program.shell, self.program.desk, self.program.guard
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.program.start()
        self.shell.activateWindow()
        qtbot.waitUntil(lambda: self.shell.current == "counter")

    def settings(self, part: int) -> SettingsPage:
        page = self.shell.go("settings")
        assert isinstance(page, SettingsPage)
        page.show_part(part)
        return page

    def types_pin(self, pin: str) -> None:
        self.qtbot.waitUntil(self.guard.sheet.isVisible)
        self.guard.sheet.pin.set_text(pin)
        QTest.keyClick(self.guard.sheet.pin.edit, Qt.Key.Key_Return)


@pytest.fixture
def at(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[At]:
    one = At(book, tmp_path, qtbot)
    yield one
    one.shell.close()


def names(at: At) -> list[str]:
    return [one.name for one in at.desk.ask(people.everyone)]


def test_the_owner_s_pin_is_asked_in_place_and_the_act_goes_on(at: At) -> None:
    page = at.settings(1)
    page.people.name.set_text("Ama")
    QTest.keyClick(page.people.name.edit, Qt.Key.Key_Return)
    at.types_pin("999000")
    at.qtbot.waitUntil(lambda: "nobody" in at.guard.sheet.pin.error.text)
    at.types_pin(KOFI)
    at.qtbot.waitUntil(lambda: "Kofi may not" in at.guard.sheet.pin.error.text)
    assert_within_reach(at.guard.sheet)
    assert "Ama" not in names(at)
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: "Ama" in names(at))
    assert at.guard.sheet.isHidden() and at.guard.sheet.pin.text == ""
    page.people.name.set_text("Esi")  # this once: the next is asked again
    QTest.keyClick(page.people.name.edit, Qt.Key.Key_Return)
    at.qtbot.waitUntil(at.guard.sheet.isVisible)
    QTest.keyClick(at.guard.sheet.pin.edit, Qt.Key.Key_Escape)
    at.qtbot.waitUntil(lambda: "Only the owner" in page.people.error.text)
    assert page.people.name.text == "Esi" and "Esi" not in names(at)


def test_who_has_a_pin_proves_it_before_they_serve(at: At) -> None:
    kofi = next(one.id for one in at.desk.ask(people.everyone) if one.name == "Kofi")
    before = at.desk.serving
    at.shell.serving_chosen.emit(kofi)
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: "not the PIN of whom" in at.guard.sheet.pin.error.text)
    assert at.desk.serving == before
    at.types_pin(KOFI)
    at.qtbot.waitUntil(lambda: at.desk.serving == kofi)


def test_a_window_left_alone_locks_and_all_that_was_typed_is_there_after_it(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_page, "MINUTE_MS", 40)
    page = at.guard.page
    at.shell.find_box.edit.setFocus()
    QTest.keyClicks(at.shell.find_box.edit, "wintergruen")
    assert page.isHidden()
    page.set_minutes(1)
    at.qtbot.waitUntil(page.isVisible)
    assert page.size() == at.shell.size() and at.shell.windowTitle() == "Shopkeeper"
    seen = " ".join(one.text() for one in page.findChildren(QLabel))
    assert "Locked" in seen and not any(name in seen for name in ("Okafor", "Kofi", "Anna"))
    QTest.keyClicks(at.shell.find_box.edit, "x")
    QTest.keyClick(at.shell.find_box.edit, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert at.shell.find_box.edit.text() == "wintergruen" and at.shell.current == "counter"
    page.set_minutes(0)
    page.pin.set_text("9" * 200)
    QTest.keyClick(page.pin.edit, Qt.Key.Key_Return)
    at.qtbot.waitUntil(lambda: "nobody" in page.pin.error.text)
    QTest.keyClick(page.pin.edit, Qt.Key.Key_Tab)
    assert page.enter.hasFocus()
    page.pin.set_text(KOFI)
    QTest.keyClick(page.pin.edit, Qt.Key.Key_Return)
    at.qtbot.waitUntil(page.isHidden)
    assert at.shell.find_box.edit.text() == "wintergruen" and "Okafor" in at.shell.windowTitle()
    assert at.desk.serving == next(one.id for one in at.desk.ask(people.everyone) if one.name == "Kofi")


def test_a_shop_that_locks_itself_begins_locked(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        pins.set_idle(w, 5)
    one = At(book, tmp_path, qtbot)
    assert one.guard.page.isVisible() and one.shell.windowTitle() == "Shopkeeper"
    one.guard.page.pin.set_text(OWNER)
    QTest.keyClick(one.guard.page.pin.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(one.guard.page.isHidden)
    one.shell.close()


def test_pins_and_minutes_are_set_in_the_settings(at: At) -> None:
    card = at.settings(LOCK).lock.pins
    assert "Kofi" in card.state.text()
    card.minutes.edit.setFocus()
    QTest.keyClicks(card.minutes.edit, "soon")
    QTest.keyClick(card.minutes.edit, Qt.Key.Key_Return)
    assert "number of minutes" in card.minutes.error.text
    card.minutes.edit.selectAll()
    QTest.keyClicks(card.minutes.edit, "5")
    QTest.keyClick(card.minutes.edit, Qt.Key.Key_Return)
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: at.desk.ask(pins.idle_minutes) == 5)
    card.pin.set_text("1234")
    card.again.set_text("1234")
    QTest.keyClick(card.again.edit, Qt.Key.Key_Return)
    at.qtbot.waitUntil(lambda: bool(card.pin.error.text))
    card.pin.set_text("577215")
    QTest.keyClick(card.pin.edit, Qt.Key.Key_Return)
    assert "not the same" in card.again.error.text
    card.again.set_text("577215")
    QTest.keyClick(card.again.edit, Qt.Key.Key_Return)
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: card.pin.text == "")
    with at.desk.book.writing(NOW) as w:
        assert pins.enter(w, "577215").person is not None


def test_the_lock_key_does_nothing_where_nobody_has_a_pin(tmp_path: Path, qtbot: QtBot) -> None:
    one = At(new_book(tmp_path), tmp_path, qtbot)
    QTest.keyClick(one.shell, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert one.guard.page.isHidden()
    one.shell.close()


def test_a_forgotten_pin_is_passed_with_the_passphrase_of_a_locked_book_and_the_way_out_is_said(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    monkeypatch.setattr(keyring, "_keys", {})
    monkeypatch.setattr(keyring, "_files", {})
    clear = At(book, tmp_path, qtbot)
    QTest.keyClick(clear.shell, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert "pin --reset" in clear.guard.page.way_out.text()
    clear.shell.close()
    code = locks.new_code()
    locks.lock(book.path, "four lemons on a tram", code, NOW, wait=lambda _s: None)
    at = At(book, tmp_path, qtbot)
    page = at.guard.page
    for secret in ("four lemons on a tram", code):
        QTest.keyClick(at.shell, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        assert page.isVisible() and "recovery code" in page.way_out.text()
        assert_within_reach(page)
        page.pin.set_text(secret)
        QTest.keyClick(page.pin.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(page.isHidden)
    settings = at.settings(1)
    settings.people.name.set_text("Ama")
    QTest.keyClick(settings.people.name.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(at.guard.sheet.isVisible)
    assert "passphrase" in at.guard.sheet.words.text()
    at.types_pin("four lemons on a tram")
    qtbot.waitUntil(lambda: "Ama" in names(at))
    at.shell.close()
