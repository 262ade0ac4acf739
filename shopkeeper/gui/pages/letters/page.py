"""The page of letters: it asks the desk, shows the views, and brings letters to paper."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import birthday_list, look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.letters.due_desk import DueDesk
from shopkeeper.gui.pages.letters.due_view import DueView
from shopkeeper.gui.pages.letters.lately_view import LatelyView
from shopkeeper.gui.pages.letters.letterhead_desk import LetterheadDesk
from shopkeeper.gui.pages.letters.pieces_desk import PiecesDesk
from shopkeeper.gui.pages.letters.pieces_view import PiecesView
from shopkeeper.gui.pages.letters.press import Press
from shopkeeper.gui.pages.letters.running import Wish
from shopkeeper.gui.pages.letters.sheet_side import SheetSide
from shopkeeper.gui.pages.letters.vouchers_desk import VouchersDesk
from shopkeeper.gui.pages.letters.vouchers_view import VouchersView
from shopkeeper.gui.pages.letters.wording_desk import WordingDesk
from shopkeeper.gui.pages.letters.wording_view import WordingView
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.widgets.panel import line
from shopkeeper.rules.letter_kinds import KEYS, KINDS, THANK_YOU
from shopkeeper.service import (
    birthdays,
    events,
    groups,
    letter_guests,
    letter_pictures,
    letters,
)
from shopkeeper.service.letter_titles import title
from shopkeeper.service.letters import DueLetter, DueList, Letter, Paper, Written
from shopkeeper.service.pieces import THINGS

VOUCHERS = len(KINDS) + len(THINGS)
LATELY = VOUCHERS + 1
_SIDE_LEAST, _SIDE_MOST = 176, 250  # at text size 100 %: as wide as the longest name of a letter asks for
_LIST_FITS = 1.25
"""The size of text up to which the kinds stand in a list of their own; with larger text they are chosen above the members."""


class LettersPage(QWidget):
    """`write_to` opens it for one member; `press` brings letters to paper and into the log."""

    def __init__(self, desk: Desk, shell: Shell, store: Remembers | None = None) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._birthdays: LedgerSheet | None = None
        self.kinds = QListWidget(self)
        self.kinds.setAccessibleName(self.tr("Letters"))
        things = (self.tr("Membership cards"), self.tr("Address labels"), self.tr("Envelopes"))
        for words in (
            *(title(kind.key).name for kind in KINDS),
            *things,
            self.tr("Vouchers"),
            self.tr("Written lately"),
        ):
            item = QListWidgetItem(words, self.kinds)
            item.setSizeHint(QSize(0, look.px(30)))
            item.setToolTip(words)
        self.kinds.setCurrentRow(0)
        self.kinds.currentRowChanged.connect(self._chose_kind)
        self.kind_choice = QComboBox(self)
        self.kind_choice.setAccessibleName(self.tr("Which letter"))
        self.kind_choice.setModel(self.kinds.model())
        self.kind_choice.activated.connect(self.kinds.setCurrentRow)
        self.kinds.currentRowChanged.connect(self.kind_choice.setCurrentIndex)
        self.due = DueView(self)
        self.lately = LatelyView(self)
        self.wording = WordingView(self)
        self.sheet = SheetSide(self)
        self.views = QStackedWidget(self)
        self.pieces = PiecesView(self)
        self.vouchers = VouchersView(self)
        for view in (self.due, self.lately, self.wording, self.pieces, self.vouchers):
            self.views.addWidget(view)
        self.press = Press(desk, shell, self, store)
        self.due_desk = DueDesk(desk, self.due, self.press)
        self._letterhead = LetterheadDesk(desk, self.sheet, self.press)
        self._pieces_desk = PiecesDesk(desk, shell, self.pieces, self.sheet, self.press)
        self.vouchers_desk = VouchersDesk(desk, shell, self.vouchers, self.sheet, self.press)
        self.words = WordingDesk(desk, shell, self.wording, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        look.mark(self, panel="page")
        side = QFrame(self)
        look.mark(side, panel="side")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(look.px(10), look.px(14), look.px(10), look.px(14))
        inside.addWidget(self.kinds)
        measure = self.kinds.fontMetrics().horizontalAdvance
        names = max(measure(self.kinds.item(row).text()) for row in range(self.kinds.count()))
        names += look.px(58)  # the edges, and the bar that scrolls them
        side.setFixedWidth(min(max(names, look.px(_SIDE_LEAST)), look.px(_SIDE_MOST)))
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QWidget(middle)
        edge = look.px(theme.SPACE_AROUND)
        choice = QHBoxLayout(above)
        choice.setContentsMargins(edge, look.px(14), edge, 0)
        choice.addWidget(self.kind_choice, 1)
        column.addWidget(above)
        column.addWidget(self.views, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        beside = line(self, upright=True)
        row.addWidget(side)
        row.addWidget(beside)
        row.addWidget(middle, 12)
        row.addWidget(line(self, upright=True))
        row.addWidget(self.sheet, 9)
        listed = look.scale() <= _LIST_FITS
        for part in (side, beside):
            part.setVisible(listed)
        above.setVisible(not listed)
        for view in (self.due, self.pieces, self.vouchers):
            view.title.setVisible(listed)  # what is chosen above stands there already

    def _connect(self) -> None:
        self.due.looked_at.connect(self._show_sheet)
        self.due.print_asked.connect(self._print)
        self.due.pdf_asked.connect(self._save)
        self.due.each_asked.connect(self._save_each)
        self.due.whom_chosen.connect(self.refresh)
        self.due.told.connect(self._told)
        self.due.wording_asked.connect(self.words.edit)
        self.due.table_asked.connect(self._show_birthdays)
        self.due.everybody_asked.connect(self._everybody)
        self.due.confirmed.connect(self.press.came_out_well)
        self.due.denied.connect(self.press.came_out_badly)
        self.due.left_out.pause_chosen.connect(self._set_pause)
        self.due.progress.cancelled.connect(self.press.cancel)
        self.lately.looked_at.connect(self._show_sheet)
        self.lately.print_asked.connect(self._print)
        self.lately.pdf_asked.connect(self._save)
        self.lately.progress.cancelled.connect(self.press.cancel)
        self.sheet.turned.connect(self._turn)
        self.sheet.paper_chosen.connect(self._set_paper)
        self._letterhead.kept.connect(self._show_paper)
        self._letterhead.refused.connect(self._refused)
        self.words.left.connect(self._leave_wording)
        self.due_desk.changed.connect(self.refresh)
        self.due_desk.refused.connect(self._refused)
        self.press.busy.connect(self._set_busy)
        self.press.logged.connect(self._logged)
        self._desk.changed.connect(self._refresh_if_seen)
        self._desk.day_changed.connect(self._refresh_if_seen)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front: who is due may have changed since."""
        self.refresh()
        if self.views.currentWidget() is self.due and not self.press.waits:
            self.due.take_caret()

    def on_print(self) -> bool:
        """Ctrl P prints what is chosen here."""
        if (pieces := self._pieces()) is not None:
            pieces.print()
        elif self.press.free and self.views.currentWidget() is not self.wording:
            self._print()
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Space", self.tr("choose a member, or leave them out for now")),
            ("Ctrl+A", self.tr("choose all")),
            ("Return", self.tr("write a line of your own; once more for the next member")),
            ("Ctrl+P", self.tr("print the letters that are chosen")),
            ("Esc", self.tr("step back")),
        ]

    def write_to(self, member_id: int, occasion: str | None, kind: str = THANK_YOU) -> None:
        """One member's letter: for the occasion, or with None for no special reason."""
        self.press.put_down()
        self.kinds.setCurrentRow(KEYS.index(kind))
        self.due_desk.hand = [(member_id, occasion)]
        self.views.setCurrentWidget(self.due)
        self.refresh()
        self.due.take_caret()

    def invite(self, event_id: int, kind: str = "") -> None:
        """The letters to an event's guests, the invitation where no other kind is named: those who are to have one."""
        row = KEYS.index(kind or letter_guests.kind_for(self._desk.ask(events.one, event_id)))
        if self.kinds.currentRow() == row:
            self._chose_kind(row)
        self.kinds.setCurrentRow(row)
        self.due.whom.choose_event(event_id)
        self.due_desk.caret_waits = True
        self.refresh()

    def _pieces(self) -> PiecesDesk | None:
        """Who has cards, labels, envelopes or vouchers done, where they are in front."""
        front = self.views.currentWidget()
        return (
            self._pieces_desk
            if front is self.pieces
            else self.vouchers_desk
            if front is self.vouchers
            else None
        )

    # --- showing ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Asks anew who is due and what was written."""
        if not self.press.free:
            return
        self._show_paper()
        self.due_desk.show_offers()
        if (pieces := self._pieces()) is not None:
            pieces.refresh()
        elif self.views.currentWidget() is self.lately:
            self._refresh_lately()
        else:
            self.due_desk.refresh()

    def _told(self) -> None:
        self.due.error.clear()
        if (self.due.whom.tier or self.due.whom.group) and not self.due_desk.hand:
            self.refresh()
        else:
            self._show_sheet()

    def _refresh_lately(self) -> None:
        rows = self._desk.ask(letters.lately, self._desk.today)
        self.lately.set_rows(rows, self._desk.speech, self._desk.today)

    def _show_sheet(self) -> None:
        view = self.views.currentWidget()
        try:
            if view is self.lately:
                logged = self.lately.current
                letter = self._desk.ask(letters.again, logged.id) if logged else None
                self.sheet.show_letter(letter, "", turns=logged is not None)
            elif view is self.due:
                one = self.due.current
                place, others = self.due.place() if one else (self.tr("An example"), False)
                self.sheet.show_letter(self.letter(one), place, turns=others)
        except Declined as declined:
            self.due.error.explain(declined)

    def letter(self, one: DueLetter | None, wording: str | None = None) -> Letter:
        """The letter of one who is listed, or an example; in another wording, while it is written."""
        today = self._desk.today
        kind, told = self.due.kind.key, self.due.told_text
        if one is None:
            return self._desk.ask(letters.example, "", today, wording, kind=kind, told=told)
        return self._desk.ask(
            letters.compose, one.member_id, one.occasion or None, self.due.line_for(one), today, wording,
            kind=kind, told=told or self.tr("[…]"), offer=self.due.offers.chosen,
        )  # fmt: skip

    def _turn(self, step: int) -> None:
        view = self.views.currentWidget()
        if view is self.due:
            self.due.turn(step)
        elif view is self.lately:
            self.lately.turn(step)

    def _chose_kind(self, row: int) -> None:
        self.press.put_down()
        self.due_desk.hand = []
        self.sheet.set_letters(not len(KINDS) <= row < LATELY)
        if row < len(KINDS):
            saved = [group.name for group in self._desk.ask(groups.groups)]
            today = self._desk.today
            whose = self._desk.ask(letter_guests.events_for, KEYS[row], today)
            self.due.set_kind(KEYS[row], self._desk.ask(letters.tiers, today), saved, whose)
            self.due_desk.told_event = None
            self.due.set_due(DueList((), ()), 0, None)
            self.views.setCurrentWidget(self.due)
        elif row < VOUCHERS:
            self.views.setCurrentWidget(self.pieces)
            self._pieces_desk.open(THINGS[row - len(KINDS)])
        elif row == VOUCHERS:
            self.views.setCurrentWidget(self.vouchers)
            self.vouchers_desk.open("vouchers")
        else:
            self.views.setCurrentWidget(self.lately)
        self.refresh()

    def _show_birthdays(self) -> None:
        """The birthdays of today and the six days after, on one sheet."""
        if self._birthdays is None:
            self._birthdays = LedgerSheet(self._desk, self._shell)
        first, last = self._desk.today, self._desk.today + timedelta(days=6)
        found = self._desk.ask(birthdays.between, first, last)
        ledger = birthday_list.ledger_of(found, first, last, self._desk.shop, self._desk.speech)
        self._birthdays.show_ledger(ledger, f"birthdays {first.isoformat()}.pdf")

    def _everybody(self) -> None:
        self.due_desk.hand = []
        self.refresh()
        self.due.take_caret()

    def _refresh_if_seen(self, _what: object) -> None:
        if self.isVisible() and self.views.currentWidget() is not self.wording:
            self.refresh()

    # --- to paper -----------------------------------------------------------------------------------

    def _wishes(self) -> list[Wish]:
        if self.front is self.lately:
            logged = self.lately.current
            return [Wish(logged.member_id, logged=logged.id, kind=logged.kind)] if logged else []
        return self.due.wishes

    @property
    def front(self) -> DueView | LatelyView:
        """The list that is worked in."""
        return self.lately if self.views.currentWidget() is self.lately else self.due

    def _print(self) -> None:
        if self._is_told():
            self.press.print_these(self._wishes(), self.front)

    def _save(self) -> None:
        if self._is_told():
            self.press.save_these(self._wishes(), self.front)

    def _save_each(self) -> None:
        if self._is_told():
            self.press.save_each_of(self._wishes(), self.front)

    def _is_told(self) -> bool:
        """An invitation to nothing is not printed."""
        asks = self.due.kind.asks
        if self.front is self.lately or not asks or self.due.told_text:
            return True
        self.due.error.say(self.tr(letters.NOTHING_TOLD[asks]), "attention")
        self.due.telling.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.front.error.explain(error)

    def _set_busy(self, busy: bool) -> None:
        self.let_choose(not busy)

    def let_choose(self, free: bool) -> None:
        """Whether another kind may be chosen: not while letters are on their way or their wording is open."""
        self.kinds.setEnabled(free)
        self.kind_choice.setEnabled(free)

    def _logged(self, _written: Written) -> None:
        self.due_desk.hand = []
        self.refresh()
        self.due.take_caret()

    # --- the shop's own ways ------------------------------------------------------------------------

    def _set_pause(self, days: int) -> None:
        self._desk.send(letters.set_pause_days, days).otherwise(self._refused)

    def _show_paper(self, _kept: object = None) -> None:
        self.sheet.set_paper(self._desk.ask(letters.paper), self._desk.ask(letter_pictures.pictures))

    def _set_paper(self, paper: Paper) -> None:
        self._desk.send(letters.set_paper, paper.size, paper.by_hand, paper.by_post).otherwise(
            self.press.failed
        )

    def _leave_wording(self) -> None:
        self.let_choose(True)
        self.views.setCurrentWidget(self.due)
        self.refresh()
        self.due.wording_button.setFocus(Qt.FocusReason.OtherFocusReason)
