"""The slip of a purchase says what it brought and where the member stands, and thanks by name."""

from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.service import acts, slips
from tests.books import NOW, TODAY, buy, enrol, new_book


def test_it_says_the_amount_the_points_and_thanks_by_name(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    member = enrol(book, "Margaret Okonkwo")
    buy(book, member, 50_000)
    bought = buy(book, member, 2450, points=200)
    slip = slips.of(book.reading(), bought.purchase, TODAY)
    assert dict(slip.pairs) == {
        "Purchase": "£24.50", "Paid with points": "£2.00", "Points for this purchase": f"+{bought.earned}",
        "Points now": str(bought.points), "They are worth": f"£{bought.points / 100:.2f}", "To reach Platinum": "£475.50",
    }  # fmt: skip
    assert slip.thanks == ("Thank you, Margaret.", "You are one of our Gold members.")
    assert (slip.shop_name, slip.date_text) == ("Okafor & Daughters", "21 November 2026")


def test_a_sale_to_nobody_known_has_a_slip_and_one_undone_has_none(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    bought = buy(book, None, 999)
    slip = slips.of(book.reading(), bought.purchase, TODAY)
    assert (slip.pairs, slip.thanks) == ((("Purchase", "£9.99"),), ("Thank you.",))
    with book.writing(NOW) as w:
        acts.undo(w)
    with pytest.raises(Declined) as gone:
        slips.of(book.reading(), bought.purchase, TODAY)
    assert gone.value.code == "purchase_unknown"
