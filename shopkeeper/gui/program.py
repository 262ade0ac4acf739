"""The program in its window: the places around one desk, and what they have in common."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Cancelled
from shopkeeper.gui import look, tongue, wishes
from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.guarding import Guard
from shopkeeper.gui.lists import Lists
from shopkeeper.gui.look import Wish
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.shell import Place, Shell
from shopkeeper.gui.who_serves import WhoServes
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import places
from shopkeeper.values import replace

if TYPE_CHECKING:
    from shopkeeper.gui.foot import Foot
    from shopkeeper.gui.pages.counter import NoteAsked
    from shopkeeper.gui.pages.settings import SettingsPage
    from shopkeeper.gui.reception import Reception
    from shopkeeper.gui.turning_window import Wanted
    from shopkeeper.gui.undoing import Undoing

FOOT_MS = 150
LEARN_MS = 1000


class Program(QObject):
    """Puts the places around a desk. `leave` is called when the owner asks for another shop (the demo, their own), or
    for this one anew; `demo_there` says whether there is a demo shop to remove."""

    def __init__(
        self,
        desk: Desk,
        store: Remembered,
        leave: Callable[[str], None],
        demo_there: Callable[[], bool] = bool,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.store = store
        self.leave = leave
        self._brings: Path | None = None
        self.farewell = ""  # what is to be said once the window is open anew
        self.turning: Wanted | None = None  # what is to be done to the book meanwhile
        self._demo_there = demo_there
        self._dress()
        self.shell = Shell(self._places(), store)
        self.shell.undo_asked.connect(self.undo)
        self._reception: Reception | None = None
        self._undoing: Undoing | None = None
        self.foot: Foot | None = None
        self.lists = Lists(desk, self.shell, store)
        self.shell.new_member_asked.connect(self._new_member_asked)
        self.shell.find_text_changed.connect(self._find_elsewhere)
        self.shell.scanned.connect(self._scanned)
        self.guard = Guard(desk, self.shell)
        self.who_serves = WhoServes(desk, self.shell, store)
        self.guard.serves.connect(self.who_serves.serve)
        self.shell.serving_chosen.connect(self.guard.choose)
        self.shell.closing.connect(self._close)
        self.desk.changed.connect(self._changed)
        self.desk.refused.connect(self._refused)
        self.desk.damaged.connect(self._damaged)
        self.shell.set_shop(desk.shop.name, desk.shop.tagline)
        self._closed = False

    def start(self, told: str = "", brings: Path | None = None) -> None:
        """Show the window, whose find box takes keys at once; the counter comes in the next turn, then the rest.

        `told` is said once it is open (what follows a line's end is its detail), and the list `brings` opened once the counter is there.
        """
        self._brings = brings
        self.shell.show()
        if told:
            head, _, detail = told.partition("\n")
            kept = self.tr("The book it was before is kept among the backups.")
            self.shell.show_toast(Toast(head, detail or kept, undo=False))
        self.shell.find_box.call()
        self.guard.begin()
        QTimer.singleShot(0, self._bring_counter)

    @Slot()
    def _bring_counter(self) -> None:
        if not self._closed:
            self.shell.go("counter")
            QTimer.singleShot(0, self._after_first_paint)

    @Slot()
    def _after_first_paint(self) -> None:
        if not self._closed:
            self.desk.begin()
            QTimer.singleShot(FOOT_MS, self, self._show_foot)
            QTimer.singleShot(LEARN_MS, self, self._keep_words)
            if self._brings is not None:
                self.bring(self._brings)

    @Slot()
    def _show_foot(self) -> None:
        """Nobody reads the foot before there is something to type into."""
        if not self._closed:
            from shopkeeper.gui.foot import Foot

            self.foot = Foot(self.desk, self.shell)
            self.foot.show()

    @Slot()
    def _keep_words(self) -> None:
        """How this shop writes money and days is kept for the next start, which need not ask Babel then."""
        if not self._closed and not self.desk.speech.knows_itself:
            self.store.remember("words", self.desk.speech.learnt())

    @property
    def reception(self) -> "Reception":
        """Who receives new members and scanned cards, made when first asked for."""
        if self._reception is None:
            from shopkeeper.gui.reception import Reception

            self._reception = Reception(self.desk, self.shell)
        return self._reception

    @Slot()
    def _new_member_asked(self) -> None:
        self.reception.new_member_from_find()

    @Slot(object)
    def _scanned(self, code: str) -> None:
        self.reception.scanned(code)

    @Slot()
    def _close(self) -> None:
        self._closed = True
        self.shell.hide()  # a large book takes some seconds to be copied, and nobody needs to look on
        self.desk.close(keep_safe=True)

    def _places(self) -> list[Place]:
        tr = self.tr
        return [
            Place("counter", tr("Counter"), "counter", "Ctrl+1", self._counter,
                  tr("Type a name, a phone number, a card, a street or something you remember. Enter opens the member,"
                     " digits go to the amount, Enter records.")),
            Place("daybook", tr("Day book"), "daybook", "Ctrl+2", self._daybook,
                  tr("Type in the day's slips. Everything is kept as you type; the day is posted when it agrees with"
                     " the till.")),
            Place("members", tr("Members"), "members", "Ctrl+3", self._members,
                  tr("Everybody in one list: sort it by any column, leave out who is not meant, take it away as a file."
                     " Enter opens a member: all that happened, and all that is known, to be changed and undone.")),
            Place("letters", tr("Letters"), "letters", "Ctrl+4", self._letters,
                  tr("Letters for everybody who is due one, each with a line of your own; cards, labels and envelopes.")),
            Place("events", tr("Events"), "events", "Ctrl+5", self._events,
                  tr("VIP nights, sale previews, late hours and tastings: plan one, invite by tier or interest, note the"
                     " answers, let guests in by name or card, and see afterwards what it brought.")),
            Place("followups", tr("Follow-ups"), "followups", "Ctrl+6", self._followups,
                  tr("What this morning holds: promises, complaints, days to remember, thanks that are owed, who stays"
                     " away and who usually comes today. Up and Down choose a line, Enter does what its button says.")),
            Place("insights", tr("Insights"), "insights", "Ctrl+7", self._insights,
                  tr("Whether the shop keeps its customers, what the best bring, where everybody stands, and who is worth"
                     " a word now.")),
            Place("programme", tr("Programme"), "programme", "Ctrl+8", self._programme,
                  tr("Tiers, points, perks and the welcome gift, and the day from which they hold.")),
            Place("settings", tr("Settings"), "settings", "Ctrl+,", self._settings,
                  tr("The shop, the people who serve, the look, the book and its backups. Every change of the shop or its"
                     " people can be undone."), at_end=True),
        ]  # fmt: skip

    def _counter(self) -> QWidget:
        from shopkeeper.gui.pages.counter import CounterPage

        page = CounterPage(self.desk, self.shell)
        page.enrol_asked.connect(self._enrol_asked)
        page.note_asked.connect(self._note_asked)
        page.story_asked.connect(self._story_asked)
        return page

    @Slot(str)
    def _enrol_asked(self, text: str) -> None:
        self.reception.new_member(text)

    @Slot(object)
    def _note_asked(self, asked: "NoteAsked") -> None:
        self.reception.write_note(asked)

    @Slot(int)
    def _story_asked(self, member_id: int) -> None:
        self.reception.open_story(member_id)

    def _daybook(self) -> QWidget:
        from shopkeeper.gui.pages.daybook import DaybookPage

        page = DaybookPage(self.desk, self.shell)
        page.undo_asked.connect(self.undo_this)
        return page

    def _members(self) -> QWidget:
        from shopkeeper.gui.pages.members import MembersPage

        page = MembersPage(self.desk, self.shell, self.store)
        page.counter_asked.connect(self.reception.open_member)
        page.enrol_asked.connect(self.reception.new_member)
        page.note_asked.connect(self.reception.write_note_to)
        page.undo_asked.connect(self.undo_this)
        return page

    def _letters(self) -> QWidget:
        from shopkeeper.gui.pages.letters import LettersPage

        return LettersPage(self.desk, self.shell, self.store)

    def _events(self) -> QWidget:
        from shopkeeper.gui.pages.events import EventsPage

        page = EventsPage(self.desk, self.shell)
        page.invite_asked.connect(self._invite)
        page.letters_asked.connect(self._invite)
        return page

    @Slot(int)
    @Slot(int, str)
    def _invite(self, event_id: int, kind: str = "") -> None:
        """Invitations are written in Letters."""
        from shopkeeper.gui.pages.letters import LettersPage

        page = self.shell.go("letters")
        assert isinstance(page, LettersPage)
        page.invite(event_id, kind)

    def _programme(self) -> QWidget:
        from shopkeeper.gui.pages.programme import ProgrammePage

        page = ProgrammePage(self.desk, self.shell)
        page.undo_asked.connect(self.undo_this)
        return page

    def _followups(self) -> QWidget:
        from shopkeeper.gui.pages.followups import FollowupsPage

        page = FollowupsPage(self.desk, self.shell)
        page.member_asked.connect(self.reception.open_member)
        page.note_asked.connect(self.reception.write_note_to)
        return page

    def _insights(self) -> QWidget:
        from shopkeeper.gui.pages.insights import InsightsPage

        page = InsightsPage(self.desk, self.shell)
        page.member_opened.connect(self.reception.open_member)
        page.letter_asked.connect(self.reception.write_note_to)
        page.owed_asked.connect(self._show_letters)
        page.group_asked.connect(self._show_group)
        page.needs_asked.connect(self._show_needs)
        page.programme_asked.connect(self._show_programme)
        page.new_asked.connect(self.reception.new_member)
        return page

    @Slot()
    def _show_programme(self) -> None:
        self.shell.go("programme")

    @Slot()
    def _show_needs(self) -> None:
        """What members need, beside the morning page."""
        from shopkeeper.gui.pages.followups import FollowupsPage

        page = self.shell.go("followups")
        assert isinstance(page, FollowupsPage)
        page.show_view(page.views.indexOf(page.heard))

    @Slot(str)
    def _show_group(self, rule: str) -> None:
        """Whom a rule means, in the list of members."""
        from shopkeeper.gui.pages.members import MembersPage

        page = self.shell.go("members")
        assert isinstance(page, MembersPage)
        page.show_rule(rule)

    @Slot()
    def _show_letters(self) -> None:
        self.shell.go("letters")

    def _settings(self) -> QWidget:
        from shopkeeper.gui.pages.settings import SettingsPage

        page = SettingsPage(self.desk, self.shell, self._demo_there, self.store)
        page.wished.connect(self._wish)
        page.left.connect(self._leave)
        page.restored.connect(self._open_anew)
        page.turned.connect(self._turn)
        return page

    # ---- the look, and other shops ----

    def _dress(self) -> None:
        """The shop's accent, its language, and the side that is written from."""
        shop = self.desk.shop
        tongue.speak(shop.language)
        if look.wish().accent != shop.accent:
            look.wear(replace(look.wish(), accent=shop.accent))
        look.face(right_to_left=places.right_to_left(shop.language))

    @Slot(object)
    def _wish(self, wish: Wish) -> None:
        before = look.wish()
        wishes.keep(self.store, wish)
        look.wear(wish)
        page = self._settings_page()
        if (before.text_percent, before.touch) != (wish.text_percent, wish.touch):
            part = page.part
            self.reception.forget_sheet()
            if self._undoing is not None:
                self._undoing.forget_sheet()
            self.guard.forget_sheet()
            self.shell.make_anew()
            page = self._settings_page()
            page.show_part(part)
        page.show_wish(look.wish())

    def _settings_page(self) -> "SettingsPage":
        from shopkeeper.gui.pages.settings import SettingsPage

        page = self.shell.page("settings")
        assert isinstance(page, SettingsPage)
        return page

    @Slot(str)
    def _leave(self, where: str) -> None:
        # Not from within a button of the window that is going.
        QTimer.singleShot(0, partial(self.leave, where))

    @Slot(object)
    def _damaged(self, _error: object) -> None:
        """The day's look found the file damaged: the window that offers the backups takes this one's place."""
        self._leave("damaged")

    def demo_gone(self, *, gone: bool) -> None:
        """The demo shop was removed, or could not be: a window of its own has it open."""
        if gone:
            self.shell.show_toast(
                Toast(self.tr("The demo shop is removed"), self.tr("It can be made again here."), undo=False)
            )
        else:
            self.shell.show_toast(
                Toast(
                    self.tr("The demo shop is open"),
                    self.tr("Close its window first, then remove it."),
                    tone="attention",
                )
            )
        if self.shell.current:
            self.shell.go(self.shell.current)

    @Slot(object)
    def _turn(self, wanted: "Wanted") -> None:
        """The book is to be locked or unlocked: nothing may have it open then."""
        self.turning = wanted
        self._leave("turn")

    @Slot(str)
    def _open_anew(self, told: str) -> None:
        self.farewell = told
        self._leave("again")

    # ---- what holds in every place ----

    def bring(self, path: Path | None = None) -> None:
        """Bring a list in: this file, or one that is chosen then."""
        self.lists.bring(path)

    @Slot()
    def undo(self) -> None:
        """Take back the last act, wherever it was done."""
        self.undoing.take_back(None)

    @Slot(int)
    def undo_this(self, act: int) -> None:
        """Take back one act, the last one or not, if nothing was built upon it since."""
        self.undoing.take_back(act)

    @property
    def undoing(self) -> "Undoing":
        """Who takes acts back, made when something is first undone."""
        if self._undoing is None:
            from shopkeeper.gui.undoing import Undoing

            self._undoing = Undoing(self.desk, self.shell)
            self._undoing.refused.connect(self._refused)
        return self._undoing

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.shell.show_toast(Toast(str(error), "", undo=False))

    @Slot(str)
    def _find_elsewhere(self, text: str) -> None:
        """Typing into the find box on another place goes to the counter with it."""
        if text and self.shell.current != "counter":
            self.shell.go("counter")
            self.shell.find_box.set_text(text)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        undone = changes.what == "acts.undo"
        if undone or changes.what.startswith("pins.") or changes.what.startswith("people."):
            self.guard.refresh()
        if undone or changes.what.startswith("shops."):
            spoken = tongue.spoken()
            self._dress()
            self.shell.set_shop(self.desk.shop.name, self.desk.shop.tagline)
            if tongue.spoken() != spoken:
                self._open_anew(self.tr("The window speaks another language now"))
