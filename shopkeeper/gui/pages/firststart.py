"""The first start: the shop's name, and four doors: one's own shop, a demo shop, a list brought along, a backup brought back."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look, made_up_faces, tongue
from shopkeeper.gui.asking import Asker, elided
from shopkeeper.gui.dropping import Drops
from shopkeeper.gui.widgets.choice import Choice
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton, press_focused_button
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import loading, places, shops

if TYPE_CHECKING:
    from shopkeeper.service.backups import Restored

SIDE_BY_SIDE = 1.2  # the largest text size at which two fields stand beside each other
_DOOR = 250  # pixels at text size 100 %: the doors are all of one width


class FirstStart(QWidget):
    """Says `opened(path, list)` once there is a shop, with the list to bring into it or None. Nothing is made before
    a door is chosen. `asker` is who asks for the list."""

    opened = Signal(object, object)
    _made = Signal(object)
    _back = Signal(object)
    _came = Signal(int, int)

    def __init__(
        self, path: Path, demo_path: Path, clock: Callable[[], datetime], *, demo: bool = False
    ) -> None:
        super().__init__()
        found = places.guess(os.environ, clock().date())
        tongue.speak(found.language)
        spoken = tongue.spoken()
        self._path, self._demo_path, self._clock = path, demo_path, clock
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="first start")
        self._stop = False
        self._list: Path | None = None  # chosen or dropped, and waiting for the shop
        self._backup = Path()
        self.asker = Asker()
        self._drops = Drops(self)
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Shopkeeper"))
        look.mark(self, panel="page")
        self.name = Field(self.tr("Name of the shop"), self, longest=200)
        self.country = self._choice(self.tr("Country"), places.countries(spoken), found.country)
        self.currency = self._choice(
            self.tr("Currency"), places.currencies(clock().date(), spoken), found.currency
        )
        self.language = self._choice(self.tr("Language"), places.languages(spoken), found.language)
        zones = [(zone, zone) for zone in places.zones()]
        self.timezone = self._choice(self.tr("Time zone"), zones, found.timezone)
        self.own = KeyButton(self.tr("My shop"), "Enter", kind="primary")
        self.look_around = QPushButton(self.tr("Look around in a demo shop"), self)
        self.bring = QPushButton(self.tr("Bring my list…"), self)
        self.bring_back = QPushButton(self.tr("Bring back a backup…"), self)
        self.secret = Secret(self.tr("The passphrase, or the recovery code, of that backup"), self)
        self.secret.hide()
        self.brings = Sentence("", "body", "accent", self)
        self.problem = ErrorLine()
        self.waiting = ProgressLine()
        self._lay_out()
        self.country.changed.connect(self._country_given)
        self.own.clicked.connect(self.open_own)
        self.look_around.clicked.connect(self.open_demo)
        self.bring.clicked.connect(self.bring_list)
        self.bring_back.clicked.connect(self.restore_backup)
        self.secret.entered.connect(self._restore)
        self._drops.dropped.connect(self._bring)
        self.name.entered.connect(self.open_own)
        self.waiting.cancelled.connect(self._cancel)
        self._made.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._back.connect(self._came_back, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        look.size_window(self, 680, 700)
        self.name.setFocus()
        if demo:
            self.open_demo()

    def _choice(self, name: str, choices: Sequence[tuple[str, str]], value: str) -> Choice:
        choice = Choice(name, self)
        choice.set_choices(choices)
        choice.set_value(value)
        return choice

    def _lay_out(self) -> None:
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(44), look.px(30), look.px(44), look.px(30))
        column.setSpacing(look.px(14))
        column.addWidget(Sentence(self.tr("Welcome"), "name"))
        column.addWidget(
            Sentence(
                self.tr("A name is enough to begin. Everything else can be changed when you like."), tone="2"
            )
        )
        panel = Panel()
        panel.add(self.name)
        form = QGridLayout()
        form.setHorizontalSpacing(look.px(14))
        form.setVerticalSpacing(look.px(8))
        columns = 1 if look.scale() > SIDE_BY_SIDE else 2
        for number, choice in enumerate((self.country, self.currency, self.language, self.timezone)):
            form.addWidget(choice, number // columns, number % columns)
        for number in range(columns):
            form.setColumnStretch(number, 1)
        panel.add(form)
        column.addWidget(panel)
        self.brings.hide()
        column.addWidget(self.brings)
        column.addWidget(self.secret)
        column.addWidget(self.problem)
        column.addWidget(self.waiting)
        doors = Panel()
        self._door(
            doors,
            self.own,
            self.tr("Begin with an empty book. The counter is open, and Ctrl N enrols the first member."),
        )
        self._door(
            doors,
            self.look_around,
            self.tr("2,000 made-up members in a file of their own, which never mixes with yours."),
        )
        self._door(
            doors,
            self.bring,
            self.tr(
                "CSV, Excel or an address book: choose the file, or drop it on this window. You see what would come of"
                " it before anything is kept."
            ),
        )
        self._door(
            doors,
            self.bring_back,
            self.tr("The shop as it was, from a stick or another computer. The backup itself is only read."),
        )
        column.addWidget(doors)
        column.addStretch(1)

    def _door(self, doors: Panel, button: QPushButton, words: str) -> None:
        """A way in, and what lies behind it."""
        if doors.body.count():
            doors.add(line(doors))
        row = QGridLayout()
        row.setHorizontalSpacing(look.px(14))
        row.addWidget(button, 0, 0)
        beside = look.scale() <= SIDE_BY_SIDE
        row.addWidget(Sentence(words, "body", "2", doors), 0 if beside else 1, 1 if beside else 0)
        row.setColumnStretch(1 if beside else 0, 1)
        button.setMinimumWidth(look.px(_DOOR))
        doors.add(row)

    @Slot()
    def _country_given(self) -> None:
        country = self.country.value
        if len(country) == 2:
            self.currency.set_value(places.currency_of(country, self._clock().date()))

    @Slot()
    def open_own(self) -> None:
        """Make the shop as it is told and open it; a field that cannot be is said, and the form stays."""
        self.problem.clear()
        try:
            shop = shops.Shop(
                name=self.name.text,
                currency=self.currency.value,
                country=self.country.value,
                timezone=self.timezone.value,
                language=self.language.value,
            )
            shops.create(self._path, shop, self._clock()).close()
        except (Declined, StorageTrouble) as error:
            self._explain(error)
            return
        self._leave(self._path, self._list)

    @Slot()
    def bring_list(self) -> None:
        """Ask for the list, then make the shop and open it with the list in hand."""
        path = self.asker.list(self)
        if path is not None:
            self._bring(path)

    @Slot(object)
    def _bring(self, path: object) -> None:
        """A list was chosen or dropped: it waits, by name, where the shop is not told well enough yet."""
        if self.waiting.isVisible():
            return
        assert isinstance(path, Path)
        self._list = path
        self.brings.setText(
            self.tr("{file} comes in as soon as the shop has a name.").format(file=elided(path.name))
        )
        self.brings.show()
        self.open_own()

    def _explain(self, error: Declined | StorageTrouble) -> None:
        """Says why not, at the field it concerns."""
        fields: dict[str, Field | Choice] = {
            "name": self.name,
            "country": self.country,
            "currency": self.currency,
            "timezone": self.timezone,
        }
        field = fields.get(getattr(error, "about", ""))
        if field is None:
            self.problem.explain(error)
        else:
            field.say(error.because)
            field.setFocus()

    @Slot()
    def open_demo(self) -> None:
        """Make the demo shop, with progress; open the one that is there already."""
        self.problem.clear()
        if self._demo_path.exists():
            self._leave(self._demo_path)
            return
        self._stop = False
        self._set_busy(True)
        self.waiting.begin(self.tr("Making the demo shop"))
        self._worker.submit(self._make, self._clock()).add_done_callback(self._made.emit)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.own, self.look_around, self.bring, self.bring_back):
            button.setEnabled(not busy)

    def _make(self, now: datetime) -> None:
        loading.create_demo(self._demo_path, now, progress=self._progress, draw=made_up_faces.drawn).close()

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
        self._set_busy(False)
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

    # ---- a shop that was here before, or on another computer ----

    @Slot()
    def restore_backup(self) -> None:
        """Ask for a backup and make it this computer's shop; its passphrase is asked for where it has one."""
        file = self.asker.open(self, self.tr("Bring back a backup"), self.tr("Backups (*.db)"))
        if file is not None:
            self._backup = file
            self.secret.clear()
            self.secret.hide()
            self._restore()

    @Slot()
    def _restore(self) -> None:
        if self.waiting.isVisible():
            return
        self.problem.clear()
        self._set_busy(True)
        self.waiting.begin(self.tr("Reading the backup through and bringing it back"), can_cancel=False)
        told = self._path, self._backup, self.secret.text, self._clock()
        self._worker.submit(_brought_back, *told).add_done_callback(self._back.emit)

    @Slot(object)
    def _came_back(self, future: "Future[Restored]") -> None:
        self.waiting.end()
        self._set_busy(False)
        try:
            future.result()
        except (Declined, StorageTrouble) as error:
            if getattr(error, "about", "") not in ("passphrase", "code"):
                self.problem.explain(error)
                return
            self.secret.show()
            self.secret.say(error.because)
            self.secret.setFocus()
            return
        self._leave(self._path)

    def _leave(self, path: Path, brings: Path | None = None) -> None:
        self.opened.emit(path, brings)
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drops.listen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop = True
        self._worker.shutdown(wait=True)
        super().closeEvent(event)


def _brought_back(path: Path, backup: Path, secret: str, now: datetime) -> "Restored":
    """Make the backup the shop of this computer, opened with what was said where it is locked."""
    from shopkeeper.service import backups, locks  # nobody who begins anew waits for these

    if secret:
        locks.open_with(backup, secret)
    return backups.restore_over(path, backup, now)
