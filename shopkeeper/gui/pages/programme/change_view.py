"""The form in which a programme is changed: its tiers, what holds for everybody, what perks cost, and from which day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined
from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.perk_costs import PerkCosts
from shopkeeper.gui.pages.programme.terms import Terms, show_wrong
from shopkeeper.gui.pages.programme.tier_list import TierList
from shopkeeper.gui.pages.programme.tier_row import TierRow
from shopkeeper.gui.pages.programme.trial_panel import TrialPanel
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import Programme, adds_nothing, checked
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.say import Speech
from shopkeeper.service.programme_trials import Trial
from shopkeeper.values import replace

_COSTS_AFTER_MS = 300  # the rows of costs follow what is typed once the typing rests


class ChangeView(QScrollArea):
    """`trial_asked` wants to know what the form's programme would do; `saving_asked` makes it hold."""

    trial_asked = Signal(object, object)  # Programme, date
    saving_asked = Signal(object, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._programme: Programme | None = None
        self._today = date.min
        self._inside = inside = QWidget(self)
        look.mark(inside, panel="inside")
        self.setWidget(inside)
        self.list = TierList(inside)
        self.terms = Terms(inside)
        self.costs = PerkCosts(inside)
        self.day = QDateEdit(inside)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setMinimumWidth(look.px(210))
        dress_spin(self.day, self.tr("The day from which it holds"))
        self.today_button = self._button(self.tr("Today"), self._choose_today, "small")
        self.year_button = self._button(self.tr("1 January"), self.choose_year, "small")
        self.warning = ErrorLine(inside)
        self.error = ErrorLine(inside)
        self.progress = ProgressLine(inside)
        self.ask_button = self._button(self.tr("See what it changes"), self.ask, "primary")
        self.leave_button = self._button(self.tr("Leave it as it was"), self.left.emit)
        self.trial = TrialPanel(inside)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_COSTS_AFTER_MS)
        self._soon.timeout.connect(self._show_costs)
        self._lay_out()
        for part in (self.list, self.terms, self.costs):
            part.changed.connect(self._changed)
        self.day.dateChanged.connect(self._changed)
        self.trial.save_asked.connect(self._save)

    def _button(self, text: str, act: object, kind: str = "") -> QPushButton:
        made = QPushButton(text, self._inside)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        around = look.px(theme.SPACE_AROUND)
        day = QHBoxLayout()
        day.setSpacing(look.px(8))
        day.addWidget(Sentence(self.tr("It holds from"), "strong", "", self._inside, wrap=False))
        for part in (self.day, self.today_button, self.year_button):
            day.addWidget(part)
        day.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(8))
        for part in (self.ask_button, self.leave_button):
            foot.addWidget(part)
        foot.addStretch(1)
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(around, around, around, around)
        whole.setSpacing(look.px(theme.SPACE_BETWEEN))
        whole.addWidget(Sentence(self.tr("Change the programme"), "heading", "", self._inside))
        for card in (self.list, self.warning, self.terms, self.costs):
            whole.addWidget(card)
        whole.addLayout(day)
        whole.addWidget(self.error)
        whole.addWidget(self.progress)
        whole.addLayout(foot)
        whole.addWidget(self.trial)
        whole.addStretch(1)

    @property
    def rows(self) -> list[TierRow]:
        """The rows of the tiers, the highest first."""
        return self.list.rows

    # --- filling ------------------------------------------------------------------------------------

    def open(self, programme: Programme, speech: Speech, today: date, rank: int | None = None) -> None:
        """Begins with a programme as it is, the caret in the tier of `rank`."""
        self._programme, self._today = programme, today
        money = currency(programme.currency)
        self.terms.open(programme, speech)
        self.list.open(programme.tiers, money, speech)
        perks = [perk for tier in reversed(programme.tiers) for perk in tier.perks]
        self.costs.open(perks, money, speech)
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        self._choose_today()
        self._changed()
        first = self.list.begin_at(rank) or (self.terms.joining if self.rows else self.list.add_tier)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_tier(self) -> None:
        """One more tier, above the others."""
        self.list.new_tier()

    # --- reading ------------------------------------------------------------------------------------

    @property
    def from_day(self) -> date:
        """The day from which it is to hold."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def programme(self) -> Programme:
        """What the form says; Declined, with the caret put where it cannot be."""
        assert self._programme is not None
        self._show_costs()
        tiers = self.list.tiers(self.costs.read(), self._show_wrong)
        made = replace(self.terms.read(self._programme), tiers=tiers)
        # What is kept is the written form: it must say the same.
        return checked(read_programme(write_programme(made), currency=made.currency))

    def _show_wrong(self, field: QWidget) -> None:
        assert isinstance(field, QLineEdit)
        show_wrong(field)

    # --- the acts -----------------------------------------------------------------------------------

    def _changed(self, _what: object = None) -> None:
        """Something in the form is not what it was: what was said about it holds no more."""
        self.trial.hide()
        self.error.clear()
        for part in (self.list, self.terms, self.costs):
            part.clear_marks()
        self._soon.start()
        self._warn()

    def _show_costs(self) -> None:
        self._soon.stop()
        self.costs.show_perks(self.list.perk_names())

    def _warn(self) -> None:
        try:
            tiers = self.list.tiers({})
        except Declined:
            return  # said when it is asked for; while a name is typed it only disturbs
        if self._programme is not None:
            names = adds_nothing(replace(self._programme, tiers=tiers))
            self.warning.say(words.adds_nothing_words(names), "attention")

    def _choose_today(self) -> None:
        self.day.setDate(QDate(self._today.year, self._today.month, self._today.day))

    def choose_year(self) -> None:
        """It is to hold from 1 January."""
        self.day.setDate(QDate(self._today.year + 1, 1, 1))

    def ask(self) -> None:
        """Asks what the form's programme would do."""
        self.error.clear()
        try:
            programme = self.programme()
        except Declined as wrong:
            self.error.explain(wrong)
            self.ensureWidgetVisible(self.error)
            return
        self.trial_asked.emit(programme, self.from_day)

    def show_trial(self, trial: Trial, sentences: Sequence[str], speech: Speech, today: date) -> None:
        """What the programme would do, and the button that makes it hold."""
        self.trial.show_trial(trial, sentences, speech)
        day = self.from_day
        self.trial.save_button.setText(
            self.tr("Change it today")
            if day <= today
            else self.tr("Change it from {day}").format(day=speech.day(day, today))
        )
        self.trial.show()
        self.trial.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        # The card has its place only once the layout has run.
        QTimer.singleShot(0, self._see_trial)

    def _see_trial(self) -> None:
        around = look.px(theme.SPACE_AROUND)
        self.ensureWidgetVisible(self.trial.save_button, 0, around)
        self.ensureWidgetVisible(self.trial.said, 0, around)

    def _save(self) -> None:
        try:
            programme = self.programme()
        except Declined as wrong:
            self.error.explain(wrong)
            return
        self.saving_asked.emit(programme, self.from_day)

    def set_busy(self, busy: bool) -> None:
        """While it is worked out nothing is changed."""
        self.list.set_busy(busy)
        acts = (self.ask_button, self.leave_button, self.trial.save_button, self.day)
        for part in (self.terms, self.costs, *acts, self.today_button, self.year_button):
            part.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.leave_button.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)
