"""Posting a page: sent once, told in a toast."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.daybook import Page
from shopkeeper.say import counted
from shopkeeper.service import daybook
from shopkeeper.service.daybook import Kept, Posted

NAMED = 3
"""So many new tiers are told by name; the rest stand in the grid."""


class Posting(QObject):
    """Says `posted(Posted)`, or `failed(error)` when nothing was posted."""

    posted = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self.under_way = False

    def post(self, kept: Kept, sheet: Page, because: str) -> None:
        """Post what stands on the screen; a second press while it is under way does nothing."""
        if self.under_way:
            return
        self.under_way = True
        self._shell.clear_toast()
        self._desk.send(
            daybook.post, kept.day, page=kept.page, slips=sheet.slips, till_text=sheet.till_text,
            decimal_mark=sheet.decimal_mark, because=because, by=self._desk.serving,
        ).then(self._done).otherwise(self._not_done)  # fmt: skip

    @Slot(object)
    def _done(self, posted: Posted) -> None:
        self.under_way = False
        speech = self._desk.speech
        text = self.tr("Posted {day}").format(day=speech.day_of_week(posted.day, self._desk.today))
        parts = [
            counted(posted.slips, "{n} slip", "{n} slips"), speech.money(posted.entered_minor),
            speech.points(posted.points),
            *(self.tr("{name} reaches {tier}").format(name=one.name, tier=one.tier) for one in posted.climbed[:NAMED]),
        ]  # fmt: skip
        self.posted.emit(posted)
        self._shell.show_toast(Toast(text, " · ".join(parts), undo=True))

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        self.under_way = False
        self.failed.emit(error)
