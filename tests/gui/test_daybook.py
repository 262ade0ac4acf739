"""The day book on the screen: typed without the mouse, kept as typed, told before it is posted."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.gui.pages.daybook.model import AMOUNT, EFFECT, NUMBER, TIER, TIME, WHAT, WHO
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book
from shopkeeper.rules.cards import next_card
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import acts, daybook
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach, scan

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ENTER, TAB, DOWN, UP = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up


class Window:
    """A shop of a few people with the day book in front."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.qtbot = qtbot
        self.book = new_book(folder)
        self.leclerc = enrol(self.book, "Margot Leclerc", phones=("020 7946 0802",), card=next_card(7))
        self.brandt = enrol(self.book, "Ansel Brandt")
        self.costa = enrol(self.book, "Maria Costa", phones=("020 7946 0866",))
        self.other = enrol(self.book, "Maria Costa", phones=("020 7946 0877",))
        self.desk = Desk(self.book, lambda: NOW)
        self.shell = Shell([Place("daybook", "Day book", "daybook", "Ctrl+2", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)

    def _make(self) -> DaybookPage:
        return DaybookPage(self.desk, self.shell)

    def open(self) -> "Window":
        page = self.shell.go("daybook")
        assert isinstance(page, DaybookPage)
        self.page = page
        self.shell.show()
        self.shell.activateWindow()
        self.qtbot.waitUntil(lambda: page.grid.field is not None and page.grid.field.hasFocus())
        return self

    def wait(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so)

    def cell(self, row: int, column: int) -> str:
        return self.page.model.said(row, column)[0]

    def kept(self) -> daybook.Kept:
        reading = self.book.reading()
        try:
            return daybook.page(reading, TODAY)
        finally:
            reading.close()

    def rows(self) -> list[tuple[str, int | None, str, str]]:
        return [
            (slip.who_text, slip.member_id, slip.amount_text, slip.what_text) for slip in self.kept().slips
        ]


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(tmp_path, qtbot)
    yield made
    made.desk.close()


def caret() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def typed(text: str) -> None:
    for letter in text:
        QTest.keyClicks(caret(), letter)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(caret(), key, modifier)


def keep(book: Book, slips: list[Slip], till: str = "") -> None:
    with book.writing(NOW) as w:
        daybook.save_rows(w, TODAY, 1, list(enumerate(slips)), (), till)


# ---- typing ----


def test_letters_tab_amount_enter_is_a_slip(window: Window) -> None:
    window.open()
    typed("lecl")
    assert window.page.grid.edits[WHO].ghost == "Margot Leclerc …802"
    press(TAB)
    assert window.page.grid.at == (0, AMOUNT)
    typed("24,50")
    press(TAB)
    typed("Tea")
    press(ENTER)
    assert window.page.grid.at == (1, WHO)
    assert [window.cell(0, column) for column in (WHO, TIER, AMOUNT, WHAT)] == [
        "Margot Leclerc",
        "Member",
        "24.50",
        "Tea",
    ]
    window.wait(lambda: window.cell(0, EFFECT) == "First purchase")
    window.wait(lambda: window.rows() == [("Margot Leclerc", window.leclerc, "24,50", "Tea")])


def test_an_empty_name_and_a_dash_are_not_a_member(window: Window) -> None:
    window.open()
    press(TAB)
    assert window.page.grid.at[1] == WHO or QApplication.focusWidget() is window.page.till.till.edit
    window.page.grid.enter_cell(0, AMOUNT)
    typed("6.10")
    press(ENTER)
    typed("-")
    press(TAB)
    typed("2")
    press(ENTER)
    assert [window.cell(row, WHO) for row in (0, 1)] == ["Not a member", "Not a member"]
    window.wait(lambda: window.rows() == [("", None, "6.10", ""), ("", None, "2", "")])


def test_arrows_choose_between_two_of_one_name(window: Window) -> None:
    window.open()
    typed("costa")
    assert window.page.chooser.isVisible()
    first = window.page.grid.edits[WHO].ghost
    press(DOWN)
    press(DOWN)
    second = window.page.grid.edits[WHO].ghost
    assert {first, second} == {"Maria Costa …866", "Maria Costa …877"}
    press(TAB)
    expected = window.other if second.endswith("877") else window.costa
    assert window.page.model.sheet[0].member_id == expected and not window.page.chooser.isVisible()


def test_escape_puts_the_list_away_then_gives_back_the_text(window: Window) -> None:
    window.open()
    typed("costa")
    press(Qt.Key.Key_Escape)
    assert not window.page.chooser.isVisible() and window.page.grid.edits[WHO].text() == "costa"
    press(Qt.Key.Key_Escape)
    assert window.page.grid.edits[WHO].text() == ""


def test_who_is_not_found_stays_and_keeps_the_page_from_being_posted(window: Window) -> None:
    window.open()
    typed("Zoltan Xyz")
    press(TAB)
    typed("5")
    press(ENTER)
    assert window.cell(0, WHO) == "Zoltan Xyz" and window.cell(0, EFFECT) == "Not settled: choose or enrol"
    assert not window.page.till.post.isEnabled() and not window.page.till.differ.isEnabled()
    assert window.page.till.open.text() == "1 slip is not settled yet"
    press(Qt.Key.Key_J, CTRL)
    assert window.page.grid.at == (0, WHO) and window.page.chooser.isVisible()
    press(DOWN)
    press(TAB)
    window.wait(lambda: window.page.model.sheet[0].member_id is not None)
    assert window.cell(0, WHO) == "Zoltan Xyz" and window.page.till.differ.isEnabled()


def test_a_scanned_card_is_who_the_slip_is_of(window: Window) -> None:
    window.open()
    scan(window.shell, next_card(7))
    assert window.page.model.sheet[0].member_id == window.leclerc and window.page.grid.at == (0, AMOUNT)


def test_a_refused_amount_stays_as_typed_with_the_reason(window: Window) -> None:
    window.open()
    typed("brandt")
    press(TAB)
    typed("1.005")
    press(ENTER)
    assert window.page.model.said(0, AMOUNT) == ("1.005", "bad")
    words, tone = window.page.model.said(0, EFFECT)
    assert "1.005" in words and tone == "bad"


def test_letters_typed_where_times_are_typed_begin_the_name(window: Window) -> None:
    keep(window.book, [Slip("a", "9:12", "", None, "3.00")])
    window.open()
    assert window.page.grid.at == (1, TIME)
    typed("lecl")
    assert window.page.grid.at == (1, WHO) and window.page.grid.edits[WHO].text() == "lecl"
    assert window.page.model.sheet[1].time_text == ""


def test_rows_are_copied_removed_moved_and_put_back_by_keys(window: Window) -> None:
    keep(window.book, [Slip("a", "", "Ansel Brandt", window.brandt, "3.00"), Slip("b", "", "", None, "4.00")])
    window.open()
    press(Qt.Key.Key_D, CTRL)
    assert window.page.model.sheet[2].amount_text == "4.00"
    press(UP, ALT)
    assert [window.cell(row, AMOUNT) for row in range(3)] == ["3.00", "4.00", "4.00"]
    press(UP)
    press(Qt.Key.Key_Backspace, CTRL)
    assert [window.cell(row, AMOUNT) for row in range(2)] == ["4.00", "4.00"]
    window.wait(lambda: len(window.rows()) == 2)
    press(Qt.Key.Key_Z, CTRL)
    assert [window.cell(row, AMOUNT) for row in range(3)] == ["3.00", "4.00", "4.00"]
    window.wait(lambda: [row[2] for row in window.rows()] == ["3.00", "4.00", "4.00"])


def test_the_caret_leaves_the_grid_at_both_ends(window: Window) -> None:
    window.open()
    press(ENTER)
    assert QApplication.focusWidget() is window.page.till.till.edit
    press(UP)
    assert window.page.grid.at == (0, WHO)
    press(Qt.Key.Key_Backtab, SHIFT)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is window.page.heading.bring


def test_everything_has_a_name_and_is_within_reach(window: Window) -> None:
    keep(window.book, [Slip("a", "", "", None, "3.00")])
    window.open()
    assert_within_reach(window.page)
    assert window.page.grid.edits[WHO].accessibleName() == "Member, row 2"


# ---- paste ----


def test_rows_of_a_spreadsheet_are_pasted_and_recognised(window: Window) -> None:
    window.open()
    QApplication.clipboard().setText(
        "Name\tAmount\tWhat\nAnsel Brandt\t3.00\tTea\nMaria Costa\t6,10\t\n\t1\t\n"
    )
    press(Qt.Key.Key_V, CTRL)
    window.wait(lambda: window.page.model.sheet[0].member_id == window.brandt)
    assert [window.cell(row, AMOUNT) for row in range(3)] == ["3.00", "6.10", "1.00"]
    assert window.page.model.sheet[1].member_id is None, "two have that name"
    press(Qt.Key.Key_Z, CTRL)
    assert window.page.model.rowCount() == 1


def test_an_unclear_paste_is_shown_first(window: Window) -> None:
    window.open()
    QApplication.clipboard().setText("1002\t24\n1003\t12")
    press(Qt.Key.Key_V, CTRL)
    assert window.page.sheet.isVisible() and window.page.sheet.add.text() == "Add 2 slips"
    assert_within_reach(window.page.sheet)
    press(Qt.Key.Key_Escape)
    assert not window.page.sheet.isVisible() and window.page.model.rowCount() == 1
    press(Qt.Key.Key_V, CTRL)
    press(ENTER)
    window.wait(lambda: window.page.model.sheet[0].member_id == window.brandt)


def test_a_single_word_is_pasted_into_the_field(window: Window) -> None:
    window.open()
    QApplication.clipboard().setText("Ansel")
    press(Qt.Key.Key_V, CTRL)
    assert window.page.grid.edits[WHO].text() == "Ansel"


def test_a_file_brings_slips_and_a_strange_one_a_sentence(window: Window, tmp_path: Path) -> None:
    window.open()
    good, bad = tmp_path / "slips.csv", tmp_path / "empty.csv"
    good.write_text("Member,Amount\n1002,3.00\n", "utf-8")
    bad.write_text("", "utf-8")
    window.page.open_file(str(good))
    window.wait(lambda: window.page.model.sheet[0].member_id == window.brandt)
    window.page.open_file(str(bad))
    assert window.page.trouble.text


# ---- the till ----


def test_the_day_is_posted_by_keys_and_becomes_a_page_to_read(window: Window) -> None:
    keep(
        window.book, [Slip("a", "", "Ansel Brandt", window.brandt, "18.00"), Slip("b", "", "", None, "6.10")]
    )
    window.open()
    assert not window.page.till.post.isEnabled()
    press(Qt.Key.Key_T, CTRL)
    typed("24,10")
    assert window.page.till.post.isEnabled()
    press(ENTER)
    window.wait(lambda: window.page.model.posted is not None)
    assert not window.page.model.open and window.page.grid.at == (-1, -1)
    assert window.cell(0, NUMBER) == "1" and window.page.model.points("a") == 18
    toast = window.shell.toast
    assert toast is not None and toast.undo and toast.text == "Posted Saturday 21 November"
    posted = window.kept().posted
    with window.qtbot.waitSignal(window.page.undo_asked) as asked:
        window.page.till.undo.click()
    assert posted is not None and asked.args == [posted.act]
    window.desk.send(acts.undo, posted.act)
    window.wait(lambda: window.page.model.posted is None)
    assert window.cell(1, AMOUNT) == "6.10" and window.kept().posted is None


def test_a_difference_is_named_in_one_line(window: Window) -> None:
    keep(window.book, [Slip("a", "", "", None, "6.10")], "10")
    window.open()
    press(ENTER, CTRL)
    assert QApplication.focusWidget() is window.page.till.reason
    press(ENTER)
    assert window.page.till.error.text and window.kept().posted is None
    typed("Three ninety in stamps")
    press(ENTER)
    window.wait(lambda: window.page.model.posted is not None)
    posted = window.kept().posted
    assert posted is not None and posted.because == "Three ninety in stamps"


def test_later_slips_of_a_posted_day_go_on_a_page_of_their_own(window: Window) -> None:
    keep(window.book, [Slip("a", "", "", None, "6.10")])
    with window.book.writing(NOW) as w:
        daybook.post(w, TODAY, because="no till")
    page = window.shell.go("daybook")
    assert isinstance(page, DaybookPage)
    window.page = page
    window.shell.show()
    window.shell.activateWindow()
    page.till.more.click()
    window.wait(lambda: page.grid.edits[WHO].hasFocus())
    typed("lecl")
    press(TAB)
    typed("2")
    press(ENTER)
    window.wait(
        lambda: window.kept().page == 2 and [slip.amount_text for slip in window.kept().slips] == ["2"]
    )
    assert window.kept().already_minor == 610


def test_another_day_is_gone_to_and_back_with_everything_there(window: Window) -> None:
    window.open()
    typed("lecl")
    press(Qt.Key.Key_PageUp, CTRL)
    assert window.page.model.rowCount() == 1 and window.page.model.sheet.day < TODAY
    press(Qt.Key.Key_PageDown, CTRL)
    assert window.cell(0, WHO) == "Margot Leclerc"
    press(Qt.Key.Key_PageDown, CTRL)
    assert window.page.model.sheet.day == TODAY
    press(Qt.Key.Key_G, CTRL)
    typed("19/11")
    press(ENTER)
    assert window.page.model.sheet.day.isoformat() == "2026-11-19"


def test_what_is_bought_at_the_counter_meanwhile_is_counted(window: Window) -> None:
    window.open()
    buy(window.book, window.brandt, 500)
    window.desk.send(acts.undo)
    window.wait(lambda: window.page.model.sheet.agreement().left_minor is None)
    buy(window.book, window.brandt, 700)
    window.page._reload()
    assert window.kept().already_minor == 700


# ---- kept ----


def test_what_is_being_typed_is_on_the_disk_before_the_field_is_left(window: Window) -> None:
    window.open()
    typed("zol")
    window.wait(lambda: window.rows() == [("zol", None, "", "")])
    assert window.page.grid.at == (0, WHO)


def test_what_was_typed_the_moment_before_the_window_closes_is_on_the_disk(
    window: Window, tmp_path: Path
) -> None:
    window.open()
    typed("brandt")
    press(TAB)
    typed("3.00")
    press(ENTER)
    window.page.keeper.flush()  # on its way
    typed("lecl")
    press(TAB)
    typed("4.50")
    press(ENTER)
    window.desk.close()
    kept = open_book(window.book.path)
    reading = kept.reading()
    assert [slip.amount_text for slip in daybook.page(reading, TODAY).slips] == ["3.00", "4.50"]
    reading.close()
    kept.close()


def test_a_book_that_cannot_be_written_leaves_everything_on_the_screen(window: Window) -> None:
    window.open()
    with window.book.writing(NOW) as w:
        w.run(
            "create trigger full before insert on draft_rows begin select raise(abort, 'database or disk is full'); end"
        )
    typed("lecl")
    press(TAB)
    typed("3")
    press(ENTER)
    window.wait(lambda: bool(window.page.trouble.text))
    assert "Everything stays on the screen" in window.page.trouble.text
    assert window.cell(0, WHO) == "Margot Leclerc" and window.rows() == []
    press(Qt.Key.Key_PageUp, CTRL)
    assert window.page.model.sheet.day == TODAY, "the page is not left before it is kept"
    with window.book.writing(NOW) as w:
        w.run("drop trigger full")
    window.page.keeper.flush()
    window.wait(lambda: [row[2] for row in window.rows()] == ["3"] and not window.page.trouble.text)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_row_is_there_after_the_program_was_killed(tmp_path: Path) -> None:
    new_book(tmp_path).close()
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication
        app = QApplication([])
        from shopkeeper.gui import look
        from shopkeeper.gui.desk import Desk
        from shopkeeper.gui.pages.daybook import DaybookPage
        from shopkeeper.gui.shell import Place, Shell
        from shopkeeper.records.opening import open_book
        from tests.books import NOW
        look.wear(look.Wish(still=True))
        desk = Desk(open_book(Path(sys.argv[1])), lambda: NOW)
        shell = Shell([Place("daybook", "Day book", "daybook", "Ctrl+2", lambda: DaybookPage(desk, shell))])
        page = shell.go("daybook")
        shell.show()
        page.keeper.kept.connect(lambda: print("kept", flush=True))
        page.grid.enter_cell(0)
        QTest.keyClicks(page.grid.field, "Half a na")
        app.exec()
        """
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()}
    program = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "shop.db")],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    try:
        assert program.stdout is not None and program.stdout.readline() == "kept\n"
    finally:
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        assert program.stdout is not None
        program.stdout.close()
    reading = Book(tmp_path / "shop.db").reading()
    assert [slip.who_text for slip in daybook.page(reading, TODAY).slips] == ["Half a na"]
    reading.close()
