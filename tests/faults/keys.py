"""A locked book in the fault runs: its passphrase, its code, and a program that starts and knows neither."""

from pathlib import Path

from shopkeeper.records import keyfile, keyring
from shopkeeper.records.book import Book
from shopkeeper.rules import recovery_code
from shopkeeper.service import locks
from shopkeeper.service.opening import open_shop
from tests.books import NOW

PASSPHRASE = "four lemons on a tram"
CODE = recovery_code.written(bytes(range(18)))


def cheap() -> None:
    """A derivation that costs less: it is not what is tried."""
    keyfile.MEMORY_KIB, keyfile.ITERATIONS = 8_192, 1


def forget() -> None:
    """As after a start: no key is known."""
    keyring._keys.clear()
    keyring._files.clear()


def no_wait(_seconds: float) -> None:
    """Nobody waits for the old file here."""


def lock(path: Path) -> None:
    """Lock a book that nobody has open, and let its backups follow."""
    cheap()
    locks.lock(path, PASSPHRASE, CODE, NOW, wait=no_wait)
    book = open_shop(path, NOW)
    locks.finish(book)
    book.close()


def opened(path: Path) -> Book:
    """The book as a start opens it, the passphrase said where it is locked."""
    if locks.needs_key(path):
        locks.open_with_passphrase(path, PASSPHRASE)
    return open_shop(path, NOW)
