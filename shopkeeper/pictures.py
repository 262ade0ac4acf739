"""The pictures of the README and the documentation, taken by the program itself of its demo shop.

A place is added as one function marked with `shot`; it brings the window to where it has something to show.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from shopkeeper import pictures_of_paper, pictures_of_people
from shopkeeper.gui import look, made_up_faces
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.gui.pages.events import EventsPage
from shopkeeper.gui.pages.firststart import FirstStart
from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.pages.insights import InsightsPage
from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service import finding, importing, letters, loading, members, pieces, shops, vouchers
from shopkeeper.service.details import Details
from shopkeeper.service.importing_files import Choices

NOW = datetime(2026, 11, 21, 10, 12, tzinfo=UTC)
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
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


_SHOTS: dict[str, Callable[[Stage], object]] = {}
_PLACES: set[str] = set()


def shot(
    name: str, *, place: bool = False
) -> Callable[[Callable[[Stage], object]], Callable[[Stage], object]]:
    """Mark what brings the window to where a picture of this name is taken: a place in both lights and both sizes, anything
    else once, in the smaller size."""

    def marked(prepare: Callable[[Stage], object]) -> Callable[[Stage], object]:
        _SHOTS[name] = prepare
        if place:
            _PLACES.add(name)
        return prepare

    return marked


def _put_away(stage: Stage) -> None:
    """Whatever lies over the window goes."""
    sheet = SlideOver.over(stage.program.shell)
    if sheet is not None:
        sheet.put_away()
    for popover in stage.program.shell.findChildren(WhyPopover):
        popover.close()


# ---- the places ------------------------------------------------------------------------------------------


@shot("counter", place=True)
def _counter(stage: Stage) -> None:
    _put_away(stage)
    stage.find("marg")


@shot("counter-recent", place=True)
def _recent(stage: Stage) -> None:
    stage.find("")


@shot("daybook", place=True)
def _daybook(stage: Stage) -> None:
    stage.go("daybook")


@shot("members", place=True)
def _members(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    stage.program.shell.find_box.set_text("")
    page.on_find_text("")
    page.on_find_escaped()
    rest()


@shot("member", place=True)
def _member(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    page.open_member(stage.desk.ask(finding.find, "margaret okonkwo", limit=1).hits[0].member_id)
    rest()


@shot("member-details")
def _member_details(stage: Stage) -> None:
    _member(stage)
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    # The find box is emptied before: what is typed there is asked of the list, and leads back to it.
    page.member.edit_asked.emit()
    rest()
    stage.take_back.append(page.form.leave)


@shot("events", place=True)
def _events(stage: Stage) -> None:
    _put_away(stage)
    stage.go("events")


@shot("event-over")
def _event_over(stage: Stage) -> None:
    _put_away(stage)
    page = stage.go("events")
    assert isinstance(page, EventsPage)
    page.list.setCurrentRow(1)
    rest(1500)
    stage.take_back.append(partial(page.list.setCurrentRow, 0))


@shot("event-plan")
def _event_plan(stage: Stage) -> None:
    _put_away(stage)
    page = stage.go("events")
    assert isinstance(page, EventsPage)
    page.plan()
    rest(300)


@shot("followups", place=True)
def _followups(stage: Stage) -> None:
    _followups_page(stage).show_view(0)
    rest(1200)


@shot("wanted")
def _wanted(stage: Stage) -> None:
    _followups_page(stage).show_view(1)
    rest()


@shot("heard")
def _heard(stage: Stage) -> None:
    _followups_page(stage).show_view(2)
    rest()


@shot("questions")
def _questions(stage: Stage) -> None:
    _followups_page(stage).show_view(3)
    rest()


@shot("coming-back")
def _coming_back(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(page.views.indexOf(page.coming_back))
    rest(1500)


@shot("who-sent-whom")
def _who_sent_whom(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(page.views.indexOf(page.referrals))
    rest()


@shot("leaving")
def _leaving(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(0)
    rest(1200)
    line = next(row.line for row in page.morning.rows if row.line.section == "slipping")
    assert line.member_id is not None
    page.morning.leaving.begin(line.member_id, "plan")
    rest(400)


for _name, _prepare in pictures_of_people.SHOTS.items():
    shot(_name)(_prepare)


def _followups_page(stage: Stage) -> FollowupsPage:
    page = stage.go("followups", 0)
    assert isinstance(page, FollowupsPage)
    return page


@shot("duplicates")
def _duplicates(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    page.list.duplicates_asked.emit()
    rest(2500)


@shot("programme", place=True)
def _programme(stage: Stage) -> None:
    members = stage.program.shell.page("members")
    assert isinstance(members, MembersPage)
    members.duplicates.put_away()
    stage.go("programme")


@shot("letters", place=True)
def _letters(stage: Stage) -> None:
    _letters_of(stage, 0)


_KINDS = [kind.key for kind in letters.KINDS]


def _letters_of(stage: Stage, row: int) -> LettersPage:
    page = stage.go("letters", 100)
    assert isinstance(page, LettersPage)
    page.kinds.setCurrentRow(row)
    rest(1200)
    return page


@shot("letters-miss-you")
def _miss_you(stage: Stage) -> None:
    _letters_of(stage, _KINDS.index("miss-you"))


@shot("letters-preview")
def _sale_preview(stage: Stage) -> None:
    page = _letters_of(stage, _KINDS.index("sale-preview"))
    page.due.telling.edit.setPlainText("the winter sale on Thursday 3 December from six o’clock")
    rest(900)


@shot("cards")
def _cards(stage: Stage) -> None:
    page = _letters_of(stage, len(_KINDS))
    page.pieces.whom.setCurrentIndex(2)
    page.pieces.whom.activated.emit(2)
    rest(900)


@shot("labels")
def _labels(stage: Stage) -> None:
    page = _letters_of(stage, len(_KINDS) + 1)
    page.pieces.whom.setCurrentIndex(1)
    page.pieces.whom.activated.emit(1)
    rest(900)


@shot("vouchers")
def _vouchers(stage: Stage) -> None:
    plan = vouchers.Plan(
        "Winter thank-you",
        "money",
        stage.desk.today,
        stage.desk.today + timedelta(days=40),
        value=500,
        budget_minor=50_000,
    )
    stage.do(vouchers.offer, plan)
    page = _letters_of(stage, len(_KINDS) + len(pieces.THINGS))
    page.vouchers.whom.setCurrentIndex(1)
    page.vouchers.whom.activated.emit(1)
    rest(900)


@shot("voucher")
def _voucher(stage: Stage) -> None:
    """At the counter, typed into the find box."""
    one = stage.desk.ask(finding.find, "ma", limit=1).hits[0]
    offer = stage.desk.ask(vouchers.offered, stage.desk.today)[0].id
    stage.do(vouchers.make, offer, [one.member_id])
    number = stage.desk.ask(vouchers.held_number, offer, one.member_id)
    page = stage.go("counter")
    assert isinstance(page, CounterPage)
    page.receive(one.member_id)
    page.panel.amount.set_text("24.50")
    page.take_voucher(number)
    rest(600)
    sheet = SlideOver.over(stage.program.shell)
    if sheet is not None:
        stage.take_back.append(sheet.put_away)
    stage.take_back.append(page.panel.reset)


_LIST = """Customer ID;Name;Phone;E-mail;Street;Postcode;Town;Birthday;Customer since
00412;Ada Quillfeather;020 7946 0412;ada@example.com;3 Wharf Street;YO1 7HB;York;14.05.1971;02.03.2019
00413;Bo Lindqvist;;bo.lindqvist@example.com;;;Leeds;;28.11.2020
00414;Ελένη Παπαδοπούλου;020 7946 0414;;9 Mill Lane;YO8 4QP;Selby;31.02.1980;11.01.2022
00415;王小明;;;;;;05.06.;19.07.2023
"""


@shot("bring-in")
def _bring_in(stage: Stage) -> None:
    file = stage.desk.path.parent / "members.csv"
    file.write_text(_LIST, encoding="utf-8")
    stage.go("counter")
    stage.program.bring(file)
    rest(900)


@shot("write-out")
def _write_out(stage: Stage) -> None:
    _put_away(stage)
    stage.program.lists.write_out_sheet.begin()
    rest(200)


@shot("groups")
def _groups(stage: Stage) -> None:
    page = stage.go("members")
    assert isinstance(page, MembersPage)
    page.groups.begin()
    page.groups.rule.set_text("Gold or higher, not seen for 14 days, likes cheese or Comté")
    page.groups.name.set_text("The cheese board")
    rest(900)


@shot("insights", place=True)
def _insights(stage: Stage) -> None:
    stage.go("insights", 3000)
    _insights_page(stage).sheet.verticalScrollBar().setValue(0)
    rest(200)


@shot("trial-running")
def _trial_running(stage: Stage) -> None:
    _insights_page(stage).show_trials()
    rest(1500)


@shot("trial-over")
def _trial_over(stage: Stage) -> None:
    page = _insights_page(stage)
    page.show_trials()
    page.trials.list.setCurrentRow(1)
    rest(1500)


@shot("trial-new")
def _trial_new(stage: Stage) -> None:
    page = _insights_page(stage)
    page.show_trials()
    page.trials.begin()
    sheet = page.trials.sheet
    for part, words in (
        (sheet.name, "Tea for the Saturday"),
        (sheet.first, "A pot of tea"),
        (sheet.goal, "0.90"),
    ):
        part.set_text(words)
    rest(2500)
    stage.take_back.append(sheet.put_away)


@shot("insights-plan")
def _insights_plan(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.plan.y())
    rest()


@shot("insights-value")
def _insights_value(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.value.y())
    page.value.table.setFocus()
    rest()


@shot("insights-rhythm")
def _insights_rhythm(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.rhythm.y())
    rest()


@shot("insights-thresholds")
def _insights_thresholds(stage: Stage) -> None:
    page = _insights_page(stage)
    page.thresholds.begin()
    rest()
    stage.take_back.append(page.thresholds.put_away)


def _insights_page(stage: Stage) -> InsightsPage:
    _put_away(stage)
    page = stage.go("insights", 1500)
    assert isinstance(page, InsightsPage)
    stage.take_back.append(page.show_figures)
    return page


def _programme_page(stage: Stage) -> ProgrammePage:
    _put_away(stage)
    page = stage.go("programme")
    assert isinstance(page, ProgrammePage)
    return page


@shot("programme-try")
def _programme_try(stage: Stage) -> None:
    tryout = _programme_page(stage).show_view.tryout
    tryout.field.setText("400")
    tryout.field.textEdited.emit("400")
    _until_rested(stage)


@shot("programme-change")
def _programme_change(stage: Stage) -> None:
    _programme_try(stage)
    page = _programme_page(stage)
    page.show_view.tryout.adopt_button.click()
    _until_rested(stage)
    stage.take_back.append(page.form.left.emit)


@shot("recognition")
def _recognition(stage: Stage) -> None:
    page = _programme_page(stage)
    page.show_view.report.click()
    _until_rested(stage)
    stage.take_back.append(page.report.left.emit)


def _at_counter(stage: Stage) -> CounterPage:
    _put_away(stage)
    stage.find("margaret okonkwo")
    page = stage.go("counter")
    assert isinstance(page, CounterPage)
    return page


@shot("why")
def _why(stage: Stage) -> None:
    _at_counter(stage).area.card.head.why.click()
    rest()


@shot("statement")
def _statement(stage: Stage) -> None:
    _why(stage)
    popover = stage.program.shell.findChild(WhyPopover)
    assert popover is not None
    popover.statement.click()
    rest()


@shot("back-dated")
def _back_dated(stage: Stage) -> None:
    panel = _at_counter(stage).panel
    panel.amount.take("400")
    panel.day.ask()
    panel.day.edit.setText(f"{NOW.date() - timedelta(days=40):%d.%m.%Y}")
    panel.day.edit.returnPressed.emit()
    rest()
    stage.take_back.append(panel.reset)


def _until_rested(stage: Stage) -> None:
    rest(600)  # a slider waits for a moment before it asks
    while stage.desk.busy:
        rest(100)
    rest(300)


def _of_settings(part: int) -> Callable[[Stage], None]:
    def prepare(stage: Stage) -> None:
        page = stage.go("settings")
        assert isinstance(page, SettingsPage)
        page.show_part(part)
        rest(200)

    return prepare


for _part, _name in enumerate(
    ("shop", "people", "closed", "look", "backups", "privacy", "lock", "demo", "keys")
):
    shot(f"settings-{_name}")(_of_settings(_part))


# ---- the shops -------------------------------------------------------------------------------------------

_SLIPS = (
    ("09:12", "Marjorie Finch", "18.00", ""),
    ("09:20", "Ansel Brandt", "42.75", "Cheese board"),
    ("09:31", "", "6.10", ""),
    ("09:44", "Yusuf Demir", "23.40", ""),
    ("10:02", "Thandeka Mbeki", "88.00", "Hamper"),
    ("10:15", "Margaret Okonkwo", "24.50", "Oolong, oat biscuits"),
    ("10:32", "Margot Leclerc", "12.90", ""),
    ("10:41", "lec", "", ""),
)


def _fill_the_day(stage: Stage) -> None:
    """A page of slips as they come out of a spreadsheet, one of them not settled."""
    page = stage.go("daybook")
    assert isinstance(page, DaybookPage)
    QApplication.clipboard().setText("\n".join("\t".join(slip) for slip in _SLIPS))
    page.paste()
    rest()
    page.till.till.take("612.40")
    rest()


def _of_the_demo(folder: Path, into: Path, members_wanted: int) -> None:
    book = loading.create_demo(
        folder / "demo" / "shop.db", NOW, members_wanted=members_wanted, draw=made_up_faces.drawn
    )
    desk = Desk(book, clock)
    stage = Stage.of(desk, folder / "window.json", into)
    _fill_the_day(stage)
    stage.do(members.enrol, Details(LONG_NAME, phones=("020 7946 0111",)))
    for scheme in ("light", "dark"):
        look.wear(Wish(scheme=scheme, still=True))
        for width, height in SIZES:
            stage.program.shell.resize(width, height)
            once = scheme == "light" and (width, height) == SIZES[-1]
            for name, prepare in _SHOTS.items():
                if name not in _PLACES and not once:
                    continue
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
        for name in [name for name in _SHOTS if name not in chosen.only]:
            del _SHOTS[name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _of_the_demo(folder, chosen.into, chosen.members)
        if not chosen.only:
            _of_the_first_start(folder, chosen.into)
            _of_an_empty_shop(folder, chosen.into)
            pictures_of_paper.take_all(folder, chosen.into)
        if chosen.purchases:
            _of_a_real_book(folder, chosen.into, chosen.purchases)
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
