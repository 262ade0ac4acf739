"""The window is there before anything heavy is: what a start brings in, and what it leaves for when it is needed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from shopkeeper.service import shops

ROOT = Path(__file__).resolve().parents[2]
START = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from shopkeeper import app as shopkeeper
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

found = {}

def window():
    program = running[0]._program
    if program is None or not program.shell.isVisible() or program.shell.focusWidget() is not program.shell.find_box.edit:
        QTimer.singleShot(0, window)
        return
    found["keys"] = sorted(sys.modules)
    QTimer.singleShot(0, answer)

def answer():
    shell = running[0]._program.shell
    if not shell.built("counter"):
        QTimer.singleShot(0, answer)
        return
    shell.find_box.edit.setText("ann")
    found["hits"] = len(shell.page("counter").results.model.hits)
    found["answer"] = sorted(sys.modules)
    QTimer.singleShot(100, rest)

def rest():
    if not {"shopkeeper.gui.pages.counter.beside", "anyascii"} <= set(sys.modules):
        QTimer.singleShot(50, rest)
        return
    found["rest"] = sorted(sys.modules)
    print(json.dumps(found), flush=True)
    QApplication.instance().quit()

running = []
plain = shopkeeper.App.__init__
def noted(self, options):
    plain(self, options)
    running.append(self)
    QTimer.singleShot(0, window)
shopkeeper.App.__init__ = noted
shopkeeper.main(shopkeeper.Options(shop=Path(sys.argv[1])))
"""
HEAVY = ("sqlalchemy", "alembic", "numpy", "scipy", "openpyxl")


def test_a_start_brings_in_nothing_heavy(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    path = tmp_path / "shop.db"
    shop = shops.Shop("Finch & Daughter", "GBP", "GB", "Europe/London")
    shops.create(path, shop, datetime(2026, 11, 20, 12, tzinfo=UTC)).close()
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_STATE_HOME": str(home),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", START, str(path)],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = json.loads(done.stdout)
    for moment in ("keys", "answer", "rest"):
        brought = {module.partition(".")[0] for module in found[moment]}
        assert not brought & set(HEAVY), (moment, brought & set(HEAVY))
    at_keys = set(found["keys"])
    assert "babel" not in at_keys
    # Value classes are not compiled, no fault has to be explained, and English is in no catalogue.
    assert not at_keys & {"dataclasses", "ast", "dis", "tokenize", "gettext", "calendar"}
    assert not at_keys & {"hashlib", "PySide6.QtNetwork", "PySide6.QtPrintSupport"}
    assert not any(module.startswith("shopkeeper.gui.pages") for module in at_keys)
    assert not at_keys & {
        "shopkeeper.service.acts",
        "shopkeeper.service.standings",
        "shopkeeper.rules.engine",
        "shopkeeper.gui.lock_page",
        "shopkeeper.gui.help",
    }
    # The list answers with what finds and shows members, and with nothing of what opens a card.
    at_answer = set(found["answer"])
    places = {module.split(".")[-1] for module in at_answer if module.startswith("shopkeeper.gui.pages.")}
    assert places == {"counter", "page", "parts", "results", "room"}
    assert not at_answer & {
        "shopkeeper.service.counter",
        "shopkeeper.service.acts",
        "shopkeeper.service.standings",
        "shopkeeper.service.purchases",
        "shopkeeper.gui.reception",
        "anyascii",
        "rapidfuzz",
        "PySide6.QtNetwork",
        "shopkeeper.rules.programme",  # whose tiers, where they are ours, are known by their names
        "fractions",
        "tomllib",
    }
    # What opens a card does without what prints, weighs likenesses and brings in OpenSSL.
    assert not set(found["rest"]) & {"rapidfuzz", "hashlib", "shopkeeper.paper", "uuid", "difflib", "html"}
    # Then the rest comes by itself, before anybody asks for it.
    assert {"shopkeeper.service.counter", "shopkeeper.gui.pages.counter.beside", "anyascii"} <= set(
        found["rest"]
    )
