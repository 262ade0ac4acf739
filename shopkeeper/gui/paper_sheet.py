"""Pages of paper beside the window: turned, printed, saved as a PDF whose name names nobody."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import icons, look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.paper.pdf import Written, write_pdf
from shopkeeper.paper.preview import PaperView
from shopkeeper.paper.printing import Printed, print_notes, printer
from shopkeeper.paper.sheets import Sheets


def save_paper(_book: object, path: Path, lay_out: Callable[[], Sheets], title: str, author: str) -> Written:
    """The pages as a PDF; in a thread of its own, where the window must not wait."""
    return write_pdf(path, [lay_out()], title=title, author=author)


def print_paper(_book: object, to: QPrinter, lay_out: Callable[[], Sheets], title: str) -> Printed:
    """The pages to a printer."""
    return print_notes(to, [lay_out()], title=title)


class PaperSheet(SlideOver):
    """Shows pages that are laid out; Page Up and Page Down turn them."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=620)
        self._desk = desk
        self._paper: Sheets | None = None
        self._lay_out: Callable[[], Sheets] | None = None
        self._file_name = self._paper_title = self._author = ""
        self.asker = Asker()
        self.view = PaperView(self.sheet)
        self.view.page_changed.connect(self._say_page)
        self._back = self._arrow("chevron-left", self.tr("The sheet before"), self._turn_back)
        self._on = self._arrow("chevron-right", self.tr("The next sheet"), self._turn_on)
        self._page = Sentence("", "body", "2", self.sheet, wrap=False)
        self.error = ErrorLine(self.sheet)
        self.said = Sentence("", "body", "2", self.sheet)
        self.print_button = self._button(self.tr("Print…"), self._print, "primary")
        self.pdf_button = self._button(self.tr("Save as PDF"), self._save)
        pager = QHBoxLayout()
        pager.addStretch(1)
        for part in (self._back, self._page, self._on):
            pager.addWidget(part)
        pager.addStretch(1)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(pager)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.print_button)
        row.addWidget(self.pdf_button)
        row.addWidget(self.said, 1)
        self.foot.addWidget(self.error)
        self.foot.addLayout(row)
        self.buttons = row
        self.last = self.pdf_button
        self._opened_by_pin = False
        desk.doors_moved.connect(self._doors_moved)

    def _doors_moved(self) -> None:
        """What only the owner's PIN has laid open is not left lying there."""
        if self._opened_by_pin and not self._desk.anything_open:
            self._opened_by_pin = False
            self.put_away()

    def _button(self, words: str, pressed: object, kind: str = "") -> QPushButton:
        made = QPushButton(words, self.sheet)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(pressed)
        return made

    def _arrow(self, icon: str, words: str, pressed: object) -> QToolButton:
        made = QToolButton(self.sheet)
        made.setIcon(icons.icon(icon))
        made.setIconSize(QSize(look.px(16), look.px(16)))
        made.setAutoRaise(True)
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setFixedSize(look.target_height(), look.target_height())
        made.clicked.connect(pressed)
        return made

    def show_paper(self, lay_out: Callable[[], Sheets], title: str, file_name: str, author: str) -> None:
        """Slides in with the pages; `file_name` is offered for the PDF and names nobody. They are laid out anew to be
        printed, for that is done beside the window, which shows its own."""
        self._opened_by_pin = self._desk.anything_open
        paper = lay_out()
        self._paper, self._lay_out, self._paper_title, self._file_name, self._author = (
            paper,
            lay_out,
            title,
            file_name,
            author,
        )
        self.set_title(title)
        self.error.clear()
        self.said.setText("")
        self.view.show_laid(paper)
        self.view.show_page(0)
        self._say_page()
        self.open(self.print_button)

    def _say_page(self, _page: object = None) -> None:
        page, pages = self.view.page, self.view.page_count
        self._page.setText(self.tr("sheet {page} of {pages}").format(page=page + 1, pages=pages))
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page < pages - 1)

    def _turn_back(self) -> None:
        self.view.show_page(self.view.page - 1)

    def _turn_on(self) -> None:
        self.view.show_page(self.view.page + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self._turn_on()
            event.accept()
        elif event.key() == Qt.Key.Key_PageUp:
            self._turn_back()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _print(self) -> None:
        assert self._paper is not None and self._lay_out is not None
        try:
            ready = printer(self._paper.size)
        except Declined as declined:
            self.error.explain(declined)
            return
        if self.asker.printer(self, ready, self._paper_title):
            self._busy(True)
            sent = self._desk.study(print_paper, ready, self._lay_out, self._paper_title)
            sent.then(self._printed).otherwise(self._failed)

    def _save(self) -> None:
        assert self._lay_out is not None
        path = self.asker.pdf(self, self.tr("Save as PDF"), self._file_name)
        if path is not None:
            self._busy(True)
            sent = self._desk.study(save_paper, path, self._lay_out, self._paper_title, self._author)
            sent.then(self._saved).otherwise(self._failed)

    def _busy(self, busy: bool) -> None:
        self.error.clear()
        self.said.setText("")
        for part in (self.print_button, self.pdf_button):
            part.setEnabled(not busy)

    def _printed(self, _printed: Printed) -> None:
        self._done(self.tr("Sent to the printer."))

    def _saved(self, _written: Written) -> None:
        self._done(self.tr("Saved as PDF."))

    def _done(self, words: str) -> None:
        self._busy(False)
        self.said.setText(words)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, Declined | StorageTrouble):
            self.error.explain(error)
