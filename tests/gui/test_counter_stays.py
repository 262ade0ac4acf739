"""Nothing of a card moves once it is seen: each part is painted where it stays."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.records.book import Book
from shopkeeper.service import promises
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter

LONG = "Hard of hearing: speak clearly, and have the parcel carried to the car at the corner"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Two with much to remember, in sentences of several lines."""
    made = new_book(tmp_path)
    for name in ("Margaret Okonkwo", "Leon Abara"):
        about = (
            Remark("warning", LONG),
            Remark("warning", "Nut allergy"),
            Remark("likes", "Tea, walking, crime novels"),
        )
        one = enrol(made, name, remarks=about)
        buy(made, one, 4200)
        with made.writing(NOW) as w:
            promises.make(w, one, f"Ask the dairy about {name} and the goat’s cheese", TODAY)
    return made


class Painted(QObject):
    """Notes where each part stands whenever the card is painted."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.card = person.counter.area.card
        self.places: list[tuple[QRect, ...]] = []
        self.card.viewport().installEventFilter(self)

    def now(self) -> tuple[QRect, ...]:
        """Where each stands that is shown."""
        card = self.card
        parts: tuple[QWidget, ...] = (
            card.head,
            card.progress,
            card.remember,
            card.likes,
            card.perks,
            card.bought,
        )
        return tuple(
            QRect(part.mapTo(card.viewport(), QPoint(0, 0)), part.size())
            for part in parts
            if part.isVisible()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.places.append(self.now())
        return False


def _settled(qtbot: QtBot, painted: Painted) -> tuple[QRect, ...]:
    """Where all stands once it has stood so for a while."""
    last: list[tuple[QRect, ...]] = []

    def stands() -> bool:
        last.append(painted.now())
        return len(last) > 8 and len(set(map(str, last[-8:]))) == 1

    qtbot.waitUntil(stands)
    return last[-1]


@pytest.mark.parametrize("quickly", [True, False], ids=["before it is made", "once it waits"])
def test_a_card_is_painted_where_it_stays_the_first_time_too(
    book: Book, tmp_path: Path, qtbot: QtBot, quickly: bool
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        if not quickly:
            qtbot.waitUntil(lambda: person.counter._beside is not None)
        for name in ("margaret", "leon"):
            person.finds(name)
            painted = Painted(person)
            stands = _settled(qtbot, painted)
            assert painted.places and set(map(str, painted.places)) == {str(stands)}
            person.shell.find_box.call()
