"""Whoever is on a slip and in no book is enrolled from there, by name alone, while the typing goes on."""

from PySide6.QtCore import QObject, Signal, Slot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import daybook, members
from shopkeeper.service.details import Details
from shopkeeper.service.members import Enrolled


class Enrolling(QObject):
    """Says `enrolled(key, Who)` for the slip it was asked from, or `refused(error)`; told in a toast."""

    enrolled = Signal(str, object)
    refused = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._keys: list[str] = []

    def enrol(self, name: str, key: str) -> None:
        """A member of this name, for the slip of this key; several may be under way, each answered in its turn."""
        self._keys.append(key)
        # The likely ones stood in the list above: whoever chose this has looked.
        self._desk.send(members.enrol, Details(name=name), even_if_known=True, by=self._desk.serving).then(
            self._done
        ).otherwise(self._not_done)

    @Slot(object)
    def _done(self, new: Enrolled) -> None:
        who = self._desk.ask(daybook.who, (new.member_id,)).get(new.member_id)
        self.enrolled.emit(self._keys.pop(0), who)
        text = self.tr("{name} is a member now, number {number}").format(name=new.name, number=new.number)
        self._shell.show_toast(Toast(text, undo=True))

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        self._keys.pop(0)
        self.refused.emit(error)
