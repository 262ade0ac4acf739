"""PINs of the people who serve, and after how many minutes the window locks: what that keeps out, said honestly."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.pages.settings.parts import button, row
from shopkeeper.gui.widgets.choice import Choice
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service.people import Person


class PinCard(Panel):
    """Says what is asked for; without the owner's PIN everything is as it always was."""

    given = Signal(int, str)  # a person's id, the PIN
    taken = Signal(int)
    minutes_kept = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        tr = self.tr
        self.set_title(tr("PINs, and a window that locks itself"))
        self.add(
            Sentence(
                tr("With a PIN of the owner, only the owner changes the programme, the shop, who serves and PINs, brings lists in and writes them out, sees Insights, takes what is held about a member as a file, forgets members,"
                   " gives points or tiers by hand, and restores backups. A PIN is a lock of the screen: it keeps honest people to their own work."
                   " What keeps a thief out is a passphrase."),
                "body", "2", self,
            )
        )  # fmt: skip
        self.state = Sentence("", "body", "", self)
        self.person = Choice(tr("Whose PIN"), self)
        self.pin = Secret(tr("PIN, 4 to 12 digits"), self, longest=200)
        self.again = Secret(tr("The PIN once more"), self, longest=200)
        for field in (self.pin, self.again):
            field.entered.connect(self._give)
        self.give = button(tr("Give this PIN"), self, self._give, "primary")
        self.take = button(tr("Take the PIN away"), self, self._take)
        self.minutes = Field(tr("Lock the window after so many minutes; empty never does"), self, longest=8)
        self.minutes.entered.connect(self._keep)
        self.keep = button(tr("Keep the minutes"), self, self._keep)
        self.error = ErrorLine(self)
        for part in (self.state, self.person, self.pin, self.again):
            self.add(part)
        self.add(row(self.give, self.take))
        self.add(self.minutes)
        self.add(self.error)
        self.add(row(self.keep))

    def show_pins(self, people: Sequence[Person], have: frozenset[int], minutes: int) -> None:
        """Who serves, who of them has a PIN, and the minutes that were set."""
        chosen = self.person.value
        self.person.set_choices([(str(one.id), one.name) for one in people])
        if chosen in [str(one.id) for one in people]:
            self.person.set_value(chosen)
        names = [one.name for one in people if one.id in have]
        self.state.setText(
            self.tr("With a PIN: {names}.").format(names=", ".join(names))
            if names
            else self.tr("Nobody has a PIN: nobody is kept from anything.")
        )
        self.take.setEnabled(bool(names))
        if not self.minutes.edit.isModified():
            self.minutes.set_text(str(minutes) if minutes else "")
        self.error.clear()

    def _give(self) -> None:
        if self.pin.text != self.again.text:
            self.again.say(self.tr("The two are not the same."))
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.person.value:
            self.given.emit(int(self.person.value), self.pin.text)

    def _take(self) -> None:
        if self.person.value:
            self.taken.emit(int(self.person.value))

    def _keep(self) -> None:
        typed = self.minutes.text.strip()
        if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 5):
            self.minutes.say(self.tr("Write a number of minutes, or nothing."))
            self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.minutes_kept.emit(int(typed or 0))

    def take_done(self) -> None:
        """It is kept: no PIN stays in a field."""
        self.pin.clear()
        self.again.clear()
        self.minutes.edit.setModified(False)
        self.error.clear()

    def explain(self, error: Exception) -> None:
        """Says why not, at the field it concerns."""
        field = {"pin": self.pin, "minutes": self.minutes}.get(getattr(error, "about", ""))
        if isinstance(error, Declined) and field is not None and error.code != "owner_needed":
            field.say(error.because)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.error.say(str(error))
