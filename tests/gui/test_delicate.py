"""Where a note touches on health or belief, a word below it says to think twice; nothing is kept from being noted."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.noteline import NoteLine
from shopkeeper.gui.pages.members.edit_view import EditView
from tests.books import NOW, enrol, new_book
from tests.gui.helpers import assert_within_reach


def test_the_note_line_hints_and_keeps_all_the_same(tmp_path: Path, qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    desk = Desk(new_book(tmp_path), lambda: NOW)
    around = QWidget()
    qtbot.addWidget(around)
    line = NoteLine("N", around)
    line.for_day(date(2026, 11, 20), desk.speech)
    line.resize(500, 160)
    around.show()
    kept: list[str] = []
    line.noted.connect(lambda noticed: kept.append(noticed.text))
    QTest.keyClicks(line.edit, "likes rye")
    assert line.delicate.isHidden()
    line.edit.clear()
    QTest.keyClicks(line.edit, "diabetic since May")
    assert line.delicate.isVisible() and "health" in line.delicate.text()
    assert_within_reach(line)
    QTest.keyClick(line.edit, Qt.Key.Key_Return)
    assert kept == ["Diabetic since May"]
    line.clear()
    assert line.delicate.isHidden()
    desk.close()


def test_the_details_hint_at_what_is_new_and_not_at_what_stood_there(tmp_path: Path, qtbot: QtBot) -> None:
    book = new_book(tmp_path)
    member = enrol(book, "Anna Berg", note="Catholic")
    other = enrol(book, "Ben Osei")
    desk = Desk(book, lambda: NOW)
    around = QWidget()
    qtbot.addWidget(around)
    view = EditView(desk, around)
    view.resize(900, 700)
    around.show()
    view.begin(member)
    assert view.delicate.isHidden()
    view.note.set_text("Catholic, and fond of plums")
    assert view.delicate.isHidden()
    view.note.set_text("Catholic, and in hospital")
    assert not view.delicate.isHidden() and "health" in view.delicate.text()
    view.begin(other)
    assert view.delicate.isHidden()
    desk.close()
