"""Why this tier, and why not yet the next: a sentence and a short table that adds up, laid over the card."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.whys import WhyTier


def figure(why: WhyTier, value: int, speech: Speech) -> str:
    """A value of the figure that counts, with its unit."""
    if why.basis == "spend":
        return speech.money(value)
    return counted(value, "{n} visit", "{n} visits") if why.basis == "visits" else speech.points(value)


def sentences(why: WhyTier, speech: Speech, today: date) -> tuple[str, ...]:
    """The rule and the figure, then what keeps the present tier."""
    said = []
    if why.goal:
        span = {"ever": text("in all"), "calendar year": text("in a calendar year")}.get(why.window)
        if span is None:
            months = int(why.window.split()[0])
            span = counted(months, "within {n} month", "within {n} months")
        said.append(
            text("{tier} asks for {reach} {span}; {figure} is there.").format(
                tier=why.goal,
                reach=figure(why, why.reach, speech),
                span=span,
                figure=figure(why, why.figure, speech),
            )
        )
    if why.since is not None:
        said.append(text("What was bought from {day} counts.").format(day=speech.day(why.since, today)))
    if why.tier_until is not None:
        kept = text("{tier} holds through {day}, whatever is bought.")
        if why.in_grace:
            kept = text("{tier} has ended and holds through {day} as a grace.")
        said.append(kept.format(tier=why.tier, day=speech.day(why.tier_until, today)))
    return tuple(said)


class WhyPopover(QFrame):
    """Opens beside what was asked about; any click outside and Escape close it."""

    def __init__(self, why: WhyTier, speech: Speech, today: date, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.mark(self, panel="card")
        column = QVBoxLayout(self)
        inside = look.px(18)
        column.setContentsMargins(inside, look.px(14), inside, look.px(14))
        column.setSpacing(look.px(8))
        self.text = " ".join(sentences(why, speech, today))
        sentence = Sentence(self.text, "body", "", self)
        sentence.setMinimumWidth(look.px(360))
        column.addWidget(sentence)
        if why.lines:
            column.addWidget(line(self))
            column.addLayout(self._table(why, speech, today))
        self.setAccessibleName(self.text)
        self.setFixedWidth(look.px(420))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _table(self, why: WhyTier, speech: Speech, today: date) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        rows = [
            (speech.day_short(one.on, today), one.what, figure(why, one.counts, speech)) for one in why.lines
        ]
        if why.others_count:
            others = counted(why.others_count, "and {n} more", "and {n} more")
            rows.append(("", others, figure(why, why.others, speech)))
        for place, (day, what, value) in enumerate(rows):
            cells = (
                Sentence(day, "body", "2", self, wrap=False),
                Sentence(what, "body", "", self),
                Sentence(value, "body", "", self, wrap=False),
            )
            for column, cell in enumerate(cells):
                if column == 2:
                    cell.setFont(look.tabular(cell.font()))
                    cell.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(cell, place, column)
        total = Sentence(figure(why, why.figure, speech), "strong", "", self, wrap=False)
        total.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(Sentence(self.tr("Together"), "strong", "", self, wrap=False), len(rows), 0, 1, 2)
        grid.addWidget(total, len(rows), 2)
        return grid

    def open_below(self, anchor: QWidget) -> None:
        """Shows itself below a widget, within the window."""
        self.adjustSize()
        corner = anchor.mapTo(
            self._window, QPoint(anchor.width() - self.width(), anchor.height() + look.px(4))
        )
        right = self._window.width() - self.width() - look.px(8)
        bottom = self._window.height() - self.height() - look.px(8)
        self.move(max(look.px(8), min(corner.x(), right)), max(look.px(8), min(corner.y(), bottom)))
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget)
        if pressed and watched is not self and not self.isAncestorOf(watched):  # type: ignore[arg-type]
            self.close()
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            super().keyPressEvent(event)
