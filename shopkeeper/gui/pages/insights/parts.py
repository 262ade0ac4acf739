"""What the place is made of: a figure with its meaning, a card that can say how it is worked out, a row of bars."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.widgets.bar import Bar
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.readable import Readable
from shopkeeper.gui.widgets.sentence import Sentence


class Figure(Panel):
    """A large figure, what it is above, what it means below."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._about = title
        self._label = Sentence(title, "body", "2", self)
        self._figure = Sentence("–", "figure", "", self)
        self._meaning = Sentence("", "body", "2", self)
        for part in (self._label, self._figure, self._meaning):
            self.add(part)

    def name(self, title: str) -> None:
        """What the figure is of, where it is not the same for ever."""
        self._about = title
        self._label.setText(title)

    def show_figure(self, figure: str, meaning: str, tone: str = "2", figure_tone: str = "") -> None:
        """Shows the figure; all of it is one name for a screen reader."""
        self._figure.setText(figure)
        self._figure.set_tone(figure_tone)
        self._meaning.setText(meaning)
        self._meaning.set_tone(tone)
        self.setAccessibleName(f"{self._about}: {figure}. {meaning}")


class Explained(Panel):
    """A card with a question mark that opens how it is worked out."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self.ask = QPushButton(self.tr("How?"), self)
        self.ask.setAccessibleName(self.tr("How is this worked out: {what}").format(what=title))
        self.ask.setCheckable(True)
        look.mark(self.ask, kind="link")
        self.head.addWidget(self.ask)
        self._how = Sentence("", "small", "2", self)
        self._how.hide()
        self.add(self._how)
        self.ask.toggled.connect(self._how.setVisible)

    def explain(self, how: str) -> None:
        """The words behind the question mark."""
        self._how.setText(how)


class Told(Explained):
    """A card of sentences."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.told = Sentence("", "body", "", self)
        self.add(self.told)

    def tell(self, words: str, how: str) -> None:
        """Replaces what is told, and how it is worked out."""
        self.told.setText(words)
        self.explain(how)


class Bars(Readable):
    """Labels, bars and numbers, one below the other; `tone` colours a bar. Up and Down read them out."""

    def __init__(self, name: str, parent: QWidget) -> None:
        self._said: Sequence[tuple[str, str]] = ()
        self._long: Sequence[float] = ()
        super().__init__(name, parent)
        self._grid = QGridLayout(self)
        edge = look.px(4)
        self._grid.setContentsMargins(edge, edge, edge, edge)
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setVerticalSpacing(look.px(12))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Sentence, Bar, Sentence]] = []

    def show_bars(self, rows: Sequence[tuple[str, int, str, str, str]], heads: tuple[str, str]) -> None:
        """Rows of (label, count, its words, tone, tooltip); `heads` name the two columns where they are copied."""
        most = max((row[1] for row in rows), default=0)
        for place, (label, count, words, tone, meaning) in enumerate(rows):
            if place == len(self._rows):
                made = (
                    Sentence("", "body", "", self, wrap=False),
                    Bar(self, thick=9, tone=tone),
                    Sentence("", "figures", "", self, wrap=False),
                )
                for column, part in enumerate(made):
                    self._grid.addWidget(part, place, column)
                made[2].setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                self._rows.append(made)
            name, bar, number = self._rows[place]
            name.setText(label)
            number.setText(words)
            bar.set_share(count / most if most else 0.0, f"{label}: {words}")
            for part in (name, bar, number):
                part.setToolTip(meaning or f"{label}: {words}")
                part.show()
        for extra in self._rows[len(rows) :]:
            for part in extra:
                part.hide()
        self._said, self._heads = [(label, words) for label, _, words, _, _ in rows], heads
        self._long = [row[1] / most if most else 0.0 for row in rows]
        self._chosen = min(self._chosen, len(rows) - 1)
        self._tell()

    def readings(self) -> Sequence[tuple[str, str]]:
        return self._said

    def lengths(self) -> Sequence[float]:
        return self._long

    def steps(self) -> Mapping[int, int]:
        return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}

    def nearest(self, at: QPointF) -> int | None:
        shown = range(len(self._said))
        return min(shown, key=lambda place: abs(self._line(place).center().y() - at.y()), default=None)

    def _line(self, place: int) -> QRectF:
        middle = self._rows[place][1].geometry().center().y()
        tall = max(part.height() for part in self._rows[place])
        return QRectF(1, middle - tall / 2 - 2, self.width() - 2, tall + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        _ring(self, self._line(self._chosen) if 0 <= self._chosen < len(self._said) else None)


class Lines(Readable):
    """A figure a line: what it is of, the figure, and what it means; the last may be long. Up and Down read them out."""

    def __init__(self, name: str, parent: QWidget) -> None:
        self._said: Sequence[tuple[str, str]] = ()
        super().__init__(name, parent)
        self._grid = QGridLayout(self)
        edge = look.px(4)
        self._grid.setContentsMargins(edge, edge, edge, edge)
        self._grid.setHorizontalSpacing(look.px(14))
        self._grid.setVerticalSpacing(look.px(10))
        self._grid.setColumnStretch(2, 1)
        self._rows: list[tuple[Sentence, Sentence, Sentence]] = []

    def show_lines(self, rows: Sequence[tuple[str, str, str]], heads: tuple[str, str]) -> None:
        """Rows of (of what, figure, meaning)."""
        for place, row in enumerate(rows):
            if place == len(self._rows):
                made = (
                    Sentence("", "body", "", self), Sentence("", "strong", "", self, wrap=False),
                    Sentence("", "body", "2", self),
                )  # fmt: skip
                made[1].setFont(look.tabular(made[1].font()))
                made[1].setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                for column, part in enumerate(made):
                    self._grid.addWidget(part, place, column)
                self._rows.append(made)
            for part, words in zip(self._rows[place], row, strict=True):
                part.setText(words)
        self._said = [(label, f"{figure} · {meaning}") for label, figure, meaning in rows]
        self._heads = heads
        self._tell()

    def readings(self) -> Sequence[tuple[str, str]]:
        return self._said

    def steps(self) -> Mapping[int, int]:
        return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}

    def nearest(self, at: QPointF) -> int | None:
        shown = range(len(self._said))
        return min(shown, key=lambda place: abs(self._line(place).center().y() - at.y()), default=None)

    def _line(self, place: int) -> QRectF:
        parts = [part.geometry() for part in self._rows[place]]
        top, bottom = min(part.top() for part in parts), max(part.bottom() for part in parts)
        return QRectF(1, top - 3, self.width() - 2, bottom - top + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        _ring(self, self._line(self._chosen) if 0 <= self._chosen < len(self._said) else None)


def _ring(widget: QWidget, line: QRectF | None) -> None:
    """The line that is read out now, while the caret is there."""
    if line is None or not widget.hasFocus():
        return
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.theme().accent), 2))
    painter.drawRoundedRect(line, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
    painter.end()
