"""A field in which one of many is chosen by typing a part of its name: a country, a language, a time zone."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.sentence import Sentence

_MOST_ROWS = 12


class Choice(QWidget):
    """`value` is the key of what was chosen (`GB`), or the text as typed where that names nothing: whoever takes it
    refuses it. `note` stands below, quietly."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: dict[str, str] = {}
        self.box = QComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setAccessibleName(name)
        self.box.setMaxVisibleItems(_MOST_ROWS)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        completer = self.box.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._note = Sentence("", "small", "2", self)
        self._note.hide()
        self.error = ErrorLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(5))
        column.addWidget(Sentence(name, "label", "2", self, wrap=False))
        for part in (self.box, self._note, self.error):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.currentTextChanged.connect(self._typed)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """What may be chosen: (key, name), in the order they are listed."""
        with QSignalBlocker(self.box):
            self.box.clear()
            for key, name in choices:
                self.box.addItem(name, key)
        self._keys = {name.casefold(): key for key, name in choices}
        self._keys |= {key.casefold(): key for key, _ in choices}

    @property
    def value(self) -> str:
        """The key chosen, or the text as typed."""
        typed = self.box.currentText().strip()
        return self._keys.get(typed.casefold(), typed)

    def set_value(self, key: str) -> None:
        """Shows the name of a key; a key nobody listed is shown as it is."""
        with QSignalBlocker(self.box):
            at = self.box.findData(key)
            self.box.setCurrentIndex(at)
            if at < 0:
                self.box.setEditText(key)
            line = self.box.lineEdit()
            assert line is not None
            line.setCursorPosition(0)
        self.say("")

    def say(self, sentence: str) -> None:
        """Refuses with a sentence; an empty one takes it away."""
        self.error.say(sentence)
        look.mark(self.box, wrong=bool(sentence))

    def note(self, words: str) -> None:
        """Says quietly what there is to know."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _typed(self, _text: str) -> None:
        self.say("")
        self.changed.emit()
