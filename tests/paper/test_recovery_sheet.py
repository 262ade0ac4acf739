"""The recovery sheet is one page whatever the shop is called, has every group, and a scanner reads the code from it."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy
import pytest
import zxingcpp
from PySide6.QtGui import QImage, QPainter

from shopkeeper.gui.recovery_page import sheet_of
from shopkeeper.paper.page import DOTS_PER_INCH
from shopkeeper.paper.recovery_sheet import lay_out_recovery
from shopkeeper.rules.money import currency
from shopkeeper.rules.recovery_code import written
from shopkeeper.say import Speech
from shopkeeper.service.shops import Shop

CODE = written(bytes(range(18)))


@pytest.mark.parametrize(
    "name", ["Okafor & Daughters", "Wilhelmina Featherstonehaugh-Cholmondeley and Granddaughters", "王小明茶行", "Παπαδόπουλος"]
)  # fmt: skip
def test_it_is_one_sheet_with_every_group_and_a_square_that_says_the_code(qapp: object, name: str) -> None:
    shop = Shop(name, "GBP", "GB", "Europe/London")
    speech = Speech("en_GB", currency("GBP"), ZoneInfo("Europe/London"))
    laid = lay_out_recovery(sheet_of(CODE, shop, speech, date(2026, 11, 21)))
    assert laid.pages == 1
    words = laid.text(0)
    assert all(group in words for group in CODE.split("-"))
    for line in laid.lines:
        assert line.left > 0 and line.right < laid.size.width_dots and line.baseline < laid.size.height_dots
    scale = 150 / DOTS_PER_INCH
    image = QImage(round(laid.size.width_dots * scale), round(laid.size.height_dots * scale), QImage.Format.Format_Grayscale8)  # fmt: skip
    image.fill(255)
    painter = QPainter(image)
    painter.scale(scale, scale)
    laid.paint(painter, 0)
    painter.end()
    rows = numpy.frombuffer(image.constBits(), numpy.uint8).reshape(image.height(), image.bytesPerLine())
    assert [found.text for found in zxingcpp.read_barcodes(numpy.ascontiguousarray(rows))] == [CODE]
