"""From a purchase that reaches a tier to a note on paper, by keyboard alone, logged once."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui.asking import Asker
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.service import letters
from tests.books import TODAY, enrol, new_book
from tests.gui.at_counter import Person, at_counter


class Hand(Asker):
    """Names the file in place of the system's own window."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        return self.path


def tab_to(person: Person, wanted: QWidget) -> None:
    """Tab, until the caret is there."""
    for _ in range(60):
        if person.caret() is wanted:
            return
        person.presses(Qt.Key.Key_Tab)
    pytest.fail("the keyboard does not reach it")


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_note_goes_from_the_counter_to_a_pdf_by_keyboard_and_is_logged_once(
    tmp_path: Path, qtbot: QtBot
) -> None:
    book = new_book(tmp_path)
    member = enrol(book, "Margaret Okonkwo")
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("marg")
        qtbot.waitUntil(lambda: person.paying)
        person.types("512")
        person.enter()
        person.waits()
        qtbot.waitUntil(lambda: person.finding)
        person.finds("marg")
        qtbot.waitUntil(lambda: person.paying)
        person.presses(Qt.Key.Key_P, ctrl=True)
        page = person.shell.page("letters")
        assert isinstance(page, LettersPage)
        assert person.shell.current == "letters"
        page.press.asker = Hand(tmp_path / "note.pdf")
        assert [row.because for row in page.due.model.rows] == ["Reached Gold today"]
        assert person.caret() is page.due.line
        person.types("Seven years of Fridays.")
        tab_to(person, page.due.pdf_button)
        person.enter()
        qtbot.waitUntil(lambda: len(letters.lately(book.reading(), TODAY)) == 1)
        person.waits()
        assert person.toast.startswith("Thank-you note to Margaret Okonkwo noted down")
        text = subprocess.run(
            ["pdftotext", str(tmp_path / "note.pdf"), "-"], capture_output=True, check=True, encoding="utf-8"
        ).stdout
        assert "Dear Margaret," in text and "Seven years of Fridays." in text
        assert letters.due_for(book.reading(), member, TODAY) is None
        person.presses(Qt.Key.Key_Z, ctrl=True)
        qtbot.waitUntil(lambda: letters.lately(book.reading(), TODAY) == ())
