"""The page of letters: it asks the desk, shows the views, and brings letters to paper."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.due_view import DueView
from shopkeeper.gui.pages.letters.lately_view import LatelyView
from shopkeeper.gui.pages.letters.parts import Asker
from shopkeeper.gui.pages.letters.running import OnPaper, Wish
from shopkeeper.gui.pages.letters.sheet_side import SheetSide
from shopkeeper.gui.pages.letters.wording_view import WordingView
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.page import A5, SIZES
from shopkeeper.paper.printing import printer, printer_names
from shopkeeper.service import letters, programmes
from shopkeeper.service.letters import DueLetter, Letter, Paper, Written

THANK_YOU, LATELY = range(2)
_PRINTER = "printer/letters"
_SIDE_MOST = 190  # pixels: at larger text the letter and the list need the room more


class _View(Protocol):
    """What the two lists of letters have in common."""

    def set_busy(self, busy: bool) -> None: ...


class LettersPage(QWidget):
    """`write_to` opens it for one member; `asker` is who asks for a printer or a file."""

    def __init__(self, desk: Desk, shell: Shell, store: Remembers | None = None) -> None:
        super().__init__()
        self._desk, self._shell, self._store = desk, shell, store
        self.asker = Asker()
        self._one: tuple[int, str | None] | None = None
        self._sent: Sent | None = None
        self._again = False
        self._on_paper: OnPaper | None = None
        self.kinds = QListWidget(self)
        self.kinds.setAccessibleName(self.tr("Letters"))
        for words in (self.tr("Thank you"), self.tr("Written lately")):
            item = QListWidgetItem(words, self.kinds)
            item.setSizeHint(QSize(0, look.row_height() + look.px(2)))
        self.kinds.setCurrentRow(THANK_YOU)
        self.kinds.currentRowChanged.connect(self._chose_kind)
        self.due = DueView(self)
        self.lately = LatelyView(self)
        self.wording = WordingView(self)
        self.sheet = SheetSide(self)
        self.views = QStackedWidget(self)
        for view in (self.due, self.lately, self.wording):
            self.views.addWidget(view)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        look.mark(self, panel="page")
        side = QFrame(self)
        look.mark(side, panel="side")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(look.px(10), look.px(14), look.px(10), look.px(14))
        inside.addWidget(self.kinds)
        side.setFixedWidth(min(look.px(176), _SIDE_MOST))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(line(self, upright=True))
        row.addWidget(self.views, 12)
        row.addWidget(line(self, upright=True))
        row.addWidget(self.sheet, 9)

    def _connect(self) -> None:
        self.due.looked_at.connect(self._show_sheet)
        self.due.print_asked.connect(self._print)
        self.due.pdf_asked.connect(self._save)
        self.due.wording_asked.connect(self._edit_wording)
        self.due.everybody_asked.connect(self._everybody)
        self.due.confirmed.connect(self._came_out_well)
        self.due.denied.connect(self._came_out_badly)
        self.due.left_out.pause_chosen.connect(self._set_pause)
        self.due.progress.cancelled.connect(self._cancel)
        self.lately.looked_at.connect(self._show_sheet)
        self.lately.print_asked.connect(self._print)
        self.lately.pdf_asked.connect(self._save)
        self.lately.progress.cancelled.connect(self._cancel)
        self.sheet.turned.connect(self._turn)
        self.sheet.paper_chosen.connect(self._set_paper)
        self.wording.text_changed.connect(self._show_wording)
        self.wording.kept.connect(self._keep_wording)
        self.wording.original_asked.connect(self._original_wording)
        self.wording.left.connect(self._leave_wording)
        self._desk.changed.connect(self._refresh_if_seen)
        self._desk.day_changed.connect(self._refresh_if_seen)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front: who is due may have changed since."""
        self.refresh()
        if self.views.currentWidget() is self.due and self._on_paper is None:
            self.due.take_caret()

    def on_print(self) -> bool:
        """Ctrl P prints what is chosen here."""
        if self._sent is None and self._on_paper is None and self.views.currentWidget() is not self.wording:
            self._print()
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Space", self.tr("choose a member, or leave them out for now")),
            ("Ctrl+A", self.tr("choose all")),
            ("Return", self.tr("write a line of your own; once more for the next member")),
            ("Ctrl+P", self.tr("print the letters that are chosen")),
            ("Esc", self.tr("step back")),
        ]

    def write_to(self, member_id: int, occasion: str | None) -> None:
        """One member's note: for the occasion, or with None for no special reason."""
        self._one = (member_id, occasion)
        self._put_down()
        self.kinds.setCurrentRow(THANK_YOU)
        self.views.setCurrentWidget(self.due)
        self.refresh()
        self.due.take_caret()

    # --- showing ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Asks anew who is due and what was written."""
        if self._sent is not None or self._on_paper is not None:
            return
        self.sheet.set_paper(self._desk.ask(letters.paper))
        if self.views.currentWidget() is self.lately:
            self._refresh_lately()
        elif not (self._one is not None and self._refresh_one(*self._one)):
            self._one = None
            found = self._desk.ask(letters.due, self._desk.today)
            pause_days = self._desk.ask(letters.pause_days)
            programme = self._desk.ask(programmes.on, self._desk.today)
            self.due.set_due(found, pause_days, programme)

    def _refresh_one(self, member_id: int, occasion: str | None) -> bool:
        today = self._desk.today
        try:
            one = self._desk.ask(letters.to_one, member_id, occasion, today)
            may = self._desk.ask(letters.may_write, member_id, today)
        except Declined as declined:
            self.due.error.explain(declined)
            return False
        self.due.set_one(one, self._remark(one, may), self._desk.ask(programmes.on, today))
        if not may.allowed:
            self.due.model.tick_all(False)
        return True

    def _remark(self, one: DueLetter, may: letters.MayWrite) -> str:
        name = one.name or self.tr("Member {number}").format(number=one.number)
        if not may.allowed:
            return self.tr("{name} gets no note: {because}.").format(
                name=name, because=may.because[:1].lower() + may.because[1:]
            )
        if may.because:
            return self.tr("{name} {had}.").format(name=name, had=may.because[:1].lower() + may.because[1:])
        return ""

    def _refresh_lately(self) -> None:
        rows = self._desk.ask(letters.lately, self._desk.today)
        self.lately.set_rows(rows, self._desk.speech, self._desk.today)

    def _show_sheet(self) -> None:
        view = self.views.currentWidget()
        try:
            if view is self.lately:
                logged = self.lately.current
                letter = self._desk.ask(letters.again, logged.id) if logged else None
                self.sheet.show_letter(letter, "", turns=logged is not None)
            elif view is self.due:
                one = self.due.current
                place, others = self.due.place() if one else (self.tr("An example"), False)
                self.sheet.show_letter(self._letter(one), place, turns=others)
        except Declined as declined:
            self.due.error.explain(declined)

    def _letter(self, one: DueLetter | None, wording: str | None = None) -> Letter:
        today = self._desk.today
        if one is None:
            return self._desk.ask(letters.example, "", today, wording)
        own_line = self.due.line_for(one)
        return self._desk.ask(letters.compose, one.member_id, one.occasion or None, own_line, today, wording)

    def _turn(self, step: int) -> None:
        view = self.views.currentWidget()
        if view is self.due:
            self.due.turn(step)
        elif view is self.lately:
            self.lately.turn(step)

    def _chose_kind(self, row: int) -> None:
        self._put_down()
        self.views.setCurrentWidget(self.lately if row == LATELY else self.due)
        self.refresh()

    def _everybody(self) -> None:
        self._one = None
        self.refresh()
        self.due.take_caret()

    def _refresh_if_seen(self, _what: object) -> None:
        if self.isVisible() and self.views.currentWidget() is not self.wording:
            self.refresh()

    # --- to paper -----------------------------------------------------------------------------------

    @property
    def _front(self) -> DueView | LatelyView:
        return self.lately if self.views.currentWidget() is self.lately else self.due

    def _wishes(self) -> list[Wish]:
        if self._front is self.lately:
            logged = self.lately.current
            return [Wish(logged.member_id, logged=logged.id)] if logged else []
        return self.due.wishes

    def _paper(self) -> Paper:
        return self._desk.ask(letters.paper)

    def _print(self) -> None:
        wishes = self._wishes()
        if not wishes or self._sent is not None:
            return
        paper = self._paper()
        try:
            ready = printer(SIZES.get(paper.size, A5), self._usual_printer())
        except Declined as declined:
            self._front.error.explain(declined)
            return
        if not self.asker.printer(self, ready, self.tr("Print letters")):
            return
        if self._store is not None:
            self._store.remember(_PRINTER, ready.printerName())
        sent = self._desk.study_long(
            running.print_all, wishes, paper, ready, self.tr("Thank you"), self._desk.today
        )
        self._run(sent.then(self._printed), self.tr("Printing"))

    def _usual_printer(self) -> str:
        name = self._store.recall(_PRINTER) if self._store is not None else ""
        return name if name in printer_names() else ""

    def _save(self) -> None:
        wishes = self._wishes()
        if not wishes or self._sent is not None:
            return
        name = self.tr("thank-you {day}").format(day=self._desk.today.isoformat()) + ".pdf"
        path = self.asker.pdf(self, self.tr("Save as PDF"), name)
        if path is None:
            return
        sent = self._desk.study_long(
            running.save_all,
            wishes,
            self._paper(),
            path,
            self.tr("Thank you"),
            self._desk.shop.name,
            self._desk.today,
        )
        self._run(sent.then(self._saved), self.tr("Writing the PDF"))

    def _run(self, sent: Sent, words: str) -> None:
        self._shell.clear_toast()
        self._front.error.clear()
        self._again = self._front is self.lately
        self._sent = sent
        self.kinds.setEnabled(False)
        self._front.set_busy(True)
        self._front.progress.begin(words)
        sent.otherwise(self._failed).watched(self._come)

    def _come(self, done: int, of: int) -> None:
        self._front.progress.come(done, of, self.tr("{done} of {of}").format(done=done, of=of))

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()

    def _rest(self) -> None:
        self._sent = None
        self.kinds.setEnabled(True)
        self._front.set_busy(False)
        self._front.progress.end()

    def _failed(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            self._front.error.say(self.tr("Stopped. Nothing was noted down."), "attention")
        elif isinstance(error, Declined | StorageTrouble):
            self._front.error.explain(error)

    def _printed(self, done: OnPaper) -> None:
        self._rest()
        if self._again:
            self._shell.show_toast(Toast(self.tr("Sent to the printer once more")))
            return
        self._on_paper = done
        self.kinds.setEnabled(False)
        self.due.set_busy(True)
        self.due.ask_outcome(len(done.letters))

    def _saved(self, done: OnPaper) -> None:
        self._rest()
        if self._again:
            self._shell.show_toast(Toast(self.tr("Saved as PDF once more")))
            return
        self._log(done)

    def _came_out_well(self) -> None:
        done = self._on_paper
        self._put_down()
        if done is not None:
            self._log(done)

    def _came_out_badly(self) -> None:
        self._put_down()
        self.due.take_caret()
        self._shell.show_toast(
            Toast(self.tr("Nothing was noted down"), self.tr("They are still on the list."))
        )

    def _put_down(self) -> None:
        if self._on_paper is not None:
            self._on_paper = None
            self.kinds.setEnabled(True)
            self.due.set_busy(False)
            self.due.stop_asking()

    def _log(self, done: OnPaper) -> None:
        self.due.forget_lines([letter.member_id for letter in done.letters])
        sent = self._desk.send(letters.written, done.letters, by=self._desk.serving)
        sent.then(self._logged).otherwise(self._failed)

    def _logged(self, written: Written) -> None:
        self._one = None
        if written.letters == 1:
            one = written.affected[0]
            name = one.name or self.tr("member {number}").format(number=one.number)
            text = self.tr("Thank-you note to {name} noted down").format(name=name)
        else:
            text = self.tr("%n thank-you notes noted down", "", written.letters)
        detail = self.tr("%n had been thanked before", "", len(written.already)) if written.already else ""
        self._shell.show_toast(Toast(text, detail, undo=True))
        self.refresh()
        self.due.take_caret()

    # --- the shop's own ways ------------------------------------------------------------------------

    def _set_pause(self, days: int) -> None:
        self._desk.send(letters.set_pause_days, days).otherwise(self._failed)

    def _set_paper(self, paper: Paper) -> None:
        self.sheet.set_paper(paper)
        self._desk.send(letters.set_paper, paper.size, paper.by_hand).otherwise(self._failed)

    def _edit_wording(self) -> None:
        self.kinds.setEnabled(False)
        self.views.setCurrentWidget(self.wording)
        self.wording.open(self._desk.ask(letters.wordings))

    def _show_wording(self, text: str) -> None:
        if self.views.currentWidget() is self.wording:
            place = self.tr("As it will look")
            self.sheet.show_letter(self._letter(self.due.current, text), place, turns=False)

    def _keep_wording(self, versions: tuple[str, ...]) -> None:
        sent = self._desk.send(letters.keep_wordings, versions)
        sent.then(self._wording_kept).otherwise(self._wording_refused)

    def _original_wording(self) -> None:
        self._desk.send(letters.original_wordings).then(self._wording_restored).otherwise(
            self._wording_refused
        )

    def _wording_kept(self, _wordings: letters.Wordings) -> None:
        self._leave_wording()
        self._shell.show_toast(Toast(self.tr("The wording is kept")))

    def _wording_restored(self, wordings: letters.Wordings) -> None:
        self.wording.open(wordings)
        self._shell.show_toast(Toast(self.tr("The original wording is back")))

    def _wording_refused(self, error: Exception) -> None:
        if isinstance(error, Declined):
            self.wording.show_wrong(error)
        else:
            self.wording.error.say(str(error))

    def _leave_wording(self) -> None:
        self.kinds.setEnabled(True)
        self.views.setCurrentWidget(self.due)
        self.refresh()
        self.due.wording_button.setFocus(Qt.FocusReason.OtherFocusReason)
