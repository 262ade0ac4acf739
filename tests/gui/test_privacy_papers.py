"""The papers of privacy say what is true of this shop, fit their sheets, and are shown by a key."""

import itertools
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.privacy_papers import KINDS, Kind, paper_of
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.paper.ledger import lay_out_ledger
from shopkeeper.rules.money import currency
from shopkeeper.say import Speech
from shopkeeper.service.keeping_times import Times
from shopkeeper.service.privacy_facts import Facts
from shopkeeper.service.shops import Shop
from tests.books import NOW, SHOP, new_book

SPEECH = Speech("en_GB", currency("GBP"), ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 21)


def words(kind: Kind, facts: Facts, shop: Shop = SHOP) -> str:
    laid = lay_out_ledger(paper_of(kind, shop, SPEECH, TODAY, facts))
    for line in laid.lines:
        assert line.left > 0 and line.right < laid.size.width_dots and line.baseline < laid.size.height_dots
    assert laid.pages == 1
    return " ".join(" ".join(laid.text(page) for page in range(laid.pages)).split())


@pytest.mark.parametrize(
    ("kind", "locked", "pinned"), list(itertools.product(KINDS, (True, False), (True, False)))
)
def test_each_paper_is_one_sheet_and_says_what_holds(
    qapp: object, kind: Kind, locked: bool, pinned: bool
) -> None:
    said = words(kind, Facts(Times(members=36, letters=24), locked, pinned))
    assert "Ngozi Okafor" in said
    if kind == "notice":
        assert "36 months after your last visit" in said and "Within one month" in said
    else:
        assert ("encrypted with a passphrase" in said or "Locked with a passphrase" in said) is locked
    if kind == "register":
        assert ("asks for the owner's PIN" in said) is pinned


def test_a_shop_with_a_long_name_and_no_owner_keeps_to_its_sheet(qapp: object) -> None:
    shop = Shop("Wilhelmina Featherstonehaugh-Cholmondeley and Granddaughters", "GBP", "GB", "Europe/London")
    for kind in KINDS:
        assert "____" in words(kind, Facts(Times(), False, False), shop)


def test_a_paper_is_shown_from_the_settings(tmp_path: Path, qtbot: QtBot) -> None:
    program = Program(Desk(new_book(tmp_path), lambda: NOW), Remembered(tmp_path / "w.json"), lambda _w: None)
    qtbot.addWidget(program.shell)
    program.start()
    qtbot.waitUntil(lambda: program.shell.current == "counter")
    page = program.shell.go("settings")
    assert isinstance(page, SettingsPage)
    page.show_part(5)
    QTest.keyClick(page.privacy.papers[1], Qt.Key.Key_Space)
    assert page._paper is not None and page._paper.isVisible()
    assert page._paper.view.page_count == 1
    QTest.keyClick(page._paper, Qt.Key.Key_Escape)
    program.shell.close()
