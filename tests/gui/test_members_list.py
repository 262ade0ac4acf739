"""The list of members by keyboard: found, sorted, left out, arranged, and taken away as a file."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.pages.members import list_view as list_module
from shopkeeper.gui.pages.members.columns import KEYS, Arrangement, arranged
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.service import (
    listing,
)
from tests.books import NOW, new_book
from tests.gui.at_members import LONG, at_members, five_members
from tests.gui.helpers import assert_within_reach


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return five_members(tmp_path)


def test_everybody_is_listed_and_every_control_has_a_name(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        assert person.finding
        assert person.listed == ["Ben Ash", "Γιώργος Παπαδόπουλος", "Margaret Okonkwo", "王小明", LONG]
        assert person.page.list.count.text() == "5 in all"
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.page._give("gift")
        assert_within_reach(person.page)
        sheet = SlideOver.over(person.shell)
        assert sheet is not None
        assert_within_reach(sheet)


def test_typing_filters_and_the_arrows_and_enter_open(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.types("wharf")
        qtbot.waitUntil(lambda: person.listed == ["Margaret Okonkwo"])
        assert person.page.list.count.text() == "1 of 5"
        person.presses(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: len(person.listed) == 5)
        person.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
        assert person.finding, "the caret stays in the box while the arrows choose"
        person.enter()
        assert person.page.member_id == 1
        assert person.page.member.place.text() == "3 of 5"


def test_the_table_is_walked_and_left_by_keys_alone(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        table = person.page.list.table
        person.presses(Qt.Key.Key_Escape)
        assert table.hasFocus()
        assert table.current_id == 2
        person.presses(Qt.Key.Key_End)
        assert table.currentIndex().row() == 4
        person.presses(Qt.Key.Key_Home, Qt.Key.Key_Up)
        assert person.finding
        table.setFocus()
        person.types("be")
        assert person.shell.find_box.text == "be"
        qtbot.waitUntil(lambda: person.listed == ["Ben Ash"])
        person.enter()
        assert person.page.member_id == 2
        person.presses(Qt.Key.Key_Escape)
        assert table.hasFocus() and table.current_id == 2


def test_a_double_click_opens_the_member(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        table = person.page.list.table
        where = table.visualRect(table.members.index(2, KEYS.index("name"))).center()
        for click in (QTest.mouseClick, QTest.mouseDClick):
            click(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
        assert person.page.member_id == 1


def test_a_title_sorts_and_sorts_the_other_way(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        head = view.table.horizontalHeader()
        head.sectionClicked.emit(KEYS.index("spent_year"))
        assert person.listed[:2] == ["Margaret Okonkwo", "Ben Ash"], "figures fall at first"
        assert head.sortIndicatorSection() == KEYS.index("spent_year")
        head.sectionClicked.emit(KEYS.index("spent_year"))
        assert person.listed[-2:] == ["Ben Ash", "Margaret Okonkwo"]
        assert view.sorting.text() == "Sort: 12 months"


def test_the_choice_stays_with_the_same_member_when_it_is_sorted(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        view.table.choose(2)
        view.menus.sort_by("joined", False)
        assert view.table.current_id == 1 and view.table.currentIndex().row() == person.listed.index(
            "Margaret Okonkwo"
        )


def test_filters_leave_out_who_is_not_meant_and_one_step_shows_everybody(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        w.run("update members set name = '' where id = 4")
    with at_members(book, tmp_path, qtbot) as person:
        filters = person.page.list.filters
        filters.unseen.setValue(90)
        assert person.listed == ["Ben Ash"]
        filters.no_letters.setFocus()
        person.presses(Qt.Key.Key_Space)
        assert person.listed == ["Ben Ash"]
        filters.tier.setCurrentIndex(filters.tier.findText("Gold"))
        assert person.listed == [] and person.page.list.nobody.isVisible()
        assert person.page.list.nobody.button is not None
        person.page.list.nobody.button.click()
        assert len(person.listed) == 5 and not filters.anything and not filters.everybody.isVisible()
        filters.nameless.click()
        assert person.listed == ["1004"]
        person.page.list.table.setFocus()
        person.presses(Qt.Key.Key_Escape)
        assert len(person.listed) == 5


def test_a_filter_that_fits_nobody_says_who_may_be_meant(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.types("margrat")
        qtbot.waitUntil(lambda: person.listed == ["Margaret Okonkwo"])
        assert person.page.list.count.text().startswith("Nobody is written so")
        person.presses(Qt.Key.Key_Escape)
        person.types("qqqqqq")
        qtbot.waitUntil(lambda: person.page.list.nobody.isVisible())


def test_columns_chosen_moved_and_resized_are_there_again(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        head = view.table.horizontalHeader()
        view.menus.shows["birthday"].trigger()
        view.menus.shows["town"].trigger()
        head.moveSection(head.visualIndex(KEYS.index("tier")), 0)
        head.resizeSection(KEYS.index("phone"), 200)
        view.menus.sort_by("visits", True)
    again = Remembered(tmp_path / "window.json")
    kept = arranged(again.recall("members/table"))
    assert kept.order[0] == "tier" and kept.widths["phone"] == 200
    assert "birthday" not in kept.hidden and "town" in kept.hidden
    assert (kept.sort, kept.descending) == ("visits", True)
    with at_members(Book(tmp_path / "shop.db"), tmp_path, qtbot) as person:
        head = person.page.list.table.horizontalHeader()
        assert head.visualIndex(KEYS.index("tier")) == 0
        assert head.sectionSize(KEYS.index("phone")) == 200
        assert head.isSectionHidden(KEYS.index("town"))
        assert person.listed[0] == "Margaret Okonkwo"
        person.page.list.menus.usual_columns()
        assert not head.isSectionHidden(KEYS.index("town")) and head.visualIndex(KEYS.index("tier")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '{"order": 7, "hidden": "x", "widths": [], "sort": 3}',
        '{"order": ["name", "name", "gone"], "widths": {"name": "wide", "town": 99999}, "hidden": ["name"]}',
    ],
)  # fmt: skip
def test_what_was_remembered_wrongly_is_the_usual(text: str) -> None:
    kept = arranged(text)
    assert sorted(kept.order) == sorted(KEYS) and not kept.widths and kept.sort == "name"
    assert "name" not in kept.hidden


def test_an_arrangement_is_read_as_it_was_written() -> None:
    wish = Arrangement(order=list(reversed(KEYS)), hidden={"town"}, widths={"phone": 77}, sort="visits")
    assert arranged(wish.written()) == wish


class Hand(Asker):
    """Chooses a file in place of the person."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        assert name == "Members 2026-11-21.csv"
        return self.path


def test_what_is_shown_goes_out_as_a_file(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        view.menus.sort_by("spent_year", True)
        person.types("a")
        person.waits()
        qtbot.waitUntil(lambda: view.text == "a" and not view._filter_later.isActive())
        view.asker = Hand(tmp_path / "out")
        view.exporting.click()
        person.waits()
        path = tmp_path / "out.csv"
        assert person.toast == f"Wrote {len(person.listed)} members to a file · {path}"
        with path.open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        assert [row["name"] for row in rows] == person.listed
        assert rows[0]["spent_year"] == "12.00" and "birthday" not in rows[0]
        view.asker = Hand(tmp_path / "missing" / "x.csv")
        view.exporting.click()
        person.waits()
        assert "could not be written" in view.trouble.text
        view.asker = Hand(None)
        view.exporting.click()
        person.waits()
        assert view.exporting.isEnabled()


def test_a_large_shop_is_sorted_while_the_window_goes_on(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_module, "AT_ONCE", 0)
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        before = person.listed
        view.menus.sort_by("spent_year", True)
        assert person.listed == before, "the order that is shown stays until the other is there"
        view.menus.sort_by("name", True)
        person.waits()
        qtbot.waitUntil(lambda: person.listed == list(reversed(before)))
        view.menus.sort_by("visits", True)
        view._say_sorting()
        assert view.stop.isVisible() and view.count.text() == "Sorting…"
        view.stop.click()
        person.waits()
        assert person.listed == list(reversed(before)) and view.arrangement.sort == "name"
        assert not view.stop.isVisible() and view.count.text() == "5 in all"


def test_an_empty_shop_says_what_belongs_here(tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(new_book(tmp_path), tmp_path, qtbot) as person:
        shown = person.page.list._stack.currentWidget()
        assert isinstance(shown, EmptyState) and not person.page.list.filters.isVisible()
        person.presses(Qt.Key.Key_Escape)
        person.enter()
        assert SlideOver.over(person.shell) is person.program.reception.sheet
        person.types("Ann Lee")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_3, ctrl=True)
        person.waits()
        assert person.listed == ["Ann Lee"]


def test_a_book_that_cannot_be_read_is_said_in_its_place(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_members(book, tmp_path, qtbot) as person:

        def broken(*_: object) -> None:
            raise StorageTrouble("gone", "The book cannot be read just now.")

        monkeypatch.setattr(listing, "roll", broken)
        person.page.list.menus.sort_by("visits", True)
        assert person.page.list.trouble.text == "The book cannot be read just now."
        assert len(person.page.list.table.members.ids) == 5
