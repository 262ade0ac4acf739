"""From key press to painted list, offscreen: the text in the box, the answer, its rows painted, and nothing else due.

    python -m bench.paint [--members 20000] [--sessions 60] [--seed 1] [--keep FOLDER]

CPU time of the window's thread, in ms a key. A key is a key event to the find box; what it makes due (layouts, the list,
the box, the line above the list) is laid out and painted within its time. The answer's own share stands beside, and what
is not the answer; each column is a percentile of its own. `--keep` builds the book in a folder, or takes the one that an
earlier run of the same size and seed built there.
"""

import argparse
import gc
import pickle
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bench import books, floors
from bench.books import NOW
from bench.people import Session, people, sessions
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.opening import open_book
from shopkeeper.service import finding

REACH_MS = {20_000: 5.0, 200_000: 5.0, 1_000_000: 8.0}

Taken = list[tuple[float, float]]
"""Of each key, in ms: all of it, and the answer alone."""


class TimedDesk(Desk):
    """A desk that sums up how long the find box's answers take."""

    answering = 0.0

    def ask(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The same, with a look at the clock around each answer of the find box."""
        if question is not finding.find:
            return super().ask(question, *args, **kwargs)
        began = time.thread_time()
        try:
            return super().ask(question, *args, **kwargs)
        finally:
            self.answering += time.thread_time() - began


def built(folder: Path, count: int, typed: int, seed: int) -> list[Session]:
    """Builds the book and what is typed, unless that stands there already."""
    kept = folder / f"typed-{count}-{typed}-{seed}.pickle"
    if not kept.exists():
        made = people(count, seed)
        if not (folder / "shop.db").exists():
            book, _ = books.of(folder, made, seed)
            book.close()
        kept.write_bytes(pickle.dumps(sessions(made, typed, seed + 1)))
    found: list[Session] = pickle.loads(kept.read_bytes())  # noqa: S301  ours, a moment ago
    return found


class Typist:
    """Types into the find box of a window, and takes the time until the list is painted."""

    def __init__(self, app: QCoreApplication, folder: Path) -> None:
        self._app = app
        self.desk = TimedDesk(open_book(folder / "shop.db"), lambda: NOW)
        self._program = Program(self.desk, Remembered(folder / "window.json"), lambda _where: None)
        self.shell = self._program.shell
        self.shell.resize(1366, 768)
        self._program.start()
        while not self.shell.built("counter"):
            app.processEvents()
        page = self.shell.page("counter")
        assert isinstance(page, CounterPage)
        self.page = page
        while page._parts.coming:  # as they are there a second after the start
            app.processEvents()
        self.settle()

    def key(self, letter: str) -> tuple[float, float]:
        """One key, in ms: all of it, and the answer alone."""
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        self.desk.answering = 0.0
        began = time.thread_time()
        QCoreApplication.sendEvent(self.shell.find_box.edit, event)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.repaint_list()
        return (time.thread_time() - began) * 1000, self.desk.answering * 1000

    def repaint_list(self) -> None:
        """Paints the list, and with it whatever of the window is due."""
        self.page.results.view.viewport().repaint()

    def settle(self) -> None:
        """What the last key has left due, a card that opened when the typing paused for one, is no part of the next."""
        for _ in range(8):
            self._app.processEvents()

    def type(self, session: Session) -> Taken:
        """Types one session into the empty box."""
        self.shell.find_box.set_text("")
        self.settle()
        taken: Taken = []
        for text in session.keys:
            taken.append(self.key(text[-1]))
            assert self.shell.find_box.text == text
            self.settle()
        return taken


def measure(folder: Path, count: int, typed: int, seed: int) -> list[str]:
    """The lines of the table."""
    app = QApplication.instance() or QApplication(["bench"])
    look.wear(Wish(scheme="light", still=True))
    typed_in = built(folder, count, typed, seed)
    typist = Typist(app, folder)
    gc.collect()
    gc.freeze()  # as the program does once it has started
    taken = [typist.type(session) for session in typed_in]
    again = floors.each_cpu_ms(lambda _turn: typist.repaint_list(), 200)
    whole = floors.each_cpu_ms(lambda _turn: typist.shell.repaint(), 50)
    typist.shell.close()
    every = [one for session in taken for one in session]
    first = [session[0] for session in taken]
    reach = f"{REACH_MS[count]:g}" if count in REACH_MS else "–"
    return [
        _line("a key, median", every, 0.5, "–"),
        _line("a key, p99", every, 0.99, reach),
        _line("a first letter, median", first, 0.5, "–"),
        _line("a first letter, p99", first, 0.99, "–"),
        f"| the list painted again as it stands, median | {floors.median(again):.2f} | – | – | – |",
        f"| the window painted whole, median | {floors.median(whole):.2f} | – | – | – |",
    ]


def _line(what: str, taken: Sequence[tuple[float, float]], share: float, reach: str) -> str:
    columns = (
        [whole for whole, _ in taken],
        [own for _, own in taken],
        [whole - own for whole, own in taken],
    )
    return f"| {what} | {' | '.join(f'{floors.percentile(one, share):.2f}' for one in columns)} | {reach} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    wish = parser.parse_args()
    print(f"\nFrom key press to painted list at {wish.members:,} members, ms of CPU\n")
    print("| what | all of it | the answer | the rest | to reach |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as passing:
        folder = wish.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        for line in measure(folder, wish.members, wish.sessions, wish.seed):
            print(line)


if __name__ == "__main__":
    main()
