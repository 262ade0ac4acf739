"""A field with its name above and, when needed, a sentence below."""

from PySide6.QtCore import QEvent, QMetaMethod, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.sentence import Sentence


class Field(QWidget):
    """A line to type in. `say` refuses in red, `warn` only warns, `note` tells quietly what was understood.

    `remark` stands beside the name, more quietly: "(optional)". Without `labelled` the name is only spoken, for the
    second of several lines of a kind.
    """

    changed = Signal()
    left = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(
        self,
        name: str,
        parent: QWidget,
        *,
        hint: str = "",
        kind: str = "body",
        longest: int = 400,
        remark: str = "",
        labelled: bool = True,
    ) -> None:
        super().__init__(parent)
        self.edit = BareEdit()
        self.edit.setMaxLength(longest)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(hint)
        look.mark(self.edit, type=kind)
        self._kind = kind
        self._frame = FieldFrame(self.edit, self, radius=6)
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(look.px(12), 0, look.px(12), 0)
        inside.addWidget(self.edit)
        label: QWidget
        if remark:
            label = box = FlowBox(self, gap=4)
            self._name = Sentence(name, "label", "2", box, wrap=False)
            box.flow.addWidget(self._name)
            box.flow.addWidget(Sentence(remark, "label", "hint", box, wrap=False))
        else:
            label = self._name = Sentence(name, "label", "2", self)
        self._note = Sentence("", "small", "2", self)
        self._note.hide()
        self.error = ErrorLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        if not labelled:
            label.hide()
        for part in (label, self._frame, self._note, self.error):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.edit)
        self._dress()
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.pressed.connect(self._pressed)
        self.edit.focused.connect(self._focused)

    @property
    def text(self) -> str:
        """What stands in the field, as typed."""
        return self.edit.text()

    def set_name(self, name: str) -> None:
        """Another name for what is typed here."""
        self._name.setText(name)
        self.edit.setAccessibleName(name)

    def set_text(self, text: str) -> None:
        """Puts a text in."""
        self.edit.setText(text)

    def clear(self) -> None:
        """Empties the field; Ctrl Z then undoes the last act, not the emptying."""
        self.edit.setText("")

    def say(self, sentence: str) -> None:
        """Refuses with a sentence; an empty one takes it away."""
        self.error.say(sentence)
        self._frame.set_wrong(bool(sentence))

    def warn(self, sentence: str) -> None:
        """Warns: what was typed is kept all the same."""
        self.error.say(sentence, "attention")
        self._frame.set_wrong(False)

    def note(self, words: str) -> None:
        """Says quietly what was understood."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _typed(self, text: str) -> None:
        self.say("")
        self.note("")
        self.changed.emit()

    def _focused(self, focused: bool) -> None:
        if not focused:
            self.left.emit()

    def _pressed(self, key: int) -> None:
        if key != Qt.Key.Key_Escape:
            return
        if self.isSignalConnected(QMetaMethod.fromSignal(self.escaped)):
            self.escaped.emit()
        else:
            self._leave_sheet()

    def _leave_sheet(self) -> None:
        """Escape in a field that does nothing with it is for the sheet it stands in."""
        from shopkeeper.gui.widgets.slideover import SlideOver

        around = self.parentWidget()
        while around is not None and not isinstance(around, SlideOver):
            around = around.parentWidget()
        if around is not None:
            around.escape()

    def _dress(self) -> None:
        height = look.target_height() + (look.px(8) if self._kind != "body" else 0)
        self._frame.setMinimumHeight(height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
