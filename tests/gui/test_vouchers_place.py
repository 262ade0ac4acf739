"""Vouchers in Letters: offered by keys, made when they are printed, gone again when they are not, listed with their cost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.page import VOUCHERS
from shopkeeper.rules.letter_kinds import KEYS
from shopkeeper.service import acts, letters, voucher_redeeming, vouchers
from shopkeeper.service.vouchers import Plan
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach
from tests.gui.test_pieces import Sitting, to_file

__all__ = ["to_file"]
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
UNTIL = TODAY + timedelta(days=40)
WITH_A_VOUCHER = (
    "Dear {{greeting}},\n\nFor you: {{voucher_gives}}. It is {{voucher}}. {{voucher_qr}}\n\nYours,"
)


class At(Sitting):
    """A person before the vouchers."""

    def offers(self, plan: Plan) -> int:
        with self.book.writing(NOW) as w:
            made = vouchers.offer(w, plan).offer.id
        self.page.refresh()
        return made

    def key(self, key: Qt.Key, ctrl: bool = False) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, key, CTRL if ctrl else Qt.KeyboardModifier.NoModifier)

    def types(self, text: str) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, text)

    def settles(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk._under_way and self.page.press.free)

    @property
    def listed(self) -> list[vouchers.Offered]:
        return list(self.desk.ask(vouchers.offered, TODAY))


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[At]:
    look.wear(look.Wish(scheme="light", still=True))
    book = new_book(tmp_path)
    for name in ("Margaret Okonkwo", "王小明"):
        buy(book, enrol(book, name), 50_000)
    enrol(book, "Bo")
    sitting = At(book, tmp_path, qtbot)
    sitting.shell.activateWindow()
    qtbot.waitUntil(sitting.shell.isActiveWindow)
    sitting.page.kinds.setCurrentRow(VOUCHERS)
    yield sitting
    sitting.settles()
    sitting.shell.close()
    sitting.desk.close()


def test_an_offer_is_made_with_keys_alone_and_nothing_typed_is_lost(at: At) -> None:
    view = at.page.vouchers
    assert view.none.isVisible() and not view.offers.isVisible()
    view.take_caret()
    at.key(Qt.Key.Key_L, ctrl=True)
    sheet = at.page.vouchers_desk.offer_sheet
    assert sheet is not None and sheet.gives.hasFocus()
    assert_within_reach(sheet)
    at.key(TAB)
    at.types("five")
    at.key(ENTER, ctrl=True)
    assert sheet.value.error.text and sheet.value.edit.hasFocus() and sheet.value.text == "five"
    sheet.value.edit.selectAll()
    at.types("5")
    for typed in ("Winter thanks", "30", "", "31 December"):
        at.key(TAB)
        at.types(typed)
    sheet.most.setValue(40)
    assert sheet.cost.text() == "40 of them cost £200.00 at most."
    at.key(ENTER, ctrl=True)
    at.settles()
    (one,) = at.listed
    assert (one.plan.name, one.plan.value, one.plan.most, one.plan.through.isoformat()) == (
        "Winter thanks", 500, 40, "2026-12-31",
    )  # fmt: skip
    assert one.plan.least_minor == 3000
    assert at.toast == "Offered: Winter thanks" and view.adding.edit.hasFocus()
    assert_within_reach(at.page)


def test_an_offer_is_changed_with_keys_alone_and_that_is_undone(at: At, to_file: Path) -> None:
    offer = at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    view = at.page.vouchers
    view.offers.setFocus()
    at.key(ENTER)
    sheet = at.page.vouchers_desk.offer_sheet
    assert sheet is not None and sheet.name.edit.hasFocus() and sheet.keep.text() == "Change it"
    assert (sheet.value.text, sheet.name.text, sheet.end.text) == ("5.00", "Five pounds", UNTIL.isoformat())
    assert_within_reach(sheet)
    sheet.name.edit.selectAll()
    at.types("Winter")
    at.key(TAB)
    at.types("30")
    at.key(ENTER, ctrl=True)
    at.settles()
    (one,) = at.listed
    assert (one.id, one.plan.name, one.plan.value, one.plan.least_minor) == (offer, "Winter", 500, 3000)
    assert at.toast == "Changed: Winter" and view.offers.hasFocus()
    cell = view.offers.offers.index(0, 0)
    assert view.offers.offers.data(cell) == "Winter · £5.00 off, from £30.00 on"
    at.desk.send(acts.undo)
    at.settles()
    assert at.listed[0].plan.name == "Five pounds"


def test_what_stands_on_paper_is_not_made_less_and_says_so_beside_its_field(at: At, to_file: Path) -> None:
    offer = at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    at.desk.send(vouchers.make, offer, [1])
    at.settles()
    view = at.page.vouchers
    view.change.click()
    sheet = at.page.vouchers_desk.offer_sheet
    assert sheet is not None and not sheet.gives.isEnabled() and not sheet.whom.isEnabled()
    sheet.value.set_text("4")
    sheet.value.setFocus()
    at.key(ENTER, ctrl=True)
    at.settles()
    assert "They may become worth more, not less" in sheet.value.error.text and sheet.value.text == "4"
    sheet.escape()
    at.page.vouchers_desk.offer()
    assert sheet.keep.text() == "Offer them" and sheet.value.text == "" and sheet.gives.isEnabled()


def test_numbers_are_made_when_they_are_printed_and_kept_for_the_next_time(at: At, to_file: Path) -> None:
    offer = at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    view = at.page.vouchers
    view.adding.edit.setFocus()
    for name in ("marg", "bo"):
        at.types(name)
        at.key(ENTER)
    assert view.print_button.text() == "Print 2 vouchers…" and at.listed[0].made == 0
    view.print_button.setFocus()
    at.key(Qt.Key.Key_Space)
    at.settles()
    assert at.toast == "2 vouchers are issued" and to_file.read_bytes().startswith(b"%PDF")
    first = [one.number for one in at.desk.ask(vouchers.listed, offer, TODAY)]
    view.print_button.click()
    at.settles()
    assert [one.number for one in at.desk.ask(vouchers.listed, offer, TODAY)] == first


def test_what_did_not_come_out_has_no_numbers(at: At, to_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at.offers(Plan("Honey", "thing", TODAY, UNTIL, thing="A jar of honey", named=False, each_minor=320))
    view = at.page.vouchers
    assert view.wanted.isVisible() and not view.adding.isVisible()
    view.wanted.setValue(9)

    def gone(*_args: object, **_more: object) -> None:
        raise Declined("printer_stopped", "The printer stopped at page 2.", "printer")

    with monkeypatch.context() as broken:
        broken.setattr(running, "print_notes", gone)
        view.print_button.click()
        at.settles()
    assert view.error.text == "The printer stopped at page 2."
    at.qtbot.waitUntil(lambda: at.listed[0].made == 0)
    view.print_button.click()
    at.settles()
    assert at.listed[0].made == 9 and at.shell.toast is not None and at.shell.toast.detail == "2 sheets"


def test_without_a_printer_or_room_on_the_disk_nothing_is_issued(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500, named=False))
    view = at.page.vouchers
    view.print_button.click()
    assert "No printer is set up" in view.error.text and at.listed[0].made == 0

    def full(*_args: object, **_more: object) -> None:
        raise StorageTrouble("disk_full", "The PDF was not saved: there is not enough room.")

    monkeypatch.setattr(running, "write_pdf", full)
    view.pdf_button.click()
    at.settles()
    assert "not enough room" in view.error.text
    at.qtbot.waitUntil(lambda: at.listed[0].made == 0)


def test_more_than_was_set_aside_is_refused_beside_the_button(at: At, to_file: Path) -> None:
    at.offers(Plan("Few", "money", TODAY, UNTIL, value=500, named=False, budget_minor=1000))
    at.page.vouchers.wanted.setValue(3)
    at.page.vouchers.print_button.click()
    at.settles()
    assert "£10.00 were set aside" in at.page.vouchers.error.text and not to_file.exists()


def test_an_offer_is_withdrawn_and_that_is_undone(at: At) -> None:
    at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    view = at.page.vouchers
    view.withdraw.click()
    at.settles()
    assert at.listed[0].withdrawn_on == TODAY and not view.print_button.isVisible()
    assert at.toast == "Withdrawn: Five pounds"


def test_the_list_says_what_became_of_each_number(at: At) -> None:
    offer = at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    with at.book.writing(NOW) as w:
        made = vouchers.make(w, offer, [1, 2])
        voucher_redeeming.redeem(w, made.numbers[0], amount_minor=320)
    at.page.refresh()
    view = at.page.vouchers
    assert view.figures.text() == "Still open: 1, which may cost £5.00."
    view.numbers.click()
    sheet = at.page.vouchers_desk.list_sheet
    assert sheet is not None
    said = sheet.view.accessibleDescription()
    assert "It was redeemed today." in said and "£3.20" in said and "王小明" in said
    sheet.put_away()


def test_a_letter_brings_each_member_a_number_that_is_theirs(at: At, to_file: Path) -> None:
    offer = at.offers(Plan("Five pounds", "money", TODAY, UNTIL, value=500))
    at.page.kinds.setCurrentRow(KEYS.index("birthday"))
    assert not at.page.due.offers.isVisible(), "no wording asks for one"
    with at.book.writing(NOW) as w:
        letters.keep_wordings(w, (WITH_A_VOUCHER,), "birthday")
    at.page.write_to(1, None, "birthday")
    due = at.page.due
    assert due.offers.currentText() == "Voucher: Five pounds"
    assert "£5.00 off" in at.page.sheet.view.accessibleDescription()
    due.print_button.click()
    at.qtbot.waitUntil(lambda: at.page.press.waits)
    (made,) = at.desk.ask(vouchers.listed, offer, TODAY)
    assert (made.member_name, made.state) == ("Margaret Okonkwo", "open")
    due.no.click()
    due.print_button.click()
    at.qtbot.waitUntil(lambda: at.page.press.waits)
    assert at.desk.ask(vouchers.listed, offer, TODAY) == (made,), "printed again it is the same number"
    due.yes.click()
    at.settles()
    (logged,) = at.desk.ask(letters.lately, TODAY)
    assert at.desk.ask(letters.again, logged.id).own_code == made.number
