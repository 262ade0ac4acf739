"""A voucher at the counter, and the slip: typed or scanned, shown with whose it is, redeemed by Enter, once; and by keys alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.gui.pages.counter.voucher_sheet import VoucherSheet
from shopkeeper.gui.slips import SlipSheet
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.service import voucher_redeeming, vouchers
from shopkeeper.service.vouchers import Plan
from tests.books import NOW, TODAY, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach, type_fast

UNTIL = TODAY + timedelta(days=40)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    enrol(book, "Margaret Okonkwo")
    enrol(book, "Ben Obi")
    with at_counter(book, tmp_path, qtbot) as made:
        yield made


def made(book: Book, plan: Plan, *members: int) -> tuple[str, ...]:
    with book.writing(NOW) as w:
        return vouchers.make(w, vouchers.offer(w, plan).offer.id, members, count=0 if members else 1).numbers


def five(book: Book, *members: int) -> tuple[str, ...]:
    return made(book, Plan("Five pounds", "money", TODAY, UNTIL, value=500), *members)


def shown(person: Person) -> VoucherSheet:
    person.qtbot.waitUntil(lambda: SlideOver.over(person.shell) is not None)
    sheet = SlideOver.over(person.shell)
    assert isinstance(sheet, VoucherSheet)
    return sheet


def test_a_number_typed_into_the_find_box_is_shown_and_redeemed_by_enter(book: Book, person: Person) -> None:
    (number,) = five(book, 1)
    person.finds(f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}")
    sheet = shown(person)
    assert sheet.gives.text() == "£5.00 off"
    assert sheet.about.text() == "Five pounds · for Margaret Okonkwo · until 31 December"
    assert_within_reach(sheet)
    person.types("24.50")
    assert sheet.effect.text() == "£5.00 off, £19.50 to pay"
    person.enter()
    person.waits()
    assert person.toast == "Redeemed: £5.00 off, Margaret Okonkwo · £19.50 to pay"
    assert person.counter.panel.amount.text == "19.50" and SlideOver.over(person.shell) is None
    person.presses(Qt.Key.Key_Z, ctrl=True)
    person.waits()
    assert vouchers.look(book.reading(), number, TODAY).state == "open"


def test_the_second_time_it_says_when_and_there_is_nothing_to_press(book: Book, person: Person) -> None:
    (number,) = five(book, 1)
    with book.writing(NOW) as w:
        voucher_redeeming.redeem(w, number)
    person.finds(number)
    sheet = shown(person)
    assert (
        sheet.state.text == "It was redeemed today." and sheet.redeem.isHidden() and sheet.amount.isHidden()
    )
    person.presses(Qt.Key.Key_Escape)
    assert SlideOver.over(person.shell) is None and person.finding


def test_a_wrong_digit_is_told(book: Book, person: Person) -> None:
    (number,) = five(book, 1)
    person.finds(number[:5] + str((int(number[5]) + 1) % 10) + number[6:])
    assert "wrong digit" in shown(person).state.text and shown(person).redeem.isHidden()


def test_somebody_elses_is_said_before_it_is_redeemed(book: Book, person: Person) -> None:
    (number,) = five(book, 1)
    person.finds("ben")
    type_fast(person.caret(), number, end=Qt.Key.Key_Return)
    person.waits()
    sheet = shown(person)
    assert sheet.other.text == "This is Margaret Okonkwo’s voucher, and Ben Obi stands here."
    assert sheet.redeem.text() == "Redeem it all the same"
    sheet.whose.setFocus(Qt.FocusReason.TabFocusReason)
    person.presses(Qt.Key.Key_Space)
    assert person.counter.member_id == 1 and SlideOver.over(person.shell) is None


def test_a_scan_with_an_amount_typed_takes_it_off_that(book: Book, person: Person) -> None:
    (number,) = made(book, Plan("A tenth", "percent", TODAY, UNTIL, value=10, named=False))
    person.finds("ben")
    person.types("12.30")
    type_fast(person.caret(), number, end=Qt.Key.Key_Return)
    person.waits()
    assert shown(person).effect.text() == "£1.23 off, £11.07 to pay"
    person.enter()
    person.waits()
    assert person.counter.panel.amount.text == "11.07" and person.counter.member_id == 2
    assert vouchers.look(book.reading(), number, TODAY).member_name == "Ben Obi"


def test_a_percentage_asks_for_the_amount_beside_its_field(book: Book, person: Person) -> None:
    (number,) = made(book, Plan("A tenth", "percent", TODAY, UNTIL, value=10, named=False))
    person.finds(number)
    sheet = shown(person)
    person.enter()
    assert sheet.amount.refusal
    person.types("10")
    person.enter()
    person.waits()
    assert vouchers.look(book.reading(), number, TODAY).gave_minor == 100


def test_a_thing_is_handed_over_without_an_amount(book: Book, person: Person) -> None:
    (number,) = made(
        book, Plan("Honey", "thing", TODAY, UNTIL, thing="a jar of honey", named=False, each_minor=320)
    )
    person.finds(number)
    assert shown(person).gives.text() == "A jar of honey" and shown(person).amount.isHidden()
    person.waits()
    assert vouchers.look(book.reading(), number, TODAY).state == "open", "looking is not redeeming"
    person.enter()
    person.waits()
    assert person.toast == "Redeemed: a jar of honey"


def test_a_purchase_that_is_too_small_is_told_by_how_much_and_one_that_is_not_is_tied_to_it(
    book: Book, person: Person
) -> None:
    plan = Plan("Winter", "money", TODAY, UNTIL, value=500, named=False, least_minor=3000)
    (number,) = made(book, plan)
    person.finds("ben")
    person.types("24.50")
    type_fast(person.caret(), number, end=Qt.Key.Key_Return)
    person.waits()
    sheet = shown(person)
    assert sheet.gives.text() == "£5.00 off, from £30.00 on"
    told = "It is for purchases from £30.00 on. This one is £24.50: £5.50 more would do."
    assert sheet.effect.text() == told
    person.enter()
    person.waits()
    assert sheet.amount.refusal == told and vouchers.look(book.reading(), number, TODAY).state == "open"
    sheet.amount.set_text("31.00")
    assert sheet.effect.text() == "£5.00 off, £26.00 to pay"
    person.enter()
    person.waits()
    assert person.counter.panel.amount.text == "26.00" and person.counter.panel.vouchers == [number]
    person.counter.panel.amount.setFocus()
    person.enter()
    person.waits()
    found = vouchers.look(book.reading(), number, TODAY)
    assert (found.state, found.purchase_minor) == ("used", 2600)
    assert person.counter.panel.vouchers == []


def test_the_slip_of_the_last_purchase_is_one_key_away(book: Book, person: Person) -> None:
    person.finds("margaret")
    assert person.counter.area.card.slip.isHidden(), "nothing was bought yet"
    person.types("12.30")
    person.enter()
    person.waits()
    QTest.keyClick(
        person.caret(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    sheet = SlideOver.over(person.shell)
    assert isinstance(sheet, SlipSheet)
    said = sheet.view.accessibleDescription()
    assert "£12.30" in said and "+12" in said and "Thank you, Margaret." in said
    person.presses(Qt.Key.Key_Escape)
    assert person.finding


def test_whoever_left_it_at_home_has_it_at_the_counter(book: Book, person: Person) -> None:
    (number,) = five(book, 1)
    person.finds("margaret")
    remember = person.counter.area.card.remember
    said = [label.text() for label in remember.findChildren(QLabel) if label.isVisible()]
    assert "Voucher: £5.00 off" in said and "until 31 December" in said
    (redeem,) = (part for part in remember.findChildren(QPushButton) if part.text() == "Redeem…")
    redeem.setFocus(Qt.FocusReason.TabFocusReason)
    person.presses(Qt.Key.Key_Space)
    assert shown(person).number.text().replace(" ", "") == number
    person.enter()
    person.waits()
    person.finds("margaret")
    assert not [
        part for part in remember.findChildren(QPushButton) if part.text() == "Redeem…" and part.isVisible()
    ]
