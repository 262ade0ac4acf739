"""A letter laid out once, on a reference of 1200 dots an inch: every screen, printer and PDF shows these lines."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from shopkeeper.paper import ink
from shopkeeper.paper.drawings import CODE_MM, SIGNATURE_ROOM, Drawing, drawings_of
from shopkeeper.paper.fonts import face
from shopkeeper.paper.heading import further_pages, letterhead
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import PageSize, dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Setting, Side, plain, reads_right_to_left, typeset
from shopkeeper.paper.windows import Zone, zone
from shopkeeper.values import dataclass, replace

_ENDS_A_SENTENCE = ".!?…:;—。！？؟۔।"
_CLOSES = "\"'”’»)]」』）\u2069"
_LEADING = 1.45
_STROKE = 8  # reference dots: a sixth of a millimetre


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a laid out letter: its text, its page from 0, and where it stands, in reference dots."""

    text: str
    page: int
    left: float
    right: float
    baseline: float


@dataclass(frozen=True, slots=True)
class _Block:
    setting: Setting
    gap: int
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line across a page, from `left` to `right` at `y`, in reference dots: thin, or `thick` where it is a bar."""

    page: int
    left: int
    right: int
    y: int
    thick: int = 0


class Laid:
    """A letter, or an account, on its pages; it does not change any more."""

    def __init__(
        self,
        size: PageSize,
        placed: tuple[Placed, ...],
        pages: int,
        strokes: tuple[Stroke, ...] = (),
        drawings: tuple[Drawing, ...] = (),
    ) -> None:
        self.size = size
        self.pages = pages
        self._placed = placed
        self._strokes = strokes
        self._drawings = drawings

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in reading order, page by page."""
        return tuple(
            Line(one.setting.texts[one.index], one.page, *one.setting.extent(one.index), float(one.baseline))
            for one in self._placed
        )

    def text(self, page: int) -> str:
        """What stands on a page, line by line: for a screen reader, or to copy."""
        return "\n".join(one.setting.texts[one.index] for one in self._placed if one.page == page)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw one page on a painter whose unit is one reference dot, from the corner of the sheet."""
        for one in self._placed:
            if one.page == page:
                one.setting.draw(painter, one.index, one.baseline)
        for stroke in self._strokes:
            if stroke.page == page:
                painter.setPen(
                    QPen(ink.SECOND, stroke.thick or _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
                )
                painter.drawLine(stroke.left, stroke.y, stroke.right, stroke.y)
        for drawing in self._drawings:
            if drawing.page == page:
                drawing.draw(painter)


def lay_out(note: Note) -> Laid:
    """Set a letter: in the largest type that lets it fit on one sheet, or on as many sheets as it takes."""
    size = note.size
    length = sum(map(len, note.paragraphs)) + len(note.own_line)
    # More letters than one in ten square millimetres never fit on one sheet.
    if length <= size.width * size.height // 1000:
        for points in size.type_points:
            laid = _place(note, points)
            if laid.pages == 1:
                return laid
    return _place(note, size.long_points)


def opening(own_line: str, paragraphs: tuple[str, ...], language: str = "en") -> tuple[str, ...]:
    """The paragraphs with a line of one's own before them.

    It runs on into the first paragraph where it ends like a sentence and reads the same way; otherwise it is a
    paragraph of its own.
    """
    own = plain(own_line)
    rest = tuple(text for paragraph in paragraphs if (text := plain(paragraph)))
    if not own or not rest:
        return (own, *rest) if own else rest
    ends = own.rstrip(_CLOSES).endswith(tuple(_ENDS_A_SENTENCE))
    same_way = reads_right_to_left(own, language) is reads_right_to_left(rest[0], language)
    if not ends or not same_way or "\n" in own:
        return (own, *rest)
    space = "" if own[-1] in "。！？" else " "
    return (own + space + rest[0], *rest[1:])


def _place(note: Note, points: float) -> Laid:
    size = note.size
    placed, heading_end = letterhead(note)
    setter = _Setter(note, points)
    first = heading_end + max(dots(size.top // 2), 2 * setter.leading)
    if note.address:
        window = zone(note.country, size)
        placed += _address(note, window, heading_end)
        first = max(first, dots(window.top + window.height + 60))
    flow = _Flow(
        first=first,
        again=dots(size.top) + dots_of_points(26),
        bottom=size.height_dots
        - dots(size.bottom)
        - (dots(CODE_MM * 10) if note.code or note.own_code else 0),
    )
    flow.run(setter.blocks())
    pages = flow.page + 1
    letter = flow.placed
    if pages == 1:
        # A short letter hangs a little lower on its sheet, as one would write it.
        lower = min(flow.room // 5, dots(size.top // 2))
        letter = [replace(one, baseline=one.baseline + lower) for one in letter]
    drawings = drawings_of(note, letter, pages, right_to_left=setter.right_to_left)
    return Laid(size, (*placed, *letter, *further_pages(note, pages)), pages, drawings=drawings)


def _address(note: Note, window: Zone, heading_end: int) -> list[Placed]:
    """The address in its window, in the largest type that fits; a letterhead that reaches into it pushes it down."""
    lines = [line for text in note.address[:7] if (line := plain(text))]
    for points in (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7):
        leading = dots_of_points(points * 1.25)
        settings = [
            typeset(
                text, face(dots_of_points(points), text, note.language), ink.INK, leading, dots(window.left),
                dots(window.width), side=Side.END if reads_right_to_left(text, note.language) else Side.START,
                right_to_left=reads_right_to_left(text, note.language),
            )
            for text in lines
        ]  # fmt: skip
        if sum(len(one.lines) * one.leading for one in settings) <= dots(window.height):
            break
    placed: list[Placed] = []
    y = max(dots(window.top), heading_end + dots(30))
    for setting in settings:
        for index in range(len(setting.lines)):
            placed.append(Placed(setting, index, 0, y + round(setting.leading * 0.8)))
            y += setting.leading
    return placed


class _Setter:
    """Sets the parts of one letter in one size of type."""

    def __init__(self, note: Note, points: float) -> None:
        self.note = note
        self.points = points
        self.leading = dots_of_points(points * _LEADING)
        self.gap = round(self.leading * 0.8)
        whole = "\n".join((note.salutation, *note.paragraphs, note.closing))
        self.right_to_left = reads_right_to_left(plain(whole), note.language)

    def blocks(self) -> list[_Block]:
        note = self.note
        blocks: list[_Block] = []
        if date := plain(note.date_text):
            blocks.append(self._block(date, 0, size=0.82, side=Side.END, second=True, with_next=True))
        if salutation := plain(note.salutation):
            blocks.append(self._block(salutation, self.gap if blocks else 0, with_next=True))
        body = opening(note.own_line, note.paragraphs, note.language)
        closing, signature = plain(note.closing), plain(note.signature_name)
        for number, text in enumerate(body, start=1):
            last = number == len(body) and bool(closing or signature)
            blocks.append(self._block(text, self.gap if blocks else 0, with_next=last))
        if closing:
            blocks.append(self._block(closing, self.gap if blocks else 0, with_next=bool(signature)))
        if signature and (note.by_hand or note.signature):
            room = dots(SIGNATURE_ROOM[note.size.height >= 2000])
            blocks.append(self._block(signature, room, size=0.85, second=True))
        elif signature:
            blocks.append(self._block(signature, round(self.leading * 0.9), size=1.45, italic=True))
        return blocks

    def _block(
        self,
        text: str,
        gap: int,
        *,
        size: float = 1.0,
        side: Side = Side.START,
        second: bool = False,
        italic: bool = False,
        with_next: bool = False,
    ) -> _Block:
        page = self.note.size
        points = max(8.5, self.points * size)
        setting = typeset(
            text,
            face(dots_of_points(points), text, self.note.language, italic=italic),
            ink.SECOND if second else ink.INK,
            dots_of_points(points * (_LEADING if size <= 1 else 1.3)),
            dots(page.side),
            page.width_dots - 2 * dots(page.side),
            side=side,
            # A date or a signature in other letters still stands where the letter's reader looks for it.
            right_to_left=self.right_to_left
            if size != 1.0
            else reads_right_to_left(text, self.note.language),
        )
        return _Block(setting, gap, with_next)


class _Flow:
    """Fills pages from the top: two lines of a paragraph at least on either side, the signature never alone."""

    def __init__(self, first: int, again: int, bottom: int) -> None:
        self.placed: list[Placed] = []
        self.page = 0
        self._again = again
        self._bottom = bottom
        self._y = first
        self._fresh = True

    @property
    def room(self) -> int:
        """What is left of the page below the last line, in reference dots."""
        return max(0, self._bottom - self._y)

    def run(self, blocks: list[_Block]) -> None:
        for number, block in enumerate(blocks):
            self._y += 0 if self._fresh and self.page else block.gap
            self._paragraph(block, self._needed_after(blocks, number))

    def _paragraph(self, block: _Block, needed_after: int) -> None:
        setting, done = block.setting, 0
        while done < len(setting.lines):
            left = len(setting.lines) - done
            room = self.room // setting.leading
            take = min(left, room)
            if take == left and not self._fits(setting.leading * left + needed_after):
                take = left - 2
            elif left - take == 1:
                take -= 1
            if take < 2 and take < left:
                # On an empty page something must be set, or the letter would never end.
                take = max(1, min(left, room)) if self._fresh else 0
            for _ in range(take):
                baseline = self._y + round(setting.leading * 0.74)
                self.placed.append(Placed(setting, done, self.page, baseline))
                self._y += setting.leading
                self._fresh = False
                done += 1
            if done < len(setting.lines):
                self.page += 1
                self._y = self._again
                self._fresh = True

    def _fits(self, height: int) -> bool:
        return self._y + height <= self._bottom

    def _needed_after(self, blocks: list[_Block], number: int) -> int:
        """Height of what must stand on the same page as the end of a block."""
        height = 0
        while blocks[number].with_next and number + 1 < len(blocks):
            number += 1
            lines = len(blocks[number].setting.lines)
            height += blocks[number].gap + blocks[number].setting.leading * (lines if lines < 4 else 2)
        # What is taller than half a page is let go of.
        return height if height * 2 < self._bottom - self._again else 0
