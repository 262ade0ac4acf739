"""Bringing a list of purchases in, standing included, beside the sqlite3 shell's `.import` of the same rows,
bare and into a table with the two indexes that every member's card and every day's page are read by.

python -m bench.bringing [FILE] [--times 5]

FILE has a heading and four columns (member, day, amount, what); without one, rows like a real shop's are made up: 23,570
members, 69,659 purchases. Both run as a shop would run them, in a process of their own on a new file, turn by turn.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import floors
from bench.floors import Row
from shopkeeper.records.book import Book
from shopkeeper.service import checking, importing, shops

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SHOP = shops.Shop("Bench", "USD", "US", "America/New_York")
MEMBERS, PURCHASES = 23_570, 69_659


def made_up(path: Path, seed: int = 1) -> Path:
    """A file as an online shop of the nineties would write it, by a seed."""
    dice = random.Random(seed)
    first = date(1997, 1, 1)
    weights = [dice.paretovariate(1.2) for _ in range(MEMBERS)]
    owners = sorted([*range(MEMBERS), *dice.choices(range(MEMBERS), weights, k=PURCHASES - MEMBERS)])
    rows = ["member_id,date,amount,quantity"]
    for owner in owners:
        on = first + timedelta(days=dice.randrange(545))
        amount = round(dice.lognormvariate(3.3, 0.7), 2)
        rows.append(f"{owner + 1:05d},{on},{amount:.2f},{dice.randrange(1, 6)}")
    path.write_text("\n".join(rows) + "\n", encoding="ascii")
    return path


BARE = "create table rows (member, day, amount, what)"
INDEXED = f"{BARE}; create index by_member on rows (member, day); create index by_day on rows (day)"


def shell_import(shell: str, file: Path, folder: Path, table: str) -> tuple[float, float]:
    """Milliseconds of the shell's `.import` into a new file, and those of CPU."""
    database = folder / "floor.db"
    subprocess.run([shell, str(database), table], check=True)
    began, cpu = time.perf_counter(), _children()
    subprocess.run([shell, str(database), ".mode csv", f".import --skip 1 '{file}' rows"], check=True)
    taken, cpu = time.perf_counter() - began, _children() - cpu
    database.unlink()
    return taken * 1000, cpu * 1000


def _children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def our_import(file: Path, folder: Path) -> tuple[float, float]:
    """Milliseconds of ours into a new shop, from the act's begin to its commit on the disk, and those of CPU."""
    book = shops.create(folder / "shop.db", SHOP, NOW)
    with book.writing(NOW) as w:
        w.value("select 1")  # the engine is there once the shop is open
    began, cpu = time.perf_counter(), time.process_time()
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", file)
    taken, cpu = time.perf_counter() - began, time.process_time() - cpu
    _prove(book)
    book.close()
    for left in folder.glob("shop.db*"):
        left.unlink()
    return taken * 1000, cpu * 1000


def _prove(book: Book) -> None:
    problems = checking.check(book, NOW, replay=True).problems
    if problems:
        raise SystemExit(f"the book is not what its facts say: {problems}")


def main() -> int:
    """Measure, print, answer 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    shell = shutil.which("sqlite3")
    if shell is None:
        print("The floor is the sqlite3 shell, which is not installed here; nothing was measured.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = asked.file or made_up(folder / "purchases.csv")
        ours, bare, indexed = [], [], []
        for _ in range(asked.times):
            bare.append(shell_import(shell, file, folder, BARE))
            indexed.append(shell_import(shell, file, folder, INDEXED))
            ours.append(our_import(file, folder))
        rows = len(file.read_bytes().splitlines()) - 1
        floors.show(
            f"Bringing in {rows:,} purchases, everybody's standing and the index included",
            [
                Row(
                    what,
                    floors.median([one[which] for one in ours]),
                    floors.median([one[which] for one in floor]),
                    8,
                    note=f"the shell's `.import`, four columns of text, {indexes}",
                )
                for floor, indexes in ((bare, "no index"), (indexed, "with the indexes by member and by day"))
                for which, what in enumerate(("import", "import, CPU alone"))
            ],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
