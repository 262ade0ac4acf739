"""The sheet on which guests are chosen: by tier, by what they like or buy, by what they spend; or one by one."""

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.programme import Programme
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.service import groups, guest_choice, guests
from shopkeeper.service.events import Event
from shopkeeper.service.guest_choice import Choice, Chosen
from shopkeeper.service.guests import Listed

TYPING_MS = 300
MOST_GUESTS = 100_000


class ChoosingSheet(SlideOver):
    """Counts whom the choice finds while it is made; says `added(Listed)`."""

    added = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Add guests"), host, width=520)
        self._desk = desk
        self._event: Event | None = None
        self._sent: Sent | None = None
        self._chosen: Chosen | None = None
        self._adding = False
        tr, sheet = self.tr, self.sheet
        self.tiers: list[QCheckBox] = []
        self._tiers = QVBoxLayout()
        self._tiers.setSpacing(look.px(2))
        self.interest = Field(
            tr("Who like or buy"), sheet, hint=tr("cheese"), remark=tr("(optional)"), longest=100
        )
        self.group = QComboBox(sheet)
        self.group.setAccessibleName(tr("In a saved group"))
        self.spent = Field(tr("Who spent in a year at least"), sheet, remark=tr("(optional)"), longest=40)
        self.most = self._spin(tr("The best of them, at most"), MOST_GUESTS, tr("all of them"))
        self.back = self._spin(tr("Kept back by lot, to compare"), 50, tr("nobody"))
        self.back.setSuffix("%")
        self.back.setSingleStep(5)
        self.found = Sentence("", "strong", "", sheet)
        self.unwritable = Sentence("", "body", "2", sheet)
        self.progress = ProgressLine(sheet)
        self.trouble = ErrorLine(sheet)
        self.go = KeyButton(tr("Add to the list"), "Enter", sheet)
        self.last = self.go
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._look)
        self._arrange()
        for field in (self.interest, self.spent):
            field.changed.connect(self._changed)
            field.entered.connect(self._add)
        self.group.activated.connect(self._changed)
        self.most.valueChanged.connect(self._changed)
        self.back.valueChanged.connect(self._tell)
        self.progress.cancelled.connect(self._cancel)
        self.go.clicked.connect(self._add)
        self.closed.connect(self._cancel)

    def _spin(self, name: str, most: int, nothing: str) -> QSpinBox:
        made = QSpinBox(self.sheet)
        dress_spin(made, name)
        made.setRange(0, most)
        made.setSpecialValueText(nothing)
        return made

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(10), 0)
        column.setSpacing(look.px(10))
        column.addWidget(
            Sentence(
                self.tr("Members of these tiers; all of them where none is ticked"), "label", "2", inside
            )
        )
        column.addLayout(self._tiers)
        column.addWidget(self.interest)
        self._group_words = Sentence(self.group.accessibleName(), "label", "2", inside)
        column.addWidget(self._group_words)
        column.addWidget(self.group)
        column.addWidget(self.spent)
        for part in (self.most, self.back):
            column.addWidget(Sentence(part.accessibleName(), "label", "2", inside))
            column.addWidget(part)
        column.addWidget(
            Sentence(
                self.tr("Those kept back are not invited. Afterwards they show what would have been bought anyway."),
                "small", "hint", inside,
            )
        )  # fmt: skip
        column.addStretch(1)
        scroll = QScrollArea(self.sheet)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.foot.setSpacing(look.px(6))
        for widget in (self.found, self.unwritable, self.progress, self.trouble, self.go):
            self.foot.addWidget(widget)

    def begin(self, event: Event, programme: Programme) -> None:
        """Opens for an event; the choice is as it was last made, at first the highest tiers."""
        self._event = event
        names = [*(tier.name for tier in reversed(programme.tiers)), BASE_TIER]
        if [box.text() for box in self.tiers] != names:
            for box in self.tiers:
                self._tiers.removeWidget(box)
                box.deleteLater()
            self.tiers = [QCheckBox(name, self.sheet) for name in names]
            least = event.plan.early_rank or len(programme.tiers)
            for at, box in enumerate(self.tiers):
                self._tiers.addWidget(box)
                box.setChecked(bool(programme.tiers) and len(programme.tiers) - at >= least)
                box.toggled.connect(self._changed)
            # Made after all the rest of the sheet: Tab would come to them behind its last button.
            for before, after in pairwise([self.interest.edit, *self.tiers, self.interest.edit]):
                QWidget.setTabOrder(before, after)
        chosen = self.group.currentText()
        saved = [group.name for group in self._desk.ask(groups.groups)]
        self.group.clear()
        self.group.addItem(self.tr("anybody"), "")
        for name in saved:
            self.group.addItem(name, name)
        self.group.setCurrentIndex(max(0, self.group.findText(chosen)))
        for part in (self.group, self._group_words):
            part.setVisible(bool(saved))
        self.trouble.clear()
        self._look()
        self.open(self.tiers[0])

    def _choice(self) -> Choice:
        typed = self.spent.text.strip()
        spent = (
            read_amount(
                typed,
                currency=self._desk.shop.money,
                decimal_mark=self._desk.speech.decimal_mark,
                about="spent",
            )
            if typed
            else 0
        )
        tiers = tuple(box.text() for box in self.tiers if box.isChecked())
        return Choice(
            tiers, self.interest.text, self.group.currentData() or "", spent, self.most.value() or None
        )

    def _changed(self, _value: object = None) -> None:
        self._timer.start()

    def _look(self) -> None:
        """Counts anew, on the scholar's thread: a large shop must not hold up the typing."""
        self._timer.stop()
        if self._event is None or self._adding:
            return
        try:
            choice = self._choice()
        except Declined as declined:
            self.spent.say(declined.because)
            return
        if self._sent is not None:
            self._sent.cancel()
        self._sent = self._desk.study_long(guest_choice.choose, self._event.id, choice, self._desk.today)
        self._sent.then(self._show).otherwise(self._refused)
        self._chosen = None

    def _show(self, found: Chosen) -> None:
        self._sent = None
        self._chosen = found
        self._tell()

    def _tell(self, _value: object = None) -> None:
        found = self._chosen
        if found is None:
            return
        speech = self._desk.speech
        back = len(found.members) * self.back.value() // 100
        words = speech.counted(
            len(found.members) - back, "{n} member would be invited", "{n} members would be invited"
        )
        if back:
            words += self.tr(", {n} kept back").format(n=speech.count(back))
        if found.in_peace:
            words += " · " + self.tr("{n} to be left in peace or on hold").format(
                n=speech.count(found.in_peace)
            )
        if found.already:
            words += " · " + self.tr("{n} on the list already").format(n=speech.count(found.already))
        self.found.setText(words)
        self.unwritable.setText(
            self.tr(
                "{n} of them asked for no letters: they stand on the list with the reason, to be asked in person."
            ).format(n=speech.count(found.unwritable))
            if found.unwritable
            else ""
        )
        self.unwritable.setVisible(bool(found.unwritable))
        self.go.setEnabled(bool(found.members))

    def _add(self) -> None:
        if self._event is None or self._adding:
            return
        try:
            choice = self._choice()
        except Declined as declined:
            self.spent.say(declined.because)
            return
        self._adding = True
        self.trouble.clear()
        self.progress.begin(self.tr("Adding the guests"))
        self._sent = self._desk.send_long(
            guests.add, self._event.id, choice, kept_back_percent=self.back.value(), by=self._desk.serving
        )
        self._sent.then(self._added).otherwise(self._refused).watched(self.progress.come)

    def _added(self, listed: Listed) -> None:
        self._sent, self._adding = None, False
        self.progress.end()
        self.put_away()
        self.added.emit(listed)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled) and not self._adding:
            return
        self._sent, self._adding = None, False
        self.progress.end()
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()
