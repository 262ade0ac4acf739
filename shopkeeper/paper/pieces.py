"""Small printed pieces: a membership card, an address label; each draws itself from its upper left corner."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from shopkeeper.errors import Declined
from shopkeeper.paper import codes, ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.page import dots, dots_of_points
from shopkeeper.paper.typeset import Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

CARD_WIDTH, CARD_HEIGHT = 856, 540
"""ISO/IEC 7810 ID-1: 85.60 × 53.98 mm, in tenths of a millimetre."""
BAR_MODULE = 2 * codes.GRID
"""0.34 mm: two dots of the coarsest printer, and the width EAN-13 is meant to have."""
QR_MODULE = 3 * codes.GRID
_BAND = 105
_EDGE = 55
_WHITE = QColor(Qt.GlobalColor.white)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """What stands on a membership card; `number` is what is scanned, `shown` the same as it is read aloud.

    `colour` is the tier's, "" for the shop's accent.
    """

    shop_name: str
    name: str
    tier: str
    since: str
    number: str
    shown: str
    accent: str = ""
    colour: str = ""
    language: str = "en"

    @property
    def text(self) -> str:
        """All that can be read on it, line by line."""
        return "\n".join(
            part for part in (self.shop_name, self.name, self.tier, self.since, self.shown) if part
        )

    def paint(self, painter: QPainter, width: int, height: int) -> None:
        """Draw it; `width` and `height` are those of the place in reference dots, a card's own or a little more."""
        painter.save()
        painter.translate(
            codes.snapped((width - dots(CARD_WIDTH)) / 2), codes.snapped((height - dots(CARD_HEIGHT)) / 2)
        )
        whole = QRectF(0, 0, dots(CARD_WIDTH), dots(CARD_HEIGHT))
        band = QPainterPath()
        band.addRect(QRectF(0, 0, whole.width(), dots(_BAND)))
        painter.fillPath(band, ink.readable(self.colour or self.accent))
        side, measure = dots(_EDGE), dots(CARD_WIDTH - 2 * _EDGE)
        fit(
            painter,
            plain(self.shop_name),
            self.language,
            (13, 11, 9, 7.5),
            _WHITE,
            side,
            dots(70),
            measure,
            1,
        )
        beside = measure - self._qr(painter) - dots(40)
        name = plain(self.name) or self.shown
        end = fit(painter, name, self.language, (14, 12, 10.5, 9, 8), ink.INK, side, dots(195), beside, 2)
        words = " · ".join(part for part in (plain(self.tier), plain(self.since)) if part)
        fit(
            painter,
            words,
            self.language,
            (9, 8, 7),
            ink.SECOND,
            side,
            max(end + dots(52), dots(265)),
            beside,
            1,
        )
        self._bars(painter)
        painter.restore()

    def _qr(self, painter: QPainter) -> int:
        """The code at the right, under the band; answers the room it takes, its white included."""
        code = codes.qr(self.number)
        length = code.width * QR_MODULE
        left = codes.snapped(dots(CARD_WIDTH - _EDGE) - length)
        codes.draw(painter, code, left, codes.snapped(dots(_BAND + 45)), QR_MODULE, QR_MODULE)
        return length + code.quiet * QR_MODULE

    def _bars(self, painter: QPainter) -> None:
        """The bars at the foot, the number beneath; a number too long for them is read from the other code alone."""
        baseline = dots(CARD_HEIGHT - 30)
        side, measure = dots(_EDGE), dots(CARD_WIDTH - 2 * _EDGE)
        try:
            code = codes.bars(self.number)
        except Declined:
            code = None
        if code is not None and (code.width + code.quiet) * BAR_MODULE <= measure:
            left = codes.snapped(side + code.quiet * BAR_MODULE / 2)
            codes.draw(painter, code, left, codes.snapped(dots(370)), BAR_MODULE, dots(90))
            side = left
        fit(painter, self.shown, "en", (8.5, 7), ink.INK, side, baseline, measure, 1)


@dataclass(frozen=True, slots=True)
class AddressLabel:
    """An address, line by line, as it stands on a label or an envelope."""

    lines: tuple[str, ...]
    language: str = "en"
    points: float = 11

    @property
    def text(self) -> str:
        """The lines as they are read."""
        return "\n".join(self.lines)

    def paint(self, painter: QPainter, width: int, height: int) -> None:
        """Draw it, upright in the middle of its place, in the largest type that fits."""
        lines = [line for text in self.lines if (line := plain(text))]
        side = min(dots(60), width // 10)
        measure = width - 2 * side
        points = self.points
        while True:
            leading = dots_of_points(points * 1.22)
            set_lines = [
                typeset(
                    line, face(dots_of_points(points), line, self.language), ink.INK, leading, side, measure,
                    right_to_left=reads_right_to_left(line, self.language),
                )
                for line in lines
            ]  # fmt: skip
            needed = sum(len(one.lines) * one.leading for one in set_lines)
            once = all(len(one.lines) == 1 for one in set_lines)
            if (needed <= height - dots(30) and (once or points <= 8)) or points <= 6:
                break
            points -= 0.5
        y = max(dots(15), (height - needed) // 2)
        for one in set_lines:
            for index in range(len(one.lines)):
                one.draw(painter, index, y + round(one.leading * 0.76))
                y += one.leading


class Piece(Protocol):
    """A small printed thing: what can be read on it, and how it is drawn in a place of a size in reference dots."""

    @property
    def text(self) -> str: ...
    def paint(self, painter: QPainter, width: int, height: int) -> None: ...


def texts(pieces: Sequence[Piece]) -> Iterator[str]:
    """What can be read on each."""
    return (piece.text for piece in pieces)


def fit(
    painter: QPainter,
    text: str,
    language: str,
    sizes: tuple[float, ...],
    colour: QColor,
    left: int,
    baseline: int,
    measure: int,
    most_lines: int,
    *,
    ends: bool = False,
) -> int:
    """A text in the largest of these sizes that needs no more lines; what is longer still ends with a sign that
    it does. It stands where its reading begins, or at the other side with `ends`. Answers where the last line stands."""
    if not text:
        return baseline
    shown = text
    for points in (*sizes, *[sizes[-1]] * 40):
        backwards = reads_right_to_left(shown, language)
        setting = typeset(
            shown, face(dots_of_points(points), shown, language), colour, dots_of_points(points * 1.2), left, measure,
            side=Side.END if backwards is not ends else Side.START, right_to_left=backwards,
        )  # fmt: skip
        if len(setting.lines) <= most_lines:
            break
        if points == sizes[-1]:
            shown = shown[: max(1, len(shown) * 9 // 10)].rstrip(" …") + "…"
    for index in range(min(most_lines, len(setting.lines))):
        setting.draw(painter, index, baseline)
        baseline += setting.leading
    return baseline - setting.leading
