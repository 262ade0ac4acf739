"""Answers longer or shorter than a line: a note of several lines, and one of a few words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.several_lines import SeveralLines


class NoteField(QWidget):
    """Several lines; Tab goes on to the next field, Ctrl Enter enrols."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = _Lines(self)
        self.edit.setAccessibleName(name)
        self.error = ErrorLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(3))
        column.addWidget(Sentence(name, "label", "2", self))
        column.addWidget(self.edit)
        column.addWidget(self.error)
        self.edit.setFixedHeight(look.px(58))
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.error.clear)
        self.edit.refused.connect(self.error.say)
        self.edit.entered.connect(self.entered)
        self.edit.escaped.connect(self.escaped)

    @property
    def text(self) -> str:
        """The note as typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Puts a text in."""
        self.edit.setPlainText(text)

    def say(self, sentence: str) -> None:
        """Refuses with a sentence."""
        self.error.say(sentence)


class _Lines(SeveralLines):
    entered = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class YesNo(QWidget):
    """May we write? Yes, No, or not asked; the arrows and a click choose."""

    def __init__(self, name: str, choices: tuple[tuple[str, bool | None], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._choices = choices
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        row.addWidget(Sentence(name, "label", "2", self, wrap=False))
        row.addStretch(1)
        for place, (words, _) in enumerate(choices):
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.setAccessibleName(f"{name} {words}")
            look.mark(button, kind="small")
            self._group.addButton(button, place)
            row.addWidget(button)
        self.set_answer(None)

    @property
    def answer(self) -> bool | None:
        """Yes, no, or None for not asked."""
        return self._choices[max(0, self._group.checkedId())][1]

    def set_answer(self, answer: bool | None) -> None:
        """Chooses an answer."""
        for place, (_, means) in enumerate(self._choices):
            if means is answer:
                self._group.button(place).setChecked(True)

    @property
    def buttons(self) -> list[QPushButton]:
        """The choices, in their order."""
        return [self._group.button(place) for place in range(len(self._choices))]  # type: ignore[misc]
