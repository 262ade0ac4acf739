"""Try a change before you make it: one figure on a slider, and at once what it would do to the shop's own members."""

from fractions import Fraction

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.pages.programme import trial_words
from shopkeeper.gui.pages.programme.levers import Lever, levers, nearest
from shopkeeper.gui.pages.programme.terms import show_wrong
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech
from shopkeeper.service.programme_trials import Trial

ASK_AFTER_MS = 350
"""It is worked out when the slider rests: a hundred thousand purchases take some seconds."""


_ONE_ROW = 760


class Tryout(Panel):
    """`trial_asked` with a programme, or None when what was asked is not wanted any more; `adopt_asked` takes the
    programme tried to the form, with 1 January or today as its day."""

    trial_asked = Signal(object)
    adopt_asked = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Try a change before you make it"))
        self._speech: Speech | None = None
        self._levers: tuple[Lever, ...] = ()
        self._value = Fraction(0)
        self.what = QComboBox(self)
        self.what.setAccessibleName(self.tr("What is tried"))
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("The figure to try"))
        self.field.setFixedWidth(look.px(96))
        self._sign = Sentence("", "body", "2", self, wrap=False)
        self._instead = Sentence("", "body", "2", self, wrap=False)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("The figure to try, as a slider"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setMinimumWidth(look.px(180))
        self.first = Sentence("", "strong", "", self)
        self.rest = Sentence("", "body", "2", self)
        self.error = ErrorLine(self)
        self.progress = ProgressLine(self)
        self.see_button = self._button(self.tr("See it all…"), self._see)
        self.adopt_button = self._button(self.tr("Adopt from 1 January…"), self._adopt)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ASK_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        self.what.activated.connect(self._chosen)
        self.slider.valueChanged.connect(self._slid)
        self.field.textEdited.connect(self._typed)

    def _button(self, text: str, act: object) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(True)
        made.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(look.px(8))
        words = QHBoxLayout()
        words.setSpacing(look.px(8))
        for part in (self._sign, self.field, self._instead):
            words.addWidget(part)
        words.addStretch(1)
        self._words = words
        self._place()
        said = QVBoxLayout()
        said.setSpacing(look.px(2))
        said.addWidget(self.first)
        said.addWidget(self.rest)
        below = QGridLayout()
        below.setHorizontalSpacing(look.px(8))
        below.addLayout(said, 0, 0)
        below.addWidget(self.see_button, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.adopt_button, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        below.setColumnStretch(0, 1)
        self.add(self._top)
        self.add(self.error)
        self.add(self.progress)
        self.add(below)

    def _place(self) -> None:
        """All in one row; where text is large and room is short, one below the other."""
        narrow = self.width() < look.px(_ONE_ROW)
        for part in (self.what, self.slider):
            self._top.removeWidget(part)
        self._top.removeItem(self._words)
        if narrow:
            self._top.addWidget(self.what, 0, 0, 1, 3)
            self._top.addLayout(self._words, 1, 0)
            self._top.addWidget(self.slider, 2, 0, 1, 3)
        else:
            self._top.addWidget(self.what, 0, 0)
            self._top.addLayout(self._words, 0, 1)
            self._top.addWidget(self.slider, 0, 2)
        self._top.setColumnStretch(2, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def show_programme(self, programme: Programme, speech: Speech) -> None:
        """Begins with the programme as it is; hidden where it has no tier."""
        if self._levers and self._levers[0].programme == programme:
            return
        self._speech = speech
        self._levers = levers(programme)
        self.setVisible(bool(self._levers))
        self.what.clear()
        self.what.addItems([lever.label() for lever in self._levers])
        if self._levers:
            self.what.setCurrentIndex(min(1, len(programme.tiers) - 1))
            self._chosen()

    @property
    def lever(self) -> Lever:
        """What is tried now."""
        return self._levers[max(0, self.what.currentIndex())]

    def _chosen(self, _index: int = 0) -> None:
        assert self._speech is not None
        lever = self.lever
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(lever.values) - 1)
        self.slider.setValue(nearest(lever, lever.present))
        self.slider.blockSignals(False)
        self.field.setText(lever.typed(lever.present, self._speech))
        self._take(lever.present)

    def _slid(self, at: int) -> None:
        assert self._speech is not None
        value = self.lever.values[at]
        self.field.setText(self.lever.typed(value, self._speech))
        self._take(value)

    def _typed(self, typed: str) -> None:
        assert self._speech is not None
        look.mark(self.field, wrong=False)
        self.error.clear()
        try:
            value = self.lever.read(typed, self._speech)
        except Declined:
            self._soon.start()  # said when the typing rests, not with every key
            return
        self.slider.blockSignals(True)
        self.slider.setValue(nearest(self.lever, value))
        self.slider.blockSignals(False)
        self._take(value)

    def _take(self, value: Fraction) -> None:
        assert self._speech is not None
        lever, self._value = self.lever, value
        look.mark(self.field, wrong=False)
        self.error.clear()
        changed = value != lever.present
        money = lever.what == "reach" and lever.tier.basis == "spend"
        self._sign.setText(currency(lever.programme.currency).sign if money else "")
        self._sign.setVisible(money)
        self._words.removeWidget(self._sign)
        self._words.insertWidget(1 if self._speech.sign_after else 0, self._sign)
        instead = self.tr("instead of {value}") if changed else self.tr("as it is now")
        self._instead.setText(instead.format(value=lever.said(lever.present, self._speech)))
        self.slider.setAccessibleDescription(lever.said(value, self._speech))
        self.first.setText("" if changed else self.tr("Move the slider, or type another figure."))
        self.rest.setText("")
        self.set_remark("")
        for button in (self.see_button, self.adopt_button):
            button.setEnabled(changed)
        self.trial_asked.emit(None)
        if changed:
            self._soon.start()
        else:
            self._soon.stop()

    def programme(self) -> Programme | None:
        """The programme that is tried; None, and the reason said, where it cannot be."""
        assert self._speech is not None
        try:
            return self.lever.pulled(self.lever.read(self.field.text(), self._speech))
        except Declined as wrong:
            show_wrong(self.field)
            self.error.explain(wrong)
            return None

    def _ask(self) -> None:
        programme = self.programme()
        if programme is not None and self.isVisible():
            self.trial_asked.emit(programme)

    def show_trial(self, trial: Trial, speech: Speech) -> None:
        """What came of it."""
        first, rest = trial_words.one_tier(trial, self.lever.tier.name, speech)
        self.first.setText(first)
        self.rest.setText(rest)
        self.set_remark(
            self.tr("worked out from your own {n} purchases").format(n=speech.count(trial.purchases))
        )

    def put_away(self) -> None:
        """What came of it is not seen any more."""
        for words in (self.first, self.rest):
            words.setText("")
        self.set_remark("")

    def _see(self) -> None:
        programme = self.programme()
        if programme is not None:
            self.adopt_asked.emit(programme, False)

    def _adopt(self) -> None:
        programme = self.programme()
        if programme is not None:
            self.adopt_asked.emit(programme, True)
