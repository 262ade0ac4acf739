"""Bringing a list of purchases in, standing included, beside the sqlite3 shell's `.import` of the same rows.

python -m bench.bringing [FILE] [--times 5]

FILE has a heading and four columns (member, day, amount, what); without one, rows like a real shop's are made up: 23,570
members, 69,659 purchases. Both run as a shop would run them, in a process of their own on a new file, turn by turn.
"""

import argparse
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


def shell_import(shell: str, file: Path, folder: Path) -> float:
    """Milliseconds of the shell's `.import` into a new file."""
    database = folder / "floor.db"
    subprocess.run([shell, str(database), "create table rows (member, day, amount, what)"], check=True)
    began = time.perf_counter()
    subprocess.run([shell, str(database), ".mode csv", f".import --skip 1 '{file}' rows"], check=True)
    taken = time.perf_counter() - began
    database.unlink()
    return taken * 1000


def our_import(file: Path, folder: Path) -> float:
    """Milliseconds of ours into a new shop, from the act's begin to its commit on the disk."""
    book = shops.create(folder / "shop.db", SHOP, NOW)
    with book.writing(NOW) as w:
        w.value("select 1")  # the engine is there once the shop is open
    began = time.perf_counter()
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", file)
    taken = time.perf_counter() - began
    _prove(book)
    book.close()
    for left in folder.glob("shop.db*"):
        left.unlink()
    return taken * 1000


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
        ours, floor = [], []
        for _ in range(asked.times):
            floor.append(shell_import(shell, file, folder))
            ours.append(our_import(file, folder))
        rows = len(file.read_bytes().splitlines()) - 1
        floors.show(
            f"Bringing in {rows:,} purchases, everybody's standing and the index included",
            [
                Row(
                    "import",
                    floors.median(ours),
                    floors.median(floor),
                    8,
                    note="the shell's `.import`, four columns of text",
                )
            ],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
