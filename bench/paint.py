"""From key press to painted list, offscreen: the text in the box, the answer, its rows painted, and nothing else due.

    python -m bench.paint [--members 20000] [--sessions 60] [--seed 1]

CPU time of the window's thread, in ms a key, beside an empty window of the same size being repainted whole.
"""

import argparse
import gc
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from bench import floors
from bench.floors import Row
from bench.lookup import fill
from bench.people import people, sessions
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.service import shops

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SHOP = shops.Shop("Bench", "GBP", "GB", "Europe/London")


def measure(count: int, typed: int, seed: int) -> list[Row]:
    """The rows of the table."""
    app = QApplication.instance() or QApplication(["bench"])
    look.wear(Wish(scheme="light", still=True))
    with tempfile.TemporaryDirectory() as folder:
        book = shops.create(Path(folder) / "shop.db", SHOP, NOW)
        made = people(count, seed)
        fill(book, made)
        program = Program(
            Desk(book, lambda: NOW), Remembered(Path(folder) / "window.json"), lambda _where: None
        )
        shell = program.shell
        shell.resize(1366, 768)
        program.start()
        while not shell.built("counter"):
            app.processEvents()
        page = shell.page("counter")
        assert isinstance(page, CounterPage)
        gc.collect()
        gc.freeze()  # as the program does once it has started
        taken: list[float] = []
        for session in sessions(made, typed, seed + 1):
            shell.find_box.set_text("")
            _settle(app)
            for text in session.keys:
                began = time.thread_time()
                shell.find_box.set_text(text)
                page.results.view.viewport().repaint()
                taken.append((time.thread_time() - began) * 1000)
                _settle(app)
        whole: list[float] = []
        for _ in range(50):
            began = time.thread_time()
            shell.repaint()
            whole.append((time.thread_time() - began) * 1000)
        shell.close()
    reach = 5.0 if count <= 200_000 else 8.0
    return [
        Row(
            "key press to painted list, median, over the window painted whole",
            floors.median(taken),
            floors.median(whole),
            None,
        ),
        Row(
            f"key press to painted list, p99 ({reach:g} ms to reach)",
            floors.percentile(taken, 0.99),
            reach,
            1,
        ),
    ]


def _settle(app: QCoreApplication) -> None:
    """What the last key has left due, a card that opened when the typing paused for one, is no part of the next."""
    for _ in range(4):
        app.processEvents()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    floors.show(
        f"The find box on the screen at {wish.members:,} members",
        measure(wish.members, wish.sessions, wish.seed),
    )


if __name__ == "__main__":
    main()
