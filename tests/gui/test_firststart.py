"""The first start: a name is enough, a refusal keeps the form, every door is opened by keyboard."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records import keyring
from shopkeeper.records.opening import open_book
from shopkeeper.service import backups, locks, places, shops
from tests.books import NOW, enrol, new_book
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


class GivesThe(Asker):
    """Answers with one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def open(self, parent: QWidget, title: str, files: str) -> Path | None:
        return self.file


def a_backup(folder: Path, passphrase: str = "") -> Path:
    """A backup of a shop on another computer, with one member."""
    book = new_book(folder / "before")
    enrol(book, "Anna Berg")
    if passphrase:
        book.close()
        locks.lock(book.path, passphrase, locks.new_code(), NOW, wait=lambda _seconds: None)
        book = open_book(book.path)
    made = backups.make(book, NOW, "asked")
    book.close()
    return made.path


def test_a_backup_from_another_computer_is_brought_back(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.asker = GivesThe(a_backup(tmp_path))
    first.bring_back.setFocus()
    with qtbot.waitSignal(first.opened, timeout=20_000) as made:
        QTest.keyClick(first.bring_back, Qt.Key.Key_Return)
    assert made.args == [tmp_path / "own" / "shop.db", None]
    assert shop_in(tmp_path / "own" / "shop.db").name == "Okafor & Daughters"


def test_a_file_that_is_no_backup_is_said_and_nothing_is_made(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    strange = tmp_path / "strange.db"
    strange.write_text("no backup")
    first.asker = GivesThe(strange)
    first.restore_backup()
    qtbot.waitUntil(lambda: bool(first.problem.text))
    assert first.bring_back.isEnabled() and first.isVisible()
    assert not (tmp_path / "own" / "shop.db").exists()


def test_a_locked_backup_asks_for_its_passphrase(tmp_path: Path, qtbot: QtBot) -> None:
    file = a_backup(tmp_path, "four words of mine")
    keyring._keys.clear()
    keyring._files.clear()
    first = first_start(tmp_path, qtbot)
    first.asker = GivesThe(file)
    first.restore_backup()
    qtbot.waitUntil(first.secret.isVisible)
    first.secret.setFocus()
    types("not those words")
    qtbot.waitUntil(lambda: first.bring_back.isEnabled() and "not the passphrase" in first.secret.error.text)
    first.secret.clear()
    with qtbot.waitSignal(first.opened, timeout=20_000):
        types("four words of mine")
    assert shop_in(tmp_path / "own" / "shop.db").name == "Okafor & Daughters"


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
    nobody = page.results._nobody
    qtbot.waitUntil(lambda: "nobody" in nobody._made)  # made before it is needed, and not shown
    assert [state.accessibleName() for state in nobody._made.values() if state.isVisible()] == [
        "No members yet"
    ]
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
    spoken = places.countries("de")
    assert dict(spoken)["GR"] == "Griechenland" and dict(places.languages("de"))["el"] == "Griechisch"
    assert dict(places.currencies(today, "de")).keys() == money.keys()
    names = [name for _, name in spoken]
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert places.right_to_left("he_IL") and not places.right_to_left("el")
    for country in countries:
        assert places.currency_of(country, today) in money, country


class Hand(Asker):
    """Chooses the list in place of the person."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def open(self, parent: QWidget, title: str, files: str) -> Path | None:
        return self.path


def member_list(folder: Path) -> Path:
    path = folder / "members.csv"
    path.write_text("name,phone\nAda Quill,020 7946 0001\n", encoding="utf-8")
    return path


def tabs_to(widget: QWidget) -> None:
    for _ in range(20):
        at = QApplication.focusWidget()
        assert at is not None
        if at is widget:
            return
        QTest.keyClick(at, Qt.Key.Key_Tab)
    raise AssertionError("not reached by Tab")


def test_the_third_door_makes_the_shop_and_brings_the_list_by_keyboard(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.asker = Hand(member_list(tmp_path))
    QTest.keyClicks(first.name.edit, "Corner Shop")
    tabs_to(first.bring)
    with qtbot.waitSignal(first.opened) as made:
        QTest.keyClick(first.bring, Qt.Key.Key_Return)
    assert made.args == [tmp_path / "own" / "shop.db", tmp_path / "members.csv"]
    program = Program(
        Desk(open_book(made.args[0]), lambda: NOW), Remembered(tmp_path / "window.json"), lambda where: None
    )
    qtbot.addWidget(program.shell)
    program.start(brings=made.args[1])
    sheet = program.lists.bring_sheet
    program.shell.activateWindow()
    qtbot.waitUntil(sheet.go.hasFocus)
    assert program.shell.current == "counter" and sheet.go.text() == "Bring in 1 member"
    QTest.keyClick(sheet.go, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.leave.hasFocus)
    assert program.desk.ask(lambda book: book.value("select name from members")) == "Ada Quill"
    qtbot.waitUntil(lambda: not program.desk.busy)
    program.shell.close()


def test_a_list_dropped_before_the_shop_has_a_name_waits_for_it(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(member_list(tmp_path)))])
    drops = QDropEvent(
        QPointF(200, 200), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(first.windowHandle(), drops)
    assert "members.csv" in first.brings.text() and first.brings.isVisible()
    assert first.name.error.text and not (tmp_path / "own").exists()
    with qtbot.waitSignal(first.opened) as made:
        types("Corner Shop")
    assert made.args[1] == tmp_path / "members.csv"


def test_thinking_better_of_the_list_makes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.name.set_text("Corner Shop")
    first.asker = Hand(None)
    first.bring_list()
    assert first.isVisible() and not (tmp_path / "own").exists()


def test_the_demo_shop_takes_no_list_along(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first._list = member_list(tmp_path)
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "shop.db").touch()
    with qtbot.waitSignal(first.opened) as made:
        first.open_demo()
    assert made.args == [demo / "shop.db", None]
