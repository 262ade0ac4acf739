"""A sheet that is filled in: parts in rows that scroll, one act at the foot, and every refusal told at its field."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.gui.widgets.tall import EdgeKept
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.said_days import find_day

SIDE_BY_SIDE = 1.2
"""Text larger than this by so much has the parts of a row one below the other."""
_BESIDE = 16
"""Pixels beside the parts: room for the bar, so that they end where the button at the foot ends."""


class EntrySheet(SlideOver):
    """A subclass makes its parts, lays them out, and says in `submit` what Ctrl Enter does."""

    def __init__(self, title: str, desk: Desk, host: QWidget, *, width: int) -> None:
        super().__init__(title, host, width=width)
        self._desk = desk
        self.trouble = ErrorLine(self.sheet)
        self.area = QScrollArea(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setContentsMargins(look.px(22), 0, look.px(22) - _BESIDE, look.px(14))
        self.body.addWidget(self.area, 1)
        self.foot.setSpacing(look.px(8))

    def submit(self) -> None:
        """What the button at the foot does."""
        raise NotImplementedError

    # ---- parts ----

    def spin(self, name: str, least: int, most: int, nothing: str = "") -> QSpinBox:
        """A whole number; `nothing` is shown in place of the least one."""
        made = QSpinBox(self.sheet)
        dress_spin(made, name)
        made.setRange(least, most)
        made.setSpecialValueText(nothing)
        return made

    def box(self, name: str, choices: Sequence[tuple[str, object]] = ()) -> QComboBox:
        """A list to choose from: what is shown, and what is meant by it."""
        made = QComboBox(self.sheet)
        made.setAccessibleName(name)
        made.setMinimumHeight(look.target_height())
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for shown, meant in choices:
            made.addItem(shown, meant)
        return made

    def labelled(self, part: QWidget) -> QWidget:
        """A part below its accessible name."""
        held = QWidget(self.sheet)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(Sentence(part.accessibleName(), "label", "2", held, wrap=False))
        column.addWidget(part)
        column.addStretch(1)
        return held

    @property
    def beside(self) -> bool:
        """Whether the parts of a row have room side by side."""
        return look.scale() <= SIDE_BY_SIDE

    def lay_out(self, rows: Sequence[Sequence[QWidget]]) -> None:
        """Rows of one part or two, in what scrolls."""
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, look.px(4), _BESIDE, 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(8))
        beside, place = self.beside, 0
        for row in rows:
            for column, part in enumerate(row):
                wide = 2 if len(row) == 1 or not beside else 1
                grid.addWidget(part, place, column if beside else 0, 1, wide)
                place += 0 if beside else 1
            place += 1 if beside else 0
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(place, 1)
        self.area.setWidget(inside)
        EdgeKept(self.area, grid)

    # ---- what was typed ----

    def read_day(self, field: Field, about: str) -> date:
        """The day a field names; Declined, about `about`, where it names none."""
        typed = field.text.strip()
        try:
            return date.fromisoformat(typed)
        except ValueError:
            said = find_day(typed, today=self._desk.today, order=self._desk.speech.day_order)
        if said is None:
            sentence = self.tr("This names no day. Write it like Friday, or 27 November.")
            raise Declined(f"{about}_not_understood", sentence, about)
        return said.day

    def note_day(self, field: Field) -> None:
        """Say below a field which day it names, while it is typed."""
        try:
            day = self.read_day(field, "day")
        except Declined:
            field.note("")
            return
        field.note(self._desk.speech.day_of_week(day))

    def read_money(self, field: Field, about: str) -> int:
        """The amount a field names, in minor units; Declined, about `about`, where it names none."""
        mark = self._desk.speech.decimal_mark
        return read_amount(field.text.strip(), currency=self._desk.shop.money, decimal_mark=mark, about=about)

    # ---- what was refused ----

    def tell_at(self, fields: Mapping[str, Field], error: Exception) -> None:
        """At the field a refusal is about, brought into sight with the caret in it; else at the foot."""
        field = fields.get(error.about) if isinstance(error, Declined) else None
        if field is not None and isinstance(error, Declined):
            field.say(error.because)
            self.area.ensureWidgetVisible(field)
            field.setFocus()
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            event.accept()
            return
        super().keyPressEvent(event)
