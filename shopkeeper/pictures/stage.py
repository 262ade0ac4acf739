"""A shop in its window, and what brings it to where a picture is taken.

A picture is added as one function marked with `shot`, in the file of its place.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.values import dataclass, field

NOW = datetime(2026, 11, 21, 10, 12, tzinfo=UTC)
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = ((1440, 900), (1366, 768))
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana"


def clock() -> datetime:
    """The instant the pictures are taken at: a Saturday morning."""
    return NOW


def rest(ms: int = 700) -> None:
    """Let the window do what it has to do."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def nowhere(_where: str) -> None:
    """The pictures stay in one shop."""


@dataclass(frozen=True)
class Stage:
    """A shop in its window, and where its pictures go."""

    program: Program
    desk: Desk
    folder: Path
    take_back: list[Callable[[], object]] = field(default_factory=list)
    """What puts the window back after a picture."""

    @classmethod
    def of(cls, desk: Desk, remembered: Path, folder: Path) -> "Stage":
        """The window of the desk's shop, shown."""
        program = Program(desk, Remembered(remembered), nowhere)
        program.start()
        rest(300)
        return cls(program, desk, folder)

    def go(self, place: str, ms: int = 700) -> QWidget:
        """Bring a place to the front."""
        page = self.program.shell.go(place)
        rest(ms)
        return page

    def rest(self, ms: int = 700) -> None:
        """Let the window do what it has to do, and leave the caret where it is."""
        rest(ms)

    def do(self, act: Callable[..., object], *values: object, **named: object) -> None:
        """Have something done in the shop."""
        self.desk.send(act, *values, **named)
        rest(300)

    def find(self, text: str) -> None:
        """Type into the find box at the counter."""
        self.program.shell.go("counter")
        self.program.shell.find_box.set_text(text)
        rest()

    def take(self, name: str, scale: int = 1) -> None:
        """Keep a picture of the window, at `scale` dots a pixel."""
        keep(self.program.shell, self.folder / f"{name}.png", scale)

    def close(self) -> None:
        """Let the shop go."""
        self.program.shell.close()


def keep(widget: QWidget, file: Path, scale: int = 1) -> None:
    """Write what a widget shows as a PNG."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    widget.render(picture)
    picture.save(str(file))


SHOTS: dict[str, Callable[[Stage], object]] = {}
"""In the order in which they are taken."""
PLACES: set[str] = set()


def shot(
    name: str, *, place: bool = False
) -> Callable[[Callable[[Stage], object]], Callable[[Stage], object]]:
    """Mark what brings the window to where a picture of this name is taken: a place in both lights and both sizes, anything
    else once, in the smaller size. Nothing lies over the window then; `Stage.take_back` is for whatever else would stay."""

    def marked(prepare: Callable[[Stage], object]) -> Callable[[Stage], object]:
        SHOTS[name] = prepare
        if place:
            PLACES.add(name)
        return prepare

    return marked


def put_away(stage: Stage) -> None:
    """Whatever lies over the window goes."""
    sheet = SlideOver.over(stage.program.shell)
    if sheet is not None:
        sheet.put_away()
    for popover in stage.program.shell.findChildren(WhyPopover):
        popover.close()


def until_rested(stage: Stage) -> None:
    """Wait for what a slider asks, and for all that is being worked out."""
    rest(600)  # a slider waits for a moment before it asks
    while stage.desk.busy:
        rest(100)
    rest(300)
