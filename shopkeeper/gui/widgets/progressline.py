"""Progress where the work was asked for: what is being done, how far, and a Cancel that leaves nothing half done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.bar import Bar
from shopkeeper.gui.widgets.sentence import Sentence


class ProgressLine(QWidget):
    """Hidden until `begin`; `cancelled` is said once, then the button waits for the work to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Sentence("", "body", "2", self)
        self._bar = Bar(self)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setAccessibleName(self.tr("Cancel what is being done"))
        look.mark(self._cancel, kind="small")
        self._cancel.clicked.connect(self._stop)
        self.setFocusProxy(self._cancel)
        left = QVBoxLayout()
        left.setSpacing(look.px(6))
        left.addWidget(self._words)
        left.addWidget(self._bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(14))
        line.addLayout(left, 1)
        line.addWidget(self._cancel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def begin(self, words: str, *, can_cancel: bool = True) -> None:
        """Shows the line, empty, with what is being done."""
        self._words.setText(words)
        self._bar.set_share(0.0, words)
        self._cancel.setVisible(can_cancel)
        self._cancel.setEnabled(True)
        self.show()

    def come(self, done: int, of: int, words: str = "") -> None:
        """`done` steps of `of` are done."""
        if words:
            self._words.setText(words)
        self._bar.set_share(done / of if of else 0.0, words)

    def end(self) -> None:
        """The work is over, one way or the other."""
        self.hide()

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(self.tr("Stopping; nothing will be left half done."))
        self.cancelled.emit()
