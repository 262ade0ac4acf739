"""What comes, or came, of a file: the figures, the rows that cannot be taken with why, who may stand in it twice."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.lists.words import summary
from shopkeeper.gui.widgets.chips import Chip, Chips
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.importing import Imported, Likely

SHOWN = 200  # rows told one by one; all of them go into the file
_MOST_ROWS = 5


class Outcome(QWidget):
    """Says `save_asked` for the rows that were refused."""

    save_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chips = Chips(self)
        self.remark = Sentence("", "body", "attention", self)
        self.rows = QListWidget(self)
        self.rows.setAccessibleName(self.tr("Rows to look at, and why"))
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save = QPushButton(self.tr("Save the rows that cannot be taken…"), self)
        look.mark(self.save, kind="small")
        self.save.clicked.connect(self.save_asked)
        self._told = ""
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        for part in (self.chips, self.remark, self.rows):
            column.addWidget(part)
        column.addLayout(row)

    @property
    def words(self) -> str:
        """The figures, as they are shown."""
        return self._told

    def tell(self, made: Imported, warnings: Sequence[str], speech: Speech) -> None:
        """Shows what comes of a file."""
        said = summary(made, speech) or [self.tr("There is nothing in this file to bring in")]
        refused = len(made.refused)
        tones = [
            "attention" if refused and place == len(said) - 1 else "accent" for place in range(len(said))
        ]
        self.chips.set_chips(Chip(words, tone) for words, tone in zip(said, tones, strict=True))
        self._told = " · ".join(said)
        self.setAccessibleName(self._told)
        remarks = [*warnings, *made.warnings]
        self.remark.setText(" ".join(remarks))
        self.remark.setVisible(bool(remarks))
        self.rows.clear()
        lines = [(one.line, one.because) for one in made.refused[:SHOWN]]
        lines += [(one.line, self._likely(one)) for one in made.likely if one.other_line][: 2 * SHOWN]
        for line, because in lines:
            words = self.tr("Line {line}: {because}").format(line=speech.count(line), because=because)
            item = QListWidgetItem(words, self.rows)
            item.setSizeHint(QSize(0, look.row_height()))
        if refused > SHOWN:
            words = self.tr("and {n} more; the file you can save has them all.")
            QListWidgetItem(words.format(n=speech.count(refused - SHOWN)), self.rows)
        self.rows.setVisible(bool(lines))
        self.rows.setFixedHeight(min(_MOST_ROWS, max(1, self.rows.count())) * look.row_height() + look.px(4))
        self.save.setVisible(bool(refused))

    def _likely(self, one: Likely) -> str:
        words = self.tr("{name} may be the same person as {other} in line {line}; both come in.")
        return words.format(name=one.added, other=one.name or one.number, line=one.other_line)
