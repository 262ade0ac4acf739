"""A card: a bordered surface with a title, a quiet remark at its other end, and what it holds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.sentence import Sentence


class Panel(QFrame):
    """`panel.body` is the layout its content goes into; `panel.head` takes one more widget beside the title."""

    def __init__(self, title: str = "", remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, panel="card")
        self._outer = QVBoxLayout(self)
        inside = look.px(18)
        self._outer.setContentsMargins(
            inside, look.px(theme.SPACE_BETWEEN), inside, look.px(theme.SPACE_BETWEEN)
        )
        self._outer.setSpacing(look.px(theme.SPACE_WITHIN))
        self.head = QHBoxLayout()
        self.head.setSpacing(look.px(theme.SPACE_WITHIN))
        self._title = Sentence(title, "card", "", self, wrap=False)
        self._remark = Sentence(remark, "small", "2", self, wrap=False)
        self._remark.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        self.head.addWidget(self._remark)
        self._outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(theme.SPACE_WITHIN))
        # What it holds stays at the top of a card that is taller than it.
        self._outer.addLayout(self.body)
        self._outer.addStretch(0)
        self.set_title(title)
        self.set_remark(remark)

    def set_title(self, title: str) -> None:
        """The title is the card's accessible name too; "" hides it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_remark(self, remark: str) -> None:
        """The quiet words at the other end of the title's line; "" hides them."""
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    def set_tone(self, tone: str) -> None:
        """ "bad" or "attention" tints the whole card, "" takes the tint away."""
        look.mark(self, tone=tone)

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds a widget or a layout below what is there; one with `stretch` takes the room that is left."""
        growing = (QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        grows = isinstance(content, QWidget) and content.sizePolicy().verticalPolicy() in growing
        if stretch or grows:
            self._outer.setStretchFactor(self.body, 1)
        if isinstance(content, QWidget):
            self.body.addWidget(content, stretch)
        else:
            self.body.addLayout(content, stretch)


def line(parent: QWidget | None = None, *, upright: bool = False) -> QFrame:
    """A line one pixel wide, between things that belong to one card or one page."""
    made = QFrame(parent)
    look.mark(made, panel="upright" if upright else "line")
    return made
