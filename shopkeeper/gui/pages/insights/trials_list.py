"""Trials as one part of the quiet hour: the list of them beside the one that is chosen, and what can be done with it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import icons, look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Changes, Desk, Sent
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.insights import trials_paper
from shopkeeper.gui.pages.insights.trials_sheet import TrialSheet
from shopkeeper.gui.pages.insights.trials_view import TrialView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.entrylist import EntryList
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import trial_result, trial_words, trials
from shopkeeper.service.trial_result import Result
from shopkeeper.service.trials import Trial, TrialKept

BEGIN_KEYS = "Ctrl+L"
_SIDE_MOST = 300


class TrialsPart(QWidget):
    """Says `left` when the figures are wanted again."""

    left = Signal()

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="page")
        self.setAccessibleName(self.tr("Trials"))
        self._desk, self._shell = desk, shell
        self._trials: tuple[Trial, ...] = ()
        self._chosen: int | None = None
        self._result: Result | None = None
        self._studying: Sent | None = None
        self._saving = Path()
        tr = self.tr
        self.asker = Asker()
        self.back = QPushButton(tr("Figures"), self)
        self.back.setIcon(icons.icon("arrow-left"))
        self.back.setAccessibleName(tr("Back to the figures"))
        self.back.setToolTip(tr("Back to the figures · Ctrl T"))
        self.begin_button = KeyButton(tr("New trial"), BEGIN_KEYS, self)
        self.list = EntryList(tr("Trials"), self)
        self.view = TrialView(self)
        self.empty = EmptyState(
            "insights", tr("Does it work?"),
            tr("Give half of your members a coffee and the other half nothing, or points: by lot, so that the halves are alike."
               " After some weeks the book says whether it made a difference, and how sure one can be."),
            tr("New trial"), BEGIN_KEYS, self,
        )  # fmt: skip
        self.sheet = TrialSheet(desk, shell)
        self.paper: LedgerSheet | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        side = QFrame(self)
        look.mark(side, panel="side")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(look.px(14), look.px(18), look.px(14), look.px(14))
        inside.setSpacing(look.px(12))
        inside.addWidget(self.back)
        inside.addWidget(self.begin_button)
        inside.addWidget(self.list, 1)
        side.setFixedWidth(min(look.px(262), _SIDE_MOST))
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.view)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(line(self, upright=True))
        row.addWidget(self._scroll, 1)
        row.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.begin_button.clicked.connect(self.begin)
        self.empty.asked.connect(self.begin)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._to_acts)
        self.sheet.kept.connect(self._begun)
        self.view.print_asked.connect(self.print_out)
        self.view.csv_asked.connect(self._save)
        self.view.stop_asked.connect(self._stop)
        self.view.again_asked.connect(self._again)
        self.view.progress.cancelled.connect(self._cancel)
        shortcut = QShortcut(QKeySequence(BEGIN_KEYS), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.begin)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this part."""
        return [
            (BEGIN_KEYS, self.tr("a new trial")),
            ("Ctrl+P", self.tr("the trial on paper")),
            ("Ctrl+T", self.tr("back to the figures")),
        ]

    # ---- showing ----

    @property
    def trial(self) -> Trial | None:
        """The one that is chosen."""
        return next((one for one in self._trials if one.id == self._chosen), None)

    def activated(self) -> None:
        """It comes to the front."""
        self.refresh()
        if self._trials:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.empty.button is not None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Asks anew which trials there are, and has the chosen one counted."""
        self._trials = self._desk.ask(trials.listed)
        ids = [one.id for one in self._trials]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else None
        speech, today = self._desk.speech, self._desk.today
        entries = [(one.id, one.plan.name, trial_words.state(one, speech, today)) for one in self._trials]
        self.list.show_entries(entries, self._chosen)
        there = self._chosen is not None
        self._scroll.setVisible(there)
        self.list.setVisible(there)
        self.begin_button.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self._count()

    def _choose(self, trial_id: int) -> None:
        if trial_id != self._chosen:
            self._chosen = trial_id
            self._count()

    def _count(self) -> None:
        self._cancel()
        trial = self.trial
        if trial is None:
            return
        same = self._result is not None and self._result.trial.id == trial.id
        self._result = None
        self.view.show_trial(trial, self._desk.speech, self._desk.today, same=same)
        self._studying = self._desk.study_long(trial_result.result, trial.id, self._desk.today)
        self._studying.then(self._show).otherwise(self._refused).watched(self.view.progress.come)
        self.view.progress.begin(self.tr("Counting"))

    def _show(self, result: Result) -> None:
        if result.trial.id != self._chosen:
            return
        self._studying = None
        self._result = result
        self.view.progress.end()
        self.view.show_result(result, self._desk.speech)

    def _cancel(self) -> None:
        if self._studying is not None:
            self._studying.cancel()
            self._studying = None
            self.view.progress.end()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._studying = None
        self.view.progress.end()
        if isinstance(error, Declined | StorageTrouble):
            self.view.error.explain(error)

    def _changed(self, changes: Changes) -> None:
        """A sale at the counter must not wait for it: it is counted when it is looked at."""
        if self.isVisible() and (changes.what.startswith("trial") or changes.what == "acts.undo"):
            self.refresh()

    def _day_changed(self, _day: object) -> None:
        if self.isVisible():
            self.refresh()

    # ---- what can be done ----

    def begin(self) -> None:
        """Opens the sheet on which a trial is set up."""
        self.sheet.begin()

    def _begun(self, kept: TrialKept) -> None:
        self._chosen = kept.trial.id
        self.refresh()
        self._shell.show_toast(Toast(
            self.tr("The lot is drawn: {name}").format(name=kept.trial.plan.name),
            self.tr("{first} and {second} members").format(
                first=self._desk.speech.count(kept.first_members), second=self._desk.speech.count(kept.second_members)
            ),
            undo=True,
        ))  # fmt: skip

    def _again(self) -> None:
        if self._result is not None:
            self.sheet.begin(self._result)

    def _stop(self) -> None:
        trial = self.trial
        if trial is not None:
            sent = self._desk.send(trials.stop, trial.id, by=self._desk.serving)
            sent.then(self._stopped).otherwise(self._refused)

    def _stopped(self, kept: TrialKept) -> None:
        self._shell.show_toast(
            Toast(self.tr("Ended: {name}").format(name=kept.trial.plan.name), "", undo=True)
        )

    def _to_acts(self) -> None:
        self.view.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> bool:
        """Lays the trial over the window as it will be printed."""
        if self._result is None:
            return False
        if self.paper is None:
            self.paper = LedgerSheet(self._desk, self._shell)
        ledger = trials_paper.ledger_of(self._result, self._desk.shop, self._desk.speech)
        self.paper.show_ledger(
            ledger, self.tr("trial {day}").format(day=self._result.on.isoformat()) + ".pdf"
        )
        return True

    def _save(self) -> None:
        trial = self.trial
        if trial is None:
            return
        name = self.tr("trial {number}").format(number=trial.id) + ".csv"
        path = self.asker.save(self, self.tr("Save the trial as a table"), name, self.tr("Tables (*.csv)"))
        if path is not None:
            self._saving = path
            sent = self._desk.study(trial_result.write, trial.id, path, self._desk.today)
            sent.then(self._saved).otherwise(self._refused)

    def _saved(self, written: int) -> None:
        name = Path(self._saving).name
        rows = self._desk.speech.counted(written, "{n} member", "{n} members")
        self._shell.show_toast(Toast(self.tr("Saved: {file}").format(file=name), rows, undo=False))
