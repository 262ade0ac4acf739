"""Replaying every member's whole history beside a raw read of the same rows, on a real list or a made-up one.

python -m bench.replay [--list purchases.csv] [--purchases 200000] [--seed 1]

A list has the columns member_id, date, amount. A tenth of the purchases comes back, wholly or in part. The book is judged by
spend, by visits, and by the calendar year; `check --replay` must find nothing.
"""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import floors
from bench.floors import Row
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import acts, checking, programmes, shops
from shopkeeper.service.bulk import NewFact, add_facts

SHOP = shops.Shop("Bench", "USD", "US", "America/New_York")
Sale = tuple[int, date, int]

_TIERS = """
[[tier]]
name = "Silver"
{key} = {silver}
[[tier]]
name = "Gold"
{key} = {gold}
multiplier = "1.5"
"""
_SPEND = _TIERS.format(key="from_minor", silver=20_000, gold=50_000)
PROGRAMMES = {
    "by spend": '[points]\nexpire_months = 12\n[tiers]\nwindow = "12 months"\ngrace_days = 30' + _SPEND,
    "by visits": '[points]\nexpire_months = 6\n[tiers]\nbasis = "visits"\nwindow = "6 months"\nkeep = "6 months"'
    + _TIERS.format(key="from", silver=3, gold=6),
    "by calendar year": '[points]\nexpire_months = 12\n[tiers]\nwindow = "calendar year"\nkeep = "none"'
    + _SPEND,
}


def listed(file: Path) -> list[Sale]:
    """The purchases of a list."""
    with file.open(newline="") as text:
        return [
            (int(row["member_id"]), date.fromisoformat(row["date"]), round(float(row["amount"]) * 100))
            for row in csv.DictReader(text)
        ]


def made_up(count: int, seed: int) -> list[Sale]:
    """Purchases of members who come a dozen times over two years, on the average."""
    dice = random.Random(seed)
    first = date(1997, 1, 1)
    members = max(1, count // 12)
    return [
        (
            1 + int(members * dice.random() ** 2),
            first + timedelta(days=dice.randrange(540)),
            dice.randrange(100, 9000),
        )
        for _ in range(count)
    ]


def facts(sales: list[Sale], seed: int) -> Iterator[NewFact]:
    """The purchases in the order of their days, then the returns of a tenth of them."""
    dice = random.Random(seed)
    ordered = sorted(sales, key=lambda sale: sale[1])
    for member, on, amount in ordered:
        yield NewFact("purchase", member, on, None, amount)
    for place, (member, on, amount) in enumerate(ordered):
        if amount and dice.random() < 0.1:
            back = amount if dice.random() < 0.5 else dice.randrange(1, amount + 1)
            yield NewFact("return", member, on + timedelta(days=dice.randrange(60)), None, back, of=place)


def book_of(folder: Path, programme: str, sales: list[Sale], seed: int) -> tuple[Book, datetime]:
    """A book with these purchases and returns, on the day after the last of them."""
    last = max(on for _, on, _ in sales) + timedelta(days=62)
    now = datetime(last.year, last.month, last.day, 15, tzinfo=UTC)
    book = shops.create(folder / "shop.db", SHOP, now, read_programme('currency = "USD"\n' + programme))
    with book.writing(now) as w:
        act = acts.begin(w, "import")
        w.many(
            "insert into members (id, act_id, number, joined_on) values (?, ?, ?, '1997-01-01')",
            ((member, act, str(member)) for member in sorted({sale[0] for sale in sales})),
        )
        add_facts(w, act, list(facts(sales, seed)), programmes.versions(w), last)
    return book, now


def measure(name: str, programme: str, sales: list[Sale], seed: int) -> Row:
    """The line of one programme."""
    with tempfile.TemporaryDirectory() as folder:
        book, now = book_of(Path(folder), programme, sales, seed)
        checking.check(book, now)  # what time has done is done, the index is there
        reading = book.reading()
        begun = time.perf_counter()
        rows = len(
            reading.rows("select * from facts where undone_by is null order by member_id, happened_on, id")
        )
        floor = time.perf_counter() - begun
        tiers = dict(reading.rows("select tier, count(*) from standings group by tier"))
        reading.close()
        begun = time.perf_counter()
        checked = checking.check(book, now, replay=True)
        ours = time.perf_counter() - begun
        book.close()
    problems = f"{len(checked.problems)} problems" if checked.problems else "replay equals what is kept"
    said = ", ".join(f"{tiers[tier]:,} {tier}" for tier in sorted(tiers))
    return Row(
        f"check --replay, {name}: {rows:,} facts of {checked.replayed:,}",
        ours,
        floor,
        None,
        "s",
        f"{problems}; {said}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench.replay")
    parser.add_argument("--list", type=Path, help="a list of purchases: member_id, date, amount")
    parser.add_argument("--purchases", type=int, default=200_000, help="how many are made up without a list")
    parser.add_argument("--only", choices=list(PROGRAMMES), help="one programme")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sales = listed(chosen.list) if chosen.list else made_up(chosen.purchases, chosen.seed)
    kinds = {name: toml for name, toml in PROGRAMMES.items() if chosen.only in (None, name)}
    rows = [measure(name, toml, sales, chosen.seed) for name, toml in kinds.items()]
    floors.show(f"Replay of {len(sales):,} purchases beside a raw read of the same rows", rows)


if __name__ == "__main__":
    main()
