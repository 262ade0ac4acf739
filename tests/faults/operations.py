"""Whole operations as the fault harness sees them: a folder before, the operation, and which state the folder is in.

Each has `prepare(folder)`, `op(folder)` and `state(folder)`, which answers `old`, `new` or what is wrong in words.
`python -m tests.faults.operations --times 40` kills each at random moments, and lets each meet a disk that is full;
`--each Restore` kills one before, after and within each of its writes, and lets each write fail.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import opening
from shopkeeper.records.book import Book
from shopkeeper.service import backups, checking, importing, members, purchases, shops
from shopkeeper.service.details import Details
from shopkeeper.service.opening import open_shop
from tests.books import NOW, SHOP
from tests.faults import each_write

GOLDEN = Path(__file__).parent.parent / "golden" / "shop-0001.db"
IMPORTED = 300
FIRST, LATER = 12, 5


def _book(folder: str) -> Path:
    return Path(folder) / "shop.db"


def _buy(book: Book, times: int, begin: int = 0) -> None:
    for number in range(begin, begin + times):
        with book.writing(NOW) as w:
            member = members.find_member(w, "1001")
            purchases.record(w, member_id=member, amount_minor=2450, key=f"till-{number}")


def _new_shop(folder: str) -> Book:
    book = shops.create(_book(folder), SHOP, NOW)
    with book.writing(NOW) as w:
        members.enrol(w, Details("Ana Test", phones=("020 7946 0000",)))
    _buy(book, FIRST)
    return book


def _counted(path: Path) -> tuple[int, int, str]:
    """Members, purchases, and what the whole check says ("" when all is well)."""
    try:
        book = open_shop(path, NOW)
        try:
            found = checking.check(book, NOW, replay=True)
        finally:
            book.close()
    except (Declined, StorageTrouble) as error:
        return -1, -1, f"{error.code}: {error.because}"
    return found.members, found.purchases, "; ".join(found.problems)


class Operation:
    """What the harness calls."""

    ALLOWED = frozenset({"old", "new"})

    @staticmethod
    def prepare(folder: str) -> None:
        _new_shop(folder).close()

    @staticmethod
    def op(folder: str) -> None:
        raise NotImplementedError

    @staticmethod
    def state(folder: str) -> str:
        raise NotImplementedError


class Migration(Operation):
    """A book of the first version is opened, and so brought to the tables of today."""

    @staticmethod
    def prepare(folder: str) -> None:
        shutil.copyfile(GOLDEN, _book(folder))

    @staticmethod
    def op(folder: str) -> None:
        open_shop(_book(folder), NOW).close()

    @staticmethod
    def state(folder: str) -> str:
        path = _book(folder)
        with copies.opened_copy(_settled(path)) as seen:  # as it lies there, before a start mends anything
            version = int(seen.execute("pragma user_version").fetchone()[0])
        _, _, problems = _counted(path)
        if problems:
            return f"BROKEN {problems}"
        return {1: "old", opening.SCHEMA_VERSION: "new"}.get(version, f"HALF {version}")


def _settled(path: Path) -> Path:
    """The book with its log moved into it, so that it can be looked at without a lock."""
    Book(path).reading().close()
    return path


class Import(Operation):
    """Three hundred members come in from a file."""

    @staticmethod
    def prepare(folder: str) -> None:
        _new_shop(folder).close()
        rows = "".join(f"{5000 + n},Person {n} Imported,{n} Wharf Street\n" for n in range(IMPORTED))
        (Path(folder) / "people.csv").write_text("number,name,street\n" + rows, encoding="utf-8")

    @staticmethod
    def op(folder: str) -> None:
        book = open_shop(_book(folder), NOW)
        try:
            with book.writing(NOW) as w:
                importing.import_file(w, "members", Path(folder) / "people.csv")
        finally:
            book.close()

    @staticmethod
    def state(folder: str) -> str:
        there, bought, problems = _counted(_book(folder))
        if problems or bought != FIRST:
            return f"BROKEN {bought} {problems}"
        return {1: "old", 1 + IMPORTED: "new"}.get(there, f"PARTIAL {there}")


class Backup(Operation):
    """A backup into the folder of backups; whatever is listed there is whole."""

    @staticmethod
    def op(folder: str) -> None:
        book = open_shop(_book(folder), NOW)
        try:
            backups.make(book, NOW, "by hand")
        finally:
            book.close()

    @staticmethod
    def state(folder: str) -> str:
        there, bought, problems = _counted(_book(folder))
        if problems or (there, bought) != (1, FIRST):
            return f"BROKEN {bought} {problems}"
        kept = backups.listed(backups.folder_of(_book(folder)))
        for one in kept:
            if not one.verified or copies.verified(one.path).purchases != FIRST:
                return "BROKEN backup"
        return "new" if kept else "old"


class Restore(Operation):
    """The book becomes what a backup was; what it was before is kept first."""

    @staticmethod
    def prepare(folder: str) -> None:
        book = _new_shop(folder)
        backups.make(book, NOW, "by hand", Path(folder) / "kept.db")
        _buy(book, LATER, FIRST)
        book.close()

    @staticmethod
    def op(folder: str) -> None:
        backups.restore(Path(folder) / "kept.db", Book(_book(folder)), NOW)

    @staticmethod
    def state(folder: str) -> str:
        _, bought, problems = _counted(_book(folder))
        if problems:
            return f"BROKEN {problems}"
        if bought == FIRST:
            safe = backups.listed(backups.folder_of(_book(folder)))
            return "new" if any(one.purchases == FIRST + LATER for one in safe) else "BROKEN no way back"
        return "old" if bought == FIRST + LATER else f"MIX {bought}"


class Recovery(Operation):
    """A start after a crash, itself cut off: the log that was left behind is whole at the next."""

    @staticmethod
    def prepare(folder: str) -> None:
        book = _new_shop(folder)
        left = Path(folder) / "left"
        left.mkdir()
        for ending in ("", "-wal"):  # a book nobody closed: what a crash leaves
            there = book.path.with_name(book.path.name + ending)
            shutil.copyfile(there, left / there.name)
        book.close()
        for file in left.iterdir():
            shutil.move(file, Path(folder) / file.name)
        left.rmdir()

    @staticmethod
    def op(folder: str) -> None:
        book = open_shop(_book(folder), NOW + timedelta(days=1))
        try:
            _buy(book, 1, FIRST)
        finally:
            book.close()

    @staticmethod
    def state(folder: str) -> str:
        _, bought, problems = _counted(_book(folder))
        if problems:
            return f"BROKEN {problems}"
        return {FIRST: "old", FIRST + 1: "new"}.get(bought, f"LOST {bought}")


ALL = (Migration, Import, Backup, Restore, Recovery)


# ---- cut off at random, or out of room ----


def _killed(which: type[Operation], folder: str, dice: random.Random) -> None:
    moment = dice.uniform(0, 0.25)
    pid = os.fork()
    if not pid:
        try:
            which.op(folder)
        finally:
            os._exit(0)
    time.sleep(moment)  # the moment is what is tried
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _out_of_room(which: type[Operation], folder: str, dice: random.Random) -> None:
    """No file may grow past a size: what a full disk does, without one."""
    most = dice.randrange(4096, dice.choice((100_000, 2 * _book(folder).stat().st_size)))
    pid = os.fork()
    if not pid:
        code = 9  # a fault of ours
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            which.op(folder)
            code = 0
        except (Declined, StorageTrouble):
            code = 0  # a sentence
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise AssertionError("no sentence was said")


def tried(times: int, seed: int = 1) -> dict[str, dict[str, int]]:
    """Each operation, cut off and out of room so many times: how often it was the old or the new, or something else."""
    dice = random.Random(seed)
    found: dict[str, dict[str, int]] = {}
    for which in ALL:
        for how in (_killed, _out_of_room):
            counted: Counter[str] = Counter()
            for _ in range(times):
                with tempfile.TemporaryDirectory() as folder:
                    which.prepare(folder)
                    try:
                        how(which, folder, dice)
                        counted[which.state(folder)] += 1
                    except AssertionError as error:
                        counted[str(error)] += 1
            found[f"{which.__name__} {how.__name__.strip('_').replace('_', ' ')}"] = dict(counted)
    return found


def main() -> int:
    """Print what became of each; 1 if any was neither the old nor the new."""
    parser = argparse.ArgumentParser(
        description="Cut operations off at random, and let them run out of room."
    )
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--each", choices=[which.__name__ for which in ALL])
    parser.add_argument("--modes", default=",".join(each_write.MODES))
    parser.add_argument("--step", type=int, default=1, help="only each so-manieth write")
    asked = parser.parse_args()
    if asked.each is None:
        counted = tried(asked.times)
        sys.stdout.write(json.dumps(counted) + "\n")
        return int(any(set(one) - Operation.ALLOWED for one in counted.values()))
    if (said := each_write.reexecuted("tests.faults.operations", sys.argv[1:])) is not None:
        return said
    which = next(one for one in ALL if one.__name__ == asked.each)
    modes = asked.modes.split(",")
    found = each_write.tried(
        lambda folder: which.prepare(str(folder)), lambda folder: which.op(str(folder)),
        lambda folder: which.state(str(folder)), modes, asked.step,
    )  # fmt: skip
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(set(found[mode]) - Operation.ALLOWED for mode in modes))


if __name__ == "__main__":
    sys.exit(main())
