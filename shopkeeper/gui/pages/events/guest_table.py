"""The guests in a table: who, how invited, what they answered, and whether they are in."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import badge_size
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.rules.programme import Programme
from shopkeeper.service.guests import Guest
from shopkeeper.values import dataclass

Index = QModelIndex | QPersistentModelIndex
NAME, TIER, INVITATION, ANSWER, DOOR = range(5)


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words. `guest` is None for a member who is not on the list; `act` is what the door's cell offers, `tone`
    colours the door or the invitation."""

    member_id: int
    guest: Guest | None
    name: str
    tier: str
    invitation: str
    answer: str
    door: str
    act: str
    tones: tuple[tuple[int, str], ...] = ()


class GuestModel(QAbstractTableModel):
    """Shows lines as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replaces what is shown; the same people in the same order only change their words."""
        if [line.member_id for line in lines] == [line.member_id for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, DOOR))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Guest"), self.tr("Tier"), self.tr("Invitation"), self.tr("Answer"), self.tr("Door"))[
            section
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        column = index.column()
        words = (line.name, line.tier, line.invitation, line.answer, line.door or line.act)[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        tone = dict(line.tones).get(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return (
                QColor(getattr(look.theme(), tone))
                if tone
                else QColor(look.theme().ink if column == NAME else look.theme().ink_2)
            )
        if role == Qt.ItemDataRole.ToolTipRole and column != TIER:
            return escape(words)
        return None


class _DoorCells(QStyledItemDelegate):
    """Paints what can be done as a button, what is done as words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        line = model.lines[index.row()] if isinstance(model, GuestModel) else None
        if line is None or not (line.door or line.act):
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        view: QWidget = option.widget
        view.style().drawControl(view.style().ControlElement.CE_ItemViewItem, plain, painter, view)
        worn = look.theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if line.door:
            mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            self._say(painter, area.adjusted(look.px(8), 0, -look.px(8), 0), line.door, side)
            painter.restore()
            return
        metrics = QFontMetricsF(look.font())
        box = QRectF(0, 0, min(metrics.horizontalAdvance(line.act) + look.px(28), area.width() - look.px(12)),
                     min(area.height() - 6, look.px(28)))  # fmt: skip
        box.moveCenter(area.center())
        gap = look.px(8)
        if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveRight(area.right() - gap)
        else:
            box.moveLeft(area.left() + gap)
        painter.setPen(QColor(worn.line))
        painter.setBrush(QColor(worn.surface))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(worn.ink))
        painter.setFont(look.font())
        write(
            painter,
            box,
            int(Qt.AlignmentFlag.AlignCenter),
            metrics.elidedText(line.act, Qt.TextElideMode.ElideRight, box.width() - 8),
        )
        painter.restore()

    def _say(self, painter: QPainter, area: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
        font = look.font("strong", 600)
        painter.setFont(font)
        painter.setPen(QColor(look.theme().accent))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        write(painter, area, int(Qt.AlignmentFlag.AlignVCenter | side), shown)


_LEAST = 330
"""What the columns beside the tier need at the least; with less the table is moved sideways."""


class GuestTable(QTableView):
    """`acted(Line)` for Enter or the door's button; `answered(Line, "yes")` for Y, N and M; `taken_off` for Delete."""

    acted = Signal(object)
    answered = Signal(object, str)
    taken_off = Signal(object)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.guests = GuestModel(self)
        self.setModel(self.guests)
        dress_table(self, self.tr("Guests"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.tiers = TierCells(self)
        self.setItemDelegateForColumn(TIER, self.tiers)
        self.setItemDelegateForColumn(DOOR, _DoorCells(self))
        head = self.horizontalHeader()
        for column in range(5):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(look.row_height() + look.px(4))

    @property
    def current(self) -> Line | None:
        """The chosen row."""
        row = self.currentIndex().row()
        return self.guests.lines[row] if 0 <= row < len(self.guests.lines) else None

    def show_lines(self, lines: Sequence[Line], programme: Programme) -> None:
        """Shows the rows; who was chosen stays so, or else the first."""
        before = self.current
        self.tiers.programme = programme
        self.guests.show_lines(lines)
        ids = [line.member_id for line in lines]
        row = ids.index(before.member_id) if before is not None and before.member_id in ids else 0
        self.choose(row)
        self._fit()

    def choose(self, row: int) -> None:
        """Chooses a row, where it is there."""
        if 0 <= row < len(self.guests.lines):
            self.setCurrentIndex(self.guests.index(row, NAME))
            self.scrollTo(self.guests.index(row, NAME))
        self.chosen.emit(self.current)

    def choose_member(self, member_id: int) -> None:
        """Chooses a member's row, where there is one."""
        ids = [line.member_id for line in self.guests.lines]
        if member_id in ids:
            self.choose(ids.index(member_id))

    def step(self, by: int) -> None:
        """Up or down, from the field above."""
        self.choose(max(0, min(len(self.guests.lines) - 1, self.currentIndex().row() + by)))

    def sizeHint(self) -> QSize:
        """It takes what is left, and asks for no more than a few rows."""
        return QSize(look.px(400), look.px(150))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The tier gets its badge's room, the rest is shared."""
        programme = self.tiers.programme
        names = {line.tier for line in self.guests.lines[:300]}
        widest = max(
            (badge_size(face_of(programme, name)).width() for name in names if programme and name), default=0
        )
        tier = round(min(max(widest + look.px(20), look.px(64)), look.px(150)))
        free = max(look.px(_LEAST), self.viewport().width() - tier)
        for column, share in ((NAME, 0.32), (INVITATION, 0.24), (ANSWER, 0.24)):
            self.setColumnWidth(column, round(free * share))
        self.setColumnWidth(TIER, tier)
        self.setColumnWidth(
            DOOR, free - sum(self.columnWidth(column) for column in (NAME, INVITATION, ANSWER))
        )

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.chosen.emit(self.current)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.current
        if index.column() == DOOR and line is not None and line.act and not line.door:
            self.acted.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current
        answers = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no", Qt.Key.Key_M: "maybe"}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if line is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acted.emit(line)
        elif line is not None and line.guest is not None and plain and event.key() in answers:
            self.answered.emit(line, answers[Qt.Key(event.key())])
        elif line is not None and line.guest is not None and event.key() == Qt.Key.Key_Delete:
            self.taken_off.emit(line)
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)
