"""Visits by somebody who is not known as a visitor: forms, what the visits found, and how it changes by month."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.parts import Entry, ListPanel, ListView
from shopkeeper.gui.pages.followups.visit_sheets import FormSheet, VisitSheet
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.forms import Form, Item, lay_out_forms
from shopkeeper.rules.visit_marks import MOST, Mean
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import visit_forms
from shopkeeper.service.shops import Shop
from shopkeeper.service.visit_forms import FormKept, Found, VisitForm

MONTHS_SHOWN = 6


class VisitsView(ListView):
    """A card for each form, with what can be done with it on its first line."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        super().__init__(self.tr("Visits"), parent)
        self._desk, self._shell = desk, shell
        self._new_sheet: FormSheet | None = None
        self._visit: VisitSheet | None = None
        self._paper: PaperSheet | None = None
        self.shown: tuple[Found, ...] = ()
        self.new = QPushButton(self.tr("New form"), self)
        self.new.clicked.connect(self._new)
        row = QHBoxLayout()
        row.addWidget(self.new)
        row.addStretch(1)
        self.column.insertLayout(2, row)
        self.remark.setText(
            self.tr(
                "Ask a friend of the shop, whom nobody here knows, to come in as a customer and fill in a short form. What they"
                " saw is typed in with one key a statement; the months tell whether it gets better."
            )
        )
        self.nothing = self.card(
            self.tr("Forms"),
            self.tr("No form yet. Three to six statements are enough: “I was greeted at once”."),
        )
        self.forms: list[ListPanel] = []

    def refresh(self) -> None:
        """Asks the book anew; what is shown stays until the answer is there."""
        self._desk.study(visit_forms.all_found, self._desk.today).then(self._show)

    def _show(self, found: tuple[Found, ...]) -> None:
        if found == self.shown and self.forms:
            return
        if [one.form.id for one in found] != [one.form.id for one in self.shown]:
            for panel in self.forms:
                self.cards.removeWidget(panel)
                panel.hide()
                panel.deleteLater()
            self.forms = [self.card(one.form.name, "") for one in found]
        self.shown = found
        self.nothing.setVisible(not found)
        for panel, one in zip(self.forms, found, strict=True):
            panel.show_entries(self._entries(one))

    def _entries(self, one: Found) -> list[Entry]:
        speech = self._desk.speech
        form = one.form
        acts = (
            (self.tr("Type in a visit"), self._type_in), (self.tr("Paper…"), self.show_paper), (self.tr("Put away"), self._put_away),
        )  # fmt: skip
        head = counted(one.visits, "One visit in twelve months", "{n} visits in twelve months")
        all_of = self.tr("{mean} of {most} over all").format(
            mean=mean_words(one.overall.whole, speech), most=MOST
        )
        entries = [
            Entry(
                head,
                by_month(one.months, one.overall.months, speech),
                all_of if one.visits else "",
                form,
                acts,
            )
        ]
        for statement, trend in zip(form.statements, one.statements, strict=True):
            way = {1: self.tr("better than before"), -1: self.tr("worse than before")}.get(trend.way, "")
            aside = [mean_words(trend.whole, speech), way] if trend.whole.count else [self.tr("no mark yet")]
            entries.append(
                Entry(
                    statement,
                    by_month(one.months, trend.months, speech),
                    " · ".join(part for part in aside if part),
                )
            )
        for report in one.latest:
            if report.words:
                told = [speech.day(report.visited_on, self._desk.today), report.visitor]
                entries.append(Entry(f"“{report.words}”", " · ".join(part for part in told if part)))
        return entries

    # ---- what can be done ----

    def _new(self) -> None:
        if self._new_sheet is None:
            self._new_sheet = FormSheet(self._desk, self._shell)
            self._new_sheet.done.connect(self._shell.show_toast)
        self._new_sheet.begin()

    @property
    def new_sheet(self) -> FormSheet | None:
        """Where a form is made, once it was opened."""
        return self._new_sheet

    @property
    def visit(self) -> VisitSheet | None:
        """Where a visit is typed in, once it was opened."""
        return self._visit

    @property
    def paper(self) -> PaperSheet | None:
        """The form on paper, once it was asked for."""
        return self._paper

    def _type_in(self, form: object) -> None:
        assert isinstance(form, VisitForm)
        if self._visit is None:
            self._visit = VisitSheet(self._desk, self._shell)
            self._visit.done.connect(self._shell.show_toast)
        self._visit.begin(form)

    def _put_away(self, form: object) -> None:
        assert isinstance(form, VisitForm)
        self._desk.send(visit_forms.put_away, form.id, by=self._desk.serving).then(self._is_away)

    def _is_away(self, kept: FormKept) -> None:
        self._shell.show_toast(
            Toast(self.tr("Form put away; its visits stay in the book"), kept.form.name, undo=True)
        )

    def show_paper(self, form: object) -> None:
        """The form as it will be printed."""
        assert isinstance(form, VisitForm)
        if self._paper is None:
            self._paper = PaperSheet(self._desk, self._shell)
        paper = partial(lay_out_forms, (on_paper(form, self._desk.shop),))
        self._paper.show_paper(paper, form.name, self.tr("Visit form") + ".pdf", self._desk.shop.name)


def mean_words(mean: Mean, speech: Speech) -> str:
    """“4.2”, or a dash where there is none."""
    return "–" if mean.tenths is None else speech.tenths(mean.tenths)


def by_month(months: tuple[date, ...], means: tuple[Mean, ...], speech: Speech) -> str:
    """“September 3.8 · October 4.2”, of the latest months that have any."""
    said = []
    for month, mean in list(zip(months, means, strict=True))[-MONTHS_SHOWN:]:
        if mean.tenths is not None:
            said.append(f"{speech.month(month)} {speech.tenths(mean.tenths)}")
    return " · ".join(said)


def on_paper(form: VisitForm, shop: Shop) -> Form:
    """The form on one sheet, to be filled in by hand."""
    marks = tuple(str(mark) for mark in range(1, MOST + 1))
    return Form(
        shop.name, form.name,
        text("Tick for each line how far it was so: 1 is not at all, 5 is wholly. Leave out what you did not see."),
        tuple(Item(statement, marks) for statement in form.statements), words=text("What else struck you?"), lines=3,
        blanks=(text("Day and time"), text("Visitor")), foot=text("Thank you. Please give this to the owner."),
        language=shop.language,
    )  # fmt: skip
