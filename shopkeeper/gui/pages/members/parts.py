"""What the views of the Members place share: buttons whose icons grow with the text."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from shopkeeper.gui import icons, look


def icon_button(words: str, icon: str, parent: QWidget, kind: str = "") -> QPushButton:
    """A button with an icon before its words."""
    button = QPushButton(words, parent)
    button.setIcon(icons.icon(icon))
    button.setIconSize(QSize(look.px(16), look.px(16)))
    if kind:
        look.mark(button, kind=kind)
    return button


def fit_icons(root: QWidget) -> None:
    """Sets the icons to the size of the text that is worn now."""
    for button in root.findChildren(QPushButton):
        if not button.icon().isNull():
            button.setIconSize(QSize(look.px(16), look.px(16)))
