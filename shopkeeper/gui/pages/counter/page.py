"""The counter: letters find, Enter opens, digits are the amount, Enter records; the caret is then where it began."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.pages.counter.parts import Parts
from shopkeeper.gui.pages.counter.results import Results
from shopkeeper.gui.pages.counter.room import Room
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.tierfaces import our_own
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import ToastArea
from shopkeeper.rules.vouchers import is_voucher
from shopkeeper.service import finding
from shopkeeper.service.finding import FindAnswer
from shopkeeper.values import dataclass

if TYPE_CHECKING:
    from shopkeeper.gui.pages.counter.beside import Beside
    from shopkeeper.gui.pages.counter.card import CardArea
    from shopkeeper.gui.pages.counter.purchase import PurchasePanel
    from shopkeeper.gui.pages.counter.voucher_sheet import VoucherDesk
    from shopkeeper.gui.picture_taker import PictureTaker
    from shopkeeper.rules.programme import Programme
    from shopkeeper.service.counter import AtCounter
    from shopkeeper.service.purchases import Thanks

LISTED = 20
"""The best that there are. Who is not among them is found by one more letter, not by reading on."""
CARD_AFTER_MS = 70
"""A card is read when the typing pauses for so long: nobody reads one that is replaced by the next key."""


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """A thank-you note to print for a member; `occasion` is the key of what it is for, "" for no occasion."""

    member_id: int
    occasion: str


class CounterPage(QWidget):
    """Says `enrol_asked(text)` with what was looked for and is nobody, `note_asked(NoteAsked)`, and
    `story_asked(member_id)` for all that the book knows of who stands there."""

    enrol_asked = Signal(str)
    note_asked = Signal(object)
    story_asked = Signal(int)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._at: AtCounter | None = None
        self._nobody = False
        self._by_arrows = False
        self._keeps_card = False
        self._stale = False
        self._climbed = ""
        self._answer: FindAnswer | None = None
        self._tiers_of_their_own = False  # whether any was listed whose face the programme tells
        self.results = Results(self)
        self._beside: Beside | None = None
        self._voucher_desk: VoucherDesk | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.results)
        row.addWidget(line(self, upright=True))
        row.addStretch(1)
        self._row = row
        self._parts = Parts(self)
        self._parts.there.connect(self._stand_beside)
        self._parts.there.connect(self.results.make_ready)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CARD_AFTER_MS)
        self._soon.timeout.connect(self._show_current)
        self._room = Room(self, self.results, shell.find_box.edit)
        self._connect()
        self._room.share_out()
        self.setAccessibleName(self.tr("Counter"))
        shell.find_box.edit.installEventFilter(self)

    def _connect(self) -> None:
        results = self.results
        results.chosen.connect(self._chosen)
        results.opened.connect(self.open_member)
        results.typed.connect(self._typed_in_list)
        results.escaped.connect(self._shell.find_box.call)
        results.enrol_asked.connect(self._enrol)
        results.nobody_asked.connect(self.sell_to_nobody)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)
        self._key("Ctrl+0", self.sell_to_nobody)
        self._key("Ctrl+D", self._ask_day)
        self._key("Ctrl+R", self._ask_correction)
        self._key("Ctrl+I", self._ask_story)
        self._key("Ctrl+Shift+P", self._ask_slip)
        self._key("Ctrl+Shift+I", self._ask_picture)

    def _key(self, keys: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(slot)

    # ---- what stands beside the list ----

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._beside is None:
            self._parts.begin()

    def _stand_beside(self) -> "Beside":
        """The card and the purchase, made when the list has stood for a moment, or somebody is opened before."""
        if self._beside is not None:
            return self._beside
        self._parts.stop()
        from shopkeeper.gui.pages.counter.beside import Beside
        from shopkeeper.gui.pages.counter.offer import GIVE_KEYS

        self._beside = beside = Beside(self._desk, self._shell, self._here, self)
        area, panel, card = beside.area, beside.panel, beside.area.card
        area.enrol_asked.connect(self._enrol)
        card.bought.left.connect(self._shell.find_box.call)
        card.remember.note_asked.connect(self._ask_note)
        card.remember.voucher_asked.connect(self.take_voucher)
        self._key(GIVE_KEYS, card.offers.give_first)
        beside.asked.story_asked.connect(self.story_asked)
        beside.asked.settled.connect(self._put_caret_back)
        beside.recalling.settled.connect(self._put_caret_back)
        panel.record_asked.connect(self._record)
        beside.recording.done.connect(self._recorded)
        panel.correct_asked.connect(self._ask_correction)
        panel.left.connect(self._shell.find_box.call)
        panel.name_typed.connect(self._shell.find_box.take)
        self._row.takeAt(self._row.count() - 1)
        for part, stretch in ((area, 1), (line(self, upright=True), 0), (panel, 0)):
            self._row.addWidget(part, stretch)
            part.show()  # now, and not at the next turn: the caret may be wanted there at once
        self._room.area, self._room.panel = area, panel
        self._room.share_out()
        if self._at is None and not self._nobody:
            self._wait()
        if self._shell.toast is not None:
            self._shell.show_toast(self._shell.toast)
        return beside

    @property
    def area(self) -> "CardArea":
        """Where the card stands."""
        return self._stand_beside().area

    @property
    def panel(self) -> "PurchasePanel":
        """Where a purchase is typed."""
        return self._stand_beside().panel

    @property
    def pictures(self) -> "PictureTaker":
        """Who takes the pictures of members."""
        return self._stand_beside().pictures

    # ---- what the shell asks ----

    def activated(self) -> None:
        """In front: fresh, with the caret in the find box."""
        if self._stale:
            self._refresh(None)
        elif self._answer is None or self._answer.text != self._shell.find_box.text:
            self._find(self._shell.find_box.text)
        self._shell.find_box.call()

    def find_hint(self) -> str:
        """What can be found here."""
        return self.tr("Find a member: name, phone, card, email, street")

    def on_find_text(self, text: str) -> None:
        """Every key: the list is of what now stands in the box, or says why not."""
        self._find(text)
        if text.strip():
            self._by_arrows = False
            self._nobody = False
            self._soon.start()
        elif not self._keeps_card:
            self._soon.stop()
            self._wait()

    def on_find_key(self, key: int) -> None:
        """Arrows choose in the list while the caret stays in the box."""
        if self.results.step(key):
            self._by_arrows = True

    def on_find_submitted(self) -> None:
        """Enter: the chosen member is open, with the caret in the amount."""
        hit = self.results.current
        if hit is not None:
            self.open_member(hit.member_id)
        elif self._shell.find_box.text.strip():
            self._enrol()

    def on_find_escaped(self) -> None:
        """Escape in the empty box: nobody is chosen."""
        self._wait()
        self.results.choose_none()

    def types_to_find(self) -> bool:
        """A letter typed anywhere here begins a name."""
        return SlideOver.over(self.window()) is None

    def toast_area(self) -> ToastArea | None:
        """The toast stands at the purchase panel's foot."""
        return self._beside.panel.toast if self._beside is not None else None

    def on_print(self) -> bool:
        """Ctrl P: a note for who stands there, for what there is to thank for."""
        if self._at is None:
            return False
        self._ask_note(self._at.thanks.occasion if self._at.thanks else "")
        return True

    def on_file_dropped(self, path: Path) -> bool:
        """A picture dropped while a member is open is theirs, if they agree."""
        return self.pictures.dropped(self._at, path)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The counter's own keys."""
        from shopkeeper.gui.pages.counter.keys import told

        return told()

    # ---- finding ----

    @property
    def member_id(self) -> int | None:
        """Whose card is shown."""
        return self._at.card.member_id if self._at is not None else None

    def _find(self, text: str) -> None:
        try:
            answer = self._desk.ask(finding.find, text, limit=LISTED)
            programme = self._programme_for(answer)
        except StorageTrouble as trouble:
            self.results.complain(trouble.because)
            return
        self._answer = answer
        current = 0 if text.strip() else None
        self.results.show_answer(answer, programme, self._desk.speech, self._desk.today, current=current)

    def _programme_for(self, answer: FindAnswer) -> "Programme | None":
        """Where all tiers are ours a list does without it, and so does a start: to read one takes a while."""
        if not self._tiers_of_their_own:
            self._tiers_of_their_own = not all(our_own(hit.tier) for hit in answer.hits if hit.tier)
        if not self._tiers_of_their_own:
            return None
        from shopkeeper.service import programmes

        return self._desk.ask(programmes.on, self._desk.today)

    def _chosen(self, member_id: object) -> None:
        self._soon.start()

    def _show_current(self) -> None:
        self._soon.stop()
        if self._beside is None and self._parts.coming:
            self._soon.start()
            return
        hit = self.results.current
        if hit is not None:
            self._show(hit.member_id)
        elif self._shell.find_box.text.strip() and not self._nobody:
            self._wait()

    def open_member(self, member_id: object) -> None:
        """A member is opened: the card is there, the caret in the amount."""
        assert isinstance(member_id, int)
        self._soon.stop()
        if self._show(member_id):
            self.panel.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def receive(self, member_id: int) -> None:
        """Somebody came in by card or as a new member: the find box is emptied, the member is open."""
        self._empty_find_box()
        self.open_member(member_id)

    @property
    def looked_for_in_vain(self) -> str:
        """What stands in the find box, if nobody was found for it."""
        found = self._answer is not None and bool(self._answer.hits)
        return "" if found else self._shell.find_box.text.strip()

    def _empty_find_box(self) -> None:
        self._keeps_card = True
        self._shell.find_box.clear()
        self._keeps_card = False

    def _show(self, member_id: int) -> bool:
        from shopkeeper.service import counter

        try:
            at = self._desk.ask(counter.at_counter, member_id, self._desk.today)
        except Declined:
            self._wait()
            return False
        except StorageTrouble as trouble:
            self.results.complain(trouble.because)
            return False
        same = self.member_id == member_id
        climbed, self._climbed = bool(self._climbed) and same, ""
        self._at, self._nobody = at, False
        self._stand_beside().recalling.for_member(at)
        self.area.card.show_member(at, self._desk.speech, self._desk.today, climbed=climbed, same=same)
        self.area.show_card()
        self.panel.for_member(at)
        return True

    def _wait(self) -> None:
        self._at, self._nobody = None, False
        if self._beside is not None:
            self._beside.area.wait(self._answer.total_members if self._answer is not None else 0)
            self._beside.panel.for_nobody_yet()

    def sell_to_nobody(self) -> None:
        """A sale to nobody known, said on purpose."""
        if SlideOver.over(self.window()) is not None:
            return
        self._soon.stop()
        self._at, self._nobody = None, True
        self.results.choose_none()
        before = self._show_sales_to_nobody()
        self.area.show_nobody()
        self.panel.for_nobody_known(any_before=before)
        self.panel.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sales_to_nobody(self) -> bool:
        from shopkeeper.service import purchases

        rows = self._desk.ask(purchases.bought_by, None, limit=12)
        self.area.nobody.show_rows(rows, self._desk.speech, self._desk.today)
        return bool(rows)

    def _enrol(self) -> None:
        if not self.take_voucher(self.looked_for_in_vain):
            self.enrol_asked.emit(self.looked_for_in_vain)

    def take_voucher(self, number: str) -> bool:
        """Shows the voucher of a number, over whoever stands there; False where it looks like none."""
        here = self._at
        if not is_voucher(number):
            return False
        if self._voucher_desk is None:
            from shopkeeper.gui.pages.counter.voucher_sheet import VoucherDesk  # when there is one to show

            self._voucher_desk = VoucherDesk(self._desk, self._shell, self.panel, self.open_member, self)
        self._empty_find_box()
        return self._voucher_desk.take(number, here)

    # ---- recording ----

    def _record(self) -> None:
        self._stand_beside().recording.record(self.member_id, chosen=self._at is not None or self._nobody)

    def _recorded(self, thanks: "Thanks") -> None:
        self._climbed = thanks.climbed_to
        self._empty_find_box()
        if self._nobody:
            self._wait()

    def _ask_day(self) -> None:
        if SlideOver.over(self.window()) is None:
            self.panel.day.ask()

    # ---- what is asked about who stands there ----

    def _here(self) -> "AtCounter | None":
        return self._at

    def _ask_note(self, occasion: str) -> None:
        if self._at is not None:
            self.note_asked.emit(NoteAsked(self._at.card.member_id, occasion))

    def _ask_story(self) -> None:
        if self._at is not None:
            self._stand_beside().asked.story()

    def _ask_slip(self) -> None:
        if self._beside is not None:
            self._beside.asked.slip()

    def _ask_picture(self) -> None:
        self.pictures.open(self._at)

    def _ask_correction(self) -> None:
        if (self._at is not None or self._nobody) and SlideOver.over(self.window()) is None:
            self._stand_beside().asked.correction(None)

    def _put_caret_back(self) -> None:
        """To the find box; what was typed there stays, but Ctrl Z is now about the act just done."""
        edit = self._shell.find_box.edit
        edit.setText(edit.text())
        self._shell.find_box.call()

    # ---- changes from elsewhere ----

    def _changed(self, changes: Changes) -> None:
        if self._shell.current and not self.isVisible():
            self._stale = True
            return
        self._refresh(changes.members)

    def _refresh(self, members: frozenset[int] | None) -> None:
        """Reads the list again, and the card if it is concerned; the choice stays with the same member."""
        self._stale = False
        chosen = self.results.current
        text = self._shell.find_box.text
        self._find(text)
        if chosen is not None:
            self._choose_again(chosen.member_id)
        if self._beside is not None:
            self._beside.panel.refresh_speech()
        shown = self.member_id
        if shown is not None and (members is None or shown in members):
            self._show(shown)
        elif shown is None and not self._nobody and not text.strip():
            self._wait()
        elif self._nobody:
            self._show_sales_to_nobody()

    def _choose_again(self, member_id: int) -> None:
        for row, hit in enumerate(self.results.model.hits):
            if hit.member_id == member_id:
                self.results.choose(row)

    def _day_changed(self, day: object) -> None:
        if self._beside is not None:
            self._beside.panel.refresh_speech()
        self._refresh(None)

    # ---- keys ----

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit typed after the arrows have chosen belongs to the amount, though the caret is in the find box."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._by_arrows
            and self.isVisible()
            and _is_figure(event)
        ):
            self._to_amount(event.text())
            return True
        return super().eventFilter(watched, event)

    def _typed_in_list(self, text: str) -> None:
        if text.isdigit():
            self._to_amount(text)
        else:
            self._shell.find_box.take(text)

    def _to_amount(self, text: str) -> None:
        hit = self.results.current
        if hit is not None and hit.member_id != self.member_id:
            self._soon.stop()
            self._show(hit.member_id)
        if self._at is not None or self._nobody:
            self.panel.amount.take(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_figure(event) and (self._at is not None or self._nobody):
            self._to_amount(event.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._shell.find_box.call()
        else:
            super().keyPressEvent(event)

    # ---- room ----

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._room.share_out()


def _is_figure(event: QKeyEvent) -> bool:
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return event.text().isdigit() and not event.modifiers() & commands
