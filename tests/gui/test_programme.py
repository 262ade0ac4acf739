"""The programme is shown in words, changed in a form, and its effect is told before it is saved."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.records.book import Book
from shopkeeper.service import programmes, shops
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
        self.qtbot.waitUntil(lambda: self.form.effect.isVisible() or bool(self.form.error.text))
        return self.form._said.text() if self.form.effect.isVisible() else self.form.error.text

    def saves(self) -> None:
        self.form.save_button.click()
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
    at.qtbot.waitUntil(at.form.effect.isVisible)
    assert at.form._said.text().startswith(
        "1 of 3 members changes tier today. 1 higher.\nGold 1 → 2 · Silver 1 → 0"
    )
    assert at.form.save_button.text() == "Change it today" and at.form.save_button.hasFocus()
    QTest.keyClick(at.form.save_button, Qt.Key.Key_Return)
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
    at.form.joining.setValue(250)
    assert at.form.from_day == date(2027, 1, 1)
    assert at.asks().startswith("Everybody is judged again from 1 January 2027.")
    assert at.form.save_button.text() == "Change it from 1 January 2027"
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
    form.points.setText("2")
    form.each.setText("£5")
    form.worth.setText("0.02")
    form.expiry.setValue(0)
    form.window_kind.setCurrentIndex(form.window_kind.findData("calendar year"))
    form.keep_kind.setCurrentIndex(form.keep_kind.findData("months"))
    form.keep_months.setValue(18)
    form.grace.setValue(7)
    form.birthday.setValue(50)
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
        at.form.points.setText(points)
        at.form.each.setText(each)
        assert said in at.asks()


def test_what_was_said_holds_no_more_once_the_form_is_changed(at: Sitting) -> None:
    at.page._change(None)
    at.asks()
    at.form.grace.setValue(1)
    assert not at.form.effect.isVisible()


def test_a_day_before_today_cannot_be_chosen(at: Sitting) -> None:
    at.page._change(None)
    at.form.day.setDate(QDate(2020, 1, 1))
    assert at.form.from_day == TODAY


def test_escape_leaves_the_programme_as_it_was(at: Sitting) -> None:
    at.page._change(None)
    at.form.joining.setValue(999)
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
