"""The window before a locked book: the keyboard is enough, a wrong try costs time and nothing typed, it names nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look, passphrase
from shopkeeper.gui.passphrase import PassphraseWindow, wait_after
from shopkeeper.records import keyfile, keyring
from shopkeeper.records.book import Book
from shopkeeper.service import locks
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

PASSPHRASE = "four lemons on a tram"


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Book, str]]:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    monkeypatch.setattr(keyring, "_keys", {})
    monkeypatch.setattr(keyring, "_files", {})
    book = new_book(tmp_path)
    buy(book, enrol(book, "Anna Berg"), 2450)
    book.close()
    code = locks.new_code()
    locks.lock(book.path, PASSPHRASE, code, NOW, wait=lambda _s: None)
    keyring._keys.clear()
    keyring._files.clear()
    yield book, code
    book.close()


def window(book: Book, qtbot: QtBot) -> PassphraseWindow:
    look.wear(look.Wish(scheme="light", still=True))
    made = PassphraseWindow(book.path)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_passphrase_and_enter_open_the_book(locked: tuple[Book, str], qtbot: QtBot) -> None:
    shown = window(locked[0], qtbot)
    assert_within_reach(shown)
    assert shown.passphrase.edit.echoMode() == shown.passphrase.edit.EchoMode.Password
    with qtbot.waitSignal(shown.opened):
        QTest.keyClicks(shown.passphrase.edit, PASSPHRASE)
        QTest.keyClick(shown.passphrase.edit, Qt.Key.Key_Return)
    assert "Okafor" not in shown.windowTitle()
    assert locked[0].reading().value("select count(*) from members") == 1


def test_a_wrong_passphrase_is_a_sentence_and_each_further_try_waits_longer(
    locked: tuple[Book, str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [wait_after(n) for n in range(1, 9)] == [0, 0, 2, 4, 8, 16, 30, 30]
    monkeypatch.setattr(passphrase, "FREE_TRIES", 0)
    shown = window(locked[0], qtbot)
    QTest.keyClicks(shown.passphrase.edit, "four lemons on a bus")
    QTest.keyClick(shown.passphrase.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in shown.passphrase.error.text)
    assert shown.passphrase.text == "four lemons on a bus"
    assert not shown.enter.isEnabled() and "2 s" in shown.enter.text()
    QTest.keyClick(shown.passphrase.edit, Qt.Key.Key_Return)
    assert not shown.waiting.isVisible()
    qtbot.waitUntil(shown.enter.isEnabled, timeout=6000)


def test_caps_lock_is_told(locked: tuple[Book, str], qtbot: QtBot) -> None:
    shown = window(locked[0], qtbot)
    QTest.keyClick(shown.passphrase.edit, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(shown.passphrase.edit, "our")
    assert shown.passphrase._note.text() == ""
    QTest.sendKeyEvent(
        QTest.KeyAction.Press, shown.passphrase.edit, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier
    )
    assert "Caps Lock" in shown.passphrase._note.text()


def test_the_code_and_a_new_passphrase_open_it_where_the_old_is_forgotten(
    locked: tuple[Book, str], qtbot: QtBot
) -> None:
    book, code = locked
    shown = window(book, qtbot)
    QTest.keyClick(shown.forgot, Qt.Key.Key_Space)
    assert shown.with_code and not shown.passphrase.isVisible()
    assert_within_reach(shown)
    shown.code.set_text("ABCDE")
    shown.new.set_text("short")
    shown.again_field.set_text("shorter")
    QTest.keyClick(shown.code.edit, Qt.Key.Key_Return)
    assert shown.again_field.error.text
    shown.again_field.set_text("short")
    QTest.keyClick(shown.code.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "at least 10" in shown.new.error.text)
    for field in (shown.new, shown.again_field):
        field.set_text("seven plums in a boat")
    QTest.keyClick(shown.code.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "groups" in shown.code.error.text)
    shown.code.set_text(code.lower())
    with qtbot.waitSignal(shown.opened):
        QTest.keyClick(shown.code.edit, Qt.Key.Key_Return)
    keyring._keys.clear()
    locks.open_with_passphrase(book.path, "seven plums in a boat")


def test_at_twice_the_size_it_fits_a_small_screen_and_what_is_wrong_is_in_sight(
    tmp_path: Path, qtbot: QtBot
) -> None:
    look.wear(look.Wish(scheme="light", text_percent=200, still=True))
    shown = PassphraseWindow(tmp_path / "shop.db")
    qtbot.addWidget(shown)
    shown.forgot.click()
    shown.resize(1366, 700)
    shown.show()
    assert shown.height() == 700 and shown.rect().contains(shown.enter.geometry())
    shown.new.set_text("four lemons on a tram")
    QTest.keyClick(shown.new.edit, Qt.Key.Key_Return)
    assert shown.focusWidget() is shown.again_field.edit
    room = shown.tall.viewport()
    place = shown.again_field.edit.mapTo(room, shown.again_field.edit.rect().center())
    assert room.rect().contains(place)
    look.wear(look.Wish(scheme="light", still=True))
