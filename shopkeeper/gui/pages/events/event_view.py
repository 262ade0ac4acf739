"""One event: its figures, what it brought, the field of the door, the guests, and what can be done about one of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.events import words
from shopkeeper.gui.pages.events.answer_bar import AnswerBar
from shopkeeper.gui.pages.events.guest_table import GuestTable, Line
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech
from shopkeeper.service.event_result import Result
from shopkeeper.service.events import Event, Plan

_NARROW = 620


class Tile(Panel):
    """A large figure with what it is above and, where there is something, a word below."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._title_words = title
        self._label = Sentence(title, "body", "2", self)
        self._figure = Sentence("", "figure", "", self)
        self._more = Sentence("", "small", "attention", self)
        for part in (self._label, self._figure, self._more):
            self.add(part)
        self._more.hide()

    def show_figure(self, figure: str, tone: str = "", more: str = "", title: str = "") -> None:
        """Shows the figure; all of it is one name for a screen reader."""
        self._label.setText(title or self._title_words)
        self._figure.setText(figure)
        self._figure.set_tone(tone)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(f"{title or self._title_words}: {figure}. {more}".rstrip(". "))


class EventView(QWidget):
    """Says what is asked for; the page has it done. `typed` is what stands in the field of the door."""

    typed = Signal(str)
    acted = Signal(object)
    print_asked = Signal()
    afterwards_asked = Signal(str)  # the kind of letter
    guests_asked = Signal()
    change_asked = Signal()
    paper_asked = Signal()
    places_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="inside")
        tr = self.tr
        self.title = Sentence("", "heading", "", self)
        self.about = Sentence("", "body", "2", self)
        self.early = Sentence("", "body", "accent", self)
        self.change = self._button(tr("Change…"), self.change_asked.emit)
        self.paper = self._button(tr("Door list…"), self.paper_asked.emit)
        self.places = self._button(tr("Place cards…"), self.places_asked.emit)
        self.add_guests = self._button(tr("Add guests…"), self.guests_asked.emit)
        self.print_button = self._button(tr("Print invitations"), self.print_asked.emit, "primary")
        self.thank = self._button(tr("Thank guests for coming"), self._ask_thanks, "primary")
        self.miss = self._button(tr("Write to who could not come"), self._ask_missed)
        self.invited = Tile(tr("Invited"), self)
        self.coming = Tile(tr("Coming"), self)
        self.here = Tile(tr("Here now"), self)
        self.kept_back = Tile(tr("Kept back to compare"), self)
        self.tiles = (self.invited, self.coming, self.here, self.kept_back)
        self.result = Panel(parent=self)
        self._per_head = Sentence("", "strong", "", self.result)
        self._verdict = Sentence("", "body", "", self.result)
        self._cost = Sentence("", "body", "2", self.result)
        self._goal = Sentence("", "body", "2", self.result)
        self._how = Sentence("", "small", "2", self.result)
        self.ask_how = QPushButton(tr("How?"), self.result)
        self.ask_how.setCheckable(True)
        self.ask_how.setAccessibleName(tr("How is this worked out: what the event brought"))
        look.mark(self.ask_how, kind="link")
        self.ask_how.toggled.connect(self._how.setVisible)
        self.result.head.addWidget(self.ask_how)
        for part in (self._per_head, self._verdict, self._cost, self._goal, self._how):
            self.result.add(part)
        self._how.hide()
        self.door = Field(tr("Scan an invitation or type a name"), self, hint=tr("Scan an invitation or type a name"),
                          longest=100, labelled=False)  # fmt: skip
        self.hint = Sentence("", "body", "2", self)
        self.missing = QPushButton(tr("Still missing"), self)
        self.missing.setCheckable(True)
        look.mark(self.missing, kind="link")
        self.error = ErrorLine(self)
        self.table = GuestTable(self)
        self.nobody = Sentence("", "body", "2", self)
        self.bar = AnswerBar(self)
        self._bring = 0
        self._arrange()
        self.door.edit.textChanged.connect(self.typed)
        self.door.edit.pressed.connect(self._pressed)
        self.door.entered.connect(self._entered)
        self.table.acted.connect(self.acted)
        self.table.chosen.connect(self._show_bar)
        self.table.left.connect(self.take_caret)

    def _button(self, text: str, pressed: object, kind: str = "") -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(pressed)
        return made

    def _arrange(self) -> None:
        around, between = look.px(theme.SPACE_AROUND), look.px(theme.SPACE_BETWEEN)
        head = QVBoxLayout()
        head.setSpacing(look.px(4))
        for part in (self.title, self.about, self.early):
            head.addWidget(part)
        self._acts = FlowBox(self, gap=10, row_gap=8)
        self._buttons = (
            self.change,
            self.paper,
            self.places,
            self.add_guests,
            self.print_button,
            self.miss,
            self.thank,
        )
        for button in self._buttons:
            self._acts.flow.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(between)
        self._head.addLayout(head, 1)
        self._head.addWidget(self._acts, 0, Qt.AlignmentFlag.AlignTop)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(between)
        guests = Panel(parent=self)
        top = QHBoxLayout()
        top.setSpacing(look.px(10))
        self.door.setMaximumWidth(look.px(420))
        top.addWidget(self.door, 3)
        top.addWidget(self.hint, 2)
        top.addWidget(self.missing)
        guests.add(top)
        guests.add(self.error)
        guests.add(self.nobody)
        guests.add(self.table, 1)
        guests.add(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(around, around, around, between)
        column.setSpacing(between)
        column.addLayout(self._head)
        column.addLayout(self._tiles)
        column.addWidget(self.result)
        column.addWidget(guests, 1)
        self.table.setMinimumHeight(look.px(150))
        # In rows as there is room for: their least is one row, not as many as the narrowest window would take.
        for flowing in (self._acts, self.bar):
            flowing.setMinimumHeight(look.target_height())
        self._fit()

    def _fit(self) -> None:
        """The buttons stand beside the name, and the figures side by side, where there is room."""
        shown = [button for button in self._buttons if not button.isHidden()]
        wanted = sum(button.sizeHint().width() for button in shown) + look.px(10) * max(0, len(shown) - 1)
        beside = self.width() >= wanted + look.px(360)
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._acts.setMinimumWidth(wanted if beside else 0)
        tiles = [tile for tile in self.tiles if not tile.isHidden()]
        columns = len(tiles) if self.width() >= look.px(_NARROW) else 2
        for place, tile in enumerate(tiles):
            self._tiles.addWidget(tile, place // columns, place % columns)
        for column in range(4):
            self._tiles.setColumnStretch(column, 1 if column < columns else 0)

    def _ask_thanks(self) -> None:
        self.afterwards_asked.emit("thanks-for-coming")

    def _ask_missed(self) -> None:
        self.afterwards_asked.emit("could-not-come")

    # --- showing ------------------------------------------------------------------------------------

    def show_event(
        self, event: Event, programme: Programme, speech: Speech, *, to_write: int, open_door: bool, over: bool,
        early: str,
    ) -> None:  # fmt: skip
        """The head and the figures."""
        plan, tally = event.plan, event.tally
        self._bring = plan.bring
        self.title.setText(plan.name)
        self.about.setText(words.about(event, speech))
        off = self.tr("Called off") if event.called_off_on is not None else ""
        self.early.setText(off or early)
        self.early.set_tone("bad" if off else "accent")
        self.early.setVisible(bool(off or early))
        self.invited.show_figure(speech.count(tally.invited))
        coming = speech.count(tally.coming)
        if tally.companions:
            coming += " + " + speech.counted(tally.companions, "{n} guest", "{n} guests")
        self.coming.show_figure(coming, more=self._waiting(event, speech))
        here = speech.count(tally.here) + (f" + {speech.count(tally.here_with)}" if tally.here_with else "")
        unasked = speech.counted(tally.unasked, "{n} not invited", "{n} not invited") if tally.unasked else ""
        self.here.show_figure(here, "accent" if tally.here else "", unasked, self.tr("Came") if over else "")
        self.kept_back.show_figure(speech.count(tally.kept_back))
        self.kept_back.setVisible(bool(tally.kept_back) or not over)
        called_off = event.called_off_on is not None
        self.print_button.setText(speech.counted(to_write, "Print {n} invitation", "Print {n} invitations"))
        self.print_button.setVisible(bool(to_write) and not called_off)
        self.add_guests.setVisible(not called_off and not over)
        self.paper.setVisible(bool(tally.invited + tally.waiting))
        self.places.setVisible(bool(tally.coming) and not over and not called_off)
        self.hint.setText(
            self.tr("Tonight at the door") if open_door and not over
            else self.tr("Ticks of the printed list can be typed in still") if open_door
            else self.tr("Enter: answer, or add to the list")
        )  # fmt: skip
        self.missing.setText(speech.counted(tally.missing, "{n} still missing", "{n} still missing"))
        self.missing.setVisible(open_door and (bool(tally.missing) or self.missing.isChecked()))
        self.door.setEnabled(not called_off)
        self.bar.setEnabled(not called_off)
        self._fit()

    def _waiting(self, event: Event, speech: Speech) -> str:
        plan, tally = event.plan, event.tally
        parts = []
        if tally.waiting:
            parts.append(speech.counted(tally.waiting, "{n} waits for a place", "{n} wait for a place"))
            if plan.places is not None and tally.expected < plan.places:
                parts.append(
                    speech.counted(plan.places - tally.expected, "{n} place free", "{n} places free")
                )
        elif plan.places is not None and tally.expected >= plan.places:
            parts.append(self.tr("full"))
        return " · ".join(parts)

    def show_afterwards(self, to_write: dict[str, int], speech: Speech) -> None:
        """The letters after the event: how many are to be thanked, and how many were missed."""
        thank, miss = to_write.get("thanks-for-coming", 0), to_write.get("could-not-come", 0)
        self.thank.setText(speech.counted(thank, "Thank {n} guest for coming", "Thank {n} guests for coming"))
        self.thank.setVisible(bool(thank))
        self.miss.setText(
            speech.counted(miss, "Write to {n} who could not come", "Write to {n} who could not come")
        )
        self.miss.setVisible(bool(miss))
        self._fit()

    def show_result(self, result: Result | None, plan: Plan, speech: Speech) -> None:
        """What it brought, once it is over."""
        self.result.setVisible(result is not None)
        if result is None:
            return
        self.result.set_title(self.tr("What it brought"))
        self._per_head.setText(
            self.tr("In {n} days, per head: {figures}").format(
                n=plan.after_days, figures=words.per_head(result, speech)
            )
        )
        self._verdict.setText(words.verdict(result, speech))
        self._cost.setText(words.cost(result, speech))
        self._goal.setText(self.tr("The goal was: {goal}").format(goal=plan.goal))
        self._goal.setVisible(bool(plan.goal))
        self._how.setText(words.how(result, plan.after_days))

    def show_lines(self, lines: Sequence[Line], programme: Programme, nobody: str) -> None:
        """The rows; `nobody` is said where there are none."""
        self.table.show_lines(lines, programme)
        self.nobody.setText(nobody)
        self.nobody.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self._show_bar(self.table.current)

    def _show_bar(self, line: Line | None) -> None:
        self.bar.show_line(line, self._bring)

    def take_caret(self) -> None:
        """The caret in the field of the door, which is where an evening is spent."""
        self.door.setFocus(Qt.FocusReason.OtherFocusReason)
        self.door.edit.selectAll()

    def to_answers(self) -> None:
        """The caret on what the chosen guest may have answered."""
        self.bar.take_caret()

    def _pressed(self, key: int) -> None:
        steps = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
        if key in steps:
            self.table.step(steps[key])
        elif key == Qt.Key.Key_Escape.value:
            self.door.clear()

    def _entered(self) -> None:
        line = self.table.current
        if line is not None and (self.door.text.strip() or self.table.guests.rowCount() == 1):
            self.acted.emit(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
