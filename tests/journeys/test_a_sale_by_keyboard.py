"""A sale at the counter, by keyboard alone: letters, Enter, amount, Enter; and taken back by Ctrl Z."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from tests.books import NOW, enrol, new_book
from tests.gui.helpers import assert_within_reach


def opened(folder: Path, qtbot: QtBot) -> Program:
    """The program on a shop of two."""
    look.wear(look.Wish(scheme="light", still=True))
    book = new_book(folder)
    enrol(book, "Margaret Okonkwo")
    enrol(book, "Thandeka Mbeki")
    program = Program(Desk(book, lambda: NOW), Remembered(folder / "window.json"), lambda _where: None)
    qtbot.addWidget(program.shell)
    program.start()
    program.shell.activateWindow()
    qtbot.waitUntil(lambda: program.shell.find_box.edit.hasFocus())
    return program


def purchases_in(program: Program) -> list[tuple[int, int | None]]:
    book = program.desk.book.reading()
    found = book.rows(
        "select amount_minor, member_id from facts where kind = 'purchase' and undone_by is null"
    )
    book.close()
    return [(amount, member) for amount, member in found]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def typed(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def test_letters_enter_amount_enter_records_a_sale_and_ctrl_z_takes_it_back(
    tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(tmp_path, qtbot)
    typed("marg")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not program.shell.find_box.edit.hasFocus())
    typed("24.50")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: purchases_in(program) == [(2450, 1)])
    qtbot.waitUntil(lambda: program.shell.find_box.edit.hasFocus())
    assert program.shell.find_box.text == ""
    assert program.shell.toast is not None
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: purchases_in(program) == [])
    assert_within_reach(program.shell)
    program.shell.close()


def test_an_amount_that_cannot_be_read_records_nothing_and_stays(tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(tmp_path, qtbot)
    typed("than")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not program.shell.find_box.edit.hasFocus())
    typed("1.005")
    press(Qt.Key.Key_Return)
    qtbot.wait(50)
    assert purchases_in(program) == []
    assert isinstance(field := focused(), QLineEdit) and field.text() == "1.005"
    program.shell.close()
