"""A hold and a request in the window: set and answered with keys, seen on the member's page, at the counter, in Settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.contact_words import hint_words
from shopkeeper.gui.pages.settings.page import SettingsPage
from shopkeeper.service import counter, holding, requests
from tests.books import NOW, TODAY
from tests.gui.helpers import assert_within_reach
from tests.gui.test_privacy import Opened


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Opened:
    return Opened(tmp_path, qtbot)


def _press(opened: Opened, widget: QWidget) -> None:
    widget.setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.waits()


def _type(widget: QWidget, words: str) -> None:
    widget.setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, words)


def test_a_hold_is_set_by_keys_seen_where_they_are_met_and_lifted(opened: Opened) -> None:
    sheet, side = opened.sheet, opened.page.member.side
    assert side._privacy.isHidden()
    _press(opened, sheet.hold.set_hold)
    assert "disputed" in sheet.hold.words.error.text
    _type(sheet.hold.words, "Not their bill")
    _press(opened, sheet.hold.words.edit)
    assert "Not their bill" in sheet.hold.state.text() and sheet.hold.lift.hasFocus()
    assert_within_reach(sheet)
    opened.qtbot.waitUntil(lambda: "kept, not used" in side.hold.text())
    assert not side._privacy.isHidden()
    at = counter.at_counter(opened.book.reading(), opened.member, TODAY)
    assert at.hint is not None
    assert hint_words(at.hint, TODAY, opened.desk.speech)[0].startswith("On hold since")
    _press(opened, sheet.hold.lift)
    assert holding.of(opened.book.reading(), opened.member) is None
    assert sheet.hold.lift.isHidden() and not sheet.hold.set_hold.isHidden()
    opened.qtbot.waitUntil(side._privacy.isHidden)
    opened.shell.close()


def test_a_request_is_written_down_with_its_day_and_answered(opened: Opened) -> None:
    sheet = opened.sheet
    asked = sheet.requests
    _type(asked.day, "no day")
    _press(opened, asked.ask)
    assert asked.day.error.text and asked.day.text == "no day"
    asked.day.clear()
    _press(opened, asked.ask)
    (one,) = requests.of(opened.book.reading(), opened.member)
    assert (one.kind, one.asked_on) == ("see", TODAY)
    side = opened.page.member.side
    opened.qtbot.waitUntil(lambda: "due in" in side.asked.text())
    (button,) = asked.answers.values()
    _press(opened, button)
    assert asked.outcome.error.text
    opened.shell.go("settings")
    settings = opened.shell.page("settings")
    assert isinstance(settings, SettingsPage)
    opened.waits()
    assert "Zebulon Quagmire" in settings.privacy.asked.text() and "due in" in settings.privacy.asked.text()
    opened.shell.go("members")
    opened.page.open_member(opened.member)
    asked = opened.sheet.requests
    _type(asked.outcome, "Gave the page")
    (button,) = asked.answers.values()
    _press(opened, button)
    (one,) = requests.of(opened.book.reading(), opened.member)
    assert (one.done_on, one.outcome) == (NOW.date(), "Gave the page")
    assert asked.outcome.isHidden()
    opened.shell.close()
