"""A program on a real book, and a person at its keyboard: what the tests of the counter begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.book import Book
from tests.books import NOW

CTRL = Qt.KeyboardModifier.ControlModifier


class Person:
    """Sits at the keyboard of a program; `counter` is the page."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self.shell = program.shell
        self.qtbot = qtbot
        page = program.shell.page("counter")
        assert isinstance(page, CounterPage)
        self.counter = page

    def caret(self) -> QWidget:
        """What has the caret."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def types(self, text: str) -> None:
        """Types letter by letter to whatever has the caret at that moment."""
        for letter in text:
            QTest.keyClicks(self.caret(), letter)

    def presses(self, *keys: Qt.Key, ctrl: bool = False) -> None:
        """Presses keys one after the other."""
        for key in keys:
            QTest.keyClick(self.caret(), key, CTRL if ctrl else Qt.KeyboardModifier.NoModifier)

    def enter(self) -> None:
        """Presses Enter."""
        self.presses(Qt.Key.Key_Return)

    def waits(self) -> None:
        """Waits until everything that was sent has been answered."""
        self.qtbot.waitUntil(lambda: not self.program.desk._under_way)

    def finds(self, text: str) -> None:
        """Types into the find box and opens the first."""
        self.types(text)
        self.enter()

    @property
    def toast(self) -> str:
        """The toast's words, "" without one."""
        shown = self.shell.toast
        return "" if shown is None else " · ".join(part for part in (shown.text, shown.detail) if part)

    @property
    def finding(self) -> bool:
        """Whether the caret waits in the find box."""
        return self.shell.find_box.edit.hasFocus()

    @property
    def paying(self) -> bool:
        """Whether the caret is in the amount."""
        return self.counter.panel.amount.edit.hasFocus()

    def recorded(self) -> list[tuple[str, int, int | None]]:
        """What counts in the book: kind, amount in minor units, member; in the order it was recorded."""
        book = self.program.desk.book.reading()
        found = book.rows(
            "select kind, amount_minor, member_id from facts where kind in ('purchase', 'return')"
            " and undone_by is null order by id"
        )
        book.close()
        return [(kind, amount, member) for kind, amount, member in found]


@contextmanager
def at_counter(book: Book, folder: Path, qtbot: QtBot, now: datetime = NOW) -> Iterator[Person]:
    """The program with the counter in front and the caret in the find box."""
    look.wear(look.Wish(scheme="light", still=True))
    program = Program(Desk(book, lambda: now), Remembered(folder / "window.json"), lambda _where: None)
    qtbot.addWidget(program.shell)
    program.shell.resize(1366, 768)
    program.start()
    program.shell.activateWindow()
    qtbot.waitUntil(program.shell.find_box.edit.hasFocus)
    person = Person(program, qtbot)
    person.waits()
    yield person
    person.waits()
    program.shell.close()
