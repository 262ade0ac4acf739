"""The pictures of the README and the documentation, taken by the program itself of its demo shop."""

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from shopkeeper.gui import look, made_up_faces
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.pictures import (  # noqa: F401  each adds its pictures
    counter,
    daybook,
    events,
    followups,
    insights,
    letters,
    lists,
    members,
    paper,
    people,
    programme,
    settings,
    vouchers,
)
from shopkeeper.pictures.stage import (
    FOLDER,
    LONG_NAME,
    NOW,
    PLACES,
    SHOTS,
    SIZES,
    Stage,
    clock,
    keep,
    put_away,
    rest,
)
from shopkeeper.service import importing, loading, shops
from shopkeeper.service.details import Details
from shopkeeper.service.importing_files import Choices
from shopkeeper.service.members import enrol


def _of_the_demo(folder: Path, into: Path, members_wanted: int) -> None:
    book = loading.create_demo(
        folder / "demo" / "shop.db", NOW, members_wanted=members_wanted, draw=made_up_faces.drawn
    )
    desk = Desk(book, clock)
    stage = Stage.of(desk, folder / "window.json", into)
    daybook.fill_the_day(stage)
    stage.do(enrol, Details(LONG_NAME, phones=("020 7946 0111",)))
    for scheme in ("light", "dark"):
        look.wear(Wish(scheme=scheme, still=True))
        for width, height in SIZES:
            stage.program.shell.resize(width, height)
            once = scheme == "light" and (width, height) == SIZES[-1]
            for name, prepare in SHOTS.items():
                if name not in PLACES and not once:
                    continue
                put_away(stage)
                prepare(stage)
                stage.take(f"{name}-{scheme}-{width}")
                while stage.take_back:
                    stage.take_back.pop()()
    look.wear(Wish(scheme="light", still=True))
    for text, name in (("王", "chinese"), ("παπα", "greek"), (LONG_NAME[:14], "long-name")):
        stage.find(text)
        stage.take(f"counter-{name}")
    stage.program.shell.resize(*SIZES[0])
    stage.find("marg")
    stage.take("counter-at-2x", 2)
    look.wear(Wish(scheme="light", text_percent=200, still=True))
    rest()
    stage.take("counter-text-200")
    look.wear(Wish(scheme="light", still=True))
    stage.close()


def _of_an_empty_shop(folder: Path, into: Path) -> None:
    shop = shops.Shop("Okafor & Daughters", "GBP", "GB", "Europe/London")
    desk = Desk(shops.create(folder / "new" / "shop.db", shop, NOW), clock)
    stage = Stage.of(desk, folder / "new.json", into)
    stage.program.shell.resize(*SIZES[0])
    stage.find("")
    stage.take("counter-empty-shop")
    stage.close()


def _of_a_real_book(folder: Path, into: Path, purchases: Path) -> None:
    shop = shops.Shop("The record shop", "USD", "US", "America/New_York")
    desk = Desk(shops.create(folder / "real" / "shop.db", shop, NOW), clock)
    stage = Stage.of(desk, folder / "real.json", into)
    stage.do(importing.import_file, "purchases", purchases, Choices())
    while desk.busy:
        rest(100)
    stage.program.shell.resize(*SIZES[0])
    stage.find("00050")
    stage.take("counter-real-book")
    stage.close()


def _of_the_first_start(folder: Path, into: Path) -> None:
    first = FirstStart(folder / "own" / "shop.db", folder / "none" / "shop.db", clock)
    first.name.set_text("Okafor & Daughters")
    first.show()
    rest(200)
    keep(first, into / "first-start.png")
    first.close()


def main(arguments: list[str] | None = None) -> int:
    """Make the demo shop, walk through its places, keep what is seen; answers 0."""
    parser = argparse.ArgumentParser(prog="dev.py pictures", description=main.__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder they go to")
    parser.add_argument("--only", nargs="+", metavar="PLACE", help="these places of the demo shop")
    parser.add_argument("--members", type=int, default=2000, help="how many members the demo shop has")
    parser.add_argument("--purchases", type=Path, help="a list of purchases to show as a book of its own")
    chosen = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    look.wear(Wish(scheme="light", still=True))
    if chosen.only:
        for name in [name for name in SHOTS if name not in chosen.only]:
            del SHOTS[name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _of_the_demo(folder, chosen.into, chosen.members)
        if not chosen.only:
            _of_the_first_start(folder, chosen.into)
            _of_an_empty_shop(folder, chosen.into)
            paper.take_all(folder, chosen.into)
        if chosen.purchases:
            _of_a_real_book(folder, chosen.into, chosen.purchases)
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
