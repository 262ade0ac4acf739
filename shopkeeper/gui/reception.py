"""Whoever comes in from anywhere is received at the counter: a new member, a scanned card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import CounterPage, NoteAsked
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.service import scanning
from shopkeeper.service.members import Enrolled

if TYPE_CHECKING:
    from shopkeeper.gui.household_sheet import HouseholdSheet
    from shopkeeper.gui.pages.enrol import EnrolSheet


class Reception(QObject):
    """Holds the new-member sheet, which slides over any place, and understands what was scanned."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._desk = desk
        self._shell = shell
        self._sheet: EnrolSheet | None = None
        self._household: HouseholdSheet | None = None

    @property
    def sheet(self) -> "EnrolSheet":
        """The new-member sheet, made when it is first asked for."""
        if self._sheet is None:
            from shopkeeper.gui.pages.enrol import EnrolSheet

            self._sheet = EnrolSheet(self._desk, self._shell)
            self._sheet.enrolled.connect(self._enrolled)
            self._sheet.opened.connect(self.open_member)
            self._sheet.household_asked.connect(self.open_household)
        return self._sheet

    @property
    def household(self) -> "HouseholdSheet":
        """The sheet of who lives together, made when it is first asked for."""
        if self._household is None:
            from shopkeeper.gui.household_sheet import HouseholdSheet

            self._household = HouseholdSheet(self._desk, self._shell)
            self._household.done.connect(self._shell.show_toast)
        return self._household

    def open_household(self, member_id: int, other_id: int) -> None:
        """A new member lives with another: what that does is told before it is done."""
        self.household.begin(member_id, other_id)

    def forget_sheet(self) -> None:
        """The size of text has changed: the sheets are made anew when they are asked for."""
        if self._household is not None and self._household.isHidden():
            self._household.deleteLater()
            self._household = None
        if self._sheet is not None and self._sheet.isHidden():
            self._sheet.deleteLater()
            self._sheet = None

    def new_member(self, text: str = "") -> None:
        """Opens the sheet; `text` is what was looked for in vain."""
        self.sheet.begin(text)

    def new_member_from_find(self) -> None:
        """Ctrl N: opens the sheet with what stands in the find box, if that is nobody."""
        page = self._counter_in_front()
        self.new_member(page.looked_for_in_vain if page is not None else "")

    def scanned(self, code: str) -> None:
        """A code was scanned: its member opens, a card of nobody is offered to a new member."""
        found = self._desk.ask(scanning.read, code)
        over = SlideOver.over(self._shell)
        if (
            over is not None
            and found.kind in ("unknown", "member")
            and over.on_scanned(code, found.kind == "member")
        ):
            return
        shown = spaced(found.number)
        if found.kind == "member" and found.member_id is not None:
            self.open_member(found.member_id)
        elif found.kind == "voucher":
            page = self._shell.go("counter")
            assert isinstance(page, CounterPage)
            page.take_voucher(found.number)
        elif found.kind == "guest" and found.event_id is not None:
            from shopkeeper.gui.pages.events import EventsPage

            events = self._shell.go("events")
            assert isinstance(events, EventsPage)
            events.on_scanned(code)
        elif found.kind == "unknown":
            self._shell.go("counter")
            self.sheet.begin(card=found.number)
        elif found.kind == "lost" and found.blocked_on is not None:
            day = self._desk.speech.day(found.blocked_on, self._desk.today)
            words = self.tr("This card was reported lost on {day}").format(day=day)
            whose = self.tr("It was {name}’s; a new card has taken its place.").format(name=found.name)
            self._shell.show_toast(Toast(words, whose, tone="attention"))
        elif found.kind == "product":
            words = self.tr("Nobody has the card {number}").format(number=shown)
            what = self.tr("It looks like the code of something for sale.")
            self._shell.show_toast(Toast(words, what, tone="attention"))
        else:
            words = self.tr("The scanned code is no card")
            self._shell.show_toast(Toast(words, self.tr("Scan the card again."), tone="attention"))

    def open_member(self, member_id: int) -> None:
        """A member is opened at the counter, the caret in the amount."""
        page = self._shell.go("counter")
        assert isinstance(page, CounterPage)
        page.receive(member_id)

    def open_story(self, member_id: int) -> None:
        """A member's whole story was asked for at the counter: their page in Members, with the way back."""
        from shopkeeper.gui.pages.members import MembersPage

        page = self._shell.page("members")
        assert isinstance(page, MembersPage)
        self._shell.go("members")
        page.open_member(member_id, from_counter=True)

    def write_note(self, asked: object) -> None:
        """A note was asked for at the counter: it is written in Letters."""
        assert isinstance(asked, NoteAsked)
        self.write_note_to(asked.member_id, asked.occasion)

    def write_note_to(self, member_id: int, occasion: str = "", kind: str = THANK_YOU) -> None:
        """A note to a member, for an occasion or for none, is written in Letters; another kind of letter by its name."""
        page = self._shell.go("letters")
        from shopkeeper.gui.pages.letters import LettersPage

        assert isinstance(page, LettersPage)
        page.write_to(member_id, occasion or None, kind)

    def _enrolled(self, enrolled: Enrolled) -> None:
        self.open_member(enrolled.member_id)
        parts = [self.tr("card {number}").format(number=spaced(enrolled.card))] if enrolled.card else []
        if enrolled.points:
            points = self._desk.speech.points(enrolled.points)
            parts.append(self.tr("{points} to begin with").format(points=points))
        words = self.tr("Enrolled {name}").format(name=enrolled.name)
        self._shell.show_toast(Toast(words, " · ".join(parts), undo=True))

    def _counter_in_front(self) -> CounterPage | None:
        if self._shell.current != "counter":
            return None
        page = self._shell.page("counter")
        return page if isinstance(page, CounterPage) else None
