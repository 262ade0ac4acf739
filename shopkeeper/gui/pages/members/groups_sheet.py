"""Saved groups: a rule in words, who is in it as it is typed, kept under a name, and everything undone."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules import groups as rule_of
from shopkeeper.service import groups
from shopkeeper.service.groups import Group, GroupKept

COUNT_AFTER_MS = 250


class GroupsSheet(SlideOver):
    """Says `done(toast)` for what was kept or removed, and `chosen(name)` for a group to be shown."""

    done = Signal(object)
    chosen = Signal(str)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=520, tall=True)
        self._desk = desk
        self._counting: Sent | None = None
        self._busy = False
        tr, sheet = self.tr, self.sheet
        self.set_title(tr("Saved groups"))
        self.list = QListWidget(sheet)
        self.list.setAccessibleName(tr("Saved groups"))
        self.list.setMaximumHeight(look.px(200))
        self.none = Sentence(
            tr("No group is saved yet. Say whom you mean, and give it a name."), "body", "2", sheet
        )
        self.rule = Field(
            tr("Whom do you mean?"),
            sheet,
            hint=tr("Gold, not seen for 30 days, likes cheese"),
            longest=rule_of.LONGEST,
        )
        self.count = Sentence("", "body", "2", sheet)
        self.name = Field(tr("Name of the group"), sheet, hint=tr("The cheese board"), longest=60)
        self.help = Sentence(
            tr("With commas between them: a tier · not seen for 30 days · seen within 14 days · likes cheese · allergic to nuts ·"
               " spent over 200 in 12 months · 5 visits or more in 6 months · 500 points or more · bought tea · lives in York ·"
               " birthday this month · offered coffee · may be written to · joined in 2026 · first purchase, repeat, client, advocate, slipping,"
               " lost."),
            "small", "2", sheet,
        )  # fmt: skip
        self.trouble = ErrorLine(sheet)
        self.save = KeyButton(tr("Save the group"), "Enter", sheet)
        self.show_it = QPushButton(tr("Show in the list"), sheet)
        self.remove = QPushButton(tr("Remove"), sheet)
        self.remove.setAccessibleName(tr("Remove the chosen group"))
        self.last = self.remove
        self.body.setSpacing(look.px(12))
        for part in (self.list, self.none, self.rule, self.count, self.name, self.help):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.setSpacing(look.px(10))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)
        more = QHBoxLayout()
        more.setSpacing(look.px(10))
        more.addWidget(self.show_it, 1)
        more.addWidget(self.remove, 1)
        self.foot.addLayout(more)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        self.list.currentRowChanged.connect(self._take_up)
        self.rule.changed.connect(self._soon.start)
        for field in (self.rule, self.name):
            field.entered.connect(self._save)
            field.escaped.connect(self.escape)
        self.save.clicked.connect(self._save)
        self.show_it.clicked.connect(self._show)
        self.remove.clicked.connect(self._remove)

    def begin(self) -> None:
        """Opens with what is saved; what was typed before is there again."""
        self._fill()
        self.trouble.clear()
        self._soon.start()
        self.open(self.rule)

    def _fill(self, choose: str = "") -> None:
        self._known = self._desk.ask(groups.groups)
        self.list.blockSignals(True)
        self.list.clear()
        for group in self._known:
            self.list.addItem(self.tr("{name} · {rule}").format(name=group.name, rule=group.rule))
        self.list.blockSignals(False)
        self.list.setVisible(bool(self._known))
        self.none.setVisible(not self._known)
        names = [group.name for group in self._known]
        if choose in names:
            self.list.setCurrentRow(names.index(choose))
        self._enable()

    @property
    def current(self) -> Group | None:
        """The saved group that is chosen."""
        row = self.list.currentRow()
        return self._known[row] if 0 <= row < len(self._known) else None

    def _enable(self) -> None:
        self.remove.setEnabled(self.current is not None)
        self.show_it.setEnabled(self.current is not None)

    def _take_up(self, _row: int) -> None:
        group = self.current
        if group is not None:
            self.rule.set_text(group.rule)
            self.name.set_text(group.name)
            self._soon.start()
        self._enable()

    # ---- who is in it ----

    def _count(self) -> None:
        self.rule.say("")
        self.count.setText("")
        if not self.rule.text.strip():
            return
        try:
            self._desk.ask(groups.read, self.rule.text, self._desk.today)
        except Declined:
            return  # not finished yet; Enter says what is not understood
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._desk.study(groups.how_many, self.rule.text, self._desk.today)
        self._counting.then(self._counted).otherwise(self._refused)

    def _counted(self, found: tuple[int, int]) -> None:
        self._counting = None
        inside, on_hold = found
        words = self._desk.speech.counted(inside, "{n} member is in it today", "{n} members are in it today")
        said = [words if inside else self.tr("Nobody is in it today")]
        if on_hold:
            said.append(
                self._desk.speech.counted(on_hold, "{n} on hold is left out", "{n} on hold are left out")
            )
        self.count.setText(" · ".join(said))

    # ---- keeping ----

    def _save(self) -> None:
        if self._busy:
            return
        self.trouble.clear()
        for field in (self.rule, self.name):
            field.say("")
        try:
            self._desk.ask(groups.read, self.rule.text, self._desk.today)
        except Declined as declined:
            self._refuse(declined)
            return
        if not self.name.text.strip():
            self.name.say(self.tr("Give the group a name."))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy = True
        sent = self._desk.send(groups.save, self.name.text, self.rule.text, by=self._desk.serving)
        sent.then(self._kept).otherwise(self._refused)

    def _kept(self, kept: GroupKept) -> None:
        self._busy = False
        self._fill(kept.group.name)
        self.done.emit(
            Toast(self.tr("Saved the group {name}").format(name=kept.group.name), kept.group.rule, undo=True)
        )

    def _remove(self) -> None:
        group = self.current
        if group is not None and not self._busy:
            self._busy = True
            self._desk.send(groups.remove, group.name, by=self._desk.serving).then(self._removed).otherwise(
                self._refused
            )

    def _removed(self, kept: GroupKept) -> None:
        self._busy = False
        self._fill()
        self.done.emit(Toast(self.tr("Removed the group {name}").format(name=kept.group.name), "", undo=True))

    def _show(self) -> None:
        group = self.current
        if group is not None:
            self.put_away()
            self.chosen.emit(group.name)

    def _refused(self, error: Any) -> None:
        self._busy = False
        if isinstance(error, Declined):
            self._refuse(error)
        elif isinstance(error, StorageTrouble):
            self.trouble.explain(error)

    def _refuse(self, declined: Declined) -> None:
        field = self.name if declined.about == "name" else self.rule
        field.say(declined.because)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
