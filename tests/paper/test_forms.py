"""A form stands on its sheet: nothing beyond the margins, no question parted from its boxes, on one sheet where it can be."""

import pytest
from PySide6.QtGui import QImage, QPainter

from shopkeeper.paper.forms import Form, Item, lay_out_forms
from shopkeeper.paper.page import A4, A5, A6, PageSize, dots

pytestmark = pytest.mark.usefixtures("qapp")
QUESTIONS = (
    Item("Tea or coffee with your cake?", ("1 Tea", "2 Coffee", "3 Neither")),
    Item("Which evening would suit you for a tasting of cheese from the hills?", ("1 Thursday", "2 Friday", "3 Saturday", "4 None of these", "5 Every one of them")),
    Item("Wie heißt der Hund? Ναι ή όχι; 是不是？", ("1 Ναι", "2 是")),
)  # fmt: skip


def form(size: PageSize = A5, items: tuple[Item, ...] = QUESTIONS, code: str = "", whose: str = "") -> Form:
    return Form(
        "Okafor & Daughters", "Three questions", "Tick one box for each.", items, size=size,
        blanks=("Name or number",), words="Anything else?", foot="Thank you", code=code, whose=whose,
    )  # fmt: skip


@pytest.mark.parametrize("size", [A4, A5, A6], ids=lambda size: size.key)
@pytest.mark.parametrize("code", ["", "2700000000045"])
def test_everything_stands_within_the_margins(size: PageSize, code: str) -> None:
    laid = lay_out_forms([form(size, code=code, whose="Marjorie Finch · 1001" if code else "")])
    for _, left, right, baseline in laid.extents():
        assert dots(size.side) - 2 <= left and right <= size.width_dots - dots(size.side) + 2
        assert baseline <= size.height_dots - dots(60)
    assert laid.pages == 1 or size is A6


def test_a_long_form_goes_on_and_parts_no_question_from_its_boxes() -> None:
    items = tuple(
        Item(f"Question {number}, which is a long one. " * 3, ("1 Yes", "2 No")) for number in range(1, 25)
    )
    laid = lay_out_forms([form(A5, items)])
    assert laid.pages > 1
    for page in range(laid.pages):
        assert laid.text(page).count("1 Yes") == laid.text(page).count("2 No")
    told = "\n".join(laid.text(page) for page in range(laid.pages))
    assert told.count("1 Yes") == 24


def test_several_sheets_are_one_bundle_each_with_its_own_name() -> None:
    laid = lay_out_forms([form(code=f"100{n}", whose=f"Member {n}") for n in range(3)])
    assert laid.pages == 3
    assert ["Member 1" in laid.text(page) for page in range(3)] == [False, True, False]


def test_there_is_ink_where_the_code_is() -> None:
    laid = lay_out_forms([form(code="2700000000045")])
    image = QImage(laid.size.width_dots // 8, laid.size.height_dots // 8, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(1 / 8, 1 / 8)
    laid.paint(painter, 0)
    painter.end()
    corner = [image.pixelColor(x, y).lightness() for x in range(image.width() * 3 // 4, image.width()) for y in range(image.height() // 8)]  # fmt: skip
    assert sum(one < 80 for one in corner) > 500


def test_a_member_is_never_markup() -> None:
    laid = lay_out_forms([form(whose="<b>Ann</b> & Söhne")])
    assert "<b>Ann</b> & Söhne" in laid.text(0)
