"""What the lock's part of the settings asks for, done: codes, sheets, another passphrase; the turning itself is the program's."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import recovery_page
from shopkeeper.gui.asking import AskForPaper
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings.lock_view import LockView
from shopkeeper.gui.turning_window import Wanted
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.page import A4
from shopkeeper.paper.printing import print_notes, printer
from shopkeeper.paper.recovery_sheet import RecoverySheet, lay_out_recovery
from shopkeeper.service import locks, people, pins


class LockDesk(QObject):
    """Between the view and the desk. `turned(Wanted)` wants the book closed, turned and opened again; `told(Toast)`."""

    turned = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk, view: LockView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._words = ""
        self.asker = AskForPaper()
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
        if passphrase:
            self.turned.emit(Wanted(passphrase, code))
            return
        self._desk.care(_change_code, code).then(self._code_changed).otherwise(self._view.explain)

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
        self._desk.care(_is_owner, now).then(self._may_unlock).otherwise(self._view.explain)

    def _may_unlock(self, _yes: object) -> None:
        self._view.take_changed()
        self.turned.emit(Wanted())

    def _change(self, now: str, new: str) -> None:
        self._desk.care(_change_passphrase, now, new).then(self._changed).otherwise(self._view.explain)

    def _changed(self, _done: object) -> None:
        self._view.take_changed()
        self.told.emit(
            Toast(self.tr("The passphrase is changed"), self.tr("The recovery code stays the same."))
        )

    def _new_code(self, now: str) -> None:
        self._desk.care(_is_owner, now).then(self._show_new_code).otherwise(self._view.explain)

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


def _is_owner(book: Any, _now: datetime, passphrase: str) -> bool:
    locks.check_passphrase(book.path, passphrase)
    return True


def _change_passphrase(book: Any, _now: datetime, now: str, new: str) -> Path:
    locks.check_passphrase(book.path, now)
    locks.change_passphrase(book.path, new)
    return Path(book.path)


def _change_code(book: Any, _now: datetime, code: str) -> Path:
    locks.change_code(book.path, code)
    return Path(book.path)
