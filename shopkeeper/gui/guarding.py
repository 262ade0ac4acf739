"""PINs in the window: who serves proves it, the owner is asked in place, and the window locks when it is left alone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.shell import Shell
from shopkeeper.service import people, pins

if TYPE_CHECKING:
    from shopkeeper.gui.lock_page import LockPage
    from shopkeeper.gui.pin_sheet import PinSheet


DOORS_SHUT_MS = 3 * 60_000
TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin)  # fmt: skip


class Guard(QObject):
    """Says `serves(person)` once somebody may be taken for who they say they are. What the owner's PIN has opened is shut
    when another place is shown, somebody else serves, the window locks, or nobody touches it for some minutes."""

    serves = Signal(int)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._desk, self._shell = desk, shell
        self._sheet: PinSheet | None = None
        self._page: LockPage | None = None
        shell.lock_asked.connect(self._lock)
        desk.owner_asked.connect(self._ask_owner)
        desk.doors_moved.connect(self._doors_moved)
        shell.place_changed.connect(self._shut_doors)
        self._shutting = QTimer(self)
        self._shutting.setSingleShot(True)
        self._shutting.setInterval(DOORS_SHUT_MS)
        self._shutting.timeout.connect(self._shut_doors)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Take up after how many minutes the window locks."""
        minutes = self._desk.ask(pins.idle_minutes)
        if minutes or self._page is not None:
            self.page.set_minutes(minutes)

    def begin(self) -> None:
        """As the window opens: a shop that locks itself is not opened by starting the program anew."""
        if self._desk.ask(pins.idle_minutes):
            self.page.draw()

    @property
    def page(self) -> "LockPage":
        """What covers a locked window, made where the window locks itself or is first told to."""
        if self._page is None:
            from shopkeeper.gui.lock_page import LockPage

            self._page = LockPage(self._desk, self._shell)
            self._page.opened.connect(self.serves)
            self._page.moved.connect(self._shell.hide_title)
            self._page.moved.connect(self._shut_doors)
            self._shell.closing.connect(self._page.end)
        return self._page

    @Slot()
    def _lock(self) -> None:
        self.page.lock()

    @Slot()
    def _shut_doors(self, *_told: object) -> None:
        self._desk.shut_doors()

    @Slot()
    def _doors_moved(self) -> None:
        """Every event of the program passes by here only while something is open: it is what typing would feel."""
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._shutting.stop()
        if self._desk.anything_open:
            application.installEventFilter(self)
            self._shutting.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._shutting.start()
        return False

    @property
    def sheet(self) -> "PinSheet":
        """Where a PIN is asked, made when it is first needed."""
        if self._sheet is None:
            from shopkeeper.gui.pin_sheet import PinSheet

            self._sheet = PinSheet(self._desk, self._shell)
            self._sheet.served.connect(self.serves)
        return self._sheet

    @Slot(object)
    def _ask_owner(self, sent: Sent) -> None:
        self.sheet.ask_owner(sent)

    def choose(self, person_id: int) -> None:
        """Somebody is chosen as who serves: where they have a PIN, and PINs are in use, they prove it first."""
        ask = self._desk.ask
        if not ask(pins.in_use) or person_id not in ask(pins.have_one):
            self._shut_doors()
            self.serves.emit(person_id)
            return
        name = next((one.name for one in ask(people.everyone) if one.id == person_id), "")
        self.sheet.ask_person(person_id, name)

    def forget_sheet(self) -> None:
        """The size of text has changed."""
        if self._sheet is not None and self._sheet.isHidden():
            self._sheet.deleteLater()
            self._sheet = None
