"""A PIN asked in place: the owner's, so that what only the owner may do goes on; or somebody's, who serves from now on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service import locks
from shopkeeper.service.pins import Entered
from shopkeeper.service.roles import Doer


def wrong_words(entered: Entered, speech_tr: QWidget) -> str:
    """Why a PIN did not open anything, and how long the next try waits."""
    if entered.wait_s:
        return speech_tr.tr("That was not it. The next try waits {n} seconds.").format(n=entered.wait_s)
    return speech_tr.tr("This is nobody’s PIN. Try again.")


class PinSheet(SlideOver):
    """Says `served(person)` when somebody proved who they are."""

    served = Signal(int)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=420, tall=True)
        self._desk = desk
        self._waiting: Sent | None = None
        self._person: int | None = None
        self.words = Sentence("", "body", "2", self.sheet)
        self.pin = Secret(self.tr("PIN"), self.sheet, longest=1000)
        self.pin.entered.connect(self.try_it)
        self.pin.escaped.connect(self.escape)
        self.error = ErrorLine(self.sheet)
        self.enter = QPushButton(self.tr("Go on"), self.sheet)
        self.enter.setAutoDefault(True)
        look.mark(self.enter, kind="primary")
        self.enter.clicked.connect(self.try_it)
        self.body.setSpacing(look.px(12))
        self.foot.setSpacing(look.px(8))
        for part in (self.words, self.pin):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.addWidget(self.error)
        self.foot.addWidget(self.enter)
        self.last = self.enter
        self.closed.connect(self._put_away)

    def ask_owner(self, sent: Sent) -> None:
        """An act waits for the owner."""
        if self._waiting is not None:
            self._desk.give_up(sent)
            return
        self._waiting, self._person = sent, None
        title = self.tr("Only the owner may do this")
        words = self.tr("The owner’s PIN lets it go on, this once. Esc leaves everything as it is.")
        if not sent.act:
            title = self.tr("The owner’s PIN opens this")
            words = self.tr(
                "What is written out, and what members are worth, is the owner’s. Esc leaves it shut."
            )
        if locks.is_locked(self._desk.path):
            words += " " + self.tr("The book’s passphrase will do as well.")
        self._begin(title, words)

    def ask_person(self, person: int, name: str) -> None:
        """Somebody says that they serve now."""
        self._waiting, self._person = None, person
        self._begin(self.tr("Who serves"), self.tr("The PIN of {name}").format(name=name))

    def _begin(self, title: str, words: str) -> None:
        self.set_title(title)
        self.words.setText(words)
        self.pin.clear()
        self.pin.say("")
        self.error.clear()
        self.open(self.pin)

    def try_it(self) -> None:
        """See whose PIN it is."""
        sent = self._desk.send(locks.enter, self._desk.path, self.pin.text)
        sent.then(self._entered).otherwise(self._failed)

    def _entered(self, entered: Entered) -> None:
        if entered.person is None:
            self._refuse(wrong_words(entered, self))
        elif self._waiting is not None:
            if not entered.owner:
                self._refuse(self.tr("{name} may not do this.").format(name=entered.name))
                return
            sent, self._waiting = self._waiting, None
            self._desk.go_on(sent, Doer(True, entered.person))
            self._done()
        elif entered.person != self._person:
            self._refuse(self.tr("This is not the PIN of whom you chose."))
        else:
            self.served.emit(entered.person)
            self._done()

    def _done(self) -> None:
        self.pin.clear()
        self.put_away()

    def _refuse(self, words: str) -> None:
        self.pin.say(words)
        self.pin.edit.selectAll()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self.error.say(str(error))

    def _put_away(self) -> None:
        self.pin.clear()
        if self._waiting is not None:
            sent, self._waiting = self._waiting, None
            self._desk.give_up(sent)
