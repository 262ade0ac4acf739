"""What is asked about who stands there, on their card or by a key: the clerk does it, or a sheet opens over the counter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter.card import CardArea
from shopkeeper.gui.pages.counter.doing import Doing
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import purchases
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.purchases import Bought

if TYPE_CHECKING:
    from shopkeeper.gui.ledger_sheet import LedgerSheet
    from shopkeeper.gui.pages.counter.correct import CorrectPurchase
    from shopkeeper.gui.slips import SlipSheet
    from shopkeeper.service.explaining import Figure


class Asked(QObject):
    """Listens to the card; `here` answers who stands there. Says `story_asked(member_id)`, which is not the counter's
    own to tell, and `settled` when an act is done and the caret may go back."""

    story_asked = Signal(int)
    settled = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, area: CardArea, doing: Doing, here: Callable[[], AtCounter | None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._doing = doing
        self._here = here
        self.last_recorded: int | None = None
        self._correct: CorrectPurchase | None = None
        self._paper: LedgerSheet | None = None
        self._slip: SlipSheet | None = None
        card = area.card
        area.nobody.purchase_taken.connect(self._correct_purchase)
        card.why_asked.connect(self._why)
        card.story_asked.connect(self.story)
        card.slip_asked.connect(self.slip)
        card.purchase_taken.connect(self._correct_purchase)
        card.remember.letters_answered.connect(self._answer_letters)
        card.remember.birthday_given.connect(self._give_birthday)
        card.perks.settled.connect(self._settle_perk)
        card.offers.given.connect(self._give_offer)

    # ---- what a sheet tells ----

    def _why(self, figure: "Figure", anchor: QWidget) -> None:
        at = self._here()
        if at is None:
            return
        from shopkeeper.gui.why import WhyPopover
        from shopkeeper.service import explaining

        today = self._desk.today
        found = self._desk.ask(explaining.explain, at.card.member_id, today)
        popover = WhyPopover(found, self._desk.speech, today, self._shell, figure)
        popover.statement_asked.connect(self._show_statement)
        popover.open_below(anchor)

    def _show_statement(self) -> None:
        from shopkeeper.gui.statements import show_statement  # brings all that prints

        at = self._here()
        if at is not None:
            self._paper = show_statement(self._desk, self._shell, at.card.member_id, self._paper)

    def slip(self) -> None:
        """The slip of the last purchase of who stands there, or else of the one recorded last."""
        at = self._here()
        lines = at.bought if at is not None else ()
        bought = next(
            (one.id for one in lines if one.kind == "purchase"), None if lines else self.last_recorded
        )
        if bought is None or SlideOver.over(self._shell.window()) is not None:
            return
        from shopkeeper.gui.slips import show_slip  # brings all that prints

        try:
            self._slip = show_slip(self._desk, self._shell, bought, self._slip, self._shell.store)
        except Declined as declined:
            self._shell.show_toast(Toast(declined.because, tone="attention"))

    def story(self) -> None:
        """All that the book knows of who stands there."""
        at = self._here()
        if at is not None and SlideOver.over(self._shell.window()) is None:
            self.story_asked.emit(at.card.member_id)

    # ---- what the clerk does ----

    def _settle_perk(self, perk: str, given: bool) -> None:
        at = self._here()
        if at is not None:
            self._doing.settle_perk(at.card.member_id, perk, given).then(self._answered)

    def _give_offer(self, trial_id: int) -> None:
        at = self._here()
        if at is not None and SlideOver.over(self._shell.window()) is None:
            self._doing.give_offer(trial_id, at.card.member_id).then(self._answered)

    def _answer_letters(self, may_write: bool) -> None:
        at = self._here()
        if at is not None:
            self._doing.answer_letters(at.card.member_id, may_write).then(self._answered)

    def _give_birthday(self, day: object) -> None:
        at = self._here()
        if at is not None and at.birthday_on is not None:
            self._doing.give_birthday(at).then(self._answered)

    def _answered(self, answer: object) -> None:
        self.settled.emit()

    # ---- return, correct, move ----

    @property
    def correct(self) -> "CorrectPurchase":
        """The sheet in which a purchase is put right, made when it is first asked for."""
        if self._correct is None:
            from shopkeeper.gui.pages.counter.correct import CorrectPurchase

            self._correct = CorrectPurchase(self._desk, self._shell)
            self._correct.done.connect(self._corrected)
            self._correct.closed.connect(self.settled)
        return self._correct

    def _correct_purchase(self, bought: object) -> None:
        assert isinstance(bought, Bought)
        self.correction(bought)

    def correction(self, bought: Bought | None) -> None:
        """Opens on what who stands there has bought, or nobody known has: on one purchase, or on all there are."""
        at = self._here()
        member_id = at.card.member_id if at is not None else None
        correct = self.correct
        rows = self._desk.ask(purchases.bought_by, member_id, limit=200)
        if rows:
            name = words.called(at.card.name, at.card.number) if at is not None else ""
            correct.open_for(name, member_id, rows, bought)

    def _corrected(self, toast: object) -> None:
        assert isinstance(toast, Toast)
        self._shell.show_toast(toast)
