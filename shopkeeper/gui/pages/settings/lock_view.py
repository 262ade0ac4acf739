"""A passphrase for the book: what it protects and what not, the recovery code on paper first, then the lock."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.pages.settings.pin_card import PinCard
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence

ASKED_GROUP = 3  # the group of the code that is typed back


class LockView(View):
    """Says what is asked for; nothing is locked before the owner has shown that they have the code."""

    code_asked = Signal(str)  # the passphrase: is it one, and which code goes with it?
    lock_asked = Signal(str, str)  # passphrase, code
    unlock_asked = Signal(str)  # the passphrase now
    change_asked = Signal(str, str)  # the passphrase now, the new one
    new_code_asked = Signal(str)  # the passphrase now
    print_asked = Signal(str)
    save_asked = Signal(str)

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._code = ""
        self._locked = False
        self._locking = False
        self._honest_card()
        self._choose_card()
        self._code_card()
        self._locked_card()
        self.pins = PinCard(self.inside)
        self.column.addWidget(self.pins)

    # --- the cards ----------------------------------------------------------------------------------

    def _honest_card(self) -> None:
        tr = self.tr
        card = Panel(tr("What a passphrase does"), parent=self.inside)
        self.state = Sentence("", "strong", "", card)
        card.add(self.state)
        for words in (
            tr("It encrypts the book, its backups and their copies on the stick. Whoever steals the computer, or finds the stick, can"
               " read nothing of it. It is asked for at each start."),
            tr("It does not protect a program that is open, what was printed or written out, or a computer with a spy on it. If passphrase and"
               " recovery code are both lost, nobody can open the book, the makers of the program neither."),
            tr("Whatever is changed here is written down with who changed it. Undo does not take it back."),
        ):  # fmt: skip
            card.add(Sentence(words, "body", "2", card))
        self.column.addWidget(card)

    def _choose_card(self) -> None:
        tr = self.tr
        card = self.choosing = Panel(tr("Lock the book"), parent=self.inside)
        self.passphrase = Secret(tr("Passphrase, four words or more"), card)
        self.again = Secret(tr("The passphrase once more"), card)
        self.shown = QCheckBox(tr("Show what is typed"), card)
        self.shown.toggled.connect(self._show_signs)
        self.go_on = button(tr("Go on to the recovery code"), card, self._ask_code, "primary")
        for field in (self.passphrase, self.again):
            field.entered.connect(self._ask_code)
            card.add(field)
        card.add(self.shown)
        card.add(row(self.go_on))
        self.column.addWidget(card)

    def _code_card(self) -> None:
        tr = self.tr
        card = self.coding = Panel(tr("The recovery code"), parent=self.inside)
        card.add(
            Sentence(
                tr("It opens the book when the passphrase is forgotten. It is shown this once: print it, or write it down, and keep it where you"
                   " keep deeds and wills, not beside the computer."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.code = Sentence("", "name", "", card)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card.add(self.code)
        self.print_ = button(tr("Print the sheet…"), card, self._print)
        self.save = button(tr("Save the sheet as PDF…"), card, self._save)
        card.add(row(self.print_, self.save))
        self.said = Sentence("", "body", "2", card)
        self.said.hide()
        self.code_error = ErrorLine(card)
        self.proof = Field(tr("Group 3 of the code, to be sure you have it"), card, longest=40)
        self.proof.entered.connect(self._finish)
        self.do = button(tr("Lock the book now"), card, self._finish, "primary")
        self.leave = button(tr("Leave it as it is"), card, self.leave_code)
        for part in (self.said, self.code_error, self.proof):
            card.add(part)
        card.add(row(self.do, self.leave))
        card.hide()
        self.column.addWidget(card)

    def _locked_card(self) -> None:
        tr = self.tr
        card = self.changing = Panel(tr("Change the lock"), parent=self.inside)
        self.now = Secret(tr("The passphrase now"), card)
        self.new = Secret(tr("New passphrase"), card)
        self.new_again = Secret(tr("The new passphrase once more"), card)
        self.changed = button(tr("Change the passphrase"), card, self._change, "primary")
        self.another = button(tr("Another recovery code…"), card, self._another)
        self.unlock = button(tr("Unlock the book…"), card, self._unlock)
        self.unlock_sure = button(tr("Write it in the clear"), card, self._unlock_now)
        for field in (self.now, self.new, self.new_again):
            field.entered.connect(self._change)
            card.add(field)
        self.error = ErrorLine(card)
        card.add(self.error)
        card.add(row(self.changed, self.another, self.unlock, self.unlock_sure))
        self.unlock_sure.hide()
        self.column.addWidget(card)

    # --- showing ------------------------------------------------------------------------------------

    def show_lock(self, *, locked: bool) -> None:
        """Whether the book is locked."""
        self._locked = locked
        self.state.setText(
            self.tr("The book is locked with a passphrase.")
            if locked
            else self.tr("The book is in the clear: whoever gets hold of its file can read it.")
        )
        self.choosing.setVisible(not locked and self.coding.isHidden())
        self.changing.setVisible(locked and self.coding.isHidden())

    def _show_signs(self, shown: bool) -> None:
        for field in (self.passphrase, self.again):
            field.set_shown(shown)

    # --- the code, and that the owner has it --------------------------------------------------------

    def _ask_code(self) -> None:
        if self.passphrase.text != self.again.text:
            self.again.say(self.tr("The two are not the same."))
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._locking = True
        self.code_asked.emit(self.passphrase.text)

    def show_code(self, code: str) -> None:
        """A code to be kept on paper before it holds."""
        self._code = code
        self._locking = not self._locked
        # On two lines, so that it is read group by group.
        groups = code.split("-")
        self.code.setText("\n".join((" – ".join(groups[:4]), " – ".join(groups[4:]))))
        self.proof.clear()
        self.code_error.clear()
        self.said.hide()
        self.do.setText(
            self.tr("Lock the book now") if self._locking else self.tr("This code holds from now on")
        )
        self.do.setAccessibleName(self.do.text())
        self.coding.show()
        self.choosing.hide()
        self.changing.hide()
        self.print_.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self._see_code)  # once the card has its place

    def _see_code(self) -> None:
        """The button with the caret comes into sight, and the code above it before all else."""
        for part in (self.print_, self.code):
            self.ensureWidgetVisible(part)

    def leave_code(self) -> None:
        """Nothing is locked, no code changes; what was typed is kept for another try."""
        self._code = ""
        self.code.setText("")
        self.coding.hide()
        self.show_lock(locked=self._locked)
        self.take_caret()

    def _print(self) -> None:
        self.print_asked.emit(self._code)

    def _save(self) -> None:
        self.save_asked.emit(self._code)

    def tell_paper(self, words: str) -> None:
        """The sheet went to the printer, or is a file."""
        self.said.setText(words)
        self.said.show()
        self.proof.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        typed = "".join(sign for sign in self.proof.text.upper() if sign.isalnum())
        if typed.translate(str.maketrans("OIL", "011")) != self._code.split("-")[ASKED_GROUP - 1]:
            self.proof.say(self.tr("That is not group 3 of the code. Look at the sheet."))
            self.proof.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.lock_asked.emit(self.passphrase.text if self._locking else "", self._code)

    # --- what is changed of a lock ------------------------------------------------------------------

    def _change(self) -> None:
        if self.new.text != self.new_again.text:
            self.new_again.say(self.tr("The two are not the same."))
            self.new_again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.clear()
        self.change_asked.emit(self.now.text, self.new.text)

    def _another(self) -> None:
        self.error.clear()
        self.new_code_asked.emit(self.now.text)

    def _unlock(self) -> None:
        self.unlock.hide()
        self.unlock_sure.show()
        self.unlock_sure.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock_now(self) -> None:
        self.unlock_asked.emit(self.now.text)

    def take_changed(self) -> None:
        """It is done: nothing secret stays in a field."""
        for field in (self.now, self.new, self.new_again, self.passphrase, self.again):
            field.clear()
        self.unlock_sure.hide()
        self.unlock.show()

    def explain(self, error: Exception) -> None:
        """Says why not, at the field it concerns."""
        if not isinstance(error, Declined) or error.about != "passphrase":
            (self.code_error if self.coding.isVisible() else self.error).say(str(error))
            return
        field = self.passphrase
        if self._locked:
            field = self.now if error.code == "wrong_passphrase" else self.new
        field.say(error.because)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_caret(self) -> None:
        """The caret goes to the first field."""
        (self.now if self._locked else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)
