"""The morning on the screen: every line with its one act, put off or handed over, printed on a sheet."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui.asking import AskForPaper
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.matter_sheet import MatterSheet
from shopkeeper.gui.pages.followups import words
from shopkeeper.gui.pages.followups.offers import Offers
from shopkeeper.gui.pages.followups.rows import Row, SectionPanel, step
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.morning import MorningSheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import A4, A6
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.printing import print_notes, printer
from shopkeeper.service import morning, people, praises, programmes, promises, wanted
from shopkeeper.service.matters import MatterKind
from shopkeeper.service.morning import Line, Morning, SetAside
from shopkeeper.service.praises import PassedOn
from shopkeeper.service.promises import Promised
from shopkeeper.service.standings import Progress
from shopkeeper.service.wanted import Wanted

AGAIN_MS = 1000
"""While rhythms are still being worked out, the page is asked for anew so often."""
NARROW = 760
"""Pixels at text size 100 %."""


class MorningView(QWidget):
    """Says `member_asked(id)` to open somebody at the counter, `note_asked(id, occasion)` for a letter."""

    member_asked = Signal(object)
    note_asked = Signal(object, str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.asker = AskForPaper()
        self.shown: Morning | None = None
        self._take = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._sheet: MatterSheet | None = None
        self._title = Sentence("", "heading", "", self, wrap=False)
        self._sum = Sentence("", "body", "2", self, wrap=False)
        self.print_button = self._button(self.tr("Print…"), self.print_sheet)
        self.pdf_button = self._button(self.tr("Save as PDF…"), self.save_sheet)
        self.complaint = self._button(self.tr("+ Complaint"), self._new_complaint)
        self.request = self._button(self.tr("+ Request"), self._new_request)
        said = FlowBox(self, gap=10)
        said.flow.addWidget(self._title)
        said.flow.addWidget(self._sum)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(8))
        for button in (self.complaint, self.request, self.print_button, self.pdf_button):
            buttons.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(look.px(8))
        self._head.setContentsMargins(0, 0, look.px(8), 0)
        self._head.addWidget(said, 1)
        self._head.addLayout(buttons)
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
                " A promise is made at the counter, in one line: Ctrl J."
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
        self.offers.refresh()
        self._desk.study(morning.page, self._desk.today).then(self._show).otherwise(self._failed)

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
        self._fit()
        self._empty.setVisible(not answer.parts)
        self.area.setVisible(bool(answer.parts))
        self.area.verticalScrollBar().setValue(place)
        rows = self.rows
        if had is not None and rows:
            # What was done has left: the caret is on what has come up in its place.
            rows[min(had, len(rows) - 1)].act.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._take and self.isVisible():
            self.take_caret()

    def take_caret(self) -> None:
        """The caret to the first line, as soon as it is there."""
        self._take = not self.rows
        if self.rows and not self.isAncestorOf(QApplication.focusWidget() or self._shell):
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
        elif line.act == "note":
            self.note_asked.emit(line.member_id, line.occasion)
        elif line.act == "called":
            self._desk.send(morning.called, line.member_id, line.about, words=line.text, by=by).then(
                self._called
            )
        elif line.act == "done":
            self._desk.send(morning.put_off, line.member_id, line.about, None, by=by).then(self._remembered)
        else:
            self._open(line)

    def _open(self, line: object) -> None:
        assert isinstance(line, Line)
        if line.member_id is not None:
            self.member_asked.emit(line.member_id)

    def _sheet_of_matters(self) -> MatterSheet:
        if self._sheet is None:
            self._sheet = MatterSheet(self._desk, self._shell)
            self._sheet.done.connect(self._shell.show_toast)
        return self._sheet

    def _new_complaint(self) -> None:
        self._new("complaint")

    def _new_request(self) -> None:
        self._new("request")

    def _new(self, kind: MatterKind) -> None:
        self._sheet_of_matters().begin(kind, None, "")

    def _menu(self, row: Row) -> QMenu | None:
        """Other days for a line, and for a promise whoever else serves."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        today = self._desk.today
        for name, day in (
            (self.tr("Tomorrow"), today + timedelta(days=1)),
            (self.tr("In three days"), today + timedelta(days=3)),
            (self.tr("In a week"), today + timedelta(days=7)),
        ):
            action = menu.addAction(name)
            action.setData((row.line, day))
            action.triggered.connect(self._put_off)
        if row.line.act == "kept":
            menu.addSeparator()
            for person in self._desk.ask(people.everyone):
                action = menu.addAction(
                    self.tr("Give it to {name}").format(name=person.name.replace("&", "&&"))
                )
                action.setData((row.line, person.id))
                action.triggered.connect(self._hand_over)
            menu.addSeparator()
            slip = menu.addAction(self.tr("Print a slip…"))
            slip.setData((row.line, None))
            slip.triggered.connect(self._print_slip)
        return menu

    def _put_off(self) -> None:
        line, day = self._chosen()
        if line.act == "kept":
            self._desk.send(promises.put_off, line.row, day, by=self._desk.serving).then(self._promised)
        else:
            sent = self._desk.send(morning.put_off, line.member_id, line.about, day, by=self._desk.serving)
            sent.then(self._waits)

    def _hand_over(self) -> None:
        line, person = self._chosen()
        self._desk.send(promises.hand_over, line.row, person, by=self._desk.serving).then(self._promised)

    def _chosen(self) -> tuple[Line, Any]:
        action = self.sender()
        assert action is not None
        chosen: tuple[Line, Any] = action.data()  # type: ignore[attr-defined]
        return chosen

    # ---- what is told ----

    def _say(self, sentence: str, name: str, number: str, detail: str = "") -> None:
        self._shell.show_toast(Toast(sentence.format(name=members.called(name, number)), detail, undo=True))

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

    def _called(self, aside: SetAside) -> None:
        self._say(self.tr("{name} was called"), aside.name, aside.number)

    def _remembered(self, aside: SetAside) -> None:
        self._say(self.tr("Done for {name}"), aside.name, aside.number)

    def _waits(self, aside: SetAside) -> None:
        until = aside.until or self._desk.today
        when = self._desk.speech.near(until, self._desk.today)
        self._say(self.tr("Put off for {name}"), aside.name, aside.number, when)

    # ---- on paper ----

    def _on_paper(self) -> MorningSheet | None:
        if self.shown is None or not self.shown.parts:
            return None
        return words.on_paper(self.shown, self._desk.shop, self._desk.speech)

    def print_sheet(self) -> None:
        """The morning to a printer."""
        sheet = self._on_paper()
        if sheet is None:
            return
        try:
            ready = printer(A4)
        except Declined as error:
            self._refuse(error)
            return
        if self.asker.printer(self, ready, self.tr("Print the morning")):
            sent = self._desk.study_long(print_morning, sheet, ready)
            sent.then(self._came_out).otherwise(self._refuse)

    def save_sheet(self) -> None:
        """The morning as a PDF."""
        sheet = self._on_paper()
        if sheet is None:
            return
        name = self.tr("Morning {day}").format(day=self._desk.today.isoformat()) + ".pdf"
        path = self.asker.pdf(self, self.tr("Save as PDF"), name)
        if path is not None:
            sent = self._desk.study_long(save_morning, sheet, path, self._desk.shop.name)
            sent.then(self._saved).otherwise(self._refuse)

    def _print_slip(self) -> None:
        """A promise on a slip of paper, to be laid on what is kept aside."""
        line, _ = self._chosen()
        assert line.member_id is not None
        given = self._desk.ask(promises.open_for, line.member_id, self._desk.today)
        promise = next((one for one in given if one.id == line.row), None)
        if promise is None:
            return
        slip = words.slip(line, promise, self._desk.shop, self._desk.speech)
        try:
            ready = printer(A6)
        except Declined as error:
            self._refuse(error)
            return
        if self.asker.printer(self, ready, self.tr("Print a slip")):
            sent = self._desk.study_long(print_morning, slip, ready)
            sent.then(self._slip_came_out).otherwise(self._refuse)

    def _slip_came_out(self, pages: int) -> None:
        self._shell.show_toast(Toast(self.tr("The slip was sent to the printer")))

    def _refuse(self, error: Exception) -> None:
        self.trouble.say(str(error))

    def _came_out(self, pages: int) -> None:
        self._shell.show_toast(Toast(self.tr("The morning was sent to the printer")))

    def _saved(self, path: Path) -> None:
        self._shell.show_toast(Toast(self.tr("The morning is saved"), path.name))


def print_morning(_book: Any, sheet: MorningSheet | Note, to: QPrinter, *, progress: Progress) -> int:
    """Send the sheet, or a slip, to a printer; answers its pages."""
    title = sheet.title if isinstance(sheet, MorningSheet) else sheet.salutation
    return print_notes(to, (sheet,), title=title).pages


def save_morning(_book: Any, sheet: MorningSheet, path: Path, author: str, *, progress: Progress) -> Path:
    """Write the sheet as a PDF."""
    write_pdf(path, (sheet,), title=sheet.title, author=author)
    return path
