"""The sheet on which a list is brought in: chosen or dropped, seen, settled, tried, brought in, and told about."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker, elided
from shopkeeper.gui.desk import Changes, Desk, Sent
from shopkeeper.gui.pages.lists.columns import ColumnsView
from shopkeeper.gui.pages.lists.known_view import KnownView
from shopkeeper.gui.pages.lists.memory import Memory
from shopkeeper.gui.pages.lists.options import Options
from shopkeeper.gui.pages.lists.outcome import Outcome
from shopkeeper.gui.pages.lists.question import QuestionCard
from shopkeeper.gui.pages.lists.words import act_words, brings, summary
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.headings import Kind
from shopkeeper.service import importing, importing_everything, importing_trial
from shopkeeper.service.importing import Choices, Imported
from shopkeeper.service.importing_everything import BroughtBack
from shopkeeper.service.importing_trial import Seen, headings_of
from shopkeeper.values import replace

WIDTH = 1080


class _Looking(QObject):
    """One look at a file: what comes of an earlier one, whose file or answers have changed since, is not heard."""

    def __init__(self, sheet: "BringSheet") -> None:
        super().__init__(sheet)
        self._sheet = sheet

    def saw(self, seen: Seen) -> None:
        """The file was seen."""
        if self._sheet.looking is self:
            self._sheet.saw(seen)

    def not_read(self, error: Exception) -> None:
        """It could not be, or need not be any more."""
        if self._sheet.looking is self:
            self._sheet.not_read(error)

    def come(self, done: int, of: int) -> None:
        """So far."""
        if self._sheet.looking is self:
            self._sheet.come(done, of)


class BringSheet(SlideOver):
    """`begin(path)` opens it, with a file or with the question for one. `asker` is who asks for files."""

    def __init__(self, desk: Desk, shell: Shell, store: Remembers | None = None) -> None:
        super().__init__("", shell, width=WIDTH)
        self._desk, self._shell = desk, shell
        self.asker = Asker()
        self._memory = Memory(store)
        self._path: Path | None = None
        self._seen: Seen | None = None
        self._done: Imported | None = None
        self._whole: Path | None = None  # a file that is a whole book
        self._sent: Sent | None = None  # what is looked at, brought in or saved now
        self.looking: _Looking | None = None
        self._bringing = False
        sheet = self.sheet
        self.empty = EmptyState(
            "import", self.tr("Bring in a list of members or purchases"),
            self.tr("Drop the file anywhere on this window, or choose it. Nothing is kept before you have seen what"
                    " would come of it."),
            self.tr("Choose a file…"), "Enter", sheet,
        )  # fmt: skip
        self.file = Sentence("", "strong", "", sheet, wrap=False)
        self.other = QPushButton(self.tr("Another file…"), sheet)
        look.mark(self.other, kind="small")
        self.options = Options(sheet)
        self.question = QuestionCard(sheet)
        self.columns = ColumnsView(desk, sheet)
        self.outcome = Outcome(sheet)
        self.known = KnownView(desk, sheet)
        self._undo = Sentence(self.tr("Ctrl Z takes the whole list back."), "body", "2", sheet)
        self.trouble = ErrorLine(sheet)
        self.progress = ProgressLine(sheet)
        self.go = KeyButton("", "Enter", sheet)
        self.leave = KeyButton(self.tr("Close"), "Enter", sheet)
        self.last = self.go
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._head = QWidget(self.sheet)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(14))
        row.addWidget(self.file)
        row.addWidget(self.other)
        row.addStretch(1)
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(10), 0)
        column.setSpacing(look.px(14))
        for part in (
            self._head,
            self.options,
            self.question,
            self.outcome,
            self.known,
            self._undo,
            self.columns,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = QScrollArea(self.sheet)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(self.tr("The list"))
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._scroll, 1)
        self.foot.setSpacing(look.px(10))
        for part in (self.trouble, self.progress, self.go, self.leave):
            self.foot.addWidget(part)

    def _connect(self) -> None:
        self.empty.asked.connect(self._choose)
        self.other.clicked.connect(self._choose)
        self.options.changed.connect(self._options_changed)
        self.columns.changed.connect(self._columns_changed)
        self.question.answered.connect(self._answered)
        self.outcome.save_asked.connect(self._save_refused)
        self.known.changed.connect(self._tell_tried)
        self.progress.cancelled.connect(self._cancel)
        self.go.clicked.connect(self._bring)
        self.leave.clicked.connect(self.put_away)
        self._desk.changed.connect(self._changed)

    # ---- opening and putting away ----

    def begin(self, path: Path | None = None) -> None:
        """Opens with a file, or asks for one. While a list comes in, its progress is shown and nothing else."""
        if not self._bringing:
            self._forget()
            if path is not None:
                self._look(path, None, Choices())
        self._show()
        self.open(self._first())

    def escape(self) -> None:
        """Escape leaves the sheet, but not a list that is coming in: Cancel stops that."""
        if not self._bringing:
            super().escape()

    def put_away(self) -> None:
        """Goes; what is only looked at is let go, what is coming in goes on."""
        if not self._bringing:
            self._stop()
        super().put_away()

    def _forget(self) -> None:
        self._stop()
        self._path = self._seen = self._done = self._whole = None
        self.trouble.clear()
        self.question.ask(None, self._desk, "members")

    def _stop(self) -> None:
        sent, self._sent = self._sent, None
        if sent is not None:
            sent.cancel()
        if self.looking is not None:
            self.looking.deleteLater()
            self.looking = None
        self.progress.end()

    def _first(self) -> QWidget:
        """What has the caret now."""
        if self._bringing:
            return self.progress
        if self._done is not None:
            return self.leave
        if self.question.asked is not None:
            return self.question.answers
        if self._path is None and self.empty.button is not None:
            return self.empty.button
        if self.known.isVisibleTo(self):
            return self.known.pairs
        return self.go if self.go.isEnabled() else self.other

    # ---- looking ----

    def _choose(self) -> None:
        path = self.asker.list(self)
        if path is not None:
            self._forget()
            self._look(path, None, Choices())

    def _look(self, path: Path, kind: Kind | None, choices: Choices) -> None:
        """Looks at the file and tries it, with what is settled so far."""
        self._stop()
        self._path = path
        self.file.setText(elided(path.name))
        self.trouble.clear()
        self.go.setEnabled(False)
        recall = None if choices.columns else self._memory.recall
        self._sent = self._desk.study_long(importing_trial.see, path, kind, choices, self._desk.today, recall)
        self.looking = _Looking(self)
        self._sent.then(self.looking.saw).otherwise(self.looking.not_read).watched(self.looking.come)
        self.progress.begin(self.tr("Reading the list"))
        if self.isVisible() and self._seen is None:
            self.progress.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def saw(self, seen: Seen) -> None:
        """The file as it would be brought in, or what must be asked first."""
        self._sent = self.looking = None
        self.progress.end()
        first = self._seen is None or self._seen.asks != seen.asks
        self._seen = seen
        self._tell_seen(seen)
        self._show()
        if first and not self.isHidden():
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_seen(self, seen: Seen) -> None:
        self.question.ask(seen.asks[0] if seen.asks else None, self._desk, seen.kind)
        self.options.show_seen(seen)
        if seen.headers:
            self.columns.show_seen(seen)
        self.known.show_likely(seen.tried.likely if seen.tried is not None else ())
        self._tell_tried()

    def _tell_tried(self) -> None:
        """What would come of the list, by what is said of those who may be known already."""
        seen = self._seen
        if seen is not None and seen.tried is not None:
            tried = self.known.settled(seen.tried)
            self.outcome.tell(tried, seen.warnings, self._desk.speech)
            self.go.setText(act_words(tried, self._desk.speech))
            self.go.setAccessibleName(self.go.text())
            self.go.setEnabled(brings(tried))

    def not_read(self, error: Exception) -> None:
        """The file cannot be read, or its reading was stopped: what was seen before stands."""
        self._sent = self.looking = None
        self.progress.end()
        if isinstance(error, Declined) and error.code == "file_is_everything" and self._path is not None:
            self._offer_whole(self._path)
            return
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
        if self._seen is None:
            self._path = None
        else:
            self._tell_seen(self._seen)
        self._show()
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_whole(self, path: Path) -> None:
        self._whole, self._seen = path, None
        self.trouble.say(
            self.tr(
                "This is a whole book: members, purchases, programme, and all that was noted. It can be read into a shop"
                " that has no members and no purchases yet, whose own programme it replaces. It is not undone as one."
            ),
            "attention",
        )
        self.go.setText(self.tr("Read the whole book in"))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(True)
        self._show()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_whole(self, path: Path) -> None:
        self._bringing = True
        self.trouble.clear()
        self._sent = self._desk.send_long(importing_everything.bring_back, path)
        self._sent.then(self._brought_whole).otherwise(self._not_brought).watched(self.come)
        self.progress.begin(self.tr("Reading the book in"))
        self.progress.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _brought_whole(self, back: BroughtBack) -> None:
        self._bringing = False
        self._forget()
        self._show()
        self.put_away()
        self._desk.reread_shop()
        number = self._desk.speech.count
        words = self.tr("{members} members, {purchases} purchases").format(
            members=number(back.members), purchases=number(back.purchases)
        )
        self._shell.show_toast(Toast(self.tr("The book is here again"), words))

    def _answered(self, about: str, value: str) -> None:
        """A question is answered: what it was about is settled, and the file looked at anew."""
        if self._seen is None or self._path is None:
            return
        before = self._seen.choices
        settled: dict[str, object] = {
            "encoding": value,
            "sheet": value,
            "header": value == "yes",
            "zeros": value == "yes",
            "day_order": value,
            "decimal_mark": value,
        }
        if about in settled:
            choices = replace(before, **{about: settled[about]})  # type: ignore[arg-type]
        else:
            choices = replace(before, columns={**before.columns, about: value})
        self._look(self._path, self._seen.kind if self._seen.headers else None, choices)

    def _options_changed(self) -> None:
        if self._path is not None:
            self._look(self._path, self.options.wanted, self.options.choices)

    def _columns_changed(self) -> None:
        if self._path is not None and self._seen is not None:
            self._look(self._path, self._seen.kind, replace(self._seen.choices, columns=self.columns.chosen))

    # ---- bringing in ----

    def _bring(self) -> None:
        seen = self._seen
        if self._whole is not None and not self._bringing:
            self._bring_whole(self._whole)
            return
        if seen is None or seen.tried is None or not self.go.isEnabled() or self._sent is not None:
            return
        settled = seen.choices
        if settled.columns or settled.day_order or settled.decimal_mark:
            self._memory.remember(headings_of(seen.headers), seen.kind, settled)
        self._bringing = True
        self._shell.clear_toast()
        self._sent = self._desk.send_long(
            importing.import_file, seen.kind, seen.path, settled, same=self.known.same, by=self._desk.serving
        )
        self._sent.then(self._brought).otherwise(self._not_brought).watched(self.come)
        self.progress.begin(self.tr("Bringing the list in"))
        self.progress.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def come(self, done: int, of: int) -> None:
        """So far."""
        speech = self._desk.speech
        share = speech.percent(done, of)
        words = (
            self.tr("Bringing the list in · {share}")
            if self._bringing
            else self.tr("Reading the list · {share}")
        )
        self.progress.come(done, of, words.format(share=share))

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()

    def _brought(self, made: Imported) -> None:
        self._bringing = False
        self._sent = None
        self._done = made
        self.progress.end()
        self.outcome.tell(made, (), self._desk.speech)
        self._show()
        if not self.isHidden():
            self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        said = summary(made, self._desk.speech)
        if made.act is not None:
            self._shell.show_toast(Toast(self.tr("The list is in the book"), " · ".join(said), undo=True))

    def _not_brought(self, error: Exception) -> None:
        self._bringing = False
        self._sent = None
        self.progress.end()
        if isinstance(error, Cancelled):
            self.trouble.say(self.tr("Stopped. Nothing of the list is in the book."), "attention")
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
            if self.isHidden():
                self._shell.show_toast(Toast(error.because, tone="attention"))
        self._show()
        if not self.isHidden():
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if changes.what == "acts.undo" and self._done is not None:
            self._done = None
            self.put_away()

    # ---- what was refused ----

    def _save_refused(self) -> None:
        seen, made = self._seen, self._done or (self._seen.tried if self._seen else None)
        if seen is None or made is None or self._sent is not None:
            return
        name = self.tr("{name} to put right").format(name=seen.path.stem) + ".csv"
        target = self.asker.save(self, self.tr("Save the rows that cannot be taken"), name, "CSV (*.csv)")
        if target is None:
            return
        self._sent = self._desk.study_long(importing_trial.save_refused, seen, made.refused, target)
        self._sent.then(self._saved).otherwise(self._not_saved)

    def _saved(self, count: int) -> None:
        self._sent = None
        words = self.tr("%n rows are saved. Put them right there, and drop that file here.", "", count)
        self.trouble.say(words, "accent")

    def _not_saved(self, error: Exception) -> None:
        self._sent = None
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    # ---- what is shown ----

    def _show(self) -> None:
        seen, done, busy = self._seen, self._done is not None, self._bringing
        chosen = self._path is not None
        tried = seen is not None and seen.tried is not None
        self.set_title(self.tr("The list is in the book") if done else self.tr("Bring in a list"))
        self.empty.setVisible(not chosen)
        self._scroll.setVisible(chosen)
        self.other.setVisible(not done)
        settling = seen is not None and not done
        self.options.setVisible(settling)
        self.columns.setVisible(settling and seen is not None and bool(seen.headers))
        self.question.setVisible(settling and self.question.asked is not None)
        self.outcome.setVisible(done or (tried and self.question.asked is None))
        self.known.setVisible(tried and not done and self.known.is_about_somebody)
        self.go.setVisible((tried or self._whole is not None) and not done and not busy)
        self.leave.setVisible(done)
        self._undo.setVisible(self._done is not None and self._done.act is not None)
        for part in (self.other, self.options, self.columns, self.question, self.outcome.save, self.known):
            part.setEnabled(not busy)
        self.last = self.leave if done else self.go if self.go.isVisibleTo(self) else self.other

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or isinstance(QApplication.focusWidget(), QPushButton):
            super().keyPressEvent(event)
            return
        event.accept()
        for button in (self.go, self.leave):
            if button.isVisible() and button.isEnabled():
                button.click()
                return
