"""A real book in a temporary folder, and the acts that most tests begin with."""

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.records import sqlite
from shopkeeper.records.book import Book, Writing
from shopkeeper.rules.programme import Programme
from shopkeeper.service import acts, loading, members, purchases, shops
from shopkeeper.service.details import Address, Details

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SHOP = shops.Shop(
    name="Okafor & Daughters",
    currency="GBP",
    country="GB",
    timezone="Europe/London",
    tagline="Grocer since 1974",
    street="12 Wharf Street",
    owner="Ngozi Okafor",
)


def new_book(
    folder: Path, programme: Programme | None = None, shop: shops.Shop = SHOP, now: datetime = NOW
) -> Book:
    """An empty shop. Its file is made once in a run of tests and copied from then on: making sixty tables takes longer than
    most tests."""
    return _copied(
        folder / "shop.db",
        ("new", shop, now, repr(programme)),
        lambda path: shops.create(path, shop, now, programme),
    )


def demo_book(folder: Path, members_wanted: int = 400) -> Book:
    """A shop made up as the demo shop is, without faces; made once in a run of tests as well."""
    return _copied(
        folder / "shop.db",
        ("demo", members_wanted),
        lambda path: loading.create_demo(path, NOW, members_wanted=members_wanted),
    )


_made: dict[tuple[object, ...], bytes] = {}


def _copied(path: Path, key: tuple[object, ...], make: Callable[[Path], Book]) -> Book:
    if key not in _made:
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / "shop.db"
            make(first).close()
            _made[key] = first.read_bytes()
    sqlite.private_folder(path.parent)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_made[key])
    return Book(path)


def enrol(book: Book, name: str, *, now: datetime = NOW, welcome: bool = False, **details: Any) -> int:
    """A new member; answers the member's id."""
    with book.writing(now) as w:
        return members.enrol(w, Details(name=name, **details), even_if_known=True, welcome=welcome).member_id


def buy(
    book: Book, member_id: int | None, amount_minor: int, *, now: datetime = NOW, **how: Any
) -> purchases.Thanks:
    """A recorded purchase."""
    with book.writing(now) as w:
        return purchases.record(w, member_id=member_id, amount_minor=amount_minor, **how)


def slipping(book: Book) -> int:
    """Ada, who came every six days until forty-six days ago, in a book that began long before; answers her id."""
    ada = enrol(
        book, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=True, phones=("020 7946 0455",),
        addresses=(Address("1 Quay Lane", postcode="SE1 1AA", town="London"),),
    )  # fmt: skip
    for days in range(166, 45, -6):
        buy(book, ada, 1200, now=NOW - timedelta(days=days))
    return ada


def bought_before(book: Book, visits: Iterable[tuple[int, date, int]], *, now: datetime = NOW) -> None:
    """Many purchases as plain facts, (member, day, minor units); no standing is worked out from them."""
    with book.writing(now) as w:
        act = acts.begin(w, "import")
        w.many(
            "insert into facts (act_id, kind, member_id, happened_on, amount_minor) values (?, 'purchase', ?, ?, ?)",
            [(act, member, on.isoformat(), minor) for member, on, minor in visits],
        )


def trial_of(
    w: Writing, members_: Sequence[int], *, first: str = "A coffee", second: str = "", points: int = 0
) -> int:
    """A trial of eight weeks that runs since today, every other member with the first offer; too small for any but tests."""
    today = shops.today(w)
    act = acts.begin(w, "trial", name=f"{first} or {second or 'nothing'}")
    trial = w.insert(
        "insert into trials (act_id, name, first_offer, second_offer, first_points, measure, goal, weeks, from_day, through,"
        " seed) values (?, ?, ?, ?, ?, 'spend', 100, 8, ?, ?, 'seed')",
        (act, f"{first} or {second or 'nothing'}", first, second, points, today.isoformat(),
         (today + timedelta(days=55)).isoformat()),
    )  # fmt: skip
    w.many(
        "insert into trial_members (trial_id, member_id, household, pair, first) values (?, ?, ?, ?, ?)",
        [(trial, member, place, place // 2, 1 - place % 2) for place, member in enumerate(members_)],
    )
    return trial
