"""The letters of one kind that are due: who, why, a line of one's own, and on to paper."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.letters.adding import AddLine
from shopkeeper.gui.pages.letters.choices import OfferChoice, WhomChoice
from shopkeeper.gui.pages.letters.due_table import DueModel, DueTable
from shopkeeper.gui.pages.letters.left_out import LeftOutLine
from shopkeeper.gui.pages.letters.outcome_box import OutcomeBox
from shopkeeper.gui.pages.letters.own_line import OwnLine
from shopkeeper.gui.pages.letters.parts import button, set_close
from shopkeeper.gui.pages.letters.running import Wish
from shopkeeper.gui.pages.letters.telling_box import TellingBox
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import Flow, FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.rules.letter_kinds import THANK_YOU, kind_of
from shopkeeper.rules.programme import Programme
from shopkeeper.rules.wording import greeting_for
from shopkeeper.service.letter_titles import title
from shopkeeper.service.letters import LONGEST_OWN_LINE, DueLetter, DueList

TYPING_MS = 80
_ROOM_TO_EXPLAIN = 520


class DueView(QWidget):
    """What is looked at is `current`; what goes to paper are `wishes`."""

    looked_at = Signal()
    print_asked = Signal()
    pdf_asked = Signal()
    each_asked = Signal()
    whom_chosen = Signal()
    told = Signal()
    wording_asked = Signal()
    table_asked = Signal()
    everybody_asked = Signal()
    confirmed = Signal()
    denied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[int, str] = {}
        self._by_hand = False
        self._told = ""
        self._title = title(THANK_YOU)
        self.kind = kind_of(THANK_YOU)
        self.title = Sentence("", "heading", "", self)
        self.summary = Sentence("", "body", "2", self)
        self.left_out = LeftOutLine(self)
        self.model = DueModel(self)
        self.table = DueTable(self.model, self)
        self.table.chosen.connect(self._look)
        self.table.line_asked.connect(self._to_line)
        self.model.ticks_changed.connect(self._count)
        self._everybody = button("", self, self.everybody_asked.emit, "link")
        self.whom = WhomChoice(self)
        self.whom.activated.connect(self._chose_whom)
        self.adding = AddLine(self)
        self.adding.left.connect(self._to_table)
        self.telling = TellingBox(self)
        self.telling.told.connect(self._tell)
        self._all = button("", self, self._tick_all, "link")
        self.empty = EmptyState(
            "heart",
            self._title.nobody,
            self._title.teaches,
            parent=self,
        )
        self.line = OwnLine(self)
        self.line.setMaxLength(LONGEST_OWN_LINE)
        self.line.textEdited.connect(self._typed)
        self.line.next_asked.connect(self._step)
        self.line.left.connect(self._to_table)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.looked_at)
        self.offers = OfferChoice(self)
        self.offers.activated.connect(self._look)
        self.question = OutcomeBox(self)
        self.question.confirmed.connect(self.confirmed)
        self.question.denied.connect(self.denied)
        self.yes, self.no = self.question.yes, self.question.no
        self.error = ErrorLine(self)
        self.progress = ProgressLine(self)
        self._lay_out()
        self.set_kind(THANK_YOU, ())
        self.set_due(DueList((), ()), 0, None)

    # --- layout -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        around, between = look.px(theme.SPACE_AROUND), look.px(theme.SPACE_BETWEEN)
        self._list = Panel(parent=self)
        set_close(self._list)
        # A heading and three rows, however large the text.
        self.table.setMinimumHeight(4 * look.row_height())
        self._list.add(self.table, 1)
        self._own = Panel(parent=self)
        self._own_title = Sentence("", "strong", "", self._own)
        self._own.add(self._own_title)
        self._own.add(self.line)
        self._hint = Sentence(
            self.tr("It opens the letter. Leave it empty for the usual words."), "small", "hint", self._own
        )
        self._own.add(self._hint)
        top = FlowBox(self, gap=8, row_gap=4)
        for choice in (self.whom, self.offers, self.left_out, self._everybody, self._all):
            top.flow.addWidget(choice)
        column = Tall(self).column
        column.setContentsMargins(around, around, around, between)
        column.setSpacing(look.px(theme.SPACE_WITHIN))
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addWidget(self.telling)
        column.addWidget(top)
        column.addWidget(self.left_out.card)
        column.addWidget(self._list, 100)
        column.addWidget(self.adding)
        column.addWidget(self._own)
        column.addWidget(self.empty, 100)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addWidget(self._make_buttons())
        column.addWidget(self.question)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Large text in a low window: what only explains makes room for what is worked with.
        self._hint.setVisible(self.height() > look.px(_ROOM_TO_EXPLAIN))

    def _make_buttons(self) -> QWidget:
        self.buttons = QWidget(self)
        row = Flow(self.buttons, look.px(8), look.px(8))
        self.print_button = button("", self.buttons, self.print_asked.emit, "primary")
        self.pdf_button = button(self.tr("Save as PDF"), self.buttons, self.pdf_asked.emit)
        self.each_button = button(self.tr("One PDF for each"), self.buttons, self.each_asked.emit)
        self.wording_button = button(self.tr("Edit the wording"), self.buttons, self.wording_asked.emit)
        self.table_button = button(self.tr("Birthdays on one sheet…"), self.buttons, self.table_asked.emit)
        for part in (
            self.print_button,
            self.pdf_button,
            self.each_button,
            self.wording_button,
            self.table_button,
        ):
            row.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.buttons.setSizePolicy(policy)
        return self.buttons

    # --- what is shown ------------------------------------------------------------------------------

    def set_kind(
        self,
        kind: str,
        tiers: Sequence[str],
        saved: Sequence[str] = (),
        events: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Another kind of letter, with its words; nobody is listed yet."""
        self.kind = kind_of(kind)
        self._title = title(kind)
        self._told = ""
        self.title.setText(self._title.name)
        self.telling.ask(self.kind.asks)
        self.table_button.setVisible(kind == "birthday")
        self.whom.offer(found=self.kind.found != "hand", events=events, tiers=tiers, saved=saved)
        self._everybody.setText(self.tr("All who are due"))
        if self.kind.found == "hand":
            self._everybody.setText(self.tr("A whole tier"))
        self.empty.set_words(self._title.nobody, self._title.teaches)
        self.table.setAccessibleName(self.tr("Members this letter is for"))

    @property
    def told_text(self) -> str:
        """What the shop has written for this run."""
        return self._told

    def set_due(self, due: DueList, pause_days: int, programme: Programme | None) -> None:
        """Everybody who is due, and who is left out."""
        self._by_hand = False
        count = len(due.due)
        self.summary.setText(self._summary(count))
        self.summary.setVisible(bool(due.due))
        self.left_out.set_left_out(due.left_out, pause_days)
        self._show_rows(due.due, programme)

    def _summary(self, count: int) -> str:
        if self.whom.event_id is not None and self.kind.guests == "to invite":
            return self.tr("Guests who are to be invited: {n}.").format(n=count)
        if self.whom.tier:
            return self.tr("Members in {tier}: {n}.").format(tier=self.whom.tier, n=count)
        if self.whom.group:
            return self.tr("Members in the group {name}: {n}.").format(name=self.whom.group, n=count)
        return self._title.due.format(n=count)

    def set_hand(self, chosen: Sequence[DueLetter], remark: str, programme: Programme) -> None:
        """Members chosen one by one, with what is to be known about them."""
        self._by_hand = True
        self.summary.setText(remark)
        self.summary.setVisible(bool(remark))
        self.left_out.hide()
        self.left_out.close_card()
        known = {row.member_id for row in self.model.rows}
        self._show_rows(tuple(chosen), programme)
        for row, one in enumerate(chosen):
            if one.member_id not in known:
                self.model.tick(row, True)

    def set_waiting(self) -> None:
        """Who is due is being looked up; what was listed goes."""
        self.summary.setText(self.tr("Looking through the members…"))
        self.summary.show()
        self._show_rows((), None)
        self.empty.hide()

    def _show_rows(self, rows: Sequence[DueLetter], programme: Programme | None) -> None:
        before = self.table.current
        self.model.set_rows(rows)
        if programme is not None:
            self.table.fit_tiers(programme)
        there = next((n for n, row in enumerate(rows) if before and row.member_id == before.member_id), 0)
        self.table.show_row(there)
        for part in (self._list, self._own, self.print_button, self.pdf_button, self.each_button):
            part.setVisible(bool(rows))
        self.each_button.setVisible(len(rows) > 1)
        self._everybody.setVisible(self._by_hand)
        self.whom.setVisible(not self._by_hand)
        self.empty.setVisible(not rows)
        self._list.setMaximumHeight(self.table.whole_height() + look.px(24))
        self.table.setMinimumHeight(min(self.table.whole_height(), look.px(84)))
        self._count()
        self._look()

    @property
    def by_hand(self) -> bool:
        """Whether members were chosen one by one, whoever else is due."""
        return self._by_hand

    @property
    def current(self) -> DueLetter | None:
        """Whose letter is looked at."""
        return self.table.current

    @property
    def wishes(self) -> list[Wish]:
        """The letters that go to paper."""
        return [
            Wish(
                one.member_id,
                one.occasion,
                self.line_for(one),
                kind=self.kind.key,
                told=self._told,
                offer=self.offers.chosen,
            )
            for one in self.model.ticked
        ]

    def line_for(self, one: DueLetter) -> str:
        """The line of one's own for a member, "" where there is none."""
        return self._lines.get(one.member_id, "")

    def forget_lines(self, member_ids: Sequence[int]) -> None:
        """The letters are written; their lines are in the log."""
        for member_id in member_ids:
            self._lines.pop(member_id, None)

    def place(self) -> tuple[str, bool]:
        """Which of how many the letter looked at is, and whether there are others."""
        ticked = self.model.ticked
        current = self.current
        if current is None:
            return "", False
        if current not in ticked:
            return self.tr("not chosen"), bool(ticked)
        return self.tr("{n} of {of}").format(n=ticked.index(current) + 1, of=len(ticked)), len(ticked) > 1

    def turn(self, step: int) -> None:
        """Looks at the letter before or after among those that go to paper."""
        rows = [n for n in range(len(self.model.rows)) if self.model.is_ticked(n)]
        if not rows:
            return
        here = self.table.currentIndex().row()
        onward = (
            [row for row in rows if row > here] if step > 0 else [row for row in reversed(rows) if row < here]
        )
        self.table.show_row(onward[0] if onward else rows[0] if step > 0 else rows[-1])

    def ask_outcome(self, count: int) -> None:
        """Asks whether what was printed came out well."""
        self.buttons.hide()
        self.question.ask(count)

    def stop_asking(self) -> None:
        """Back to the buttons."""
        self.question.hide()
        self.buttons.show()

    def set_busy(self, busy: bool) -> None:
        """While letters are on their way nothing is changed."""
        for part in (
            self.table, self.line, self.buttons, self._all, self._everybody, self.left_out, self.whom, self.adding,
            self.telling, self.offers,
        ):  # fmt: skip
            part.setEnabled(not busy)

    def take_caret(self) -> None:
        """Puts the caret where work begins."""
        if self.kind.asks and not self._told:
            self.telling.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._by_hand:
            self._to_line()
        elif self.model.rows:
            self._to_table()
        elif self.kind.found == "hand":
            self.adding.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.wording_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the person does -----------------------------------------------------------------------

    def _look(self, _one: object = None) -> None:
        current = self.current
        if current is not None:
            called = greeting_for(current.name) or self.tr("Member {number}").format(number=current.number)
            words = self.tr("A line of your own for {name}").format(name=called)
            self._own_title.setText(words)
            self.line.setAccessibleName(words)
            self.line.setText(self.line_for(current))
        self.looked_at.emit()

    def _typed(self, text: str) -> None:
        if self.current is not None:
            self._lines[self.current.member_id] = text
            self._typing.start()

    def _step(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        if 0 <= row < len(self.model.rows):
            self.table.show_row(row)
            self.line.selectAll()
        elif step > 0:
            self.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _chose_whom(self) -> None:
        self.whom_chosen.emit()

    def _tell(self, text: str) -> None:
        if text != self._told:
            self._told = text
            self.told.emit()

    def _to_line(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _to_table(self) -> None:
        if self._by_hand:
            self.everybody_asked.emit()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tick_all(self) -> None:
        self.model.tick_all(not self.model.ticked)

    def _count(self) -> None:
        count, of = len(self.model.ticked), len(self.model.rows)
        words = {0: self.tr("Print letters…"), 1: self.tr("Print 1 letter…")}
        self.print_button.setText(words.get(count) or self.tr("Print %n letters…", "", count))
        for part in (self.print_button, self.pdf_button, self.each_button):
            part.setEnabled(count > 0)
        self._all.setText(self.tr("Choose none") if count else self.tr("Choose all"))
        self._all.setVisible(of > 1 and not self._by_hand)
        self.error.clear()
        self.looked_at.emit()
