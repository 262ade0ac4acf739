"""What the view of vouchers asks of the desk: offers, numbers made before they are on paper, the list of them."""

from functools import partial

from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.notes import voucher_sheets_of
from shopkeeper.gui.pages.letters.offer_sheet import OfferSheet
from shopkeeper.gui.pages.letters.offers_table import until
from shopkeeper.gui.pages.letters.pieces_desk import PiecesDesk
from shopkeeper.gui.pages.letters.press import Press
from shopkeeper.gui.pages.letters.sheet_side import SheetSide
from shopkeeper.gui.pages.letters.vouchers_view import VouchersView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.rules.cards import spaced
from shopkeeper.say import text
from shopkeeper.service import groups, letters, pieces, voucher_sheets, vouchers
from shopkeeper.service.voucher_words import gives_with_condition, why_not
from shopkeeper.service.vouchers import OfferKept

_SEEN_AT_ONCE = 8  # vouchers of which the sheet is laid out to be looked at


class VouchersDesk(PiecesDesk):
    """Keeps the view of vouchers, the sheet beside it and the book in step."""

    def __init__(self, desk: Desk, shell: Shell, view: VouchersView, sheet: SheetSide, press: Press) -> None:
        super().__init__(desk, shell, view, sheet, press)
        self._vouchers = view
        self.offer_sheet: OfferSheet | None = None
        self.list_sheet: LedgerSheet | None = None
        self._current: int | None = None
        view.offer_asked.connect(self.offer)
        view.offer_chosen.connect(self._chose_offer)
        view.change_asked.connect(self.change_offer)
        view.withdraw_asked.connect(self._withdraw)
        view.list_asked.connect(self.show_list)

    def open(self, thing: str) -> None:
        """The place comes to the front; nobody is chosen yet."""
        self._added = []
        tiers = self._desk.ask(letters.tiers, self._desk.today)
        saved = [group.name for group in self._desk.ask(groups.groups)]
        self._vouchers.open_offers(self._desk.ask(pieces.ways), tiers, saved)
        self._show_offers()

    def refresh(self) -> None:
        """Asks anew what is offered, and what is known of those who are chosen."""
        said = self._vouchers.error.text
        self._show_offers()
        if self._vouchers.group:
            today = self._desk.today
            inside = self._desk.ask(pieces.in_group, self._vouchers.group, today)
            self._show_members(self._desk.ask(pieces.these, "vouchers", inside, today))
        else:
            super().refresh()
        if said:  # what went wrong is still to be read, though the book has changed since
            self._vouchers.error.say(said)

    def _show_offers(self) -> None:
        self._vouchers.show_offers(
            self._desk.ask(vouchers.offered, self._desk.today), self._desk.speech, self._current
        )
        one = self._vouchers.offer
        self._current = None if one is None else one.id

    def _chose_offer(self) -> None:
        one = self._vouchers.offer
        self._current = None if one is None else one.id
        self._vouchers.show_offer(self._desk.speech)
        self.show()

    def show(self) -> None:
        """The sheet as it will be printed: the first one, with those chosen first."""
        view = self._vouchers
        one = view.offer
        if not view.isVisible():
            return
        if one is None:
            self._sheet.show_sheet(None, "")
            return
        sample = self._desk.ask(
            voucher_sheets.sample,
            one.id,
            view.chosen[:_SEEN_AT_ONCE] if one.plan.named else (),
            self._desk.today,
        )
        made = voucher_sheets_of(
            sample,
            self._desk.ask(pieces.ways),
            format=view.key,
            start=min(view.start.value(), view.start.maximum()),
        )
        self._sheet.show_sheet(next(made, None), view.format.currentText())

    # --- offering -----------------------------------------------------------------------------------

    def _sheet_of_offers(self) -> OfferSheet:
        if self.offer_sheet is None:
            self.offer_sheet = OfferSheet(self._desk, self._shell)
            self.offer_sheet.kept.connect(self._offered)
        return self.offer_sheet

    def offer(self) -> None:
        """Opens the sheet for a new offer."""
        self._sheet_of_offers().begin()

    def change_offer(self) -> None:
        """Opens the sheet with the offer that is looked at, to be changed."""
        one = self._vouchers.offer
        if one is not None and one.withdrawn_on is None:
            self._sheet_of_offers().begin_change(one)

    def _offered(self, kept: OfferKept) -> None:
        changed = self.offer_sheet is not None and self.offer_sheet.changes
        self._current = kept.offer.id
        self.refresh()
        plan = kept.offer.plan
        said = gives_with_condition(plan.offer, self._desk.speech)
        words = self.tr("Changed: {name}") if changed else self.tr("Offered: {name}")
        self._shell.show_toast(Toast(words.format(name=plan.name), said, undo=True))
        first = self._vouchers.adding.edit if plan.named else self._vouchers.wanted
        (self._vouchers.offers if changed else first).setFocus()

    def _withdraw(self) -> None:
        one = self._vouchers.offer
        if one is not None:
            sent = self._desk.send(vouchers.withdraw, one.id, by=self._desk.serving)
            sent.then(self._withdrawn).otherwise(self._refused)

    def _withdrawn(self, kept: OfferKept) -> None:
        self.refresh()
        left = self._desk.speech.counted(
            kept.offer.over, "{n} voucher is not taken any more", "{n} vouchers are not taken any more"
        )
        self._shell.show_toast(
            Toast(self.tr("Withdrawn: {name}").format(name=kept.offer.plan.name), left, undo=True)
        )

    def show_list(self) -> None:
        """The numbers of the offer with what became of each, as a list to print."""
        one = self._vouchers.offer
        if one is None:
            return
        if self.list_sheet is None:
            self.list_sheet = LedgerSheet(self._desk, self._shell)
        found = self._desk.ask(vouchers.listed, one.id, self._desk.today)
        shop, speech, today = self._desk.shop, self._desk.speech, self._desk.today
        where = ", ".join(part for part in (shop.street, shop.town) if part)
        rows = tuple(
            Row((
                spaced(voucher.number), voucher.member_name or voucher.member_number,
                why_not(voucher, speech, today) or text("open"),
                speech.money(voucher.gave_minor) if voucher.state == "used" else "",
            ))
            for voucher in found
        )  # fmt: skip
        ledger = Ledger(
            letterhead=Letterhead(shop.name, shop.tagline, where, shop.accent),
            title=one.plan.name,
            whose=(gives_with_condition(one.plan.offer, speech), text("Until {day}").format(day=until(one, speech))),
            heads=(text("Number"), text("Whose"), text("How it stands"), text("Gave")),
            rows=rows, shares=(0.24, 0.3, 0.32, 0.14), figures=1,
            summary=(
                (text("Issued"), speech.count(one.made)), (text("Redeemed"), speech.count(one.used)),
                (text("Cost so far"), speech.money(one.gave_minor)),
            ),
            page_words=text("Sheet {page} of {pages}"),
        )  # fmt: skip
        self.list_sheet.show_ledger(ledger, f"vouchers {today.isoformat()}.pdf")

    # --- to paper -----------------------------------------------------------------------------------

    def print(self) -> None:
        """Makes the numbers, once a printer is chosen, and prints them."""
        if (one := self._vouchers.offer) is not None:
            self._press.print_vouchers(self._vouchers, partial(self._make_for, one.id))

    def _save(self) -> None:
        if (one := self._vouchers.offer) is not None:
            self._press.save_vouchers(self._vouchers, partial(self._make_for, one.id))

    def _make_for(self, offer_id: int) -> Sent:
        view = self._vouchers
        one = view.offer
        named = one is not None and one.plan.named
        return self._desk.send_long(
            vouchers.make, offer_id, view.chosen if named else (), count=0 if named else view.wanted.value(),
            by=self._desk.serving,
        )  # fmt: skip
