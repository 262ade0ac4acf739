"""The sheet on which an event is planned or changed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.entry_sheet import EntrySheet
from shopkeeper.gui.pages.events import words
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.rules.programme import Programme
from shopkeeper.service import events
from shopkeeper.service.events import LONGEST_AFTER, MOST_BRING, MOST_PLACES, Event, EventKept, Plan
from shopkeeper.values import replace


class PlanSheet(EntrySheet):
    """`begin()` plans a new one, `begin(event)` changes one; says `kept(EventKept, new)`. What is typed stays until it is
    kept."""

    kept = Signal(object, bool)
    called_off = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Plan an event"), desk, host, width=600)
        self._event: Event | None = None
        self._sending = False
        tr, sheet = self.tr, self.sheet
        self.kind = self.box(tr("What it is"), [(words.kind(one), one) for one in events.KINDS])
        self.name = Field(tr("Name"), sheet, longest=120)
        self.day = Field(tr("Day"), sheet, hint=tr("Friday, or 27 November"), longest=60)
        self.start = Field(tr("From"), sheet, hint="18:00", longest=20)
        self.end = Field(tr("Until"), sheet, hint="20:00", longest=20)
        self.room = Field(tr("Room"), sheet, remark=tr("(optional)"), longest=120)
        self.places = self.spin(tr("Places"), 0, MOST_PLACES, tr("not counted"))
        self.bring = self.spin(tr("Companions each guest may bring"), 0, MOST_BRING, tr("nobody"))
        self.cost = Field(tr("What it costs"), sheet, remark=tr("(optional)"), longest=40)
        self.served = Field(tr("Who serves"), sheet, remark=tr("(optional)"), longest=200)
        self.goal = Field(tr("Goal"), sheet, hint=tr("Forty come, and twenty of them buy"), longest=300)
        self.note = Field(tr("Note"), sheet, hint=tr("An hour before the doors open"), longest=1000)
        self.words = Field(tr("How the invitation names it"), sheet, longest=200)
        self.early = self.box(tr("Open without an invitation"))
        self.opens = Field(tr("Open to everybody from"), sheet, remark=tr("(optional)"), longest=60)
        self.after = self.spin(tr("Days counted afterwards"), 1, LONGEST_AFTER, "")
        self.off = QPushButton(tr("Call it off"), sheet)
        self.off.setAutoDefault(True)
        look.mark(self.off, kind="danger")
        self.keep = KeyButton(tr("Plan the event"), "Ctrl+Return", sheet)
        self.last = self.keep
        self._arrange()
        self.kind.activated.connect(self._kind_chosen)
        self.day.changed.connect(self._say_day)
        self.opens.changed.connect(self._say_opens)
        self.keep.clicked.connect(self.submit)
        self.off.clicked.connect(self._call_off)
        for field in (self.name, self.day, self.start, self.end):
            field.entered.connect(self.focusNextChild)

    def _arrange(self) -> None:
        self.lay_out((
            (self.labelled(self.kind), self.name), (self.day,), (self.start, self.end), (self.room, self.labelled(self.places)),
            (self.labelled(self.bring), self.cost), (self.served,), (self.goal,), (self.note,), (self.words,),
            (self.labelled(self.early), self.opens), (self.labelled(self.after),),
        ))  # fmt: skip
        acts = QHBoxLayout()
        acts.setSpacing(look.px(10))
        acts.addWidget(self.off)
        acts.addWidget(self.keep, 1)
        self.foot.addWidget(self.trouble)
        self.foot.addLayout(acts)

    # --- opening ------------------------------------------------------------------------------------

    def begin(self, event: Event | None, programme: Programme) -> None:
        """Opens for a new event, with what was typed and not kept, or for one that is there."""
        fresh = event is not None or self._event is not None or not self.name.text
        self._event = event
        chosen = self.early.currentData()
        self.early.clear()
        self.early.addItem(self.tr("nobody"), 0)
        for rank, tier in enumerate(programme.tiers, 1):
            self.early.addItem(self.tr("{tier} and above").format(tier=tier.name), rank)
        self.early.setCurrentIndex(max(0, self.early.findData(chosen)))
        if fresh:
            self._fill(event.plan if event is not None else None)
        self.trouble.clear()
        self.set_title(self.tr("Plan an event") if event is None else self.tr("Change the event"))
        self.keep.setText(self.tr("Plan the event") if event is None else self.tr("Keep the changes"))
        self.keep.setAccessibleName(self.keep.text())
        self.off.setVisible(event is not None and event.called_off_on is None)
        self.open(self.name if event is not None else self.kind)

    def _fill(self, plan: Plan | None) -> None:
        speech = self._desk.speech
        given = plan or Plan("vip night", "", date.min, "", "")
        self.kind.setCurrentIndex(self.kind.findData(given.kind))
        filled = (
            (self.name, given.name if plan else words.kind("vip night")), (self.day, given.on_day.isoformat() if plan else ""),
            (self.start, given.from_time), (self.end, given.until_time), (self.room, given.room),
            (self.cost, speech.plain(given.cost_minor) if given.cost_minor else ""), (self.served, given.served),
            (self.goal, given.goal), (self.note, given.note), (self.words, given.words if plan else words.words_for("vip night")),
            (self.opens, given.opens_on.isoformat() if given.opens_on else ""),
        )  # fmt: skip
        for field, text in filled:
            field.set_text(text)
        self.places.setValue(given.places or 0)
        self.bring.setValue(given.bring)
        self.after.setValue(given.after_days)
        self.early.setCurrentIndex(max(0, self.early.findData(given.early_rank or 0)))
        self._say_day()
        self._say_opens()

    def _kind_chosen(self) -> None:
        """The name and the words follow the kind until somebody writes their own."""
        chosen = self.kind.currentData()
        if self.name.text in {"", *(words.kind(one) for one in events.KINDS)}:
            self.name.set_text(words.kind(chosen) if chosen != "other" else "")
        if self.words.text in {"", *(words.words_for(one) for one in events.KINDS)}:
            self.words.set_text(words.words_for(chosen))

    # --- what was typed -----------------------------------------------------------------------------

    def _say_day(self) -> None:
        self.note_day(self.day)

    def _say_opens(self) -> None:
        self.note_day(self.opens)

    def _plan(self) -> Plan:
        return Plan(
            kind=self.kind.currentData(), name=self.name.text, on_day=self.read_day(self.day, "on_day"),
            from_time=self.start.text, until_time=self.end.text, words=self.words.text, room=self.room.text,
            places=self.places.value() or None, bring=self.bring.value(),
            cost_minor=self.read_money(self.cost, "cost") if self.cost.text.strip() else 0,
            goal=self.goal.text, note=self.note.text, served=self.served.text, after_days=self.after.value(),
            early_rank=self.early.currentData() or None,
            opens_on=self.read_day(self.opens, "opens_on") if self.opens.text.strip() else None,
        )  # fmt: skip

    def submit(self) -> None:
        if self._sending:
            return
        self.trouble.clear()
        try:
            plan = self._plan()
        except Declined as declined:
            self._refused(declined)
            return
        self._sending = True
        by = self._desk.serving
        if self._event is None:
            sent = self._desk.send(events.plan, plan, by=by)
        else:
            sent = self._desk.send(events.change, self._event.id, replace(plan), by=by)
        sent.then(self._done).otherwise(self._refused)

    def _done(self, kept: EventKept) -> None:
        new = self._event is None
        self._sending = False
        self._event = None
        self._fill(None)
        self.name.set_text("")
        self.put_away()
        self.kept.emit(kept, new)

    def _refused(self, error: Exception) -> None:
        self._sending = False
        fields = {
            "name": self.name, "on_day": self.day, "from_time": self.start, "until_time": self.end, "room": self.room,
            "cost": self.cost, "served": self.served, "goal": self.goal, "note": self.note, "words": self.words,
            "opens_on": self.opens,
        }  # fmt: skip
        self.tell_at(fields, error)

    def _call_off(self) -> None:
        event, self._event = self._event, None
        self.name.set_text("")
        self.put_away()
        self.called_off.emit(event)
