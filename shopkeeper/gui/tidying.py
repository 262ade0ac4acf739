"""What Python throws away is looked through by the window's thread alone, while others work beside it.

A collection happens in whichever thread asks for memory next. Where that is the clerk or the scholar, it takes widgets
that nobody holds any more out of Qt's hands in the wrong thread, and the program ends without a word.
"""

import gc
import sys
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot

FIRST_MS = 2_500  # after the start, which leaves nothing to look through
EVERY_MS = 1_000


def give_back() -> None:
    """What the C library keeps of memory that nobody uses any more goes back to the system: a megabyte after a start, in
    half a millisecond. Other systems than those with the GNU library do it by themselves."""
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


class Tidying(QObject):
    """Collects from a timer of the window's thread, as often as Python would by itself, until `end`."""

    _under_way: ClassVar[int] = 0
    _by_itself: ClassVar[bool] = False

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if not Tidying._under_way:
            Tidying._by_itself = gc.isenabled()
            gc.disable()
        Tidying._under_way += 1
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)
        self._timer.start(FIRST_MS)

    @Slot()
    def tidy(self) -> None:
        """Collect what is due by Python's own counts, the oldest generation that is."""
        self._timer.setInterval(EVERY_MS)
        due = [
            at
            for at, (n, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if n > most
        ]
        if due and due[0] == 0:
            gc.collect(due[-1])

    def end(self) -> None:
        """Nobody works beside the window any more: Python collects as it did before."""
        self._timer.stop()
        Tidying._under_way -= 1
        if not Tidying._under_way and Tidying._by_itself:
            gc.enable()
            self.tidy()  # a window that was open for a moment only leaves nothing for the next
