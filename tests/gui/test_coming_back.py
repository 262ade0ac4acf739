"""A promise made on the morning page, lines given away, why somebody left, tries planned, made and looked back upon."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.leaving_sheet import LeavingSheet
from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.pages.followups.morning_view import MorningView
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book, Writing
from shopkeeper.service import circle, leaving, matters, members, people, rhythms, winback
from shopkeeper.service.details import Birthday, Details
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ada came every six days and has stayed away for over a month; Rosa has a birthday."""
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    ada = enrol(
        made, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=False, phones=("020 7946 0455",)
    )
    enrol(made, "Rosa Lind", now=NOW - timedelta(days=390), birthday=Birthday(11, 24), letters=False)
    for days in range(180, 0, -1):
        if (NOW - timedelta(days=days)).weekday() != 6:
            buy(made, None, 500, now=NOW - timedelta(days=days))
    for days in range(120, 30, -6):
        buy(made, ada, 10, now=NOW - timedelta(days=days))
    with made.writing(NOW) as w:
        people.add(w, "Ines")
        rhythms.settle_all(w)
        matters.hear(w, "complaint", "The door is heavy")
    return made


def _page(person: Person) -> FollowupsPage:
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    return page


def _go(person: Person) -> MorningView:
    person.presses(Qt.Key.Key_6, ctrl=True)
    view = _page(person).morning
    person.qtbot.waitUntil(lambda: view.shown is not None)
    person.waits()
    return view


def _lines(view: MorningView) -> list[tuple[str, str]]:
    return [(row.line.section, row.line.text) for row in view.rows]


def _choose(menu: QMenu, name: str) -> None:
    next(action for action in menu.actions() if action.text() == name).trigger()


def _row(view: MorningView, section: str) -> QMenu:
    return view._menu(next(row for row in view.rows if row.line.section == section))


def _press(person: Person, parent: QWidget, name: str) -> None:
    def shown() -> list[QPushButton]:
        return [one for one in parent.findChildren(QPushButton) if one.text() == name and one.isVisible()]

    person.qtbot.waitUntil(lambda: bool(shown()))
    shown()[0].setFocus()
    person.enter()
    person.waits()


def test_a_promise_is_made_on_the_morning_page_by_keyboard(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        view.promise.setFocus()
        person.enter()
        person.types("rosa")
        person.enter()
        person.types("two rye loaves today")
        assert "Promise by today: Two rye loaves" in view.promise_sheet.line._note.text()
        person.enter()
        person.waits()
        assert person.toast == "Promised Rosa Lind by today · Two rye loaves"
        qtbot.waitUntil(lambda: ("promises", "Two rye loaves") in _lines(view))
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        qtbot.waitUntil(lambda: ("promises", "Two rye loaves") not in _lines(view))


def test_the_same_promise_twice_is_noticed_and_made_all_the_same(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        for _ in range(2):
            view.promise.setFocus()
            person.enter()
            person.types("rosa")
            person.enter()
            person.types("two rye loaves today")
            person.enter()
            person.waits()
        assert "has been promised this already" in view.promise_sheet.trouble.text
        assert view.promise_sheet.line.text == "two rye loaves today"
        person.enter()
        person.waits()
        qtbot.waitUntil(lambda: _lines(view).count(("promises", "Two rye loaves")) == 2)


def test_a_promise_to_nobody_says_what_is_missing(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        view.promise.setFocus()
        person.enter()
        view.promise_sheet.line.edit.setFocus()
        person.types("two rye loaves")
        person.enter()
        assert "Whom is it promised to" in view.promise_sheet.trouble.text
        assert view.promise_sheet.line.text == "two rye loaves"


@pytest.mark.parametrize("section", ["complaints", "days", "slipping"])
def test_a_line_of_any_kind_is_given_to_somebody_and_put_off_to_a_typed_day(
    book: Book, tmp_path: Path, qtbot: QtBot, section: str
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        _choose(_row(view, section), "Give it to Ines")
        person.waits()
        assert person.toast.startswith("Ines sees to it")
        qtbot.waitUntil(
            lambda: any("Ines" in row.aside.text() for row in view.rows if row.line.section == section)
        )
        _choose(_row(view, section), "On another day…")
        person.types("in two weeks")
        person.enter()
        person.waits()
        assert person.toast.startswith("Put off for ")
        qtbot.waitUntil(lambda: section not in [one for one, _ in _lines(view)])


def test_a_day_that_has_passed_is_refused_and_stays_typed(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        _choose(_row(view, "days"), "On another day…")
        person.types("3 blub")
        person.enter()
        assert "Write a day to come" in view.day_sheet.day.error.text
        assert view.day_sheet.day.text == "3 blub" and not view.day_sheet.isHidden()


def test_nothing_to_do_takes_a_line_off_the_page_with_undo(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        _choose(_row(view, "slipping"), "Nothing to do")
        person.waits()
        qtbot.waitUntil(lambda: "slipping" not in [one for one, _ in _lines(view)])
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        qtbot.waitUntil(lambda: "slipping" in [one for one, _ in _lines(view)])


def test_at_twice_the_text_no_field_of_the_leaving_sheet_is_pressed_flat(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        person.shell.resize(1366, 768)
        look.wear(look.Wish(scheme="light", text_percent=200, still=True))
        _choose(_row(view, "slipping"), "Plan a try to see them again…")
        sheet = view.leaving
        fields = (sheet.day, sheet.words)
        qtbot.waitUntil(lambda: all(one.height() >= one.sizeHint().height() for one in fields))
        person.presses(Qt.Key.Key_Tab)
        person.presses(Qt.Key.Key_Tab)
        assert sheet.words.edit.hasFocus() and not sheet.words.visibleRegion().isEmpty()
        look.wear(look.Wish(scheme="light", still=True))


def test_a_try_is_planned_from_the_morning_and_done_on_its_day(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        _choose(_row(view, "slipping"), "Plan a try to see them again…")
        sheet = view.leaving
        assert sheet.rhythm.text() == "Came every 6 days; not seen for 36 days"
        sheet.channel.setCurrentIndex(sheet.channel.findData("visit"))
        sheet.day.edit.setFocus()
        person.types("today")
        person.presses(Qt.Key.Key_Tab)
        person.types("Bring a loaf")
        person.enter()
        person.waits()
        assert person.toast == "Ada Whitcombe is to be tried · today"
        qtbot.waitUntil(lambda: ("tries", "Go and see them: Bring a loaf") in _lines(view))
        assert "slipping" not in [one for one, _ in _lines(view)]
        row = next(row for row in view.rows if row.line.section == "tries")
        row.act.setFocus()
        person.enter()
        person.waits()
        assert person.toast == "Tried to see Ada Whitcombe again"
        qtbot.waitUntil(lambda: "tries" not in [one for one, _ in _lines(view)])


def test_why_somebody_left_is_noted_by_keyboard_from_their_page(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("members")
        assert isinstance(page, MembersPage)
        page.open_member(1)
        person.waits()
        _choose(page.member.hand.menu(), "Leaving and coming back…")
        sheet = page.leaving
        assert isinstance(SlideOver.over(person.shell), LeavingSheet)
        person.types("Moved")
        assert sheet.reason.currentData() == "moved"
        assert sheet.never.isChecked() and not sheet.never.isEnabled()
        person.presses(Qt.Key.Key_Tab)
        person.types("To her daughter in Leeds")
        person.enter()
        person.waits()
        assert person.toast == "Noted why Ada Whitcombe left · Moved away"
        _choose(page.member.hand.menu(), "Leaving and coming back…")
        assert "never to be written to, called or invited" in sheet.holds.text()
        assert not sheet.way["tried"].isEnabled()
        _press(person, sheet.sheet, "Take this note out")
        assert person.toast == "The note about Ada Whitcombe is out"
        reading = book.reading()
        assert leaving.of(reading, 1) is None
        reading.close()


def test_who_was_tried_lately_is_told_and_noted_all_the_same(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW - timedelta(days=3)) as w:
        winback.tried(w, 1, "phone", "Did not answer")
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("members")
        assert isinstance(page, MembersPage)
        page.leaving.begin(1, "tried")
        page.leaving.words.edit.setFocus()
        person.types("Comes on Friday")
        person.enter()
        person.waits()
        assert "Leave them a fortnight" in page.leaving.trouble.text
        assert page.leaving.words.text == "Comes on Friday"
        person.enter()
        person.waits()
        assert person.toast == "Tried to see Ada Whitcombe again"


def test_what_the_tries_brought_is_shown_with_its_doubt(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW - timedelta(days=20)) as w:
        winback.tried(w, 1, "phone", "Was in hospital")
        winback.plan(w, 2, "phone", TODAY + timedelta(days=20))
        leaving.note(w, 2, "price", "Bread is dear")
    buy(book, 1, 2450, now=NOW - timedelta(days=4), what="Rye loaf")
    with at_counter(book, tmp_path, qtbot) as person:
        page = _page(person)
        _go(person)
        view = page.coming_back
        while page.views.currentWidget() is not view:
            person.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert [row.accessibleName() for row in view.made._shown] == [
            "Ada Whitcombe. By phone · on 1 November · Was in hospital. Came back on 17 November: Rye loaf, £24.50"
        ]
        assert [row.accessibleName() for row in view.reasons._shown] == [
            "The price. 1 member in the last year"
        ]
        assert view.remark.text() == "1 try in the last half year; 1 member came back on one."
        _press(person, view.planned, "Tried")
        assert person.toast == "Tried to see Rosa Lind again"
        assert_within_reach(page)


def test_who_sent_whom_is_thanked_once_and_a_name_becomes_a_member(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    newcomer = enrol(book, "Leon Abara")
    with book.writing(NOW) as w:
        circle.relate(w, newcomer, "Ada", "referred by")
        circle.relate(w, enrol_here(w), "Hotel Bristol", "referred by")
    with at_counter(book, tmp_path, qtbot) as person:
        page = _page(person)
        _go(person)
        view = page.referrals
        while page.views.currentWidget() is not view:
            person.presses(Qt.Key.Key_PageDown, ctrl=True)
        _press(person, view.owed, "Thanked")
        assert person.toast == "Hotel Bristol was thanked · Omar Haddad"
        _press(person, view.owed, "It is a member…")
        person.enter()
        person.waits()
        assert person.toast == "Ada Whitcombe sent Leon Abara"
        qtbot.waitUntil(lambda: any("Ada Whitcombe" in row.accessibleName() for row in view.owed._shown))
        asked: list[tuple[object, str, str]] = []
        view.note_asked.connect(lambda *said: asked.append(said))
        _press(person, view.owed, "Write")
        assert asked == [(1, f"friend:{newcomer}:{TODAY}", "thanks-for-friend")]
        assert person.shell.current == "letters"


def enrol_here(w: Writing) -> int:
    """One more member, within the same act."""
    return members.enrol(w, Details(name="Omar Haddad"), even_if_known=True, welcome=False).member_id


def test_every_contact_is_a_list_to_print_and_the_counter_gives_one_hint(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW - timedelta(days=3)) as w:
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=1, touch="phone")
        leaving.note(w, 2, "moved")
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("members")
        assert isinstance(page, MembersPage)
        page.open_member(1)
        person.waits()
        _choose(page.member.hand.menu(), "Every contact…")
        paper = SlideOver.over(person.shell)
        assert isinstance(paper, PaperSheet) and paper._lay_out is not None
        text = paper._lay_out().text(0)
        assert "Complaint: Mouldy strawberries · First complaint" in text
        assert "A letter now: Asked for no letters" in text
        assert "A call now: nothing stands against it" in text
        person.presses(Qt.Key.Key_Escape)
        person.shell.go("counter")
        person.finds("rosa")
        person.waits()
        said = [row.accessibleName() for row in person.counter.area.card.remember._rows]
        assert "Noted on 18 November: Moved away. Here again? Take the note out on their page" in said


def test_a_talk_is_noted_by_keyboard_with_how_it_came_and_undone(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW - timedelta(days=3)) as w:
        winback.tried(w, 1, "phone")
    with at_counter(book, tmp_path, qtbot) as person:
        page = person.shell.go("members")
        assert isinstance(page, MembersPage)
        page.open_member(1)
        person.waits()
        _choose(page.member.hand.menu(), "Note a talk…")
        sheet = page.talk
        assert sheet.limits.text() == (
            "Letters: Asked for no letters · Tried on 18 November; leave them a fortnight"
        )
        person.enter()
        person.waits()
        assert sheet.words.error.text and not sheet.isHidden()
        sheet.channel.setCurrentIndex(sheet.channel.findData("e-mail"))
        person.types("Asks for a hamper list")
        person.enter()
        person.waits()
        assert person.toast == "Noted for Ada Whitcombe · Asks for a hamper list"
        reading = book.reading()
        assert reading.rows("select channel, text from talks") == [("e-mail", "Asks for a hamper list")]
        reading.close()
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        reading = book.reading()
        assert reading.rows("select 1 from talks") == []
        reading.close()
