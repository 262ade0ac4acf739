"""How long until the find box takes keys, and how much memory rests, beside a bare window of the same Qt.

    python -m bench.start [--times 5]

Each start is a process of its own: CPU and wall time from the interpreter's first line to the event loop's first turn
with the window painted; memory is what is resident when it has been idle for a moment.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import floors
from bench.floors import Row
from shopkeeper.service import loading

ROOT = Path(__file__).resolve().parent.parent

TAIL = """
def memory():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) / 1024
def report(label, found={}):
    found[label] = (time.perf_counter() - began, time.process_time())
    return found
"""
BARE = (
    """
import time; began = time.perf_counter()
import builtins; plain = builtins.__import__
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QLineEdit
builtins.__import__ = plain
import json, sys
"""
    + TAIL
    + """
app = QApplication(sys.argv[:1])
window = QMainWindow(); edit = QLineEdit(); window.setCentralWidget(edit); window.resize(1280, 800); window.show(); edit.setFocus()
def first():
    report("keys"); report("answer"); QTimer.singleShot(1500, last)
def last():
    print(json.dumps({**report("x"), "memory": memory()})); app.quit()
QTimer.singleShot(0, first)
app.exec()
"""
)
OURS = (
    """
import time; began = time.perf_counter()
import sys, json
from pathlib import Path
from shopkeeper import app as shopkeeper
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
"""
    + TAIL
    + """
def watch():
    program = running[0]._program
    if program is None or not program.shell.isVisible():
        QTimer.singleShot(0, watch); return
    report("keys")
    program.shell.find_box.edit.setText("mar")
    QTimer.singleShot(0, answered)
def answered():
    report("answer"); QTimer.singleShot(1500, last)
def last():
    print(json.dumps({**report("x"), "memory": memory()})); sys.stdout.flush(); QApplication.instance().quit()
running = []
plain_init = shopkeeper.App.__init__
def noted(self, options):
    plain_init(self, options); running.append(self); QTimer.singleShot(0, watch)
shopkeeper.App.__init__ = noted
shopkeeper.main(shopkeeper.Options(shop=Path(sys.argv[1])))
"""
)


def run(code: str, *arguments: str, home: Path) -> dict[str, list[float] | float]:
    """Start once in a process of its own; what it measured of itself."""
    # Both run compiled, as an installed program does, wherever this process was told to leave nothing behind.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **plain, "PYTHONPYCACHEPREFIX": str(home / "compiled"), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(home),
        "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_STATE_HOME": str(home),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, list[float] | float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measure(times: int) -> list[Row]:
    """The rows of the table, CPU time in ms and memory in MB, the middle of several starts."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o700)
        path = home / "shop" / "shop.db"
        loading.create_demo(path, datetime(2026, 11, 21, 10, tzinfo=UTC)).close()
        run(BARE, home=home)
        run(
            OURS, str(path), home=home
        )  # compiling, the day's backup and the first catching-up are not a start
        bare = [run(BARE, home=home) for _ in range(times)]
        ours = [run(OURS, str(path), home=home) for _ in range(times)]

    def middle(runs: list[dict[str, list[float] | float]], what: str) -> float:
        return statistics.median(run[what][1] * 1000 for run in runs)  # type: ignore[index]

    return [
        Row("start to a find box that takes keys, CPU", middle(ours, "keys"), middle(bare, "keys"), 1.3),
        Row("start to its first answer, CPU", middle(ours, "answer"), middle(bare, "answer"), 1.5),
        Row(
            "memory when idle, resident",
            statistics.median(run["memory"] for run in ours),  # type: ignore[type-var]
            statistics.median(run["memory"] for run in bare),  # type: ignore[type-var]
            1.6,
            unit="MB",
        ),
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    floors.show("Start and rest, over a bare window of the same Qt", measure(parser.parse_args().times))


if __name__ == "__main__":
    main()
