"""A curtain over the window while a customer looks on: no name, no amount, until the key is pressed again."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.sentence import Sentence


class Curtain(QWidget):
    """Covers everything of its window and takes every key; F9, Esc or a click lifts it, and all is as it was."""

    moved = Signal(bool)  # drawn, or lifted

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        look.mark(self, panel="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Hidden from view"))
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = Sentence(self.tr("Hidden from view. F9 goes on."), "body", "2", self, wrap=False)
        column.addWidget(self.words)
        self.hide()

    def draw(self) -> None:
        """Nothing of the window is seen, and no key reaches it."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._window.installEventFilter(self)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.moved.emit(True)

    def lift(self) -> None:
        """Everything is there again, the caret where it was."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._window.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.moved.emit(False)

    def mousePressEvent(self, _event: object) -> None:
        self.lift()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            return False
        if not (
            isinstance(event, QKeyEvent) and isinstance(watched, QWidget) and watched.window() is self._window
        ):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of the window: the key comes as a press, below
        elif event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_F9,
            Qt.Key.Key_Escape,
        ):
            self.lift()
        return True
