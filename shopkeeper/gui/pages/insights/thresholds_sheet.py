"""The sheet on which the shop says from when on somebody is a client, slips, or is lost."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDoubleSpinBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.rules.stages import USUAL, Thresholds
from shopkeeper.service import stages
from shopkeeper.service.stages import StagesSet


class ThresholdsSheet(SlideOver):
    """Says `kept(StagesSet)`; what was changed and not kept is there again until the book says otherwise."""

    kept = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=520)
        self._desk = desk
        self._sending = False
        tr, sheet = self.tr, self.sheet
        self.set_title(tr("From when on somebody stands where"))
        asked: tuple[tuple[str, str, float, float], ...] = (
            ("client_visits", tr("A client came on so many days"), 2, 366),
            ("client_days", tr("within the last … days"), 7, 1_830),
            ("slipping_times", tr("One slips who is away so many times as long as usual for them"), 1, 50),
            ("soonest_days", tr("but never before … days"), 1, 365),
            ("lost_times", tr("One is lost who is away so many times as long as usual"), 1.5, 100),
            ("lost_at_most_days", tr("and after … days at the latest"), 30, 3_650),
            ("first_slipping_days", tr("Whoever came once slips after … days"), 1, 1_830),
            ("first_lost_days", tr("and is lost after … days"), 2, 3_650),
        )
        self.spins: dict[str, QSpinBox | QDoubleSpinBox] = {}
        inside = QWidget(sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, look.px(4), look.px(10), 0)
        column.setSpacing(look.px(6))
        for name, words, least, most in asked:
            spin: QSpinBox | QDoubleSpinBox
            if name.endswith("_times"):
                spin = QDoubleSpinBox(inside)
                spin.setDecimals(1)
                spin.setSingleStep(0.5)
                spin.setRange(least, most)
            else:
                spin = QSpinBox(inside)
                spin.setRange(int(least), int(most))
            dress_spin(spin, words)
            column.addWidget(Sentence(words, "label", "2", inside))
            column.addWidget(spin)
            column.addSpacing(look.px(4))
            self.spins[name] = spin
        column.addStretch(1)
        scroll = QScrollArea(sheet)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self.body.addWidget(scroll, 1)
        self.trouble = ErrorLine(sheet)
        self.usual = QPushButton(tr("The usual ones"), sheet)
        self.usual.setAutoDefault(True)
        self.keep = KeyButton(tr("Keep these"), "Enter", sheet)
        self.last = self.keep
        self.foot.setSpacing(look.px(8))
        for part in (self.trouble, self.usual, self.keep):
            self.foot.addWidget(part)
        self.usual.clicked.connect(self._show_usual)
        self.keep.clicked.connect(self._keep)
        for spin in self.spins.values():
            spin.valueChanged.connect(self.trouble.clear)

    def begin(self) -> None:
        """Opens with what holds now."""
        self.trouble.clear()
        self._fill(self._desk.ask(stages.thresholds))
        self.open(self.spins["client_visits"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        beside = isinstance(QApplication.focusWidget(), QAbstractSpinBox)
        if beside and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def _fill(self, limits: Thresholds) -> None:
        for name, spin in self.spins.items():
            spin.setValue(getattr(limits, name))

    def _show_usual(self) -> None:
        self._fill(USUAL)

    def _keep(self) -> None:
        if self._sending:
            return
        self.trouble.clear()
        self._sending = True
        said: dict[str, Any] = {name: spin.value() for name, spin in self.spins.items()}
        sent = self._desk.send(stages.set_thresholds, Thresholds(**said), by=self._desk.serving)
        sent.then(self._done).otherwise(self._refused)

    def _done(self, done: StagesSet) -> None:
        self._sending = False
        self.put_away()
        self.kept.emit(done)

    def _refused(self, error: Exception) -> None:
        self._sending = False
        if isinstance(error, Declined):
            self.trouble.say(error.because)
            spin = self.spins.get(error.about)
            if spin is not None:
                spin.setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.ensureWidgetVisible(spin)
        elif isinstance(error, StorageTrouble):
            self.trouble.explain(error)
