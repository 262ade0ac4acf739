"""The morning page of a large shop, and how long its rhythms take to be worked out.

python -m bench.morning [--members 20000] [--seed 1]
"""

import argparse
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench import floors
from bench.acts import NOW, TODAY, shop
from bench.floors import Row
from shopkeeper.service import matters, morning, promises, rhythms, todays


def measure(members: int, seed: int) -> list[Row]:
    """A book of so many members with some twelve purchases each; thousands of promises and complaints among them."""
    with tempfile.TemporaryDirectory() as folder:
        book = shop(Path(folder), members, seed)
        dice = random.Random(seed)
        with book.writing(NOW - timedelta(days=30)) as w:
            for _ in range(members // 100):
                promises.make(
                    w,
                    dice.randrange(1, members),
                    "Two loaves",
                    TODAY + timedelta(days=dice.randrange(-5, 20)),
                    even_if_there=True,
                )
                matters.hear(w, "complaint", "Mouldy strawberries", member_id=dice.randrange(1, members))
        spent: list[float] = []
        done = 1
        started = time.perf_counter()
        while done:
            before = time.perf_counter()
            with book.writing(NOW) as w:
                done = rhythms.settle(w, all_too=True)
            spent.append(1000 * (time.perf_counter() - before))
        whole = time.perf_counter() - started
        reading = book.reading()
        page = floors.each_ms(lambda _: morning.page(reading, TODAY), 7)
        rail = floors.each_ms(lambda _: todays.waiting(reading, TODAY), 20)
        owed = floors.each_ms(lambda _: rhythms.is_owed(reading, TODAY, all_too=True), 7)
        reading.close()
        book.close()
    return [
        _row(f"the morning page, {members:,} members", page, 1000),
        _row("the count in the rail", rail, 50),
        _row("is a rhythm owed, all members, once a day", owed, 1000),
        _row(f"one part of {rhythms.CHUNK} rhythms, between acts", spent, 100),
        _row("all rhythms, part by part", [1000 * whole], 60_000),
    ]


def _row(what: str, times_ms: list[float], wanted_ms: float) -> Row:
    """The median beside what is wanted; the worst in words."""
    return Row(what, floors.median(times_ms), wanted_ms, 1, note=f"worst {max(times_ms):.0f} ms")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    floors.show("The morning page", measure(given.members, given.seed))


if __name__ == "__main__":
    main()
