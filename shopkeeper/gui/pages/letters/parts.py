"""Small parts the views of this place share: buttons that Enter presses, and who asks the person for a file or a printer."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from shopkeeper.gui import look


def button(words: str, parent: QWidget, pressed: Callable[[], object], kind: str = "") -> QPushButton:
    """A button that Enter presses as well as Space; `pressed` is a bound method."""
    made = QPushButton(words, parent)
    made.setAutoDefault(True)
    if kind:
        look.mark(made, kind=kind)
    made.clicked.connect(pressed)
    return made


def set_close(panel: QWidget) -> None:
    """A card that holds nothing but a table keeps less room around it."""
    inside = panel.layout()
    if inside is not None:
        inside.setContentsMargins(look.px(8), look.px(6), look.px(8), look.px(8))
        inside.setSpacing(0)
