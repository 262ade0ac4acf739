"""Who a letter goes to: asked of the desk for the kind that is in front, or member by member."""

from PySide6.QtCore import QObject, Signal

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.adding import MOST_HITS
from shopkeeper.gui.pages.letters.due_view import DueView
from shopkeeper.gui.pages.letters.press import Press
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.service import finding, letter_guests, letters, programmes, vouchers
from shopkeeper.service.letters import DueLetter, DueList


class DueDesk(QObject):
    """`hand` are members chosen one by one, with their occasions; `changed` says that one was added, `refused` why
    nothing could be asked."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, view: DueView, press: Press) -> None:
        super().__init__(view)
        self._desk, self._view, self._press = desk, view, press
        self.hand: list[tuple[int, str | None]] = []
        self.caret_waits = False
        self.told_event: int | None = None  # whose words stand in the box of what is told
        self._study = 0
        view.adding.asked.connect(self._look_up)
        view.adding.added.connect(self._add)

    def refresh(self) -> None:
        """Asks anew: those chosen by hand while there are any, else whoever is due."""
        if not (self.hand and self._refresh_hand()):
            self.hand = []
            self._refresh_due()

    def show_offers(self) -> None:
        """The vouchers a letter of this kind can bring, where its wording has a place for one."""
        asks = self._desk.ask(letters.asks_for_voucher, self._view.kind.key)
        current = self._desk.ask(vouchers.current, self._desk.today) if asks else ()
        self._view.offers.offer_these([(one.id, one.plan.name) for one in current])

    def _refresh_due(self) -> None:
        kind, tier, group, today = (
            self._view.kind,
            self._view.whom.tier,
            self._view.whom.group,
            self._desk.today,
        )
        self._study += 1
        event = self._view.whom.event_id
        if event is not None:
            if kind.asks == "event" and self.told_event != event:
                self.told_event = event
                self._view.telling.set_text(self._desk.ask(letter_guests.told, event))
            sent = self._desk.study(
                running.numbered, self._study, letter_guests.due_to_guests, today, kind.key, event
            )
            sent.then(self._studied).otherwise(self.refused.emit)
            return
        if kind.found in ("standing", "everybody") or tier or group:
            if not self._view.model.rows:
                self._view.set_waiting()
            told = self._view.told_text
            if tier:
                sent = self._desk.study(
                    running.numbered, self._study, letters.due_in_tier, today, kind.key, tier, told
                )
            elif group:
                sent = self._desk.study(
                    running.numbered, self._study, letters.due_in_group, today, kind.key, group, told
                )
            else:
                sent = self._desk.study(running.numbered, self._study, letters.due, today, kind.key)
            sent.then(self._studied).otherwise(self.refused.emit)
        else:
            self._show_due(self._desk.ask(letters.due, today, kind.key))

    def _studied(self, answer: tuple[int, DueList]) -> None:
        number, found = answer
        if number == self._study and self._press.free and not self.hand:
            self._show_due(found)
            if self.caret_waits:
                self.caret_waits = False
                self._view.take_caret()

    def _show_due(self, found: DueList) -> None:
        pause_days = self._desk.ask(letters.pause_days)
        self._view.set_due(found, pause_days, self._desk.ask(programmes.on, self._desk.today))

    def _refresh_hand(self) -> bool:
        today, kind = self._desk.today, self._view.kind.key
        rows: list[DueLetter] = []
        remarks: list[str] = []
        unwanted: list[int] = []
        for member_id, occasion in self.hand:
            try:
                one = self._desk.ask(letters.to_one, member_id, occasion, today, kind)
                may = self._desk.ask(letters.may_write, member_id, today, kind)
            except Declined as declined:
                self._view.error.explain(declined)
                continue
            rows.append(one)
            remarks += [remark] if (remark := self._remark(one, may)) else []
            unwanted += [] if may.allowed else [one.member_id]
        if not rows:
            return False
        self._view.set_hand(rows, " ".join(remarks), self._desk.ask(programmes.on, today))
        for row, one in enumerate(rows):
            if one.member_id in unwanted:
                self._view.model.tick(row, False)
        return True

    def _look_up(self, text: str) -> None:
        self._view.adding.set_hits(
            self._desk.ask(finding.find, text, limit=MOST_HITS).hits if text.strip() else ()
        )

    def _add(self, member_id: int) -> None:
        if member_id not in {one for one, _ in self.hand}:
            found = self._desk.ask(letters.own_occasion, member_id, self._desk.today, self._view.kind.key)
            self.hand.append((member_id, found))
        self.changed.emit()

    def _remark(self, one: DueLetter, may: letters.MayWrite) -> str:
        name = one.name or self.tr("Member {number}").format(number=one.number)
        if not may.allowed:
            if self._view.kind.key != THANK_YOU:
                return self.tr("{name} gets no letter: {because}.").format(
                    name=name, because=may.because[:1].lower() + may.because[1:]
                )
            return self.tr("{name} gets no note: {because}.").format(
                name=name, because=may.because[:1].lower() + may.because[1:]
            )
        if may.because:
            return self.tr("{name} {had}.").format(name=name, had=may.because[:1].lower() + may.because[1:])
        return ""
