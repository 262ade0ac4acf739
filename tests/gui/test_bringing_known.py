"""People of a list who may be in the book already are laid side by side, and said to be the same by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.lists.bring import BringSheet
from shopkeeper.service import importing_likely
from tests.books import enrol
from tests.gui.test_bringing import CTRL, DOWN, ENTER, TAB, Sitting

SPACE = Qt.Key.Key_Space
LIST = (
    "number,name,phone,email\n4711,Peggy Osei,+44 20 7946 0958,peggy@example.com\n,Cy Oh,,\n"
    ",Bo Ek,020 7946 0111,bo@example.com\n"
)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    sitting = Sitting(tmp_path, qtbot)
    enrol(sitting.book, "Margaret Osei", number="7", phones=("020 7946 0958",))
    enrol(sitting.book, "Bo Ek", number="8", phones=("020 7946 0111",))
    yield sitting
    qtbot.waitUntil(lambda: not sitting.desk._under_way)
    sitting.shell.close()


def said(sheet: BringSheet) -> list[str]:
    pairs = sheet.known.pairs
    return [item.text() for row in range(pairs.rowCount()) if (item := pairs.item(row, 2)) is not None]


def names(at: Sitting) -> list[object]:
    return [row[0] for row in at.rows("select name from members where gone = 0 order by id")]


def test_each_is_shown_beside_the_member_with_why_and_nothing_is_decided(at: Sitting) -> None:
    at.brings(at.wrote(LIST))
    sheet = at.sheet
    assert sheet.known.pairs.hasFocus() and said(sheet) == ["two people", "two people"]
    assert sheet.known.words.text() == "2 of the new people may be in the book already."
    lines = {what: (one, other) for what, one, other in sheet.known.beside.lines}
    assert lines["Phones"] == ("020 7946 0111", "020 7946 0111") and lines["E-mail"] == (
        "bo@example.com",
        "–",
    )
    assert "the same phone" in sheet.known.reasons.text()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    assert names(at)[-3:] == ["Peggy Osei", "Cy Oh", "Bo Ek"], (
        "unless somebody says so, they are other people"
    )


def test_space_says_that_one_is_the_same_and_their_record_is_filled_in(at: Sitting) -> None:
    at.brings(at.wrote(LIST))
    sheet = at.sheet
    at.press(DOWN)
    assert ("Peggy Osei", "Margaret Osei") in {(one, other) for _, one, other in sheet.known.beside.lines}
    at.press(SPACE)
    assert said(sheet) == ["two people", "the same person"]
    assert sheet.outcome.words == "2 new members · 1 changed" and sheet.go.text() == "Bring in 3 members"
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    assert names(at) == ["Ada Quill", "Margaret Osei", "Bo Ek", "Cy Oh", "Bo Ek"]
    assert ("peggy@example.com",) in at.rows(
        "select c.text from contacts c join members m on m.id = c.member_id where m.number = '7'"
    )
    assert not sheet.known.isVisible()


def test_all_at_once_are_the_same_or_not_by_keys_and_the_list_again_brings_nothing(
    at: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_likely, "SHOWN", 1)
    path = at.wrote(LIST)
    at.brings(path)
    sheet = at.sheet
    assert sheet.known.pairs.rowCount() == 1 and "holds for the others too" in sheet.known.words.text()
    at.press(TAB)
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton) and button.text() == "All are the same"
    at.press(SPACE)
    assert sheet.outcome.words == "1 new member · 2 changed"
    at.press(TAB)
    at.press(SPACE)
    assert sheet.outcome.words == "3 new members"
    QTest.keyClick(button, SPACE)
    sheet.known.pairs.setFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    assert names(at) == ["Ada Quill", "Margaret Osei", "Bo Ek", "Cy Oh"]
    at.press(ENTER)
    at.brings(path)
    assert sheet.outcome.words == "3 in the book already" and not sheet.go.isEnabled()
    at.press(Qt.Key.Key_Escape)
    at.press(Qt.Key.Key_Z, CTRL)
    at.qtbot.waitUntil(lambda: not at.desk._under_way)
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: names(at) == ["Ada Quill", "Margaret Osei", "Bo Ek"])


def test_noughts_that_were_lost_are_asked_about_and_one_key_puts_them_back(at: Sitting) -> None:
    enrol(at.book, "Dee Fox", number="00012")
    at.brings(at.wrote("member,date,total\n12,2026-04-03,12.50\n"))
    question = at.sheet.question
    assert question.answers.hasFocus() and "12 = 00012" in question.answers.item(0).text()
    at.press(ENTER)
    at.seen()
    assert at.sheet.outcome.words == "1 purchase · £12.50 · on 3 April 2026"
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.sheet.leave.hasFocus())
    assert at.rows("select m.number from facts f join members m on m.id = f.member_id") == [("00012",)]
