"""Words painted by hand: they stand where they are put, and run the way they are written, in a mirrored window too."""

import unicodedata

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter


def write(painter: QPainter, area: QRect | QRectF, where: int | Qt.AlignmentFlag, words: str) -> None:
    """Writes words at the side named: left is the left.

    A painter in a mirrored window would turn the side over once more, and read "8 days ago" from the right.
    """
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(area, int(where) | int(Qt.AlignmentFlag.AlignAbsolute), words)


def runs_from_the_right(words: str) -> bool:
    """Whether the first letter that has a direction is written from the right; figures and signs have none."""
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
