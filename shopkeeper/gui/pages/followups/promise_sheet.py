"""A promise made where the morning is looked at: to whom, then what and by when in one line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui import memory_words as memory
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.whom import Whom
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.noticing import Noticed, as_kind
from shopkeeper.service import promises
from shopkeeper.service.promises import Promised


class PromiseSheet(SlideOver):
    """Says `done(Toast)` when a promise was made."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("A promise"), host, width=500, tall=True)
        self._desk = desk
        self._insists = False
        sheet = self.sheet
        self.whom = Whom(desk, sheet)
        self.whom.box.set_hint(self.tr("To whom?"))
        self.line = Field(
            self.tr("What, and by when"), sheet, hint=self.tr("two rye loaves kept aside by Friday")
        )
        self.trouble = ErrorLine(sheet)
        self.save = KeyButton(self.tr("Promise it"), "Enter", sheet)
        self.last = self.save
        self.body.setSpacing(look.px(12))
        self.whom.view.setMinimumHeight(2 * look.row_height())
        self.body.addWidget(self.whom, 1)
        self.body.addWidget(self.line)
        self.foot.setSpacing(look.px(10))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)
        self.whom.taken.connect(self._to_line)
        self.whom.escaped.connect(self.escape)
        self.line.changed.connect(self._understand)
        self.line.entered.connect(self._save)
        self.line.escaped.connect(self.escape)
        self.save.clicked.connect(self._save)

    def begin(self) -> None:
        """Empty, the caret in the find box."""
        self.trouble.clear()
        self.line.clear()
        self._insist(False)
        self.whom.begin()
        self.open(self.whom.box.edit)

    def _to_line(self) -> None:
        if self.whom.member_id is not None:
            self.line.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noticed(self) -> Noticed | None:
        said, desk = self.line.text, self._desk
        if not said.strip():
            return None
        return as_kind(said, "promise", today=desk.today, order=desk.speech.day_order)

    def _understand(self) -> None:
        self.trouble.clear()
        self._insist(False)
        noticed = self._noticed()
        if noticed is not None:
            self.line.note(memory.understood(noticed, self._desk.today, self._desk.speech))

    def _insist(self, insists: bool) -> None:
        self._insists = insists
        act = self.tr("Promise it all the same") if insists else self.tr("Promise it")
        self.save.setText(act)
        self.save.setAccessibleName(act)

    def _save(self) -> None:
        desk, noticed, member = self._desk, self._noticed(), self.whom.member_id
        if member is None:
            self.trouble.say(self.tr("Whom is it promised to? Type two or three letters of the name."))
            self.whom.box.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if noticed is None or noticed.day is None:
            self.line.say(self.tr("What is promised? Write it in the line, with the day."))
            return
        sent = desk.send(
            promises.make, member, noticed.text, noticed.day, by=desk.serving, even_if_there=self._insists
        )
        sent.then(self._made).otherwise(self._refused)

    def _made(self, promised: Promised) -> None:
        due = memory.due_by(promised.promise.due_on, self._desk.today, self._desk.speech)
        sentence = self.tr("Promised {name} {by}").format(
            name=members.called(promised.name, promised.number), by=due
        )
        self.done.emit(Toast(sentence, promised.promise.text, undo=True))
        self.put_away()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
            if isinstance(error, Declined) and error.code == "promised_already":
                self._insist(True)
