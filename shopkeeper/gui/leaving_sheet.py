"""Leaving and coming back, of one member: why they left, what is planned and was tried to see them again, what came of it."""

from datetime import date
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import leaving_words as words
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.memory_words import TOUCHES
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.leaving import REASONS, SILENT
from shopkeeper.rules.said_days import find_day
from shopkeeper.say import text
from shopkeeper.service import leaving, rhythms, winback
from shopkeeper.service import members as member_book
from shopkeeper.service.leaving import LeavingNoted
from shopkeeper.service.winback import CHANNELS, Tried, Try

What = Literal["why", "tried", "plan"]


class LeavingSheet(SlideOver):
    """Says `done(Toast)` when something was kept."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Leaving and coming back"), host, width=560)
        self._desk = desk
        self._member, self._what = 0, "why"
        self._insists = False
        sheet = self.sheet
        self.about = Sentence("", "strong", "", sheet)
        self.rhythm = Sentence("", "body", "2", sheet)
        self.holds = Sentence("", "body", "", sheet)
        self.take_out = QPushButton(self.tr("Take this note out"), sheet)
        look.mark(self.take_out, kind="small")
        self._story = QVBoxLayout()
        self._story.setSpacing(look.px(8))
        self._told: list[QWidget] = []
        self.ways = FlowBox(sheet, gap=6)
        self.way: dict[What, QPushButton] = {}
        group = QButtonGroup(self)
        names: tuple[tuple[What, str], ...] = (
            ("why", self.tr("Why they left")), ("tried", self.tr("Tried today")), ("plan", self.tr("Plan a try")),
        )  # fmt: skip
        for what, name in names:
            button = QPushButton(name, self.ways)
            button.setCheckable(True)
            button.setProperty("what", what)
            look.mark(button, kind="small")
            button.clicked.connect(self._chosen)
            group.addButton(button)
            self.way[what] = button
            self.ways.flow.addWidget(button)
        self.reason = self._box(self.tr("The reason"), [(one, leaving.reason_name(one)) for one in REASONS])
        self.channel = self._box(self.tr("How"), [(one, text(TOUCHES[one])) for one in CHANNELS])
        self.day = Field(self.tr("Which day"), sheet, hint=self.tr("tomorrow, Friday, 3 December"))
        self.words = Field("", sheet, longest=400, remark=self.tr("(optional)"))
        self.never = QCheckBox(self.tr("Leave them in peace: never write, call or invite"), sheet)
        self.trouble = ErrorLine(sheet)
        self.save = KeyButton("", "Enter", sheet)
        self.last = self.save
        self._arrange()
        self.reason.currentIndexChanged.connect(self._reason_chosen)
        self.save.clicked.connect(self._save)
        self.words.entered.connect(self._save)
        self.day.entered.connect(self._save)
        self.day.changed.connect(self._understand)
        self.take_out.clicked.connect(self._take_note_out)

    def _box(self, name: str, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self.sheet)
        box.setAccessibleName(name)
        box.setMinimumHeight(look.target_height())
        for value, shown in choices:
            box.addItem(shown, value)
        return box

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        inside.setMinimumWidth(1)  # a very long name is cut at its own end, not everything at the sheet's
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(4), 0)
        column.setSpacing(look.px(8))
        for part in (self.about, self.rhythm, self.holds):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.take_out)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (self.ways, self.reason, self.channel, self.day, self.words, self.never):
            column.addWidget(widget)
        column.addWidget(line(inside))
        column.addLayout(self._story)
        column.addStretch(1)
        self._area = area = QScrollArea(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.setSpacing(look.px(10))
        self.body.addWidget(area, 1)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)

    # ---- what is shown ----

    def begin(self, member_id: int, what: What = "why") -> None:
        """Opens for a member, with what is most likely to be noted."""
        if self._read(member_id):
            self.reason.setCurrentIndex(0)
            self.channel.setCurrentIndex(self.channel.findData("phone"))
            self._choose(what)
            self.open(self.reason if what == "why" else self.channel)

    def _read(self, member_id: int) -> bool:
        desk, today = self._desk, self._desk.today
        try:
            card = desk.ask(member_book.show, member_id, today)
            holds = desk.ask(leaving.of, member_id)
            tries = desk.ask(winback.of, member_id, today)
            slips = desk.ask(rhythms.slips, member_id, today)
        except (Declined, StorageTrouble) as error:
            desk.refused.emit(error)
            return False
        self._member = member_id
        self.about.setText(members.called(card.name, card.number))
        last = card.standing.last_visit
        if slips is not None:
            self.rhythm.setText(words.away(slips.every_days, slips.away_days))
        elif last is not None:
            self.rhythm.setText(
                self.tr("Last seen {when}").format(when=members.near_day(last, today, desk.speech))
            )
        else:
            self.rhythm.setText(self.tr("Was never seen buying"))
        self.holds.setVisible(holds is not None)
        self.take_out.setVisible(holds is not None)
        if holds is not None:
            self.holds.setText(words.left(holds, today, desk.speech))
            self.holds.set_tone("attention" if holds.never else "")
        in_peace = bool(desk.ask(leaving.in_peace, [member_id]))
        for one in ("tried", "plan"):
            self.way[one].setEnabled(not in_peace)
        self._show_tries(tries)
        return True

    def _show_tries(self, tries: tuple[Try, ...]) -> None:
        for old in self._told:
            self._story.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._told = []
        speech, today = self._desk.speech, self._desk.today
        for one in tries:
            made = QWidget(self.sheet)
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            texts = QVBoxLayout()
            texts.setSpacing(look.px(1))
            head = words.tried(one, today, speech)
            texts.addWidget(Sentence(head, "strong" if one.done_on is None else "body", "", made))
            for said, tone in (
                (one.text, ""),
                (words.outcome(one, today, speech), "accent" if one.came_on else "2"),
            ):
                if said:
                    texts.addWidget(Sentence(said, "body", tone, made))
            row.addLayout(texts, 1)
            if one.done_on is None and one.id:
                button = QPushButton(self.tr("Take out"), made)
                look.mark(button, kind="small")
                button.setAccessibleName(self.tr("Take out: {what}").format(what=head))
                button.setProperty("try", one.id)
                button.clicked.connect(self._take_try_out)
                row.addWidget(button)
            made.setAccessibleName(
                ". ".join(part for part in (head, one.text, words.outcome(one, today, speech)) if part)
            )
            self._told.append(made)
            self._story.addWidget(made)
        if not tries:
            nothing = Sentence(self.tr("Nobody has tried to see them again yet."), "body", "2", self.sheet)
            self._told.append(nothing)
            self._story.addWidget(nothing)

    # ---- what is noted ----

    def _chosen(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self._choose(button.property("what"))
        first = self.reason if self._what == "why" else self.channel
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, what: What) -> None:
        if not self.way[what].isEnabled():
            what = "why"
        self._what, self._insists = what, False
        self.way[what].setChecked(True)
        self.trouble.clear()
        self.words.clear()
        self.day.clear()
        self.reason.setVisible(what == "why")
        self.never.setVisible(what == "why")
        self.channel.setVisible(what != "why")
        self.day.setVisible(what == "plan")
        names = {
            "why": (self.tr("What they said"), self.tr("Note why they left")),
            "tried": (self.tr("What was said"), self.tr("Note the try")),
            "plan": (self.tr("What to say"), self.tr("Plan it")),
        }
        label, act = names[what]
        self.words.set_name(label)
        self._name_save(act)
        self._reason_chosen()

    def _name_save(self, act: str) -> None:
        self.save.setText(act)
        self.save.setAccessibleName(act)

    def _reason_chosen(self) -> None:
        silent = self.reason.currentData() in SILENT
        self.never.setEnabled(not silent)
        self.never.setChecked(silent)

    def _understand(self) -> None:
        day = self._typed_day()
        if day is not None:
            self.day.note(self._desk.speech.day_of_week(day))

    def _typed_day(self) -> date | None:
        desk = self._desk
        said = find_day(self.day.text, today=desk.today, order=desk.speech.day_order)
        return None if said is None else said.day

    def _save(self) -> None:
        desk, by, said = self._desk, self._desk.serving, self.words.text
        self.trouble.clear()
        if self._what == "why":
            never = self.never.isChecked()
            sent = desk.send(leaving.note, self._member, self.reason.currentData(), said, never=never, by=by)
            sent.then(self._noted).otherwise(self._refused)
            return
        channel = self.channel.currentData()
        if self._what == "tried":
            made = desk.send(winback.tried, self._member, channel, said, even_if_lately=self._insists, by=by)
        else:
            day = self._typed_day()
            if day is None:
                self._say_at(
                    self.day, self.tr("Write a day to come, such as Friday, in two weeks, or 3 December.")
                )
                return
            made = desk.send(winback.plan, self._member, channel, day, said, by=by)
        made.then(self._tried).otherwise(self._refused)

    def _noted(self, noted: LeavingNoted) -> None:
        detail = "" if noted.leaving is None else leaving.reason_name(noted.leaving.reason)
        self._kept(self.tr("Noted why {name} left"), noted.name, noted.number, detail)

    def _tried(self, tried: Tried) -> None:
        if tried.done:
            self._kept(self.tr("Tried to see {name} again"), tried.name, tried.number)
        else:
            when = self._desk.speech.near(tried.due_on, self._desk.today)
            self._kept(self.tr("{name} is to be tried"), tried.name, tried.number, when)

    def _kept(self, sentence: str, name: str, number: str, detail: str = "") -> None:
        self.done.emit(Toast(sentence.format(name=members.called(name, number)), detail, undo=True))
        self.put_away()

    def _take_note_out(self) -> None:
        sent = self._desk.send(leaving.take_out, self._member, by=self._desk.serving)
        sent.then(self._note_is_out).otherwise(self._refused)

    def _note_is_out(self, noted: LeavingNoted) -> None:
        self._kept(self.tr("The note about {name} is out"), noted.name, noted.number)

    def _take_try_out(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        sent = self._desk.send(winback.take_out, button.property("try"), by=self._desk.serving)
        sent.then(self._try_is_out).otherwise(self._refused)

    def _try_is_out(self, tried: Tried) -> None:
        self._kept(self.tr("{name} is not to be tried"), tried.name, tried.number)

    def _say_at(self, field: Field, sentence: str) -> None:
        """What is wrong with a field, where it is seen even when the field was scrolled away."""
        field.say(sentence)
        self._area.ensureWidgetVisible(field)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined) and error.about == "leaving":
            self._say_at(self.words, error.because)
        elif isinstance(error, Declined) and error.about == "day":
            self._say_at(self.day, error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
            if isinstance(error, Declined) and error.code == "tried_lately":
                self._insists = True
                self._name_save(self.tr("Note it all the same"))
