"""The recognition report of a month: what was earned, what was given, what is owed, how long it took."""

from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.pages.programme import recognition_words as words
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.rules.days import months_after
from shopkeeper.say import Speech
from shopkeeper.service.recognition import Recognition

_ROWS_AT_LEAST = 5  # with large text the page scrolls, and the list keeps these


class RecognitionView(QScrollArea):
    """`month_asked` wants the month of a day; Ctrl P, the buttons and Escape say the rest."""

    month_asked = Signal(object)
    print_asked = Signal()
    csv_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        look.mark(self._inside, panel="inside")
        self.setWidget(self._inside)
        self.found: Recognition | None = None
        self._today = date.min
        self.span = Sentence("", "strong", "", self, wrap=False)
        self.before = self._arrow("chevron-left", self.tr("The month before"), self._go_back)
        self.after = self._arrow("chevron-right", self.tr("The next month"), self._go_on)
        self.said = Sentence("", "body", "", self)
        self.kinds = Panel(parent=self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(22))
        self._grid.setVerticalSpacing(look.px(5))
        self._grid.setColumnStretch(0, 1)
        self.kinds.add(self.said)
        self.kinds.add(self._grid)
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Day"), self.tr("Member"), self.tr("Earned"), self.tr("Thanked")]
        )
        dress_table(self.table, self.tr("What was earned"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setMinimumHeight(_ROWS_AT_LEAST * look.row_height())
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.error = ErrorLine(self)
        self.progress = ProgressLine(self)
        self.print_button = self._button(self.tr("On paper…"), self.print_asked.emit, "primary")
        self.csv_button = self._button(self.tr("Save as CSV…"), self.csv_asked.emit)
        self.back_button = self._button(self.tr("Back to the programme"), self.left.emit)
        self._lay_out()

    def _button(self, text: str, act: object, kind: str = "") -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(act)
        return made

    def _arrow(self, icon: str, text: str, act: object) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icons.icon(icon))
        made.setIconSize(QSize(look.px(16), look.px(16)))
        made.setAutoRaise(True)
        made.setAccessibleName(text)
        made.setToolTip(text)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setFixedSize(look.target_height(), look.target_height())
        made.clicked.connect(act)
        return made

    def _lay_out(self) -> None:
        around = look.px(theme.SPACE_AROUND)
        top = QHBoxLayout()
        top.setSpacing(look.px(8))
        top.addWidget(Sentence(self.tr("Recognition"), "heading", "", self, wrap=False))
        top.addStretch(1)
        for part in (self.before, self.span, self.after):
            top.addWidget(part)
        list_ = Panel(parent=self)
        list_.add(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(8))
        for button in (self.print_button, self.csv_button, self.back_button):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(around, around, around, look.px(theme.SPACE_BETWEEN))
        column.setSpacing(look.px(theme.SPACE_BETWEEN))
        column.addLayout(top)
        column.addWidget(self.kinds)
        column.addWidget(list_, 1)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addLayout(foot)

    def show_month(self, found: Recognition, speech: Speech, today: date) -> None:
        """Shows what was found."""
        self.found, self._today = found, today
        self.span.setText(words.span(found, speech))
        self.said.setText("\n".join(words.sentences(found, speech)))
        self._show_kinds(found, speech)
        self.table.setUpdatesEnabled(False)
        self.table.setRowCount(len(found.earned))
        for row, one in enumerate(found.earned):
            texts = (
                speech.day_short(one.on, today),
                words.called(one),
                one.because,
                words.thanked_words(one, speech, today),
            )
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.setUpdatesEnabled(True)
        self.set_busy(False)

    def put_away(self) -> None:
        """Nothing that was found is seen any more."""
        self.found = None
        for label in (self.span, self.said):
            label.setText("")
        self._clear_kinds()
        self.table.setRowCount(0)
        self.set_busy(False)

    def _clear_kinds(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show_kinds(self, found: Recognition, speech: Speech) -> None:
        self._clear_kinds()
        heads = ("", self.tr("Earned"), self.tr("Thanked"), self.tr("Owed"), self.tr("Half within"))
        rows = words.by_kind(found, speech)
        for line, cells in enumerate([heads, *rows] if rows else []):
            for column, text in enumerate(cells):
                kind, tone = ("small", "2") if line == 0 else ("body", "")
                owed = line and column == 3 and text != "0"
                label = Sentence(text, kind, "attention" if owed else tone, self.kinds, wrap=False)
                if column:
                    label.setFont(look.tabular(label.font()))
                    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(label, line, column)

    def set_busy(self, busy: bool) -> None:
        """While a month is worked out nothing else is asked."""
        self.before.setEnabled(not busy)
        latest = self.found is None or self.found.last >= self._today
        self.after.setEnabled(not busy and not latest)
        some = self.found is not None and bool(self.found.earned)
        for button in (self.print_button, self.csv_button):
            button.setEnabled(not busy and some)

    def _go_back(self) -> None:
        if self.found is not None:
            self.month_asked.emit(self.found.first - timedelta(days=1))

    def _go_on(self) -> None:
        if self.found is not None:
            self.month_asked.emit(months_after(self.found.first, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
