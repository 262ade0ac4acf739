"""500 letters and 500 cards to PDF, beside the same text put on as many pages by QPainter alone; and what memory does.

python3 -m bench.paper [--many 2000]
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time

from PySide6.QtCore import QMarginsF, QRect, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from bench.floors import Row, show
from shopkeeper.paper import codes
from shopkeeper.paper.fonts import FAMILY, without_window
from shopkeeper.paper.labels import FORMATS, LabelSheet, sheets
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4, A5, PageSize
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.pieces import BAR_MODULE, QR_MODULE, MemberCard
from shopkeeper.rules.cards import next_card, spaced

SEVERAL = 500
WORDS = (
    "You became one of our Gold members on 1 November. You have been a part of this shop for 47 visits now, and we were"
    " glad each time you came through the door.",
    "A shop lives by the people who come back to it, and we notice when you do. There are 1,240 points waiting for you,"
    " worth £12.40: spend them on something you would not usually allow yourself.",
)


def letters(count: int) -> Iterator[Note]:
    """So many letters, each to somebody else."""
    for n in range(count):
        yield Note(
            Letterhead("Okafor & Daughters", "Grocer since 1974", "12 Wharf Street", "#1E6B52"), WORDS,
            f"Dear member number {n},", closing="Thank you.", signature_name="Ngozi Okafor",
            date_text="21 November 2026",
        )  # fmt: skip


def cards(count: int) -> Iterator[LabelSheet]:
    """So many cards on sheets of ten."""
    made = [
        MemberCard(
            "Okafor & Daughters", f"Member number {n}", "Gold", "Member since 2019", number, spaced(number)
        )
        for n in range(count)
        for number in (next_card(n),)
    ]
    return sheets(FORMATS["cards-A4"], made)


def alone(path: Path, pages: list[list[str]], size: PageSize, numbers: Iterator[str] | None = None) -> None:
    """The floor: the same lines, a page each time, drawn by QPainter and nothing else; with `numbers`, ten to a page,
    their two codes as well, made and drawn with nothing around them."""
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QSizeF(size.width / 10, size.height / 10), QPageSize.Unit.Millimeter),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    painter = QPainter(writer)
    font = QFont(FAMILY)
    font.setPixelSize(217)
    painter.setFont(font)
    for n, lines in enumerate(pages):
        if n:
            writer.newPage()
        for row, line in enumerate(lines):
            box = QRect(850, 900 + 320 * row, size.width_dots - 1000, 320)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), line)
        for place, number in enumerate(islice(numbers, 10) if numbers is not None else ()):
            codes.draw(painter, codes.qr(number), 800, 800 * place, QR_MODULE, QR_MODULE)
            codes.draw(painter, codes.bars(number), 4000, 800 * place, BAR_MODULE, 400)
    painter.end()


def draw_codes(path: Path, pages: list[list[str]], size: PageSize, numbers: list[str]) -> None:
    """The floor with its codes; none is remembered from the time before."""
    codes.qr.cache_clear()
    codes.bars.cache_clear()
    alone(path, pages, size, iter(numbers))


def write_out(
    path: Path, make: Callable[[int], Iterator[Note]] | Callable[[int], Iterator[LabelSheet]]
) -> None:
    """Ours, all of them."""
    codes.qr.cache_clear()
    codes.bars.cache_clear()
    write_pdf(path, make(SEVERAL), title="Bench", author="Bench")


def least(act: Callable[[], None]) -> float:
    """The least CPU of three turns, in milliseconds: what others do on the machine comes on top."""
    found = []
    for _ in range(3):
        began = process_time()
        act()
        found.append((process_time() - began) * 1000)
    return min(found)


def memory_kb() -> int:
    """The most this process has held so far."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // 1024 if sys.platform == "darwin" else held


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=2000, help="for the growth of memory")
    many = parser.parse_args().many
    application = without_window()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        ours, floor = Path(name) / "ours.pdf", Path(name) / "floor.pdf"
        lay_out(next(letters(1)))
        said = [[line.text for line in lay_out(note).lines] for note in letters(SEVERAL)]
        sheet_said = [sheet.text(0).splitlines() for sheet in cards(SEVERAL)]
        for what, make, text, size in (
            (f"{SEVERAL} letters", letters, said, A5),
            (f"{SEVERAL} cards", cards, sheet_said, A4),
        ):
            bare = least(partial(alone, floor, text, size))
            made = least(partial(write_out, ours, make))
            rows.append(
                Row(
                    f"{what} to PDF, CPU",
                    made,
                    bare,
                    2.5 if make is letters else None,
                    note=f"{len(text)} pages",
                )
            )
            if make is cards:
                coded = Path(name) / "coded.pdf"
                numbers = [next_card(10**6 + n) for n in range(SEVERAL)]
                with_codes = least(partial(draw_codes, coded, text, size, numbers))
                rows.append(Row(f"{what}, over text and codes drawn bare", made, with_codes, None))
            rows.append(
                Row(f"{what}: size", ours.stat().st_size / 1024, floor.stat().st_size / 1024, None, "kB")
            )
        before = memory_kb()
        write_pdf(ours, letters(many), title="Bench", author="Bench")
        rows.append(Row(f"memory after {many} letters", memory_kb() / 1024, before / 1024, 1.1, "MB",
                        f"beside {SEVERAL}"))  # fmt: skip
    show("Paper", rows)
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
