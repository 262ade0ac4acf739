"""Dresses Qt's number and day fields: room before the figures, a name, and no change by a wheel that passes over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from shopkeeper.gui import look


def dress_spin(spin: QAbstractSpinBox, name: str) -> None:
    """`name` is its accessible name. The style sheet cannot give the figures their room: Qt lays them out itself."""
    spin.setAccessibleName(name)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    line = spin.findChild(QLineEdit)
    if line is not None:
        line.setFont(look.tabular(line.font()))
        line.setTextMargins(look.px(9), 0, look.px(4), 0)
