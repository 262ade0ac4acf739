"""The sheet for a new member: Enter on the name enrols at once; card and welcome points are given on the spot."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.enrol.knownhint import KnownHint
from shopkeeper.gui.widgets.answers import NoteField, YesNo
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.rules.cards import check_card, plain_code, read_scan, spaced
from shopkeeper.rules.emails import read_email
from shopkeeper.rules.typed_days import doubtful_birthday, read_birthday
from shopkeeper.service import members, programmes
from shopkeeper.service.details import Address, Birthday, Details, Remark, RemarkKind, cleaned
from shopkeeper.service.known import known_already
from shopkeeper.service.members import Enrolled
from shopkeeper.service.phones import read_phone
from shopkeeper.values import dataclass, field

LOOK_AFTER_MS = 160


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, as typed: kept when the sheet is put away, and offered again."""

    texts: dict[str, str] = field(default_factory=dict)
    letters: bool | None = None


class EnrolSheet(SlideOver):
    """Says `enrolled(Enrolled)`, `opened(member_id)` when the person turns out to be known, and after `enrolled`
    `household_asked(member_id, other_id)` where the new member lives with another."""

    enrolled = Signal(object)
    household_asked = Signal(int, int)
    opened = Signal(int)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("New member"), host, width=520)
        self._desk = desk
        self._busy = False
        self._draft: Draft | None = None
        self._lives_with: int | None = None
        tr = self.tr
        sheet = self.sheet
        self.take_up = QPushButton("", sheet)
        look.mark(self.take_up, kind="link")
        self.take_up.clicked.connect(self._take_up)
        self.name = Field(tr("Name"), sheet, kind="total")
        self.hint = KnownHint(sheet)
        self.phone = Field(tr("Phone"), sheet, longest=80)
        self.phone_2 = Field(tr("Another phone"), sheet, longest=80)
        self.email = Field(tr("E-mail"), sheet)
        self.card = Field(tr("Card"), sheet, hint=tr("Scan one, or leave it empty"), longest=60)
        self.say = Field(tr("How the name is said"), sheet, hint=tr("oh-KON-kwo"))
        self.birthday = Field(tr("Birthday, the year if known"), sheet, longest=60)
        self.street = Field(tr("Street"), sheet)
        self.postcode = Field(tr("Postcode"), sheet)
        self.town = Field(tr("Town"), sheet)
        self.likes = Field(tr("Likes, one after the other with commas"), sheet, longest=2000)
        self.warning = Field(tr("Warning, such as an allergy"), sheet)
        self.note = NoteField(tr("Note"), sheet)
        choices = ((tr("Not asked"), None), (tr("Yes"), True), (tr("No"), False))
        self.letters = YesNo(tr("May we write?"), choices, sheet)
        self.gift = Sentence("", "body", "2", sheet)
        self.trouble = ErrorLine(sheet)
        self.enrol = KeyButton(tr("Enrol"), "Enter", sheet)
        self._named: dict[str, Field] = {
            "name": self.name, "phone": self.phone, "phone_2": self.phone_2, "email": self.email, "card": self.card,
            "say": self.say, "birthday": self.birthday, "street": self.street, "postcode": self.postcode,
            "town": self.town, "likes": self.likes, "warning": self.warning,
        }  # fmt: skip
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_AFTER_MS)
        self._look.timeout.connect(self._look_for_known)
        self.last = self.enrol
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, look.px(8), 0)
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(10))
        rows: list[tuple[QWidget, ...]] = [
            (self.take_up,), (self.name,), (self.hint,), (self.phone, self.email), (self.phone_2,),
            (self.card, self.birthday), (self.say, self.warning), (self.street,), (self.postcode, self.town),
            (self.likes,), (self.note,), (self.letters,),
        ]  # fmt: skip
        for place, row in enumerate(rows):
            for column, part in enumerate(row):
                grid.addWidget(part, place, column, 1, 1 if len(row) == 2 else 2)
        grid.setRowStretch(len(rows), 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        scroll = QScrollArea(self.sheet)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.phone_2.hide()
        self.foot.setSpacing(look.px(10))
        for part in (self.trouble, self.gift, self.enrol):
            self.foot.addWidget(part)

    def _connect(self) -> None:
        for part in self._named.values():
            part.entered.connect(self._enrol)
            part.escaped.connect(self.escape)
        self.note.entered.connect(self._enrol)
        self.note.escaped.connect(self.escape)
        for part in (self.name, self.phone, self.phone_2, self.email, self.birthday):
            part.changed.connect(self._look.start)
        self.phone.left.connect(self._read_phones)
        self.phone_2.left.connect(self._read_phones)
        self.phone.changed.connect(self._offer_another_phone)
        self.email.left.connect(self._read_email)
        self.card.left.connect(self._read_card)
        self.birthday.changed.connect(self._read_birthday_quietly)
        self.birthday.left.connect(self._read_birthday)
        self.hint.opened.connect(self._open)
        self.hint.other_asked.connect(self._enrol_other)
        self.hint.household_asked.connect(self._enrol_at_home)
        self.enrol.clicked.connect(self._enrol)

    # ---- opening and putting away ----

    def begin(self, text: str = "", card: str = "") -> None:
        """Opens afresh; `text` is what was looked for and is nobody's: it goes into the field it fits."""
        if not self.isHidden():
            if card:
                self.take_card(card)
            return
        self._empty()
        points = self._desk.ask(programmes.on, self._desk.today).joining_points
        gift = self.tr("A card is given on the spot.")
        if points:
            gift = self.tr("A card and {points} are given on the spot.").format(
                points=self._desk.speech.points(points)
            )
        self.gift.setText(gift)
        self._offer_draft()
        if card:
            self.take_card(card)
        elif text:
            self._take_text(text)
        self.open(self.name.edit)

    def take_card(self, code: str) -> None:
        """A scanned card stands in its field."""
        self.card.set_text(spaced(plain_code(code)))
        self.card.note(self.tr("Nobody has this card yet."))
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scanned(self, code: str, known: bool) -> bool:
        """A card of nobody, scanned while the sheet is open, is the new member's; a known one opens its member."""
        if not known:
            self.take_card(code)
        return not known

    def _take_text(self, text: str) -> None:
        digits = sum(sign.isdigit() for sign in text)
        scan = read_scan(text)
        if "@" in text:
            self.email.set_text(text)
        elif scan is not None and scan.kind == "card":
            self.take_card(text)
        elif digits >= 5 and not any(sign.isalpha() for sign in text):
            self.phone.set_text(text)
        else:
            # Typed in haste into the find box: names begin with capitals.
            self.name.set_text(text.title() if text.islower() else text)

    def _offer_draft(self) -> None:
        draft = self._draft
        name = draft.texts.get("name", "") if draft is not None else ""
        self.take_up.setVisible(draft is not None)
        words = self.tr("Take up what was typed for “{name}” again").format(name=name)
        self.take_up.setText(words if name else self.tr("Take up what was typed before again"))
        self.take_up.setAccessibleName(self.take_up.text())

    def _take_up(self) -> None:
        if self._draft is not None:
            for name, text in self._draft.texts.items():
                if name == "note":
                    self.note.set_text(text)
                else:
                    self._named[name].set_text(text)
            self.letters.set_answer(self._draft.letters)
            self.phone_2.setVisible(bool(self.phone.text))
        self.take_up.hide()
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Goes; what was typed is kept and offered the next time."""
        if not self.isHidden():
            texts = {name: part.text for name, part in self._named.items() if part.text.strip()}
            if self.note.text.strip():
                texts["note"] = self.note.text
            if texts:
                self._draft = Draft(texts, self.letters.answer)
        super().put_away()

    def _empty(self) -> None:
        for part in self._named.values():
            part.set_text("")
            part.say("")
        self.note.set_text("")
        self.letters.set_answer(None)
        self.phone_2.hide()
        self.hint.show_known(())
        self.trouble.clear()
        self._set_busy(False)
        self._look.stop()

    # ---- while it is typed ----

    def _offer_another_phone(self) -> None:
        self.phone_2.setVisible(bool(self.phone.text.strip()) or bool(self.phone_2.text.strip()))

    def _read_phones(self) -> None:
        for part in (self.phone, self.phone_2):
            if not part.text.strip():
                continue
            try:
                part.warn(read_phone(part.text, self._desk.shop.country).warning)
            except Declined as declined:
                part.say(declined.because)

    def _read_email(self) -> None:
        try:
            read_email(self.email.text)
        except Declined as declined:
            self.email.say(declined.because)

    def _read_card(self) -> None:
        if self.card.text.strip():
            try:
                check_card(self.card.text)
            except Declined as declined:
                self.card.say(declined.because)

    def _read_birthday_quietly(self) -> None:
        try:
            self._birthday()
        except Declined:
            self.birthday.note("")

    def _read_birthday(self) -> None:
        try:
            self._birthday()
        except Declined as declined:
            self.birthday.say(declined.because)

    def _birthday(self) -> Birthday | None:
        if not self.birthday.text.strip():
            return None
        speech, today = self._desk.speech, self._desk.today
        read = read_birthday(self.birthday.text, order=speech.day_order, today=today)
        self.birthday.note(speech.birthday(read.month, read.day, read.year))
        doubt = doubtful_birthday(read)
        if doubt:
            self.birthday.warn(doubt)
        return Birthday(read.month, read.day, read.year)

    def _look_for_known(self) -> None:
        if self.isHidden() or self._busy:
            return
        typed = Details(
            name=self.name.text,
            phones=self._phones(),
            emails=(self.email.text,),
            addresses=(self._address(),),
        )
        try:
            good, contacts = cleaned(typed, country=self._desk.shop.country, name_required=False)
            birthday = self._birthday()
        except Declined:
            return  # said at its field when it is left
        if len(good.name) < 3 and not contacts:
            self.hint.show_known(())
            return
        try:
            known = self._desk.ask(known_already, good.name, contacts, birthday, good.addresses)
            self.hint.show_known(known, after=self.name.edit)
        except StorageTrouble as trouble:
            self.trouble.explain(trouble)

    def _address(self) -> Address:
        return Address(street=self.street.text, postcode=self.postcode.text, town=self.town.text)

    def _phones(self) -> tuple[str, ...]:
        return tuple(part.text for part in (self.phone, self.phone_2) if part.text.strip())

    # ---- enrolling ----

    def details(self) -> Details:
        """What is to be kept; Declined with the field that cannot be understood."""
        likes = [
            Remark("likes", liked) for liked in self.likes.text.replace("、", ",").split(",") if liked.strip()
        ]
        kind: RemarkKind = "warning"
        warnings = [Remark(kind, self.warning.text)] if self.warning.text.strip() else []
        return Details(
            name=self.name.text,
            say=self.say.text,
            phones=self._phones(),
            emails=(self.email.text,) if self.email.text.strip() else (),
            addresses=(self._address(),),
            card=self.card.text,
            birthday=self._birthday(),
            remarks=(*warnings, *likes),
            letters=self.letters.answer,
            note=self.note.text,
        )

    def _enrol(self) -> None:
        self._send(even_if_known=False)

    def _enrol_other(self) -> None:
        self._send(even_if_known=True)

    def _enrol_at_home(self, other_id: int) -> None:
        self._send(even_if_known=True, lives_with=other_id)

    def _send(self, *, even_if_known: bool, lives_with: int | None = None) -> None:
        if self._busy:
            return
        self._lives_with = lives_with
        self.trouble.clear()
        try:
            details = self.details()
        except Declined as declined:
            self._explain(declined)
            return
        self._set_busy(True)
        self._look.stop()
        sent = self._desk.send(members.enrol, details, by=self._desk.serving, even_if_known=even_if_known)
        sent.then(self._done).otherwise(self._refused)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.enrol.setEnabled(not busy)

    def _done(self, enrolled: Enrolled) -> None:
        self._empty()
        self._draft = None
        self.put_away()
        self.enrolled.emit(enrolled)
        if self._lives_with is not None:
            self.household_asked.emit(enrolled.member_id, self._lives_with)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Declined | StorageTrouble):
            self._explain(error)

    def _explain(self, error: Declined | StorageTrouble) -> None:
        """The sentence stands at the field it concerns, and the caret too; what was typed stays."""
        if isinstance(error, Declined) and error.code == "known_already":
            self._look_for_known()
            self.hint.show_known(self.hint.known, asking=True, after=self.name.edit)
            if self.hint.people:
                self.hint.people[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        about = error.about if isinstance(error, Declined) else ""
        if about == "note":
            self.note.say(error.because)
            self.note.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        part = self._named.get({"remark": "likes"}.get(about, about))
        if about == "phone" and self._wrong_phone_is_the_second():
            part = self.phone_2
        if part is None:
            self.trouble.say(error.because)
            return
        part.say(error.because)
        part.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrong_phone_is_the_second(self) -> bool:
        try:
            read_phone(self.phone.text, self._desk.shop.country)
        except Declined:
            return False
        return True

    def _open(self, member_id: int) -> None:
        self.put_away()
        self.opened.emit(member_id)
