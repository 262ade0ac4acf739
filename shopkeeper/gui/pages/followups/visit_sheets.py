"""The sheets of visits: a new form of a few statements, and a visit typed in, one key a statement."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.keychoice import KeyChoice, walk
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.several_lines import SeveralLines
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.typed_days import read_day
from shopkeeper.rules.visit_marks import MOST
from shopkeeper.service import visit_forms
from shopkeeper.service.visit_forms import FormKept, Reported, VisitForm


class FormSheet(SlideOver):
    """A new form; says `done(Toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host)
        self._desk = desk
        tr = self.tr
        self.set_title(tr("New visit form"))
        self.name = Field(tr("Name of the form"), self.sheet, hint=tr("A visit to the shop"))
        self.label = Sentence(tr("Statements, one a line"), "label", "2", self.sheet)
        self.statements = SeveralLines(self.sheet)
        self.statements.setAccessibleName(tr("Statements, one a line"))
        self.statements.setPlaceholderText(
            tr("I was greeted at once\nSomebody knew what I usually take\nI was thanked when I left")
        )
        self.remark = Sentence(
            tr("Each is marked from 1 (not at all) to 5 (wholly). Three to six statements are answered; ten are put away."),
            "small", "2", self.sheet,
        )  # fmt: skip
        self.trouble = ErrorLine(self.sheet)
        self.statements.textChanged.connect(self.trouble.clear)
        self.statements.refused.connect(self.trouble.say)
        self.save = KeyButton(tr("Make the form"), "Ctrl+Return", self.sheet)
        self.save.clicked.connect(self._save)
        self.name.entered.connect(self.statements.setFocus)
        self.last = self.save
        self.body.setSpacing(look.px(10))
        for part in (self.name, self.label, self.statements, self.remark):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)

    def begin(self) -> None:
        """Opens; what was typed before and not kept is still there."""
        self.trouble.clear()
        self.open(self.name.edit)

    def _save(self) -> None:
        self.trouble.clear()
        self.name.say("")
        lines = self.statements.toPlainText().split("\n")
        sent = self._desk.send(visit_forms.make, self.name.text, lines, by=self._desk.serving)
        sent.then(self._made).otherwise(self._refused)

    def _made(self, kept: FormKept) -> None:
        self.name.clear()
        self.statements.clear()
        self.put_away()
        self.done.emit(Toast(self.tr("Form made"), kept.form.name, undo=True))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined) and error.about == "name":
            self.name.say(error.because)
            self.name.setFocus()
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:  # fmt: skip
            self._save()
            event.accept()
        else:
            super().keyPressEvent(event)


class VisitSheet(SlideOver):
    """A visit typed in: a key from 1 to 5 for each statement, words if there are some; says `done(Toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=560)
        self._desk = desk
        self._form: VisitForm | None = None
        self._busy = False
        self.rows: list[KeyChoice] = []
        tr = self.tr
        self.how = Sentence(tr("1 to 5 marks a statement and goes on, 0 leaves it out; then Enter."), "body", "2", self.sheet)  # fmt: skip
        self._inside = QWidget(self.sheet)
        look.mark(self._inside, panel="inside")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, look.px(6), 0)
        self._column.setSpacing(look.px(8))
        self.words = Field(tr("What else was said"), self._inside, remark=tr("(optional)"))
        self.day = Field(tr("Day"), self._inside, longest=60)
        self.visitor = Field(tr("Visitor"), self._inside, remark=tr("(optional)"), longest=100)
        for field in (self.words, self.day, self.visitor):
            self._column.addWidget(field)
        self._column.addStretch(1)
        area = QScrollArea(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(tr("The visit"))
        area.setWidget(self._inside)
        self.area = area
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.how)
        self.body.addWidget(area, 1)
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton(tr("Keep the visit"), "Enter", self.sheet)
        self.save.clicked.connect(self._save)
        self.last = self.save
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)

    def begin(self, form: VisitForm) -> None:
        """Opens for a visit by this form; what was typed of the same form and not kept is still there."""
        if self._form != form:
            self._form = form
            self._lay_out()
        self.set_title(form.name)
        self.trouble.clear()
        self.open(self.rows[0].buttons[0])
        self.rows[0].take_caret()

    def _lay_out(self) -> None:
        assert self._form is not None
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, statement in enumerate(self._form.statements):
            row = KeyChoice(
                statement, [str(mark) for mark in range(1, MOST + 1)], self._inside, numbered=False
            )
            row.answered.connect(self._go_on)
            row.went.connect(self._go)
            self.rows.append(row)
            self._column.insertWidget(place, row)
        self._empty()

    def _empty(self) -> None:
        for row in self.rows:
            row.choose(None)
        self.words.clear()
        self.visitor.clear()
        self.day.set_text(self._desk.speech.day(self._desk.today))

    def _go_on(self) -> None:
        self._walk(1)

    def _go(self, step: int) -> None:
        self._walk(step)

    def _walk(self, step: int) -> None:
        row = self.sender()
        assert isinstance(row, KeyChoice)
        if not walk(self.rows, row, step) and step > 0:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(self.words)
            return
        self.area.ensureWidgetVisible(self.rows[max(0, min(len(self.rows) - 1, self.rows.index(row) + step))])

    def _save(self) -> None:
        if self._form is None or self._busy:
            return
        self.trouble.clear()
        self.day.say("")
        try:
            day = read_day(self.day.text, order=self._desk.speech.day_order, today=self._desk.today)
        except Declined as declined:
            self.day.say(declined.because)
            self.day.setFocus()
            return
        self._busy = True
        sent = self._desk.send(
            visit_forms.report, self._form.id, [row.chosen for row in self.rows], visited_on=day,
            visitor=self.visitor.text, words=self.words.text, by=self._desk.serving,
        )  # fmt: skip
        sent.then(self._kept).otherwise(self._refused)

    def _kept(self, reported: Reported) -> None:
        self._busy = False
        self._empty()
        self.put_away()
        day = self._desk.speech.day(reported.report.visited_on)
        self.done.emit(Toast(self.tr("Visit of {day} kept").format(day=day), reported.form.name, undo=True))

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Declined) and error.about == "day":
            self.day.say(error.because)
            self.day.setFocus()
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter keeps the visit wherever the caret is (a line lets it through); a mark is chosen by its number.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
            event.accept()
        else:
            super().keyPressEvent(event)
