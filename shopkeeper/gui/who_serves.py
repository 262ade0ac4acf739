"""Who serves: whom acts are credited to, chosen at the foot of the window and kept for the next start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import people

if TYPE_CHECKING:
    from shopkeeper.service.praises import PassedOn


class WhoServes(QObject):
    """Keeps the desk and the shell's list in step with the people who serve."""

    def __init__(self, desk: Desk, shell: Shell, store: Remembered) -> None:
        super().__init__(shell)
        self._desk = desk
        self._shell = shell
        self._store = store
        desk.changed.connect(self._changed)
        self.show()

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.what == "acts.undo" or changes.what.startswith("people."):
            self.show()

    def show(self) -> None:
        """The list at the foot, and whom acts are credited to now: the one chosen last on this computer, or else the first."""
        there = self._desk.ask(people.everyone)
        chosen = self._store.recall("serving")
        ids = [person.id for person in there]
        self._desk.serving = (
            int(chosen) if chosen.isdecimal() and int(chosen) in ids else (ids[0] if ids else None)
        )
        self._shell.set_serving([(person.id, person.name) for person in there], self._desk.serving)

    @Slot(object)
    def serve(self, person_id: int) -> None:
        """This person serves from now on."""
        self._desk.serving = person_id
        self._store.remember("serving", str(person_id))
        self.show()
        self._pass_on_thanks(person_id)

    def _pass_on_thanks(self, person_id: int) -> None:
        """Whoever begins to serve hears what members said of them since."""
        from shopkeeper.service import praises

        waiting = self._desk.ask(praises.waiting, self._desk.today, person_id)
        if waiting:
            self._desk.send(praises.pass_on, [one.id for one in waiting], by=person_id).then(self._thanked)

    @Slot(object)
    def _thanked(self, told: "PassedOn") -> None:
        from shopkeeper.gui.member_words import called

        names = ", ".join(dict.fromkeys(called(one.name, one.number) for one in told.praises))
        words = self.tr("Thanks for {person} from {names}").format(person=told.praises[0].person, names=names)
        self._shell.show_toast(
            Toast(words, "\n".join(filter(None, (one.text for one in told.praises))), undo=True)
        )
