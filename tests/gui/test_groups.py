"""Saved groups by keyboard: said in words, counted while they are typed, kept, shown in the list, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.service.details import Remark
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach


class Window:
    """A shop of three with the members in front."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.qtbot = qtbot
        self.book = new_book(folder)
        anna = enrol(self.book, "Anna Berg", remarks=(Remark("likes", "Comté"),))
        enrol(self.book, "Béla Kun", remarks=(Remark("likes", "Comté"),))
        enrol(self.book, "Cem Demir")
        buy(self.book, anna, 60_000)
        self.desk = Desk(self.book, lambda: NOW)
        self.store = Remembered(folder / "window.json")
        self.shell = Shell([Place("members", "Members", "members", "Ctrl+3", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()
        page = self.shell.go("members")
        assert isinstance(page, MembersPage)
        self.page = page
        page.groups.begin()

    def _make(self) -> MembersPage:
        return MembersPage(self.desk, self.shell, self.store)

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(tmp_path, qtbot)
    yield made
    made.desk.close()


def test_who_is_in_it_is_counted_while_it_is_typed(window: Window) -> None:
    sheet = window.page.groups
    QTest.keyClicks(sheet.rule.edit, "likes comte")
    window.qtbot.waitUntil(lambda: sheet.count.text() == "2 members are in it today")
    QTest.keyClicks(sheet.rule.edit, ", Gold")
    window.qtbot.waitUntil(lambda: sheet.count.text() == "1 member is in it today")
    assert_within_reach(sheet)


def test_a_group_is_kept_shown_and_removed_by_keyboard(window: Window) -> None:
    sheet, page = window.page.groups, window.page
    QTest.keyClicks(sheet.rule.edit, "likes comte")
    QTest.keyClicks(sheet.name.edit, "The cheese board")
    QTest.keyClick(sheet.name.edit, Qt.Key.Key_Return)
    window.waits()
    assert sheet.current is not None and sheet.current.name == "The cheese board"
    toast = window.shell.toast
    assert toast is not None and toast.text == "Saved the group The cheese board" and toast.undo
    sheet.show_it.setFocus()
    QTest.keyClick(sheet.show_it, Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: page.list.table.members.rowCount() == 2)
    assert page.list.filters.group.currentText() == "The cheese board"
    page.groups.begin()
    sheet.list.setCurrentRow(0)
    sheet.remove.click()
    window.waits()
    assert not sheet.remove.isEnabled()


def test_what_is_not_understood_is_said_at_the_field_and_kept(window: Window) -> None:
    sheet = window.page.groups
    QTest.keyClicks(sheet.rule.edit, "purple")
    QTest.keyClicks(sheet.name.edit, "Purple")
    QTest.keyClick(sheet.name.edit, Qt.Key.Key_Return)
    assert "“purple” is not understood" in sheet.rule.error.text
    assert sheet.rule.text == "purple" and sheet.rule.edit.hasFocus()
    sheet.rule.set_text("likes comte")
    sheet.name.set_text("")
    QTest.keyClick(sheet.rule.edit, Qt.Key.Key_Return)
    assert sheet.name.error.text == "Give the group a name."


def test_a_rule_that_is_asked_for_now_is_shown_without_being_saved(window: Window) -> None:
    page = window.page
    page.groups.put_away()
    page.show_rule("likes comté")
    window.qtbot.waitUntil(lambda: page.list.table.model().rowCount() == 2, timeout=5_000)
    assert page.list.filters.group.currentText() == "likes comté" and page.list.filters.group.isVisible()
    page.show_rule("first purchase")
    window.qtbot.waitUntil(lambda: page.list.table.model().rowCount() == 1, timeout=5_000)
