"""The preview is the page: the same sheet, the same lines, only smaller."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from shopkeeper.paper import ink
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4
from shopkeeper.paper.preview import PaperView

LETTER = Note(
    Letterhead("Okafor & Daughters", "Grocer since 1974"),
    ("You have been a part of this shop for 47 visits now.",),
    salutation="Dear Margaret,",
    closing="Thank you.",
    signature_name="Ngozi Okafor",
)
LONG = Note(LETTER.letterhead, ("A good many words to say. " * 300,), signature_name="Ngozi Okafor", size=A4)


@pytest.fixture
def view(qtbot: QtBot) -> PaperView:
    made = PaperView()
    qtbot.addWidget(made)
    made.resize(450, 560)
    made.show()
    return made


def picture(view: PaperView) -> QImage:
    return view.grab().toImage()


def test_an_empty_view_has_no_sheet(view: PaperView) -> None:
    assert (view.page_count, view.page) == (0, 0)
    assert view.sheet().isEmpty()
    before = picture(view).pixelColor(225, 280)
    view.show_note(LETTER)
    assert picture(view).pixelColor(225, 500) != before
    view.show_note(None)
    assert picture(view).pixelColor(225, 280) == before


@pytest.mark.parametrize("size", [(450, 560), (900, 300), (200, 900), (180, 240), (20, 20)])
def test_the_sheet_keeps_its_shape_at_every_size(view: PaperView, size: tuple[int, int]) -> None:
    view.resize(*size)
    view.show_note(LETTER)
    sheet = view.sheet()
    assert sheet.width() / sheet.height() == pytest.approx(148 / 210, rel=0.001)
    assert not picture(view).isNull()
    if min(size) > 100:
        assert view.rect().toRectF().contains(sheet)


def test_the_sheet_is_white_paper_with_an_edge(view: PaperView) -> None:
    view.show_note(LETTER)
    image, sheet = picture(view), view.sheet().toRect()
    assert image.pixelColor(sheet.left() + 5, sheet.bottom() - 5) == ink.SHEET
    assert image.pixelColor(sheet.left() - 1, sheet.center().y()) == ink.EDGE


def test_each_line_stands_in_the_preview_where_it_stands_on_paper(view: PaperView) -> None:
    view.show_note(LETTER)
    image, sheet = picture(view), view.sheet()
    laid = lay_out(LETTER)
    scale = sheet.width() / laid.size.width_dots
    for line in laid.lines:
        y = round(sheet.top() + line.baseline * scale)
        rows = range(y - 9, y)
        dark = [
            x for x in range(image.width()) if any(image.pixelColor(x, row).value() < 215 for row in rows)
        ]
        assert min(dark) == pytest.approx(sheet.left() + line.left * scale, abs=3)
        assert max(dark) == pytest.approx(sheet.left() + line.right * scale, abs=4)


def test_pages_are_turned_and_told(view: PaperView, qtbot: QtBot) -> None:
    view.show_note(LONG)
    assert view.page_count == 3
    with qtbot.waitSignal(view.page_changed) as told:
        view.show_page(1)
    assert told.args == [1]
    view.show_page(99)
    assert view.page == 2
    view.show_page(-3)
    assert view.page == 0


def test_the_page_stays_while_the_words_change_and_steps_back_when_it_is_gone(view: PaperView) -> None:
    view.show_note(LONG)
    view.show_page(2)
    view.show_note(LONG)
    assert view.page == 2
    view.show_note(LETTER)
    assert (view.page, view.page_count) == (0, 1)


def test_a_screen_reader_hears_the_page(view: PaperView) -> None:
    view.show_note(LETTER)
    assert "Dear Margaret," in view.accessibleDescription()
    view.show_note(None)
    assert view.accessibleDescription() == ""
