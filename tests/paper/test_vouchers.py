"""A voucher can be read back from every sheet, by both its codes, whatever stands on it; and so can a letter's."""

import pytest
from PySide6.QtWidgets import QApplication

from shopkeeper.paper.labels import sheets
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.page import SIZES
from shopkeeper.paper.vouchers import VOUCHERS, VoucherPiece
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.vouchers import VOUCHER_DIGITS, VOUCHER_PREFIX, numbered
from tests.paper.conftest import Write
from tests.paper.test_codes import NAMES, RESOLUTIONS, both, ean, printed, read

GIVES = (
    "£5.00 off",
    "10% off",
    "A jar of our own thyme honey from the hives behind the shop, with a wooden spoon",
)


def voucher(seed: int) -> VoucherPiece:
    number = numbered(seed * 7_312_345_678 % 10**10, VOUCHER_PREFIX, VOUCHER_DIGITS)
    return VoucherPiece(
        "Okafor & Daughters", "Voucher", GIVES[seed % 3], (f"For {NAMES[seed % 5]}", "Until 31 December 2026"), number,
        spaced(number), "#1E6B52",
    )  # fmt: skip


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("key", VOUCHERS)
def test_every_number_on_every_sheet_is_read_back(key: str, dpi: int, qapp: QApplication) -> None:
    kind = VOUCHERS[key]
    pieces = [voucher(seed) for seed in range(1, kind.places + 1)]
    (sheet,) = sheets(kind, pieces)
    assert read(printed(sheet, dpi)) == both([piece.number for piece in pieces], "Code128")


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("size", ["A4", "A5", "A6", "DL"])
def test_the_code_of_a_letter_is_read_back_beside_the_cards(size: str, dpi: int, note: Write) -> None:
    number = voucher(3).number
    laid = lay_out(note(size=SIZES[size], own_code=number))
    assert read(printed(laid, dpi, laid.pages - 1)) == [("QRCode", number)]
    laid = lay_out(note(size=SIZES[size], code=ean(1), own_code=number))
    assert read(printed(laid, dpi, laid.pages - 1)) == sorted([("QRCode", ean(1)), ("QRCode", number)])
