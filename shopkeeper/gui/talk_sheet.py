"""A talk with a member, noted with how it came; what stands against writing or calling them stands above."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.memory_words import TOUCHES
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.say import text
from shopkeeper.service import contacts_log, talks
from shopkeeper.service.talks import TalkNoted
from shopkeeper.service.winback import CHANNELS


class TalkSheet(SlideOver):
    """Says `done(Toast)` when a talk was noted."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("A talk"), host, width=460, tall=True)
        self._desk = desk
        self._member = 0
        self.about = Sentence("", "strong", "", self.sheet)
        self.limits = Sentence("", "body", "2", self.sheet)
        self.channel = QComboBox(self.sheet)
        self.channel.setAccessibleName(self.tr("How"))
        self.channel.setMinimumHeight(look.target_height())
        for one in CHANNELS:
            self.channel.addItem(text(TOUCHES[one]), one)
        self.words = Field(self.tr("What was said"), self.sheet)
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton(self.tr("Note the talk"), "Enter", self.sheet)
        self.last = self.save
        self.body.setSpacing(look.px(10))
        for part in (self.about, self.limits, self.channel, self.words, self.trouble):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.addWidget(self.save)
        self.words.entered.connect(self._save)
        self.save.clicked.connect(self._save)

    def begin(self, member_id: int, name: str, number: str) -> None:
        """Opens for a member, by phone unless another way is chosen."""
        desk = self._desk
        self._member = member_id
        self.about.setText(members.called(name, number))
        limits = desk.ask(contacts_log.limits, member_id, desk.today)
        said = []
        if limits.letter:
            said.append(self.tr("Letters: {why}").format(why=limits.letter))
        if limits.call:
            said.append(self.tr("Calls: {why}").format(why=limits.call))
        if limits.tried_on is not None:
            when = members.near_day(limits.tried_on, desk.today, desk.speech)
            said.append(self.tr("Tried {when}; leave them a fortnight").format(when=when))
        self.limits.setText(" · ".join(said))
        self.limits.setVisible(bool(said))
        self.channel.setCurrentIndex(self.channel.findData("phone"))
        self.words.clear()
        self.trouble.clear()
        self.open(self.words.edit)

    def _save(self) -> None:
        sent = self._desk.send(
            talks.note, self._member, self.channel.currentData(), self.words.text, by=self._desk.serving
        )
        sent.then(self._noted).otherwise(self._refused)

    def _noted(self, noted: TalkNoted) -> None:
        sentence = self.tr("Noted for {name}").format(name=members.called(noted.name, noted.number))
        self.done.emit(Toast(sentence, noted.text, undo=True))
        self.put_away()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined) and error.about == "talk":
            self.words.say(error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
