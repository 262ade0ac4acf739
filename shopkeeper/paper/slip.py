"""The slip a member takes home: what was bought, the points it brought, a word of thanks; as wide as the roll, as long as it takes."""

from PySide6.QtCore import QRectF

from shopkeeper.paper import codes, ink
from shopkeeper.paper.drawings import CODE_MODULE, Drawing
from shopkeeper.paper.fonts import face
from shopkeeper.paper.layout import Laid, Stroke
from shopkeeper.paper.page import PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Setting, Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

WIDTH, PRINTABLE = 800, 720
"""The roll, and what a head of 576 dots at 203 dots an inch can reach of it, in tenths of a millimetre."""
ROLLS = {80: (WIDTH, PRINTABLE), 58: (580, 480)}
"""The rolls there are by their width in millimetres, each with what its head can reach: 576 and 384 dots."""
_TOP, _FOOT = 60, 120


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on it, from the top: the shop, the day, pairs of words and figures, then sentences of thanks, and
    the code of the member's card where it is wanted."""

    shop_name: str
    address_line: str
    date_text: str
    pairs: tuple[tuple[str, str], ...]
    thanks: tuple[str, ...]
    language: str = "en"
    code: str = ""


def lay_out_slip(slip: Slip, roll: int = 80) -> Laid:
    """The slip on its one page, black on white: a receipt printer has no other ink and cuts where the page ends.
    `roll` is one of ROLLS."""
    return _Setter(slip, roll).run()


class _Setter:
    def __init__(self, slip: Slip, roll: int) -> None:
        self.slip, self.roll = slip, roll
        self.width, printable = ROLLS[roll]
        self.margin = (self.width - printable) // 2
        self.left, self.measure = dots(self.margin + 10), dots(printable - 20)
        self.y = dots(_TOP)
        self.placed: list[Placed] = []
        self.strokes: list[Stroke] = []
        self.drawings: list[Drawing] = []

    def run(self) -> Laid:
        slip = self.slip
        self._line(slip.shop_name, 15, Side.CENTRE)
        self._line(slip.address_line, 8.5, Side.CENTRE)
        self._line(slip.date_text, 8.5, Side.CENTRE, gap=20)
        self._rule()
        for words, figure in slip.pairs:
            self._pair(words, figure)
        self._rule()
        for sentence in slip.thanks:
            self._line(sentence, 10.5, Side.CENTRE, gap=12)
        if slip.code:
            self._code(slip.code)
        height = -(-self.y * 254 // 1200) + _FOOT
        size = PageSize(
            "slip", f"{self.roll} mm", self.width, height, self.margin, _TOP, _FOOT, (10,), 10, 15
        )
        return Laid(size, tuple(self.placed), 1, tuple(self.strokes), tuple(self.drawings))

    def _code(self, number: str) -> None:
        """In the middle, with the white around it that readers ask for."""
        code = codes.qr(number)
        length, quiet = code.width * CODE_MODULE, code.quiet * CODE_MODULE
        self.y += quiet
        left = self.left + (self.measure - length) // 2
        self.drawings.append(Drawing(0, QRectF(left, self.y, length, length), code=code))
        self.y += length + quiet

    def _line(self, text: str, points: float, side: Side, gap: int = 4) -> None:
        words = plain(text)
        if not words:
            return
        self.y += dots(gap)
        leading = dots_of_points(points * 1.3)
        setting = self._set(words, points, leading, self.left, self.measure, side)
        for index in range(len(setting.lines)):
            self.y += leading
            self.placed.append(Placed(setting, index, 0, self.y))

    def _pair(self, words: str, figure: str) -> None:
        """Words at one side, what they come to at the other, on one line or several."""
        leading = dots_of_points(10 * 1.35)
        share = round(self.measure * 0.62)
        backwards = reads_right_to_left(plain(words), self.slip.language)
        left, right = self.left, self.left + share
        if backwards:
            left, right = self.left + self.measure - share, self.left
        said = self._set(plain(words), 10, leading, left, share, Side.START)
        amount = self._set(plain(figure), 10, leading, right, self.measure - share, Side.END, backwards)
        for row in range(max(len(said.lines), len(amount.lines))):
            self.y += leading
            for setting in (said, amount):
                if row < len(setting.lines) and setting.texts[row]:
                    self.placed.append(Placed(setting, row, 0, self.y))

    def _rule(self) -> None:
        self.y += dots(35)
        self.strokes.append(Stroke(0, self.left, self.left + self.measure, self.y))
        self.y += dots(15)

    def _set(
        self, text: str, points: float, leading: int, left: int, measure: int, side: Side, backwards: bool | None = None
    ) -> Setting:  # fmt: skip
        return typeset(
            text, face(dots_of_points(points), text, self.slip.language), ink.INK, leading, left, measure, side=side,
            right_to_left=reads_right_to_left(text, self.slip.language) if backwards is None else backwards,
        )  # fmt: skip
