"""The window: places built when visited, keys that work everywhere, a toast that stays, a memory for its size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.help import HelpWindow
from shopkeeper.gui.rail import Rail, RailButton
from shopkeeper.gui.shell import Place, Shell, Toast
from shopkeeper.gui.widgets.toast import ToastArea
from tests.gui.helpers import assert_within_reach, scan

CTRL = Qt.KeyboardModifier.ControlModifier


class Store(dict[str, str]):
    def recall(self, key: str) -> str:
        return self.get(key, "")

    def remember(self, key: str, value: str) -> None:
        self[key] = value


class Counter(QWidget):
    """A page that takes part in everything."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Note")
        self.table = QTableWidget(3, 1, self)
        self.table.setAccessibleName("Rows")
        self.area = ToastArea(self)
        column = QVBoxLayout(self)
        for part in (self.field, self.table, self.area):
            column.addWidget(part)
        self.said: list[object] = []
        self.handles = True

    def activated(self) -> None:
        self.said.append("activated")

    def deactivated(self) -> None:
        self.said.append("deactivated")

    def on_undo(self) -> bool:
        self.said.append("undo")
        return self.handles

    def on_print(self) -> bool:
        self.said.append("print")
        return self.handles

    def on_scanned(self, code: str) -> bool:
        self.said.append(code)
        return self.handles

    def toast_area(self) -> ToastArea | None:
        return self.area

    def types_to_find(self) -> bool:
        return True

    def keys(self) -> list[tuple[str, str]]:
        return [("Ctrl+D", "copy the row above")]


class Filter(QWidget):
    """A page that uses the find box itself."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def find_hint(self) -> str:
        return "Filter the table"

    def on_find_text(self, text: str) -> None:
        self.said.append(text)

    def on_find_key(self, key: int) -> None:
        self.said.append(key)

    def on_find_submitted(self) -> None:
        self.said.append("enter")

    def on_find_escaped(self) -> None:
        self.said.append("escape")


def places() -> list[Place]:
    return [
        Place("counter", "Counter", "counter", "Ctrl+1", Counter, "Find, recognise, record."),
        Place("members", "Members", "members", "Ctrl+3", Filter),
        Place("plain", "Letters", "letters", "Ctrl+4", QLabel),
        Place("settings", "Settings", "settings", "Ctrl+,", QWidget, at_end=True),
    ]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def shell(qtbot: QtBot, store: Store) -> Shell:
    look.wear(look.Wish(scheme="light"))
    window = Shell(places(), store)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(shell: Shell, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key where the caret is."""
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifiers)


# --- places ------------------------------------------------------------------------------------------


def test_a_place_is_built_at_its_first_visit(shell: Shell) -> None:
    assert not shell.built("counter")
    page = shell.go("counter")
    assert isinstance(page, Counter)
    assert shell.go("counter") is page
    assert page.said == ["activated", "activated"]
    shell.go("plain")
    assert page.said[-1] == "deactivated"
    assert (shell.current, shell.built("members")) == ("plain", False)


@pytest.mark.parametrize(
    ("key", "place"), [(Qt.Key.Key_1, "counter"), (Qt.Key.Key_3, "members"), (Qt.Key.Key_Comma, "settings")]
)
def test_every_place_has_its_key_wherever_the_caret_is(
    shell: Shell, qtbot: QtBot, key: Qt.Key, place: str
) -> None:
    for start in ("plain", "counter"):
        page = shell.go(start)
        if isinstance(page, Counter):
            page.field.setFocus()
        press(shell, key, CTRL)
        assert shell.current == place


def test_a_press_on_the_rail_goes_there(shell: Shell, qtbot: QtBot) -> None:
    shell.go("counter")
    button = next(b for b in shell.findChildren(RailButton) if b.key == "plain")
    with qtbot.waitSignal(shell.place_changed) as changed:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert changed.args == ["plain"]
    assert button.isChecked()


def test_a_number_on_a_place_is_read_out(shell: Shell) -> None:
    shell.set_badge("plain", 7)
    button = next(b for b in shell.findChildren(RailButton) if b.key == "plain")
    assert "7" in button.accessibleName()
    shell.grab()
    shell.set_badge("plain", 0)
    assert button.accessibleName() == "Letters"


# --- find --------------------------------------------------------------------------------------------


def test_the_caret_waits_in_the_find_box(shell: Shell) -> None:
    shell.go("counter")
    assert shell.find_box.edit.hasFocus()


def test_ctrl_k_and_a_slash_call_the_find_box(shell: Shell, qtbot: QtBot) -> None:
    page = shell.go("counter")
    assert isinstance(page, Counter)
    page.field.setFocus()
    press(shell, Qt.Key.Key_K, CTRL)
    assert shell.find_box.edit.hasFocus()
    page.table.setFocus()
    press(shell, Qt.Key.Key_Slash)
    assert shell.find_box.edit.hasFocus()


def test_a_slash_in_a_field_is_typed(shell: Shell, qtbot: QtBot) -> None:
    page = shell.go("counter")
    assert isinstance(page, Counter)
    page.field.setFocus()
    press(shell, Qt.Key.Key_Slash)
    assert page.field.text() == "/"


def test_letters_typed_on_a_page_without_a_caret_go_to_the_find_box(shell: Shell, qtbot: QtBot) -> None:
    shell.go("counter")
    with qtbot.waitSignal(shell.find_text_changed) as said:
        QTest.keyClick(shell, Qt.Key.Key_M)
    assert said.args == ["m"]
    shell.go("plain")
    QTest.keyClick(shell, Qt.Key.Key_X)
    assert shell.find_box.text == "m"


def test_a_page_that_finds_for_itself_is_told_and_the_signals_rest(shell: Shell, qtbot: QtBot) -> None:
    page = shell.go("members")
    assert isinstance(page, Filter)
    assert shell.find_box.edit.placeholderText() == "Filter the table"
    with qtbot.assertNotEmitted(shell.find_text_changed):
        QTest.keyClicks(shell.find_box.edit, "m")
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Escape):
            QTest.keyClick(shell.find_box.edit, key)
    assert page.said == ["m", Qt.Key.Key_Down.value, "enter", "", "escape"]
    shell.go("counter")
    assert "name, phone, card" in shell.find_box.edit.placeholderText()


def test_the_find_box_speaks_through_the_shell(shell: Shell, qtbot: QtBot) -> None:
    shell.go("plain")
    said: list[object] = []
    shell.find_key.connect(said.append)
    shell.find_submitted.connect(lambda: said.append("enter"))
    shell.find_escaped.connect(lambda: said.append("escape"))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(shell.find_box.edit, key)
    assert said == [Qt.Key.Key_Up.value, "enter", "escape"]


# --- acts --------------------------------------------------------------------------------------------


def test_ctrl_z_takes_back_the_last_act_though_the_caret_is_in_a_field(shell: Shell, qtbot: QtBot) -> None:
    shell.go("plain")
    shell.find_box.call()
    with qtbot.waitSignal(shell.undo_asked):
        press(shell, Qt.Key.Key_Z, CTRL)


def test_ctrl_z_takes_back_typing_while_there_is_any(shell: Shell, qtbot: QtBot) -> None:
    shell.go("plain")
    shell.find_box.call()
    QTest.keyClicks(shell.find_box.edit, "marg")
    with qtbot.assertNotEmitted(shell.undo_asked):
        press(shell, Qt.Key.Key_Z, CTRL)
    assert shell.find_box.text == ""
    with qtbot.waitSignal(shell.undo_asked):
        press(shell, Qt.Key.Key_Z, CTRL)


@pytest.mark.parametrize(
    ("key", "word", "signal"), [(Qt.Key.Key_Z, "undo", "undo_asked"), (Qt.Key.Key_P, "print", "print_asked")]
)
def test_a_page_answers_a_key_itself_or_hands_it_back(
    shell: Shell, qtbot: QtBot, key: Qt.Key, word: str, signal: str
) -> None:
    page = shell.go("counter")
    assert isinstance(page, Counter)
    with qtbot.assertNotEmitted(getattr(shell, signal)):
        press(shell, key, CTRL)
    page.handles = False
    with qtbot.waitSignal(getattr(shell, signal)):
        press(shell, key, CTRL)
    assert page.said.count(word) == 2


def test_a_new_member_is_asked_for_by_key_and_button(shell: Shell, qtbot: QtBot) -> None:
    shell.go("plain")
    with qtbot.waitSignal(shell.new_member_asked):
        press(shell, Qt.Key.Key_N, CTRL)
    button = next(b for b in shell.findChildren(QPushButton) if b.text() == "New member")
    with qtbot.waitSignal(shell.new_member_asked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_scan_on_any_place_reaches_the_page_or_the_program(shell: Shell, qtbot: QtBot) -> None:
    page = shell.go("counter")
    assert isinstance(page, Counter)
    with qtbot.assertNotEmitted(shell.scanned):
        scan(shell, "40217738")
    assert "40217738" in page.said
    assert shell.find_box.text == ""
    shell.go("plain")
    with qtbot.waitSignal(shell.scanned) as scanned:
        scan(shell, "40217738")
    assert scanned.args == ["40217738"]


def test_undo_stands_in_the_edit_menu_with_what_it_would_take_back(shell: Shell) -> None:
    menus = [menu for menu in shell.menuBar().findChildren(QMenu) if menu.title() == "&Edit"]
    assert shell.menus.undo in menus[0].actions()
    shell.set_undo("purchase of £18.00")
    assert shell.menus.undo.text() == "Undo: purchase of £18.00"
    assert ("Ctrl+Z", "Undo") in shell.menus.list_keys()
    shell.set_undo("")
    assert shell.menus.undo.text() == "Undo"


def test_alt_brings_the_menu_out_and_puts_it_away(shell: Shell, qtbot: QtBot) -> None:
    shell.go("counter")
    assert shell.menuBar().isHidden()
    for bring, put in ((Qt.Key.Key_Alt, Qt.Key.Key_Alt), (Qt.Key.Key_F10, Qt.Key.Key_Escape)):
        press(shell, bring)
        assert not shell.menuBar().isHidden()
        press(shell, put)
        assert shell.menuBar().isHidden()
        assert shell.find_box.edit.hasFocus()
    press(shell, Qt.Key.Key_Alt)
    shell.find_box.call()
    assert shell.menuBar().isHidden()


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Slash, CTRL)]
)
def test_help_lists_the_keys_of_the_place_and_of_the_program(
    shell: Shell, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    shell.go("counter")
    press(shell, key, modifiers)
    window = shell.findChild(HelpWindow)
    assert window is not None
    words = [label.text() for label in window.findChildren(QLabel)]
    assert "Copy the row above" in words
    assert "New member" in words
    assert_within_reach(window)
    window.reject()


def test_who_serves_is_chosen_in_the_bar(shell: Shell, qtbot: QtBot) -> None:
    shell.set_serving([(4, "Ines"), (9, "Tom & Jo")], 4)
    serving = next(b for b in shell.findChildren(QPushButton) if b.menu() is not None)
    assert serving.accessibleName() == "Serving: Ines"
    action: QAction = serving.menu().actions()[1]
    with qtbot.waitSignal(shell.serving_chosen) as chosen:
        action.trigger()
    assert chosen.args == [9]
    assert serving.accessibleName() == "Serving: Tom & Jo"
    shell.grab()
    shell.set_serving([], None)
    assert serving.isHidden()


# --- toast -------------------------------------------------------------------------------------------


def shown(shell: Shell) -> list[ToastArea]:
    return [area for area in shell.findChildren(ToastArea) if area.isVisible()]


def test_a_toast_stands_in_the_pages_area_and_follows_to_the_next_page(shell: Shell, qtbot: QtBot) -> None:
    page = shell.go("counter")
    assert isinstance(page, Counter)
    page.handles = False
    shell.show_toast(Toast("Recorded £18.00", undo=True))
    assert shown(shell) == [page.area]
    shell.go("plain")
    (elsewhere,) = shown(shell)
    assert elsewhere is not page.area
    with qtbot.waitSignal(shell.undo_asked):
        elsewhere.undo_asked.emit()
    shell.clear_toast()
    assert (shown(shell), shell.toast) == ([], None)


def test_in_a_narrow_window_the_toast_lies_in_the_corner_and_can_be_put_away(
    shell: Shell, qtbot: QtBot
) -> None:
    shell.go("plain")
    shell.resize(800, 560)
    rail = shell.findChild(Rail)
    assert rail is not None
    qtbot.waitUntil(lambda: rail.compact)
    shell.show_toast(Toast("Recorded £18.00 for Marjorie Finch", "+36 points", undo=True))
    (corner,) = shown(shell)
    assert corner.height() < 120
    corner.closed.emit()
    assert shown(shell) == []


# --- size, reach, memory -----------------------------------------------------------------------------


def test_the_window_keeps_its_size(shell: Shell, qtbot: QtBot, store: Store) -> None:
    shell.resize(780, 600)
    shell.close()
    again = Shell(places(), store)
    qtbot.addWidget(again)
    assert again.size() == shell.size()


def test_a_size_that_cannot_be_read_is_the_usual_one(qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light"))
    window, usual = Shell(places(), Store({"window/geometry": "Ü?"})), Shell(places(), Store({}))
    qtbot.addWidget(window)
    qtbot.addWidget(usual)
    assert window.size() == usual.size()


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_window_fits_a_small_screen_at_every_text_size(
    shell: Shell, percent: int, direction: Qt.LayoutDirection
) -> None:
    shell.setLayoutDirection(direction)
    look.wear(look.Wish(scheme="dark", text_percent=percent))
    shell.set_shop("Okafor & Daughters", "Grocer since 1974")
    shell.set_serving([(1, "Ines")], 1)
    shell.set_status(["Today 23 purchases · £612.40", "Members’ share 71%"], "Saved")
    shell.go("counter")
    shell.resize(1366, 768)
    shell.grab()
    look.wear(look.Wish(scheme="light"))
    assert (shell.width(), shell.height()) == (1366, 768)


def test_everything_in_the_window_is_named_and_can_be_reached(shell: Shell) -> None:
    for key in ("counter", "members", "plain", "settings"):
        shell.go(key)
    assert_within_reach(shell)
