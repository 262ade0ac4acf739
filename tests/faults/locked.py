"""A book is locked, unlocked, given another passphrase or another recovery code, and cut off in the midst of it.

Run `python -m tests.faults.locked --way lock`: killed before, after and within each write, each write failing; with
`--states 300` the power is lost instead. It prints how often it was tried and what became of it, and fails if the book
was ever neither the old nor the new, its key file did not fit it, the change was not written down, or was twice or
without being made, a sentence said what is not so, or a name lay there in the clear that must not.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyfile, keyring
from shopkeeper.records.book import Book
from shopkeeper.rules import recovery_code
from shopkeeper.service import backups, checking, lock_owed, locks
from shopkeeper.service.opening import open_shop, owed_of
from tests.books import NOW, buy, enrol, new_book
from tests.faults import power
from tests.faults.each_write import MODES, reexecuted, tried
from tests.faults.keys import CODE, PASSPHRASE, cheap, forget, lock, no_wait

WAYS = ("lock", "unlock", "passphrase", "code", "forgotten")  # the last: a passphrase set with the code
OTHER, NEW_CODE = "nine pears under a bridge", recovery_code.written(bytes(range(18, 36)))
NAME = "Anna Wintergruen"
SALES = 6


def begun(folder: Path, way: str) -> None:
    """A shop with a member, some sales and a backup; locked where it is not about to be."""
    forget()
    book = new_book(folder)
    member = enrol(book, NAME)
    for number in range(SALES):
        buy(book, member, 100 + number, key=f"till-{number}")
    backups.make(book, NOW, "by hand")
    book.close()
    if way != "lock":
        lock(book.path)


def done(folder: Path, way: str) -> None:
    """What is tried, as the program does it."""
    path = folder / "shop.db"
    if way == "forgotten":
        locks.open_with_code(path, CODE)
        try:
            locks.renew_passphrase(path, OTHER)
        except StorageTrouble as trouble:
            _told(folder).write_text(trouble.code)  # the disk that fails is another
            raise
        open_shop(path, NOW).close()
        return
    if way != "lock":
        locks.open_with_passphrase(path, PASSPHRASE)
    if way in ("passphrase", "code"):
        book = open_shop(path, NOW)
        try:
            with book.writing(NOW) as w:
                if way == "passphrase":
                    locks.change_passphrase(w, path, OTHER)
                else:
                    locks.change_code(w, path, NEW_CODE)
        except StorageTrouble as trouble:
            _told(folder).write_text(trouble.code)  # the disk that fails is another
            raise
        finally:
            book.close()
    else:
        if way == "lock":
            locks.lock(path, PASSPHRASE, CODE, NOW, wait=no_wait)
        else:
            locks.unlock(path, NOW, wait=no_wait)
        book = open_shop(path, NOW)
        locks.finish(book)
        book.close()


def _told(folder: Path) -> Path:
    return folder.parent / "told"


def _opens(held: keyfile.KeyFile, passphrases: tuple[str, ...], codes: tuple[str, ...]) -> list[str]:
    """Which of these the key file answers to."""
    found = []
    for secret in passphrases:
        with suppress(Declined):
            keyfile.by_passphrase(held, secret)
            found.append(secret)
    for secret in codes:
        with suppress(Declined):
            keyfile.by_code(held, secret)
            found.append(secret)
    return found


def _times_written_down(book: Book, way: str) -> int:
    """How many acts tell of the change."""
    changed = {"lock": "locked", "unlock": "unlocked", "forgotten": lock_owed.BY_CODE}.get(way, way)
    with closing(book.reading()) as reading:
        told = reading.rows("select summary from acts where kind = 'lock'")
    return sum(json.loads(summary)["changed"] == changed for (summary,) in told)


def state(folder: Path, way: str) -> str:
    """`old` or `new` as the next start finds it, which also does what is still owed; else what is wrong, in words."""
    forget()
    path = folder / "shop.db"
    try:
        if not path.exists():
            open_shop(path, NOW).close()
            forget()
        locked = keyring.salt_of(path) is not None
        secrets: list[str] = []
        if locked:
            held = keyfile.found(path)
            if held is None:
                return "NO KEY"
            secrets = _opens(held, (PASSPHRASE, OTHER), (CODE, NEW_CODE))
            if len(secrets) != 2:
                return f"NEITHER OR BOTH {len(secrets)}"
            locks.open_with(path, secrets[0])
        book = open_shop(path, NOW)
        try:
            found = checking.check(book, NOW, replay=True)
            if not found.ok or (found.members, found.purchases) != (1, SALES):
                return f"BROKEN {found.purchases} {'; '.join(found.problems)}"
            buy(book, None, 1)
            if locks.is_owed(path):
                locks.finish(book)
        finally:
            book.close()
        book = open_shop(path, NOW)  # what was owed has left it as it is
        found = checking.check(book, NOW, replay=True)
        written = _times_written_down(book, way)
        book.close()
        if not found.ok or found.purchases != SALES + 1 or locks.is_owed(path) or owed_of(path).exists():
            return f"BROKEN AFTER {found.purchases} {'; '.join(found.problems)}"
        for one in backups.listed(backups.folder_of(path)):
            if locks.needs_key(one.path):  # of a book that is in the clear now: it keeps its key beside it
                locks.open_with_passphrase(one.path, PASSPHRASE)
            elif locked and keyring.salt_of(one.path) is None:
                return "BACKUP IN THE CLEAR"
            if copies.verified(one.path).purchases != SALES:
                return "BACKUP"
    except (Declined, StorageTrouble) as error:
        return f"{error.code}: {error.because}"
    became = {
        "lock": "new" if locked else "old",
        "unlock": "old" if locked else "new",
        "passphrase": "new" if OTHER in secrets else "old",
        "forgotten": "new" if OTHER in secrets else "old",
        "code": "new" if NEW_CODE in secrets else "old",
    }[way]
    if written != (became == "new"):
        return f"{became}, WRITTEN DOWN {written}"
    if (told := _told(folder)).exists():
        holds = told.read_text() == locks.HOLDS
        told.unlink()
        if holds != (became == "new"):
            return f"{became}, SAID {'new' if holds else 'old'}"
    if locked and any(NAME.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file()):
        return "IN THE CLEAR"
    return became


def each_write(way: str, modes: Sequence[str] = MODES, step: int = 1) -> dict[str, Any]:
    """Tried at each write."""

    def prepare(folder: Path) -> None:
        begun(folder, way)
        forget()

    found = tried(prepare, partial(done, way=way), partial(state, way=way), modes, step)
    return {"way": way, **found}


# ---- the power lost ----


class Turning(power.Trade):
    """What is recorded and cut off by `power.cut`."""

    def __init__(self, way: str) -> None:
        self.way = way
        self.command = ("tests.faults.locked", "--way", way)

    def begin(self, folder: Path, seed: int) -> None:
        """The shop before."""
        begun(folder, self.way)

    def missing(self, folder: Path, said: list[str]) -> list[str]:
        """What is neither the old nor the new, or was answered and is the old."""
        became = state(folder, self.way)
        allowed = {"new"} if f"A {self.way} once" in said else {"old", "new"}
        return [] if became in allowed else [became]


def work(folder: Path, way: str) -> None:
    """The recorded child's part."""
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(said, f"S {way} once\n".encode())
    done(folder, way)
    os.write(said, f"A {way} once\n".encode())


def main() -> int:
    """Print what became of each; 1 if any was neither the old nor the new."""
    parser = argparse.ArgumentParser(description="Cut off what locks and unlocks a book.")
    parser.add_argument("--way", choices=WAYS, default="lock")
    parser.add_argument(
        "--states", type=int, default=0, help="lose the power so often, instead of a kill at each write"
    )
    parser.add_argument("--step", type=int, default=1, help="only each so-manieth write")
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path)
    asked = parser.parse_args()
    cheap()
    if asked.work is not None:
        work(asked.work, asked.way)
        return 0
    if asked.states:
        told, wrong = power.cut(asked.states, asked.seed, trade=Turning(asked.way))
        sys.stdout.write(json.dumps({**told, "wrong": len(wrong), "first": wrong[:5]}) + "\n")
        return int(bool(wrong))
    if (said := reexecuted("tests.faults.locked", sys.argv[1:])) is not None:
        return said
    found = each_write(asked.way, tuple(asked.modes.split(",")), asked.step)
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(set(found[mode]) - {"old", "new"} for mode in asked.modes.split(",")))


if __name__ == "__main__":
    sys.exit(main())
