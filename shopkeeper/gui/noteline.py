"""One line in which anything about a member is noted; what kind it is stands below before Enter, Down changes it."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui import memory_words as words
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech

if TYPE_CHECKING:
    from shopkeeper.rules.noticing import Noticed


class NoteLine(QWidget):
    """Says `noted(Noticed)` on Enter and `left` on Escape; `keys` is the key that comes here, shown while it is empty."""

    noted = Signal(object)
    left = Signal()

    def __init__(self, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._today: date | None = None
        self._speech: Speech | None = None
        self._noticed: Noticed | None = None
        self.edit = BareEdit()
        self.edit.setMaxLength(400)
        self.edit.setAccessibleName(self.tr("Note something about the member"))
        self.edit.set_hints(
            self.tr("Note: likes rye, promise two loaves by Friday…"),
            self.tr("Note: likes rye…"),
            self.tr("Note…"),
        )
        frame = FieldFrame(self.edit, self, radius=6)
        frame.setMinimumHeight(look.target_height())
        self._key = KeyHint(keys, frame)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(look.px(12), 0, look.px(8), 0)
        inside.addWidget(self.edit, 1)
        inside.addWidget(self._key)
        self._kind = Sentence("", "body", "accent", self)
        self.delicate = Sentence("", "small", "attention", self)
        self._how = Sentence(self.tr("Enter keeps it · ↓ another kind · Esc leaves"), "small", "2", self)
        self.error = ErrorLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, 0)
        column.setSpacing(look.px(4))
        for part in (frame, self._kind, self.delicate, self._how, self.error):
            column.addWidget(part)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self._entered)
        self.edit.pressed.connect(self._pressed)
        self._show()

    def for_day(self, today: date, speech: Speech) -> None:
        """What “tomorrow” means, and how this shop writes days."""
        self._today, self._speech = today, speech

    @property
    def noticed(self) -> "Noticed | None":
        """What Enter would keep."""
        return self._noticed

    @property
    def understood(self) -> str:
        """What stands below the line."""
        return self._kind.text()

    def clear(self) -> None:
        """Empties the line."""
        self.edit.setText("")

    def say(self, sentence: str) -> None:
        """Why it was not kept; what was typed stays."""
        self.error.say(sentence)

    def _typed(self, text: str) -> None:
        self.error.clear()
        if self._today is not None and self._speech is not None:
            from shopkeeper.rules.noticing import notice  # with the first line that is noted

            self._noticed = notice(text, today=self._today, order=self._speech.day_order)
        self._show()

    def _show(self) -> None:
        noticed = self._noticed
        if noticed is not None and self._today is not None and self._speech is not None:
            self._kind.setText(words.understood(noticed, self._today, self._speech))
            self._kind.set_tone("bad" if noticed.kind == "warning" else "accent")
        self._kind.setVisible(noticed is not None)
        self._how.setVisible(noticed is not None)
        touches = words.delicate(self.edit.text())
        self.delicate.setText(touches)
        self.delicate.setVisible(bool(touches))
        self._key.setVisible(noticed is None)

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._noticed is not None and self._today is not None and self._speech is not None:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
            if step:
                from shopkeeper.rules.noticing import next_kind

                order = self._speech.day_order
                self._noticed = next_kind(
                    self._noticed, self.edit.text(), step, today=self._today, order=order
                )
                self._show()

    def _entered(self) -> None:
        if self._noticed is not None:
            self.noted.emit(self._noticed)
