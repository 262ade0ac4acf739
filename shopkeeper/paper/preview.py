"""A page on the screen: the laid out sheet itself, only smaller."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.paper import ink
from shopkeeper.paper.note import Note
from shopkeeper.paper.sheets import Sheets, laid_out

_AROUND = 22


class PaperView(QWidget):
    """Shows one page of a letter, as large as the widget lets it; empty until a letter is shown."""

    page_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid: Sheets | None = None
        self._page = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Letter"))

    def show_note(self, note: Note | Sheets | None) -> None:
        """Lay a letter out and show its first page; the same page again where only its words have changed."""
        self.show_laid(None if note is None else laid_out(note))

    def show_laid(self, laid: Sheets | None) -> None:
        """Show a letter that is laid out already."""
        self._laid = laid
        self._turn_to(min(self._page, max(0, self.page_count - 1)))

    def show_page(self, page: int) -> None:
        """Turn to a page, counted from 0; beyond the first or last it stays there."""
        self._turn_to(max(0, min(page, self.page_count - 1)))

    @property
    def page(self) -> int:
        """The page that is shown, counted from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many sheets the letter takes; 0 where none is shown."""
        return 0 if self._laid is None else self._laid.pages

    def sheet(self) -> QRectF:
        """Where the sheet lies in the widget, in pixels; empty where no letter is shown."""
        if self._laid is None:
            return QRectF()
        size = self._laid.size
        scale = min(
            max(1, self.width() - 2 * _AROUND) / size.width,
            max(1, self.height() - 2 * _AROUND) / size.height,
        )
        width, height = size.width * scale, size.height * scale
        # On whole pixels, so that the edge is one clean line.
        return QRectF(round((self.width() - width) / 2), round((self.height() - height) / 2), width, height)

    def sizeHint(self) -> QSize:
        return QSize(420, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._laid is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        sheet = self.sheet()
        edge = QPen(ink.EDGE, 1)
        edge.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(edge)
        painter.setBrush(ink.SHEET)
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.translate(sheet.topLeft())
        scale = sheet.width() / self._laid.size.width_dots
        painter.scale(scale, scale)
        self._laid.paint(painter, self._page)
        painter.end()

    def _turn_to(self, page: int) -> None:
        changed = page != self._page
        self._page = page
        self.setAccessibleDescription("" if self._laid is None else self._laid.text(page))
        self.update()
        if changed:
            self.page_changed.emit(page)
