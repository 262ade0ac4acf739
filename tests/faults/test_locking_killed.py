"""A program that is killed while a book is locked, or unlocked, leaves the old book or the new one, and loses nothing."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopkeeper.records import keyfile, keyring, turning
from shopkeeper.records.book import Book
from shopkeeper.service import checking, locks, opening
from tests.books import NOW, buy, enrol, new_book

PASSPHRASE = "four lemons on a tram"
# Killed at its n-th step on the disk; without a number it says how many steps there are.
_CHILD = """
import os, signal, sys
from pathlib import Path
from shopkeeper.records import keyfile
from shopkeeper.service import locks, opening
from tests.books import NOW
keyfile.MEMORY_KIB, keyfile.ITERATIONS = 8_192, 1
path, way, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
STEPS = ("open", "os.link", "os.rename", "os.remove", "os.chmod")
PASSPHRASE = "four lemons on a tram"
passed = 0
def step(name, arguments):
    global passed
    if name in STEPS and any(isinstance(one, (str, os.PathLike)) and str(path) in str(one) for one in arguments):
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)
if locks.needs_key(path):
    locks.open_with_passphrase(path, PASSPHRASE)
sys.addaudithook(step)
if way == "lock":
    locks.lock(path, PASSPHRASE, locks.new_code(), NOW, wait=lambda s: None)
elif way == "unlock":
    locks.unlock(path, NOW, wait=lambda s: None)
book = opening.open_shop(path, NOW)
locks.finish(book)
book.close()
print(passed)
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    _forget()
    yield
    _forget()


def _forget() -> None:
    keyring._keys.clear()
    keyring._files.clear()


def _shop(folder: Path) -> Book:
    folder.mkdir()
    book = new_book(folder)
    for at in range(20):
        buy(book, enrol(book, f"Member {at}"), 1000 + at)
    book.close()
    return book


def _child(path: Path, way: str, at: int = 0) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), way, str(at)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _is_whole(path: Path) -> bool:
    """Opens as a start does, with the passphrase where it is locked; sums are right; and goes on to its end."""
    _forget()
    if not path.exists():
        opening.mend_name(path)
    if locks.needs_key(path):
        locks.open_with_passphrase(path, PASSPHRASE)
    book = opening.open_shop(path, NOW)
    found = checking.check(book, NOW)
    assert found.ok, found.problems
    assert (found.members, found.purchases) == (20, 20)
    buy(book, None, 1)
    locked = locks.is_locked(path)
    locks.finish(book)
    book.close()
    assert not turning.aside_of(path).exists()
    return locked


@pytest.mark.slow
def test_a_kill_at_each_step_on_the_disk_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    tried = 0
    for way in ("lock", "unlock"):
        counted = _shop(tmp_path / f"{way}-counted").path
        if way == "unlock":
            locks.lock(counted, PASSPHRASE, locks.new_code(), NOW, wait=lambda _s: None)
        out, err = _child(counted, way).communicate(timeout=120)
        assert out, err.decode()
        steps = int(out)
        assert steps > 8
        for at in range(1, steps + 1):
            _forget()
            path = _shop(tmp_path / f"{way}-{at}").path
            if way == "unlock":
                locks.lock(path, PASSPHRASE, locks.new_code(), NOW, wait=lambda _s: None)
            child = _child(path, way, at)
            child.communicate(timeout=120)
            assert child.returncode == -signal.SIGKILL
            _is_whole(path)
            tried += 1
    assert tried > 16


@pytest.mark.slow
def test_kills_at_any_moment_leave_the_old_or_the_new(tmp_path: Path) -> None:
    chance = random.Random(8)
    outcomes = set()
    for at in range(40):
        _forget()
        path = _shop(tmp_path / str(at)).path
        child = _child(path, "lock")
        try:
            child.communicate(timeout=chance.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        outcomes.add(_is_whole(path))
    assert outcomes


def test_a_kill_while_the_new_book_takes_the_place_leaves_one_of_them(tmp_path: Path) -> None:
    book = _shop(tmp_path / "shop")
    counted = _shop(tmp_path / "counted")
    steps = int(_child(counted.path, "lock").communicate(timeout=120)[0])
    for at in (steps // 2, steps - 2):
        if not locks.is_locked(book.path):
            _child(book.path, "lock", at).communicate(timeout=120)
            _forget()
    assert _is_whole(book.path) in (True, False)
