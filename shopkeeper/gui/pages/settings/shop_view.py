"""The shop: its name and letterhead, where it is, what it counts in, and when its day ends."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme, tongue
from shopkeeper.gui.pages.settings.parts import SIDE_BY_SIDE, View, button, row
from shopkeeper.gui.widgets.choice import Choice
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import places
from shopkeeper.service.shops import Shop
from shopkeeper.values import replace

_LAST_HOUR = 12


class ShopView(View):
    """`kept(shop)` is what the owner wants the shop to be; nothing is changed before it is asked for."""

    kept = Signal(object)

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._shop: Shop | None = None
        self._cards: list[Panel] = []
        self.fields: dict[str, Field] = {}
        self.choices: dict[str, Choice] = {}
        self._letterhead()
        self._place()
        self._days()
        self.error = ErrorLine(self.inside)
        self.keep = button(self.tr("Keep the changes"), self.inside, self._keep, "primary")
        self.leave = button(self.tr("Leave it as it was"), self.inside, self._leave)
        self.column.addWidget(self.error)
        self.column.addWidget(row(self.keep, self.leave))
        self._watch()

    # --- the fields ---------------------------------------------------------------------------------

    def _field(self, part: str, name: str, card: Panel, remark: str = "") -> Field:
        field = Field(name, card, remark=remark)
        field.changed.connect(self._watch)
        field.entered.connect(self._keep)
        self.fields[part] = field
        return field

    def _choice(self, part: str, name: str, card: Panel) -> Choice:
        choice = Choice(name, card)
        choice.changed.connect(self._watch)
        self.choices[part] = choice
        return choice

    def _grid(self, card: Panel, *parts: QWidget) -> None:
        """Two beside each other, one below the other in large text."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(theme.SPACE_BETWEEN))
        grid.setVerticalSpacing(look.px(10))
        columns = 1 if look.scale() > SIDE_BY_SIDE else 2
        for number, part in enumerate(parts):
            grid.addWidget(part, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        card.add(grid)

    def _letterhead(self) -> None:
        card = Panel(self.tr("Name and letterhead"), parent=self.inside)
        self._grid(
            card,
            self._field("name", self.tr("Name of the shop"), card),
            self._field("tagline", self.tr("Line below it"), card, self.tr("(optional)")),
            self._field("street", self.tr("Street and number"), card, self.tr("(optional)")),
            self._field("postcode", self.tr("Postcode"), card, self.tr("(optional)")),
            self._field("town", self.tr("Town"), card, self.tr("(optional)")),
            self._field("phone", self.tr("Phone"), card, self.tr("(optional)")),
            self._field("owner", self.tr("Who signs letters"), card, self.tr("(optional)")),
        )
        self.column.addWidget(card)

    def _place(self) -> None:
        card = Panel(self.tr("Country, language and money"), parent=self.inside)
        self._grid(
            card,
            self._choice("country", self.tr("Country"), card),
            self._choice("language", self.tr("Language"), card),
            self._choice("currency", self.tr("Currency"), card),
        )
        self.choices["language"].note(
            self.tr("Amounts, days and letters are written as in this language; one that is written from the right"
                    " mirrors the window.")
        )  # fmt: skip
        self.column.addWidget(card)

    def _days(self) -> None:
        card = Panel(self.tr("The day"), parent=self.inside)
        self.day_ends = QComboBox(card)
        self.day_ends.setAccessibleName(self.tr("The day ends at"))
        for hour in range(_LAST_HOUR + 1):
            self.day_ends.addItem(self.tr("midnight") if hour == 0 else f"{hour:02d}:00", hour)
        self.day_ends.currentIndexChanged.connect(self._watch)
        ends = QWidget(card)
        column = QVBoxLayout(ends)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(Sentence(self.tr("The day ends at"), "label", "2", ends, wrap=False))
        column.addWidget(self.day_ends)
        column.addWidget(
            Sentence(
                self.tr("What is sold after midnight and before this hour belongs to the evening before. What is"
                        " recorded already keeps its day."),
                "small", "2", ends,
            )
        )  # fmt: skip
        column.addStretch(1)
        self._grid(card, self._choice("timezone", self.tr("Time zone"), card), ends)
        self.column.addWidget(card)

    # --- showing and keeping ------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._shop is not None and self._wanted() != self._shop

    def show_shop(self, shop: Shop, today: date, *, currency_stays: bool) -> None:
        """Shows the shop as it is in the book; what was typed and not kept stays."""
        unkept = self.changed
        if not self._shop:
            self.choices["country"].set_choices(places.countries(tongue.spoken()))
            self.choices["timezone"].set_choices([(zone, zone) for zone in places.zones()])
            self.choices["currency"].set_choices(places.currencies(today, tongue.spoken()))
        if not unkept:
            spoken = places.languages(tongue.spoken())
            if shop.language not in dict(spoken):
                spoken = ((shop.language, places.language_name(shop.language, tongue.spoken())), *spoken)
            self.choices["language"].set_choices(spoken)
        self._shop = shop
        money = self.choices["currency"]
        money.box.setEnabled(not currency_stays)
        money.note(
            self.tr("It stays: the book counts in it, and its amounts would be wrong in another.")
            if currency_stays
            else self.tr("It can be changed until the first purchase is recorded. The programme begins anew with it.")
        )  # fmt: skip
        if not unkept:
            self._fill()
        self._watch()

    def _fill(self) -> None:
        shop = self._shop
        if shop is None:
            return
        for part, field in self.fields.items():
            with QSignalBlocker(field):
                field.set_text(getattr(shop, part))
            field.edit.setCursorPosition(0)
        for part, choice in self.choices.items():
            choice.set_value(getattr(shop, part))
        with QSignalBlocker(self.day_ends):
            self.day_ends.setCurrentIndex(shop.day_ends_at_hour)
        self.error.clear()

    def _wanted(self) -> Shop:
        assert self._shop is not None
        typed: dict[str, Any] = {part: field.text for part, field in self.fields.items()}
        chosen: dict[str, Any] = {part: choice.value for part, choice in self.choices.items()}
        return replace(self._shop, **typed, **chosen, day_ends_at_hour=self.day_ends.currentData())

    def _watch(self, _index: int = 0) -> None:
        if self._shop is not None:
            self.keep.setEnabled(self.changed)
            self.leave.setEnabled(self.changed)

    def _keep(self) -> None:
        if self.changed:
            self.error.clear()
            self.kept.emit(self._wanted())

    def _leave(self) -> None:
        self._fill()
        self._watch()
        self.take_caret()

    def take_kept(self, shop: Shop) -> None:
        """The shop is now this."""
        self._shop = shop
        self._fill()
        self._watch()
        self.take_caret()

    def explain(self, error: Exception) -> None:
        """Says why it could not be kept, at the field it concerns; what was typed stays."""
        about = getattr(error, "about", "")
        part = self.fields.get(about) or self.choices.get(about)
        if part is None:
            self.error.say(str(error))
        else:
            part.say(str(error))
            part.setFocus()
            self.ensureWidgetVisible(part)

    def take_caret(self) -> None:
        """The caret goes to the name."""
        self.fields["name"].setFocus()
        self.fields["name"].edit.end(False)
