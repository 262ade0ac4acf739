"""Privacy: how long each kind of thing is kept, what that would take now, and how many were forgotten, what is to be answered."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.privacy_papers import titles
from shopkeeper.gui.privacy_words import hold_lines, request_words, with_name
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service import holding, requests
from shopkeeper.service.keeping_times import PARTS, Due, Times

MOST_ASKED = 50


class PrivacyView(View):
    """`kept(times)` is what the owner wants; nothing is taken before it is asked for."""

    kept = Signal(object)
    paper_asked = Signal(str)
    acts_asked = Signal()

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._shown: dict[str, str] = {}
        tr = self.tr
        card = Panel(tr("How long things are kept"), parent=self.inside)
        card.add(
            Sentence(
                tr("In months; empty keeps without end. Once a day the program takes what is older, and that cannot be undone: members who have not been in are forgotten, if nothing is promised to them; letters and complaints lose their words."),
                "body", "2", card,
            )
        )  # fmt: skip
        names = {
            "members": tr("Members not seen for"),
            "letters": tr("The words of letters"),
            "talks": tr("Notes of talks"),
            "matters": tr("Closed complaints"),
            "backups": tr("Backups"),
        }
        self.fields = {part: Field(names[part], card, longest=8) for part in PARTS}
        for field in self.fields.values():
            field.entered.connect(self._keep)
            card.add(field)
        self.due = Sentence("", "body", "", card)
        self.error = ErrorLine(card)
        self.keep = button(tr("Keep these times"), card, self._keep, "primary")
        for part in (self.due, self.error):
            card.add(part)
        card.add(row(self.keep))
        self.column.addWidget(card)
        rest = Panel(tr("Who is forgotten"), parent=self.inside)
        self.forgotten = Sentence("", "body", "", rest)
        rest.add(self.forgotten)
        rest.add(
            Sentence(
                tr("A member is forgotten on their own page: By hand, Privacy. What is held about them is shown there, too."),
                "body", "2", rest,
            )
        )  # fmt: skip
        self.column.addWidget(rest)
        asked = Panel(tr("Asked about their data, and on hold"), parent=self.inside)
        self.asked = Sentence("", "body", "", asked)
        self.late = Sentence("", "body", "bad", asked)
        self.held = Sentence("", "body", "", asked)
        for part in (self.late, self.asked, self.held):
            asked.add(part)
        asked.add(
            Sentence(
                tr("A month is the time to answer in. It is written down, and answered, on the member’s own page: By hand, Privacy."),
                "body", "2", asked,
            )
        )  # fmt: skip
        self.column.addWidget(asked)
        acts = Panel(tr("Who did what"), parent=self.inside)
        acts.add(
            Sentence(
                tr("Whatever changes the book is written down with its instant and who did it, sealed one upon the other; the check of the book"
                   " finds what was altered outside the program. Where people have PINs, this list is the owner’s."),
                "body", "2", acts,
            )
        )  # fmt: skip
        self.acts = button(tr("The last acts…"), acts, self.acts_asked.emit)
        acts.add(row(self.acts))
        self.column.addWidget(acts)
        papers = Panel(tr("Papers for whoever asks"), parent=self.inside)
        papers.add(
            Sentence(
                tr("Filled with what this shop keeps and for how long; what the program cannot know is left to be written in. They are no legal advice."),
                "body", "2", papers,
            )
        )  # fmt: skip
        self.papers = [
            button(title, papers, partial(self.paper_asked.emit, kind)) for kind, title in titles().items()
        ]
        papers.add(row(*self.papers))
        self.column.addWidget(papers)

    def show_times(self, times: Times, due: Due, forgotten: tuple[int, date | None], speech: Speech) -> None:
        """The times that hold, what they would take now, and who is forgotten."""
        for part, field in self.fields.items():
            months = getattr(times, part)
            kept = "" if months is None else str(months)
            if field.text.strip() in (
                self._shown.get(part, ""),
                kept,
            ):  # what was typed and not kept yet stays
                field.set_text(kept)
                field.say("")
            self._shown[part] = kept
        self.error.clear()
        parts = [
            words
            for n, words in (
                (due.members, speech.counted(due.members, "{n} member", "{n} members")),
                (due.letters, speech.counted(due.letters, "{n} letter", "{n} letters")),
                (due.talks, speech.counted(due.talks, "{n} talk", "{n} talks")),
                (due.matters, speech.counted(due.matters, "{n} complaint", "{n} complaints")),
            )
            if n
        ]
        self.due.setText(
            self.tr("These times take next: {what}.").format(what=", ".join(parts))
            if parts
            else self.tr("These times take nothing today.")
        )
        count, last = forgotten
        self.forgotten.setText(
            self.tr("Nobody yet.")
            if last is None
            else self.tr("{members}, the last on {day}.").format(
                members=speech.counted(count, "{n} member", "{n} members"), day=speech.day(last)
            )
        )

    def show_asked(self, desk: Desk) -> None:
        """What is to be answered, what is late first and in red, and who is on hold."""
        today, speech = desk.today, desk.speech
        waiting, of = desk.ask(requests.waiting, MOST_ASKED), desk.ask(requests.count_waiting)
        held = desk.ask(holding.listed, MOST_ASKED)
        told = [
            (one.due_on < today, with_name(one.number, one.name, request_words(one, today, speech)))
            for one in waiting
        ]
        late, due = ("\n".join(said for is_late, said in told if is_late == which) for which in (True, False))
        if of > len(waiting):
            due = "\n".join(
                filter(None, (due, self.tr("and {n} more").format(n=speech.count(of - len(waiting)))))
            )
        if not told:
            due = self.tr("Nothing is to be answered.")
        on_hold = "\n".join(
            with_name(number, name, " · ".join(hold_lines(one, today, speech))) for number, name, one in held
        )
        for sentence, said in ((self.late, late), (self.asked, due), (self.held, on_hold)):
            sentence.setText(said)
            sentence.setVisible(bool(said))

    def _keep(self) -> None:
        months: dict[str, int | None] = {}
        for part, field in self.fields.items():
            typed = field.text.strip()
            if (typed and not (typed.isascii() and typed.isdecimal())) or (part == "backups" and not typed):
                field.say(self.tr("A time is 3 to 240 months, or left out.") if part != "backups"
                          else self.tr("Backups are thinned: write a number of months."))  # fmt: skip
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            field.say("")
            months[part] = int(typed) if typed else None
        self.kept.emit(Times(**months))  # type: ignore[arg-type]

    def explain(self, error: Exception) -> None:
        """What cannot be kept, beside the field that it is of."""
        if isinstance(error, Declined) and error.about in self.fields:
            self.fields[error.about].say(error.because)
            self.fields[error.about].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.error.say(str(error))

    def take_caret(self) -> None:
        """The caret goes to the first time."""
        self.fields["members"].setFocus(Qt.FocusReason.OtherFocusReason)
