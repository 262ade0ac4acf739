"""A book of made-up members, made once for all parts of a run that look at one of its size."""

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.people import Person
from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book
from shopkeeper.service import finding, shops

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SHOP = shops.Shop("Bench", "GBP", "GB", "Europe/London")
KEPT = "SHOPKEEPER_BENCH_BOOKS"
"""Names the folder in which a run keeps what was made; without it, each part makes its own."""


def of(folder: Path, made: list[Person], seed: int) -> tuple[Book, float | None]:
    """A shop with these members in the folder, and the seconds of CPU its index took; None where it was made before."""
    path = folder / "shop.db"
    kept = Path(os.environ[KEPT]) / f"{len(made)}-{seed}.db" if KEPT in os.environ else None
    if kept is not None and kept.exists():
        shutil.copy(kept, path)
        return open_book(path), None
    book = shops.create(path, SHOP, NOW)
    built = fill(book, made)
    if kept is not None:
        book.close()
        shutil.copy(path, kept)
        book = open_book(path)
    return book, built


def fill(book: Book, made: list[Person]) -> float:
    """Write the members down and build the index; answers the seconds of CPU the index took."""
    with book.writing(NOW) as write:
        act = write.insert("insert into acts (kind, entered_at) values ('import', ?)", (write.entered_at,))
        write.many(
            "insert into members (id, act_id, number, name, joined_on) values (?, ?, ?, ?, '2024-01-01')",
            ((person.id, act, str(person.id), person.name) for person in made),
        )
        write.many(
            "insert into contacts (member_id, kind, text, canonical) values (?, ?, ?, ?)",
            (
                row
                for person in made
                for row in (
                    (person.id, "phone", person.phone, person.canonical),
                    *(((person.id, "email", person.mail, person.mail),) if person.mail else ()),
                )
            ),
        )
        write.many(
            "insert into addresses (member_id, street, postcode, town) values (?, ?, ?, ?)",
            ((person.id, person.street, person.postcode, person.town) for person in made),
        )
        write.many(
            "insert into cards (member_id, number, given_on) values (?, ?, '2024-01-01')",
            ((person.id, person.card) for person in made),
        )
        write.many(
            "insert into remarks (member_id, kind, text, noted_on) values (?, 'likes', ?, '2024-01-01')",
            ((person.id, person.likes) for person in made if person.likes),
        )
        write.many(
            "insert into facts (act_id, kind, member_id, happened_on, amount_minor) values (?, 'purchase', ?, ?, 1000)",
            ((act, person.id, day.isoformat()) for person in made for day in person.visits),
        )
        write.many(
            "insert into standings (member_id, tier, visits, last_visit) values (?, 'Silver', ?, ?)",
            (
                (person.id, len(person.visits), person.visits[-1].isoformat() if person.visits else None)
                for person in made
            ),
        )
        began = time.process_time()
        finding.rebuild(write)
        took = time.process_time() - began
    book.settle(now_or_never=True)
    return took
