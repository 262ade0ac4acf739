"""A door before what only the owner looks at: it says so, and the owner's PIN opens it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pin_sheet import wrong_words
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import locks
from shopkeeper.service.pins import Entered
from shopkeeper.service.roles import Door


class DoorView(QWidget):
    """Stands in place of what is behind the door. Says `opened` once the owner has given their PIN."""

    opened = Signal()

    def __init__(self, desk: Desk, door: Door, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._door = desk, door
        inside = QWidget(self)
        inside.setFixedWidth(look.px(360))
        self.title = Sentence(self.tr("The owner’s PIN opens this"), "heading", "", inside)
        self.words = Sentence(words, "body", "2", inside)
        self.pin = Secret(self.tr("The owner’s PIN"), inside, longest=1000)
        self.pin.entered.connect(self.try_it)
        self.enter = QPushButton(self.tr("Open"), inside)
        self.enter.setAutoDefault(True)
        look.mark(self.enter, kind="primary")
        self.enter.clicked.connect(self.try_it)
        column = QVBoxLayout(inside)
        column.setSpacing(look.px(12))
        for part in (self.title, self.words, self.pin, self.enter):
            column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.setAccessibleName(self.title.text())
        self.hide()

    def is_shut(self) -> bool:
        """Whether what is behind it may not be seen now."""
        return not self._desk.may_see(self._door)

    def stand(self) -> None:
        """The door is before everything, with the caret in it."""
        self.pin.clear()
        self.pin.say("")
        self.show()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_it(self) -> None:
        """See whose PIN it is."""
        sent = self._desk.send(locks.enter, self._desk.path, self.pin.text)
        sent.then(self._entered).otherwise(self._failed)

    def _entered(self, entered: Entered) -> None:
        if entered.person is None:
            self._failed(wrong_words(entered, self))
        elif not entered.owner:
            self._failed(self.tr("{name} may not look at this.").format(name=entered.name))
        else:
            self.pin.clear()
            self.hide()
            self._desk.open_door(self._door)
            self.opened.emit()

    def _failed(self, error: object) -> None:
        self.pin.say(str(error))
        self.pin.edit.selectAll()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)
