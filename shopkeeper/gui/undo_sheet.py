"""What Undo would do to members' points and tiers, told before it is done, where more than one is concerned."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.effect_lines import EffectLines
from shopkeeper.gui.telling import tell_act
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service import acts, foreseeing
from shopkeeper.service.acts import Undone
from shopkeeper.service.foreseeing import Foreseen

SHOWN = 12


class UndoSheet(SlideOver):
    """Looks what an act's undo would do; where it concerns one member or none it is done at once. Says `undone(Undone)`
    or `refused(error)`."""

    undone = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Undo"), host, width=520)
        self._desk = desk
        self._act: int | None = None
        self._under_way: Sent | None = None
        sheet = self.sheet
        self.about = Sentence("", "strong", "", sheet)
        self.effect = EffectLines(sheet)
        self.more = Sentence("", "body", "2", sheet)
        self.progress = ProgressLine(sheet)
        self.trouble = ErrorLine(sheet)
        self.button = KeyButton(self.tr("Undo it"), "Enter", sheet)
        self.last = self.button
        inside = QWidget(sheet)
        look.mark(inside, panel="inside")
        inside.setMinimumWidth(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(10))
        for part in (self.about, self.effect, self.more):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea(sheet)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.foot.setSpacing(look.px(10))
        self.foot.addWidget(self.progress)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.button)
        self.button.clicked.connect(self._undo)
        self.progress.cancelled.connect(self._stop)
        self.closed.connect(self._stop)

    def begin(self, act: int | None) -> None:
        """Look at an act, the last one if none is named."""
        if self._under_way is not None:
            return
        self._act = act
        self._under_way = (
            self._desk.send_long(foreseeing.foresee, act).then(self._foreseen).otherwise(self._refused)
        )

    def _foreseen(self, foreseen: Foreseen) -> None:
        self._under_way = None
        self._act = foreseen.act
        if foreseen.members <= 1:
            self._undo()
            return
        speech = self._desk.speech
        told = tell_act(foreseen.kind, foreseen.summary, speech)
        self.about.setText(self.tr("Undo: {what}").format(what=told))
        sentence = self.tr("{count} members stand elsewhere then:").format(
            count=speech.count(foreseen.members)
        )
        self.effect.show_effects(sentence, foreseen.effects[:SHOWN], self._desk)
        left = foreseen.members - len(foreseen.effects[:SHOWN])
        self.more.setText(speech.counted(left, "and {n} more member", "and {n} more members") if left else "")
        self.more.setVisible(bool(left))
        self.trouble.clear()
        self.button.setEnabled(True)
        self.progress.end()
        self.open(self.button)

    def _undo(self) -> None:
        if self._under_way is not None:
            return
        self.button.setEnabled(False)
        if not self.isHidden():
            self.progress.begin(self.tr("Working out points and tiers again"))
            self.progress.setFocus(Qt.FocusReason.OtherFocusReason)
        self._under_way = (
            self._desk.send_long(acts.undo, self._act)
            .watched(self.progress.come)
            .then(self._done)
            .otherwise(self._refused)
        )

    def _stop(self) -> None:
        if self._under_way is not None:
            self._under_way.cancel()

    def _done(self, undone: Undone) -> None:
        self._under_way = None
        self.progress.end()
        self.put_away()
        self.undone.emit(undone)

    def _refused(self, error: Exception) -> None:
        self._under_way = None
        self.progress.end()
        if self.isHidden() or isinstance(error, Cancelled):
            self.put_away()
            self.refused.emit(error)
            return
        self.button.setEnabled(True)
        self.trouble.say(str(error))
