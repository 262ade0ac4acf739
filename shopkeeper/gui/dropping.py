"""A file dropped anywhere on the window, whatever lies beneath: the window hears of it before its fields do."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QWindow
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.picture_files import looks_like_picture
from shopkeeper.gui.widgets.sentence import Sentence


class Drops(QObject):
    """Says `dropped(Path)`. Text that is dragged goes to the fields as ever."""

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._heard: QWindow | None = None
        self._sign = _Sign(window)

    def listen(self) -> None:
        """To be called once the window is there."""
        handle: QWindow | None = self._window.windowHandle()
        if handle is not None and handle is not self._heard:
            self._heard = handle
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._sign.hide()
        elif isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            path = _file_in(event.mimeData())
            if path is None:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if kind == QEvent.Type.DragEnter:
                picture = looks_like_picture(path)
                words = (
                    self.tr("Let go to look at this picture")
                    if picture
                    else self.tr("Let go to bring this list in")
                )
                self._sign.cover(self._window, words)
            elif kind == QEvent.Type.Drop:
                self._sign.hide()
                self.dropped.emit(path)
            return True
        return False


def _file_in(dragged: QMimeData) -> Path | None:
    """The first file of this computer among what is dragged."""
    for url in dragged.urls() if dragged.hasUrls() else ():
        if url.isLocalFile() and Path(url.toLocalFile()).is_file():
            return Path(url.toLocalFile())
    return None


class _Sign(QFrame):
    """What the window says while a file is held over it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        look.mark(self, panel="card", tone="accent")
        column = QVBoxLayout(self)
        self._said = Sentence("", "heading", "accent", self, wrap=False)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._said)
        self.hide()

    def cover(self, window: QWidget, words: str) -> None:
        """Lies in the middle of the window and says what letting go will do."""
        self._said.setText(words)
        self.adjustSize()
        width, height = self.width() + look.px(80), self.height() + look.px(60)
        self.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)
        self.show()
        self.raise_()
