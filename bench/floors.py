"""The floors that acts are measured against: the same statements on the bare driver, and how a ratio is printed."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopkeeper.records import sqlite


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, ours and the floor in ms (or as named by `unit`), and the ratio to reach."""

    what: str
    ours: float
    floor: float
    reach: float | None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else float("inf")


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table that can stand in a document as it is."""
    print(f"\n{title}\n")
    print("| what | ours | floor | ratio | to reach | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        reach = f"≤ {row.reach:g} ×" if row.reach is not None else "–"
        print(
            f"| {row.what} | {row.ours:.3g} {row.unit} | {row.floor:.3g} {row.unit} | {row.ratio:.2f} × | {reach} |"
            f" {row.note} |"
        )


def each_ms(act: Callable[[int], object], times: int) -> list[float]:
    """Wall time of each call, in ms: a durable act waits for the disk, which no CPU clock sees."""
    taken = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def each_cpu_ms(act: Callable[[int], object], times: int) -> list[float]:
    """CPU time of each call in this thread, in ms: what a busy neighbour does not lengthen."""
    taken = []
    for number in range(times):
        began = time.thread_time()
        act(number)
        taken.append((time.thread_time() - began) * 1000)
    return taken


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all lies at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def raw(path: Path) -> Any:
    """The bare driver with the same pragmas, so that durability costs both the same."""
    return sqlite.connect(path, read_only=False)
