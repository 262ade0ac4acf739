"""Sees the keys of whatever has the caret in one window, before the field itself does."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusWatch(QObject):
    """Follows the caret instead of filtering the whole application, which would cost every paint a call.

    A subclass answers `key(widget, event)`; True keeps the event from the field.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        # With no field in focus the keys come to the window itself.
        window.installEventFilter(self)

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Called for every press, release and shortcut override of a key."""
        raise NotImplementedError

    def caret_moved(self, to: QWidget) -> None:
        """Called when another widget of this window got the caret."""

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if now is not None and now is not self._window and now.window() is self._window:
            self._watched = now
            now.installEventFilter(self)
            self.caret_moved(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if watched is self._window and QApplication.focusWidget() not in (None, self._window):
            # It came up from a field that had no use for it and was seen there.
            return False
        assert isinstance(watched, QWidget)
        return self.key(watched, event)
