"""What was heard: how the shop keeps its word, complaints by subject and touch point, what members need, allowances."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as members
from shopkeeper.gui import memory_words as memory
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.followups.need_words import benefit_ledger
from shopkeeper.gui.pages.followups.parts import Entry, ListPanel, ListView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.amounts import read_amount
from shopkeeper.say import counted, text
from shopkeeper.service import allowances, heard, needs, people, promises
from shopkeeper.service.heard import Trend
from shopkeeper.service.needs import Benefit, NeedMade
from shopkeeper.service.people import Person

DAYS = 90


class HeardView(ListView):
    """Cards for promises, complaints, needs and, to the owner, allowances."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("What we heard"), parent)
        self._desk, self._shell = desk, shell
        self._list: LedgerSheet | None = None
        self.word = self.card(self.tr("Our word"), self.tr("Nothing was promised yet."))
        self.subjects = self.card(
            self.tr("Complaints by subject"),
            self.tr("No complaint in half a year. Ask for them: few say what is wrong."),
        )
        self.touches = self.card(
            self.tr("Complaints by how they came"), self.tr("No complaint in half a year.")
        )
        self.needs = self.card(
            self.tr("What members need"),
            self.tr("No need is named yet. Open a complaint or a request and file it under one."),
        )
        self.allowances = self.card(
            self.tr("To put things right without asking"), self.tr("Nobody serves but the owner.")
        )
        self._amount = Field(self.tr("The amount for one matter"), self, longest=20)
        self._amount.hide()
        self._amount.entered.connect(self._set_allowance)
        self._amount.escaped.connect(self._leave_amount)
        self._whose: Person | None = None
        row = QHBoxLayout()
        row.addWidget(self._amount)
        row.addStretch(1)
        self._amount.setMaximumWidth(look.px(260))
        self.allowances.body.addLayout(row)

    def refresh(self) -> None:
        """Reads the book anew."""
        desk, today = self._desk, self._desk.today
        self._show_word()
        by_subject = desk.ask(heard.trend, today, "subject", days=DAYS)
        self._show_trend(self.subjects, by_subject, self._subject)
        self._show_trend(self.touches, desk.ask(heard.trend, today, "touch", days=DAYS), self._touch)
        money = desk.speech.money
        self.needs.show_entries(
            [
                Entry(
                    need.text,
                    counted(need.members, "{n} member said so", "{n} members said so"),
                    self.tr("they spent {amount} here").format(amount=money(need.spent_minor))
                    if need.made_on is None
                    else self.tr("done {when}").format(when=desk.speech.near(need.made_on, today)),
                    need.id,
                    ((self.tr("Who else"), self._who_else), (self.tr("It is done"), self._need_made))
                    if need.made_on is None
                    else ((self.tr("Whom to tell"), self._whom_to_tell),),
                )
                for need in desk.ask(needs.needs)
            ]
        )  # fmt: skip
        self._show_allowances()

    def _show_word(self) -> None:
        desk, today = self._desk, self._desk.today
        entries = []
        everyone = desk.ask(promises.kept_share, today)
        for name, record in (
            (self.tr("All of us"), everyone),
            *(
                (one.name, desk.ask(promises.kept_share, today, person=one.id))
                for one in desk.ask(people.everyone)
            ),
        ):
            if record.given:
                share = desk.speech.percent(record.on_time, record.given)
                parts = [
                    self.tr("{share} kept on time").format(share=share),
                    counted(record.given, "{n} promise", "{n} promises"),
                    counted(record.late, "{n} late", "{n} late") if record.late else "",
                    counted(record.broken, "{n} broken", "{n} broken") if record.broken else "",
                ]
                entries.append(Entry(name, " · ".join(part for part in parts if part)))
        self.word.show_entries(entries)

    def _show_trend(self, card: ListPanel, rows: tuple[Trend, ...], name: Callable[[str], str]) -> None:
        entries = []
        for row in rows:
            now = counted(row.now, "{n} in the last three months", "{n} in the last three months")
            before = counted(row.before, "{n} in the three before", "{n} in the three before")
            tone = self.tr("more than before") if row.now > row.before else ""
            entries.append(Entry(name(row.about), f"{now} · {before}", tone))
        card.show_entries(entries)

    def _subject(self, subject: str) -> str:
        return memory.subject_name(subject) if subject else self.tr("No subject")

    def _touch(self, touch: str) -> str:
        return text(memory.TOUCHES.get(touch, touch))

    # ---- needs ----

    def _who_else(self, need: object) -> None:
        self._desk.study_long(needs.benefit, need, self._desk.today).then(self._show_benefit)

    def _show_benefit(self, found: Benefit) -> None:
        if self._list is None:
            self._list = LedgerSheet(self._desk, self._shell)
        desk = self._desk
        ledger = benefit_ledger(found, desk.shop, desk.today, desk.speech)
        self._list.show_ledger(ledger, self.tr("who else would benefit") + f" {desk.today.isoformat()}.pdf")

    def _need_made(self, need: object) -> None:
        self._desk.send(needs.make_need, need, by=self._desk.serving).then(self._tell_of_need)

    def _tell_of_need(self, made: NeedMade) -> None:
        to_tell = counted(len(made.to_tell), "{n} member to tell", "{n} members to tell")
        self._shell.show_toast(Toast(self.tr("Done: {need}").format(need=made.need), to_tell, undo=True))

    def _whom_to_tell(self, need: object) -> None:
        assert isinstance(need, int)
        names = [
            " · ".join(part for part in (members.called(one.name, one.number), one.phone) if part)
            for one in self._desk.ask(needs.to_tell, need)
        ]
        self._shell.show_toast(Toast(self.tr("To tell"), "\n".join(names)))

    # ---- allowances ----

    def _show_allowances(self) -> None:
        desk = self._desk
        owner = desk.ask(allowances.is_owner, desk.serving)
        entries = []
        for one in desk.ask(people.everyone):
            if one.role != "owner":
                allowed = desk.ask(allowances.allowance_minor, one.id) or 0
                each = self.tr("{amount} for one matter").format(amount=desk.speech.money(allowed))
                acts = ((self.tr("Change"), self._ask_amount),) if owner else ()
                entries.append(Entry(one.name, each, key=one, acts=acts))
        self.allowances.show_entries(entries)

    def _ask_amount(self, person: object) -> None:
        assert isinstance(person, Person)
        self._whose = person
        self._amount.clear()
        self._amount.note(
            self.tr("What {name} may spend on one matter without asking. It holds from now on.").format(
                name=person.name
            )
        )
        self._amount.show()
        self._amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_amount(self) -> None:
        self._amount.hide()

    def _set_allowance(self) -> None:
        if self._whose is None:
            return
        money = self._desk.shop.money
        try:
            amount = read_amount(
                self._amount.text, currency=money, decimal_mark=self._desk.speech.decimal_mark
            )
        except Declined as declined:
            self._amount.say(declined.because)
            return
        sent = self._desk.send(allowances.set_allowance, self._whose.id, amount, by=self._desk.serving)
        sent.then(self._allowance_set).otherwise(self._refused)

    def _allowance_set(self, _act: int) -> None:
        self._amount.hide()
        self.refresh()
        if self._whose is not None:
            allowed = self._desk.ask(allowances.allowance_minor, self._whose.id) or 0
            each = self.tr("{amount} for one matter").format(amount=self._desk.speech.money(allowed))
            self._shell.show_toast(Toast(self._whose.name, each, undo=True))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._amount.say(error.because)
