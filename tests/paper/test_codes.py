"""Every code on every sheet is read back by a decoder, as a printer of 150 and of 300 dots an inch would print it."""

import pytest
import zxingcpp
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from shopkeeper.errors import Declined
from shopkeeper.paper import codes
from shopkeeper.paper.labels import FORMATS, LabelSheet, Offset, sheets
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import DOTS_PER_INCH, SIZES
from shopkeeper.paper.pieces import MemberCard
from shopkeeper.paper.sheets import Sheets

LONG = "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third"
NAMES = ("Bo", LONG, "Ελένη Παπαδοπούλου", "王小明", "نور الهاشمي")
RESOLUTIONS = (150, 300)


def ean(seed: int) -> str:
    """A card of the shop's own range, its check digit worked out here by itself."""
    digits = f"27{seed:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def card(number: str, name: str = "Margaret Okonkwo") -> MemberCard:
    return MemberCard(
        shop_name="Okafor & Daughters", name=name, tier="Gold", since="Member since 2019", number=number,
        shown=number, accent="#1E6B52", colour="#8A6500",
    )  # fmt: skip


def printed(what: Sheets, dpi: int, page: int = 0) -> QImage:
    """A page as a printer of that resolution has it: ink or none, nothing between."""
    scale = dpi / DOTS_PER_INCH
    image = QImage(
        round(what.size.width_dots * scale), round(what.size.height_dots * scale), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    what.paint(painter, page)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def read(image: QImage) -> list[tuple[str, str]]:
    """What the decoder reads: (kind, text), sorted."""
    rows = memoryview(bytes(image.constBits())).cast("B", (image.height(), image.bytesPerLine()))
    found = zxingcpp.read_barcodes(rows)
    return sorted(
        (str(one.format).replace(" ", "").replace("-", "").rpartition(".")[2], one.text) for one in found
    )


def both(numbers: list[str], kind: str = "EAN13") -> list[tuple[str, str]]:
    return sorted([(kind, number) for number in numbers] + [("QRCode", number) for number in numbers])


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("key", [key for key, kind in FORMATS.items() if kind.cards])
def test_every_code_on_every_sheet_of_cards_is_read_back(key: str, dpi: int, qapp: QApplication) -> None:
    kind = FORMATS[key]
    numbers = [ean(seed) for seed in range(1, kind.places + 1)]
    cards = [card(number, NAMES[n % len(NAMES)]) for n, number in enumerate(numbers)]
    (sheet,) = sheets(kind, cards)
    assert read(printed(sheet, dpi)) == both(numbers)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("offset", [Offset(), Offset(1, 1), Offset(-7, 13), Offset(33, -21)])
def test_a_calibrated_printer_keeps_the_codes_readable(offset: Offset, dpi: int, qapp: QApplication) -> None:
    sheet = LabelSheet(FORMATS["cards-A4"], [card(ean(7)), card(ean(8))], 4, offset)
    assert read(printed(sheet, dpi)) == both([ean(7), ean(8)])


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("number", ["1001", "4006381333931", "123456789012345678", "AB-12345"])
def test_a_number_of_another_kind_is_printed_as_code_128(number: str, dpi: int, qapp: QApplication) -> None:
    found = read(printed(LabelSheet(FORMATS["card"], [card(number)]), dpi))
    assert found == both([number], "Code128")


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_a_number_too_long_for_bars_is_still_read_from_the_square(dpi: int, qapp: QApplication) -> None:
    number = "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234"
    assert read(printed(LabelSheet(FORMATS["card"], [card(number)]), dpi)) == [("QRCode", number)]


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("size", list(SIZES))
def test_the_code_on_a_letter_is_read_back_on_every_paper(size: str, dpi: int, qapp: QApplication) -> None:
    note = Note(
        Letterhead("Okafor & Daughters"), ("Show this at the counter.",), "Dear Bo,", signature_name="Ngozi Okafor",
        size=SIZES[size], code=ean(12),
    )  # fmt: skip
    assert read(printed(lay_out(note), dpi)) == [("QRCode", ean(12))]


def test_no_code_covers_a_word(qapp: QApplication) -> None:
    words = tuple("We are glad to see you. " * 12 for _ in range(4))
    for size in SIZES.values():
        note = Note(Letterhead("Okafor"), words, "Dear Bo,", signature_name="Ngozi", size=size, code=ean(1))
        laid = lay_out(note)
        last = [line.baseline for line in laid.lines if line.page == laid.pages - 1 and len(line.text) > 2]
        length = codes.qr(ean(1)).width * 24
        assert max(last) < size.height_dots - size.bottom * DOTS_PER_INCH / 254 - length


def test_what_no_bar_code_holds_is_refused(qapp: QApplication) -> None:
    for number in ("", "é", "x" * 31):
        with pytest.raises(Declined):
            codes.bars(number)
    assert codes.is_ean(ean(1)) and not codes.is_ean("4006381333931") and not codes.is_ean(ean(1)[:-1] + "x")
