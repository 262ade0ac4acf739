"""What the views of this place share: a view that scrolls, buttons that Enter presses, and who asks for a file."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.sentence import Sentence

WIDEST = 860  # pixels at text size 100 %: lines longer than that are not read with ease
SIDE_BY_SIDE = 1.2  # the largest text size at which two fields stand beside each other


def button(words: str, parent: QWidget, pressed: Callable[[], object], kind: str = "") -> QPushButton:
    """A button that Enter presses as well as Space; `pressed` is a bound method."""
    made = QPushButton(words, parent)
    made.setAutoDefault(True)
    if kind:
        look.mark(made, kind=kind)
    made.clicked.connect(pressed)
    return made


def row(*parts: QWidget) -> FlowBox:
    """Buttons side by side from the leading edge, in more rows where one has no room for them."""
    parent = parts[0].parentWidget()
    assert parent is not None
    made = FlowBox(parent, gap=theme.SPACE_WITHIN, row_gap=theme.SPACE_WITHIN)
    for part in parts:
        made.flow.addWidget(part)
    return made


class View(QScrollArea):
    """One part of the settings: a heading, cards below each other in `column`. `short` names it at the side."""

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.short = short
        self.inside = QWidget(self)
        look.mark(self.inside, panel="inside")
        self.setWidget(self.inside)
        around = look.px(theme.SPACE_AROUND)
        held = self.inside
        self._whole = whole = QVBoxLayout(held)
        whole.setContentsMargins(around, around, around, around)
        whole.setSpacing(look.px(theme.SPACE_BETWEEN))
        whole.addWidget(Sentence(title, "heading", "", held))
        self.column = QVBoxLayout()
        self.column.setSpacing(look.px(theme.SPACE_BETWEEN))
        whole.addLayout(self.column)
        whole.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        around = look.px(theme.SPACE_AROUND)
        rest = max(around, self.viewport().width() - around - look.px(WIDEST))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._whole.setContentsMargins(
            *((rest, around, around) if mirrored else (around, around, rest)), around
        )

    def take_caret(self) -> None:
        """Put the caret where work begins here."""
