"""The name trainer: a face or what is known of somebody, then the name; Enter shows it, Enter knew it, 2 did not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.bar import Bar
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.portrait import Portrait, image_of
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.say import counted, text
from shopkeeper.service import learning
from shopkeeper.service.learning import Card, Session, Share, Studied


class TrainerSheet(SlideOver):
    """Says `learned` when it is put away after at least one answer."""

    learned = Signal()

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=520, tall=True)
        self._desk = desk
        self._person = 0
        self._queue: list[Card] = []
        self._done: list[tuple[Card, bool]] = []
        self._of = 0
        self._told = False
        self._shared = self._where = ""
        tr = self.tr
        self.set_title(tr("Who comes often"))
        self.where = Sentence("", "body", "2", self.sheet)
        self.bar = Bar(self.sheet)
        self.question = Sentence("", "heading", "", self.sheet)
        self.portrait = Portrait(self.sheet, side=240)
        self.clues = Sentence("", "body", "", self.sheet)
        self.answer = Sentence("", "name", "accent", self.sheet)
        self.more = Sentence("", "body", "2", self.sheet)
        self.trouble = ErrorLine(self.sheet)
        self.show_it = KeyButton(tr("Show it"), "Enter", self.sheet)
        self.knew = KeyButton(tr("I knew it"), "Enter", self.sheet)
        self.missed = KeyButton(tr("Not yet"), "2", self.sheet, kind="")
        self.back = QPushButton(tr("One back (Backspace)"), self.sheet)
        self.back.setAccessibleName(tr("Take back the last answer"))
        look.mark(self.back, kind="quiet")
        self.close_it = KeyButton(tr("Done"), "Enter", self.sheet)
        for button, slot in (
            (self.show_it, self._show_answer), (self.knew, self._knew), (self.missed, self._missed), (self.back, self._take_back),
            (self.close_it, self.put_away),
        ):  # fmt: skip
            button.clicked.connect(slot)
        self.body.setSpacing(look.px(10))
        for part in (self.where, self.bar, self.question, self.portrait, self.clues, self.answer, self.more):
            self.body.addWidget(part)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addWidget(self.knew, 1)
        row.addWidget(self.missed, 1)
        self.foot.setSpacing(look.px(8))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.show_it)
        self.foot.addLayout(row)
        self.foot.addWidget(self.close_it)
        self.foot.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        self.closed.connect(self._left)

    def begin(self, person_id: int) -> None:
        """Asks whoever serves what is due today."""
        self._person = person_id
        self._desk.study(learning.session, person_id, self._desk.today).then(self._begin)

    @property
    def card(self) -> Card | None:
        """What is asked now."""
        return self._queue[0] if self._queue else None

    def _begin(self, session: Session) -> None:
        self._queue, self._done, self._of = list(session.cards), [], len(session.cards)
        self.trouble.clear()
        self._share(session.known, session.regulars)
        self._show_card()
        self.open(self.show_it if self._queue else self.close_it)

    # ---- a card and its answer ----

    def _show_card(self) -> None:
        card = self.card
        self._told = False
        for part in (self.question, self.portrait, self.clues, self.answer, self.more):
            part.setVisible(False)
        self.show_it.setVisible(card is not None)
        self.knew.hide()
        self.missed.hide()
        self.back.setVisible(bool(self._done))
        self.close_it.setVisible(card is None)
        if card is None:
            self._show_end()
            return
        speech = self._desk.speech
        place = min(self._of, self._of - len({(one.member_id, one.asked) for one in self._queue}) + 1)
        self._where = self.tr("{place} of {all} today").format(
            place=speech.count(place), all=speech.count(self._of)
        )
        self._show_where()
        asks_name = card.asked == "name"
        self.question.setText(
            self.tr("Who is this?")
            if asks_name
            else self.tr("What is the usual of {name}?").format(name=card.name)
        )
        self.question.show()
        self.portrait.set_image(image_of(card.picture) if card.picture else None, self.tr("A face to know"))
        if asks_name and card.clues:
            self.clues.setText("\n".join(card.clues))
            self.clues.show()
        self.last = self.show_it
        if self.isVisible():
            self.show_it.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_answer(self) -> None:
        card = self.card
        if card is None or self._told:
            return
        self._told = True
        self.answer.setText(card.answer)
        self.answer.show()
        self.more.setText(
            self.tr("say “{spoken}”").format(spoken=card.say) if card.say and card.asked == "name" else ""
        )
        self.more.setVisible(bool(self.more.text()))
        self.show_it.hide()
        self.knew.show()
        self.missed.show()
        self.last = self.missed
        self.knew.setFocus(Qt.FocusReason.OtherFocusReason)

    def _knew(self) -> None:
        self._note(knew=True)

    def _missed(self) -> None:
        self._note(knew=False)

    def _note(self, *, knew: bool) -> None:
        card = self.card
        if card is None or not self._told:
            return
        self._queue.pop(0)
        self._done.append((card, knew))
        if not knew:
            self._queue.append(card)  # once more today, until it was right
        sent = self._desk.send(learning.note, self._person, card.member_id, card.asked, knew=knew)
        sent.then(self._noted).otherwise(self._refused)
        self._show_card()

    def _take_back(self) -> None:
        if self._done:
            self._desk.send(learning.take_back, self._person).then(self._taken_back).otherwise(self._refused)

    def _taken_back(self, _answer: Studied) -> None:
        card, knew = self._done.pop()
        if not knew:
            self._queue.remove(card)
        self._queue.insert(0, card)
        self._show_card()
        self._show_answer()

    def _noted(self, _answer: Studied) -> None:
        self.trouble.clear()
        self._ask_share()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    # ---- how far it has come ----

    def _ask_share(self) -> None:
        (share,) = self._desk.ask(learning.shares, [self._person], self._desk.today)
        self._share(share.known, share.regulars)

    def _share(self, known: int, regulars: int) -> None:
        said = share_words(Share(self._person, known, regulars, 0))
        self.bar.set_share(known / regulars if regulars else 0.0, said, glide=self.isVisible())
        self.bar.setVisible(regulars > 0)
        self._shared = said
        if self.card is not None:
            self._show_where()

    def _show_where(self) -> None:
        self.where.setText(" · ".join(part for part in (self._where, self._shared) if part))

    def _show_end(self) -> None:
        right = sum(knew for _, knew in self._done)
        if self._done:
            said = counted(len(self._done), "One answer today", "{n} answers today")
            self.where.setText(
                self.tr("{said}, {right} of them right. {share}").format(
                    said=said, right=self._desk.speech.count(right), share=self._shared
                )
            )
            self.question.setText(self.tr("That is all for today"))
        else:
            self.where.setText(self._shared)
            self.question.setText(self.tr("Nobody to learn today"))
            self.clues.setText(
                self.tr(
                    "Asked for are members who come at least once in two weeks and of whom a picture or something else is"
                    " known: “dog called Biscuit”. Note such things at the counter: Ctrl J."
                )
            )
            self.clues.show()
        self.question.show()
        self.last = self.close_it
        if self.isVisible():
            self.close_it.setFocus(Qt.FocusReason.OtherFocusReason)

    def _left(self) -> None:
        if self._done:
            self.learned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._told and key in (Qt.Key.Key_1, Qt.Key.Key_Y):
            self._note(knew=True)
        elif self._told and key in (Qt.Key.Key_2, Qt.Key.Key_N):
            self._note(knew=False)
        elif key == Qt.Key.Key_Backspace:
            self._take_back()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def share_words(share: Share) -> str:
    """“Knows 21 of 48 regulars by name”."""
    if not share.regulars:
        return text("Nobody comes often yet")
    return text("Knows {known} of {n} regulars by name").format(known=share.known, n=share.regulars)
