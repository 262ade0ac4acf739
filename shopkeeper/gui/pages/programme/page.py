"""The page of the programme: what holds, what it would do if it were changed, and the change."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.programme import trial_words
from shopkeeper.gui.pages.programme.change_view import ChangeView
from shopkeeper.gui.pages.programme.recognition_view import RecognitionView
from shopkeeper.gui.pages.programme.report_desk import ReportDesk
from shopkeeper.gui.pages.programme.show_view import ShowView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.programme import Programme, version_on
from shopkeeper.say import counted
from shopkeeper.service import programme_trials, programmes
from shopkeeper.service.programme_trials import TierYear, Trial
from shopkeeper.service.programmes import ProgrammeSet


class ProgrammePage(QWidget):
    """Shows a version of the programme; the form asks what a change would do before it can be saved.

    Says `undo_asked(act)` where a programme to come is to be withdrawn.
    """

    undo_asked = Signal(int)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        look.mark(self, panel="page")
        self._desk, self._shell = desk, shell
        self._shown: int | None = None  # a version's id; None follows the one in force
        self._sent: Sent | None = None
        self._trying: Sent | None = None
        self._wanted: Programme | None = None
        self._costing: Sent | None = None
        self.show_view = ShowView(self)
        self.form = ChangeView(self)
        self.views = QStackedWidget(self)
        self.views.addWidget(self.show_view)
        self.views.addWidget(self.form)
        self.report = RecognitionView(self)
        self.views.addWidget(self.report)
        self.reporting = ReportDesk(desk, self.report, shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)
        self.show_view.change_asked.connect(self._change)
        self.show_view.tier_asked.connect(self._new_tier)
        self.show_view.version_chosen.connect(self._choose_version)
        self.show_view.report_asked.connect(self._show_report)
        self.report.left.connect(self._leave)
        self.reporting.written.connect(self._report_written)
        self.show_view.withdraw_asked.connect(self._withdraw)
        self.show_view.tryout.trial_asked.connect(self._try)
        self.show_view.tryout.adopt_asked.connect(self._adopt)
        self.show_view.tryout.progress.cancelled.connect(self._stop_trying)
        self.form.trial_asked.connect(self._study)
        self.form.saving_asked.connect(self._save)
        self.form.left.connect(self._leave)
        self.form.progress.cancelled.connect(self._cancel)
        desk.doors_moved.connect(self._doors_moved)
        desk.changed.connect(self._refresh_if_seen)
        desk.day_changed.connect(self._refresh_if_seen)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front."""
        if self.views.currentWidget() is self.show_view:
            self.refresh()
            self.show_view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _doors_moved(self) -> None:
        """What the programme costs, what a change would do and who earned what is seen until the door shuts."""
        if self._desk.may_see("figures"):
            return
        self._stop_trying()
        self.show_view.model.show_costs({})
        self.show_view.tryout.put_away()
        self.report.put_away()
        if self.views.currentWidget() is self.report:
            self.views.setCurrentWidget(self.show_view)

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
        if shown == current and self._costing is None and self._desk.may_see("figures"):
            self._costing = self._desk.study(programme_trials.year_of, today)
            self._costing.then(self._costed).otherwise(self._not_costed)

    def _costed(self, tiers: tuple[TierYear, ...]) -> None:
        self._costing = None
        speech = self._desk.speech
        each = self.tr("{amount} a year")
        self.show_view.model.show_costs(
            {
                tier.rank: each.format(amount=trial_words.whole_money(speech, tier.each_minor))
                if tier.members
                else "–"
                for tier in tiers
            }
        )

    def _not_costed(self, _error: Exception) -> None:
        self._costing = (
            None  # the table stands without it; whatever is the matter is said by what is asked next
        )

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

    # --- trying -------------------------------------------------------------------------------------

    def _try(self, programme: Programme | None) -> None:
        self._stop_trying()
        self._wanted = programme
        if programme is None:
            return
        today = self._desk.today
        self._trying = self._desk.study_long(programme_trials.try_out, programme, today, today)
        self.show_view.tryout.progress.begin(self.tr("Working it out from your own purchases"))
        self._trying.then(self._tried).otherwise(self._not_tried).watched(self._try_comes)

    def _try_comes(self, done: int, of: int) -> None:
        self.show_view.tryout.progress.come(done, of)

    def _tried(self, trial: Trial) -> None:
        # One that was called off too late answers all the same; what is asked by then is another programme.
        if self._trying is not None and trial.programme == self._wanted:
            self._stop_trying()
            self.show_view.tryout.show_trial(trial, self._desk.speech)

    def _not_tried(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._stop_trying()
            self.show_view.tryout.error.explain(error)

    def _stop_trying(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None
        self.show_view.tryout.progress.end()

    def _adopt(self, programme: Programme, new_year: bool) -> None:
        self._stop_trying()
        self._shell.clear_toast()
        self.views.setCurrentWidget(self.form)
        self.form.open(programme, self._desk.speech, self._desk.today)
        if new_year:
            self.form.choose_year()
        self.form.ask()

    # --- the recognition report -------------------------------------------------------------------

    def _show_report(self) -> None:
        self._shell.clear_toast()
        self.views.setCurrentWidget(self.report)
        self.report.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reporting.ask(self._desk.today)

    def _report_written(self, lines: int) -> None:
        detail = counted(lines, "{n} line", "{n} lines")
        self._shell.show_toast(Toast(self.tr("The report is saved"), detail))

    def on_print(self) -> bool:
        """Ctrl P lays the report on paper, where it is in front."""
        if self.views.currentWidget() is not self.report:
            return False
        self.reporting.on_paper()
        return True

    # --- withdrawing --------------------------------------------------------------------------------

    def _withdraw(self) -> None:
        if self._shown is None or self._sent is not None:
            return
        try:
            act = self._desk.ask(programmes.act_to_withdraw, self._shown, self._desk.today)
        except Declined as wrong:
            self.show_view.error.explain(wrong)
            return
        self._shown = None
        self.undo_asked.emit(act)

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
        sent = self._desk.study_long(programme_trials.try_out, programme, day, self._desk.today)
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

    def _studied(self, trial: Trial) -> None:
        self._rest()
        sentences = trial_words.sentences(trial, self._desk.today, self._desk.speech)
        later = [
            version.from_day
            for version in self._desk.ask(programmes.versions)
            if version.from_day > self.form.from_day
        ]
        if later:
            day = self._desk.speech.day(min(later))
            sentences.append(self.tr("From {day} the programme entered for that day holds.").format(day=day))
        self.form.show_trial(trial, sentences, self._desk.speech, self._desk.today)

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
