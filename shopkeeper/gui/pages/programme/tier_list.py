"""The tiers in the form: a row for each, the highest first, with one more, one less, and their order."""

from collections.abc import Callable
from functools import partial
from itertools import count, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.pages.programme.tier_row import TierRow
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.money import Currency
from shopkeeper.rules.programme import Perk, Tier
from shopkeeper.say import Speech


class TierList(Panel):
    """`changed` is said with every key; `tiers` reads the rows, the lowest first."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Tiers, the highest first"))
        self.rows: list[TierRow] = []
        self._numbers = count()
        self._by_number: dict[int, TierRow] = {}
        self._money: Currency | None = None
        self._speech: Speech | None = None
        self.add_tier = QPushButton(self.tr("+ Tier"), self)
        self.add_tier.setAutoDefault(True)
        self.add_tier.clicked.connect(self.new_tier)
        self.head.addWidget(self.add_tier)
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
            self._grid.addWidget(Sentence(head, "small", "2", self, wrap=False), 0, column)
        self.add(self._grid)

    def open(self, tiers: tuple[Tier, ...], money: Currency, speech: Speech) -> None:
        """Begins with these tiers, the lowest first."""
        self._money, self._speech = money, speech
        self._clear_rows()
        for tier in reversed(tiers):
            self._add_row(tier, len(self.rows))
        self._place_rows()

    def begin_at(self, rank: int | None) -> QWidget | None:
        """The field of a tier's name, or the highest one's; None where there is no tier."""
        at = 0 if rank is None else len(self.rows) - rank
        return self.rows[at].name if 0 <= at < len(self.rows) else None

    def new_tier(self) -> None:
        """One more tier, above the others."""
        self._add_row(None, 0)
        self._place_rows()
        self.changed.emit()
        self.rows[0].name.setFocus(Qt.FocusReason.OtherFocusReason)

    def tiers(
        self, perks: dict[str, Perk], wrong: Callable[[QWidget], object] | None = None
    ) -> tuple[Tier, ...]:
        """What the rows say, with the perks as they are known by name; Declined for the first that cannot be,
        whose field is given to `wrong`."""
        found = []
        for row in reversed(self.rows):
            try:
                found.append(row.tier(perks))
            except Declined as refused:
                if wrong is not None:
                    wrong(row.field(refused.about))
                raise
        return tuple(found)

    def perk_names(self) -> tuple[str, ...]:
        """The perks that the rows name, each once, the highest tier's first."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.perk_names()))

    def clear_marks(self) -> None:
        """No field is wrong any more."""
        for row in self.rows:
            for field in (row.name, row.reach, row.times):
                look.mark(field, wrong=False)

    def set_busy(self, busy: bool) -> None:
        """While something is worked out nothing is changed."""
        for row in self.rows:
            for widget in row.widgets:
                widget.setEnabled(not busy)
        self.add_tier.setEnabled(not busy)
        if not busy:
            self._place_rows()

    def _add_row(self, tier: Tier | None, at: int) -> None:
        assert self._money is not None and self._speech is not None
        # The row's own buttons act on the row wherever it stands by then.
        number = next(self._numbers)
        acts = (
            partial(self._move, number, -1),
            partial(self._move, number, 1),
            partial(self._remove, number),
        )
        row = TierRow(self, tier, self._money, self._speech, self._say_changed, acts)
        self._by_number[number] = row
        self.rows.insert(at, row)

    def _say_changed(self, _what: object = None) -> None:
        self.changed.emit()

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
        self.changed.emit()

    def _remove(self, number: int, _checked: bool = False) -> None:
        row = self._by_number[number]
        self.rows.remove(row)
        self._drop(row)
        self._place_rows()
        self.changed.emit()
        self.add_tier.setFocus(Qt.FocusReason.OtherFocusReason)
