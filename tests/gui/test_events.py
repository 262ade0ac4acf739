"""The place of events: empty it teaches, typing finds the right guest, refusals stand beside the field, the list is printed."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.events import EventsPage, words
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.service import door, events, groups, guests
from shopkeeper.service.events import Plan
from shopkeeper.service.guest_choice import Choice
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach, scan

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CARD = "2700000900017"
LONG = "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third"


class Sitting:
    """A person before the place."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.qtbot = qtbot
        self.book = new_book(folder)
        self.ids = {
            name: enrol(self.book, name) for name in ("Gold Member 3", "Gold Member 10", "王小明", LONG)
        }
        buy(self.book, self.ids["王小明"], 60_000)
        self.desk = Desk(self.book, lambda: NOW)
        self.shell = Shell([Place("events", "Events", "events", "Ctrl+5", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        found = self.shell.go("events")
        assert isinstance(found, EventsPage)
        self.page = found

    def _make(self) -> EventsPage:
        return EventsPage(self.desk, self.shell)

    def planned(self, on: date = TODAY, *names: str) -> int:
        with self.book.writing(NOW) as w:
            event = events.plan(
                w, Plan("tasting", "Cheese tasting", max(on, TODAY), "19:00", "21:00", places=1)
            ).event.id
            for name in names:
                guests.add_one(w, event, self.ids[name])
            w.run("update events set on_day = ? where id = ?", (on.isoformat(), event))
        self.page.refresh()
        return event

    def types(self, text: str) -> None:
        at = self.page.view.door.edit
        at.setFocus()
        QTest.keyClicks(at, text)

    def key(self, key: Qt.Key) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, key)

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy)

    @property
    def names(self) -> list[str]:
        return [line.name for line in self.page.view.table.guests.lines]


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    sitting = Sitting(tmp_path, qtbot)
    yield sitting
    sitting.settled()
    sitting.shell.close()
    sitting.desk.close()


def test_the_empty_place_says_what_belongs_here_and_one_key_begins_it(at: Sitting) -> None:
    assert at.page.empty.isVisible() and not at.page.view.isVisible()
    at.key(ENTER)
    assert at.page.plan_sheet.isVisible()
    for part in (at.page, at.page.plan_sheet, at.page.choosing):
        assert_within_reach(part)


def test_a_plan_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(at: Sitting) -> None:
    at.page.plan()
    sheet = at.page.plan_sheet
    sheet.day.set_text("whenever")
    sheet.keep.click()
    assert sheet.day.error.text and sheet.day.edit.hasFocus()
    sheet.day.set_text("5 December")
    sheet.start.set_text("25:00")
    sheet.end.set_text("late")
    sheet.cost.set_text("1.005")
    sheet.keep.click()
    assert sheet.cost.error.text
    sheet.cost.set_text("90")
    sheet.keep.click()
    at.settled()
    assert sheet.start.error.text
    at.key(ESCAPE)
    at.page.plan()
    assert (sheet.day.text, sheet.start.text, sheet.cost.text) == ("5 December", "25:00", "90")
    assert at.desk.ask(events.listed, TODAY) == ()


def test_typing_chooses_the_guest_who_is_meant_not_one_whose_number_begins_so(at: Sitting) -> None:
    at.planned(TODAY, "Gold Member 3", "Gold Member 10", LONG)
    at.types("gold member 10")
    assert at.names[0] == "Gold Member 10" and "Gold Member 3" not in at.names
    at.key(ENTER)
    at.qtbot.waitUntil(lambda: at.page.view.door.text == "")
    found = at.desk.ask(guests.of_member, 1, at.ids["Gold Member 10"])
    assert found is not None and found.arrived_at
    at.types("cholmon")
    assert at.names == [LONG]
    at.page.view.door.clear()
    at.types("qqqq")
    assert at.page.view.nobody.isVisible()


def test_enter_before_the_day_goes_to_the_answers_and_answers_nothing_by_itself(at: Sitting) -> None:
    event = at.planned(date(2026, 12, 5), "王小明")
    at.page.view.door.set_text("王")  # QTest types ASCII only
    at.page.view.door.edit.setFocus()
    at.key(ENTER)
    at.qtbot.waitUntil(at.page.view.bar.yes.hasFocus)
    at.settled()
    found = at.desk.ask(guests.of_member, event, at.ids["王小明"])
    assert found is not None and found.answer == ""
    at.page.view.table.setFocus()
    at.key(Qt.Key.Key_M)
    at.settled()
    at.key(Qt.Key.Key_Y)
    at.qtbot.waitUntil(lambda: at.page.view.coming.accessibleName() == "Coming: 1. full")
    at.key(Qt.Key.Key_Delete)
    at.qtbot.waitUntil(lambda: at.names == [])
    assert at.shell.toast is not None and at.shell.toast.undo


def test_a_click_on_check_in_lets_the_guest_in(at: Sitting) -> None:
    at.planned(TODAY, "王小明")
    table = at.page.view.table
    cell = table.visualRect(table.guests.index(0, 4))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    at.qtbot.waitUntil(lambda: at.page.view.here.accessibleName() == "Here now: 1")
    assert table.guests.lines[0].door == "here 10:00"


def test_a_scan_before_the_day_shows_the_member_and_lets_nobody_in(at: Sitting) -> None:
    at.ids["Scanned"] = enrol(at.book, "Scanned", card=CARD)
    event = at.planned(date(2026, 12, 5), "Scanned")
    scan(at.shell, CARD)
    at.qtbot.waitUntil(lambda: at.names[:1] == ["Scanned"])
    found = at.desk.ask(guests.of_member, event, at.ids["Scanned"])
    assert found is not None and not found.arrived_at


def test_guests_are_chosen_by_tier_and_group_with_the_number_said_first(at: Sitting) -> None:
    with at.book.writing(NOW) as w:
        groups.save(w, "Big spenders", "spent at least 500.00 in 12 months")
    at.planned(date(2026, 12, 5))
    sheet = at.page.choosing
    at.page.choose_guests()
    at.settled()
    for box in sheet.tiers:
        box.setChecked(False)
    sheet.group.setCurrentIndex(sheet.group.findData("Big spenders"))
    sheet.group.activated.emit(1)
    at.qtbot.waitUntil(lambda: sheet.found.text() == "1 member would be invited")
    sheet.spent.set_text("1.005")
    sheet._look()
    assert sheet.spent.error.text
    sheet.spent.set_text("")
    sheet.go.click()
    at.qtbot.waitUntil(lambda: at.names == ["王小明"])


def test_tab_comes_to_the_tiers_first_and_from_the_last_of_them_to_what_they_like(at: Sitting) -> None:
    at.planned(date(2026, 12, 5))
    sheet = at.page.choosing
    at.page.choose_guests()
    at.settled()
    assert QApplication.focusWidget() is sheet.tiers[0]
    for before, after in pairwise([*sheet.tiers, sheet.interest.edit]):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after
    QTest.keyClick(sheet.interest.edit, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is sheet.tiers[-1]


def test_an_event_called_off_takes_no_answers_and_says_how_many_are_to_be_told(at: Sitting) -> None:
    event = at.planned(date(2026, 12, 5), "王小明")
    guest = at.desk.ask(guests.of_member, event, at.ids["王小明"])
    assert guest is not None
    with at.book.writing(NOW) as w:
        guests.tell(w, guest.id, "phone")
    at.page.refresh()
    at.page._change()
    at.page.plan_sheet.off.click()
    at.qtbot.waitUntil(lambda: at.page.view.early.text() == "Called off")
    assert at.shell.toast is not None and at.shell.toast.detail == "1 guest knows of it and is to be told"
    assert not at.page.view.bar.isEnabled() and not at.page.view.add_guests.isVisible()


def test_the_door_list_leaves_out_who_sends_regrets_and_who_is_kept_back(at: Sitting) -> None:
    event = at.planned(TODAY, "Gold Member 3", "Gold Member 10")
    with at.book.writing(NOW) as w:
        three = guests.of_member(w, event, at.ids["Gold Member 3"])
        assert three is not None
        guests.answer(w, three.id, "no")
        guests.add(w, event, Choice(), kept_back_percent=50)
    at.page.refresh()
    at.page.show_door_list()
    sheet = at.page.paper_sheet
    assert sheet is not None and sheet.isVisible()
    rows = words.door_list(
        at.desk.ask(events.one, event), at.desk.ask(guests.listed, event), at.desk.shop, at.desk.speech
    ).rows
    assert len(rows) == 2 and "Gold Member 3" not in [row.cells[1] for row in rows]


def test_who_said_yes_and_is_not_in_is_shown_as_missing(at: Sitting) -> None:
    event = at.planned(TODAY, "Gold Member 3", "Gold Member 10")
    three = at.desk.ask(guests.of_member, event, at.ids["Gold Member 3"])
    assert three is not None
    with at.book.writing(NOW) as w:
        guests.answer(w, three.id, "yes")
    at.page.refresh()
    missing = at.page.view.missing
    assert missing.text() == "1 still missing"
    missing.setFocus()
    at.key(Qt.Key.Key_Space)
    assert at.names == ["Gold Member 3"]
    at.page.view.table.setFocus()
    at.key(ENTER)
    at.qtbot.waitUntil(lambda: at.page.view.nobody.isVisible())
    assert at.page.view.nobody.text() == "Nobody is missing: all who said yes are in."
    at.page.view.missing.setChecked(False)
    assert len(at.names) == 2


def test_the_code_of_an_invitation_finds_its_guest_typed_or_scanned(at: Sitting) -> None:
    event = at.planned(TODAY, "Gold Member 3", LONG)
    codes = {one.name: one.code for one in at.desk.ask(guests.listed, event)}
    code = codes[LONG]
    at.types(f"{code[:4]} {code[4:8]} {code[8:]}")
    assert at.names[0] == LONG
    at.page.view.door.clear()
    scan(at.page.view.door.edit, code)
    at.settled()
    here = {one.name: bool(one.arrived_at) for one in at.desk.ask(guests.listed, event)}
    assert here == {"Gold Member 3": False, LONG: True}


def test_an_invitation_to_another_event_brings_that_one_to_the_front(at: Sitting) -> None:
    later = at.planned(TODAY + timedelta(days=3), "王小明")
    today = at.planned(TODAY, "Gold Member 3")
    at.page.show_event(today)
    (guest,) = at.desk.ask(guests.listed, later)
    assert at.page.on_scanned(guest.code)
    assert at.page._event_id == later and at.page.view.door.text == "王小明"
    at.settled()
    assert not at.desk.ask(guests.one, guest.id).arrived_at, "before the day nobody is let in"


def test_afterwards_one_button_thanks_who_came_and_one_writes_to_who_did_not(at: Sitting) -> None:
    event = at.planned(TODAY - timedelta(days=1), "Gold Member 3", "Gold Member 10", LONG)
    with at.book.writing(NOW) as w:
        first, second, third = guests.listed(w, event)
        door.check_in(w, event, first.member_id)
        guests.answer(w, second.id, "no")
        guests.tell(w, third.id, "phone")
    at.page.refresh()
    view = at.page.view
    assert (view.thank.text(), view.miss.text()) == (
        "Thank 1 guest for coming",
        "Write to 2 who could not come",
    )
    asked: list[tuple[int, str]] = []
    at.page.letters_asked.connect(lambda *what: asked.append(what))
    for button in (view.thank, view.miss):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        at.key(Qt.Key.Key_Space)
    assert asked == [(event, "thanks-for-coming"), (event, "could-not-come")]


def test_place_cards_are_for_who_said_yes_and_their_companions(at: Sitting) -> None:
    at.planned(TODAY, "Gold Member 3", LONG)
    view = at.page.view
    assert not view.places.isVisible()
    with at.book.writing(NOW) as w:
        w.run("update events set places = 9")
        first = guests.listed(w, 1)[0]
        guests.answer(w, first.id, "yes", 1)
    at.page.refresh()
    view.places.setFocus(Qt.FocusReason.TabFocusReason)
    at.key(Qt.Key.Key_Space)
    sheet = at.page.paper_sheet
    assert sheet is not None and sheet.isVisible()
    said = sheet.view.accessibleDescription()
    assert said.count("Gold Member 3") == 2 and "Guest of Gold Member 3" in said and LONG not in said
    assert_within_reach(sheet)
    at.key(ESCAPE)
