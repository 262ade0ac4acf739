"""What a programme would do, told before it is made to hold: in sentences, side by side, and by name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.pages.programme import trial_words
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.say import Speech
from shopkeeper.service.programme_trials import Move, Trial

_ROWS_SEEN = 8


class TrialPanel(Panel):
    """`save_asked` makes the programme hold that was tried."""

    save_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("What it changes"))
        self.said = Sentence("", "body", "", self)
        self.add(self.said)
        self.sides = QFrame(self)
        self._grid = QGridLayout(self.sides)
        self._grid.setContentsMargins(0, look.px(6), 0, look.px(6))
        self._grid.setHorizontalSpacing(look.px(22))
        self._grid.setVerticalSpacing(look.px(5))
        self.add(self.sides)
        self.since = Sentence("", "small", "2", self)
        self.add(self.since)
        self._line = line(self)
        self.add(self._line)
        self.who = Sentence("", "strong", "", self)
        self.add(self.who)
        self.moves = QTableWidget(0, 3, self)
        self.moves.setHorizontalHeaderLabels([self.tr("Member"), self.tr("Now"), self.tr("Then")])
        dress_table(self.moves, self.tr("Who would be in another tier"))
        self.moves.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.moves.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.add(self.moves)
        self.save_button = QPushButton(self.tr("Change it"), self)
        self.save_button.setAutoDefault(True)
        look.mark(self.save_button, kind="primary")
        self.save_button.clicked.connect(self.save_asked)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.add(row)
        self.hide()

    def show_trial(self, trial: Trial, sentences: Sequence[str], speech: Speech) -> None:
        """Tells it all; the panel is shown by whoever asked."""
        self.said.setText("\n".join(sentences))
        self._show_sides(trial, speech)
        self.since.setText(trial_words.worked_out(trial, speech))
        self._show_moves(trial.moves, trial, speech)

    def side_texts(self) -> list[list[str]]:
        """The table side by side, row by row, as it is read."""
        rows = []
        for row in range(self._grid.rowCount()):
            cells = [self._grid.itemAtPosition(row, column) for column in range(self._grid.columnCount())]
            labels = [cell.widget() for cell in cells if cell is not None]
            texts = [label.text() for label in labels if isinstance(label, Sentence)]
            if texts:
                rows.append(texts)
        return rows

    def _show_sides(self, trial: Trial, speech: Speech) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, cells in enumerate(trial_words.side_by_side(trial, speech)):
            for column, words in enumerate(cells):
                kind = "small" if row == 0 else "strong" if column == 0 else "body"
                label = Sentence(words, kind, "2" if row == 0 else "", self.sides, wrap=False)
                if column:
                    label.setFont(look.tabular(label.font()))
                    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(label, row, column)
        self._grid.setColumnStretch(0, 1)

    def _show_moves(self, moves: Sequence[Move], trial: Trial, speech: Speech) -> None:
        for part in (self._line, self.who, self.moves):
            part.setVisible(bool(moves))
        self.who.setText(trial_words.who_moves(trial, speech))
        self.moves.setUpdatesEnabled(False)
        self.moves.setRowCount(len(moves))
        for row, move in enumerate(moves):
            name = move.name or self.tr("Member {number}").format(number=move.number)
            sign = {"up": "↑", "down": "↓", "renamed": "→"}[move.way]
            for column, words in enumerate((name, move.was, f"{sign} {move.becomes}")):
                self.moves.setItem(row, column, QTableWidgetItem(words))
        self.moves.setUpdatesEnabled(True)
        heights = look.row_height() * (min(len(moves), _ROWS_SEEN) + 1)
        self.moves.setFixedHeight(heights + 2)
