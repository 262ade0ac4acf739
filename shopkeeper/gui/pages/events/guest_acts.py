"""What is done about one guest: let in, answered, told, given a place, taken off; each an act with its words."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.events import words
from shopkeeper.gui.pages.events.event_view import EventView
from shopkeeper.gui.pages.events.guest_table import Line
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import door, guests
from shopkeeper.service.door import Arrived
from shopkeeper.service.events import Event
from shopkeeper.service.guests import GuestKept, Listed


class GuestActs(QObject):
    """Listens to the view; `shown` is the event they are done to."""

    def __init__(self, desk: Desk, shell: Shell, view: EventView) -> None:
        super().__init__(view)
        self._desk, self._shell, self._view = desk, shell, view
        self.shown: Event | None = None
        bar = view.bar
        view.acted.connect(self._act)
        view.table.answered.connect(self._answer_by_key)
        view.table.taken_off.connect(self._take_off)
        bar.answered.connect(self._answer)
        bar.told.connect(self._told)
        bar.given.connect(self._give)
        bar.taken_off.connect(self._take_off)
        bar.put_back.connect(self._put_back)

    def _act(self, chosen: Line) -> None:
        """Enter on a row: let in, add to the list, or go to the answers."""
        event = self.shown
        self._view.error.clear()
        if event is None:
            return
        if door.opens(event, self._desk.today):
            self.let_in(chosen.member_id)
        elif chosen.guest is None:
            sent = self._desk.send(guests.add_one, event.id, chosen.member_id, by=self._desk.serving)
            sent.then(self._one_added).otherwise(self._refused)
        else:
            # Not now: the Enter that was pressed would go on to the button and answer by itself.
            QTimer.singleShot(0, self._view.to_answers)

    def _one_added(self, listed: Listed) -> None:
        name = listed.affected[0].name or listed.affected[0].number
        self._toast(self.tr("{name} is on the list").format(name=name))
        self._after_act()

    def let_in(self, member_id: int) -> None:
        """In at the door, with as many as they said they would bring."""
        self._view.error.clear()
        assert self.shown is not None
        sent = self._desk.send(door.check_in, self.shown.id, member_id, by=self._desk.serving)
        sent.then(self._let_in_now).otherwise(self._refused)

    def _let_in_now(self, arrived: Arrived) -> None:
        guest = arrived.guest
        name = guest.name or guest.number
        detail = self.tr("{n} here now").format(n=self._desk.speech.count(arrived.here))
        if guest.came_with:
            detail = self.tr("with {n} · {here}").format(
                n=self._desk.speech.count(guest.came_with), here=detail
            )
        if not arrived.asked:
            detail = self.tr("not invited · {here}").format(here=detail)
        self._toast(self.tr("Welcome, {name}").format(name=name), detail)
        self._after_act()

    def _after_act(self) -> None:
        """Ready for the next name."""
        self._view.door.clear()
        self._view.take_caret()

    def _answer_by_key(self, chosen: Line, answer: guests.Answer) -> None:
        assert chosen.guest is not None
        self._answer(chosen, answer, 0 if answer == "no" else chosen.guest.companions)

    def _answer(self, chosen: Line, answer: guests.Answer, companions: int) -> None:
        if chosen.guest is not None:
            self._of_guest(guests.answer, chosen.guest.id, answer, companions)

    def _told(self, chosen: Line, channel: guests.Channel) -> None:
        if chosen.guest is not None:
            self._of_guest(guests.tell, chosen.guest.id, channel)

    def _give(self, chosen: Line) -> None:
        if chosen.guest is not None:
            self._of_guest(guests.give_place, chosen.guest.id)

    def _put_back(self, chosen: Line) -> None:
        if chosen.guest is not None:
            self._of_guest(door.not_here, chosen.guest.id)

    def _take_off(self, chosen: Line) -> None:
        if chosen.guest is not None:
            sent = self._desk.send(guests.take_off, chosen.guest.id, by=self._desk.serving)
            sent.then(self._taken_off).otherwise(self._refused)

    def _taken_off(self, listed: Listed) -> None:
        name = listed.affected[0].name or listed.affected[0].number
        self._toast(self.tr("{name} is off the list").format(name=name))
        self._after_act()

    def _of_guest(self, act: Callable[..., GuestKept], *values: object) -> None:
        self._view.error.clear()
        sent = self._desk.send(act, *values, by=self._desk.serving)
        sent.then(self._guest_kept).otherwise(self._refused)

    def _guest_kept(self, kept: GuestKept) -> None:
        speech = self._desk.speech
        name = kept.guest.name or kept.guest.number
        said = self.tr("{name}: {answer}").format(name=name, answer=words.answer(kept.guest, speech).lower())
        detail = (
            speech.counted(
                kept.freed,
                "A place is free: {n} who waits can have one",
                "Places are free: {n} who wait can have one",
            )
            if kept.freed
            else ""
        )
        self._toast(said, detail)
        if not self._view.table.hasFocus():
            self._after_act()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._view.error.explain(error)

    def _toast(self, said: str, detail: str = "") -> None:
        self._shell.show_toast(Toast(said, detail, undo=True))
