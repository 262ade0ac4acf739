"""How a row of the day book looks: quiet lines, figures in columns, the tier's badge, two lines where words need them."""

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from shopkeeper.gui import look
from shopkeeper.gui.pages.daybook.model import AMOUNT, EFFECT, NUMBER, POINTS, TIER, TIME, WHAT, SlipsModel
from shopkeeper.gui.theme import mix
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size, draw_badge
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.rules.programme import Programme

INSIDE = 9
"""Pixels at text size 100 % before and behind the words of a cell."""
_WRAPPED = (WHAT, EFFECT)


class SlipPainter(QStyledItemDelegate):
    """Paints every cell itself; `programme` says what a tier's badge looks like."""

    def __init__(self, model: SlipsModel, programme: Programme) -> None:
        super().__init__()
        self._model = model
        self.programme = programme
        self.current = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        worn = look.theme()
        row, column = index.row(), index.column()
        area = QRectF(option.rect)
        if row == self.current:
            painter.fillRect(area, QColor(worn.accent_soft))
        painter.fillRect(
            QRectF(area.x(), area.bottom() - 1, area.width(), 1), QColor(mix(worn.surface, worn.line, 0.65))
        )
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if column == TIER:
            self._badge(painter, area, self._model.tier(row), mirrored=mirrored)
            return
        words, tone = self._model.said(row, column)
        if not words:
            return
        font = look.font("small" if column == NUMBER else "body")
        if column in (NUMBER, TIME, AMOUNT, POINTS):
            font = look.tabular(font)
        painter.setFont(font)
        colours = {
            "2": worn.ink_2,
            "quiet": worn.hint,
            "accent": worn.accent,
            "attention": worn.attention,
            "bad": worn.bad,
        }
        painter.setPen(QColor(colours.get(tone, worn.ink)))
        inside = area.adjusted(look.px(INSIDE), 0, -look.px(INSIDE), -1)
        if column in _WRAPPED and self.lines(words, inside.width()) > 1:
            self._two_lines(painter, inside, words, mirrored=mirrored)
            return
        end = column in (AMOUNT, POINTS)
        side = Qt.AlignmentFlag.AlignRight if end != mirrored else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width() + 1)
        write(painter, inside, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _badge(self, painter: QPainter, area: QRectF, tier: str, *, mirrored: bool) -> None:
        if not tier:
            return
        face = face_of(self.programme, tier)
        size = badge_size(face)
        room = area.adjusted(look.px(INSIDE), 0, -look.px(4), 0)
        box = QRectF(0, 0, min(size.width(), room.width()), size.height())
        box.moveCenter(QPointF(0, room.center().y()))
        box.moveRight(room.right()) if mirrored else box.moveLeft(room.left())
        draw_badge(painter, box, face, mirrored=mirrored)

    def _two_lines(self, painter: QPainter, inside: QRectF, words: str, *, mirrored: bool) -> None:
        font = painter.font()
        metrics = QFontMetricsF(font)
        layout = _laid(words, inside.width())
        first = layout.lineAt(0)
        head = words[: first.textLength()]
        rest = words[first.textLength() :]
        tail = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, inside.width() + 1)
        height = metrics.height()
        top = inside.center().y() - height
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        side = int(leading | Qt.TextFlag.TextSingleLine)
        for line, text in enumerate((head.rstrip(), tail)):
            write(painter, QRectF(inside.x(), top + line * height, inside.width(), height), side, text)

    def lines(self, words: str, width: float) -> int:
        """How many lines words take in a width: one or two, for more are cut."""
        if not words or QFontMetricsF(look.font("body")).horizontalAdvance(words) <= width:
            return 1
        return min(2, _laid(words, width).lineCount())

    def row_height(self, row: int, widths: dict[int, int]) -> int:
        """The height of a row, in pixels; `widths` are those of the columns whose words may take two lines."""
        plain = look.row_height()
        if any(
            self.lines(self._model.said(row, column)[0], width - 2 * look.px(INSIDE)) > 1
            for column, width in widths.items()
        ):
            return max(plain, ceil(2 * QFontMetricsF(look.font("body")).height()) + look.px(14))
        return plain

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(look.px(60), look.row_height())


def _laid(words: str, width: float) -> QTextLayout:
    layout = QTextLayout(words, look.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout
