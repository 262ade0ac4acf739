"""Doors before what is the owner's: shown, not hidden; opened by the owner's PIN, and shut again when nobody is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import acts_page, guarding
from shopkeeper.gui.pages.insights import InsightsPage
from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.records.book import Book
from shopkeeper.service import acts, acts_log, exporting, people, pins
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach
from tests.gui.test_pins import KOFI, OWNER, At

PRIVACY, LOCK = 5, 6


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Anna Wintergruen")
    buy(made, 1, 2000)
    with made.writing(NOW) as w:
        kofi = people.add(w, "Kofi").id
    with made.writing(NOW) as w:
        pins.give(w, next(one.id for one in people.everyone(w) if one.role == "owner"), OWNER)
        pins.give(w, kofi, KOFI)
    return made


@pytest.fixture
def at(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[At]:
    one = At(book, tmp_path, qtbot)
    yield one
    one.shell.close()


def insights(at: At) -> InsightsPage:
    page = at.shell.go("insights")
    assert isinstance(page, InsightsPage)
    return page


def opens(at: At, page: InsightsPage, pin: str = OWNER) -> None:
    page.door.pin.set_text(pin)
    QTest.keyClick(page.door.pin.edit, Qt.Key.Key_Return)


def test_insights_stand_behind_a_door_that_the_owner_s_pin_opens_until_another_place_is_shown(at: At) -> None:
    page = insights(at)
    assert page.door.isVisible() and page.figures.isHidden() and page.door.pin.edit.hasFocus()
    assert "owner" in page.door.title.text()
    assert_within_reach(page.door)
    QTest.keyClick(at.shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.show_trials()
    assert page.door.isVisible() and page.figures.isHidden()
    opens(at, page, "999000")
    at.qtbot.waitUntil(lambda: "nobody" in page.door.pin.error.text)
    opens(at, page, KOFI)
    at.qtbot.waitUntil(lambda: "Kofi may not" in page.door.pin.error.text)
    opens(at, page)
    at.qtbot.waitUntil(page.sheet.isVisible, timeout=20_000)
    assert page.door.isHidden() and page.door.pin.text == ""
    page.show_trials()
    assert page.trials.isVisible()
    at.shell.go("counter")
    assert not at.desk.anything_open
    insights(at)
    assert page.door.isVisible() and page.figures.isHidden() and not page.trials.isVisible()


def test_what_was_opened_is_shut_when_nobody_touches_it_or_somebody_else_serves_or_the_window_locks(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = insights(at)
    for shuts in (at.guard._shutting.timeout.emit, at.shell.lock_asked.emit):
        opens(at, page)
        at.qtbot.waitUntil(page.door.isHidden)
        shuts()
        at.qtbot.waitUntil(lambda: not page.door.isHidden())
        assert not at.desk.anything_open
    at.guard.page.pin.set_text(KOFI)
    QTest.keyClick(at.guard.page.pin.edit, Qt.Key.Key_Return)
    at.qtbot.waitUntil(at.guard.page.isHidden)
    assert page.door.isVisible()
    assert at.guard._shutting.interval() == guarding.DOORS_SHUT_MS


def test_a_list_is_written_out_once_with_the_owner_s_pin_and_not_without(at: At, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    said: list[object] = []
    for pin in ("", OWNER, ""):
        sent = at.desk.study_long(exporting.export_file, "members", file, at.desk.today)
        sent.then(said.append).otherwise(said.append)
        at.qtbot.waitUntil(at.guard.sheet.isVisible)
        there = file.exists()
        if pin:
            at.types_pin(pin)
        else:
            QTest.keyClick(at.guard.sheet.pin.edit, Qt.Key.Key_Escape)
        at.qtbot.waitUntil(at.guard.sheet.isHidden)
        assert pin or file.exists() is there
    at.qtbot.waitUntil(lambda: len(said) == 3)
    assert (
        isinstance(said[0], Declined)
        and isinstance(said[1], exporting.Exported)
        and isinstance(said[2], Declined)
    )


def test_the_programme_is_shown_to_everybody_and_its_costs_to_the_owner(at: At) -> None:
    page = at.shell.go("programme")
    assert isinstance(page, ProgrammePage)
    assert page.show_view.table.isVisible() and at.guard._sheet is None
    page._show_report()
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: page.report.found is not None)
    page._leave()
    at.qtbot.waitUntil(lambda: bool(page.show_view.model._costs))
    at.shell.go("counter")
    assert not at.desk.anything_open
    assert page.report.table.rowCount() == 0 and page.report.said.text() == ""
    assert not page.show_view.model._costs and page.show_view.tryout.first.text() == ""


def test_every_place_opens_for_somebody_who_serves_without_asking_for_a_pin(at: At) -> None:
    for place in ("counter", "daybook", "members", "letters", "events", "followups", "programme", "settings"):
        at.shell.go(place)
        at.qtbot.waitUntil(lambda: not at.desk.busy, timeout=20_000)
        assert at.guard._sheet is None or at.guard._sheet.isHidden(), place


def test_who_did_what_is_laid_out_for_the_owner(at: At, qtbot: QtBot) -> None:
    page = at.settings(PRIVACY)
    QTest.keyClick(page.privacy.acts, Qt.Key.Key_Space)
    at.types_pin(OWNER)
    qtbot.waitUntil(lambda: page._paper is not None and page._paper.isVisible())
    speech, shop = at.desk.speech, at.desk.shop
    done = acts_log.lately(at.desk.book.reading())
    told = [" · ".join(row.cells) for row in acts_page.ledger_of(done, shop, speech).rows]
    assert any("purchase of £20.00 for Anna Wintergruen" in one for one in told), told
    assert any("PIN: Kofi" in one for one in told) and any("new member" in one for one in told)
    at.guard._shutting.timeout.emit()  # nobody touched it for a while
    assert page._paper is not None and page._paper.isHidden() and not at.desk.anything_open


def test_what_is_done_in_the_window_is_written_down_to_who_serves(tmp_path: Path, qtbot: QtBot) -> None:
    book = new_book(tmp_path)
    one = At(book, tmp_path, qtbot)
    enrolled: list[object] = []
    one.desk.send(people.add, "Kofi").then(enrolled.append)
    one.desk.send(acts.undo).then(enrolled.append)
    qtbot.waitUntil(lambda: len(enrolled) == 2)
    done = acts_log.lately(book.reading(), 2)
    assert [(act.kind, act.by) for act in done] == [("undo", "Ngozi Okafor"), ("person", "Ngozi Okafor")]
    one.shell.close()


def test_locking_the_book_waits_for_the_owner_s_pin_and_says_who_it_was(at: At) -> None:
    lock = at.settings(LOCK).lock
    for field in (lock.passphrase, lock.again):
        field.set_text("four lemons on a tram")
    QTest.keyClick(lock.again.edit, Qt.Key.Key_Return)
    lock.proof.set_text(lock._code.split("-")[2])
    QTest.keyClick(lock.proof.edit, Qt.Key.Key_Return)
    at.types_pin(KOFI)
    at.qtbot.waitUntil(lambda: "Kofi may not" in at.guard.sheet.pin.error.text)
    assert vars(at.program)["turning"] is None
    at.types_pin(OWNER)
    at.qtbot.waitUntil(lambda: vars(at.program)["turning"] is not None)
    wanted = at.program.turning
    assert wanted is not None and wanted.doer.owner and wanted.by == wanted.doer.person
    assert wanted.passphrase == "four lemons on a tram" and lock.passphrase.text == ""
