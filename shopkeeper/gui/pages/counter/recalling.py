"""What is done at the counter about what is remembered: a promise kept, a question answered, a line noted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import member_words as words
from shopkeeper.gui import memory_words as memory
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.noteline import NoteLine
from shopkeeper.gui.pages.counter.about import NOTE_KEYS
from shopkeeper.gui.pages.counter.remember import REST_KEYS, Recall, Remember
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import matters, noting, promises, questions, wanted
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.matters import Handled
from shopkeeper.service.noting import Noted
from shopkeeper.service.promises import Promised
from shopkeeper.service.questions import Answered
from shopkeeper.service.wanted import Wanted

if TYPE_CHECKING:
    from shopkeeper.gui.matter_sheet import MatterSheet


class Recalling(QObject):
    """Listens to the card's reminders and its note line; says `settled` when an act is done and the caret may go back."""

    settled = Signal()

    def __init__(self, desk: Desk, shell: Shell, remember: Remember, note: NoteLine, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._shell = shell
        self._note = note
        self._remember = remember
        self._at: AtCounter | None = None
        self._came_from: QWidget | None = None
        self._sheet: MatterSheet | None = None
        remember.recalled.connect(self._recall)
        note.noted.connect(self._keep)
        note.left.connect(self._go_back)
        for keys, slot in ((NOTE_KEYS, self._to_note), (REST_KEYS, remember.show_all)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)

    def for_member(self, at: AtCounter) -> None:
        """Whose card is shown; what was typed about another is not kept for this one."""
        if self._at is not None and self._at.card.member_id != at.card.member_id:
            self._note.clear()
        self._at = at
        self._note.for_day(self._desk.today, self._desk.speech)

    def sold(self, member_id: int | None) -> None:
        """The visit ends: a question that was shown and not answered was asked for the last time."""
        at = self._at
        if at is not None and at.question is not None and at.card.member_id == member_id and self._asked(at):
            self._desk.send(questions.passed, at.question.id, member_id, by=self._desk.serving)

    @staticmethod
    def _asked(at: AtCounter) -> bool:
        """Only one question a visit: while nobody knows whether letters are welcome, that one is put; and none to who
        waits for an answer themselves."""
        asks_letters = at.card.details.letters is None and bool(at.card.name)
        return not asks_letters and not any(one.kind == "complaint" for one in at.matters)

    # ---- a line about the member ----

    def _to_note(self) -> None:
        if self._at is None or not self._note.isVisible() or SlideOver.over(self._shell) is not None:
            return
        self._came_from = QApplication.focusWidget()
        self._note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep(self, noticed: object) -> None:
        from shopkeeper.rules.noticing import Noticed

        assert isinstance(noticed, Noticed)
        if self._at is not None:
            sent = self._desk.send(noting.note, self._at.card.member_id, noticed, by=self._desk.serving)
            sent.then(self._kept).otherwise(self._not_kept)

    def _kept(self, noted: Noted) -> None:
        name = words.called(noted.name, noted.number)
        self._note.clear()
        self._shell.show_toast(
            Toast(self.tr("Noted for {name}").format(name=name), self._detail(noted), undo=True)
        )
        self._go_back()

    def _detail(self, noted: Noted) -> str:
        from shopkeeper.rules.noticing import Noticed

        noticed = Noticed(noted.kind, noted.text, noted.day)
        if noted.kind in ("birthday", "date") and noted.day is not None:
            return (
                f"{noted.text or self.tr('Birthday')} · {self._desk.speech.day(noted.day, self._desk.today)}"
            )
        return memory.understood(noticed, self._desk.today, self._desk.speech)

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._note.say(error.because)

    def _go_back(self) -> None:
        before, self._came_from = self._came_from, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._shell.find_box.call()

    # ---- what is remembered ----

    def _recall(self, recall: object) -> None:
        assert isinstance(recall, Recall)
        desk, by = self._desk, self._desk.serving
        if self._at is None:
            return
        member_id = self._at.card.member_id
        if recall.kind == "kept":
            desk.send(promises.settle, recall.id, by=by).then(self._promise_kept)
        elif recall.kind == "matter":
            self._open_matter(recall.id)
        elif recall.kind in ("right now", "not right"):
            desk.send(matters.ask, recall.id, recall.kind == "right now", by=by).then(self._was_asked)
        elif recall.kind in ("told", "bought"):
            state = "told" if recall.kind == "told" else "bought"
            desk.send(wanted.change, recall.id, state, by=by).then(self._want_changed)
        elif recall.kind == "answer":
            desk.send(questions.answer, recall.id, member_id, recall.text, by=by).then(self._answered)
        else:
            desk.send(questions.put_aside, recall.id, member_id, by=by).then(self._put_aside)

    def _open_matter(self, matter_id: int) -> None:
        if self._sheet is None:
            from shopkeeper.gui.matter_sheet import MatterSheet  # when there is one to open

            self._sheet = MatterSheet(self._desk, self._shell)
            self._sheet.done.connect(self._tell)
            self._sheet.closed.connect(self.settled)
        self._sheet.open_matter(matter_id)

    def _tell(self, toast: object) -> None:
        assert isinstance(toast, Toast)
        self._shell.show_toast(toast)

    def _promise_kept(self, promised: Promised) -> None:
        name = words.called(promised.name, promised.number)
        said = self.tr("Promise to {name} kept").format(name=name)
        self._done(Toast(said, promised.promise.text, undo=True))

    def _was_asked(self, handled: Handled) -> None:
        name = words.called(handled.name, handled.number)
        right = self.tr("It is right for {name}. Close it when you know what came of it.")
        again = self.tr("Open again for {name}")
        said = (right if handled.matter.right_now else again).format(name=name)
        self._done(Toast(said, handled.matter.text, undo=True))

    def _want_changed(self, changed: Wanted) -> None:
        said = self.tr("{what} for {name}: noted").format(
            what=changed.what, name=words.called(changed.name, changed.number)
        )
        self._done(Toast(said, undo=True))

    def _answered(self, answered: Answered) -> None:
        name = words.called(answered.name, answered.number)
        points = f"+{self._desk.speech.points(answered.points)}" if answered.points else ""
        said = self.tr("{name}: {answer}").format(name=name, answer=answered.text)
        self._done(Toast(said, points, undo=True))

    def _put_aside(self, _act: int) -> None:
        self._done(Toast(self.tr("This is not asked again"), "", undo=True))

    def _done(self, toast: Toast) -> None:
        self._shell.show_toast(toast)
        self.settled.emit()
