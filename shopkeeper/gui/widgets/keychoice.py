"""One question answered with one key: 1, 2, 3 … choose, 0 leaves it out, and the caret goes on to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.sentence import Sentence


class KeyChoice(QWidget):
    """Says `answered` once a key or a click chose, and `went(±1)` for Up and Down. `chosen` counts from 1."""

    answered = Signal()
    went = Signal(int)

    def __init__(self, text: str, choices: Sequence[str], parent: QWidget, *, numbered: bool = True) -> None:
        super().__init__(parent)
        self.setAccessibleName(text)
        self._text = Sentence(text, "strong", "", self)
        box = FlowBox(self, gap=6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # so that what was chosen can be taken away again
        self.buttons: list[QPushButton] = []
        for place, choice in enumerate(choices, 1):
            button = QPushButton(f"{place}  {choice}".replace("&", "&&") if numbered else choice, box)
            button.setCheckable(True)
            button.setAccessibleName(f"{text}: {choice}")
            look.mark(button, kind="small")
            button.clicked.connect(self._clicked)
            self._group.addButton(button, place)
            self.buttons.append(button)
            box.flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(4))
        column.setSpacing(look.px(4))
        column.addWidget(self._text)
        column.addWidget(box)

    @property
    def chosen(self) -> int | None:
        """What is chosen, counted from 1; None where nothing is."""
        return next((place for place, button in enumerate(self.buttons, 1) if button.isChecked()), None)

    def choose(self, place: int | None) -> None:
        """Choose one, or none."""
        for at, button in enumerate(self.buttons, 1):
            button.setChecked(at == place)

    def take_caret(self) -> None:
        """The caret comes here, onto what is chosen."""
        self.buttons[(self.chosen or 1) - 1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.choose(self.buttons.index(button) + 1 if button.isChecked() else None)
        self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            event.key(),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        place = key - Qt.Key.Key_0.value
        if plain and 1 <= place <= len(self.buttons):
            self.choose(place)
            self.answered.emit()
        elif plain and (place == 0 or key == Qt.Key.Key_Delete):
            self.choose(None)
            self.answered.emit()
        elif plain and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.went.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def walk(rows: Sequence[KeyChoice], now: KeyChoice, step: int) -> bool:
    """The caret to the row before or after; False where there is none."""
    place = rows.index(now) + step
    if not 0 <= place < len(rows):
        return False
    rows[place].take_caret()
    return True
