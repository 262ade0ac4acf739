"""The programme as it is: the tiers in a table, and what holds for points, keeping a tier and joining."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.tryout import Tryout
from shopkeeper.gui.tiercells import TierCells
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tables import dress_table, keep_titles
from shopkeeper.rules.programme import Programme, Version, adds_nothing
from shopkeeper.say import Speech

Index = QModelIndex | QPersistentModelIndex
TIER, REACHED, POINTS, MEANS, MEMBERS, COSTS = range(6)
NUMBERS = (MEMBERS, COSTS)
_ROW = 44


class TierModel(QAbstractTableModel):
    """The tiers, the highest first, and the level below them all; `counts` are today's members by rank."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._programme: Programme | None = None
        self._speech: Speech | None = None
        self._counts: dict[int, int] | None = None
        self._costs: dict[int, str] = {}

    @property
    def programme(self) -> Programme | None:
        """What is shown."""
        return self._programme

    def show_programme(self, programme: Programme, speech: Speech, counts: dict[int, int] | None) -> None:
        """Replaces what is shown; without counts nobody is in these tiers yet, or any more."""
        self.beginResetModel()
        self._programme, self._speech, self._counts = programme, speech, counts
        if counts is None:
            self._costs = {}
        self.endResetModel()

    def show_costs(self, costs: dict[int, str]) -> None:
        """What each tier costs for one member in a year, in words, by rank; it is worked out while the rest stands."""
        self._costs = costs
        if self.rowCount():
            self.dataChanged.emit(self.index(0, COSTS), self.index(self.rowCount() - 1, COSTS))

    def rank(self, row: int) -> int:
        """The rank a row shows."""
        return 0 if self._programme is None else len(self._programme.tiers) - row

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() or self._programme is None else len(self._programme.tiers) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else COSTS + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            self.tr("Tier"),
            self.tr("Reached by"),
            self.tr("Points"),
            self.tr("What it means for them"),
            self.tr("Members now"),
            self.tr("Costs you, each"),
        )
        return heads[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._programme is None or self._speech is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.column() in NUMBERS:
            return look.tabular(look.font())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        rank = self.rank(index.row())
        tier = self._programme.tier(rank)
        column = index.column()
        if column == TIER:
            return self._programme.name(rank)
        if column == REACHED:
            return words.reached_by(tier, self._programme, self._speech)
        if column == POINTS:
            return words.times(tier, self._speech)
        if column == MEANS:
            return words.meaning(tier, self._programme, self._speech) or self.tr("nothing of its own")
        if column == COSTS:
            return self._costs.get(rank, "–")
        return "–" if self._counts is None else self._speech.count(self._counts.get(rank, 0))


class TierTable(QTableView):
    """Enter changes the chosen tier."""

    change_asked = Signal(object)  # its rank

    def __init__(self, model: TierModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._tiers = model
        self.setModel(model)
        dress_table(self, self.tr("Tiers of the programme"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tiers = TierCells(self)
        self.setItemDelegateForColumn(TIER, self.tiers)
        self.verticalHeader().setDefaultSectionSize(look.px(_ROW))
        head = self.horizontalHeader()
        for column in range(COSTS + 1):
            mode = (
                QHeaderView.ResizeMode.Stretch if column == MEANS else QHeaderView.ResizeMode.ResizeToContents
            )
            head.setSectionResizeMode(column, mode)
        self.doubleClicked.connect(self._ask)

    def fit(self) -> None:
        """As high as its rows: the page scrolls, not the table."""
        keep_titles(self)
        head = self.horizontalHeader()
        rows = self._tiers.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if head.length() > self.viewport().width() else 0
        self.setFixedHeight(rows + max(head.sizeHint().height(), look.row_height()) + bar + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _ask(self, index: QModelIndex) -> None:
        self.change_asked.emit(self._tiers.rank(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ShowView(QScrollArea):
    """`change_asked` says which tier to begin at (None: the first field), `tier_asked` wants one more."""

    change_asked = Signal(object)
    tier_asked = Signal()
    version_chosen = Signal(int)
    withdraw_asked = Signal()
    report_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self.setWidget(inside)
        self.heading = Sentence(self.tr("The programme"), "heading", "", inside)
        self.since = Sentence("", "body", "2", inside)
        self.version = QComboBox(inside)
        self.version.setAccessibleName(self.tr("Which version is shown"))
        self.version.activated.connect(self.version_chosen)
        self.change = self._button(self.tr("Change the programme"))
        self.change.clicked.connect(self._ask_change)
        self.report = self._button(self.tr("Recognition report"))
        self.report.clicked.connect(self.report_asked)
        self.add_tier = self._button(self.tr("+ Tier"))
        self.add_tier.clicked.connect(self.tier_asked)
        self.withdraw = self._button(self.tr("Withdraw it"))
        self.withdraw.clicked.connect(self.withdraw_asked)
        self.withdraw.hide()
        self.error = ErrorLine(inside)
        self.model = TierModel(self)
        self.table = TierTable(self.model, inside)
        self.table.change_asked.connect(self.change_asked)
        self.warning = ErrorLine(inside)
        self.progress = ProgressLine(inside)
        self.tryout = Tryout(inside)
        self._cards = {key: Panel(title, parent=inside) for key, title in self._titles().items()}
        self._texts = {
            key: (Sentence("", "body", "", card), Sentence("", "body", "2", card))
            for key, card in self._cards.items()
        }
        self._lay_out(inside)

    def _titles(self) -> dict[str, str]:
        return {
            "points": self.tr("Points"),
            "keeping": self.tr("Keeping a tier"),
            "joining": self.tr("Joining"),
        }

    def _button(self, text: str) -> QPushButton:
        made = QPushButton(text, self.widget())
        made.setAutoDefault(True)
        return made

    def _lay_out(self, inside: QWidget) -> None:
        around, between = look.px(theme.SPACE_AROUND), look.px(theme.SPACE_BETWEEN)
        titles = QVBoxLayout()
        titles.setSpacing(look.px(2))
        titles.addWidget(self.heading)
        titles.addWidget(self.since)
        top = QHBoxLayout()
        top.setSpacing(look.px(8))
        top.addLayout(titles, 1)
        for part in (self.version, self.withdraw, self.report, self.change, self.add_tier):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        list_ = Panel(parent=inside)
        layout = list_.layout()
        if layout is not None:
            layout.setContentsMargins(look.px(9), look.px(6), look.px(9), look.px(8))
            layout.setSpacing(0)
        list_.add(self.table)
        cards = QHBoxLayout()
        cards.setSpacing(between)
        for key, card in self._cards.items():
            for text in self._texts[key]:
                card.add(text)
            cards.addWidget(card, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(around, around, around, around)
        column.setSpacing(between)
        column.addLayout(top)
        column.addWidget(self.error)
        column.addWidget(list_)
        column.addWidget(self.warning)
        column.addWidget(self.progress)
        column.addLayout(cards)
        column.addWidget(self.tryout)
        column.addStretch(1)

    def show_versions(
        self,
        versions: Sequence[Version],
        shown: int,
        current: int,
        counts: dict[int, int],
        speech: Speech,
        today: date,
    ) -> None:
        """Shows one of the versions; only the one in force has members, only one to come can be withdrawn."""
        programme = versions[shown].programme
        names = [words.version_words(versions, n, current, speech, today) for n in range(len(versions))]
        self.since.setText(f"{names[shown]}.")
        self.version.clear()
        self.version.addItems(names)
        self.version.setCurrentIndex(shown)
        self.version.setVisible(len(versions) > 1)
        self.withdraw.setVisible(versions[shown].from_day > today)
        self.error.clear()
        self.table.tiers.programme = programme
        self.model.show_programme(programme, speech, counts if shown == current else None)
        self.tryout.show_programme(programme, speech)
        self.table.fit()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, REACHED))
        self.warning.say(words.adds_nothing_words(adds_nothing(programme)), "attention")
        for key, said in {
            "points": words.points_words(programme, speech),
            "keeping": words.keeping_words(programme),
            "joining": words.joining_words(programme, speech),
        }.items():
            for label, text in zip(self._texts[key], said, strict=True):
                label.setText(text)
                label.setVisible(bool(text))

    def _ask_change(self) -> None:
        self.change_asked.emit(None)
