"""The morning page by keyboard: a line is chosen, done, put off; the rail counts; the sheet is one page of A4."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.pages.followups import FollowupsPage, words
from shopkeeper.gui.pages.followups.morning_view import MorningView
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.morning import lay_out_sheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.printing import Printed
from shopkeeper.records.book import Book
from shopkeeper.service import matters, people, promises, questions, wanted
from shopkeeper.service.details import Birthday
from tests.books import NOW, TODAY, demo_book, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach

LONG = "Wilhelmina Theodora Alexandrina van der Heijden-Featherstone"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Margaret Okonkwo", birthday=Birthday(11, 24), letters=True)
    enrol(made, LONG, letters=True)
    early = NOW - timedelta(days=5)
    with made.writing(early) as w:
        people.add(w, "Ines")
        promises.make(w, 1, "Two rye loaves", TODAY)
        promises.make(w, 2, "The goose", TODAY - timedelta(days=2))
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=2)
    return made


def _morning(person: Person) -> MorningView:
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    return page.morning


def _go(person: Person) -> MorningView:
    person.presses(Qt.Key.Key_6, ctrl=True)
    view = _morning(person)
    person.qtbot.waitUntil(lambda: view.shown is not None)
    person.waits()
    return view


def _lines(view: MorningView) -> list[str]:
    return [row.line.text for row in view.rows]


def test_the_morning_is_worked_through_by_keyboard(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        assert _lines(view) == ["The goose", "Two rye loaves", "Mouldy strawberries", "Birthday on Tuesday"]
        person.presses(Qt.Key.Key_Down)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton) and focus is view.rows[1].act
        person.enter()
        person.waits()
        assert person.toast == "Promise to Margaret Okonkwo kept · Two rye loaves"
        qtbot.waitUntil(lambda: _lines(view) == ["The goose", "Mouldy strawberries", "Birthday on Tuesday"])
        assert QApplication.focusWidget() is view.rows[1].act
        person.enter()
        sheet = SlideOver.over(person.shell)
        assert sheet is not None
        person.types("We ring the farm today")
        person.enter()
        person.waits()
        assert person.toast == f"Answered {LONG}"
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert_within_reach(view)


def test_the_caret_is_on_the_first_line_wherever_it_was_in_the_page_before(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        assert QApplication.focusWidget() is view.rows[0].act
        view.print_button.setFocus()
        person.presses(Qt.Key.Key_1, ctrl=True)
        _go(person)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is view.rows[0].act)


def test_the_rail_counts_what_waits(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        qtbot.waitUntil(lambda: "3 waiting" in person.shell._rail._buttons["followups"].accessibleName())


def test_a_line_is_put_off_or_handed_over(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        menu = view._menu(view.rows[0])
        assert [action.text() for action in menu.actions() if action.text()] == [
            "Tomorrow", "In three days", "In a week", "On another day…", "Give it to Ngozi Okafor", "Give it to Ines",
            "Print a slip…",
        ]  # fmt: skip
        menu.actions()[0].trigger()
        person.waits()
        assert person.toast == f"Promise to {LONG} changed · The goose · tomorrow"
        qtbot.waitUntil(lambda: "The goose" not in _lines(view))
        menu = view._menu(view.rows[-1])
        menu.actions()[2].trigger()
        person.waits()
        qtbot.waitUntil(lambda: "Birthday on Tuesday" not in _lines(view))


def test_a_name_opens_the_member_at_the_counter(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        name = view.rows[1].name
        name.setFocus()
        person.enter()
        person.waits()
        assert person.shell.current == "counter" and person.counter.member_id == 1


def test_a_new_complaint_of_nobody_known_is_noted(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        view.complaint.setFocus()
        person.enter()
        person.types("The door is heavy")
        person.enter()
        person.waits()
        assert person.toast == "Noted for somebody not known"
        qtbot.waitUntil(lambda: "The door is heavy" in _lines(view))


def test_an_empty_morning_teaches(tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(new_book(tmp_path), tmp_path, qtbot) as person:
        view = _go(person)
        assert view._empty.isVisible() and not view.area.isVisible()


def test_at_twice_the_text_the_buttons_stand_below_and_names_stay(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)
        look.wear(look.Wish(scheme="dark", text_percent=200, still=True))

        def below(one: QWidget, other: QWidget) -> bool:
            middle = other.mapTo(view, other.rect().center()).y()
            return one.mapTo(view, one.rect().topLeft()).y() > middle

        qtbot.waitUntil(lambda: below(view.print_button, view._title))
        assert all(button.width() >= button.sizeHint().width() for button in (view.promise, view.pdf_button))
        for row in view.rows:
            assert row.act.geometry().right() <= row.width()
        look.wear(look.Wish(scheme="light", still=True))


def test_the_morning_of_the_demo_shop_is_one_sheet_and_is_saved(tmp_path: Path, qtbot: QtBot) -> None:
    made = demo_book(tmp_path)
    with at_counter(made, tmp_path, qtbot) as person:
        view = _go(person)
        assert view.shown is not None
        sheet = words.on_paper(view.shown, person.program.desk.shop, person.program.desk.speech)
        laid = lay_out_sheet(sheet)
        assert laid.pages == 1
        assert "Saturday’s follow-ups" in laid.text(0) and "Came every" in laid.text(0)
        for _, left, right, baseline in laid.extents():
            assert 0 < left < right < laid.size.width_dots and 0 < baseline < laid.size.height_dots

        class Asker:
            def printer(self, *_: object) -> bool:
                return False

            def pdf(self, *_: object) -> Path:
                return tmp_path / "morning.pdf"

        view.paper.asker = Asker()  # type: ignore[assignment]
        view.save_sheet()
        person.waits()
        assert person.toast == "The morning is saved · morning.pdf"
        assert (tmp_path / "morning.pdf").read_bytes().startswith(b"%PDF")


def _view(person: Person, place: int) -> FollowupsPage:
    _go(person)
    page = person.shell.page("followups")
    assert isinstance(page, FollowupsPage)
    for _ in range(place):
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
    assert page.views.currentIndex() == place
    return page


def _press(person: Person, parent: QWidget, name: str) -> None:
    def shown() -> list[QPushButton]:
        return [one for one in parent.findChildren(QPushButton) if one.text() == name and one.isVisible()]

    person.qtbot.waitUntil(lambda: bool(shown()))
    shown()[0].setFocus()
    person.enter()
    person.waits()


def test_what_has_come_is_told_and_bought_from_the_wanted_book(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        wanted.note(w, 1, "Seville oranges")
        wanted.note(w, 2, "seville oranges")
    with at_counter(book, tmp_path, qtbot) as person:
        page = _view(person, 1)
        _press(person, page.wanted.waiting, "It has come")
        assert person.toast == "Seville oranges has come · 2 members to call"
        _press(person, page.wanted.told, "Told")
        _press(person, page.wanted.told, "Bought")
        assert "2 were noted, 2 told that it has come, 1 bought it" in page.wanted.remark.text()
        assert_within_reach(page)


def test_what_was_heard_is_counted_and_a_need_is_done(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        asked = matters.hear(w, "request", "Open on Sundays", member_id=1).matter
        matters.file_under(w, asked.id, "hours", "Sunday hours")
    with at_counter(book, tmp_path, qtbot) as person:
        page = _view(person, 2)
        shown = [row.accessibleName() for row in page.heard.subjects._shown if row.accessibleName()]
        assert shown == ["Freshness. 1 in the last three months · 0 in the three before. more than before"]
        _press(person, page.heard.needs, "Who else")
        paper = SlideOver.over(person.shell)
        assert isinstance(paper, PaperSheet)
        qtbot.waitUntil(paper.isVisible)
        person.presses(Qt.Key.Key_Escape)
        _press(person, page.heard.needs, "It is done")
        assert person.toast == "Done: Sunday hours · 1 member to tell"
        _press(person, page.heard.allowances, "Change")
        person.types("25")
        person.enter()
        person.waits()
        assert [row.accessibleName() for row in page.heard.allowances._shown] == [
            "Ines. £25.00 for one matter"
        ]
        assert_within_reach(page)


def test_a_question_is_made_and_drawn_by_keyboard(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def took(_printer: object, notes: list[object], *, title: str) -> Printed:
        printed.append(title)
        return Printed(1, 1)

    monkeypatch.setattr("shopkeeper.gui.paper_sheet.printer", lambda _size: QPrinter())
    monkeypatch.setattr("shopkeeper.gui.paper_sheet.print_notes", took)
    with at_counter(book, tmp_path, qtbot) as person:
        page = _view(person, 3)
        _press(person, page.questions, "New question")
        person.types("Tea or coffee?")
        person.presses(Qt.Key.Key_Tab)
        person.types("Tea")
        person.enter()
        person.waits()
        sheet = SlideOver.over(person.shell)
        assert sheet is not None
        person.types(", Coffee")
        person.enter()
        person.waits()
        assert person.toast == "Asked from today · Tea or coffee?"
        with book.writing(NOW) as w:
            questions.answer(w, 1, 1, "Tea")
        page.refresh()

        _press(person, page.questions, "Draw")
        person.types("A hamper")
        person.presses(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
        person.types("read out by Ines")
        person.enter()
        person.waits()
        assert person.toast == "A hamper: Margaret Okonkwo"
        paper = SlideOver.over(person.shell)
        assert isinstance(paper, PaperSheet)

        class Asker:
            def pdf(self, *_: object) -> Path:
                return tmp_path / "draw.pdf"

            def printer(self, *_: object) -> bool:
                return True

        paper.asker = Asker()  # type: ignore[assignment]
        _press(person, paper, "Save as PDF")
        qtbot.waitUntil((tmp_path / "draw.pdf").exists)
        _press(person, paper, "Print…")
        assert printed == ["Draw: A hamper"]
        person.presses(Qt.Key.Key_Escape)
        _press(person, page.questions, "Draw")
        draw_sheet = SlideOver.over(person.shell)
        assert draw_sheet is not None
        _press(person, draw_sheet, "Print…")  # one of before
        assert isinstance(SlideOver.over(person.shell), PaperSheet)


def test_a_promise_is_printed_as_a_slip(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Note] = []

    def took(_printer: object, notes: tuple[Note, ...], *, title: str) -> Printed:
        printed.extend(notes)
        return Printed(1, 1)

    monkeypatch.setattr("shopkeeper.gui.pages.followups.on_paper.printer", lambda _size: QPrinter())
    monkeypatch.setattr("shopkeeper.gui.pages.followups.on_paper.print_notes", took)
    with at_counter(book, tmp_path, qtbot) as person:
        view = _go(person)

        class Asker:
            def printer(self, *_: object) -> bool:
                return True

        view.paper.asker = Asker()  # type: ignore[assignment]
        menu = view._menu(view.rows[1])
        menu.actions()[-1].trigger()
        person.waits()
        assert person.toast == "The slip was sent to the printer"
    (slip,) = printed
    assert slip.salutation == "Margaret Okonkwo"
    assert slip.paragraphs == ("Two rye loaves", "By Saturday 21 November 2026", "16 November 2026")
    assert lay_out(slip).pages == 1
