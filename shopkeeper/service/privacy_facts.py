"""What the papers about privacy have to say of this shop's book: how long it keeps, whether it is locked, whether PINs are in use."""

from pathlib import Path

from shopkeeper.records.book import Reading
from shopkeeper.service import keeping_times, locks, pins
from shopkeeper.service.keeping_times import Times
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of this shop's book today."""

    times: Times
    locked: bool
    pins: bool


def facts_of(reading: Reading, path: Path) -> Facts:
    """Ask the book; a few rows."""
    return Facts(keeping_times.read(reading), locks.is_locked(path), pins.in_use(reading))
