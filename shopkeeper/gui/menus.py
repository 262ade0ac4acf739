"""The acts that work everywhere, each with its key and its place in a menu that Alt brings out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

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
        self.bring = self._action(self.tr("Bring in a list…"), "Ctrl+O")
        self.write_out = self._action(self.tr("Write out a list…"), "Ctrl+E")
        self.close = self._action(self.tr("Close the window"), "Ctrl+Q")
        self.undo = self._action(self.tr("Undo"), "Ctrl+Z")
        self.find = self._action(self.tr("Find a member"), "Ctrl+K")
        # A key of its own: where a field has the caret, a slash is just typed.
        self.find_slash = self._action(self.tr("Find a member"), "/")
        self.keys = self._action(self.tr("Keys"), "Ctrl+/")
        self.hide_all = self._action(self.tr("Hide from view"), "F9")
        self.lock = self._action(self.tr("Lock the window"), "Shift+F9")
        self.help = self._action(self.tr("Help for this place"), "F1")
        self._places = [self._place(*place) for place in places]
        for title, actions in (
            (
                self.tr("&Shop"),
                [
                    self.new_member,
                    self.print_,
                    None,
                    self.bring,
                    self.write_out,
                    None,
                    self.hide_all,
                    self.lock,
                    self.close,
                ],
            ),
            (self.tr("&Edit"), [self.undo, None, self.find]),
            (self.tr("&Go"), list(self._places)),
            (self.tr("&Help"), [self.help, self.keys]),
        ):
            self._menu(title, actions)
        self._before: QWidget | None = None
        if not self._bar.isNativeMenuBar():
            self._bar.hide()
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            app.focusChanged.connect(self._focus_moved)

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
        """What Undo would take back ("purchase of £18.00"); "" says that it is not known, or nothing.

        Undo stays in reach either way: a page may have steps of its own to take back.
        """
        self.undo.setText(self.tr("Undo: {what}").format(what=words) if words else self.tr("Undo"))

    def bring_out(self) -> None:
        """Shows the menu with its first entry chosen."""
        if self._bar.isNativeMenuBar() or self._bar.isVisible():
            return
        self._before = QApplication.focusWidget()
        self._bar.show()
        self._bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
        # As a person would: `setActiveAction` would open the entry at once.
        mirrored = self._bar.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = Qt.Key.Key_Left if mirrored else Qt.Key.Key_Right
        QApplication.sendEvent(
            self._bar, QKeyEvent(QEvent.Type.KeyPress, step, Qt.KeyboardModifier.NoModifier)
        )

    def put_away(self) -> None:
        """Hides the menu; the caret goes back to where it was."""
        if self._bar.isNativeMenuBar() or self._bar.isHidden():
            return
        before, self._before = self._before, None
        self._bar.hide()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.MenuBarFocusReason)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        # A click beside the menu, or an act chosen from it, is done with it.
        if now is not None and now is not self._bar and not isinstance(now, QMenu):
            self._before = None
            self.put_away()

    @property
    def out(self) -> bool:
        """Whether the hidden menu has been brought out."""
        return not self._bar.isNativeMenuBar() and self._bar.isVisible()

    def list_keys(self) -> list[tuple[str, str]]:
        """Every key that works everywhere, with what it does."""
        acts = [
            *self._places,
            self.find,
            self.new_member,
            self.undo,
            self.print_,
            self.bring,
            self.write_out,
            self.hide_all,
            self.lock,
            self.keys,
            self.help,
            self.close,
        ]
        # What Undo would take back names somebody, and is another thing at every act.
        named = {self.undo: self.tr("Undo")}
        listed = [
            (action.shortcut().toString(), named.get(action, action.text()).rstrip("…")) for action in acts
        ]
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
        if (
            kind == QEvent.Type.KeyPress
            and self._menus.out
            and key in (Qt.Key.Key_Escape, Qt.Key.Key_Alt, Qt.Key.Key_F10)
        ):
            self._menus.put_away()
            return True
        if key == Qt.Key.Key_Alt:
            if kind == QEvent.Type.KeyPress:
                self._alt_alone = True
            elif self._alt_alone and not event.isAutoRepeat():
                self._alt_alone = False
                self._menus.bring_out()
            return False
        self._alt_alone = False
        if kind == QEvent.Type.KeyPress and key == Qt.Key.Key_F10 and not event.modifiers():
            self._menus.bring_out()
            return True
        return False


def _has_typing(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.document().isUndoAvailable()
    return False
