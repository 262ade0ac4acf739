"""Who sent whom: the thanks that are owed, and what those who send others have brought."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.parts import Entry, ListView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.whom import Whom
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.say import counted
from shopkeeper.service import referrals
from shopkeeper.service.referrals import Referral, ReferralKept, Sender

MOST_OWED, MOST = 12, 60


class ReferralsView(ListView):
    """Two cards; says `note_asked(id, occasion, kind)` for a letter of thanks."""

    note_asked = Signal(object, str, str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Who sent whom"), parent)
        self._desk, self._shell = desk, shell
        self._sheet: LinkSheet | None = None
        self.remark.setText(self.tr("Note it at the counter: Ctrl J, then “sent here by” and the name."))
        self.owed = self.card(
            self.tr("Thanks owed"), self.tr("Everybody who sent somebody has been thanked.")
        )
        self.senders = self.card(
            self.tr("Who brought whom in the last year"), self.tr("Nobody is noted as having sent somebody.")
        )

    def refresh(self) -> None:
        """Reads the book anew."""
        desk, today = self._desk, self._desk.today
        sent = desk.ask(referrals.sent, today)
        owed = [one for one in sent if one.thanked_on is None]
        self.owed.show_entries([self._owed(one, today) for one in owed[:MOST_OWED]])
        self.senders.show_entries([self._sender(one) for one in referrals.senders(sent)[:MOST]])
        if sent:
            came = sum(one.visits > 0 for one in sent)
            spent = desk.speech.money(sum(one.spent_minor for one in sent))
            self.remark.setText(
                self.tr("{sent} here in the last year; {came} bought something, for {amount} in all.").format(
                    sent=desk.speech.counted(len(sent), "{n} was sent", "{n} were sent"),
                    came=desk.speech.count(came), amount=spent,
                )
            )  # fmt: skip

    def _owed(self, one: Referral, today: date) -> Entry:
        speech = self._desk.speech
        came = members.called(one.name, one.number)
        when = speech.near(one.noted_on, today)
        detail = self.tr("sent {name} {when}").format(name=came, when=when)
        if one.because:
            return Entry(one.sender, detail, one.because, one)
        acts = [(self.tr("Thanked"), self._thanked)]
        if one.sender_id is not None:
            acts.insert(0, (self.tr("Write"), self._write))
        else:
            acts.append((self.tr("It is a member…"), self._ask_whom))
        return Entry(
            one.sender, detail, "" if one.sender_id is not None else self.tr("not a member"), one, tuple(acts)
        )

    def _sender(self, one: Sender) -> Entry:
        parts = [
            counted(one.sent, "sent {n}", "sent {n}"),
            counted(one.came, "{n} bought something", "{n} bought something"),
            self._desk.speech.money(one.spent_minor),
        ]
        aside = (
            counted(one.owed, "{n} thank-you owed", "{n} thank-yous owed") if one.owed else self.tr("thanked")
        )
        return Entry(one.name, " · ".join(parts), aside)

    # ---- what is done ----

    def _write(self, one: object) -> None:
        assert isinstance(one, Referral)
        self.note_asked.emit(one.sender_id, one.occasion, referrals.LETTER)

    def _thanked(self, one: object) -> None:
        assert isinstance(one, Referral)
        self._desk.send(referrals.thank, one.id, by=self._desk.serving).then(self._was_thanked)

    def _was_thanked(self, kept: ReferralKept) -> None:
        sentence = self.tr("{name} was thanked").format(name=kept.referral.sender)
        self._shell.show_toast(
            Toast(sentence, members.called(kept.referral.name, kept.referral.number), undo=True)
        )

    def _ask_whom(self, one: object) -> None:
        assert isinstance(one, Referral)
        if self._sheet is None:
            self._sheet = LinkSheet(self._desk, self._shell)
            self._sheet.done.connect(self._shell.show_toast)
        self._sheet.begin(one)


class LinkSheet(SlideOver):
    """Which member somebody is who is named as having sent another; says `done(Toast)`."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Who sent them"), host, width=480, tall=True)
        self._desk = desk
        self._one: Referral | None = None
        self.about = Sentence("", "body", "", self.sheet)
        self.whom = Whom(desk, self.sheet)
        self.whom.box.set_hint(self.tr("Which member is it?"))
        self.whom.view.setMinimumHeight(2 * look.row_height())
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton(self.tr("This one"), "Enter", self.sheet)
        self.last = self.save
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.about)
        self.body.addWidget(self.whom, 1)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)
        self.whom.taken.connect(self._save)
        self.whom.escaped.connect(self.escape)
        self.save.clicked.connect(self._save)

    def begin(self, one: Referral) -> None:
        """Opens with the name looked up."""
        self._one = one
        self.trouble.clear()
        self.about.setText(
            self.tr("{sender} is named as having sent {name}.").format(
                sender=one.sender, name=members.called(one.name, one.number)
            )
        )
        self.whom.begin()
        self.whom.box.set_text(one.sender)
        self.whom.box.edit.selectAll()
        self.open(self.whom.box.edit)

    def _save(self) -> None:
        member, one = self.whom.member_id, self._one
        if member is not None and one is not None:
            sent = self._desk.send(referrals.link, one.id, member, by=self._desk.serving)
            sent.then(self._linked).otherwise(self._refused)

    def _linked(self, kept: ReferralKept) -> None:
        name = members.called(kept.referral.name, kept.referral.number)
        sentence = self.tr("{sender} sent {name}").format(sender=kept.referral.sender, name=name)
        self.done.emit(Toast(sentence, "", undo=True))
        self.put_away()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
            self.whom.box.edit.setFocus(Qt.FocusReason.OtherFocusReason)
