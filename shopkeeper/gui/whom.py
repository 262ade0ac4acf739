"""Who is meant: a member found while it is typed, for moving a purchase or for a household."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.hits import HitDelegate, HitList, HitModel
from shopkeeper.gui.widgets.findbox import FindBox
from shopkeeper.service import finding, programmes

FOUND = 8


class Whom(QWidget):
    """Who is meant: found while it is typed, chosen with the arrows."""

    chosen = Signal()
    taken = Signal()
    escaped = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.box = FindBox(self, keys="Ctrl+M")
        self.box.set_hint(self.tr("Whose purchase is it?"))
        self.view = HitList(self)
        self.view.setAccessibleName(self.tr("Members found"))
        self._model = HitModel(self)
        self._delegate = HitDelegate(self.view)
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(self.box)
        column.addWidget(self.view, 1)
        self.box.text_changed.connect(self._find)
        self.box.submitted.connect(self.taken)
        self.box.key.connect(self._move)
        self.box.escaped.connect(self.escaped)
        self.view.clicked.connect(self.chosen)

    def begin(self) -> None:
        """Empty, with the caret in it."""
        self.box.clear()
        self._find("")

    def choose(self, number: str) -> None:
        """Looks for a member by number and chooses them."""
        self.box.set_text(number)
        self._find(number)
        for row, hit in enumerate(self._model.hits):
            if hit.number == number:
                self.view.setCurrentIndex(self._model.index(row))
        self.chosen.emit()

    @property
    def member_id(self) -> int | None:
        """Who is chosen."""
        row = self.view.currentIndex().row()
        hits = self._model.hits
        return hits[row].member_id if 0 <= row < len(hits) else None

    def _find(self, text: str) -> None:
        desk = self._desk
        hits = desk.ask(finding.find, text, limit=FOUND).hits if text.strip() else ()
        self._delegate.tell(desk.ask(programmes.on, desk.today), desk.speech, desk.today)
        self._model.set_hits(hits, desk.speech, desk.today)
        if hits:
            self.view.setCurrentIndex(self._model.index(0))
        self.chosen.emit()

    def _move(self, key: int) -> None:
        step = -1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1
        row = max(0, min(len(self._model.hits) - 1, self.view.currentIndex().row() + step))
        if self._model.hits:
            self.view.setCurrentIndex(self._model.index(row))
            self.chosen.emit()
