"""Coming back: who is to be tried, what came of the tries, what they brought against nothing done, and why members left."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.gui import leaving_words as words
from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.leaving_sheet import LeavingSheet
from shopkeeper.gui.pages.followups.parts import Entry, ListView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.leaving import WITHIN_DAYS
from shopkeeper.say import counted
from shopkeeper.service import leaving, winback, winback_result
from shopkeeper.service.winback import Tried, Try
from shopkeeper.service.winback_result import Brought

LATELY_DAYS = 180
MOST, SHOWN = 60, 20


class ComingBackView(ListView):
    """Four cards; says `note_asked(id, occasion, kind)` for a letter."""

    note_asked = Signal(object, str, str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Leaving and coming back"), parent)
        self._desk, self._shell = desk, shell
        self._sheet: LeavingSheet | None = None
        self._brought: Brought | None = None
        self.remark.setText(
            self.tr(
                "Who slips away stands on the morning page; a try is planned from there, or from the member’s own page."
            )
        )
        self.planned = self.card(self.tr("To be tried"), self.tr("Nobody is to be tried."))
        self.against = self.card(
            self.tr("What the tries brought"),
            self.tr("Nothing can be told before somebody was tried and sixty days have passed."),
        )
        self.reasons = self.card(
            self.tr("Why members left"),
            self.tr("Nothing is noted yet. Ask those who stay away, and note it on their page."),
        )
        self.made = self.card(self.tr("What came of it"), self.tr("Nobody was tried in the last half year."))

    def refresh(self) -> None:
        """Reads the book anew; what the tries brought follows when it is worked out."""
        desk, today = self._desk, self._desk.today
        planned = desk.ask(winback.planned, today, limit=MOST)
        names = desk.ask(winback.names_of, [one.member_id for one in planned])
        self.planned.show_entries([self._to_try(one, names.get(one.member_id, ("", ""))) for one in planned])
        since = today - timedelta(days=LATELY_DAYS)
        made = desk.ask(winback.made_since, since, today)
        came = sum(one.came_on is not None for one, _, _ in made)
        made_first = sorted(made, key=lambda entry: entry[0].came_on is None)  # those who came are read first
        self.made.show_entries([self._made(one, number, name) for one, number, name in made_first[:SHOWN]])
        if made:
            told = (
                self.tr("{tried} in the last half year; {came} came back on one.")
                if came
                else self.tr("{tried} in the last half year; nobody has come back on one yet.")
            )
            self.remark.setText(
                told.format(
                    tried=counted(len(made), "{n} try", "{n} tries"),
                    came=counted(came, "{n} member", "{n} members"),
                )
            )
        self.reasons.show_entries(
            [
                Entry(
                    leaving.reason_name(one.reason),
                    counted(one.members, "{n} member in the last year", "{n} members in the last year"),
                    counted(one.back, "{n} is back", "{n} are back") if one.back else "",
                )
                for one in desk.ask(leaving.reasons, today)
            ]
        )
        desk.study(winback_result.brought, today).then(self._show_brought)

    def _to_try(self, one: Try, whose: tuple[str, str]) -> Entry:
        name = members.called(whose[1], whose[0])
        acts = [(self.tr("Open"), self._open), (self.tr("Take out"), self._take_out)]
        if one.channel == "letter":
            acts.insert(0, (self.tr("Write"), self._write))
        else:
            acts.insert(0, (self.tr("Tried"), self._do))
        detail = " · ".join(part for part in (words.how(one), one.text) if part)
        when = self._desk.speech.near(one.due_on, self._desk.today)
        return Entry(name, detail, " · ".join(part for part in (when, one.by) if part), one, tuple(acts))

    def _made(self, one: Try, number: str, name: str) -> Entry:
        desk, today = self._desk, self._desk.today
        detail = " · ".join(part for part in (words.tried(one, today, desk.speech), one.text) if part)
        return Entry(
            members.called(name, number), detail, words.outcome(one, today, desk.speech), one,
            ((self.tr("Open"), self._open),),
        )  # fmt: skip

    def _show_brought(self, found: Brought) -> None:
        if found == self._brought:
            return
        self._brought = found
        entries = []
        if found.pairs:
            percent = self._desk.speech.percent
            head = self.tr("Of {n} who were tried, {share} came within {days} days").format(
                n=self._desk.speech.count(found.pairs),
                share=percent(found.came, found.pairs),
                days=WITHIN_DAYS,
            )
            other = self.tr("Of as many like them whom nobody tried, {share} came by themselves.").format(
                share=percent(found.others_came, found.pairs)
            )
            entries.append(Entry(head, f"{other} {self._verdict(found)}"))
        self.against.show_entries(entries)

    def _verdict(self, found: Brought) -> str:
        apart = found.difference
        if apart is None:
            said = self.tr("These are too few to tell whether it was the tries.")
        elif not apart.tells:
            said = self.tr(
                "So small a difference may be chance: it cannot be told yet whether the tries bring anything."
            )
        elif apart.mean > 0:
            said = self.tr("That is more than chance would make.")
        else:
            said = self.tr("Those who were tried came less often, and by more than chance would make.")
        chosen = self.tr("You chose whom to try; they may differ in what the book does not know.")
        return f"{said} {chosen}"

    # ---- what is done ----

    def _leaving(self) -> LeavingSheet:
        if self._sheet is None:
            self._sheet = LeavingSheet(self._desk, self._shell)
            self._sheet.done.connect(self._shell.show_toast)
        return self._sheet

    def _open(self, one: object) -> None:
        assert isinstance(one, Try)
        self._leaving().begin(one.member_id, "tried")

    def _write(self, one: object) -> None:
        assert isinstance(one, Try)
        occasion = self._desk.ask(winback.occasion, one.member_id, self._desk.today)
        self.note_asked.emit(one.member_id, occasion, winback.LETTER)

    def _do(self, one: object) -> None:
        assert isinstance(one, Try)
        self._desk.send(winback.do, one.id, by=self._desk.serving).then(self._tried)

    def _take_out(self, one: object) -> None:
        assert isinstance(one, Try)
        self._desk.send(winback.take_out, one.id, by=self._desk.serving).then(self._out)

    def _tried(self, tried: Tried) -> None:
        name = members.called(tried.name, tried.number)
        self._shell.show_toast(Toast(self.tr("Tried to see {name} again").format(name=name), "", undo=True))

    def _out(self, tried: Tried) -> None:
        name = members.called(tried.name, tried.number)
        self._shell.show_toast(Toast(self.tr("{name} is not to be tried").format(name=name), "", undo=True))
