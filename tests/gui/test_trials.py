"""Trials in the quiet hour: what one could find is shown before it begins, and what came of it only after its end."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.insights import InsightsPage
from shopkeeper.gui.pages.insights.trials_list import TrialsPart
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.records.book import Book
from shopkeeper.service import groups, members, trial_lot, trials
from shopkeeper.service.details import Details
from shopkeeper.service.trials import Offer, Plan
from tests.books import NOW, TODAY, bought_before, new_book
from tests.gui.helpers import assert_within_reach

CTRL = Qt.KeyboardModifier.ControlModifier


def _shop(folder: Path) -> tuple[Book, list[int]]:
    """Sixty members who come every other week or so for a year, and a saved group."""
    book = new_book(folder)
    with book.writing(NOW) as w:
        ids = [
            members.enrol(
                w, Details(name=f"Member {number}", letters=True), even_if_known=True, welcome=False
            ).member_id
            for number in range(60)
        ]
        groups.save(w, "May be asked", "may be written to")
    rng = np.random.default_rng(2)
    bought_before(book, [
        (member, TODAY - timedelta(days=int(day)), int(rng.lognormal(7, 0.4)))
        for member in ids for day in np.unique(rng.integers(1, 365, 26))
    ])  # fmt: skip
    return book, ids


class Window:
    """A shop with the trials in front, at an instant that can be moved."""

    def __init__(self, book: Book, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.book, self.qtbot, self.now = book, qtbot, NOW
        self.desk = Desk(book, self._clock)
        self.shell = Shell([Place("insights", "Insights", "insights", "Ctrl+7", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()

    def _clock(self) -> datetime:
        return self.now

    def _make(self) -> InsightsPage:
        return InsightsPage(self.desk, self.shell)

    def open(self) -> TrialsPart:
        page = self.shell.go("insights")
        assert isinstance(page, InsightsPage)
        QTest.keyClick(page, Qt.Key.Key_T, CTRL)
        assert page.trials.isVisible() and not page.figures.isVisible()
        self.waits()
        return page.trials

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy, timeout=20_000)

    def caret(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def types(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.caret(), letter)

    def tabs(self, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.caret(), Qt.Key.Key_Tab)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    book, _ = _shop(tmp_path)
    made = Window(book, qtbot)
    yield made
    made.desk.close()
    made.shell.close()


def _said(part: QWidget) -> str:
    return " | ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_a_trial_is_set_up_and_begun_by_keys_alone(window: Window) -> None:
    part = window.open()
    assert part.empty.isVisible()
    QTest.keyClick(window.caret(), Qt.Key.Key_L, CTRL)
    sheet = part.sheet
    assert sheet.isVisible() and sheet.name.edit.hasFocus()
    window.types("Coffee or nothing")
    window.tabs()
    window.types("A free coffee")
    while not sheet.who.hasFocus():
        window.tabs()
    window.types("Everyone\t")
    assert sheet._rule() == ""
    QTest.keyClick(window.caret(), Qt.Key.Key_Return, CTRL)
    window.waits()
    assert sheet.goal.error.isVisible() and "set before it begins" in sheet.goal.error.text
    assert sheet.goal.edit.hasFocus()
    window.types("30")
    window.qtbot.waitUntil(lambda: "in each half you would see" in sheet.finds.text(), timeout=10_000)
    window.waits()
    assert "With 30 members in each half" in sheet.finds.text() and "a week or more" in sheet.finds.text()
    assert sheet.enough.text() == "That is enough to see £30.00 a week."
    QTest.keyClick(window.caret(), Qt.Key.Key_Return, CTRL)
    window.qtbot.waitUntil(lambda: part.trial is not None)
    window.waits()
    assert not sheet.isVisible()
    toast = window.shell.toast
    assert toast is not None and (toast.text, toast.detail) == (
        "The lot is drawn: Coffee or nothing",
        "30 and 30 members",
    )
    assert part.view.headline.text() == "Cannot tell yet: about 8 weeks more."
    assert not part.view.range.isVisible()
    assert "30 members" in part.view.first.accessibleName()


def test_what_is_typed_stays_when_the_sheet_is_put_away(window: Window) -> None:
    part = window.open()
    part.begin()
    window.types("Half typed")
    QTest.keyClick(window.caret(), Qt.Key.Key_Escape)
    assert not part.sheet.isVisible()
    part.begin()
    assert part.sheet.name.text == "Half typed"


def test_whom_it_is_tried_with_is_a_tier_a_saved_group_or_ones_own_words(window: Window) -> None:
    part = window.open()
    part.begin()
    sheet = part.sheet
    named = [sheet.who.itemText(place) for place in range(sheet.who.count())]
    assert (
        named[:2] == ["Who came within half a year", "Everyone"]
        and "May be asked" in named
        and "Gold" in named
    )
    for typed, rule in (
        ("May be asked", "may be written to"), ("everyone", ""), ("spent over 10 in 12 months", "spent over 10 in 12 months"),
    ):  # fmt: skip
        sheet.who.setEditText(typed)
        assert sheet._rule() == rule
    sheet.who.setEditText("the nice ones")
    window.qtbot.waitUntil(lambda: "not understood" in sheet.finds.text(), timeout=10_000)
    window.waits()


def test_a_measure_names_the_unit_of_what_is_hoped_for(window: Window) -> None:
    part = window.open()
    part.begin()
    sheet = part.sheet
    for measure, unit in (("visits", "in four weeks"), ("came", "in 100"), ("spend", "a week")):
        sheet.measure.setCurrentIndex(sheet.measure.findData(measure))
        sheet.goal.set_text("2")
        sheet._say_unit()
        assert unit in _said(sheet.goal)


def _begun(window: Window, **more: object) -> trials.Trial:
    plan = Plan("Coffee or nothing", Offer("A free coffee", 0, 40), Offer(""), "spend", 300, 8, TODAY)
    with window.book.writing(NOW) as w:
        return trial_lot.begin(w, trial_lot.draw(w, plan, TODAY, seed="s")).trial


def _everybody_came(window: Window, trial: trials.Trial, more: int) -> None:
    reading = window.book.reading()
    lot = trial_lot.drawn(reading, trial.id)
    reading.close()
    rng = np.random.default_rng(4)
    bought_before(window.book, [
        (line.member_id, TODAY + timedelta(days=7 * week), 1000 + int(rng.integers(0, 500)) + more * line.first)
        for line in lot for week in range(8)
    ])  # fmt: skip


def test_once_it_is_over_it_says_what_came_of_it_how_sure_one_can_be_and_what_to_do(
    window: Window, tmp_path: Path
) -> None:
    trial = _begun(window)
    _everybody_came(window, trial, 900)
    window.now = NOW + timedelta(days=56)
    part = window.open()
    view = part.view
    window.qtbot.waitUntil(view.said.isVisible)
    assert view.headline.text() == "“A free coffee” brings more."
    assert "a week more; the truth lies between £" in view.meaning.text()
    assert "give it to everybody" in view.next.text()
    assert view.range.isVisible() and view.range.accessibleName() == view.meaning.text()
    assert not view.stop_button.isVisible()
    view.said.ask.setFocus()
    QTest.keyClick(view.said.ask, Qt.Key.Key_Space)
    assert "Fisher, Pitman" in _said(view.said)
    assert_within_reach(window.shell)
    assert part.print_out()
    assert part.paper is not None and part.paper.isVisible()
    part.paper.put_away()
    file = tmp_path / "trial.csv"
    part.asker.save = lambda *_asked: file  # type: ignore[method-assign]
    view.csv_button.click()
    window.waits()
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["number", "household", "pair", "offer", "given", "visits", "spent_minor"]
    assert len(rows) == 61 and {row[3] for row in rows[1:]} == {"A free coffee", ""}


def test_it_is_ended_early_by_a_button_and_goes_on_after_undo(window: Window, tmp_path: Path) -> None:
    _begun(window)
    part = window.open()
    window.qtbot.waitUntil(part.view.said.isVisible)
    part.view.stop_button.click()
    window.qtbot.waitUntil(lambda: part.view.headline.text() == "It was ended early and says nothing.")
    window.waits()
    assert not part.view.stop_button.isVisible()
    file = tmp_path / "lot.csv"
    part.asker.save = lambda *_asked: file  # type: ignore[method-assign]
    part.view.csv_button.click()
    window.waits()
    heads = next(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert heads == ["number", "household", "pair", "offer"]


def test_a_trial_that_could_not_tell_is_tried_again_for_longer_as_it_was(window: Window) -> None:
    reading = window.book.reading()
    goal = trial_lot.size(reading, "", "spend", 12, 1, TODAY, TODAY).smallest
    reading.close()
    assert goal is not None
    with window.book.writing(NOW) as w:
        plan = Plan("Short", Offer("Tea", 5), Offer("Cake", 0, 70), "spend", goal, 1, TODAY, often="visit")
        trial_lot.begin(w, trial_lot.draw(w, plan, TODAY, seed="s"))
    rng = np.random.default_rng(8)
    reading = window.book.reading()
    ids = [row[0] for row in reading.rows("select member_id from trial_members")]
    reading.close()
    bought_before(window.book, [(member, TODAY, int(rng.lognormal(7, 0.8))) for member in ids])
    window.now = NOW + timedelta(days=7)
    part = window.open()
    window.qtbot.waitUntil(part.view.said.isVisible)
    assert part.view.headline.text() == "Cannot tell."
    assert part.view.again.isVisible() and "weeks more: begin a new trial of" in part.view.next.text()
    part.view.again.click()
    sheet = part.sheet
    assert (sheet.name.text, sheet.first.text, sheet.second.text) == ("Short, for longer", "Tea", "Cake")
    assert (sheet.first_points.value(), sheet.second_cost.text, sheet.often.currentData()) == (
        5,
        "0.70",
        "visit",
    )
    assert sheet.weeks.value() > 1 and sheet._goal() == goal and sheet._rule() == ""
    window.qtbot.waitUntil(lambda: "in each half" in sheet.finds.text(), timeout=10_000)
    window.waits()


def test_the_figures_come_back_by_the_same_key(window: Window) -> None:
    part = window.open()
    page = part.parentWidget()
    assert isinstance(page, InsightsPage)
    assert ("Ctrl+L", "a new trial") in list(page.keys())
    QTest.keyClick(window.caret(), Qt.Key.Key_T, CTRL)
    assert page.figures.isVisible() and not part.isVisible()
    window.waits()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_large_text_in_a_small_window_everything_is_within_reach(
    window: Window, scheme: Literal["light", "dark"]
) -> None:
    _begun(window)
    look.wear(look.Wish(scheme=scheme, still=True, text_percent=200))
    window.shell.make_anew()
    part = window.open()
    window.qtbot.waitUntil(part.view.said.isVisible)
    assert_within_reach(window.shell)
    part.begin()
    window.waits()
    assert_within_reach(part.sheet)
