"""Lists come in and go out in the window: dropped or chosen, asked about, seen, brought in, taken back, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.lists.bring import BringSheet
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.service import groups
from tests.books import NOW, enrol, new_book
from tests.gui.helpers import assert_within_reach

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Tab
TILL = "member,date,total,receipt\n1,2026-04-03,12.50,A1\n2,2026-05-04,9.99,A2\n"


class Hand(Asker):
    """Chooses in place of the person."""

    def __init__(self) -> None:
        self.opens: Path | None = None
        self.saves: Path | None = None

    def open(self, parent: QWidget, title: str, files: str) -> Path | None:
        return self.opens

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        assert self.saves is None or name.endswith(self.saves.suffix)
        return self.saves


class Sitting:
    """A person before the window of a shop of one member."""

    def __init__(self, folder: Path, qtbot: QtBot, *, members: bool = True) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.folder, self.qtbot = folder, qtbot
        self.book = new_book(folder)
        if members:
            enrol(self.book, "Ada Quill", number="1")
        self.store = Remembered(folder / "window.json")
        self.desk = Desk(self.book, lambda: NOW)
        self.program = Program(self.desk, self.store, lambda _where: None)
        self.shell = self.program.shell
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.program.start()
        self.shell.activateWindow()
        qtbot.waitUntil(lambda: self.shell.find_box.edit.hasFocus())
        self.hand = Hand()
        self.sheet.asker = self.hand
        self.program.lists.write_out_sheet.asker = self.hand

    @property
    def sheet(self) -> BringSheet:
        return self.program.lists.bring_sheet

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifier)

    def wrote(self, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def brings(self, path: Path) -> None:
        """By keyboard: Ctrl O, Enter on “Choose a file”."""
        self.hand.opens = path
        self.press(Qt.Key.Key_O, CTRL)
        self.press(ENTER)
        self.seen()

    def seen(self) -> None:
        self.qtbot.waitUntil(lambda: self.sheet.looking is None)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        reading = self.book.reading()
        found = reading.rows(sql)
        reading.close()
        return found

    @property
    def purchases(self) -> list[int]:
        return [row[0] for row in self.rows(  # type: ignore[misc]
            "select amount_minor from facts where kind = 'purchase' and undone_by is null order by id"
        )]  # fmt: skip

    def tables_of_columns(self) -> list[str]:
        return [combo.currentText() for combo in self.sheet.columns.combos.values()]


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    sitting = Sitting(tmp_path, qtbot)
    yield sitting
    qtbot.waitUntil(lambda: not sitting.desk._under_way)
    sitting.shell.close()


def test_a_list_is_chosen_seen_and_brought_in_by_four_keys_and_taken_back_by_one(at: Sitting) -> None:
    at.brings(at.wrote(TILL))
    sheet = at.sheet
    assert sheet.go.text() == "Bring in 2 purchases" and sheet.go.hasFocus()
    assert "2 purchases · £22.49 · from 3 April 2026 to 4 May 2026 · 1 new member" in sheet.outcome.words
    assert at.tables_of_columns() == ["Member or card", "Day", "Amount", "Receipt number"]
    assert at.purchases == []
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    assert at.purchases == [1250, 999]
    assert at.shell.toast is not None and at.shell.toast.text == "The list is in the book"
    at.press(ENTER)
    assert sheet.isHidden()
    at.press(Qt.Key.Key_Z, CTRL)
    at.qtbot.waitUntil(lambda: not at.desk._under_way)
    assert at.purchases == [1250, 999], "what it would change is told first"
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.purchases == [])


def test_the_same_list_again_brings_nothing_and_offers_nothing(at: Sitting) -> None:
    path = at.wrote(TILL)
    at.brings(path)
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.sheet.leave.hasFocus())
    at.press(ENTER)
    at.brings(path)
    assert at.sheet.outcome.words == "2 in the book already" and not at.sheet.go.isEnabled()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: not at.desk._under_way)
    assert at.purchases == [1250, 999]


def test_days_that_can_be_read_in_two_ways_are_asked_with_both_shown_and_the_answer_is_remembered(
    at: Sitting,
) -> None:
    text = "member,date,total\n1,03/04/2026,12.50\n"
    at.brings(at.wrote(text))
    question = at.sheet.question
    assert question.answers.hasFocus() and question.isVisible() and not at.sheet.go.isVisible()
    said = [question.answers.item(row).text() for row in range(2)]
    assert "3 April 2026" in said[0] and "4 March 2026" in said[1]
    at.press(DOWN)
    at.press(ENTER)
    at.seen()
    assert at.sheet.go.hasFocus() and "on 4 March 2026" in at.sheet.outcome.words
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.sheet.leave.hasFocus())
    at.press(ENTER)
    at.brings(at.wrote(text.replace("12.50", "13.50"), "next.csv"))
    assert not at.sheet.question.isVisible() and "on 4 March 2026" in at.sheet.outcome.words


def test_an_alphabet_that_is_not_known_is_chosen_by_how_the_names_look(at: Sitting) -> None:
    at.brings(at.wrote("name,town\nJürgen,Köln\n", encoding="cp1252"))
    assert "Jürgen" in at.sheet.question.answers.item(0).text()
    at.press(ENTER)
    at.seen()
    assert at.sheet.go.text() == "Bring in 1 member"
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.sheet.leave.hasFocus())
    assert ("Jürgen",) in at.rows("select name from members")


def test_a_workbook_of_several_sheets_is_asked_which_and_an_address_book_needs_no_question(
    at: Sitting,
) -> None:
    path = at.folder / "shop.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, heading in (("Notes", "remarks"), ("People", "name")):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, heading)
        sheet.write(1, 0, "Bo Ek")
    book.close()
    at.brings(path)
    assert at.sheet.question.answers.count() == 2
    at.press(DOWN)
    at.press(ENTER)
    at.seen()
    assert at.sheet.go.text() == "Bring in 1 member" and not at.sheet.options.encoding.isVisible()
    at.press(ESCAPE)
    at.brings(at.wrote("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy Oh\r\nEND:VCARD\r\n", "cards.vcf"))
    assert at.sheet.go.text() == "Bring in 1 member" and not at.sheet.options.kind.isVisible()


def test_columns_are_said_by_hand_and_remembered_for_the_same_headings(at: Sitting) -> None:
    text = "wer,wann,wieviel\n1,2026-04-03,12.50\n"
    at.brings(at.wrote(text))
    sheet = at.sheet
    sheet.options.kind.setCurrentIndex(1)
    sheet.options.kind.activated.emit(1)
    at.seen()
    for place, ours in enumerate(("member", "on", "amount")):
        combo = sheet.columns.combos[place]
        combo.setCurrentIndex(combo.findData(ours))
        combo.activated.emit(combo.currentIndex())
        at.seen()
    assert sheet.go.text() == "Bring in 1 purchase"
    sheet.go.click()
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    at.press(ENTER)
    kept = (at.folder / "window.json").read_text()
    assert "wann" not in kept and "lists/purchases/" in kept
    at.brings(at.wrote(text.replace("12.50", "13.50"), "next.csv"))
    assert sheet.go.text() == "Bring in 1 purchase" and sheet.go.hasFocus()


def test_rows_that_cannot_be_taken_are_told_saved_put_right_and_brought_in(at: Sitting) -> None:
    at.brings(at.wrote(TILL + "3,2026-05-05,abc,A3\n4,2026-05-05\n=1+1,2026-05-06,x,A4\n"))
    sheet = at.sheet
    assert [sheet.outcome.rows.item(row).text()[:7] for row in range(3)] == ["Line 4:", "Line 5:", "Line 6:"]
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: sheet.leave.hasFocus())
    at.hand.saves = at.folder / "to put right.csv"
    sheet.outcome.save.click()
    at.qtbot.waitUntil(lambda: at.folder.joinpath("to put right.csv").exists())
    at.qtbot.waitUntil(lambda: sheet.trouble.text.startswith("3 rows are saved"))
    saved = at.hand.saves.read_text(encoding="utf-8-sig")
    assert '"\'=1+1"' in saved and '"4","2026-05-05","",""' in saved
    at.press(ENTER)
    right = saved.replace('"abc"', '"5.00"')
    at.brings(at.wrote(right, "right.csv"))
    assert sheet.go.text() == "Bring in 1 purchase"
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.purchases == [1250, 999, 500])


def test_what_is_no_list_is_a_sentence_and_another_file_can_be_chosen(at: Sitting) -> None:
    at.brings(at.wrote("%PDF-1.4 nothing", "x.pdf"))
    assert at.sheet.trouble.text == "This is a PDF, not CSV. Nothing was read."
    assert at.sheet.empty.button is not None and at.sheet.empty.button.hasFocus()
    at.hand.opens = None
    at.press(ENTER)
    assert at.sheet.trouble.text
    at.press(ESCAPE)
    assert at.sheet.isHidden()


def test_a_list_that_is_coming_in_is_stopped_by_cancel_and_leaves_nothing(at: Sitting) -> None:
    rows = "".join(f"{number % 900},2026-04-03,1.00\n" for number in range(9_000))
    at.brings(at.wrote("member,date,total\n" + rows))
    at.press(ENTER)
    assert at.sheet.progress.isVisible()
    at.press(ESCAPE)
    assert at.sheet.isVisible()
    at.sheet.progress.cancelled.emit()
    at.qtbot.waitUntil(lambda: not at.sheet._bringing)
    assert at.sheet.trouble.text == "Stopped. Nothing of the list is in the book."
    assert at.purchases == [] and len(at.rows("select 1 from members")) == 1
    assert at.sheet.go.hasFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.sheet.leave.hasFocus(), timeout=20_000)
    assert len(at.purchases) == 9_000


def test_a_file_dropped_anywhere_is_looked_at_and_dragged_text_is_left_alone(at: Sitting) -> None:
    window = at.shell.windowHandle()
    field = at.shell.find_box.edit
    where = QPointF(field.mapTo(at.shell, QPoint(10, 10)))
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(at.wrote(TILL)))])
    dragged.setText("file:///list.csv")
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(where.toPoint(), copy, dragged, left, none)
    QApplication.sendEvent(window, enters)
    assert enters.isAccepted()
    drops = QDropEvent(where, copy, dragged, left, none)
    QApplication.sendEvent(window, drops)
    at.seen()
    assert at.sheet.go.text() == "Bring in 2 purchases" and field.text() == ""
    at.press(ESCAPE)
    words = QMimeData()
    words.setText("Ada")
    assert not at.shell._drops.eventFilter(window, QDropEvent(where, copy, words, left, none))


def test_a_place_can_be_left_while_a_list_comes_in_and_the_toast_tells_of_its_end(at: Sitting) -> None:
    rows = "".join(f"{number % 900},2026-04-03,1.00\n" for number in range(9_000))
    at.brings(at.wrote("member,date,total\n" + rows))
    at.press(ENTER)
    at.press(Qt.Key.Key_K, CTRL)
    assert at.sheet.isHidden()
    at.qtbot.waitUntil(lambda: at.shell.toast is not None, timeout=20_000)
    assert at.shell.toast is not None and at.shell.toast.text == "The list is in the book"
    assert len(at.purchases) == 9_000


def test_members_are_written_out_and_come_back_to_the_same_book(at: Sitting) -> None:
    at.press(Qt.Key.Key_E, CTRL)
    at.hand.saves = at.folder / "members.csv"
    at.press(DOWN)
    at.press(Qt.Key.Key_Up)
    at.program.lists.write_out_sheet.go.setFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.shell.toast is not None)
    assert at.shell.toast is not None and at.shell.toast.detail == "members.csv"
    at.brings(at.hand.saves)
    assert at.sheet.outcome.words == "1 in the book already"


def test_a_saved_group_is_written_out_alone(at: Sitting) -> None:
    enrol(at.book, "Bo Lind")
    with at.book.writing(NOW) as w:
        groups.save(w, "Quills", "no purchase yet")
        groups.save(w, "Slipping", "slipping")
    at.press(Qt.Key.Key_E, CTRL)
    out = at.program.lists.write_out_sheet
    assert [out.group.itemText(row) for row in range(out.group.count())] == [
        "Everybody",
        "Quills",
        "Slipping",
    ]
    assert out.group.isVisible()
    at.hand.saves = at.folder / "slipping.csv"
    at.press(TAB)
    assert out.group.hasFocus()
    at.press(Qt.Key.Key_End)
    out.go.setFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.shell.toast is not None)
    assert at.hand.saves.read_text(encoding="utf-8-sig").count("\n") == 1
    at.press(Qt.Key.Key_E, CTRL)
    out.kinds.button(3).setChecked(True)
    assert not out.group.isVisible()


def test_a_whole_book_is_written_out_and_read_into_an_empty_shop(
    at: Sitting, tmp_path: Path, qtbot: QtBot
) -> None:
    at.press(Qt.Key.Key_E, CTRL)
    out = at.program.lists.write_out_sheet
    for _ in range(3):
        at.press(DOWN)
    assert [out.form.itemData(row) for row in range(out.form.count())] == [".json", ".xlsx"]
    at.hand.saves = tmp_path / "book.json"
    at.press(TAB)
    at.press(TAB)
    assert out.go.hasFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: at.shell.toast is not None)
    at.brings(at.hand.saves)
    assert "no members and no purchases" in at.sheet.trouble.text and at.sheet.go.hasFocus()
    at.press(ENTER)
    at.qtbot.waitUntil(lambda: "can only be read into a shop" in at.sheet.trouble.text)
    at.press(ESCAPE)
    (tmp_path / "other").mkdir()
    other = Sitting(tmp_path / "other", qtbot, members=False)
    other.brings(at.hand.saves)
    other.press(ENTER)
    qtbot.waitUntil(lambda: other.shell.toast is not None)
    assert other.shell.toast is not None and other.shell.toast.text == "The book is here again"
    assert other.rows("select name from members") == [("Ada Quill",)]
    qtbot.waitUntil(lambda: not other.desk._under_way)
    other.shell.close()


def test_everything_on_the_sheets_is_named_and_within_reach(at: Sitting) -> None:
    at.brings(at.wrote(TILL + "3,2026-05-05,abc,A3\n"))
    assert_within_reach(at.sheet)
    at.press(ESCAPE)
    at.press(Qt.Key.Key_E, CTRL)
    assert_within_reach(at.program.lists.write_out_sheet)
    at.press(ESCAPE)
