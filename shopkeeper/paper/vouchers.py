"""A voucher: what it gives, large; whose, until when; its number as two codes and in figures."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from shopkeeper.paper import codes, ink
from shopkeeper.paper.labels import Format
from shopkeeper.paper.page import A4, LETTER, PageSize, dots
from shopkeeper.paper.pieces import BAR_MODULE, fit
from shopkeeper.paper.typeset import plain
from shopkeeper.values import dataclass

_WHITE = QColor(Qt.GlobalColor.white)
_WIDTH, _HEIGHT = 950, 620  # the piece on a sheet, in tenths of a millimetre; larger ones are larger in all


def _alone(key: str, label: str, width: int, height: int) -> Format:
    sheet = PageSize(key, label, width, height, 60, 60, 60, (11,), 11, 11)
    return Format(key, label, sheet, 1, 1, width, height, width, height, True)


VOUCHERS: dict[str, Format] = {
    made.key: made
    for made in (
        Format("vouchers-A4", "A4, 8 vouchers to cut", A4, 2, 4, _WIDTH, 650, _WIDTH, 650, True),
        Format(
            "vouchers-letter",
            "US Letter, 8 vouchers to cut",
            LETTER,
            2,
            4,
            _WIDTH,
            _HEIGHT,
            _WIDTH,
            _HEIGHT,
            True,
        ),
        _alone("voucher-A6", "A6, one by one", 1480, 1050),
        _alone("voucher-DL", "DL card, one by one", 2100, 990),
    )
}
"""The sheets vouchers are printed on, by the key they are remembered by."""


@dataclass(frozen=True, slots=True)
class VoucherPiece:
    """What stands on a voucher; `number` is what is scanned, `shown` the same as it is read aloud, `called` the word for
    such a paper, `lines` what is said besides: for whom, until when."""

    shop_name: str
    called: str
    gives: str
    lines: tuple[str, ...]
    number: str
    shown: str
    accent: str = ""
    language: str = "en"

    @property
    def text(self) -> str:
        """All that can be read on it, line by line."""
        return "\n".join(
            part for part in (self.shop_name, self.called, self.gives, *self.lines, self.shown) if part
        )

    def paint(self, painter: QPainter, width: int, height: int) -> None:
        """Draw it in a place of this size, in reference dots."""
        unit = min(width / dots(_WIDTH), height / dots(_HEIGHT))

        def at(tenths: float) -> int:
            return round(dots(round(tenths)) * unit)

        def sizes(*points: float) -> tuple[float, ...]:
            return tuple(one * unit for one in points)

        side, band = at(60), at(105)
        painter.save()
        painter.fillRect(QRectF(0, 0, width, band), ink.readable(self.accent))
        half = width - 2 * side
        title = plain(self.called)
        fit(
            painter,
            plain(self.shop_name),
            self.language,
            sizes(12, 10.5, 9, 7.5),
            _WHITE,
            side,
            at(70),
            half * 2 // 3,
            1,
        )
        fit(
            painter,
            title,
            self.language,
            sizes(9, 8, 7),
            _WHITE,
            side + half * 2 // 3,
            at(68),
            half // 3,
            1,
            ends=True,
        )
        code, module = codes.qr(self.number), max(3, int(4 * unit)) * codes.GRID
        length = code.width * module
        left = codes.snapped(width - side - length)
        codes.draw(painter, code, left, codes.snapped(band + at(50)), module, module)
        beside = left - code.quiet * module - side
        end = fit(
            painter,
            plain(self.gives),
            self.language,
            sizes(26, 22, 18, 15, 12.5, 10.5, 9),
            ink.INK,
            side,
            at(225),
            beside,
            2,
        )
        for line in self.lines:
            if plain(line):
                end = max(end + at(52), at(290))
                end = fit(
                    painter, plain(line), self.language, sizes(10, 9, 8), ink.SECOND, side, end, beside, 2
                )
        foot, bars = height - at(28), codes.bars(self.number)
        thin = max(1, int(unit)) * BAR_MODULE
        left = codes.snapped(side + bars.quiet * thin / 2)
        codes.draw(painter, bars, left, codes.snapped(foot - at(35) - at(90)), thin, at(90))
        fit(painter, self.shown, "en", sizes(9, 8), ink.INK, left, foot, bars.width * thin, 1)
        painter.restore()
