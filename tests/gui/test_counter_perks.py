"""Perks and a household at the counter: what is owed can be given or refused, the pool is said and can be used."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import households
from tests.books import NOW, buy, enrol, new_book
from tests.gui.at_counter import at_counter

PROGRAMME = """
currency = "GBP"
[[tier]]
name = "Silver"
from_minor = 20000
perks = [{name = "Birthday treat", kind = "treat"}, {name = "Late hours", each = "always", kind = "entry"}, {name = "Fifty points", points = 50}]
"""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Margaret is Silver with 300 points and shares a household with Ben, who has 50."""
    made = new_book(tmp_path, read_programme(PROGRAMME), now=NOW - timedelta(days=90))
    margaret, ben = enrol(made, "Margaret Okonkwo"), enrol(made, "Ben Okonkwo")
    buy(made, margaret, 30_000, now=NOW - timedelta(days=20))
    buy(made, ben, 5_000, now=NOW - timedelta(days=20))
    with made.writing(NOW) as w:
        households.join(w, ben, margaret)
    return made


def test_a_perk_is_given_by_a_button_and_given_back_by_undo(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        perks = person.counter.area.card.perks
        assert list(perks.buttons) == [
            "Give: Birthday treat", "Not wanted: Birthday treat", "Give: Late hours", "Give: Fifty points",
            "Not wanted: Fifty points",
        ]  # fmt: skip
        give = perks.buttons["Give: Fifty points"]
        give.setFocus(Qt.FocusReason.TabFocusReason)
        person.presses(Qt.Key.Key_Space)
        person.waits()
        assert person.toast == "Fifty points for Margaret Okonkwo · +50 points"
        assert "Give: Fifty points" not in perks.buttons
        assert person.finding, "the next name can be typed at once"
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert "Give: Fifty points" in perks.buttons


def test_a_perk_that_is_not_wanted_is_owed_no_more(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        perks = person.counter.area.card.perks
        perks.buttons["Not wanted: Birthday treat"].click()
        person.waits()
        assert person.toast == "Margaret Okonkwo does not want: Birthday treat"
        assert "Not wanted: Birthday treat" not in perks.buttons
        assert "Give: Birthday treat" in perks.buttons, "they may think better of it"


def test_the_pool_is_said_and_pays(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("ben")
        said = [label.text() for label in person.counter.area.card.head.findChildren(QLabel)]
        assert "50 points" in said
        assert "with Margaret Okonkwo 350 points, worth £3.50" in said
        person.types("10")
        person.counter.panel.points.edit.setFocus(Qt.FocusReason.TabFocusReason)
        person.types("200")
        person.enter()
        person.waits()
        assert person.recorded()[-1][1] == 1_000
        reading = book.reading()
        assert reading.rows("select member_id, points from standings order by 1") == [(1, 150), (2, 8)]
        reading.close()
