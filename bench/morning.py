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
from bench.acts import TODAY, shop
from bench.books import NOW
from bench.floors import Row
from shopkeeper.records.book import Reading
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
        reading = book.reading()
        opened = floors.each_cpu_ms(lambda _: rhythms.begin(reading, TODAY), 5)
        so_far = rhythms.begin(reading, TODAY)
        reading.close()
        spent, held = [], []
        while not so_far.ended:
            before, cpu = time.perf_counter(), time.thread_time()
            with book.writing(NOW) as w:
                so_far = rhythms.settle_part(w, so_far, all_too=True)
            spent.append(1000 * (time.thread_time() - cpu))
            held.append(1000 * (time.perf_counter() - before))
        reading = book.reading()
        page = floors.each_cpu_ms(lambda _: morning.page(reading, TODAY), 9)
        rail = floors.each_cpu_ms(lambda _: todays.waiting(reading, TODAY), 20)
        owed = floors.each_cpu_ms(lambda _: rhythms.is_owed(reading, TODAY), 9)
        floor = floors.each_cpu_ms(lambda _: bare(reading), 9)
        reading.close()
        book.close()
    return [
        Row(
            f"the morning page, {members:,} members, CPU", floors.median(page), floors.median(floor), None,
            note=f"worst {max(page):.0f} ms; at most 1,000 ms",
        ),
        _row("the count in the rail, CPU", rail, 50),
        _row("is a rhythm of the last days owed, CPU", owed, 50),
        _row("the days the shop was open, once a day, CPU", opened, 50),
        _row(f"one part of {rhythms.PART} rhythms, between acts, CPU", spent, 50),
        _row("the same by the clock, with its commit", held, 50),
        _row("all rhythms, CPU of all parts", [sum(spent)], 60_000),
    ]  # fmt: skip


def bare(reading: Reading) -> None:
    """The floor of the page: one pass over the standings and the lines that are due, on the bare driver."""
    reading.rows("select sum(points), sum(visits), max(last_visit), max(tier_until) from standings")
    reading.rows("select * from promises where state = 'open' and due_on <= ? limit 60", (TODAY.isoformat(),))
    reading.rows("select * from matters where state <> 'closed' order by heard_on limit 60")


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
