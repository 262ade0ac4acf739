"""A table as high as its rows, so that the page scrolls and not the table; moved sideways where its columns need more room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.tables import keep_titles


class RowTable(QTableView):
    """`fit` is to be called when its rows have changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)

    def fit(self) -> None:
        """Takes the height its rows need, and the bar below them where there is one."""
        keep_titles(self)
        height = self.sizeHint().height()
        if self.horizontalHeader().length() > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        rows = max(1, self.verticalHeader().count())
        height = (
            self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        )
        return QSize(look.px(400), height + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
