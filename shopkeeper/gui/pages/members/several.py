"""Fields that grow: as many lines of a kind as are known, and always an empty one for the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service.details import MOST_OF_A_KIND

Check = Callable[[str], str]
"""Reads one text: answers what to warn of, "" for nothing; Declined for what cannot be kept."""


class Several(QWidget):
    """Says `changed`, `entered` and `escaped` as a field does. A line that is emptied is one fewer."""

    changed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(
        self, name: str, parent: QWidget, *, hint: str = "", longest: int = 400, check: Check | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._hint = hint
        self._longest = longest
        self._check = check
        self._filling = False
        self.fields: list[Field] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(4))
        self._column.addWidget(Sentence(name, "label", "2", self, wrap=False))
        self._add()

    @property
    def texts(self) -> tuple[str, ...]:
        """What was typed, line by line, without the empty ones."""
        return tuple(field.text for field in self.fields if field.text.strip())

    def set_texts(self, texts: Sequence[str]) -> None:
        """Puts texts in, and an empty line after them."""
        self._filling = True
        while len(self.fields) > len(texts) + 1:
            gone = self.fields.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, text in enumerate([*texts, ""]):
            if place == len(self.fields):
                self._add()
            self.fields[place].set_text(text)
        self._filling = False

    @property
    def wrong(self) -> Field | None:
        """The first line that cannot be kept."""
        return next((field for field in self.fields if self._refused(field)), None)

    def refuse(self, sentence: str) -> None:
        """Says the sentence at the line it is about, and puts the caret there."""
        wrong = self.wrong or self.fields[0]
        wrong.say(sentence)
        wrong.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        number = len(self.fields) + 1
        hint = self._hint if number == 1 else ""
        field = Field(self._name, self, hint=hint, longest=self._longest, labelled=False)
        if number > 1:
            field.edit.setAccessibleName(
                self.tr("{name}, line {number}").format(name=self._name, number=number)
            )
        field.changed.connect(self._changed)
        field.left.connect(self._left)
        field.entered.connect(self.entered)
        field.escaped.connect(self.escaped)
        if self.fields:
            self.setTabOrder(self.fields[-1].edit, field.edit)
        self.fields.append(field)
        self._column.addWidget(field)

    def _changed(self) -> None:
        if not self._filling:
            if self.fields[-1].text.strip() and len(self.fields) < MOST_OF_A_KIND:
                self._add()
            self.changed.emit()

    def _left(self) -> None:
        field = self.sender()
        assert isinstance(field, Field)
        if self._check is not None and field.text.strip():
            try:
                field.warn(self._check(field.text))
            except Declined as declined:
                field.say(declined.because)

    def _refused(self, field: Field) -> bool:
        if self._check is None or not field.text.strip():
            return False
        try:
            self._check(field.text)
        except Declined:
            return True
        return False
