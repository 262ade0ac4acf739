"""What an empty place says: what belongs here, and the one key or button that starts it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.sentence import Sentence

_SIGN = 40  # pixels at text size 100 %


class EmptyState(QWidget):
    """`asked` is said when its button is pressed; without `act` there is no button, without `keys` no key."""

    asked = Signal()

    def __init__(
        self, icon: str, title: str, words: str, act: str = "", keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(look.px(8))
        column.addStretch(2)
        column.addWidget(self._sign)
        self._said: list[Sentence] = []
        for text, kind, tone in ((title, "heading", ""), (words, "body", "2")):
            if text:
                label = Sentence(text, kind, tone, self)
                self._said.append(label)
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
                label.setMaximumWidth(look.px(460))
                row = QHBoxLayout()
                row.addStretch(1)
                row.addWidget(label, 100)
                row.addStretch(1)
                column.addLayout(row)
        self.button: QPushButton | None = None
        if act or keys:
            row = QHBoxLayout()
            row.setSpacing(look.px(8))
            row.addStretch(1)
            if act:
                self.button = QPushButton(act, self)
                self.button.setAccessibleName(act)
                self.button.clicked.connect(self.asked)
                row.addWidget(self.button)
            if keys:
                row.addWidget(KeyHint(keys, self))
            row.addStretch(1)
            column.addSpacing(look.px(6))
            column.addLayout(row)
        column.addStretch(3)
        self.setAccessibleName(title)

    def set_words(self, title: str, words: str) -> None:
        """Says something else, where both were said before."""
        for label, text in zip(self._said, (title, words), strict=True):
            label.setText(text)
        self._fit()
        self.setAccessibleName(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The drawing is left out where the words would else have no room."""
        column = self.layout()
        assert column is not None
        sign = 0 if self._sign.isHidden() else self._sign.sizeHint().height() + column.spacing()
        needed = column.totalHeightForWidth(self.width()) - sign
        drawn = look.px(_SIGN) + column.spacing()
        self._sign.setVisible(needed + drawn <= self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # The drawing is set when it is seen, so that it wears the theme of that moment.
        key = f"{look.theme().name}{look.scale()}"
        if self._sign.property("worn") != key:
            self._sign.setProperty("worn", key)
            size = look.px(_SIGN)
            self._sign.setPixmap(icons.pixmap(self._icon, size, look.theme().ink_3, self.devicePixelRatioF()))
        super().paintEvent(event)
