"""“Did it come out well?”: asked after printing, before anything is noted down."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.letters.parts import button
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence


class OutcomeBox(Panel):
    """Says `confirmed` or `denied`."""

    confirmed = Signal()
    denied = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._asks = Sentence("", "strong", "", self)
        self.add(self._asks)
        self._effect = Sentence("", "body", "2", self)
        self.add(self._effect)
        self.yes = button(self.tr("Yes, they did"), self, self.confirmed.emit, "primary")
        self.no = button(self.tr("No"), self, self.denied.emit)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        self.add(row)
        self.hide()

    def ask(self, count: int) -> None:
        """Asks whether so many letters came out well."""
        one = count == 1
        self._asks.setText(self.tr("Did it come out well?") if one else self.tr("Did they come out well?"))
        self._effect.setText(
            self.tr("Yes notes it down, so that nobody gets it twice. No leaves it on the list.")
            if one
            else self.tr("Yes notes them down, so that nobody gets one twice. No leaves them on the list.")
        )
        self.yes.setText(self.tr("Yes, it did") if one else self.tr("Yes, they did"))
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
