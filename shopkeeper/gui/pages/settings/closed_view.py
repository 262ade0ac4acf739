"""Closed days: a holiday or a refit put in by its first and last day, taken out again; they make nobody late."""

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.said_days import find_day
from shopkeeper.service import closed_days
from shopkeeper.service.closed_days import Closed, ClosedKept

_MOST_ROWS = 8


class ClosedView(View):
    """Asks and acts by itself; the page shows it anew with the rest."""

    def __init__(self, title: str, short: str, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._desk, self._shell = desk, shell
        self._listed: tuple[Closed, ...] = ()
        tr = self.tr
        card = Panel(tr("The shop is closed"), parent=self.inside)
        card.add(
            Sentence(
                tr("Days in the week on which the shop never opens are learnt by themselves. What is put in here beforehand makes"
                   " nobody late on the morning page, and what is promised for those days is shown before they begin."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.list = QListWidget(card)
        self.list.setAccessibleName(tr("Closed days"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._chosen)
        self._none = Sentence(tr("No closed days are put in."), "body", "2", card)
        self.take_out = button(tr("Open after all"), card, self._take_out)
        for part in (self.list, self._none, row(self.take_out)):
            card.add(part)
        self.column.addWidget(card)
        new = Panel(tr("More closed days"), parent=self.inside)
        self.first = Field(tr("First closed day"), new, hint=tr("24 December"), longest=60)
        self.last = Field(tr("Last closed day"), new, remark=tr("(the same if left empty)"), longest=60)
        self.what = Field(tr("What for"), new, remark=tr("(optional)"), hint=tr("Christmas"), longest=100)
        for field in (self.first, self.last, self.what):
            field.entered.connect(self._close)
            new.add(field)
        self.first.changed.connect(self._tell_first)
        self.last.changed.connect(self._tell_last)
        self.error = ErrorLine(new)
        self.close_it = button(tr("Close on these days"), new, self._close, "primary")
        new.add(self.error)
        new.add(row(self.close_it))
        self.column.addWidget(new)

    def refresh(self) -> None:
        """Reads the book anew."""
        desk, before = self._desk, self.list.currentRow()
        self._listed = desk.ask(closed_days.listed, desk.today)
        self.list.clear()
        for one in self._listed:
            item = QListWidgetItem(self._words(one), self.list)
            item.setSizeHint(QSize(0, look.row_height()))
        self.list.setFixedHeight(min(max(len(self._listed), 1), _MOST_ROWS) * look.row_height() + look.px(4))
        self.list.setVisible(bool(self._listed))
        self._none.setVisible(not self._listed)
        self.take_out.setVisible(bool(self._listed))
        if self._listed:
            self.list.setCurrentRow(max(0, min(before, len(self._listed) - 1)))
        self._chosen()

    def _words(self, one: Closed) -> str:
        speech, today = self._desk.speech, self._desk.today
        days = speech.day(one.from_day, today)
        if one.through != one.from_day:
            days = self.tr("{first} through {last}").format(first=days, last=speech.day(one.through, today))
        parts = [days, one.text, self.tr("over") if one.through < today else ""]
        return " · ".join(part for part in parts if part)

    def _chosen(self, _row: int = 0) -> None:
        self.take_out.setEnabled(0 <= self.list.currentRow() < len(self._listed))

    def take_caret(self) -> None:
        """The caret goes to the first day."""
        self.first.setFocus()

    # ---- what is done ----

    def _day(self, field: Field) -> date | None:
        said = find_day(field.text, today=self._desk.today, order=self._desk.speech.day_order)
        return said.day if said is not None and not said.rest else None

    def _tell_first(self) -> None:
        self._tell(self.first)

    def _tell_last(self) -> None:
        self._tell(self.last)

    def _tell(self, field: Field) -> None:
        day = self._day(field)
        if day is not None:
            field.note(self._desk.speech.day_of_week(day))

    def _close(self) -> None:
        self.error.clear()
        days = []
        for field in (self.first, self.last if self.last.text.strip() else self.first):
            day = self._day(field)
            if day is None:
                field.say(self.tr("Which day is it? Write it like 24 December."))
                field.setFocus()
                return
            days.append(day)
        if days[1] < days[0] and str(days[1].year) not in self.last.text:
            days[1] = _next_year(days[1])  # 24 December to 3 January
        sent = self._desk.send(closed_days.close, days[0], days[1], self.what.text, by=self._desk.serving)
        sent.then(self._closed).otherwise(self._refused)

    def _closed(self, kept: ClosedKept) -> None:
        for field in (self.first, self.last, self.what):
            field.clear()
        self._told(self.tr("Closed: {days}"), kept)

    def _take_out(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._listed):
            sent = self._desk.send(closed_days.remove, self._listed[place].id, by=self._desk.serving)
            sent.then(self._opened).otherwise(self._refused)

    def _opened(self, kept: ClosedKept) -> None:
        self._told(self.tr("Open after all: {days}"), kept)

    def _told(self, sentence: str, kept: ClosedKept) -> None:
        self.refresh()
        self._shell.show_toast(Toast(sentence.format(days=self._words(kept.closed)), undo=True))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.error.explain(error)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)
