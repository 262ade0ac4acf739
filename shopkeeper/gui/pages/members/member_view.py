"""One member's page: who it is and where they stand, everything that happened, and what is known of them."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.member_head import CardHead, Progress
from shopkeeper.gui.pages.members.parts import fit_icons, icon_button
from shopkeeper.gui.pages.members.side import Side
from shopkeeper.gui.pages.members.story import StoryView
from shopkeeper.gui.statements import show_statement
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service import counter, explaining, timeline
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.explaining import Figure
from shopkeeper.service.timeline import KINDS, Entry, Kind, Timeline

NARROW = 760
"""Pixels at text size 100 %; with less room what is known of a member stands below the story."""
STORY_AT_LEAST = 210
_LEADING, _TRAILING = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own: no limit."""


class _Inside(QWidget):
    """What is scrolled when the window is low: as high as it must be at its width, which a scroll area does not ask."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        layout, parent = self.layout(), self.parentWidget()
        if layout is None or parent is None:
            return hint
        return QSize(hint.width(), layout.heightForWidth(max(hint.width(), parent.width())))


class MemberView(QWidget):
    """Says `left` for Esc, `edit_asked`, `forget_asked` for changes not saved, `by_hand_asked(what)`, `privacy_asked`, `picture_asked`,
    `counter_asked`,
    `note_asked`, `card_lost(number)`, `undo_asked(act)` for one entry, `step_asked(±1)` for another member, and
    `typed(text)` for a letter typed in the story."""

    left = Signal()
    edit_asked = Signal()
    forget_asked = Signal()
    privacy_asked = Signal()
    picture_asked = Signal()
    by_hand_asked = Signal(str)
    counter_asked = Signal()
    note_asked = Signal()
    card_lost = Signal(str)
    undo_asked = Signal(int)
    step_asked = Signal(int)
    typed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.at: AtCounter | None = None
        self._line = Timeline(0, ())
        self._narrow: bool | None = None
        self._inside = _Inside(self)
        look.mark(self._inside, panel="inside")
        tr = self.tr
        self.back = self._button(tr("Members"), self.left, "chevron-left", "quiet")
        self.earlier = self._button("", self._step_back, "chevron-up", "quiet")
        self.earlier.setAccessibleName(tr("The member before"))
        self.earlier.setToolTip(tr("The member before · Ctrl PgUp"))
        self.later = self._button("", self._step_on, "chevron-down", "quiet")
        self.later.setAccessibleName(tr("The next member"))
        self.later.setToolTip(tr("The next member · Ctrl PgDn"))
        self.place = Sentence("", "body", "2", self._inside, wrap=False)
        self.to_counter = self._button(tr("Open at the counter"), self.counter_asked, "counter")
        self.to_counter.setToolTip(tr("Open at the counter · Ctrl Enter"))
        self.edit = self._button(tr("Change details"), self.edit_asked, "edit")
        self.edit.setToolTip(tr("Change details · F2"))
        self.hand = icon_button(tr("By hand"), "gift", self._inside)
        self.hand.setMenu(self._by_hand_menu())
        self._make_pending()
        self.head = CardHead(self._inside)
        self.progress = Progress(self._inside)
        self._statement: LedgerSheet | None = None
        self.trouble = ErrorLine(self._inside)
        self.panel = Panel(tr("Everything"), parent=self._inside)
        self.undo_one = QPushButton(tr("Undo this"), self.panel)
        self.undo_one.setToolTip(tr("Take back what is chosen · Ctrl Backspace"))
        look.mark(self.undo_one, kind="small")
        self.panel.head.addWidget(self.undo_one)
        self._make_kinds()
        self.story = StoryView(desk, self.panel)
        self.nothing = Sentence(tr("There is nothing of this kind."), "body", "2", self.panel)
        self.nothing.hide()
        self.panel.add(self.kinds)
        self.panel.add(self.nothing)
        self.panel.add(self.story, 1)
        self.side = Side(desk, self)
        self._arrange()
        self._connect()
        self._set_widths()

    def _button(self, words: str, said: object, icon: str, kind: str = "") -> QPushButton:
        button = icon_button(words, icon, self._inside, kind)
        button.clicked.connect(said)
        return button

    def _by_hand_menu(self) -> QMenu:
        tr = self.tr
        menu = QMenu(self.hand)
        for what, words in (
            ("gift", tr("Give points…")), ("adjust", tr("Correct the points…")), ("tier", tr("Give a tier…")),
            ("waive", tr("Forget a debt…")), ("card", tr("Give a card…")),
        ):  # fmt: skip
            action = menu.addAction(words)
            action.setData(what)
            action.triggered.connect(self._hand_chosen)
            if what == "waive":
                self.waive = action
        household = menu.addAction(tr("Household…"))
        household.setData("household")
        household.triggered.connect(self._hand_chosen)
        picture = menu.addAction(tr("Picture… · Ctrl Shift I"))
        picture.triggered.connect(self.picture_asked)
        talk = menu.addAction(tr("Note a talk…"))
        talk.setData("talk")
        talk.triggered.connect(self._hand_chosen)
        contacts = menu.addAction(tr("Every contact…"))
        contacts.setData("contacts")
        contacts.triggered.connect(self._hand_chosen)
        left = menu.addAction(tr("Leaving and coming back…"))
        left.setData("leaving")
        left.triggered.connect(self._hand_chosen)
        menu.addSeparator()
        privacy = menu.addAction(tr("Privacy: what is held, yes and no, forget…"))
        privacy.triggered.connect(self.privacy_asked)
        note = menu.addAction(tr("Write a thank-you note · Ctrl P"))
        note.triggered.connect(self.note_asked)
        return menu

    def _make_pending(self) -> None:
        self.pending = Panel(parent=self._inside)
        self.pending.set_tone("attention")
        words = Sentence(
            self.tr("What you changed in the details is not saved yet."), "body", "", self.pending
        )
        self.go_on = QPushButton(self.tr("Go on"), self.pending)
        self.go_on.setAccessibleName(self.tr("Go on changing the details"))
        self.forget = QPushButton(self.tr("Throw away"), self.pending)
        self.forget.setAccessibleName(self.tr("Throw away the changes of details"))
        row = QHBoxLayout()
        row.addWidget(words, 1)
        for button in (self.go_on, self.forget):
            look.mark(button, kind="small")
            row.addWidget(button)
        self.pending.add(row)
        self.pending.hide()

    def _make_kinds(self) -> None:
        tr = self.tr
        self.kinds = FlowBox(self.panel, gap=6)
        names = {
            "purchases": tr("Purchases"), "points": tr("Points"), "tiers": tr("Tiers"),
            "letters": tr("Letters"), "memory": tr("Promises, requests"), "details": tr("Details"),
        }  # fmt: skip
        self._kinds: dict[Kind, QPushButton] = {}
        for kind in KINDS:
            button = QPushButton(names[kind], self.kinds)
            button.setCheckable(True)
            look.mark(button, kind="small")
            button.toggled.connect(self._show_kinds)
            self._kinds[kind] = button
            self.kinds.flow.addWidget(button)
        self.undone = QCheckBox(tr("What was undone too"), self.kinds)
        self.undone.toggled.connect(self._read_line)
        self.kinds.flow.addWidget(self.undone)

    def _arrange(self) -> None:
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(look.px(8))
        self._top.setVerticalSpacing(look.px(6))
        self._top.setColumnStretch(0, 1)
        ways = QHBoxLayout()
        ways.setSpacing(look.px(8))
        for part in (self.back, self.earlier, self.later, self.place):
            ways.addWidget(part)
        ways.addStretch(1)
        self._acts = QHBoxLayout()
        self._acts.setSpacing(look.px(8))
        for button in (self.hand, self.edit, self.to_counter):
            self._acts.addWidget(button)
        self._top.addLayout(ways, 0, 0)
        self._column = QVBoxLayout(self._inside)
        around = look.px(theme.SPACE_AROUND)
        self._column.setContentsMargins(around, look.px(12), around, look.px(16))
        self._column.setSpacing(look.px(12))
        self._column.addLayout(self._top)
        parts: tuple[QWidget, ...] = (self.pending, self.head, self.progress, self.trouble)
        for widget in parts:
            self._column.addWidget(widget)
        self._column.addWidget(self.panel, 1)
        self.area = QScrollArea(self)
        self.area.setWidget(self._inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._between = line(self, upright=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.area, 1)
        self._row.addWidget(self._between)

    def _connect(self) -> None:
        self.progress.why.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.progress.why_asked.connect(self._why_progress)
        self.head.why_asked.connect(self._why_points)
        self.story.chosen.connect(self._chosen)
        self.story.taken.connect(self._taken)
        self.story.undo_asked.connect(self._undo_one)
        self.story.typed.connect(self.typed)
        self.undo_one.clicked.connect(self._undo_one)
        self.go_on.clicked.connect(self.edit_asked)
        self.forget.clicked.connect(self.forget_asked)
        self.side.cards.lost.connect(self.card_lost)
        self.side.cards.new_asked.connect(self._card_asked)
        for keys, said in (
            ("F2", self.edit_asked), ("Ctrl+Return", self.counter_asked), ("Ctrl+PgUp", self._step_back),
            ("Ctrl+Shift+I", self.picture_asked),
            ("Ctrl+PgDown", self._step_on),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(said)

    # ---- showing ----

    @property
    def member_id(self) -> int | None:
        """Who is shown."""
        return self.at.card.member_id if self.at is not None else None

    def show_member(self, member_id: int) -> bool:
        """Shows a member; False for one who is not in the book any more."""
        same = self.member_id == member_id
        self.trouble.clear()
        try:
            at = self._desk.ask(counter.at_counter, member_id, self._desk.today)
        except Declined:
            self.at = None
            return False
        except StorageTrouble as trouble:
            self.trouble.explain(trouble)
            return self.at is not None
        self.at = at
        speech, today = self._desk.speech, self._desk.today
        self.head.show_member(at, speech, today, celebrate=False)
        self.progress.show_member(at, speech, today, glide=same)
        self.side.show_member(at.card)
        self.waive.setEnabled(at.card.standing.debt > 0)
        if not same:
            self.side.area.verticalScrollBar().setValue(0)
            self._line = Timeline(member_id, ())
            self.nothing.hide()
            self.story.show_line(self._line, same=False)
        self._read_line()
        return True

    def show_place(self, place: int | None, of: int) -> None:
        """Where in the list the member stands, None for one who is not in it."""
        there = place is not None
        count = self._desk.speech.count
        words = (
            self.tr("{place} of {all}").format(place=count(place + 1), all=count(of))
            if place is not None
            else ""
        )
        self.place.setText(words)
        for button, can in ((self.earlier, there and place != 0), (self.later, there and place != of - 1)):
            if not can and button.hasFocus():
                self.story.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setVisible(there)
            button.setEnabled(can)

    def show_pending(self, pending: bool) -> None:
        """Whether something typed in the details is still to be saved."""
        caret = QApplication.focusWidget()
        if not pending and caret is not None and self.pending.isAncestorOf(caret):
            self.story.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pending.setVisible(pending)

    def set_back(self, words: str, said: str) -> None:
        """Where Esc leads."""
        self.back.setText(words)
        self.back.setAccessibleName(said)

    def _read_line(self, _shown: object = None) -> None:
        """The history is replayed for it: on a thread of its own, for a member may have thousands of purchases."""
        if self.member_id is not None:
            undone_too = self.undone.isChecked()
            sent = self._desk.study(timeline.of, self.member_id, self._desk.today, undone_too=undone_too)
            sent.then(self._show_line).otherwise(self._complain)

    def _show_line(self, found: Timeline) -> None:
        if found.member_id == self.member_id:
            same = bool(self._line.marks)
            self._line = found
            self._show_story(same=same)

    def _show_kinds(self, _checked: bool) -> None:
        self._show_story(same=False)

    def _show_story(self, *, same: bool) -> None:
        wanted = [kind for kind, button in self._kinds.items() if button.isChecked()]
        shown = self._line.only(wanted) if wanted else self._line
        self.story.show_line(shown, same=same)
        self.nothing.setVisible(not shown.marks and bool(self._line.marks))

    def _complain(self, error: Exception) -> None:
        if isinstance(error, StorageTrouble):
            self.trouble.explain(error)

    def _why_points(self) -> None:
        self._why("points", self.head.why)

    def _why_progress(self) -> None:
        self._why("progress", self.progress.why)

    def _why(self, figure: Figure, anchor: QWidget) -> None:
        if self.member_id is not None:
            today = self._desk.today
            found = self._desk.ask(explaining.explain, self.member_id, today)
            popover = WhyPopover(found, self._desk.speech, today, self.window(), figure)
            popover.statement_asked.connect(self._show_statement)
            popover.open_below(anchor)

    def _show_statement(self) -> None:
        if self.member_id is not None:
            self._statement = show_statement(self._desk, self.window(), self.member_id, self._statement)

    # ---- what can be done ----

    def _hand_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.by_hand_asked.emit(action.data())

    def _card_asked(self) -> None:
        self.by_hand_asked.emit("card")

    def _step_back(self) -> None:
        if self.earlier.isEnabled() and self.earlier.isVisible():
            self.step_asked.emit(-1)

    def _step_on(self) -> None:
        if self.later.isEnabled() and self.later.isVisible():
            self.step_asked.emit(1)

    def _chosen(self) -> None:
        entry = self.story.current
        can = entry is not None and entry.act is not None
        if not can and self.undo_one.hasFocus():
            self.story.setFocus(Qt.FocusReason.OtherFocusReason)
        self.undo_one.setEnabled(can)

    def _taken(self, entry: object) -> None:
        assert isinstance(entry, Entry)
        if entry.kind in ("purchase", "return"):
            self.counter_asked.emit()
        elif entry.kind == "edit":
            self.edit_asked.emit()

    def _undo_one(self) -> None:
        entry = self.story.current
        if entry is not None and entry.act is not None:
            self.undo_asked.emit(entry.act)

    # ---- keys and room ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and SlideOver.over(self.window()) is None:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            fit_icons(self)
            self._set_widths()

    def _set_widths(self) -> None:
        """What is known stands beside the story, or below it where text is large and room is short."""
        narrow = self.width() < look.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            (self._column if narrow else self._row).addWidget(self.side)
            self._between.setVisible(not narrow)
            self._top.removeItem(self._acts)
            self._top.addLayout(self._acts, int(narrow), int(not narrow), _LEADING if narrow else _TRAILING)
        self.story.setMinimumHeight(look.px(STORY_AT_LEAST))
        room = self.width() - 2 * look.px(theme.SPACE_AROUND)
        if narrow:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(QWIDGETSIZE_MAX)
            self.side.setMinimumHeight(look.px(STORY_AT_LEAST))
        else:
            self.side.setMinimumHeight(0)
            self.side.setFixedWidth(min(look.px(312), max(220, round(self.width() * 0.3))))
            room -= self.side.width()
        self.head.fit(room)
