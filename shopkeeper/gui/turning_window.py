"""While a book is locked or unlocked: what is done and how far it is; nothing else has the book open."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import locks
from shopkeeper.service.locks import Turned
from shopkeeper.service.roles import Doer
from shopkeeper.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """A book is to be locked with this passphrase and code; with neither, unlocked; by whom, as far as a PIN proved it."""

    passphrase: str = ""
    code: str = ""
    by: int | None = None
    doer: Doer = field(default_factory=Doer)


class TurningWindow(QWidget):
    """Says `done(words)` with what is to be told once the book is open again, "" where it stayed as it was."""

    done = Signal(str)
    _arrived = Signal(object)
    _came = Signal(int, int)

    def __init__(self, path: Path, wanted: Wanted, now: datetime) -> None:
        super().__init__()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="turning")
        self._busy = True
        self.setWindowTitle(self.tr("Shopkeeper"))
        look.mark(self, panel="page")
        locking = bool(wanted.passphrase)
        heading = self.tr("The book is being locked") if locking else self.tr("The book is being unlocked")
        self.words = self.tr(
            "It is written anew, read through, and only then takes the place of the old one."
        )
        self.waiting = ProgressLine(self)
        self.problem = ErrorLine(self)
        self.on = QPushButton(self.tr("Go on with the book as it was"), self)
        self.on.setAutoDefault(True)
        look.mark(self.on, kind="primary")
        self.on.clicked.connect(self._go_on)
        self.on.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(36), look.px(30), look.px(36), look.px(30))
        column.setSpacing(look.px(14))
        safe = self.tr("Should the power go now, the old book is there.")
        for part in (Sentence(heading, "heading", "", self), Sentence(safe, "body", "2", self), self.waiting, self.problem, self.on):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        look.size_window(self, 560, 300)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.waiting.begin(self.words, can_cancel=False)
        task: Callable[[], Turned] = lambda: (  # noqa: E731 - one of two, made once
            locks.lock(
                path, wanted.passphrase, wanted.code, now, self._came.emit, doer=wanted.doer, by=wanted.by
            )
            if locking
            else locks.unlock(path, now, self._came.emit, doer=wanted.doer, by=wanted.by)
        )
        self._worker.submit(task).add_done_callback(self._arrived.emit)

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.waiting.come(done, total, self.words)

    @Slot(object)
    def _take(self, future: "Future[Turned]") -> None:
        self.waiting.end()
        self._busy = False
        try:
            turned = future.result()
        except (Declined, StorageTrouble) as error:
            self.problem.explain(error)
            self.on.show()
            self.on.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        head = self.tr("The book is locked") if turned.locked else self.tr("The book is unlocked")
        self.done.emit(
            f"{head}\n" + self.tr("Its backups follow while you work; then the old file is removed.")
        )

    def _go_on(self) -> None:
        self.done.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:  # it takes seconds, and whoever closes it would only wonder
            event.ignore()
            return
        self._worker.shutdown(wait=True)
        super().closeEvent(event)
