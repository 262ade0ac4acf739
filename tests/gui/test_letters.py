"""The place of letters: chosen, seen, brought to paper, and logged only when they are there."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import look, tongue
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.gui.pages.letters import press as letters_press
from shopkeeper.gui.pages.letters.page import LATELY
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.records.book import Book
from shopkeeper.rules.letter_kinds import KEYS
from shopkeeper.service import acts, groups, letters
from shopkeeper.service.details import Birthday
from shopkeeper.service.letter_titles import title
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

GOLD = 50_000
LONG = "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third"


class Hand(Asker):
    """Chooses in place of the person."""

    def __init__(self, folder: Path) -> None:
        self.path: Path | None = folder / "notes.pdf"
        self.agrees = True
        self.kind = "thank-you"

    def printer(self, parent: QWidget, ready: QPrinter, title: str) -> bool:
        return self.agrees

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        assert name == f"{self.kind} 2026-11-21.pdf"
        return self.path

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self.path.parent if self.path else None


class Sitting:
    """A person before the page."""

    def __init__(self, book: Book, folder: Path, qtbot: QtBot) -> None:
        self.book, self.qtbot = book, qtbot
        self.desk = Desk(book, lambda: NOW)
        self.shell = Shell([Place("letters", "Letters", "letters", "Ctrl+2", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()
        page = self.shell.go("letters")
        assert isinstance(page, LettersPage)
        self.page = page
        self.hand = Hand(folder)
        page.press.asker = self.hand

    def _make(self) -> LettersPage:
        return LettersPage(self.desk, self.shell)

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk._under_way)

    def presses(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        target = widget or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)

    def logged(self) -> list[str]:
        return [one.name for one in letters.lately(self.book.reading(), TODAY)]

    @property
    def toast(self) -> str:
        return self.shell.toast.text if self.shell.toast else ""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for name in ("Margaret Okonkwo", "Ελένη Παπαδοπούλου", "王小明", LONG):
        buy(book, enrol(book, name), GOLD)
    buy(book, enrol(book, "Ines Silent", letters=False), GOLD)
    return book


@pytest.fixture
def at(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    look.wear(look.Wish(scheme="light", still=True))
    sitting = Sitting(book, tmp_path, qtbot)
    yield sitting
    sitting.waits()
    sitting.desk.close()


def test_everything_is_named_and_within_reach(at: Sitting) -> None:
    assert_within_reach(at.page)
    at.page.words.edit()
    assert_within_reach(at.page)


def test_all_who_are_due_are_listed_with_tier_and_reason_and_the_first_is_on_the_sheet(at: Sitting) -> None:
    due = at.page.due
    assert {row.name for row in due.model.rows} == {"Margaret Okonkwo", "Ελένη Παπαδοπούλου", "王小明", LONG}
    assert {row.because for row in due.model.rows} == {"Reached Gold today"}
    assert due.print_button.text() == "Print 4 letters…"
    assert due.left_out.open.text() == "1 is left out: who, and why"
    due.left_out.open.click()
    assert due.left_out.names.item(0).text() == "Ines Silent · Asked for no letters"
    assert at.page.sheet.place == "1 of 4 · A5"
    assert "You became one of our Gold members" in at.page.sheet.view.accessibleDescription()


def test_space_leaves_a_member_out_and_the_pager_goes_by_those_chosen(at: Sitting) -> None:
    due = at.page.due
    at.presses(Qt.Key.Key_Space, due.table)
    assert due.print_button.text() == "Print 3 letters…"
    assert at.page.sheet.place == "not chosen · A5"
    at.page.sheet._after.click()
    assert at.page.sheet.place == "1 of 3 · A5"
    at.page.sheet._before.click()
    assert at.page.sheet.place == "3 of 3 · A5"


def test_a_line_of_ones_own_opens_the_letter_and_enter_goes_to_the_next(at: Sitting) -> None:
    due = at.page.due
    first = due.model.rows[0]
    at.presses(Qt.Key.Key_Return, due.table)
    assert due.line.hasFocus()
    QTest.keyClicks(due.line, "Seven years of Fridays.")
    at.qtbot.waitUntil(lambda: "Seven years of Fridays." in at.page.sheet.view.accessibleDescription())
    at.presses(Qt.Key.Key_Return)
    assert due.current == due.model.rows[1] and due.line.text() == ""
    at.presses(Qt.Key.Key_Escape)
    assert due.table.hasFocus()
    assert due.line_for(first) == "Seven years of Fridays."


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_pdf_holds_every_name_and_is_logged_as_one_act(at: Sitting) -> None:
    at.page.due.pdf_button.click()
    at.waits()
    at.qtbot.waitUntil(lambda: len(at.logged()) == 4)
    assert at.toast == "4 thank-you notes noted down"
    assert at.hand.path is not None
    text = subprocess.run(
        ["pdftotext", str(at.hand.path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert "Dear Margaret," in text and "Ελένη" in text and "王小明" in text
    with at.book.writing(NOW) as w:
        acts.undo(w)
    assert at.logged() == []


def test_the_file_window_closed_without_a_name_leaves_everything_as_it_was(at: Sitting) -> None:
    at.hand.path = None
    at.page.due.pdf_button.click()
    at.waits()
    assert at.logged() == [] and len(at.page.due.model.rows) == 4


def test_a_pdf_that_cannot_be_written_is_a_sentence_and_logs_nothing(at: Sitting, tmp_path: Path) -> None:
    at.hand.path = tmp_path / "not there" / "notes.pdf"
    at.page.due.pdf_button.click()
    at.qtbot.waitUntil(lambda: "its folder is not there" in at.page.due.error.text)
    assert at.logged() == []


@pytest.fixture
def to_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A printer that prints into a file."""
    path = tmp_path / "printed.pdf"

    def ready(*_args: object) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        return made

    monkeypatch.setattr(letters_press, "printer", ready)
    return path


def test_after_printing_it_is_asked_whether_they_came_out_well_and_yes_logs_them(
    at: Sitting, to_file: Path
) -> None:
    due = at.page.due
    due.print_button.click()
    at.qtbot.waitUntil(due.question.isVisible)
    assert to_file.stat().st_size > 0
    assert at.logged() == []
    assert due.yes.hasFocus()
    at.presses(Qt.Key.Key_Return)
    at.qtbot.waitUntil(lambda: len(at.logged()) == 4)
    at.waits()
    assert due.empty.isVisible() and not due.question.isVisible()


def test_no_logs_nothing_and_leaves_them_on_the_list(at: Sitting, to_file: Path) -> None:
    due = at.page.due
    due.print_button.click()
    at.qtbot.waitUntil(due.question.isVisible)
    due.no.click()
    at.waits()
    assert at.logged() == []
    assert len(due.model.rows) == 4 and due.table.isEnabled()
    assert at.toast == "Nothing was noted down"


def test_thinking_better_of_the_printer_prints_nothing(at: Sitting, to_file: Path) -> None:
    at.hand.agrees = False
    at.page.due.print_button.click()
    at.waits()
    assert not to_file.exists() and at.logged() == []


def test_a_shop_without_a_printer_is_told_so(at: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_args: object) -> QPrinter:
        raise Declined("no_printer", "No printer is set up on this computer.", "printer")

    monkeypatch.setattr(letters_press, "printer", none)
    assert at.page.on_print() is True
    assert at.page.due.error.text == "No printer is set up on this computer."


def test_a_printer_that_vanishes_while_printing_is_told_of_and_nothing_is_noted_down(
    at: Sitting, to_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter([QPrinter.PrinterState.Active] * 2)
    monkeypatch.setattr(QPrinter, "printerState", lambda _self: next(states, QPrinter.PrinterState.Error))
    due = at.page.due
    due.print_button.click()
    at.waits()
    at.qtbot.waitUntil(lambda: bool(due.error.text))
    assert due.error.text.startswith(
        "The printer stopped at page 3. None of these letters counts as printed."
    )
    assert not due.question.isVisible() and at.logged() == [] and len(due.model.rows) == 4
    assert due.print_button.isEnabled(), "the same button prints them once it is there again"


def test_a_long_run_can_be_stopped_and_leaves_nothing(at: Sitting) -> None:
    at.page.due.pdf_button.click()
    at.page.due.progress.cancelled.emit()
    at.waits()
    at.qtbot.waitUntil(lambda: at.page.press.free)
    assert at.hand.path is not None
    if at.page.due.error.text:  # stopped in time
        assert at.page.due.error.text == "Stopped. Nothing was noted down."
        assert at.logged() == [] and not at.hand.path.exists()
    assert not at.hand.path.with_name("notes.pdf.part").exists()


def test_one_member_is_written_to_for_no_special_reason(at: Sitting) -> None:
    member = enrol(at.book, "Yusuf Demir")
    at.page.write_to(member, None)
    due = at.page.due
    assert [(row.name, row.because) for row in due.model.rows] == [("Yusuf Demir", "No special reason")]
    assert due.line.hasFocus() and due.print_button.text() == "Print 1 letter…"
    at.presses(Qt.Key.Key_Escape)
    assert len(due.model.rows) == 4


def test_one_who_asked_for_no_letters_cannot_be_written_to(at: Sitting) -> None:
    silent = at.book.reading().value("select id from members where name = 'Ines Silent'")
    at.page.write_to(silent, None)
    assert at.page.due.summary.text() == "Ines Silent gets no note: asked for no letters."
    assert not at.page.due.print_button.isEnabled() and not at.page.due.pdf_button.isEnabled()


def test_what_was_written_lately_can_be_saved_again_and_is_not_logged_again(at: Sitting) -> None:
    at.page.due.pdf_button.click()
    at.qtbot.waitUntil(lambda: len(at.logged()) == 4)
    at.waits()
    at.page.kinds.setCurrentRow(LATELY)
    assert at.page.lately.table.rowCount() == 4
    assert at.page.sheet.view.page_count == 1
    assert at.hand.path is not None
    at.hand.path.unlink()
    at.page.lately.pdf_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "Saved as PDF once more")
    assert at.hand.path.exists() and len(at.logged()) == 4


def test_the_wording_is_seen_while_it_is_typed_and_kept(at: Sitting) -> None:
    at.page.due.wording_button.click()
    view = at.page.wording
    view.edit.setPlainText("Hello {{name}}, thank you for coming.")
    at.qtbot.waitUntil(lambda: "thank you for coming" in at.page.sheet.view.accessibleDescription())
    view.keep_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "The wording is kept")
    assert letters.wordings(at.book.reading()).versions[0] == "Hello {{name}}, thank you for coming."
    at.page.due.wording_button.click()
    view.original_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "The original wording is back")
    assert letters.wordings(at.book.reading()).original
    at.presses(Qt.Key.Key_Escape, view.edit)
    assert at.page.views.currentWidget() is at.page.due


def test_an_unknown_field_is_refused_with_its_place_and_the_caret_goes_there(at: Sitting) -> None:
    at.page.due.wording_button.click()
    view = at.page.wording
    view.edit.setPlainText("Thank you.\n\nSee you, {{nmae}}.")
    view.keep_button.click()
    assert view.error.text.startswith("Line 3, column 10: there is no field called “nmae”.")
    assert view.edit.textCursor().blockNumber() == 2 and view.edit.textCursor().positionInBlock() == 9
    assert letters.wordings(at.book.reading()).original


def test_a_field_is_put_in_from_the_list_and_versions_come_and_go(at: Sitting) -> None:
    at.page.due.wording_button.click()
    view = at.page.wording
    view._add.click()
    assert len(view.versions) == 4
    view.edit.setPlainText("Thank you, ")
    view.edit.moveCursor(view.edit.textCursor().MoveOperation.End)
    view.fields.setCurrentCell(0, 0)
    at.presses(Qt.Key.Key_Return, view.fields)
    assert view.edit.toPlainText() == "Thank you, {{name}}"
    view._remove.click()
    assert len(view.versions) == 3


def test_the_paper_chosen_is_remembered_and_shown(at: Sitting) -> None:
    sheet = at.page.sheet
    sheet._size.setCurrentIndex(sheet._size.findData("A6"))
    sheet._size.activated.emit(sheet._size.currentIndex())
    at.waits()
    assert letters.paper(at.book.reading()).size == "A6"
    assert sheet.place.endswith("A6")


def test_a_folded_card_is_opened_where_the_letter_stands(at: Sitting) -> None:
    sheet = at.page.sheet
    sheet._size.setCurrentIndex(sheet._size.findData("A5-folded"))
    sheet._size.activated.emit(sheet._size.currentIndex())
    at.waits()
    assert sheet.place == "1 of 4 · sheet 2 of 2 · A5 folded to A6"
    assert "Dear " in sheet.view.accessibleDescription()
    sheet._before.click()
    assert sheet.view.accessibleDescription().endswith("Thank you")


def test_an_empty_shop_is_shown_an_example(tmp_path: Path, qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    (tmp_path / "new").mkdir()
    at = Sitting(new_book(tmp_path / "new"), tmp_path, qtbot)
    assert at.page.due.empty.isVisible() and not at.page.due.print_button.isVisible()
    assert at.page.sheet.place == "An example · A5"
    assert "Dear Margaret," in at.page.sheet.view.accessibleDescription()
    at.desk.close()


# --- every other kind ---------------------------------------------------------------------------


def choose(at: Sitting, kind: str) -> None:
    at.hand.kind = kind
    at.page.kinds.setCurrentRow(KEYS.index(kind))
    at.waits()


def test_every_kind_can_be_chosen_and_shows_its_letter_or_an_example(at: Sitting) -> None:
    for kind in KEYS:
        choose(at, kind)
        assert at.page.due.title.text() == title(kind).name
        assert at.page.sheet.view.page_count == 1
        assert "Dear " in at.page.sheet.view.accessibleDescription()
        assert_within_reach(at.page)


def test_a_birthday_letter_is_found_written_and_noted_down(at: Sitting) -> None:
    enrol(at.book, "Thandeka Mbeki", birthday=Birthday(11, 23))
    choose(at, "birthday")
    due = at.page.due
    assert [(row.name, row.because) for row in due.model.rows] == [
        ("Thandeka Mbeki", "Birthday on 23 November")
    ]
    assert "Happy birthday" in at.page.sheet.view.accessibleDescription()
    due.pdf_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "Letter to Thandeka Mbeki noted down")
    at.waits()
    assert due.empty.isVisible()


def test_a_tier_is_invited_once_it_is_said_to_what(at: Sitting) -> None:
    choose(at, "sale-preview")
    due = at.page.due
    due.whom.setCurrentIndex(due.whom.findData("Gold"))
    due.whom.activated.emit(due.whom.currentIndex())
    at.waits()
    assert due.print_button.text() == "Print 4 letters…"
    due.pdf_button.click()
    assert due.error.text == "This letter invites to something. Say first to what, and when."
    assert due.telling.edit.hasFocus()
    QTest.keyClicks(due.telling.edit, "the winter sale")
    at.qtbot.waitUntil(lambda: "the winter sale" in at.page.sheet.view.accessibleDescription())
    at.waits()
    due.pdf_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "4 letters noted down")
    at.waits()
    assert due.model.rows == ()


def test_members_are_added_one_by_one_with_keys_alone(at: Sitting) -> None:
    choose(at, "sorry")
    due = at.page.due
    due.adding.edit.setFocus()
    for typed in ("marg", "wilh"):
        QTest.keyClicks(due.adding.edit, typed)
        at.presses(Qt.Key.Key_Return, due.adding.edit)
    assert {row.name for row in due.model.rows} == {"Margaret Okonkwo", LONG}
    QTest.keyClicks(due.adding.edit, "ines")
    at.presses(Qt.Key.Key_Return, due.adding.edit)
    assert due.summary.text() == "Ines Silent gets no letter: asked for no letters."
    assert due.print_button.text() == "Print 2 letters…"


def test_one_pdf_for_each_is_named_by_number_and_a_fault_leaves_none(at: Sitting, tmp_path: Path) -> None:
    at.page.due.each_button.click()
    at.qtbot.waitUntil(lambda: len(at.logged()) == 4)
    at.waits()
    names = sorted(path.name for path in tmp_path.glob("thank-you*.pdf"))
    assert names == [f"thank-you 2026-11-21 100{n}.pdf" for n in (1, 2, 3, 4)]


def test_a_run_that_fails_half_way_leaves_no_pdf_and_no_note(at: Sitting, tmp_path: Path) -> None:
    (tmp_path / "thank-you 2026-11-21 1003.pdf").mkdir()
    at.page.due.each_button.click()
    at.qtbot.waitUntil(lambda: "a folder has this name" in at.page.due.error.text)
    assert at.logged() == []
    assert [path.name for path in tmp_path.glob("thank-you*.pdf") if path.is_file()] == []


def test_a_slow_answer_to_an_older_question_is_not_shown(at: Sitting) -> None:
    at.page.kinds.setCurrentRow(KEYS.index("miss-you"))
    at.page.kinds.setCurrentRow(KEYS.index("thank-you"))
    at.waits()
    assert len(at.page.due.model.rows) == 4


def test_what_is_empty_for_a_member_is_named_beside_the_sheet(at: Sitting) -> None:
    at.page.write_to(enrol(at.book, "Yusuf Demir"), None)
    assert "How often the member has been here" in at.page.sheet._without.text()


def test_by_post_leaves_out_who_has_no_address(at: Sitting) -> None:
    at.page.sheet._by_post.click()
    at.waits()
    assert at.page.due.model.rows == ()
    assert at.page.due.left_out.open.text() == "5 are left out: who, and why"


def test_each_kind_has_a_wording_of_its_own(at: Sitting) -> None:
    choose(at, "birthday")
    at.page.due.wording_button.click()
    view = at.page.wording
    assert view._heading.text() == "The wording of “Birthday”"
    view.edit.setPlainText("Happy birthday, {{name}}.")
    view.keep_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "The wording is kept")
    reading = at.book.reading()
    assert not letters.wordings(reading, "birthday").original and letters.wordings(reading).original


def test_a_saved_group_is_written_to_as_a_whole(at: Sitting) -> None:
    with at.book.writing(NOW) as w:
        groups.save(w, "Our Golds", "Gold")
    choose(at, "newsletter")
    due = at.page.due
    due.whom.setCurrentIndex(due.whom.findText("Group: Our Golds"))
    due.whom.activated.emit(due.whom.currentIndex())
    at.waits()
    assert due.whom.group == "Our Golds" and due.whom.tier == ""
    assert due.summary.text() == "Members in the group Our Golds: 4."
    assert len(due.model.rows) == 4


def test_the_birthdays_of_the_week_stand_on_one_sheet(at: Sitting) -> None:
    at.page.kinds.setCurrentRow(KEYS.index("birthday"))
    assert at.page.due.table_button.isVisible()
    at.page.due.table_button.click()
    sheet = at.page._birthdays
    assert sheet is not None and "Nobody has a birthday." in sheet.view.accessibleDescription()
    sheet.put_away()
    at.page.kinds.setCurrentRow(KEYS.index("welcome"))
    assert not at.page.due.table_button.isVisible()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)])
def test_at_double_text_no_column_is_cut_and_the_kinds_are_chosen_above(
    book: Book, tmp_path: Path, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    tongue.speak(language)
    look.wear(look.Wish(scheme="light", still=True, text_percent=200))
    try:
        sitting = Sitting(book, tmp_path, qtbot)
        sitting.shell.resize(*size)
        page = sitting.page
        page.kind_choice.setFocus()
        assert page.kind_choice.isVisible() and not page.kinds.isVisible()
        for row in range(page.kinds.count()):
            assert page.kind_choice.currentIndex() == row
            sitting.waits()
            QApplication.processEvents()
            for tall in page.findChildren(Tall):
                inside = tall.widget()
                if tall.isVisible() and inside is not None:
                    assert inside.width() <= tall.viewport().width(), (row, page.kinds.item(row).text())
            QTest.keyClick(page.kind_choice, Qt.Key.Key_Down)
        assert page.views.currentWidget() is page.lately, "chosen by keyboard alone"
        page.kinds.setCurrentRow(0)
        page.words.edit()
        QApplication.processEvents()
        assert not page.kind_choice.isEnabled()
        for button in page.wording.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()
        page.wording.left.emit()
        assert page.kind_choice.isEnabled()
        sitting.waits()
        sitting.desk.close()
    finally:
        tongue.speak("")
        look.wear(look.Wish(scheme="light", still=True))


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_kind_of_letter_is_cut_in_the_list(
    book: Book, tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    tongue.speak(language)
    look.wear(look.Wish(scheme="light", still=True))
    try:
        sitting = Sitting(book, tmp_path, qtbot)
        kinds = sitting.page.kinds
        assert kinds.isVisible() and not sitting.page.kind_choice.isVisible()
        room = kinds.viewport().width()
        for row in range(kinds.count()):
            words = kinds.item(row).text()
            assert kinds.fontMetrics().horizontalAdvance(words) + look.px(16) <= room, words
        sitting.waits()
        sitting.desk.close()
    finally:
        tongue.speak("")
