"""The page of the programme: what holds, what it would do if it were changed, and the change."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.change_view import ChangeView
from shopkeeper.gui.pages.programme.show_view import ShowView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.programme import Programme, version_on
from shopkeeper.service import programmes
from shopkeeper.service.programmes import Effect, ProgrammeSet


class ProgrammePage(QWidget):
    """Shows a version of the programme; the form asks what a change would do before it can be saved."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        look.mark(self, panel="page")
        self._desk, self._shell = desk, shell
        self._shown: int | None = None  # a version's id; None follows the one in force
        self._sent: Sent | None = None
        self.show_view = ShowView(self)
        self.form = ChangeView(self)
        self.views = QStackedWidget(self)
        self.views.addWidget(self.show_view)
        self.views.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)
        self.show_view.change_asked.connect(self._change)
        self.show_view.tier_asked.connect(self._new_tier)
        self.show_view.version_chosen.connect(self._choose_version)
        self.form.effect_asked.connect(self._study)
        self.form.saving_asked.connect(self._save)
        self.form.left.connect(self._leave)
        self.form.progress.cancelled.connect(self._cancel)
        desk.changed.connect(self._refresh_if_seen)
        desk.day_changed.connect(self._refresh_if_seen)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front."""
        if self.views.currentWidget() is self.show_view:
            self.refresh()
            self.show_view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Return", self.tr("change the chosen tier")),
            ("Esc", self.tr("leave the programme as it was")),
        ]

    # --- showing ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Asks anew what holds and how many members are in each tier."""
        today = self._desk.today
        versions = self._desk.ask(programmes.versions)
        current = versions.index(version_on(versions, today))
        ids = [version.id for version in versions]
        shown = ids.index(self._shown) if self._shown in ids else current
        counted = self._desk.ask(programmes.members_per_tier, today)
        counts = {count.rank: count.members for count in counted}
        self.show_view.show_versions(versions, shown, current, counts, self._desk.speech, today)

    def _choose_version(self, number: int) -> None:
        self._shown = self._desk.ask(programmes.versions)[number].id
        self.refresh()

    def _refresh_if_seen(self, _what: object) -> None:
        if self.isVisible() and self.views.currentWidget() is self.show_view:
            self.refresh()

    # --- changing -----------------------------------------------------------------------------------

    def _change(self, rank: int | None) -> None:
        programme = self.show_view.model.programme
        if programme is None:
            return
        self._shell.clear_toast()
        self.views.setCurrentWidget(self.form)
        self.form.open(programme, self._desk.speech, self._desk.today, rank)

    def _new_tier(self) -> None:
        self._change(None)
        self.form.new_tier()

    def _leave(self) -> None:
        if self._sent is not None:
            return
        self.views.setCurrentWidget(self.show_view)
        self.refresh()
        self.show_view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _study(self, programme: Programme, day: date) -> None:
        sent = self._desk.study_long(programmes.effect, programme, day, self._desk.today)
        self._run(sent.then(self._studied), self.tr("Working out what it changes"))

    def _save(self, programme: Programme, day: date) -> None:
        sent = self._desk.send_long(programmes.set_programme, programme, day)
        self._run(sent.then(self._saved), self.tr("Judging everybody again"))

    def _run(self, sent: Sent, doing: str) -> None:
        self._sent = sent
        self.form.error.clear()
        self.form.set_busy(True)
        self.form.progress.begin(doing)
        sent.otherwise(self._refused).watched(self._come)

    def _come(self, done: int, of: int) -> None:
        self.form.progress.come(done, of)

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()

    def _rest(self) -> None:
        self._sent = None
        self.form.progress.end()
        self.form.set_busy(False)

    def _studied(self, effect: Effect) -> None:
        self._rest()
        sentences = words.effect_words(effect, self._desk.today, self._desk.speech)
        later = [
            version.from_day
            for version in self._desk.ask(programmes.versions)
            if version.from_day > self.form.from_day
        ]
        if later:
            day = self._desk.speech.day(min(later))
            sentences.append(self.tr("From {day} the programme entered for that day holds.").format(day=day))
        self.form.say_effect(sentences, self._desk.speech, self._desk.today)

    def _saved(self, done: ProgrammeSet) -> None:
        self._rest()
        self._shown = None
        self._leave()
        today = self._desk.today
        if done.from_day <= today:
            text = self.tr("The programme is changed")
        else:
            day = self._desk.speech.day(done.from_day)
            text = self.tr("The programme changes on {day}").format(day=day)
        count = self._desk.speech.count(done.changed_members)
        detail = (
            self.tr("1 member changed tier today")
            if done.changed_members == 1
            else self.tr("{n} members changed tier today").format(n=count)
        )
        self._shell.show_toast(Toast(text, detail if done.changed_members else "", undo=True))

    def _refused(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            self.form.error.say(self.tr("Stopped. The programme is as it was."), "attention")
        elif isinstance(error, Declined | StorageTrouble):
            self.form.error.explain(error)
