"""The large field for an amount: it keeps what was typed, says what it understood, and why it did not."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.sentence import Sentence


class AmountField(QWidget):
    """`parse` turns the text as typed into minor units or raises Declined with the sentence to show.

    A refusal is shown when the person is done (Enter, or leaving the field), not while they type, and goes
    with the next key. `sign_after` puts the currency's sign where that language writes it.
    """

    changed = Signal(object)
    """What the text now means in minor units (int), or None while it means nothing."""
    entered = Signal(object)
    """Enter was pressed and the text means this many minor units."""
    pressed = Signal(int)
    """Up, Down, Page Up, Page Down or Escape was pressed in the field (a Qt.Key)."""

    def __init__(
        self,
        name: str,
        parse: Callable[[str], int],
        sign: str = "",
        parent: QWidget | None = None,
        *,
        sign_after: bool = False,
        kind: str = "amount",
    ) -> None:
        super().__init__(parent)
        self._parse = parse
        self._kind = kind
        self.edit: QLineEdit = (edit := BareEdit())
        edit.setAccessibleName(name)
        edit.setMaxLength(64)
        look.mark(edit, type=kind)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._frame = FieldFrame(edit, self)
        self._sign = Sentence(sign, kind, "", self._frame, wrap=False)
        # An amount and its sign are written from left to right in every language.
        self._frame.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.error = ErrorLine(self)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(look.px(13), look.px(8), look.px(13), look.px(8))
        row.setSpacing(look.px(8))
        for part in (edit, self._sign) if sign_after else (self._sign, edit):
            row.addWidget(part, 1 if part is edit else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self.error)
        self.setFocusProxy(edit)
        self._dress()
        edit.textChanged.connect(self._typed)
        edit.returnPressed.connect(self._enter)
        edit.focused.connect(self._left)
        edit.pressed.connect(self.pressed)

    def _dress(self) -> None:
        self.edit.setFont(look.tabular(self.edit.font()))
        self._frame.setMinimumHeight(
            max(look.px(56) if self._kind == "amount" else 0, look.target_height() + look.px(8))
        )

    @property
    def text(self) -> str:
        """What stands in the field, as it was typed."""
        return self.edit.text()

    @property
    def amount_minor(self) -> int | None:
        """What it means in minor units; None while it means nothing."""
        try:
            return self._parse(self.edit.text())
        except Declined:
            return None

    @property
    def refusal(self) -> str:
        """The sentence shown below the field now, "" when there is none."""
        return self.error.text

    def set_text(self, text: str) -> None:
        """Puts a text in, as if typed."""
        self.edit.setText(text)

    def take(self, typed: str) -> None:
        """Takes the caret and what was typed elsewhere (a digit on the list of members)."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.insert(typed)

    def clear(self) -> None:
        """Empties the field and takes a refusal away; Ctrl Z then undoes the last act, not the emptying."""
        self.edit.setText("")
        self.say("")

    def set_sign(self, sign: str) -> None:
        """The currency's sign shown beside the number."""
        self._sign.setText(sign)
        self._sign.setVisible(bool(sign))

    def set_placeholder(self, words: str) -> None:
        """What stands in the empty field, such as "0.00"."""
        self.edit.setPlaceholderText(words)

    def say(self, sentence: str, tone: str = "bad") -> None:
        """Shows a sentence below the field; an empty one takes it away."""
        self.error.say(sentence, tone)
        self._frame.set_wrong(bool(sentence) and tone == "bad")

    def check(self) -> int | None:
        """The amount in minor units, or None with the refusal shown."""
        try:
            amount_minor = self._parse(self.edit.text())
        except Declined as declined:
            self.say(declined.because)
            return None
        self.say("")
        return amount_minor

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _typed(self, text: str) -> None:
        self.say("")
        self.changed.emit(self.amount_minor)

    def _enter(self) -> None:
        amount_minor = self.check()
        if amount_minor is not None:
            self.entered.emit(amount_minor)

    def _left(self, focused: bool) -> None:
        if not focused and self.edit.text().strip():
            self.check()
