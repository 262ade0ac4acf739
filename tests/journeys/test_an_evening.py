"""An evening played through by keyboard: planned, invited to, printed, answered, let in, killed in the middle, looked
back on; nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.events import EventsPage
from shopkeeper.gui.pages.events.event_view import EventView
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.gui.pages.letters import press as letters_press
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.records.opening import open_book
from shopkeeper.service import guests, members
from shopkeeper.service.details import Details
from tests.books import NOW, buy, enrol, new_book
from tests.gui.helpers import assert_within_reach, scan

CTRL, NO = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
ENTER, ESCAPE, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
EVENING = datetime.fromisoformat("2026-11-27T18:04:00+00:00")
AFTER = EVENING + timedelta(days=31)
CARD = "2700000000014"
ROOT = Path(__file__).resolve().parents[2]

# Lets guests in, one after another, and says who is in; it is killed while it does.
DOOR = """
import sys
from datetime import datetime
from pathlib import Path
from shopkeeper.records.opening import open_book
from shopkeeper.service import door
book = open_book(Path(sys.argv[1]))
now = datetime.fromisoformat(sys.argv[2])
for member in map(int, sys.argv[3:]):
    with book.writing(now) as w:
        door.check_in(w, 1, member)
    print(member, flush=True)
"""


class Hand(Asker):
    """Says yes to the printer in place of the person."""

    def printer(self, parent: QWidget, ready: QPrinter, title: str) -> bool:
        return True


class Evening:
    """A person before the window; the clock is what the test says."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        look.wear(look.Wish(scheme="light", still=True))
        self.folder, self.qtbot, self.now = folder, qtbot, NOW
        book = new_book(folder)
        self.opened: list[tuple[Program, Desk]] = []
        self.ids = {}
        for number in range(12):
            name = (
                ("Marjorie Finch", "Margaret Okonkwo", "Ada Whitcombe")[number]
                if number < 3
                else f"Gold Member {number}"
            )
            self.ids[name] = enrol(book, name, card=CARD if number == 0 else "")
            buy(book, self.ids[name], 60_000 + number)
        for number in range(12):
            self.ids[f"Other {number}"] = enrol(book, f"Other {number}")
            buy(book, self.ids[f"Other {number}"], 60_000 + number)
        with book.writing(NOW) as w:
            details, _, _ = members.details_of(w, self.ids["Ada Whitcombe"])
            members.edit(w, self.ids["Ada Whitcombe"], Details(**{**_as_dict(details), "letters": False}))
        self.ids["Walk In"] = enrol(book, "Walk In")
        book.close()
        self.program = self.open()

    def open(self) -> Program:
        """The window, anew; the ones before are held until the test is over, as the application holds its own until
        they are deleted: a collection in the middle of painting must not take them apart."""
        self.desk = Desk(open_book(self.folder / "shop.db"), lambda: self.now)
        program = Program(self.desk, Remembered(self.folder / "window.json"), lambda _where: None)
        self.opened.append((program, self.desk))
        self.qtbot.addWidget(program.shell)
        program.shell.resize(1366, 768)
        program.start()
        program.shell.activateWindow()
        self.qtbot.waitUntil(lambda: program.shell.isActiveWindow() and program.shell.current == "counter")
        return program

    def go(self) -> EventsPage:
        """Ctrl 5."""
        self.key(Qt.Key.Key_5, CTRL)
        page = self.program.shell.page("events")
        assert isinstance(page, EventsPage)
        return page

    @property
    def page(self) -> EventsPage:
        found = self.program.shell.page("events")
        assert isinstance(found, EventsPage)
        return found

    @property
    def view(self) -> EventView:
        return self.page.view

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.program.shell, key, modifier)

    def types(self, text: str) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, text)

    def tabs_to(self, widget: QWidget) -> None:
        for _ in range(40):
            if QApplication.focusWidget() is widget:
                return
            self.key(TAB)
        raise AssertionError(f"{widget} is not reached by Tab")

    def settled(self, until: Callable[[], object] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.busy and bool(until()), timeout=15_000)

    def anew(self, now: datetime) -> None:
        """The window is closed and opened at another instant."""
        self.settled()
        self.program.shell.close()
        self.now = now
        self.program = self.open()
        self.go()

    def guest(self, name: str) -> guests.Guest:
        found = self.desk.ask(guests.of_member, 1, self.ids[name])
        assert found is not None
        return found


def _as_dict(details: Details) -> dict[str, Any]:
    return {name: getattr(details, name) for name in details.__slots__}


@pytest.fixture
def evening(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    def ready(*_args: object) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "invitations.pdf"))
        return made

    monkeypatch.setattr(letters_press, "printer", ready)
    made = Evening(tmp_path, qtbot)
    yield made
    made.settled()
    made.program.shell.close()


def plan(evening: Evening) -> None:
    """From the empty place to a planned event, by keys."""
    page = evening.go()
    assert page.empty.isVisible()
    evening.key(Qt.Key.Key_L, CTRL)
    sheet = page.plan_sheet
    evening.qtbot.waitUntil(sheet.kind.hasFocus)
    evening.key(DOWN)
    assert (sheet.name.text, sheet.words.text) == ("Sale preview", "our sale preview")
    evening.tabs_to(sheet.day.edit)
    evening.key(Qt.Key.Key_Return, CTRL)
    assert sheet.day.error.text and sheet.isVisible()
    evening.types("Friday")
    evening.tabs_to(sheet.start.edit)
    evening.types("6 pm")
    evening.tabs_to(sheet.end.edit)
    evening.types("20:00")
    evening.tabs_to(sheet.places)
    evening.types("3")
    evening.tabs_to(sheet.cost.edit)
    evening.types("90")
    evening.key(ENTER, CTRL)
    evening.settled(lambda: not sheet.isVisible() and evening.view.title.text() == "Sale preview")
    assert "Friday 27 November 2026, 18:00 to 20:00 · room for 3" in evening.view.about.text()


def _is_listed(evening: Evening, name: str) -> bool:
    return evening.desk.ask(guests.of_member, 1, evening.ids[name]) is not None


def invite(evening: Evening) -> None:
    """The members named Gold, and Ada, who wants no letters."""
    page = evening.page
    evening.key(Qt.Key.Key_G, CTRL)
    sheet = page.choosing
    evening.qtbot.waitUntil(sheet.isVisible)
    evening.key(ESCAPE)
    for name in ("Marjorie Finch", "Margaret Okonkwo", "Ada Whitcombe", "Gold Member 3"):
        evening.tabs_to(evening.view.door.edit)
        evening.types(name)
        evening.key(ENTER)
        evening.settled(partial(_is_listed, evening, name))
        evening.settled(lambda: evening.view.door.text == "")
    assert evening.view.invited.accessibleName() == "Invited: 4"
    assert "Asked for no letters" in [line.invitation for line in evening.view.table.guests.lines]


def letters(evening: Evening) -> None:
    """Ctrl P goes to Letters with the guests chosen and the words filled in; printed, asked, logged."""
    evening.key(Qt.Key.Key_P, CTRL)
    page = evening.program.shell.page("letters")
    assert isinstance(page, LettersPage)
    page.press.asker = Hand()
    evening.settled(lambda: len(page.due.model.rows) == 3)
    assert page.due.told_text.startswith("our sale preview on Friday 27 November")
    left_out = page.due.left_out.names
    assert [left_out.item(row).text() for row in range(left_out.count())] == [
        "Ada Whitcombe · Asked for no letters"
    ]
    evening.key(Qt.Key.Key_P, CTRL)
    evening.qtbot.waitUntil(page.due.yes.hasFocus, timeout=15_000)
    evening.key(ENTER)
    evening.settled(lambda: evening.guest("Marjorie Finch").letter_on is not None)
    assert (evening.folder / "invitations.pdf").stat().st_size > 5_000
    evening.go()
    assert not evening.view.print_button.isVisible()


def answers(evening: Evening) -> None:
    """Two come, one with a companion; the third yes has no place and waits; a no frees one."""
    view = evening.view

    def says(name: str, answer: QWidget, brings: int = 0) -> None:
        before = evening.guest(name).answer
        evening.tabs_to(view.door.edit)
        evening.types(name)
        evening.key(ENTER)
        evening.settled(view.bar.yes.hasFocus)
        assert evening.guest(name).answer == before
        if brings:
            evening.tabs_to(view.bar.companions)
            evening.key(Qt.Key.Key_Up)
            evening.key(Qt.Key.Key_Backtab)
        evening.tabs_to(answer)
        evening.key(ENTER)
        evening.settled(lambda: evening.guest(name).answer != before and view.door.text == "")

    says("Marjorie Finch", view.bar.yes, brings=1)
    says("Margaret Okonkwo", view.bar.yes)
    says("Gold Member 3", view.bar.yes)
    assert (evening.guest("Marjorie Finch").companions, evening.guest("Gold Member 3").state) == (
        1,
        "waiting",
    )
    assert "1 waits for a place" in view.coming.accessibleName()
    evening.key(Qt.Key.Key_Z, CTRL)
    evening.settled(lambda: evening.guest("Gold Member 3").answer == "")
    says("Gold Member 3", view.bar.yes)
    says("Margaret Okonkwo", view.bar.no)
    assert "1 place free" in view.coming.accessibleName()
    evening.types("Gold Member 3")
    evening.key(ENTER)
    evening.tabs_to(view.bar.place)
    evening.key(ENTER)
    evening.settled(lambda: evening.guest("Gold Member 3").state == "invited")


def door_and_power_cut(evening: Evening) -> None:
    """In by card and by name, one who was not invited; a kill in the middle loses nobody who was let in."""
    evening.anew(EVENING)
    view = evening.view
    assert view.hint.text() == "Tonight at the door"
    scan(evening.program.shell, CARD)
    evening.settled(lambda: bool(evening.guest("Marjorie Finch").arrived_at))
    assert evening.guest("Marjorie Finch").came_with == 1
    evening.settled(lambda: view.here.accessibleName() == "Here now: 1 + 1")
    toast = evening.program.shell.toast
    assert toast is not None and toast.text == "Welcome, Marjorie Finch"
    scan(evening.program.shell, CARD)
    evening.settled(lambda: "in already" in view.error.text)
    evening.types("Walk In")
    evening.key(ENTER)
    evening.settled(lambda: view.here.accessibleName() == "Here now: 2 + 1. 1 not invited")
    evening.program.shell.close()
    coming = [
        evening.ids[name]
        for name in ("Margaret Okonkwo", "Ada Whitcombe", *(f"Gold Member {n}" for n in range(3, 12)))
    ]
    with subprocess.Popen(
        [sys.executable, "-c", DOOR, str(evening.folder / "shop.db"), EVENING.isoformat(), *map(str, coming)],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        let_in = [int(process.stdout.readline()) for _ in range(3)]
        process.send_signal(signal.SIGKILL)
        let_in += [int(word) for word in process.stdout.read().split()]
    evening.program = evening.open()
    evening.go()
    found = evening.desk.ask(guests.listed, 1)
    inside = {one.member_id for one in found if one.arrived_at}
    assert inside >= {*let_in, evening.ids["Marjorie Finch"], evening.ids["Walk In"]}
    assert len(inside) - len(let_in) - 2 in (0, 1)  # the one under way may have been written
    for member in coming:
        if member not in inside:
            name = next(known for known, number in evening.ids.items() if number == member)
            evening.types(name)
            evening.key(ENTER)
            evening.settled(partial(_is_in, evening, member))
    evening.settled(lambda: evening.view.here.accessibleName().startswith("Here now: 13 + 1"))


def _is_in(evening: Evening, member: int) -> bool:
    found = evening.desk.ask(guests.of_member, 1, member)
    return found is not None and bool(found.arrived_at) and evening.view.door.text == ""


def afterwards(evening: Evening) -> None:
    """A month later: what they bought against like members, and what it cost."""
    evening.settled()
    for number in range(12):
        guest = list(evening.ids)[number]
        buy(evening.desk.book, evening.ids[guest], 5_000 + number, now=EVENING + timedelta(days=3))
        buy(
            evening.desk.book, evening.ids[f"Other {number}"], 1_000 + number, now=EVENING + timedelta(days=3)
        )
    evening.anew(AFTER)
    evening.settled(lambda: evening.view.result.isVisible())
    said = evening.view._verdict.text()
    assert said == "Guests bought more: between +£40.00 and +£40.00 per head."
    assert "It cost £90.00" in evening.view._cost.text()
    assert evening.view.here.accessibleName().startswith("Came: 13 + 1")
    evening.tabs_to(evening.view.ask_how)
    evening.key(Qt.Key.Key_Space)
    assert "same tier" in evening.view._how.text() and evening.view._how.isVisible()


def test_an_evening_from_the_plan_to_what_it_brought_by_keyboard_with_a_kill_in_the_middle(
    evening: Evening,
) -> None:
    plan(evening)
    invite(evening)
    letters(evening)
    answers(evening)
    door_and_power_cut(evening)
    afterwards(evening)
    assert_within_reach(evening.page)
    assert_within_reach(evening.page.plan_sheet)
    assert_within_reach(evening.page.choosing)
