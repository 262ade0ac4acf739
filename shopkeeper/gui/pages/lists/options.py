"""How a file is to be read: what it lists, its alphabet, what parts its columns, its days and its decimal mark."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.headings import Kind
from shopkeeper.say import text
from shopkeeper.service.alphabets import ENCODINGS
from shopkeeper.service.importing import Choices
from shopkeeper.service.importing_trial import Seen
from shopkeeper.values import replace


class Combo(QComboBox):
    """A choice that the wheel leaves alone: whoever scrolls past it must not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Options(FlowBox):
    """Says `changed` when the person chooses something else; `kind` and `choices` are what stands there."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, gap=14)
        self._choices = Choices()
        self._shown: dict[QComboBox, object] = {}
        tr = self.tr
        self.kind = self._combo(
            tr("The list holds"), ((tr("Members"), "members"), (tr("Purchases"), "purchases"))
        )
        self.encoding = self._combo(
            tr("Alphabet"), tuple((text(words), name) for name, words in ENCODINGS.items())
        )
        self.delimiter = self._combo(
            tr("Between columns"),
            ((tr("Comma"), ","), (tr("Semicolon"), ";"), (tr("Tab"), "\t"), (tr("Upright line"), "|"),
             (tr("One column"), "")),
        )  # fmt: skip
        self.header = self._combo(tr("First line"), ((tr("Headings"), True), (tr("A row already"), False)))
        self.day_order = self._combo(
            tr("Days are written"),
            ((tr("As they stand"), None), (tr("Day, month, year"), "dmy"), (tr("Month, day, year"), "mdy"),
             (tr("Year, month, day"), "ymd")),
        )  # fmt: skip
        self.decimal_mark = self._combo(
            tr("Before the pence"),
            ((tr("As it stands"), None), (tr("A point, 24.50"), "."), (tr("A comma, 24,50"), ",")),
        )  # fmt: skip

    def _combo(self, name: str, offered: tuple[tuple[str, object], ...]) -> Combo:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(3))
        combo = Combo(box)
        combo.setAccessibleName(name)
        combo.setMaximumWidth(look.px(210))
        combo.setPlaceholderText(self.tr("Not settled"))
        for words, value in offered:
            combo.addItem(words, value)
        combo.activated.connect(self._chosen)
        column.addWidget(Sentence(name, "label", "2", box, wrap=False))
        column.addWidget(combo)
        self.flow.addWidget(box)
        return combo

    def show_seen(self, seen: Seen) -> None:
        """Shows how the file was read."""
        self._choices = seen.choices
        self._shown = {
            self.kind: seen.kind,
            self.encoding: seen.choices.encoding or seen.encoding or "utf-8",
            self.delimiter: seen.delimiter,
            self.header: seen.choices.header is not False,
            self.day_order: seen.day_order,
            self.decimal_mark: seen.decimal_mark,
        }
        open_ = {ask.about for ask in seen.asks}
        for combo, value in self._shown.items():
            combo.setCurrentIndex(combo.findData(value))
            if (combo is self.day_order and "day_order" in open_) or (
                combo is self.decimal_mark and "decimal_mark" in open_
            ):
                combo.setCurrentIndex(-1)
            known = bool(seen.headers) and combo not in _hidden(self, seen)
            box = combo.parentWidget()
            assert box is not None
            box.setVisible(known or (combo is self.encoding and not seen.headers))
        self._keep_room()

    @property
    def wanted(self) -> Kind:
        """What the list is said to hold."""
        kind: Kind = self.kind.currentData()
        return kind

    @property
    def choices(self) -> Choices:
        """What is chosen. Where the file is taken apart in another way, its columns are open again."""
        before = self._choices
        apart = (self.kind, self.encoding, self.delimiter, self.header)
        return replace(
            before,
            encoding=self._picked(self.encoding, before.encoding),
            delimiter=self._picked(self.delimiter, before.delimiter),
            header=self._picked(self.header, before.header),
            day_order=self._picked(self.day_order, before.day_order),
            decimal_mark=self._picked(self.decimal_mark, before.decimal_mark),
            columns={} if any(self._differs(combo) for combo in apart) else before.columns,
        )

    def _picked(self, combo: QComboBox, before: Any) -> Any:
        """What was chosen by hand; what the file said for itself stays open."""
        return combo.currentData() if self._differs(combo) else before

    def _differs(self, combo: QComboBox) -> bool:
        return combo.currentIndex() >= 0 and bool(combo.currentData() != self._shown.get(combo))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        self.setMinimumHeight(self.flow.heightForWidth(self.width()))

    def _chosen(self) -> None:
        self.changed.emit()


def _hidden(options: Options, seen: Seen) -> set[QComboBox]:
    """What this file leaves no choice of."""
    hidden: set[QComboBox] = set() if seen.kind == "purchases" else {options.decimal_mark}
    if seen.form != "text":
        hidden |= {options.encoding, options.delimiter}
    if seen.form == "cards":
        hidden |= {options.kind, options.header}
    return hidden
