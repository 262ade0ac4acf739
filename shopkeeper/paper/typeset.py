"""One paragraph broken into lines on the reference grid; plain text in, lines that never change out."""

import unicodedata
from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextLine, QTextOption

from shopkeeper.values import dataclass

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ur", "yi", "dv", "ckb", "sd", "ug")
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE = "\u2069"
_SHORT_LAST_LINE = {"start": 0.3, "centre": 0.6}
_NARROWER = {
    "start": (0.97, 0.94, 0.91, 0.88, 0.85),
    "centre": (0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76, 0.73, 0.7, 0.67, 0.64, 0.61, 0.58, 0.55),
}
"""The least share of the measure a last line fills, and how much narrower a paragraph may become for it."""


class Side(Enum):
    """Where the lines of a paragraph stand: at the side reading starts from, centred, or at the other side."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Setting:
    """A paragraph broken into lines; lengths are reference dots, `left` is where its measure begins."""

    layout: QTextLayout
    lines: tuple[QTextLine, ...]
    texts: tuple[str, ...]
    colour: QColor
    leading: int
    left: float

    def draw(self, painter: QPainter, index: int, baseline: float) -> None:
        """Draw one line on a painter whose unit is one reference dot."""
        line = self.lines[index]
        painter.setPen(self.colour)
        line.draw(painter, QPointF(self.left - line.x(), baseline - line.y() - line.ascent()))

    def extent(self, index: int) -> tuple[float, float]:
        """Left and right end of a line's text on the sheet."""
        rectangle = self.lines[index].naturalTextRect()
        offset = self.left - self.lines[index].x()
        return rectangle.left() + offset, rectangle.right() + offset


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of a paragraph in its place: the page from 0, the baseline in reference dots from the upper edge."""

    setting: Setting
    index: int
    page: int
    baseline: int


def plain(text: str) -> str:
    """The text as it can be set: line breaks kept, controls made spaces, halves of characters made visible."""
    if text.replace("\n", "").isprintable() and "\ufffc" not in text:
        return text.strip()
    text = text.replace("\r\n", "\n")
    return "".join(_printable(character) for character in text).strip()


def reads_right_to_left(text: str, language: str) -> bool:
    """Whether a paragraph begins at the right: its first letter outside an isolate tells (Unicode UAX 9, P2).

    Where all its letters are set apart, the language of the letter decides.
    """
    if text.isascii() and not text.isspace() and text.upper() != text.lower():
        return False  # there is a Latin letter, and nothing else has a direction
    depth = 0
    inside: list[str] = []
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _END_OF_ISOLATE:
            depth = max(0, depth - 1)
        elif (way := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            if not depth:
                return way != "L"
            inside.append(way)
    if inside:
        return inside[0] != "L"
    return language.replace("_", "-").split("-")[0] in _RIGHT_TO_LEFT


def typeset(
    text: str,
    font: QFont,
    colour: QColor,
    leading: int,
    left: int,
    measure: int,
    *,
    side: Side = Side.START,
    right_to_left: bool = False,
) -> Setting:
    """Break a text into lines no wider than `measure`; a word wider than that is broken.

    A very short last line is avoided by setting the paragraph a little narrower, where that costs no line.
    """
    width = float(measure)
    layout = _broken(text, font, width, side, right_to_left)
    count = layout.lineCount()
    if count > 1 and side is not Side.END:
        for share in _NARROWER[side.value]:
            if (
                layout.lineAt(layout.lineCount() - 1).naturalTextWidth()
                >= width * _SHORT_LAST_LINE[side.value]
            ):
                break
            narrower = _broken(text, font, measure * share, side, right_to_left)
            if narrower.lineCount() > count:
                break
            layout, width = narrower, measure * share
    lines = tuple(layout.lineAt(index) for index in range(layout.lineCount()))
    spare = measure - width
    at_right = right_to_left if side is Side.START else not right_to_left
    shift = spare / 2 if side is Side.CENTRE else spare if at_right else 0.0
    tallest = max((line.ascent() + line.descent() for line in lines), default=0.0)
    # A script with tall letters gets more room, but only where its lines would touch.
    return Setting(
        layout, lines, _texts(text, lines), colour, max(leading, round(tallest * 0.9)), left + shift
    )


def _broken(text: str, font: QFont, width: float, side: Side, right_to_left: bool) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(direction)
    if side is Side.CENTRE:
        alignment = Qt.AlignmentFlag.AlignHCenter
    elif right_to_left is (side is Side.START):
        alignment = Qt.AlignmentFlag.AlignRight
    else:
        alignment = Qt.AlignmentFlag.AlignLeft
    option.setAlignment(alignment | Qt.AlignmentFlag.AlignAbsolute)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout


def _texts(text: str, lines: tuple[QTextLine, ...]) -> tuple[str, ...]:
    units = text.encode("utf-16-le")
    parts = (units[2 * line.textStart() : 2 * (line.textStart() + line.textLength())] for line in lines)
    return tuple(part.decode("utf-16-le").strip() for part in parts)


def _printable(character: str) -> str:
    if character in "\n\u2028\u2029\x85\v\f":
        return "\n"
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "\ufffd" if category == "Cs" or character == "\ufffc" else character
