"""Cards, labels and envelopes in the place of letters: chosen, seen, printed, and a lost card replaced, by keys."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.gui.pages.letters import press as letters_press
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.records.book import Book
from shopkeeper.rules.letter_kinds import KINDS
from shopkeeper.service import letter_pictures, letters, pieces
from shopkeeper.service.details import Address
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach

POST = Address(street="14 Quay Street", postcode="bs1 4rw", town="Bristol")


class Hand(Asker):
    """Chooses in place of the person."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "made.pdf"
        self.image = folder / "logo.png"

    def printer(self, parent: QWidget, ready: QPrinter, title: str) -> bool:
        return True

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        assert "Margaret" not in name
        return self.path

    def picture(self, parent: QWidget, title: str) -> Path | None:
        return self.image


class Sitting:
    """A person before the page."""

    def __init__(self, book: Book, folder: Path, qtbot: QtBot) -> None:
        self.book, self.qtbot = book, qtbot
        self.desk = Desk(book, lambda: NOW)
        self.shell = Shell([Place("letters", "Letters", "letters", "Ctrl+2", self._make)])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        page = self.shell.go("letters")
        assert isinstance(page, LettersPage)
        self.page, self.view = page, page.pieces
        self.hand = Hand(folder)
        page.press.asker = self.hand

    def _make(self) -> LettersPage:
        return LettersPage(self.desk, self.shell)

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk._under_way)

    def opens(self, thing: str) -> None:
        self.page.kinds.setCurrentRow(len(KINDS) + pieces.THINGS.index(thing))
        self.waits()

    def adds(self, text: str) -> None:
        QTest.keyClicks(self.view.adding.edit, text)
        QTest.keyClick(self.view.adding.edit, Qt.Key.Key_Return)

    @property
    def toast(self) -> str:
        return self.shell.toast.text if self.shell.toast else ""


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    look.wear(look.Wish(scheme="light", still=True))
    book = new_book(tmp_path)
    for name in ("Margaret Okonkwo", "Ελένη Παπαδοπούλου", "王小明"):
        buy(book, enrol(book, name, addresses=(POST,)), 50_000)
    enrol(book, "Bo")
    sitting = Sitting(book, tmp_path, qtbot)
    yield sitting
    sitting.waits()
    sitting.desk.close()


@pytest.fixture
def to_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A printer that prints into a file."""
    path = tmp_path / "printed.pdf"

    def ready(*_args: object) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        return made

    monkeypatch.setattr(letters_press, "printer", ready)
    return path


def test_everything_is_named_and_within_reach(at: Sitting) -> None:
    for thing in pieces.THINGS:
        at.opens(thing)
        assert_within_reach(at.page)
        assert at.view.empty.isVisible() and not at.view.print_button.isVisible()


def test_members_are_added_by_name_and_their_cards_are_on_the_sheet(at: Sitting) -> None:
    at.opens("cards")
    at.adds("marg")
    at.adds("bo")
    assert at.view.print_button.text() == "Print 2 cards…"
    shown = at.page.sheet.view.accessibleDescription()
    assert "Margaret Okonkwo" in shown and "Bo" in shown and "2700" in shown
    assert at.page.sheet.place == "A4, 10 cards to cut"


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_whole_tier_goes_to_a_pdf_from_the_place_that_is_left(at: Sitting) -> None:
    at.opens("labels")
    at.view.whom.setCurrentIndex(at.view.whom.findData("Gold"))
    at.view.whom.activated.emit(at.view.whom.currentIndex())
    at.waits()
    at.view.start.setValue(20)
    at.view.pdf_button.click()
    at.qtbot.waitUntil(lambda: at.toast == "2 sheets saved as PDF")
    text = subprocess.run(
        ["pdftotext", str(at.hand.path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert text.count("BRISTOL") == 3 and "Ελένη" in text and "王小明" in text


def test_who_has_no_address_is_left_out_and_named(at: Sitting) -> None:
    at.opens("envelopes")
    at.adds("bo")
    assert at.view.left_out.open.text() == "1 is left out: who, and why"
    at.view.left_out.open.click()
    assert at.view.left_out.names.item(0).text() == "Bo · No address to post it to"
    assert not at.view.left_out._limit.isVisible()


def test_cards_go_to_the_printer(at: Sitting, to_file: Path) -> None:
    at.opens("cards")
    at.adds("marg")
    assert at.page.on_print()
    at.qtbot.waitUntil(lambda: "sent to the printer" in at.toast)
    assert to_file.stat().st_size > 0
    assert letters.lately(at.book.reading(), NOW.date()) == ()


def test_a_shop_without_a_printer_is_told_so(at: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_args: object) -> QPrinter:
        raise Declined("no_printer", "No printer is set up on this computer.", "printer")

    monkeypatch.setattr(letters_press, "printer", none)
    at.opens("cards")
    at.adds("marg")
    at.view.print_button.click()
    assert at.view.error.text == "No printer is set up on this computer."


def test_the_test_page_and_the_offset_it_teaches(at: Sitting, to_file: Path) -> None:
    at.opens("labels")
    at.view.test_button.click()
    at.qtbot.waitUntil(lambda: "sent to the printer" in at.toast)
    at.view.right.setValue(12)
    at.view.right.editingFinished.emit()
    at.waits()
    assert pieces.ways(at.book.reading()).right == 12
    at.view.format.setCurrentIndex(at.view.format.findData("L7163"))
    at.view.format.activated.emit(at.view.format.currentIndex())
    at.waits()
    assert pieces.ways(at.book.reading()).labels == "L7163"
    assert at.view.start.maximum() == 14


def test_a_lost_card_is_replaced_and_the_new_number_is_on_the_sheet(at: Sitting) -> None:
    at.opens("cards")
    at.adds("marg")
    before = at.view.model.rows[0].because
    at.view.card_button.click()
    at.qtbot.waitUntil(lambda: at.toast.startswith("Margaret Okonkwo has the card 2700"))
    at.waits()
    after = at.view.model.rows[0].because
    assert after != before and after in at.page.sheet.view.accessibleDescription()


def test_a_logo_is_chosen_shown_and_taken_away(at: Sitting) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#1E6B52"))
    assert image.save(str(at.hand.image))
    asked, dropped, *_ = at.page.sheet.head.menu().actions()
    asked.trigger()
    at.waits()
    at.qtbot.waitUntil(lambda: bool(letter_pictures.pictures(at.book.reading()).logo))
    at.waits()
    assert dropped.isEnabled()
    dropped.trigger()
    at.waits()
    assert not letter_pictures.pictures(at.book.reading()).logo and not dropped.isEnabled()


def test_a_logo_of_fifty_megapixels_is_a_sentence_and_changes_nothing(at: Sitting) -> None:
    image = QImage(10_000, 5_000, QImage.Format.Format_Mono)
    image.fill(1)
    assert image.save(str(at.hand.image))
    at.page.sheet.head.menu().actions()[0].trigger()
    at.qtbot.waitUntil(lambda: "more than 40 million dots" in at.page.due.error.text)
    assert not letter_pictures.pictures(at.book.reading()).logo
