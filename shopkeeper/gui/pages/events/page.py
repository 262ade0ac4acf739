"""The page of events: the list beside the event that is chosen; it asks the desk and has things done."""

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Changes, Desk, Sent
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.notes import place_cards_bound
from shopkeeper.gui.pages.events import words
from shopkeeper.gui.pages.events.choosing_sheet import ChoosingSheet
from shopkeeper.gui.pages.events.event_view import EventView
from shopkeeper.gui.pages.events.guest_acts import GuestActs
from shopkeeper.gui.pages.events.guest_table import ANSWER, DOOR, INVITATION, Line
from shopkeeper.gui.pages.events.plan_sheet import PlanSheet
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.entrylist import EntryList
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules import folding
from shopkeeper.service import (
    door,
    event_result,
    events,
    guests,
    letter_guests,
    letter_paper,
    programmes,
    scanning,
)
from shopkeeper.service.event_result import Result
from shopkeeper.service.events import Event, EventKept
from shopkeeper.service.guests import Guest, Listed

_SIDE_MOST = 300
_WORDS = re.compile(r"\w+")
_RESULTS_LISTED = 6
_LEAST_OF_A_CODE = 3  # figures of an invitation's code, before which they may be a member's number


class EventsPage(QWidget):
    """Says `invite_asked(event_id)` when invitations are to be printed, which is done in Letters, and
    `letters_asked(event_id, kind)` for the letters afterwards."""

    invite_asked = Signal(int)
    letters_asked = Signal(int, str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        look.mark(self, panel="page")
        self.setAccessibleName(self.tr("Events"))
        self._desk, self._shell = desk, shell
        self._events: tuple[Event, ...] = ()
        self._guests: tuple[Guest, ...] = ()
        self._event_id: int | None = None
        self._results: dict[int, Result] = {}
        self._studying: Sent | None = None
        self._folded: dict[int, str] = {}
        self.plan_button = KeyButton(self.tr("Plan an event"), "Ctrl+L", self)
        self.list = EntryList(self.tr("Events"), self)
        self.view = EventView(self)
        self.acts = GuestActs(desk, shell, self.view)
        self.empty = EmptyState(
            "events", self.tr("No event is planned yet"),
            self.tr("A VIP night, a sale preview, late hours, a tasting: plan it, invite the members who have earned it,"
                    " and see afterwards what it brought."),
            self.tr("Plan an event"), "Ctrl+L", self,
        )  # fmt: skip
        self.plan_sheet = PlanSheet(desk, shell)
        self.choosing = ChoosingSheet(desk, shell)
        self.paper_sheet: LedgerSheet | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        side = QFrame(self)
        look.mark(side, panel="side")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(look.px(14), look.px(18), look.px(14), look.px(14))
        inside.setSpacing(look.px(12))
        inside.addWidget(self.plan_button)
        inside.addWidget(self.list, 1)
        button = self.plan_button.minimumSizeHint().width() + 2 * look.px(14)
        side.setFixedWidth(max(min(look.px(262), _SIDE_MOST), button))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._side = QWidget(self)
        beside = QHBoxLayout(self._side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(side)
        beside.addWidget(line(self, upright=True))
        row.addWidget(self._side)
        scroll = QScrollArea(self)
        scroll.setWidget(self.view)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        row.addWidget(scroll, 1)
        row.addWidget(self.empty, 1)

    def _connect(self) -> None:
        view = self.view
        self.plan_button.clicked.connect(self.plan)
        self.empty.asked.connect(self.plan)
        self.list.chosen.connect(self.show_event)
        self.list.entered.connect(view.take_caret)
        self.plan_sheet.kept.connect(self._planned)
        self.plan_sheet.called_off.connect(self._call_off)
        self.choosing.added.connect(self._added)
        view.typed.connect(self._show_lines)
        view.missing.toggled.connect(self._show_lines)
        view.print_asked.connect(self._invite)
        view.afterwards_asked.connect(self._write_afterwards)
        view.guests_asked.connect(self.choose_guests)
        view.change_asked.connect(self._change)
        view.paper_asked.connect(self.show_door_list)
        view.places_asked.connect(self.show_place_cards)
        for keys, act in (("Ctrl+L", self.plan), ("Ctrl+G", self.choose_guests)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front: all of it may have changed."""
        self.refresh()
        if self._event_id is not None:
            self.view.take_caret()
            self._scroll.ensureWidgetVisible(self.view.door)
        elif self.empty.button is not None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._study()

    def on_print(self) -> bool:
        """Ctrl P prints the invitations that are owed, or else lays out the list for the door."""
        if self._to_write():
            self._invite()
        elif self._guests:
            self.show_door_list()
        return True

    def on_scanned(self, code: str) -> bool:
        """A card or an invitation at the door lets its member in; before the day it chooses them."""
        found = self._desk.ask(scanning.read, code)
        if found.kind == "guest" and found.event_id is not None:
            self.show_event(found.event_id)
        event = self._event
        if event is None or found.kind not in ("member", "guest") or found.member_id is None:
            return False
        if not door.opens(event, self._desk.today) or event.plan.on_day < self._desk.today:
            self.view.door.set_text(found.name or found.number)
            self.view.table.choose_member(found.member_id)
            return True
        self.acts.let_in(found.member_id)
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Ctrl+L", self.tr("plan an event")),
            ("Ctrl+G", self.tr("add guests to the list")),
            ("Ctrl+P", self.tr("print the invitations, or the list for the door")),
            ("Down", self.tr("choose a guest while typing a name")),
            ("Return", self.tr("let the guest in; before the day, note the answer")),
            ("Y", self.tr("comes, in the list of guests")),
            ("N", self.tr("sends regrets")),
            ("M", self.tr("comes perhaps")),
            ("Del", self.tr("take a guest off the list")),
        ]

    # --- showing ------------------------------------------------------------------------------------

    @property
    def _event(self) -> Event | None:
        return next((event for event in self._events if event.id == self._event_id), None)

    def refresh(self) -> None:
        """Asks anew what is planned and who is on the list."""
        today, speech = self._desk.today, self._desk.speech
        self._events = self._desk.ask(events.listed, today)
        ids = [event.id for event in self._events]
        if self._event_id not in ids:
            self._event_id = ids[0] if ids else None
        self.list.show_entries(
            [
                (event.id, event.plan.name, words.in_list(event, self._results.get(event.id), speech, today))
                for event in self._events
            ],
            self._event_id,
        )
        there = self._event_id is not None
        self._scroll.setVisible(there)
        self._side.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self._show_event()

    def show_event(self, event_id: int) -> None:
        """Brings one event to the front."""
        if event_id == self._event_id:
            return
        self._event_id = event_id
        self.view.door.clear()
        self.view.missing.setChecked(False)
        self.view.error.clear()
        self.refresh()
        self._study()

    def _show_event(self) -> None:
        event, today, speech = self._event, self._desk.today, self._desk.speech
        assert event is not None
        self.acts.shown = event
        self._guests = self._desk.ask(guests.listed, event.id)
        self._folded = {one.member_id: folding.fold(one.name) for one in self._guests}
        programme = self._desk.ask(programmes.on, today)
        self.view.show_event(
            event, programme, speech, to_write=len(self._to_write()), open_door=door.opens(event, today),
            over=event.plan.on_day < today, early=words.early(event.plan, programme, speech, today),
        )  # fmt: skip
        self.view.show_afterwards(self._afterwards(event), speech)
        self.view.show_result(self._results.get(event.id), event.plan, speech)
        self._show_lines()

    def _show_lines(self, _typed: object = None) -> None:
        """The guests who fit what is typed, and below them members who are not on the list."""
        event = self._event
        if event is None:
            return
        typed = self.view.door.text.strip()
        begins = _WORDS.findall(folding.fold(typed))
        near = {
            one.id: _nearness(self._folded[one.member_id], one.number, one.code, begins)
            for one in self._guests
        }
        fitting = sorted(
            (one for one in self._guests if near[one.id] is not None), key=lambda one: near[one.id] or 0
        )
        if self.view.missing.isChecked() and not typed:
            fitting = [
                one
                for one in fitting
                if one.state == "invited" and one.answer == "yes" and not one.arrived_at
            ]
        lines = [self._line(one, event) for one in fitting]
        if typed:
            on_list = frozenset(one.member_id for one in self._guests)
            may_act = self.tr("Welcome") if door.opens(event, self._desk.today) else self.tr("Add")
            lines += [
                Line(
                    hit.member_id,
                    None,
                    hit.name or hit.number,
                    hit.tier or "",
                    self.tr("not on the list"),
                    "",
                    "",
                    may_act,
                )
                for hit in self._desk.ask(door.others, typed, on_list)
            ]
        nobody = (
            self.tr("Nobody of that name.") if typed
            else self.tr("Nobody is missing: all who said yes are in.") if self.view.missing.isChecked()
            else self.tr("Nobody is on the list yet. Add guests by tier or interest, or type a name above.")
        )  # fmt: skip
        self.view.show_lines(lines, self._desk.ask(programmes.on, self._desk.today), nobody)

    def _line(self, one: Guest, event: Event) -> Line:
        speech, today = self._desk.speech, self._desk.today
        in_since = words.door(one, event.plan, self._desk.shop, speech)
        tones = []
        if in_since:
            tones.append((DOOR, "accent"))
        if one.state == "invited" and not one.asked and one.no_letter:
            tones.append((INVITATION, "attention"))
        if one.state == "waiting":
            tones.append((ANSWER, "attention"))
        return Line(
            one.member_id, one, one.name or one.number, one.tier, words.invitation(one, speech, today),
            words.answer(one, speech), in_since, self.tr("Check in") if door.opens(event, today) else "", tuple(tones),
        )  # fmt: skip

    def _changed(self, _changes: Changes) -> None:
        self._results.clear()
        if self.isVisible():
            self.refresh()
            self._study()

    def _day_changed(self, _day: object) -> None:
        if self.isVisible():
            self.refresh()
            self._study()

    # --- what it brought ----------------------------------------------------------------------------

    def _study(self) -> None:
        """What events that are over brought, worked out beside the window, the chosen one first."""
        today = self._desk.today
        over = [event.id for event in self._events if event.plan.on_day < today and event.tally.here]
        wanted = [event for event in over[:_RESULTS_LISTED] if event not in self._results]
        if self._event_id in over and self._event_id not in self._results:
            wanted.insert(0, self._event_id)
        if wanted and self._studying is None:
            self._studying = self._desk.study(event_result.results, list(dict.fromkeys(wanted)), today)
            self._studying.then(self._studied).otherwise(self._not_studied)

    def _studied(self, found: dict[int, Result]) -> None:
        self._studying = None
        self._results |= found
        self.refresh()
        if self._event_id not in found:
            self._study()

    def _not_studied(self, error: Exception) -> None:
        self._studying = None
        if isinstance(error, StorageTrouble):
            self.view.error.explain(error)

    # --- planning and inviting ----------------------------------------------------------------------

    def plan(self) -> None:
        """Opens the sheet for a new event."""
        self.plan_sheet.begin(None, self._desk.ask(programmes.on, self._desk.today))

    def _change(self) -> None:
        if self._event is not None:
            self.plan_sheet.begin(self._event, self._desk.ask(programmes.on, self._desk.today))

    def _planned(self, kept: EventKept, new: bool) -> None:
        self._event_id = kept.event.id
        self.refresh()
        if new:
            self._toast(
                self.tr("Planned: {event}").format(event=kept.event.plan.name),
                words.when(kept.event.plan, self._desk.speech),
            )
            self.view.add_guests.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._toast(self.tr("Changed: {event}").format(event=kept.event.plan.name))

    def _call_off(self, event: Event) -> None:
        sent = self._desk.send(events.call_off, event.id, by=self._desk.serving)
        sent.then(self._called_off).otherwise(self._refused)

    def _called_off(self, kept: EventKept) -> None:
        asked = sum(one.asked or bool(one.answer) for one in self._guests)
        detail = (
            self._desk.speech.counted(
                asked, "{n} guest knows of it and is to be told", "{n} guests know of it and are to be told"
            )
            if asked
            else ""
        )
        self._toast(self.tr("Called off: {event}").format(event=kept.event.plan.name), detail)

    def choose_guests(self) -> None:
        """Opens the sheet on which guests are chosen."""
        if self._event is not None and self.view.add_guests.isVisible():
            self.choosing.begin(self._event, self._desk.ask(programmes.on, self._desk.today))

    def _added(self, listed: Listed) -> None:
        speech = self._desk.speech
        detail = (
            speech.counted(listed.kept_back, "{n} kept back to compare", "{n} kept back to compare")
            if listed.kept_back
            else ""
        )
        self._toast(
            speech.counted(listed.added, "{n} guest is on the list", "{n} guests are on the list"), detail
        )
        if self.view.print_button.isVisible():
            self.view.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_write(self) -> list[Guest]:
        event = self._event
        if event is None or event.plan.on_day <= self._desk.today or event.called_off_on is not None:
            return []
        return guests.to_write_to(self._guests)

    def _invite(self) -> None:
        if self._event_id is not None:
            self.invite_asked.emit(self._event_id)

    def _afterwards(self, event: Event) -> dict[str, int]:
        """How many are to be thanked for coming still, and how many are to be told that they were missed."""
        if event.plan.on_day >= self._desk.today or event.called_off_on is not None:
            return {}
        return {
            kind: len(self._desk.ask(letter_guests.due_to_guests, self._desk.today, kind, event.id).due)
            for kind in ("thanks-for-coming", "could-not-come")
        }

    def _write_afterwards(self, kind: str) -> None:
        if self._event_id is not None:
            self.letters_asked.emit(self._event_id, kind)

    def show_door_list(self) -> None:
        """The list of the door as it will be printed."""
        event = self._event
        if event is None:
            return
        if self.paper_sheet is None:
            self.paper_sheet = LedgerSheet(self._desk, self._shell)
        ledger = words.door_list(event, self._guests, self._desk.shop, self._desk.speech)
        self.paper_sheet.show_ledger(
            ledger, self.tr("door {day}").format(day=event.plan.on_day.isoformat()) + ".pdf"
        )

    def show_place_cards(self) -> None:
        """The cards for the table as they will be printed, to be cut and folded."""
        event = self._event
        if event is None:
            return
        if self.paper_sheet is None:
            self.paper_sheet = LedgerSheet(self._desk, self._shell)
        shop = self._desk.shop
        inches = self._desk.ask(letter_paper.in_inches)
        lay_out = partial(place_cards_bound, self._guests, shop, inches)
        name = self.tr("place cards {day}").format(day=event.plan.on_day.isoformat()) + ".pdf"
        self.paper_sheet.show_paper(lay_out, self.tr("Place cards"), name, shop.name)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.view.error.explain(error)

    def _toast(self, said: str, detail: str = "") -> None:
        self._shell.show_toast(Toast(said, detail, undo=True))


def _nearness(folded: str, number: str, code: str, typed: list[str]) -> int | None:
    """How near a guest is to what was typed, the nearest 0: the name's own beginning, any of its words, the number, the
    code of the invitation; None for who is not meant."""
    parts = _WORDS.findall(folded)
    if all(any(part.startswith(word) for part in parts) for word in typed):
        return 0 if folded.startswith(" ".join(typed)) else 1
    if code and len(whole := "".join(typed)) > _LEAST_OF_A_CODE and code.startswith(whole):
        return 2
    return 2 if len(typed) == 1 and number.startswith(typed[0]) else None
