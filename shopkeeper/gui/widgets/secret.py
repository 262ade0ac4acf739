"""A field for a passphrase or a PIN: dots for signs, and a word when Caps Lock seems to be on."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from shopkeeper.gui.widgets.field import Field


class Secret(Field):
    """Nothing typed here is kept in the clipboard's history, suggested, or spell-checked; `set_shown` shows it."""

    def __init__(self, name: str, parent: QWidget, *, longest: int = 1200, remark: str = "") -> None:
        super().__init__(name, parent, longest=longest, remark=remark)
        self.caps = False
        self._hints = (
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.set_shown(False)
        self.edit.installEventFilter(self)

    def set_shown(self, shown: bool) -> None:
        """Whether the signs themselves are seen."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(self._hints)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look_at(event)
        return super().eventFilter(watched, event)

    def _look_at(self, event: QKeyEvent) -> None:
        """No system tells all programs of Caps Lock; a letter that is not what Shift makes of it does."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps = False  # it changes now, and the next letter tells to what
        elif len(letter) == 1 and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps = letter.isupper() != shift

    def _typed(self, text: str) -> None:
        super()._typed(text)
        self.note(self.tr("Caps Lock seems to be on.") if self.caps and text else "")
