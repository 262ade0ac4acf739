"""The lock in the settings: nothing is locked before the owner has shown the code; the window that does it says how far it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.turning_window import TurningWindow, Wanted
from shopkeeper.records import keyfile, keyring, turning
from shopkeeper.records.book import Book
from shopkeeper.service import backups, locks
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

PASSPHRASE, OTHER = "four lemons on a tram", "seven plums in a boat"
LOCK = 7


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    monkeypatch.setattr(keyring, "_keys", {})
    monkeypatch.setattr(keyring, "_files", {})
    monkeypatch.setattr(turning, "OUTWAIT_S", 0.01)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    buy(made, enrol(made, "Anna Wintergruen"), 2450)
    return made


class Owner:
    """A person before the lock's part of the settings."""

    def __init__(self, book: Book, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.left: list[str] = []
        self.program = Program(Desk(book, lambda: NOW), Remembered(folder / "window.json"), self.left.append)
        qtbot.addWidget(self.program.shell)
        self.program.shell.resize(1366, 768)
        self.program.start()
        qtbot.waitUntil(lambda: self.program.shell.current == "counter")
        page = self.program.shell.go("settings")
        assert isinstance(page, SettingsPage)
        page.show_part(LOCK)
        self.page, self.lock = page, page.lock


@pytest.fixture
def owner(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Owner]:
    one = Owner(book, tmp_path, qtbot)
    yield one
    one.program.shell.close()


def test_the_book_is_locked_only_after_the_code_was_shown_to_be_there(
    owner: Owner, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = owner.lock
    assert_within_reach(lock)
    assert "in the clear" in lock.state.text() and lock.changing.isHidden()
    QTest.keyClicks(lock.passphrase.edit, PASSPHRASE)
    QTest.keyClicks(lock.again.edit, OTHER)
    QTest.keyClick(lock.again.edit, Qt.Key.Key_Return)
    assert "not the same" in lock.again.error.text
    lock.passphrase.set_text("short")
    lock.again.set_text("short")
    QTest.keyClick(lock.again.edit, Qt.Key.Key_Return)
    assert "at least 10" in lock.passphrase.error.text
    for field in (lock.passphrase, lock.again):
        field.set_text(PASSPHRASE)
    QTest.keyClick(lock.passphrase.edit, Qt.Key.Key_Return)
    assert lock.coding.isVisible() and lock.choosing.isHidden()
    code = lock._code
    assert code.split("-")[2] in lock.code.text()
    file = tmp_path / "sheet.pdf"
    monkeypatch.setattr(owner.page.locking.asker, "pdf", lambda *_: file)
    QTest.keyClick(lock.save, Qt.Key.Key_Space)
    assert file.read_bytes().startswith(b"%PDF") and "remove the file" in lock.said.text()
    QTest.keyClicks(lock.proof.edit, "ABCDE")
    QTest.keyClick(lock.proof.edit, Qt.Key.Key_Return)
    assert "group 3" in lock.proof.error.text and owner.left == []
    lock.proof.set_text(code.split("-")[2].lower())
    QTest.keyClick(lock.proof.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: owner.left == ["turn"])
    assert owner.program.turning == Wanted(PASSPHRASE, code, owner.program.desk.serving)


def test_thinking_better_of_it_changes_nothing(owner: Owner) -> None:
    lock = owner.lock
    for field in (lock.passphrase, lock.again):
        field.set_text(PASSPHRASE)
    QTest.keyClick(lock.passphrase.edit, Qt.Key.Key_Return)
    QTest.keyClick(lock.leave, Qt.Key.Key_Space)
    assert lock.coding.isHidden() and lock.choosing.isVisible() and lock.code.text() == ""
    assert not locks.is_locked(owner.program.desk.path)


def test_a_window_locks_the_book_and_says_so_and_refuses_while_another_has_it(
    book: Book, qtbot: QtBot
) -> None:
    other = Book(book.path)
    reading = other.reading()
    reading.value("select 1 from acts")
    book.close()
    window = TurningWindow(book.path, Wanted(PASSPHRASE, locks.new_code()), NOW)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.on.isVisible)
    assert "has the book open" in window.problem.text
    with qtbot.waitSignal(window.done) as said:
        QTest.keyClick(window.on, Qt.Key.Key_Space)
    assert said.args == [""]
    reading.close()
    other.close()
    again = TurningWindow(book.path, Wanted(PASSPHRASE, locks.new_code()), NOW)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.done) as done:
        again.show()
    assert done.args is not None and done.args[0].startswith("The book is locked\n")
    assert b"Wintergruen" not in book.path.read_bytes()


def test_a_lock_is_changed_only_by_who_knows_the_passphrase(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    book.close()
    old = locks.new_code()
    locks.lock(book.path, PASSPHRASE, old, NOW, wait=lambda _s: None)
    owner = Owner(book, tmp_path, qtbot)
    lock = owner.lock
    assert "is locked" in lock.state.text() and lock.choosing.isHidden()
    QTest.keyClicks(lock.now.edit, "a wrong passphrase")
    for field in (lock.new, lock.new_again):
        QTest.keyClicks(field.edit, OTHER)
    QTest.keyClick(lock.new.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in lock.now.error.text)
    assert lock.new.text == OTHER
    lock.now.set_text(PASSPHRASE)
    QTest.keyClick(lock.now.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lock.now.text == "")
    locks.check_passphrase(book.path, OTHER)
    lock.now.set_text(OTHER)
    QTest.keyClick(lock.another, Qt.Key.Key_Space)
    qtbot.waitUntil(lock.coding.isVisible)
    code = lock._code
    lock.proof.set_text(code.split("-")[2])
    QTest.keyClick(lock.proof.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lock.coding.isHidden)
    locks.open_with_code(book.path, code)
    QTest.keyClick(lock.unlock, Qt.Key.Key_Space)
    assert lock.unlock_sure.hasFocus() and owner.left == []
    lock.now.set_text(OTHER)
    QTest.keyClick(lock.unlock_sure, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: owner.left == ["turn"])
    assert owner.program.turning == Wanted(by=owner.program.desk.serving)
    owner.program.shell.close()


def test_a_locked_backup_of_another_computer_is_opened_with_its_passphrase(
    owner: Owner, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = new_book(tmp_path / "theirs")
    enrol(theirs, "Ben")
    theirs.close()
    locks.lock(theirs.path, OTHER, locks.new_code(), NOW, wait=lambda _s: None)
    file = backups.make(theirs, NOW, "by hand", tmp_path / "stick.db").path
    theirs.close()
    keyring._keys.clear()
    page = owner.page
    monkeypatch.setattr(page.asker, "open", lambda *_: file)
    page.show_part(LOCK - 2)
    QTest.keyClick(page.book.file, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "locked with a passphrase" in page.book.passphrase.error.text)
    QTest.keyClicks(page.book.passphrase.edit, PASSPHRASE)
    QTest.keyClick(page.book.passphrase.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in page.book.passphrase.error.text)
    page.book.passphrase.set_text(OTHER)
    QTest.keyClick(page.book.open_it, Qt.Key.Key_Space)
    qtbot.waitUntil(page.book.restoring.isVisible)
    assert page.book.passphrase.isHidden()
