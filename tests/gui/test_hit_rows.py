"""The rows of the find list are kept from one key to the next, and never longer than they are true."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.hits import HitDelegate, HitList, HitModel
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import usual_programme
from shopkeeper.say import Speech
from shopkeeper.service.finding import Hit

TODAY = date(2026, 11, 21)
SPEECH = Speech("en_GB", currency("GBP"), ZoneInfo("Europe/London"))
PROGRAMME = usual_programme("GBP")
ANNA = Hit(
    1, "0001", "Anna Thandiwe Mokoena", "Gold", "", "+44 20 7946 0018", "Rye", "12 Lion Street", TODAY, "name",
    "Anna Thandiwe Mokoena", ((0, 2),), ((0, 2),),
)  # fmt: skip
NAMES = ("Anna Mokoena", "Ἄννα Παπαδοπούλου", "张伟", "תמר בן-דוד", "A" * 60)


class Listed:
    """A list of hits by itself, as the counter shows it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view = HitList(None)  # type: ignore[arg-type]  # by itself, without the counter around it
        self.model = HitModel(self.view)
        self.delegate = HitDelegate(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.resize(300, 200)
        qtbot.addWidget(self.view)

    def seen(self, *hits: Hit, today: date = TODAY, programme: object = PROGRAMME) -> QImage:
        """What is on the screen once these are listed."""
        self.delegate.tell(programme, SPEECH, today)  # type: ignore[arg-type]
        self.model.set_hits(hits, SPEECH, today)
        return self.view.grab().toImage()


@pytest.fixture
def listed(qtbot: QtBot) -> Listed:
    look.wear(look.Wish(scheme="light", still=True))
    return Listed(qtbot)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_row_painted_again_is_the_same(listed: Listed, name: str, side: Qt.LayoutDirection) -> None:
    listed.view.setLayoutDirection(side)
    hit = replace(ANNA, name=name)
    first = listed.seen(hit)
    assert listed.seen(hit) == first
    listed.delegate._rows.clear()
    assert listed.seen(hit) == first


def test_what_is_typed_on_stands_out_further(listed: Listed) -> None:
    first = listed.seen(ANNA)
    assert listed.seen(replace(ANNA, name_ranges=((0, 3),))) != first
    assert listed.seen(ANNA) == first


def test_another_day_or_programme_is_told(listed: Listed) -> None:
    first = listed.seen(ANNA)
    assert listed.seen(ANNA, today=TODAY + timedelta(days=1)) != first, "one day longer ago"
    tiers = (replace(PROGRAMME.tiers[0], name="Gold"), *PROGRAMME.tiers[1:])
    listed.seen(ANNA, programme=replace(PROGRAMME, tiers=tiers))
    assert listed.seen(ANNA) == first


def test_another_look_is_worn_at_once(listed: Listed) -> None:
    first = listed.seen(ANNA)
    for wish in (
        look.Wish(scheme="dark", still=True),
        look.Wish(scheme="light", still=True, text_percent=150),
    ):
        look.wear(wish)
        assert listed.seen(ANNA) != first
    look.wear(look.Wish(scheme="light", still=True))
    assert listed.seen(ANNA) == first


def test_no_more_rows_are_kept_than_some_hundred(listed: Listed) -> None:
    for number in range(700):
        listed.seen(replace(ANNA, member_id=number))
    assert 0 < len(listed.delegate._rows) <= 600
