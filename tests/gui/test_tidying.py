"""What Python throws away is looked through by the window's thread alone while others work beside it."""

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.tidying import Tidying, give_back
from shopkeeper.records.book import Reading
from tests.books import NOW, new_book


@pytest.fixture(autouse=True)
def _nobody_works_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a program that begins, whatever another test has left open."""
    was = gc.isenabled()
    monkeypatch.setattr(Tidying, "_under_way", 0)
    gc.enable()
    yield
    (gc.enable if was else gc.disable)()


def _circles(_reading: Reading) -> str:
    """Makes far more that hangs together in a circle than Python lets pass without looking through it."""
    for _ in range(5_000):
        circle: list[object] = []
        circle.append(circle)
    return threading.current_thread().name


def test_no_collection_is_beside_the_window_and_each_is_made_up_for(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopkeeper.gui.tidying.FIRST_MS", 20)
    monkeypatch.setattr("shopkeeper.gui.tidying.EVERY_MS", 20)
    seen: list[tuple[str, int]] = []

    def look(phase: str, info: dict[str, Any]) -> None:
        if phase == "stop":
            seen.append((threading.current_thread().name, info["collected"]))

    desk = Desk(new_book(tmp_path), lambda: NOW)
    gc.callbacks.append(look)
    try:
        answers: list[str] = []
        desk.study(_circles).then(answers.append)
        qtbot.waitUntil(lambda: bool(answers))
        qtbot.waitUntil(lambda: any(collected >= 5_000 for _, collected in seen))
    finally:
        gc.callbacks.remove(look)
        desk.close()
    assert answers[0].startswith("scholar")
    assert {name for name, _ in seen} == {threading.main_thread().name}
    assert gc.isenabled()


def test_of_two_desks_the_last_gives_it_back(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "other").mkdir()
    one, other = (Desk(new_book(folder), lambda: NOW) for folder in (tmp_path, tmp_path / "other"))
    one.close()
    assert not gc.isenabled()
    other.close()
    assert gc.isenabled()


@pytest.mark.skipif(sys.platform != "linux", reason="others give back by themselves")
def test_memory_that_was_let_go_goes_back_to_the_system() -> None:
    import resource  # not there on Windows

    def resident_mb() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20

    # Small enough that the C library keeps each in its heap, and the last of them holds that heap's end.
    many = [QByteArray(b"x" * 20_000) for _ in range(3_000)]
    last = many.pop()
    held = resident_mb()
    many.clear()
    give_back()
    assert resident_mb() < held - 40
    assert last.size() == 20_000
