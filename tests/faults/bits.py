"""One bit falls over somewhere in a book that is used: does the whole check find it?

Run `python -m tests.faults.bits --flips 400`; it prints how many of those that changed anything were found. A bit in the
empty part of a page changes nothing that anybody can read, and is counted apart.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.service import backups, checking
from shopkeeper.service.opening import open_shop
from tests.books import NOW
from tests.faults.work import KINDS, Work, begun

NEAR = 8  # bytes: a bit is tried where anything stands within so many
CACHES = (
    "lookup_",
    "standings",
    "rhythms",
    "occasions",
    "sqlite_",
)  # made afresh by the check, or compared by it


def used_book(folder: Path, rounds: int = 3) -> Book:
    """A shop in which everything was done some times, settled, with a backup of it."""
    begun(folder)
    shop = Work(folder, 1, lambda _words: None)
    for turn, kind in enumerate([kind for kind in KINDS if kind != "migrate"] * rounds):
        shop.act(kind, turn)
    backups.make(shop.book, NOW, "by hand")
    shop.book.settle(now_or_never=True)
    shop.book.close()
    return shop.book


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(driver.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        tables = [
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        return {
            name: connection.execute(f"select * from {name}").fetchall()
            for name in tables
            if not name.startswith(CACHES)
        }


def _is_found(path: Path) -> bool:
    try:
        book = open_shop(path, NOW)
        try:
            return not checking.check(book, NOW, replay=True).ok
        finally:
            book.close()
    except (Declined, StorageTrouble):
        return True


def _is_changed(path: Path, whole: dict[str, list[tuple[Any, ...]]]) -> bool:
    try:
        return _rows(path) != whole
    except driver.Error:
        return True


def flipped(flips: int, seed: int = 5) -> tuple[Counter[str], list[int]]:
    """So many bits, one at a time; answers how many were found, and where those were that were not."""
    dice, told, missed = random.Random(seed), Counter[str](), list[int]()
    with tempfile.TemporaryDirectory() as folder:
        path = used_book(Path(folder)).path
        content, whole = path.read_bytes(), _rows(path)
        places = [at for at in range(len(content)) if any(content[max(0, at - NEAR) : at + NEAR])]
        for _ in range(flips):
            at = dice.choice(places)
            spoilt = bytearray(content)
            spoilt[at] ^= 1 << dice.randrange(8)
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            path.write_bytes(spoilt)
            if _is_found(path):
                told["found"] += 1
            elif _is_changed(path, whole):
                told["missed"] += 1
                missed.append(at)
            else:
                told["changed nothing"] += 1
    return told, missed


def main() -> int:
    """Print the figures; 1 if fewer than 99 of 100 were found."""
    parser = argparse.ArgumentParser(description="Let single bits of a book fall over.")
    parser.add_argument("--flips", type=int, default=400)
    told, missed = flipped(parser.parse_args().flips)
    sys.stdout.write(json.dumps({**told, "missed": told["missed"], "where": missed[:5]}) + "\n")
    return int(told["missed"] * 100 > told["found"] + told["missed"])


if __name__ == "__main__":
    sys.exit(main())
