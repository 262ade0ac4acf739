"""The rows of members found: what was typed stands out in them, and a screen reader can say them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size, draw_badge
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.programme import BASE_TIER, Programme
from shopkeeper.say import Speech
from shopkeeper.service.finding import Hit

Span = tuple[int, int]

# Said once: each of these takes longer to look up or put together than a line to paint.
_HIT, _SAID = Qt.ItemDataRole.UserRole, (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_CHOSEN, _UNDER_THE_MOUSE = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver
_CENTRED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)


class HitModel(QAbstractListModel):
    """The hits of one answer; a row's display text is what a screen reader says of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()
        self._today = date.min
        self._speech: Speech | None = None

    @property
    def hits(self) -> Sequence[Hit]:
        """What is listed, best first."""
        return self._hits

    def set_hits(self, hits: Sequence[Hit], speech: Speech, today: date) -> None:
        """Replaces the list."""
        self.beginResetModel()
        self._hits, self._speech, self._today = hits, speech, today
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self._hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == _HIT:
            return hit
        if role in _SAID and self._speech is not None:
            seen = words.last_seen(hit.last_visit, self._today, self._speech)
            return ", ".join(
                [words.called(hit.name, hit.number), hit.tier or BASE_TIER, words.where(hit), seen]
            )
        return None


class HitDelegate(QStyledItemDelegate):
    """Paints one member in two lines: name and badge, where and when; what was typed stands out."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self._today = date.min

    def tell(self, programme: Programme, speech: Speech, today: date) -> None:
        """What the rows are written with."""
        self._programme, self._speech, self._today = programme, speech, today

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = look.metrics("body", 600).height() + look.metrics("small").height() + look.px(25)
        if look.wish().touch:
            height = max(height, theme.ROW_TOUCH + look.px(16))
        return QSize(0, round(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(_HIT)
        if self._programme is None or self._speech is None or hit is None:
            return
        worn = look.theme()
        area = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & _CHOSEN)
        painter.save()
        if chosen:
            painter.fillRect(area, QColor(worn.accent_soft))
        elif state & _UNDER_THE_MOUSE:
            painter.fillRect(area, QColor(worn.hover))
        painter.setPen(QPen(QColor(worn.line), theme.LINE_WIDTH))
        bottom = area.bottom() - 0.5
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        side = look.px(16)
        self._write(painter, area.adjusted(side, look.px(10), -side, -look.px(11)), hit)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, hit: Hit) -> None:
        assert self._programme is not None and self._speech is not None
        worn = look.theme()
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        small = look.metrics("small")
        low = small.height()
        first = QRectF(area.x(), area.y(), area.width(), look.metrics("body", 600).height())
        second = QRectF(area.x(), area.bottom() - low, area.width(), low)
        face = face_of(self._programme, hit.tier or BASE_TIER)
        size = badge_size(face)
        badge = QRectF(0, 0, min(size.width(), area.width() * 0.45), size.height())
        badge.moveCenter(first.center())
        badge.moveLeft(first.left()) if mirrored else badge.moveRight(first.right())
        draw_badge(painter, badge, face, mirrored=mirrored)
        room = first.width() - badge.width() - look.px(8)
        name = words.called(hit.name, hit.number)
        spans = hit.name_ranges if hit.name else hit.ranges if hit.matched == "number" else ()
        if not hit.name and spans:
            shift = name.rfind(hit.number)
            spans = tuple((start + shift, end + shift) for start, end in spans)
        write_marked(
            painter, _part(first, room, mirrored), name, spans, ("body", 600), worn.ink, mirrored=mirrored
        )
        seen = words.last_seen(hit.last_visit, self._today, self._speech)
        width = small.horizontalAdvance(seen) + 1
        painter.setFont(look.font("small"))
        painter.setPen(QColor(worn.ink_2))
        trailing = QRectF(second.left() if mirrored else second.right() - width, second.y(), width, low)
        write(painter, trailing, _CENTRED, seen)
        text, marks = _second_line(hit)
        room = max(0.0, second.width() - width - look.px(8))
        write_marked(
            painter,
            _part(second, room, mirrored),
            text,
            marks,
            ("small", None),
            worn.ink_2,
            mirrored=mirrored,
        )


def _part(row: QRectF, width: float, mirrored: bool) -> QRectF:
    """The leading part of a row."""
    return QRectF(row.right() - width if mirrored else row.x(), row.y(), width, row.height())


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


def write_marked(
    painter: QPainter,
    area: QRectF,
    text: str,
    spans: Sequence[Span],
    kind: tuple[str, int | None],
    ink: str,
    *,
    mirrored: bool,
) -> None:
    """One line of text, cut with an ellipsis where it is too long, with the spans in the accent."""
    metrics = look.metrics(*kind)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setPen(QColor(ink))
    if not spans and not mirrored and text.isascii():  # nothing in it needs a layout
        painter.setFont(look.font(*kind))
        painter.drawText(QPointF(area.x(), area.y() + metrics.ascent()), shown)
        return
    kept = len(shown) if shown == text else max(0, len(shown) - 1)
    layout = QTextLayout(shown, look.font(*kind))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    if spans:
        layout.setFormats(_marked(text, spans, kept))
    layout.beginLayout()
    written = layout.createLine()
    written.setLineWidth(area.width() + 1)
    layout.endLayout()
    layout.draw(painter, QPointF(area.x(), area.y()))


def _marked(text: str, spans: Sequence[Span], kept: int) -> list[QTextLayout.FormatRange]:
    accent = QTextCharFormat()
    accent.setForeground(QColor(look.theme().accent))
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


class HitList(QListView):
    """The rows; digits, letters, Enter and Escape are handed on to the page."""

    typed = Signal(str)
    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & commands:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
