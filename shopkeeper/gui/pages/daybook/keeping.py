"""Every keystroke kept: what changed on the page goes to the disk within a blink, one batch after another."""

from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import daybook
from shopkeeper.service.daybook import Kept, Saved
from shopkeeper.values import dataclass, field, replace

KEEP_AFTER_MS = 200
"""From the first key that is not on the disk yet, not from the last: whoever types without a pause is kept too."""
TRY_AGAIN_MS = 3000


@dataclass(slots=True)
class _Batch:
    """What of one page is not on the disk yet."""

    rows: dict[str, tuple[int, Slip]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    till_text: str | None = None

    def under(self, newer: "_Batch") -> "_Batch":
        """This batch with what is newer laid over it."""
        rows = {key: row for key, row in self.rows.items() if key not in newer.removed} | newer.rows
        removed = (self.removed | newer.removed) - set(newer.rows)
        return _Batch(rows, removed, self.till_text if newer.till_text is None else newer.till_text)


class Keeper(QObject):
    """Says `trouble(str)` when the disk refuses, with the reason, and `kept()` when all is there again.

    Nothing is given up: what was refused is tried again with the next change, and by itself every few seconds.
    """

    trouble = Signal(str)
    kept = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: dict[tuple[date, int], _Batch] = {}
        self._sent: tuple[tuple[date, int], _Batch] | None = None
        self._refused = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_AFTER_MS)
        self._soon.timeout.connect(self.flush)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(TRY_AGAIN_MS)
        self._again.timeout.connect(self.flush)
        desk.closing.connect(self._send_all)

    @property
    def refused(self) -> str:
        """Why something is not on the disk, "" when nothing was refused."""
        return self._refused

    def touch(self, day: date, page: int, rows: dict[str, tuple[int, Slip] | None]) -> None:
        """Rows of a page changed: each with its place, None for one that is gone."""
        batch = self._batch(day, page)
        for key, row in rows.items():
            if row is None:
                batch.rows.pop(key, None)
                batch.removed.add(key)
            else:
                batch.removed.discard(key)
                batch.rows[key] = row
        self._start()

    def touch_till(self, day: date, page: int, text: str) -> None:
        """The till total changed."""
        self._batch(day, page).till_text = text
        self._start()

    def forget(self, day: date, page: int) -> None:
        """The page was posted as it stands on the screen: nothing of it waits any more."""
        self._waiting.pop((day, page), None)

    def laid_over(self, kept: Kept) -> Kept:
        """A page as the disk has it, with what is still on its way there."""
        where = kept.day, kept.page
        batch = _Batch()
        if self._sent is not None and self._sent[0] == where:
            batch = self._sent[1]
        batch = batch.under(self._waiting.get(where, _Batch()))
        if kept.posted is not None or not (batch.rows or batch.removed or batch.till_text is not None):
            return kept
        rows = {slip.key: (place, slip) for place, slip in enumerate(kept.slips)} | batch.rows
        slips = tuple(
            slip
            for key, (_, slip) in sorted(rows.items(), key=lambda entry: entry[1][0])
            if key not in batch.removed
        )
        members = {slip.member_id for slip in slips if slip.member_id is not None}
        return replace(
            kept,
            slips=slips,
            till_text=kept.till_text if batch.till_text is None else batch.till_text,
            who=self._desk.ask(daybook.who, members),
        )

    @Slot()
    def flush(self) -> None:
        """Send what waits, now."""
        self._soon.stop()
        if self._sent is not None or not self._waiting or self._desk.closed:
            return
        where = next(iter(self._waiting))
        batch = self._waiting.pop(where)
        self._sent = where, batch
        self._send(where, batch).then(self._done).otherwise(self._failed)

    @Slot()
    def _send_all(self) -> None:
        """The window closes: all that waits goes behind what is on its way."""
        self._soon.stop()
        self._again.stop()
        while self._waiting:
            self._send(*self._waiting.popitem())

    def _send(self, where: tuple[date, int], batch: _Batch) -> Sent:
        rows = list(batch.rows.values())
        return self._desk.send(daybook.save_rows, *where, rows, sorted(batch.removed), batch.till_text)

    def _batch(self, day: date, page: int) -> _Batch:
        return self._waiting.setdefault((day, page), _Batch())

    def _start(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _done(self, saved: Saved) -> None:
        self._sent = None
        if self._waiting:
            self.flush()
            return
        self._again.stop()
        self._refused = ""
        self.kept.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        assert self._sent is not None
        where, batch = self._sent
        self._sent = None
        if isinstance(error, Declined):
            self._waiting.pop(where, None)  # posted meanwhile: what stood on the screen is in the book
            return
        self._waiting[where] = batch.under(self._waiting.get(where, _Batch()))
        self._refused = error.because if isinstance(error, StorageTrouble) else str(error)
        self._again.start()
        self.trouble.emit(self._refused)
