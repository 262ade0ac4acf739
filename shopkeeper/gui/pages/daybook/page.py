"""The day book's page: slips typed in, kept as they are typed, agreed with the till, posted as one act."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Changes, Desk
from shopkeeper.gui.pages.daybook import hints
from shopkeeper.gui.pages.daybook.bringing import Bringing
from shopkeeper.gui.pages.daybook.changed_rows import ChangedRows
from shopkeeper.gui.pages.daybook.chooser import Chooser
from shopkeeper.gui.pages.daybook.enrolling import Enrolling
from shopkeeper.gui.pages.daybook.foreseeing import Foresight
from shopkeeper.gui.pages.daybook.grid import SlipGrid
from shopkeeper.gui.pages.daybook.heading import DayHeading
from shopkeeper.gui.pages.daybook.keeping import Keeper
from shopkeeper.gui.pages.daybook.model import AMOUNT, COLUMN_OF, WHO, SlipsModel
from shopkeeper.gui.pages.daybook.painting import SlipPainter
from shopkeeper.gui.pages.daybook.pasting import PasteSheet
from shopkeeper.gui.pages.daybook.posting import Posting
from shopkeeper.gui.pages.daybook.till import Reckoning, TillPanel
from shopkeeper.gui.pages.daybook.whom import Whom
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import line
from shopkeeper.rules.cards import read_scan
from shopkeeper.rules.daybook import Page
from shopkeeper.rules.pasted import Taken
from shopkeeper.say import counted
from shopkeeper.service import daybook, programmes
from shopkeeper.service.daybook import Kept, Posted, Who


def new_key() -> str:
    """A key that no other slip has, on any page of any shop."""
    return uuid4().hex


class DaybookPage(QWidget):
    """One day's page at a time; another day's is kept and left. Says `undo_asked(act)` for its posting."""

    undo_asked = Signal(int)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._kept = desk.ask(daybook.page, desk.today)
        self._sheet = self._sheet_of(self._kept)
        self._stale = False
        self._row_key = ""
        self.setAccessibleName(self.tr("Day book"))
        self.model = SlipsModel(self._sheet, desk.speech, self)
        self._painter = SlipPainter(self.model, desk.ask(programmes.on, desk.today))
        self.heading = DayHeading(self)
        self.trouble = ErrorLine(self)
        self._card = QFrame(self)
        look.mark(self._card, panel="card")
        self.grid = SlipGrid(self.model, self._painter, self._card)
        self.sheet = PasteSheet(self)
        self.sheet.hide()
        self.bringing = Bringing(desk, self.sheet, self._page_now, self)
        self.till = TillPanel(desk.speech, desk.shop.money, self)
        self.chooser = Chooser(self)
        self.whom = Whom(desk, self.grid.edits[WHO], self.chooser)
        self.grid.whom = self.whom
        self.keeper = Keeper(desk, self)
        self._rows = ChangedRows(self.keeper, self._kept, self._sheet)
        self.enrolling = Enrolling(desk, shell, self)
        self.posting = Posting(desk, shell, self)
        self.foresight = Foresight(desk, self.model)
        self._lay_out()
        self._connect()
        self._show(self._kept)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(look.px(8), look.px(2), look.px(8), look.px(10))
        inside.setSpacing(look.px(6))
        inside.addWidget(self.grid, 1)
        left = QVBoxLayout()
        left.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(22))
        left.setSpacing(look.px(12))
        for part in (self.heading, self.trouble, self._card, self.sheet):
            left.addWidget(part, 1 if part in (self._card, self.sheet) else 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(line(self, upright=True))
        row.addWidget(self.till)

    def _connect(self) -> None:
        grid, heading, till = self.grid, self.heading, self.till
        grid.way.connect(self._way)
        grid.left.connect(self._grid_left)
        grid.entered.connect(self._entered)
        grid.finished.connect(self._finished)
        self.model.touched.connect(self._touched)
        self.model.rearranged.connect(self._rearranged)
        heading.day_asked.connect(self.go_to)
        heading.page_asked.connect(self._go_to_page)
        heading.paste_asked.connect(self.paste)
        heading.file_asked.connect(self.bringing.ask_file)
        heading.closed.connect(self._to_grid)
        till.till_typed.connect(self._till_typed)
        till.post_asked.connect(self._post)
        till.open_asked.connect(self._go_to_open)
        till.undo_asked.connect(self._undo_posting)
        till.more_asked.connect(self._more)
        till.left.connect(self._to_grid)
        self.whom.settled.connect(self._settled)
        self.whom.enrol_asked.connect(self._enrol)
        self.whom.chosen.connect(self._after_choice)
        self.enrolling.enrolled.connect(self._enrolled)
        self.enrolling.refused.connect(self._refused)
        self.posting.posted.connect(self._posted)
        self.posting.failed.connect(self._not_posted)
        self.keeper.trouble.connect(self._not_kept)
        self.keeper.kept.connect(self.trouble.clear)
        self.foresight.told.connect(self._reckon)
        self.bringing.brought.connect(self._brought)
        self.bringing.asking.connect(self._sheet_shown)
        self.bringing.refused.connect(self._warn)
        self._desk.changed.connect(self._changed)
        self._desk.day_changed.connect(self._day_changed)
        for keys, slot in (
            ("Ctrl+PgUp", heading.go_earlier), ("Ctrl+PgDown", heading.go_later), ("Ctrl+G", heading.ask),
            ("Ctrl+T", self._to_till), ("Ctrl+Return", till.press_post), ("Ctrl+J", self._go_to_open),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)

    # ---- what the shell asks ----

    def activated(self) -> None:
        """In front again: what happened elsewhere is shown, and the caret waits in the next row."""
        if self._stale:
            self._stale = False
            self._reload()
        self._to_grid()

    def deactivated(self) -> None:
        """Another place comes to the front: what was typed is kept at once."""
        self.grid.finish()
        self.chooser.hide()
        self.keeper.flush()

    def on_undo(self) -> bool:
        """Put back a row that was removed, moved, copied or pasted; otherwise the last act is undone."""
        if not self._open or not self._sheet.can_undo:
            return False
        self.grid.finish()
        row: int | None = self.model.rearrange(self._sheet.undo)
        self.grid.enter_cell(row or 0)
        return True

    def on_scanned(self, code: str) -> bool:
        """A card or a number is who this slip is of."""
        if not self._open or not self.sheet.isHidden():
            return False
        scan = read_scan(code)
        row = self.grid.at[0] if self.grid.at[0] >= 0 else self.model.rowCount() - 1
        found = self._desk.ask(daybook.recognise, scan.numbers if scan is not None else (code,))
        self.grid.enter_cell(row, WHO)
        for who in found.values():
            self.model.settle(row, who)
            self.grid.reread()
            self.whom.begin("", unsettled=False)
            self.grid.enter_cell(row, AMOUNT)
            return True
        self.model.put(row, WHO, code)
        self.grid.reread()
        self.whom.begin(code, unsettled=True)
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return hints.keys()

    # ---- the page ----

    @property
    def _open(self) -> bool:
        return self.model.open

    def _sheet_of(self, kept: Kept) -> Page:
        desk = self._desk
        return Page(kept.day, desk.shop.money, desk.speech.decimal_mark, new_key, kept.slips, kept.till_text)

    def _show(self, kept: Kept) -> None:
        self.grid.finish()
        desk = self._desk
        self._kept, self._sheet = kept, self._sheet_of(kept)
        self._rows = ChangedRows(self.keeper, kept, self._sheet)
        self._painter.programme = desk.ask(programmes.on, min(kept.day, desk.today))
        self._painter.current = -1
        self.model.show_page(self._sheet, kept, desk.speech)
        if self._open:
            remark = self.tr("Kept as you type. Post the day when it agrees with the till.")
        else:
            remark = self.tr("This page is in the book.")
        self.heading.show_day(kept.day, desk.today, desk.speech, remark)
        self.heading.show_pages(kept.pages, kept.page)
        self.heading.bring.setVisible(self._open)
        self.till.set_till(kept.till_text)
        self.foresight.touch_all()
        self._reckon()

    def _reload(self) -> None:
        """The same page as the book has it now; nothing typed is lost, for it is kept first."""
        at = self.grid.at
        self.grid.finish()
        self._show(self.keeper.laid_over(self._desk.ask(daybook.page, self._kept.day, self._kept.page)))
        if at[0] >= 0 and self.isVisible():
            self.grid.enter_cell(*at)

    @Slot(object)
    def go_to(self, day: date, page: int | None = None) -> None:
        """Another day; what the disk has refused so far keeps the page where it is."""
        self.grid.finish()
        self.keeper.flush()
        if self.keeper.refused:
            self._not_kept(self.keeper.refused)
            return
        self._show(self.keeper.laid_over(self._desk.ask(daybook.page, day, page)))
        self._to_grid()

    @Slot(int)
    def _go_to_page(self, page: int) -> None:
        self.go_to(self._kept.day, page)

    @Slot()
    def _more(self) -> None:
        self.go_to(self._kept.day, 1 + max(line.page for line in self._kept.pages))

    @Slot()
    def _reckon(self) -> None:
        climbed = self._kept.posted.climbed.values() if self._kept.posted else ()
        new_tiers = len(list(climbed)) or sum(bool(effect.reaches) for effect in self.model.effects.values())
        points = sum(self.model.points(slip.key) for slip in self._sheet.slips)
        totals = self._sheet.totals()
        declined = sum(bool(effect.declined) for effect in self.model.effects.values())
        self.grid.set_hints(hints.below(empty=not totals.slips) if self._open else ())
        agreement = self._sheet.agreement(self._kept.already_minor)
        self.till.show_reckoning(
            Reckoning(
                totals,
                agreement,
                self._kept.already_minor,
                points,
                new_tiers,
                totals.open + declined,
                self._kept.posted,
            )
        )

    # ---- typing ----

    @Slot(object)
    def _touched(self, keys: tuple[str, ...]) -> None:
        self._rows.touched(keys)
        self.foresight.touch(keys)
        self._reckon()

    @Slot()
    def _rearranged(self) -> None:
        self._rows.rearranged()
        self.foresight.touch_all()
        self._reckon()

    @Slot(int, int)
    def _entered(self, row: int, column: int) -> None:
        if column == WHO:
            slip = self._sheet[row]
            self.whom.begin(slip.who_text, unsettled=slip.member_id is None and bool(slip.who_text))

    @Slot(int, int)
    def _finished(self, row: int, column: int) -> None:
        if column == WHO:
            self._row_key = self._sheet[row].key
            self.whom.finish()
        self.keeper.flush()

    @Slot(object)
    def _settled(self, who: Who | None) -> None:
        row = self._sheet.row_of(self._row_key) if self.grid.at[0] < 0 else self.grid.at[0]
        if row is not None:
            self.model.settle(row, who)
            self.grid.reread()

    @Slot()
    def _after_choice(self) -> None:
        row = self.grid.at[0]
        if row >= 0:
            self.grid.enter_cell(row, AMOUNT)

    @Slot(str)
    def _enrol(self, name: str) -> None:
        row = self.grid.at[0]
        self.enrolling.enrol(name, self._sheet[row].key if row >= 0 else self._row_key)

    @Slot(str, object)
    def _enrolled(self, key: str, who: Who | None) -> None:
        row = self._sheet.row_of(key)
        if row is not None and who is not None:
            self.model.settle(row, who)
            self.grid.reread()

    @Slot(str)
    def _way(self, way: str) -> None:
        row, column = self.grid.at
        if way in ("post", "paste"):
            self.till.press_post() if way == "post" else self.paste()
        elif row < 0 or not self._open:
            return
        elif way == "copy":
            self.grid.finish()
            self.model.copy_above(row)
            self.grid.enter_cell(row, column)
        elif way == "remove":
            self.grid.finish()
            self.model.rearrange(lambda: self._sheet.remove(row))
            self.grid.enter_cell(row, column)
        elif way in ("move up", "move down"):
            self.grid.finish()
            to: int = self.model.rearrange(lambda: self._sheet.move(row, -1 if way == "move up" else 1))
            self.grid.enter_cell(to, column)

    # ---- where the caret goes ----

    @Slot()
    def _to_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._open:
            self.grid.enter_cell(self.model.rowCount() - 1)

    @Slot()
    def _to_till(self) -> None:
        if self._open:
            self.till.till.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(bool)
    def _grid_left(self, forward: bool) -> None:
        where: QWidget = self.till.till.edit if forward else self.heading.bring
        where.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)

    @Slot()
    def _go_to_open(self) -> None:
        found = self._sheet.first_open() if self._open else None
        declined = next((key for key, effect in self.model.effects.items() if effect.declined), None)
        if found is not None:
            self.grid.enter_cell(found[0], COLUMN_OF[found[1]])
        elif declined is not None:
            self.grid.enter_cell(self._sheet.row_of(declined) or 0, AMOUNT)

    # ---- posting ----

    @Slot(str)
    def _till_typed(self, text: str) -> None:
        self._sheet.put_till(text)
        self.keeper.touch_till(self._kept.day, self._kept.page, self._sheet.till_text)
        self._reckon()

    @Slot(str)
    def _post(self, because: str) -> None:
        if not self.posting.under_way and self._open:
            self.grid.finish()
            self.keeper.forget(self._kept.day, self._kept.page)
            self.till.set_busy(True)
            self.model.locked = True
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.posting.post(self._kept, self._sheet, because)

    @Slot(object)
    def _posted(self, posted: Posted) -> None:
        self.till.set_busy(False)
        self._show(self._desk.ask(daybook.page, posted.day, posted.page))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _not_posted(self, error: Exception) -> None:
        self.till.set_busy(False)
        self.model.locked = False
        # Nothing was posted; what stands on the screen is to be kept as before.
        self._rearranged()
        self.keeper.touch_till(self._kept.day, self._kept.page, self._sheet.till_text)
        if isinstance(error, Declined):
            self.till.error.say(error.because)
            row = self._sheet.row_of(error.about)
            if row is not None:
                self.grid.enter_cell(row)
        else:
            self._not_kept(str(error))

    @Slot()
    def _undo_posting(self) -> None:
        if self._kept.posted is not None:
            self.undo_asked.emit(self._kept.posted.act)

    # ---- what comes in by the dozen ----

    @Slot()
    def paste(self) -> None:
        """What the clipboard holds."""
        if self._open:
            self.bringing.paste(self.grid.field)

    def open_file(self, path: str) -> None:
        """The rows of a CSV file."""
        if self._open:
            self.bringing.open_file(path)

    def _page_now(self) -> Page:
        return self._sheet

    @Slot(bool)
    def _sheet_shown(self, shown: bool) -> None:
        self.grid.finish()
        self._card.setVisible(not shown)
        if not shown:
            self._to_grid()

    @Slot(object)
    def _brought(self, taken: Taken) -> None:
        row = self.grid.at[0]
        self.grid.finish()
        at = row if row >= 0 else self.model.rowCount() - 1
        if taken.slips:
            self.model.rearrange(lambda: self._sheet.paste(at, taken.slips))
            self.grid.enter_cell(self.model.rowCount() - 1)
            texts = [slip.who_text for slip in self._sheet.slips if slip.who_text and slip.member_id is None]
            self._desk.study(daybook.recognise, texts).then(self.model.settle_all).otherwise(self._refused)
        if taken.remark:
            added = counted(len(taken.slips), "{n} slip added.", "{n} slips added.")
            self._warn(f"{added} {taken.remark}")
        else:
            self.trouble.clear()

    @Slot(str)
    def _warn(self, words: str) -> None:
        self.trouble.say(words, "attention")

    # ---- what happens elsewhere ----

    @Slot(str)
    def _not_kept(self, because: str) -> None:
        words = self.tr(
            "{because} Everything stays on the screen and is tried again; do not close the program."
        )
        self.trouble.say(words.format(because=because))

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.say(error.because)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.what.startswith("daybook") or self.posting.under_way:
            return
        if (
            changes.members is not None
            and not changes.members
            and not changes.what.startswith(("acts", "programmes", "shops"))
        ):
            return
        if self.isVisible():
            self._reload()
        else:
            self._stale = True

    @Slot(object)
    def _day_changed(self, today: date) -> None:
        if not self._sheet.slips and self._kept.posted is None:
            self.go_to(today)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "till"):
            self._set_till_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_till_width()

    def _set_till_width(self) -> None:
        """With large text the slips need the room more, as far as nothing of the till is cut."""
        least = max(round(self.width() * 0.34), self.till.minimumSizeHint().width())
        self.till.setFixedWidth(min(look.px(248), least))
