"""Settings by keyboard: the shop and its people by acts that are undone, the look at once, backups made and put back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look, theme
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.book import Book
from shopkeeper.service import backups, keeping_times
from tests.books import NOW, SHOP, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

CTRL = Qt.KeyboardModifier.ControlModifier
SHOP_PART, PEOPLE, CLOSED, LOOK, RECEIPTS, BACKUPS, PRIVACY, LOCK, DEMO, KEYS = range(10)


class Answers(Asker):
    """Answers for the person."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.opened: list[Path] = []
        self.picked = ""

    def show(self, folder: Path) -> None:
        self.opened.append(folder)

    def open(self, parent: object, title: str, files: str) -> Path | None:
        return self.file

    def colour(self, parent: object, title: str, now: str) -> str:
        return self.picked


class Owner:
    """A person before the settings."""

    def __init__(self, book: Book, store: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.left: list[str] = []
        self.store = Remembered(store)
        self.demo = False
        self.program = Program(Desk(book, lambda: NOW), self.store, self.left.append, lambda: self.demo)
        self.desk, self.shell = self.program.desk, self.program.shell
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.program.start()
        self.shell.activateWindow()
        qtbot.waitUntil(lambda: self.shell.isActiveWindow() and self.shell.current == "counter")
        QTest.keyClick(self.shell, Qt.Key.Key_Comma, CTRL)
        self.answers = Answers()
        self.page.asker = self.answers

    @property
    def page(self) -> SettingsPage:
        page = self.shell.page("settings")
        assert isinstance(page, SettingsPage)
        return page

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifiers)

    def types(self, text: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def people(self) -> list[str]:
        listed = self.page.people.people
        return [listed.item(row).text() for row in range(listed.count())]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    buy(book, enrol(book, "Anna Berg"), 2450)
    backups.make(book, NOW, "daily")  # so that the desk does not make the day's one in the midst of a test
    return book


@pytest.fixture
def owner(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Owner]:
    look.wear(look.Wish(scheme="light", still=True))
    owner = Owner(book, tmp_path / "window.json", qtbot)
    yield owner
    owner.waits()
    owner.shell.close()
    look.wear(look.Wish(scheme="light", still=True))
    look.face(right_to_left=False)


def test_ctrl_comma_opens_it_at_the_foot_of_the_rail_and_all_is_named(owner: Owner) -> None:
    assert owner.shell.current == "settings"
    buttons = owner.shell._rail._buttons
    assert buttons["settings"].y() > max(buttons[key].y() for key in buttons if key != "settings")
    assert_within_reach(owner.page)
    owner.page.people._begin_rename()
    owner.page._look_at(backups.listed(backups.folder_of(owner.desk.path))[0])
    owner.waits()
    assert_within_reach(owner.page)


def test_the_parts_are_walked_and_entered_with_keys(owner: Owner) -> None:
    assert QApplication.focusWidget() is owner.page.contents
    owner.press(Qt.Key.Key_Down)
    assert owner.page.views.currentWidget() is owner.page.people
    owner.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is owner.page.people.people


# --- the shop ---------------------------------------------------------------------------------------


def test_the_shop_is_renamed_by_keyboard_and_the_change_is_undone(owner: Owner) -> None:
    owner.press(Qt.Key.Key_Return)
    owner.press(Qt.Key.Key_A, CTRL)
    owner.types("Corner House")
    owner.press(Qt.Key.Key_Return)
    owner.waits()
    assert owner.desk.shop.name == "Corner House"
    assert owner.shell.windowTitle().endswith("Corner House")
    assert owner.shell.toast is not None and owner.shell.toast.undo
    owner.press(Qt.Key.Key_Z, CTRL)
    owner.waits()
    assert owner.desk.shop == SHOP
    assert owner.page.shop.fields["name"].text == SHOP.name
    assert owner.shell.windowTitle().endswith(SHOP.name)


def test_a_field_that_cannot_be_is_said_there_and_nothing_typed_is_lost(owner: Owner) -> None:
    view = owner.page.shop
    view.fields["name"].set_text("   ")
    view.fields["town"].set_text("Leeds")
    view.keep.click()
    owner.waits()
    assert view.fields["name"].error.text
    assert view.fields["town"].text == "Leeds"
    view.fields["name"].set_text("Okafor")
    view.choices["country"].box.setEditText("Atlantis")
    view.keep.click()
    owner.waits()
    assert view.choices["country"].error.text
    assert view.choices["country"].value == "Atlantis"
    assert owner.desk.shop == SHOP
    view.leave.click()
    assert view.choices["country"].value == "GB"
    assert not view.keep.isEnabled()


def test_what_was_typed_survives_a_look_elsewhere(owner: Owner) -> None:
    owner.page.shop.fields["phone"].set_text("020 7946 0018")
    owner.shell.go("counter")
    owner.shell.go("settings")
    assert owner.page.shop.fields["phone"].text == "020 7946 0018"
    assert owner.page.shop.keep.isEnabled()


def test_the_currency_says_why_it_stays(owner: Owner) -> None:
    money = owner.page.shop.choices["currency"]
    assert not money.box.isEnabled()
    assert money.value == "GBP"
    assert "counts in it" in money._note.text()


def test_an_empty_book_may_still_count_in_another_currency(tmp_path: Path, qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    owner = Owner(new_book(tmp_path), tmp_path / "window.json", qtbot)
    money = owner.page.shop.choices["currency"]
    assert money.box.isEnabled()
    money.box.setEditText("japanese yen (jpy)")
    owner.page.shop.keep.click()
    owner.waits()
    assert owner.desk.shop.currency == "JPY"
    assert owner.desk.speech.money(1200).endswith("1,200")
    owner.shell.close()


def test_a_language_from_the_right_mirrors_the_window_and_undo_turns_it_back(owner: Owner) -> None:
    owner.page.shop.choices["language"].set_value("ar")
    owner.page.shop.keep.setEnabled(True)
    owner.page.shop.keep.click()
    owner.waits()
    assert owner.shell.layoutDirection() == Qt.LayoutDirection.RightToLeft
    rail = owner.shell._rail
    owner.qtbot.waitUntil(lambda: rail.mapTo(owner.shell, rail.rect().topLeft()).x() > 700)
    owner.program.undo()
    owner.waits()
    assert owner.shell.layoutDirection() == Qt.LayoutDirection.LeftToRight


# --- the people -------------------------------------------------------------------------------------


def test_somebody_is_added_renamed_and_gone_by_keyboard(owner: Owner) -> None:
    owner.page.show_part(PEOPLE)
    owner.page.people.name.setFocus()
    owner.types("Ines")
    owner.press(Qt.Key.Key_Return)
    owner.waits()
    assert owner.people() == ["Ngozi Okafor · owner", "Ines"]
    assert owner.shell._top.serving.isVisible()
    owner.page.people.people.setFocus()
    owner.press(Qt.Key.Key_Down)
    owner.press(Qt.Key.Key_Return)
    owner.types("Agnes")
    owner.press(Qt.Key.Key_Return)
    owner.waits()
    assert owner.people()[1] == "Agnes"
    owner.page.people.gone.click()
    owner.waits()
    assert owner.people()[1] == "Agnes · gone"
    owner.program.undo()
    owner.waits()
    assert owner.people()[1] == "Agnes"
    owner.page.people.gone.click()
    owner.waits()
    owner.page.people.gone.click()
    owner.waits()
    assert owner.people()[1] == "Agnes"


def test_a_name_on_the_list_already_is_refused_and_stays_typed(owner: Owner) -> None:
    owner.page.show_part(PEOPLE)
    owner.page.people.name.set_text("Ngozi Okafor")
    owner.page.people.add.click()
    owner.waits()
    assert "on the list already" in owner.page.people.name.error.text
    assert owner.page.people.name.text == "Ngozi Okafor"
    owner.page.people._begin_rename()
    owner.page.people.new_name.set_text("  ")
    owner.page.people.keep_name.click()
    owner.waits()
    assert owner.page.people.new_name.error.text
    assert owner.people() == ["Ngozi Okafor · owner"]


# --- the look ---------------------------------------------------------------------------------------


def test_the_look_is_worn_at_once_and_remembered(owner: Owner, tmp_path: Path) -> None:
    owner.page.show_part(LOOK)
    owner.page.look.schemes["dark"].click()
    assert look.theme().dark
    owner.page.look.touch.click()
    assert look.target_height() == theme.TARGET_TOUCH
    owner.page.look.sizes["150"].click()
    assert look.scale() == 1.5
    assert owner.page.part == LOOK
    assert QApplication.focusWidget() is owner.page.look.sizes["150"]
    from shopkeeper.gui import wishes

    again = wishes.recalled(Remembered(tmp_path / "window.json"))
    assert (again.scheme, again.text_percent, again.touch) == ("dark", 150, True)


def test_another_size_of_text_keeps_what_was_typed_elsewhere(owner: Owner) -> None:
    field = owner.page.people.name
    owner.page.show_part(PEOPLE)
    field.setFocus()
    owner.types("Ines")
    counter = owner.shell.page("counter")
    owner.page.look.sizes["125"].click()
    assert owner.page.people.name.text == "Ines"
    assert owner.shell.page("counter") is not counter


def test_the_accent_is_the_shops_kept_readable_and_undone(owner: Owner) -> None:
    plain = look.theme().accent
    owner.answers.picked = "#FFEE00"
    owner.page.look.own_accent.click()
    owner.waits()
    assert owner.desk.shop.accent == "#FFEE00"
    worn = look.theme()
    assert worn.accent != plain
    for name, text, ground in theme.text_pairs(worn):
        assert theme.contrast(text, ground) >= theme.READABLE, name
    owner.page.look.accents["#2C5F8A"].click()
    owner.waits()
    assert owner.page.look.accents["#2C5F8A"].isChecked()
    owner.program.undo()
    owner.waits()
    owner.program.undo()
    owner.waits()
    assert look.theme().accent == plain
    assert owner.page.look.accents[""].isChecked()


# --- the book ---------------------------------------------------------------------------------------


def test_a_backup_is_made_listed_and_told(owner: Owner) -> None:
    owner.page.show_part(BACKUPS)
    view = owner.page.book
    assert view.path.text() == str(owner.desk.path)
    view.make.click()
    owner.waits()
    owner.qtbot.waitUntil(lambda: view.table.rows.rowCount() == 2)
    shown = [view.table.rows.index(0, column).data() for column in range(6)]
    assert shown[1:3] == ["1", "1"] and shown[5] == "yes"
    view.folder.click()
    assert owner.answers.opened == [owner.desk.path.parent]


def test_a_restore_says_first_what_would_be_missing_and_can_be_undone(owner: Owner, book: Book) -> None:
    buy(book, enrol(book, "Ben Cole"), 700)
    owner.page.refresh()
    owner.page.show_part(BACKUPS)
    view = owner.page.book
    owner.press(Qt.Key.Key_Return)
    owner.waits()
    assert view.restoring.isVisible()
    assert "1 member, 1 purchase" in view.restore_words.text()
    assert "1 member, 1 purchase" in view.restore_lacks.text()
    assert QApplication.focusWidget() is view.restore_not
    owner.press(Qt.Key.Key_Return)
    assert not view.restoring.isVisible()
    owner.page._look_at(view.table.current)  # type: ignore[arg-type]
    owner.waits()
    view.restore_now.click()
    owner.waits()
    owner.qtbot.waitUntil(lambda: owner.left == ["again"])
    assert owner.program.farewell
    count = "select count(*) from members where gone = 0"
    reading = book.reading()
    assert reading.value(count) == 1
    safety = backups.listed(backups.folder_of(book.path))[0]
    assert (safety.reason, safety.members) == ("before restoring", 2)
    owner.desk.restore(safety.path)
    owner.waits()
    assert reading.value(count) == 2
    reading.close()


def test_a_file_that_is_no_backup_is_refused_with_a_sentence(owner: Owner, tmp_path: Path) -> None:
    owner.page.show_part(BACKUPS)
    owner.answers.file = tmp_path / "photo.db"
    owner.answers.file.write_bytes(b"JFIF" * 500)
    owner.page.book.file.click()
    owner.waits()
    assert "not a backup" in owner.page.book.backup_error.text
    owner.answers.file = backups.make(owner.desk.book, NOW, "by hand", tmp_path / "stick.db").path
    owner.page.book.file.click()
    owner.waits()
    owner.qtbot.waitUntil(owner.page.book.restoring.isVisible)


def test_the_book_is_checked_with_the_replay_and_the_check_can_be_stopped(owner: Owner) -> None:
    owner.page.show_part(BACKUPS)
    view = owner.page.book
    view.check.click()
    owner.waits()
    assert view.found.text().startswith("All is well: 1 member, 1 purchase")
    with owner.desk.book.writing(NOW) as w:
        w.run("update facts set earned = earned + 7")
    view.check.click()
    owner.waits()
    assert view.problems.isVisible(), view.found.text()
    assert "points" in view.problems.text()
    go_on = Event()
    owner.desk._scholar.submit(go_on.wait)  # so that the check has not begun when it is stopped
    view.check.click()
    cancel = next(one for one in view.check_progress.findChildren(QPushButton))
    cancel.click()
    go_on.set()
    owner.waits()
    assert view.found.text() == "Stopped. Nothing was changed."


# --- the demo shop, keys ----------------------------------------------------------------------------


def test_the_demo_shop_is_gone_to_and_removed_in_one_step(owner: Owner) -> None:
    owner.demo = True
    owner.page.refresh()
    owner.page.show_part(DEMO)
    assert not owner.page.demo.go_own.isVisible()
    owner.press(Qt.Key.Key_Return)
    owner.qtbot.waitUntil(lambda: owner.left == ["demo"])
    owner.page.demo.remove.click()
    owner.qtbot.waitUntil(lambda: owner.left == ["demo", "demo removed"])


def test_in_the_demo_shop_the_way_back_comes_first(tmp_path: Path, qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    owner = Owner(new_book(tmp_path, shop=replace(SHOP, demo=True)), tmp_path / "window.json", qtbot)
    owner.page.show_part(DEMO)
    assert owner.page.demo.go_own.hasFocus()
    assert owner.page.demo.remove.isVisible() and not owner.page.demo.go_demo.isVisible()
    owner.press(Qt.Key.Key_Return)
    owner.qtbot.waitUntil(lambda: owner.left == ["own"])
    owner.shell.close()


def test_the_version_is_copied_for_whoever_looks_after_the_program(owner: Owner) -> None:
    owner.page.show_part(KEYS)
    owner.press(Qt.Key.Key_Return)
    assert QApplication.clipboard().text().startswith("Shopkeeper ")


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_the_window_at_any_size_of_text(owner: Owner, percent: int) -> None:
    owner.page.look.sizes[str(percent)].click()
    for number, view in enumerate(owner.page.parts):
        owner.page.show_part(number)
        owner.qtbot.waitUntil(view.isVisible)
        assert view.horizontalScrollBar().maximum() == 0, view.short
        for button in view.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()


# --- privacy ----------------------------------------------------------------------------------------


def test_how_long_things_are_kept_is_set_by_keyboard_and_refused_where_it_cannot_be(owner: Owner) -> None:
    owner.waits()
    owner.page.show_part(PRIVACY)
    view = owner.page.privacy
    assert view.fields["backups"].text == "36" and view.forgotten.text() == "Nobody yet."
    view.fields["letters"].setFocus()
    owner.types("2")
    owner.press(Qt.Key.Key_Return)
    owner.waits()
    assert "3 to 240" in view.fields["letters"].error.text
    owner.types("4")
    owner.press(Qt.Key.Key_Return)
    owner.qtbot.waitUntil(lambda: owner.shell.toast is not None)
    owner.waits()
    assert view.fields["letters"].text == "24"
    assert keeping_times.read(owner.desk.book.reading()) == keeping_times.Times(letters=24)
    assert "nothing today" in view.due.text()
    assert_within_reach(owner.page)
