"""The first start: the shop's name, and two doors, one's own shop and a demo shop to look around in."""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import loading, places, shops


class FirstStart(QWidget):
    """Says `opened(path)` once there is a shop. Nothing is made before a door is chosen."""

    opened = Signal(object)
    _made = Signal(object)
    _came = Signal(int, int)

    def __init__(
        self, path: Path, demo_path: Path, clock: Callable[[], datetime], *, demo: bool = False
    ) -> None:
        super().__init__()
        self._path, self._demo_path, self._clock = path, demo_path, clock
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="first start")
        self._stop = False
        self.setWindowTitle(self.tr("Shopkeeper"))
        look.mark(self, panel="page")
        found = places.guess(os.environ, clock().date())
        self.name = self._field(self.tr("Name of the shop"), "")
        self.country = self._field(self.tr("Country, two letters"), found.country)
        self.currency = self._field(self.tr("Currency, three letters"), found.currency)
        self.language = self._field(self.tr("Language, two letters"), found.language)
        self.timezone = self._field(self.tr("Time zone"), found.timezone)
        self.own = KeyButton(self.tr("My shop"), "Enter", kind="primary")
        self.look_around = QPushButton(self.tr("Look around in a demo shop"))
        self.problem = ErrorLine()
        self.waiting = ProgressLine()
        self._lay_out()
        self.country.editingFinished.connect(self._country_given)
        self.own.clicked.connect(self.open_own)
        self.look_around.clicked.connect(self.open_demo)
        self.name.returnPressed.connect(self.open_own)
        self.waiting.cancelled.connect(self._cancel)
        self._made.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.resize(look.px(620), look.px(520))
        self.name.setFocus()
        if demo:
            self.open_demo()

    def _field(self, label: str, text: str) -> QLineEdit:
        edit = QLineEdit(text, self)
        edit.setAccessibleName(label)
        return edit

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(44), look.px(36), look.px(44), look.px(36))
        column.setSpacing(look.px(14))
        column.addWidget(Sentence(self.tr("Welcome"), "name"))
        column.addWidget(
            Sentence(
                self.tr("A name is enough to begin. Everything else can be changed when you like."), tone="2"
            )
        )
        panel = Panel()
        form = QFormLayout()
        form.setHorizontalSpacing(look.px(18))
        form.setVerticalSpacing(look.px(8))
        for edit in (self.name, self.country, self.currency, self.language, self.timezone):
            form.addRow(Sentence(edit.accessibleName(), tone="2", wrap=False), edit)
        panel.add(form)
        column.addWidget(panel)
        column.addWidget(self.problem)
        column.addWidget(self.waiting)
        doors = QHBoxLayout()
        doors.addWidget(self.own, 1)
        doors.addWidget(self.look_around, 1)
        column.addLayout(doors)
        column.addWidget(
            Sentence(
                self.tr(
                    "The demo shop has 2,000 made-up members and a file of its own; it never mixes with yours."
                ),
                "small",
                "hint",
            )
        )
        column.addStretch(1)

    @Slot()
    def _country_given(self) -> None:
        if len(self.country.text().strip()) == 2:
            self.currency.setText(places.currency_of(self.country.text().strip(), self._clock().date()))

    @Slot()
    def open_own(self) -> None:
        """Make the shop as it is told and open it; a field that cannot be is said, and the form stays."""
        self.problem.clear()
        try:
            shop = shops.Shop(
                name=self.name.text(),
                currency=self.currency.text().strip().upper(),
                country=self.country.text().strip(),
                timezone=self.timezone.text().strip(),
                language=self.language.text().strip().lower(),
            )
            shops.create(self._path, shop, self._clock()).close()
        except (Declined, StorageTrouble) as error:
            self.problem.explain(error)
            fields = {
                "name": self.name,
                "country": self.country,
                "currency": self.currency,
                "timezone": self.timezone,
            }
            fields.get(getattr(error, "about", ""), self.name).setFocus()
            return
        self._leave(self._path)

    @Slot()
    def open_demo(self) -> None:
        """Make the demo shop, with progress; open the one that is there already."""
        self.problem.clear()
        if self._demo_path.exists():
            self._leave(self._demo_path)
            return
        self._stop = False
        for button in (self.own, self.look_around):
            button.setEnabled(False)
        self.waiting.begin(self.tr("Making the demo shop"))
        self._worker.submit(self._make, self._clock()).add_done_callback(self._made.emit)

    def _make(self, now: datetime) -> None:
        loading.create_demo(self._demo_path, now, progress=self._progress).close()

    def _progress(self, done: int, total: int) -> None:
        if self._stop:
            raise Cancelled
        self._came.emit(done, total)

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.waiting.come(done, total, self.tr("Making the demo shop"))

    @Slot()
    def _cancel(self) -> None:
        self._stop = True

    @Slot(object)
    def _arrived(self, future: "Future[None]") -> None:
        self.waiting.end()
        for button in (self.own, self.look_around):
            button.setEnabled(True)
        try:
            future.result()
        except (Declined, StorageTrouble, Cancelled) as error:
            self._sweep()
            if not isinstance(error, Cancelled):
                self.problem.explain(error)
            return
        self._leave(self._demo_path)

    def _sweep(self) -> None:
        """A demo shop that was not finished leaves nothing behind."""
        for ending in ("", "-wal", "-shm"):
            self._demo_path.with_name(self._demo_path.name + ending).unlink(missing_ok=True)

    def _leave(self, path: Path) -> None:
        self.opened.emit(path)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop = True
        self._worker.shutdown(wait=True)
        super().closeEvent(event)
