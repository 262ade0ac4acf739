"""A complaint or a request from the first word to its end: answered, put right, asked about, filed, closed."""

from datetime import timedelta
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui import memory_words as memory
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.complaints import SUBJECTS
from shopkeeper.say import text
from shopkeeper.service import allowances, heard, matters
from shopkeeper.service.matters import TOUCHES, Handled, Matter, MatterKind, Step

What = Literal["new", "answer", "remedy", "right", "wrong", "close", "file", "others", "allow", "refuse"]
DAYS_BEFORE = 3
"""The same thing on the same days: from so many days before until the day it is about."""


class MatterSheet(SlideOver):
    """Says `done(Toast)` when something was kept."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Complaint"), host, width=580)
        self._desk = desk
        self._matter: Matter | None = None
        self._kind: MatterKind = "complaint"
        self._member: int | None = None
        self._what: What = "new"
        self._about = Sentence("", "strong", "", self.sheet)
        self._who = Sentence("", "body", "2", self.sheet)
        self._story = QVBoxLayout()
        self._story.setSpacing(look.px(6))
        self._told: list[QWidget] = []
        self.acts = self._buttons()
        self.text = Field(self.tr("What was said"), self.sheet, longest=400)
        self.amount = AmountField(
            self.tr("What it is worth"), self._read_amount, desk.shop.money.sign, self.sheet,
            sign_after=desk.speech.sign_after, kind="total",
        )  # fmt: skip
        self.amount.setMaximumWidth(look.px(190))
        self._worth = Sentence("", "small", "2", self.sheet)
        self.touch = self._choice(
            self.tr("How it came"), [(one, text(memory.TOUCHES[one])) for one in TOUCHES]
        )
        self.subject = self._choice(
            self.tr("Subject"),
            [("", self.tr("No subject"))] + [(one, memory.subject_name(one)) for one in SUBJECTS],
        )
        self.need = Field(self.tr("The need it speaks of"), self.sheet, remark=self.tr("(optional)"))
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton("", "Enter", self.sheet)
        self.last = self.save
        self._arrange()
        self.save.clicked.connect(self._save)
        self.text.entered.connect(self._save)
        self.need.entered.connect(self._save)
        self.amount.entered.connect(self._save_amount)

    def _buttons(self) -> dict[What, QPushButton]:
        names: dict[What, str] = {
            "answer": self.tr("Answered"), "remedy": self.tr("Put right"), "allow": self.tr("Allow it"),
            "refuse": self.tr("Do not allow it"), "right": self.tr("It is right now"), "wrong": self.tr("It is not right yet"),
            "close": self.tr("Close"), "file": self.tr("File"), "others": self.tr("Who else bought it"),
        }  # fmt: skip
        group = QButtonGroup(self)
        made: dict[What, QPushButton] = {}
        for what, name in names.items():
            button = QPushButton(name, self.sheet)
            button.setCheckable(True)
            button.setProperty("what", what)
            button.setAccessibleName(name)
            look.mark(button, kind="small")
            button.clicked.connect(self._chosen)
            group.addButton(button)
            made[what] = button
        return made

    def _choice(self, name: str, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self.sheet)
        box.setAccessibleName(name)
        box.setMinimumHeight(look.target_height())
        for value, shown in choices:
            box.addItem(shown, value)
        return box

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(4), 0)
        column.setSpacing(look.px(8))
        column.addWidget(self._about)
        column.addWidget(self._who)
        column.addLayout(self._story)
        column.addStretch(1)
        area = QScrollArea(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.body.setSpacing(look.px(10))
        self.body.addWidget(area, 1)
        self.body.addWidget(line(self.sheet))
        rows = QVBoxLayout()
        rows.setSpacing(look.px(6))
        for part in (("answer", "remedy", "allow", "refuse", "close"), ("right", "wrong", "file", "others")):
            row = QHBoxLayout()
            row.setSpacing(look.px(6))
            for what in part:
                row.addWidget(self.acts[what])
            row.addStretch(1)
            rows.addLayout(row)
        self.body.addLayout(rows)
        for widget in (
            self.text,
            self.amount,
            self._worth,
            self.touch,
            self.subject,
            self.need,
            self.trouble,
        ):
            self.body.addWidget(widget)
        self.foot.addWidget(self.save)

    # ---- what is open ----

    def begin(self, kind: MatterKind, member_id: int | None, name: str) -> None:
        """A new complaint or request of a member, or of nobody known."""
        self._matter, self._kind, self._member = None, kind, member_id
        self.set_title(self.tr("Complaint") if kind == "complaint" else self.tr("Request"))
        self._about.setText(name or self.tr("Somebody who is not a member"))
        self._who.setText(
            self.tr("In their own words. What it is about is told from them and can be changed after.")
        )
        self._tell(())
        self.text.clear()
        self.touch.setCurrentIndex(0)
        self._choose("new")
        self.open(self.text.edit)

    def open_matter(self, matter_id: int) -> None:
        """One that was heard before."""
        self._show(matter_id)
        assert self._matter is not None
        first = next(what for what in self._offered() if self.acts[what].isVisibleTo(self.sheet))
        self._choose(first)
        self.open(self.text.edit if self.text.isVisibleTo(self.sheet) else self.acts[first])

    def _show(self, matter_id: int) -> None:
        matter, steps = self._desk.ask(matters.one, matter_id)
        self._matter, self._kind, self._member = matter, matter.kind, matter.member_id
        speech, today = self._desk.speech, self._desk.today
        self.set_title(self.tr("Complaint") if matter.kind == "complaint" else self.tr("Request"))
        self._about.setText(matter.text)
        parts = [
            matter.name or self.tr("Somebody who is not a member"), text(memory.TOUCHES[matter.touch]).lower(),
            words.near_day(matter.heard_on, today, speech), memory.subject_name(matter.subject), matter.by,
            memory.first_answer(matter.answered_after_minutes),
        ]  # fmt: skip
        self._who.setText(" · ".join(part for part in parts if part))
        self._tell(steps)
        self.subject.setCurrentIndex(max(0, self.subject.findData(matter.subject)))
        if self.subject.currentData() != matter.subject:
            self.subject.addItem(matter.subject, matter.subject)
            self.subject.setCurrentIndex(self.subject.count() - 1)
        self.need.set_text(matter.need)
        offered = self._offered()
        for what, button in self.acts.items():
            button.setVisible(what in offered)

    def _offered(self) -> tuple[What, ...]:
        matter = self._matter
        if matter is None:
            return ()
        if matter.state == "closed":
            return ("file", "others")
        found: list[What] = []
        if matter.asks_owner and self._desk.ask(allowances.is_owner, self._desk.serving):
            found += ["allow", "refuse"]
        if matter.state == "settled" and matter.kind == "complaint" and matter.right_now is None:
            found += ["right", "wrong"]
        if matter.right_now or matter.kind == "request" or matter.member_id is None:
            found.append("close")
        found += ["remedy", "answer"] if matter.answered_after_minutes is not None else ["answer", "remedy"]
        return (*found, "file", "others")

    def _tell(self, steps: tuple[Step, ...]) -> None:
        for widget in self._told:
            self._story.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._told = []
        for step in steps:
            self._say(self._step_words(step))

    def _say(self, sentence: str, tone: str = "") -> None:
        told = Sentence(sentence, "body", tone, self.sheet)
        self._told.append(told)
        self._story.addWidget(told)

    def _step_words(self, step: Step) -> str:
        speech, today = self._desk.speech, self._desk.today
        names = {
            "answer": self.tr("Answered"), "remedy": self.tr("Put right"), "asked": self.tr("Asked: it is right now"),
            "opened again": self.tr("Asked: not right yet"), "closed": self.tr("Closed"),
        }  # fmt: skip
        parts = [names[step.kind]]
        if step.amount_minor:
            parts.append(speech.money(step.amount_minor))
        if step.allowed is None:
            parts.append(self.tr("waits for the owner"))
        elif not step.allowed:
            parts.append(self.tr("not allowed by the owner"))
        parts += [words.near_day(step.done_on, today, speech), step.by]
        head = " · ".join(part for part in parts if part)
        return f"{head}\n{step.text}" if step.text else head

    # ---- what is done about it ----

    def _chosen(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self._choose(button.property("what"))
        if self.text.isVisibleTo(self.sheet):
            self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, what: What) -> None:
        self._what = what
        self.trouble.clear()
        self.text.say("")
        if what in self.acts:
            self.acts[what].setChecked(True)
        for button in self.acts.values():
            if what == "new":
                button.hide()
        names: dict[What, tuple[str, str]] = {
            "new": (self.tr("What was said"), self.tr("Keep it")),
            "answer": (self.tr("What was answered"), self.tr("Note the answer")),
            "remedy": (self.tr("What puts it right"), self.tr("Put it right")),
            "right": (self.tr("What was said"), self.tr("It is right now")),
            "wrong": (self.tr("What is not right yet"), self.tr("It is not right yet")),
            "close": (self.tr("What came of it"), self.tr("Close it")),
            "file": ("", self.tr("File it")),
            "others": (self.tr("What was bought"), self.tr("Look who bought it")),
            "allow": ("", self.tr("Allow it")),
            "refuse": ("", self.tr("Do not allow it")),
        }
        label, act = names[what]
        self.text.setVisible(bool(label))
        self.text.set_name(label)
        self.text.clear()
        self.amount.setVisible(what == "remedy")
        self._worth.setVisible(what == "remedy")
        if what == "remedy":
            self._worth.setText(self._allowance_words())
        self.touch.setVisible(what == "new")
        self.subject.setVisible(what == "file")
        self.need.setVisible(what == "file")
        self.save.setText(act)
        self.save.setAccessibleName(act)

    def _allowance_words(self) -> str:
        allowed = self._desk.ask(allowances.allowance_minor, self._desk.serving)
        if allowed is None:
            return self.tr("What it is worth. The owner decides freely.")
        amount = self._desk.speech.money(allowed)
        return self.tr(
            "What it is worth. Up to {amount} without asking; beyond it the owner is asked."
        ).format(amount=amount)

    def _read_amount(self, typed: str) -> int:
        if not typed.strip():
            return 0
        money = self._desk.shop.money
        return read_amount(typed, currency=money, decimal_mark=self._desk.speech.decimal_mark)

    def _save_amount(self, _amount: object) -> None:
        self._save()

    def _save(self) -> None:
        desk, by = self._desk, self._desk.serving
        said, matter = self.text.text, self._matter
        if self._what == "new":
            sent = desk.send(
                matters.hear, self._kind, said, member_id=self._member, touch=self.touch.currentData(), by=by
            )
        elif matter is None:
            return
        elif self._what == "others":
            self._look_who(matter, said)
            return
        elif self._what == "remedy":
            try:
                worth = self._read_amount(self.amount.edit.text())
            except Declined as declined:
                self.amount.error.explain(declined)
                return
            sent = desk.send(matters.remedy, matter.id, said, worth, by=by)
        elif self._what == "answer":
            sent = desk.send(matters.answer, matter.id, said, by=by)
        elif self._what in ("right", "wrong"):
            sent = desk.send(matters.ask, matter.id, self._what == "right", said, by=by)
        elif self._what in ("allow", "refuse"):
            sent = desk.send(matters.allow, matter.id, self._what == "allow", by=by)
        elif self._what == "close":
            sent = desk.send(matters.close, matter.id, said, by=by)
        else:
            sent = desk.send(matters.file_under, matter.id, self.subject.currentData(), self.need.text, by=by)
        sent.then(self._kept).otherwise(self._refused)

    def _kept(self, handled: Handled) -> None:
        told = {
            "new": self.tr("Noted for {name}"), "answer": self.tr("Answered {name}"), "right": self.tr("It is right for {name}"),
            "wrong": self.tr("Open again for {name}"), "close": self.tr("Closed for {name}"), "file": self.tr("Filed"),
            "remedy": self.tr("Put right for {name}"), "allow": self.tr("Allowed for {name}"),
            "refuse": self.tr("Not allowed for {name}"),
        }[self._what]  # fmt: skip
        name = (
            words.called(handled.name, handled.number)
            if handled.member_id is not None
            else self.tr("somebody not known")
        )
        detail = self.tr("Beyond the allowance: it waits for the owner") if handled.asked_owner else ""
        self.done.emit(Toast(told.format(name=name), detail, undo=True))
        self.put_away()

    def _refused(self, error: Exception) -> None:
        if (
            isinstance(error, Declined)
            and self.text.isVisibleTo(self.sheet)
            and error.code.endswith("_missing")
        ):
            self.text.say(error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _look_who(self, matter: Matter, text: str) -> None:
        last = matter.about_on or matter.heard_on
        try:
            found = self._desk.ask(
                heard.bought_same, text, last - timedelta(days=DAYS_BEFORE), last, besides=matter.member_id
            )
        except Declined as declined:
            self.text.say(declined.because)
            return
        self._tell(())
        if not found:
            self._say(self.tr("Nobody known bought it on those days."), "2")
        speech, today = self._desk.speech, self._desk.today
        for one in found:
            who = words.called(one.name, one.number)
            parts = [who, one.phone, words.near_day(one.on, today, speech), one.what]
            self._say(" · ".join(part for part in parts if part))
