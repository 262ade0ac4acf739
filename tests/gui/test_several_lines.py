"""A text of many megabytes is refused where it is pasted, at once, and what was typed stays."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.visit_sheets import FormSheet
from shopkeeper.gui.pages.letters.telling_box import TellingBox
from shopkeeper.gui.pages.letters.wording_view import WordingView
from shopkeeper.gui.widgets.answers import NoteField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.several_lines import SeveralLines
from tests.books import NOW, new_book

Place = tuple[SeveralLines, ErrorLine]


def note(host: QWidget, _desk: Desk) -> Place:
    field = NoteField("Note", host)
    return field.edit, field.error


def telling(host: QWidget, _desk: Desk) -> Place:
    box = TellingBox(host)
    box.ask("event")
    return box.edit, box.error


def wording(host: QWidget, _desk: Desk) -> Place:
    view = WordingView(host)
    return view.edit, view.error


def statements(host: QWidget, desk: Desk) -> Place:
    sheet = FormSheet(desk, host)
    return sheet.statements, sheet.trouble


@pytest.mark.parametrize("made", [note, telling, wording, statements])
@pytest.mark.parametrize("text", ["x" * 10_000_000, "word\n" * 2_000_000])
def test_megabytes_are_refused_where_they_are_pasted(
    made: Callable[[QWidget, Desk], Place], text: str, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = Desk(new_book(tmp_path), lambda: NOW)
    host = QWidget()
    qtbot.addWidget(host)
    edit, error = made(host, desk)
    edit.setPlainText("as typed ")
    QGuiApplication.clipboard().setText(text)
    began = time.process_time()
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert time.process_time() - began < 2
    assert edit.toPlainText() == "as typed " and "nothing of it was put in" in error.accessibleName()
    QGuiApplication.clipboard().setText("and pasted")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.toPlainText() == "and pasted"
    QGuiApplication.clipboard().clear()
    desk.close()
