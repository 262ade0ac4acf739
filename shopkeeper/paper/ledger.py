"""A list in columns on A4, such as a statement of account: headed, numbered, as many sheets as it takes."""

from PySide6.QtGui import QFont

from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.heading import letterhead
from shopkeeper.paper.layout import Laid, Stroke
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4, PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Side, plain, reads_right_to_left, typeset
from shopkeeper.values import dataclass

_POINTS = 9.5
_SMALL = 8.5
_LEADING = 1.42
_TOGETHER = 6  # remarks that begin on the sheet of the list only where they fit there
_SIDE = 200  # tenths of a millimetre: a table wants more room than a letter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, a text for each column; `strong` for what stands at its beginning and its end, `bar` how much of the
    ledger's column of bars it fills, between 0 and 1."""

    cells: tuple[str, ...]
    strong: bool = False
    bar: float = 0.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands on a list, in words; every text is taken as it is.

    `whose` are the lines below the title; `shares` the widths of the columns as parts of one, of which the last
    `figures` are figures; the second column has the words that may take several lines. `summary` is what it comes to,
    as (words, figure). Where `carried` and `brought` are given they name the last column's figure at the foot of a
    sheet and at the head of the next. `bars` is the column in which each row's bar is drawn, where there is one. `page_words` has `{page}` and `{pages}` in it.
    """

    letterhead: Letterhead
    title: str
    whose: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    figures: int = 0
    summary: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    carried: str = ""
    brought: str = ""
    page_words: str = "{page} / {pages}"
    language: str = "en"
    size: PageSize = A4
    bars: int | None = None


def lay_out_ledger(ledger: Ledger) -> Laid:
    """The list on its sheets, ready for screen, printer and PDF; further sheets are headed and all are numbered."""
    return _Sheets(ledger).run()


class _Sheets:
    """Fills sheets from the top."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.size = ledger.size
        self.left = dots(_SIDE)
        self.measure = self.size.width_dots - 2 * self.left
        self.bottom = self.size.height_dots - dots(self.size.bottom)
        self.leading = dots_of_points(_POINTS * _LEADING)
        self.page = 0
        self.y = 0
        self.placed: list[Placed] = []
        self.strokes: list[Stroke] = []
        self.right_to_left = reads_right_to_left(plain(ledger.title), ledger.language)

    def run(self) -> Laid:
        ledger = self.ledger
        head = Note(ledger.letterhead, (), language=ledger.language, size=self.size)
        placed, self.y = letterhead(head)
        self.placed += placed
        self.y += round(1.6 * self.leading)
        self._text(ledger.title, 15, gap=0.2)
        for line in ledger.whose:
            self._text(line, _POINTS)
        self.y += self.leading // 2
        self._heads()
        for number, row in enumerate(ledger.rows):
            self._row(row, ledger.rows[max(0, number - 1)].cells[-1])
        self._stroke()
        self._summary()
        self._feet()
        return Laid(self.size, tuple(self.placed), self.page + 1, tuple(self.strokes))

    def _text(self, text: str, points: float, gap: float = 0.0) -> None:
        text = plain(text)
        if not text:
            return
        leading = dots_of_points(points * _LEADING)
        setting = typeset(
            text, self._font(text, points), ink.INK, leading, self.left, self.measure,
            right_to_left=self.right_to_left,
        )  # fmt: skip
        for index in range(len(setting.lines)):
            self.placed.append(Placed(setting, index, self.page, self.y + round(setting.leading * 0.74)))
            self.y += setting.leading
        self.y += round(gap * self.leading)

    def _font(self, text: str, points: float, *, italic: bool = False) -> QFont:
        return face(dots_of_points(points), text, self.ledger.language, italic=italic)

    def _heads(self) -> None:
        self._cells(self.ledger.heads, _SMALL, second=True)
        self._stroke()

    def _row(self, row: Row, before: str) -> None:
        lines = self._lines(row.cells, _POINTS)
        # What is carried forward needs its line as well.
        if self.y + (lines + 1) * self.leading > self.bottom:
            self._next_page(before)
        if self.ledger.bars is not None and row.bar > 0:
            left, width = self._columns()[self.ledger.bars]
            long = round(width * min(1.0, row.bar))
            begin = left + width - long if self.right_to_left else left
            self.strokes.append(
                Stroke(self.page, begin, begin + long, self.y + self.leading // 2, self.leading * 2 // 5)
            )
        self._cells(row.cells, _POINTS, italic=row.strong)

    def _next_page(self, balance: str) -> None:
        ledger = self.ledger
        self._stroke()
        if ledger.carried:
            self._sum_line(ledger.carried, balance, italic=True)
        self.page += 1
        self.y = dots(self.size.top) + 3 * self.leading
        self._heads()
        if ledger.brought:
            self._sum_line(ledger.brought, balance, italic=True)

    def _sum_line(self, words: str, figure: str, *, italic: bool = False) -> None:
        """Words in the second column, a figure in the last."""
        cells = ["", words, *[""] * (len(self.ledger.shares) - 3), figure]
        self._cells(tuple(cells), _POINTS, italic=italic)

    def _columns(self) -> list[tuple[int, int]]:
        """Where each column begins and how wide it is, in reading order; mirrored where the page is."""
        found, at = [], 0
        for column, share in enumerate(self.ledger.shares):
            width = round(self.measure * share)
            gap = dots(30) if column < len(self.ledger.shares) - 1 else 0
            left = self.measure - at - width + gap if self.right_to_left else at
            found.append((self.left + left, width - gap))
            at += width
        return found

    def _lines(self, cells: tuple[str, ...], points: float) -> int:
        """How many lines the row takes: as many as its tallest cell."""
        most = 1
        for text, (left, width) in zip(map(plain, cells), self._columns(), strict=True):
            setting = typeset(text, self._font(text, points), ink.INK, 1, left, width)
            most = max(most, len(setting.lines))
        return most

    def _cells(
        self, cells: tuple[str, ...], points: float, *, second: bool = False, italic: bool = False
    ) -> None:
        leading, most = dots_of_points(points * _LEADING), 1
        figures = len(self.ledger.shares) - self.ledger.figures
        for column, (text, (left, width)) in enumerate(zip(map(plain, cells), self._columns(), strict=True)):
            if not text:
                continue
            setting = typeset(
                text, self._font(text, points, italic=italic), ink.SECOND if second else ink.INK, leading, left,
                width, side=Side.END if column >= figures else Side.START, right_to_left=self.right_to_left,
            )  # fmt: skip
            for index in range(len(setting.lines)):
                self.placed.append(
                    Placed(setting, index, self.page, self.y + round((index + 0.74) * leading))
                )
            most = max(most, len(setting.lines))
        self.y += most * leading

    def _stroke(self) -> None:
        self.y += self.leading // 5
        self.strokes.append(Stroke(self.page, self.left, self.left + self.measure, self.y))
        self.y += self.leading // 5

    def _summary(self) -> None:
        ledger = self.ledger
        lines = len(ledger.summary) + 2 * min(len(ledger.remarks), _TOGETHER) + 1
        if self.y + lines * self.leading > self.bottom and ledger.rows:
            self._turn()
        self.y += self.leading // 2
        for words, figure in ledger.summary:
            self._sum_line(words, figure)
        self.y += self.leading // 2
        for remark in ledger.remarks:
            if self.y + 2 * self.leading > self.bottom:
                self._turn()
            self._text(remark, _SMALL, gap=0.3)

    def _turn(self) -> None:
        self.page += 1
        self.y = dots(self.size.top) + 3 * self.leading

    def _feet(self) -> None:
        """Each sheet has its number; further ones whose it is, at the head."""
        ledger, pages = self.ledger, self.page + 1
        whose = plain(" · ".join((ledger.letterhead.shop_name, *ledger.whose[:1], ledger.title)))
        foot = self.size.height_dots - dots(self.size.bottom * 6 // 10)
        for page in range(pages):
            words = ledger.page_words.format(page=page + 1, pages=pages)
            for text, baseline in ((words, foot), (whose if page else "", dots(self.size.top))):
                if text:
                    setting = typeset(
                        text, self._font(text, _SMALL), ink.SECOND, self.leading, self.left, self.measure,
                        side=Side.CENTRE, right_to_left=self.right_to_left,
                    )  # fmt: skip
                    self.placed.append(Placed(setting, 0, page, baseline))
