"""The small parts: what they show, what they say, what they keep."""

from collections.abc import Iterator
from typing import Literal

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter, QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableView,
    QTableWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined
from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.badge import (
    BUILT_IN,
    SHAPES,
    RoundBadge,
    TierBadge,
    TierFace,
    badge_size,
    draw_badge,
)
from shopkeeper.gui.widgets.bar import Bar
from shopkeeper.gui.widgets.chips import Chip, Chips
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.fieldframe import BareEdit
from shopkeeper.gui.widgets.findbox import FindBox
from shopkeeper.gui.widgets.flow import Flow, FlowBox
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.keyhint import KeyHint, key_words
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.shapes import shape
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.gui.widgets.tables import dress_table, keep_titles
from shopkeeper.gui.widgets.toast import Toast, ToastArea
from tests.gui.fitting import cut_texts
from tests.gui.helpers import assert_within_reach, out_of_reach

GOLD = TierFace("Gold", *BUILT_IN["gold"])
PLATINUM = TierFace("Platinum", *BUILT_IN["platinum"])


@pytest.fixture(autouse=True)
def _light(qtbot: QtBot) -> Iterator[None]:
    look.wear(look.Wish(scheme="light"))
    yield
    look.wear(look.Wish(scheme="light"))


def parse(text: str) -> int:
    """Whole pounds and two digits, for these tests."""
    pounds, dot, pence = text.partition(".")
    if not pounds.isdecimal() or (dot and not (pence.isdecimal() and len(pence) == 2)):
        raise Declined("amount_not_understood", f"“{text}” is not an amount. Write it like 24.50.", "amount")
    return int(pounds) * 100 + int(pence or 0)


def amount_field(qtbot: QtBot) -> AmountField:
    field = AmountField("Amount", parse, "£")
    qtbot.addWidget(field)
    field.show()
    return field


# --- the amount --------------------------------------------------------------------------------------


def test_an_amount_is_kept_as_it_was_typed_and_said_in_minor_units(qtbot: QtBot) -> None:
    field = amount_field(qtbot)
    changes: list[object] = []
    field.changed.connect(changes.append)
    QTest.keyClicks(field.edit, "24.50")
    assert field.text == "24.50"
    assert changes == [200, 2400, None, None, 2450]
    with qtbot.waitSignal(field.entered) as entered:
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert entered.args == [2450]


def test_a_refused_amount_stays_in_the_field_with_the_reason_below_it(qtbot: QtBot) -> None:
    field = amount_field(qtbot)
    entered: list[object] = []
    field.entered.connect(entered.append)
    QTest.keyClicks(field.edit, "24,5x")
    assert field.refusal == ""
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert entered == []
    assert field.text == "24,5x"
    assert field.refusal == "“24,5x” is not an amount. Write it like 24.50."
    QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.refusal == ""


def test_leaving_the_field_shows_the_refusal_but_never_for_an_empty_one(qtbot: QtBot) -> None:
    field = amount_field(qtbot)
    out = QFocusEvent(QEvent.Type.FocusOut)
    QApplication.sendEvent(field.edit, out)
    assert field.refusal == ""
    field.set_text("x")
    QApplication.sendEvent(field.edit, out)
    assert "not an amount" in field.refusal


def test_a_digit_typed_elsewhere_is_taken_in(qtbot: QtBot) -> None:
    field = amount_field(qtbot)
    field.take("2")
    field.take("4")
    assert (field.text, field.amount_minor) == ("24", 2400)
    field.clear()
    assert not field.edit.isUndoAvailable()


# --- find --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_first_letter_moves_nothing_in_the_find_box(qtbot: QtBot, side: Qt.LayoutDirection) -> None:
    box = FindBox(keys="Ctrl+M")
    box.setLayoutDirection(side)
    qtbot.addWidget(box)
    box.resize(400, 42)
    box.show()
    hint, empties = box.findChild(KeyHint), box.findChild(QToolButton)
    assert hint is not None
    assert empties is not None
    assert hint.isVisible()
    assert not empties.isVisible()
    before = box.edit.geometry()
    QTest.keyClicks(box.edit, "m")
    assert empties.isVisible()
    assert not hint.isVisible()
    QApplication.processEvents()
    assert box.edit.geometry() == before
    for part in (hint, empties):
        area = QRect(part.mapTo(box, QPoint(0, 0)), part.size())
        ends = area.left() if side == Qt.LayoutDirection.RightToLeft else box.width() - 1 - area.right()
        assert ends == look.px(12), "each stands against the border"
        assert not area.intersects(box.edit.geometry())
    QTest.mouseClick(empties, Qt.MouseButton.LeftButton)
    assert hint.isVisible()
    assert not empties.isVisible()
    assert box.edit.hasFocus() or not box.isActiveWindow()


def test_a_letter_paints_the_line_and_neither_box_nor_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = FindBox(window)
    box.setGeometry(10, 10, 400, 42)
    with qtbot.waitExposed(window):
        window.show()
    for scheme in ("light", "dark"):  # a new style sheet dresses the line anew
        look.wear(look.Wish(scheme=scheme))
        box.set_text("m")
        window.repaint()
        painted: list[QObject] = []

        class Seen(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    painted.append(watched)  # noqa: B023  asked within this turn
                return False

        seen = Seen()
        for part in (window, box, box.edit):
            part.installEventFilter(seen)
        QTest.keyClicks(box.edit, "a")
        box.edit.repaint()
        assert set(painted) == {box.edit}
        ground = box.edit.grab().toImage().pixelColor(box.edit.width() - 2, 2)
        assert ground == QColor(look.theme().surface)


def test_an_icon_is_drawn_once_for_each_colour_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    QPixmapCache.clear()
    drawn: list[str] = []
    render = icons._render

    def counted(painter: QPainter, name: str, area: QRectF, colour: str, stroke: float) -> None:
        drawn.append(colour)
        render(painter, name, area, colour, stroke)

    monkeypatch.setattr(icons, "_render", counted)
    first = icons.icon("close").pixmap(16, 16).toImage()
    assert icons.icon("close").pixmap(16, 16).toImage() == first
    assert len(drawn) == 1
    look.wear(look.Wish(scheme="dark"))
    assert icons.icon("close").pixmap(16, 16).toImage() != first
    assert drawn == [theme.LIGHT.ink_2, theme.DARK.ink_2]


def test_the_find_box_says_text_choice_enter_and_escape(qtbot: QtBot) -> None:
    box = FindBox()
    qtbot.addWidget(box)
    box.show()
    said: list[object] = []
    box.text_changed.connect(said.append)
    box.key.connect(said.append)
    box.submitted.connect(lambda: said.append("enter"))
    box.escaped.connect(lambda: said.append("escape"))
    QTest.keyClicks(box.edit, "ma")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Escape):
        QTest.keyClick(box.edit, key)
    assert said == ["m", "ma", Qt.Key.Key_Down.value, Qt.Key.Key_Up.value, "enter", "", "escape"]


def test_what_is_typed_elsewhere_comes_after_what_stands_there(qtbot: QtBot) -> None:
    box = FindBox()
    qtbot.addWidget(box)
    box.set_text("mar")
    box.take("g")
    assert box.text == "marg"
    box.clear()
    assert (box.text, box.edit.isUndoAvailable()) == ("", False)


# --- badges ------------------------------------------------------------------------------------------


def test_every_tier_has_a_shape_of_its_own() -> None:
    silhouettes = set()
    for name in SHAPES:
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.fillPath(shape(name, QRect(0, 0, 40, 40).toRectF()), Qt.GlobalColor.black)
        painter.end()
        silhouettes.add(bytes(image.constBits()))
    assert len(silhouettes) == len(SHAPES)
    assert len({shape_name for shape_name, _ in BUILT_IN.values()}) == len(BUILT_IN)


def test_a_badge_is_named_and_hides_without_a_tier(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    badge = TierBadge(GOLD, room)
    room.show()
    assert badge.accessibleName() == "Gold"
    badge.set_face(None)
    assert badge.isHidden()
    badge.set_face(TierFace("Founders", "crown", "#7A3E9D"))
    assert badge.isVisible()
    assert badge.sizeHint().width() > 0


def test_a_badge_without_a_parent_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    badge = TierBadge(GOLD)
    qtbot.addWidget(badge)
    assert not badge.isVisible()


def test_a_badge_is_drawn_in_a_list_in_either_direction() -> None:
    size = badge_size(GOLD).toSize()
    images = []
    for mirrored in (False, True):
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_badge(painter, image.rect().toRectF(), GOLD, mirrored=mirrored)
        painter.end()
        images.append(image)
    assert images[0] != images[1]


def test_a_new_tier_turns_before_the_eyes(qtbot: QtBot) -> None:
    badge = RoundBadge(GOLD)
    qtbot.addWidget(badge)
    badge.show()
    still = badge.grab().toImage()
    with qtbot.waitSignal(badge.settled, timeout=5_000):
        badge.set_face(PLATINUM, celebrate=True)
        assert badge.grab().toImage() == still
    assert badge.accessibleName() == "Platinum"
    assert badge.grab().toImage() != still


def test_a_new_tier_changes_at_once_where_no_movement_is_wanted(qtbot: QtBot) -> None:
    look.wear(look.Wish(scheme="light", still=True))
    badge = RoundBadge(GOLD)
    qtbot.addWidget(badge)
    badge.show()
    still = badge.grab().toImage()
    badge.set_face(PLATINUM, celebrate=True)
    assert badge.grab().toImage() != still


# --- words and cards ---------------------------------------------------------------------------------


def test_a_members_text_is_never_markup(qtbot: QtBot) -> None:
    said = Sentence("<b>Bold</b> & <img src=x>")
    qtbot.addWidget(said)
    assert said.textFormat() == Qt.TextFormat.PlainText
    assert said.text() == "<b>Bold</b> & <img src=x>"


def test_a_word_as_long_as_a_name_can_be_asks_for_no_wider_window(qtbot: QtBot) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
    said = Sentence(name)
    qtbot.addWidget(said)
    assert said.text() == name
    assert said.minimumSizeHint().width() < said.fontMetrics().horizontalAdvance(name) / 2


def test_a_sentence_short_of_room_keeps_its_last_line(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    column = QVBoxLayout(room)
    said = Sentence("Two rye loaves kept aside. Ines promised on Thursday, and again on Friday.")
    column.addWidget(said)
    room.resize(120, 30)
    room.show()
    assert said.height() >= said.heightForWidth(said.width())
    narrow = said.minimumHeight()
    room.resize(600, 30)
    qtbot.waitUntil(lambda: said.minimumHeight() < narrow)


def test_an_error_line_shows_only_while_there_is_something_to_say(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    error = ErrorLine(room)
    room.show()
    assert error.isHidden()
    error.explain(Declined("name_missing", "A name is enough, but it is needed.", "name"))
    assert error.isVisible()
    assert error.text == error.accessibleName() == "A name is enough, but it is needed."
    error.say("")
    assert error.isHidden()


def test_a_card_has_title_remark_and_content(qtbot: QtBot) -> None:
    panel = Panel("Purchases", "47 visits")
    qtbot.addWidget(panel)
    panel.add(Sentence("Rye"))
    panel.add(line())
    panel.add(QHBoxLayout())
    panel.add(QTableView())
    panel.show()
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Purchases", "47 visits", "Rye"]
    panel.set_remark("")
    panel.set_tone("bad")
    assert panel.accessibleName() == "Purchases"
    assert panel.property("tone") == "bad"


def test_a_flow_begins_a_new_row_and_mirrors() -> None:
    room = QWidget()
    flow = Flow(room, gap=4)
    blocks = []
    for _ in range(3):
        block = QWidget()
        block.setFixedSize(40, 10)
        flow.addWidget(block)
        blocks.append(block)
    flow.setGeometry(QRect(0, 0, 90, 100))
    assert [(block.x(), block.y()) for block in blocks] == [(0, 0), (44, 0), (0, 14)]
    assert flow.heightForWidth(90) == 24
    room.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.setGeometry(QRect(0, 0, 90, 100))
    assert [(block.x(), block.y()) for block in blocks] == [(50, 0), (6, 0), (50, 14)]


def test_chips_keep_their_order_and_room(qtbot: QtBot) -> None:
    chips = Chips()
    qtbot.addWidget(chips)
    chips.set_chips([Chip("Nut allergy", "bad"), Chip("Rye bread"), Chip("x" * 300)])
    chips.resize(150, 10)
    chips.show()
    names = [child.accessibleName() for child in chips.findChildren(QWidget)]
    assert names == ["Nut allergy", "Rye bread", "x" * 300]
    assert chips.height() >= 3 * 15
    chips.grab()
    chips.set_chips([])
    assert chips.minimumHeight() == 0


# --- keys, bars, progress ----------------------------------------------------------------------------


def test_a_key_is_written_as_people_say_it(qtbot: QtBot) -> None:
    hint = KeyHint("Ctrl+1")
    qtbot.addWidget(hint)
    assert hint.accessibleName() == key_words("Ctrl+1") == "Ctrl 1"
    assert key_words("/") == "/"


def test_a_button_names_its_act_and_its_key(qtbot: QtBot) -> None:
    button = KeyButton("Record purchase", "Enter")
    qtbot.addWidget(button)
    button.grab()
    assert (button.accessibleName(), button.accessibleDescription()) == ("Record purchase", "Enter")


def test_a_bar_stays_between_empty_and_full(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.set_share(1.7, "£86.40 more reaches Platinum")
    assert (bar.share, bar.accessibleName()) == (1.0, "£86.40 more reaches Platinum")
    bar.set_share(-1)
    assert bar.share == 0.0
    bar.show()
    bar.set_share(0.5, glide=True)
    assert bar.share == 0.5
    bar.grab()


def test_progress_can_be_cancelled_once(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    progress = ProgressLine(room)
    room.show()
    assert progress.isHidden()
    cancelled: list[bool] = []
    progress.cancelled.connect(lambda: cancelled.append(True))
    progress.begin("Reading 69,659 purchases")
    progress.come(30, 100)
    button = progress.findChild(QPushButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert cancelled == [True]
    progress.end()
    assert progress.isHidden()


def test_an_empty_place_offers_what_starts_it(qtbot: QtBot) -> None:
    empty = EmptyState(
        "letters", "No letters yet", "A thank-you note begins at the counter.", "Write a thank-you", "Ctrl+N"
    )
    qtbot.addWidget(empty)
    empty.show()
    assert empty.button is not None
    with qtbot.waitSignal(empty.asked):
        QTest.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.grab()


def test_a_toast_stays_until_the_next_act(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    area = ToastArea(room, closable=True)
    room.show()
    assert area.isHidden()
    area.say(Toast("Recorded £18.00 for Marjorie Finch", "+36 points", undo=True))
    assert area.isVisible()
    assert area.accessibleName() == "Recorded £18.00 for Marjorie Finch. +36 points"
    undo = area.findChildren(QPushButton)[0]
    with qtbot.waitSignal(area.undo_asked):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert area.isVisible()
    area.say(Toast("Nothing was saved", tone="attention"))
    assert undo.isHidden()
    area.clear()
    assert area.isHidden()


# --- within reach ------------------------------------------------------------------------------------


def test_every_small_part_is_named_and_can_be_reached(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    column = QVBoxLayout(room)
    table, spin = QTableView(), QSpinBox()
    dress_table(table, "Purchases")
    dress_spin(spin, "Rows")
    for part in (
        AmountField("Amount", parse, "£"),
        FindBox(),
        ProgressLine(),
        EmptyState("letters", "None", "", "Write"),
        ToastArea(closable=True),
        KeyButton("Record", "Enter"),
        table,
        spin,
    ):
        column.addWidget(part)
    assert_within_reach(room)


def test_a_part_without_a_name_or_out_of_reach_is_found(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    mute = QPushButton(room)
    mute.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert len(out_of_reach(room)) == 2


def test_a_hint_that_would_be_cut_gives_way_to_a_shorter_one(qtbot: QtBot) -> None:
    line_edit = BareEdit()
    qtbot.addWidget(line_edit)
    line_edit.show()
    line_edit.set_hints("Note: likes rye, promise two loaves by Friday…", "Note: likes rye…", "Note…")
    shown = []
    for width in (600, 160, 70, 20):
        line_edit.resize(width, 36)
        shown.append(line_edit.placeholderText())
    assert shown == [
        "Note: likes rye, promise two loaves by Friday…",
        "Note: likes rye…",
        "Note…",
        "Note…",
    ]


def test_a_wide_flow_asks_for_one_row_and_takes_less(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    box = FlowBox(room, gap=8, wide=True)
    for words in ("Promise", "Complaint", "Request"):
        box.flow.addWidget(QPushButton(words, box))
    buttons = box.findChildren(QPushButton)
    asked = box.sizeHint().width()
    assert asked >= sum(button.sizeHint().width() for button in buttons) + 2 * 8
    assert box.minimumSizeHint().width() < asked / 2
    assert box.heightForWidth(asked) < box.heightForWidth(asked // 2)


def test_a_column_that_stretches_is_never_narrower_than_its_title(qtbot: QtBot) -> None:
    table = QTableWidget(1, 3)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["Member", "What it means for them", "Costs you, each"])
    dress_table(table, "Tiers")
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.show()
    needed = table.horizontalHeader().sectionSizeFromContents(1).width()
    for width in (250, 900, 250):
        table.resize(width, 200)
        keep_titles(table)
        assert table.columnWidth(1) >= needed
        stretched = table.horizontalHeader().sectionResizeMode(1) == QHeaderView.ResizeMode.Stretch
        assert stretched == (width == 900)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_has_the_focus_is_seen_on_every_kind_of_control(
    qtbot: QtBot, scheme: Literal["light", "dark"]
) -> None:
    look.wear(look.Wish(scheme=scheme, still=True))
    room = QWidget()
    qtbot.addWidget(room)
    column = QVBoxLayout(room)
    parts: list[QWidget] = [QToolButton(), QCheckBox("Room to sign"), QRadioButton("Members"), QComboBox(), QLineEdit(),
                            QPlainTextEdit(), QSpinBox(), QSlider(Qt.Orientation.Horizontal)]  # fmt: skip
    for kind in ("", "primary", "danger", "link", "quiet", "name", "small"):
        button = QPushButton("Record")
        look.mark(button, kind=kind)
        parts.append(button)
    first = QPushButton("First")
    for part in (first, *parts):
        column.addWidget(part)
    room.show()
    room.activateWindow()
    for part in parts:
        part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        first.setFocus()
        qtbot.waitUntil(first.hasFocus)
        before = part.grab().toImage()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(part.hasFocus)
        after = part.grab().toImage()
        accent = QColor(look.theme().ink if part.property("kind") == "primary" else look.theme().accent)
        rim = [after.pixelColor(x, y) for x in (0, after.width() // 2) for y in (0, 1, after.height() // 2)]
        assert before != after and accent in rim, f"{type(part).__name__} {part.property('kind')}"


def test_where_an_empty_place_is_low_the_drawing_makes_room_for_the_words(qtbot: QtBot) -> None:
    place = QWidget()
    state = EmptyState(
        "members",
        "Nobody is here yet",
        "Everybody you enrol stands in this list. " * 3,
        "New member",
        "",
        place,
    )
    qtbot.addWidget(place)
    place.resize(420, 400)
    state.resize(420, 400)
    place.show()
    sign, button = state.findChild(QLabel), state.button
    assert button is not None and sign is not None and sign.isVisible()
    state.resize(420, 165)
    qtbot.waitUntil(lambda: not sign.isVisible())
    lowest = max(label.geometry().bottom() for label in state.findChildren(Sentence))
    assert lowest < button.geometry().top() and not cut_texts(state)
    state.resize(420, 400)
    qtbot.waitUntil(sign.isVisible)


def test_esc_in_a_field_puts_its_sheet_away_and_shift_tab_goes_round_where_the_last_is_hidden(
    qtbot: QtBot,
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    below = QPushButton("Below", host)
    sheet = SlideOver("Note a talk", host)
    said, hidden, keep = Field("What was said", host), QPushButton("Leave"), QPushButton("Keep it")
    for part in (said, keep, hidden):
        sheet.body.addWidget(part)
    sheet.last = hidden
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    hidden.hide()
    below.setFocus()
    sheet.open(said)
    been = []
    for _ in range(4):
        at = QApplication.focusWidget()
        assert at is not None and sheet.isAncestorOf(at)
        been.append(at)
        QTest.keyClick(at, Qt.Key.Key_Backtab)
    assert {said.edit, keep} <= set(been) and been[3] is been[0]
    said.setFocus()
    QTest.keyClick(said.edit, Qt.Key.Key_Escape)
    assert sheet.isHidden() and below.hasFocus()
