"""What tests of the screen share: is everything named and reachable, and a scanner that types."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTableView,
    QTextEdit,
    QWidget,
)

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def _is_qts_own(widget: QWidget) -> bool:
    """A part that Qt makes and names itself."""
    if isinstance(widget, QHeaderView | QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractSpinBox | QComboBox):
            return True
        parent = parent.parentWidget()
    if isinstance(widget.parentWidget(), QTableView) and isinstance(widget, QAbstractButton):
        return True
    return type(widget).__name__ == "QMenuBarExtension"


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every control below `root`, shown or not."""
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, _CONTROLS) and not _is_qts_own(widget):
            yield widget


def out_of_reach(root: QWidget) -> list[str]:
    """What a screen reader cannot name or the keyboard cannot reach, in words; empty when all is well."""
    found = []
    for widget in controls(root):
        what = f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            found.append(f"{what} has no name")
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            found.append(f"{what} cannot have the focus")
    return found


def assert_within_reach(root: QWidget) -> None:
    """Fails with the list of controls that have no name or cannot be reached by keyboard."""
    found = out_of_reach(root)
    assert not found, "\n".join(found)


def type_fast(
    widget: QWidget | None, text: str, *, gap_ms: int = 5, start_ms: int = 1_000, end: Qt.Key | None = None
) -> int:
    """Types like a scanner (or, with a longer gap, like a person): keys carry the stamp of a window system.

    Every key goes to what has the caret at that moment, `widget` where nothing has. Returns the time after it.
    """
    now_ms = start_ms
    keys: list[tuple[int, str]] = [(_key_of(letter), letter) for letter in text]
    if end is not None:
        keys.append((end.value, "\r" if end != Qt.Key.Key_Tab else "\t"))
    for key, letter in keys:
        target = QApplication.focusWidget() or widget
        assert target is not None
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(now_ms)
            if kind == QEvent.Type.ShortcutOverride:
                event.ignore()
            QApplication.sendEvent(target, event)
        now_ms += gap_ms
    return now_ms


def _key_of(letter: str) -> int:
    return ord(letter.upper()) if len(letter) == 1 and ord(letter) < 128 else 0


def scan(window: QWidget, code: str, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Scans a code on a window: typed at 5 ms a key, ended by Enter."""
    type_fast(window, code, end=end)
