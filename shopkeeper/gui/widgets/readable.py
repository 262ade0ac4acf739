"""What shows values one by one can be read by keyboard: the arrows read them out, and all of them are copied as a table or a picture."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAction,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A chart on paper: its name, rows of cells with the heads first, and how long the bar of each row is, where there are bars."""

    name: str
    rows: Sequence[Sequence[str]]
    bars: Sequence[float] = ()


class Printable(Protocol):
    """What can be copied as a table or a picture, and laid out on paper."""

    paper_asked: SignalInstance

    def copy_table(self) -> None:
        """The values as a table."""

    def copy_picture(self) -> None:
        """What is shown, as a picture."""

    def on_paper(self) -> OnPaper:
        """What stands on paper."""


def copyable(widget: QWidget, chart: Printable) -> None:
    """Gives a chart its menu: copied as a table (Ctrl C) or a picture (Ctrl Shift C), laid out on paper (Ctrl Shift P)."""
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    for said, keys, slot in (
        (
            QCoreApplication.translate("Readable", "Copy as a table"),
            QKeySequence(QKeySequence.StandardKey.Copy),
            chart.copy_table,
        ),
        (
            QCoreApplication.translate("Readable", "Copy as a picture"),
            QKeySequence("Ctrl+Shift+C"),
            chart.copy_picture,
        ),
        (
            QCoreApplication.translate("Readable", "On paper…"),
            QKeySequence("Ctrl+Shift+P"),
            chart.paper_asked.emit,
        ),
    ):
        action = QAction(said, widget)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        widget.addAction(action)


def copy_rows(rows: Sequence[Sequence[str]]) -> None:
    """Rows of cells as a table a spreadsheet takes."""
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))


class Readable(QWidget):
    """`readings()` are the (label, words) it shows, `heads` their two columns' names; a widget of its kind says where each stands."""

    paper_asked = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._heads: tuple[str, str] = ("", "")
        self._chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        copyable(self, self)
        self._tell()

    # ---- what one of its kind says ----

    def readings(self) -> Sequence[tuple[str, str]]:
        """What can be read out, in its order."""
        return ()

    def nearest(self, at: QPointF) -> int | None:
        """The value at a place of the widget."""
        return None

    def steps(self) -> Mapping[int, int]:
        """By which key one goes how far."""
        onward = 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        return {Qt.Key.Key_Right: onward, Qt.Key.Key_Left: -onward}

    # ---- reading ----

    def copy_table(self) -> None:
        """The values as a table."""
        copy_rows([self._heads, *self.readings()])

    def copy_picture(self) -> None:
        """The widget as a picture."""
        QGuiApplication.clipboard().setPixmap(self.grab())

    def lengths(self) -> Sequence[float]:
        """How long the bar of each value is on paper; nothing where it has none."""
        return ()

    def on_paper(self) -> OnPaper:
        """The values as they stand on paper."""
        return OnPaper(self._name, [self._heads, *self.readings()], self.lengths())

    def choose(self, place: int) -> None:
        """Choose a value by its place, as the arrows do."""
        if self.readings():
            self._chosen = max(0, min(place, len(self.readings()) - 1))
            self._tell()
            self.update()

    def said(self, place: int) -> str:
        """A value as it is read out."""
        return "{}: {}".format(*self.readings()[place])

    def _tell(self) -> None:
        self.setAccessibleName(self._name)
        count = len(self.readings())
        if 0 <= self._chosen < count:
            self.setAccessibleDescription(self.said(self._chosen))
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        else:
            words = self.tr("{count} values; the arrow keys read them out").format(count=count)
            self.setAccessibleDescription(words)

    # ---- Qt's own ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = self.steps()
        if event.key() in steps:
            self.choose(self._chosen + steps[event.key()] if self._chosen >= 0 else 0)
        elif event.key() == Qt.Key.Key_Home:
            self.choose(0)
        elif event.key() == Qt.Key.Key_End:
            self.choose(len(self.readings()) - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._chosen < 0:
            self.choose(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = self.nearest(event.position())
        if place is not None:
            self.choose(place)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.nearest(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.said(place) if place is not None else "", self)
            return True
        return super().event(event)
