"""The form for a member's details: who it is and how to reach them in one pane, what to remember in the other."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.memory_words import delicate
from shopkeeper.gui.pages.members.addresses import Addresses
from shopkeeper.gui.pages.members.parts import fit_icons, icon_button
from shopkeeper.gui.pages.members.several import Several
from shopkeeper.gui.pages.members.typed import Typed, as_typed, born, meant
from shopkeeper.gui.widgets.answers import NoteField, YesNo
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.emails import read_email
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.typed_days import Birthday as BirthdayRead
from shopkeeper.rules.typed_days import doubtful_birthday
from shopkeeper.say import text as say
from shopkeeper.service import members
from shopkeeper.service.details import REMARK_KINDS, Details
from shopkeeper.service.members import Edited
from shopkeeper.service.phones import read_phone
from shopkeeper.service.revising import revise

ONE_PANE = 620
"""Pixels at text size 100 %; with less room the panes stand one below the other."""


class EditView(QWidget):
    """Says `saved(Edited)`, `changed` when something was typed, and `left` for one step back: what was typed for a
    member stays until it is saved or thrown away, wherever one goes meanwhile."""

    changed = Signal()
    saved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._member_id: int | None = None
        self._seen = Details("")
        self._kept: dict[int, tuple[Details, Typed]] = {}
        self._filling = False
        self._busy = False
        self._two: bool | None = None
        tr = self.tr
        self.back = icon_button("", "chevron-left", self, "quiet")
        self.back.setAccessibleName(tr("Back"))
        self.back.clicked.connect(self.leave)
        self.heading = Sentence(tr("Details"), "heading", "", self, wrap=False)
        self.again = Sentence(tr("What you typed before is here again."), "body", "2", self)
        self.again.hide()
        self.throw = QPushButton(tr("As it was"), self)
        self.throw.setAccessibleName(tr("As it was: throw away what was typed"))
        self.throw.clicked.connect(self.throw_away)
        self.save = KeyButton(tr("Save"), "Enter", self)
        self.save.clicked.connect(self._save)
        self.trouble = ErrorLine(self)
        self._inside = QWidget(self)
        look.mark(self._inside, panel="inside")
        self._make_left()
        self._make_right()
        self._arrange()
        self._connect()
        self._set_panes()

    # ---- the parts ----

    def _make_left(self) -> None:
        inside, tr = self._inside, self.tr
        self._who = Panel(tr("Who it is"), parent=inside)
        self.name = Field(tr("Name"), self._who)
        self.say = Field(tr("How the name is said"), self._who, hint=tr("oh-KON-kwo"))
        self.greeting = Field(tr("How a letter greets"), self._who, hint=tr("Margaret"))
        self.birthday = Field(tr("Birthday, the year if known"), self._who, longest=60)
        self.leap = YesNo(
            tr("29 February is kept on"), ((tr("28 February"), False), (tr("1 March"), True)), self._who
        )
        self.number = Field(tr("Number"), self._who, longest=40)
        self.joined = Field(tr("Member since"), self._who, longest=60)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(10))
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.name,), (self.say, self.greeting), (self.birthday,), (self.leap,), (self.number, self.joined)
        )  # fmt: skip
        for place, row in enumerate(rows):
            for column, part in enumerate(row):
                grid.addWidget(part, place, column, 1, 1 if len(row) == 2 else 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._who.add(grid)
        self._reach = Panel(tr("How to reach them"), parent=inside)
        self.phones = Several(tr("Phone"), self._reach, longest=80, check=self._read_phone)
        self.emails = Several(tr("E-mail"), self._reach, check=self._read_email)
        self.addresses = Addresses(self._reach)
        choices = ((tr("Not asked"), None), (tr("Yes"), True), (tr("No"), False))
        self.letters = YesNo(tr("May we write?"), choices, self._reach)
        for part in (self.letters, self.phones, self.emails, self.addresses):
            self._reach.add(part)

    def _make_right(self) -> None:
        inside, tr = self._inside, self.tr
        self._remember = Panel(tr("What to remember"), parent=inside)
        names = {
            "warning": (tr("Warning, such as an allergy"), tr("Nut allergy")),
            "usual": (tr("The usual"), tr("A flat white and a rye loaf")), "likes": (tr("Likes"), tr("Rye bread")),
            "dislikes": (tr("Dislikes"), ""), "size": (tr("Size"), tr("Shoes 38")),
            "matters": (tr("What matters to them"), tr("Quick, and no plastic")),
            "fact": (tr("To remember"), tr("A dachshund called Biscuit")),
        }  # fmt: skip
        self.remarks = {
            kind: Several(names[kind][0], self._remember, hint=names[kind][1], check=_read_remark)
            for kind in REMARK_KINDS
        }
        for part in self.remarks.values():
            self._remember.add(part)
        self._notes = Panel(parent=inside)
        self.note = NoteField(tr("Note"), self._notes)
        self.note.edit.setFixedHeight(look.px(120))
        self._notes.add(self.note)
        self.delicate = Sentence("", "small", "attention", self._notes)
        self._notes.add(self.delicate)
        self.delicate.hide()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(look.px(10))
        top.addWidget(self.back)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.throw)
        top.addWidget(self.save)
        self._left_pane, self._right_pane = QVBoxLayout(), QVBoxLayout()
        for pane, parts in (
            (self._left_pane, (self._who, self._reach)),
            (self._right_pane, (self._remember, self._notes)),
        ):
            pane.setSpacing(look.px(theme.SPACE_BETWEEN))
            for part in parts:
                pane.addWidget(part)
            pane.addStretch(1)
        self._panes = QGridLayout(self._inside)
        self._panes.setContentsMargins(0, 0, look.px(8), 0)
        self._panes.setSpacing(look.px(theme.SPACE_BETWEEN))
        self.area = QScrollArea(self)
        self.area.setWidget(self._inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        around = look.px(theme.SPACE_AROUND)
        column.setContentsMargins(around, look.px(12), around, look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(top)
        column.addWidget(self.again)
        column.addWidget(self.trouble)
        column.addWidget(self.area, 1)

    def _connect(self) -> None:
        self._fields: dict[str, Field] = {
            "name": self.name, "say": self.say, "greeting": self.greeting, "birthday": self.birthday,
            "number": self.number, "joined": self.joined,
        }  # fmt: skip
        for field in self._fields.values():
            for signal, slot in (
                (field.changed, self._typed), (field.entered, self._save), (field.escaped, self.leave)
            ):  # fmt: skip
                signal.connect(slot)
        for part in (self.phones, self.emails, *self.remarks.values()):
            part.changed.connect(self._typed)
            part.entered.connect(self._save)
            part.escaped.connect(self.leave)
        self.addresses.changed.connect(self._typed)
        self.addresses.entered.connect(self._save)
        self.addresses.escaped.connect(self.leave)
        self.note.edit.textChanged.connect(self._typed)
        self.note.entered.connect(self._save)
        self.note.escaped.connect(self.leave)
        for button in (*self.letters.buttons, *self.leap.buttons):
            button.toggled.connect(self._typed)
        self.birthday.changed.connect(self._read_birthday_quietly)
        self.birthday.left.connect(self._read_birthday)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._save)

    # ---- opening ----

    @property
    def member_id(self) -> int | None:
        """Whose details are in the form."""
        return self._member_id

    def begin(self, member_id: int) -> None:
        """Shows a member's details, or what was typed about them before. Declined for one who is not in the book."""
        details, _, _ = self._desk.ask(members.details_of, member_id)
        kept = self._kept.get(member_id)
        self._seen, typed = kept or (details, as_typed(details, self._desk.speech))
        if self._member_id != member_id:
            self.area.verticalScrollBar().setValue(0)
        self._member_id = member_id
        self.again.setVisible(kept is not None)
        self._fill(typed)
        self._show_delicate(typed)
        name = words.called(details.name, details.number)
        self.back.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, look.px(320)))
        self.back.setAccessibleName(self.tr("Back to {name}").format(name=name))
        self.take_caret()

    def take_caret(self) -> None:
        """Puts the caret into the name."""
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def pending(self, member_id: int) -> bool:
        """Whether something was typed about a member that is neither saved nor thrown away."""
        return member_id in self._kept

    @property
    def waiting(self) -> tuple[int, ...]:
        """The members about whom something is still to be saved."""
        return tuple(self._kept)

    def forget(self, member_id: int) -> None:
        """What was typed about a member is thrown away."""
        self._kept.pop(member_id, None)
        if member_id == self._member_id:
            self._fill(as_typed(self._seen, self._desk.speech))

    def throw_away(self) -> None:
        """The form is as the details are now."""
        if self._member_id is not None:
            self._kept.pop(self._member_id, None)
            self.begin(self._member_id)

    def leave(self) -> None:
        """One step back; what was typed stays."""
        self.left.emit()

    # ---- what is typed ----

    def typed(self) -> Typed:
        """What stands in the form."""
        return Typed(
            name=self.name.text, say=self.say.text, greeting=self.greeting.text, number=self.number.text,
            birthday=self.birthday.text, leap_in_march=bool(self.leap.answer), joined=self.joined.text,
            phones=self.phones.texts, emails=self.emails.texts, addresses=self.addresses.addresses,
            letters=self.letters.answer, remarks=tuple(part.texts for part in self.remarks.values()),
            note=self.note.text,
        )  # fmt: skip

    def _fill(self, typed: Typed) -> None:
        self._filling = True
        for name, field in self._fields.items():
            field.set_text(getattr(typed, name))
            field.edit.setCursorPosition(0)
        self.leap.set_answer(typed.leap_in_march)
        self.phones.set_texts(typed.phones)
        self.emails.set_texts(typed.emails)
        self.addresses.set_addresses(typed.addresses)
        self.letters.set_answer(typed.letters)
        for kind, texts in zip(REMARK_KINDS, typed.remarks, strict=True):
            self.remarks[kind].set_texts(texts)
        self.note.set_text(typed.note)
        self._filling = False
        self.trouble.clear()
        self._set_busy(False)
        self._typed()

    def _typed(self, _what: object = None) -> None:
        if self._filling or self._member_id is None:
            return
        typed = self.typed()
        if typed == as_typed(self._seen, self._desk.speech):
            self._kept.pop(self._member_id, None)
            self.again.hide()
        else:
            self._kept[self._member_id] = self._seen, typed
        self._show_leap()
        self._show_delicate(typed)
        self._set_busy(self._busy)
        self.changed.emit()

    def _show_delicate(self, typed: Typed) -> None:
        """Says so, where what is noted now touches on health or belief; what was there before is not said again."""
        before = as_typed(self._seen, self._desk.speech)
        touches = delicate(*_noted(typed), known=_noted(before))
        self.delicate.setText(touches)
        self.delicate.setVisible(bool(touches))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        changed = self._member_id in self._kept
        self.save.setEnabled(changed and not busy)
        if not changed and self.throw.hasFocus():
            self.take_caret()
        self.throw.setEnabled(changed and not busy)

    def _read_phone(self, text: str) -> str:
        return read_phone(text, self._desk.shop.country).warning

    def _read_email(self, text: str) -> str:
        read_email(text)
        return ""

    def _show_leap(self) -> None:
        try:
            birthday = born(self.typed(), self._seen, self._desk.speech, self._desk.today)
        except Declined:
            birthday = None
        shown = birthday is not None and (birthday.month, birthday.day) == (2, 29)
        self.leap.setVisible(shown)

    def _read_birthday_quietly(self) -> None:
        try:
            self._say_birthday()
        except Declined:
            self.birthday.note("")

    def _read_birthday(self) -> None:
        try:
            self._say_birthday()
        except Declined as declined:
            self.birthday.say(declined.because)

    def _say_birthday(self) -> None:
        if self.birthday.text == as_typed(self._seen, self._desk.speech).birthday:
            return
        birthday = born(self.typed(), self._seen, self._desk.speech, self._desk.today)
        if birthday is None:
            return
        self.birthday.note(self._desk.speech.birthday(birthday.month, birthday.day, birthday.year))
        doubt = doubtful_birthday(BirthdayRead(birthday.year, birthday.month, birthday.day))
        if doubt:
            self.birthday.warn(doubt)

    # ---- saving ----

    def _save(self) -> None:
        if self._busy or self._member_id is None:
            return
        self.trouble.clear()
        if not self.pending(self._member_id):
            self.leave()
            return
        try:
            wanted = meant(self.typed(), self._seen, self._desk.speech, self._desk.today)
        except Declined as declined:
            self._explain(declined)
            return
        self._set_busy(True)
        sent = self._desk.send(revise, self._member_id, self._seen, wanted, by=self._desk.serving)
        sent.then(self._done).otherwise(self._refused)

    def _done(self, edited: Edited) -> None:
        self._busy = False
        self._kept.pop(edited.member_id, None)
        self.saved.emit(edited)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Declined | StorageTrouble):
            self._explain(error)

    def _explain(self, error: Declined | StorageTrouble) -> None:
        """The sentence stands at the field it concerns, and the caret too; what was typed stays."""
        about = error.about if isinstance(error, Declined) else ""
        remarks = list(self.remarks.values())
        several = {
            "phone": self.phones, "email": self.emails,
            "remark": next((part for part in remarks if part.wrong is not None), remarks[0]),
        }.get(about)  # fmt: skip
        field = self._fields.get(about)
        if about in self.addresses.part_names:
            field = self.addresses.field(about)
        if several is not None:
            several.refuse(error.because)
        elif field is not None:
            field.say(error.because)
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif about == "note":
            self.note.say(error.because)
            self.note.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.trouble.explain(error)
            return
        caret = QApplication.focusWidget()
        if caret is not None and self._inside.isAncestorOf(caret):
            self.area.ensureWidgetVisible(caret, 0, look.px(80))

    # ---- keys and room ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_panes()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            fit_icons(self)
            self._set_panes()

    def _set_panes(self) -> None:
        # Beside each other only where neither is cut: large text or another language needs more than the usual.
        needed = sum(pane.minimumSize().width() for pane in (self._left_pane, self._right_pane))
        room = (
            self.area.width()
            - look.px(theme.SPACE_BETWEEN + 8)
            - self.area.verticalScrollBar().sizeHint().width()
        )
        two = self.width() >= look.px(ONE_PANE) and needed <= room
        if two == self._two:
            return
        self._two = two
        for pane in (self._left_pane, self._right_pane):
            self._panes.removeItem(pane)
        self._panes.addLayout(self._left_pane, 0, 0)
        self._panes.addLayout(self._right_pane, 0 if two else 1, 1 if two else 0)
        self._panes.setColumnStretch(0, 1)
        self._panes.setColumnStretch(1, 1 if two else 0)


def _noted(typed: Typed) -> list[str]:
    return [*(one for kind in typed.remarks for one in kind), typed.note]


def _read_remark(text: str) -> str:
    clean_line(text, about="remark", label=say("What to remember"), required=True)
    return ""
