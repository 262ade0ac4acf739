"""The line at the foot of the window: the day so far, what is safe, and what Undo would take back."""

from PySide6.QtCore import QObject, QTimer, Slot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.telling import tell_act
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import acts, backup_folder, safety, todays
from shopkeeper.service.safety import Caution

SOON_MS = 150
"""Acts that follow each other closely are told of once."""


class Foot(QObject):
    """Kept true after each act, at midnight, and when the book has been looked after."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._desk = desk
        self._shell = shell
        self._warned: set[str] = set()
        self._closed = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.show)
        for changed in (desk.changed, desk.day_changed, desk.looked_after):
            changed.connect(self._show_soon)
        shell.closing.connect(self._end)

    @Slot()
    def _show_soon(self) -> None:
        if not self._closed:
            self._soon.start()

    @Slot()
    def _end(self) -> None:
        """What the last copy of the book tells comes when nobody looks on any more."""
        self._closed = True
        self._soon.stop()

    @Slot()
    def show(self) -> None:
        """Today's purchases at the left, what is safe at the right, and what Undo would take back."""
        speech = self._desk.speech
        today = self._desk.ask(todays.so_far, self._desk.today)
        left = [
            self.tr("Today {purchases} · {sum}").format(
                purchases=speech.counted(today.purchases, "{n} purchase", "{n} purchases"),
                sum=speech.money(today.total_minor),
            )
            if today.purchases
            else self.tr("No purchases yet today")
        ]
        if today.total_minor > 0:
            share = speech.percent(today.by_members_minor, today.total_minor)
            left.append(self.tr("Members’ share {share}").format(share=share))
        self._shell.set_status(left, self._safe())
        self._shell.set_badge("followups", self._desk.ask(todays.waiting, self._desk.today))
        last = self._desk.ask(acts.last_undoable)
        self._shell.set_undo(tell_act(last.kind, last.summary, speech) if last is not None else "")

    def _warn(self, caution: Caution) -> None:
        """Once for each grave thing: it stands in the line at the foot as well, for as long as it holds."""
        if caution.grave and caution.code not in self._warned:
            self._warned.add(caution.code)
            self._shell.show_toast(Toast(caution.sentence, "", undo=False, tone="attention"))

    def _safe(self) -> str:
        told = self._desk.ask(safety.cautions, self._desk.path, self._desk.now)
        if told:
            self._warn(told[0])
            return told[0].sentence
        kept = backup_folder.listed(backup_folder.folder_of(self._desk.path))
        if not kept:
            return self.tr("Saved · no backup yet")
        newest = max(kept, key=lambda backup: backup.sequence)
        speech = self._desk.speech
        day = self._desk.shop.day_of(newest.instant)
        return self.tr("Saved · backed up {time} {day}").format(
            time=speech.time(newest.instant), day=speech.ago(day, self._desk.today)
        )
