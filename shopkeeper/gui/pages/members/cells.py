"""Paints the members table: all the cells that are seen in one go, each text laid out once."""

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from shopkeeper.gui import look, theme
from shopkeeper.gui.lines import LEFT, Line, Type, keep, lay, option
from shopkeeper.gui.pages.members.columns import COLUMNS, TIER, cell
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size, draw_badge
from shopkeeper.service.listing import Row

if TYPE_CHECKING:
    from shopkeeper.gui.pages.members.table import MembersTable

LINES_KEPT = 3000
_PLAIN = frozenset(
    place for place, column in enumerate(COLUMNS) if column.key in ("name", "points", "spent_year")
)
_ELIDED = Qt.TextElideMode.ElideRight


class _Look:
    """Fonts and colours of the cells in one look, and what was laid out in them."""

    def __init__(self) -> None:
        worn = look.theme()
        self.worn = worn, look.wish()
        self.name, self.figures = Type(look.font("body", 500)), Type(look.tabular(look.font("body")))
        self.ground, self.chosen = QColor(worn.surface), QColor(worn.accent_soft)
        self.ink, self.quiet = QColor(worn.ink), QColor(worn.ink_2)
        self.line, self.ring = QColor(theme.mix(worn.surface, worn.line, 0.65)), QColor(worn.accent)
        self.side, self.gap, self.far = look.px(8) + 3, look.px(8), look.px(12)
        self._how = option(LEFT)
        self._lines: dict[tuple[str, Type, float], Line] = {}

    def write(self, text: str, kind: Type, room: float) -> Line:
        """The text, ending in an ellipsis where the room is too small."""
        line = self._laid(text, kind, 0)
        return line if line.width <= room else self._laid(text, kind, room)

    def _laid(self, text: str, kind: Type, room: float) -> Line:
        """0 is as much room as it takes: the same text stands in columns of any width."""
        key = text, kind, room
        known = self._lines.get(key)
        if known is not None:
            return known
        shown = kind.metrics.elidedText(text, _ELIDED, room) if room else text
        return keep(self._lines, key, lay(shown, kind, self._how, 0), LINES_KEPT)


class Cells:
    """Of one table. Qt would ask for seven things and make two calls for each of some two hundred cells."""

    def __init__(self, table: "MembersTable") -> None:
        self._table = table
        self._look: _Look | None = None

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paints what the area touches."""
        table, worn = self._table, self._worn()
        painter.fillRect(area, worn.ground)
        rows = len(table.members.ids)
        first = table.rowAt(max(0, area.top()))
        if first < 0 or not rows:
            return
        last = table.rowAt(area.bottom())
        columns = self._columns(area)
        chosen = {index.row() for index in table.selectionModel().selectedRows()}
        ringed = table.currentIndex().row() if table.hasFocus() else -1
        height = table.verticalHeader().defaultSectionSize()
        top = table.rowViewportPosition(first)
        for place in range(first, (last if last >= 0 else rows - 1) + 1):
            self._paint_row(painter, place, top, height, columns, chosen=place in chosen)
            if place == ringed:
                self._paint_ring(painter, top, height)
            top += height

    def _columns(self, area: QRect) -> list[tuple[int, int, int]]:
        """Number, left and width of the columns that the area touches."""
        head = self._table.horizontalHeader()
        found = []
        for number in range(len(COLUMNS)):
            left, width = head.sectionViewportPosition(number), head.sectionSize(number)
            if (
                width
                and not head.isSectionHidden(number)
                and left <= area.right()
                and left + width > area.left()
            ):
                found.append((number, left, width))
        return found

    def _paint_row(
        self,
        painter: QPainter,
        place: int,
        top: int,
        height: int,
        columns: list[tuple[int, int, int]],
        *,
        chosen: bool,
    ) -> None:
        table, worn = self._table, self._worn()
        row = table.members.row_at(place)
        speech, today = table.members.told_with
        mirrored = table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, left, width in columns:
            if chosen:
                painter.fillRect(left, top, width, height - 1, worn.chosen)
            painter.fillRect(left, top + height - 1, width, 1, worn.line)
            if row is None:
                continue
            column = COLUMNS[number]
            if number == TIER:
                self._paint_tier(painter, row, QRect(left, top, width, height), mirrored=mirrored)
                continue
            text = cell(row, column.key, speech, today)
            if not text:
                continue
            kind = worn.name if column.key == "name" else worn.figures
            line = worn.write(text, kind, width - 2 * worn.side)
            at_right = column.figures != mirrored
            x = left + width - worn.side - line.width if at_right else left + worn.side
            painter.setPen(worn.ink if chosen or number in _PLAIN else worn.quiet)
            line.laid.draw(painter, QPointF(x, top + (height - 1 - ceil(kind.height)) // 2))

    def _paint_tier(self, painter: QPainter, row: Row, area: QRect, *, mirrored: bool) -> None:
        programme, worn = self._table.tiers.programme, self._worn()
        if programme is None or not row.tier:
            return
        face = face_of(programme, row.tier)
        size = badge_size(face)
        badge = QRectF(0, 0, min(size.width(), area.width() - worn.far), size.height())
        badge.moveCenter(QRectF(area).center())
        badge.moveRight(area.x() + area.width() - worn.gap) if mirrored else badge.moveLeft(
            area.x() + worn.gap
        )
        draw_badge(painter, badge, face, mirrored=mirrored)

    def _paint_ring(self, painter: QPainter, top: int, height: int) -> None:
        """The focus, shown round the row."""
        wide, worn = theme.FOCUS_WIDTH, self._worn()
        shown = self._columns(QRect(-(1 << 20), 0, 1 << 21, 1))
        left = min(left for _, left, _ in shown)
        right = max(left + width for _, left, width in shown)
        for edge in (
            QRectF(left, top, right - left, wide), QRectF(left, top + height - wide, right - left, wide),
            QRectF(left, top, wide, height), QRectF(right - wide, top, wide, height),
        ):  # fmt: skip
            painter.fillRect(edge, worn.ring)

    def _worn(self) -> _Look:
        if self._look is None or self._look.worn != (look.theme(), look.wish()):
            self._look = _Look()
        return self._look
