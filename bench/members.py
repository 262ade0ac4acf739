"""How the Members place answers in a large shop: a jump in the table painted, a sort, a filter, a long story.

    python -m bench.members [--members 20000] [--jumps 60] [--seed 1] [--keep FOLDER]

Qt offscreen; a jump in ms of CPU, the rest in ms of wall time. Beside a jump stands the same picture painted once more,
its rows already read; beside a sort and a filter the same ids by SQLite alone on the bare driver. The stall is the
longest time for which the window did not come to its events while the order was being made. `--keep` builds the book in
a folder, or takes the one that an earlier run of the same size and seed built there.
"""

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench import books, floors
from bench.books import NOW
from bench.floors import Row
from bench.people import people
from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book
from shopkeeper.service import programmes, standings
from shopkeeper.service.listing import Sort

TODAY = date(2026, 11, 21)
STORY = 5000
"""Purchases of the member whose page is opened."""

_FLOORS = {
    "name": "select id from members order by name",
    "last_visit": "select m.id from members m left join standings s on s.member_id = m.id order by s.last_visit desc",
    "spent_year": "select member_id, sum(amount_minor) s from facts where happened_on >= '2025-11-22' group by 1 order by s",
    "phone": "select m.id from members m left join contacts c on c.member_id = m.id and c.kind = 'phone' order by c.text",
}


def shop(folder: Path, members: int, seed: int) -> Book:
    """A book with so many members and their purchases, built or kept; the first has bought 5,000 times."""
    if (folder / "shop.db").exists():
        return open_book(folder / "shop.db")
    book, _ = books.of(folder, people(members, seed), seed)
    with book.writing(NOW) as w:
        w.run("update standings set tier_rank = member_id % 5, points = member_id * 7919 % 2000,"
              " spent_minor = member_id * 104729 % 90000, purchases = visits")  # fmt: skip
        act = w.insert("insert into acts (kind, entered_at) values ('import', ?)", (w.entered_at,))
        w.many(
            "insert into facts (act_id, kind, member_id, happened_on, amount_minor) values (?, 'purchase', 1, ?, ?)",
            (
                (act, f"20{20 + n // 1000:02d}-{1 + n % 12:02d}-{1 + n % 28:02d}", 500 + n)
                for n in range(STORY)
            ),
        )
        standings.replay_member(w, programmes.versions(w), 1, TODAY)
    book.settle(now_or_never=True)
    return book


def _held() -> float:
    """The memory that this process holds now, in MB; 0 where the system does not tell."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return 0.0
    return int(told.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(folder: Path, members: int, seed: int, often: int) -> list[Row]:
    """The rows of the table."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from shopkeeper.gui import look
    from shopkeeper.gui.desk import Desk
    from shopkeeper.gui.pages.members import MembersPage
    from shopkeeper.gui.program import Program
    from shopkeeper.gui.remembered import Remembered

    app = QApplication.instance() or QApplication(sys.argv[:1])
    dice = random.Random(seed)
    book = shop(folder, members, seed)
    raw = floors.raw(folder / "shop.db")
    look.wear(look.Wish(scheme="light", still=True))
    program = Program(Desk(book, lambda: NOW), Remembered(folder / "window.json"), lambda _where: None)
    program.shell.resize(1440, 900)
    program.start()
    while program.shell.current != "counter" or program.desk._under_way:
        app.processEvents()
    gc.freeze()  # as the program itself does once it has started
    page = program.shell.go("members")
    assert isinstance(page, MembersPage)
    gaps: list[float] = [0.0]
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps[0] = max(gaps[0], (now - last[0]) * 1000)
        last[0] = now

    pulse = QTimer()
    pulse.setInterval(1)
    pulse.timeout.connect(beat)
    pulse.start()

    def wait() -> None:
        while program.desk._under_way or page.list._filter_later.isActive():
            app.processEvents()
        app.processEvents()

    def timed(act: object) -> tuple[float, float]:
        wait()
        app.processEvents()
        gaps[0], last[0] = 0.0, time.perf_counter()
        began = time.perf_counter()
        act()  # type: ignore[operator]
        wait()
        return (time.perf_counter() - began) * 1000, gaps[0]

    def floor(sql: str, *values: object) -> float:
        began = time.perf_counter()
        raw.execute(sql, values).fetchall()
        return (time.perf_counter() - began) * 1000

    wait()
    rows = []
    table = page.list.table
    view = table.viewport()

    def jump() -> None:
        table.verticalScrollBar().setValue(dice.randrange(members - 30))
        view.repaint()

    jumps, again, before = [], [], _held()
    for _ in range(often):
        jumps += floors.each_cpu_ms(lambda _n: jump(), 1)
        again += floors.each_cpu_ms(lambda _n: view.repaint(), 1)
    rows.append(Row("a jump in the table, painted", floors.median(jumps), floors.median(again), None))
    rows.append(
        Row(
            "a jump, the slowest in twenty",
            floors.percentile(jumps, 0.95),
            floors.percentile(again, 0.95),
            None,
        )
    )
    held = _held()
    rows.append(Row("memory held after the jumps, over what was before", held, before, None, "MB"))
    sorts: tuple[Sort, ...] = ("last_visit", "spent_year", "phone", "name")
    for sort in sorts:
        took, stall = timed(lambda sort=sort: page.list.menus.sort_by(sort, False))
        rows.append(Row(f"sorted by {sort}", took, floor(_FLOORS[sort]), None, note=f"stall {stall:.0f} ms"))
    for text in ("m", "smith", "0417"):
        took, stall = timed(lambda text=text: program.shell.find_box.set_text(text))
        like = floor("select id from members where name like ? order by name", f"%{text}%")
        rows.append(Row(f"filtered by “{text}”", took, like, None, note=f"stall {stall:.0f} ms"))
    program.shell.find_box.set_text("")
    took, stall = timed(lambda: page.list.filters.unseen.setValue(90))
    unseen = "select m.id from members m join standings s on s.member_id = m.id where s.last_visit <= '2026-08-23' order by name"
    rows.append(Row("not seen for 90 days", took, floor(unseen), None, note=f"stall {stall:.0f} ms"))
    page.list.filters.clear()
    wait()
    timed(lambda: page.open_member(2))
    took, stall = timed(lambda: page.open_member(1))
    facts = floor("select * from facts where member_id = 1 order by id")
    rows.append(Row(f"a story of {STORY:,} purchases", took, facts, None, note=f"stall {stall:.0f} ms"))
    raw.close()
    program.shell.close()
    return rows


def main() -> None:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--jumps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        rows = measure(folder, asked.members, asked.seed, asked.jumps)
    floors.show(f"The Members place at {asked.members:,} members", rows)


if __name__ == "__main__":
    main()
