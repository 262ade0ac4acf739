"""Vouchers, place cards, slips and the table of birthdays, each with a short, very long, Greek, Chinese and Arabic name."""

import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from shopkeeper.gui.birthday_list import ledger_of
from shopkeeper.paper.labels import sheets
from shopkeeper.paper.ledger import lay_out_ledger
from shopkeeper.paper.page import DOTS_PER_INCH, dots
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.place_cards import PLACE_CARDS, PlaceCard
from shopkeeper.paper.sheets import Bound, Sheets
from shopkeeper.paper.slip import PRINTABLE, WIDTH, Slip, lay_out_slip
from shopkeeper.paper.typeset import Setting
from shopkeeper.paper.vouchers import VOUCHERS
from shopkeeper.say import Speech
from shopkeeper.service.birthdays import Birthday
from tests.books import SHOP
from tests.paper.test_codes import NAMES, printed
from tests.paper.test_vouchers import voucher

TODAY = date(2026, 11, 21)


def slip(name: str) -> Sheets:
    pairs = (("Purchase", "£24.50"), ("Points for this purchase", "+24"), ("To reach Platinum", "£1,086.40"))
    return lay_out_slip(
        Slip(
            "Okafor & Daughters",
            "12 Wharf Street, London",
            "21 November 2026",
            pairs,
            (f"Thank you, {name}.",),
        )
    )


def places(name: str) -> Sheets:
    cards = [PlaceCard(name, "Gold", "Okafor & Daughters", "#1E6B52", "#8A6500") for _ in range(6)]
    return next(iter(sheets(PLACE_CARDS["places-A4"], cards)))


def birthdays(name: str) -> Sheets:
    found = [
        Birthday(
            n,
            "1001",
            name,
            "Gold",
            TODAY + timedelta(days=n),
            40 + n,
            name,
            "",
            "A seeded loaf, sliced thick",
        )
        for n in range(7)
    ]
    speech = Speech("en_GB", SHOP.money, SHOP.zone)
    return lay_out_ledger(ledger_of(found, TODAY, TODAY + timedelta(days=6), SHOP, speech))


def coupons(name: str) -> Sheets:
    return next(iter(sheets(VOUCHERS["vouchers-A4"], [voucher(NAMES.index(name) + 5)] * 8)))


PAPERS: dict[str, Callable[[str], Sheets]] = {
    "slip": slip, "place cards": places, "birthdays": birthdays, "vouchers": coupons,
}  # fmt: skip


def inked(image: QImage) -> QRectF:
    """Where there is ink, in pixels."""
    width, height = image.width(), image.height()
    data = image.constBits()
    step = image.bytesPerLine()
    rows = [row for row in range(height) if min(data[row * step : row * step + width]) < 128]
    columns = [column for column in range(width) if min(data[column : step * height : step]) < 128]
    return QRectF(columns[0], rows[0], columns[-1] - columns[0], rows[-1] - rows[0])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_name_stands_whole_on_every_small_paper(kind: str, name: str, qapp: QApplication) -> None:
    made = PAPERS[kind](name)
    whole = " ".join(made.text(0).split())
    assert name in whole or all(word in whole for word in name.replace("-", "- ").split())
    ink = inked(printed(made, 100))
    sheet = QRectF(0, 0, made.size.width / 254 * 100, made.size.height / 254 * 100)
    assert ink.left() >= 0 and ink.right() <= sheet.right() - 4 and ink.bottom() <= sheet.bottom() - 4


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", PAPERS)
def test_the_preview_and_the_printer_show_the_same_lines(
    kind: str, name: str, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = PAPERS[kind](name)
    drawn: list[tuple[str, float]] = []
    line = Setting.draw

    def noted(setting: Setting, painter: QPainter, index: int, baseline: float) -> None:
        drawn.append((setting.texts[index], baseline))
        line(setting, painter, index, baseline)

    monkeypatch.setattr(Setting, "draw", noted)
    printed(made, 60)
    seen = list(drawn)
    drawn.clear()
    printed(PAPERS[kind](name), 600)
    assert seen == drawn != []


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_keeps_to_what_a_receipt_printer_reaches(name: str, qapp: QApplication) -> None:
    made = slip(name)
    scale = 203 / DOTS_PER_INCH
    ink = inked(printed(made, 203))
    edge = dots((WIDTH - PRINTABLE) // 2) * scale
    assert ink.left() >= edge - 1 and ink.right() <= dots(WIDTH) * scale - edge + 1
    assert made.pages == 1


def test_a_slip_is_as_long_as_it_takes(qapp: QApplication) -> None:
    assert slip(NAMES[1]).size.height > slip(NAMES[0]).size.height


def test_both_sides_of_a_place_card_say_the_same(qapp: QApplication) -> None:
    image = printed(places("Bo"), 100)
    kind = PLACE_CARDS["places-A4"]
    left, top = (round(part / 254 * 100) for part in kind.corner(0))
    width, half = round(kind.width / 254 * 100), round(kind.height / 508 * 100)
    lower = image.copy(left, top + half, width, half)
    upright = image.copy(left, top, width, half).flipped(Qt.Orientation.Horizontal | Qt.Orientation.Vertical)
    dark = [
        sum(QColor(part.pixel(x, y)).value() < 128 for x in range(width) for y in range(10, half - 10))
        for part in (upright, lower)
    ]
    assert dark[0] > 100 and abs(dark[0] - dark[1]) < dark[0] // 5


def test_sheets_that_are_bound_are_turned_like_one(qapp: QApplication) -> None:
    bound = Bound([slip("Bo"), slip("Bo")])
    assert bound.pages == 2 and bound.text(1) == slip("Bo").text(0)


@pytest.mark.skipif(
    which("pdftotext") is None or which("qpdf") is None, reason="pdftotext or qpdf is not installed"
)
@pytest.mark.parametrize("kind", PAPERS)
def test_their_pdfs_can_be_searched_and_are_clean(kind: str, tmp_path: Path, qapp: QApplication) -> None:
    file = tmp_path / "small.pdf"
    write_pdf(
        file,
        [PAPERS[kind](name) for name in (NAMES[0], NAMES[2])],
        title="Small",
        author="Shop",
        language="en-GB",
    )
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert "Bo" in text and "Παπαδοπούλου" in text
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)
    fonts = subprocess.run(
        ["pdffonts", file], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts)
