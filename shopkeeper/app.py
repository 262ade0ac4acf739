"""The program with its window: one per shop, started quickly, closed without losing anything."""

import builtins
import gc
import hashlib
import logging
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_config_path, user_data_path, user_log_path

# PySide6 replaces the import function and then reads the source of every module imported after it; putting the
# plain one back saves a third of the time to start.
_plain_import = builtins.__import__
from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer, Signal, Slot  # noqa: E402
from PySide6.QtNetwork import QLocalServer, QLocalSocket  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

builtins.__import__ = _plain_import

from shopkeeper import __version__  # noqa: E402
from shopkeeper.errors import Declined, StorageTrouble  # noqa: E402

if TYPE_CHECKING:
    from shopkeeper.gui.program import Program

log = logging.getLogger("shopkeeper")
RAISE_WAIT_MS = 1000
STARTED_MS = 2000
LOG_AT_MOST = 500_000  # bytes; a longer one is put aside at the next start


@dataclass(frozen=True)
class Options:
    """How the window was asked for: which shop, the demo shop instead, and what Qt itself is told."""

    shop: Path | None = None
    demo: bool = False
    platform: str = ""


def clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def usual_shop() -> Path:
    """Where the shop is when nobody says otherwise."""
    return user_data_path("shopkeeper") / "shop.db"


def demo_shop() -> Path:
    """Where the demo shop is; its folder is all there is of it."""
    return user_data_path("shopkeeper") / "demo" / "shop.db"


class App(QObject):
    """The running program: which shop is open, and the way from one shop to another."""

    asked_to_rise = Signal()

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options
        self._program: Program | None = None
        self._first: QObject | None = None
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None
        from shopkeeper.gui.remembered import Remembered

        self._store = Remembered(user_config_path("shopkeeper") / "window.json")

    def begin(self) -> int:
        """Open what was asked for. Answers 0, or the exit code if there is nothing to run."""
        from shopkeeper.gui import look, wishes

        look.wear(wishes.recalled(self._store))
        if self._options.demo:
            return self._open_demo()
        path = self._options.shop or usual_shop()
        return self._open(path) if path.exists() else self._first_start(path)

    # ---- one program for one shop ----

    def _only_one(self, path: Path) -> bool:
        """Whether this is the first program on the shop; the other one is asked to come to the front."""
        name = "shopkeeper-" + hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:24]
        lock = QLockFile(str(_runtime_folder() / f"{name}.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(100):
            socket = QLocalSocket()
            socket.connectToServer(name)
            if socket.waitForConnected(RAISE_WAIT_MS):
                socket.write(b"raise\n")
                socket.waitForBytesWritten(RAISE_WAIT_MS)
                socket.disconnectFromServer()
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)
        server.listen(name)
        server.newConnection.connect(self._knocked)
        if self._lock is not None:
            self._lock.unlock()
        if self._server is not None:
            self._server.close()
        self._lock, self._server = lock, server
        return True

    @Slot()
    def _knocked(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.deleteLater()
        self.asked_to_rise.emit()
        if self._program is not None:
            window = self._program.shell
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    # ---- from nothing, or from one shop, to the next ----

    def _open(self, path: Path) -> int:
        if not self._only_one(path):
            return 0
        from shopkeeper.gui.trouble import show_trouble
        from shopkeeper.service.opening import open_shop

        try:
            book = open_shop(path, clock())
            from shopkeeper.gui.desk import Desk
            from shopkeeper.gui.program import Program

            desk = Desk(book, clock)
        except (Declined, StorageTrouble) as error:
            show_trouble(str(error), path)
            return 3 if isinstance(error, StorageTrouble) else 1
        self._program = Program(desk, self._store, self.go_to)
        self._program.start()
        # What the start has made stays: looking through it again for what is unused would hold up the window for a
        # fifth of a second, whenever a long story or a list makes many small things.
        QTimer.singleShot(STARTED_MS, gc.freeze)
        return 0

    def _open_demo(self) -> int:
        path = demo_shop()
        if path.exists():
            return self._open(path)
        return self._first_start(path, demo=True)

    def _first_start(self, path: Path, *, demo: bool = False) -> int:
        from shopkeeper.gui.pages.firststart import FirstStart

        first = FirstStart(path, demo_shop(), clock, demo=demo)
        first.opened.connect(self._first_done)
        self._first = first
        first.show()
        return 0

    @Slot(object)
    def _first_done(self, path: Path) -> None:
        """The first start has made (or found) a shop."""
        first = self._first
        self._first = None
        self._open(path)
        if first is not None:
            first.deleteLater()

    def go_to(self, where: str) -> None:
        """Leave this shop for another: `demo`, `own`, or `demo removed` (which goes back to one's own)."""
        if self._program is not None:
            program, self._program = self._program, None
            program.shell.close()
            program.deleteLater()
        if where == "demo removed":
            for file in sorted(demo_shop().parent.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
        if where == "demo":
            self._open_demo()
            return
        own = self._options.shop or usual_shop()
        if own.exists():
            self._open(own)
        else:
            self._first_start(own)

    def close(self) -> None:
        """Finish what was sent and let go of everything."""
        if self._program is not None:
            self._program.shell.close()
            self._program.desk.close()
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.unlock()


def _runtime_folder() -> Path:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    own = folder / f"shopkeeper-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    return own


def _keep_log() -> None:
    """Logs hold ids and what went wrong, never names, phones or notes."""
    folder = user_log_path("shopkeeper")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / "shopkeeper.log"
        if file.exists() and file.stat().st_size > LOG_AT_MOST:
            file.replace(folder / "shopkeeper.log.1")
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _crash_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours: written down where it happened, without the values of it, and shown so that it can be told."""
    where = "".join(traceback.format_tb(trace)) + kind.__name__
    log.error("fault\n%s", where)
    if QCoreApplication.instance() is None:
        sys.__excepthook__(kind, error, trace)
        return
    from shopkeeper.gui.trouble import show_fault

    show_fault(f"shopkeeper {__version__} · {sys.platform} · Python {sys.version.split()[0]}\n{where}")


def _end_politely(application: QApplication) -> Callable[[int, FrameType | None], None]:
    def end(_signal: int, _frame: FrameType | None) -> None:
        application.quit()

    return end


def main(options: Options) -> int:
    """Run the window until it is closed; answers the exit code."""
    if os.name == "posix":
        os.umask(0o077)
    if options.platform:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    application = QApplication(sys.argv[:1])
    application.setApplicationName("shopkeeper")
    application.setApplicationDisplayName("Shopkeeper")
    application.setDesktopFileName("shopkeeper")
    _keep_log()
    sys.excepthook = _crash_hook
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end_politely(application))
    heartbeat = QTimer()  # lets Python see a signal while Qt waits
    heartbeat.start(250)
    app = App(options)
    code = app.begin()
    if code or not application.topLevelWidgets():
        app.close()
        return code
    code = application.exec()
    app.close()
    return code
