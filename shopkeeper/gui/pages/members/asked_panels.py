"""Two things a member may ask: that their data is kept and not used, and an answer within a month."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import privacy_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.typed_days import read_day
from shopkeeper.service import holding, requests
from shopkeeper.service.holding import HoldSet
from shopkeeper.service.requests import KINDS, Asked, Kind, Request


def _button(text: str, parent: QWidget) -> QPushButton:
    made = QPushButton(text, parent)
    made.setAutoDefault(True)
    return made


def _row(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


class HoldPanel(Panel):
    """Sets and lifts the hold. Says `done(toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._member = 0
        tr = self.tr
        self.set_title(tr("Keep it, but do not use it"))
        self.add(
            Sentence(
                tr("While something is disputed: no letters, invitations, calls or questions, and left out of lists, with the reason. Purchases and points go on counting."),
                "body", "2", self,
            )
        )  # fmt: skip
        self.state = Sentence("", "body", "attention", self)
        self.words = Field(tr("What is disputed"), self)
        self.words.entered.connect(self._hold)
        self.set_hold = _button(tr("Put on hold"), self)
        self.set_hold.clicked.connect(self._hold)
        self.lift = _button(tr("Lift the hold"), self)
        self.lift.clicked.connect(self._lift)
        self.trouble = ErrorLine(self)
        for part in (self.state, self.words):
            self.add(part)
        self.add(_row(self.set_hold, self.lift))
        self.add(self.trouble)

    def show_member(self, member_id: int) -> None:
        """What holds for this member now."""
        if member_id != self._member:
            self.words.clear()
        self._member = member_id
        self.words.say("")
        self.trouble.clear()
        hold = self._desk.ask(holding.of, member_id)
        focused = self.set_hold.hasFocus() or self.lift.hasFocus() or self.words.edit.hasFocus()
        self.state.setVisible(hold is not None)
        self.lift.setVisible(hold is not None)
        self.words.setVisible(hold is None)
        self.set_hold.setVisible(hold is None)
        if hold is not None:
            self.words.clear()
            self.state.setText("\n".join(words.hold_lines(hold, self._desk.today, self._desk.speech)))
        if focused:
            (self.lift if hold is not None else self.words).setFocus(Qt.FocusReason.OtherFocusReason)

    def _hold(self) -> None:
        sent = self._desk.send(holding.hold, self._member, self.words.text, by=self._desk.serving)
        sent.then(self._held).otherwise(self._refused)

    def _lift(self) -> None:
        sent = self._desk.send(holding.lift, self._member, by=self._desk.serving)
        sent.then(self._held).otherwise(self._refused)

    def _held(self, answer: HoldSet) -> None:
        self.show_member(self._member)
        if answer.hold is None:
            self.done.emit(Toast(self.tr("The hold is lifted"), "", undo=True))
        else:
            self.done.emit(Toast(self.tr("On hold: kept, not used"), answer.hold.text, undo=True))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined) and error.code == "hold_missing":
            self.words.say(error.because)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)


class RequestPanel(Panel):
    """What the member asked about their data, and by when it is answered. Says `done(toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._member = 0
        tr = self.tr
        self.set_title(tr("What they asked, to be answered within a month"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.px(6))
        self._rows: list[QWidget] = []
        self.answers: dict[int, QPushButton] = {}
        self.add(self._lines)
        self.outcome = Field(tr("What was done"), self)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(tr("What is asked"))
        self.kind.setMinimumHeight(look.target_height())
        for kind in KINDS:
            self.kind.addItem(requests.kind_name(kind), kind)
        self.words = Field(tr("In their words"), self, remark=tr("(optional)"))
        self.day = Field(tr("Asked on"), self, hint=tr("today"))
        self.ask = _button(tr("Write it down"), self)
        self.ask.clicked.connect(self._ask)
        self.trouble = ErrorLine(self)
        self.add(self.outcome)
        self.add(Sentence(tr("What is asked"), "label", "2", self))
        for part in (self.kind, self.words, self.day):
            self.add(part)
        self.add(_row(self.ask))
        self.add(self.trouble)

    def show_member(self, member_id: int) -> None:
        """What this member asked, the open first."""
        if member_id != self._member:
            for field in (self.outcome, self.words, self.day):
                field.clear()
        self._member = member_id
        for field in (self.outcome, self.words, self.day):
            field.say("")
        self.trouble.clear()
        for row in self._rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.answers = [], {}
        for one in self._desk.ask(requests.of, member_id):
            self._rows.append(self._line(one))
            self._lines.addWidget(self._rows[-1])
        self.outcome.setVisible(bool(self.answers))

    def _line(self, one: Request) -> QWidget:
        today = self._desk.today
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        said = words.request_words(one, today, self._desk.speech)
        row.addWidget(Sentence(said, "body", words.request_tone(one, today), holder), 1)
        if one.done_on is None:
            button = _button(self.tr("Answered"), holder)
            look.mark(button, kind="small")
            button.setAccessibleName(f"{button.text()}: {said}")
            button.clicked.connect(partial(self._answer, one.id))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.answers[one.id] = button
        return holder

    def _ask(self) -> None:
        desk = self._desk
        kind: Kind = self.kind.currentData()
        try:
            typed = self.day.text.strip()
            day = (
                read_day(typed, order=desk.speech.day_order, today=desk.today, about="asked_on")
                if typed
                else None
            )
        except Declined as error:
            self._refused(error)
            return
        sent = desk.send(requests.ask, self._member, kind, self.words.text, asked_on=day, by=desk.serving)
        sent.then(self._asked).otherwise(self._refused)

    def _answer(self, request_id: int) -> None:
        sent = self._desk.send(requests.answer, request_id, self.outcome.text, by=self._desk.serving)
        sent.then(self._asked).otherwise(self._refused)

    def _asked(self, answer: Asked) -> None:
        for field in (self.outcome, self.words, self.day):
            field.clear()
        self.show_member(self._member)
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)
        said = words.request_words(answer.request, self._desk.today, self._desk.speech)
        self.done.emit(Toast(said, "", undo=True))

    def _refused(self, error: Exception) -> None:
        fields = {"asked_on": self.day, "request": self.words, "outcome": self.outcome}
        if isinstance(error, Declined) and error.about in fields and fields[error.about].isVisible():
            fields[error.about].say(error.because)
            fields[error.about].setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
