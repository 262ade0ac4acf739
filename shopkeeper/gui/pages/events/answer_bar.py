"""What can be done about the chosen guest, in buttons: an answer, with how many, told otherwise, off the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSpinBox, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.events.guest_table import Line
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin


class AnswerBar(FlowBox):
    """`answered(Line, answer, companions)`, `told(Line, channel)`, `given(Line)` for a place, `taken_off(Line)`,
    `put_back(Line)` for who is not in after all."""

    answered = Signal(object, str, int)
    told = Signal(object, str)
    given = Signal(object)
    taken_off = Signal(object)
    put_back = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, gap=8, row_gap=8)
        self._line: Line | None = None
        self._who = Sentence("", "strong", "", self, wrap=False)
        self._who.setMinimumHeight(look.target_height())
        self._who.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.companions = QSpinBox(self)
        dress_spin(self.companions, self.tr("Companions"))
        self.companions.setPrefix(self.tr("with "))
        self.yes = self._button(self.tr("Coming"), self._yes)
        self.maybe = self._button(self.tr("Maybe"), self._maybe)
        self.no = self._button(self.tr("Sends regrets"), self._no)
        self.place = self._button(self.tr("Give the place"), self._give)
        self.ways = QComboBox(self)
        self.ways.setAccessibleName(self.tr("Invited otherwise than by letter"))
        for words, way in (
            (self.tr("Invited otherwise…"), ""), (self.tr("at the counter"), "counter"), (self.tr("by phone"), "phone"),
            (self.tr("by e-mail"), "e-mail"), (self.tr("on a visit"), "visit"),
        ):  # fmt: skip
            self.ways.addItem(words, way)
        self.ways.activated.connect(self._told)
        self.off = self._button(self.tr("Take off the list"), self._off)
        self.back = self._button(self.tr("Not in after all"), self._back)
        for part in (
            self._who,
            self.yes,
            self.companions,
            self.maybe,
            self.no,
            self.place,
            self.ways,
            self.off,
            self.back,
        ):
            self.flow.addWidget(part)

    def _button(self, words: str, pressed: object) -> QPushButton:
        made = QPushButton(words, self)
        made.setAutoDefault(True)
        made.clicked.connect(pressed)
        return made

    def show_line(self, line: Line | None, bring: int) -> None:
        """Whose buttons they are; nothing for a member who is not on the list."""
        changed = line is None or self._line is None or self._line.member_id != line.member_id
        self._line = line
        guest = line.guest if line is not None else None
        self.setVisible(guest is not None)
        if line is None or guest is None:
            return
        self._who.setText(
            self._who.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, look.px(260))
        )
        listed = guest.state in ("invited", "waiting")
        for part in (self.yes, self.maybe, self.no):
            part.setVisible(listed)
            part.setAccessibleName(f"{line.name}: {part.text()}")
        self.companions.setMaximum(bring)
        self.companions.setVisible(listed and bring > 0)
        if changed:
            self.companions.setValue(guest.companions)
            self.ways.setCurrentIndex(0)
        self.place.setVisible(guest.state == "waiting")
        self.ways.setVisible(guest.state == "invited" and not guest.asked)
        self.off.setVisible(not guest.arrived_at)
        self.back.setVisible(bool(guest.arrived_at) and guest.state != "at the door")

    def take_caret(self) -> None:
        """On the first button there is."""
        for part in (self.yes, self.off, self.back):
            if part.isVisible():
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _yes(self) -> None:
        self._answer("yes")

    def _maybe(self) -> None:
        self._answer("maybe")

    def _no(self) -> None:
        self._answer("no")

    def _answer(self, answer: str) -> None:
        if self._line is not None:
            self.answered.emit(self._line, answer, 0 if answer == "no" else self.companions.value())

    def _give(self) -> None:
        self.given.emit(self._line)

    def _told(self) -> None:
        if self.ways.currentData() and self._line is not None:
            self.told.emit(self._line, self.ways.currentData())
        self.ways.setCurrentIndex(0)

    def _off(self) -> None:
        self.taken_off.emit(self._line)

    def _back(self) -> None:
        self.put_back.emit(self._line)
