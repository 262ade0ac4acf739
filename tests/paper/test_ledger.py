"""A list in columns fills its sheets: headed, numbered, carried forward, nothing lost, nothing over the edge."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication

from shopkeeper.paper.ledger import Ledger, Row, lay_out_ledger
from shopkeeper.paper.note import Letterhead
from shopkeeper.paper.page import A4, dots


@pytest.fixture
def ledger(qapp: QApplication) -> Ledger:
    rows = [
        Row((f"{n} Nov 2026", f"Earned: shop {n}", f"+{n}", str(n * (n + 1) // 2))) for n in range(1, 121)
    ]
    return Ledger(
        letterhead=Letterhead("Okafor & Daughters", "Grocer since 1974", "12 Wharf Street", "#1E6B52"),
        title="Statement of points",
        whose=("Anna Berg", "Member 1001 · Gold", "1 January 2026 to 21 November 2026"),
        heads=("Day", "What", "Points", "Balance"),
        rows=tuple(rows),
        shares=(0.16, 0.56, 0.14, 0.14),
        figures=2,
        summary=(("Earned", "+7,260"), ("Balance", "7,260")),
        carried="Carried forward",
        brought="Brought forward",
        page_words="Page {page} of {pages}",
    )


def test_every_row_stands_once_and_the_sheets_are_headed_and_numbered(ledger: Ledger) -> None:
    laid = lay_out_ledger(ledger)
    assert laid.pages == 3
    texts = [laid.text(page).split("\n") for page in range(laid.pages)]
    for n in range(1, 121):
        assert sum(sheet.count(f"Earned: shop {n}") for sheet in texts) == 1
    for page, sheet in enumerate(texts):
        assert f"Page {page + 1} of 3" in sheet
        assert "Balance" in sheet and "Day" in sheet
        assert ("Okafor & Daughters · Anna Berg · Statement of points" in sheet) is (page > 0)
    assert texts[0][0] == "OKAFOR & DAUGHTERS"


def test_what_is_carried_forward_is_what_is_brought(ledger: Ledger) -> None:
    laid = lay_out_ledger(ledger)
    for page in range(laid.pages - 1):
        here, there = laid.text(page).split("\n"), laid.text(page + 1).split("\n")
        carried = here[here.index("Carried forward") + 1]
        assert carried == there[there.index("Brought forward") + 1]
        last = max(
            int(cell.removeprefix("Earned: shop ")) for cell in here if cell.startswith("Earned: shop")
        )
        assert carried == str(last * (last + 1) // 2)


def test_nothing_leaves_the_sheet_or_runs_into_its_neighbour(ledger: Ledger) -> None:
    long = Row(("21 September 2026", "A very long reason, " * 12, "−1,234,567", "12,345,678"))
    laid = lay_out_ledger(replace(ledger, rows=(*ledger.rows[:30], long, *ledger.rows[30:])))
    left, right = dots(200), A4.width_dots - dots(200)
    for line in laid.lines:
        assert left - 2 <= line.left and line.right <= right + 2
        assert 0 < line.baseline < A4.height_dots
    by_place: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for line in laid.lines:
        by_place.setdefault((line.page, line.baseline), []).append((line.left, line.right))
    for spans in by_place.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_an_empty_list_and_names_in_other_letters_are_one_sheet(ledger: Ledger) -> None:
    for whose in (("Ελένη Παπαδοπούλου",), ("王小明",), ("n" * 60,)):
        laid = lay_out_ledger(replace(ledger, rows=(), whose=whose))
        assert laid.pages == 1
        assert whose[0] in laid.text(0)
