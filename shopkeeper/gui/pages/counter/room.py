"""How the list, the card and the purchase share the width out; with large text in a small window not all have room."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.pages.counter.results import Results

if TYPE_CHECKING:
    from shopkeeper.gui.pages.counter.purchase import PurchasePanel

NARROW = 700
"""Pixels at text size 100 %; with less room the list gives way to the card once a member is open."""


class Room(QObject):
    """Of a page with its list, found in through `find`; `area` and `panel` are told once they are there."""

    _narrow = False  # of the class: while a window goes, Qt may ask a wrapper that was never begun

    def __init__(self, page: QWidget, results: Results, find: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._results = results
        self._find = find
        self.area: QWidget | None = None
        self.panel: PurchasePanel | None = None
        find.installEventFilter(self)

    def share_out(self) -> None:
        """Large text shares the width out; the card keeps the most of it."""
        width = self._page.width()
        self._narrow = width < look.px(NARROW)
        list_share, panel_share = (0.40, 0.38) if self._narrow else (0.27, 0.30)
        list_width = min(look.px(312), max(200, round(width * list_share)))
        self._results.setMinimumWidth(list_width)
        # Where it stands instead of the card it has the card's room.
        self._results.setMaximumWidth(width if self._narrow else list_width)
        if self.panel is not None:
            # Words that cannot be broken (large text, a longer language) get their room from the card's.
            needed = min(self.panel.needed_width, round(width * 0.5))
            share = min(look.px(282), max(240, round(width * panel_share)))
            self.panel.setFixedWidth(max(share, needed))
        self._show_list_where_the_caret_is()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._narrow and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self._show_list_where_the_caret_is)
        return False

    @Slot()
    def _show_list_where_the_caret_is(self) -> None:
        """Where there is room for the list or the card, not for both."""
        caret = QApplication.focusWidget()
        finding_now = caret is self._find or caret is self._results.view
        self._results.setVisible(not self._narrow or finding_now)
        if self.area is not None:
            self.area.setVisible(not self._narrow or not finding_now)
