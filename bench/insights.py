"""The quiet hour on a large book: everything the Insights place shows, beside one aggregate query over the same rows.

python -m bench.insights [--members 1000000] [--purchases 10000000] [--file LIST.csv] [--book FOLDER] [--beside]

With `--file` the book is a list of (member, day, amount, …) as `bench.bringing` brings in; without, a seeded history is made up:
who came how often is as uneven as in a real shop. `--book` keeps the made book in a folder and takes it up again.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench import floors
from bench.floors import Row
from shopkeeper.errors import Cancelled
from shopkeeper.records.book import Book, Writing
from shopkeeper.records.opening import open_book
from shopkeeper.records.pouring import indexed_after, pour, pour_all
from shopkeeper.rules.days import months_before
from shopkeeper.service import counter, importing, insights, purchases, shops, visiting

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SHOP = shops.Shop("Bench", "GBP", "GB", "Europe/London")
YEARS_OF_DAYS = 1_095
AGGREGATE = (
    "select count(*), sum(spent), max(visits), max(last) from (select member_id, count(*) as visits, sum(amount_minor) as spent,"
    " max(happened_on) as last from facts where kind = 'purchase' and undone_by is null and member_id is not null"
    " group by member_id)"
)


def made_up(folder: Path, members: int, bought: int, seed: int) -> Book:
    """A book of so many members and purchases over three years, entered day by day as a till would; a fiftieth came back."""
    book = shops.create(folder / "shop.db", SHOP, NOW)
    dice = np.random.default_rng(seed)
    weight = dice.pareto(1.6, members) + 0.15
    began = dice.integers(0, YEARS_OF_DAYS, members)
    stays = np.minimum(dice.exponential(400, members).astype(np.int64) + 1, YEARS_OF_DAYS - began)
    more = dice.multinomial(bought - members, weight * stays / (weight * stays).sum())
    whose = np.repeat(np.arange(members), more + 1)
    first = np.concatenate(([0], np.cumsum(more + 1)[:-1]))
    day = began[whose] + (dice.random(bought) * stays[whose]).astype(np.int64)
    day[first] = began
    amount = np.exp(dice.normal(np.log(1_800 * (0.5 + dice.random(members)))[whose], 0.6)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    whose, day, amount = whose[order] + 1, day[order], amount[order]
    days = [(TODAY - timedelta(days=YEARS_OF_DAYS - 1 - ago)).isoformat() for ago in range(YEARS_OF_DAYS)]

    def facts() -> Iterator[tuple[object, ...]]:
        for at in range(0, bought, 100_000):
            part = slice(at, at + 100_000)
            on = [days[one] for one in day[part].tolist()]
            yield from zip(whose[part].tolist(), on, amount[part].tolist(), strict=True)

    with book.writing(NOW) as w:
        act = w.insert("insert into acts (kind, entered_at) values ('import', ?)", (w.entered_at,))
        pour_all(
            w, "members", ("number", "name", "joined_on"),
            ((str(n + 1), f"Member {n + 1}", days[at]) for n, at in enumerate(began.tolist())), alike={"act_id": act},
        )  # fmt: skip
        with indexed_after(w, "facts", bought, 0):
            wanted = ("member_id", "happened_on", "amount_minor")
            for _ in pour(w, "facts", wanted, facts(), alike={"act_id": act, "kind": "purchase"}):
                pass
        back = np.flatnonzero(dice.random(bought) < 0.02).tolist()
        pour_all(
            w, "facts", ("member_id", "happened_on", "amount_minor", "of_fact"),
            ((int(whose[n]), days[-1], int(amount[n]) // (1 + n % 2), n + 1) for n in back),
            alike={"act_id": act, "kind": "return"},
        )  # fmt: skip
        _standings(w)
        w.run("delete from lookup_due")  # nobody is sought by name here
    book.settle(now_or_never=True)
    return book


def _standings(w: Writing) -> None:
    w.run(
        "insert into standings (member_id, tier, tier_rank, spent_minor, visits, purchases, first_visit, last_visit)"
        " select member_id, 'Silver', 1, sum(amount_minor), count(distinct happened_on), count(*), min(happened_on),"
        " max(happened_on) from facts where kind = 'purchase' and member_id is not null group by member_id"
    )


def brought_in(folder: Path, file: Path) -> Book:
    """A book of a real shop's list."""
    book = shops.create(folder / "shop.db", shops.Shop("Bench", "USD", "US", "America/New_York"), NOW)
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", file)
    book.settle(now_or_never=True)
    return book


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall and of CPU."""
    began, cpu = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - began) * 1000, (time.thread_time() - cpu) * 1000


def _peak_mb() -> float:
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024 if sys.platform.startswith("linux") else 1024 * 1024)


class _Meanwhile:
    """The place being worked out beside the counter, as the desk has it done: a thread that rests at each step."""

    def __init__(self, book: Book, on: date) -> None:
        self._book, self._on = book, on
        self.stop = threading.Event()
        self.steps: list[float] = []
        self.ended = 0.0
        self._thread = threading.Thread(target=self._work)

    def begin(self) -> "_Meanwhile":
        sys.setswitchinterval(0.0005)
        self._thread.start()
        return self

    @property
    def going(self) -> bool:
        return self._thread.is_alive()

    def _progress(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise Cancelled
        self.steps.append(time.perf_counter())
        time.sleep(0.002)

    def _work(self) -> None:
        reading = self._book.reading()
        try:
            insights.insights(reading, self._on, progress=self._progress)
        except Cancelled:
            pass
        finally:
            reading.close()
        self.ended = time.perf_counter()

    def cancelled_after_ms(self) -> float:
        asked = time.perf_counter()
        self.stop.set()
        self._thread.join()
        return (self.ended - asked) * 1000


def _at_the_counter(
    book: Book, members: int, going: Callable[[int], bool]
) -> tuple[list[float], list[float]]:
    """Wall times of opening cards and of recording purchases, one after the other with the rest of a second hand between."""
    dice = np.random.default_rng(5)
    cards, sold = [], []
    reading = book.reading()
    turn = 0
    while going(turn):
        member = int(dice.integers(1, members + 1))

        def look_up(_n: int, member: int = member) -> None:
            counter.at_counter(reading, member, TODAY)

        def record(_n: int, member: int = member) -> None:
            with book.writing(NOW) as w:
                purchases.record(w, member_id=member, amount_minor=1)

        cards += floors.each_ms(look_up, 1)
        sold += floors.each_ms(record, 1)
        turn += 1
        time.sleep(0.01)
    reading.close()
    return cards, sold


def measure(book: Book, on: date) -> list[Row]:
    """What the place costs, beside one aggregate query over the same rows."""
    reading = book.reading()
    members = int(reading.value("select count(*) from members"))
    reading.value(AGGREGATE)  # both find the pages the system has kept
    floor, floor_cpu = _timed(lambda: reading.value(AGGREGATE))
    before = _peak_mb()
    seen, seen_cpu = _timed(lambda: visiting.sales(reading, on, since=months_before(on, 12)))
    ours, ours_cpu = _timed(lambda: insights.insights(reading, on))
    held = _peak_mb()
    purchases_made = int(reading.value("select count(*) from facts where kind = 'purchase'"))
    reading.close()
    return [
        Row(
            f"the whole place: {members:,} members, {purchases_made:,} purchases; CPU",
            ours_cpu,
            floor_cpu,
            None,
        ),
        Row("the same, wall", ours, floor, None),
        Row("of it reading the book, CPU", seen_cpu, floor_cpu, None, note=f"wall {seen:,.0f} ms"),
        Row("most memory, over that before it", held, before, None, unit="MB"),
    ]


def beside(book: Book, on: date) -> list[Row]:
    """The counter while the place is worked out, beside the counter alone; and how soon Cancel is heard."""
    reading = book.reading()
    members = int(reading.value("select count(*) from members"))
    reading.close()
    cards, sold = _at_the_counter(book, members, lambda turn: turn < 200)
    meanwhile = _Meanwhile(book, on).begin()
    cards_too, sold_too = _at_the_counter(book, members, lambda _turn: meanwhile.going)
    rests = [after - before for before, after in pairwise(meanwhile.steps)]
    rows = []
    for what, alone, together in (
        ("opening a card", cards, cards_too),
        ("recording a purchase", sold, sold_too),
    ):
        rows.append(Row(f"{what} meanwhile, median", floors.median(together), floors.median(alone), None))
        rows.append(
            Row(
                f"{what} meanwhile, p99",
                floors.percentile(together, 0.99),
                floors.percentile(alone, 0.99),
                None,
            )
        )
    longest, mean = max(rests) * 1000, statistics.mean(rests) * 1000
    note = f"{len(meanwhile.steps)} steps, {len(cards_too)} cards and purchases"
    rows.append(
        Row("longest between two steps of the progress, over the mean", longest, mean, None, note=note)
    )
    again = _Meanwhile(book, on).begin()
    time.sleep(sum(rests) / 2)
    rows.append(Row("Cancel asked half-way: over after", again.cancelled_after_ms(), sum(rests) * 1000, None))
    return rows


def main() -> None:
    """Make the book, or take it up, and print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--purchases", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--on", type=date.fromisoformat)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--beside", action="store_true", help="the counter meanwhile, too")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wish.book or Path(scratch)
        if (folder / "shop.db").exists():
            book = open_book(folder / "shop.db")
        elif wish.file is not None:
            book = brought_in(folder, wish.file)
        else:
            book = made_up(folder, wish.members, wish.purchases, wish.seed)
        reading = book.reading()
        last = date.fromisoformat(reading.value("select max(happened_on) from facts"))
        reading.close()
        floors.show("The quiet hour", measure(book, wish.on or last))
        if wish.beside:
            floors.show("The counter during the quiet hour", beside(book, wish.on or last))
        book.close()


if __name__ == "__main__":
    main()
