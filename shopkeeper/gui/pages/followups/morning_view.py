"""The morning on the screen: every line with its one act, put off or handed over, printed on a sheet."""

from datetime import date
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.leaving_sheet import LeavingSheet, What
from shopkeeper.gui.matter_sheet import MatterSheet
from shopkeeper.gui.pages.followups import words
from shopkeeper.gui.pages.followups.day_sheet import DaySheet
from shopkeeper.gui.pages.followups.line_menu import LineMenu
from shopkeeper.gui.pages.followups.offers import Offers
from shopkeeper.gui.pages.followups.on_paper import OnPaper
from shopkeeper.gui.pages.followups.promise_sheet import PromiseSheet
from shopkeeper.gui.pages.followups.rows import Row, SectionPanel, step
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import morning, people, praises, programmes, promises, referrals, wanted, winback
from shopkeeper.service.matters import MatterKind
from shopkeeper.service.morning import Line, Morning, SetAside
from shopkeeper.service.praises import PassedOn
from shopkeeper.service.promises import Promised
from shopkeeper.service.referrals import ReferralKept
from shopkeeper.service.wanted import Wanted
from shopkeeper.service.winback import Tried

AGAIN_MS = 1000
"""While rhythms are still being worked out, the page is asked for anew so often."""
NARROW = 760
"""Pixels at text size 100 %."""


class MorningView(QWidget):
    """Says `member_asked(id)` to open somebody at the counter, `note_asked(id, occasion, kind)` for a letter."""

    member_asked = Signal(object)
    note_asked = Signal(object, str, str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.paper = OnPaper(desk, shell, self)
        self.paper.refused.connect(self._refuse)
        self.shown: Morning | None = None
        self._take = False
        self._came = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._sheet: MatterSheet | None = None
        self._leaving: LeavingSheet | None = None
        self._promise: PromiseSheet | None = None
        self._day: DaySheet | None = None
        self._title = Sentence("", "heading", "", self, wrap=False)
        self._sum = Sentence("", "body", "2", self, wrap=False)
        self.print_button = self._button(self.tr("Print…"), self.print_sheet)
        self.pdf_button = self._button(self.tr("Save as PDF…"), self.save_sheet)
        self.promise = self._button(self.tr("+ Promise"), self._new_promise)
        self.complaint = self._button(self.tr("+ Complaint"), self._new_complaint)
        self.request = self._button(self.tr("+ Request"), self._new_request)
        said = FlowBox(self, gap=10)
        said.flow.addWidget(self._title)
        said.flow.addWidget(self._sum)
        buttons = FlowBox(self, gap=8, row_gap=8, wide=True)
        for button in (self.promise, self.complaint, self.request, self.print_button, self.pdf_button):
            buttons.flow.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(look.px(8))
        self._head.setContentsMargins(0, 0, look.px(8), 0)
        self._head.addWidget(said, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(buttons)
        self.offers = Offers(desk, self)
        self.trouble = ErrorLine(self)
        self._settling = Sentence(
            self.tr("The rhythms of some members are still being worked out; who slips away may be more."),
            "small",
            "2",
            self,
        )
        self._empty = EmptyState(
            "check",
            self.tr("Nothing waits this morning"),
            self.tr(
                "Promises, complaints, birthdays, thanks that are owed and who stays away stand here by themselves."
                " A promise is made here, or at the counter in one line: Ctrl J."
            ),
            parent=self,
        )
        self._inside = QWidget(self)
        look.mark(self._inside, panel="inside")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, look.px(8), look.px(8))
        self._column.setSpacing(look.px(14))
        self._column.addStretch(1)
        self._panels: list[SectionPanel] = []
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addLayout(self._head)
        for widget in (self.offers, self.trouble, self._settling):
            column.addWidget(widget)
        column.addWidget(self._empty, 1)
        column.addWidget(self.area, 1)
        self._settling.hide()
        self._empty.hide()

    def _button(self, name: str, slot: Any) -> QPushButton:
        button = QPushButton(name, self)
        button.setAccessibleName(name.lstrip("+ "))
        button.clicked.connect(slot)
        return button

    # ---- what is shown ----

    @property
    def rows(self) -> list[Row]:
        """Every row, in its order."""
        return [row for panel in self._panels for row in panel.rows]

    def refresh(self) -> None:
        """Ask anew what this morning holds; the page stays as it is until the answer is there."""
        self._desk.study(morning.page, self._desk.today).then(self._show).otherwise(self._failed)
        self.offers.refresh()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StorageTrouble):
            self.trouble.explain(error)

    def _show(self, answer: Morning) -> None:
        if answer.settling and self.isVisible():
            self._again.start()
        if answer == self.shown:
            return
        focus = QApplication.focusWidget()
        had = next(
            (at for at, row in enumerate(self.rows) if focus is not None and row.isAncestorOf(focus)), None
        )
        self.shown = answer
        self.trouble.clear()
        speech = self._desk.speech
        self._title.setText(words.title(answer, speech))
        self._sum.setText(words.summary(answer))
        self.offers.show_closed(answer.closed)
        self._settling.setVisible(answer.settling)
        programme = self._desk.ask(programmes.on, self._desk.today)
        place = self.area.verticalScrollBar().value()
        for panel in self._panels:
            self._column.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self._panels = []
        for at, part in enumerate(answer.parts):
            panel = SectionPanel(part, programme, speech, self._menu, self._inside)
            panel.done.connect(self._do)
            panel.opened.connect(self._open)
            self._panels.append(panel)
            for row in panel.rows:
                for button in (row.name, row.act, row.later):
                    button.installEventFilter(self)
            self._column.insertWidget(at, panel)
            # The layout would show it some turns later; until then the frame takes the caret from what seems hidden.
            panel.show()
        self._fit()
        self._empty.setVisible(not answer.parts)
        self.area.setVisible(bool(answer.parts))
        self.area.verticalScrollBar().setValue(place)
        rows = self.rows
        if had is not None and rows:
            # What was done has left: the caret is on what has come up in its place.
            rows[min(had, len(rows) - 1)].act.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._came and self.isVisible():
            self.take_caret()
        elif self._take and self.isVisible() and rows:
            self._take = False
            if not self.isAncestorOf(QApplication.focusWidget() or self._shell):
                rows[0].act.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_caret(self) -> None:
        """The morning comes to the front: the caret to its first line as soon as that is there, wherever above the lines Qt
        has put it."""
        self._came = not self.rows
        if self.rows and not self._inside.isAncestorOf(QApplication.focusWidget() or self._shell):
            self.rows[0].act.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._stepped(event) and not press_focused_button(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from line to line; a button of Qt's own would go to its neighbour instead."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._stepped(event):
            return True
        return super().eventFilter(watched, event)

    def _stepped(self, event: QKeyEvent) -> bool:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not by or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step(self.rows, QApplication.focusWidget(), by)
        now = QApplication.focusWidget()
        if now is not None and self._inside.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, look.px(60))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """With large text in a small window the buttons stand below the title, and the tiers give way to the names."""
        narrow = self.width() < look.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._head.setDirection(way)
        for row in self.rows:
            row.set_narrow(narrow)

    # ---- what is done ----

    def _do(self, line: object) -> None:
        assert isinstance(line, Line)
        by = self._desk.serving
        if line.act == "kept":
            self._desk.send(promises.settle, line.row, by=by).then(self._kept)
        elif line.act in ("answer", "ask", "decide"):
            self._sheet_of_matters().open_matter(line.row)
        elif line.act == "told":
            self._desk.send(wanted.change, line.row, "told", by=by).then(self._told)
        elif line.act == "passed":
            self._desk.send(praises.pass_on, (line.row,), by=by).then(self._passed_on)
        elif line.act == "thanked":
            self._desk.send(referrals.thank, line.row, by=by).then(self._was_thanked)
        elif line.act == "note":
            self.note_asked.emit(line.member_id, line.occasion, line.letter)
        elif line.act == "tried":
            self._desk.send(winback.do, line.row, by=by).then(self._was_tried)
        elif line.act == "called":
            self._desk.send(morning.called, line.member_id, line.about, words=line.text, by=by).then(
                self._called
            )
        elif line.act == "done":
            self._leave(line)
        else:
            self._open(line)

    def _open(self, line: object) -> None:
        assert isinstance(line, Line)
        if line.member_id is not None:
            self.member_asked.emit(line.member_id)

    def _sheet_of_matters(self) -> MatterSheet:
        if self._sheet is None:
            self._sheet = MatterSheet(self._desk, self._shell)
            self._sheet.done.connect(self._sheet_done)
        return self._sheet

    @property
    def leaving(self) -> LeavingSheet:
        """The sheet of leaving and coming back, made when it is first asked for."""
        if self._leaving is None:
            self._leaving = LeavingSheet(self._desk, self._shell)
            self._leaving.done.connect(self._sheet_done)
        return self._leaving

    @property
    def promise_sheet(self) -> PromiseSheet:
        """The sheet on which a promise is made."""
        if self._promise is None:
            self._promise = PromiseSheet(self._desk, self._shell)
            self._promise.done.connect(self._sheet_done)
        return self._promise

    @property
    def day_sheet(self) -> DaySheet:
        """The sheet on which another day is typed."""
        if self._day is None:
            self._day = DaySheet(self._desk, self._shell)
            self._day.chosen.connect(self._day_chosen)
        return self._day

    def _new_promise(self) -> None:
        self.promise_sheet.begin()

    def _new_complaint(self) -> None:
        self._new("complaint")

    def _new_request(self) -> None:
        self._new("request")

    def _new(self, kind: MatterKind) -> None:
        self._sheet_of_matters().begin(kind, None, "")

    def _menu(self, row: Row) -> QMenu:
        """Other days for a line, whoever else serves, and what its kind has besides."""
        menu = LineMenu(row.line, self._desk.today, self._desk.ask(people.everyone), self)
        menu.put_off.connect(self._put_off)
        menu.day_asked.connect(self._ask_day)
        menu.given.connect(self._give)
        menu.left.connect(self._leave)
        menu.slip_asked.connect(self._print_slip)
        menu.leaving_asked.connect(self._ask_leaving)
        return menu

    def _ask_day(self, line: object) -> None:
        assert isinstance(line, Line)
        self.day_sheet.begin(line)

    def _sheet_done(self, toast: object) -> None:
        """What was kept on a sheet changes the page; the caret comes back to it, not to wherever it fell."""
        assert isinstance(toast, Toast)
        self._take = True
        self._shell.show_toast(toast)

    def _day_chosen(self, line: object, day: object) -> None:
        self._take = True
        self._put_off(line, day)

    def _ask_leaving(self, line: object, what: str) -> None:
        assert isinstance(line, Line) and line.member_id is not None
        self.leaving.begin(line.member_id, cast(What, what))

    def _put_off(self, line: object, day: object) -> None:
        assert isinstance(line, Line) and isinstance(day, date)
        desk, by = self._desk, self._desk.serving
        if line.section == "promises":
            desk.send(promises.put_off, line.row, day, by=by).then(self._promised).otherwise(self._refuse)
        elif line.section == "tries":
            desk.send(winback.move, line.row, day, by=by).then(self._moved).otherwise(self._refuse)
        else:
            desk.send(morning.put_off, line.member_id, line.about, day, by=by).then(self._waits)

    def _give(self, line: object, person: int) -> None:
        assert isinstance(line, Line)
        desk, by = self._desk, self._desk.serving
        if line.section == "promises":
            desk.send(promises.hand_over, line.row, person, by=by).then(self._promised)
        else:
            desk.send(morning.give, line.member_id, line.about, person, by=by).then(self._given)

    def _leave(self, line: object) -> None:
        assert isinstance(line, Line)
        sent = self._desk.send(morning.put_off, line.member_id, line.about, None, by=self._desk.serving)
        sent.then(self._remembered)

    # ---- what is told ----

    def _say(self, sentence: str, name: str, number: str, detail: str = "") -> None:
        whose = members.called(name, number) if name or number else self.tr("somebody not known")
        self._shell.show_toast(Toast(sentence.format(name=whose), detail, undo=True))

    def _kept(self, promised: Promised) -> None:
        self._say(self.tr("Promise to {name} kept"), promised.name, promised.number, promised.promise.text)

    def _promised(self, promised: Promised) -> None:
        due = self._desk.speech.near(promised.promise.due_on, self._desk.today)
        parts = [promised.promise.text, due, promised.promise.by]
        self._say(
            self.tr("Promise to {name} changed"),
            promised.name,
            promised.number,
            " · ".join(part for part in parts if part),
        )

    def _told(self, changed: Wanted) -> None:
        self._say(self.tr("{name} was told"), changed.name, changed.number, changed.what)

    def _passed_on(self, told: PassedOn) -> None:
        for one in told.praises:
            said = self.tr("{person} has heard of it").format(person=one.person)
            self._shell.show_toast(Toast(said, one.text, undo=True))

    def _was_thanked(self, kept: ReferralKept) -> None:
        sentence = self.tr("{name} was thanked").format(name=kept.referral.sender)
        self._shell.show_toast(Toast(sentence, kept.referral.name, undo=True))

    def _was_tried(self, tried: Tried) -> None:
        self._say(self.tr("Tried to see {name} again"), tried.name, tried.number)

    def _moved(self, tried: Tried) -> None:
        when = self._desk.speech.near(tried.due_on, self._desk.today)
        self._say(self.tr("{name} is to be tried"), tried.name, tried.number, when)

    def _given(self, aside: SetAside) -> None:
        sentence = self.tr("{person} sees to it").format(person=aside.given_to)
        whose = members.called(aside.name, aside.number) if aside.member_id is not None else ""
        self._shell.show_toast(Toast(sentence, whose, undo=True))

    def _called(self, aside: SetAside) -> None:
        self._say(self.tr("{name} was called"), aside.name, aside.number)

    def _remembered(self, aside: SetAside) -> None:
        self._say(self.tr("Done for {name}"), aside.name, aside.number)

    def _waits(self, aside: SetAside) -> None:
        until = aside.until or self._desk.today
        when = self._desk.speech.near(until, self._desk.today)
        self._say(self.tr("Put off for {name}"), aside.name, aside.number, when)

    # ---- on paper ----

    def print_sheet(self) -> None:
        """The morning to a printer."""
        if self.shown is not None and self.shown.parts:
            self.paper.print_morning(self.shown)

    def save_sheet(self) -> None:
        """The morning as a PDF."""
        if self.shown is not None and self.shown.parts:
            self.paper.save_morning(self.shown)

    def _print_slip(self, line: object) -> None:
        assert isinstance(line, Line)
        self.paper.print_slip(line)

    def _refuse(self, error: object) -> None:
        self.trouble.say(str(error))
