"""The acts that work everywhere, each with its key and its place in a menu that Alt brings out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QTextEdit, QWidget

from shopkeeper.gui.focuswatch import FocusWatch


class Menus(QObject):
    """Says `place_chosen(key)`; every other act is a QAction the shell connects."""

    place_chosen = Signal(str)

    def __init__(self, window: QMainWindow, places: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.menuBar()
        self._bar.setAccessibleName(self.tr("Menu"))
        self.new_member = self._action(self.tr("New member"), "Ctrl+N")
        self.print_ = self._action(self.tr("Print…"), "Ctrl+P")
        self.close = self._action(self.tr("Close the window"), "Ctrl+Q")
        self.undo = self._action(self.tr("Undo"), "Ctrl+Z")
        self.find = self._action(self.tr("Find a member"), "Ctrl+K")
        # A key of its own: where a field has the caret, a slash is just typed.
        self.find_slash = self._action(self.tr("Find a member"), "/")
        self.keys = self._action(self.tr("Keys"), "Ctrl+/")
        self.help = self._action(self.tr("Help for this place"), "F1")
        self._places = [self._place(*place) for place in places]
        for title, actions in (
            (self.tr("&Shop"), [self.new_member, self.print_, None, self.close]),
            (self.tr("&Edit"), [self.undo, None, self.find]),
            (self.tr("&Go"), list(self._places)),
            (self.tr("&Help"), [self.help, self.keys]),
        ):
            self._menu(title, actions)
        if not self._bar.isNativeMenuBar():
            self._bar.hide()

    def _action(self, words: str, keys: str) -> QAction:
        action = QAction(words, self._window)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(False)
        # On the window too: a hidden menu's keys must work.
        self._window.addAction(action)
        return action

    def _place(self, key: str, title: str, shortcut: str) -> QAction:
        action = self._action(title, shortcut)
        action.setData(key)
        action.triggered.connect(self._go)
        return action

    def _menu(self, title: str, actions: Sequence[QAction | None]) -> QMenu:
        menu = self._bar.addMenu(title)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _go(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.place_chosen.emit(action.data())

    def set_undo(self, words: str) -> None:
        """What Undo would take back; "" says there is nothing."""
        self.undo.setText(words or self.tr("Nothing to undo"))
        self.undo.setEnabled(bool(words))

    def toggle(self) -> None:
        """Brings the menu out, or puts it away."""
        if not self._bar.isNativeMenuBar():
            self._bar.setVisible(self._bar.isHidden())

    def open_first(self) -> None:
        """Brings the menu out with its first entry chosen."""
        self._bar.show()
        self._bar.setActiveAction(self._bar.actions()[0])
        self._bar.setFocus(Qt.FocusReason.MenuBarFocusReason)

    def list_keys(self) -> list[tuple[str, str]]:
        """Every key that works everywhere, with what it does."""
        acts = [*self._places, self.find, self.new_member, self.undo, self.print_, self.keys, self.help, self.close]
        listed = [(action.shortcut().toString(), action.text().rstrip("…")) for action in acts]
        return [*listed, ("/", self.tr("Find, where no field has the caret")), ("Alt", self.tr("Menu"))]


class KeyGate(FocusWatch):
    """Settles who gets a key that a field and the window both know, and brings the menu out for Alt and F10.

    Ctrl Z belongs to the field while it has typing to take back, and to the last act otherwise; Ctrl K never
    to the field.
    """

    def __init__(self, window: QMainWindow, menus: Menus) -> None:
        self._alt_alone = False
        super().__init__(window)
        self._menus = menus

    def key(self, widget: QWidget, event: QKeyEvent) -> bool:
        kind, key = event.type(), event.key()
        if kind == QEvent.Type.ShortcutOverride:
            ours = key == Qt.Key.Key_K or (key == Qt.Key.Key_Z and not _has_typing(widget))
            if ours and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return True
            return False
        if key == Qt.Key.Key_Alt:
            if kind == QEvent.Type.KeyPress:
                self._alt_alone = True
            elif self._alt_alone and not event.isAutoRepeat():
                self._alt_alone = False
                self._menus.toggle()
            return False
        self._alt_alone = False
        if kind == QEvent.Type.KeyPress and key == Qt.Key.Key_F10 and not event.modifiers():
            self._menus.open_first()
            return True
        return False


def _has_typing(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.document().isUndoAvailable()
    return False
