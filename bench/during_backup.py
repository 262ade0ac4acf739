"""Recording at the counter while a backup of a book with a million sales is written.

python -m bench.during_backup [--sales 1000000] [--book FILE]

The sales are brought in from a file; FILE is kept for the next time. Prints what a purchase takes, to its commit on the disk, before and while the
backup is made and read through, in another thread as in the window.
"""

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from shopkeeper.records.book import Book
from shopkeeper.service import backups, importing, purchases, shops

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SHOP = shops.Shop("Bench", "GBP", "GB", "Europe/London")
MEMBERS = 20_000
BEFORE = 300  # purchases without a backup


def million(folder: Path, sales: int) -> Book:
    """A shop with so many sales."""
    dice = random.Random(1)
    file = folder / "till.csv"
    with file.open("w", encoding="ascii") as out:
        out.write("member,date,total\n")
        for n in range(sales):
            day = date(2024, 1, 1) + timedelta(days=n * 1000 // sales)
            out.write(f"{dice.randrange(1, MEMBERS + 1)},{day},{dice.randrange(100, 9000) / 100:.2f}\n")
    book = shops.create(folder / "shop.db", SHOP, NOW)
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", file)
    book.settle(now_or_never=True)
    file.unlink()
    return book


def record(book: Book, dice: random.Random) -> float:
    """Milliseconds of one purchase."""
    began = time.perf_counter()
    with book.writing(NOW) as w:
        purchases.record(w, member_id=dice.randrange(1, MEMBERS), amount_minor=2450)
    return (time.perf_counter() - began) * 1000


def told(taken: list[float]) -> str:
    """Median, 99th per cent, worst."""
    ordered = sorted(taken)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"{len(ordered)} purchases, median {ordered[len(ordered) // 2]:.1f} ms, p99 {p99:.1f} ms, worst {ordered[-1]:.1f} ms"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Recording while a backup is made.")
    parser.add_argument("--sales", type=int, default=1_000_000)
    parser.add_argument("--book", type=Path)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    if asked.book is not None and asked.book.exists():
        shutil.copyfile(asked.book, folder / "shop.db")
        book = Book(folder / "shop.db")
    else:
        book = million(folder, asked.sales)
        book.close()  # a file that is open is not read beside SQLite
        if asked.book is not None:
            shutil.copyfile(book.path, asked.book)
    dice = random.Random(2)
    before = [record(book, dice) for _ in range(BEFORE)]
    size = book.path.stat().st_size
    backup = threading.Thread(target=backups.make, args=(book, NOW, "bench"))
    began = time.perf_counter()
    backup.start()
    during = []
    while backup.is_alive():
        during.append(record(book, dice))
        time.sleep(0.002)  # a till rests too
    took = time.perf_counter() - began
    sys.stdout.write(f"book of {size // 1_000_000} MB; alone: {told(before)}\n")
    sys.stdout.write(f"while a backup was made and read through in {took:.1f} s: {told(during)}\n")
    book.close()
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
