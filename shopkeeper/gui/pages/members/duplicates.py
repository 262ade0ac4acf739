"""Who may be in the book twice: pairs, the likeliest first, laid side by side, merged or said to be two people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.members.side_by_side import SideBySide
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.likeness import Reason
from shopkeeper.service import duplicates, households, merging
from shopkeeper.service.duplicates import Duplicates, Pair, Side
from shopkeeper.service.households import Housed, HouseEffect
from shopkeeper.service.merging import Merged, MergeEffect

WIDTH = 1060
_AT_HOME: frozenset[Reason] = frozenset({"phone", "address", "address slip"})
"""Reasons that two people of one household give as well."""


class DuplicatesSheet(SlideOver):
    """Slides over the Members place; looks the whole shop through each time it is opened."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell.tr("Who may be here twice"), shell, width=WIDTH)
        self._desk = desk
        self._shell = shell
        self._looking: Sent | None = None
        self._pairs: list[Pair] = []
        self._sides: dict[int, Side] = {}
        self._busy = False
        self.words = Sentence("", "body", "2", self)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self._stop)
        self.trouble = ErrorLine(self)
        self.pairs = _Pairs(self)
        self.beside = SideBySide(self)
        self.nobody = EmptyState(
            "members",
            self.tr("Nobody seems to be here twice"),
            self.tr("Everybody was compared with those who share a name, a phone, an address or a birthday."),
            parent=self,
        )
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(14))
        row.addWidget(self.pairs, 2)
        row.addWidget(self.beside, 3)
        self._empty = QWidget(self)
        self.stack = QStackedWidget(self)
        for part in (self._empty, inside, self.nobody):
            self.stack.addWidget(part)
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.words)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.stack, 1)
        self.keep_one = KeyButton(self.tr("Merge"), "Return", self)
        self.keep_other = KeyButton(self.tr("Keep the other"), "Shift+Return", self, kind="")
        self.two_people = KeyButton(self.tr("Two people"), "Del", self, kind="")
        self.one_home = KeyButton(self.tr("Two people, one household"), "Shift+Del", self, kind="")
        foot = FlowBox(self, gap=10)
        for button in self._buttons:
            foot.flow.addWidget(button)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(foot)
        self.last = self.one_home
        self.keep_one.clicked.connect(self._merge_first)
        self.keep_other.clicked.connect(self._merge_second)
        self.two_people.clicked.connect(self._two_people)
        self.one_home.clicked.connect(self._one_household)
        self.pairs.household_asked.connect(self._one_household)
        self.pairs.merge_asked.connect(self._merge_first)
        self.pairs.other_asked.connect(self._merge_second)
        self.pairs.apart_asked.connect(self._two_people)
        self.pairs.escaped.connect(self.escape)
        self.pairs.currentCellChanged.connect(self._look_at)
        self.closed.connect(self._stop)

    def begin(self) -> None:
        """Slide in and look the shop through."""
        self._pairs, self._sides = [], {}
        self.trouble.say("")
        self.words.setText(self.tr("Everybody is compared with those who share something with them."))
        self.stack.setCurrentWidget(self._empty)
        self._enable(False)
        self.progress.begin(self.tr("Comparing members"))
        self.open(self.progress)
        self._looking = (
            self._desk.study_long(duplicates.laid_out)
            .watched(self.progress.come)
            .then(self._found)
            .otherwise(self._not_found)
        )

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def _not_found(self, error: Exception) -> None:
        self._looking = None
        self.progress.end()
        if isinstance(error, Cancelled):
            self.put_away()
        else:
            self.trouble.say(str(error))

    def _found(self, answer: tuple[Duplicates, dict[int, Side]]) -> None:
        self._looking = None
        self.progress.end()
        found, self._sides = answer
        self._pairs = list(found.pairs)
        self._show_list(0)
        if found.found > len(found.pairs):
            self.words.setText(
                self.tr("The likeliest {shown} of {found} pairs. What is merged can be undone.").format(
                    shown=self._desk.speech.count(len(found.pairs)),
                    found=self._desk.speech.count(found.found),
                )
            )

    # ---- the list ----

    def _show_list(self, at: int) -> None:
        self.pairs.show_pairs(self._pairs, self._sides)
        self._enable(bool(self._pairs))
        if not self._pairs:
            self.words.setText("")
            self.stack.setCurrentWidget(self.nobody)
            return
        self.words.setText(
            self._desk.speech.counted(
                len(self._pairs),
                "{n} pair may be one person. What is merged can be undone.",
                "{n} pairs may be one person each. What is merged can be undone.",
            )
        )
        self.stack.setCurrentIndex(1)
        self.pairs.setCurrentCell(min(at, len(self._pairs) - 1), 0)
        self.pairs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self, there: bool) -> None:
        for button in self._buttons:
            button.setVisible(there)
            button.setEnabled(there and not self._busy)

    @property
    def _buttons(self) -> tuple[KeyButton, ...]:
        return self.keep_one, self.keep_other, self.two_people, self.one_home

    @property
    def pair(self) -> Pair | None:
        """The pair that is laid side by side."""
        row = self.pairs.currentRow()
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def _look_at(self, row: int, _column: int, _before: int, _before_column: int) -> None:
        if not 0 <= row < len(self._pairs):
            return
        pair = self._pairs[row]
        one, other = self._sides[pair.one], self._sides[pair.other]
        self.trouble.say("")
        try:
            effect: MergeEffect | None = self._desk.ask(
                merging.effect, pair.one, pair.other, self._desk.today
            )
        except (Declined, StorageTrouble) as error:
            effect = None
            self.trouble.say(str(error))
        self.beside.show_pair(pair, (one, other), effect, self._desk)
        home = self._home_of(pair)
        self.beside.show_home(home, self._desk)
        self.one_home.setEnabled(home is not None and not self._busy)
        self.keep_one.setText(self.tr("Merge into {number}").format(number=one.number))
        self.keep_other.setText(self.tr("Merge into {number}").format(number=other.number))
        for button in (self.keep_one, self.keep_other):
            button.setAccessibleName(button.text())
            button.setEnabled(effect is not None and not self._busy)

    def _home_of(self, pair: Pair) -> HouseEffect | None:
        """What living together would do, for two who share a phone or a house and in no household yet."""
        if not _AT_HOME.intersection(pair.reasons):
            return None
        today = self._desk.today
        try:
            return self._desk.ask(households.joining_effect, pair.other, pair.one, today, today)
        except (Declined, StorageTrouble):
            return None

    # ---- what is done about a pair ----

    def _merge_first(self) -> None:
        if self.pair is not None and self.keep_one.isEnabled():
            self._merge(self.pair.one, self.pair.other)

    def _merge_second(self) -> None:
        if self.pair is not None and self.keep_other.isEnabled():
            self._merge(self.pair.other, self.pair.one)

    def _merge(self, kept: int, other: int) -> None:
        self._set_busy(True)
        sent = self._desk.send(merging.merge, kept, other, by=self._desk.serving)
        sent.then(self._merged).otherwise(self._refused)

    def _merged(self, merged: Merged) -> None:
        self._set_busy(False)
        at = self.pairs.currentRow()
        gone = merged.other
        self._pairs = [pair for pair in self._pairs if gone not in (pair.one, pair.other)]
        fresh = self._desk.ask(duplicates.sides, [merged.kept])
        self._sides |= fresh
        words = self.tr("{other} is {number} now").format(other=merged.other_number, number=merged.number)
        self._shell.show_toast(Toast(words, merged.name, undo=True))
        self._show_list(max(0, at))

    def _two_people(self) -> None:
        if self.pair is None or self._busy:
            return
        self._set_busy(True)
        sent = self._desk.send(duplicates.say_apart, self.pair.one, self.pair.other, by=self._desk.serving)
        sent.then(self._said).otherwise(self._refused)

    def _one_household(self) -> None:
        if self.pair is None or self._busy or not self.one_home.isEnabled():
            return
        self._set_busy(True)
        pair, desk = self.pair, self._desk
        sent = desk.send(households.join, pair.other, pair.one, two_people=True, by=desk.serving)
        sent.then(self._housed).otherwise(self._refused)

    def _housed(self, _housed: Housed) -> None:
        self._set_busy(False)
        at = self.pairs.currentRow()
        if 0 <= at < len(self._pairs):
            pair = self._pairs.pop(at)
            words = self.tr("{one} and {other} are two people of one household").format(
                one=self._sides[pair.one].number, other=self._sides[pair.other].number
            )
            self._shell.show_toast(Toast(words, "", undo=True))
        self._show_list(max(0, at))

    def _said(self, _act: int) -> None:
        self._set_busy(False)
        at = self.pairs.currentRow()
        if 0 <= at < len(self._pairs):
            pair = self._pairs.pop(at)
            words = self.tr("{one} and {other} are two people").format(
                one=self._sides[pair.one].number, other=self._sides[pair.other].number
            )
            self._shell.show_toast(Toast(words, "", undo=True))
        self._show_list(max(0, at))

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        self.trouble.say(str(error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for button in self._buttons:
            button.setEnabled(not busy)


class _Pairs(QTableWidget):
    """The pairs; Return merges, Shift Return keeps the other, Delete says that they are two people, Shift Delete of one
    household."""

    merge_asked = Signal()
    other_asked = Signal()
    apart_asked = Signal()
    household_asked = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self.setHorizontalHeaderLabels([self.tr("These two"), self.tr("One person?")])
        dress_table(self, self.tr("Pairs that may be one person"))
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumWidth(look.px(240))

    def show_pairs(self, pairs: Sequence[Pair], sides: dict[int, Side]) -> None:
        """Replaces the list."""
        self.blockSignals(True)
        self.setRowCount(len(pairs))
        for row, pair in enumerate(pairs):
            one, other = sides[pair.one], sides[pair.other]
            name = _called(one.name, one.number)
            again = _called(other.name, other.number)
            text = name if name == again else f"{name} · {again}"
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.setItem(row, 0, item)
            self.setItem(
                row, 1, QTableWidgetItem(self.tr("Almost surely") if pair.sure else self.tr("Likely"))
            )
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.other_asked if shift else self.merge_asked).emit()
        elif event.key() == Qt.Key.Key_Delete:
            (self.household_asked if shift else self.apart_asked).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def _called(name: str, number: str) -> str:
    return name or f"№ {number}"
