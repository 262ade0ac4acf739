"""A real book in a temporary folder, and the acts that most tests begin with."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Programme
from shopkeeper.service import members, purchases, shops
from shopkeeper.service.details import Details

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
    """An empty shop."""
    return shops.create(folder / "shop.db", shop, now, programme)


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
