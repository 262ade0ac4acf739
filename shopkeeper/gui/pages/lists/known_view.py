"""New people of a list who may be in the book already: each beside the member, and a word on which they are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.service import likeness_words
from shopkeeper.service.importing import Imported, Likely, Same
from shopkeeper.values import replace

_MOST_ROWS = 5


class KnownView(Panel):
    """Nothing is decided for anybody: each comes in as a person of their own until it is said that they are the same,
    but for those of whom the list says nothing new. `changed` when something is said."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.set_tone("attention")
        self._desk = desk
        self._likely: tuple[Likely, ...] = ()
        self._same: set[int] = set()
        self.words = Sentence("", "strong", "", self)
        self.pairs = _Pairs(self)
        self.beside = _Beside(self)
        self.reasons = Sentence("", "body", "2", self)
        self.all_same = QPushButton(self.tr("All are the same"), self)
        self.all_apart = QPushButton(self.tr("All are other people"), self)
        buttons = FlowBox(self, gap=10)
        for button in (self.all_same, self.all_apart):
            look.mark(button, kind="small")
            button.setAccessibleName(button.text())
            buttons.flow.addWidget(button)
        hint = Sentence(
            self.tr("The arrows choose, Space says the same or not. What a member’s record lacks is filled in;"
                    " nothing that stands there is changed."),
            "small", "2", self,
        )  # fmt: skip
        for part in (self.words, self.pairs, hint, self.beside, self.reasons, buttons):
            self.add(part)
        self.pairs.turned.connect(self._turn)
        self.pairs.currentCellChanged.connect(self._look_at)
        self.all_same.clicked.connect(self._all_same)
        self.all_apart.clicked.connect(self._all_apart)
        self.hide()

    def show_likely(self, likely: Sequence[Likely]) -> None:
        """Shows who may be known already; nobody hides it."""
        self._likely = tuple(one for one in likely if one.member_id is not None)
        self._same = {one.line for one in self._likely if one.sure and not one.fills}
        self.setVisible(bool(self._likely))
        if not self._likely:
            return
        shown = [one for one in self._likely if one.row is not None]
        count = self._desk.speech.count
        words = (
            self.tr("1 of the new people may be in the book already.")
            if len(self._likely) == 1
            else self.tr("{n} of the new people may be in the book already.").format(
                n=count(len(self._likely))
            )
        )
        if len(shown) < len(self._likely):
            words += " " + self.tr(
                "The likeliest {n} are shown; what you say of all holds for the others too."
            ).format(n=count(len(shown)))
        self.words.setText(words)
        self.setAccessibleName(words)
        self.pairs.show_pairs(shown, self._same)
        self.pairs.setCurrentCell(0, 0)

    @property
    def is_about_somebody(self) -> bool:
        """Whether there is anybody to say it of."""
        return bool(self._likely)

    @property
    def same(self) -> tuple[Same, ...]:
        """Of whom it was said that they are the same."""
        return tuple(
            Same(one.line, one.added, one.member_id)
            for one in self._likely
            if one.line in self._same and one.member_id is not None
        )

    def settled(self, tried: Imported) -> Imported:
        """What would come of the list by what is said now."""
        said = [one for one in self._likely if one.line in self._same]
        fills = sum(one.fills for one in said)
        return replace(
            tried,
            added=tried.added - len(said),
            new_members=tried.new_members - len(said),
            changed=tried.changed + fills,
            again=tried.again + len(said) - fills,
        )

    def _turn(self, row: int) -> None:
        line = self._likely[row].line
        self._same ^= {line}
        self._say()

    def _all_same(self) -> None:
        self._same = {one.line for one in self._likely}
        self._say()

    def _all_apart(self) -> None:
        self._same = set()
        self._say()

    def _say(self) -> None:
        self.pairs.show_said([one for one in self._likely if one.row is not None], self._same)
        self.changed.emit()

    def _look_at(self, row: int) -> None:
        if 0 <= row < len(self._likely) and self._likely[row].row is not None:
            one = self._likely[row]
            self.beside.show_two(one, self._desk)
            spoken_for, against = likeness_words.for_and_against(one.reasons)
            words = self.tr("For one person: {reasons}.").format(reasons=", ".join(spoken_for))
            if against:
                words += " " + self.tr("Against it: {reasons}.").format(reasons=", ".join(against))
            self.reasons.setText(words)


class _Pairs(QTableWidget):
    """Says `turned(row)` where Space or a double click says it the other way."""

    turned = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([self.tr("In the list"), self.tr("In the book"), self.tr("They are")])
        dress_table(self, self.tr("New people who may be in the book already"))
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.cellDoubleClicked.connect(self._clicked)

    def show_pairs(self, pairs: Sequence[Likely], same: set[int]) -> None:
        """Replaces the list."""
        self.blockSignals(True)
        self.setRowCount(len(pairs))
        for row, one in enumerate(pairs):
            for column, words in enumerate((one.added, f"{one.name} · {one.number}")):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(row, column, item)
            self.setItem(row, 2, QTableWidgetItem(""))
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)
        self.show_said(pairs, same)
        self.setFixedHeight(look.row_height() * (1 + min(_MOST_ROWS, len(pairs))) + look.px(4))

    def show_said(self, pairs: Sequence[Likely], same: set[int]) -> None:
        """What is said of each."""
        for row, one in enumerate(pairs):
            words = self.tr("the same person") if one.line in same else self.tr("two people")
            item = self.item(row, 2)
            assert item is not None
            item.setText(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _clicked(self, row: int, _column: int) -> None:
        self.turned.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.turned.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # the sheet's own
        else:
            super().keyPressEvent(event)


class _Beside(QWidget):
    """The row and the member line by line; what they have in common is quiet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The two side by side"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._cells: list[tuple[Sentence, Sentence, Sentence]] = []
        for row in range(7):
            cells = (
                Sentence("", "small", "2", self, wrap=False),
                Sentence("", "body", "", self),
                Sentence("", "body", "", self),
            )
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
            self._cells.append(cells)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What stands there: what it is, in the list, in the book."""
        return [
            (what.text(), one.text(), other.text()) for what, one, other in self._cells if not what.isHidden()
        ]

    def show_two(self, likely: Likely, desk: Desk) -> None:
        """Lays the two side by side."""
        row, there = likely.row, likely.there
        assert row is not None
        said, speech = row.details, desk.speech
        of = {
            kind: "\n".join(one.text for one in row.contacts if one.kind == kind)
            for kind in ("phone", "email")
        }
        home = "\n".join(
            ", ".join(part for part in (one.street, one.address_2, one.postcode, one.town) if part)
            for one in said.addresses
        )
        born = said.birthday
        its = there.birthday if there is not None else None
        lines = (
            (self.tr("Name"), said.name, there.name if there else likely.name),
            (self.tr("Number"), said.number, there.number if there else likely.number),
            (self.tr("Phones"), of["phone"], "\n".join(there.phones) if there else ""),
            (self.tr("E-mail"), of["email"], "\n".join(there.emails) if there else ""),
            (self.tr("Address"), home, "\n".join(there.addresses) if there else ""),
            (
                self.tr("Birthday"),
                speech.birthday(born.month, born.day, born.year) if born else "",
                speech.birthday(its[1], its[2], its[0]) if its else "",
            ),
            (self.tr("Cards"), said.card, "\n".join(there.cards) if there else ""),
        )
        for cells, (what, one, other) in zip(self._cells, lines, strict=True):
            for cell, text in zip(cells, (what, one or "–", other or "–"), strict=True):
                cell.setText(text)
                cell.setVisible(bool(one or other))
            for cell in cells[1:]:
                cell.set_tone("2" if one == other else "")
