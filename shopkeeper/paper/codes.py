"""Codes a scanner reads: the modules of a QR code, an EAN-13 or a Code 128, drawn on whole dots of any printer."""

import re
from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from shopkeeper.errors import Declined
from shopkeeper.values import dataclass

GRID = 8
"""Reference dots: every edge falls on one of 150 dots an inch, and so on one of 300, 600 and 1200."""
MASK = 4
_FIGURES = bytes([ord("0"), *[ord("1")] * 255])
_NOT_WRITTEN = object()  # the modules are drawn here; the library need not make ready to write a file
_DARK = re.compile("1+")
QUIET_BARS, QUIET_QR = 11, 4
"""Modules of white around a code: ISO/IEC 15420 and 15417 ask for 11 and 10 beside bars, 18004 for 4 around a QR."""


@dataclass(frozen=True, slots=True)
class Code:
    """Rows of modules, dark where "1"; bars are one row. `quiet` is the white around it, in modules."""

    rows: tuple[str, ...]
    quiet: int

    @property
    def width(self) -> int:
        """Modules from the first to the last, without the white around."""
        return len(self.rows[0])

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Row, first module and number of modules of each run of dark ones."""
        for y, row in enumerate(self.rows):
            for run in _DARK.finditer(row):
                x, end = run.span()
                yield y, x, end - x


@lru_cache(maxsize=256)
def qr(text: str) -> Code:
    """A QR code of medium correction, in the smallest size that holds the text, its mask always the same: to weigh all
    eight takes ten times as long as the rest, and readers take any."""
    import segno

    made = segno.make_qr(text, error="m", boost_error=False, mask=MASK)
    return Code(tuple(bytes(row).translate(_FIGURES).decode("ascii") for row in made.matrix), QUIET_QR)


@lru_cache(maxsize=256)
def bars(number: str) -> Code:
    """An EAN-13 where the number is one of the shops' own range (20 to 29, its check digit right), else a Code 128.

    Refused: what no bar code can hold.
    """
    from barcode import Code128
    from barcode.ean import EAN13

    if is_ean(number):
        return Code((EAN13(number, writer=_NOT_WRITTEN).build()[0].replace("G", "1"),), QUIET_BARS)
    if not number or len(number) > 30 or not all(" " <= letter <= "~" for letter in number):
        raise Declined(
            "code_not_possible",
            "This number cannot be printed as a bar code: it holds signs no bar code has.",
            "card",
        )
    return Code((Code128(number, writer=_NOT_WRITTEN).build()[0],), QUIET_BARS)


def is_ean(number: str) -> bool:
    """Whether it is an EAN-13 of the range that shops give out themselves."""
    if len(number) != 13 or not (number.isascii() and number.isdigit()) or number[0] != "2":
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number))
    return weighted % 10 == 0


def snapped(dot: float) -> int:
    """The dot of the grid that is nearest."""
    return round(dot / GRID) * GRID


def draw(painter: QPainter, code: Code, left: int, top: int, module: int, height: int) -> None:
    """Draw on a painter whose unit is one reference dot, `left` and `top` and `module` on the grid.

    `height` is that of one row: the module itself for a QR code. Only ink is drawn; the white is the paper's.
    """
    painter.save()
    # Without smoothing an edge is where it is meant to be, or the bars would grow into their gaps.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRects(
        [QRect(left + x * module, top + y * height, length * module, height) for y, x, length in code.runs()]
    )
    painter.restore()
