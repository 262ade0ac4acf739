"""Those who serve: what each promised and kept, who thanked them, whom of the regulars they know; and the name trainer."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.parts import Entry, ListView
from shopkeeper.gui.pages.followups.trainer_sheet import TrainerSheet, share_words
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import learning, serving
from shopkeeper.service.serving import Serves

if TYPE_CHECKING:
    from shopkeeper.gui.pages.followups.person_sheet import PersonSheet


class ServingView(ListView):
    """One line for each who serves, and those who served before; the button above asks for names."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Who serves"), parent)
        self._desk, self._shell = desk, shell
        self._trainer: TrainerSheet | None = None
        self._person: PersonSheet | None = None
        self.learn = QPushButton(self.tr("Learn names…"), self)
        self.learn.clicked.connect(self.train)
        self._wait = Sentence("", "body", "2", self, wrap=False)
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addWidget(self.learn)
        row.addWidget(self._wait)
        row.addStretch(1)
        self.column.insertLayout(2, row)
        self.remark.setText(
            self.tr(
                "What each of you promised and kept, what members thanked you for, and whom of those who come often you know"
                " by name. Five minutes a day are enough to know them all."
            )
        )
        self.there = self.card(
            self.tr("Who serves"),
            self.tr("Nobody is on the list yet. Add them in Settings, People who serve."),
        )
        self.gone = self.card(self.tr("Who served here before"), self.tr("Nobody has left."))

    def refresh(self) -> None:
        """Asks the book anew; what is shown stays until the answer is there."""
        self._desk.study(serving.everyone, self._desk.today).then(self._show)

    def _show(self, everyone: tuple[Serves, ...]) -> None:
        self.there.show_entries([self._entry(one) for one in everyone if one.person.active])
        gone = [one for one in everyone if not one.person.active]
        self.gone.show_entries([self._entry(one) for one in gone])
        self.gone.setVisible(bool(gone))
        who = self._desk.serving
        n = 0 if who is None else self._desk.ask(learning.waiting, who, self._desk.today)
        self.learn.setEnabled(who is not None)
        self._wait.setText(
            counted(n, "one to learn today", "{n} to learn today") if n else self.tr("nobody to learn today")
        )

    def _entry(self, one: Serves) -> Entry:
        name = (
            self.tr("{name} · owner").format(name=one.person.name)
            if one.person.role == "owner"
            else one.person.name
        )
        return Entry(
            name, " · ".join(record_words(one, self._desk.speech)), share_words(one.share) if one.share else "",
            one.person.id, ((self.tr("Open"), self._open),),
        )  # fmt: skip

    def train(self) -> None:
        """Opens the name trainer for whoever serves now."""
        if self._desk.serving is None:
            return
        if self._trainer is None:
            self._trainer = TrainerSheet(self._desk, self._shell)
            self._trainer.learned.connect(self.refresh)
        self._trainer.begin(self._desk.serving)

    @property
    def trainer(self) -> TrainerSheet | None:
        """The sheet that asks, once it was opened."""
        return self._trainer

    def _open(self, person: object) -> None:
        assert isinstance(person, int)
        if self._person is None:
            from shopkeeper.gui.pages.followups.person_sheet import PersonSheet

            self._person = PersonSheet(self._desk, self._shell)
        self._person.begin(person)

    @property
    def person(self) -> "PersonSheet | None":
        """The sheet about one who serves, once it was opened."""
        return self._person


def record_words(one: Serves, speech: Speech) -> list[str]:
    """“promises kept on time: 9 of 10”, “1 late”, “thanked 3 times in three months”."""
    record = one.record
    if record.given:
        kept = text("promises kept on time: {kept} of {n}")
        said = [kept.format(kept=speech.count(record.on_time), n=speech.count(record.given))]
        said += [counted(record.late, "{n} late", "{n} late")] if record.late else []
        said += [counted(record.broken, "{n} broken", "{n} broken")] if record.broken else []
    else:
        said = [text("no promise of theirs has fallen due")]
    if one.thanks:
        said.append(counted(one.thanks, "thanked once in three months", "thanked {n} times in three months"))
    return said
