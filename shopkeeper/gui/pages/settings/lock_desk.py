"""What the lock's part of the settings asks for, done: codes, sheets, another passphrase; the turning itself is the program's."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import recovery_page
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings.lock_view import LockView
from shopkeeper.gui.turning_window import Wanted
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.page import A4
from shopkeeper.paper.printing import print_notes, printer
from shopkeeper.paper.recovery_sheet import RecoverySheet, lay_out_recovery
from shopkeeper.service import locks, people, pins
from shopkeeper.service.roles import Doer
from shopkeeper.values import replace


class LockDesk(QObject):
    """Between the view and the desk. `turned(Wanted)` wants the book closed, turned and opened again; `told(Toast)`."""

    turned = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk, view: LockView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._words = ""
        self._wanted = Wanted()
        self.asker = Asker()
        view.code_asked.connect(self._begin)
        view.lock_asked.connect(self._finish)
        view.unlock_asked.connect(self._unlock)
        view.change_asked.connect(self._change)
        view.new_code_asked.connect(self._new_code)
        view.print_asked.connect(self._print)
        view.save_asked.connect(self._save)
        view.pins.given.connect(self._give_pin)
        view.pins.taken.connect(self._take_pin)
        view.pins.minutes_kept.connect(self._keep_minutes)

    def refresh(self) -> None:
        """Shows whether the book is locked."""
        ask = self._desk.ask
        self._view.show_lock(locked=locks.is_locked(self._desk.path))
        self._view.pins.show_pins(ask(people.everyone), ask(pins.have_one), ask(pins.wanted_minutes))

    # --- PINs ---------------------------------------------------------------------------------------

    def _give_pin(self, person: int, pin: str) -> None:
        self._send_pin(pins.give, self.tr("The PIN is given"), person, pin)

    def _take_pin(self, person: int) -> None:
        self._send_pin(pins.take, self.tr("The PIN is taken away"), person)

    def _keep_minutes(self, minutes: int) -> None:
        self._send_pin(pins.set_idle, self.tr("The minutes are kept"), minutes)

    def _send_pin(self, act: Callable[..., int], words: str, *what: object) -> None:
        self._words = words
        self._desk.send(act, *what).then(self._kept_pin).otherwise(self._view.pins.explain)

    def _kept_pin(self, _act: int) -> None:
        self._view.pins.take_done()
        self.refresh()
        self.told.emit(Toast(self._words, ""))

    # --- locking ------------------------------------------------------------------------------------

    def _begin(self, passphrase: str) -> None:
        try:
            locks.checked_passphrase(passphrase)
        except Declined as error:
            self._view.explain(error)
            return
        self._view.show_code(locks.new_code())

    def _finish(self, passphrase: str, code: str) -> None:
        desk = self._desk
        if passphrase:
            self._wanted = Wanted(passphrase, code)
            desk.send(locks.may_change, desk.path).then(self._may_turn).otherwise(self._view.explain)
            return
        sent = desk.send(locks.change_code, desk.path, code, by=desk.serving)
        sent.then(self._code_changed).otherwise(self._view.explain)

    def _may_turn(self, owner: int | None) -> None:
        """The owner, or anybody where nobody has a PIN: the book is closed, turned and opened again."""
        self._view.take_changed()
        doer = Doer() if owner is None else Doer(True, owner)
        self.turned.emit(replace(self._wanted, by=owner or self._desk.serving, doer=doer))

    def _code_changed(self, _done: object) -> None:
        self._view.leave_code()
        self._view.take_changed()
        self.told.emit(
            Toast(
                self.tr("The recovery code is changed"),
                self.tr("Destroy the old sheet: it opens nothing any more."),
            )
        )

    # --- what needs the passphrase once more --------------------------------------------------------

    def _unlock(self, now: str) -> None:
        self._wanted = Wanted()
        sent = self._desk.send(locks.may_change, self._desk.path, now)
        sent.then(self._may_turn).otherwise(self._view.explain)

    def _change(self, now: str, new: str) -> None:
        desk = self._desk
        sent = desk.send(locks.change_passphrase, desk.path, new, now=now, by=desk.serving)
        sent.then(self._changed).otherwise(self._view.explain)

    def _changed(self, _done: object) -> None:
        self._view.take_changed()
        self.told.emit(
            Toast(self.tr("The passphrase is changed"), self.tr("The recovery code stays the same."))
        )

    def _new_code(self, now: str) -> None:
        sent = self._desk.send(locks.may_change, self._desk.path, now)
        sent.then(self._show_new_code).otherwise(self._view.explain)

    def _show_new_code(self, _yes: object) -> None:
        self._view.show_code(locks.new_code())

    # --- the sheet ----------------------------------------------------------------------------------

    def _sheet(self, code: str) -> RecoverySheet:
        desk = self._desk
        return recovery_page.sheet_of(code, desk.shop, desk.speech, desk.today)

    def _print(self, code: str) -> None:
        sheet = self._sheet(code)
        try:
            ready = printer(A4)
            if self.asker.printer(self._view, ready, sheet.title):
                print_notes(ready, [lay_out_recovery(sheet)], title=sheet.title)
                self._view.tell_paper(self.tr("Sent to the printer. See that it is there before you go on."))
        except Declined as declined:
            self._view.explain(declined)

    def _save(self, code: str) -> None:
        name = self.tr("recovery sheet") + ".pdf"
        path = self.asker.pdf(self._view, self.tr("Save the recovery sheet"), name)
        if path is None:
            return
        try:
            recovery_page.save_sheet(None, path, self._sheet(code))
        except (Declined, StorageTrouble) as error:
            self._view.explain(error)
            return
        self._view.tell_paper(
            self.tr("Saved. Print it, and remove the file: whoever has it can open the book.")
        )
