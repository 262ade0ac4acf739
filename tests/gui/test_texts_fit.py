"""No text is cut in any place as the pictures show it, in English and in German, at 1366×768, at 100 and at 200 %."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import shopkeeper.pictures.__main__  # noqa: F401  it brings in every picture there is
from shopkeeper.gui import look, tongue
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.pictures.daybook import fill_the_day
from shopkeeper.pictures.stage import LONG_NAME, NOW, PLACES, SHOTS, Stage, put_away
from shopkeeper.records.opening import open_book
from shopkeeper.service import loading, shops
from shopkeeper.service.details import Details
from shopkeeper.service.members import enrol
from tests.gui.fitting import cut_texts

MEMBERS = 150
LANGUAGES, SIZES = ("en", "de"), (100, 200)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "shop.db"
    loading.create_demo(path, NOW, members_wanted=MEMBERS).close()
    return path


@pytest.fixture(params=[(language, size) for language in LANGUAGES for size in SIZES], ids=str)
def stage(
    request: pytest.FixtureRequest, demo: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """The demo shop's window in a language and size of text; it rests as long as there is something to do, no longer."""
    language, percent = request.param
    copy = tmp_path / "shop.db"
    copy.write_bytes(demo.read_bytes())
    book = open_book(copy)
    with book.writing(NOW) as w:
        shops.change(w, replace(shops.read(w), language=language))
    desk = Desk(book, lambda: NOW)

    def rest(_ms: int = 0) -> None:
        qtbot.wait(60)
        qtbot.waitUntil(lambda: not desk.busy, timeout=20_000)
        qtbot.wait(60)

    for name, module in list(sys.modules.items()):
        if name.startswith("shopkeeper.pictures") and hasattr(module, "rest"):
            monkeypatch.setattr(module, "rest", rest)
    look.wear(Wish(scheme="light", text_percent=percent, still=True))
    made = Stage.of(desk, tmp_path / "window.json", tmp_path)
    made.program.shell.resize(1366, 768)
    fill_the_day(made)
    made.do(enrol, Details(LONG_NAME, phones=("020 7946 0111",)))
    yield made
    made.close()
    look.wear(Wish(scheme="light", still=True))
    tongue.speak("en")
    look.face(right_to_left=False)


def _walk(stage: Stage, names: list[str]) -> list[str]:
    found = []
    for name in names:
        put_away(stage)
        SHOTS[name](stage)
        QApplication.sendPostedEvents()
        found += [f"{name}: {said}" for said in cut_texts(stage.program.shell)]
        while stage.take_back:
            stage.take_back.pop()()
    return found


def test_in_every_place_every_text_fits(stage: Stage) -> None:
    found = _walk(stage, [name for name in SHOTS if name in PLACES])
    assert not found, "\n".join(found)


def test_what_does_not_fit_is_found(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    label, wrapped = QLabel("Record purchase", room), QLabel("Two rye loaves kept aside", room)
    button, choice = QPushButton("Return or correct", room), QComboBox(room)
    wrapped.setWordWrap(True)
    choice.addItem("Who came within half a year")
    outside = QPushButton("Undo", room)
    room.resize(400, 300)
    for part, place in ((label, (0, 0, 40, 20)), (wrapped, (0, 40, 90, 16)), (button, (0, 80, 60, 36)),
                        (choice, (0, 120, 90, 36)), (outside, (380, 160, 120, 36))):  # fmt: skip
        part.setGeometry(*place)
    room.show()
    found = cut_texts(room)
    assert [said.split()[0] for said in found] == [
        "QLabel", "QLabel", "QPushButton", "QComboBox", "QPushButton",
    ]  # fmt: skip
    assert "stands out" in found[-1]
    for part in (label, wrapped, button, choice):
        part.setGeometry(0, part.y(), 390, 40)
    outside.move(0, 200)
    assert not cut_texts(room)
