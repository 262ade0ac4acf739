"""A folded card: the front and the back on one side of the sheet, the letter inside on the other."""

from PySide6.QtGui import QPainter

from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.layout import Laid, Line, lay_out
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import Fold, dots_of_points
from shopkeeper.paper.typeset import Placed, Side, plain, reads_right_to_left, typeset

_FRONT_POINTS = 26.0


class Card:
    """A card on its pages: the outside, then the inside; a long letter begins on the left half, or takes more sheets."""

    def __init__(self, note: Note, fold: Fold) -> None:
        self.size = fold.sheet
        self._middle = fold.sheet.width_dots / 2
        self._panel = fold.panel.width_dots
        self._inside = lay_out(note)
        self._outside = Laid(fold.panel, (*_front(note), *_back(note)), 2)
        letter = self._inside.pages
        # A letter of one page stands at the right, where the eye falls when a card is opened.
        self._halves: list[int | None] = [None, 0] if letter == 1 else [*range(letter)]
        if len(self._halves) % 2:
            self._halves.append(None)
        self.pages = 1 + len(self._halves) // 2

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the letter inside, and of the outside."""
        return self._outside.lines + self._inside.lines

    def text(self, page: int) -> str:
        """What stands on a side of the sheet, the left half first."""
        shown = (
            [self._outside.text(1), self._outside.text(0)]
            if page == 0
            else [self._inside.text(half) for half in self._on(page) if half is not None]
        )
        return "\n".join(text for text in shown if text)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw one side on a painter whose unit is one reference dot, from the corner of the sheet."""
        laid = self._outside if page == 0 else self._inside
        for place, half in enumerate((1, 0) if page == 0 else self._on(page)):
            if half is None:
                continue
            painter.save()
            painter.translate(place * self._middle + (self._middle - self._panel) / 2, 0)
            laid.paint(painter, half)
            painter.restore()

    def _on(self, page: int) -> tuple[int | None, int | None]:
        first = 2 * (page - 1)
        return self._halves[first], self._halves[first + 1]


def _front(note: Note) -> list[Placed]:
    """The words of the front, a third of the way down."""
    text = plain(note.front)
    return _centred(note, text, _FRONT_POINTS, page=0, at=0.42, accent=True) if text else []


def _back(note: Note) -> list[Placed]:
    """The shop, small, at the foot of the back."""
    head = note.letterhead
    parts = [part for text in (head.shop_name, head.address_line) if (part := plain(text))]
    return _centred(note, " · ".join(parts), 8.0, page=1, at=0.92, accent=False) if parts else []


def _centred(note: Note, text: str, points: float, *, page: int, at: float, accent: bool) -> list[Placed]:
    size = note.size
    measure = round(size.width_dots * 0.8)
    setting = typeset(
        text,
        face(dots_of_points(points), text, note.language, italic=accent),
        ink.readable(note.letterhead.accent) if accent else ink.SECOND,
        dots_of_points(points * 1.3),
        (size.width_dots - measure) // 2,
        measure,
        side=Side.CENTRE,
        right_to_left=reads_right_to_left(text, note.language),
    )
    y = round(size.height_dots * at)
    return [Placed(setting, n, page, y + n * setting.leading) for n in range(len(setting.lines))]
