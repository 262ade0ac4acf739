"""Place cards for a table: cut out, folded in the middle, they stand like a tent with the name on both sides."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.labels import Format
from shopkeeper.paper.page import A4, LETTER, dots, dots_of_points
from shopkeeper.paper.typeset import Setting, Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

_SIZES = (26, 23, 20, 17.5, 15, 13, 11, 9.5, 8)

PLACE_CARDS: dict[str, Format] = {
    made.key: made
    for made in (
        Format("places-A4", "A4, 6 place cards to cut and fold", A4, 2, 3, 950, 900, 950, 900, True),
        Format(
            "places-letter",
            "US Letter, 6 place cards to cut and fold",
            LETTER,
            2,
            3,
            950,
            860,
            950,
            860,
            True,
        ),
    )
}
"""The sheets place cards are printed on."""


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """One tent: a name, small beneath it a word such as the tier, the shop smaller still; `colour` is the tier's."""

    name: str
    beneath: str
    shop_name: str
    accent: str = ""
    colour: str = ""
    language: str = "en"

    @property
    def text(self) -> str:
        """What can be read on one of its sides."""
        return "\n".join(part for part in (self.name, self.beneath, self.shop_name) if part)

    def paint(self, painter: QPainter, width: int, height: int) -> None:
        """Draw both sides, the one at the back upside down, and short marks where it is folded."""
        half = height / 2
        painter.save()
        painter.save()
        painter.translate(0, half)
        self._side(painter, width, half)
        painter.restore()
        painter.translate(width, half)
        painter.rotate(180)
        self._side(painter, width, half)
        painter.restore()
        painter.setPen(QPen(ink.SECOND, dots(1), Qt.PenStyle.DotLine))
        for left in (0, width - dots(40)):
            painter.drawLine(QLineF(left, half, left + dots(40), half))

    def _side(self, painter: QPainter, width: int, height: float) -> None:
        measure, side = width - 2 * dots(70), dots(70)
        name = plain(self.name)
        for points in _SIZES:
            leading = dots_of_points(points * 1.18)
            setting = self._set(name, points, leading, side, measure)
            if len(setting.lines) <= (1 if points > 15 else 2):
                break
        shown = min(len(setting.lines), 3)
        below = 2.1 * dots_of_points(9.5) if plain(self.beneath) else 0.0
        y = (height - dots(60) - shown * leading - below) / 2 + dots(20)
        for index in range(shown):
            setting.draw(painter, index, y + leading * 0.78)
            y += leading
        if beneath := plain(self.beneath):
            small = self._set(beneath, 9.5, dots_of_points(12), side, measure, accent=True)
            small.draw(painter, 0, y + dots_of_points(14))
        rule = QRectF(width / 2 - dots(60), height - dots(62), dots(120), dots(3))
        painter.fillRect(rule, ink.readable(self.colour or self.accent))
        if shop := plain(self.shop_name):
            foot = self._set(shop, 7.5, dots_of_points(9), side, measure, quiet=True)
            foot.draw(painter, 0, height - dots(26))

    def _set(
        self, text: str, points: float, leading: int, left: int, measure: int, *, accent: bool = False, quiet: bool = False
    ) -> Setting:  # fmt: skip
        colour = ink.readable(self.colour or self.accent) if accent else ink.SECOND if quiet else ink.INK
        return typeset(
            text, face(dots_of_points(points), text, self.language), colour, leading, left, measure, side=Side.CENTRE,
            right_to_left=reads_right_to_left(text, self.language),
        )  # fmt: skip
