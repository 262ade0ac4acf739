"""What is left out of the table: by tier, by how long nobody has seen them, by letters, by a missing name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSpinBox, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.flow import Flow
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.programme import Programme
from shopkeeper.service.groups import Group
from shopkeeper.service.listing import Wanted

LONGEST_DAYS = 3650


class FilterBar(QWidget):
    """Says `changed` when something else is wanted, `groups_asked` for the sheet of saved groups."""

    changed = Signal()
    groups_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tier = QComboBox(self)
        self.tier.setAccessibleName(self.tr("Tier"))
        self.tier.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._saved: Sequence[Group] = ()
        self._for_now = ""
        self.group = QComboBox(self)
        self.group.setAccessibleName(self.tr("Saved group"))
        self.group.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.group.addItem(self.tr("No group"), "")
        self.groups = QPushButton(self.tr("Groups…"), self)
        self.groups.clicked.connect(self.groups_asked)
        self.unseen = QSpinBox(self)
        self.unseen.setRange(0, LONGEST_DAYS)
        self.unseen.setSingleStep(30)
        self.unseen.setSpecialValueText(self.tr("any time"))
        self.unseen.setSuffix(self.tr(" days"))
        self.unseen.setKeyboardTracking(False)
        dress_spin(self.unseen, self.tr("Not seen for, in days"))
        self.no_letters = self._toggle(self.tr("No letters"))
        self.nameless = self._toggle(self.tr("Without a name"))
        self.everybody = QPushButton(self.tr("Show everybody"), self)
        look.mark(self.everybody, kind="link")
        self.everybody.clicked.connect(self.clear)
        since = self._since = QWidget(self)
        row = QHBoxLayout(since)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(Sentence(self.tr("Not seen for"), "body", "2", since, wrap=False))
        row.addWidget(self.unseen)
        flow = Flow(self, gap=look.px(10), row_gap=look.px(6))
        for part in (
            self.tier, since, self.no_letters, self.nameless, self.group, self.groups, self.everybody
        ):  # fmt: skip
            flow.addWidget(part)
        self.tier.currentIndexChanged.connect(self._say)
        self.group.currentIndexChanged.connect(self._say)
        self.unseen.valueChanged.connect(self._say)
        self._dress()
        self._show_way_out()

    def _dress(self) -> None:
        self.tier.setMinimumWidth(look.px(140))
        self.group.setMinimumWidth(look.px(150))
        self.unseen.setMinimumWidth(look.px(128))
        for part in (self._since, self.everybody):
            part.setMinimumHeight(look.target_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _toggle(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.toggled.connect(self._say)
        return button

    def tell(self, programme: Programme) -> None:
        """The tiers that can be chosen; the choice stays where the tier is still there."""
        names = [programme.name(rank) for rank in range(len(programme.tiers) + 1)]
        shown = [self.tier.itemText(place) for place in range(1, self.tier.count())]
        if names == shown:
            return
        chosen = self.tier.currentIndex()
        blocker = QSignalBlocker(self.tier)
        self.tier.clear()
        self.tier.addItem(self.tr("Every tier"))
        self.tier.addItems(names)
        self.tier.setCurrentIndex(chosen if 0 <= chosen <= len(names) else 0)
        blocker.unblock()

    def tell_groups(self, saved: Sequence[Group]) -> None:
        """The groups that can be chosen; the choice stays where the group is still there and is what it was."""
        self._saved = saved
        told = [("", self.tr("No group")), *((group.rule, group.name) for group in saved)]
        if self._for_now and self._for_now not in [rule for rule, _ in told]:
            told.append((self._for_now, self._for_now))
        if told == [
            (self.group.itemData(place), self.group.itemText(place)) for place in range(self.group.count())
        ]:
            return
        chosen = (self.rule, self.group.currentText())
        blocker = QSignalBlocker(self.group)
        self.group.clear()
        for rule, name in told:
            self.group.addItem(name, rule)
        self.group.setCurrentIndex(told.index(chosen) if chosen in told else 0)
        blocker.unblock()
        self.group.setVisible(len(told) > 1)
        self._show_way_out()

    def choose_group(self, name: str) -> None:
        """Only who is in this group."""
        self.group.setCurrentIndex(max(0, self.group.findText(name)))

    def choose_rule(self, rule: str) -> None:
        """Only whom this rule means, be it saved under a name or only asked for now."""
        self._for_now = rule
        self.tell_groups(self._saved)
        self.group.setCurrentIndex(max(0, self.group.findData(rule)))

    @property
    def rule(self) -> str:
        """The rule of the group chosen, "" for none."""
        return str(self.group.currentData() or "")

    @property
    def rank(self) -> int | None:
        """The tier chosen, None for every tier."""
        return None if self.tier.currentIndex() <= 0 else self.tier.currentIndex() - 1

    @property
    def anything(self) -> bool:
        """Whether anybody may be left out."""
        return bool(
            self.rank is not None
            or self.unseen.value()
            or self.rule
            or self.no_letters.isChecked()
            or self.nameless.isChecked()
        )

    def clear(self) -> None:
        """Everybody is wanted."""
        if self.anything:
            self.show_wanted(Wanted())
            self.changed.emit()

    def show_wanted(self, wanted: Wanted) -> None:
        """Shows what is wanted, without saying so."""
        blockers = [
            QSignalBlocker(part)
            for part in (self.tier, self.unseen, self.no_letters, self.nameless, self.group)
        ]
        self.tier.setCurrentIndex(0 if wanted.tier is None else wanted.tier + 1)
        self.unseen.setValue(wanted.unseen_days)
        self.no_letters.setChecked(wanted.no_letters)
        self.nameless.setChecked(wanted.nameless)
        self.group.setCurrentIndex(max(0, self.group.findData(wanted.group)))
        for blocker in blockers:
            blocker.unblock()
        self._show_way_out()

    def _say(self, _value: object = None) -> None:
        self._show_way_out()
        self.changed.emit()

    def _show_way_out(self) -> None:
        if not self.anything and self.everybody.hasFocus():
            self.tier.setFocus(Qt.FocusReason.OtherFocusReason)
        self.everybody.setVisible(self.anything)
