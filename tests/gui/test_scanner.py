"""A scanner that types like a keyboard is told from a person, and leaves no trace in the fields."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopkeeper.gui.scanner import Scanner, Stopwatch
from tests.gui.helpers import scan, type_fast

CODE = "40217738"
ENTER = Qt.Key.Key_Return


class Room(QWidget):
    """A window with a field of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit("before", self)
        self.other = QLineEdit(self)
        self.text = QPlainTextEdit("a note", self)
        self.spin = QSpinBox(self)
        self.spin.setMaximum(999_999_999)
        self.combo = QComboBox(self)
        self.combo.addItems(["4 rows", "7 rows", "2 rows"])
        self.list = QListWidget(self)
        self.list.addItems(["first", "4021", "7738"])
        self.button = QPushButton("Record", self)
        column = QVBoxLayout(self)
        for widget in (self.line, self.other, self.text, self.spin, self.combo, self.list, self.button):
            column.addWidget(widget)
        self.heard: list[str] = []
        self.pressed = 0
        self.button.clicked.connect(self._press)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.heard.append)

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    window = Room()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_a_scan_is_understood_and_the_field_gets_its_text_back(room: Room) -> None:
    room.line.setFocus()
    room.line.setCursorPosition(3)
    scan(room, CODE)
    assert room.heard == [CODE]
    assert room.line.text() == "before"
    assert room.line.cursorPosition() == 3


def test_chosen_text_is_back_and_chosen_again(room: Room) -> None:
    room.line.setFocus()
    room.line.selectAll()
    scan(room, CODE)
    assert (room.line.text(), room.line.selectedText()) == ("before", "before")


def test_the_field_says_that_its_text_is_back(room: Room) -> None:
    texts: list[str] = []
    room.other.setFocus()
    room.other.textEdited.connect(texts.append)
    scan(room, CODE)
    assert texts[-1] == ""


def test_typing_by_hand_is_left_alone(room: Room) -> None:
    room.other.setFocus()
    type_fast(room, CODE, gap_ms=60, end=ENTER)
    assert room.heard == []
    assert room.other.text() == CODE


def test_five_characters_are_no_code(room: Room) -> None:
    room.other.setFocus()
    type_fast(room, "24.50", end=ENTER)
    assert room.heard == []
    assert room.other.text() == "24.50"


def test_letters_typed_before_the_scan_are_not_part_of_it(room: Room) -> None:
    room.other.setFocus()
    later = type_fast(room, "ma", gap_ms=150)
    type_fast(room, CODE, start_ms=later, end=ENTER)
    assert room.heard == [CODE]
    assert room.other.text() == "ma"


def test_enter_that_comes_late_is_a_persons(room: Room) -> None:
    room.other.setFocus()
    later = type_fast(room, CODE)
    type_fast(room, "", start_ms=later + 500, end=ENTER)
    assert room.heard == []
    assert room.other.text() == CODE


def test_a_tab_ends_a_code_too_and_moves_no_focus(room: Room) -> None:
    room.other.setFocus()
    scan(room, CODE, end=Qt.Key.Key_Tab)
    assert room.heard == [CODE]
    assert room.other.hasFocus()


def test_a_key_held_down_is_no_scanner(room: Room) -> None:
    room.other.setFocus()
    clock = iter(range(1_000, 2_000, 5))
    for _ in range(12):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, "4", True)
        event.setTimestamp(next(clock))
        room.scanner.eventFilter(room.other, event)
    type_fast(room, "", start_ms=next(clock), end=ENTER)
    assert room.heard == []


def test_keys_a_program_makes_carry_no_stamp_and_are_never_a_scan(room: Room, qtbot: QtBot) -> None:
    room.other.setFocus()
    QTest.keyClicks(room.other, CODE)
    QTest.keyClick(room.other, ENTER)
    assert room.heard == []
    assert room.other.text() == CODE


def test_a_clock_of_its_own_tells_the_time_where_the_window_system_does_not(room: Room, qtbot: QtBot) -> None:
    ticks = iter(range(10, 10_000, 4))
    watched = Scanner(room, clock=lambda event: next(ticks))
    heard: list[str] = []
    watched.scanned.connect(heard.append)
    room.other.setFocus()
    QTest.keyClicks(room.other, CODE)
    QTest.keyClick(room.other, ENTER)
    assert heard == [CODE]
    assert Stopwatch()(QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier)) >= 1


def test_a_note_a_number_a_choice_and_a_list_are_as_before(room: Room) -> None:
    room.list.setCurrentRow(0)
    for field in (room.text, room.spin, room.combo, room.list):
        field.setFocus()
        scan(room, CODE)
    assert room.heard == [CODE] * 4
    assert room.text.toPlainText() == "a note"
    assert room.spin.value() == 0
    assert room.combo.currentIndex() == 0
    assert room.list.currentRow() == 0


def test_a_scan_presses_no_button(room: Room) -> None:
    room.button.setDefault(True)
    room.button.setFocus()
    scan(room, CODE)
    assert room.heard == [CODE]
    assert room.pressed == 0


def test_letters_sent_on_to_another_field_are_taken_back_there(room: Room) -> None:
    class Sender(QPushButton):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            room.other.setFocus()
            room.other.insert(event.text())

    room.other.setText("marg")
    sender = Sender("list", room)
    sender.show()
    sender.setFocus()
    scan(room, CODE)
    assert room.heard == [CODE]
    assert room.other.text() == "marg"
    assert sender.hasFocus()


def test_a_field_that_is_gone_meanwhile_harms_nothing(room: Room, qtbot: QtBot) -> None:
    brief = QLineEdit(room)
    brief.show()
    brief.setFocus()
    later = type_fast(room, CODE[:4])
    brief.deleteLater()
    qtbot.waitUntil(lambda: brief not in room.findChildren(QLineEdit))
    room.other.setFocus()
    type_fast(room, CODE[4:], start_ms=later, end=ENTER)
    assert room.heard == [CODE]
