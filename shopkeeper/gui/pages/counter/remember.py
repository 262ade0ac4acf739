"""What must not be forgotten of who stands there, most important first: warnings, thanks owed, the day, the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.counter import AtCounter


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remember; `acts` are what can be done about it: the button's words and what it calls."""

    title: str
    detail: str = ""
    tone: str = ""
    acts: tuple[tuple[str, Callable[[], None]], ...] = ()


class Remember(Panel):
    """Says `note_asked(key)` for a thank-you to print, `letters_answered(bool)`, `birthday_given(day)`."""

    note_asked = Signal(str)
    letters_answered = Signal(bool)
    birthday_given = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Remember"), parent=parent)
        self._rows: list[QWidget] = []

    def show_member(self, at: AtCounter, speech: Speech, today: date) -> None:
        """Shows what there is to remember; hidden where there is nothing."""
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        reminders = [*self._warnings(at), *self._thanks(at), *self._birthday(at, speech, today)]
        reminders += self._letters(at)
        for place, reminder in enumerate(reminders):
            if place:
                self._keep(line(self))
            self._keep(_Row(reminder, self))
        self.setVisible(bool(reminders))

    def _keep(self, row: QWidget) -> None:
        self._rows.append(row)
        self.body.addWidget(row)

    def _warnings(self, at: AtCounter) -> Sequence[Reminder]:
        return [
            Reminder(remark.text, tone="bad")
            for remark in at.card.details.remarks
            if remark.kind == "warning"
        ]

    def _thanks(self, at: AtCounter) -> Sequence[Reminder]:
        if at.thanks is None:
            return []
        acts = ((self.tr("Print note"), _Asking(self, at.thanks.occasion)),)
        return [Reminder(at.thanks.because, self.tr("Not thanked yet"), acts=acts)]

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

    def _letters(self, at: AtCounter) -> Sequence[Reminder]:
        if at.card.details.letters is not None or not at.card.name:
            return []
        question = self.tr("May we write to {name}?").format(name=at.card.name)
        acts = ((self.tr("Yes"), self._yes), (self.tr("No"), self._no))
        return [Reminder(self.tr("Ask"), f"“{question}”", acts=acts)]

    def _yes(self) -> None:
        self.letters_answered.emit(True)

    def _no(self) -> None:
        self.letters_answered.emit(False)


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


class _Row(QWidget):
    def __init__(self, reminder: Reminder, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px(8))
        if reminder.tone == "bad":
            sign = QLabel(self)
            size = look.px(16)
            sign.setPixmap(icons.pixmap("warning", size, look.theme().bad, self.devicePixelRatioF()))
            sign.setFixedSize(QSize(size, look.px(20)))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(look.px(1))
        texts.addWidget(Sentence(reminder.title, "strong", reminder.tone, self))
        if reminder.detail:
            texts.addWidget(Sentence(reminder.detail, "body", "2", self))
        row.addLayout(texts, 1)
        for name, act in reminder.acts:
            button = _Act(name, act, self)
            button.setAccessibleName(f"{name}: {reminder.title}")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{reminder.title}. {reminder.detail}" if reminder.detail else reminder.title)
