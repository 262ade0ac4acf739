"""The first start: a name is enough, a refusal keeps the form, every door is opened by keyboard."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.opening import open_book
from shopkeeper.service import places, shops
from tests.books import NOW
from tests.gui.helpers import assert_within_reach


def first_start(folder: Path, qtbot: QtBot) -> FirstStart:
    look.wear(look.Wish(still=True))
    first = FirstStart(folder / "own" / "shop.db", folder / "demo" / "shop.db", lambda: NOW)
    qtbot.addWidget(first)
    first.show()
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    return first


def types(text: str) -> None:
    """Types into whatever has the caret, and presses Enter."""
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClicks(at, text)
    QTest.keyClick(at, Qt.Key.Key_Return)


def shop_in(path: Path) -> shops.Shop:
    book = open_book(path)
    reading = book.reading()
    try:
        return shops.read(reading)
    finally:
        reading.close()
        book.close()


def test_a_name_and_enter_make_the_shop(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    with qtbot.waitSignal(first.opened) as made:
        types("Corner Shop")
    shop = shop_in(made.args[0])
    assert (shop.name, shop.country, shop.currency) == ("Corner Shop", "GB", "GBP")


def test_everything_is_named_and_in_reach(tmp_path: Path, qtbot: QtBot) -> None:
    assert_within_reach(first_start(tmp_path, qtbot))


def test_a_field_that_cannot_be_is_said_there_and_the_form_stays(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.name.set_text("Corner Shop")
    first.currency.box.setEditText("POUNDS")
    first.open_own()
    assert first.currency.error.text
    assert first.name.text == "Corner Shop"
    first.currency.box.setEditText("eur")
    first.name.set_text("  ")
    first.open_own()
    assert first.name.error.text
    assert first.currency.value == "EUR"
    assert not (tmp_path / "own").exists()


def test_another_country_brings_its_currency(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.country.box.setEditText("japan")
    assert (first.country.value, first.currency.value) == ("JP", "JPY")


def test_a_stopped_demo_shop_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.look_around.setFocus()
    QTest.keyClick(first.look_around, Qt.Key.Key_Return)
    first._cancel()
    qtbot.waitUntil(first.own.isEnabled, timeout=30_000)
    assert not (tmp_path / "demo" / "shop.db").exists()
    assert first.isVisible()


def test_after_it_the_counter_offers_the_first_member(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.name.set_text("Corner Shop")
    first.open_own()
    program = Program(
        Desk(open_book(tmp_path / "own" / "shop.db"), lambda: NOW),
        Remembered(tmp_path / "window.json"),
        lambda where: None,
    )
    qtbot.addWidget(program.shell)
    program.start()
    program.shell.activateWindow()
    qtbot.waitUntil(lambda: program.shell.isActiveWindow() and program.shell.current == "counter")
    page = program.shell.page("counter")
    assert isinstance(page, CounterPage)
    QTest.keyClick(program.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(program.reception.sheet.isVisible)
    types("Anna Berg")
    qtbot.waitUntil(lambda: program.shell.toast is not None)
    assert program.shell.toast is not None and "Anna Berg" in program.shell.toast.text
    qtbot.waitUntil(lambda: not program.desk.busy)
    program.shell.close()


def test_the_system_says_where_the_shop_is(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Athens")
    place = places.guess({"LANG": "el_GR.UTF-8"}, date(2026, 11, 21), link)
    assert place == places.Place("GR", "EUR", "el", "Europe/Athens")
    nothing = places.guess({}, date(2026, 11, 21), tmp_path / "none")
    assert nothing == places.Place("GB", "GBP", "en", "Europe/London")


def test_what_may_be_chosen_is_what_a_shop_may_be() -> None:
    today = date(2026, 11, 21)
    countries, money = dict(places.countries()), dict(places.currencies(today))
    assert countries["GR"] == "Greece" and "EU" not in countries
    assert money["EUR"] == "Euro (EUR)" and "XTS" not in money
    assert dict(places.languages())["el"] == "Greek"
    assert "Europe/Athens" in places.zones()
    assert places.right_to_left("he_IL") and not places.right_to_left("el")
    for country in countries:
        assert places.currency_of(country, today) in money, country
