"""Which texts of a screen do not fit where they stand, in words: for tests of every screen, size of text and language.

Not looked at, each for its reason: cells of tables and lists (their painters shorten long names and give the whole in a
tip), what is typed in a field (it moves with the caret), hints in empty fields (a field of any width has one).
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence

_SIDE = 8
_SLACK = 1
"""Pixels by which rounding may differ."""


def cut_texts(root: QWidget) -> list[str]:
    """Every text below `root` that is cut, and every part that stands out of what holds it; empty when all is well."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and not widget.size().isEmpty():
            found += [f"{type(widget).__name__} {said}" for said in _wrong(widget)]
    return found


def _wrong(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        # A button that shows its key lets go of the key first.
        words = widget.fontMetrics().horizontalAdvance(widget.text())
        needed = words + 2 * _SIDE if isinstance(widget, KeyButton) else widget.sizeHint().width()
        if widget.text() and needed > widget.width() + _SLACK:
            yield f"{widget.text()!r} needs {needed}, has {widget.width()}"
    elif isinstance(widget, QComboBox):
        yield from _choice(widget)
    elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        yield from _titles(widget)
    if not isinstance(widget, QHeaderView) and _stands_out(widget):
        said = widget.text() if isinstance(widget, Sentence | QPushButton) else widget.accessibleName()
        yield f"{said!r} {widget.geometry().getRect()} stands out of {type(widget.parentWidget()).__name__}"


def _label(label: QLabel) -> Iterator[str]:
    words = QLabel.text(label)
    if not words:
        return
    metrics, room = label.fontMetrics(), label.contentsRect().width()
    if label.wordWrap():
        longest = max(
            (metrics.horizontalAdvance(word) for word in re.split(r"[\s\u200b]+", words)), default=0
        )
        needed = label.heightForWidth(label.width())
        if needed > label.height() + _SLACK:
            yield f"{label.text()!r} needs a height of {needed}, has {label.height()}"
    else:
        longest = max(metrics.horizontalAdvance(line) for line in words.split("\n"))
    if longest > room + _SLACK:
        yield f"{label.text()!r} needs {longest}, has {room}"


def _choice(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
    needed = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if needed > room + _SLACK:
        yield f"{combo.currentText()!r} needs {needed}, has {room}"


def _titles(head: QHeaderView) -> Iterator[str]:
    model = head.model()
    for column in range(head.count()):
        title = model.headerData(column, Qt.Orientation.Horizontal)
        if title and not head.isSectionHidden(column):
            needed = head.fontMetrics().horizontalAdvance(str(title))
            if needed > head.sectionSize(column) + _SLACK:
                yield f"title {title!r} needs {needed}, has {head.sectionSize(column)}"


def _stands_out(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or widget.objectName().startswith("qt_"):
        return False
    above = parent.parentWidget()
    scrolled = isinstance(above, QAbstractScrollArea) and above.viewport() is parent
    if isinstance(parent, QAbstractScrollArea) or scrolled:
        return False
    room = QRect(QPoint(0, 0), parent.size()).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    return not room.contains(widget.geometry())
