"""Killed at any moment of mixed work: purchases, posting, import, merge, backup, restore, migration.

Run `python -m tests.faults.mixed --kills 1000`; it prints how often it was tried and what was lost, and fails if
anything was. What a child says on its pipe before it is killed was answered, and must be in the book.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import backups, checking, daybook, importing, members, merging, purchases, shops
from shopkeeper.service.details import Details
from shopkeeper.service.opening import open_shop
from tests.books import NOW, SHOP, TODAY
from tests.faults.operations import GOLDEN

KINDS = ("purchase", "post", "import", "merge", "backup", "restore", "migrate")
SLIPS, ROWS = 4, 40
AFRESH = 50  # kills after which a new shop is begun: the whole check is of the whole book


class Work:
    """One child's work in a folder; `tell` writes to the pipe that outlives it."""

    def __init__(self, folder: Path, seed: int, tell: Callable[[str], None]) -> None:
        self.folder, self.tell = folder, tell
        self.seed = seed
        self.dice = random.Random(seed)
        self.book = open_shop(folder / "shop.db", NOW)

    def run(self) -> None:
        """Act after act, until killed."""
        turn = 0
        while True:
            kind = self.dice.choices(KINDS, (12, 2, 1, 1, 1, 1, 1))[0]
            name = f"{self.seed}-{turn}"
            self.tell(f"S {kind} {name}")
            getattr(self, kind if kind != "import" else "bring")(name)
            self.tell(f"A {kind} {name}")
            turn += 1

    def purchase(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            purchases.record(w, member_id=members.find_member(w, "1001"), amount_minor=2450, key=name)

    def post(self, name: str) -> None:
        page = 1 + self.seed * 1000 + int(name.partition("-")[2])
        slips = [Slip(f"{name}-{n}", "", "", None, "1.25", name) for n in range(SLIPS)]
        with self.book.writing(NOW) as w:
            daybook.save_rows(w, TODAY, page, list(enumerate(slips)))
        with self.book.writing(NOW) as w:
            daybook.post(w, TODAY, page=page, because="no till")

    def bring(self, name: str) -> None:
        file = self.folder / "people.csv"
        file.write_text(
            "name,note\n" + "".join(f"Person {n} of {name},{name}\n" for n in range(ROWS)), encoding="utf-8"
        )
        with self.book.writing(NOW) as w:
            importing.import_file(w, "members", file)

    def merge(self, name: str) -> None:
        ids = []
        for which in ("kept", "other"):
            with self.book.writing(NOW) as w:
                details = Details(f"{which} {name}", note=f"{which} {name}")
                ids.append(members.enrol(w, details, even_if_known=True).member_id)
        with self.book.writing(NOW) as w:
            merging.merge(w, *ids)

    def backup(self, name: str) -> None:
        backups.make(self.book, NOW, name)

    def restore(self, name: str) -> None:
        """What is restored was made just before: nothing that was answered may be missing after it."""
        made = backups.make(self.book, NOW, name)
        backups.restore(made.path, self.book, NOW)

    def migrate(self, name: str) -> None:
        older = self.folder / f"older-{name}.db"
        copied = older.with_suffix(".copying")  # a copy that is cut off is no book that was harmed
        shutil.copyfile(GOLDEN, copied)
        copied.replace(older)
        open_shop(older, NOW).close()


def child(folder: Path, seed: int, pipe: int) -> None:
    """Work, and say so, until the end comes from outside."""
    try:
        Work(folder, seed, lambda words: void(os.write(pipe, f"{words}\n".encode()))).run()
    except (Declined, StorageTrouble) as error:
        os.write(pipe, f"X {error.code} {error.because}\n".encode())
    finally:
        os._exit(1)  # whatever it was: a child never goes on with its parent's work


def void(_count: int) -> None:
    """What a write answers is not asked for."""


def begun(folder: Path) -> None:
    """A shop with one member."""
    book = shops.create(folder / "shop.db", SHOP, NOW)
    with book.writing(NOW) as w:
        members.enrol(w, Details("Ana Test"))
    book.close()


def missing(folder: Path, said: list[str]) -> list[str]:
    """What was answered and is not there, what is there by halves, and what the whole check finds."""
    wrong = [line for line in said if line.startswith("X ")]
    answered = [line.split() for line in said if line.startswith("A ")]
    started = [line.split() for line in said if line.startswith("S ")]
    for older in folder.glob("older-*.db"):
        wrong += _checked(older)
        older.unlink()
    wrong += _checked(folder / "shop.db")
    reading = Book(folder / "shop.db").reading()
    try:
        counts: dict[str, tuple[str, int]] = {
            "purchase": ("select count(*) from facts where key = ?", 1),
            "post": ("select count(*) from facts where what = ?", SLIPS),
            "import": ("select count(*) from members where note = ?", ROWS),
            "merge": ("select count(*) from merges g join members m on m.id = g.other_member where m.note = 'other ' || ?", 1),
        }  # fmt: skip
        for _, kind, name in answered:
            if kind in counts and reading.value(counts[kind][0], (name,)) != counts[kind][1]:
                wrong.append(f"lost {kind} {name}")
        for _, kind, name in started:
            if kind in counts and reading.value(counts[kind][0], (name,)) not in (0, counts[kind][1]):
                wrong.append(f"half {kind} {name}")
    finally:
        reading.close()
    kept = {one.reason: one for one in backups.listed(backups.folder_of(folder / "shop.db"))}
    for _, kind, name in answered[-3:]:  # earlier ones may have been thinned
        if kind == "backup" and (name not in kept or not kept[name].verified):
            wrong.append(f"lost backup {name}")
    for one in kept.values():
        try:
            copies.verified(one.path)
        except StorageTrouble as error:
            wrong.append(f"bad backup {one.path.name} {error}")
    return wrong


def _checked(path: Path) -> list[str]:
    try:
        book = open_shop(path, NOW)
        try:
            return list(checking.check(book, NOW, replay=True).problems)
        finally:
            book.close()
    except (Declined, StorageTrouble) as error:
        return [f"{path.name}: {error.code} {error.because}"]


def killed(kills: int, seed: int = 1, longest: float = 0.6) -> tuple[Counter[str], list[str]]:
    """Kill so many children at random moments; answers what was answered, and what was wrong."""
    dice, told, wrong = random.Random(seed), Counter[str](), list[str]()
    folder = Path(tempfile.mkdtemp())
    begun(folder)
    for turn in range(kills):
        if turn % AFRESH == 0 and turn:
            shutil.rmtree(folder)
            folder.mkdir()
            begun(folder)
        ours, theirs = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(ours)
            child(folder, turn, theirs)
        os.close(theirs)
        time.sleep(dice.uniform(0.01, longest))  # the moment is what is tried
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            wrong.append(f"kill {turn}: it had ended by itself")
        with os.fdopen(ours, "rb") as pipe:
            said = pipe.read().decode().splitlines()
        told["kills"] += 1
        told.update(f"{line.split()[1]} answered" for line in said if line.startswith("A "))
        cut = [line for line in said if line[:2] in ("S ", "A ")][-1:]
        told.update(f"{line.split()[1]} cut off" for line in cut if line.startswith("S "))
        wrong += [f"kill {turn}: {words}" for words in missing(folder, said)]
    shutil.rmtree(folder)
    return told, wrong


def main() -> int:
    """Print the figures; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description="Kill mixed work at random moments.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    told, wrong = killed(asked.kills, asked.seed)
    sys.stdout.write(json.dumps({**told, "wrong": len(wrong), "first": wrong[:5]}) + "\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
