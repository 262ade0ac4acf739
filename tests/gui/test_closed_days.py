"""Closed days are put in by keyboard as they are said, told on the morning page, and taken out with undo."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.service import closed_days
from tests.books import TODAY, enrol, new_book
from tests.gui.at_counter import at_counter
from tests.gui.helpers import assert_within_reach


def test_a_holiday_is_put_in_as_it_is_said_and_taken_out_again(tmp_path: Path, qtbot: QtBot) -> None:
    book = new_book(tmp_path)
    enrol(book, "Anna Berg")
    with at_counter(book, tmp_path, qtbot) as person:
        person.presses(Qt.Key.Key_Comma, ctrl=True)
        page = person.shell.page("settings")
        assert isinstance(page, SettingsPage)
        view = page.closed
        page.show_part(page.parts.index(view))
        assert_within_reach(view)
        person.types("someday")
        person.enter()
        assert "Which day is it?" in view.first.error.text
        view.first.clear()
        person.types("24 December")
        view.last.setFocus()
        person.types("3 January")
        view.what.setFocus()
        person.types("Christmas")
        person.enter()
        person.waits()
        assert person.toast == "Closed: 24 December through 3 January 2027 · Christmas"
        assert view.first.text == "" and view.list.count() == 1
        view.first.setFocus()
        person.types("1 January")
        person.enter()
        person.waits()
        assert "already" in view.error.text and view.first.text == "1 January"
        view.first.clear()
        person.types("tomorrow")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_6, ctrl=True)
        followups = person.shell.page("followups")
        assert isinstance(followups, FollowupsPage)
        qtbot.waitUntil(followups.morning.offers.closed.isVisible)
        assert (
            followups.morning.offers.closed.text() == "Closed on 22 November. Closed days make nobody late."
        )
        person.presses(Qt.Key.Key_Comma, ctrl=True)
        person.waits()
        page.show_part(page.parts.index(view))
        view.list.setCurrentRow(0)
        view.take_out.setFocus()
        person.enter()
        person.waits()
        assert person.toast == "Open after all: 22 November"
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert closed_days.on(book.reading(), TODAY.replace(day=22)) is not None
