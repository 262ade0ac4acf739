"""Every place of the program: mirrored nothing is out of bounds, everything has a name, and its key leads there and away."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.gui.pages.daybook.painting import SlipPainter
from shopkeeper.gui.widgets.lettering import runs_from_the_right
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.records.book import Book
from tests.books import demo_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import out_of_reach

PLACES = {
    "counter": Qt.Key.Key_1,
    "daybook": Qt.Key.Key_2,
    "members": Qt.Key.Key_3,
    "letters": Qt.Key.Key_4,
    "events": Qt.Key.Key_5,
    "followups": Qt.Key.Key_6,
    "insights": Qt.Key.Key_7,
    "programme": Qt.Key.Key_8,
    "settings": Qt.Key.Key_Comma,
}


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    book: Book = demo_book(tmp_path, 60)
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting
    look.face(right_to_left=False)
    look.wear(look.Wish(scheme="light", still=True))


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    area = parent.parentWidget() if parent is not None else None
    return isinstance(area, QAbstractScrollArea) and area.viewport() is parent


def _out_of_bounds(root: QWidget) -> list[str]:
    """What is shown and not within what holds it, in words."""
    found = []
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or not widget.isVisibleTo(root) or _scrolls(widget):
            continue
        if isinstance(parent, QAbstractScrollArea) or widget.objectName().startswith("qt_"):
            continue
        inside = QRect(QPoint(0, 0), parent.size())
        if not widget.size().isEmpty() and not inside.adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            said = widget.text() if isinstance(widget, Sentence) else widget.accessibleName()
            found.append(
                f"{type(widget).__name__} {said!r} {widget.geometry().getRect()}"
                f" in {type(parent).__name__} {parent.size().toTuple()}"
            )
    return found


def _holds_all(page: QWidget) -> None:
    assert not _out_of_bounds(page)


@pytest.mark.parametrize("mirrored", [False, True])
def test_in_every_place_nothing_is_outside_what_holds_it(person: Person, mirrored: bool) -> None:
    look.face(right_to_left=mirrored)
    for place in PLACES:
        page = person.shell.go(place)
        person.waits()
        person.shell.grab()
        person.qtbot.waitUntil(partial(_holds_all, page))


def test_every_place_is_reached_and_left_by_its_key_and_everything_in_it_is_named(person: Person) -> None:
    for place, key in PLACES.items():
        person.presses(key, ctrl=True)
        assert person.shell.current == place
        person.waits()
    person.presses(Qt.Key.Key_1, ctrl=True)
    assert person.shell.current == "counter"
    assert person.finding
    assert not out_of_reach(person.shell)


def test_words_begin_where_the_window_begins(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    sentence = Sentence("Daughter Ada started university in York.", parent=room)
    room.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    absolute = Qt.AlignmentFlag.AlignAbsolute
    assert sentence.alignment() & absolute and sentence.alignment() & Qt.AlignmentFlag.AlignRight
    sentence.setAlignment(Qt.AlignmentFlag.AlignTrailing)
    assert sentence.alignment() & Qt.AlignmentFlag.AlignLeft
    room.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert sentence.alignment() & Qt.AlignmentFlag.AlignRight


@pytest.mark.parametrize(
    ("words", "so"),
    [
        ("07700 900417", False),
        ("Margaret", False),
        ("نور", True),
        ("12 נועה", True),
        ("+42", False),
        ("", False),
    ],
)
def test_the_first_letter_says_which_way_words_run(words: str, so: bool) -> None:
    assert runs_from_the_right(words) is so


def test_a_table_that_paints_itself_keeps_its_own_cells(person: Person) -> None:
    page = person.shell.go("daybook")
    assert isinstance(page, DaybookPage)
    assert isinstance(page.grid.itemDelegate(), SlipPainter)


def test_with_the_largest_text_every_button_of_every_place_shows_its_words(person: Person) -> None:
    look.wear(look.Wish(scheme="light", text_percent=200, still=True))
    for place in ("daybook", "members", "letters", "programme"):
        page = person.shell.go(place)
        person.waits()
        person.shell.grab()
        person.qtbot.waitUntil(partial(_shows_all_words, page))


def _shows_all_words(page: QWidget) -> None:
    cut = [
        (button.text(), button.width(), button.minimumSizeHint().width())
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    assert not cut


def test_the_name_over_the_door_takes_its_old_room_again_when_text_is_made_small(person: Person) -> None:
    name = person.shell._rail._name
    before = name.height()
    look.wear(look.Wish(scheme="light", text_percent=200, still=True))
    person.shell.grab()
    look.wear(look.Wish(scheme="light", still=True))
    person.qtbot.waitUntil(lambda: name.isVisible() and name.height() == before)
