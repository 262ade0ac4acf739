"""The wanted book: what members asked for, by how many; when it comes, whom to call; who was told and who bought."""

from PySide6.QtWidgets import QWidget

from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.parts import Entry, ListView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.say import counted
from shopkeeper.service import wanted
from shopkeeper.service.wanted import Want, Wanted, Wish

MOST = 100
_NAMES = 4


class WantedView(ListView):
    """Two cards: what is waited for, and who is to be called or was told."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Wanted book"), parent)
        self._desk, self._shell = desk, shell
        self.waiting = self.card(
            self.tr("Waited for"),
            self.tr(
                "Nobody waits for anything. Note a wish at the counter: Ctrl J, then “wants” and what it is."
            ),
        )
        self.told = self.card(self.tr("It has come"), self.tr("Nobody is to be called."))

    def refresh(self) -> None:
        """Reads the book anew."""
        wishes = self._desk.ask(wanted.wishes, MOST)
        tally = self._desk.ask(wanted.tally, self._desk.today)
        said = self.tr(
            "In the last twelve months {noted} were noted, {told} told that it has come, {bought} bought it."
        )
        count = self._desk.speech.count
        self.remark.setText(
            said.format(noted=count(tally.noted), told=count(tally.told), bought=count(tally.bought))
        )
        self.waiting.show_entries([self._wish(wish) for wish in wishes if wish.waiting])
        came = [
            want
            for wish in wishes
            if wish.arrived
            for want in self._desk.ask(wanted.waiting_for, wish.folded)
        ]
        self.told.show_entries([self._want(want) for want in came if want.state != "wanted"][:MOST])

    def _wish(self, wish: Wish) -> Entry:
        waiting = [
            one for one in self._desk.ask(wanted.waiting_for, wish.folded, 50) if one.state == "wanted"
        ]
        names = [members.called(one.name, one.number) for one in waiting[:_NAMES]]
        if wish.waiting > _NAMES:
            names.append(self.tr("and {n} more").format(n=wish.waiting - _NAMES))
        since = self.tr("since {day}").format(day=self._desk.speech.day_short(wish.since, self._desk.today))
        aside = f"{counted(wish.waiting, '{n} member', '{n} members')} · {since}"
        return Entry(
            wish.what, ", ".join(names), aside, wish.folded, ((self.tr("It has come"), self._arrived),)
        )

    def _want(self, want: Want) -> Entry:
        acts = [(self.tr("Bought"), self._bought), (self.tr("No more"), self._dropped)]
        if want.state == "arrived":
            acts.insert(0, (self.tr("Told"), self._told))
        day = want.told_on if want.state == "told" else want.arrived_on
        when = self._desk.speech.near(day, self._desk.today) if day is not None else ""
        state = self.tr("told {when}") if want.state == "told" else self.tr("came {when}")
        name = members.called(want.name, want.number)
        detail = " · ".join(part for part in (name, want.phone) if part)
        return Entry(want.what, detail, state.format(when=when), want.id, tuple(acts))

    def _arrived(self, folded: object) -> None:
        self._desk.send(wanted.arrived, folded, by=self._desk.serving).then(self._came)

    def _told(self, want: object) -> None:
        self._desk.send(wanted.change, want, "told", by=self._desk.serving).then(self._changed)

    def _bought(self, want: object) -> None:
        self._desk.send(wanted.change, want, "bought", by=self._desk.serving).then(self._changed)

    def _dropped(self, want: object) -> None:
        self._desk.send(wanted.change, want, "dropped", by=self._desk.serving).then(self._changed)

    def _came(self, came: Wanted) -> None:
        to_call = counted(came.members, "{n} member to call", "{n} members to call")
        self._shell.show_toast(Toast(self.tr("{what} has come").format(what=came.what), to_call, undo=True))

    def _changed(self, changed: Wanted) -> None:
        name = members.called(changed.name, changed.number)
        self._shell.show_toast(
            Toast(self.tr("{what} for {name}: noted").format(what=changed.what, name=name), undo=True)
        )
