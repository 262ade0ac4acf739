"""What the member bought lately: a line for each purchase and return, the latest first."""

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
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.say import Speech, text
from shopkeeper.service.purchases import Bought

MINUS = "−"


def what_of(bought: Bought) -> str:
    """What it was, in a few words."""
    if bought.kind == "return":
        return text("Returned: {what}").format(what=bought.what) if bought.what else text("Returned")
    if bought.returned_minor >= bought.amount_minor > 0:
        return (
            text("{what} · all came back").format(what=bought.what) if bought.what else text("All came back")
        )
    if bought.returned_minor:
        return (
            text("{what} · partly came back").format(what=bought.what)
            if bought.what
            else text("Partly came back")
        )
    return bought.what


def signed(points: int, speech: Speech) -> str:
    """Points with their sign: `+57`, `−6`, and `0` as it is."""
    if points > 0:
        return f"+{speech.count(points)}"
    return f"{MINUS}{speech.count(-points)}" if points < 0 else "0"


def amount_of(bought: Bought, speech: Speech) -> str:
    """What was paid, or what was given back."""
    amount = speech.money(bought.amount_minor)
    return f"{MINUS}{amount}" if bought.kind == "return" else amount


class BoughtModel(QAbstractListModel):
    """Purchases and returns; the display text is what a screen reader says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Bought] = ()
        self.speech: Speech | None = None
        self.today = date.min

    def set_rows(self, rows: Sequence[Bought], speech: Speech, today: date) -> None:
        """Replaces the list."""
        self.beginResetModel()
        self.rows, self.speech, self.today = rows, speech, today
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not 0 <= index.row() < len(self.rows) or self.speech is None:
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            day = self.speech.day_short(row.happened_on, self.today)
            said = [day, what_of(row), amount_of(row, self.speech), self.speech.points(row.earned)]
            return ", ".join(part for part in said if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "BoughtList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, look.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Bought = index.data(Qt.ItemDataRole.UserRole)
        speech = self._view.rows.speech
        if speech is None:
            return
        worn = look.theme()
        area = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected) and (
            self._view.hasFocus() or self._view.keeps_choice
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if chosen:
            painter.fillRect(area, QColor(worn.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(worn.hover))
        if index.row() + 1 < index.model().rowCount():
            painter.setPen(QPen(QColor(theme.mix(worn.surface, worn.line, 0.65)), theme.LINE_WIDTH))
            painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.bottom()))
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        self._write(painter, area.adjusted(look.px(10), 0, -look.px(10), 0), row, speech)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, row: Bought, speech: Speech) -> None:
        worn = look.theme()
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        font = look.tabular(look.font("body"))
        metrics = QFontMetricsF(font)
        points, money = self._view.widths(metrics)
        first = max(look.px(78), metrics.horizontalAdvance("00 Mmm 0000") + look.px(14))
        middle = max(0.0, area.width() - first - money - points)
        day = speech.day_short(row.happened_on, self._view.rows.today)
        what = metrics.elidedText(what_of(row), Qt.TextElideMode.ElideRight, middle - look.px(10))
        cells = (
            (0.0, first, day, worn.ink_2, False),
            (first, middle, what, worn.ink, False),
            (first + middle, money, amount_of(row, speech), worn.ink, True),
            (
                first + middle + money,
                points,
                signed(row.earned, speech) if self._view.shows_points else "",
                worn.ink_2,
                True,
            ),
        )
        painter.setFont(font)
        for at, width, words, ink, trailing in cells:
            x = area.right() - at - width if mirrored else area.x() + at
            side = Qt.AlignmentFlag.AlignLeft if trailing == mirrored else Qt.AlignmentFlag.AlignRight
            painter.setPen(QColor(ink))
            box = QRectF(x, area.y(), width, area.height())
            write(painter, box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)


class BoughtList(QListView):
    """As high as its rows unless `scrolls`; says `taken(Bought)` for Enter or a click on a row, `chosen` as it moves."""

    taken = Signal(object)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget, *, scrolls: bool = False, points: bool = True) -> None:
        super().__init__(parent)
        self.shows_points = points
        self.keeps_choice = scrolls
        self._scrolls = scrolls
        self.rows = BoughtModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Purchases"))
        self.selectionModel().currentChanged.connect(self._moved)
        self.clicked.connect(self._clicked)

    def show_rows(self, rows: Sequence[Bought], speech: Speech, today: date) -> None:
        """Replaces the list; no row is chosen."""
        self.rows.set_rows(rows, speech, today)
        self._widths: tuple[float, float] | None = None
        if not self._scrolls:
            self.setFixedHeight(max(1, len(rows)) * look.row_height())

    _widths: tuple[float, float] | None = None

    def widths(self, metrics: QFontMetricsF) -> tuple[float, float]:
        """The widths of the columns of points and of money, as wide as their widest figure."""
        if self._widths is None and self.rows.speech is not None:
            speech = self.rows.speech
            points = [metrics.horizontalAdvance(signed(row.earned, speech)) for row in self.rows.rows]
            money = [metrics.horizontalAdvance(amount_of(row, speech)) for row in self.rows.rows]
            gap = look.px(18)
            width = max([*points, look.px(38)]) + gap if self.shows_points else 0.0
            self._widths = width, max([*money, look.px(64)]) + gap
        return self._widths or (0.0, 0.0)

    @property
    def current(self) -> Bought | None:
        """The chosen line."""
        row = self.currentIndex().row()
        return self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None

    def choose(self, row: int) -> None:
        """Chooses a line."""
        self.setCurrentIndex(self.rows.index(row))

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _clicked(self, index: QModelIndex) -> None:
        if self.current is not None:
            self.taken.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current is not None:
                self.taken.emit(self.current)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & commands:
            event.ignore()  # what is typed belongs to the page, not to Qt's search in the rows
        else:
            super().keyPressEvent(event)
