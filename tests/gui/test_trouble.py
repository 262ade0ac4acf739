"""A book that cannot be opened: what is safe is said, its backups are offered, nothing takes its place by itself."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.trouble import TroubleWindow
from shopkeeper.records.book import Book
from shopkeeper.service import backups, opening, places
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    buy(book, enrol(book, "Anna Berg"), 2450)
    backups.make(book, NOW, "by hand")
    book.close()
    return book


def opened(path: Path) -> Declined | StorageTrouble:
    """What is said when the program tries to open it."""
    try:
        Desk(opening.open_shop(path, NOW), lambda: NOW).close()
    except (Declined, StorageTrouble) as error:
        return error
    raise AssertionError("it could be opened")


def trouble(path: Path, qtbot: QtBot) -> TroubleWindow:
    look.wear(look.Wish(scheme="light", still=True))
    window = TroubleWindow(opened(path), path, places.guess(os.environ, TODAY), lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    return window


def newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = (9999).to_bytes(4, "big")
    path.write_bytes(content)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)


def no_book(path: Path) -> None:
    path.write_bytes(b"Dear aunt, " * 1000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(newer, "newer version"), (damaged, "damaged"), (no_book, "not a shop"), (empty, "not a shop")],
)
def test_what_is_there_is_kept_aside_and_the_backup_restored(
    book: Book, qtbot: QtBot, spoil: object, says: str
) -> None:
    assert callable(spoil)
    spoil(book.path)
    before = book.path.read_bytes()
    window = trouble(book.path, qtbot)
    assert says in window.because.text()
    assert window.safe.text()
    assert_within_reach(window)
    assert book.path.read_bytes() == before
    window.restore.setFocus()
    QTest.keyClick(window.restore, Qt.Key.Key_Return)
    assert "1 member, 1 purchase" in window.sure_words.text()
    assert window.restore_not.hasFocus() or window.focusWidget() is window.restore_not
    with qtbot.waitSignal(window.again) as told:
        window.restore_now.click()
    assert told.args[0].startswith("The book is as it was on ")
    Desk(opening.open_shop(book.path, NOW), lambda: NOW).close()
    folder = backups.folder_of(book.path)
    aside = [*book.path.parent.glob("set-aside-*"), *folder.glob("damaged-*"), *folder.glob("shop-000002-*")]
    assert len(aside) == (spoil is not empty)  # of nothing, nothing is kept


def test_without_backups_there_is_nothing_to_restore_and_nothing_is_made(
    tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "letter.txt"
    no_book(path)
    window = trouble(path, qtbot)
    assert not window.restore.isVisible() and not window.kept.isVisible()
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    with qtbot.waitSignal(window.again) as told:
        QTest.keyClick(window.try_again, Qt.Key.Key_Return)
    assert told.args == [""]


def test_a_restore_that_cannot_be_says_why_and_leaves_all(book: Book, qtbot: QtBot) -> None:
    no_book(book.path)
    before = book.path.read_bytes()
    window = trouble(book.path, qtbot)
    window._ask()
    backups.listed(backups.folder_of(book.path))[0].path.write_bytes(b"spoilt since")
    window.restore_now.click()
    qtbot.waitUntil(lambda: bool(window.problem.text))
    assert book.path.read_bytes() == before
