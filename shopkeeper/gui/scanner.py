"""Knows a scanner that types like a keyboard by its speed, and gives the field that had the caret its text back."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from shopkeeper.gui.focuswatch import FocusWatch

LEAST_CHARACTERS = 6
MEAN_GAP_MS = 35
"""Nobody types at this pace: 35 ms a key is some 340 words a minute. A slow scanner keeps below 25."""
LONGEST_GAP_MS = 100
"""A pause this long begins a new burst."""

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class Scanner(FocusWatch):
    """Says `scanned(str)` for a burst of six characters or more, 35 ms or less apart, ended by Enter or Tab.

    `clock` gives the time of a key in milliseconds; by default the stamp the window system put on it. Keys
    without a stamp were made by a program and are never taken for a scanner's.
    """

    scanned = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[QKeyEvent], int] | None = None) -> None:
        self._typed = ""
        self._first_ms = 0
        self._last_ms = 0
        self._kept: list[_Kept] = []
        self._home: QWidget | None = None
        super().__init__(window)
        self._clock = clock or _stamp

    def caret_moved(self, to: QWidget) -> None:
        # The first letters of a scan may have been sent on to another field: keep what stood there too.
        if self._typed:
            self._keep(to)

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            return False
        now_ms = self._clock(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            if _ends(event) and self._is_scan(now_ms):
                # Otherwise a button's or an action's Enter would act before the code is understood.
                event.accept()
                return True
            return False
        if event.isAutoRepeat() or now_ms <= 0:
            self._forget()
        elif _ends(event):
            if self._is_scan(now_ms):
                self._understand()
                return True
            self._forget()
        elif event.text() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            self._add(widget, event.text(), now_ms)
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock):
            self._forget()
        return False

    def _add(self, widget: QWidget, text: str, now_ms: int) -> None:
        if not self._typed or now_ms - self._last_ms > LONGEST_GAP_MS:
            self._forget()
            self._first_ms = now_ms
            self._home = widget
            self._keep(widget)
        self._typed += text
        self._last_ms = now_ms

    def _is_scan(self, now_ms: int) -> bool:
        count = len(self._typed)
        if count < LEAST_CHARACTERS or now_ms - self._last_ms > LONGEST_GAP_MS:
            return False
        return self._last_ms - self._first_ms < MEAN_GAP_MS * (count - 1)

    def _understand(self) -> None:
        code, home = self._typed, self._home
        self._typed = ""
        for kept in reversed(self._kept):
            kept.give_back()
        if home is not None and isValid(home) and home.isVisible() and home is not self._window:
            home.setFocus(Qt.FocusReason.OtherFocusReason)
        self._forget()
        self.scanned.emit(code)

    def _forget(self) -> None:
        self._typed = ""
        self._kept.clear()
        self._home = None

    def _keep(self, widget: QWidget) -> None:
        if all(kept.widget is not widget for kept in self._kept):
            self._kept.append(_Kept(widget))


def _ends(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


def _stamp(event: QKeyEvent) -> int:
    return int(event.timestamp())


class Stopwatch:
    """A clock for window systems that put no stamp on keys: milliseconds since it was made, never 0."""

    def __init__(self) -> None:
        self._timer = QElapsedTimer()
        self._timer.start()

    def __call__(self, event: QKeyEvent) -> int:
        return self._timer.elapsed() + 1


class _Kept:
    """What a widget held before the burst."""

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self._line = _line_of(widget)
        self._text = ""
        self._cursor = 0
        self._selection = (-1, 0)
        self._row = QPersistentModelIndex()
        self._choice = -1
        if self._line is not None:
            self._text = self._line.text()
            self._cursor = self._line.cursorPosition()
            self._selection = (self._line.selectionStart(), self._line.selectionLength())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            self._text = widget.toPlainText()
            self._cursor = widget.textCursor().position()
        elif isinstance(widget, QAbstractItemView):
            self._row = QPersistentModelIndex(widget.currentIndex())
        elif isinstance(widget, QComboBox):
            self._choice = widget.currentIndex()

    def give_back(self) -> None:
        """Puts back text, caret and choice, saying the same signals as typing does, so that lists follow."""
        if not isValid(self.widget):
            return
        widget = self.widget
        if self._line is not None:
            self._give_back_line(self._line)
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            if widget.isReadOnly() or widget.toPlainText() == self._text:
                return
            cursor = widget.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(self._text)
            cursor.setPosition(min(self._cursor, len(self._text)))
            widget.setTextCursor(cursor)
        elif isinstance(widget, QAbstractItemView):
            model = widget.model()
            if self._row.isValid():
                widget.setCurrentIndex(model.index(self._row.row(), self._row.column(), self._row.parent()))
            elif model is not None:
                widget.setCurrentIndex(QModelIndex())
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(self._choice)

    def _give_back_line(self, line: QLineEdit) -> None:
        if line.isReadOnly() or line.text() == self._text:
            return
        completer: QCompleter | None = line.completer()
        popup = completer.popup() if completer else None
        if popup is not None:
            popup.hide()
        line.selectAll()
        if self._text:
            line.insert(self._text)
        else:
            line.del_()
        # `insert` stops at a validator; what stood there before was already taken once.
        if line.text() != self._text:
            line.setText(self._text)
        start, length = self._selection
        if start >= 0:
            line.setSelection(start, length)
        else:
            line.setCursorPosition(self._cursor)


def _line_of(widget: QWidget) -> QLineEdit | None:
    """The line typed into when `widget` has the caret."""
    if isinstance(widget, QLineEdit):
        return widget
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    if isinstance(widget, QAbstractSpinBox):
        return widget.findChild(QLineEdit)
    return None
