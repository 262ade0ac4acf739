"""The rows of members found: what was typed stands out in them, and a screen reader can say them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.hit_rows import Dress, HitRow
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.rules.programme import BASE_TIER, Programme
from shopkeeper.say import Speech
from shopkeeper.service.finding import Hit

# Said once: each of these takes longer to look up or put together than a line to paint.
_HIT, _SAID = Qt.ItemDataRole.UserRole, (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_CHOSEN, _UNDER_THE_MOUSE = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
_NO_PEN, _NO_BRUSH, _MIRRORED = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush, Qt.LayoutDirection.RightToLeft


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


ROWS_KEPT = 600


class HitDelegate(QStyledItemDelegate):
    """Paints one member in two lines: name and badge, where and when; what was typed stands out."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self._today = date.min
        self._dress: Dress | None = None
        self._rows: dict[tuple[Hit, int, int, float, bool], HitRow] = {}

    def tell(self, programme: Programme, speech: Speech, today: date) -> None:
        """What the rows are written with."""
        if (programme, speech, today) != (self._programme, self._speech, self._today):
            self._rows.clear()
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
        if self._dress is None or self._dress.worn != (worn, look.wish()):
            self._dress = Dress()
            self._rows.clear()
        dress, area = self._dress, option.rect
        left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
        state: int = option.state.value
        chosen = bool(state & _CHOSEN)
        if chosen or state & _UNDER_THE_MOUSE:
            painter.setPen(_NO_PEN)
            painter.setBrush(dress.chosen if chosen else dress.hover)
            painter.drawRect(area)
            painter.setBrush(_NO_BRUSH)
        painter.setPen(dress.line)
        painter.drawLine(left, bottom, right, bottom)
        if chosen and self._view.hasFocus():
            painter.setPen(dress.focus)
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        side = dress.side
        mirrored = self._view.layoutDirection() == _MIRRORED
        ratio = painter.device().devicePixelRatioF()
        key = hit, area.width(), area.height(), ratio, mirrored
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) >= ROWS_KEPT:
                self._rows.clear()
            inside = QRectF(0, 0, area.width() - 2 * side, area.height() - dress.above - dress.below)
            face = face_of(self._programme, hit.tier or BASE_TIER)
            seen = words.last_seen(hit.last_visit, self._today, self._speech)
            row = self._rows[key] = HitRow(dress, hit, face, seen, inside, ratio, mirrored=mirrored)
        row.draw(painter, left + side, top + dress.above)


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
