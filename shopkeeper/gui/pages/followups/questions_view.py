"""Questions for the counter: a new one, what the answers of the month say, a draw that anybody can repeat."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.paper_questions import PaperQuestions
from shopkeeper.gui.pages.followups.parts import Entry, ListView
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.morning import MorningSheet, Row, Section, lay_out_sheet
from shopkeeper.rules.draws import ticket
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import questions
from shopkeeper.service.questions import Asked, Draw, Learned, Question

MONTH_DAYS = 30


class QuestionsView(ListView):
    """What is asked and what was answered; the button above opens the sheet for a new question."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Questions"), parent)
        self._desk, self._shell = desk, shell
        self._paper: PaperSheet | None = None
        self._sheet: QuestionSheet | None = None
        self._draw_sheet: DrawSheet | None = None
        self.new = QPushButton(self.tr("New question"), self)
        self.new.clicked.connect(self._new)
        row = QHBoxLayout()
        row.addWidget(self.new)
        row.setSpacing(look.px(8))
        self.column.insertLayout(2, row)
        self.remark.setText(
            self.tr(
                "A member is asked one question a visit, each once. The answer is one touch at the counter, earns its points"
                " once, and becomes what is known of the member."
            )
        )
        self.asked = self.card(
            self.tr("What we learned in the last thirty days"),
            self.tr(
                "Nothing is asked yet. One question is enough to begin with: “Tea or coffee with your cake?”"
            ),
        )
        sheets = self.card(
            self.tr("On paper"),
            self.tr(
                "No sheet yet. Some of the questions on one sheet, ticked at home, are typed in within seconds."
            ),
        )
        self.paper = PaperQuestions(desk, shell, sheets, self)
        row.addWidget(self.paper.new)
        row.addStretch(1)

    def refresh(self) -> None:
        """Reads the book anew."""
        today = self._desk.today
        found = self._desk.ask(questions.learned, today - timedelta(days=MONTH_DAYS), today)
        self.asked.show_entries([self._entry(one) for one in found])
        self.paper.refresh([one.question for one in found if not one.question.withdrawn])

    def _entry(self, one: Learned) -> Entry:
        speech, question = self._desk.speech, one.question
        said = [
            f"{answer} {speech.count(count)} ({speech.percent(count, one.answered)})"
            for answer, count in one.answers
        ] or [self.tr("no answer yet: {choices}").format(choices=", ".join(question.choices))]
        if one.passed:
            said.append(counted(one.passed, "{n} did not say", "{n} did not say"))
        aside = [speech.points(question.points)] if question.points else []
        if question.interest:
            aside.append(self.tr("to who likes {what}").format(what=question.interest))
        if question.withdrawn:
            aside.append(self.tr("not asked any more"))
        acts: list[tuple[str, Any]] = [(self.tr("Draw"), self._draw)] if one.answered else []
        if not question.withdrawn:
            acts.append((self.tr("Ask no more"), self._withdraw))
        return Entry(question.text, " · ".join(said), " · ".join(aside), question, tuple(acts))

    def _new(self) -> None:
        if self._sheet is None:
            self._sheet = QuestionSheet(self._desk, self._shell)
            self._sheet.done.connect(self._shell.show_toast)
        self._sheet.begin()

    def _withdraw(self, question: object) -> None:
        assert isinstance(question, Question)
        self._desk.send(questions.withdraw, question.id, by=self._desk.serving).then(self._withdrawn)

    def _withdrawn(self, asked: Asked) -> None:
        self._shell.show_toast(Toast(self.tr("Not asked any more"), asked.question.text, undo=True))

    def _draw(self, question: object) -> None:
        assert isinstance(question, Question)
        if self._draw_sheet is None:
            self._draw_sheet = DrawSheet(self._desk, self._shell)
            self._draw_sheet.drawn.connect(self._drawn)
            self._draw_sheet.looked_at.connect(self._show_draw)
        self._draw_sheet.begin(question)

    def _drawn(self, draw: object) -> None:
        assert isinstance(draw, Draw)
        names = ", ".join(name or number for name, number in zip(draw.names, draw.winners, strict=True))
        self._shell.show_toast(
            Toast(self.tr("{prize}: {names}").format(prize=draw.prize, names=names), undo=True)
        )
        self._show_draw(draw)

    def _show_draw(self, draw: object) -> None:
        """The draw with its seed and its list on paper: looked at, printed, saved as PDF."""
        assert isinstance(draw, Draw)
        if self._paper is None:
            self._paper = PaperSheet(self._desk, self._shell)
        desk = self._desk
        names_by = desk.ask(questions.names_of, draw.entered)
        sheet = draw_sheet(draw, names_by, desk.shop.name, desk.shop.language, desk.speech)
        self._paper.show_paper(
            partial(lay_out_sheet, sheet),
            sheet.title,
            self.tr("Draw") + f" {draw.drawn_on}.pdf",
            desk.shop.name,
        )


def draw_sheet(
    draw: Draw, names: dict[str, str], shop_name: str, language: str, speech: Speech
) -> MorningSheet:
    """The draw on paper: the seed, how the winners follow from it, and everybody who took part with what they drew."""

    def row(number: str, box: bool) -> Row:
        return Row(
            names.get(number) or number,
            text("number {number}").format(number=number),
            ticket(draw.seed, number)[:12],
            box=box,
        )

    how = text(
        "Seed: {seed}. Each number is written after the seed and a colon, SHA-256 is taken of that, the smallest win."
    ).format(seed=draw.seed)
    entered = sorted(draw.entered, key=lambda number: ticket(draw.seed, number))
    return MorningSheet(
        shop_name, text("Draw: {prize}").format(prize=draw.prize), f"{speech.day(draw.drawn_on)} · {how}",
        (
            Section(text("Drawn"), tuple(row(number, True) for number in draw.winners)),
            Section(text("Who took part"), tuple(row(number, False) for number in entered)),
        ),
        language,
    )  # fmt: skip


class _Sheet(SlideOver):
    """What both sheets share: fields one below the other, and Enter goes to the next and keeps at the last."""

    def __init__(self, title: str, desk: Desk, host: QWidget, keep: str) -> None:
        super().__init__(title, host, tall=True)
        self._desk = desk
        self.save = KeyButton(keep, "Enter", self.sheet)
        self.last = self.save
        self.save.clicked.connect(self._save)
        self.foot.addWidget(self.save)

    def _arrange(self, *parts: QWidget) -> None:
        self.body.setSpacing(look.px(10))
        for part in parts:
            self.body.addWidget(part)
            if isinstance(part, Field):
                part.entered.connect(self._save)
        self.body.addStretch(1)

    def _save(self) -> None:
        raise NotImplementedError


class QuestionSheet(_Sheet):
    """A new question; says `done(Toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("New question"), desk, host, self.tr("Ask it from today"))
        self.text = Field(self.tr("Question"), self.sheet, hint=self.tr("Tea or coffee with your cake?"))
        self.choices = Field(
            self.tr("Answers, one after the other with commas"),
            self.sheet,
            hint=self.tr("Tea, Coffee, Neither"),
        )
        self.points = Field(
            self.tr("Points for an answer"), self.sheet, remark=self.tr("(none if left empty)"), longest=6
        )
        self.interest = Field(
            self.tr("Only to who likes or buys"), self.sheet, remark=self.tr("(everybody if left empty)")
        )
        self.becomes = QComboBox(self.sheet)
        self.becomes.setAccessibleName(self.tr("What the answer becomes"))
        self.becomes.setMinimumHeight(look.target_height())
        for name, value in (
            (self.tr("The answer is something they like"), "likes"),
            (self.tr("The answer is a fact"), "fact"),
        ):
            self.becomes.addItem(name, value)
        self._arrange(self.text, self.choices, self.points, self.interest, self.becomes)

    def begin(self) -> None:
        """An empty sheet."""
        for field in (self.text, self.choices, self.points, self.interest):
            field.clear()
        self.open(self.text.edit)

    def _save(self) -> None:
        points = self.points.text.strip()
        if points and not (points.isascii() and points.isdecimal()):
            self.points.say(self.tr("Points are a whole number, such as 10."))
            return
        sent = self._desk.send(
            questions.add, self.text.text, tuple(self.choices.text.replace("、", ",").split(",")),
            becomes=self.becomes.currentData(), points=int(points or 0), interest=self.interest.text,
            by=self._desk.serving,
        )  # fmt: skip
        sent.then(self._asked).otherwise(self._refused)

    def _asked(self, asked: Asked) -> None:
        self.done.emit(Toast(self.tr("Asked from today"), asked.question.text, undo=True))
        self.put_away()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            about = getattr(error, "about", "")
            {"choices": self.choices, "points": self.points, "interest": self.interest}.get(
                about, self.text
            ).say(error.because)


class DrawSheet(_Sheet):
    """A draw among who answered; says `drawn(Draw)`, and `looked_at(Draw)` for one of before."""

    drawn = Signal(object)
    looked_at = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Draw"), desk, host, self.tr("Draw"))
        self._question: Question | None = None
        self._about = Sentence("", "body", "2", self.sheet)
        self.prize = Field(self.tr("Prize"), self.sheet)
        self.winners = Field(self.tr("How many win"), self.sheet, longest=4)
        self.seed = Field(self.tr("Seed: any words or numbers, best read out aloud before"), self.sheet)
        self._earlier = Panel(self.tr("Drawn before"), parent=self.sheet)
        self._lines: list[QWidget] = []
        self._list = QVBoxLayout()
        self._earlier.add(self._list)
        self._arrange(self._about, self.prize, self.winners, self.seed, self._earlier)

    def begin(self, question: Question) -> None:
        """A draw for a question, with what was drawn for it before."""
        self._question = question
        self._about.setText(question.text)
        for field in (self.prize, self.seed):
            field.clear()
        self.winners.set_text("1")
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        before = self._desk.ask(questions.draws_of, question.id)
        self._lines = [self._earlier_draw(one) for one in before]
        for line in self._lines:
            self._list.addWidget(line)
        self._earlier.setVisible(bool(before))
        self.open(self.prize.edit)

    def _earlier_draw(self, one: Draw) -> QWidget:
        """A draw of before: who won, the seed, and its list to be looked at and printed."""
        names = ", ".join(name or number for name, number in zip(one.names, one.winners, strict=True))
        said = f"{one.prize} · {names} · " + self.tr("seed {seed}").format(seed=one.seed)
        made = QWidget(self._earlier)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Sentence(said, "body", "2", made), 1)
        button = QPushButton(self.tr("Print…"), made)
        look.mark(button, kind="small")
        button.setAccessibleName(self.tr("Print the draw: {prize}").format(prize=one.prize))
        button.setProperty("draw", one)
        button.clicked.connect(self._look_at)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _look_at(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        draw = button.property("draw")
        self.put_away()
        self.looked_at.emit(draw)

    def _save(self) -> None:
        if self._question is None:
            return
        winners = self.winners.text.strip()
        if not (winners.isascii() and winners.isdecimal()):
            self.winners.say(self.tr("How many win is a whole number, such as 1."))
            return
        sent = self._desk.send(
            questions.draw,
            self._question.id,
            self.prize.text,
            self.seed.text,
            int(winners),
            by=self._desk.serving,
        )
        sent.then(self._kept).otherwise(self._refused)

    def _kept(self, draw: Draw) -> None:
        self.put_away()
        self.drawn.emit(draw)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            about = getattr(error, "about", "")
            {"winners": self.winners, "seed": self.seed}.get(about, self.prize).say(error.because)
            first = self.winners if about == "winners" else self.seed if about == "seed" else self.prize
            first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
