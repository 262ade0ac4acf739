"""The Members place: the list of everybody, one member's page, and the form for their details."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.pages.members.by_hand import ByHand, What
from shopkeeper.gui.pages.members.edit_view import EditView
from shopkeeper.gui.pages.members.list_view import ListView
from shopkeeper.gui.pages.members.member_view import MemberView
from shopkeeper.gui.pages.members.privacy_sheet import PrivacySheet
from shopkeeper.gui.picture_taker import PictureTaker
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import contacts_log, listing, scanning
from shopkeeper.service.members import Edited

if TYPE_CHECKING:
    from shopkeeper.gui.household_sheet import HouseholdSheet
    from shopkeeper.gui.leaving_sheet import LeavingSheet
    from shopkeeper.gui.ledger_sheet import LedgerSheet
    from shopkeeper.gui.pages.members.duplicates import DuplicatesSheet
    from shopkeeper.gui.pages.members.groups_sheet import GroupsSheet
    from shopkeeper.gui.talk_sheet import TalkSheet


class MembersPage(QWidget):
    """Says `counter_asked(member_id)`, `enrol_asked(text)`, `note_asked(member_id)` and `undo_asked(act)`."""

    counter_asked = Signal(int)
    enrol_asked = Signal(str)
    note_asked = Signal(int)
    undo_asked = Signal(int)

    def __init__(self, desk: Desk, shell: Shell, store: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._stale = True
        self._warned = False
        self._from_counter = False
        look.mark(self, panel="page")
        self.list = ListView(desk, store, self)
        self.member = MemberView(desk, self)
        self.form = EditView(desk, self)
        self.pictures = PictureTaker(desk, shell, self)
        self._by_hand: ByHand | None = None
        self._privacy: PrivacySheet | None = None
        self._duplicates: DuplicatesSheet | None = None
        self._groups: GroupsSheet | None = None
        self._household: HouseholdSheet | None = None
        self._leaving: LeavingSheet | None = None
        self._contacts: LedgerSheet | None = None
        self._talk: TalkSheet | None = None
        self.views = QStackedWidget(self)
        for view in (self.list, self.member, self.form):
            self.views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)
        self._connect()

    def _connect(self) -> None:
        members, member, find = self.list, self.member, self._shell.find_box
        members.opened.connect(self._open_listed)
        members.typed.connect(self._typed)
        members.text_wanted.connect(self._set_text)
        members.left_above.connect(find.call)
        members.new_asked.connect(self._new_member)
        members.exported.connect(self._exported)
        members.answered.connect(self._show_place)
        members.duplicates_asked.connect(self._compare)
        members.filters.groups_asked.connect(self._open_groups)
        member.left.connect(self._leave_member)
        member.edit_asked.connect(self._edit)
        member.forget_asked.connect(self._forget)
        member.by_hand_asked.connect(self._give)
        member.privacy_asked.connect(self._open_privacy)
        member.picture_asked.connect(self._open_picture)
        member.counter_asked.connect(self._to_counter)
        member.note_asked.connect(self._write_note)
        member.card_lost.connect(self._card_lost)
        member.undo_asked.connect(self.undo_asked)
        member.step_asked.connect(self._step)
        member.typed.connect(find.take)
        self.form.left.connect(self._leave_form)
        self.form.changed.connect(self._warn_again)
        self.form.saved.connect(self._saved)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)

    # ---- what the shell asks ----

    def activated(self) -> None:
        """In front: fresh, with what stands in the find box, and the caret where the work goes on."""
        view = self.views.currentWidget()
        if self._stale:
            self._refresh(None)
        if view is self.form:
            self.form.take_caret()
        elif view is self.member:
            self.member.story.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.filter_by(self._shell.find_box.text)
            self._shell.find_box.call()

    def find_hint(self) -> str:
        """What the list is filtered by."""
        return self.tr("Find in the list: name, phone, card, email, street")

    def on_find_text(self, text: str) -> None:
        """Every key: the list is of who fits."""
        self.list.filter_by(text)
        if text.strip() and self.views.currentWidget() is not self.list:
            self._show_list()

    def on_find_key(self, key: int) -> None:
        """Arrows choose in the list while the caret stays in the box."""
        if self.views.currentWidget() is self.list:
            self.list.settle()
            self.list.table.step(key)

    def on_find_submitted(self) -> None:
        """Enter: the chosen member's page; the first of the list where none was chosen."""
        if self.views.currentWidget() is not self.list:
            self._show_list()
            return
        self.list.settle()
        table = self.list.table
        if table.current_id is None:
            table.choose(0)
        if table.current_id is not None:
            self._open_listed(table.current_id)

    def on_find_escaped(self) -> None:
        """Escape in the empty box: into the list, or back to it."""
        self._show_list()
        self.list.take_caret()

    def types_to_find(self) -> bool:
        """A letter typed on the list or on a member's page filters the list; one in the form belongs to the form."""
        return self.views.currentWidget() is not self.form and SlideOver.over(self.window()) is None

    def on_scanned(self, code: str) -> bool:
        """A member's card opens their page here; any other code is understood by the window."""
        if SlideOver.over(self.window()) is not None:
            return False
        found = self._desk.ask(scanning.read, code)
        if found.kind != "member" or found.member_id is None:
            return False
        self.open_member(found.member_id)
        return True

    def on_file_dropped(self, path: Path) -> bool:
        """A picture dropped on a member's page is theirs, if they agree."""
        return self.views.currentWidget() is self.member and self.pictures.dropped(self.member.at, path)

    def on_closing(self) -> bool:
        """The window is to close: once, what was typed about a member and not saved is brought to the front."""
        if self._warned:
            return False
        waiting = next((member for member in self.form.waiting if self.member.show_member(member)), None)
        if waiting is None:
            return False
        self._open(waiting)
        self._edit()
        self._warned = True
        words = self.tr("What is typed here is not saved yet")
        detail = self.tr("Save it, or close the window once more and it is let go.")
        self._shell.show_toast(Toast(words, detail, tone="attention"))
        return True

    def on_print(self) -> bool:
        """Ctrl P: a note for whose page is open."""
        if self.views.currentWidget() is not self.member:
            return False
        self._write_note()
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Return", self.tr("Open the member; save the details")),
            ("Escape", self.tr("One step back")),
            ("Ctrl+PgUp", self.tr("The member before")),
            ("Ctrl+PgDown", self.tr("The next member")),
            ("F2", self.tr("Change details")),
            ("Ctrl+Shift+I", self.tr("The member’s picture")),
            ("Ctrl+Return", self.tr("Open at the counter")),
            ("Ctrl+Backspace", self.tr("Undo what is chosen in the story")),
        ]

    # ---- who may be here twice ----

    def _compare(self) -> None:
        self.duplicates.begin()

    def _open_groups(self) -> None:
        self.groups.begin()

    @property
    def groups(self) -> "GroupsSheet":
        """The sheet of saved groups, made when it is first asked for."""
        if self._groups is None:
            from shopkeeper.gui.pages.members.groups_sheet import GroupsSheet

            self._groups = GroupsSheet(self._desk, self._shell)
            self._groups.done.connect(self._shell.show_toast)
            self._groups.chosen.connect(self._show_group)
        return self._groups

    def _show_group(self, name: str) -> None:
        self._show_list()
        self.list.ask()
        self.list.filters.choose_group(name)

    def show_rule(self, rule: str) -> None:
        """The list of whom a rule means: first purchase, slipping."""
        self._show_list()
        self.list.filters.clear()
        self.list.ask()
        self.list.filters.choose_rule(rule)

    @property
    def duplicates(self) -> "DuplicatesSheet":
        """The sheet of pairs that may be one person, made when it is first asked for."""
        if self._duplicates is None:
            from shopkeeper.gui.pages.members.duplicates import DuplicatesSheet

            self._duplicates = DuplicatesSheet(self._desk, self._shell)
        return self._duplicates

    # ---- going to and fro ----

    @property
    def member_id(self) -> int | None:
        """Whose page is open; None while the list is in front."""
        return None if self.views.currentWidget() is self.list else self.member.member_id

    def open_member(self, member_id: int, *, from_counter: bool = False) -> None:
        """Opens a member's page; `from_counter` leads back there."""
        self._from_counter = from_counter
        if self._shell.find_box.text:
            self._shell.find_box.set_text("")
        self._open(member_id)

    def _open_listed(self, member_id: int) -> None:
        self._from_counter = False
        self._open(member_id)

    def _open(self, member_id: int) -> None:
        if not self.member.show_member(member_id):
            self._show_list()
            return
        if self._from_counter:
            self.member.set_back(self.tr("Counter"), self.tr("Back to the counter"))
        else:
            self.member.set_back(self.tr("Members"), self.tr("Back to all members"))
        self.member.show_pending(self.form.pending(member_id))
        self.views.setCurrentWidget(self.member)
        self._show_place()
        self.member.story.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_place(self) -> None:
        shown, ids = self.member.member_id, self.list.table.members.ids
        self.member.show_place(None if shown is None else listing.position(ids, shown), len(ids))

    def _step(self, by: int) -> None:
        shown, ids = self.member.member_id, self.list.table.members.ids
        if shown is None or SlideOver.over(self.window()) is not None:
            return
        place = listing.position(ids, shown)
        if place is not None and 0 <= place + by < len(ids):
            self.list.table.choose(place + by)
            self._open(ids[place + by])

    def _show_list(self) -> None:
        if self.views.currentWidget() is not self.list:
            shown = self.member.member_id
            self.views.setCurrentWidget(self.list)
            place = None if shown is None else listing.position(self.list.table.members.ids, shown)
            if place is not None:
                self.list.table.choose(place)

    def _leave_member(self) -> None:
        if self._from_counter:
            self._to_counter()
        else:
            self._show_list()
            self.list.take_caret()

    def _to_counter(self) -> None:
        over = SlideOver.over(self.window()) is not None
        if self.views.currentWidget() is self.member and self.member.member_id is not None and not over:
            self.counter_asked.emit(self.member.member_id)

    def _set_text(self, text: str) -> None:
        self._shell.find_box.set_text(text)

    def _typed(self, text: str) -> None:
        self._shell.find_box.take(text)

    def _new_member(self) -> None:
        self.enrol_asked.emit("")

    # ---- details ----

    def _edit(self) -> None:
        member_id = self.member.member_id
        if self.views.currentWidget() is not self.member or member_id is None:
            return
        if SlideOver.over(self.window()) is not None:
            return
        try:
            self.form.begin(member_id)
        except (Declined, StorageTrouble) as error:
            self.member.trouble.explain(error)
            return
        self.views.setCurrentWidget(self.form)
        self.form.take_caret()

    def _leave_form(self) -> None:
        if self.form.member_id is not None:
            self._open(self.form.member_id)

    def _warn_again(self) -> None:
        self._warned = False

    def _forget(self) -> None:
        if self.member.member_id is not None:
            self.form.forget(self.member.member_id)
            self.member.show_pending(False)

    def _saved(self, edited: Edited) -> None:
        if self.views.currentWidget() is self.form and self.form.member_id == edited.member_id:
            self._open(edited.member_id)
        name = edited.name or self.tr("number {number}").format(number=edited.number)
        if edited.changed:
            words = self.tr("Changed the details of {name}").format(name=name)
            self._shell.show_toast(Toast(words, undo=True))

    # ---- by hand ----

    def _give(self, what: str, lost: str = "") -> None:
        if self.member.at is None:
            return
        if what == "household":
            self.household.begin(self.member.at.card.member_id)
            return
        if what == "talk":
            card = self.member.at.card
            self.talk.begin(card.member_id, card.name, card.number)
            return
        if what == "contacts":
            self._show_contacts(self.member.at.card.member_id)
            return
        if what == "leaving":
            self.leaving.begin(self.member.at.card.member_id)
            return
        if self._by_hand is None:
            self._by_hand = ByHand(self._desk, self._shell)
            self._by_hand.done.connect(self._given)
        self._by_hand.begin(cast(What, what), self.member.at, lost)

    def _open_picture(self) -> None:
        if self.views.currentWidget() is self.member:
            self.pictures.open(self.member.at)

    def _open_privacy(self) -> None:
        if self.member.at is None:
            return
        if self._privacy is None:
            self._privacy = PrivacySheet(self._desk, self._shell)
            self._privacy.done.connect(self._shell.show_toast)
        self._privacy.begin(self.member.at)

    @property
    def household(self) -> "HouseholdSheet":
        """The sheet of who lives together, made when it is first asked for."""
        if self._household is None:
            from shopkeeper.gui.household_sheet import HouseholdSheet

            self._household = HouseholdSheet(self._desk, self._shell)
            self._household.done.connect(self._housed)
        return self._household

    @property
    def talk(self) -> "TalkSheet":
        """The sheet on which a talk is noted, made when it is first asked for."""
        if self._talk is None:
            from shopkeeper.gui.talk_sheet import TalkSheet

            self._talk = TalkSheet(self._desk, self._shell)
            self._talk.done.connect(self._housed)
        return self._talk

    def _show_contacts(self, member_id: int) -> None:
        """Every contact over every channel, to look at and to print; the PDF's name names nobody."""
        from shopkeeper.gui.contact_words import contacts_ledger
        from shopkeeper.gui.ledger_sheet import LedgerSheet

        if self._contacts is None:
            self._contacts = LedgerSheet(self._desk, self._shell)
        desk = self._desk
        log = desk.ask(contacts_log.of, member_id, desk.today)
        ledger = contacts_ledger(log, desk.shop, desk.today, desk.speech)
        self._contacts.show_ledger(ledger, self.tr("contacts") + f" {desk.today.isoformat()}.pdf")

    @property
    def leaving(self) -> "LeavingSheet":
        """The sheet of why they left and what was tried, made when it is first asked for."""
        if self._leaving is None:
            from shopkeeper.gui.leaving_sheet import LeavingSheet

            self._leaving = LeavingSheet(self._desk, self._shell)
            self._leaving.done.connect(self._housed)
        return self._leaving

    def _housed(self, toast: object) -> None:
        self._given(toast, 0)

    def _card_lost(self, number: str) -> None:
        self._give("lost", number)

    def _given(self, toast: object, _member_id: int) -> None:
        assert isinstance(toast, Toast)
        self._shell.show_toast(toast)
        self.member.story.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_note(self) -> None:
        if self.member.member_id is not None:
            self.note_asked.emit(self.member.member_id)

    def _exported(self, path: object, rows: int) -> None:
        assert isinstance(path, Path)
        words = self._desk.speech.counted(rows, "Wrote {n} member to a file", "Wrote {n} members to a file")
        self._shell.show_toast(Toast(words, str(path)))

    # ---- changes from elsewhere ----

    def _changed(self, changes: Changes) -> None:
        if changes.members is None or changes.members or changes.what.startswith(("programmes", "shops")):
            if self.isVisible():
                self._refresh(changes.members)
            else:
                self._stale = True

    def _day_changed(self, _day: object) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh(None)

    def _refresh(self, members: frozenset[int] | None) -> None:
        self._stale = False
        self.list.refresh()
        shown = self.member.member_id
        if shown is not None and (members is None or shown in members) and not self.member.show_member(shown):
            # The member has gone, by an undo here or elsewhere: there is nothing left to show or to change.
            self.form.forget(shown)
            self._show_list()
