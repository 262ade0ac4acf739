"""A purchase goes from the panel to the clerk once, and the panel is ready for the next when the book has it."""

from PySide6.QtCore import QObject, Signal, Slot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.pages.counter.asked import Asked
from shopkeeper.gui.pages.counter.doing import Doing
from shopkeeper.gui.pages.counter.purchase import PurchasePanel
from shopkeeper.gui.pages.counter.recalling import Recalling
from shopkeeper.service.purchases import Thanks


class Recording(QObject):
    """Says `done(thanks)`; what was declined is told in the panel, with all that was typed."""

    done = Signal(object)

    def __init__(
        self, panel: PurchasePanel, doing: Doing, asked: Asked, recalling: Recalling, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._doing = doing
        self._asked = asked
        self._recalling = recalling
        self._key = ""

    def record(self, member_id: int | None, *, chosen: bool) -> None:
        """Record what stands in the panel for a member, or for nobody known if that was `chosen`."""
        panel = self._panel
        if panel.busy:
            return
        form = panel.form()
        if form is None:
            return
        if not chosen:
            panel.say_for_whom()
            return
        panel.set_busy(True)
        self._key = form.key
        self._doing.record(form, member_id).then(self._recorded).otherwise(self._refused)

    @Slot(object)
    def _recorded(self, thanks: Thanks) -> None:
        if thanks.key != self._key:
            return
        self._asked.last_recorded = thanks.purchase
        self._recalling.sold(thanks.member_id)
        self._panel.reset()
        self.done.emit(thanks)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self._panel.set_busy(False)
        if isinstance(error, Declined | StorageTrouble):
            self._panel.explain(error)
