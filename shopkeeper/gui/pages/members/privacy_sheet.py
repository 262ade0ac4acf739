"""What a member may ask of the shop: to be shown what is held, to say yes or no channel by channel, to be on hold, to be forgotten."""

import json
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import held_page, look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.pages.members.asked_panels import HoldPanel, RequestPanel
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import backups, consents, forgetting, held
from shopkeeper.service.consents import CHANNELS, HOWS, Answered, Channel, How
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.forgetting import Forgotten
from shopkeeper.service.held import Held


def write_held(_book: object, path: Path, found: Held) -> int:
    """Everything that is held as a JSON file for its owner alone; answers its size."""
    from shopkeeper.service.exporting_files import write_text

    return write_text(path, [json.dumps(found.as_data(), ensure_ascii=False, indent=1) + "\n"])


class PrivacySheet(SlideOver):
    """Says `done(toast)` after an answer or a forgetting."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=540)
        self._desk = desk
        self._whom: AtCounter | None = None
        self._then = ""
        self._page: LedgerSheet | None = None
        self.asker = Asker()
        tr = self.tr
        self.set_title(tr("What the member may ask"))
        # With large text there is more than a low window holds.
        area = QScrollArea(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("What the member may ask"))
        self._inside = QWidget(area)
        look.mark(self._inside, panel="inside")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        area.setWidget(self._inside)
        self.body.addWidget(area, 1)
        self.about = Sentence("", "body", "2", self._inside)
        self.hold = HoldPanel(desk, self._inside)
        self.requests = RequestPanel(desk, self._inside)
        for panel in (self.hold, self.requests):
            panel.done.connect(self.done)
        desk.changed.connect(self._changed)
        for part in (
            self.about, self._consent_panel(), self.hold, self.requests, self._held_panel(), self._forget_panel(),
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.trouble = ErrorLine(self.sheet)
        self.foot.addWidget(self.trouble)
        self.last = self.forget

    def _button(self, text: str, parent: QWidget, pressed: object, kind: str = "") -> QPushButton:
        made = QPushButton(text, parent)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(pressed)
        return made

    # ---- the parts ----

    def _consent_panel(self) -> Panel:
        tr = self.tr
        panel = Panel(tr("May the shop write and call?"), parent=self._inside)
        self.how = QComboBox(panel)
        self.how.setAccessibleName(tr("How it was said"))
        self.how.setMinimumHeight(look.target_height())
        for how in HOWS:
            self.how.addItem(held_page.how_words(how), how)
        self.wording = Field(tr("The words they said yes to"), panel)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(look.px(6))
        self.states: dict[Channel, Sentence] = {}
        self.answers: dict[tuple[Channel, bool], QPushButton] = {}
        for row, channel in enumerate(CHANNELS):
            self.states[channel] = Sentence("", "body", "", panel)
            grid.addWidget(self.states[channel], row, 0)
            for place, (given, text) in enumerate(((True, tr("Yes")), (False, tr("No"))), 1):
                button = self._button(text, panel, partial(self._answer, channel, given), "small")
                button.setAccessibleName(f"{held_page.channel_words(channel)}: {text}")
                self.answers[channel, given] = button
                grid.addWidget(button, row, place, Qt.AlignmentFlag.AlignTop)
        panel.add(Sentence(tr("How it was said"), "label", "2", panel))
        panel.add(self.how)
        panel.add(self.wording)
        panel.add(grid)
        return panel

    def _held_panel(self) -> Panel:
        tr = self.tr
        panel = Panel(tr("What is held about them"), parent=self._inside)
        panel.add(
            Sentence(
                tr("Everything in the book with their number in it, to give to them."), "body", "2", panel
            )
        )
        self.show_page = self._button(tr("On paper…"), panel, self._show_page)
        self.save_data = self._button(tr("As a file…"), panel, self._save_data)
        row = QHBoxLayout()
        row.addWidget(self.show_page)
        row.addWidget(self.save_data)
        row.addStretch(1)
        panel.add(row)
        return panel

    def _forget_panel(self) -> Panel:
        tr = self.tr
        panel = Panel(tr("Forget this member"), parent=self._inside)
        panel.add(
            Sentence(
                tr("Name, contacts, cards, notes, letters and what was bought in words go, for good. The shop’s totals and the"
                   " points stay, under nobody’s name. This cannot be undone."),
                "body", "2", panel,
            )
        )  # fmt: skip
        self.forget = self._button(tr("Forget…"), panel, self._ask)
        self.sure = QWidget(panel)
        row = QHBoxLayout(self.sure)
        row.setContentsMargins(0, 0, 0, 0)
        self.forget_now = self._button(tr("Forget for good"), self.sure, self._forget, "primary")
        self.forget_not = self._button(tr("Keep the member"), self.sure, self._keep)
        for button in (self.forget_now, self.forget_not):
            row.addWidget(button)
        row.addStretch(1)
        start = QHBoxLayout()
        start.addWidget(self.forget)
        start.addStretch(1)
        panel.add(start)
        panel.add(self.sure)
        self.sure.hide()
        return panel

    # ---- showing ----

    def begin(self, at: AtCounter) -> None:
        """Opens for one member."""
        self._whom = at
        name = words.called(at.card.name, at.card.number)
        self.about.setText(
            self.tr("{name} may see it all, have it put right, and say no at any time.").format(name=name)
        )
        self.trouble.clear()
        self.wording.clear()
        self._keep()
        self._show_consents()
        self.hold.show_member(at.card.member_id)
        self.requests.show_member(at.card.member_id)
        self.open(self.answers["letter", True])

    def _show_consents(self) -> None:
        assert self._whom is not None
        for one in self._desk.ask(consents.of, self._whom.card.member_id):
            self.states[one.channel].setText(held_page.consent_words(one, self._desk.speech))

    def _changed(self, _changes: object) -> None:
        """What was undone while this is open is shown as it is now."""
        if self._whom is not None and self.isVisible():
            self._show_consents()
            self.hold.show_member(self._whom.card.member_id)
            self.requests.show_member(self._whom.card.member_id)

    # ---- yes and no ----

    def _answer(self, channel: Channel, given: bool) -> None:
        if self._whom is None:
            return
        self.trouble.clear()
        self.wording.say("")
        how: How = self.how.currentData()
        sent = self._desk.send(
            consents.answer, self._whom.card.member_id, channel, given=given, how=how,
            wording=self.wording.text if given else "", by=self._desk.serving,
        )  # fmt: skip
        sent.then(self._answered).otherwise(self._refused)

    def _answered(self, answer: Answered) -> None:
        self._show_consents()
        self.done.emit(Toast(held_page.consent_words(answer.consent, self._desk.speech), "", undo=True))

    def _refused(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, Declined) and error.about == "wording":
            self.wording.say(error.because)
            self.wording.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    # ---- what is held ----

    def _show_page(self) -> None:
        self._gather("page")

    def _save_data(self) -> None:
        self._gather("file")

    def _gather(self, then: str) -> None:
        if self._whom is not None:
            self._then = then
            self._busy(True)
            sent = self._desk.study(held.of, self._whom.card.member_id, self._desk.today)
            sent.then(self._gathered).otherwise(self._refused)

    def _gathered(self, found: Held) -> None:
        self._busy(False)
        if self._then == "page":
            self._page = held_page.show_held(self._desk, self.window(), found, self._page)
            return
        name = self.tr("what is held {day}").format(day=found.asked_on.isoformat()) + ".json"
        path = self.asker.save(self, self.tr("Save what is held"), name, "JSON (*.json)")
        if path is not None:
            self._desk.study(write_held, path, found).then(self._saved).otherwise(self._refused)

    def _saved(self, _size: int) -> None:
        self.done.emit(Toast(self.tr("Saved as a file"), ""))

    def _busy(self, busy: bool) -> None:
        for button in (self.show_page, self.save_data, self.forget_now, self.forget_not):
            button.setEnabled(not busy)

    # ---- forgetting ----

    def _ask(self) -> None:
        self.forget.hide()
        self.sure.show()
        self.last = self.forget_not
        self.forget_not.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self.sure.hide()
        self.forget.show()
        self.last = self.forget
        if self.isVisible():
            self.forget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        if self._whom is not None:
            self._busy(True)
            sent = self._desk.send(forgetting.forget, self._whom.card.member_id, by=self._desk.serving)
            sent.then(self._forgotten).otherwise(self._refused)

    def _forgotten(self, answer: Forgotten) -> None:
        self._busy(False)
        self._whom = None
        self.put_away()
        mentioned = ""
        if answer.mentioned:
            mentioned = self.tr("The name still stands in the record of {numbers}.").format(
                numbers=", ".join(answer.mentioned)
            )
        self.done.emit(Toast(self.tr("The member is forgotten"), mentioned, undo=False))
        self._desk.care(backups.after_forgetting)
