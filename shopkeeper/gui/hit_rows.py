"""One member's two lines, laid out once for a width and a look; painting them again is a few strokes."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.lines import LEFT, RIGHT, Line, Type, keep, lay, option
from shopkeeper.gui.widgets.badge import TierFace, badge_ground, badge_size
from shopkeeper.rules.cards import spaced
from shopkeeper.service.finding import Hit

Span = tuple[int, int]

_ELIDED = Qt.TextElideMode.ElideRight
_LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 äöüßéèêáàíóúñçåøæ …·.,'-@+"
LINES_KEPT, BADGES_KEPT = 1200, 60


class Placed(NamedTuple):
    """A line in its colour, and where it begins."""

    laid: QTextLayout
    ink: QColor
    x: float
    y: float


class Badge(NamedTuple):
    """A badge at the end of a line: its ground, where that stands, the room it takes, and its name."""

    ground: QPixmap
    at: tuple[float, float]
    room: float
    name: Placed


class Dress:
    """The fonts and colours of the rows in one look, and what was laid out in them."""

    def __init__(self) -> None:
        worn = look.theme()
        self.worn = worn, look.wish()
        self.name, self.small, self.badge = (
            Type(look.font("body", 600)), Type(look.font("small")), Type(look.font("badge"))
        )  # fmt: skip
        self.ink, self.ink_2, self.ground = QColor(worn.ink), QColor(worn.ink_2), QColor(worn.surface)
        self.chosen, self.hover = QColor(worn.accent_soft), QColor(worn.hover)
        self.line = QPen(QColor(worn.line), theme.LINE_WIDTH)
        self.focus = QPen(QColor(worn.accent), theme.FOCUS_WIDTH)
        self.side, self.gap, self.above, self.below = look.px(16), look.px(8), look.px(10), look.px(11)
        self._marked = QTextCharFormat()
        self._marked.setForeground(QColor(worn.accent))
        self._marked.setFontWeight(QFont.Weight.Bold)
        self._sides = option(LEFT), option(RIGHT)
        self._lines: dict[tuple[str, tuple[Span, ...], Type, float, bool], Line] = {}
        self._badges: dict[tuple[TierFace, float, float, bool], Badge] = {}

    def write(self, text: str, spans: tuple[Span, ...], kind: Type, room: float, *, mirrored: bool) -> Line:
        """One line of text, cut with an ellipsis where it is too long, with the spans in the accent.

        It is kept: shaping is most of the work, and from key to key most lines stay as they were.
        """
        key = text, spans, kind, room, mirrored
        known = self._lines.get(key)
        if known is not None:
            return known
        line = self._lay(text, spans, len(text), kind, room, mirrored=mirrored)
        if line.width > room:
            shown = kind.metrics.elidedText(text, _ELIDED, room)
            if shown != text:
                line = self._lay(shown, spans, max(0, len(shown) - 1), kind, room, mirrored=mirrored)
        return keep(self._lines, key, line, LINES_KEPT)

    def _lay(
        self, text: str, spans: Sequence[Span], kept: int, kind: Type, room: float, *, mirrored: bool
    ) -> Line:
        marks = _marked(text, spans, kept, self._marked) if spans else ()
        return lay(text, kind, self._sides[mirrored], room, marks)

    def draw_letters(self, ratio: float) -> None:
        """Draws each letter as it is and as it stands out: the shapes of letters are kept by Qt once they were drawn."""
        for kind in (self.name, self.small):
            for spans in ((), ((0, len(_LETTERS)),)):
                line = self._lay(_LETTERS, spans, len(_LETTERS), kind, 0, mirrored=False)
                picture = QPixmap((QSizeF(line.width, 2 * kind.height) * ratio).toSize())
                picture.setDevicePixelRatio(ratio)
                picture.fill(self.ground)
                painter = QPainter(picture)
                line.laid.draw(painter, QPointF(0, 0))
                painter.end()

    def badge_of(self, face: TierFace, width: float, ratio: float, *, mirrored: bool) -> Badge:
        """The badge at the end of a line of that width; made once for all that wear it."""
        key = face, width, ratio, mirrored
        known = self._badges.get(key)
        return known or keep(self._badges, key, self._make_badge(face, width, ratio, mirrored), BADGES_KEPT)

    def _make_badge(self, face: TierFace, width: float, ratio: float, mirrored: bool) -> Badge:
        size = badge_size(face)
        size.setWidth(min(size.width(), width * 0.45))
        x = 0.0 if mirrored else width - size.width()
        y = (self.name.height - size.height()) / 2
        side, sign = look.px(7), look.px(14)
        line = self.write(face.name, (), self.badge, size.width() - 2 * side - sign + 1, mirrored=mirrored)
        lead = x + side + (0 if mirrored else sign)
        name = Placed(
            line.laid,
            QColor(look.theme().tier(face.colour).text),
            lead,
            y + (size.height() - self.badge.height) / 2,
        )
        return Badge(badge_ground(face, size, ratio, mirrored=mirrored), (x, y), size.width(), name)


class HitRow:
    """What is painted of a hit, measured from the place where its first line begins."""

    def __init__(
        self, dress: Dress, hit: Hit, face: TierFace, seen: str, area: QRectF, ratio: float, *, mirrored: bool
    ) -> None:
        width = area.width()
        low = area.height() - dress.small.height
        badge = dress.badge_of(face, width, ratio, mirrored=mirrored)
        self._ground, self._ground_at = badge.ground, badge.at
        name = words.called(hit.name, hit.number)
        spans = hit.name_ranges if hit.name else hit.ranges if hit.matched == "number" else ()
        if not hit.name and spans:
            shift = name.rfind(hit.number)
            spans = tuple((start + shift, end + shift) for start, end in spans)
        room = width - badge.room - dress.gap
        first = dress.write(name, spans, dress.name, room, mirrored=mirrored).laid
        when = dress.write(seen, (), dress.small, width, mirrored=False)
        taken = when.width + 1
        text, marks = _second_line(hit)
        left = max(0.0, width - taken - dress.gap)
        second = dress.write(text, marks, dress.small, left, mirrored=mirrored).laid
        self._placed = (
            badge.name,
            Placed(first, dress.ink, width - room if mirrored else 0, 0),
            Placed(when.laid, dress.ink_2, 0.5 if mirrored else width - taken + 0.5, low),
            Placed(second, dress.ink_2, width - left if mirrored else 0, low),
        )

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Paints the row where its first line begins."""
        across, down = self._ground_at
        painter.drawPixmap(QPointF(round(x + across), round(y + down)), self._ground)
        for laid, ink, across, down in self._placed:
            painter.setPen(ink)
            laid.draw(painter, QPointF(x + across, y + down))


def _second_line(hit: Hit) -> tuple[str, tuple[Span, ...]]:
    """Where the member lives, or what answered when it was not the name."""
    if hit.matched in ("", "name") or not hit.matched_text or (hit.matched == "number" and not hit.name):
        return words.where(hit), ()
    if hit.matched == "card":
        return spaced(hit.matched_text), ()
    if hit.matched == "street":
        digits = "".join(filter(str.isdigit, hit.phone))
        return hit.matched_text + (f" · …{digits[-3:]}" if len(digits) >= 3 else ""), hit.ranges
    return hit.matched_text, hit.ranges


def _marked(
    text: str, spans: Sequence[Span], kept: int, worn: QTextCharFormat
) -> list[QTextLayout.FormatRange]:
    wide = not text.isascii()
    formats = []
    for start, end in spans:
        if start < kept:
            end = min(end, kept)
            marked = QTextLayout.FormatRange()
            if wide:
                # Qt counts in UTF-16; a sign beyond the first plane counts twice there.
                marked.start = len(text[:start].encode("utf-16-le")) // 2
                marked.length = len(text[start:end].encode("utf-16-le")) // 2
            else:
                marked.start, marked.length = start, end - start
            marked.format = worn
            formats.append(marked)
    return formats
