"""What the view of cards, labels and envelopes asks of the desk, and what comes of it."""

from PySide6.QtCore import QObject, Qt

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.notes import pieces_of
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.adding import MOST_HITS
from shopkeeper.gui.pages.letters.pieces_view import PiecesView
from shopkeeper.gui.pages.letters.press import Press
from shopkeeper.gui.pages.letters.sheet_side import SheetSide
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.cards import spaced
from shopkeeper.service import finding, letters, member_cards, pieces, programmes
from shopkeeper.service.letters import DueList
from shopkeeper.service.member_cards import Carded
from shopkeeper.service.pieces import Ways

_SEEN_AT_ONCE = 60  # pieces of which the sheets are laid out to be looked at


class PiecesDesk(QObject):
    """Keeps the view, the sheet beside it and the book in step."""

    def __init__(self, desk: Desk, shell: Shell, view: PiecesView, sheet: SheetSide, press: Press) -> None:
        super().__init__(view)
        self._desk, self._shell, self._view, self._sheet, self._press = desk, shell, view, sheet, press
        self._added: list[int] = []
        self._study = 0
        view.looked_at.connect(self.show)
        view.whom_chosen.connect(self._chose_whom)
        view.ways_chosen.connect(self._keep_ways)
        view.adding.asked.connect(self._look_up)
        view.adding.added.connect(self._add)
        view.adding.left.connect(view.table.setFocus)
        view.card_asked.connect(self._give_card)
        view.print_asked.connect(self.print)
        view.pdf_asked.connect(self._save)
        view.test_asked.connect(self._test)
        view.progress.cancelled.connect(press.cancel)

    def open(self, thing: str) -> None:
        """Another thing to print; nobody is chosen yet."""
        self._added = []
        tiers = self._desk.ask(letters.tiers, self._desk.today)
        self._view.set_thing(thing, self._desk.ask(pieces.ways), tiers)
        self.show()

    def refresh(self) -> None:
        """Asks anew what is known of those who are chosen."""
        self._study += 1
        thing, tier, today = self._view.thing, self._view.tier, self._desk.today
        if tier:
            sent = self._desk.study(running.numbered, self._study, pieces.in_tier, thing, tier, today)
            sent.then(self._studied).otherwise(self._refused)
        else:
            self._show_members(self._desk.ask(pieces.these, thing, self._added, today))

    def _studied(self, answer: tuple[int, DueList]) -> None:
        number, found = answer
        if number == self._study:
            self._show_members(found)

    def _show_members(self, found: DueList) -> None:
        self._view.set_members(found, self._desk.ask(programmes.on, self._desk.today))

    def show(self) -> None:
        """The sheet as it will be printed: the first one, with those chosen first."""
        if not self._view.isVisible():
            return
        view = self._view
        try:
            made = pieces_of(
                self._desk.ask(self._itself), view.thing, view.chosen[:_SEEN_AT_ONCE], self._desk.ask(pieces.ways),
                format=view.key, start=view.start.value(),
            )  # fmt: skip
            self._sheet.show_sheet(next(made, None), view.format.currentText())
        except Declined as declined:
            view.error.explain(declined)

    @staticmethod
    def _itself(book: object) -> object:
        return book

    def _chose_whom(self) -> None:
        self._added = []
        self.refresh()

    def _look_up(self, text: str) -> None:
        hits = self._desk.ask(finding.find, text, limit=MOST_HITS).hits if text.strip() else ()
        self._view.adding.set_hits(hits)

    def _add(self, member_id: int) -> None:
        if self._view.tier:
            self._view.whom.setCurrentIndex(0)
        if member_id not in self._added:
            self._added.append(member_id)
        self.refresh()

    def _keep_ways(self, ways: Ways) -> None:
        self._desk.send(pieces.set_ways, ways).then(self._ways_kept).otherwise(self._refused)

    def _ways_kept(self, _ways: object) -> None:
        self.show()

    def _give_card(self) -> None:
        member_id = self._view.current or next(reversed(self._added), None)
        if member_id is None:
            return
        lost = next((card.number for card in self._desk.ask(pieces.cards, [member_id])), "")
        sent = self._desk.send(member_cards.give, member_id, lost=lost, by=self._desk.serving)
        sent.then(self._card_given).otherwise(self._refused)

    def _card_given(self, done: Carded) -> None:
        words = self.tr("{name} has the card {card}").format(name=done.name, card=spaced(done.given))
        lost = self.tr("{card} is not taken any more").format(card=spaced(done.lost)) if done.lost else ""
        self._shell.show_toast(Toast(words, lost, undo=True))
        self.refresh()
        self._view.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def print(self) -> None:
        """To the printer."""
        self._press.print_pieces(self._view)

    def _save(self) -> None:
        self._press.save_pieces(self._view)

    def _test(self) -> None:
        self._press.print_pieces(self._view, test=True)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._view.error.explain(error)
