"""Below the morning's title, one quiet line for each thing that is no line of the day: closed days, names to learn."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import counted
from shopkeeper.service import learning


class Offers(QWidget):
    """Says `train_asked`; takes no room where there is nothing to offer."""

    train_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.closed = Sentence("", "body", "attention", self)
        self.closed.hide()
        self.names = QPushButton("", self)
        look.mark(self.names, kind="link")
        self.names.clicked.connect(self.train_asked)
        row = QHBoxLayout()
        row.addWidget(self.names)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        column.addWidget(self.closed)
        column.addLayout(row)
        self.names.hide()
        self.hide()

    def show_closed(self, words: str) -> None:
        """Says which days the shop is closed; "" where it is not."""
        self.closed.setText(
            self.tr("{words}. Closed days make nobody late.").format(words=words) if words else ""
        )
        self.closed.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        self.setVisible(not (self.closed.isHidden() and self.names.isHidden()))

    def refresh(self) -> None:
        """Asks what there is to offer to whoever serves now."""
        if self._desk.serving is not None:
            self._desk.study(learning.waiting, self._desk.serving, self._desk.today).then(self._show)

    def _show(self, waiting: int) -> None:
        self.names.setText(
            counted(
                waiting, "One name to learn today: a minute", "{n} names to learn today: five minutes at most"
            )
        )
        self.names.setAccessibleName(self.names.text())
        self.names.setVisible(waiting > 0)
        self._fit()
