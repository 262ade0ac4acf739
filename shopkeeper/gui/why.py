"""Why a figure is what it is: a sentence, the rule and a short table that adds up, laid over the page."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.explaining import Figure, Why

_WIDTH = 460


class WhyPopover(QFrame):
    """Opens beside what was asked about; the other figures are a key away (Left, Right), any click outside and
    Escape close it. `statement_asked` wants the statement on paper."""

    statement_asked = Signal()

    def __init__(
        self, whys: Sequence[Why], speech: Speech, today: date, window: QWidget, figure: Figure = "progress"
    ) -> None:
        super().__init__(window)
        self._window, self._whys, self._speech, self._today = window, tuple(whys), speech, today
        self._before: QWidget | None = None
        self._anchor: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.mark(self, panel="card")
        column = QVBoxLayout(self)
        inside = look.px(18)
        column.setContentsMargins(inside, look.px(12), inside, look.px(14))
        column.setSpacing(look.px(8))
        self._tabs = [self._tab(at, why.title) for at, why in enumerate(self._whys)]
        tabs = QHBoxLayout()
        tabs.setSpacing(look.px(4))
        for tab in self._tabs:
            tabs.addWidget(tab)
        tabs.addStretch(1)
        column.addLayout(tabs)
        self._content = QWidget(self)
        QVBoxLayout(self._content).setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._content)
        self.statement = QPushButton(self.tr("Statement on paper…"), self)
        look.mark(self.statement, kind="link")
        self.statement.setAutoDefault(True)
        self.statement.clicked.connect(self._ask_statement)
        self.statement.setVisible(
            any(why.figure != "worth" for why in self._whys)
        )  # an estimate is on no statement
        column.addWidget(self.statement, 0, Qt.AlignmentFlag.AlignLeading)
        self.setFixedWidth(look.px(_WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        figures = [why.figure for why in self._whys]
        self._at = figures.index(figure) if figure in figures else 0
        self._show()

    def _tab(self, at: int, title: str) -> QPushButton:
        made = QPushButton(title, self)
        made.setCheckable(True)
        made.setProperty("place", at)
        made.setAccessibleName(self.tr("Why: {figure}").format(figure=title))
        look.mark(made, kind="small")
        made.clicked.connect(self._chose)
        return made

    @property
    def why(self) -> Why:
        """What is explained now."""
        return self._whys[self._at]

    @property
    def text(self) -> str:
        """All that is said, without the table."""
        return " ".join((self.why.sentence, *self.why.rules))

    def _chose(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QPushButton)
        self._turn_to(int(sender.property("place")))

    def _turn_to(self, at: int) -> None:
        self._at = at % len(self._whys)
        self._show()
        # Words find their lines only once the layout has run.
        QTimer.singleShot(0, self._place)

    def _show(self) -> None:
        for at, tab in enumerate(self._tabs):
            tab.setChecked(at == self._at)
        layout = self._content.layout()
        assert isinstance(layout, QVBoxLayout)
        old = layout.takeAt(0)
        if old is not None and (widget := old.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        made = self._made(self.why)
        layout.addWidget(made)
        made.show()
        self.setAccessibleName(self.text)

    def _made(self, why: Why) -> QWidget:
        made = QWidget(self._content)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        width = look.px(_WIDTH - 36) - 2  # what its border takes
        for words, kind, tone in ((why.sentence, "strong", ""), (" ".join(why.rules), "body", "2")):
            if words:
                sentence = Sentence(words, kind, tone, made)
                sentence.setFixedWidth(width)
                column.addWidget(sentence)
        if why.rows:
            column.addWidget(line(made))
            column.addLayout(self._table(why, made))
        return made

    def _table(self, why: Why, parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(why.rows):
            day = "" if row.on is None else self._speech.day_short(row.on, self._today)
            cells = (
                Sentence(day, "body", "2", parent, wrap=False),
                Sentence(row.what, "body", "", parent),
                _value(row.value, "body", parent),
            )
            for column, cell in enumerate(cells):
                grid.addWidget(cell, place, column)
        if why.total:
            together = Sentence(self.tr("Together"), "strong", "", parent, wrap=False)
            grid.addWidget(together, len(why.rows), 0, 1, 2)
            grid.addWidget(_value(why.total, "strong", parent), len(why.rows), 2)
        return grid

    def open_below(self, anchor: QWidget) -> None:
        """Shows itself below a widget, within the window."""
        self._anchor = anchor
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        QTimer.singleShot(0, self._place)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)

    def _place(self) -> None:
        anchor = self._anchor
        if anchor is None:
            return
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.adjustSize()
        corner = anchor.mapTo(
            self._window, QPoint(anchor.width() - self.width(), anchor.height() + look.px(4))
        )
        right = self._window.width() - self.width() - look.px(8)
        bottom = self._window.height() - self.height() - look.px(8)
        self.move(max(look.px(8), min(corner.x(), right)), max(look.px(8), min(corner.y(), bottom)))

    def _ask_statement(self) -> None:
        # The caret goes back first: what opens now must not remember a button that is going.
        self._leave()
        self.statement_asked.emit()

    def _leave(self) -> None:
        self.close()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget)
        if pressed and watched is not self and not self.isAncestorOf(watched):  # type: ignore[arg-type]
            self.close()
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(0, self._close_if_left)

    def _close_if_left(self) -> None:
        now = QApplication.focusWidget()
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (key == Qt.Key.Key_Right) is not (
                self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            )
            self._turn_to(self._at + (1 if forward else -1))
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._leave()
        else:
            super().keyPressEvent(event)


def _value(words: str, kind: str, parent: QWidget) -> Sentence:
    made = Sentence(words, kind, "", parent, wrap=False)
    made.setFont(look.tabular(made.font()))
    made.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return made
