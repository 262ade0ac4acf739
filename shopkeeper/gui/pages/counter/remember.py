"""What must not be forgotten of who stands there, most important first, four lines at a glance and the rest a key away."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import contact_words as contact
from shopkeeper.gui import icons, look
from shopkeeper.gui import member_words as words
from shopkeeper.gui import memory_words as memory
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech, counted
from shopkeeper.service.counter import BIRTHDAY_AHEAD_DAYS, AtCounter
from shopkeeper.service.promises import Promise
from shopkeeper.service.voucher_words import gives_with_condition, why_not
from shopkeeper.values import dataclass

SHOWN = 4
REST_KEYS = "Ctrl+L"

RecallKind = Literal["kept", "matter", "right now", "not right", "told", "bought", "answer", "not now"]


@dataclass(frozen=True, slots=True)
class Recall:
    """What was asked for about something remembered: the row it is about, and the answer where there is one."""

    kind: RecallKind
    id: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remember; `acts` are what can be done about it: the button's words and what it calls."""

    title: str
    detail: str = ""
    tone: str = ""
    acts: tuple[tuple[str, Callable[[], None]], ...] = ()


class Remember(Panel):
    """Says `note_asked(key)` for a thank-you to print, `letters_answered(bool)`, `birthday_given(day)`, `recalled(Recall)`,
    `voucher_asked(number)` for one that is to be redeemed."""

    note_asked = Signal(str)
    letters_answered = Signal(bool)
    birthday_given = Signal(object)
    recalled = Signal(object)
    voucher_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Remember"), parent=parent)
        self._rows: list[QWidget] = []
        self._all = False
        self._member = 0
        self._last: tuple[AtCounter, Speech, date] | None = None
        self._more = QPushButton(self)
        self._more.setAccessibleName(self.tr("All there is to remember"))
        look.mark(self._more, kind="link")
        self._more.clicked.connect(self.show_all)
        self.head.addWidget(self._more)

    def show_member(self, at: AtCounter, speech: Speech, today: date) -> None:
        """Shows what there is to remember; hidden where there is nothing."""
        if at.card.member_id != self._member:
            self._all, self._member = False, at.card.member_id
        self._last = (at, speech, today)
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        warnings = self._warnings(at)
        reminders = [*warnings, *self._others(at, speech, today)]
        # A warning is never among what is left for the key.
        most = len(reminders) if self._all else max(SHOWN, len(warnings))
        for place, reminder in enumerate(reminders[:most]):
            if place and not reminder.tone == reminders[place - 1].tone == "warning":
                self._keep(line(self))
            self._keep(_Row(reminder, self))
        left = len(reminders) - most
        self._more.setVisible(left > 0)
        self._more.setText(counted(max(left, 1), "{n} more", "{n} more") + f" · {REST_KEYS}")
        self.setVisible(bool(reminders))

    def show_all(self) -> None:
        """Every line, however many there are."""
        if self._last is not None and not self._all:
            self._all = True
            self.show_member(*self._last)

    def _keep(self, row: QWidget) -> None:
        self._rows.append(row)
        self.body.addWidget(row)

    def _warnings(self, at: AtCounter) -> Sequence[Reminder]:
        return [
            Reminder(remark.text, tone="warning")
            for remark in at.card.details.remarks
            if remark.kind == "warning"
        ]

    def _others(self, at: AtCounter, speech: Speech, today: date) -> Sequence[Reminder]:
        """In the order of service: what was promised, what went wrong, what is owed, the day, the question."""
        soon = [one for one in at.promises if (one.due_on - today).days <= BIRTHDAY_AHEAD_DAYS]
        later = [one for one in at.promises if one not in soon]
        reminders = [
            *self._secrets(at),
            *self._promises(soon, speech, today),
            *self._matters(at, speech, today, "complaint"),
            *self._wanted(at),
            *self._thanks(at),
            *self._vouchers(at, speech, today),
            *self._birthday(at, speech, today),
            *self._days(at, speech, today),
            *self._hint(at, speech, today),
        ]
        reminders += self._letters(at) or self._question(at, speech)
        reminders += self._matters(at, speech, today, "request")
        reminders += self._promises(later, speech, today)
        return reminders

    def _secrets(self, at: AtCounter) -> Sequence[Reminder]:
        if not at.secrets_of:
            return []
        title = self.tr("Say nothing of what {name} buys").format(name=", ".join(at.secrets_of))
        return [Reminder(title, self.tr("It may be a gift for them"), "attention")]

    def _promises(self, promises: Sequence[Promise], speech: Speech, today: date) -> Sequence[Reminder]:
        made = []
        for one in promises:
            done = (self.tr("Done"), _Recalling(self, Recall("kept", one.id)))
            made.append(
                Reminder(
                    memory.promise_title(one, today, speech),
                    memory.promise_detail(one, today, speech),
                    memory.promise_tone(one),
                    (done,),
                )
            )
        return made

    def _matters(self, at: AtCounter, speech: Speech, today: date, kind: str) -> Sequence[Reminder]:
        made = []
        for one in at.matters:
            if one.kind != kind:
                continue
            open_it = (self.tr("Open"), _Recalling(self, Recall("matter", one.id)))
            acts: tuple[tuple[str, Callable[[], None]], ...] = (open_it,)
            if one.state == "settled" and one.kind == "complaint":
                acts = (
                    (self.tr("It is"), _Recalling(self, Recall("right now", one.id))),
                    (self.tr("Not yet"), _Recalling(self, Recall("not right", one.id))),
                )
            detail = f"{one.text} · {memory.matter_waits(one, today, speech)}"
            tone = "attention" if one.kind == "complaint" else ""
            made.append(Reminder(memory.matter_title(one, today), detail, tone, acts))
        return made

    def _wanted(self, at: AtCounter) -> Sequence[Reminder]:
        made = []
        for one in at.wanted:
            if one.state == "wanted":
                continue
            acts = [(self.tr("Bought"), _Recalling(self, Recall("bought", one.id)))]
            if one.state == "arrived":
                acts.insert(0, (self.tr("Told"), _Recalling(self, Recall("told", one.id))))
            made.append(
                Reminder(
                    self.tr("It has come"),
                    self.tr("{what}, asked for").format(what=one.what),
                    acts=tuple(acts),
                )
            )
        return made

    def _thanks(self, at: AtCounter) -> Sequence[Reminder]:
        if at.thanks is None:
            return []
        acts = ((self.tr("Print note"), _Asking(self, at.thanks.occasion)),)
        return [Reminder(at.thanks.because, self.tr("Not thanked yet"), acts=acts)]

    def _vouchers(self, at: AtCounter, speech: Speech, today: date) -> Sequence[Reminder]:
        """The member's own vouchers, so that one left at home is not lost."""
        made = []
        for one in at.vouchers:
            title = self.tr("Voucher: {gives}").format(gives=gives_with_condition(one.offer, speech))
            when = why_not(one, speech, today) or self.tr("until {day}").format(
                day=speech.day(one.offer.through, today)
            )
            look_at = (self.tr("Redeem…"), _Redeeming(self, one.number))
            made.append(Reminder(title, when, acts=(look_at,) if one.state == "open" else ()))
        return made

    def _birthday(self, at: AtCounter, speech: Speech, today: date) -> Sequence[Reminder]:
        if at.birthday_on is None:
            return []
        when = words.near_day(at.birthday_on, today, speech)
        title = self.tr("Birthday {when}").format(when=when)
        if not at.birthday_points:
            return [Reminder(title, self.tr("A word is enough"))]
        points = speech.points(at.birthday_points)
        give = (self.tr("Give"), _Giving(self, at.birthday_on))
        return [Reminder(title, self.tr("{points} are ready").format(points=points), acts=(give,))]

    def _days(self, at: AtCounter, speech: Speech, today: date) -> Sequence[Reminder]:
        near = [one for one in at.days if (one.on - today).days <= BIRTHDAY_AHEAD_DAYS]
        return [Reminder(memory.day_title(one, today, speech), self.tr("A word is enough")) for one in near]

    def _hint(self, at: AtCounter, speech: Speech, today: date) -> Sequence[Reminder]:
        if at.hint is None:
            return []
        title, detail = contact.hint_words(at.hint, today, speech)
        return [Reminder(title, detail, "attention" if at.hint.kind in ("hold", "left") else "")]

    def _letters(self, at: AtCounter) -> Sequence[Reminder]:
        if at.card.details.letters is not None or not at.card.name:
            return []
        question = self.tr("May we write to {name}?").format(name=at.card.name)
        acts = ((self.tr("Yes"), self._yes), (self.tr("No"), self._no))
        return [Reminder(self.tr("Ask"), f"“{question}”", acts=acts)]

    def _question(self, at: AtCounter, speech: Speech) -> Sequence[Reminder]:
        asked = at.question
        if asked is None or any(one.kind == "complaint" for one in at.matters):
            return []  # who waits for an answer is not asked for one
        acts: list[tuple[str, Callable[[], None]]] = [
            (choice, _Recalling(self, Recall("answer", asked.id, choice))) for choice in asked.choices
        ]
        acts.append((self.tr("Not now"), _Recalling(self, Recall("not now", asked.id))))
        detail = f"“{asked.text}”"
        if asked.points:
            earns = self.tr("The answer earns {points}").format(points=speech.points(asked.points))
            detail = f"{detail} {earns}"
        return [Reminder(self.tr("Ask"), detail, acts=tuple(acts))]

    def _yes(self) -> None:
        self.letters_answered.emit(True)

    def _no(self) -> None:
        self.letters_answered.emit(False)


@dataclass(frozen=True, slots=True)
class _Recalling:
    panel: Remember
    recall: Recall

    def __call__(self) -> None:
        self.panel.recalled.emit(self.recall)


@dataclass(frozen=True, slots=True)
class _Redeeming:
    panel: Remember
    number: str

    def __call__(self) -> None:
        self.panel.voucher_asked.emit(self.number)


@dataclass(frozen=True, slots=True)
class _Asking:
    panel: Remember
    occasion: str

    def __call__(self) -> None:
        self.panel.note_asked.emit(self.occasion)


@dataclass(frozen=True, slots=True)
class _Giving:
    panel: Remember
    day: date

    def __call__(self) -> None:
        self.panel.birthday_given.emit(self.day)


class _Act(QPushButton):
    def __init__(self, name: str, act: Callable[[], None], parent: QWidget) -> None:
        super().__init__(name, parent)
        self._act = act
        look.mark(self, kind="small")
        self.clicked.connect(self._do)

    def _do(self) -> None:
        self._act()


class _Row(QFrame):
    def __init__(self, reminder: Reminder, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px(8))
        warns = reminder.tone == "warning"
        tone = "bad" if warns else reminder.tone
        if warns:
            # Red ground, a sign and bold words: whoever serves sees it without reading.
            look.mark(self, panel="card", tone="bad")
            row.setContentsMargins(look.px(10), look.px(7), look.px(10), look.px(7))
            sign = QLabel(self)
            size = look.px(20)
            sign.setPixmap(icons.pixmap("warning", size, look.theme().bad, self.devicePixelRatioF()))
            sign.setFixedSize(QSize(size, look.px(22)))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(look.px(1))
        texts.addWidget(Sentence(reminder.title, "strong", tone, self))
        if reminder.detail:
            texts.addWidget(Sentence(reminder.detail, "body", "2", self))
        row.addLayout(texts, 1)
        many = len(reminder.acts) > 1
        below = FlowBox(self) if many else None
        for name, act in reminder.acts:
            button = _Act(name, act, self)
            button.setAccessibleName(f"{name}: {reminder.title}")
            if below is not None:
                below.flow.addWidget(button)
            else:
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if below is not None:
            texts.addSpacing(look.px(4))
            texts.addWidget(below)
        self.setAccessibleName(f"{reminder.title}. {reminder.detail}" if reminder.detail else reminder.title)
