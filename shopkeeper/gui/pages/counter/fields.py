"""The small fields of the purchase panel: points to use, and the day when it was not today."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.typed_days import read_day
from shopkeeper.say import Speech, text

MOST_DIGITS = 12


def read_points(typed: str) -> int:
    """Points to use, as typed; nothing typed is none. Declined for anything that is not a whole number."""
    plain = "".join(typed.split())
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > MOST_DIGITS:
        raise Declined("points_not_understood", text("Points to use are a whole number from 0."), "points")
    return int(plain)


class PointsField(QWidget):
    """ "Use points   0 of 1,284": how many of the member's points pay for this purchase."""

    changed = Signal()
    entered = Signal()
    pressed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = BareEdit()
        self.edit.setPlaceholderText("0")
        self.edit.setAccessibleName(self.tr("Use points"))
        self.edit.setMaxLength(20)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._frame = FieldFrame(self.edit, self, radius=6)
        self._name = Sentence(self.tr("Use points"), "body", "", self._frame, wrap=False)
        self._of = Sentence("", "body", "2", self._frame, wrap=False)
        self.error = ErrorLine(self)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        row.setSpacing(look.px(4))
        row.addWidget(self._name)
        row.addWidget(self.edit, 1)
        row.addWidget(self._of)
        self._frame.setMinimumHeight(look.target_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self.error)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.pressed.connect(self.pressed)

    def set_balance(self, points: int, speech: Speech) -> None:
        """How many there are to use."""
        there = max(0, points)
        self._of.setText(self.tr("of {points}").format(points=speech.count(there)))
        self.edit.setAccessibleName(self.tr("Use points, of {points}").format(points=speech.count(there)))

    @property
    def points(self) -> int:
        """How many are typed; raises Declined for what is no number."""
        return read_points(self.edit.text())

    def clear(self) -> None:
        """Empties the field."""
        self.edit.setText("")
        self.say("")

    def say(self, sentence: str) -> None:
        """Shows why these points cannot be used; an empty sentence takes it away."""
        self.error.say(sentence)
        self._frame.set_wrong(bool(sentence))

    def _typed(self, typed: str) -> None:
        self.say("")
        self.changed.emit()


class DayChoice(QWidget):
    """A quiet "today"; pressed, it takes another day, typed as the shop writes days, and then says that day aloud."""

    changed = Signal()
    done = Signal()
    """The day is settled: the caret may go back to the amount."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = date.min
        self._speech: Speech | None = None
        self._day: date | None = None
        self.button = QPushButton(self.tr("today"), self)
        self.button.setToolTip(self.tr("Another day · {keys}").format(keys="Ctrl D"))
        self.button.setIcon(icons.icon("calendar"))
        self.button.setIconSize(QSize(look.px(16), look.px(16)))
        self.button.clicked.connect(self.ask)
        self.edit = BareEdit()
        self.edit.setMaxLength(40)
        self.edit.setAccessibleName(self.tr("The day of the purchase"))
        self._frame = FieldFrame(self.edit, self, radius=6)
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(look.px(10), 0, look.px(10), 0)
        inside.addWidget(self.edit)
        self._frame.setMinimumHeight(look.target_height())
        self._frame.setFixedWidth(look.px(140))
        self._frame.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.button)
        row.addWidget(self._frame)
        self.edit.returnPressed.connect(self._enter)
        self.edit.pressed.connect(self._pressed)
        self.edit.focused.connect(self._focused)
        self.refusal = ""

    def tell(self, today: date, speech: Speech) -> None:
        """What day it is, and how days are written."""
        self._today, self._speech = today, speech
        self.edit.setPlaceholderText(speech.day_short(today, today))
        self._name_it()

    @property
    def day(self) -> date:
        """The day the purchase counts for."""
        return self._day or self._today

    @property
    def is_today(self) -> bool:
        """Whether no other day was chosen."""
        return self._day is None

    def reset(self) -> None:
        """Today again."""
        self._day = None
        self._put_away()
        self._name_it()

    def ask(self) -> None:
        """Opens the field for another day."""
        self.edit.setText("")
        self.button.hide()
        self._frame.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enter(self) -> None:
        if self._take():
            self.done.emit()

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.refusal = ""
            self._put_away()
            self.changed.emit()
            self.done.emit()

    def _focused(self, focused: bool) -> None:
        if not focused and not self._frame.isHidden():
            self._take()

    def _take(self) -> bool:
        typed = self.edit.text().strip()
        self.refusal = ""
        if typed and self._speech is not None:
            try:
                day = read_day(typed, order=self._speech.day_order, today=self._today)
            except Declined as declined:
                self.refusal = declined.because
                self._frame.set_wrong(True)
                self.changed.emit()
                return False
            self._day = None if day == self._today else day
        elif not typed:
            self._day = None
        self._put_away()
        self._name_it()
        self.changed.emit()
        return True

    def _put_away(self) -> None:
        self._frame.set_wrong(False)
        self._frame.hide()
        self.button.show()

    def _name_it(self) -> None:
        words = self.tr("today")
        if self._day is not None and self._speech is not None:
            words = self._speech.day_short(self._day, self._today)
        self.button.setText(words)
        look.mark(self.button, kind="quiet" if self._day is None else "small")
        self.button.setAccessibleName(self.tr("The day of the purchase: {day}").format(day=words))
