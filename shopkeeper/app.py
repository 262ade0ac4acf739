"""The program with its window: one per shop, started quickly, closed without losing anything."""

from shopkeeper import unread

unread.leave("inspect", "traceback")

import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_config_path, user_data_path, user_log_path

from shopkeeper.gui import quick_qt
from shopkeeper.values import dataclass

quick_qt.bring_in()
from PySide6.QtCore import (
    QCoreApplication,
    QCryptographicHash,
    QElapsedTimer,
    QFileSystemWatcher,
    QLockFile,
    QObject,
    QThread,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication, QWidget

from shopkeeper import __version__
from shopkeeper.errors import Declined, StorageTrouble

if TYPE_CHECKING:
    from shopkeeper.gui.program import Program
    from shopkeeper.gui.turning_window import Wanted

log = logging.getLogger("shopkeeper")
STARTED_MS = 2000
KNOCKS_FOR_MS = 2000
HEARTBEAT_MS = 200
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


def demo_there() -> bool:
    """Whether there is a demo shop on this computer."""
    return demo_shop().exists()


class App(QObject):
    """The running program: which shop is open, and the way from one shop to another."""

    asked_to_rise = Signal()

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options
        self._program: Program | None = None
        self._other: QWidget | None = None  # the first start, or the trouble there is
        self._claimed: Path | None = None
        self._lock: QLockFile | None = None
        self._watch: QFileSystemWatcher | None = None
        self._door: Path | None = None  # where other starts on the same shop knock
        self.code = 0
        from shopkeeper.gui.remembered import Remembered

        self._store = Remembered(user_config_path("shopkeeper") / "window.json")

    def begin(self) -> int:
        """Open what was asked for. Answers 0, or the exit code if there is nothing to run."""
        from shopkeeper.gui import look, wishes

        look.wear(wishes.recalled(self._store))
        path = demo_shop() if self._options.demo else self._own_shop()
        if not self._only_one(path):
            return self.code if self._other is None else 0
        self._enter(path)
        return 0

    def _own_shop(self) -> Path:
        return self._options.shop or usual_shop()

    # ---- one program for one shop ----

    def _only_one(self, path: Path) -> bool:
        """Whether this is the first program on the shop; another one is asked to come to the front."""
        if self._claimed == path:
            return True
        shop = QCryptographicHash.hash(os.fsencode(path.resolve()), QCryptographicHash.Algorithm.Sha256)
        name = f"shopkeeper-{bytes(shop.toHex().data()).decode()[:24]}"
        folder = _runtime_folder()
        lock = QLockFile(str(folder / f"{name}.lock"))
        lock.setStaleLockTime(0)
        # The number of a program that was killed may belong to another by now; its hold on the file went with it.
        if not lock.tryLock(100):
            if _knock(folder / f"{name}.knock"):
                self.code = 0
                _say_to_terminal("This shop is open already. Its window was brought to the front.")
                return False
            if not (lock.removeStaleLockFile() and lock.tryLock(100)):
                self.code = 1
                self._say_aloud(
                    "This shop is open already, but its window does not answer. Nothing was changed. "
                    "Wait a moment and start again; if it stays so, end the program that hangs."
                )
                return False
        self.code = 0
        self._let_go()
        self._claimed, self._lock, self._door = path, lock, folder / f"{name}.knock"
        self._watch = QFileSystemWatcher([str(folder)], self)
        self._watch.directoryChanged.connect(self._look_at_the_door)
        QTimer.singleShot(0, self, self._look_at_the_door)
        return True

    def _say_aloud(self, sentence: str) -> None:
        """Say it where whoever started the program looks: on the terminal, or else in a window."""
        _say_to_terminal(sentence)
        if sys.stderr is None or not sys.stderr.isatty():
            from shopkeeper.gui.trouble import notice

            self._other = notice(sentence)
            self._other.show()

    @Slot()
    def _look_at_the_door(self) -> None:
        """Another start on the same shop leaves a file beside the lock; taking it away is the answer."""
        if self._door is None:
            return
        try:
            self._door.unlink()
        except OSError:  # nobody has knocked
            return
        self.asked_to_rise.emit()
        window = self._program.shell if self._program is not None else self._other
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    def _let_go(self) -> None:
        if self._watch is not None:
            self._watch.deleteLater()
        if self._lock is not None:
            self._lock.unlock()
        self._claimed = self._lock = self._watch = self._door = None

    # ---- from nothing, or from one shop, to the next ----

    def _enter(self, path: Path, told: str = "", brings: Path | None = None) -> None:
        """Open the shop, or begin with it; the caller has made sure that this is the only program on it."""
        if not path.exists():
            from shopkeeper.service.opening import mend_name

            mend_name(path)
        if path.exists():
            self._open(path, told, brings)
        else:
            self._first_start(path, demo=path == demo_shop())

    def _open(self, path: Path, told: str, brings: Path | None) -> None:
        from shopkeeper.service.opening import open_shop

        try:
            book = open_shop(path, clock())
            from shopkeeper.gui.desk import Desk
            from shopkeeper.gui.program import Program

            desk = Desk(book, clock, words=self._store.recall("words"))
        except (Declined, StorageTrouble) as error:
            self.code = 3 if isinstance(error, StorageTrouble) else 1
            if error.code == "locked_book":
                self._ask_passphrase(path)
            else:
                self._show_trouble(error, path)
            return
        self.code = 0
        self._program = Program(desk, self._store, self.go_to, demo_there)
        self._program.start(told, brings)

    def _turn(self, path: Path, wanted: "Wanted") -> None:
        from shopkeeper.gui.turning_window import TurningWindow

        turning = TurningWindow(path, wanted, clock())
        turning.done.connect(self._again)
        self._other = turning
        turning.show()

    def _ask_passphrase(self, path: Path) -> None:
        from shopkeeper.gui.passphrase import PassphraseWindow

        asking = PassphraseWindow(path)
        asking.opened.connect(self._passphrase_said)
        self._other = asking
        asking.show()

    @Slot()
    def _passphrase_said(self) -> None:
        self._again("")

    def _show_trouble(self, error: Declined | StorageTrouble, path: Path) -> None:
        from shopkeeper.gui.trouble import TroubleWindow
        from shopkeeper.service import places

        _say_to_terminal(str(error))
        trouble = TroubleWindow(error, path, places.guess(os.environ, clock().date()), clock)
        trouble.again.connect(self._again)
        self._other = trouble
        trouble.show()

    @Slot(str)
    def _again(self, told: str) -> None:
        """The trouble may be over."""
        before, self._other = self._other, None
        assert self._claimed is not None
        self._enter(self._claimed, told)
        if before is not None:
            before.close()
            before.deleteLater()

    def _first_start(self, path: Path, *, demo: bool = False) -> None:
        from shopkeeper.gui.pages.firststart import FirstStart

        first = FirstStart(path, demo_shop(), clock, demo=demo)
        first.opened.connect(self._first_done)
        self._other = first
        first.show()

    @Slot(object, object)
    def _first_done(self, path: Path, brings: Path | None) -> None:
        """The first start has made (or found) a shop, and a list may be there to come into it."""
        first, self._other = self._other, None
        if self._only_one(path):
            self._enter(path, brings=brings)
        if first is not None:
            first.deleteLater()

    def go_to(self, where: str) -> None:
        """Leave this shop for `demo` or `own`, open it `again`, show that it is `damaged`, have it locked or unlocked: `turn`, or have the demo shop removed: `demo removed`."""
        assert self._claimed is not None
        here = self._claimed
        if where == "demo removed" and here != demo_shop():
            self._remove_demo()
            return
        path = {"again": here, "damaged": here, "turn": here, "demo": demo_shop()}.get(
            where, self._own_shop()
        )
        if not self._only_one(path):  # it is open in a window of its own, which is in front now
            return
        told, turning = "", None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setQuitOnLastWindowClosed(False)
        if self._program is not None:
            program, self._program = self._program, None
            told, turning = program.farewell, program.turning
            program.shell.close()
            program.shell.deleteLater()
            program.deleteLater()
        if where == "demo removed":
            shutil.rmtree(demo_shop().parent)
        if where == "damaged":
            self._show_trouble(StorageTrouble("damaged", "The file of the book is damaged."), path)
        elif turning is not None:
            self._turn(path, turning)
        else:
            self._enter(path, told)
        application.setQuitOnLastWindowClosed(True)

    def _remove_demo(self) -> None:
        """From one's own shop: the demo shop goes, unless a window of its own has it open."""
        own, self._claimed = self._claimed, None
        held = self._lock, self._watch, self._door
        self._lock = self._watch = self._door = None
        free = self._only_one(demo_shop())
        if free:
            shutil.rmtree(demo_shop().parent)
            self._let_go()
        self._claimed, (self._lock, self._watch, self._door) = own, held
        if self._program is not None:
            self._program.demo_gone(gone=free)

    def close(self) -> None:
        """Finish what was sent and let go of everything."""
        if self._program is not None:
            self._program.shell.close()
            self._program.desk.close()
        if self._other is not None:
            self._other.close()
        self._let_go()


def _knock(door: Path) -> bool:
    """Ask the first program for its window; whether it answered."""
    asked = QElapsedTimer()
    asked.start()
    door.touch(mode=0o600)
    while door.exists():
        if asked.elapsed() >= KNOCKS_FOR_MS:
            door.unlink(missing_ok=True)
            return False
        QThread.msleep(KNOCKS_FOR_MS // 100)
    return True


def _say_to_terminal(sentence: str) -> None:
    if sys.stderr is not None:  # a window started from a menu has none
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


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
        QTimer.singleShot(0, application.quit)  # where it has not begun to listen yet

    return end


def _keep_what_started() -> None:
    """What the start has made stays: looking through it for what is unused would hold up the start itself, and the
    window for a fifth of a second whenever a long story or a list makes many small things. From then on the desk
    collects (`gui.tidying`)."""
    gc.freeze()


def _look_up() -> None:
    """Python hears a signal when it runs; while Qt waits for events, nothing of Python does."""


def main(options: Options) -> int:
    """Run the window until it is closed; answers the exit code."""
    gc.disable()
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
    heartbeat = QTimer()
    heartbeat.timeout.connect(_look_up)
    heartbeat.start(HEARTBEAT_MS)
    app = App(options)
    QTimer.singleShot(STARTED_MS, _keep_what_started)
    code = app.begin()
    if not code and application.topLevelWidgets():
        application.exec()
        code = app.code
    app.close()
    gc.enable()
    return code
