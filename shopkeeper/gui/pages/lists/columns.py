"""The columns of a file, one beneath the other: what each is, its heading, and its first rows as they will be read."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.lists.cells import DAYS, Cells, read_or_as_it_stands
from shopkeeper.gui.pages.lists.options import Combo
from shopkeeper.gui.pages.lists.words import names_of
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.headings import our_columns
from shopkeeper.service.importing_trial import Seen

ROWS = 3  # of the file that are shown; fewer where the text is large
MOST_COLUMNS = 120  # beyond them a file may have more, that are left out or were recognised
_LONGEST = 24  # signs of a cell that are shown


class ColumnsView(QWidget):
    """Says `changed` when a column is said to be something else; `chosen` is ours to theirs then."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen: Seen | None = None
        self.combos: dict[int, Combo] = {}
        self._cells: dict[tuple[int, int], Sentence] = {}
        self._rows = ROWS
        self._inside: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(self.tr("Columns of the file"))

    def show_seen(self, seen: Seen) -> None:
        """Shows the columns of a file; nothing while they are not known."""
        same = (
            self._seen is not None
            and self._seen.headers == seen.headers
            and self._seen.kind == seen.kind
            and list(self.combos) == self._order(seen)
        )
        self._seen = seen
        if same:
            self._fill(seen)
        else:
            self._build(seen)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Every column of ours with its place in the file as `#2`, "" for those it has none for."""
        assert self._seen is not None
        found = dict.fromkeys(our_columns(self._seen.kind), "")
        shown = set(self.combos)
        found |= {ours: f"#{place + 1}" for ours, place in self._seen.columns.items() if place not in shown}
        for place, combo in self.combos.items():
            if combo.currentData():
                found[combo.currentData()] = f"#{place + 1}"
        return found

    @staticmethod
    def _order(seen: Seen) -> list[int]:
        """Those that are taken first, in the order of the file each."""
        taken = set(seen.columns.values())
        places = range(len(seen.headers))
        return [*sorted(taken), *(place for place in places if place not in taken)][:MOST_COLUMNS]

    def _build(self, seen: Seen) -> None:
        self._rows = max(1, round(ROWS - 2 * (look.scale() - 1)))
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(6))
        heads = (self.tr("Becomes"), self.tr("In the file"), self.tr("First rows, as they will be read"))
        for place, words in enumerate(heads):
            label = Sentence(words, "label", "2", inside, wrap=False)
            grid.addWidget(label, 0, place, 1, self._rows if place == 2 else 1)
        self.combos = {}
        self._cells = {}
        for row, place in enumerate(self._order(seen), 1):
            combo = self._combo(seen, place, inside)
            self.combos[place] = combo
            grid.addWidget(combo, row, 0)
            heading = Sentence(_short(seen.headers[place]), "strong", "", inside, wrap=False)
            grid.addWidget(heading, row, 1)
            for n in range(self._rows):
                cell = Sentence("", "body", "", inside, wrap=False)
                self._cells[place, n] = cell
                grid.addWidget(cell, row, 2 + n)
        grid.setColumnStretch(2 + self._rows, 1)
        column.addLayout(grid)
        more = len(seen.headers) - len(self.combos)
        if more > 0:
            words = self.tr("{n} more columns are not shown.").format(n=more)
            column.addWidget(Sentence(words, "small", "2", inside))
        self._fill(seen)
        self._column.addWidget(inside)

    def _combo(self, seen: Seen, place: int, parent: QWidget) -> Combo:
        combo = Combo(parent)
        combo.setMaximumWidth(look.px(200))
        combo.setAccessibleName(
            self.tr("What column {name} becomes").format(name=_short(seen.headers[place]) or place + 1)
        )
        combo.addItem(self.tr("Left out"), "")
        names = names_of(seen.kind)
        for ours, words in names.items():
            combo.addItem(words, ours)
        for ours in seen.columns:
            if ours not in names:  # a second phone, a third like
                base, _, number = ours.rpartition("_")
                combo.addItem(f"{names.get(base, base)} {number}", ours)
        combo.activated.connect(self._changed)
        return combo

    def _fill(self, seen: Seen) -> None:
        by_place = {place: ours for ours, place in seen.columns.items()}
        open_ = {ask.about for ask in seen.asks}
        cells = Cells(self._desk, seen.day_order, seen.decimal_mark)
        for place, combo in self.combos.items():
            ours = by_place.get(place, "")
            index = combo.findData(ours)
            combo.setCurrentIndex(max(0, index))
            unsettled = "day_order" if ours in DAYS else "decimal_mark" if ours == "amount" else ""
            read = None if unsettled in open_ else cells.reader(ours)
            for n in range(self._rows):
                cell = self._cells[place, n]
                text = seen.sample[n][place] if n < len(seen.sample) else ""
                words, understood = read_or_as_it_stands(read, text.strip())
                cell.setText(_short(words))
                cell.set_tone("2" if not ours else "" if understood else "bad")

    def _changed(self) -> None:
        combo = self.sender()
        for other in self.combos.values():
            # What one column becomes, no other is.
            if (
                other is not combo
                and isinstance(combo, Combo)
                and combo.currentData()
                and other.currentData() == combo.currentData()
            ):
                other.setCurrentIndex(0)
        self.changed.emit()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
