"""The list of everybody: heading, filters, table; what takes longer than a tenth of a second says so in its place."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look, theme
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.members.column_menus import KEPT_AS, ColumnMenus
from shopkeeper.gui.pages.members.columns import Arrangement, arranged
from shopkeeper.gui.pages.members.filters import FilterBar
from shopkeeper.gui.pages.members.parts import fit_icons, icon_button
from shopkeeper.gui.pages.members.table import MembersTable
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import groups, listing, programmes
from shopkeeper.service.exporting import Exported
from shopkeeper.service.listing import Roll, Sort, Wanted
from shopkeeper.service.listing_export import export_listed

AT_ONCE = 5000
"""Members; a shop of so many is sorted between two keys, a larger one while the window goes on."""
SAY_AFTER_MS = 100
FILTER_AFTER_MS = 60


_TOOLS_BESIDE = 780


class ListView(QWidget):
    """Says `opened(member_id)`, `typed(text)` for a letter typed in the table, `text_wanted(text)` when the find box is to hold
    another, `left_above` for the way back to the find box, `answered` when the order asked for is there, `new_asked` from
    an empty shop, and `exported(path, rows)`."""

    opened = Signal(int)
    typed = Signal(str)
    text_wanted = Signal(str)
    left_above = Signal()
    answered = Signal()
    new_asked = Signal()
    exported = Signal(object, int)
    duplicates_asked = Signal()

    def __init__(self, desk: Desk, store: Remembered, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._roll: Roll | None = None
        self._whole: tuple[Sort, bool, array[int]] | None = (
            None  # everybody in the order chosen, until the book changes
        )
        self._under_way: Sent | None = None
        self._asked: Wanted | None = None
        self._answered: Wanted | None = None
        self._again = False
        self.asker = Asker()
        self.arrangement: Arrangement = arranged(store.recall(KEPT_AS))
        self.heading = Sentence(self.tr("Members"), "heading", "", self, wrap=False)
        self.count = Sentence("", "body", "2", self, wrap=False)
        self.stop = QPushButton(self.tr("Cancel"), self)
        self.stop.setAccessibleName(self.tr("Cancel the sorting"))
        look.mark(self.stop, kind="link")
        self.stop.clicked.connect(self.cancel)
        self.stop.hide()
        self.sorting = self._menu_button(self.tr("Sort"), "swap")
        self.choosing = self._menu_button(self.tr("Columns"), "columns")
        self.exporting = icon_button(self.tr("Export…"), "export", self)
        self.exporting.clicked.connect(self._export)
        self.comparing = icon_button(self.tr("Duplicates…"), "members", self)
        self.comparing.clicked.connect(self.duplicates_asked)
        self.filters = FilterBar(self)
        self.trouble = ErrorLine(self)
        self.table = MembersTable(desk, self.arrangement, self)
        self.empty = EmptyState(
            "members", self.tr("Nobody is here yet"),
            self.tr("Everybody you enrol stands in this list, with what they bought, when they were last here, and how to reach"
                    " them. A name is enough to begin."),
            self.tr("New member"), "Ctrl+N", self,
        )  # fmt: skip
        self.nobody = EmptyState(
            "filter",
            self.tr("Nobody fits"),
            self.tr("No member is what was asked for."),
            self.tr("Show everybody"),
            "Esc",
            self,
        )
        self._stack = QStackedWidget(self)
        for part in (self.table, self.empty, self.nobody):
            self._stack.addWidget(part)
        self._arrange()
        self.menus = ColumnMenus(self.sorting, self.choosing, self.arrangement, self.table, store, self)
        self._say_later = QTimer(self)
        self._say_later.setSingleShot(True)
        self._say_later.setInterval(SAY_AFTER_MS)
        self._say_later.timeout.connect(self._say_sorting)
        self._filter_later = QTimer(self)
        self._filter_later.setSingleShot(True)
        self._filter_later.setInterval(FILTER_AFTER_MS)
        self._filter_later.timeout.connect(self.ask)
        self._connect()

    def _menu_button(self, words: str, icon: str) -> QPushButton:
        button = icon_button(words, icon, self)
        button.setMenu(QMenu(button))
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(look.px(10))
        top.addWidget(self.heading)
        top.addWidget(self.count)
        top.addWidget(self.stop)
        top.addStretch(1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(look.px(10))
        for button in (self.comparing, self.sorting, self.choosing, self.exporting):
            self._tools.addWidget(button)
        self._top, self._below = top, QHBoxLayout()
        self._beside: bool | None = None
        card = Panel(parent=self)
        inside = card.layout()
        assert inside is not None
        inside.setContentsMargins(look.px(8), look.px(4), look.px(8), look.px(8))
        card.add(self._stack, 1)
        column = QVBoxLayout(self)
        around = look.px(theme.SPACE_AROUND)
        column.setContentsMargins(around, look.px(16), around, look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(top)
        column.addLayout(self._below)
        column.addWidget(self.filters)
        column.addWidget(self.trouble)
        column.addWidget(card, 1)
        self._card, self._column = card, column
        self._place_tools()

    def _place_tools(self) -> None:
        """Beside the heading; below it where text is large and room is short."""
        beside = self.width() >= look.px(_TOOLS_BESIDE)
        if beside == self._beside:
            return
        self._beside = beside
        for row in (self._top, self._below):
            row.removeItem(self._tools)
        self._tools.setParent(None)
        (self._top if beside else self._below).addLayout(self._tools)
        self._column.setSpacing(look.px(12 if beside else 6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tools()

    def _connect(self) -> None:
        table = self.table
        table.opened.connect(self.opened)
        table.typed.connect(self.typed)
        table.escaped.connect(self.step_back)
        table.left_above.connect(self.left_above)
        self.menus.sorted_anew.connect(self.ask)
        table.members.complained.connect(self.trouble.say)
        self.filters.changed.connect(self.ask)
        self.empty.asked.connect(self.new_asked)
        self.nobody.asked.connect(self.show_everybody)

    # ---- asking ----

    @property
    def text(self) -> str:
        """What the list is filtered by."""
        return self._text

    def filter_by(self, text: str) -> None:
        """Only who fits the text; asked when the typing pauses."""
        if text != self._text:
            self._text = text
            self._filter_later.start()

    def settle(self) -> None:
        """What was typed is asked now, if it has not been."""
        if self._filter_later.isActive():
            self.ask()

    def wanted(self) -> Wanted:
        """What is asked for now."""
        return Wanted(
            self.arrangement.sort, self.arrangement.descending, self._text, self.filters.rank, self.filters.unseen.value(),
            self.filters.no_letters.isChecked(), self.filters.nameless.isChecked(), self.filters.rule,
        )  # fmt: skip

    def ask(self) -> None:
        """Asks for the order that is wanted; the one shown stays until the answer is there."""
        self._filter_later.stop()
        self.trouble.clear()
        try:
            programme = self._desk.ask(programmes.on, self._desk.today)
            members = self._desk.ask(listing.members)
            saved = self._desk.ask(groups.groups)
        except StorageTrouble as trouble:
            self.trouble.say(trouble.because)
            return
        self.table.tiers.programme = programme
        self.filters.tell(programme)
        self.filters.tell_groups(saved)
        wanted = self.wanted()
        if self._under_way is not None:
            self._again = True  # one at a time: what is typed meanwhile is asked once
            return
        self._asked, self._again = wanted, False
        whole = self._order_of_everybody(wanted)
        if whole is not None and not wanted.filters:
            self._show(Roll(whole, members))
            return
        question: Callable[..., Roll] = listing.roll if whole is None else listing.narrowed
        about = (wanted, self._desk.today) if whole is None else (wanted, whole, self._desk.today)
        if members <= AT_ONCE:
            try:
                self._show(self._desk.ask(question, *about))
            except StorageTrouble as trouble:
                self.trouble.say(trouble.because)
            return
        self._say_later.start()
        self._under_way = self._desk.study(question, *about)
        self._under_way.then(self._answer).otherwise(self._complain)

    def _order_of_everybody(self, wanted: Wanted) -> "array[int] | None":
        if self._whole is not None and self._whole[:2] == (wanted.sort, wanted.descending):
            return self._whole[2]
        return None

    def _answer(self, roll: Roll) -> None:
        self._under_way = None
        if self._again:
            self.ask()
        elif self._asked is not None:
            self._show(roll)
        else:
            self._quiet()

    def _complain(self, error: Exception) -> None:
        self._under_way = None
        self._quiet()
        if isinstance(error, StorageTrouble):
            self.trouble.say(error.because)

    def cancel(self) -> None:
        """Thinks better of it: the order and the filters that are shown are wanted again."""
        if self._under_way is None:
            return
        self._asked, self._again = None, False
        before = self._answered
        if before is not None:
            self.arrangement.sort, self.arrangement.descending = before.sort, before.descending
            self.menus.mark_sort()
            self.table.show_sort()
            self.menus.keep()
            self.filters.show_wanted(before)
            self._text = before.text
            self.text_wanted.emit(before.text)
        self._quiet()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_sorting(self) -> None:
        self.count.setText(self.tr("Sorting…"))
        self.stop.show()

    def _quiet(self) -> None:
        self._say_later.stop()
        self.stop.hide()
        self._say_count()

    def _show(self, roll: Roll) -> None:
        self._roll, self._answered = roll, self._asked
        if self._asked is not None and not self._asked.filters:
            self._whole = self._asked.sort, self._asked.descending, roll.ids
        self._say_later.stop()
        if self.stop.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop.hide()
        self.table.show_ids(roll.ids)
        self._say_count()
        caret = QApplication.focusWidget()
        had_caret = self.table.hasFocus() or (caret is not None and self.nobody.isAncestorOf(caret))
        self._stack.setCurrentWidget(self.table if roll.ids else self.nobody if roll.members else self.empty)
        self.filters.setVisible(bool(roll.members))
        for button in (self.sorting, self.choosing, self.exporting):
            button.setEnabled(bool(roll.members))
        if had_caret and roll.ids:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit()

    def _say_count(self) -> None:
        roll = self._roll
        if roll is None or not roll.members:
            self.count.setText("")
            return
        speech = self._desk.speech
        shown, everybody = speech.count(len(roll.ids)), speech.count(roll.members)
        if roll.guessed and roll.ids:
            words = self.tr("Nobody is written so; these may be meant: {shown} of {all}")
        elif len(roll.ids) == roll.members:
            words = self.tr("{all} in all")
        else:
            words = self.tr("{shown} of {all}")
        self.count.setText(words.format(shown=shown, all=everybody))

    def refresh(self) -> None:
        """Something in the book has changed: the order is asked again, and the rows are read again with it."""
        self._whole = None
        self.ask()

    # ---- one step back ----

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return self.filters.anything

    def show_everybody(self) -> None:
        """No filter and no text."""
        self._text = ""
        self.text_wanted.emit("")
        if self.filters.anything:
            self.filters.clear()
        else:
            self.ask()

    def take_caret(self) -> None:
        """The caret goes into the table, or to what stands in its place."""
        shown = self._stack.currentWidget()
        button = shown.button if isinstance(shown, EmptyState) else None
        (button or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> None:
        """Escape: first what is being sorted, then the filters, then back to the find box."""
        if self._under_way is not None and self.stop.isVisible():
            self.cancel()
        elif self.narrowed or self._text:
            self.show_everybody()
        else:
            self.left_above.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            fit_icons(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        else:
            super().keyPressEvent(event)

    # ---- the list as a file ----

    def _export(self) -> None:
        name = self.tr("Members {day}").format(day=self._desk.today.isoformat())
        path = self.asker.save(self, self.tr("Export the members"), f"{name}.csv", "CSV (*.csv)")
        if path is None:
            return
        if path.suffix.casefold() != ".csv":
            path = path.with_name(path.name + ".csv")
        self.exporting.setEnabled(False)
        shown = [key for key in self.arrangement.order if key not in self.arrangement.hidden]
        ids = array("q", self.table.members.ids)
        sent = self._desk.study_long(export_listed, ids, shown, path, self._desk.today)
        sent.then(self._written).otherwise(self._not_written)

    def _written(self, done: Exported) -> None:
        self.exporting.setEnabled(True)
        self.exported.emit(done.path, done.written)

    def _not_written(self, error: Exception) -> None:
        self.exporting.setEnabled(True)
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
