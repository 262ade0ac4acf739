"""The help of the place in front, and the list of all keys: one quiet window that Escape closes."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.keyhint import KeyHint, key_size, key_words
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class HelpSection:
    """A heading, sentences, and keys with what they do: (`Ctrl+K`, "find from anywhere")."""

    title: str
    words: str = ""
    keys: Sequence[tuple[str, str]] = ()


class HelpWindow(QDialog):
    """Shows sections one below the other."""

    def __init__(self, title: str, sections: Sequence[HelpSection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, look.px(14))
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(title)
        inside = QWidget()
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(24), look.px(22), look.px(24), look.px(14))
        column.setSpacing(look.px(8))
        keys = [key_size(key_words(key)).width() for section in sections for key, _ in section.keys]
        self._key_width = ceil(max(keys, default=0))  # one column for the keys of every section
        for number, section in enumerate(sections):
            if number:
                column.addSpacing(look.px(12))
            column.addWidget(Sentence(section.title, "card" if number else "heading", "", inside))
            if section.words:
                column.addWidget(Sentence(section.words, "body", "2", inside))
            if section.keys:
                column.addLayout(self._keys(section.keys, inside))
        column.addStretch(1)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        close = QPushButton(self.tr("Close"), self)
        close.setAccessibleName(self.tr("Close"))
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        self.resize(look.px(520), min(look.px(620), 700))

    def _keys(self, keys: Sequence[tuple[str, str]], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(6))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, self._key_width)
        for row, (key, words) in enumerate(keys):
            grid.addWidget(
                KeyHint(key, parent), row, 0, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
            )
            # Each stands on a line of its own here; a page may have it within a sentence.
            grid.addWidget(Sentence(words[:1].upper() + words[1:], "body", "", parent), row, 1)
        return grid
