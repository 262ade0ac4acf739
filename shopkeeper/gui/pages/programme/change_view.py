"""The form in which a programme is changed: its tiers, points, keeping, joining, and the day from which it holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import count, pairwise

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined
from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.tier_row import TierRow
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import Programme, Tier, adds_nothing, checked
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.say import Speech

_MOST_MONTHS = 1200
_SCALE = 10**9
_SIDE_BY_SIDE = 1.2  # the largest text size at which the three cards fit beside each other


class ChangeView(QScrollArea):
    """`effect_asked` wants to know what the form's programme would do; `saving_asked` makes it hold."""

    effect_asked = Signal(object, object)  # Programme, date
    saving_asked = Signal(object, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self.rows: list[TierRow] = []
        self._numbers = count()
        self._by_number: dict[int, TierRow] = {}
        self._today = date.min
        self._inside = QWidget(self)
        look.mark(self._inside, panel="inside")
        self.setWidget(self._inside)
        self._make_fields()
        self._lay_out()

    # --- the fields ---------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        inside = self._inside
        self.add_tier = self._button(self.tr("+ Tier"), self.new_tier)
        self._signs = [Sentence("", "body", "2", inside, wrap=False) for _ in range(2)]
        self.points = self._line(self.tr("Points given"))
        self.each = self._line(self.tr("For each amount spent"))
        self.worth = self._line(self.tr("What one point is worth"))
        self.expiry = self._spin(self.tr("Months after which points expire"), _MOST_MONTHS, self.tr("never"))
        self.window_kind = self._choice(self.tr("What is counted"), ("months", "calendar year", "ever"))
        self.window_months = self._spin(self.tr("Months counted over"), _MOST_MONTHS, least=1)
        self.keep_kind = self._choice(
            self.tr("How long a tier is kept"), ("end of next year", "months", "none")
        )
        self.keep_months = self._spin(self.tr("Months a tier is kept"), _MOST_MONTHS, least=1)
        self.grace = self._spin(self.tr("Days of grace"), 3660, self.tr("none"))
        self.joining = self._spin(self.tr("Points for joining"), 1_000_000, self.tr("none"))
        self.birthday = self._spin(self.tr("Points for a birthday"), 1_000_000, self.tr("none"))
        self.day = QDateEdit(inside)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setMinimumWidth(look.px(210))
        dress_spin(self.day, self.tr("The day from which it holds"))
        self.day.dateChanged.connect(self._changed)
        self.today_button = self._button(self.tr("Today"), self._choose_today, "small")
        self.year_button = self._button(self.tr("1 January"), self._choose_year, "small")
        self.warning = ErrorLine(inside)
        self.error = ErrorLine(inside)
        self.progress = ProgressLine(inside)
        self.ask_button = self._button(self.tr("See what it changes"), self._ask, "primary")
        self.leave_button = self._button(self.tr("Leave it as it was"), self.left.emit)
        self.effect = Panel(self.tr("What it changes"), parent=inside)
        self._said = Sentence("", "body", "", self.effect)
        self.save_button = self._button(self.tr("Change it"), self._save, "primary")
        self.effect.add(self._said)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.effect.add(row)
        self.effect.hide()

    def _button(self, text: str, act: object, kind: str = "") -> QPushButton:
        made = QPushButton(text, self._inside)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(act)
        return made

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit(self._inside)
        made.setAccessibleName(name)
        made.setMaxLength(40)
        made.setMaximumWidth(look.px(96))
        made.textEdited.connect(self._changed)
        return made

    def _spin(self, name: str, most: int, nothing: str = "", *, least: int = 0) -> QSpinBox:
        made = QSpinBox(self._inside)
        made.setRange(least, most)
        made.setSpecialValueText(nothing)
        made.setMaximumWidth(look.px(120))
        dress_spin(made, name)
        made.valueChanged.connect(self._changed)
        return made

    def _choice(self, name: str, keys: Sequence[str]) -> QComboBox:
        made = QComboBox(self._inside)
        made.setAccessibleName(name)
        said = {
            "months": self.tr("months, looking back")
            if "ever" in keys
            else self.tr("months from the day it is reached"),
            "calendar year": self.tr("the calendar year"),
            "ever": self.tr("everything, for ever"),
            "end of next year": self.tr("until the end of the next year"),
            "none": self.tr("as long as the figure is reached"),
        }
        for key in keys:
            made.addItem(said[key], key)
        made.activated.connect(self._changed)
        made.currentIndexChanged.connect(self._show_months)
        return made

    def _show_months(self, _index: int = 0) -> None:
        self.window_months.setVisible(self.window_kind.currentData() == "months")
        self.keep_months.setVisible(self.keep_kind.currentData() == "months")
        self.grace.setEnabled(self.keep_kind.currentData() != "none")

    # --- layout -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        around, between = look.px(theme.SPACE_AROUND), look.px(theme.SPACE_BETWEEN)
        tiers = Panel(self.tr("Tiers, the highest first"), parent=self._inside)
        tiers.head.addWidget(self.add_tier)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.setVerticalSpacing(look.px(6))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(4, 7)
        heads = (
            self.tr("Tier"),
            self.tr("Reached by"),
            "",
            self.tr("Points ×"),
            self.tr("What it means, by commas"),
        )
        for column, head in enumerate(heads):
            self._grid.addWidget(Sentence(head, "small", "2", tiers, wrap=False), 0, column)
        tiers.add(self._grid)
        # Large text needs the whole width for each card.
        cards = QVBoxLayout() if look.scale() > _SIDE_BY_SIDE else QHBoxLayout()
        cards.setSpacing(between)
        self._cards = (self._points_card(), self._keeping_card(), self._joining_card())
        for card in self._cards:
            cards.addWidget(card, 1)
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
        whole.setSpacing(between)
        whole.addWidget(Sentence(self.tr("Change the programme"), "heading", "", self._inside))
        whole.addWidget(tiers)
        whole.addWidget(self.warning)
        whole.addLayout(cards)
        whole.addLayout(day)
        whole.addWidget(self.error)
        whole.addWidget(self.progress)
        whole.addLayout(foot)
        whole.addWidget(self.effect)
        whole.addStretch(1)

    def _card(self, title: str, lines: Sequence[Sequence[str | QWidget]]) -> Panel:
        card = Panel(title, parent=self._inside)
        for parts in lines:
            row = QHBoxLayout()
            row.setSpacing(look.px(8))
            for part in parts:
                row.addWidget(
                    Sentence(part, "body", "2", card, wrap=False) if isinstance(part, str) else part
                )
            row.addStretch(1)
            card.add(row)
        return card

    def _points_card(self) -> Panel:
        return self._card(
            self.tr("Points"),
            [
                (self.points, self.tr("points for each"), self._signs[0], self.each),
                (self.tr("One point is worth"), self._signs[1], self.worth),
                (self.tr("They expire after"), self.expiry),
            ],
        )

    def _keeping_card(self) -> Panel:
        return self._card(
            self.tr("Reaching and keeping a tier"),
            [
                (self.tr("Counted:"), self.window_months, self.window_kind),
                (self.tr("Kept:"), self.keep_months, self.keep_kind),
                (self.tr("Grace:"), self.grace),
            ],
        )

    def _joining_card(self) -> Panel:
        return self._card(
            self.tr("Joining"),
            [
                (self.tr("Points on the spot"), self.joining),
                (self.tr("Points for the birthday"), self.birthday),
            ],
        )

    # --- filling ------------------------------------------------------------------------------------

    def open(self, programme: Programme, speech: Speech, today: date, rank: int | None = None) -> None:
        """Begins with a programme as it is, the caret in the tier of `rank`."""
        self._programme, self._speech = programme, speech
        self._today = today
        money = currency(programme.currency)
        rate = programme.per_unit
        small = rate.numerator == 1 and rate.denominator > 1
        self.points.setText("1" if small else words.plain_number(rate, speech))
        each = money.unit_minor * (rate.denominator if small else 1)
        self.each.setText(words.typed_money(speech, each))
        self.worth.setText(words.typed_money(speech, programme.worth_minor))
        for sign in self._signs:
            sign.setText(money.sign)
        self.expiry.setValue(programme.expire_months or 0)
        self.expiry.setSuffix(self.tr(" months"))
        self.window_kind.setCurrentIndex(
            self.window_kind.findData("months" if programme.window_months else programme.window)
        )
        self.window_months.setValue(programme.window_months or 12)
        self.keep_kind.setCurrentIndex(
            self.keep_kind.findData("months" if programme.keep_months else programme.keep)
        )
        self.keep_months.setValue(programme.keep_months or 12)
        self.grace.setValue(programme.grace_days)
        self.grace.setSuffix(self.tr(" days"))
        self.joining.setValue(programme.joining_points)
        self.birthday.setValue(programme.birthday_points)
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        self.day.setDate(QDate(today.year, today.month, today.day))
        self._clear_rows()
        for tier in reversed(programme.tiers):
            self._add_row(tier, len(self.rows))
        self._place_rows()
        self._show_months()
        self._changed()
        at = 0 if rank is None else len(programme.tiers) - rank
        first = (
            self.rows[at].name if 0 <= at < len(self.rows) else self.joining if self.rows else self.add_tier
        )
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_tier(self) -> None:
        """One more tier, above the others."""
        self._add_row(None, 0)
        self._place_rows()
        self._changed()
        self.rows[0].name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, tier: Tier | None, at: int) -> None:
        assert self._programme is not None and self._speech is not None
        # The row's own buttons act on the row wherever it stands by then.
        number = next(self._numbers)
        acts = (
            partial(self._move, number, -1),
            partial(self._move, number, 1),
            partial(self._remove, number),
        )
        money = currency(self._programme.currency)
        row = TierRow(self._inside, tier, money, self._speech, self._changed, acts)
        self._by_number[number] = row
        self.rows.insert(at, row)

    def _clear_rows(self) -> None:
        for row in self.rows:
            self._drop(row)
        self.rows = []
        self._by_number.clear()

    def _drop(self, row: TierRow) -> None:
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _place_rows(self) -> None:
        for line, row in enumerate(self.rows, start=1):
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, line, column)
                widget.show()
            row.reach.setMaximumWidth(look.px(110))
            row.times.setMaximumWidth(look.px(70))
            row.up.setEnabled(line > 1)
            row.down.setEnabled(line < len(self.rows))
        order: list[QWidget] = [
            self.add_tier,
            *(widget for row in self.rows for widget in row.widgets),
            self.points,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _move(self, number: int, step: int, _checked: bool = False) -> None:
        row = self._by_number[number]
        at = self.rows.index(row)
        to = at + step
        if not 0 <= to < len(self.rows):
            return
        self.rows[at], self.rows[to] = self.rows[to], self.rows[at]
        self._place_rows()
        (
            row.up if step < 0 and row.up.isEnabled() else row.down if row.down.isEnabled() else row.up
        ).setFocus()
        self._changed()

    def _remove(self, number: int, _checked: bool = False) -> None:
        row = self._by_number[number]
        self.rows.remove(row)
        self._drop(row)
        self._place_rows()
        self._changed()
        self.add_tier.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- reading ------------------------------------------------------------------------------------

    @property
    def from_day(self) -> date:
        """The day from which it is to hold."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def programme(self) -> Programme:
        """What the form says; Declined, with the caret put where it cannot be."""
        assert self._programme is not None
        tiers = []
        for row in reversed(self.rows):
            try:
                tiers.append(row.tier())
            except Declined as wrong:
                self._show_wrong(row.field(wrong.about))
                raise
        window = self.window_kind.currentData()
        keep = self.keep_kind.currentData()
        made = replace(
            self._programme,
            per_unit=self._rate(),
            worth_minor=self._money(self.worth),
            expire_months=self.expiry.value() or None,
            joining_points=self.joining.value(),
            birthday_points=self.birthday.value(),
            window=f"{self.window_months.value()} months" if window == "months" else window,
            keep=f"{self.keep_months.value()} months" if keep == "months" else keep,
            grace_days=self.grace.value(),
            tiers=tuple(tiers),
        )
        # What is kept is the written form: it must say the same.
        return checked(read_programme(write_programme(made), currency=made.currency))

    def _money(self, field: QLineEdit) -> int:
        assert self._programme is not None and self._speech is not None
        try:
            return read_amount(
                field.text(),
                currency=currency(self._programme.currency),
                decimal_mark=self._speech.decimal_mark,
            )
        except Declined:
            self._show_wrong(field)
            raise

    def _rate(self) -> Fraction:
        assert self._programme is not None
        each = self._money(self.each)
        typed = self.points.text().strip().replace(",", ".")
        plain = typed.replace(".", "", 1)
        if not (plain.isdecimal() and plain.isascii()) or len(typed) > 12:
            self._show_wrong(self.points)
            raise Declined("points_not_understood", self.tr("Write the points given as a number, such as 1."))
        if each == 0:
            self._show_wrong(self.each)
            raise Declined(
                "each_is_nothing", self.tr("Points are given for an amount that is more than nothing.")
            )
        rate = Fraction(typed) * self._programme.unit_minor / each
        if (rate * _SCALE).denominator != 1:
            self._show_wrong(self.each)
            raise Declined(
                "rate_uneven",
                self.tr(
                    "That rate cannot be written as a decimal number. Choose an amount such as 1, 2, 5 or 10."
                ),
            )
        return rate

    def _show_wrong(self, field: QLineEdit) -> None:
        look.mark(field, wrong=True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    # --- the acts -----------------------------------------------------------------------------------

    def _changed(self, _what: object = None) -> None:
        """Something in the form is not what it was: what was said about it holds no more."""
        self.effect.hide()
        self.error.clear()
        for row in self.rows:
            for field in (row.name, row.reach, row.times):
                look.mark(field, wrong=False)
        for field in (self.points, self.each, self.worth):
            look.mark(field, wrong=False)
        self.ask_button.setEnabled(True)
        self._warn()

    def _warn(self) -> None:
        try:
            tiers = tuple(row.tier() for row in reversed(self.rows))
        except Declined:
            return  # said when it is asked for; while a name is typed it only disturbs
        if self._programme is not None:
            names = adds_nothing(replace(self._programme, tiers=tiers))
            self.warning.say(words.adds_nothing_words(names), "attention")

    def _choose_today(self) -> None:
        self.day.setDate(QDate(self._today.year, self._today.month, self._today.day))

    def _choose_year(self) -> None:
        self.day.setDate(QDate(self._today.year + 1, 1, 1))

    def _ask(self) -> None:
        self.error.clear()
        try:
            programme = self.programme()
        except Declined as wrong:
            self.error.explain(wrong)
            self.ensureWidgetVisible(self.error)
            return
        self.effect_asked.emit(programme, self.from_day)

    def say_effect(self, sentences: Sequence[str], speech: Speech, today: date) -> None:
        """What the programme would do, and the button that makes it hold."""
        self._said.setText("\n".join(sentences))
        day = self.from_day
        self.save_button.setText(
            self.tr("Change it today")
            if day <= today
            else self.tr("Change it from {day}").format(day=speech.day(day, today))
        )
        self.effect.show()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        # The card has its place only once the layout has run.
        QTimer.singleShot(0, self._show_effect)

    def _show_effect(self) -> None:
        self.ensureWidgetVisible(self.save_button, 0, look.px(theme.SPACE_AROUND))

    def _save(self) -> None:
        try:
            programme = self.programme()
        except Declined as wrong:
            self.error.explain(wrong)
            return
        self.saving_asked.emit(programme, self.from_day)

    def set_busy(self, busy: bool) -> None:
        """While it is worked out nothing is changed."""
        for row in self.rows:
            for widget in row.widgets:
                widget.setEnabled(not busy)
        acts = (self.ask_button, self.leave_button, self.save_button, self.add_tier, self.day)
        for part in (*self._cards, *acts, self.today_button, self.year_button):
            part.setEnabled(not busy)
        if not busy:
            self._place_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.leave_button.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)
