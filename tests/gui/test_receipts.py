"""The receipt printer chosen, tried and kept by keyboard; a slip from the counter with two keys; and nothing told that is not so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import receipts, slips
from shopkeeper.gui.pages.settings import SettingsPage, receipts_view
from shopkeeper.gui.pages.settings.receipts_view import ReceiptsView
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.slips import SlipSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.paper.receipt_device import Device, device
from shopkeeper.records.book import Book
from tests.books import enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach


class Roll:
    """A receipt printer: keeps what was printed, or says no."""

    def __init__(self) -> None:
        self.printed: list[tuple[str, Device]] = []
        self.refuses: Declined | None = None

    def __call__(self, paper: object, to: Device) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.printed.append((paper.text(0), to))  # type: ignore[attr-defined]


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Roll:
    made = Roll()
    monkeypatch.setattr(slips, "print_slip", made)
    return made


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    enrol(book, "Margaret Okonkwo")
    with at_counter(book, tmp_path, qtbot) as made:
        yield made


def view_of(person: Person) -> ReceiptsView:
    page = person.shell.go("settings")
    assert isinstance(page, SettingsPage)
    page.show_part(page.parts.index(page.receipts))
    person.waits()
    return page.receipts


def presses(key: Qt.Key) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key)


def test_a_printer_is_chosen_tried_and_kept_by_keyboard(person: Person, roll: Roll, tmp_path: Path) -> None:
    view = view_of(person)
    assert_within_reach(view)
    assert view.way == "" and view.where.isHidden() and not view.try_it.isEnabled()
    presses(Qt.Key.Key_Right)
    presses(Qt.Key.Key_Right)
    assert view.way == "usb"
    presses(Qt.Key.Key_Tab)
    assert view.where.edit.hasFocus()
    person.types("04b8")
    presses(Qt.Key.Key_Return)
    assert "04b8:0e15" in view.where.error.text and view.where.text == "04b8", "nothing typed is lost"
    person.types(":0E15")
    view.rolls["58"].click()
    view.try_it.setFocus()
    presses(Qt.Key.Key_Space)
    person.waits()
    ((said, to),) = roll.printed
    assert "A test slip" in said and "王小明" in said and to == device("usb", "04b8:0e15", roll=58)
    assert "test slip was sent" in view.said.text()
    assert receipts.recalled(Remembered(tmp_path / "window.json")).device is None, "tried is not kept"
    view.keep.setFocus()
    presses(Qt.Key.Key_Space)
    kept = receipts.recalled(Remembered(tmp_path / "window.json"))
    assert kept.device == device("usb", "04b8:0e15", roll=58) and not kept.with_code
    assert not kept.device.drawer, "the drawer stays shut unless it is asked for"
    assert person.toast == "Kept for this computer"


def test_network_says_that_nothing_else_uses_one(person: Person) -> None:
    view = view_of(person)
    view.ways["network"].click()
    assert "Nothing else in the program uses a network" in view.about.text()
    view.ways[""].click()
    assert view.about.isHidden() and view.where.isHidden() and not view.cut.isEnabled()


def test_without_the_extra_it_says_how_to_get_it(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(person)

    def missing() -> None:
        raise Declined("receipts_missing", 'Get it with: pip install "shopkeeper[receipts]".', "device")

    monkeypatch.setattr(receipts_view, "need_extra", missing)
    view.ways["file"].click()
    assert "shopkeeper[receipts]" in view.error.text


def test_a_printer_that_is_not_there_says_so_and_nothing_counts_as_tried(
    person: Person, tmp_path: Path
) -> None:
    view = view_of(person)
    view.ways["file"].click()
    view.where.set_text(str(tmp_path / "lp0"))
    view.try_it.click()
    person.waits()
    assert "is not at" in view.error.text and view.said.text() == "" and view.try_it.isEnabled()


def test_a_slip_from_the_counter_is_two_keys(person: Person, roll: Roll) -> None:
    store = person.program.store
    receipts.keep(store, receipts.Receipts(device("file", "/dev/usb/lp0"), 80))
    person.finds("margaret")
    person.types("12.30")
    person.enter()
    person.waits()
    QTest.keyClick(
        person.caret(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    sheet = SlideOver.over(person.shell)
    assert isinstance(sheet, SlipSheet) and sheet.print_button.text() == "Print the slip"
    assert sheet.elsewhere.isVisible()
    assert_within_reach(sheet)
    person.enter()
    person.waits()
    ((said, to),) = roll.printed
    assert "£12.30" in said and to.where == "/dev/usb/lp0"
    assert sheet.said.text() == "Sent to the receipt printer."
    roll.refuses = Declined("no_paper", "The receipt printer has no paper.", "device")
    person.enter()
    person.waits()
    assert sheet.error.text == "The receipt printer has no paper." and sheet.said.text() == ""
    roll.refuses = None
    person.enter()
    person.waits()
    assert len(roll.printed) == 2 and sheet.error.text == ""
    person.presses(Qt.Key.Key_Escape)
    assert person.finding


def test_where_it_is_wished_the_slip_bears_the_members_card(person: Person, book: Book) -> None:
    receipts.keep(person.program.store, receipts.Receipts(None, 58, with_code=True))
    person.finds("margaret")
    person.types("12.30")
    person.enter()
    person.waits()
    person.counter.area.card.slip.click()
    sheet = SlideOver.over(person.shell)
    assert (
        isinstance(sheet, SlipSheet) and sheet.print_button.text() == "Print…" and sheet.elsewhere.isHidden()
    )
    assert sheet._slip is not None
    card = book.reading().value("select number from cards where member_id = 1")
    assert sheet._slip.code == (card or "")


def test_what_was_kept_and_cannot_be_read_any_more_is_the_systems_printers(tmp_path: Path) -> None:
    store = Remembered(tmp_path / "window.json")
    store.remember("receipts/way", "fax")
    store.remember("receipts/roll", "58")
    assert receipts.recalled(store) == receipts.Receipts(None, 58)
    store.remember("receipts/way", "usb")
    store.remember("receipts/where", "no numbers")
    assert receipts.recalled(store).device is None
