"""The recovery sheet of a locked book: the code in groups, large enough to be read in bad light, and as a QR code."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from shopkeeper.paper import codes, ink
from shopkeeper.paper.drawings import CODE_MODULE, Drawing
from shopkeeper.paper.fonts import face
from shopkeeper.paper.heading import letterhead
from shopkeeper.paper.layout import Laid, Stroke
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4, PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

_LEADING = 1.42
_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """All that stands on it; `groups` are the groups of the code, `numbered` what stands over each ("1", "2" …)."""

    letterhead: Letterhead
    title: str
    intro: tuple[str, ...]
    groups: tuple[str, ...]
    steps: tuple[str, ...]
    made: str
    language: str = "en"
    size: PageSize = A4


def lay_out_recovery(sheet: RecoverySheet) -> Laid:
    """The sheet, ready for screen, printer and PDF; it is always one."""
    return _Setter(sheet).run()


class _Setter:
    def __init__(self, sheet: RecoverySheet) -> None:
        self.sheet = sheet
        self.left = dots(sheet.size.side)
        self.measure = sheet.size.width_dots - 2 * self.left
        self.placed: list[Placed] = []
        self.strokes: list[Stroke] = []
        self.y = 0

    def run(self) -> Laid:
        sheet = self.sheet
        placed, self.y = letterhead(Note(sheet.letterhead, (), language=sheet.language, size=sheet.size))
        self.placed += placed
        self.y += dots(120)
        self._text(sheet.title, 20, gap=40)
        for line in sheet.intro:
            self._text(line, 11.5, gap=20)
        self._stroke()
        self._groups()
        self._stroke()
        drawing = self._code()
        for number, step in enumerate(sheet.steps, 1):
            self._text(f"{number}.  {step}", 11.5, gap=20)
        self.y += dots(40)
        self._text(sheet.made, 9.5, colour=ink.SECOND)
        return Laid(sheet.size, tuple(self.placed), 1, tuple(self.strokes), (drawing,))

    def _groups(self) -> None:
        """Four in a row; over each its number, by which a mistyping is told."""
        width = self.measure // _IN_A_ROW
        for start in range(0, len(self.sheet.groups), _IN_A_ROW):
            top = self.y
            for place, group in enumerate(self.sheet.groups[start : start + _IN_A_ROW]):
                column = (self.left + place * width, width)
                self.y = top
                self._text(str(start + place + 1), 9, column=column, colour=ink.SECOND)
                self._text(group, 22, column=column)
            self.y += dots(50)

    def _code(self) -> Drawing:
        code = codes.qr("-".join(self.sheet.groups))
        length = code.width * CODE_MODULE
        area = QRectF(self.left + self.measure - length, self.y + dots(30), length, length)
        self.y += dots(30)
        # The steps stand beside the code.
        self.measure -= length + dots(100)
        return Drawing(0, area, code=code)

    def _text(
        self,
        text: str,
        points: float,
        *,
        gap: int = 0,
        column: tuple[int, int] | None = None,
        colour: QColor = ink.INK,
    ) -> None:
        words = plain(text)
        left, measure = column or (self.left, self.measure)
        setting = typeset(
            words, face(dots_of_points(points), words, self.sheet.language), colour, dots_of_points(points * _LEADING),
            left, measure, right_to_left=reads_right_to_left(words, self.sheet.language),
        )  # fmt: skip
        for index in range(len(setting.lines)):
            self.placed.append(Placed(setting, index, 0, self.y + round(setting.leading * 0.74)))
            self.y += setting.leading
        self.y += dots(gap)

    def _stroke(self) -> None:
        self.y += dots(30)
        self.strokes.append(Stroke(0, self.left, self.left + self.measure, self.y))
        self.y += dots(60)
