"""The rows of the find list are kept from one key to the next, and never longer than they are true."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHoverEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper.gui import hit_rows, hits, lines, look
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


def test_only_a_row_that_changed_is_laid_out_again(listed: Listed, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Counted(hit_rows.HitRow):
        def __init__(self, dress: hit_rows.Dress, hit: Hit, *args: object, **kwargs: object) -> None:
            made.append(hit.member_id)
            super().__init__(dress, hit, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(hits, "HitRow", Counted)
    two, three = replace(ANNA, member_id=2, name="Berta"), replace(ANNA, member_id=3, name="Carl")
    listed.seen(ANNA, two, three)
    assert made == [1, 2, 3]
    listed.seen(ANNA, replace(two, name_ranges=((0, 3),)), three)
    assert made == [1, 2, 3, 2], "the others are as they were"
    listed.seen(three, ANNA)
    assert made == [1, 2, 3, 2], "they have only another place"


def test_fewer_rows_leave_nothing_of_those_before(listed: Listed) -> None:
    alone = listed.seen(ANNA)
    listed.seen(*(replace(ANNA, member_id=number, name=NAMES[number]) for number in range(5)))
    assert listed.seen(ANNA) == alone
    empty = listed.seen()
    ground = QColor(look.theme().surface)
    assert all(empty.pixelColor(x, y) == ground for x in (0, 150, 299) for y in (0, 60, 199))


def test_the_last_to_come_are_kept_when_there_is_no_more_room() -> None:
    kept: dict[int, str] = {}
    for number in range(5):
        assert lines.keep(kept, number, str(number), 3) == str(number)
    assert list(kept) == [2, 3, 4]


def test_the_row_below_the_mouse_is_seen_until_the_list_changes(listed: Listed) -> None:
    rows = ANNA, replace(ANNA, member_id=2)
    quiet = listed.seen(*rows)
    listed.view.show()
    at = QPointF(QPoint(40, listed.view.visualRect(listed.model.index(1)).center().y()))
    for kind in (QEvent.Type.HoverEnter, QEvent.Type.HoverMove):
        QApplication.sendEvent(listed.view.viewport(), QHoverEvent(kind, at, at, QPointF(-1, -1)))
    hovered = listed.view.grab().toImage()
    assert hovered.pixelColor(2, round(at.y())) == QColor(look.theme().hover)
    assert hovered.pixelColor(2, 5) == quiet.pixelColor(2, 5), "the row above is as it was"
    QApplication.sendEvent(listed.view.viewport(), QHoverEvent(QEvent.Type.HoverLeave, at, at, at))
    assert listed.view.grab().toImage() == quiet
    QApplication.sendEvent(listed.view.viewport(), QHoverEvent(QEvent.Type.HoverMove, at, at, at))
    assert listed.seen(*rows) == quiet, "of another answer nobody has pointed at a row yet"


def test_nothing_below_the_rows_is_painted_with_them(listed: Listed, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(300, 200)
    listed.view.setParent(around)
    listed.view.setGeometry(around.rect())
    listed.seen(ANNA)
    with qtbot.waitExposed(around):
        around.show()
    qtbot.waitUntil(lambda: not around.testAttribute(Qt.WidgetAttribute.WA_PendingUpdate))
    painted: list[QObject] = []

    class Seen(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(watched)
            return False

    seen = Seen()
    for part in (around, listed.view.viewport()):
        part.installEventFilter(seen)
    listed.view.viewport().repaint()
    assert listed.view.viewport() in painted
    assert around not in painted
    listed.view.setParent(None)


def test_a_row_is_chosen_and_told_but_never_typed_in(listed: Listed) -> None:
    listed.seen(ANNA, replace(ANNA, member_id=2, name=""))
    index = listed.model.index(1)
    assert listed.model.rowCount() == 2
    assert index.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    said = "Member 0001, Gold, 12 Lion Street · …018, today"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data() == said
    assert listed.model.index(2).data() is None


def test_letters_drawn_beforehand_change_no_row(listed: Listed) -> None:
    first = listed.seen(ANNA)
    for ratio in (1.0, 1.25, 2.0):
        listed.delegate.make_ready(ratio)
    listed.delegate._rows.clear()
    assert listed.seen(ANNA) == first
