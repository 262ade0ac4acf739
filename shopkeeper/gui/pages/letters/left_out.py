"""The line that says who is left out, opened to the names and reasons, with the shop's pause between two notes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPushButton, QSpinBox, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.pages.letters.parts import button
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.service.letters import LeftOut

_MOST_ROWS = 3


class LeftOutLine(QWidget):
    """The line itself; `card` is what it opens, for the page to set below. `pause_chosen` says the days within which
    nobody gets a second note."""

    pause_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open: QPushButton = button("", self, self._toggle, "link")
        self.open.setIcon(icons.icon("chevron-right", "accent"))
        self.card = QFrame(parent)
        look.mark(self.card, panel="card")
        self.names = QListWidget(self.card)
        self.names.setAccessibleName(self.tr("Who is left out, and why"))
        self.names.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pause = QSpinBox(self.card)
        self.pause.setRange(0, 3660)
        self.pause.setSuffix(self.tr(" days"))
        dress_spin(self.pause, self.tr("Days between two notes to the same member"))
        self.pause.editingFinished.connect(self._chose)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        inside.addWidget(self.names)
        self._limit = QWidget(self.card)
        row = QHBoxLayout(self._limit)
        row.setContentsMargins(look.px(8), 0, look.px(8), 0)
        row.addWidget(
            Sentence(self.tr("Nobody gets a second note within"), "body", "2", self.card, wrap=False)
        )
        row.addWidget(self.pause)
        row.addStretch(1)
        inside.addWidget(self._limit)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.open)
        line.addStretch(1)
        self.card.hide()
        self._days = 0

    def set_left_out(self, left_out: Sequence[LeftOut], pause_days: int | None) -> None:
        """Replaces what is listed; without anybody there is no line, unless the limit is being changed. None for
        the pause where nothing waits for one."""
        self._days = pause_days or 0
        self.pause.setValue(self._days)
        self._limit.setVisible(pause_days is not None)
        self.names.clear()
        for one in left_out:
            name = one.name or self.tr("Member {number}").format(number=one.number)
            self.names.addItem(f"{name} · {one.because}")
        rows = min(_MOST_ROWS, max(1, len(left_out)))
        self.names.setFixedHeight(rows * look.row_height() + look.px(4))
        self.names.setVisible(bool(left_out))
        self.open.setText(
            self.tr("%n is left out: who, and why", "", len(left_out))
            if len(left_out) == 1
            else self.tr("%n are left out: who, and why", "", len(left_out))
        )
        self.setVisible(bool(left_out) or not self.card.isHidden())

    def close_card(self) -> None:
        """Shuts what was opened."""
        if not self.card.isHidden():
            self._toggle()

    def _toggle(self) -> None:
        opens = self.card.isHidden()
        self.card.setVisible(opens)
        self.open.setIcon(icons.icon("chevron-down" if opens else "chevron-right", "accent"))
        self.open.setAccessibleDescription(self.tr("open") if opens else "")

    def _chose(self) -> None:
        if self.pause.value() != self._days:
            self.pause_chosen.emit(self.pause.value())
