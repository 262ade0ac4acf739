"""Paper to be filled in by hand: some questions with boxes to tick, lines to write on, a code that says whose it is."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from shopkeeper.paper import codes, ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.page import A5, PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Setting, Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

_POINTS = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_BOX = 42  # tenths of a millimetre
_MODULE = 3 * codes.GRID
_LINE_APART = 90


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what can be ticked below it; each box has its words behind it."""

    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All that stands on one sheet. `code` is printed as a QR code with `whose` in words beside it; `blanks` are names
    of what is written in by hand at the head ("Day"), `words` what the lines at the foot are for ("" for no lines)."""

    shop_name: str
    title: str
    intro: str
    items: tuple[Item, ...]
    words: str = ""
    lines: int = 3
    whose: str = ""
    code: str = ""
    blanks: tuple[str, ...] = ()
    foot: str = ""
    language: str = "en"
    size: PageSize = A5


class LaidForms:
    """Forms on their sheets, one after the other; they do not change any more."""

    def __init__(self, laid: Sequence["_Laid"]) -> None:
        self._laid = tuple(laid)
        self._places = [(form, page) for form in self._laid for page in range(form.pages)]
        self.size = self._laid[0].size
        self.pages = len(self._places)

    def text(self, page: int) -> str:
        """What stands on a page, line by line."""
        form, own = self._places[page]
        return form.text(own)

    def extents(self) -> Iterator[tuple[int, float, float, float]]:
        """Page, left, right and baseline of every line, in reference dots."""
        for page, (form, own) in enumerate(self._places):
            yield from ((page, left, right, base) for at, left, right, base in form.extents() if at == own)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw one page on a painter whose unit is one reference dot, from the corner of the sheet."""
        form, own = self._places[page]
        form.paint(painter, own)


def lay_out_forms(forms: Sequence[Form]) -> LaidForms:
    """Set each form in the largest type that lets it fit on one sheet, or in the smallest on as many as it takes."""
    laid = []
    for form in forms:
        for points in _POINTS:
            one = _Setter(form, points).run()
            if one.pages == 1:
                break
        laid.append(one)
    return LaidForms(laid)


class _Laid:
    def __init__(
        self, size: PageSize, pages: int, placed: Sequence[Placed], boxes: Sequence[tuple[int, QRectF]],
        rules: Sequence[tuple[int, QLineF]], code: tuple[codes.Code, int, int] | None,
    ) -> None:  # fmt: skip
        self.size, self.pages = size, pages
        self._placed, self._boxes, self._rules, self._code = placed, boxes, rules, code

    def text(self, page: int) -> str:
        return "\n".join(one.setting.texts[one.index] for one in self._placed if one.page == page)

    def extents(self) -> Iterator[tuple[int, float, float, float]]:
        for one in self._placed:
            yield one.page, *one.setting.extent(one.index), float(one.baseline)

    def paint(self, painter: QPainter, page: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.SECOND, dots(3)))
        for at, box in self._boxes:
            if at == page:
                painter.drawRect(box)
        painter.setPen(QPen(ink.SECOND, dots(2)))
        for at, rule in self._rules:
            if at == page:
                painter.drawLine(rule)
        if self._code is not None and page == 0:
            code, left, top = self._code
            codes.draw(painter, code, left, top, _MODULE, _MODULE)
        for one in self._placed:
            if one.page == page:
                one.setting.draw(painter, one.index, one.baseline)


class _Setter:
    def __init__(self, form: Form, points: float) -> None:
        self._form, self._points = form, points
        self._leading = dots_of_points(points * 1.28)
        size = form.size
        self._left = dots(size.side)
        self._measure = size.width_dots - 2 * dots(size.side)
        self._bottom = size.height_dots - dots(size.bottom)
        self._y, self._page = dots(150), 0
        self._placed: list[Placed] = []
        self._boxes: list[tuple[int, QRectF]] = []
        self._rules: list[tuple[int, QLineF]] = []

    def run(self) -> _Laid:
        form, code = self._form, None
        beside = 0
        if form.code:
            made = codes.qr(form.code)
            side = made.width * _MODULE
            beside = side + dots(60)
            right = form.size.width_dots - dots(form.size.side)
            code = made, codes.snapped(right - side), codes.snapped(dots(170))
            code_ends = code[2] + side
        else:
            code_ends = 0
        self._write(form.shop_name, self._points * 0.9, ink.SECOND, less=beside)
        self._write(form.title, self._points * 1.6, ink.INK, less=beside)
        self._write(form.whose, self._points, ink.INK, less=beside)
        self._y = max(self._y, code_ends)
        self._y += self._leading // 3
        self._write(form.intro, self._points, ink.INK)
        self._blanks()
        for number, item in enumerate(form.items, 1):
            self._item(number, item)
        if form.words:
            self._lines()
        self._write(form.foot, self._points * 0.85, ink.SECOND, above=self._leading // 2)
        return _Laid(form.size, self._page + 1, self._placed, self._boxes, self._rules, code)

    def _set(self, text: str, points: float, colour: QColor, left: int, measure: int) -> Setting:
        words = plain(text).replace("\n", " ")
        font = face(dots_of_points(points), words, self._form.language)
        return typeset(
            words, font, colour, dots_of_points(points * 1.28), left, measure, side=Side.START,
            right_to_left=reads_right_to_left(words, self._form.language),
        )  # fmt: skip

    def _write(self, text: str, points: float, colour: QColor, *, less: int = 0, above: int = 0) -> None:
        if not plain(text):
            return
        setting = self._set(text, points, colour, self._left, self._measure - less)
        self._y += above
        for index in range(len(setting.lines)):
            self._turn_for(setting.leading)
            self._y += setting.leading
            self._placed.append(Placed(setting, index, self._page, self._y))

    def _blanks(self) -> None:
        for name in self._form.blanks:
            self._y += self._leading + dots(50)
            setting = self._set(name, self._points, ink.INK, self._left, self._measure // 2)
            self._placed.append(Placed(setting, 0, self._page, self._y))
            begins = setting.extent(0)[1] + dots(30)
            ends = self._left + self._measure
            self._rules.append((self._page, QLineF(begins, self._y + dots(8), ends, self._y + dots(8))))

    def _item(self, number: int, item: Item) -> None:
        indent = dots_of_points(self._points * 1.7)
        setting = self._set(item.text, self._points, ink.INK, self._left + indent, self._measure - indent)
        box, gap = dots(_BOX), dots(22)
        answers = [self._set(choice, self._points, ink.INK, 0, self._measure - indent - box - gap) for choice in item.choices]  # fmt: skip
        rows = self._rows(answers, indent)
        row_high = max(self._leading, box) + dots(26)
        self._y += self._leading * 2 // 3
        # A question is never parted from its boxes.
        self._turn_for(len(setting.lines) * setting.leading + len(rows) * row_high)
        first = self._set(f"{number}", self._points, ink.SECOND, self._left, indent)
        for index in range(len(setting.lines)):
            self._y += setting.leading
            if index == 0:
                self._placed.append(Placed(first, 0, self._page, self._y))
            self._placed.append(Placed(setting, index, self._page, self._y))
        for row in rows:
            self._y += row_high
            for place, left in row:
                # Set where it stands: a line of text knows its own left edge.
                words = self._set(item.choices[place], self._points, ink.INK, left + box + gap, self._measure - indent - box - gap)  # fmt: skip
                self._boxes.append((self._page, QRectF(left, self._y - box * 0.86, box, box)))
                self._placed.append(Placed(words, 0, self._page, self._y))

    def _rows(self, answers: Sequence[Setting], indent: int) -> list[list[tuple[int, int]]]:
        """Which boxes stand in which row, each with its left edge."""
        box, gap, apart = dots(_BOX), dots(22), dots(70)
        rows: list[list[tuple[int, int]]] = [[]]
        x, begins = self._left + indent, self._left + indent
        for place, answer in enumerate(answers):
            left, right = answer.extent(0)
            wide = box + gap + round(right - left)
            if rows[-1] and x + wide > self._left + self._measure:
                rows.append([])
                x = begins
            rows[-1].append((place, x))
            x += wide + apart
        return rows

    def _lines(self) -> None:
        form = self._form
        self._y += self._leading // 2
        self._turn_for(self._leading + form.lines * dots(_LINE_APART))
        self._write(form.words, self._points, ink.INK)
        for _ in range(form.lines):
            self._y += dots(_LINE_APART)
            self._rules.append((self._page, QLineF(self._left, self._y, self._left + self._measure, self._y)))

    def _turn_for(self, height: int) -> None:
        if self._y + height > self._bottom:
            self._page += 1
            self._y = dots(150)
