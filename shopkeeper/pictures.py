"""The pictures of the README and the documentation, taken by the program itself of its demo shop."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.service import loading

NOW = datetime(2026, 11, 21, 10, 12, tzinfo=UTC)
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def clock() -> datetime:
    """The instant the pictures are taken at: a Saturday morning."""
    return NOW


def rest(ms: int = 700) -> None:
    """Let the window do what it has to do."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def take(widget: QWidget, name: str) -> None:
    """Keep a picture of what is shown."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def nowhere(_where: str) -> None:
    """The pictures stay in one shop."""


def main() -> int:
    """Make the demo shop, walk through its places, keep what is seen; answers 0."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo" / "shop.db"
        look.wear(Wish(scheme="light", still=True))
        first = FirstStart(Path(folder) / "own" / "shop.db", path, clock)
        first.name.setText("Okafor & Daughters")
        first.show()
        rest(200)
        take(first, "first-start")
        first.close()
        program = Program(
            Desk(loading.create_demo(path, NOW), clock), Remembered(Path(folder) / "window.json"), nowhere
        )
        program.start()
        shell = program.shell
        for scheme in ("light", "dark"):
            look.wear(Wish(scheme=scheme, still=True))
            for width, height in ((1440, 900), (1366, 768)):
                shell.resize(width, height)
                shell.go("counter")
                for text, name in (("marg", "counter"), ("王", "counter-chinese"), ("", "counter-recent")):
                    shell.find_box.set_text(text)
                    rest()
                    take(shell, f"{name}-{scheme}-{width}")
                for place in ("daybook", "programme"):
                    shell.go(place)
                    rest()
                    take(shell, f"{place}-{scheme}-{width}")
                shell.go("letters")
                rest(1500)
                take(shell, f"letters-{scheme}-{width}")
        shell.close()
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
