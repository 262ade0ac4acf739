"""What was just done, with Undo, until the next act: it never leaves by itself while it is being read."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Toast:
    """`text` says the act ("Recorded £18.00 for Marjorie Finch"), `detail` its effect; `undo` offers to take it back.

    `tone` is "accent" for a done act, "attention" for what wants a look.
    """

    text: str
    detail: str = ""
    undo: bool = False
    tone: str = "accent"


class ToastArea(QFrame):
    """Takes no room while there is nothing to say. `narrow` sets Undo below the words, `closable` adds a way to put it away."""

    undo_asked = Signal()
    closed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, narrow: bool = False, closable: bool = False
    ) -> None:
        super().__init__(parent)
        self._toast: Toast | None = None
        self._text = Sentence("", "strong", "", self)
        self._detail = Sentence("", "body", "2", self)
        self._undo = QPushButton(self.tr("Undo"), self)
        self._undo.setAccessibleName(self.tr("Undo what was just done"))
        self._undo.setCursor(Qt.CursorShape.PointingHandCursor)
        look.mark(self._undo, kind="link")
        self._undo.clicked.connect(self.undo_asked)
        self._key = KeyHint("Ctrl+Z", self)
        self._column = column = QVBoxLayout(self)
        side = look.px(10 if narrow else 14)
        column.setContentsMargins(side, look.px(10), side, look.px(8))
        column.setSpacing(look.px(2))
        top = QHBoxLayout()
        top.addWidget(self._text, 1)
        if closable:
            # Only where it lies over a page: there it might cover what is needed next.
            close = QToolButton(self)
            close.setIcon(icons.icon("close"))
            close.setIconSize(QSize(look.px(14), look.px(14)))
            close.setAutoRaise(True)
            close.setAccessibleName(self.tr("Put this message away"))
            close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            close.clicked.connect(self.closed)
            top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        if narrow:
            column.addWidget(self._detail)
        else:
            row.addWidget(self._detail, 1)
        row.addWidget(self._undo)
        row.addWidget(self._key)
        if narrow:
            row.addStretch(1)
        column.addLayout(row)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def toast(self) -> Toast | None:
        """What is shown."""
        return self._toast

    def say(self, toast: Toast) -> None:
        """Shows a toast in place of the last one and lets a screen reader speak it."""
        self._toast = toast
        self._text.setText(toast.text)
        self._detail.setText(toast.detail)
        self._detail.setVisible(bool(toast.detail))
        self._undo.setVisible(toast.undo)
        self._key.setVisible(toast.undo)
        self.setAccessibleName(f"{toast.text}. {toast.detail}" if toast.detail else toast.text)
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def come_after(self, before: QWidget) -> None:
        """Tab goes from that one to Undo."""
        QWidget.setTabOrder(before, self._undo)

    def height_at(self, width: int) -> int:
        """The height its words take at a width: its sentences find theirs once they have their width."""
        self.resize(width, self.height())
        for _ in range(2):
            self._column.invalidate()
            self._column.activate()
        return self._column.heightForWidth(width)

    def clear(self) -> None:
        """Takes the toast away: the next act has begun."""
        self._toast = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        attention = self._toast is not None and self._toast.tone == "attention"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(worn.attention_soft if attention else worn.accent_soft))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()
