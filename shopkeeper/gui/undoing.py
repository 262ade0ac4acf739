"""Undo, wherever it was asked: at once, or with a look before at whom it concerns; then what it has put back is told."""

from PySide6.QtCore import QObject, Signal, Slot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.telling import tell_act
from shopkeeper.gui.undo_sheet import UndoSheet
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import acts, foreseeing
from shopkeeper.service.acts import Undone


class Undoing(QObject):
    """Says `refused(error)` where an act stays as it is."""

    refused = Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._desk = desk
        self._shell = shell
        self._sheet: UndoSheet | None = None

    def take_back(self, act: int | None) -> None:
        """Take an act back, the last one for None."""
        self._shell.clear_toast()
        try:
            many = self._desk.ask(foreseeing.may_concern_many, act)
        except (Declined, StorageTrouble) as error:
            self.refused.emit(error)
            return
        if many:
            self.sheet.begin(act)
        else:
            self._desk.send_long(acts.undo, act).then(self._undone).otherwise(self._refused)

    @property
    def sheet(self) -> UndoSheet:
        """What an undo would do to more than one member, made when it is first asked for."""
        if self._sheet is None:
            self._sheet = UndoSheet(self._desk, self._shell)
            self._sheet.undone.connect(self._undone)
            self._sheet.refused.connect(self.refused)
        return self._sheet

    def forget_sheet(self) -> None:
        """The size of text has changed: it is made anew when it is asked for."""
        if self._sheet is not None and self._sheet.isHidden():
            self._sheet.deleteLater()
            self._sheet = None

    @Slot(object)
    def _undone(self, undone: Undone) -> None:
        told = tell_act(undone.kind, undone.summary, self._desk.speech)
        text = self.tr("Undone: {what}").format(what=told)
        detail = ""
        if undone.members == 1:
            one = undone.affected[0]
            detail = self.tr("{name} has {points} · {tier}").format(
                name=one.name or one.number,
                points=self._desk.speech.points(one.points),
                tier=one.tier or self.tr("Member"),
            )
        elif undone.members:
            detail = self.tr("{count} members are as they were before").format(
                count=self._desk.speech.count(undone.members)
            )
        self._shell.show_toast(Toast(text, detail, undo=False))

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self.refused.emit(error)
