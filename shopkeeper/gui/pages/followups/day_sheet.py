"""Another day for a line of the morning, typed as one says it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups import words
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.rules.said_days import find_day
from shopkeeper.service.morning import Line


class DaySheet(SlideOver):
    """Says `chosen(line, day)`."""

    chosen = Signal(object, object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Put off to a day"), host, width=440, tall=True)
        self._desk = desk
        self._line: Line | None = None
        self.about = Sentence("", "strong", "", self.sheet)
        self.what = Sentence("", "body", "2", self.sheet)
        self.day = Field(self.tr("Which day"), self.sheet, hint=self.tr("Friday, in two weeks, 3 December"))
        self.save = KeyButton(self.tr("Put it off"), "Enter", self.sheet)
        self.last = self.save
        self.body.setSpacing(look.px(10))
        for part in (self.about, self.what, self.day):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.addWidget(self.save)
        self.day.changed.connect(self._understand)
        self.day.entered.connect(self._save)
        self.save.clicked.connect(self._save)

    def begin(self, line: Line) -> None:
        """Opens for a line."""
        self._line = line
        self.about.setText(words.called(line))
        self.what.setText(line.text)
        self.day.clear()
        self.open(self.day.edit)

    def _typed(self) -> date | None:
        desk = self._desk
        said = find_day(self.day.text, today=desk.today, order=desk.speech.day_order)
        return None if said is None or said.day <= desk.today else said.day

    def _understand(self) -> None:
        day = self._typed()
        if day is not None:
            self.day.note(self._desk.speech.day_of_week(day))

    def _save(self) -> None:
        day = self._typed()
        if day is None:
            self.day.say(self.tr("Write a day to come, such as Friday, in two weeks, or 3 December."))
            return
        line = self._line
        self.put_away()
        self.chosen.emit(line, day)
