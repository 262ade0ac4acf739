"""What the window does while the book is in trouble: no sale twice, no waiting, a word at once."""

import os
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.statusline import StatusLine
from shopkeeper.records import book as records_book
from shopkeeper.records import sqlite
from shopkeeper.records.book import Book, Reading
from tests.books import NOW, buy, enrol, new_book
from tests.gui.at_counter import at_counter


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Margaret Okonkwo")
    return made


@pytest.mark.parametrize("by_mouse", [True, False])
def test_a_hundred_clicks_two_by_two_are_fifty_sales(
    book: Book, tmp_path: Path, qtbot: QtBot, by_mouse: bool
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        for number in range(50):
            person.finds("margaret")
            person.types(str(1 + number))
            if by_mouse:
                record = person.counter.panel.record
                QTest.mouseClick(record, Qt.MouseButton.LeftButton)
                QTest.mouseDClick(record, Qt.MouseButton.LeftButton)
            else:
                person.enter()
                person.enter()
            person.waits()
        amounts = [amount for _, amount, _ in person.recorded()]
        assert amounts == [100 * (1 + number) for number in range(50)]


def test_a_book_that_another_program_holds_never_holds_the_window(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F08: the window goes on while the clerk waits for the lock; then a sentence, and the form as it was typed."""
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("24.50")
        beats, since, worst = [0], QElapsedTimer(), [0]
        pulse = QTimer()
        pulse.setInterval(10)

        def beat() -> None:
            worst[0] = max(worst[0], since.restart() if beats[0] else 0)
            beats[0] += 1

        pulse.timeout.connect(beat)
        with closing(sqlite.connect(book.path, read_only=False)) as other:
            other.execute("begin immediate")
            since.start()
            pulse.start()
            person.enter()
            person.waits()
            pulse.stop()
            other.execute("rollback")
        sys.stdout.write(f"the window's longest pause while the book was held: {worst[0]} ms\n")
        assert beats[0] > 50, "two seconds of waiting, and the window had its turn again and again"
        assert "Another program is using the book" in person.counter.panel.refusals[0]
        assert person.counter.panel.amount.text == "24.50"
        person.enter()
        person.waits()
        assert person.recorded() == [("purchase", 2450, 1)]


def test_a_book_that_may_only_be_read_is_told_at_the_foot_within_two_seconds(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "access", lambda path, mode: mode != os.W_OK
    )  # who runs the tests may write anywhere
    with at_counter(book, tmp_path, qtbot) as person:
        foot = person.shell.findChild(StatusLine)
        assert isinstance(foot, StatusLine)
        qtbot.waitUntil(lambda: "may only be read" in foot.texts[1], timeout=2000)


def test_a_long_question_lets_go_for_the_log_and_is_asked_anew(
    book: Book, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F23: nothing of ours reads what was for ever; whoever asked has the answer all the same."""
    monkeypatch.setattr(records_book, "LETS_GO_AT", 2**20)
    times, begun, sold = [0], Event(), Event()

    def long_question(reading: Reading) -> int:
        times[0] += 1
        if times[0] == 1:
            endless = reading.each(
                "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
            )
            next(endless)
            begun.set()
            assert sold.wait(60)
            return sum(1 for _ in endless)  # it would be counting still
        return int(reading.value("select count(*) from facts"))

    desk = Desk(book, lambda: NOW)
    answers: list[int] = []
    desk.study(long_question).then(answers.append)
    qtbot.waitUntil(begun.is_set)
    for n in range(150):
        buy(book, 1, 100 + n)
    sold.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert (times, answers) == ([2], [150])
    desk.close()
