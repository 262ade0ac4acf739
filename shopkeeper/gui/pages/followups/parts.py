"""Rows and lists that the views of this place share."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.values import dataclass

MOST_BESIDE = 2
"""More buttons than that stand below the words, in as many rows as they need."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: what it is, more about it, what stands at the side, and what can be done: the button's
    words and what it calls with `key`."""

    title: str
    detail: str = ""
    aside: str = ""
    key: object = None
    acts: tuple[tuple[str, Callable[[object], None]], ...] = ()


class _Act(QPushButton):
    def __init__(self, name: str, entry: Entry, act: Callable[[object], None], parent: QWidget) -> None:
        super().__init__(name, parent)
        self._act, self._key = act, entry.key
        look.mark(self, kind="small")
        self.setAccessibleName(f"{name}: {entry.title}")
        self.clicked.connect(self._do)

    def _do(self) -> None:
        self._act(self._key)


class ListPanel(Panel):
    """A card with a heading and its lines; a sentence where there are none."""

    def __init__(self, title: str, nothing: str, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self._nothing = nothing
        self._shown: list[QWidget] = []
        self.body.setSpacing(look.px(4))
        self.show_entries(())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replaces the lines; the caret stays on the line in the same place."""
        focus = QApplication.focusWidget()
        held = next(
            (at for at, row in enumerate(self._shown) if focus is not None and row.isAncestorOf(focus)), None
        )
        for row in self._shown:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = []
        for place, entry in enumerate(entries):
            if place:
                self._keep(line(self))
            self._keep(self._row(entry))
        if not entries:
            self._keep(Sentence(self._nothing, "body", "2", self))
        if held is not None and self._shown:
            for button in self._shown[min(held, len(self._shown) - 1)].findChildren(QPushButton)[:1]:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, row: QWidget) -> None:
        self._shown.append(row)
        self.body.addWidget(row)

    def _row(self, entry: Entry) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, look.px(3), 0, look.px(3))
        column.setSpacing(look.px(4))
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        column.addLayout(row)
        texts = QVBoxLayout()
        texts.setSpacing(look.px(1))
        texts.addWidget(Sentence(entry.title, "strong", "", made))
        if entry.detail:
            texts.addWidget(Sentence(entry.detail, "body", "2", made))
        row.addLayout(texts, 10)
        if entry.aside:
            row.addWidget(Sentence(entry.aside, "body", "2", made), 4)
        if len(entry.acts) > MOST_BESIDE:
            below = FlowBox(made, gap=8)
            for name, act in entry.acts:
                below.flow.addWidget(_Act(name, entry, act, below))
            column.addWidget(below)
        else:
            for name, act in entry.acts:
                row.addWidget(_Act(name, entry, act, made), 0, Qt.AlignmentFlag.AlignVCenter)
        made.setAccessibleName(". ".join(part for part in (entry.title, entry.detail, entry.aside) if part))
        return made


class ListView(QWidget):
    """A scrolled column of such cards, with a heading and a sentence above."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.title = Sentence(title, "heading", "", self)
        self.remark = Sentence("", "body", "2", self)
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self.cards = QVBoxLayout(inside)
        self.cards.setContentsMargins(0, 0, look.px(8), look.px(8))
        self.cards.setSpacing(look.px(14))
        self.cards.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(8))
        for part in (self.title, self.remark):
            self.column.addWidget(part)
        self.column.addWidget(area, 1)

    def refresh(self) -> None:
        """Reads the book anew; each view says what."""
        raise NotImplementedError

    def card(self, title: str, nothing: str) -> ListPanel:
        """One more card below those that are there."""
        made = ListPanel(title, nothing, self)
        self.cards.insertWidget(self.cards.count() - 1, made)
        return made
