"""Tells what slips will do while they are typed: only the members concerned are worked out again."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.daybook.model import SlipsModel
from shopkeeper.service import daybook
from shopkeeper.service.daybook import Effect

AFTER_MS = 60
AT_ONCE = 40
"""So many slips are worked out between two frames; more are worked out aside."""

_Entries = list[tuple[str, int | None, int]]


class Foresight(QObject):
    """Says `told()` when the effects on the screen are new."""

    told = Signal()

    def __init__(self, desk: Desk, model: SlipsModel) -> None:
        super().__init__(model)
        self._desk = desk
        self._model = model
        self._members: set[int | None] = set()
        self._asked: list[str] = []
        self._whose: dict[str, int | None] = {}
        self._aside = False
        self._stale = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._look)

    def touch(self, keys: Iterable[str]) -> None:
        """These slips changed: whoever they were of before, and are of now."""
        now = {slip.key: slip.member_id for slip in self._model.sheet.slips}
        for key in keys:
            self._members |= {now.get(key), self._whose.get(key)}
        self._soon.start()

    def touch_all(self) -> None:
        """Another page, or something happened elsewhere: everything anew."""
        self._members = {slip.member_id for slip in self._model.sheet.slips}
        self._look()

    @Slot()
    def _look(self) -> None:
        self._soon.stop()
        members, self._members = self._members, set()
        if self._model.posted is not None:
            return
        entries, asked = self._entries(members)
        sheet = self._model.sheet
        if len(entries) <= AT_ONCE:
            self._stale = self._aside
            self._take(self._desk.ask(daybook.preview, entries, sheet.day, self._desk.today), asked)
            return
        if self._aside:
            self._stale = True
            return
        self._aside, self._asked = True, asked
        self._desk.study(daybook.preview, entries, sheet.day, self._desk.today).then(self._told).otherwise(
            self._failed
        )

    def _entries(self, members: set[int | None]) -> tuple[_Entries, list[str]]:
        entries: _Entries = []
        asked = []
        for row, slip in enumerate(self._model.sheet.slips_and_blanks):
            if slip.blank or slip.member_id not in members:
                continue
            asked.append(slip.key)
            self._whose[slip.key] = slip.member_id
            amount = self._model.sheet.meaning(row).amount_minor
            settled = slip.member_id is not None or not slip.who_text
            if amount is not None and settled:
                entries.append((slip.key, slip.member_id, amount))
        return entries, asked

    def _take(self, effects: dict[str, Effect], asked: list[str]) -> None:
        self._model.foresee(effects, asked)
        self.told.emit()

    @Slot(object)
    def _told(self, effects: dict[str, Effect]) -> None:
        self._aside = False
        if self._stale:
            self._stale = False
            self.touch_all()
            return
        self._take(effects, self._asked)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._aside = False
