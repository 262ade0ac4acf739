"""Sheets of labels and cards: the common formats by name, the place to begin at, cut marks, a page to test the printer."""

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from shopkeeper.errors import Declined
from shopkeeper.paper import ink
from shopkeeper.paper.codes import snapped
from shopkeeper.paper.fonts import face
from shopkeeper.paper.page import A4, LETTER, PageSize, dots, dots_of_points
from shopkeeper.paper.pieces import CARD_HEIGHT, CARD_WIDTH, AddressLabel, Piece, texts
from shopkeeper.paper.typeset import typeset
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

MOST_OFFSET = 200
"""A printer that is off by more than 20 mm has the wrong paper."""


@dataclass(frozen=True, slots=True)
class Format:
    """A sheet of labels, all lengths in tenths of a millimetre; the labels stand in the middle of the sheet.

    `across` and `down` are from one label's edge to the next one's. `cards` marks a sheet for membership cards, whose
    cut marks are printed.
    """

    key: str
    label: str
    sheet: PageSize
    columns: int
    rows: int
    width: int
    height: int
    across: int
    down: int
    cards: bool = False

    @property
    def places(self) -> int:
        """How many fit on a sheet."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[int, int]:
        """The upper left corner of a place (from 0, row by row), in tenths of a millimetre."""
        row, column = divmod(place, self.columns)
        left = (self.sheet.width - (self.columns - 1) * self.across - self.width) // 2
        top = (self.sheet.height - (self.rows - 1) * self.down - self.height) // 2
        return left + column * self.across, top + row * self.down


def _card(key: str, label: str, sheet: PageSize, columns: int, rows: int) -> Format:
    return Format(key, label, sheet, columns, rows, CARD_WIDTH, CARD_HEIGHT, CARD_WIDTH, CARD_HEIGHT, True)


_ONE_CARD = PageSize("card", "Card stock 85.6 × 54 mm", CARD_WIDTH, CARD_HEIGHT, 40, 40, 40, (9,), 9, 9)
FORMATS: dict[str, Format] = {
    made.key: made
    for made in (
        _card("cards-A4", "A4, 10 cards to cut", A4, 2, 5),
        _card("cards-letter", "US Letter, 8 cards to cut", LETTER, 2, 4),
        _card("card", "Card stock, one by one", _ONE_CARD, 1, 1),
        Format("L7159", "Avery L7159 (A4, 24)", A4, 3, 8, 635, 339, 665, 339),
        Format("L7160", "Avery L7160 (A4, 21)", A4, 3, 7, 635, 381, 660, 381),
        Format("L7161", "Avery L7161 (A4, 18)", A4, 3, 6, 635, 466, 660, 466),
        Format("L7162", "Avery L7162 (A4, 16)", A4, 2, 8, 991, 339, 1016, 339),
        Format("L7163", "Avery L7163 (A4, 14)", A4, 2, 7, 991, 381, 1016, 381),
        Format("L7165", "Avery L7165 (A4, 8)", A4, 2, 4, 991, 677, 1016, 677),
        Format("3474", "Avery 3474 (A4, 24, 70 × 37)", A4, 3, 8, 700, 370, 700, 370),
        Format("5160", "Avery 5160 (Letter, 30)", LETTER, 3, 10, 667, 254, 698, 254),
        Format("5161", "Avery 5161 (Letter, 20)", LETTER, 2, 10, 1016, 254, 1064, 254),
        Format("5163", "Avery 5163 (Letter, 10)", LETTER, 2, 5, 1016, 508, 1064, 508),
    )
}
"""The formats by the key they are remembered by; the label makers' names are how a shop finds the sheet it has."""


@dataclass(frozen=True, slots=True)
class Offset:
    """How far everything is moved to the right and down, in tenths of a millimetre, so that it falls on the labels."""

    right: int = 0
    down: int = 0


class LabelSheet:
    """One sheet with its pieces, from the place `first` on."""

    pages = 1

    def __init__(
        self, format: Format, pieces: Sequence[Piece], first: int = 0, offset: Offset = Offset()
    ) -> None:
        self.size = format.sheet
        self._format, self._pieces, self._first, self._offset = format, tuple(pieces), first, offset

    def text(self, page: int) -> str:
        """What stands on the pieces, one after the other."""
        return "\n\n".join(texts(self._pieces))

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw it on a painter whose unit is one reference dot; codes stay on the grid every printer has."""
        kind = self._format
        for place, piece in enumerate(self._pieces, start=self._first):
            left, top = kind.corner(place)
            painter.save()
            painter.translate(
                snapped(dots(left + self._offset.right)), snapped(dots(top + self._offset.down))
            )
            piece.paint(painter, dots(kind.width), dots(kind.height))
            painter.restore()
        if kind.cards and kind.places > 1:
            self._cut_marks(painter)

    def _cut_marks(self, painter: QPainter) -> None:
        """Short lines outside the cards, in the line of every cut."""
        kind, length, gap = self._format, 50, 15
        painter.setPen(QPen(ink.SECOND, dots(1)))
        left, top = kind.corner(0)
        right, foot = left + kind.columns * kind.width, top + kind.rows * kind.height
        shift_x, shift_y = self._offset.right, self._offset.down
        for column in range(kind.columns + 1):
            x = dots(left + column * kind.width + shift_x)
            for y in (top - gap - length, foot + gap):
                painter.drawLine(QLineF(x, dots(y + shift_y), x, dots(y + length + shift_y)))
        for row in range(kind.rows + 1):
            y = dots(top + row * kind.height + shift_y)
            for x in (left - gap - length, right + gap):
                painter.drawLine(QLineF(dots(x + shift_x), y, dots(x + length + shift_x), y))


def sheets(
    format: Format, pieces: Sequence[Piece], *, start: int = 1, offset: Offset = Offset()
) -> Iterator[LabelSheet]:
    """All pieces on as many sheets as they take; the first begins at the place `start`, counted from 1.

    Refused: a place the sheet does not have, an offset of more than 20 mm.
    """
    if not 1 <= start <= format.places:
        raise Declined(
            "place_unknown",
            say("This sheet has the places 1 to {places}. Choose the first one that is still there.").format(
                places=format.places
            ),
            "start",
        )
    if max(abs(offset.right), abs(offset.down)) > MOST_OFFSET:
        raise Declined(
            "offset_out_of_range",
            "The printer can be moved by 20 millimetres at most. Look whether the right paper is in it.",
            "offset",
        )
    return _sheets(format, pieces, start - 1, offset)


def _sheets(format: Format, pieces: Sequence[Piece], first: int, offset: Offset) -> Iterator[LabelSheet]:
    rest = iter(pieces)
    while part := tuple(islice(rest, format.places - first)):
        yield LabelSheet(format, part, first, offset)
        first = 0


class TestSheet:
    """Every label's outline and a cross in each corner: laid on a sheet of labels and held to the light, it shows by
    how much the printer is off."""

    pages = 1
    __test__ = False

    def __init__(self, format: Format, words: str, offset: Offset = Offset()) -> None:
        self.size = format.sheet
        self._format, self._words, self._offset = format, words, offset

    def text(self, page: int) -> str:
        """What it says."""
        return self._words

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw it on a painter whose unit is one reference dot."""
        kind = self._format
        painter.save()
        painter.translate(dots(self._offset.right), dots(self._offset.down))
        painter.setPen(QPen(ink.INK, dots(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place in range(kind.places):
            left, top = kind.corner(place)
            area = QRectF(dots(left), dots(top), dots(kind.width), dots(kind.height))
            painter.drawRect(area)
        left, top = kind.corner(0)
        for tick in range(0, 110, 10):
            long = 40 if tick % 50 == 0 else 20
            painter.drawLine(QLineF(dots(left + tick), dots(top), dots(left + tick), dots(top + long)))
            painter.drawLine(QLineF(dots(left), dots(top + tick), dots(left + long), dots(top + tick)))
        measure = dots(kind.width - 120)
        font = face(dots_of_points(9), self._words, "en")
        setting = typeset(self._words, font, ink.INK, dots_of_points(11), dots(left + 60), measure)
        for index in range(len(setting.lines)):
            setting.draw(painter, index, dots(top + 110) + index * setting.leading)
        painter.restore()


def _envelope(key: str, label: str, width: int, height: int) -> PageSize:
    return PageSize(key, label, width, height, 100, 100, 100, (11,), 11, 11)


ENVELOPES: dict[str, PageSize] = {
    size.key: size
    for size in (
        _envelope("env-DL", "Envelope DL", 2200, 1100),
        _envelope("env-C6", "Envelope C6", 1620, 1140),
        _envelope("env-C5", "Envelope C5", 2290, 1620),
        _envelope("env-10", "Envelope No. 10", 2413, 1048),
    )
}


class Envelope:
    """One envelope: the member's address in the right half, the shop's small in the corner."""

    pages = 1

    def __init__(self, size: PageSize, address: AddressLabel, sender: str, offset: Offset = Offset()) -> None:
        self.size = size
        self._address, self._sender, self._offset = address, sender, offset

    def text(self, page: int) -> str:
        """The sender, then the address."""
        return f"{self._sender}\n\n{self._address.text}"

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw it on a painter whose unit is one reference dot."""
        size = self.size
        painter.save()
        painter.translate(dots(self._offset.right), dots(self._offset.down))
        if self._sender:
            font = face(dots_of_points(8), self._sender, "en")
            setting = typeset(
                self._sender, font, ink.SECOND, dots_of_points(10), dots(100), dots(size.width // 2)
            )
            for index in range(len(setting.lines)):
                setting.draw(painter, index, dots(120) + index * setting.leading)
        left, top = size.width * 45 // 100, size.height * 42 // 100
        painter.translate(dots(left), dots(top))
        self._address.paint(painter, dots(size.width - left - 80), dots(size.height - top - 120))
        painter.restore()
