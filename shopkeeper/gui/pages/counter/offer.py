"""What is offered to the member who stands there now: one line to say and to give, never why it is theirs."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.trials import Offered

GIVE_KEYS = "Ctrl+B"


class Offers(Panel):
    """Says `given(trial)` when something was handed over; hidden where nothing is offered."""

    given = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("For them now"), parent=parent)
        self._lines: list[QWidget] = []

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """What can be given, by its accessible name."""
        return {
            button.accessibleName(): button
            for line in self._lines
            for button in line.findChildren(QPushButton)
        }

    def show_member(self, at: AtCounter, speech: Speech, today: date) -> None:
        """Shows what is offered, and whether they have had it."""
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        first = next((one for one in at.offers if one.owed), None)
        self._lines = [self._line(one, speech, today, keys=one is first) for one in at.offers]
        for line in self._lines:
            self.add(line)
        self.setVisible(bool(self._lines))

    def give_first(self) -> None:
        """The first that is still owed is given."""
        button = next(iter(self.buttons.values()), None)
        if button is not None:
            button.click()

    def _line(self, one: Offered, speech: Speech, today: date, *, keys: bool) -> QWidget:
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.px(6))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Sentence(one.words, "body", "", row))
        said = self._state(one, speech, today)
        if said:
            words.addWidget(Sentence(said, "small", "2", row))
        across.addLayout(words, 1)
        if one.owed:
            give = QPushButton(self.tr("Given"), row)
            give.setAccessibleName(self.tr("Given: {offer}").format(offer=one.words))
            give.setProperty("trial", one.trial_id)
            give.clicked.connect(self._gives)
            look.mark(give, kind="small")
            if keys:
                across.addWidget(KeyHint(GIVE_KEYS, row), 0, Qt.AlignmentFlag.AlignVCenter)
            across.addWidget(give, 0, Qt.AlignmentFlag.AlignVCenter)
        row.setAccessibleName(f"{one.words}, {said}" if said else one.words)
        return row

    def _state(self, one: Offered, speech: Speech, today: date) -> str:
        parts = [speech.points(one.points)] if one.points else []
        if one.given_on is not None:
            parts.append(self.tr("given {day}").format(day=speech.ago(one.given_on, today)))
        if one.often == "visit":
            parts.append(self.tr("at each visit"))
        return " · ".join(parts)

    def _gives(self) -> None:
        self.given.emit(int(self.sender().property("trial")))
