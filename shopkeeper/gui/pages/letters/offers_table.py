"""The table of what vouchers give: until when, how many were issued and redeemed, and what it has cost."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.say import Speech, text
from shopkeeper.service.voucher_words import gives_with_condition
from shopkeeper.service.vouchers import Offered

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS = 3
_LARGE = 1.4  # size of text at which the name needs the room of the less needed columns


def until(one: Offered, speech: Speech) -> str:
    """The last day, or what became of the offer."""
    if one.withdrawn_on is not None:
        return text("withdrawn")
    return speech.day_short(one.plan.through)


class OffersModel(QAbstractTableModel):
    """Shows offers as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Offered] = ()
        self._cells: list[tuple[str, ...]] = []

    def set_rows(self, rows: Sequence[Offered], speech: Speech) -> None:
        """Replaces what is shown."""
        self.beginResetModel()
        self.rows = rows
        self._cells = [
            (
                f"{one.plan.name} · {gives_with_condition(one.plan.offer, speech)}",
                until(one, speech),
                self.tr("{used} of {made}").format(used=speech.count(one.used), made=speech.count(one.made)),
                speech.money(one.gave_minor),
            )
            for one in rows
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 1:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Vouchers"),
            self.tr("Until"),
            self.tr("Redeemed"),
            self.tr("Cost"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        words = self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            closed = self.rows[index.row()].withdrawn_on is not None
            return QColor(look.theme().ink_2 if closed or index.column() else look.theme().ink)
        if role == Qt.ItemDataRole.ToolTipRole:
            return escape(words)
        return None


class OffersTable(QTableView):
    """`chosen` says that another offer is looked at, `entered` that it is to be changed."""

    chosen = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers = OffersModel(self)
        self.setModel(self.offers)
        dress_table(self, self.tr("What vouchers give"))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._changed)

    def show_offers(self, rows: Sequence[Offered], speech: Speech, current: int | None) -> None:
        """Shows them; the one of this id is chosen, or else the first."""
        self.selectionModel().blockSignals(True)
        self.offers.set_rows(rows, speech)
        row = next((n for n, one in enumerate(rows) if one.id == current), 0)
        if rows:
            self.setCurrentIndex(self.offers.index(row, 0))
        self.selectionModel().blockSignals(False)
        for column in (1, 2):
            self.setColumnHidden(column, look.scale() > _LARGE)
        height = (min(len(rows), MOST_ROWS) + 1) * look.row_height() + look.px(8)
        self.setFixedHeight(height)

    @property
    def current(self) -> Offered | None:
        """The offer that is looked at."""
        row = self.currentIndex().row()
        return self.offers.rows[row] if 0 <= row < len(self.offers.rows) else None

    def _changed(self) -> None:
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), super().minimumSizeHint().height())
