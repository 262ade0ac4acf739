"""What opens a card is brought in once the list stands, part by part, with room for keys between them."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal, Slot

AFTER_LIST_MS, AFTER_PART_MS = 150, 8
_PARTS = tuple(
    f"shopkeeper.{part}"
    for part in (
        "service.programmes", "rules.standing", "service.acts", "service.purchases", "service.letter_whom",
        "service.matters", "service.events", "service.households", "service.questions", "service.counter",
        "gui.pages.counter.remember", "gui.pages.counter.card", "gui.pages.counter.purchase",
        "gui.pages.counter.beside",
    )
)  # fmt: skip


class Parts(QObject):
    """Says `there` when all has been brought in."""

    there = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = iter(_PARTS)
        self._timer = QTimer(self)
        self._timer.setInterval(AFTER_LIST_MS)
        self._timer.timeout.connect(self._bring)

    @property
    def coming(self) -> bool:
        """Whether some are still to be brought in."""
        return self._timer.isActive()

    def begin(self) -> None:
        """The list stands: bring them in, unless all are there."""
        self._timer.start()

    def stop(self) -> None:
        """Somebody was quicker and has what is missing brought in at once."""
        self._timer.stop()

    @Slot()
    def _bring(self) -> None:
        self._timer.setInterval(AFTER_PART_MS)
        part = next(self._left, None)
        if part is not None:
            import_module(part)
        else:
            self.there.emit()
