"""One member's two lines, laid out once for a width and a look; painting them again is a few strokes."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.widgets.badge import TierFace, badge_ground, badge_size
from shopkeeper.rules.cards import spaced
from shopkeeper.service.finding import Hit

Span = tuple[int, int]

_ELIDED = Qt.TextElideMode.ElideRight
_BY_ITSELF = Qt.LayoutDirection.LayoutDirectionAuto
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
WIDTHS_KEPT, BADGES_KEPT = 4000, 60


class Type:
    """A font with its measures; the width of a text is kept, for the same few are written over and over."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.height, self.ascent = self.metrics.height(), self.metrics.ascent()
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """How much room a text takes."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= WIDTHS_KEPT:
                self._widths.clear()
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known

    def cut(self, text: str, room: float) -> str:
        """The text, ending in an ellipsis where it is too long."""
        return text if self.width(text) <= room else self.metrics.elidedText(text, _ELIDED, room)


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.Bold)
    return made


Stroke = tuple[QFont, QColor, float, float, str]
Laid = tuple[QTextLayout, QColor, float, float]


class Placed(NamedTuple):
    """A badge at the end of a line: its ground, where that stands, the room it takes, and its name."""

    ground: QPixmap
    at: tuple[float, float]
    room: float
    strokes: tuple[Stroke, ...]
    laid: tuple[Laid, ...]


class Dress:
    """The fonts and colours of the rows in one look."""

    def __init__(self) -> None:
        worn = look.theme()
        self.worn = worn, look.wish()
        self.name, self.small, self.badge = (
            Type(look.font("body", 600)), Type(look.font("small")), Type(look.font("badge"))
        )  # fmt: skip
        self.name_marked, self.small_marked = Type(_bold(self.name.font)), Type(_bold(self.small.font))
        self.ink, self.ink_2, self.accent = QColor(worn.ink), QColor(worn.ink_2), QColor(worn.accent)
        self.chosen, self.hover = QColor(worn.accent_soft), QColor(worn.hover)
        self.line = QPen(QColor(worn.line), theme.LINE_WIDTH)
        self.focus = QPen(QColor(worn.accent), theme.FOCUS_WIDTH)
        self.side, self.gap, self.above, self.below = look.px(16), look.px(8), look.px(10), look.px(11)
        self.badges: dict[tuple[TierFace, float, float, bool], Placed] = {}


class HitRow:
    """What is painted of a hit, measured from the place where its first line begins."""

    def __init__(
        self, dress: Dress, hit: Hit, face: TierFace, seen: str, area: QRectF, ratio: float, *, mirrored: bool
    ) -> None:
        self._dress, self._mirrored = dress, mirrored
        self._strokes: list[Stroke] = []
        self._laid: list[Laid] = []
        width = area.width()
        low = area.height() - dress.small.height
        room = width - self._place_badge(face, width, ratio) - dress.gap
        name = words.called(hit.name, hit.number)
        spans = hit.name_ranges if hit.name else hit.ranges if hit.matched == "number" else ()
        if not hit.name and spans:
            shift = name.rfind(hit.number)
            spans = tuple((start + shift, end + shift) for start, end in spans)
        leading = width - room if mirrored else 0
        self._write(name, spans, (dress.name, dress.name_marked), dress.ink, leading, room, 0)
        small = dress.small, dress.small_marked
        taken = dress.small.width(seen) + 1
        self._write(seen, (), small, dress.ink_2, 0 if mirrored else width - taken + 0.5, taken, low)
        text, marks = _second_line(hit)
        room = max(0.0, width - taken - dress.gap)
        self._write(text, marks, small, dress.ink_2, width - room if mirrored else 0, room, low)

    def _place_badge(self, face: TierFace, width: float, ratio: float) -> float:
        """Puts the badge at the end of the first line; answers its width."""
        dress, key = self._dress, (face, width, ratio, self._mirrored)
        placed = dress.badges.get(key)
        if placed is None:
            if len(dress.badges) >= BADGES_KEPT:
                dress.badges.clear()
            placed = dress.badges[key] = self._make_badge(face, width, ratio)
        else:
            self._strokes.extend(placed.strokes)
            self._laid.extend(placed.laid)
        self._badge, self._badge_at = placed.ground, placed.at
        return placed.room

    def _make_badge(self, face: TierFace, width: float, ratio: float) -> Placed:
        size = badge_size(face)
        size.setWidth(min(size.width(), width * 0.45))
        x = 0.0 if self._mirrored else width - size.width()
        y = (self._dress.name.height - size.height()) / 2
        ground = badge_ground(face, size, ratio, mirrored=self._mirrored)
        side, sign = look.px(7), look.px(14)
        room = size.width() - 2 * side - sign
        badge = self._dress.badge
        ink = QColor(look.theme().tier(face.colour).text)
        lead = x + side + (0 if self._mirrored else sign)
        self._write(
            face.name, (), (badge, badge), ink, lead, room + 1, y + (size.height() - badge.height) / 2
        )
        return Placed(ground, (x, y), size.width(), tuple(self._strokes), tuple(self._laid))

    def _write(
        self,
        text: str,
        spans: Sequence[Span],
        types: tuple[Type, Type],
        ink: QColor,
        x: float,
        room: float,
        y: float,
    ) -> None:
        """One line of text, cut with an ellipsis where it is too long, with the spans in the accent."""
        plain, marked = types
        shown = plain.cut(text, room)
        kept = len(shown) if shown == text else max(0, len(shown) - 1)
        if self._mirrored or not text.isascii():
            self._lay(shown, _marked(text, spans, kept, self._dress.accent), plain.font, ink, x, room, y)
            return
        at = 0
        for start, end in (*spans, (len(shown), len(shown))):
            begins, ends = max(at, min(start, len(shown))), min(end, kept)
            for part, kind, colour in (
                (shown[at:begins], plain, ink), (shown[begins:ends], marked, self._dress.accent)
            ):  # fmt: skip
                if part:
                    self._strokes.append((kind.font, colour, x, y + kind.ascent, part))
                    x += kind.width(part)
            at = max(begins, ends)

    def _lay(
        self,
        shown: str,
        marks: list[QTextLayout.FormatRange],
        font: QFont,
        ink: QColor,
        x: float,
        room: float,
        y: float,
    ) -> None:
        """A line that Qt must order and shape itself."""
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(_BY_ITSELF)
        option.setAlignment(_RIGHT if self._mirrored else _LEFT)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.setFormats(marks)
        layout.beginLayout()
        layout.createLine().setLineWidth(room + 1)
        layout.endLayout()
        self._laid.append((layout, ink, x, y))

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Paints the row where its first line begins."""
        painter.drawPixmap(QPointF(round(x + self._badge_at[0]), round(y + self._badge_at[1])), self._badge)
        for font, colour, across, down, text in self._strokes:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(x + across, y + down), text)
        for laid, colour, across, down in self._laid:
            painter.setPen(colour)
            laid.draw(painter, QPointF(x + across, y + down))


def _second_line(hit: Hit) -> tuple[str, tuple[Span, ...]]:
    """Where the member lives, or what answered when it was not the name."""
    if hit.matched in ("", "name") or not hit.matched_text or (hit.matched == "number" and not hit.name):
        return words.where(hit), ()
    if hit.matched == "card":
        return spaced(hit.matched_text), ()
    if hit.matched == "street":
        digits = "".join(sign for sign in hit.phone if sign.isdigit())
        return hit.matched_text + (f" · …{digits[-3:]}" if len(digits) >= 3 else ""), hit.ranges
    return hit.matched_text, hit.ranges


def _marked(text: str, spans: Sequence[Span], kept: int, colour: QColor) -> list[QTextLayout.FormatRange]:
    accent = QTextCharFormat()
    accent.setForeground(colour)
    accent.setFontWeight(700)
    formats = []
    for start, end in spans:
        if start < kept:
            marked = QTextLayout.FormatRange()
            # Qt counts in UTF-16; a sign beyond the first plane counts twice there.
            marked.start = len(text[:start].encode("utf-16-le")) // 2
            marked.length = len(text[start : min(end, kept)].encode("utf-16-le")) // 2
            marked.format = accent
            formats.append(marked)
    return formats
