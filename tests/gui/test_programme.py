"""The programme is shown in words, changed in a form, and its effect is told before it is saved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.gui.pages.programme.show_view import COSTS
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Perk, usual_programme
from shopkeeper.service import acts, programmes, shops
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach


class Sitting:
    """A person before the page."""

    def __init__(self, book: Book, qtbot: QtBot) -> None:
        self.book, self.qtbot = book, qtbot
        self.desk = Desk(book, lambda: NOW)
        self.shell = Shell([Place("programme", "Programme", "programme", "Ctrl+5", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()
        page = self.shell.go("programme")
        assert isinstance(page, ProgrammePage)
        self.page, self.form = page, page.form

    def _make(self) -> ProgrammePage:
        return ProgrammePage(self.desk, self.shell)

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk._under_way)

    def asks(self) -> str:
        self.form.ask_button.click()
        self.waits()
        self.qtbot.waitUntil(lambda: self.form.trial.isVisible() or bool(self.form.error.text))
        return self.form.trial.said.text() if self.form.trial.isVisible() else self.form.error.text

    def saves(self) -> None:
        self.form.trial.save_button.click()
        self.waits()
        self.qtbot.waitUntil(lambda: self.page.views.currentWidget() is self.page.show_view)

    def table(self) -> list[list[str]]:
        model = self.page.show_view.model
        return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for number, amount in enumerate((10_000, 45_000, 60_000)):
        buy(book, enrol(book, f"Member {number}"), amount)
    return book


@pytest.fixture
def at(book: Book, qtbot: QtBot) -> Iterator[Sitting]:
    look.wear(look.Wish(scheme="light", still=True))
    sitting = Sitting(book, qtbot)
    yield sitting
    sitting.waits()
    sitting.desk.close()


def test_everything_is_named_and_within_reach(at: Sitting) -> None:
    assert_within_reach(at.page)
    at.page._new_tier()
    assert_within_reach(at.page)


def test_the_tiers_stand_highest_first_with_what_they_mean_and_who_is_in_them(at: Sitting) -> None:
    assert at.table() == [
        ["Platinum", "£1,000 in 12 months", "× 2", "Late hours, First choice of hampers, Sale preview", "0"],
        ["Gold", "£500 in 12 months", "× 1.5", "Sale preview, Free gift wrap, Birthday treat", "1"],
        ["Silver", "£200 in 12 months", "× 1", "Birthday treat", "1"],
        ["Bronze", "3 visits in 12 months", "× 1", "A name and a thank-you", "0"],
        ["Member", "Joining", "× 1", "Welcome gift: 100 points", "1"],
    ]
    view = at.page.show_view
    assert view.since.text() == "In force since 21 November 2026."
    assert [[label.text() for label in view._texts[key]] for key in ("points", "keeping")] == [
        [
            "1 point for each £1 spent; 100 points are worth £1.",
            "They expire 24 months after they were earned, oldest first. A return takes back what the purchase gave.",
        ],
        [
            "A tier is kept until 31 December of the next year.",
            "30 days of grace. Nobody falls more than one tier at a time.",
        ],
    ]


def test_the_form_unchanged_is_the_programme_itself(at: Sitting) -> None:
    at.page._change(None)
    assert at.form.programme() == programmes.on(at.book.reading(), TODAY)


def test_a_threshold_is_changed_by_keyboard_after_its_effect_was_told(at: Sitting) -> None:
    table = at.page.show_view.table
    table.setCurrentIndex(at.page.show_view.model.index(1, 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    row = at.form.rows[1]
    assert row.name.text() == "Gold" and row.name.hasFocus()
    row.reach.selectAll()
    QTest.keyClicks(row.reach, "400")
    QTest.keyClick(at.form.ask_button, Qt.Key.Key_Return)
    at.qtbot.waitUntil(at.form.trial.isVisible)
    assert at.form.trial.said.text().startswith("1 of 3 members changes tier today. 1 higher.\nA year costs")
    beside = {row[0]: row[1] for row in at.form.trial.side_texts()}
    assert (beside["Gold"], beside["Silver"], beside["Together"]) == ("1 → 2", "1 → 0", "3")
    model = at.form.trial.moves.model()
    assert [model.index(0, column).data() for column in range(3)] == ["Member 1", "Silver", "↑ Gold"]
    assert at.form.trial.save_button.text() == "Change it today" and at.form.trial.save_button.hasFocus()
    QTest.keyClick(at.form.trial.save_button, Qt.Key.Key_Return)
    at.qtbot.waitUntil(lambda: at.page.views.currentWidget() is at.page.show_view)
    assert at.table()[1][1:] == [
        "£400 in 12 months",
        "× 1.5",
        "Sale preview, Free gift wrap, Birthday treat",
        "2",
    ]
    assert at.shell.toast is not None
    assert (at.shell.toast.text, at.shell.toast.undo) == ("The programme is changed", True)


def test_a_programme_for_a_later_day_stands_beside_the_one_in_force(at: Sitting) -> None:
    at.page._change(None)
    at.form.year_button.click()
    at.form.terms.joining.setValue(250)
    assert at.form.from_day == date(2027, 1, 1)
    assert at.asks().startswith("Everybody is judged again from 1 January 2027.")
    assert at.form.trial.save_button.text() == "Change it from 1 January 2027"
    at.saves()
    view = at.page.show_view
    assert [view.version.itemText(n) for n in range(view.version.count())] == [
        "In force since 21 November 2026",
        "From 1 January 2027",
    ]
    assert at.table()[-1][3:] == ["Welcome gift: 100 points", "1"]
    view.version_chosen.emit(1)
    assert at.table()[-1][3:] == ["Welcome gift: 250 points", "–"]


def test_every_setting_of_the_form_reaches_the_programme(at: Sitting) -> None:
    at.page._change(None)
    form = at.form
    form.terms.points.setText("2")
    form.terms.each.setText("£5")
    form.terms.worth.setText("0.02")
    form.terms.expiry.setValue(0)
    form.terms.window_kind.setCurrentIndex(form.terms.window_kind.findData("calendar year"))
    form.terms.keep_kind.setCurrentIndex(form.terms.keep_kind.findData("months"))
    form.terms.keep_months.setValue(18)
    form.terms.grace.setValue(7)
    form.terms.birthday.setValue(50)
    form.rows[3].basis.setCurrentIndex(form.rows[3].basis.findData("points"))
    form.rows[3].times.setText("1,25")
    form.rows[3].perks.setText("Tea, , a biscuit,Tea")
    made = form.programme()
    assert (made.per_unit, made.worth_minor, made.expire_months) == (Fraction(2, 5), 2, None)
    assert (made.window, made.keep, made.grace_days, made.birthday_points) == (
        "calendar year",
        "18 months",
        7,
        50,
    )
    bronze = made.tiers[0]
    assert (bronze.basis, bronze.reach, bronze.multiplier, bronze.perk_names) == (
        "points",
        3,
        Fraction(5, 4),
        ("Tea", "a biscuit"),
    )


def test_a_tier_is_added_moved_and_removed(at: Sitting) -> None:
    at.page._new_tier()
    form = at.form
    assert form.rows[0].name.hasFocus()
    form.rows[0].name.setText("Copper")
    form.rows[0].reach.setText("50")
    for _ in range(4):
        copper = next(row for row in form.rows if row.name.text() == "Copper")
        copper.down.click()
    assert [row.name.text() for row in form.rows] == ["Platinum", "Gold", "Silver", "Bronze", "Copper"]
    form.rows[1].remove.click()
    assert [tier.name for tier in form.programme().tiers] == ["Copper", "Bronze", "Silver", "Platinum"]


def test_a_tier_that_adds_nothing_is_warned_of(at: Sitting) -> None:
    at.page._change(2)
    perks = at.form.rows[2].perks
    perks.selectAll()
    QTest.keyClicks(perks, "A name and a thank-you")
    assert at.form.warning.text.startswith("Silver gives no more than the level below it")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "This tier has no name yet."),
        ("name", "Member", "cannot be a tier"),
        ("name", "Silver", "name that is taken"),
        ("reach", "20x", "is not an amount"),
        ("reach", "", "No amount was given."),
        ("reach", "-3", "less than nothing"),
        ("reach", "100", "must ask for more"),
        ("times", "lots", "number from 0 to 1,000"),
        ("times", "1.5.2", "number from 0 to 1,000"),
    ],
)
def test_what_a_tier_cannot_be_is_a_sentence_and_nothing_is_changed(
    at: Sitting, field: str, typed: str, said: str
) -> None:
    at.page._change(3)
    getattr(at.form.rows[1], field).setText(typed)
    assert said in at.asks()
    assert len(programmes.versions(at.book.reading())) == 1


def test_points_that_cannot_be_given_are_refused(at: Sitting) -> None:
    at.page._change(None)
    for points, each, said in (
        ("1", "£3", "decimal number"),
        ("x", "£1", "as a number"),
        ("1", "0", "more than nothing"),
    ):
        at.form.terms.points.setText(points)
        at.form.terms.each.setText(each)
        assert said in at.asks()


def test_what_was_said_holds_no_more_once_the_form_is_changed(at: Sitting) -> None:
    at.page._change(None)
    at.asks()
    at.form.terms.grace.setValue(1)
    assert not at.form.trial.isVisible()


def test_a_day_before_today_cannot_be_chosen(at: Sitting) -> None:
    at.page._change(None)
    at.form.day.setDate(QDate(2020, 1, 1))
    assert at.form.from_day == TODAY


def test_escape_leaves_the_programme_as_it_was(at: Sitting) -> None:
    at.page._change(None)
    at.form.terms.joining.setValue(999)
    QTest.keyClick(at.form.rows[0].name, Qt.Key.Key_Escape)
    assert at.page.views.currentWidget() is at.page.show_view
    assert len(programmes.versions(at.book.reading())) == 1


@pytest.mark.parametrize(("currency", "country"), [("JPY", "JP"), ("KWD", "KW"), ("EUR", "DE")])
def test_a_shop_in_another_currency_reads_its_own_programme_back(
    tmp_path: Path, qtbot: QtBot, currency: str, country: str
) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    language = "de" if country == "DE" else "en"
    shop = shops.Shop("Shop", currency, country, "Europe/Berlin", language=language)
    at = Sitting(new_book(tmp_path, shop=shop), qtbot)
    at.page._change(None)
    assert at.form.programme() == programmes.on(at.book.reading(), TODAY)
    at.desk.close()


def test_a_perk_is_given_a_cost_which_the_programme_keeps(at: Sitting) -> None:
    at.page._change(3)
    at.qtbot.waitUntil(lambda: "Free gift wrap" in at.form.costs.rows)
    _, cost, each = at.form.costs.rows["Free gift wrap"]
    QTest.keyClicks(cost, "0.50")
    each.setCurrentIndex(each.findData("visit"))
    gold = at.form.programme().tiers[2]
    assert gold.perks[1] == Perk("Free gift wrap", 50, "visit")
    assert at.form.programme().tiers[3].perks[0].cost_minor == 0
    cost.setText("fifty")
    assert "is not an amount" in at.asks()
    assert cost.hasFocus()


def test_a_perk_that_is_typed_gets_a_line_and_one_that_goes_keeps_its_cost_for_its_return(
    at: Sitting,
) -> None:
    at.page._change(3)
    row, costs = at.form.rows[1], at.form.costs
    row.perks.selectAll()
    QTest.keyClicks(row.perks, "Champagne")
    at.qtbot.waitUntil(lambda: "Champagne" in costs.rows and "Free gift wrap" not in costs.rows)
    costs.rows["Champagne"][1].setText("9")
    row.perks.setText("Tea")
    row.perks.textEdited.emit("Tea")
    at.qtbot.waitUntil(lambda: "Tea" in costs.rows and "Champagne" not in costs.rows)
    row.perks.setText("Tea, Champagne")
    assert at.form.programme().tiers[2].perks == (Perk("Tea"), Perk("Champagne", 900))


def test_a_slider_moved_by_keys_says_who_would_be_gold_and_what_it_costs(at: Sitting) -> None:
    tryout = at.page.show_view.tryout
    assert (tryout.what.currentText(), tryout.field.text()) == ("Gold is reached at", "500")
    assert not tryout.adopt_button.isEnabled()
    tryout.slider.setFocus()
    for _ in range(8):
        QTest.keyClick(tryout.slider, Qt.Key.Key_Left)
    assert tryout.field.text() == "420"
    at.qtbot.waitUntil(lambda: bool(tryout.rest.text()))
    assert tryout.first.text() == "1 more Gold"
    assert tryout.rest.text().startswith("(2, from 1) · ")
    assert tryout._remark.text() == "worked out from your own 3 purchases"
    assert len(programmes.versions(at.book.reading())) == 1


def test_a_figure_that_is_typed_moves_the_slider_and_one_that_cannot_be_says_why(at: Sitting) -> None:
    tryout = at.page.show_view.tryout
    tryout.field.selectAll()
    QTest.keyClicks(tryout.field, "450")
    assert tryout.lever.values[tryout.slider.value()] == 45_000
    tryout.field.selectAll()
    QTest.keyClicks(tryout.field, "45x")
    at.qtbot.waitUntil(lambda: "is not an amount" in tryout.error.text)
    tryout.field.selectAll()
    QTest.keyClicks(tryout.field, "2000")
    at.qtbot.waitUntil(lambda: "must ask for more" in tryout.error.text)


def test_what_was_tried_is_adopted_from_the_first_of_january(at: Sitting) -> None:
    tryout = at.page.show_view.tryout
    tryout.field.selectAll()
    QTest.keyClicks(tryout.field, "400")
    at.qtbot.waitUntil(lambda: bool(tryout.rest.text()))
    QTest.keyClick(tryout.adopt_button, Qt.Key.Key_Return)
    at.waits()
    at.qtbot.waitUntil(at.form.trial.isVisible)
    assert at.form.trial.save_button.text() == "Change it from 1 January 2027"
    at.saves()
    later = programmes.versions(at.book.reading())[1]
    assert (later.from_day, later.programme.tiers[2].reach) == (date(2027, 1, 1), 40_000)


def test_a_programme_to_come_is_withdrawn_and_one_that_holds_is_not(at: Sitting) -> None:
    assert not at.page.show_view.withdraw.isVisible()
    at.page._change(None)
    at.form.year_button.click()
    at.form.terms.joining.setValue(250)
    at.asks()
    at.saves()
    view = at.page.show_view
    view.version_chosen.emit(1)
    assert view.withdraw.isVisible()
    with at.qtbot.waitSignal(at.page.undo_asked) as asked:
        QTest.keyClick(view.withdraw, Qt.Key.Key_Space)
    at.desk.send(acts.undo, asked.args[0])
    at.waits()
    at.qtbot.waitUntil(lambda: not view.version.isVisible())
    assert len(programmes.versions(at.book.reading())) == 1
    with pytest.raises(Declined, match="has begun"):
        programmes.act_to_withdraw(at.book.reading(), 1, TODAY)


def test_what_each_tier_costs_stands_beside_it_once_it_is_worked_out(at: Sitting) -> None:
    model = at.page.show_view.model
    at.qtbot.waitUntil(lambda: model.index(1, COSTS).data() != "–")
    # £600 at 1 point for £1: 600 points worth a penny each, for the one member of Gold.
    assert [model.index(row, COSTS).data() for row in range(5)] == [
        "–",
        "£6.00 a year",
        "£4.50 a year",
        "–",
        "£1.00 a year",
    ]


def test_what_else_is_known_of_a_perk_outlives_the_form(tmp_path: Path, qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    perk = Perk("Extra points", 0, "visit", "points", 50)
    usual = usual_programme("GBP")
    tiers = (*usual.tiers[:3], replace(usual.tiers[3], perks=(perk,)))
    at = Sitting(new_book(tmp_path, replace(usual, tiers=tiers)), qtbot)
    at.page._change(None)
    assert at.form.programme().tiers[3].perks == (perk,)
    at.desk.close()
