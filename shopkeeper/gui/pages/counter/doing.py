"""What the counter has done by the clerk, and the toast that tells of it."""

from PySide6.QtCore import QObject

from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.counter.purchase import Form
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import awards, counter, perks, purchases, trials
from shopkeeper.service.awards import Awarded
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.members import Edited
from shopkeeper.service.perks import PerkSettled
from shopkeeper.service.purchases import Thanks
from shopkeeper.service.trials import OfferGiven


class Doing(QObject):
    """Sends the counter's acts; every one answers with what is under way, so that the page can go on from it."""

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell

    def record(self, form: Form, member_id: int | None) -> Sent:
        """A purchase of a member, or of nobody known."""
        return self._desk.send(
            purchases.record,
            member_id=member_id,
            amount_minor=form.amount_minor,
            happened_on=form.happened_on,
            key=form.key,
            points=form.points,
            what=form.what,
            by=self._desk.serving,
            vouchers=form.vouchers,
        ).then(self._recorded)

    def answer_letters(self, member_id: int, may_write: bool) -> Sent:
        """Whether the shop may write to a member."""
        sent = self._desk.send(counter.answer_letters, member_id, may_write, by=self._desk.serving)
        return sent.then(self._may_write if may_write else self._may_not_write)

    def give_birthday(self, at: AtCounter) -> Sent:
        """The year's birthday gift of points."""
        day = at.birthday_on or self._desk.today
        sent = self._desk.send(
            awards.gift,
            at.card.member_id,
            at.birthday_points,
            self.tr("Birthday"),
            once=counter.birthday_gift(day),
            by=self._desk.serving,
        )
        return sent.then(self._given)

    def settle_perk(self, member_id: int, perk: str, given: bool) -> Sent:
        """A perk of the tier, given or not wanted."""
        act = perks.give if given else perks.refuse
        return self._desk.send(act, member_id, perk, by=self._desk.serving).then(self._perk_settled)

    def _perk_settled(self, settled: PerkSettled) -> None:
        said = self.tr("{perk} for {name}") if settled.given else self.tr("{name} does not want: {perk}")
        name = words.called(settled.name, settled.number)
        points = f"+{self._desk.speech.points(settled.points)}" if settled.points else ""
        self._shell.show_toast(Toast(said.format(perk=settled.perk, name=name), points, undo=True))

    def give_offer(self, trial_id: int, member_id: int) -> Sent:
        """What was offered was handed over."""
        return self._desk.send(trials.give, trial_id, member_id, by=self._desk.serving).then(
            self._offer_given
        )

    def _offer_given(self, given: OfferGiven) -> None:
        name = words.called(given.name, given.number)
        points = f"+{self._desk.speech.points(given.points)}" if given.points else ""
        said = self.tr("{offer} for {name}").format(offer=given.what, name=name)
        self._shell.show_toast(Toast(said, points, undo=True))

    def _recorded(self, thanks: Thanks) -> None:
        speech, today = self._desk.speech, self._desk.today
        name = self.tr("nobody known")
        if thanks.member_id is not None:
            name = words.called(thanks.name, thanks.number)
        said = self.tr("Recorded {amount} for {name}")
        if thanks.happened_on != today:
            said = self.tr("Recorded {amount} for {name}, {day}")
        said = said.format(
            amount=speech.money(thanks.amount_minor), name=name, day=speech.day(thanks.happened_on, today)
        )
        details = [f"+{speech.points(thanks.earned)}"] if thanks.earned else []
        if thanks.climbed_to:
            details.append(self.tr("now {tier}").format(tier=thanks.climbed_to))
        if thanks.used:
            used = self.tr("{points} used, {amount} to pay")
            details.append(
                used.format(points=speech.points(thanks.used), amount=speech.money(thanks.paid_minor))
            )
        self._shell.show_toast(Toast(said, " · ".join(details), undo=True))

    def _may_write(self, edited: Edited) -> None:
        self._tell_of_letters(edited, self.tr("{name} may be written to"))

    def _may_not_write(self, edited: Edited) -> None:
        self._tell_of_letters(edited, self.tr("{name} gets no letters"))

    def _tell_of_letters(self, edited: Edited, sentence: str) -> None:
        said = sentence.format(name=words.called(edited.name, edited.number))
        self._shell.show_toast(Toast(said, undo=edited.changed))

    def _given(self, awarded: Awarded) -> None:
        points = self._desk.speech.points(awarded.points)
        said = self.tr("Given {points} to {name}")
        name = words.called(awarded.name, awarded.number)
        self._shell.show_toast(Toast(said.format(points=points, name=name), undo=True))
