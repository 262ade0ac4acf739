"""The timeline: a line for everything, the newest first, read by the block as it is scrolled to."""

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
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members.telling import ICONS, tell
from shopkeeper.gui.pages.members.told import Told
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.service import timeline
from shopkeeper.service.timeline import Entry, Timeline

Index = QModelIndex | QPersistentModelIndex
BLOCK = 80


class StoryModel(QAbstractListModel):
    """Entries with their words; more are read when the end comes near."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line = Timeline(0, ())
        self.entries: list[Entry] = []
        self.told: list[Told] = []

    def show_line(self, line: Timeline, at_least: int = BLOCK) -> None:
        """Another story, or the same one read again with at least so many lines."""
        self.beginResetModel()
        self._line, self.entries, self.told = line, [], []
        self._read(at_least)
        self.endResetModel()

    def _read(self, count: int) -> None:
        try:
            fresh = self._desk.ask(timeline.entries, self._line, len(self.entries), count)
        except StorageTrouble:
            self._line = Timeline(self._line.member_id, self._line.marks[: len(self.entries)])
            return
        self.entries += fresh
        self.told += [tell(entry, self._desk.speech, self._desk.today) for entry in fresh]

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.entries) < len(self._line.marks)

    def fetchMore(self, parent: Index) -> None:
        start = len(self.entries)
        more = min(BLOCK, len(self._line.marks) - start)
        if more > 0:
            self.beginInsertRows(QModelIndex(), start, start + more - 1)
            self._read(more)
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.entries)

    def day_of(self, row: int) -> str:
        """The day of a line, "" where the line above is of the same."""
        on = self.entries[row].on
        if row and self.entries[row - 1].on == on:
            return ""
        return self._desk.speech.day_short(on, self._desk.today)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.entries):
            return None
        entry, told = self.entries[index.row()], self.told[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            day = self._desk.speech.day_short(entry.on, self._desk.today)
            points = self._desk.speech.points(entry.points) if told.points else ""
            return ", ".join(
                part for part in (day, told.what, told.more, told.amount, points, told.by) if part
            )
        return None


class _Lines(QStyledItemDelegate):
    def __init__(self, view: "StoryView") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        told = self._view.story.told[index.row()]
        return QSize(0, look.row_height() + (look.px(16) if told.more else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn = look.theme()
        area = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        focused = self._view.hasFocus() and bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(worn.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(worn.hover))
        self._draw(painter, area, index.row())
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def _draw(self, painter: QPainter, area: QRectF, row: int) -> None:
        worn = look.theme()
        model = self._view.story
        entry, told = model.entries[row], model.told[row]
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        font = look.tabular(look.font("body"))
        struck = QFont(font)
        struck.setStrikeOut(entry.undone)
        metrics = QFontMetricsF(font)
        day_width = max(look.px(84), metrics.horizontalAdvance("00 Mmm 0000") + look.px(12))
        sign_width = look.px(34)
        points_width, money_width = self._view.figures_widths(metrics)
        left = look.px(8)
        middle = max(0.0, area.width() - 2 * left - day_width - sign_width - points_width - money_width)

        def box(at: float, width: float, top: float, height: float) -> QRectF:
            x = area.right() - left - at - width if mirrored else area.x() + left + at
            return QRectF(x, area.y() + top, width, height)

        line_height = float(look.row_height())
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        trailing = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        quiet = QColor(worn.ink_2)
        painter.setFont(font)
        painter.setPen(quiet)
        write(painter, box(0, day_width, 0, line_height), int(leading) | flags, model.day_of(row))
        self._thread(painter, box(day_width, sign_width, 0, area.height()), row, line_height)
        sign = QRectF(0, 0, look.px(16), look.px(16))
        sign.moveCenter(box(day_width, sign_width, 0, line_height).center())
        ink = {"accent": worn.accent, "attention": worn.attention}.get(told.tone, worn.ink)
        if entry.undone:
            ink = worn.ink_2
        icons.draw(painter, ICONS.get(entry.kind, "info"), sign, ink if told.tone else worn.ink_2)
        painter.setFont(struck)
        painter.setPen(QColor(ink))
        room = middle - look.px(10)
        what = QFontMetricsF(struck).elidedText(told.what, Qt.TextElideMode.ElideRight, room)
        write(painter, box(day_width + sign_width, middle, 0, line_height), int(leading) | flags, what)
        painter.setFont(font)
        used = metrics.horizontalAdvance(what) + look.px(10)
        if told.by and metrics.horizontalAdvance(told.by) <= room - used:
            painter.setPen(quiet)
            behind = box(day_width + sign_width + used, middle - used, 0, line_height)
            write(painter, behind, int(leading) | flags, told.by)
        painter.setPen(QColor(worn.ink_2 if entry.undone else worn.ink))
        at = day_width + sign_width + middle
        write(painter, box(at, money_width, 0, line_height), int(trailing) | flags, told.amount)
        painter.setPen(quiet)
        write(
            painter, box(at + money_width, points_width, 0, line_height), int(trailing) | flags, told.points
        )
        if told.more:
            small = look.font("small")
            painter.setFont(small)
            wide = middle + money_width
            more = QFontMetricsF(small).elidedText(told.more, Qt.TextElideMode.ElideRight, wide - look.px(10))
            below = box(day_width + sign_width, wide, line_height - look.px(8), look.px(18))
            write(painter, below, int(leading) | flags, more)

    def _thread(self, painter: QPainter, area: QRectF, row: int, line_height: float) -> None:
        """The line that holds the story together, with room for each sign."""
        gap = look.px(12)
        x, middle = area.center().x(), area.y() + line_height / 2
        painter.setPen(QPen(QColor(look.theme().line), theme.LINE_WIDTH))
        if row:
            painter.drawLine(QPointF(x, area.y()), QPointF(x, middle - gap))
        model = self._view.story
        if row + 1 < len(model.entries) or model.canFetchMore(QModelIndex()):
            painter.drawLine(QPointF(x, middle + gap), QPointF(x, area.bottom()))


class StoryView(QListView):
    """`chosen` when the choice moves, `taken(Entry)` for Enter or a double click, `undo_asked` for Ctrl Backspace,
    `typed(text)` for a letter."""

    chosen = Signal()
    taken = Signal(object)
    undo_asked = Signal()
    typed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.story = StoryModel(desk, self)
        self.setModel(self.story)
        self.setItemDelegate(_Lines(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Everything, the newest first"))
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._take)
        self._widths: tuple[float, float] | None = None

    def show_line(self, line: Timeline, *, same: bool) -> None:
        """Shows a story; the same one read again keeps its place."""
        row, at = self.currentIndex().row(), self.verticalScrollBar().value()
        self._widths = None
        self.story.show_line(line, max(BLOCK, len(self.story.entries)) if same else BLOCK)
        if same and row >= 0:
            self.setCurrentIndex(self.story.index(min(row, self.story.rowCount() - 1)))
            self.verticalScrollBar().setValue(at)
        else:
            self.setCurrentIndex(self.story.index(0))
            self.scrollToTop()
        self.chosen.emit()

    def figures_widths(self, metrics: QFontMetricsF) -> tuple[float, float]:
        """The room for points and for money, as wide as their widest figure."""
        if self._widths is None:
            points = [metrics.horizontalAdvance(told.points) for told in self.story.told]
            money = [metrics.horizontalAdvance(told.amount) for told in self.story.told]
            gap = look.px(16)
            self._widths = max([*points, look.px(34)]) + gap, max([*money, look.px(56)]) + gap
        return self._widths

    @property
    def current(self) -> Entry | None:
        """The chosen entry."""
        row = self.currentIndex().row()
        return self.story.entries[row] if 0 <= row < len(self.story.entries) else None

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() >= self.story.rowCount() - 1 and self.story.canFetchMore(QModelIndex()):
            self.story.fetchMore(QModelIndex())
        self.chosen.emit()

    def _take(self, index: QModelIndex) -> None:
        if self.current is not None:
            self.taken.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        commands = (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if self.current is not None:
                self.taken.emit(self.current)
        elif event.key() == Qt.Key.Key_Backspace and control:
            self.undo_asked.emit()
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & commands:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
