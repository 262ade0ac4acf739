"""The rows of members found: what was typed stands out in them, and a screen reader can say them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QHoverEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.hit_rows import Dress, HitRow
from shopkeeper.gui.lines import keep
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import TierFace
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import Speech
from shopkeeper.service.finding import Hit

if TYPE_CHECKING:
    from shopkeeper.rules.programme import Programme

# Said once: each of these takes longer to look up or put together than a line to paint.
_SAID = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_MIRRORED = Qt.LayoutDirection.RightToLeft


class HitModel(QStringListModel):
    """The hits of one answer; a row's display text is what a screen reader says of it.

    Qt asks for the number of rows some hundred times at each key, and gets it without Python: the list that it keeps is
    of nothing but the right length.
    """

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
        self._hits, self._speech, self._today = hits, speech, today
        self.setStringList([""] * len(hits))

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return _ROW if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role in _SAID and self._speech is not None:
            seen = words.last_seen(hit.last_visit, self._today, self._speech)
            return ", ".join(
                [words.called(hit.name, hit.number), hit.tier or BASE_TIER, words.where(hit), seen]
            )
        return None


ROWS_KEPT, DAYS_KEPT = 600, 600


class HitDelegate(QStyledItemDelegate):
    """Paints members in two lines each: name and badge, where and when; what was typed stands out."""

    def __init__(self, view: "HitList") -> None:
        super().__init__(view)
        self._view = view
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self._today = date.min
        self._dress: Dress | None = None
        self._rows: dict[tuple[Hit, int, int, float, bool], HitRow] = {}
        self._faces: dict[str, TierFace] = {}
        self._seen: dict[date | None, str] = {}

    def tell(self, programme: "Programme | None", speech: Speech, today: date) -> None:
        """What the rows are written with; the programme is for tiers that are not our own."""
        if (programme, speech, today) != (self._programme, self._speech, self._today):
            for kept in (self._rows, self._faces, self._seen):
                kept.clear()
        self._programme, self._speech, self._today = programme, speech, today

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = look.metrics("body", 600).height() + look.metrics("small").height() + look.px(25)
        if look.wish().touch:
            height = max(height, theme.ROW_TOUCH + look.px(16))
        return QSize(0, round(height))

    def paint_rows(self, painter: QPainter, area: QRect, hits: Sequence[Hit], first: QRect) -> None:
        """Paints the rows that `area` touches, of which the first of all stands at `first`, and the ground below them."""
        view, dress = self._view, self._dressed()
        painter.fillRect(area, dress.ground)
        if self._speech is None or not hits:
            return
        ratio = painter.device().devicePixelRatioF()
        mirrored = view.layoutDirection() == _MIRRORED
        chosen = {index.row() for index in view.selectionModel().selectedIndexes()}
        framed = bool(chosen) and view.hasFocus()
        left, right, width, height = first.left(), first.right(), first.width(), first.height()
        inside = QRectF(0, 0, width - 2 * dress.side, height - dress.above - dress.below)
        begins = max(0, (area.top() - first.top()) // height)
        ends = min(len(hits), (area.bottom() - first.top()) // height + 1)
        for number in range(begins, ends):
            top = first.top() + number * height
            bottom = top + height - 1
            if number in chosen or number == view.under_the_mouse:
                painter.fillRect(left, top, width, height, dress.chosen if number in chosen else dress.hover)
            painter.setPen(dress.line)
            painter.drawLine(left, bottom, right, bottom)
            if framed and number in chosen:
                painter.setPen(dress.focus)
                painter.drawRect(left + 1, top + 1, width - 3, height - 3)
            hit = hits[number]
            key = hit, width, height, ratio, mirrored
            row = self._rows.get(key)
            if row is None:
                face, seen = self._worn_by(hit.tier or BASE_TIER), self._last_seen(hit.last_visit)
                row = HitRow(dress, hit, face, seen, inside, ratio, mirrored=mirrored)
                keep(self._rows, key, row, ROWS_KEPT)
            row.draw(painter, left + dress.side, top + dress.above)

    def make_ready(self, ratio: float) -> None:
        """Has each letter drawn once where nobody sees it."""
        self._dressed().draw_letters(ratio)

    def _dressed(self) -> Dress:
        if self._dress is None or self._dress.worn != (look.theme(), look.wish()):
            self._dress = Dress()
            self._rows.clear()
        return self._dress

    def _worn_by(self, tier: str) -> TierFace:
        return self._faces.get(tier) or self._faces.setdefault(tier, face_of(self._programme, tier))

    def _last_seen(self, day: date | None) -> str:
        assert self._speech is not None
        known = self._seen.get(day)
        return known or keep(self._seen, day, words.last_seen(day, self._today, self._speech), DAYS_KEPT)


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
        self.under_the_mouse = -1
        # Every dot is painted here: nothing of the window needs to be painted below it at each key.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        model, delegate = self.model(), self.itemDelegate()
        assert isinstance(model, HitModel)
        assert isinstance(delegate, HitDelegate)
        painter = QPainter(self.viewport())
        # All in one go: a call from Qt for each row would cost as much as painting it.
        delegate.paint_rows(painter, event.rect(), model.hits, self.visualRect(model.index(0)))
        painter.end()

    def reset(self) -> None:
        super().reset()
        self.under_the_mouse = -1

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            leaves = event.type() == QEvent.Type.HoverLeave
            self.under_the_mouse = -1 if leaves else self.indexAt(event.position().toPoint()).row()
        return super().viewportEvent(event)

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
