"""The quiet hour on the screen: worked out beside the counter, read out by keyboard, ending in something to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.pages.insights import InsightsPage
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.gui.why import WhyPopover
from shopkeeper.records.book import Book
from shopkeeper.rules.stages import Stage
from shopkeeper.service import acts
from tests.books import NOW, buy, demo_book, enrol, new_book
from tests.gui.helpers import assert_within_reach


class Window:
    """A shop with the insights in front."""

    def __init__(self, book: Book, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.book, self.qtbot = book, qtbot
        self.desk = Desk(book, lambda: NOW)
        self.shell = Shell([Place("insights", "Insights", "insights", "Ctrl+7", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()

    def _make(self) -> InsightsPage:
        return InsightsPage(self.desk, self.shell)

    def open(self) -> InsightsPage:
        page = self.shell.go("insights")
        assert isinstance(page, InsightsPage)
        self.qtbot.waitUntil(lambda: page._found is not None, timeout=20_000)
        return page


@pytest.fixture
def demo(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    window = Window(demo_book(tmp_path), qtbot)
    yield window
    window.desk.close()


@pytest.fixture
def empty(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    window = Window(new_book(tmp_path), qtbot)
    yield window
    window.desk.close()


def texts(page: InsightsPage) -> str:
    return " | ".join(
        widget.accessibleName() for widget in (page.kept, page.returning, page.basket, page.owed, page.best)
    )


def test_the_figures_say_what_they_are_of_and_mean(demo: Window) -> None:
    page = demo.open()
    said = texts(page)
    assert "Kept from the time before: " in said and "%" in said
    assert "Sales from returning customers: £" in said and "from new ones £" in said
    assert "The best fifth of your members bring " in said
    assert page.table.words.rowCount() > 0
    assert_within_reach(page)


def test_the_caret_comes_to_the_list_once_the_figures_are_there(demo: Window) -> None:
    page = demo.open()
    assert QApplication.focusWidget() is page.table
    page.months.setFocus()
    page.months.setCurrentIndex(1)
    demo.qtbot.waitUntil(lambda: page._sent is None, timeout=20_000)
    assert QApplication.focusWidget() is page.months  # who chooses months goes on choosing


def test_a_chart_is_read_out_by_the_arrows_and_copied_as_a_table(demo: Window) -> None:
    page = demo.open()
    page.monthly.columns.setFocus()
    QTest.keyClick(page.monthly.columns, Qt.Key.Key_End)
    assert page.monthly.columns.accessibleDescription().startswith("Nov: ")
    QTest.keyClick(page.monthly.columns, Qt.Key.Key_Left)
    assert page.monthly.columns.accessibleDescription().startswith("Oct: ")
    QTest.keyClick(page.monthly.columns, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "Month\tMembers" and len(copied) == 13


def test_how_each_figure_is_worked_out_is_one_key_away(demo: Window) -> None:
    page = demo.open()
    page.worth.ask.setFocus()
    QTest.keyClick(page.worth.ask, Qt.Key.Key_Space)
    assert page.worth._how.isVisible() and "learnt from this shop" in page.worth._how.text()


def test_who_is_worth_a_word_is_opened_or_written_to_by_keyboard(demo: Window) -> None:
    page = demo.open()
    opened: list[int] = []
    written: list[int] = []
    page.member_opened.connect(opened.append)
    page.letter_asked.connect(written.append)
    page.table.setFocus()
    chosen = page.table.current
    assert chosen is not None
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClick(page.table, Qt.Key.Key_W)
    page.write.click()
    assert (opened, written) == ([chosen.member_id], [chosen.member_id] * 2)


def test_a_sale_makes_the_figures_stale_and_they_are_worked_out_when_looked_at(demo: Window) -> None:
    page = demo.open()
    before = page._found
    buy(demo.book, 1, 500)
    page._changed(Changes("purchases.record", frozenset({1})))
    assert page._found is before
    page.activated()
    demo.qtbot.waitUntil(lambda: page._found is not before, timeout=20_000)


def test_another_stretch_of_months_is_worked_out_anew(demo: Window) -> None:
    page = demo.open()
    before = page._found
    page.months.setCurrentIndex(2)
    demo.qtbot.waitUntil(lambda: page._found is not before, timeout=20_000)
    assert page._found is not None and len(page._found.months) == 3


def test_an_empty_shop_is_told_what_belongs_here(empty: Window) -> None:
    page = empty.open()
    assert page.empty.isVisible() and not page.sheet.isVisible()
    enrol(empty.book, "Anna Berg")
    buy(empty.book, 1, 1_200)
    page.refresh()
    empty.qtbot.waitUntil(page.sheet.isVisible, timeout=20_000)
    assert page.nobody.isVisible() and not page.table.isVisible()


def test_the_figures_go_on_paper_by_ctrl_p(demo: Window) -> None:
    page = demo.open()
    assert page.on_print()
    assert page._paper is not None and page._paper.isVisible()
    said = page._paper.view.accessibleDescription()
    assert "Is the shop keeping its customers?" in said and "In all" in said and "Slipping" in said


def test_the_two_lists_of_the_best_and_what_the_shop_did_are_told(demo: Window) -> None:
    page = demo.open()
    assert "are on both lists." in page.lists.told.text()
    lines = page.loyal.told.text().splitlines()
    assert len(lines) == 5 and lines[0].startswith("Promises kept on time: ")


def test_the_shops_thresholds_are_set_by_keyboard_and_undone(demo: Window) -> None:
    page = demo.open()
    before = page._found
    assert before is not None
    page.where.change.setFocus()
    QTest.keyClick(page.where.change, Qt.Key.Key_Space)
    sheet = page.thresholds
    spin = sheet.spins["client_visits"]
    assert sheet.isVisible() and spin.value() == 8
    assert_within_reach(sheet)
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "20")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    demo.qtbot.waitUntil(lambda: page._found is not before and page._sent is None, timeout=20_000)
    assert page._found is not None and not sheet.isVisible()
    assert page._found.limits.client_visits == 20
    assert page._found.stages[Stage.CLIENT] < before.stages[Stage.CLIENT]
    demo.desk.send(acts.undo)
    demo.qtbot.waitUntil(
        lambda: page._found is not None and page._found.limits.client_visits == 8, timeout=20_000
    )


def test_thresholds_that_cannot_be_are_told_and_stay_typed(demo: Window) -> None:
    page = demo.open()
    page.thresholds.begin()
    page.thresholds.spins["lost_times"].setValue(2)
    page.thresholds.keep.click()
    demo.qtbot.waitUntil(lambda: bool(page.thresholds.trouble.text), timeout=5_000)
    assert page.thresholds.isVisible() and page.thresholds.spins["lost_times"].value() == 2
    page.thresholds.usual.click()
    assert page.thresholds.spins["lost_times"].value() == 8


def test_a_line_of_the_plan_lists_its_members(demo: Window) -> None:
    page = demo.open()
    asked: list[str] = []
    page.group_asked.connect(asked.append)
    assert page.plan.buttons
    for button in page.plan.buttons:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert "slipping" in asked and "lost" in asked
    assert "came again" in page.plan.before.text()


def test_bars_and_cells_are_read_out_and_copied(demo: Window) -> None:
    page = demo.open()
    bars = page.where.bars
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Home)
    assert bars.accessibleDescription().startswith("First purchase: ")
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert bars.accessibleDescription().startswith("Repeat: ")
    QTest.keyClick(bars, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[0] == "Stage\tMembers"
    heat = page.crossed.heat
    heat.setFocus()
    heat.setCurrentIndex(heat.heat.index(1, 1))
    said = heat.heat.data(heat.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("First purchase · ") and ", First purchase: " in said
    QTest.keyClick(heat, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Stood as\tFirst purchase") and len(copied) == heat.heat.rowCount() + 1
    QTest.keyClick(
        heat, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert not QApplication.clipboard().pixmap().isNull()


def test_why_a_member_is_expected_to_bring_so_much_is_a_key_away(demo: Window) -> None:
    page = demo.open()
    page.value.table.setFocus()
    QTest.keyClick(page.value.table, Qt.Key.Key_Down)
    QTest.keyClicks(page.value.table, "?")
    popover = demo.shell.findChild(WhyPopover)
    assert popover is not None and popover.isVisible()
    chosen = page.value.chosen
    assert chosen is not None and chosen.place == 2
    assert (
        "is expected to bring £" in popover.why.sentence and "That is place 2 of all" in popover.why.sentence
    )
    assert [row.what for row in popover.why.rows][:2] == ["Visits so far", "Spent so far, returns taken off"]
    assert not popover.statement.isVisible()
    opened: list[int] = []
    page.member_opened.connect(opened.append)
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    QTest.keyClick(page.value.table, Qt.Key.Key_Return)
    assert opened == [chosen.member_id]
    page.value.every.click()
    assert page.value.table.members.rowCount() == len(page._found.ranked if page._found else ())


def test_later_money_is_counted_as_the_owner_says(demo: Window) -> None:
    page = demo.open()
    before = page._found
    page.value.discount.setValue(15)
    demo.qtbot.waitUntil(lambda: page._found is not before, timeout=20_000)
    assert page._found is not None and page._found.discount == 15
    assert "15% a year" in page.value._how.text()


def test_the_most_demanding_of_the_best_lead_to_what_they_need(demo: Window) -> None:
    page = demo.open()
    asked: list[bool] = []
    page.needs_asked.connect(lambda: asked.append(True))
    page.demand.needs.click()
    assert asked == [True] and "of all that was asked in a year" in page.demand.shares.text()
    page.demand.table.setFocus()
    QTest.keyClick(page.demand.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("Member\tExpected\tAsked in a year")


def test_getting_and_keeping_are_read_line_by_line_and_end_in_the_programme(demo: Window) -> None:
    page = demo.open()
    lines = page.balance.lines
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Home)
    assert lines.accessibleDescription().startswith("Stayed away: ")
    QTest.keyClick(lines, Qt.Key.Key_End)
    assert lines.accessibleDescription().startswith("Spent on keeping: £")
    assert page.balance.fairness.text().startswith(("Fair: ", "Not fair to the loyal: "))
    asked: list[bool] = []
    page.programme_asked.connect(lambda: asked.append(True))
    page.balance.programme.setFocus()
    QTest.keyClick(page.balance.programme, Qt.Key.Key_Space)
    assert asked == [True]
    lost: list[str] = []
    page.group_asked.connect(lost.append)
    page.left.show_them.click()
    assert lost == ["lost"]


def test_the_rhythm_of_the_shop_is_a_table_of_weekdays_and_hours(demo: Window) -> None:
    page = demo.open()
    model = page.rhythm.heat.heat
    assert model.rowCount() >= 6 and "sales, " in model.said(model.index(0, 2))
    assert page.rhythm.best_time.text().startswith("Busiest: ")


def test_nothing_is_cut_with_text_twice_as_large_in_a_small_window(tmp_path: Path, qtbot: QtBot) -> None:
    window = Window(demo_book(tmp_path), qtbot)
    look.wear(look.Wish(scheme="light", text_percent=200, still=True))
    window.shell.make_anew()
    page = window.open()
    qtbot.waitUntil(page.sheet.isVisible, timeout=20_000)
    assert page.sheet.horizontalScrollBar().maximum() == 0
    cards = [
        page.best,
        page.where,
        page.plan,
        page.balance,
        page.crossed,
        page.value,
        page.demand,
        page.rhythm,
    ]
    assert len({card.x() for card in cards}) == 1  # one below the other
    for figure in (page.kept, page.returning, page.basket, page.owed):
        assert figure.geometry().right() <= page.sheet.viewport().width()
    table = page.value.table
    assert table.horizontalScrollBar().maximum() > 0  # moved sideways, not cut
    assert table.viewport().height() >= table.members.rowCount() * table.rowHeight(0)
    window.desk.close()


def test_each_chart_goes_on_paper_with_its_values(demo: Window) -> None:
    page = demo.open()
    said = {}
    for chart in page._charts():
        chart.setFocus()
        QTest.keyClick(
            chart, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        assert page._paper is not None and page._paper.isVisible()
        name, rows = chart.on_paper().name, chart.on_paper().rows
        said[name] = page._paper.view.accessibleDescription()
        assert name in said[name] and rows[1][0] in said[name] and rows[1][-1].strip("–") in said[name]
        page._paper.put_away()
    assert len(said) == 11
