"""Privacy in the window: what is held is shown and saved, yes and no are proved, somebody is forgotten, F9 hides it all."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.pages.members.privacy_sheet import PrivacySheet
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.service import backups, consents
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

NAME = "Zebulon Quagmire"


class Opened:
    """The program with one member open."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.book = new_book(folder)
        self.member = enrol(self.book, NAME, phones=("020 7946 0958",), note="Likes Comté")
        buy(self.book, self.member, 2450, what="Cheese")
        self.desk = Desk(self.book, lambda: NOW)
        self.program = Program(self.desk, Remembered(folder / "window.json"), lambda _where: None)
        self.program.start()
        self.shell = self.program.shell
        self.shell.activateWindow()
        qtbot.waitUntil(lambda: self.shell.isActiveWindow() and self.shell.current == "counter")
        self.shell.go("members")
        self.page.open_member(self.member)
        self.waits()

    @property
    def page(self) -> MembersPage:
        page = self.shell.page("members")
        assert isinstance(page, MembersPage)
        return page

    @property
    def sheet(self) -> PrivacySheet:
        self.page.member.privacy_asked.emit()
        sheet = self.shell.findChild(PrivacySheet)
        assert isinstance(sheet, PrivacySheet)
        return sheet

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy)

    def press(self, key: Qt.Key) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Opened:
    return Opened(tmp_path, qtbot)


def test_a_yes_without_its_words_is_asked_for_them_and_then_kept_with_its_proof(opened: Opened) -> None:
    sheet = opened.sheet
    assert_within_reach(sheet)
    opened.press(Qt.Key.Key_Return)
    opened.waits()
    assert "words" in sheet.wording.error.text
    asked = QApplication.focusWidget()
    assert asked is not None
    QTest.keyClicks(asked, "May we write to you?")
    sheet.answers["letter", True].setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.waits()
    assert "May we write to you?" in sheet.states["letter"].text()
    kept = consents.of(opened.book.reading(), opened.member)[0]
    assert (kept.given, kept.wording, kept.how, kept.by) == (
        True, "May we write to you?", "in person", "Ngozi Okafor",
    )  # fmt: skip
    sheet.answers["letter", False].setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.waits()
    assert consents.of(opened.book.reading(), opened.member)[0].given is False
    opened.shell.close()


def test_what_is_held_is_shown_on_paper_and_saved_as_a_file(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened.sheet
    sheet.show_page.setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.waits()
    assert sheet._page is not None and sheet._page.isVisible() and sheet._page.view.page_count >= 1
    assert NAME not in sheet._page._file_name
    sheet._page.put_away()
    target = opened.folder / "held.json"
    names: list[str] = []

    def save(_self: object, _parent: object, _title: str, name: str, _kind: str) -> Path:
        names.append(name)
        return target

    monkeypatch.setattr(Asker, "save", save)
    sheet.save_data.click()
    opened.qtbot.waitUntil(target.exists)
    opened.waits()
    assert json.loads(target.read_text(encoding="utf-8"))["name"] == NAME
    assert "Quagmire" not in names[0]
    opened.shell.close()


def test_a_member_is_forgotten_by_two_keys_and_the_list_is_there(opened: Opened) -> None:
    sheet = opened.sheet
    sheet.forget.setFocus()
    opened.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is sheet.forget_not  # Enter once more keeps the member
    sheet.forget_now.setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.qtbot.waitUntil(
        lambda: (
            "after forgetting" in [one.reason for one in backups.listed(backups.folder_of(opened.book.path))]
        )
    )
    opened.waits()
    assert sheet.isHidden() and opened.page.views.currentWidget() is opened.page.list
    assert opened.shell.toast is not None and not opened.shell.toast.undo
    opened.shell.close()
    assert b"Quagmire" not in opened.book.path.read_bytes()


def test_f9_hides_everything_and_f9_brings_it_back(opened: Opened) -> None:
    shell = opened.shell
    before = QApplication.focusWidget()
    title = shell.windowTitle()
    opened.press(Qt.Key.Key_F9)
    curtain = shell.curtain
    assert curtain.isVisible() and curtain.geometry() == shell.rect()
    assert shell.childAt(shell.rect().center()) in (curtain, curtain.words)
    assert shell.windowTitle() == "Shopkeeper" != title
    place = shell.current
    QTest.keyClick(curtain, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(curtain, "quag")
    assert shell.current == place and not shell.find_box.text
    shell.resize(900, 640)
    opened.qtbot.waitUntil(lambda: curtain.geometry() == shell.rect())
    QTest.keyClick(curtain, Qt.Key.Key_F9)
    assert not curtain.isVisible() and shell.windowTitle() == title and QApplication.focusWidget() is before
    shell.close()
