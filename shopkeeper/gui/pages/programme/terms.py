"""What holds for everybody, in the form: points, reaching and keeping a tier, the gifts of joining and birthday."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech
from shopkeeper.values import replace

_MOST_MONTHS = 1200
_SCALE = 10**9
_SIDE_BY_SIDE = 1.2  # the largest text size at which the three cards fit beside each other


class Terms(QWidget):
    """Three cards of fields; `read` makes the programme they say of one that is given."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self._make_fields()
        # Large text needs the whole width for each card.
        way = (
            QBoxLayout.Direction.TopToBottom
            if look.scale() > _SIDE_BY_SIDE
            else QBoxLayout.Direction.LeftToRight
        )
        cards = QBoxLayout(way, self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(look.px(theme.SPACE_BETWEEN))
        for card in (self._points_card(), self._keeping_card(), self._joining_card()):
            cards.addWidget(card, 1)

    def _make_fields(self) -> None:
        # One before and one behind each of the two amounts; the language says which is seen.
        self._before, self._behind = (
            [Sentence("", "body", "2", self, wrap=False) for _ in range(2)] for _ in range(2)
        )
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

    def _say_changed(self, _what: object = None) -> None:
        self.changed.emit()

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setAccessibleName(name)
        made.setMaxLength(40)
        made.setMaximumWidth(look.px(96))
        made.textEdited.connect(self._say_changed)
        return made

    def _spin(self, name: str, most: int, nothing: str = "", *, least: int = 0) -> QSpinBox:
        made = QSpinBox(self)
        made.setRange(least, most)
        made.setSpecialValueText(nothing)
        made.setMaximumWidth(look.px(120))
        dress_spin(made, name)
        made.valueChanged.connect(self._say_changed)
        return made

    def _choice(self, name: str, keys: Sequence[str]) -> QComboBox:
        made = QComboBox(self)
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
        made.activated.connect(self._say_changed)
        made.currentIndexChanged.connect(self._show_months)
        return made

    def _show_months(self, _index: int = 0) -> None:
        self.window_months.setVisible(self.window_kind.currentData() == "months")
        self.keep_months.setVisible(self.keep_kind.currentData() == "months")
        self.grace.setEnabled(self.keep_kind.currentData() != "none")

    def _card(self, title: str, lines: Sequence[Sequence[str | QWidget]]) -> Panel:
        card = Panel(title, parent=self)
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
                (self.points, self.tr("points for each"), self._before[0], self.each, self._behind[0]),
                (self.tr("One point is worth"), self._before[1], self.worth, self._behind[1]),
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

    def open(self, programme: Programme, speech: Speech) -> None:
        """Begins with a programme as it is."""
        self._programme, self._speech = programme, speech
        money = currency(programme.currency)
        rate = programme.per_unit
        small = rate.numerator == 1 and rate.denominator > 1
        self.points.setText("1" if small else words.plain_number(rate, speech))
        each = money.unit_minor * (rate.denominator if small else 1)
        self.each.setText(words.typed_money(speech, each))
        self.worth.setText(words.typed_money(speech, programme.worth_minor))
        for signs, seen in ((self._before, not speech.sign_after), (self._behind, speech.sign_after)):
            for sign in signs:
                sign.setText(money.sign)
                sign.setVisible(seen)
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
        self._show_months()

    def read(self, programme: Programme) -> Programme:
        """The programme with what the fields say; Declined, with the caret put where it cannot be."""
        window, keep = self.window_kind.currentData(), self.keep_kind.currentData()
        return replace(
            programme,
            per_unit=self._rate(),
            worth_minor=self._money(self.worth),
            expire_months=self.expiry.value() or None,
            joining_points=self.joining.value(),
            birthday_points=self.birthday.value(),
            window=f"{self.window_months.value()} months" if window == "months" else window,
            keep=f"{self.keep_months.value()} months" if keep == "months" else keep,
            grace_days=self.grace.value(),
        )

    def clear_marks(self) -> None:
        """No field is wrong any more."""
        for field in (self.points, self.each, self.worth):
            look.mark(field, wrong=False)

    def _money(self, field: QLineEdit) -> int:
        assert self._programme is not None and self._speech is not None
        try:
            return read_amount(
                field.text(),
                currency=currency(self._programme.currency),
                decimal_mark=self._speech.decimal_mark,
            )
        except Declined:
            show_wrong(field)
            raise

    def _rate(self) -> Fraction:
        assert self._programme is not None
        each = self._money(self.each)
        typed = self.points.text().strip().replace(",", ".")
        plain = typed.replace(".", "", 1)
        if not (plain.isdecimal() and plain.isascii()) or len(typed) > 12:
            show_wrong(self.points)
            raise Declined("points_not_understood", self.tr("Write the points given as a number, such as 1."))
        if each == 0:
            show_wrong(self.each)
            raise Declined(
                "each_is_nothing", self.tr("Points are given for an amount that is more than nothing.")
            )
        rate = Fraction(typed) * self._programme.unit_minor / each
        if (rate * _SCALE).denominator != 1:
            show_wrong(self.each)
            raise Declined(
                "rate_uneven",
                self.tr(
                    "That rate cannot be written as a decimal number. Choose an amount such as 1, 2, 5 or 10."
                ),
            )
        return rate


def show_wrong(field: QLineEdit) -> None:
    """Marks a field whose words cannot be understood, and puts the caret there."""
    look.mark(field, wrong=True)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.selectAll()
