"""A line to add members by name, number or card, with those who may be meant beneath it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.service.finding import Hit

MOST_HITS = 5


class _Typed(QLineEdit):
    """Arrows choose in the list, Enter takes, Escape leaves."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AddLine(QWidget):
    """`asked` says what was typed, for the page to look up; `added` who is taken."""

    asked = Signal(str)
    added = Signal(object)  # member_id: int
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Typed(self)
        self.edit.setPlaceholderText(self.tr("Add a member: name, number or card"))
        self.edit.setAccessibleName(self.tr("Add a member: name, number or card"))
        self.edit.setMaxLength(200)
        self.edit.textEdited.connect(self.asked)
        self.edit.stepped.connect(self._step)
        self.edit.returnPressed.connect(self._take)
        self.edit.left.connect(self._leave)
        self.hits = QListWidget(self)
        self.hits.setAccessibleName(self.tr("Members who may be meant"))
        self.hits.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.itemClicked.connect(self._take)
        self.hits.itemActivated.connect(self._take)
        self.hits.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self.edit)
        column.addWidget(self.hits)

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Lists who may be meant; the first is chosen."""
        self.hits.clear()
        for hit in hits[:MOST_HITS]:
            item = QListWidgetItem(" · ".join(part for part in (hit.name, hit.number, hit.town) if part))
            item.setData(Qt.ItemDataRole.UserRole, hit.member_id)
            self.hits.addItem(item)
        self.hits.setVisible(bool(hits))
        rows = min(MOST_HITS, len(hits))
        self.hits.setFixedHeight(rows * look.row_height() + look.px(6))
        self.hits.setCurrentRow(0)

    def _step(self, by: int) -> None:
        self.hits.setCurrentRow(max(0, min(self.hits.count() - 1, self.hits.currentRow() + by)))

    def _take(self, _item: object = None) -> None:
        row = self.hits.currentRow()
        if row < 0:
            return
        member_id = self.hits.item(row).data(Qt.ItemDataRole.UserRole)
        self.edit.clear()
        self.set_hits(())
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.added.emit(member_id)

    def _leave(self) -> None:
        self.edit.clear()
        self.set_hits(())
        self.left.emit()
