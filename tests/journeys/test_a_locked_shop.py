"""A shop is locked in its window, found open again, its copies follow; the next start asks, and a wrong word opens nothing."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopkeeper.service import backups, members, shops
from shopkeeper.service.details import Details

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four lemons on a tram"
# A person before the running program: each step waits for what it needs, then does one thing.
RUN = """
import json, sys, time
from pathlib import Path
from shopkeeper import app as shopkeeper
from shopkeeper.records import keyfile, turning
from shopkeeper.gui.passphrase import PassphraseWindow
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

keyfile.MEMORY_KIB, keyfile.ITERATIONS, turning.OUTWAIT_S = 8_192, 1, 0.05
path, passphrase, locking = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "lock"
told, began = {"titles": []}, time.monotonic()

def program():
    one = running[0]._program
    return one if one is not None and one.shell.isVisible() and one.shell.current == "counter" else None

def asks_code():
    if program() is None:
        return False
    lock = program().shell.page("settings").lock
    for field in (lock.passphrase, lock.again):
        field.set_text(passphrase)
    lock.go_on.click()
    told["code"] = lock._code
    lock.proof.set_text(lock._code.split("-")[2])
    running[0].was = program()
    lock.do.click()
    return True

def is_open_again():
    if program() is None or program() is running[0].was or program().shell.toast is None:
        return False
    told["toast"] = program().shell.toast.text
    return True

def followed():
    return not turning.aside_of(path).exists()

def is_asked():
    return isinstance(running[0]._other, PassphraseWindow)

def says_wrong():
    running[0]._other.passphrase.set_text("a wrong passphrase")
    running[0]._other.try_it()
    return True

def is_refused():
    if "not the passphrase" not in running[0]._other.passphrase.error.text:
        return False
    told["titles"].append(running[0]._other.windowTitle())
    running[0]._other.passphrase.set_text(passphrase)
    running[0]._other.try_it()
    return True

def is_open():
    if program() is None:
        return False
    program().shell.find_box.edit.setText("winter")
    told["hits"] = len(program().shell.page("counter").results.model.hits)
    return True

steps = [asks_code, is_open_again, followed] if locking else [is_asked, says_wrong, is_refused, is_open]

def step():
    if time.monotonic() - began > 50:
        told["stuck"] = steps[0].__name__
        steps.clear()
    elif steps[0]():
        steps.pop(0)
    if steps:
        QTimer.singleShot(20, step)
    else:
        print(json.dumps(told), flush=True)
        QApplication.instance().quit()

running = []
plain = shopkeeper.App.__init__
def noted(self, options):
    plain(self, options)
    running.append(self)
    QTimer.singleShot(0, step)
shopkeeper.App.__init__ = noted
shopkeeper.main(shopkeeper.Options(shop=path))
"""


def run(path: Path, home: Path, way: str) -> dict[str, Any]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_STATE_HOME": str(home),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path), PASSPHRASE, way],
        env=environment, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    assert done.stdout, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert "stuck" not in answer, (answer, done.stderr)
    return answer


def test_a_shop_is_locked_in_its_window_and_asks_at_the_next_start(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    path = tmp_path / "shop.db"
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    book = shops.create(path, shops.Shop("Finch & Daughter", "GBP", "GB", "Europe/London"), now)
    with book.writing(now) as w:
        members.enrol(w, Details("Anna Wintergruen"))
    backups.make(book, now, "by hand")
    book.close()
    locked = run(path, home, "lock")
    assert locked["toast"] == "The book is locked" and len(locked["code"]) == 41
    left = [file for file in tmp_path.rglob("*") if file.is_file() and b"Wintergruen" in file.read_bytes()]
    assert left == []
    opened = run(path, home, "open")
    assert opened["hits"] == 1 and opened["titles"] == ["Shopkeeper"]
