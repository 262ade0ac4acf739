"""Sheets of questions on paper: which questions stand on one, and one filled in typed within seconds: code, then keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.member_words import called
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.keychoice import KeyChoice, walk
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.forms import Form, Item
from shopkeeper.say import counted, text
from shopkeeper.service import common, members, questionnaires
from shopkeeper.service.questionnaires import Addressed, Questionnaire, SheetKept, TypedIn
from shopkeeper.service.questions import Question
from shopkeeper.service.shops import Shop


class _Scrolled(SlideOver):
    """A sheet with a scrolled middle and one act at its foot, done by Enter wherever the caret is."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget, title: str, keep: str) -> None:
        super().__init__(title, host, width=560)
        self._desk = desk
        self._busy = False
        self.inside = QWidget(self.sheet)
        look.mark(self.inside, panel="inside")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, look.px(6), 0)
        self.column.setSpacing(look.px(8))
        self.column.addStretch(1)
        self.area = QScrollArea(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(title)
        self.area.setWidget(self.inside)
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton(keep, "Enter", self.sheet)
        self.save.clicked.connect(self.keep)
        self.last = self.save
        self.body.setSpacing(look.px(10))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)

    def keep(self) -> None:
        """What Enter does."""
        raise NotImplementedError

    def refused(self, error: Exception) -> None:
        """Why not; what was typed stays."""
        self._busy = False
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            event.accept()
        else:
            super().keyPressEvent(event)


class MakeSheet(_Scrolled):
    """A new sheet: its name, and which of the questions that are asked stand on it; says `done(Toast)`."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(desk, host, text("New sheet of questions"), text("Make the sheet"))
        self._boxes: list[tuple[QCheckBox, int]] = []
        self.name = Field(self.tr("Name of the sheet"), self.sheet, hint=self.tr("Three questions"))
        self.body.addWidget(self.name)
        self.body.addWidget(
            Sentence(self.tr("Questions on it, three to five are filled in"), "label", "2", self.sheet)
        )
        self.body.addWidget(self.area, 1)

    def begin(self, asked: list[Question]) -> None:
        """Opens with the questions that are asked."""
        for box, _ in self._boxes:
            self.column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for place, question in enumerate(asked):
            box = QCheckBox(question.text.replace("&", "&&"), self.inside)
            box.setAccessibleName(question.text)
            self.column.insertWidget(place, box)
            self._boxes.append((box, question.id))
        self.trouble.clear()
        self.open(self.name.edit)

    @property
    def boxes(self) -> list[QCheckBox]:
        """A box for each question."""
        return [box for box, _ in self._boxes]

    def keep(self) -> None:
        """Make it of what is ticked."""
        if self._busy:
            return
        self._busy = True
        self.trouble.clear()
        self.name.say("")
        ids = [question for box, question in self._boxes if box.isChecked()]
        sent = self._desk.send(questionnaires.make, self.name.text, ids, by=self._desk.serving)
        sent.then(self._made).otherwise(self.refused)

    def _made(self, kept: SheetKept) -> None:
        self._busy = False
        self.name.clear()
        self.put_away()
        self.done.emit(Toast(self.tr("Sheet made"), kept.questionnaire.name, undo=True))

    def refused(self, error: Exception) -> None:
        """At the name, where it is about the name."""
        if isinstance(error, Declined) and error.about == "name":
            self._busy = False
            self.name.say(error.because)
            self.name.setFocus()
            return
        super().refused(error)


class TypeInSheet(_Scrolled):
    """Filled-in sheets one after the other: code, Enter, one key a question, Enter; says `done(Toast)` for each."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(desk, host, "", text("Keep the answers"))
        self._of: Questionnaire | None = None
        self.rows: list[KeyChoice] = []
        self.code = Field(self.tr("Number or card, typed or scanned"), self.sheet, longest=40)
        self.code.changed.connect(self._look)
        self.kept = Sentence("", "body", "accent", self.sheet)
        self.kept.hide()
        self.body.addWidget(self.kept)
        self.body.addWidget(self.code)
        self.body.addWidget(self.area, 1)

    def begin(self, of: Questionnaire) -> None:
        """Opens for sheets of one kind."""
        self.set_title(of.name)
        if of.id != (self._of.id if self._of else None):
            self._lay_out(of)
        self._of = of
        self.trouble.clear()
        self.kept.hide()
        self.open(self.code.edit)

    def _lay_out(self, of: Questionnaire) -> None:
        for row in self.rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, question in enumerate(of.questions):
            row = KeyChoice(question.text, question.choices, self.inside)
            row.answered.connect(self._go_on)
            row.went.connect(self._walk)
            self.rows.append(row)
            self.column.insertWidget(place, row)
        self.code.clear()

    def _member(self) -> int | None:
        try:
            return self._desk.ask(members.find_member, self.code.text)
        except Declined:
            return None

    def _look(self) -> None:
        """Whose code it is stands below it as soon as it is somebody's."""
        found = self._member() if self.code.text.strip() else None
        if found is not None:
            number, name = self._desk.ask(common.who, found)
            self.code.note(called(name, number))

    def on_scanned(self, code: str, known: bool) -> bool:
        """The code on the sheet was scanned."""
        self.code.set_text(code)
        self._to_questions()
        return True

    def _to_questions(self) -> None:
        if self._member() is None:
            self.code.say(self.tr("Nobody has this number or card. Look at the sheet once more."))
            self.code.setFocus()
            return
        self.rows[0].take_caret()

    def _go_on(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        row = self.sender()
        assert isinstance(row, KeyChoice)
        if walk(self.rows, row, step):
            self.area.ensureWidgetVisible(self.rows[self.rows.index(row) + step])
        elif step > 0:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.code.setFocus()

    def keep(self) -> None:
        """Enter: from the code to the questions, from there into the book."""
        if self._of is None or self._busy:
            return
        self.trouble.clear()
        if self.code.edit.hasFocus():
            self._to_questions()
            return
        self._busy = True
        chosen = [row.chosen for row in self.rows]
        sent = self._desk.send(
            questionnaires.type_in, self._of.id, self.code.text, chosen, by=self._desk.serving
        )
        sent.then(self._kept).otherwise(self.refused)

    def _kept(self, typed: TypedIn) -> None:
        self._busy = False
        for row in self.rows:
            row.choose(None)
        self.code.clear()
        self.code.setFocus()
        said = counted(typed.kept, "one answer", "{n} answers")
        told = self.tr("{name}: {said} kept").format(name=called(typed.name, typed.number), said=said)
        more = [self._desk.speech.points(typed.points)] if typed.points else []
        if typed.known:
            more.append(counted(typed.known, "one was known already", "{n} were known already"))
        self.kept.setText(" · ".join([told, *more]))
        self.kept.show()
        self.done.emit(Toast(told, " · ".join(more), undo=True))

    def refused(self, error: Exception) -> None:
        """At the code, where it is about whose it is."""
        if isinstance(error, Declined) and error.about in ("member", "code"):
            self._busy = False
            self.code.say(error.because)
            self.code.setFocus()
            return
        super().refused(error)


def on_paper(of: Questionnaire, shop: Shop, whom: tuple[Addressed, ...]) -> tuple[Form, ...]:
    """The sheet for each of these members with their code, or one blank one."""
    items = tuple(
        Item(question.text, tuple(f"{place}  {choice}" for place, choice in enumerate(question.choices, 1)))
        for question in of.questions
    )
    intro = text(
        "One tick for each question is enough; leave out what you like. Thank you for helping us to know you."
    )
    points = sum(question.points for question in of.questions)
    foot = (
        counted(points, "Your answers earn you one point.", "Your answers earn you {n} points.")
        if points
        else ""
    )
    blank = (text("Your name or card number"),)
    if not whom:
        return (Form(shop.name, of.name, intro, items, blanks=blank, foot=foot, language=shop.language),)
    return tuple(
        Form(
            shop.name, of.name, intro, items, whose=f"{called(one.name, one.number)} · {one.number}", code=one.code, foot=foot,
            language=shop.language,
        )
        for one in whom
    )  # fmt: skip
