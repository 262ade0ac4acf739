"""Who is expected to bring most, with why; and what the best of them ask of the shop: value against demand."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.insights import value_words, words
from shopkeeper.gui.pages.insights.member_table import MemberRow, MemberTable
from shopkeeper.gui.pages.insights.parts import Explained
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech
from shopkeeper.service import worth
from shopkeeper.service.insights import Insights
from shopkeeper.service.value_ranks import MOST_DEMANDING, Ranked


class _Acts(QHBoxLayout):
    """The buttons below a table."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.setSpacing(look.px(10))
        for button in buttons:
            self.addWidget(button)
        self.addStretch(1)


class ValueCard(Explained):
    """Says `opened(member_id)`, `written_to(member_id)`, and `changed` when later money is counted otherwise."""

    opened = Signal(int)
    written_to = Signal(int)
    changed = Signal()

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        name = self.tr("Who is expected to bring most")
        super().__init__(name, parent)
        self._desk, self._shell = desk, shell
        self._found: Insights | None = None
        tr = self.tr
        self.every = QPushButton("", self)
        self.every.setCheckable(True)
        look.mark(self.every, kind="link")
        self.head.addWidget(self.every)
        heads = (
            tr("Member"), tr("Tier"), tr("Spent so far"), tr("Visits"), tr("Chance to come again"), tr("Expected visits"),
            tr("Expected"),
        )  # fmt: skip
        self.table = MemberTable(name, heads, self, numbers=(2, 3, 4, 5, 6), wide=(0,), tier=1)
        self.nobody = Sentence(tr("Nobody has bought anything yet."), "body", "2", self)
        self.why = QPushButton(tr("Why?"), self)
        self.why.setAccessibleName(tr("Why is the chosen member worth this"))
        self.open = QPushButton(tr("Open at the counter"), self)
        self.write = QPushButton(tr("Write a letter"), self)
        self.discount = QSpinBox(self)
        self.discount.setRange(0, worth.MOST_DISCOUNT)
        self.discount.setSuffix(tr(" % a year"))
        self.discount.setKeyboardTracking(False)
        dress_spin(self.discount, tr("Money to come counts less by"))
        self.trouble = ErrorLine(self)
        less = QHBoxLayout()
        less.setSpacing(look.px(8))
        less.addWidget(Sentence(self.discount.accessibleName(), "body", "2", self, wrap=False))
        less.addWidget(self.discount)
        less.addStretch(1)
        self.add(self.table)
        self.add(self.nobody)
        self.add(_Acts((self.why, self.open, self.write)))
        self.add(less)
        self.add(self.trouble)
        self.every.toggled.connect(self._show_every)
        self.table.opened.connect(self.opened)
        self.table.written_to.connect(self.written_to)
        self.table.why_asked.connect(self._why)
        self.why.clicked.connect(self._why)
        self.open.clicked.connect(self._open)
        self.write.clicked.connect(self._write)
        self.discount.valueChanged.connect(self._set_discount)

    def show_found(self, found: Insights, speech: Speech, programme: Programme) -> None:
        """Replaces what is shown."""
        self._found = found
        self.table.tiers.programme = programme
        self.table.members.show_rows([
            MemberRow(one.member_id, (
                value_words.name(one), one.tier, speech.money(one.past_minor), speech.count(one.visits),
                words.chance(speech, one.chance, found), speech.tenths(round(one.expected_visits * 10)), speech.money(one.expected_minor),
            ))
            for one in found.ranked
        ])  # fmt: skip
        there = bool(found.ranked)
        for part in (self.table, self.why, self.open, self.write):
            part.setVisible(there)
        self.nobody.setVisible(not there)
        self.every.setVisible(len(found.ranked) > len(self.table.members.rows) or self.every.isChecked())
        self._name_every()
        self.discount.blockSignals(True)
        self.discount.setValue(found.discount)
        self.discount.blockSignals(False)
        self.explain(value_words.how_value(found))

    def _name_every(self) -> None:
        count = self._desk.speech.count(len(self._found.ranked) if self._found else 0)
        self.every.setText(
            self.tr("The first few") if self.every.isChecked() else self.tr("The first {n}").format(n=count)
        )

    def _show_every(self, every: bool) -> None:
        self.table.members.show_all(every)
        self._name_every()

    @property
    def chosen(self) -> Ranked | None:
        """Whose row is chosen."""
        found = self._found
        return (
            next((one for one in found.ranked if one.member_id == self.table.current), None)
            if found
            else None
        )

    def _why(self) -> None:
        chosen, found = self.chosen, self._found
        if chosen is not None and found is not None:
            told = value_words.why(chosen, found, self._desk.speech)
            WhyPopover([told], self._desk.speech, found.on, self._shell, "worth").open_below(self.why)

    def _open(self) -> None:
        if self.table.current is not None:
            self.opened.emit(self.table.current)

    def _write(self) -> None:
        if self.table.current is not None:
            self.written_to.emit(self.table.current)

    def _set_discount(self, percent: int) -> None:
        self.trouble.clear()
        sent = self._desk.send(worth.set_discount, percent, by=self._desk.serving)
        sent.then(self._discount_set).otherwise(self._refused)

    def _discount_set(self, _act: int) -> None:
        told = self.tr("Money to come counts less by {n}% a year").format(n=self.discount.value())
        self._shell.show_toast(Toast(told, "", undo=True))
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, StorageTrouble):
            self.trouble.explain(error)


class DemandCard(Explained):
    """The most demanding of the best: what they asked, what they need, whom else it would serve."""

    opened = Signal(int)
    written_to = Signal(int)
    needs_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Value against demand: the most demanding of your best")
        super().__init__(name, parent)
        tr = self.tr
        self.shares = Sentence("", "body", "", self)
        heads = (
            tr("Member"), tr("Expected"), tr("Asked in a year"), tr("For each visit"), tr("What they need"), tr("Serves others too"),
        )  # fmt: skip
        self.table = MemberTable(
            name, heads, self, numbers=(1, 3, 5), wide=(0, 2, 4), at_first=MOST_DEMANDING
        )
        self.needs = QPushButton(tr("Needs and improvements…"), self)
        self.open = QPushButton(tr("Open at the counter"), self)
        self.add(self.shares)
        self.add(self.table)
        self.add(_Acts((self.open, self.needs)))
        self.table.opened.connect(self.opened)
        self.table.written_to.connect(self.written_to)
        self.open.clicked.connect(self._open)
        self.needs.clicked.connect(self.needs_asked)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        self.shares.setText(value_words.demand(found.demand, speech))
        self.table.members.show_rows([
            MemberRow(one.who.member_id, (
                value_words.name(one.who), speech.money(one.who.expected_minor), value_words.asked(one, speech),
                speech.tenths(round(10 * one.asked / max(1, one.year_visits))), one.needs or "–", speech.count(one.others) if one.needs else "–",
            ))
            for one in found.demand.demanding
        ])  # fmt: skip
        for part in (self.table, self.open):
            part.setVisible(bool(found.demand.demanding))
        self.explain(value_words.how_demand())

    def _open(self) -> None:
        if self.table.current is not None:
            self.opened.emit(self.table.current)
