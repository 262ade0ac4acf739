"""The morning on a sheet of A4: a box to tick before each line, who, what, and since when; on one sheet where it can be."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.page import A4, PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Setting, Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

_SIZES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5)
_SIDE, _TOP, _BOTTOM = 170, 90, 100
_BOX = 28  # tenths of a millimetre
_WHO, _WHEN = 0.27, 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """One line: who it is about, what, and what stands at the side; a box to tick where something is to be done."""

    who: str
    what: str
    aside: str = ""
    strong: bool = False
    box: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines and a word beside it ("and 12 more")."""

    title: str
    rows: tuple[Row, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class MorningSheet:
    """All that stands on the sheet, ready to be set; nothing in it is markup."""

    shop_name: str
    title: str
    remark: str
    sections: tuple[Section, ...]
    language: str = "en"
    size: PageSize = A4


class LaidSheet:
    """The sheet on its pages; it does not change any more."""

    def __init__(self, sheet: MorningSheet, placed: tuple[Placed, ...], boxes: tuple[tuple[int, QRectF], ...], pages: int) -> None:  # fmt: skip
        self.size = sheet.size
        self.pages = pages
        self._placed = placed
        self._boxes = boxes

    def text(self, page: int) -> str:
        """What stands on a page, line by line."""
        return "\n".join(one.setting.texts[one.index] for one in self._placed if one.page == page)

    def extents(self) -> Iterator[tuple[int, float, float, float]]:
        """Page, left, right and baseline of every line, in reference dots."""
        for one in self._placed:
            yield one.page, *one.setting.extent(one.index), float(one.baseline)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw one page on a painter whose unit is one reference dot, from the corner of the sheet."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at, box in self._boxes:
            if at == page:
                painter.setPen(QPen(ink.SECOND, dots(3)))
                painter.drawRect(box)
        for one in self._placed:
            if one.page == page:
                one.setting.draw(painter, one.index, one.baseline)


def lay_out_sheet(sheet: MorningSheet) -> LaidSheet:
    """Set the sheet in the largest type that lets it fit on one page, or in the smallest on as many as it takes."""
    laid = None
    for points in _SIZES:
        laid = _Setter(sheet, points).run()
        if laid.pages == 1:
            break
    assert laid is not None
    return laid


class _Setter:
    def __init__(self, sheet: MorningSheet, points: float) -> None:
        self._sheet = sheet
        self._points = points
        self._leading = dots_of_points(points * 1.28)
        self._left = dots(_SIDE)
        self._measure = sheet.size.width_dots - 2 * dots(_SIDE)
        self._bottom = sheet.size.height_dots - dots(_BOTTOM)
        self._y = dots(_TOP)
        self._page = 0
        self._placed: list[Placed] = []
        self._boxes: list[tuple[int, QRectF]] = []

    def run(self) -> LaidSheet:
        sheet = self._sheet
        self._line(sheet.shop_name, self._points * 0.95, ink.SECOND)
        self._line(sheet.title, self._points * 1.7, ink.INK)
        self._line(sheet.remark, self._points, ink.SECOND)
        for section in sheet.sections:
            self._y += self._leading * 2 // 3
            # A heading never stands alone at the foot of a page.
            self._turn_for(3 * self._leading)
            # What is left out stands beside the heading: a line of its own for each would cost the sheet its last rows.
            head = " · ".join(part for part in (section.title, section.more) if part)
            self._line(head, self._points * 1.15, ink.INK)
            self._y += self._leading // 6
            for row in section.rows:
                self._row(row)
        return LaidSheet(sheet, tuple(self._placed), tuple(self._boxes), self._page + 1)

    def _set(
        self, text: str, points: float, colour: QColor, left: int, measure: int, *, side: Side = Side.START
    ) -> Setting:  # fmt: skip
        words = plain(text).replace("\n", " ")
        font = face(dots_of_points(points), words, self._sheet.language)
        return typeset(
            words, font, colour, self._leading, left, measure, side=side,
            right_to_left=reads_right_to_left(words, self._sheet.language),
        )  # fmt: skip

    def _line(self, text: str, points: float, colour: QColor, *, indent: int = 0) -> None:
        if plain(text):
            setting = self._set(text, points, colour, self._left + indent, self._measure - indent)
            for index in range(len(setting.lines)):
                self._y += max(self._leading, dots_of_points(points * 1.3))
                self._placed.append(Placed(setting, index, self._page, self._y))

    def _row(self, row: Row) -> None:
        indent, gap = dots(_BOX + 30), dots(40)
        who, aside = round(self._measure * _WHO), round(self._measure * _WHEN)
        what = self._measure - indent - who - aside - 2 * gap
        left = self._left + indent
        colour = ink.INK if row.strong else ink.SECOND
        parts = [
            self._set(row.who, self._points, ink.INK, left, who),
            self._set(row.what, self._points, ink.INK, left + who + gap, what),
            self._set(row.aside, self._points, colour, left + who + what + 2 * gap, aside),
        ]
        parts = [part for part in parts if any(part.texts)]
        height = max((len(part.lines) for part in parts), default=1) * self._leading
        self._turn_for(height + self._leading // 7)
        first = self._y + self._leading
        if row.box:
            side = dots(_BOX)
            self._boxes.append((self._page, QRectF(self._left, first - side * 0.86, side, side)))
        for part in parts:
            for index in range(len(part.lines)):
                self._placed.append(Placed(part, index, self._page, first + index * self._leading))
        self._y += height + self._leading // 7

    def _turn_for(self, height: int) -> None:
        if self._y + height > self._bottom:
            self._page += 1
            self._y = dots(_TOP)
