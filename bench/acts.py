"""Recording a purchase and opening a card, beside the same statements on the bare driver in the same run.

python -m bench.acts [--members 20000] [--purchases 400] [--seed 1]
"""

import argparse
import gc
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import books, floors
from bench.books import NOW
from bench.floors import Row
from bench.people import people
from shopkeeper.records.book import Book, Parameters, Reading, Writing
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import acts, counter, daybook, programmes, purchases
from shopkeeper.service.bulk import NewFact, add_facts

TODAY = date(2026, 11, 21)


def shop(folder: Path, members: int, seed: int) -> Book:
    """A book with members and some twelve purchases each over a year, one of them with 5,000."""
    book, _ = books.of(folder, people(members, seed), seed)
    dice = random.Random(seed)
    with book.writing(NOW) as w:
        ids = [row[0] for row in w.rows("select id from members order by id")]
        new = [
            NewFact(
                "purchase",
                member,
                TODAY - timedelta(days=dice.randrange(1, 400)),
                w.entered_at,
                dice.randrange(100, 9000),
            )
            for member in ids
            for _ in range(dice.randrange(0, 24))
        ]
        new += [
            NewFact(
                "purchase",
                ids[0],
                TODAY - timedelta(days=1 + number // 4),
                w.entered_at,
                dice.randrange(100, 9000),
            )
            for number in range(5000)
        ]
        add_facts(w, acts.begin(w, "import"), new, programmes.versions(w), TODAY)
    book.settle(now_or_never=True)
    return book


STATEMENTS: list[tuple[str, tuple[Any, ...]]] = []


def traced(book: Book, member: int, key: str = "traced") -> list[tuple[str, tuple[Any, ...]]]:
    """The statements, with their values, that one purchase runs."""
    heard: list[tuple[str, tuple[Any, ...]]] = []

    class Listening(Writing):
        def rows(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
            heard.append((sql, tuple(parameters)))
            return super().rows(sql, parameters)

        def row(self, sql: str, parameters: Any = ()) -> tuple[Any, ...] | None:
            heard.append((sql, tuple(parameters)))
            return super().row(sql, parameters)

        def run(self, sql: str, parameters: Any = ()) -> int:
            heard.append((sql, tuple(parameters)))
            return super().run(sql, parameters)

        def insert(self, sql: str, parameters: Any = ()) -> int:
            heard.append((sql, tuple(parameters)))
            return super().insert(sql, parameters)

        def many(self, sql: str, rows: Any) -> None:
            for parameters in rows:
                self.run(sql, parameters)

    with book.writing(NOW) as w:
        listening = Listening(w._driver, NOW)
        purchases.record(listening, member_id=member, amount_minor=2450, key=key)
    return heard


def bare(connection: Any, heard: list[tuple[str, tuple[Any, ...]]], key: str, new_key: str) -> None:
    """The statements once more on the bare driver, durable: only what must be unique is another value."""
    connection.execute("begin immediate")
    fact = 0
    for sql, values in heard:
        if sql.startswith("insert into facts"):
            values = (fact, *(new_key if value == key else value for value in values[1:]))
        found = connection.execute(sql, values).fetchall()
        if sql.startswith("select coalesce(max(id), 0) from facts"):
            fact = found[0][0] + 1
    connection.execute("commit")


def in_one_act(book: Book, some: int, members: int, dice: random.Random) -> tuple[list[float], list[float]]:
    """An evening's five hundred slips of as many members posted from the day book, and a raw loop of what one of them
    writes; turn by turn, CPU time in ms."""
    whose = dice.sample(range(2, members), 500)
    heard = [
        statement
        for statement in traced(book, some, key="evening")
        if statement[0].startswith(("insert into facts", "insert into standings", "insert into lookup_due"))
    ]
    taken: list[float] = []
    raw: list[float] = []
    connection = floors.raw(book.path)
    for turn in range(5):
        slips = [Slip(f"s{turn}.{at}", "", "", member, "12.34") for at, member in enumerate(whose)]
        began = time.thread_time()
        with book.writing(NOW) as w:
            daybook.post(w, TODAY, page=turn + 1, slips=slips, because="bench")
        taken.append((time.thread_time() - began) * 1000)
        book.settle(now_or_never=True)
        began = time.thread_time()
        connection.execute("begin immediate")
        first = connection.execute("select max(id) + 1 from facts").fetchone()[0]
        for number, member in enumerate(whose):
            for sql, values in heard:
                if sql.startswith("insert into facts"):
                    values = (
                        first + number,
                        *(f"raw{turn}.{number}" if value == "evening" else value for value in values[1:]),
                    )
                connection.execute(
                    sql, tuple(member if value == some else value for value in values)
                ).fetchall()
        connection.execute("commit")
        raw.append((time.thread_time() - began) * 1000)
        connection.execute("pragma wal_checkpoint(passive)")
    connection.close()
    return taken, raw


def card_beside_its_reads(reading: Reading, ids: list[int]) -> tuple[list[float], list[float], list[float]]:
    """Each of these members' cards opened for the first time and once more, and on the bare driver what that card asks;
    turn by turn, CPU time in ms."""
    asked: list[tuple[str, Parameters]] = []

    class Listening(Reading):
        def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
            asked.append((sql, parameters))
            return super().rows(sql, parameters)

        def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
            asked.append((sql, parameters))
            return super().row(sql, parameters)

    first: list[float] = []
    cards: list[float] = []
    bare: list[float] = []
    driver = reading._driver
    listening = Listening(driver)
    for member in ids:
        asked.clear()
        began = time.thread_time()
        counter.at_counter(listening, member, TODAY)  # reads the member's pages for the two that follow
        first.append((time.thread_time() - began) * 1000)
        began = time.thread_time()
        counter.at_counter(reading, member, TODAY)
        cards.append((time.thread_time() - began) * 1000)
        began = time.thread_time()
        for sql, values in asked:
            driver.execute(sql, values).fetchall()
        bare.append((time.thread_time() - began) * 1000)
    return first, cards, bare


def measure(members: int, count: int, seed: int) -> list[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        book = shop(Path(folder), members, seed)
        gc.collect()
        gc.freeze()  # as the program does with what its start has made
        dice = random.Random(seed + 1)
        ids = [dice.randrange(2, members) for _ in range(count)]

        def record(number: int) -> None:
            with book.writing(NOW) as w:
                purchases.record(w, member_id=ids[number], amount_minor=2450, key=f"k{number}")

        def record_busiest(number: int) -> None:
            with book.writing(NOW) as w:
                purchases.record(w, member_id=1, amount_minor=2450, key=f"b{number}")
            book.settle()

        heard = traced(book, ids[0])
        record(0)
        connection = floors.raw(book.path)

        def record_bare(number: int) -> None:
            bare(connection, heard, "traced", f"raw{number}")

        ours: list[float] = []
        floor: list[float] = []
        cpu: list[float] = []
        floor_cpu: list[float] = []
        for number in range(1, count):  # turn by turn, so that a busy neighbour is both's
            for taken, taken_cpu, act in (
                (ours, cpu, record),
                (floor, floor_cpu, record_bare),
            ):
                began, began_cpu = time.perf_counter(), time.thread_time()
                act(number)
                taken_cpu.append((time.thread_time() - began_cpu) * 1000)
                taken.append((time.perf_counter() - began) * 1000)
            book.settle()  # between acts and after the answer, as the program does
        connection.close()
        evening, evening_raw = in_one_act(book, ids[0], members, dice)
        busiest = floors.each_cpu_ms(record_busiest, max(20, count // 4))
        reading = book.reading()
        first_cards, cards, bare_cards = card_beside_its_reads(reading, ids)
        busy_card = floors.each_cpu_ms(lambda _: counter.at_counter(reading, 1, TODAY), 100)
        reading.close()
        book.close()
    return [
        Row(
            "recording a purchase, durable, points, tier and index included, median",
            floors.median(ours),
            floors.median(floor),
            4,
        ),
        Row("the same, CPU alone", floors.median(cpu), floors.median(floor_cpu), 4),
        Row(
            "a purchase of a member with 5,000, over one of a member with a dozen, CPU",
            floors.median(busiest),
            floors.median(cpu),
            None,
        ),
        Row("p99 of a purchase over its median", floors.percentile(ours, 0.99), floors.median(ours), 4),
        Row(
            "the same of the bare statements: what the disk does",
            floors.percentile(floor, 0.99),
            floors.median(floor),
            None,
        ),
        Row(
            "p99 of a purchase over its median, CPU alone",
            floors.percentile(cpu, 0.99),
            floors.median(cpu),
            4,
        ),
        Row(
            "an evening's 500 slips posted in one act, over a raw loop of the same rows, CPU",
            floors.median(evening),
            floors.median(evening_raw),
            3,
        ),
        Row(
            "opening a member's whole card, median, over its reads alone",
            floors.median(cards),
            floors.median(bare_cards),
            1.5,
        ),
        Row("opening a card, p99 (10 ms to reach)", floors.percentile(first_cards, 0.99), 10.0, 1),
        Row("opening the card of the member with 5,000, p99", floors.percentile(busy_card, 0.99), 10.0, 1),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--purchases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    floors.show(f"Acts at {wish.members:,} members", measure(wish.members, wish.purchases, wish.seed))


if __name__ == "__main__":
    main()
