"""The first start: a name is enough, a refusal keeps the form."""

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.records.opening import open_book
from shopkeeper.service import places, shops
from tests.books import NOW
from tests.gui.helpers import assert_within_reach


def first_start(folder: Path, qtbot: QtBot) -> FirstStart:
    look.wear(look.Wish(still=True))
    first = FirstStart(folder / "own" / "shop.db", folder / "demo" / "shop.db", lambda: NOW)
    qtbot.addWidget(first)
    first.show()
    return first


def test_a_name_and_enter_make_the_shop(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.name.setText("Corner Shop")
    with qtbot.waitSignal(first.opened) as made:
        first.open_own()
    book = open_book(made.args[0])
    reading = book.reading()
    assert shops.read(reading).name == "Corner Shop"
    reading.close()
    book.close()


def test_a_field_that_cannot_be_is_said_and_the_form_stays(tmp_path: Path, qtbot: QtBot) -> None:
    first = first_start(tmp_path, qtbot)
    first.name.setText("Corner Shop")
    first.currency.setText("POUNDS")
    first.open_own()
    assert first.problem.text
    assert first.name.text() == "Corner Shop"
    assert not (tmp_path / "own").exists()
    assert_within_reach(first)


def test_the_system_says_where_the_shop_is(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Athens")
    place = places.guess({"LANG": "el_GR.UTF-8"}, date(2026, 11, 21), link)
    assert place == places.Place("GR", "EUR", "el", "Europe/Athens")
    nothing = places.guess({}, date(2026, 11, 21), tmp_path / "none")
    assert nothing == places.Place("GB", "GBP", "en", "Europe/London")
