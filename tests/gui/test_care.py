"""The window looks after the book: it is copied as it closes, a stick is chosen and filled, damage is found and shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.book import Book
from shopkeeper.service import backups, merging, safety
from tests.books import NOW, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    buy(made, enrol(made, "Anna Berg"), 2450)
    return made


class Opened:
    """The program on a book, at an instant; `left` is where it asked to go."""

    def __init__(self, book: Book, qtbot: QtBot) -> None:
        self.now = NOW
        self.left: list[str] = []
        self.desk = Desk(book, lambda: self.now)
        store = Remembered(book.path.parent / "window.json")
        self.program = Program(self.desk, store, self.left.append)
        self.program.start()
        shell = self.program.shell
        qtbot.waitUntil(lambda: shell.current == "counter" and not self.desk.busy)


def kept(book: Book) -> list[str]:
    return [one.reason for one in backups.listed(backups.folder_of(book.path))]


def test_closing_the_window_keeps_what_was_done_since_the_last_backup(book: Book, qtbot: QtBot) -> None:
    opened = Opened(book, qtbot)
    qtbot.waitUntil(lambda: kept(book) == ["regular"])
    opened.now += timedelta(minutes=5)
    buy(book, None, 100)
    opened.program.shell.close()
    assert kept(book) == ["closing", "regular"]
    Opened(book, qtbot).program.shell.close()
    assert kept(book) == ["closing", "regular"]  # nothing was done


def test_a_merge_is_preceded_by_a_backup(book: Book, qtbot: QtBot) -> None:
    other = enrol(book, "Anna Berg")
    opened = Opened(book, qtbot)
    qtbot.waitUntil(lambda: kept(book) == ["regular"])
    buy(book, None, 100)
    with qtbot.waitSignal(opened.desk.changed):
        opened.desk.send(merging.merge, 1, other)
    assert kept(book)[0] == "before merge"
    opened.program.shell.close()


def test_damage_found_while_at_work_asks_for_the_window_of_backups(book: Book, qtbot: QtBot) -> None:
    book.settle(now_or_never=True)
    book.close()
    size = book.reading().value("pragma page_size")
    root = book.reading().value("select rootpage from sqlite_master where name = 'lines'")
    with book.path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    opened = Opened(book, qtbot)
    qtbot.waitUntil(lambda: opened.left == ["damaged"])
    opened.program.shell.close()


def test_a_stick_is_chosen_and_a_backup_is_on_it(
    book: Book, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    opened = Opened(book, qtbot)
    shell = opened.program.shell
    shell.go("settings")
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)
    page.show_part(5)
    monkeypatch.setattr(page.asker, "folder", lambda _parent, _title: stick)
    assert "None is chosen" in page.book.second.text()
    page.book.choose_second.setFocus()
    QTest.keyClick(page.book.choose_second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(backups.listed(stick)) == 1 and "last on" in page.book.second.text())
    qtbot.waitUntil(lambda: opened.program.foot is not None)
    foot = opened.program.foot
    assert foot is not None
    foot.show()
    assert "backed up" in shell._status.texts[1]
    opened.now += timedelta(days=8)
    for file in stick.iterdir():
        file.unlink()
    stick.rmdir()
    foot.show()
    assert "second place" in shell._status.texts[1]
    assert [one.code for one in safety.cautions(book.reading(), book.path, opened.now)] == [
        "second_place_old"
    ]
    shell.close()
